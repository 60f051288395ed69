/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-text.h"

G_BEGIN_DECLS

/* What a coder marked: one or more pieces of the text, one code, and what was said about
 * it. Immutable, reference counted (atomically), one block of memory. To edit is to make
 * another with the same id from a PostilAnnotationInit. */
typedef struct _PostilAnnotation PostilAnnotation;

/* One contiguous piece of a passage. @prefix and @suffix may be NULL. */
typedef struct
{
  PostilSpan  span;
  const char *exact;
  const char *prefix;
  const char *suffix;
} PostilPiece;

typedef struct
{
  const char *name;  /* the attribute's id in the codebook: "actor" */
  const char *value;
} PostilAttribute;

typedef enum
{
  POSTIL_ANCHOR_FIRM,   /* where the coder put it */
  POSTIL_ANCHOR_MOVED,  /* found again in a changed text; to be confirmed */
  POSTIL_ANCHOR_ORPHAN  /* not found; the spans are meaningless, the quotes stand */
} PostilAnchor;

/* What an annotation is made of. Borrowed; zero-initialise, set what is known. */
typedef struct
{
  const char            *id;       /* IRI, "urn:uuid:…" */
  const char            *code;     /* a code's id in the codebook; not NULL */
  const char            *note;     /* NULL for none */
  const char            *created;  /* ISO 8601 as read or written, UTC with Z; or NULL */
  const char            *modified; /* or NULL */
  const PostilPiece     *pieces;   /* at least one; sorted by the constructor */
  guint                  n_pieces;
  const PostilAttribute *attributes; /* sorted by name by the constructor */
  guint                  n_attributes;
  gboolean               unsure;
  PostilAnchor           anchor;
  /* The JSON of the item as it stood in its file, where writing it anew from the fields
   * above would not give the same bytes (members that Postil does not know, another
   * layout); else NULL. Only exchange/ reads it. */
  const char            *source;
} PostilAnnotationInit;

/* Copies everything. An attribute with an empty value is dropped, a note likewise. */
PostilAnnotation      *postil_annotation_new            (const PostilAnnotationInit *init) G_GNUC_WARN_UNUSED_RESULT;
PostilAnnotation      *postil_annotation_ref            (PostilAnnotation *self);
void                   postil_annotation_unref          (PostilAnnotation *self);
/* Fills @init with borrowed views of @self, to be changed and given to _new(). */
void                   postil_annotation_to_init        (PostilAnnotation *self,
                                                         PostilAnnotationInit *init);

const char            *postil_annotation_get_id         (PostilAnnotation *self);
const char            *postil_annotation_get_code       (PostilAnnotation *self);
const char            *postil_annotation_get_note       (PostilAnnotation *self);
const char            *postil_annotation_get_created    (PostilAnnotation *self);
const char            *postil_annotation_get_modified   (PostilAnnotation *self);
gboolean               postil_annotation_is_unsure      (PostilAnnotation *self);
PostilAnchor           postil_annotation_get_anchor     (PostilAnnotation *self);
const char            *postil_annotation_get_source     (PostilAnnotation *self);
const PostilPiece     *postil_annotation_get_pieces     (PostilAnnotation *self,
                                                         guint            *n_pieces);
const PostilAttribute *postil_annotation_get_attributes (PostilAnnotation *self,
                                                         guint            *n_attributes);
/* NULL where it has none of that name. */
const char            *postil_annotation_get_attribute  (PostilAnnotation *self,
                                                         const char       *name);
/* From the first piece's start to the last one's end. */
PostilSpan             postil_annotation_get_hull       (PostilAnnotation *self);
/* Whether a piece of it shares a character with @span. */
gboolean               postil_annotation_overlaps       (PostilAnnotation *self,
                                                         PostilSpan        span);
gboolean               postil_annotation_contains       (PostilAnnotation *self,
                                                         guint             char_offset);
/* The pieces' quotes joined with one space. */
char                  *postil_annotation_dup_quote      (PostilAnnotation *self) G_GNUC_WARN_UNUSED_RESULT;
/* The quote on one line, for a message; cut after @n_chars, with "…". */
char                  *postil_annotation_dup_excerpt    (PostilAnnotation *self,
                                                         guint             n_chars) G_GNUC_WARN_UNUSED_RESULT;
/* By (start, end, id); orphans after all others, by id. */
int                    postil_annotation_compare        (PostilAnnotation *a,
                                                         PostilAnnotation *b);
/* The same in every field (not the source, nor the spans of orphans). */
gboolean               postil_annotation_equal          (PostilAnnotation *a,
                                                         PostilAnnotation *b);
/* The same pieces, whatever else; of two orphans, the same quotes. */
gboolean               postil_annotation_same_place     (PostilAnnotation *a,
                                                         PostilAnnotation *b);

typedef enum
{
  POSTIL_FIT_OK,
  POSTIL_FIT_RANGE, /* outside of the text, or empty, or its end before its start */
  POSTIL_FIT_QUOTE  /* the text there is not the quote */
} PostilFit;

/* Whether its ranges lie in @text and its quotes stand there. An orphan fits. */
PostilFit              postil_annotation_check          (PostilAnnotation *self,
                                                         PostilText       *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilAnnotation, postil_annotation_unref)

G_END_DECLS
