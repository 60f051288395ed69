/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Packs that strangers made: exercises that are opened, and a folder of hand-ins. The input is
 * dropped as a zip and as a sidecar; and, since a mutated zip rarely unpacks, it is packed as the
 * sidecar of an article, with checksums that are right. Nothing is written outside of the folder that was
 * named, what is drawn from the drop folder is what was in it, and what is refused says why. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "fuzz.h"
#include "storage/postil-exercise.h"
#include "storage/postil-hand-ins.h"

#define TEXT "The minister voiced concern.\n"
#define SIDECAR "a.txt.anna.postil.json"

static void
add (struct archive *archive,
     const char     *name,
     const void     *data,
     gsize           length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, data, length);
  archive_entry_free (entry);
}

/* The input as the sidecar in a pack, its first line (should it have one) as the name of it. */
static GBytes *
make_pack (const uint8_t *bytes,
           size_t         n_bytes)
{
  struct archive *archive = archive_write_new ();
  const uint8_t *line = n_bytes > 1 && bytes[0] == '/' ? memchr (bytes, '\n', n_bytes) : NULL;
  g_autofree char *name = line != NULL ? g_strndup ((const char *) bytes + 1, (gsize) (line - bytes - 1)) : g_strdup (SIDECAR);
  const uint8_t *data = line != NULL ? line + 1 : bytes;
  gsize n_data = n_bytes - (gsize) (data - bytes);
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, n_data);
  g_autofree char *text_sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TEXT, -1);
  g_autofree char *sums = g_strdup_printf ("%s  a.txt\n%s  %s\n", text_sum, sum, name);
  gsize size = n_bytes * 2 + 8192, n_used = 0;
  char *buffer = g_malloc (size);

  archive_write_set_format_zip (archive);
  archive_write_open_memory (archive, buffer, size, &n_used);
  add (archive, "a.txt", TEXT, strlen (TEXT));
  add (archive, *name != '\0' ? name : "x", data, n_data);
  add (archive, POSTIL_PACK_SUMS, sums, strlen (sums));
  archive_write_close (archive);
  archive_write_free (archive);
  return g_bytes_new_take (buffer, n_used);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
drop (const char *folder,
      const char *name,
      GBytes     *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);

  g_assert_true (g_file_set_contents_full (path, data != NULL ? data : "", (gssize) n_bytes, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
open_exercise (const char *drop_folder,
               const char *name,
               const char *parent)
{
  g_autofree char *zip = g_build_filename (drop_folder, name, NULL);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilExercise) exercise = postil_exercise_open (zip, parent, report, NULL, &error);

  if (exercise == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_true (g_str_has_prefix (exercise->folder, parent));
  for (guint i = 0; i < exercise->articles->len; i++)
    {
      g_autofree char *path = g_canonicalize_filename (exercise->articles->pdata[i], exercise->folder);

      g_assert_true (g_str_has_prefix (path, parent));
    }
}

static void
collect (const char *drop_folder,
         const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilHandIns) found = postil_hand_ins_collect (drop_folder, folder, NULL, &error);

  if (found == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  for (guint i = 0; i < found->hand_ins->len; i++)
    {
      PostilHandIn *hand_in = found->hand_ins->pdata[i];

      g_assert_true (g_utf8_validate (hand_in->file, -1, NULL));
      g_assert_true (postil_hand_in_is_in (hand_in) || hand_in->message != NULL || hand_in->state == POSTIL_HAND_IN_DUPLICATE);
      if (postil_hand_in_is_in (hand_in))
        {
          g_autofree char *name = g_strdup_printf ("%s.%s.postil.json", hand_in->article, hand_in->coder);
          g_autofree char *path = g_build_filename (folder, name, NULL);

          g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
        }
    }
}

int LLVMFuzzerInitialize (int *argc, char ***argv);

/* A thread of a pool that ends while leaks are looked for seems to leak what GLib keeps for it. */
int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_thread_pool_set_max_unused_threads (-1);
  g_thread_pool_set_max_idle_time (0);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  gboolean has_memory = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR);
  g_autofree char *pattern = g_build_filename (has_memory ? "/dev/shm" : g_get_tmp_dir (), "postil-fuzz-XXXXXX", NULL);
  char *root = g_mkdtemp (pattern);
  g_autofree char *dropped = g_build_filename (root, "drop", NULL);
  g_autofree char *opened = g_build_filename (root, "opened", NULL);
  g_autofree char *class = g_build_filename (root, "class", NULL);
  g_autoptr (GBytes) input = g_bytes_new (bytes, n_bytes);
  g_autoptr (GBytes) pack = make_pack (bytes, n_bytes);
  GDir *dir = NULL;
  const char *name;

  g_assert_cmpint (g_mkdir (dropped, 0700) | g_mkdir (opened, 0700), ==, 0);
  drop (dropped, "plain.postil.zip", input);
  drop (dropped, "whole.postil.zip", pack);
  drop (dropped, SIDECAR, input);
  open_exercise (dropped, "plain.postil.zip", opened);
  open_exercise (dropped, "whole.postil.zip", opened);
  collect (dropped, class);
  dir = g_dir_open (root, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_equal (name, "drop") || g_str_equal (name, "opened") || g_str_equal (name, "class"));
  g_dir_close (dir);
  dir = g_dir_open (dropped, 0, NULL);
  for (guint n = 0; g_dir_read_name (dir) != NULL;)
    g_assert_cmpuint (++n, <=, 3);
  g_dir_close (dir);
  remove_tree (root);
  return 0;
}
