/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verbs that make passages: from spans to pieces with quotes, on grapheme borders, and
 * one code of one coder never twice on a character. As pure as postil-edit.c. The
 * document's thread. */

#include "config.h"

#include "model/postil-edit.h"

#include "base/postil-error.h"
#include "base/postil-grapheme.h"
#include "model/postil-edit-private.h"
#include "model/postil-time.h"

#include <glib/gi18n-lib.h>

#define CONTEXT_CHARS 32
#define EXCERPT_CHARS 40

static PostilSpan
span_at (GArray *spans,
         guint   index)
{
  return g_array_index (spans, PostilSpan, index);
}

/* Checks */

gboolean
postil_edit_check_code (PostilDocument  *document,
                        const char      *code,
                        GError         **error)
{
  if (postil_codebook_lookup_code (postil_document_get_codebook (document), code) != NULL)
    return TRUE;

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN,
               _("The codebook has no code “%s”; add it there first."), code);
  return FALSE;
}

gboolean
postil_edit_check_range (PostilDocument  *document,
                         GArray          *spans,
                         GError         **error)
{
  guint n_chars = postil_text_get_n_chars (postil_document_get_text (document));

  for (guint i = 0; i < spans->len; i++)
    {
      PostilSpan span = span_at (spans, i);

      if (span.start < span.end && span.end <= n_chars)
        continue;
      if (span.start == span.end)
        g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_RANGE,
                             _("There is nothing in the passage; select some text first."));
      else
        g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_RANGE,
                     _("The passage from character %u to %u does not lie in the text, which has "
                       "%u characters."),
                     span.start, span.end, n_chars);
      return FALSE;
    }

  return TRUE;
}

typedef struct
{
  const char       *code;
  PostilAnnotation *except;
  PostilAnnotation *found;
} SameCode;

static gboolean
find_same_code_cb (PostilAnnotation *annotation,
                   gpointer          user_data)
{
  SameCode *search = user_data;

  if (annotation == search->except
      || !g_str_equal (postil_annotation_get_code (annotation), search->code))
    return TRUE;

  search->found = annotation;
  return FALSE;
}

static PostilAnnotation *
find_same_code (PostilDocument   *document,
                PostilSpan        span,
                const char       *code,
                PostilAnnotation *except)
{
  SameCode search = { code, except, NULL };

  postil_layer_foreach_overlapping (postil_document_get_layer (document), span,
                                    find_same_code_cb, &search);
  return search.found;
}

gboolean
postil_edit_check_free (PostilDocument     *document,
                        const PostilPiece  *pieces,
                        guint               n_pieces,
                        const char         *code,
                        PostilAnnotation   *except,
                        GError            **error)
{
  for (guint i = 0; i < n_pieces; i++)
    {
      PostilAnnotation *found = find_same_code (document, pieces[i].span, code, except);
      g_autofree char *excerpt = NULL;

      if (found == NULL)
        continue;
      excerpt = postil_annotation_dup_excerpt (found, EXCERPT_CHARS);
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP,
                   _("A part of this passage already bears the code “%s”, in “%s”; make one "
                     "passage of the two, or choose another code."),
                   postil_codebook_show_code (postil_document_get_codebook (document), code),
                   excerpt);
      return FALSE;
    }

  return TRUE;
}

/* From spans to pieces */

static gboolean
is_border (PostilText *text,
           guint       char_offset)
{
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);

  return postil_grapheme_is_border (utf8, n_bytes, postil_text_char_to_byte (text, char_offset));
}

gboolean
postil_edit_snap (PostilDocument  *document,
                  GArray          *spans,
                  GError         **error)
{
  PostilText *text = postil_document_get_text (document);

  if (!postil_edit_check_range (document, spans, error))
    return FALSE;

  for (guint i = 0; i < spans->len; i++)
    {
      PostilSpan *span = &g_array_index (spans, PostilSpan, i);

      while (span->start > 0 && !is_border (text, span->start))
        span->start--;
      while (span->end < postil_text_get_n_chars (text) && !is_border (text, span->end))
        span->end++;
    }

  return TRUE;
}

static int
compare_spans_cb (gconstpointer a,
                  gconstpointer b)
{
  return postil_span_compare (*(const PostilSpan *) a, *(const PostilSpan *) b);
}

void
postil_edit_unite (GArray *spans)
{
  guint n = 0;

  g_array_sort (spans, compare_spans_cb);
  for (guint i = 0; i < spans->len; i++)
    {
      PostilSpan span = span_at (spans, i);

      if (n > 0 && span.start <= span_at (spans, n - 1).end)
        {
          PostilSpan *last = &g_array_index (spans, PostilSpan, n - 1);

          last->end = MAX (last->end, span.end);
        }
      else
        {
          g_array_index (spans, PostilSpan, n++) = span;
        }
    }
  g_array_set_size (spans, n);
}

static void
clear_piece_cb (gpointer data)
{
  PostilPiece *piece = data;

  g_free ((char *) piece->exact);
  g_free ((char *) piece->prefix);
  g_free ((char *) piece->suffix);
}

GArray *
postil_edit_dup_pieces (PostilDocument *document,
                        GArray         *spans)
{
  PostilText *text = postil_document_get_text (document);
  GArray *pieces = g_array_sized_new (FALSE, FALSE, sizeof (PostilPiece), spans->len);

  g_array_set_clear_func (pieces, clear_piece_cb);
  for (guint i = 0; i < spans->len; i++)
    {
      PostilPiece piece = { .span = span_at (spans, i) };
      char *prefix;
      char *suffix;

      piece.exact = postil_text_dup_slice (text, piece.span);
      postil_text_dup_context (text, piece.span, CONTEXT_CHARS, &prefix, &suffix);
      piece.prefix = prefix;
      piece.suffix = suffix;
      g_array_append_val (pieces, piece);
    }

  return pieces;
}

GArray *
postil_edit_copy_spans (const PostilSpan *spans,
                        guint             n_spans)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (PostilSpan), n_spans);

  g_array_append_vals (copy, spans, n_spans);
  return copy;
}

void
postil_edit_set_pieces (PostilAnnotationInit *init,
                        GArray               *pieces)
{
  init->pieces = (const PostilPiece *) (gpointer) pieces->data;
  init->n_pieces = pieces->len;
}

static PostilAnnotation *
new_annotation (GArray     *pieces,
                const char *code,
                const char *now)
{
  g_autofree char *id = postil_edit_dup_new_id ();
  PostilAnnotationInit init = {
    .id = id,
    .code = code,
    .created = now,
    .modified = now,
  };

  postil_edit_set_pieces (&init, pieces);
  return postil_annotation_new (&init);
}

/* Tag */

PostilChange *
postil_edit_tag (PostilDocument    *document,
                 const PostilSpan  *spans,
                 guint              n_spans,
                 const char        *code,
                 char             **new_id,
                 GError           **error)
{
  g_autoptr (GArray) snapped = NULL;
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (PostilAnnotation) annotation = NULL;
  g_autofree char *now = NULL;
  PostilChange *change;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (spans != NULL && n_spans > 0, NULL);
  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  snapped = postil_edit_copy_spans (spans, n_spans);
  if (!postil_edit_check_code (document, code, error)
      || !postil_edit_snap (document, snapped, error))
    return NULL;
  postil_edit_unite (snapped);
  pieces = postil_edit_dup_pieces (document, snapped);
  if (!postil_edit_check_free (document, (const PostilPiece *) (gpointer) pieces->data,
                               pieces->len, code, NULL, error))
    return NULL;

  now = postil_time_dup_now ();
  annotation = new_annotation (pieces, code, now);
  change = postil_change_new (POSTIL_CHANGE_TAG);
  postil_change_add (change, annotation);
  if (new_id != NULL)
    *new_id = g_strdup (postil_annotation_get_id (annotation));
  return change;
}

PostilChange *
postil_edit_tag_all (PostilDocument    *document,
                     const PostilSpan  *spans,
                     guint              n_spans,
                     const char        *code,
                     guint             *n_skipped,
                     GError           **error)
{
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GArray) snapped = NULL;
  g_autofree char *now = NULL;
  guint32 taken = 0;
  guint skipped = 0;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (spans != NULL || n_spans == 0, NULL);
  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  snapped = postil_edit_copy_spans (spans, n_spans);
  if (!postil_edit_check_code (document, code, error)
      || !postil_edit_snap (document, snapped, error))
    return NULL;

  g_array_sort (snapped, compare_spans_cb);
  now = postil_time_dup_now ();
  change = postil_change_new (POSTIL_CHANGE_TAG_ALL);
  for (guint i = 0; i < snapped->len; i++)
    {
      PostilSpan span = span_at (snapped, i);
      g_autoptr (GArray) one = postil_edit_copy_spans (&span, 1);
      g_autoptr (GArray) pieces = NULL;
      g_autoptr (PostilAnnotation) annotation = NULL;

      if (span.start < taken || find_same_code (document, span, code, NULL) != NULL)
        {
          skipped++;
          continue;
        }
      pieces = postil_edit_dup_pieces (document, one);
      annotation = new_annotation (pieces, code, now);
      postil_change_add (change, annotation);
      taken = span.end;
    }

  if (n_skipped != NULL)
    *n_skipped = skipped;
  return postil_change_is_empty (change) ? NULL : g_steal_pointer (&change);
}
