/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The articles of a folder as a file: what is known of them is in it, the time spent is not. */

#include "config.h"

#include "app/dialogs/postil-articles-table.h"

static void
test_csv (void)
{
  const PostilSummaryInit init = { .is_done = TRUE, .n_unsure = 1 };
  const PostilSummaryCount counts[] = { { "concern", 2 }, { "outcome", 3 } };
  g_autoptr (GListStore) items = g_list_store_new (POSTIL_TYPE_FOLDER_ITEM);
  g_autoptr (PostilScanned) coded = postil_scanned_new ("week 1/a.txt");
  g_autoptr (PostilScanned) bare = postil_scanned_new ("b\xff.txt");
  g_autoptr (PostilArticleRecord) record = postil_article_record_new ("a.txt");
  g_autoptr (PostilFolderItem) first = NULL;
  g_autoptr (PostilFolderItem) second = NULL;
  g_autoptr (GString) table = NULL;

  coded->exists = bare->exists = TRUE;
  coded->summary = postil_summary_new (&init, counts, G_N_ELEMENTS (counts));
  first = postil_folder_item_new (coded);
  second = postil_folder_item_new (bare);
  postil_article_record_set (record, POSTIL_RECORD_TITLE, "So it goes, he said");
  postil_article_record_set (record, POSTIL_RECORD_DATE, "2026-03-05");
  postil_article_record_set (record, POSTIL_RECORD_URL, "https://example.org/a");
  postil_folder_item_set_record (first, record);
  postil_folder_item_set_seconds (first, 720);
  g_list_store_append (items, first);
  g_list_store_append (items, second);
  table = postil_articles_table_to_csv (G_LIST_MODEL (items), ',');

  g_assert_cmpstr (table->str, ==,
                   "article,state,annotations,unsure,title,author,publisher,date,language,url,problem\n"
                   "week 1/a.txt,done,5,1,\"So it goes, he said\",,,2026-03-05,,https://example.org/a,\n"
                   "b\xef\xbf\xbd.txt,untouched,,,,,,,,,\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/articles-table/csv", test_csv);

  return g_test_run ();
}
