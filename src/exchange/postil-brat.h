/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-row.h"

G_BEGIN_DECLS

/* What the files of brat share. Private to postil-format-brat.c and postil-brat-….c.
 *
 * brat names types with letters, digits, '-' and '_' only; a comment in the annotation.conf
 * that Postil writes ("# Postil entity: NAME ID") says what a changed name stands for, and
 * another whose the folder is ("# Postil coder: maria Maria%20Santos"). What a line has no
 * room for stands in a comment of the type "Postil" to it. */
#define POSTIL_BRAT_COMMENT "Postil"
#define POSTIL_BRAT_NOTES "AnnotatorNotes"
#define POSTIL_BRAT_UNSURE "Unsure"
#define POSTIL_BRAT_EQUIV "Equiv"
#define POSTIL_BRAT_REFERENCE "Reference"

typedef enum
{
  POSTIL_BRAT_ENTITY,
  POSTIL_BRAT_RELATION,
  POSTIL_BRAT_ATTRIBUTE,
  POSTIL_BRAT_N_NAMES
} PostilBratNames;

/* A folder's annotation.conf and visual.conf as Postil understands them. */
typedef struct
{
  char           *coder;      /* or NULL */
  char           *coder_name; /* or NULL */
  PostilCodebook *codebook;   /* or NULL where nothing is declared */
  GHashTable     *ids[POSTIL_BRAT_N_NAMES]; /* name → id, where they differ */
} PostilBratConf;

/* @visual may be NULL. What it says and Postil does not hold is in the losses. */
PostilBratConf *postil_brat_conf_read    (const PostilImportFile *annotation,
                                          const PostilImportFile *visual,
                                          PostilReport           *losses,
                                          PostilReport           *errors) G_GNUC_WARN_UNUSED_RESULT;
void            postil_brat_conf_free    (PostilBratConf         *self);
const char     *postil_brat_conf_get_id  (PostilBratConf         *self,
                                          PostilBratNames         names,
                                          const char             *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilBratConf, postil_brat_conf_free)

/* One document's lines, from one .ann or from .a1 and .a2, which share their ids. */
typedef struct _PostilBratReader PostilBratReader;

/* @conf: NULL for none. @types (element-type utf8) gets the codes in the order of their
 * first use. */
PostilBratReader *postil_brat_reader_new  (PostilImportOptions    *options,
                                           PostilBratConf         *conf,
                                           const char             *article,
                                           GPtrArray              *types) G_GNUC_WARN_UNUSED_RESULT;
void              postil_brat_reader_free (PostilBratReader       *self);
void              postil_brat_reader_add  (PostilBratReader       *self,
                                           const PostilImportFile *file);
/* Gives the rows to @set. */
void              postil_brat_reader_end  (PostilBratReader       *self,
                                           PostilRowSet           *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilBratReader, postil_brat_reader_free)

/* The names that were given out for ids, while writing. */
typedef struct
{
  GHashTable *names;  /* id → name */
  GHashTable *taken;  /* names */
  GPtrArray  *ids;    /* in order of their first use; borrowed */
} PostilBratNaming;

typedef struct
{
  PostilBratNaming  naming[POSTIL_BRAT_N_NAMES];
  PostilCodebook   *codebook; /* or NULL */
  GHashTable       *values;   /* attribute's id → (GHashTable of values) */
} PostilBratVocabulary;

PostilBratVocabulary *postil_brat_vocabulary_new      (PostilCodebook       *codebook) G_GNUC_WARN_UNUSED_RESULT;
void                  postil_brat_vocabulary_free     (PostilBratVocabulary *self);
/* The name for @id, given out where it has none. */
const char           *postil_brat_vocabulary_get_name (PostilBratVocabulary *self,
                                                       PostilBratNames       names,
                                                       const char           *id);
void                  postil_brat_vocabulary_add_value (PostilBratVocabulary *self,
                                                       const char           *attribute,
                                                       const char           *value);
/* The two files for the folder of @coder. */
void                  postil_brat_vocabulary_write    (PostilBratVocabulary *self,
                                                       const char           *coder,
                                                       const char           *coder_name,
                                                       GString              *annotation,
                                                       GString              *visual);
/* What of the codebook they do not hold. */
void                  postil_brat_vocabulary_report   (PostilBratVocabulary *self,
                                                       PostilReport         *losses);

/* The lines of one layer. */
void                  postil_brat_append_layer        (GString              *out,
                                                       PostilBratVocabulary *vocabulary,
                                                       PostilSetArticle     *article,
                                                       PostilLayer          *layer,
                                                       PostilReport         *losses);

G_END_DECLS
