/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person decides about annotations of a changed text. */

#include "config.h"

#include <string.h>

#include "base/postil-error.h"
#include "model/postil-edit.h"
#include "model/postil-settle.h"

#define OLD "The old town. The mayor 🧀 rejected the plan for a market hall. Nobody else said anything at all. End."
#define NEW "It rained in the old town. The mayor 🧀 rejected the plan for a market hall. A hen crossed the road."
#define KEPT "The mayor 🧀 rejected the plan for a market hall."
#define LOST "Nobody else said anything at all."

typedef struct
{
  PostilDocument *document;
  GPtrArray      *results;
} Fixture;

static PostilAnnotation *
make (const char *id, const char *code, const char *quote)
{
  const char *at = strstr (OLD, quote);
  guint start = (guint) g_utf8_pointer_to_offset (OLD, at);
  PostilPiece piece = { { start, start + (guint) g_utf8_strlen (quote, -1) }, quote, NULL, NULL };
  PostilAnnotationInit init = { .id = id, .code = code, .pieces = &piece, .n_pieces = 1 };
  g_autofree char *prefix = g_strndup (OLD, (gsize) (at - OLD));

  piece.prefix = prefix;
  piece.suffix = at + strlen (quote);
  return postil_annotation_new (&init);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .sha256 = "another" };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  g_autoptr(PostilText) text = postil_text_new_from_utf8 (NEW, -1, NULL);
  g_autoptr(PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr(PostilAnnotation) kept = make ("urn:uuid:1", "concern", KEPT);
  g_autoptr(PostilAnnotation) lost = make ("urn:uuid:2", "concern", LOST);

  postil_layer_add (layer, kept);
  postil_layer_add (layer, lost);
  fixture->document = postil_document_new (text, codebook, layer);
  fixture->results = postil_reanchor_find (layer, text, NULL, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->results);
  g_assert_finalize_object (fixture->document);
}

static PostilAnnotation *
lookup (Fixture *fixture, const char *id)
{
  return postil_layer_lookup (postil_document_get_layer (fixture->document), id);
}

static gboolean
is_open (Fixture *fixture, const char *id)
{
  return postil_settle_is_open (lookup (fixture, id), postil_document_get_text (fixture->document));
}

static const PostilReanchorResult *
find_result (Fixture *fixture, const char *id)
{
  for (guint i = 0; i < fixture->results->len; i++)
    {
      const PostilReanchorResult *result = fixture->results->pdata[i];

      if (g_str_equal (postil_annotation_get_id (result->annotation), id))
        return result;
    }
  g_assert_not_reached ();
}

static void
apply (Fixture *fixture, PostilChange *change)
{
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (change);
  g_assert_cmpint (postil_change_get_kind (change), ==, POSTIL_CHANGE_REANCHOR);
  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
}

static void
test_accept (Fixture *fixture, gconstpointer data)
{
  const PostilReanchorResult *result = find_result (fixture, "urn:uuid:1");
  g_autoptr(PostilChange) change = postil_settle_accept (fixture->document, result);
  g_autoptr(PostilChange) again = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (result->state, ==, POSTIL_REANCHOR_MOVED);
  g_assert_true (is_open (fixture, "urn:uuid:1"));
  apply (fixture, change);
  g_assert_false (is_open (fixture, "urn:uuid:1"));
  g_assert_cmpint (postil_annotation_get_anchor (lookup (fixture, "urn:uuid:1")), ==, POSTIL_ANCHOR_FIRM);
  again = postil_settle_accept (fixture->document, result);
  g_assert_null (again);
  g_assert_true (postil_document_undo (fixture->document, NULL, &error));
  g_assert_true (is_open (fixture, "urn:uuid:1"));
}

/* Nobody has looked at each: they wait until somebody confirms them. */
static void
test_exact (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilChange) change = postil_settle_accept_exact (fixture->document, fixture->results);
  g_autoptr(PostilChange) none = NULL;
  g_autoptr(PostilChange) confirm = NULL;

  apply (fixture, change);
  g_assert_cmpuint (postil_change_get_added (change)->len, ==, 1);
  g_assert_cmpint (postil_annotation_get_anchor (lookup (fixture, "urn:uuid:1")), ==, POSTIL_ANCHOR_MOVED);
  g_assert_true (is_open (fixture, "urn:uuid:1"));
  none = postil_settle_accept_exact (fixture->document, fixture->results);
  g_assert_null (none);
  confirm = postil_settle_accept (fixture->document, find_result (fixture, "urn:uuid:1"));
  apply (fixture, confirm);
  g_assert_false (is_open (fixture, "urn:uuid:1"));
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilChange) change = postil_settle_accept (fixture->document, find_result (fixture, "urn:uuid:2"));

  g_assert_cmpint (find_result (fixture, "urn:uuid:2")->state, ==, POSTIL_REANCHOR_ORPHANED);
  g_assert_null (change);
}

static void
test_place (Fixture *fixture, gconstpointer data)
{
  PostilText *text = postil_document_get_text (fixture->document);
  guint n = postil_text_get_n_chars (text);
  PostilSpan hen = { n - 23, n };
  PostilSpan outside = { n, n + 3 };
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilChange) change = postil_settle_place (fixture->document, lookup (fixture, "urn:uuid:2"), hen, &error);
  g_autoptr(PostilChange) refused = NULL;
  g_autofree char *quote = NULL;

  g_assert_no_error (error);
  apply (fixture, change);
  quote = postil_annotation_dup_quote (lookup (fixture, "urn:uuid:2"));
  g_assert_cmpstr (quote, ==, "A hen crossed the road.");
  g_assert_nonnull (postil_annotation_get_modified (lookup (fixture, "urn:uuid:2")));
  g_assert_false (is_open (fixture, "urn:uuid:2"));

  /* Not onto another one of the same code, nor outside of the text. */
  refused = postil_settle_place (fixture->document, lookup (fixture, "urn:uuid:1"), hen, &error);
  g_assert_null (refused);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP);
  g_clear_error (&error);
  refused = postil_settle_place (fixture->document, lookup (fixture, "urn:uuid:1"), outside, &error);
  g_assert_null (refused);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_RANGE);
}

/* It was edited meanwhile: the edit stays, the place is the found one. */
static void
test_edited_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilChange) note = postil_edit_set_note (fixture->document, lookup (fixture, "urn:uuid:1"), "mine");
  g_autoptr(PostilChange) change = NULL;

  g_assert_true (postil_document_apply (fixture->document, note, POSTIL_ORIGIN_DO, NULL));
  change = postil_settle_accept (fixture->document, find_result (fixture, "urn:uuid:1"));
  apply (fixture, change);
  g_assert_cmpstr (postil_annotation_get_note (lookup (fixture, "urn:uuid:1")), ==, "mine");
  g_assert_false (is_open (fixture, "urn:uuid:1"));
}

#define ADD(path, function) g_test_add ("/settle/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("accept", test_accept);
  ADD ("exact", test_exact);
  ADD ("lost", test_lost);
  ADD ("place", test_place);
  ADD ("edited-meanwhile", test_edited_meanwhile);
  return g_test_run ();
}
