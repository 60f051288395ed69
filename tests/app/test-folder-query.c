/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The filter of a folder's articles: what is found by which words. */

#include "config.h"

#include "app/panes/postil-folder-query.h"

static PostilFolderItem *
new_item (const char *path,
          const char *title,
          const char *publisher,
          const char *date)
{
  g_autoptr (PostilScanned) scanned = postil_scanned_new (path);
  g_autoptr (PostilArticleRecord) record = postil_article_record_new (path);
  PostilFolderItem *item = NULL;

  scanned->changed = 1700000000; /* 2023-11-14 */
  item = postil_folder_item_new (scanned);
  postil_article_record_set (record, POSTIL_RECORD_TITLE, title);
  postil_article_record_set (record, POSTIL_RECORD_PUBLISHER, publisher);
  postil_article_record_set (record, POSTIL_RECORD_DATE, date);
  postil_folder_item_set_record (item, record);
  return item;
}

static gboolean
matches (PostilFolderItem *item,
         const char       *text)
{
  g_autoptr (PostilFolderQuery) query = postil_folder_query_new (text);

  return query == NULL || postil_folder_query_matches (query, item);
}

static void
test_words (void)
{
  g_autoptr (PostilFolderItem) item = new_item ("week 1/news-07.txt", "Straße der Klagen", "The Times", "2026-03-05");

  g_assert_true (matches (item, ""));
  g_assert_true (matches (item, "  "));
  g_assert_true (matches (item, "NEWS-07"));
  g_assert_true (matches (item, "klagen times 2026-03"));
  g_assert_true (matches (item, "STRASSE"));
  g_assert_false (matches (item, "klagen news-08"));
  g_assert_true (matches (item, "\"week 1\""));
  g_assert_true (matches (item, "\"week 1"));
  g_assert_false (matches (item, "\"1 week\""));
  g_assert_false (matches (item, "-times"));
  g_assert_true (matches (item, "-guardian"));
  g_assert_true (matches (item, "-"));
  g_assert_false (matches (item, "what:klagen"));
  g_assert_null (postil_folder_query_new ("\xff"));
}

static void
test_fields (void)
{
  g_autoptr (PostilFolderItem) item = new_item ("a.txt", "Smith speaks", "The Times", "2026-03-05");
  g_autoptr (PostilScanned) scanned = postil_scanned_new ("b.txt");
  g_autoptr (PostilFolderItem) bare = postil_folder_item_new (scanned);

  g_assert_true (matches (item, "publisher:times"));
  g_assert_true (matches (item, "Publisher:\"the times\" title:smith"));
  g_assert_false (matches (item, "author:smith"));
  g_assert_true (matches (item, "-author:smith"));
  g_assert_true (matches (item, "title:"));
  g_assert_false (matches (item, "author:"));
  g_assert_false (matches (bare, "publisher:times"));
  g_assert_false (matches (bare, "date:2026"));
}

static void
test_dates (void)
{
  g_autoptr (PostilFolderItem) day = new_item ("a.txt", NULL, NULL, "2026-03-05");
  g_autoptr (PostilFolderItem) year = new_item ("b.txt", NULL, NULL, "2026");
  g_autoptr (PostilFolderItem) none = new_item ("c.txt", NULL, NULL, NULL);

  g_assert_true (matches (day, "date:2026"));
  g_assert_true (matches (day, "date:2026-03"));
  g_assert_false (matches (day, "date:2026-04"));
  g_assert_true (matches (day, "date:2026-01..2026-03"));
  g_assert_true (matches (day, "date:2026-03-05..2026-03-05"));
  g_assert_false (matches (day, "date:2026-03-06..2026-12"));
  g_assert_true (matches (day, "date:..2026-03"));
  g_assert_true (matches (day, "date:2026.."));
  g_assert_false (matches (day, "date:..2025"));
  g_assert_true (matches (year, "date:2026-05..2026-06"));
  g_assert_false (matches (year, "date:2027.."));
  /* Without a date of its own it has that of its file, as in the order by date. */
  g_assert_true (matches (none, "date:2023-11"));
  g_assert_false (matches (none, "date:2026.."));
}

static void
assert_with (const char        *text,
             PostilRecordField  field,
             const char        *value,
             const char        *expected)
{
  g_autofree char *with = postil_folder_query_dup_with (text, field, value);

  g_assert_cmpstr (with, ==, expected);
}

static void
test_with (void)
{
  assert_with ("", POSTIL_RECORD_PUBLISHER, "The Times", "publisher:\"The Times\"");
  assert_with ("biden publisher:x  -y", POSTIL_RECORD_PUBLISHER, "Le\"Monde", "biden -y publisher:LeMonde");
  assert_with ("biden date:2026 publisher:\"a b\"", POSTIL_RECORD_DATE, NULL, "biden publisher:\"a b\"");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("TZ", "UTC", TRUE);

  g_test_add_func ("/folder-query/words", test_words);
  g_test_add_func ("/folder-query/fields", test_fields);
  g_test_add_func ("/folder-query/dates", test_dates);
  g_test_add_func ("/folder-query/with", test_with);

  return g_test_run ();
}
