/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-cas.h"

G_BEGIN_DECLS

/* Private to postil-webanno-….c: a TSV file while it is read. */

typedef enum
{
  POSTIL_WEBANNO_PLACEHOLDER, /* the layer has no features */
  POSTIL_WEBANNO_PRIMITIVE,
  POSTIL_WEBANNO_ROLE,
  POSTIL_WEBANNO_TARGET,
  POSTIL_WEBANNO_REF,         /* where a relation comes from */
  POSTIL_WEBANNO_CHAIN_TYPE,
  POSTIL_WEBANNO_CHAIN_LINK
} PostilWebannoColumnKind;

typedef struct
{
  PostilWebannoColumnKind kind;
  gboolean    is_relation;
  gboolean    is_chain;
  const char *type;
  const char *feature;
  const char *target; /* the type of slots, or of what relations tie */
} PostilWebannoColumn;

/* An annotation; its end moves with each line that it goes on in. */
typedef struct
{
  PostilCasFs *fs;
  guint32      begin;
  guint32      end;
  guint        line;
  gboolean     is_relation;
} PostilWebannoMark;

/* A token or a part of one. */
typedef struct
{
  char              *id;    /* "1-2" */
  guint32            begin;
  guint32            end;
  guint              line;
  char              *form;  /* NULL for parts */
  GPtrArray         *marks; /* (element-type PostilWebannoMark) in order; borrowed */
  PostilWebannoMark *token; /* or NULL */
} PostilWebannoUnit;

typedef struct
{
  char    *text;  /* with its line ends */
  guint32  begin;
  guint    line;
} PostilWebannoSentence;

typedef struct
{
  PostilCas    *cas;
  const char   *file;
  PostilReport *losses;
  PostilReport *errors;
  guint         minor;     /* of the version 3.x */
  guint         max_gaps;  /* characters between sentences, in all of a file */
  guint32       next_id;
  guint32       sofa;
  GArray       *columns;   /* (element-type PostilWebannoColumn) */
  GPtrArray    *marks;     /* all, owned */
  GPtrArray    *units;     /* all, owned */
  GHashTable   *by_id;     /* "1-2" → PostilWebannoUnit */
  GHashTable   *numbered;  /* disambiguation id → PostilWebannoMark */
  GHashTable   *chains;    /* "1-2" → PostilWebannoMark */
  GPtrArray    *sentences; /* (element-type PostilWebannoSentence) */
  GPtrArray    *later;     /* what waits until all annotations are known */
} PostilWebanno;

PostilWebannoMark *postil_webanno_add_mark (PostilWebanno     *self,
                                            PostilWebannoUnit *unit,
                                            const char        *type);
/* The columns of a token's line. */
void               postil_webanno_read_cells (PostilWebanno     *self,
                                              PostilWebannoUnit *unit,
                                              char             **cells);
/* References, once all annotations are known. */
void               postil_webanno_settle   (PostilWebanno     *self);

G_END_DECLS
