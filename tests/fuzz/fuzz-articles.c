/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* articles.json: reading ends on any input; what was put into a list that was accepted stands
 * there when it is written and read again. */

#include "config.h"

#include "base/postil-error.h"
#include "exchange/postil-article-list.h"
#include "fuzz.h"

static void
check_record (PostilArticleList *list)
{
  g_autoptr (PostilArticleRecord) record = postil_article_list_dup_record (list, "c.txt");

  g_assert_nonnull (record);
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_TITLE), ==, "New");
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_ORIGINAL), ==, "c.html");
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilArticleList) list = postil_article_list_read (data, &error);
  g_autoptr (PostilArticleList) back = NULL;
  g_autoptr (PostilArticleRecord) record = postil_article_record_new ("c.txt");
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) again = NULL;

  if (list == NULL)
    {
      g_assert_true (error->domain == POSTIL_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  postil_article_record_set (record, POSTIL_RECORD_TITLE, "New");
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL, "c.html");
  if (!postil_article_list_put (list, record, &error))
    {
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION);
      return 0;
    }
  check_record (list);
  written = postil_article_list_write (list);
  back = postil_article_list_read (written, &error);
  g_assert_no_error (error);
  check_record (back);
  again = postil_article_list_write (back);
  g_assert_true (g_bytes_equal (written, again));
  return 0;
}
