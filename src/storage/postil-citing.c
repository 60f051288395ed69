/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article's source for the head of a page. Any thread. */

#include "config.h"

#include "storage/postil-citing.h"

#include "storage/postil-records.h"

static void
append_part (GString    *out,
             const char *part,
             const char *separator)
{
  if (part == NULL || *part == '\0')
    return;
  if (out->len > 0)
    g_string_append (out, separator);
  g_string_append (out, part);
}

char *
postil_citing_dup_source (GFile        *article,
                          GCancellable *cancellable)
{
  g_autoptr (PostilArticleRecord) record = NULL;
  g_autoptr (GString) out = NULL;
  g_autofree char *basename = NULL;
  g_autofree char *date = NULL;

  g_return_val_if_fail (G_IS_FILE (article), NULL);

  out = g_string_new (NULL);
  record = postil_records_lookup (article, cancellable, NULL);
  basename = g_file_get_basename (article);
  if (record != NULL)
    {
      append_part (out, postil_article_record_get (record, POSTIL_RECORD_TITLE), "");
      append_part (out, postil_article_record_get (record, POSTIL_RECORD_AUTHOR), ". ");
      append_part (out, postil_article_record_get (record, POSTIL_RECORD_PUBLISHER), ". ");
      /* The day, without the time. */
      date = g_strndup (postil_article_record_get (record, POSTIL_RECORD_DATE) != NULL
                          ? postil_article_record_get (record, POSTIL_RECORD_DATE) : "", 10);
      append_part (out, date, ", ");
    }
  if (out->len == 0)
    {
      g_autofree char *name = g_filename_display_name (basename);

      g_string_append (out, name);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
