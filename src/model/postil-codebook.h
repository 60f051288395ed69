/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The codes, the attributes and the kinds of link that a project uses. Immutable,
 * reference counted; to edit is to build another with a PostilCodebookBuilder. */
typedef struct _PostilCodebook PostilCodebook;
typedef struct _PostilCodebookBuilder PostilCodebookBuilder;

/* A code. All strings are UTF-8, none but the source is NULL (empty for "not said"). What a
 * builder is given may have NULLs, and may leave out what is shown. */
typedef struct
{
  const char        *id;         /* "concern" */
  const char        *label;      /* "Concern": for files */
  const char        *shown;      /* for people: the label, in the program's language where all of it is built in */
  const char        *key;        /* what applies it: "2"; or "" */
  const char        *color;      /* "#rrggbb" as in the file */
  const char        *definition;
  const char        *when;       /* "Code when …" */
  const char        *when_not;   /* "Do not code when …" */
  const char *const *examples;   /* NULL-terminated, never NULL */
  const char        *revised;    /* when the definition or its notes last became others, as "2026-11-23T10:00:00Z"; or "" */
  const char *const *history;    /* what they were before, the oldest first */
  const char *const *matches;    /* ids by which other coders' files call this code */
  const char        *parent;     /* a code's id, or "" */
  guint              depth;      /* 0 at the top */
  const char        *source;     /* members that Postil does not know; only exchange/ reads it */
} PostilCode;

typedef enum
{
  POSTIL_ATTRIBUTE_TEXT,    /* with suggestions from what was typed before */
  POSTIL_ATTRIBUTE_CHOICE,
  POSTIL_ATTRIBUTE_BOOLEAN
} PostilAttributeKind;

typedef struct
{
  const char          *id;
  const char          *label;
  const char          *shown;    /* as of a code */
  const char          *definition;
  PostilAttributeKind  kind;
  const char *const   *choices;  /* NULL-terminated, never NULL */
  const char *const   *codes;    /* the codes that bear it; empty for all */
  const char          *source;
} PostilAttributeDef;

typedef struct
{
  const char        *id;
  const char        *label;
  const char        *shown;      /* as of a code */
  const char        *definition;
  const char *const *from_codes; /* empty for all */
  const char *const *to_codes;
  const char        *source;
} PostilLinkDef;

/* The four built-in codes, the actor, and the two kinds of link. Never NULL. */
PostilCodebook           *postil_codebook_new_builtin       (void) G_GNUC_WARN_UNUSED_RESULT;
PostilCodebook           *postil_codebook_ref               (PostilCodebook *self);
void                      postil_codebook_unref             (PostilCodebook *self);
gboolean                  postil_codebook_is_builtin        (PostilCodebook *self);
const char               *postil_codebook_get_label         (PostilCodebook *self);
const char               *postil_codebook_get_source        (PostilCodebook *self);

/* In the codebook's order, a parent before its children. */
guint                     postil_codebook_get_n_codes       (PostilCodebook *self);
const PostilCode         *postil_codebook_get_code          (PostilCodebook *self, guint index);
/* Also by an id that it is matched to. */
const PostilCode         *postil_codebook_lookup_code       (PostilCodebook *self, const char *id);
const PostilCode         *postil_codebook_lookup_key        (PostilCodebook *self, const char *key);
/* The label, or the id itself where the codebook lacks the code. */
const char               *postil_codebook_get_code_label    (PostilCodebook *self, const char *id);
/* The same as it is shown. */
const char               *postil_codebook_show_code         (PostilCodebook *self, const char *id);
guint                     postil_codebook_get_n_attributes  (PostilCodebook *self);
const PostilAttributeDef *postil_codebook_get_attribute     (PostilCodebook *self, guint index);
const PostilAttributeDef *postil_codebook_lookup_attribute  (PostilCodebook *self, const char *id);
guint                     postil_codebook_get_n_links       (PostilCodebook *self);
const PostilLinkDef      *postil_codebook_get_link          (PostilCodebook *self, guint index);
const PostilLinkDef      *postil_codebook_lookup_link       (PostilCodebook *self, const char *id);
/* The same in everything but the sources. */
gboolean                  postil_codebook_equal             (PostilCodebook *a, PostilCodebook *b);

/* A builder copies what it is given. @from may be NULL for an empty one. */
PostilCodebookBuilder    *postil_codebook_builder_new       (PostilCodebook *from) G_GNUC_WARN_UNUSED_RESULT;
void                      postil_codebook_builder_free      (PostilCodebookBuilder *self);
void                      postil_codebook_builder_set_label (PostilCodebookBuilder *self, const char *label);
void                      postil_codebook_builder_set_source (PostilCodebookBuilder *self, const char *source);
/* Replaces the code of that id, or appends it (after the last descendant of its parent). */
void                      postil_codebook_builder_set_code  (PostilCodebookBuilder *self, const PostilCode *code);
/* Appends it even where there is one of that id, which _end() then says. For readers. */
void                      postil_codebook_builder_add_code  (PostilCodebookBuilder *self, const PostilCode *code);
/* Its children move up to its parent. */
void                      postil_codebook_builder_remove_code (PostilCodebookBuilder *self, const char *id);
/* Moves a code with its descendants under @parent ("" for the top), before @before
 * (NULL: to the end). FALSE when it would become its own ancestor. */
gboolean                  postil_codebook_builder_move_code (PostilCodebookBuilder *self, const char *id,
                                                             const char *parent, const char *before);
/* Gives a code another id, in its place; its children, attributes and links follow. FALSE where
 * there is none of that id, or one of the new id, or the new one is empty. */
gboolean                  postil_codebook_builder_rename_code (PostilCodebookBuilder *self, const char *id,
                                                               const char *new_id);
/* Where attributes and links are limited to the one, they are limited to the other. */
void                      postil_codebook_builder_replace_in_lists (PostilCodebookBuilder *self, const char *id,
                                                                    const char *new_id);
void                      postil_codebook_builder_set_attribute (PostilCodebookBuilder *self, const PostilAttributeDef *attribute);
void                      postil_codebook_builder_remove_attribute (PostilCodebookBuilder *self, const char *id);
void                      postil_codebook_builder_set_link  (PostilCodebookBuilder *self, const PostilLinkDef *link);
void                      postil_codebook_builder_remove_link (PostilCodebookBuilder *self, const char *id);
/* Frees the builder. Errors (SCHEMA): duplicate ids or keys, a cycle or an unknown parent,
 * an empty id, over 32 levels or 10,000 codes. A missing label becomes the id, a missing
 * colour the next of the palette. */
PostilCodebook           *postil_codebook_builder_end       (PostilCodebookBuilder *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A colour-blind-safe palette (Okabe and Ito 2008, then Paul Tol's muted scheme), for new
 * codes: the @index-th, cyclic. "#rrggbb" */
const char               *postil_codebook_get_palette_color (guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCodebook, postil_codebook_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCodebookBuilder, postil_codebook_builder_free)

G_END_DECLS
