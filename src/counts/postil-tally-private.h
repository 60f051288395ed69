/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "counts/postil-tally.h"

G_BEGIN_DECLS

/* What the files of the tally share. */

typedef struct
{
  guint32 article;
  guint32 coder;
  guint32 code;
  guint32 start;
  guint32 end;
  guint32 first_span;  /* more than one piece: all of them, in spans; else n_spans is 0 */
  guint32 n_spans;
  guint32 first_value; /* in values */
  guint32 n_values;
  const char *id;      /* in strings */
  const char *excerpt;
} PostilTallyRecord;

typedef struct
{
  const char *path;
  guint       n_chars;
  guint16     year;   /* 0: no date */
  guint8      month;  /* 0: not said */
  guint8      day;
} PostilTallyArticle;

/* A code, an attribute, a kind of link, with what a codebook calls it. */
typedef struct
{
  const char *id;
  const char *label;
} PostilTallyName;

typedef struct
{
  guint32 attribute;
  guint32 value;
} PostilTallyAttribute;

/* Names, each once, in the order in which they came. */
typedef struct
{
  GArray     *names;   /* of PostilTallyName */
  GHashTable *numbers; /* id → number + 1 */
} PostilTallyNames;

struct _PostilTally
{
  gatomicrefcount  ref_count;
  GStringChunk    *strings;
  GArray          *records;  /* of PostilTallyRecord; those of one layer follow each other */
  GArray          *articles; /* of PostilTallyArticle */
  GHashTable      *paths;    /* path → number + 1 */
  GArray          *spans;    /* of PostilSpan */
  GArray          *given;    /* of PostilTallyAttribute */
  GArray          *links;    /* of PostilTalliedLink */
  PostilTallyNames codes;
  PostilTallyNames coders;
  PostilTallyNames attributes;
  PostilTallyNames values;
  PostilTallyNames kinds;
  PostilCodebook  *last;     /* the codebook that was added last */
};

static inline const PostilTallyRecord *
postil_tally_peek (PostilTally *self,
                   guint        index)
{
  return &g_array_index (self->records, PostilTallyRecord, index);
}

G_END_DECLS
