/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document does a change wholly or not at all, and takes it back to the letter. */

#include "config.h"

#include "base/postil-error.h"
#include "fixture.h"

#include <string.h>

typedef struct
{
  PostilDocument *document;
  PostilLayer    *layer;
  guint           n_changed;
  PostilChangeOrigin origin;
} Fixture;

static void
changed_cb (PostilDocument     *document,
            PostilChange       *change,
            PostilChangeOrigin  origin,
            gpointer            user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (document == fixture->document);
  g_assert_nonnull (change);
  fixture->n_changed++;
  fixture->origin = origin;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (PostilText) text = fixture_text ("The president voiced deep concern, and agreed.");
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();

  fixture->layer = fixture_layer ();
  fixture->document = postil_document_new (text, codebook, fixture->layer);
  g_assert_true (postil_document_get_text (fixture->document) == text);
  g_assert_true (postil_document_get_codebook (fixture->document) == codebook);
  g_signal_connect (fixture->document, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->document);
  postil_layer_unref (fixture->layer);
}

static void
apply (Fixture            *fixture,
       PostilChange       *change,
       PostilChangeOrigin  origin)
{
  g_autoptr (GError) error = NULL;
  guint n_before = fixture->n_changed;

  g_assert_true (postil_document_apply (fixture->document, change, origin, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_changed, ==, n_before + 1);
  g_assert_cmpint (fixture->origin, ==, origin);
}

static void
assert_stale (Fixture      *fixture,
              PostilChange *change)
{
  g_autofree char *before = fixture_dump (fixture->layer);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  guint64 generation = postil_document_get_generation (fixture->document);
  guint n_before = fixture->n_changed;
  guint n_changes = postil_history_get_n_changes (postil_document_get_history (fixture->document));

  g_assert_false (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_STALE);
  after = fixture_dump (fixture->layer);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (fixture->n_changed, ==, n_before);
  g_assert_cmpuint (postil_document_get_generation (fixture->document), ==, generation);
  g_assert_cmpuint (postil_history_get_n_changes (postil_document_get_history (fixture->document)),
                    ==, n_changes);
}

static void
add_annotation (Fixture            *fixture,
                PostilAnnotation   *annotation,
                PostilChangeOrigin  origin)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_TAG);

  postil_change_add (change, annotation);
  apply (fixture, change, origin);
}

static void
replace_annotation (Fixture            *fixture,
                    PostilAnnotation   *before,
                    PostilAnnotation   *after,
                    PostilChangeOrigin  origin)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_RECODE);

  postil_change_replace (change, before, after);
  apply (fixture, change, origin);
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilChange) undone = NULL;
  g_autoptr (PostilChange) redone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (postil_document_undo (fixture->document, NULL, &error));
  g_assert_false (postil_document_redo (fixture->document, NULL, &error));
  g_assert_no_error (error);

  add_annotation (fixture, a, POSTIL_ORIGIN_DO);
  g_assert_true (postil_document_can_undo (fixture->document));
  g_assert_true (postil_document_undo (fixture->document, &undone, &error));
  g_assert_cmpint (fixture->origin, ==, POSTIL_ORIGIN_UNDO);
  g_assert_cmpuint (postil_change_get_added (undone)->len, ==, 1);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 0);
  g_assert_false (postil_document_can_undo (fixture->document));
  g_assert_true (postil_document_can_redo (fixture->document));
  g_assert_true (postil_document_redo (fixture->document, &redone, &error));
  g_assert_true (redone == undone);
  g_assert_cmpint (fixture->origin, ==, POSTIL_ORIGIN_REDO);
  g_assert_true (postil_layer_lookup (fixture->layer, "a") == a);
  g_assert_cmpuint (postil_document_get_generation (fixture->document), ==, 3);
}

static void
test_stale (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) b = fixture_annotation ("b", "position", 5, 9);
  g_autoptr (PostilAnnotation) b_other = fixture_annotation ("b", "concern", 5, 9);
  g_autoptr (PostilLink) link = fixture_link ("l", "a", "b", "responds-to");
  g_autoptr (PostilLink) other_link = fixture_link ("l", "b", "a", "responds-to");
  g_autoptr (PostilChange) change = NULL;

  add_annotation (fixture, a, POSTIL_ORIGIN_DO);
  add_annotation (fixture, b, POSTIL_ORIGIN_DO);

  /* The first half would do; all the same nothing is done. */
  change = postil_change_new (POSTIL_CHANGE_REMOVE);
  postil_change_remove (change, a);
  postil_change_remove (change, b_other);
  assert_stale (fixture, change);
  g_clear_pointer (&change, postil_change_unref);

  change = postil_change_new (POSTIL_CHANGE_REMOVE);
  postil_change_remove (change, a);
  postil_change_remove (change, a);
  assert_stale (fixture, change);
  g_clear_pointer (&change, postil_change_unref);

  change = postil_change_new (POSTIL_CHANGE_TAG);
  postil_change_add (change, b_other);
  assert_stale (fixture, change);
  g_clear_pointer (&change, postil_change_unref);

  change = postil_change_new (POSTIL_CHANGE_UNLINK);
  postil_change_remove_link (change, link);
  assert_stale (fixture, change);
  g_clear_pointer (&change, postil_change_unref);

  change = postil_change_new (POSTIL_CHANGE_LINK);
  postil_change_add_link (change, link);
  apply (fixture, change, POSTIL_ORIGIN_DO);
  assert_stale (fixture, change);
  g_clear_pointer (&change, postil_change_unref);

  change = postil_change_new (POSTIL_CHANGE_UNLINK);
  postil_change_remove_link (change, other_link);
  assert_stale (fixture, change);
  g_clear_pointer (&change, postil_change_unref);

  change = postil_change_new (POSTIL_CHANGE_STATUS);
  postil_change_set_status (change, "done", "in progress");
  assert_stale (fixture, change);
}

/* What the journal gives back is equal, not the same. */
static void
test_equal_is_enough (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) copy = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilLink) link = fixture_link ("l", "a", "b", "responds-to");
  g_autoptr (PostilLink) link_copy = fixture_link ("l", "a", "b", "responds-to");
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_REMOVE);

  add_annotation (fixture, a, POSTIL_ORIGIN_DO);
  postil_layer_add_link (fixture->layer, link);
  postil_change_remove (change, copy);
  postil_change_remove_link (change, link_copy);
  apply (fixture, change, POSTIL_ORIGIN_DO);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 0);
}

static void
test_outside (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) b = fixture_annotation ("b", "position", 5, 9);
  g_autoptr (PostilAnnotation) b_outside = fixture_annotation ("b", "concern", 5, 9);
  g_autoptr (GError) error = NULL;
  PostilHistory *history = postil_document_get_history (fixture->document);

  add_annotation (fixture, a, POSTIL_ORIGIN_DO);
  add_annotation (fixture, b, POSTIL_ORIGIN_DO);
  replace_annotation (fixture, b, b_outside, POSTIL_ORIGIN_OUTSIDE);
  g_assert_cmpuint (postil_history_get_n_changes (history), ==, 2);

  /* b cannot be untagged any more, but a can. */
  g_assert_false (postil_document_undo (fixture->document, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_STALE);
  g_assert_nonnull (strstr (error->message, "cannot be undone"));
  g_clear_error (&error);
  g_assert_true (postil_document_undo (fixture->document, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 1);
  g_assert_true (postil_layer_lookup (fixture->layer, "b") == b_outside);

  g_assert_true (postil_document_redo (fixture->document, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (postil_document_redo (fixture->document, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_STALE);
  g_assert_false (postil_document_can_redo (fixture->document));
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) b = fixture_annotation ("b", "position", 5, 9);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_TAG);
  g_autoptr (GError) error = NULL;

  add_annotation (fixture, a, POSTIL_ORIGIN_DO);
  postil_change_add (change, b);
  postil_document_set_read_only (fixture->document, "It is of a newer version.");
  g_assert_false (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY);
  g_assert_cmpstr (error->message, ==, "It is of a newer version.");
  g_clear_error (&error);
  g_assert_false (postil_document_undo (fixture->document, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY);
  g_assert_true (postil_document_can_undo (fixture->document));
  apply (fixture, change, POSTIL_ORIGIN_OUTSIDE);

  postil_document_set_read_only (fixture->document, NULL);
  g_clear_error (&error);
  g_assert_true (postil_document_undo (fixture->document, NULL, &error));
  g_assert_no_error (error);
}

static void
test_rest (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_CODEBOOK);
  g_autoptr (PostilCodebook) before = postil_codebook_new_builtin ();
  g_autoptr (PostilCodebook) after = NULL;
  PostilCodebookBuilder *builder = postil_codebook_builder_new (before);

  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "new" });
  after = postil_codebook_builder_end (builder, NULL);
  postil_change_set_codebook (change, before, after);
  postil_change_set_status (change, "in progress", "done");
  apply (fixture, change, POSTIL_ORIGIN_DO);
  g_assert_true (postil_document_get_codebook (fixture->document) == after);
  g_assert_cmpstr (postil_layer_get_info (fixture->layer)->status, ==, "done");
  assert_stale (fixture, change);
  g_assert_true (postil_document_undo (fixture->document, NULL, NULL));
  g_assert_true (postil_codebook_equal (postil_document_get_codebook (fixture->document), before));
  g_assert_cmpstr (postil_layer_get_info (fixture->layer)->status, ==, "in progress");
}

/* One of two that a foreign file gave the same id goes, changes, and comes back. */
static void
test_twins (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (PostilAnnotation) one = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) twin = fixture_annotation ("a", "position", 5, 9);
  g_autoptr (PostilAnnotation) twin_recoded = fixture_annotation ("a", "concern", 5, 9);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_REMOVE);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  postil_layer_add (fixture->layer, one);
  postil_layer_add (fixture->layer, twin);
  before = fixture_dump (fixture->layer);
  replace_annotation (fixture, twin, twin_recoded, POSTIL_ORIGIN_DO);
  postil_change_remove (change, twin_recoded);
  apply (fixture, change, POSTIL_ORIGIN_DO);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 1);
  g_assert_true (postil_document_undo (fixture->document, NULL, NULL));
  g_assert_true (postil_document_undo (fixture->document, NULL, NULL));
  after = fixture_dump (fixture->layer);
  g_assert_cmpstr (before, ==, after);
}

static PostilAnnotation *
pick (PostilLayer *layer)
{
  return postil_layer_get_annotation (layer,
                                      g_test_rand_int_range (0, postil_layer_get_n_annotations (layer)));
}

static PostilChange *
random_change (PostilLayer *layer,
               guint        step)
{
  PostilChange *change = postil_change_new (POSTIL_CHANGE_IMPORT);
  g_autofree char *id = g_strdup_printf ("id%u", step);
  g_autoptr (PostilAnnotation) new = fixture_random_annotation (id, 40);
  guint n = postil_layer_get_n_annotations (layer);

  if (n > 0 && g_test_rand_bit ())
    {
      PostilAnnotation *there = pick (layer);
      g_autoptr (PostilAnnotation) recoded = NULL;

      recoded = fixture_random_annotation (postil_annotation_get_id (there), 40);
      postil_change_remove (change, there);
      if (g_test_rand_bit ())
        postil_change_add (change, recoded);
    }
  postil_change_add (change, new);
  if (n > 1 && g_test_rand_bit ())
    {
      g_autoptr (PostilLink) link = fixture_link (id, postil_annotation_get_id (pick (layer)),
                                                  id, "responds-to");

      postil_change_add_link (change, link);
    }
  if (postil_layer_get_n_links (layer) > 0 && g_test_rand_int_range (0, 3) == 0)
    postil_change_remove_link (change, postil_layer_get_link (layer, 0));
  return change;
}

/* Every state that there was is there again on the way back, and again on the way forth. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (states, fixture_dump (fixture->layer));
  for (guint step = 0; step < 200; step++)
    {
      g_autoptr (PostilChange) change = random_change (fixture->layer, step);

      apply (fixture, change, POSTIL_ORIGIN_DO);
      g_ptr_array_add (states, fixture_dump (fixture->layer));
    }

  for (guint step = 200; step > 0; step--)
    {
      g_autofree char *state = NULL;

      g_assert_true (postil_document_undo (fixture->document, NULL, NULL));
      state = fixture_dump (fixture->layer);
      g_assert_cmpstr (state, ==, g_ptr_array_index (states, step - 1));
    }
  g_assert_false (postil_document_can_undo (fixture->document));

  for (guint step = 1; step <= 200; step++)
    {
      g_autofree char *state = NULL;

      g_assert_true (postil_document_redo (fixture->document, NULL, NULL));
      state = fixture_dump (fixture->layer);
      g_assert_cmpstr (state, ==, g_ptr_array_index (states, step));
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/document/undo", test_undo);
  ADD ("/document/stale", test_stale);
  ADD ("/document/equal-is-enough", test_equal_is_enough);
  ADD ("/document/outside", test_outside);
  ADD ("/document/read-only", test_read_only);
  ADD ("/document/rest", test_rest);
  ADD ("/document/twins", test_twins);
  ADD ("/document/round-trip", test_round_trip);
  return g_test_run ();
}
