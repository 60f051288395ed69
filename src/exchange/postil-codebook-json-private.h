/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-json-reader.h"
#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* What the reader and the writer of codebook.json share. */

/* Room for the deepest nesting of codes that a codebook may have. */
#define POSTIL_CODEBOOK_MAX_DEPTH 96u

/* One member of schema:additionalProperty. */
typedef struct
{
  gboolean           is_link;
  PostilAttributeDef attribute;
  PostilLinkDef      link;
} PostilCodebookProperty;

/* A list inside an object: passed over, left out of the object's source, and read later. */
typedef struct
{
  gboolean         is_there;
  PostilJsonReader reader; /* stands on its beginning */
  const char      *start;
  const char      *end;
} PostilCodebookList;

typedef struct
{
  PostilCode         code;
  PostilCodebookList children;
} PostilCodeDraft;

typedef struct
{
  const char         *label;
  gboolean            is_scheme;
  PostilCodebookList  lists[2]; /* the codes, the properties */
} PostilCodebookRoot;

/* Reads the members of an object, on whose beginning @json stands. */
typedef struct
{
  PostilJsonReader *json;
  GStringChunk     *strings; /* what was read lives here… */
  GPtrArray        *lists;   /* … and here (of g_free) */
} PostilCodebookMembers;

gboolean postil_codebook_members_read_code     (PostilCodebookMembers   *self,
                                                PostilCodeDraft         *draft,
                                                GError                 **error);
gboolean postil_codebook_members_read_property (PostilCodebookMembers   *self,
                                                PostilCodebookProperty  *property,
                                                GError                 **error);
gboolean postil_codebook_members_read_root     (PostilCodebookMembers   *self,
                                                PostilCodebookRoot      *draft,
                                                GError                 **error);

/* How the two notes on scope stand in one text, and how it is taken apart again. NULL where
 * one text would not give the same two back. */
char    *postil_codebook_join_scope     (const char             *when,
                                         const char             *when_not) G_GNUC_WARN_UNUSED_RESULT;
void     postil_codebook_split_scope    (const char             *scope,
                                         char                  **when,
                                         char                  **when_not);

/* What a source says; strings and lists live in @strings and @lists. */
gboolean postil_codebook_read_code      (const char             *json,
                                         GStringChunk           *strings,
                                         GPtrArray              *lists,
                                         PostilCode             *code);
gboolean postil_codebook_read_property  (const char             *json,
                                         GStringChunk           *strings,
                                         GPtrArray              *lists,
                                         PostilCodebookProperty *property);
gboolean postil_codebook_read_label     (const char             *json,
                                         GStringChunk           *strings,
                                         GPtrArray              *lists,
                                         const char            **label);

/* As they are written anew. NULL strings and lists are empty ones. @depth: how many
 * containers are open around it; @children: the list of narrower codes as JSON. */
char    *postil_codebook_write_code     (const PostilCode             *code,
                                         guint                         depth,
                                         const char                   *children) G_GNUC_WARN_UNUSED_RESULT;
char    *postil_codebook_write_property (const PostilCodebookProperty *property) G_GNUC_WARN_UNUSED_RESULT;
/* @properties may be NULL for none. */
char    *postil_codebook_write_root     (const char                   *label,
                                         const char                   *codes,
                                         const char                   *properties) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
