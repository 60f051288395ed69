/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list model says exactly what became different: a mirror that only listens to
 * ::items-changed must hold the same annotations as the layer, after any change. */

#include "config.h"

#include "app/panes/postil-annotation-item.h"
#include "app/panes/postil-annotation-list-model.h"
#include "model/postil-edit.h"

#define N_CHARS 4000
#define N_RANDOM_CHANGES 600

typedef struct
{
  PostilDocument            *document;
  PostilAnnotationListModel *model;
  GPtrArray                 *mirror; /* of PostilAnnotation */
  guint                      n_signals;
  guint                      n_touched; /* items named by the last signal */
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (PostilAnnotationItem) item = g_list_model_get_item (model, position + i);

      g_assert_nonnull (item);
      g_ptr_array_insert (fixture->mirror, (int) (position + i),
                          postil_annotation_ref (postil_annotation_item_get_annotation (item)));
    }
  fixture->n_signals++;
  fixture->n_touched = removed + added;
}

static void
assert_mirrored (Fixture *fixture)
{
  PostilLayer *layer = postil_document_get_layer (fixture->document);

  g_assert_cmpuint (fixture->mirror->len, ==, postil_layer_get_n_annotations (layer));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, fixture->mirror->len);
  for (guint i = 0; i < fixture->mirror->len; i++)
    g_assert_true (postil_layer_get_annotation (layer, i) == g_ptr_array_index (fixture->mirror, i));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GString) letters = g_string_new (NULL);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = NULL;
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt" };

  for (guint i = 0; i < N_CHARS; i++)
    g_string_append_c (letters, (char) ('a' + i % 26));
  text = postil_text_new_from_utf8 (letters->str, -1, NULL);
  layer = postil_layer_new (&info);
  fixture->document = postil_document_new (text, codebook, layer);
  fixture->mirror = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  fixture->model = postil_annotation_list_model_new ();
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  postil_annotation_list_model_set_document (fixture->model, fixture->document);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  postil_annotation_list_model_set_document (fixture->model, NULL);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  g_assert_finalize_object (fixture->model);
  g_assert_finalize_object (fixture->document);
  g_ptr_array_unref (fixture->mirror);
}

static char *
tag (Fixture    *fixture,
     guint       start,
     guint       end,
     const char *code)
{
  PostilSpan span = { start, end };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (PostilChange) change = postil_edit_tag (fixture->document, &span, 1, code, &id, &error);

  if (change == NULL)
    return NULL;

  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
  return g_steal_pointer (&id);
}

static void
apply (Fixture      *fixture,
       PostilChange *change)
{
  g_autoptr (PostilChange) owned = change;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (owned);
  g_assert_true (postil_document_apply (fixture->document, owned, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *middle = tag (fixture, 100, 120, "concern");
  g_autofree char *first = tag (fixture, 10, 20, "position");
  g_autofree char *last = tag (fixture, 300, 310, "outcome");
  PostilLayer *layer = postil_document_get_layer (fixture->document);
  guint position = 0;

  assert_mirrored (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, 3);
  g_assert_true (postil_annotation_list_model_find (fixture->model, middle, &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_false (postil_annotation_list_model_find (fixture->model, "urn:none", &position));

  apply (fixture, postil_edit_set_note (fixture->document, postil_layer_lookup (layer, middle), "a note"));
  assert_mirrored (fixture);
  g_assert_cmpuint (fixture->n_touched, ==, 2);

  apply (fixture, postil_edit_remove (fixture->document, postil_layer_lookup (layer, first)));
  assert_mirrored (fixture);
  g_assert_cmpuint (fixture->n_touched, ==, 1);

  g_assert_true (postil_document_undo (fixture->document, NULL, NULL));
  assert_mirrored (fixture);
  g_assert_nonnull (last);
}

/* A border that moves an annotation behind another names no more than what lies between. */
static void
test_move_over (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *first = tag (fixture, 10, 20, "position");
  g_autofree char *second = tag (fixture, 30, 40, "concern");
  g_autofree char *third = tag (fixture, 50, 60, "outcome");
  PostilSpan span = { 45, 48 };
  PostilLayer *layer = postil_document_get_layer (fixture->document);

  apply (fixture, postil_edit_set_span (fixture->document, postil_layer_lookup (layer, first), 0, span, NULL));
  assert_mirrored (fixture);
  g_assert_cmpuint (fixture->n_touched, <=, 4);
  g_assert_nonnull (second);
  g_assert_nonnull (third);
}

static void
test_many_at_once (Fixture       *fixture,
                   gconstpointer  data)
{
  PostilSpan spans[] = { { 5, 8 }, { 50, 55 }, { 500, 540 }, { 1000, 1001 } };
  g_autofree char *between = tag (fixture, 300, 310, "outcome");
  guint before = fixture->n_signals;

  apply (fixture, postil_edit_tag_all (fixture->document, spans, G_N_ELEMENTS (spans), "concern", NULL, NULL));
  assert_mirrored (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, before + 1);
  g_assert_true (postil_document_undo (fixture->document, NULL, NULL));
  assert_mirrored (fixture);
  g_assert_true (postil_document_redo (fixture->document, NULL, NULL));
  assert_mirrored (fixture);
  g_assert_nonnull (between);
}

static void
test_no_annotation_touched (Fixture       *fixture,
                            gconstpointer  data)
{
  guint before = fixture->n_signals;

  apply (fixture, postil_edit_set_status (fixture->document, "done"));
  g_assert_cmpuint (fixture->n_signals, ==, before);
}

static void
do_something (Fixture *fixture)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  PostilLayer *layer = postil_document_get_layer (fixture->document);
  guint n = postil_layer_get_n_annotations (layer);
  PostilAnnotation *annotation = n > 0 ? postil_layer_get_annotation (layer, (guint) g_test_rand_int_range (0, (int) n)) : NULL;
  guint start = (guint) g_test_rand_int_range (0, N_CHARS - 50);
  guint end = start + (guint) g_test_rand_int_range (1, 50);
  g_autofree char *id = NULL;
  g_autoptr (PostilChange) change = NULL;
  PostilSpan span = { start, end };

  switch (g_test_rand_int_range (0, 7))
    {
    case 0:
      if (annotation != NULL)
        change = postil_edit_remove (fixture->document, annotation);
      break;
    case 1:
      if (annotation != NULL)
        change = postil_edit_set_span (fixture->document, annotation, 0, span, NULL);
      break;
    case 2:
      postil_document_undo (fixture->document, NULL, NULL);
      return;
    case 3:
      postil_document_redo (fixture->document, NULL, NULL);
      return;
    case 4:
      change = postil_edit_merge_tag (fixture->document, span, codes[g_test_rand_int_range (0, 4)], &id, NULL);
      break;
    default:
      id = tag (fixture, start, end, codes[g_test_rand_int_range (0, 4)]);
      return;
    }
  if (change != NULL)
    g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, NULL));
}

static void
test_random (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < N_RANDOM_CHANGES; i++)
    {
      do_something (fixture);
      assert_mirrored (fixture);
    }
  g_assert_cmpuint (fixture->mirror->len, >, 10);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/annotation-list-model/one-at-a-time", test_one_at_a_time);
  ADD ("/annotation-list-model/move-over", test_move_over);
  ADD ("/annotation-list-model/many-at-once", test_many_at_once);
  ADD ("/annotation-list-model/no-annotation-touched", test_no_annotation_touched);
  ADD ("/annotation-list-model/random", test_random);

  return g_test_run ();
}
