/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tables as RFC 4180 has them, with any one-byte delimiter. Strict: a quote inside an
 * unquoted field, text after a closing quote and a quote that never closes are errors of
 * that record. After an error reading goes on at the next line of the file, so that one bad
 * row costs no other: reading stays linear, since the next row with an odd quote ends the
 * search for the one that never closes. A record ends with CRLF or LF. */
typedef enum
{
  POSTIL_CSV_END,
  POSTIL_CSV_RECORD,
  POSTIL_CSV_ERROR
} PostilCsvStatus;

/* Fields are private but for those marked. */
typedef struct
{
  const char *data;
  gsize       length;
  gsize       position;
  char        delimiter; /* public */
  guint       next_line;
  guint       line;    /* public: where the current record begins, 1-based */
  GString    *values;  /* the record's fields, each ended by a NUL */
  GArray     *offsets; /* (element-type gsize) where each begins in values */
  const char *problem; /* public: what is wrong, a translated sentence, after _ERROR */
} PostilCsvReader;

/* @data is borrowed, need not be NUL-terminated, and is valid UTF-8 without a BOM. */
void             postil_csv_reader_init         (PostilCsvReader *self,
                                                 const char      *data,
                                                 gsize            length,
                                                 char             delimiter);
void             postil_csv_reader_clear        (PostilCsvReader *self);
PostilCsvStatus  postil_csv_reader_next         (PostilCsvReader *self);
guint            postil_csv_reader_get_n_fields (PostilCsvReader *self);
/* "" past the last one. Valid until the next call of _next(). */
const char      *postil_csv_reader_get_field    (PostilCsvReader *self,
                                                 guint            index);

/* Quoted where it must be; no delimiter is added. NULL is an empty field. */
void             postil_csv_append_field        (GString         *out,
                                                 const char      *text,
                                                 char             delimiter);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PostilCsvReader, postil_csv_reader_clear)

G_END_DECLS
