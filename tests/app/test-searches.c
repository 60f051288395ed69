/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saved searches: what is kept stays, the rest makes room; and the table of what was found. */

#include "config.h"

#include "app/dialogs/postil-search-item.h"
#include "app/postil-searches.h"

static void
put (GSettings  *settings,
     const char *pattern,
     gboolean    keep)
{
  const PostilSearchQuery query = { .pattern = pattern, .in = POSTIL_SEARCH_IN_TEXT };
  g_autoptr (PostilSavedSearch) search = postil_saved_search_new (&query);

  search->is_kept = keep;
  postil_searches_put (settings, search);
}

static char *
dup_patterns (GSettings *settings)
{
  g_autoptr (GPtrArray) all = postil_searches_read (settings);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const PostilSavedSearch *search = g_ptr_array_index (all, i);

      g_string_append_printf (out, "%s%s ", search->is_kept ? "*" : "", search->pattern);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_kept (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.postil.Postil");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_settings_reset (settings, "searches");
  put (settings, "a", FALSE);
  put (settings, "b", FALSE);
  put (settings, "a", TRUE);
  put (settings, "c", FALSE);
  first = dup_patterns (settings);
  g_assert_cmpstr (first, ==, "*a c b ");
  put (settings, "a", FALSE);
  second = dup_patterns (settings);
  g_assert_cmpstr (second, ==, "a c b ");

  put (settings, "kept", TRUE);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("%u", i);

      put (settings, pattern, FALSE);
    }
  all = postil_searches_read (settings);
  g_assert_cmpuint (all->len, ==, 1 + POSTIL_SEARCHES_MAX_RECENT);
  g_assert_cmpstr (((PostilSavedSearch *) g_ptr_array_index (all, 0))->pattern, ==, "kept");
  g_assert_cmpstr (((PostilSavedSearch *) g_ptr_array_index (all, 1))->pattern, ==, "39");
}

static void
test_all_of_it (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.postil.Postil");
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  const PostilSearchQuery query = {
    .pattern = "[a-c]+", .flags = POSTIL_SEARCH_REGEX | POSTIL_SEARCH_MATCH_CASE, .in = POSTIL_SEARCH_IN_QUOTES,
    .coder = "maria", .code = "concern", .actor = "Biden",
  };
  g_autoptr (PostilSavedSearch) search = postil_saved_search_new (&query);
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *title = NULL;

  g_settings_reset (settings, "searches");
  postil_searches_put (settings, search);
  all = postil_searches_read (settings);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (postil_saved_search_equal (g_ptr_array_index (all, 0), search));
  g_assert_false (postil_searches_is_kept (settings, search));
  title = postil_saved_search_dup_title (search, codebook);
  g_assert_cmpstr (title, ==, "[a-c]+ · Concern · Biden · In Quotes · Match Case · Regular Expression");
}

static void
test_table (void)
{
  g_autoptr (GListStore) items = g_list_store_new (POSTIL_TYPE_SEARCH_ITEM);
  PostilSearchHit *hit = g_new0 (PostilSearchHit, 1);
  g_autoptr (PostilSearchItem) item = NULL;
  g_autoptr (GString) table = NULL;

  hit->path = g_strdup ("a, b.txt");
  hit->span = (PostilSpan) { 4, 9 };
  hit->before = g_strdup ("he \"said\" ");
  hit->match = g_strdup ("two\nlines");
  hit->after = g_strdup ("");
  item = postil_search_item_new (hit);
  g_list_store_append (items, item);
  table = postil_search_items_to_table (G_LIST_MODEL (items), ',');
  g_assert_cmpstr (table->str, ==, "article,annotation,code,start,end,before,match,after\n"
                                   "\"a, b.txt\",,,4,9,\"he \"\"said\"\" \",\"two\nlines\",\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/searches/kept", test_kept);
  g_test_add_func ("/searches/all-of-it", test_all_of_it);
  g_test_add_func ("/searches/table", test_table);

  return g_test_run ();
}
