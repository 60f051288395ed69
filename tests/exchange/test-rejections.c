/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a consensus turned down: in its sidecar, in the journal, and when two are merged. */

#include "config.h"

#include "exchange/postil-change-json.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-decision.h"
#include "model/postil-merge.h"

#include <string.h>

static PostilAnnotation *
make (const char *id, const char *code, guint32 start)
{
  PostilPiece piece = { { start, start + 3 }, "abc", "", "" };
  PostilAttribute attributes[] = { { POSTIL_DECISION_DECIDED_BY, "ana" }, { POSTIL_DECISION_FROM, "maria" } };
  PostilAnnotationInit init = { .id = id, .code = code, .pieces = &piece, .n_pieces = 1,
                                .created = "2026-11-23T10:00:00Z", .modified = "2026-11-23T10:00:00Z" };

  init.attributes = attributes;
  init.n_attributes = G_N_ELEMENTS (attributes);
  return postil_annotation_new (&init);
}

static PostilLayer *
make_layer (PostilAnnotation *annotation, PostilAnnotation *rejection)
{
  PostilLayerInfo info = { .coder = POSTIL_CONSENSUS, .id = "urn:uuid:a", .page_id = "urn:uuid:b", .article = "a.txt",
                           .format = "text/plain; charset=utf-8", .sha256 = "00", .size = 40, .schema_version = 1 };
  PostilLayer *layer = postil_layer_new (&info);

  if (annotation != NULL)
    postil_layer_add (layer, annotation);
  if (rejection != NULL)
    postil_layer_add_rejection (layer, rejection);
  return layer;
}

static void
test_sidecar (void)
{
  g_autoptr (PostilAnnotation) accepted = make ("urn:uuid:1", "concern", 0);
  g_autoptr (PostilAnnotation) rejected = make ("urn:uuid:2", "outcome", 10);
  g_autoptr (PostilLayer) layer = make_layer (accepted, rejected);
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilLayer) read = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (postil_layer_get_n_annotations (read), ==, 1);
  g_assert_cmpuint (postil_layer_get_rejections (read)->len, ==, 1);
  g_assert_true (postil_annotation_equal (postil_layer_get_rejections (read)->pdata[0], rejected));
  again = postil_sidecar_write (read);
  g_assert_true (g_bytes_equal (bytes, again));
}

/* What somebody else moderates is not Postil's, and stays in the file. */
static void
test_foreign (void)
{
  g_autoptr (PostilAnnotation) rejected = make ("urn:uuid:2", "outcome", 10);
  g_autoptr (PostilLayer) layer = make_layer (NULL, rejected);
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (PostilLayer) read = NULL;
  g_autoptr (GError) error = NULL;

  g_string_replace (text, POSTIL_DECISION_DECIDED_BY, "flagged-as", 0);
  changed = g_bytes_new (text->str, text->len);
  read = postil_sidecar_read (changed, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (postil_layer_get_rejections (read)->len + postil_layer_get_n_annotations (read), ==, 0);
  again = postil_sidecar_write (read);
  g_assert_true (g_bytes_equal (changed, again));
}

static void
test_journal (void)
{
  g_autoptr (PostilAnnotation) first = make ("urn:uuid:1", "concern", 0);
  g_autoptr (PostilAnnotation) second = make ("urn:uuid:2", "outcome", 10);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);
  g_autoptr (PostilChange) back = NULL;
  g_autoptr (PostilChange) inverse = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  postil_change_add_rejection (change, first);
  postil_change_remove_rejection (change, second);
  g_assert_false (postil_change_is_empty (change));
  postil_change_to_json (change, line);
  back = postil_change_from_json (line->str, line->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (postil_change_get_added (back)->len + postil_change_get_removed (back)->len, ==, 0);
  g_assert_true (postil_annotation_equal (postil_change_get_added_rejections (back)->pdata[0], first));
  inverse = postil_change_invert (back);
  g_assert_true (postil_annotation_equal (postil_change_get_added_rejections (inverse)->pdata[0], second));
}

static void
test_merge (void)
{
  g_autoptr (PostilAnnotation) common = make ("urn:uuid:1", "concern", 0);
  g_autoptr (PostilAnnotation) ours = make ("urn:uuid:2", "outcome", 10);
  g_autoptr (PostilAnnotation) theirs = make ("urn:uuid:3", "outcome", 20);
  g_autoptr (PostilLayer) base = make_layer (NULL, common);
  g_autoptr (PostilLayer) left = make_layer (NULL, common);
  g_autoptr (PostilLayer) right = make_layer (NULL, theirs);
  g_autoptr (PostilLayer) merged = NULL;

  postil_layer_add_rejection (left, ours);
  merged = postil_merge_layers (base, left, right, NULL);
  /* The common one was taken back on the right. */
  g_assert_cmpuint (postil_layer_get_rejections (merged)->len, ==, 2);
  g_assert_null (postil_layer_lookup_rejection (merged, "urn:uuid:1"));
  g_assert_nonnull (postil_layer_lookup_rejection (merged, "urn:uuid:2"));
  g_assert_nonnull (postil_layer_lookup_rejection (merged, "urn:uuid:3"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rejections/sidecar", test_sidecar);
  g_test_add_func ("/rejections/foreign", test_foreign);
  g_test_add_func ("/rejections/journal", test_journal);
  g_test_add_func ("/rejections/merge", test_merge);
  return g_test_run ();
}
