/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-text.h"

G_BEGIN_DECLS

/* Where graphemes, words, sentences and paragraphs begin and end, by ICU. A segmenter
 * keeps ICU's iterators open over one text; use one a thread. */
typedef struct _PostilSegmenter PostilSegmenter;

typedef enum
{
  POSTIL_SEGMENT_GRAPHEME,
  POSTIL_SEGMENT_WORD,      /* without white space and punctuation */
  POSTIL_SEGMENT_SENTENCE,  /* without the white space after it; "Dr. Smith" is not split */
  POSTIL_SEGMENT_PARAGRAPH  /* a line between empty lines or line ends, without the LF */
} PostilSegment;

/* @language: BCP 47 or NULL. */
PostilSegmenter *postil_segmenter_new        (PostilText      *text,
                                              const char      *language) G_GNUC_WARN_UNUSED_RESULT;
void             postil_segmenter_free       (PostilSegmenter *self);

/* The segment that holds @char_offset; FALSE where there is none (white space between
 * words, an empty line). */
gboolean         postil_segmenter_get_at     (PostilSegmenter *self,
                                              PostilSegment    kind,
                                              guint            char_offset,
                                              PostilSpan      *span);
/* The first segment that begins at or after @char_offset. */
gboolean         postil_segmenter_get_next   (PostilSegmenter *self,
                                              PostilSegment    kind,
                                              guint            char_offset,
                                              PostilSpan      *span);
/* The smallest span of whole segments that covers @span (for an empty one: the segment
 * at it, or just before it). @span itself where nothing fits. Never less than @span: an end
 * in white space or punctuation stays, so that a chosen quotation mark is kept. */
PostilSpan       postil_segmenter_expand     (PostilSegmenter *self,
                                              PostilSegment    kind,
                                              PostilSpan       span);
/* Where Ctrl+Right (@direction 1) or Ctrl+Left (-1) would go: to the next end of a segment
 * behind @char_offset, or to the last beginning before it; else to the text's end. */
guint            postil_segmenter_step       (PostilSegmenter *self,
                                              PostilSegment    kind,
                                              guint            char_offset,
                                              int              direction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilSegmenter, postil_segmenter_free)

G_END_DECLS
