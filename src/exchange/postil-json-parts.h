/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One JSON object or array, taken apart one level deep, so that a member can be replaced,
 * added or dropped while every other byte stays as it stood: white space, the writing of
 * keys, floats and escapes. Untouched, it gives back the text that it was made from. */
typedef struct _PostilJsonParts PostilJsonParts;

/* NULL where @json is not one well-formed object or array (white space around it is
 * allowed, and is dropped). @length: -1 for a NUL-terminated text. */
PostilJsonParts *postil_json_parts_new       (const char      *json,
                                              gssize           length) G_GNUC_WARN_UNUSED_RESULT;
void             postil_json_parts_free      (PostilJsonParts *self);
gboolean         postil_json_parts_is_array  (PostilJsonParts *self);
guint            postil_json_parts_get_n     (PostilJsonParts *self);
/* Escapes resolved; "" in an array. */
const char      *postil_json_parts_get_key   (PostilJsonParts *self,
                                              guint            index);
/* The value's own text. */
const char      *postil_json_parts_get_value (PostilJsonParts *self,
                                              guint            index);
/* The white space before the index-th part; with index = n the one before the end. */
const char      *postil_json_parts_get_space (PostilJsonParts *self,
                                              guint            index);
/* FALSE where there is no such member. @index may be NULL. */
gboolean         postil_json_parts_find      (PostilJsonParts *self,
                                              const char      *key,
                                              guint           *index);
void             postil_json_parts_set_value (PostilJsonParts *self,
                                              guint            index,
                                              const char      *json);
void             postil_json_parts_remove    (PostilJsonParts *self,
                                              guint            index);
/* @key: NULL in an array. @depth: how many containers are open around this one; it gives
 * the indentation where there is no neighbour to take it from. */
void             postil_json_parts_insert    (PostilJsonParts *self,
                                              guint            index,
                                              const char      *key,
                                              const char      *json,
                                              guint            depth);
/* Replaces the member, or adds it where @order (NULL-terminated keys) wants it. A NULL
 * @json drops it. */
void             postil_json_parts_put       (PostilJsonParts   *self,
                                              const char *const *order,
                                              const char        *key,
                                              const char        *json,
                                              guint              depth);
/* The same with a string, written as JSON. */
void             postil_json_parts_put_string (PostilJsonParts   *self,
                                               const char *const *order,
                                               const char        *key,
                                               const char        *text,
                                               guint              depth);
/* Gives the lines of this level the indentation of @depth; a text on one line stays so. */
void             postil_json_parts_indent    (PostilJsonParts *self,
                                              guint            depth);
char            *postil_json_parts_to_string (PostilJsonParts *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilJsonParts, postil_json_parts_free)

G_END_DECLS
