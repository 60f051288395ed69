/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the palette finds, and in which order. */

#include "config.h"

#include "app/dialogs/postil-command-item.h"

static guint
score (const char *title,
       const char *words)
{
  g_autoptr (PostilCommandItem) item = postil_command_item_new (title, "Article", "", "win.undo", NULL);
  g_autofree char *folded = postil_command_item_dup_folded (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  return postil_command_item_score (item, (const char *const *) parts);
}

static void
test_fold (void)
{
  g_autofree char *cafe = postil_command_item_dup_folded ("CAFÉ");
  g_autofree char *greek = postil_command_item_dup_folded ("Ἀθῆναι");
  g_autofree char *empty = postil_command_item_dup_folded ("");

  g_assert_cmpstr (cafe, ==, "cafe");
  g_assert_cmpstr (greek, ==, "αθηναι");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_score (void)
{
  g_assert_cmpuint (score ("Undo", ""), >, 0);
  g_assert_cmpuint (score ("Undo", "und"), >, score ("Not undone", "und"));
  g_assert_cmpuint (score ("Not undone", "und"), >, score ("Sound", "und"));
  g_assert_cmpuint (score ("Sound", "und"), >, score ("Else", "arti"));
  g_assert_cmpuint (score ("Else", "arti"), >, 0);
  g_assert_cmpuint (score ("Undo", "undo nothing"), ==, 0);
  g_assert_cmpuint (score ("Find Next", "next find"), >, 0);
  g_assert_cmpuint (score ("Élysée.txt", "elysee"), >, 0);
  g_assert_cmpuint (score ("سلام", "سل"), >, 0);
}

/* Ten thousand articles are asked at each key. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const char *words[] = { "98", "txt", NULL };
  guint n_found = 0;
  gint64 started = 0;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *title = g_strdup_printf ("folder/article-%u.txt", i);

      g_ptr_array_add (items, postil_command_item_new (title, "Article", "", "win.undo", NULL));
    }
  started = g_get_monotonic_time ();
  for (guint i = 0; i < items->len; i++)
    n_found += postil_command_item_score (g_ptr_array_index (items, i), words) > 0 ? 1 : 0;
  g_test_message ("%" G_GINT64_FORMAT " µs", g_get_monotonic_time () - started);
  g_assert_cmpuint (n_found, ==, 299);
}

static void
test_target (void)
{
  PostilCommandItem *item = postil_command_item_new ("Concern", "Code", "2", "win.tag", g_variant_new_string ("concern"));

  g_assert_cmpstr (g_variant_get_string (postil_command_item_get_target (item), NULL), ==, "concern");
  g_assert_cmpstr (postil_command_item_get_keys (item), ==, "2");
  g_assert_finalize_object (item);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command-palette/fold", test_fold);
  g_test_add_func ("/command-palette/score", test_score);
  g_test_add_func ("/command-palette/many", test_many);
  g_test_add_func ("/command-palette/target", test_target);

  return g_test_run ();
}
