/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-cas.h"

G_BEGIN_DECLS

/* Private to postil-cas-import.c, postil-cas-links.c, postil-cas-facts.c and postil-cas-build.c. */

/* Keys of the fields that hold what the format has no place for. */
#define POSTIL_CAS_FIELD_PATH "postil:path"
#define POSTIL_CAS_FIELD_CODER "postil:coder"
#define POSTIL_CAS_FIELD_CODER_NAME "postil:coder-name"
#define POSTIL_CAS_FIELD_STATUS "postil:status"
#define POSTIL_CAS_FIELD_CHARACTERS "postil:characters"

/* One view of a CAS while it is read. */
typedef struct
{
  PostilCasImport   *import;
  PostilCas         *cas;
  const char        *file;
  PostilCasView     *view;
  GPtrArray         *members;  /* (element-type PostilCasFs) */
  PostilDialectText *counted;
  PostilDialect      dialect;
  char              *path;     /* the article's */
  char              *coder;    /* or NULL */
  char              *coder_name;
  GPtrArray         *all;      /* (element-type PostilRow) */
  GHashTable        *rows;     /* PostilCasFs → PostilRow */
  GHashTable        *own;      /* our own id → PostilRow */
  GHashTable        *keys;     /* ids that were given out */
  GHashTable        *used;     /* structures that are part of others; of the whole CAS */
  guint              n_segments;
  guint              n_structure;
} PostilCasReading;

/* What is said of the document: its own structure, and fields that Postil wrote. */
PostilCasFs *postil_cas_find_document  (PostilCas         *cas,
                                        PostilCasView     *view);
const char  *postil_cas_find_field     (PostilCas         *cas,
                                        const char        *key);
/* @article: as the file's path says, or NULL. */
char        *postil_cas_dup_path       (PostilCas         *cas,
                                        PostilCasView     *view,
                                        const char        *file,
                                        const char        *article) G_GNUC_WARN_UNUSED_RESULT;
char        *postil_cas_dup_coder      (PostilCas         *cas,
                                        PostilCasView     *view,
                                        const char        *coder) G_GNUC_WARN_UNUSED_RESULT;
/* The text of the view as its offsets count it; NULL where it has none. */
char        *postil_cas_dup_text       (PostilCas         *cas,
                                        PostilCasView     *view) G_GNUC_WARN_UNUSED_RESULT;

/* The code, or the kind of a link: what stands in one of four features (@feature gets it),
 * else the short name of the type. */
const char  *postil_cas_get_code       (const PostilCasFs *fs,
                                        const char       **feature);
void         postil_cas_know           (PostilCasImport   *import,
                                        char               what,
                                        GPtrArray         *list,
                                        const char        *name);
gboolean     postil_cas_is_segment     (const PostilCasFs *fs);
gboolean     postil_cas_is_relation    (PostilCas         *cas,
                                        const PostilCasFs *fs);
/* The row of a structure, made where it is a token that something refers to; or NULL. */
PostilRow   *postil_cas_get_row        (PostilCasReading  *self,
                                        guint32            id);
void         postil_cas_read_links     (PostilCasReading  *self,
                                        PostilCasFs       *fs);
/* "Governor=…; value=…" for a message. */
char        *postil_cas_dup_features   (const PostilCasFs *fs) G_GNUC_WARN_UNUSED_RESULT;
/* What Postil itself wrote of a passage. */
void         postil_cas_read_own       (PostilCasReading  *self,
                                        const PostilCasFs *fs,
                                        PostilRow         *row);
/* @text as XML holds it. */
char        *postil_cas_dup_xml        (const char        *text,
                                        const char        *replacement) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
