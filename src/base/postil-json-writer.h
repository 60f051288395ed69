/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes JSON into a GString: two spaces an indent, LF, members in the order they are
 * given; or all on one line. Deterministic, which json-glib 1.6 is not for numbers and
 * control characters. Lives on the stack; fields are private. */
typedef struct
{
  GString  *out;
  guint     depth;
  guint     base;      /* the depth that it began at */
  gboolean  compact;
  guint64   has_items; /* a bit a depth */
  gboolean  after_key;
} PostilJsonWriter;

void postil_json_writer_init          (PostilJsonWriter *self,
                                       GString          *out,
                                       gboolean          compact);
/* Begin to write as though already @depth objects deep (for items of a larger file). */
void postil_json_writer_set_depth     (PostilJsonWriter *self,
                                       guint             depth);
void postil_json_writer_begin_object  (PostilJsonWriter *self);
void postil_json_writer_end_object    (PostilJsonWriter *self);
void postil_json_writer_begin_array   (PostilJsonWriter *self);
void postil_json_writer_end_array     (PostilJsonWriter *self);
void postil_json_writer_key           (PostilJsonWriter *self,
                                       const char       *key);
void postil_json_writer_string        (PostilJsonWriter *self,
                                       const char       *value); /* NULL writes null */
void postil_json_writer_uint          (PostilJsonWriter *self,
                                       guint64           value);
void postil_json_writer_boolean       (PostilJsonWriter *self,
                                       gboolean          value);
/* NaN and infinities are written as null; else the shortest text that reads back equal. */
void postil_json_writer_double        (PostilJsonWriter *self,
                                       double            value);
void postil_json_writer_null          (PostilJsonWriter *self);
/* A value's own text, to the letter. */
void postil_json_writer_raw           (PostilJsonWriter *self,
                                       const char       *json,
                                       gssize            length);
/* key and value at once; a NULL or empty @value writes nothing with _optional. */
void postil_json_writer_member        (PostilJsonWriter *self,
                                       const char       *key,
                                       const char       *value);
void postil_json_writer_member_optional (PostilJsonWriter *self,
                                       const char       *key,
                                       const char       *value);
void postil_json_writer_member_uint   (PostilJsonWriter *self,
                                       const char       *key,
                                       guint64           value);

/* @text in quotes, escaped: only ", \, and U+0000–001F (and U+007F) are; the rest is UTF-8. */
void postil_json_append_string        (GString          *out,
                                       const char       *text,
                                       gssize            length);

G_END_DECLS
