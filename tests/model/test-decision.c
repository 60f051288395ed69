/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What coders disagreed on, decided into a consensus. */

#include "config.h"

#include "base/postil-error.h"
#include "model/postil-decision.h"
#include "model/postil-edit.h"

#define TEXT "The old town 🧀. The mayor rejected the plan for a market hall. Nobody else said anything at all. End."

typedef struct
{
  PostilDocument *document;
  GPtrArray      *none;
} Fixture;

static PostilAnnotation *
make (const char *id, const char *code, guint start, guint end, const char *actor, const char *note)
{
  PostilPiece piece = { { start, end }, "x", NULL, NULL };
  PostilAttribute attribute = { "actor", actor };
  PostilAnnotationInit init = { .id = id, .code = code, .note = note, .pieces = &piece, .n_pieces = 1,
                                .attributes = &attribute, .n_attributes = actor != NULL };

  return postil_annotation_new (&init);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  PostilLayerInfo info = { .coder = POSTIL_CONSENSUS, .article = "a.txt" };
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (TEXT, -1, NULL);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();

  fixture->document = postil_document_new (text, codebook, layer);
  fixture->none = g_ptr_array_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->none);
  g_assert_finalize_object (fixture->document);
}

static PostilLayer *
get_layer (Fixture *fixture)
{
  return postil_document_get_layer (fixture->document);
}

static PostilAnnotation *
get (Fixture *fixture, guint index)
{
  g_assert_cmpuint (index, <, postil_layer_get_n_annotations (get_layer (fixture)));
  return postil_layer_get_annotation (get_layer (fixture), index);
}

static GPtrArray *
dup_all (Fixture *fixture)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < postil_layer_get_n_annotations (get_layer (fixture)); i++)
    g_ptr_array_add (all, get (fixture, i));
  return all;
}

static void
take (Fixture *fixture, const PostilDecisionChoice *choices, guint n, GPtrArray *replaced)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = postil_decision_take (fixture->document, choices, n, replaced, fixture->none, "ana", &error);

  g_assert_no_error (error);
  g_assert_nonnull (change);
  g_assert_cmpint (postil_change_get_kind (change), ==, POSTIL_CHANGE_ADJUDICATE);
  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
}

static void
test_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilAnnotation) passage = make ("urn:uuid:1", "concern", 13, 24, "The mayor", "why");
  PostilDecisionChoice choice = { passage, "maria" };
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  take (fixture, &choice, 1, fixture->none);
  g_assert_cmpstr (postil_annotation_get_attribute (get (fixture, 0), "decided-by"), ==, "ana");
  g_assert_cmpstr (postil_annotation_get_attribute (get (fixture, 0), "from"), ==, "maria");
  g_assert_cmpstr (postil_annotation_get_attribute (get (fixture, 0), "actor"), ==, "The mayor");
  g_assert_cmpstr (postil_annotation_get_note (get (fixture, 0)), ==, "why");
  g_assert_cmpstr (postil_annotation_get_id (get (fixture, 0)), !=, "urn:uuid:1");
  g_assert_cmpstr (postil_annotation_get_pieces (get (fixture, 0), &n)[0].exact, ==, "🧀. The mayo");
  g_assert_nonnull (postil_annotation_get_modified (get (fixture, 0)));

  /* The same once more is nothing. */
  all = dup_all (fixture);
  g_assert_null (postil_decision_take (fixture->document, &choice, 1, all, fixture->none, "ana", &error));
  g_assert_no_error (error);
}

/* Of one code what both marked, as one passage; of two codes both. */
static void
test_both (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilAnnotation) left = make ("urn:uuid:1", "concern", 15, 24, NULL, "one");
  g_autoptr (PostilAnnotation) right = make ("urn:uuid:2", "concern", 20, 30, "The mayor", "two");
  g_autoptr (PostilAnnotation) other = make ("urn:uuid:3", "outcome", 15, 24, NULL, NULL);
  PostilDecisionChoice choices[] = { { left, "maria" }, { right, "jonas" }, { other, "lea" } };
  g_autoptr (PostilChange) undone = NULL;

  take (fixture, choices, 3, fixture->none);
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 2);
  g_assert_cmpuint (postil_layer_count_code (get_layer (fixture), "outcome"), ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      if (g_str_equal (postil_annotation_get_code (get (fixture, i)), "outcome"))
        continue;
      g_assert_cmpuint (postil_annotation_get_hull (get (fixture, i)).start, ==, 15);
      g_assert_cmpuint (postil_annotation_get_hull (get (fixture, i)).end, ==, 30);
      g_assert_cmpstr (postil_annotation_get_attribute (get (fixture, i), "from"), ==, "maria jonas");
      g_assert_cmpstr (postil_annotation_get_attribute (get (fixture, i), "actor"), ==, "The mayor");
      g_assert_cmpstr (postil_annotation_get_note (get (fixture, i)), ==, "one\ntwo");
    }
  g_assert_true (postil_document_undo (fixture->document, &undone, NULL));
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 0);
}

/* Another decision keeps the id, so that what links to it stands; none at all takes its links too. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilAnnotation) left = make ("urn:uuid:1", "concern", 15, 24, NULL, NULL);
  g_autoptr (PostilAnnotation) right = make ("urn:uuid:2", "concession", 15, 30, NULL, NULL);
  g_autoptr (PostilAnnotation) far = make ("urn:uuid:3", "concern", 60, 70, NULL, NULL);
  PostilDecisionChoice first = { left, "maria" }, second = { right, "jonas" }, third = { far, "jonas" };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) replaced = g_ptr_array_new ();
  g_autoptr (PostilChange) link = NULL;
  g_autoptr (GError) error = NULL;

  take (fixture, &first, 1, fixture->none);
  id = g_strdup (postil_annotation_get_id (get (fixture, 0)));
  g_ptr_array_add (replaced, get (fixture, 0));
  take (fixture, &second, 1, replaced);
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 1);
  g_assert_cmpstr (postil_annotation_get_id (get (fixture, 0)), ==, id);
  g_assert_cmpstr (postil_annotation_get_code (get (fixture, 0)), ==, "concession");
  take (fixture, &third, 1, fixture->none);

  link = postil_edit_link (fixture->document, get (fixture, 0), get (fixture, 1), "responds-to", &error);
  g_assert_no_error (error);
  g_assert_true (postil_document_apply (fixture->document, link, POSTIL_ORIGIN_DO, &error));
  g_ptr_array_set_size (replaced, 0);
  g_ptr_array_add (replaced, get (fixture, 0));
  g_ptr_array_add (replaced, get (fixture, 1));
  take (fixture, NULL, 0, replaced);
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_links (get_layer (fixture)), ==, 0);
}

static void
test_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilAnnotation) left = make ("urn:uuid:1", "concern", 15, 24, NULL, NULL);
  g_autoptr (PostilAnnotation) right = make ("urn:uuid:2", "concern", 20, 30, NULL, NULL);
  g_autoptr (PostilAnnotation) beyond = make ("urn:uuid:3", "concern", 90, 9000, NULL, NULL);
  PostilDecisionChoice first = { left, "maria" }, second = { right, "jonas" }, third = { beyond, "jonas" };
  g_autoptr (GError) error = NULL;

  take (fixture, &first, 1, fixture->none);
  g_assert_null (postil_decision_take (fixture->document, &second, 1, fixture->none, fixture->none, "ana", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP);
  g_clear_error (&error);
  g_assert_null (postil_decision_take (fixture->document, &third, 1, fixture->none, fixture->none, "ana", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_RANGE);
}

/* Kept with who decided and whose it was, out of the way of all that goes through annotations;
 * undone and done again; and accepted after all. */
static void
test_turn_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilAnnotation) left = make ("urn:uuid:1", "concern", 15, 24, NULL, NULL);
  g_autoptr (PostilAnnotation) right = make ("urn:uuid:2", "outcome", 15, 24, NULL, NULL);
  PostilDecisionChoice both[] = { { left, "maria" }, { right, "jonas" } };
  g_autoptr (PostilChange) change = NULL;
  GPtrArray *rejections = postil_layer_get_rejections (get_layer (fixture));
  g_autoptr (PostilLayer) copy = NULL;
  g_autoptr (GPtrArray) replaced = NULL;
  g_autoptr (GError) error = NULL;

  take (fixture, both, 1, fixture->none);
  replaced = dup_all (fixture);
  change = postil_decision_turn_down (fixture->document, both, 2, replaced, rejections, "ana");
  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 0);
  g_assert_cmpuint (rejections->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpstr (postil_annotation_get_attribute (rejections->pdata[i], POSTIL_DECISION_DECIDED_BY), ==, "ana");
      g_assert_nonnull (postil_annotation_get_modified (rejections->pdata[i]));
    }
  copy = postil_layer_copy (get_layer (fixture));
  g_assert_cmpuint (postil_layer_get_rejections (copy)->len, ==, 2);
  /* The same once more is nothing. */
  g_assert_null (postil_decision_turn_down (fixture->document, both, 2, fixture->none, rejections, "ana"));

  g_assert_true (postil_document_undo (fixture->document, NULL, &error));
  g_assert_cmpuint (rejections->len, ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 1);
  g_assert_true (postil_document_redo (fixture->document, NULL, &error));
  g_assert_cmpuint (rejections->len, ==, 2);

  g_clear_pointer (&change, postil_change_unref);
  change = postil_decision_take (fixture->document, both, 1, fixture->none, rejections, "ana", &error);
  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_cmpuint (rejections->len, ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (get_layer (fixture)), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/decision/one", Fixture, NULL, set_up, test_one, tear_down);
  g_test_add ("/decision/both", Fixture, NULL, set_up, test_both, tear_down);
  g_test_add ("/decision/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/decision/turn-down", Fixture, NULL, set_up, test_turn_down, tear_down);
  g_test_add ("/decision/in-the-way", Fixture, NULL, set_up, test_in_the_way, tear_down);

  return g_test_run ();
}
