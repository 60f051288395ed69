/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes what Postil writes into a folder, for validate.py to judge with tools that know
 * nothing of Postil: write-samples FOLDER SEED */

#include "config.h"

#include "exchange/postil-codebook-json.h"
#include "exchange/postil-sidecar.h"
#include "random-layer.h"

#define N_SIDECARS 40u

static void
save (const char *folder,
      const char *name,
      const char *data,
      gsize       length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);
}

static void
save_bytes (const char *folder,
            const char *name,
            GBytes     *bytes)
{
  save (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* An article and its sidecar. */
static void
save_pair (const char *folder,
           GRand      *rand,
           guint       index)
{
  g_autoptr (PostilText) text = random_text (rand, g_rand_int_range (rand, 3, 400));
  g_autoptr (PostilLayer) layer = random_layer (rand, text, index, index / 4);
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);
  g_autofree char *article = g_strdup_printf ("%u.txt", index);
  g_autoptr (GString) file = NULL;
  g_autofree char *sidecar = g_strdup_printf ("%u.postil.json", index);
  gsize length;
  const char *utf8 = postil_text_get_utf8 (text, &length);

  /* A text that begins with U+FEFF needs another one before it, which reading drops. */
  file = g_string_new (g_str_has_prefix (utf8, "\xef\xbb\xbf") ? "\xef\xbb\xbf" : "");
  g_string_append_len (file, utf8, length);
  save (folder, article, file->str, file->len);
  save_bytes (folder, sidecar, bytes);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (GBytes) bytes = postil_codebook_write (codebook);
  g_autoptr (GRand) rand = NULL;

  if (argc != 3)
    {
      g_printerr ("Usage: write-samples FOLDER SEED\n");
      return 2;
    }

  rand = g_rand_new_with_seed ((guint32) g_ascii_strtoull (argv[2], NULL, 10));
  for (guint i = 0; i < N_SIDECARS; i++)
    save_pair (argv[1], rand, i);
  save_bytes (argv[1], "codebook.json", bytes);

  return 0;
}
