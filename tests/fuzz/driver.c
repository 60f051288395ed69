/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target without a fuzzer, as a test: over each file of a corpus, then over some
 * thousand mutations of them. The seed is printed and can be given again. The input of the
 * run that is under way stands in LAST-INPUT, so that a crash leaves it behind; a file given
 * in place of the corpus is run once.
 *
 *   fuzz-NAME CORPUS LAST-INPUT [RUNS [SEED]] */

#include "config.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define DEFAULT_RUNS 3000u
#define MAX_INPUT_BYTES (64u * 1024u)

typedef struct
{
  GPtrArray  *inputs; /* of GBytes */
  GRand      *random;
  const char *last_input;
} Driver;

static void
run (Driver     *driver,
     const char *bytes,
     gsize       n_bytes)
{
  /* A block of just this size, so that a sanitizer sees a read past its end. */
  g_autofree guint8 *copy = g_malloc (MAX (n_bytes, 1));
  FILE *file = fopen (driver->last_input, "wb");

  if (n_bytes > 0)
    memcpy (copy, bytes, n_bytes);
  if (file != NULL)
    {
      fwrite (copy, 1, n_bytes, file);
      fclose (file);
    }
  LLVMFuzzerTestOneInput (copy, n_bytes);
}

static gsize
pick (Driver *driver,
      gsize   limit)
{
  return limit == 0 ? 0 : (gsize) g_rand_int_range (driver->random, 0, (gint32) limit);
}

static GBytes *
pick_input (Driver *driver)
{
  return g_ptr_array_index (driver->inputs, pick (driver, driver->inputs->len));
}

static void
insert_special (Driver  *driver,
                GString *input)
{
  static const struct
  {
    const char *bytes;
    gssize      n_bytes;
  } specials[] = {
    { "\0", 1 }, { "\xff", 1 }, { "\r", 1 }, { "\r\n", 2 }, { "\xef\xbb\xbf", 3 }, { "\xf0\x9f\x98\x80", 4 },
    { "\xcc\x81", 2 }, { "\xed\xa0\x80", 3 }, { "\"", 1 }, { "\\u", 2 }, { "\\ud83d", 6 }, { "{", 1 },
    { "[[[[[[[[[[[[[[[[", 16 }, { "}", 1 }, { ",", 1 }, { "-", 1 }, { "1e999", 5 }, { "18446744073709551616", 20 },
    { "</", 2 }, { "&#x41;", 6 }, { "<![CDATA[", 9 }, { "\t", 1 }, { "\n\n", 2 }, { "4294967296", 10 },
  };
  gsize n = pick (driver, G_N_ELEMENTS (specials));

  g_string_insert_len (input, (gssize) pick (driver, input->len + 1), specials[n].bytes,
                       specials[n].n_bytes);
}

static void
mutate (Driver  *driver,
        GString *input)
{
  gsize start = pick (driver, input->len + 1);
  gsize length = pick (driver, MIN (input->len - start, 40) + 1);
  gsize n_other;
  const char *other;

  switch (pick (driver, 6))
    {
    case 0:
      if (start < input->len)
        input->str[start] = (char) (input->str[start] ^ 1 << pick (driver, 8));
      break;
    case 1:
      if (start < input->len)
        input->str[start] = (char) pick (driver, 256);
      break;
    case 2:
      g_string_erase (input, (gssize) start, (gssize) length);
      break;
    case 3:
      {
        g_autofree char *piece = g_memdup2 (input->str + start, length);

        g_string_insert_len (input, (gssize) pick (driver, input->len + 1),
                             piece != NULL ? piece : "", (gssize) length);
      }
      break;
    case 4:
      insert_special (driver, input);
      break;
    default:
      other = g_bytes_get_data (pick_input (driver), &n_other);
      length = pick (driver, MIN (n_other, 200) + 1);
      if (length > 0)
        g_string_insert_len (input, (gssize) start, other + pick (driver, n_other - length + 1),
                             (gssize) length);
      break;
    }
}

static void
run_mutation (Driver *driver)
{
  g_autoptr (GString) input = g_string_new (NULL);
  GBytes *origin = pick_input (driver);
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (origin, &n_bytes);

  if (n_bytes > 0)
    g_string_append_len (input, bytes, (gssize) n_bytes);
  for (gsize n = 1 + pick (driver, 8); n > 0; n--)
    mutate (driver, input);
  if (pick (driver, 10) == 0)
    g_string_truncate (input, pick (driver, input->len + 1));
  run (driver, input->str, MIN (input->len, MAX_INPUT_BYTES));
}

static void
load (Driver     *driver,
      const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);
  g_ptr_array_add (driver->inputs, g_bytes_new_take (contents, length));
}

static gint
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names, so that a seed means the same everywhere. */
static void
load_corpus (Driver     *driver,
             const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_dir_close (dir);
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    load (driver, g_ptr_array_index (paths, i));
}

int
main (int   argc,
      char *argv[])
{
  Driver driver = { 0 };
  guint32 seed;
  guint n_runs = DEFAULT_RUNS;

  if (argc < 3)
    {
      g_printerr ("Usage: %s CORPUS LAST-INPUT [RUNS [SEED]]\n", argv[0]);
      return 2;
    }
  driver.inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  driver.last_input = argv[2];
  if (g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    load_corpus (&driver, argv[1]);
  else
    load (&driver, argv[1]);
  if (driver.inputs->len == 0)
    g_error ("There is nothing in %s.", argv[1]);
  if (!g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    n_runs = 0;
  else if (argc > 3)
    n_runs = (guint) strtoul (argv[3], NULL, 10);
  seed = argc > 4 ? (guint32) strtoul (argv[4], NULL, 10) : g_random_int ();
  g_print ("# %u files, %u mutations, seed %u\n", driver.inputs->len, n_runs, seed);
  driver.random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < driver.inputs->len; i++)
    {
      gsize n_bytes;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (driver.inputs, i), &n_bytes);

      run (&driver, bytes, n_bytes);
    }
  for (guint i = 0; i < n_runs; i++)
    run_mutation (&driver);

  g_remove (driver.last_input);
  g_rand_free (driver.random);
  g_ptr_array_unref (driver.inputs);
  return 0;
}
