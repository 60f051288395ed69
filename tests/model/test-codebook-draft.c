/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Editing a codebook: what each verb makes of it, what it refuses, and what it writes down. */

#include "config.h"

#include "base/postil-error.h"
#include "fixture.h"
#include "model/postil-codebook-draft.h"

static PostilCodebookDraft *
new_draft (void)
{
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();

  return postil_codebook_draft_new (builtin);
}

/* "a(b,c)d" */
static char *
dup_shape (PostilCodebookDraft *draft)
{
  PostilCodebook *codebook = postil_codebook_draft_get_codebook (draft);
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      g_string_append_printf (shape, "%s%u%s", i > 0 ? " " : "", code->depth, code->id);
    }

  return g_string_free (shape, FALSE);
}

static void
assert_shape (PostilCodebookDraft *draft,
              const char          *expected)
{
  g_autofree char *shape = dup_shape (draft);

  g_assert_cmpstr (shape, ==, expected);
}

static void
test_places (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();

  g_assert_false (postil_codebook_draft_is_changed (draft));
  g_assert_false (postil_codebook_draft_step (draft, "position", -1));
  g_assert_false (postil_codebook_draft_step (draft, "outcome", 1));
  g_assert_true (postil_codebook_draft_step (draft, "position", 1));
  assert_shape (draft, "0concern 0position 0concession 0outcome");
  g_assert_true (postil_codebook_draft_step (draft, "outcome", -1));
  assert_shape (draft, "0concern 0position 0outcome 0concession");
  g_assert_false (postil_codebook_draft_nest (draft, "concern"));
  g_assert_true (postil_codebook_draft_nest (draft, "position"));
  g_assert_true (postil_codebook_draft_nest (draft, "outcome"));
  assert_shape (draft, "0concern 1position 1outcome 0concession");
  g_assert_false (postil_codebook_draft_move (draft, "concern", "outcome", NULL));
  g_assert_false (postil_codebook_draft_unnest (draft, "concern"));
  g_assert_true (postil_codebook_draft_unnest (draft, "position"));
  assert_shape (draft, "0concern 1outcome 0position 0concession");
  g_assert_true (postil_codebook_draft_is_changed (draft));
  g_assert_true (postil_recoding_is_empty (postil_codebook_draft_get_recoding (draft)));
}

static void
test_add (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = postil_codebook_draft_add (draft, "Deep  Concern!", "", &error);
  g_autofree char *second = postil_codebook_draft_add (draft, "deep concern", "concern", &error);
  g_autofree char *third = postil_codebook_draft_add (draft, "Ünruhe 不安", "", &error);
  g_autofree char *fourth = postil_codebook_draft_add (draft, "…", "", &error);
  g_autofree char *followed = NULL;
  g_autofree char *kept = NULL;
  PostilCode code;
  g_autofree char *fifth = postil_codebook_draft_add (draft, "x", "nowhere", &error);

  g_assert_cmpstr (first, ==, "deep-concern");
  g_assert_cmpstr (second, ==, "deep-concern-2");
  g_assert_cmpstr (third, ==, "ünruhe-不安");
  g_assert_cmpstr (fourth, ==, "code");
  g_assert_null (fifth);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
  g_assert_null (postil_codebook_draft_get_origin (draft, first));

  /* An id that nobody has used yet follows the label. */
  code = *postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft), first);
  code.label = "Hope";
  g_assert_true (postil_codebook_draft_set_code (draft, &code, NULL));
  followed = postil_codebook_draft_follow_label (draft, first);
  g_assert_cmpstr (followed, ==, "hope");
  kept = postil_codebook_draft_follow_label (draft, "concern");
  g_assert_cmpstr (kept, ==, "concern");
}

/* What was coded before the definition changed can be found again. */
static void
test_definition (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();
  g_autoptr (GError) error = NULL;
  PostilCode code = *postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft), "concern");
  g_autofree char *definition = g_strdup (code.definition);
  const PostilCode *now = NULL;

  code.label = "Worry";
  g_assert_true (postil_codebook_draft_set_code (draft, &code, &error));
  now = postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft), "concern");
  g_assert_cmpstr (now->label, ==, "Worry");
  g_assert_cmpstr (now->revised, ==, "");

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *typed = g_strdup_printf ("Something else %u", i);

      code = *now;
      code.definition = typed;
      g_assert_true (postil_codebook_draft_set_code (draft, &code, &error));
      now = postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft), "concern");
      g_assert_cmpstr (now->revised, !=, "");
      g_assert_cmpuint (g_strv_length ((char **) now->history), ==, 1);
      g_assert_nonnull (strstr (now->history[0], definition));
    }

  /* Back to what it was: nothing to review. */
  code = *now;
  code.definition = definition;
  g_assert_true (postil_codebook_draft_set_code (draft, &code, &error));
  now = postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft), "concern");
  g_assert_cmpstr (now->revised, ==, "");
  g_assert_null (now->history[0]);
}

static void
test_refused (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();
  g_autoptr (GError) error = NULL;
  PostilCode code = *postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft), "concern");

  code.key = "1";
  g_assert_false (postil_codebook_draft_set_code (draft, &code, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
  g_clear_error (&error);
  g_assert_false (postil_codebook_draft_rename (draft, "concern", "position", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
  g_clear_error (&error);
  g_assert_false (postil_codebook_draft_rename (draft, "concern", "", &error));
  g_clear_error (&error);
  g_assert_false (postil_codebook_draft_merge (draft, "concern", "nothing", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN);
  g_assert_false (postil_codebook_draft_is_changed (draft));
}

static void
test_merge (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilAnnotation) annotation = fixture_annotation ("urn:a", "concern", 0, 1);
  g_autoptr (PostilAnnotation) other = fixture_annotation ("urn:b", "doubt", 0, 1);

  g_assert_true (postil_codebook_draft_rename (draft, "concern", "worry", &error));
  g_assert_cmpstr (postil_codebook_draft_get_origin (draft, "worry"), ==, "concern");
  g_assert_true (postil_codebook_draft_match (draft, "worry", "doubt", &error));
  g_assert_true (postil_codebook_draft_nest (draft, "concession"));
  assert_shape (draft, "0position 0worry 1concession 0outcome");
  g_assert_true (postil_codebook_draft_merge (draft, "worry", "outcome", &error));
  assert_shape (draft, "0position 0outcome 1concession");
  g_assert_cmpstr (postil_recoding_get (postil_codebook_draft_get_recoding (draft), annotation), ==, "outcome");
  g_assert_cmpstr (postil_codebook_lookup_code (postil_codebook_draft_get_codebook (draft),
                                                postil_annotation_get_code (other))->id, ==, "outcome");

  /* Into one below it: that one comes up. */
  g_assert_true (postil_codebook_draft_merge (draft, "outcome", "concession", &error));
  assert_shape (draft, "0position 0concession");
}

static void
test_remove (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilAnnotation) first = fixture_annotation ("urn:a", "concern", 0, 1);
  g_autoptr (PostilAnnotation) second = fixture_annotation ("urn:b", "outcome", 0, 1);

  g_assert_true (postil_codebook_draft_remove (draft, "concern", "", &error));
  g_assert_true (postil_codebook_draft_remove (draft, "outcome", NULL, &error));
  assert_shape (draft, "0position 0concession");
  g_assert_cmpstr (postil_recoding_get (postil_codebook_draft_get_recoding (draft), first), ==, "");
  g_assert_null (postil_recoding_get (postil_codebook_draft_get_recoding (draft), second));
  g_assert_true (postil_codebook_draft_adopt (draft, "outcome", &error));
  assert_shape (draft, "0position 0concession 0outcome");
}

/* A thousand codes, twenty levels. */
static void
test_large (void)
{
  g_autoptr (PostilCodebookDraft) draft = new_draft ();
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = g_strdup ("concern");

  for (guint i = 0; i < 1000; i++)
    {
      char *id = postil_codebook_draft_add (draft, "Level", i < 20 ? parent : "", &error);

      g_assert_no_error (error);
      g_free (parent);
      parent = id;
    }
  g_assert_cmpuint (postil_codebook_get_n_codes (postil_codebook_draft_get_codebook (draft)), ==, 1004);
  for (guint i = 0; i < 100; i++)
    g_assert_true (postil_codebook_draft_step (draft, parent, -1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codebook-draft/places", test_places);
  g_test_add_func ("/codebook-draft/add", test_add);
  g_test_add_func ("/codebook-draft/definition", test_definition);
  g_test_add_func ("/codebook-draft/refused", test_refused);
  g_test_add_func ("/codebook-draft/merge", test_merge);
  g_test_add_func ("/codebook-draft/remove", test_remove);
  g_test_add_func ("/codebook-draft/large", test_large);

  return g_test_run ();
}
