/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A strict RFC 8259 pull reader: no allocation a token, line and column for messages,
 * limits on size and depth. It is the guard in front of every json-glib parse, and the
 * fast path that reads sidecars. The input need not be NUL-terminated.
 *
 * Refused: a BOM, comments, trailing commas, leading zeros, raw control characters in
 * strings, invalid UTF-8, lone surrogate escapes, \u0000 (Postil's strings cannot hold
 * it), duplicate members of one object only where the caller asks, anything after the
 * one value, more than the limits. */
typedef enum
{
  POSTIL_JSON_ERROR,        /* see postil_json_reader_set_error() */
  POSTIL_JSON_END,          /* the one value has been read, and nothing follows it */
  POSTIL_JSON_OBJECT_BEGIN,
  POSTIL_JSON_OBJECT_END,
  POSTIL_JSON_ARRAY_BEGIN,
  POSTIL_JSON_ARRAY_END,
  POSTIL_JSON_KEY,
  POSTIL_JSON_STRING,
  POSTIL_JSON_NUMBER,
  POSTIL_JSON_TRUE,
  POSTIL_JSON_FALSE,
  POSTIL_JSON_NULL
} PostilJsonToken;

#define POSTIL_JSON_MAX_BYTES (512u * 1024u * 1024u)
#define POSTIL_JSON_MAX_DEPTH 64u

/* Lives on the stack; fields are private but for those marked. */
typedef struct
{
  const char      *data;
  gsize            length;
  gsize            position;
  guint            depth;
  guint            max_depth;
  guint8           stack[256];
  guint8           state;
  PostilJsonToken  token;        /* public: the current token */
  const char      *token_start;  /* public: its text; of a KEY or STRING without the quotes */
  gsize            token_length; /* public */
  gboolean         has_escapes;  /* public: whether a KEY or STRING holds a backslash */
  const char      *problem;      /* what is wrong, a static string */
  gboolean         is_over_limit;
} PostilJsonReader;

void             postil_json_reader_init       (PostilJsonReader  *self,
                                                const char        *data,
                                                gsize              length);
/* Reads the next token and returns it (also in self->token). */
PostilJsonToken  postil_json_reader_next       (PostilJsonReader  *self);
/* Whether the current KEY or STRING is @text, escapes resolved. */
gboolean         postil_json_reader_is         (PostilJsonReader  *self,
                                                const char        *text);
/* The current KEY or STRING, escapes resolved. */
char            *postil_json_reader_dup_string (PostilJsonReader  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Appends the current KEY or STRING, escapes resolved; nothing allocated if it has room. */
void             postil_json_reader_append_string (PostilJsonReader *self,
                                                GString           *string);
/* FALSE where the current NUMBER is not a whole number from 0 to G_MAXUINT64 (78.0 is one). */
gboolean         postil_json_reader_get_uint   (PostilJsonReader  *self,
                                                guint64           *value);
/* FALSE also for a number beyond what a double can hold. */
gboolean         postil_json_reader_get_double (PostilJsonReader  *self,
                                                double            *value);
/* With the current token the beginning of a value: reads to its end. @start and @length
 * (either may be NULL) get the value's own text, to the letter. FALSE on an error. */
gboolean         postil_json_reader_skip       (PostilJsonReader  *self,
                                                const char       **start,
                                                gsize             *length);
/* 1-based line, and column in code points, of the current token or of the error. Counted
 * from the text's beginning: for messages, not for every token. */
void             postil_json_reader_get_place  (PostilJsonReader  *self,
                                                guint             *line,
                                                guint             *column);
/* Makes a POSTIL_ERROR_MALFORMED (TOO_LARGE for the limits) out of the reader's error:
 * "line 3, column 7: …". Returns FALSE, so that one can return it. */
gboolean         postil_json_reader_set_error  (PostilJsonReader  *self,
                                                GError           **error);
/* Makes a POSTIL_ERROR_SCHEMA at the current token: "line 3, column 7: @message". FALSE. */
gboolean         postil_json_reader_set_schema_error (PostilJsonReader *self,
                                                GError           **error,
                                                const char        *format,
                                                ...) G_GNUC_PRINTF (3, 4);

/* The guard: reads all of it. @line (may be NULL) gets the line of the error. */
gboolean         postil_json_check             (const char        *data,
                                                gsize              length,
                                                guint             *line,
                                                GError           **error);

G_END_DECLS
