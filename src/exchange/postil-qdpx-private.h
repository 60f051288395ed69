/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-qda.h"

G_BEGIN_DECLS

/* A project while it is read: what postil-qdpx-reader.c and postil-qdpx-sources.c share. */
typedef struct
{
  PostilRowSet        *set;
  const char          *file;
  PostilQdpxFileFunc   find_file;
  gpointer             user_data;
  PostilImportOptions *options;
  gboolean             is_own;
  GHashTable          *users;   /* plain GUID → its element */
  GHashTable          *logins;  /* user's id → its element, so that two never become one */
  GHashTable          *notes;   /* plain GUID → its element */
  GHashTable          *used_notes;
  GHashTable          *codes;   /* plain GUID → id */
  GHashTable          *rows;    /* plain GUID of a selection or coding → PostilRow, borrowed */
  GHashTable          *pieces;  /* plain GUID that the next piece will have → PostilRow */
  GHashTable          *paths;   /* that were given out */
  GPtrArray           *all;     /* (element-type PostilRow), in order */
  char                *unsure;  /* plain GUID of the code that says so in our own files */
} PostilQdpx;

/* PDFSource, TextSource and so on; what is none of text is listed. */
void  postil_qdpx_read_source (PostilQdpx *self,
                               xmlNode    *node);
/* The note's text, or NULL. Marks it as used. */
char *postil_qdpx_dup_note    (const char *plain,
                               gpointer    qdpx);
char *postil_qdpx_dup_guid    (xmlNode    *node,
                               const char *name);
void  postil_qdpx_lose        (PostilQdpx *self,
                               xmlNode    *node,
                               const char *kind,
                               const char *item,
                               const char *format,
                               ...) G_GNUC_PRINTF (5, 6);
void  postil_qdpx_add_note    (PostilRow  *row,
                               const char *text);

G_END_DECLS
