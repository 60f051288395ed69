/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-article-list.h"
#include "exchange/postil-dialect.h"
#include "exchange/postil-entities.h"

G_BEGIN_DECLS

/* What the files of the reader of entities share. */

/* A number that is no offset; it stays outside of every text. */
#define POSTIL_ENTITY_NO_OFFSET (G_MAXUINT32 - 1)

typedef struct _PostilReadEntity PostilReadEntity;

struct _PostilReadEntity
{
  char             *id;
  guint             start;
  guint             end;
  PostilRow        *row;        /* NULL once it has become a piece of another's row */
  PostilReadEntity *whole;      /* that other, or NULL */
  guint             index;      /* of its piece */
  gboolean          is_known;   /* the details told of it */
  gboolean          is_claimed; /* they name it by its id and its place */
  PostilReadEntity *next;       /* with the same place and label, or NULL */
};

struct _PostilEntityReader
{
  PostilImportOptions *options;
  PostilRowSet        *set;
  const PostilDialect *dialects;
  guint                n_dialects;
  GHashTable          *paths;    /* path → SHA-256 of its text */
  GHashTable          *taken;    /* paths */
  GHashTable          *by_text;  /* SHA-256 → path that was made up for it */
  /* of the document */
  const char          *file;
  guint                line;
  char                *coder;
  char                *coder_name;
  char                *article;  /* as the details name it */
  GPtrArray           *details;  /* (element-type JsonNode) objects with "coder", "annotations" */
  GPtrArray           *entities; /* (element-type PostilReadEntity) */
  GHashTable          *by_id;    /* id → the first PostilReadEntity that has it */
  GHashTable          *by_place; /* "start end label" → the first PostilReadEntity there */
  GPtrArray           *links;    /* (element-type utf8) from, to, kind, … */
  PostilArticleRecord *record;   /* what is known of the document, or NULL */
};

/* FALSE where it is none; @offset is outside of every text then. */
gboolean          postil_entity_get_offset              (JsonNode           *node,
                                                         guint              *offset);
/* The key of by_place. */
char             *postil_entity_dup_place               (const char         *code,
                                                         guint               start,
                                                         guint               end) G_GNUC_WARN_UNUSED_RESULT;
PostilReadEntity *postil_entity_reader_get              (PostilEntityReader *self,
                                                         const char         *id);

/* -details.c: what the member "postil" says; the latter once all of it was taken */
void              postil_entity_reader_take_all_details (PostilEntityReader *self);
void              postil_entity_reader_settle_coders    (PostilEntityReader *self);

G_END_DECLS
