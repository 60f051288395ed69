/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* What is marked in any number of articles by any number of coders, small enough to be kept
 * of a whole folder and counted again and again. Filled by one thread, then only read; reference
 * counted (atomically). */
typedef struct _PostilTally PostilTally;

/* A value that is not there: a passage without an actor, an article without a date. */
#define POSTIL_TALLY_NONE G_MAXUINT32

typedef struct
{
  guint32     article;
  guint32     coder;
  guint32     code;
  guint32     start;  /* the outer borders; equal for an orphan, which has no place */
  guint32     end;
  const char *id;
  const char *excerpt; /* of the quote, on one line */
} PostilTallied;

typedef struct
{
  guint32 from; /* a passage */
  guint32 to;
  guint32 kind;
} PostilTalliedLink;

typedef enum
{
  POSTIL_BY_CODE,
  POSTIL_BY_CODER,
  POSTIL_BY_ARTICLE,
  POSTIL_BY_ATTRIBUTE, /* its values */
  POSTIL_BY_YEAR,      /* of publication */
  POSTIL_BY_MONTH,
  POSTIL_BY_DAY,
  POSTIL_BY_TENTH      /* of the article, where the passage begins */
} PostilTallyBy;

typedef struct
{
  PostilTallyBy by;
  guint32       attribute; /* with POSTIL_BY_ATTRIBUTE, else 0 */
} PostilDimension;

/* Which passages: of one coder, article or time, or of all (POSTIL_TALLY_NONE). */
typedef struct
{
  guint32       coder;
  guint32       article;
  guint32       time;    /* of publication: a value of */
  PostilTallyBy time_by; /* POSTIL_BY_YEAR, POSTIL_BY_MONTH or POSTIL_BY_DAY */
} PostilTallyFilter;

#define POSTIL_TALLY_ALL ((PostilTallyFilter) { POSTIL_TALLY_NONE, POSTIL_TALLY_NONE, POSTIL_TALLY_NONE, POSTIL_BY_YEAR })

PostilTally  *postil_tally_new              (void) G_GNUC_WARN_UNUSED_RESULT;
PostilTally  *postil_tally_ref              (PostilTally *self);
void          postil_tally_unref            (PostilTally *self);

/* Codes are counted in the order in which codebooks and layers bring them. */
void          postil_tally_add_codebook     (PostilTally *self, PostilCodebook *codebook);
/* @date: "2026", "2026-11" or "2026-11-23", with or without a time; NULL for none. What is no
 * date counts as none. The article's number is returned. */
guint32       postil_tally_add_article      (PostilTally *self, const char *path, const char *date, guint n_chars);
void          postil_tally_add_layer        (PostilTally *self, guint32 article, const char *coder, PostilLayer *layer);

guint         postil_tally_get_n_passages   (PostilTally *self);
PostilTallied postil_tally_get_passage      (PostilTally *self, guint index);
guint         postil_tally_get_n_links      (PostilTally *self);
PostilTalliedLink postil_tally_get_link     (PostilTally *self, guint index);

guint         postil_tally_get_n_codes      (PostilTally *self);
const char   *postil_tally_get_code         (PostilTally *self, guint32 code);
const char   *postil_tally_get_code_label   (PostilTally *self, guint32 code);
guint32       postil_tally_find_code        (PostilTally *self, const char *code);
guint         postil_tally_get_n_coders     (PostilTally *self);
const char   *postil_tally_get_coder        (PostilTally *self, guint32 coder);
/* POSTIL_TALLY_NONE where nobody of that name marked anything. */
guint32       postil_tally_find_coder       (PostilTally *self, const char *coder);
guint         postil_tally_get_n_articles   (PostilTally *self);
const char   *postil_tally_get_article      (PostilTally *self, guint32 article);
guint         postil_tally_get_article_n_chars (PostilTally *self, guint32 article);
guint32       postil_tally_find_article     (PostilTally *self, const char *path);
guint         postil_tally_get_n_attributes (PostilTally *self);
const char   *postil_tally_get_attribute_label (PostilTally *self, guint32 attribute);
/* "actor", else the first there is, else POSTIL_TALLY_NONE. */
guint32       postil_tally_find_attribute   (PostilTally *self, const char *name);
const char   *postil_tally_get_kind_label   (PostilTally *self, guint32 kind);
guint         postil_tally_get_n_kinds      (PostilTally *self);
/* The years, months or days that tell the articles' dates apart without being too many. */
PostilTallyBy postil_tally_suggest_time     (PostilTally *self, PostilTallyFilter filter);

/* The passage's value in a dimension; POSTIL_TALLY_NONE for none. */
guint32       postil_tally_get_value        (PostilTally *self, guint passage, PostilDimension dimension);
/* As a person reads it. */
char         *postil_tally_dup_label        (PostilTally *self, PostilDimension dimension, guint32 value) G_GNUC_WARN_UNUSED_RESULT;
gboolean      postil_tally_passes           (PostilTally *self, guint passage, PostilTallyFilter filter);
/* Whether the two share a character. They must be of one article. */
gboolean      postil_tally_overlap          (PostilTally *self, guint first, guint second);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilTally, postil_tally_unref)

G_END_DECLS
