/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-dialect.h"
#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* One annotation as a flat row: what csv, tsv, jsonl and foreign W3C files have in common.
 * A reader fills rows as it finds them, right or wrong; a PostilRowSet then places them in
 * the articles' texts and makes layers of them. */

#define POSTIL_ROW_CONTEXT_CHARS 32

/* A piece as the file says it. Without a place, only the quote counts. */
typedef struct
{
  PostilSpan  span;
  gboolean    has_span;
  char       *quote;  /* of this piece; NULL where the file has only the whole quote */
  char       *before; /* or NULL */
  char       *after;
  char       *hint;   /* a quote that may be cut ("…") or on one line: helps to find the
                       * dialect, and is not held against the place */
} PostilRowPiece;

/* All strings are owned and may be NULL. */
typedef struct
{
  char      *file;
  guint      line;
  char      *article;
  char      *coder;
  char      *coder_name;
  char      *id;
  char      *code;
  char      *quote;      /* the pieces' quotes joined with one space */
  char      *before;     /* before the first piece */
  char      *after;      /* after the last one */
  char      *note;
  char      *created;
  char      *modified;
  gboolean   unsure;
  gboolean   is_moved;   /* somebody is to check its place */
  gboolean   is_anchored; /* without a place, something like its quote is looked for */
  gboolean   one_line;   /* the quote may have spaces where the text has line ends */
  GArray    *pieces;     /* (element-type PostilRowPiece) */
  GPtrArray *attributes; /* (element-type utf8) name, value, name, value… */
  GPtrArray *links;      /* (element-type utf8) kind, id, kind, id… */
  GHashTable *link_details; /* index into links → PostilRowLink; or NULL */
} PostilRow;

/* What a file says of a link beside what it ties; all may be NULL. */
typedef struct
{
  char *id;
  char *created;
  char *modified;
} PostilRowLink;

PostilRow *postil_row_new           (const char *file,
                                     guint       line) G_GNUC_WARN_UNUSED_RESULT;
void       postil_row_free          (PostilRow  *self);
void       postil_row_add_span      (PostilRow  *self,
                                     PostilSpan  span);
/* An empty @value adds nothing. */
void       postil_row_add_attribute (PostilRow  *self,
                                     const char *name,
                                     const char *value);
void       postil_row_add_link      (PostilRow  *self,
                                     const char *kind,
                                     const char *to);
/* The same, with what the format knows of the link itself; all may be NULL. */
void       postil_row_add_known_link (PostilRow *self,
                                     const char *kind,
                                     const char *to,
                                     const char *id,
                                     const char *created,
                                     const char *modified);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilRow, postil_row_free)

/* The way in. */
typedef struct _PostilRowSet PostilRowSet;

PostilRowSet *postil_row_set_new        (PostilImportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void          postil_row_set_free       (PostilRowSet        *self);
/* Whether the offsets may be UTF-16 units, as browsers' scripts count: the quotes decide,
 * for a whole article at once. */
void          postil_row_set_open_units (PostilRowSet        *self);
/* The same for files of programs that count in many ways: @preferred is what the format
 * says; line ends, BOM and inclusive ends are tried, too. */
void          postil_row_set_set_dialect (PostilRowSet       *self,
                                          PostilDialect       preferred);
/* For a set that brings its articles: @raw is the text as the offsets count it, with its BOM
 * and its CRLF. The article is handed over with its text, even if no row is about it. FALSE
 * where it is no text. */
gboolean      postil_row_set_add_text    (PostilRowSet       *self,
                                          const char         *path,
                                          const char         *raw,
                                          gsize               n_raw,
                                          GError            **error);
/* For a set that brings its codebook: is handed over with each article. NULL for none. */
void          postil_row_set_set_codebook (PostilRowSet      *self,
                                          PostilCodebook     *codebook);
/* What a format knows of a coder's work in an article beside the passages: a layer that is then
 * there without a passage, too. Copies; the strings beside the coder may be NULL. */
void          postil_row_set_add_layer   (PostilRowSet       *self,
                                          const char         *path,
                                          const char         *coder,
                                          const char         *coder_name,
                                          const char         *status,
                                          const char         *language);
/* Takes @row. */
void          postil_row_set_take       (PostilRowSet        *self,
                                         PostilRow           *row);
/* Places the rows that were taken so far and hands their articles over, so that a set of
 * thousands needs the memory of one. */
gboolean      postil_row_set_flush      (PostilRowSet        *self,
                                         GError             **error);
/* Places all rows and hands the articles over, in order of path. */
gboolean      postil_row_set_finish     (PostilRowSet        *self,
                                         GError             **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilRowSet, postil_row_set_free)

/* Where a row's passage is in a text. */
typedef enum
{
  POSTIL_PLACE_EXACT,  /* where the row says */
  POSTIL_PLACE_SPACES, /* the same, but for the white space in its quote */
  POSTIL_PLACE_MOVED,  /* its quote stands at one other place */
  POSTIL_PLACE_NOWHERE /* its quote stands nowhere, or at several places */
} PostilPlaceResult;

/* @spans (element-type PostilSpan) is emptied and filled, in reading order. A quote that a
 * spreadsheet guard changed is mended in the row. */
PostilPlaceResult postil_row_place        (PostilRow  *row,
                                           PostilText *text,
                                           GArray     *spans);

/* The annotation that the row says, at @spans (none: one without a place). Times that are
 * none are in @losses. */
PostilAnnotation *postil_row_make_annotation (PostilRow    *row,
                                              PostilText   *text,
                                              GArray       *spans,
                                              const char   *id,
                                              gboolean      is_moved,
                                              PostilReport *losses) G_GNUC_WARN_UNUSED_RESULT;
/* NULL where @text is no time, which is then in @losses. */
char             *postil_row_take_time        (PostilRow    *row,
                                               const char   *text,
                                               PostilReport *losses) G_GNUC_WARN_UNUSED_RESULT;

/* The way of counting under which the rows (element-type PostilRow) of one article fit it;
 * their offsets are turned into its own. @raw: as in postil_row_set_add_text(), or NULL.
 * @is_open: all ways are tried, else only UTF-16 beside @preferred. */
PostilDialect     postil_row_settle_dialect (GPtrArray     *rows,
                                             PostilText    *text,
                                             const char    *raw,
                                             gsize          n_raw,
                                             PostilDialect  preferred,
                                             gboolean       is_open);

/* The way out. All borrowed; @text may be NULL. */
typedef struct
{
  const char       *article;
  PostilLayer      *layer;
  PostilAnnotation *annotation;
  PostilCodebook   *codebook;
  PostilText       *text;
} PostilRowSource;

/* One object on one line, with the LF: the shape of `list --json` and of jsonl. */
void       postil_row_append_json    (GString               *out,
                                      const PostilRowSource *source);
/* The same with what is known of the article (may be NULL), as the member "metadata". */
void       postil_row_append_json_record (GString                   *out,
                                          const PostilRowSource     *source,
                                          const PostilArticleRecord *record);
/* The whole quote, the context before and after it. */
void       postil_row_append_quote   (GString               *out,
                                      const PostilRowSource *source);
char      *postil_row_dup_before     (const PostilRowSource *source) G_GNUC_WARN_UNUSED_RESULT;
char      *postil_row_dup_after      (const PostilRowSource *source) G_GNUC_WARN_UNUSED_RESULT;
/* The links that begin at the annotation, in order; NULL where there are none. */
GPtrArray *postil_row_dup_links      (const PostilRowSource *source) G_GNUC_WARN_UNUSED_RESULT;
/* What a flat row cannot hold of a layer, item by item. @coders (element-type utf8) holds
 * those coders whose full name has been reported. */
void       postil_row_report_losses  (const char            *article,
                                      PostilLayer           *layer,
                                      GHashTable            *coders,
                                      PostilReport          *losses);
/* Each annotation of each layer as a row, in order, after what a flat row cannot hold of its layer. */
typedef void (*PostilRowFunc) (gpointer                   state,
                               const PostilRowSource     *source,
                               const PostilArticleRecord *record,
                               PostilReport              *losses);
void       postil_row_foreach        (const PostilSetArticle *article,
                                      GHashTable            *coders,
                                      PostilReport          *losses,
                                      PostilRowFunc          func,
                                      gpointer               state);
/* The path as UTF-8; a name that is not is made so, which is reported. */
char      *postil_row_dup_path       (const char            *path,
                                      PostilReport          *losses) G_GNUC_WARN_UNUSED_RESULT;

/* The UUID of version 5 of @parts (NULL-terminated): the same parts give the same
 * "urn:uuid:…", so that a second import finds what the first one made. */
char      *postil_row_dup_derived_id (const char            *part,
                                      ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
/* A title as a path under which an article can stand: "Interview 1/2" → "Interview 1-2.txt".
 * @taken: paths that are not to be given again (the new one is added), or NULL. */
char      *postil_row_dup_article_path (const char          *title,
                                      GHashTable            *taken) G_GNUC_WARN_UNUSED_RESULT;
/* In UTC with Z; NULL where it is no time. */
char      *postil_row_dup_time       (const char            *text) G_GNUC_WARN_UNUSED_RESULT;
/* The bytes as UTF-8 without a BOM; @dialect gets the charset where it is another one. */
char      *postil_row_dup_utf8       (GBytes                *bytes,
                                      gsize                 *length,
                                      char                 **dialect,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* The bytes as UTF-8 with their BOM and their line ends, for postil_row_set_add_text(). */
char      *postil_row_dup_raw           (GBytes                *bytes,
                                         gsize                 *length,
                                         char                 **dialect,
                                         GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
