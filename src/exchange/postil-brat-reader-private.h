/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-brat.h"

G_BEGIN_DECLS

/* What the files of the reader of brat's lines share. */
#define POSTIL_BRAT_MAX_FRAGMENTS 1000u

/* A line in its parts, which are borrowed from the file's text. */
typedef struct
{
  const char *file;
  guint       line;
  const char *id;   /* "T1" */
  char       *data; /* "Concern 0 4;6 9" */
  const char *tail; /* behind the second tab, or "" */
} PostilBratLine;

struct _PostilBratReader
{
  PostilImportOptions *options;
  PostilBratConf      *conf;
  char                *article;
  const char          *coder;
  GPtrArray           *types;
  GPtrArray           *texts;  /* the files' texts, and their names */
  GArray              *lines;  /* (element-type PostilBratLine) */
  GPtrArray           *rows;   /* in order; the last owner gives them to the set */
  GHashTable          *by_id;  /* "T1" or "E1" → PostilRow, borrowed */
  GHashTable          *triggers; /* rows that are an event's */
  GHashTable          *notes;  /* PostilRow → its note on one line, as Postil wrote it */
  GHashTable          *spans;  /* PostilRow → its places as in the file, for Postil's comment */
};

gboolean   postil_brat_parse_fragment          (const char           *text,
                                                PostilSpan           *span);
/* The row that a line is about; NULL, and listed, where it is about none. */
PostilRow *postil_brat_reader_find_target      (PostilBratReader     *self,
                                                const PostilBratLine *line,
                                                const char           *id);

/* -comments.c: notes, and what Postil wrote beside a line; the latter come first */
void       postil_brat_reader_read_own_comment (PostilBratReader     *self,
                                                const PostilBratLine *line);
void       postil_brat_reader_read_comment     (PostilBratReader     *self,
                                                const PostilBratLine *line);

G_END_DECLS
