/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-text.h"

G_BEGIN_DECLS

/* How a program counted: which offsets in its file mean which place in the article's text. */
typedef enum
{
  POSTIL_UNIT_CODE_POINT,
  POSTIL_UNIT_UTF16,
  POSTIL_UNIT_BYTE /* of UTF-8 */
} PostilUnit;

typedef struct
{
  PostilUnit unit;
  gboolean   crlf_two;      /* a line end counts as two */
  gboolean   counts_bom;
  gboolean   inclusive_end; /* the end is the last character, not the one after it */
} PostilDialect;

/* A text as a program saw it (UTF-8 with its BOM and its CRLF), and the article's text that
 * came of it. */
typedef struct _PostilDialectText PostilDialectText;

/* What is known of one place: its offsets as they stand in the file, its quote or NULL. */
typedef struct
{
  guint       start;
  guint       end;
  const char *quote;
} PostilDialectProbe;

/* @raw: NULL where only @text is there. Both are referenced or copied as needed. */
PostilDialectText *postil_dialect_text_new  (PostilText               *text,
                                             const char               *raw,
                                             gsize                     n_raw) G_GNUC_WARN_UNUSED_RESULT;
void               postil_dialect_text_free (PostilDialectText        *self);
/* The dialect under which most quotes stand at their places and, of those that are equal,
 * most ends are at the borders of words; @preferred where none is better than it. */
PostilDialect      postil_dialect_find      (PostilDialectText        *self,
                                             const PostilDialectProbe *probes,
                                             guint                     n_probes,
                                             PostilDialect             preferred);
/* Whether more quotes stand at their places under @dialect than under @other. */
gboolean           postil_dialect_is_better (PostilDialectText        *self,
                                             const PostilDialectProbe *probes,
                                             guint                     n_probes,
                                             PostilDialect             dialect,
                                             PostilDialect             other);
/* Of @dialects the one under which most quotes stand, or most ends are at the borders of
 * words; the first where none is clearly better. For a text that the file itself holds, so
 * that a BOM counts, and line ends as two only where they are. */
PostilDialect      postil_dialect_choose    (PostilDialectText        *self,
                                             const PostilDialectProbe *probes,
                                             guint                     n_probes,
                                             const PostilDialect      *dialects,
                                             guint                     n_dialects);
/* FALSE for what is no place in the text: outside, empty, in the middle of a character. */
gboolean           postil_dialect_to_span   (PostilDialectText        *self,
                                             PostilDialect             dialect,
                                             guint                     start,
                                             guint                     end,
                                             PostilSpan               *span);
/* Whether @quote is what stands there; it may be cut ("…") and on one line. */
gboolean           postil_dialect_is_quote  (PostilText               *text,
                                             PostilSpan                span,
                                             const char               *quote);
gboolean           postil_dialect_equal     (PostilDialect             a,
                                             PostilDialect             b);
/* For the report: "code points", "utf-16-offsets, crlf-counts-two". */
char              *postil_dialect_to_name   (PostilDialect             dialect) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilDialectText, postil_dialect_text_free)

G_END_DECLS
