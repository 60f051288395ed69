/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes turn round, their names stay, and the history knows what stands. */

#include "config.h"

#include "fixture.h"

static void
test_names (void)
{
  /* The journal on people's disks holds these: a test that fails here is right. */
  static const char *const names[] = {
    "tag", "remove", "recode", "note", "attribute", "unsure", "border", "link", "unlink",
    "tag-all", "merge", "reanchor", "status", "codebook", "import", "adjudicate", "restore",
  };
  PostilChangeKind kind;

  g_assert_cmpuint (G_N_ELEMENTS (names), ==, POSTIL_N_CHANGE_KINDS);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpstr (postil_change_kind_to_name (i), ==, names[i]);
      g_assert_true (postil_change_kind_from_name (names[i], &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (postil_change_kind_from_name ("Tag", &kind));
  g_assert_false (postil_change_kind_from_name ("", &kind));
}

static void
test_invert (void)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_RECODE);
  g_autoptr (PostilChange) inverse = NULL;
  g_autoptr (PostilAnnotation) before = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) after = fixture_annotation ("a", "concern", 0, 4);
  g_autoptr (PostilLink) link = fixture_link ("l", "a", "b", "responds-to");
  g_autoptr (PostilCodebook) old = postil_codebook_new_builtin ();
  g_autoptr (PostilCodebook) new = postil_codebook_new_builtin ();
  PostilCodebook *codebook_before;
  PostilCodebook *codebook_after;
  const char *status_before;
  const char *status_after;

  g_assert_true (postil_change_is_empty (change));
  g_assert_false (postil_change_get_status (change, NULL, NULL));
  g_assert_false (postil_change_get_codebook (change, NULL, NULL));
  postil_change_replace (change, before, after);
  postil_change_add_link (change, link);
  postil_change_set_status (change, "in progress", "done");
  postil_change_set_codebook (change, old, new);
  g_assert_false (postil_change_is_empty (change));

  inverse = postil_change_invert (change);
  g_assert_cmpint (postil_change_get_kind (inverse), ==, POSTIL_CHANGE_RECODE);
  g_assert_true (g_ptr_array_index (postil_change_get_removed (inverse), 0) == after);
  g_assert_true (g_ptr_array_index (postil_change_get_added (inverse), 0) == before);
  g_assert_true (g_ptr_array_index (postil_change_get_removed_links (inverse), 0) == link);
  g_assert_cmpuint (postil_change_get_added_links (inverse)->len, ==, 0);
  g_assert_true (postil_change_get_status (inverse, &status_before, &status_after));
  g_assert_cmpstr (status_before, ==, "done");
  g_assert_cmpstr (status_after, ==, "in progress");
  g_assert_true (postil_change_get_codebook (inverse, &codebook_before, &codebook_after));
  g_assert_true (codebook_before == new);
  g_assert_true (codebook_after == old);
}

static void
push (PostilHistory *history,
      guint          n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_NOTE);

      postil_history_push (history, change);
    }
}

static void
test_history (void)
{
  g_autoptr (PostilHistory) history = postil_history_new ();
  PostilChange *third;

  g_assert_null (postil_history_peek_undo (history));
  g_assert_null (postil_history_peek_redo (history));
  postil_history_step_back (history);
  postil_history_step_forward (history);
  g_assert_cmpuint (postil_history_get_position (history), ==, 0);

  push (history, 5);
  third = postil_history_get_change (history, 2);
  postil_history_step_back (history);
  postil_history_step_back (history);
  g_assert_cmpuint (postil_history_get_position (history), ==, 3);
  g_assert_true (postil_history_peek_undo (history) == third);
  g_assert_true (postil_history_peek_redo (history) == postil_history_get_change (history, 3));

  push (history, 1);
  g_assert_cmpuint (postil_history_get_n_changes (history), ==, 4);
  g_assert_cmpuint (postil_history_get_position (history), ==, 4);
  g_assert_null (postil_history_peek_redo (history));
  g_assert_true (postil_history_get_change (history, 2) == third);
}

static void
test_trim (void)
{
  g_autoptr (PostilHistory) history = postil_history_new ();
  PostilChange *third;

  push (history, 6);
  third = postil_history_get_change (history, 2);
  for (guint i = 0; i < 4; i++)
    postil_history_step_back (history);

  postil_history_trim (history, 10);
  g_assert_cmpuint (postil_history_get_n_changes (history), ==, 6);
  postil_history_trim (history, 3);
  g_assert_cmpuint (postil_history_get_n_changes (history), ==, 3);
  g_assert_cmpuint (postil_history_get_position (history), ==, 0);
  g_assert_true (postil_history_peek_redo (history) == third);
  postil_history_trim (history, 0);
  g_assert_null (postil_history_peek_redo (history));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change/names", test_names);
  g_test_add_func ("/change/invert", test_invert);
  g_test_add_func ("/history/steps", test_history);
  g_test_add_func ("/history/trim", test_trim);
  return g_test_run ();
}
