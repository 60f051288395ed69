/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Re-anchoring: the search ends on any two texts, and says nothing that is not so. What is called
 * kept or moved stands there to the letter, what is proposed lies in the text, and what was
 * accepted fits. The input: for each passage a byte for where it begins and one for its length,
 * a zero length ends them; then the old text, the byte 0xff, and the new one. Without a new one
 * it is the old one. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "model/postil-reanchor.h"

#define MAX_PASSAGES 16
#define CONTEXT_CHARS 32

static PostilText *
take_text (const uint8_t *bytes,
           size_t         n_bytes)
{
  g_autofree char *utf8 = g_utf8_make_valid ((const char *) bytes, (gssize) n_bytes);

  return postil_text_new_from_utf8 (utf8, -1, NULL);
}

static void
add_passage (PostilLayer *layer,
             PostilText  *text,
             PostilSpan   span)
{
  g_autofree char *exact = postil_text_dup_slice (text, span);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = g_strdup_printf ("urn:%u", postil_layer_get_n_annotations (layer));
  g_autoptr (PostilAnnotation) annotation = NULL;
  PostilPiece piece;
  PostilAnnotationInit init = { .id = id, .code = "concern", .pieces = &piece, .n_pieces = 1 };

  postil_text_dup_context (text, span, CONTEXT_CHARS, &before, &after);
  piece = (PostilPiece) { span, exact, before, after };
  annotation = postil_annotation_new (&init);
  postil_layer_add (layer, annotation);
}

static gboolean
stands_there (PostilReanchorResult *result,
              PostilText           *text)
{
  const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, NULL);
  g_autofree char *slice = postil_text_dup_slice (text, result->spans[0]);

  return g_str_equal (slice, pieces[0].exact);
}

/* In its own text it stays where it is; only where the same stands all around it is that asked
 * rather than said. */
static void
check_unmoved (PostilReanchorResult *result)
{
  const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, NULL);

  g_assert_true (result->state == POSTIL_REANCHOR_KEPT || result->state == POSTIL_REANCHOR_PROPOSED);
  g_assert_true (postil_span_equal (result->spans[0], pieces[0].span));
}

static void
check_result (PostilReanchorResult *result,
              PostilText           *text,
              gboolean              is_same_text)
{
  g_autoptr (PostilAnnotation) accepted = postil_reanchor_apply (result, text, TRUE);
  g_autoptr (PostilAnnotation) refused = postil_reanchor_apply (result, text, FALSE);

  g_assert_true (result->score >= 0 && result->score <= 1);
  if (is_same_text)
    check_unmoved (result);
  g_assert_cmpint (postil_annotation_check (accepted, text), ==, POSTIL_FIT_OK);
  g_assert_cmpint (postil_annotation_check (refused, text), ==, POSTIL_FIT_OK);
  if (result->state == POSTIL_REANCHOR_ORPHANED)
    {
      g_assert_null (result->spans);
      g_assert_cmpint (postil_annotation_get_anchor (accepted), ==, POSTIL_ANCHOR_ORPHAN);
      return;
    }
  g_assert_true (postil_text_contains (text, result->spans[0]));
  g_assert_cmpuint (postil_span_length (result->spans[0]), >, 0);
  if (result->state == POSTIL_REANCHOR_KEPT || result->state == POSTIL_REANCHOR_MOVED)
    g_assert_true (stands_there (result, text));
}

static void
find_again (PostilLayer *layer,
            PostilText  *text,
            gboolean     is_same_text)
{
  g_autoptr (GPtrArray) results = postil_reanchor_find (layer, text, NULL, NULL, NULL);
  g_autoptr (PostilChange) change = NULL;

  g_assert_cmpuint (results->len, ==, postil_layer_get_n_annotations (layer));
  for (guint i = 0; i < results->len; i++)
    check_result (g_ptr_array_index (results, i), text, is_same_text);
  change = postil_reanchor_to_change (results, text, POSTIL_REANCHOR_PROPOSED);
  g_assert_true (change != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt" };
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);
  g_autoptr (PostilText) old_text = NULL;
  g_autoptr (PostilText) new_text = NULL;
  const uint8_t *places = bytes;
  const uint8_t *end = bytes + n_bytes;
  const uint8_t *border;
  guint n_places = 0;

  while (end - bytes >= 2 && n_places < MAX_PASSAGES && bytes[1] != 0)
    {
      n_places++;
      bytes += 2;
    }
  bytes += MIN (2, end - bytes);
  border = bytes < end ? memchr (bytes, 0xff, (size_t) (end - bytes)) : NULL;
  old_text = take_text (bytes, (size_t) ((border != NULL ? border : end) - bytes));
  if (old_text == NULL)
    return 0;
  new_text = border != NULL ? take_text (border + 1, (size_t) (end - border - 1)) : postil_text_ref (old_text);
  if (new_text == NULL)
    return 0;
  for (guint i = 0; i < n_places; i++)
    {
      PostilSpan span = { places[2 * i], places[2 * i] + (guint32) places[2 * i + 1] };

      if (postil_text_contains (old_text, span))
        add_passage (layer, old_text, span);
    }
  find_again (layer, new_text, border == NULL);
  return 0;
}
