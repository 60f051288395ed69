/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "article-fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/postil-error.h"

char *
fixture_read (GBytes             *bytes,
              const char         *file_name,
              const char         *expected_kind,
              PostilArticleMeta **meta)
{
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilText) again = NULL;
  g_autoptr (PostilArticleMeta) found = NULL;
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;

  g_assert_true (postil_article_read (bytes, file_name, NULL, &text, &found, &kind, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kind, ==, expected_kind);
  g_assert_true (postil_article_read (bytes, file_name, NULL, &again, NULL, NULL, &error));
  g_assert_cmpstr (postil_text_get_sha256 (text), ==, postil_text_get_sha256 (again));
  if (meta != NULL)
    *meta = g_steal_pointer (&found);
  return g_strdup (postil_text_get_utf8 (text, NULL));
}

char *
fixture_read_string (const char         *content,
                     const char         *file_name,
                     const char         *expected_kind,
                     PostilArticleMeta **meta)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  return fixture_read (bytes, file_name, expected_kind, meta);
}

void
fixture_refused (GBytes     *bytes,
                 const char *file_name,
                 int         code,
                 const char *words)
{
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (postil_article_read (bytes, file_name, NULL, &text, &meta, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, code);
  g_assert_null (text);
  g_assert_null (meta);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”.", words, error->message);
}

GBytes *
fixture_zip (const FixtureEntry *entries)
{
  struct archive *archive = archive_write_new ();
  gsize size = 64 * 1024, n_used = 0;
  char *buffer;

  for (const FixtureEntry *entry = entries; entry->name != NULL; entry++)
    size += (entry->length < 0 ? strlen (entry->content) : (gsize) entry->length) + 1024;
  buffer = g_malloc (size);
  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_memory (archive, buffer, size, &n_used), ==, ARCHIVE_OK);
  for (const FixtureEntry *entry = entries; entry->name != NULL; entry++)
    {
      gsize length = entry->length < 0 ? strlen (entry->content) : (gsize) entry->length;
      struct archive_entry *header = archive_entry_new ();

      archive_entry_set_pathname (header, entry->name);
      archive_entry_set_size (header, (la_int64_t) length);
      archive_entry_set_filetype (header, AE_IFREG);
      archive_entry_set_perm (header, 0644);
      g_assert_cmpint (archive_write_header (archive, header), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, entry->content, length), ==, (la_ssize_t) length);
      archive_entry_free (header);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  return g_bytes_new_take (buffer, n_used);
}

GBytes *
fixture_cut (GBytes *bytes,
             gsize   length)
{
  return g_bytes_new_from_bytes (bytes, 0, MIN (length, g_bytes_get_size (bytes)));
}
