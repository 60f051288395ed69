/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-row.h"

G_BEGIN_DECLS

/* What the writers (csv, tsv, xlsx) and the reader of tables share: the columns. */
typedef enum
{
  POSTIL_CSV_ARTICLE,
  POSTIL_CSV_CODER,
  POSTIL_CSV_ANNOTATION,
  POSTIL_CSV_CODE,
  POSTIL_CSV_CODE_LABEL,
  POSTIL_CSV_START,
  POSTIL_CSV_END_COLUMN,
  POSTIL_CSV_PIECES,
  POSTIL_CSV_QUOTE,
  POSTIL_CSV_BEFORE,
  POSTIL_CSV_AFTER,
  POSTIL_CSV_NOTE,
  POSTIL_CSV_UNSURE,
  POSTIL_CSV_LINKS, /* the attributes' columns stand before it */
  POSTIL_CSV_CREATED,
  POSTIL_CSV_MODIFIED,
  POSTIL_N_CSV_COLUMNS
} PostilCsvColumn;

const char *postil_csv_column_to_name       (PostilCsvColumn         column);
gboolean    postil_csv_column_from_name     (const char             *name,
                                             PostilCsvColumn        *column);
/* An attribute named like a column above stands in "attribute:NAME". */
char       *postil_csv_dup_attribute_column (const char             *attribute) G_GNUC_WARN_UNUSED_RESULT;
const char *postil_csv_get_column_attribute (const char             *column);
/* What is known of the article: "article:title", "article:author"… */
char       *postil_csv_dup_record_column    (PostilRecordField       field) G_GNUC_WARN_UNUSED_RESULT;
gboolean    postil_csv_column_to_record     (const char             *column,
                                             PostilRecordField      *field);

/* What stands in the column of links: "kind:id" and a space between two. @out is empty. */
void        postil_csv_append_links         (GString                *out,
                                             const PostilRowSource  *source,
                                             PostilReport           *losses);

/* The reader (postil-format-csv-reader.c), as the registry wants it. */
int         postil_csv_sniff_csv            (const PostilImportFile *files,
                                             guint                   n_files);
int         postil_csv_sniff_tsv            (const PostilImportFile *files,
                                             guint                   n_files);
gboolean    postil_csv_import_csv           (const PostilImportFile *files,
                                             guint                   n_files,
                                             PostilImportOptions    *options,
                                             GError                **error);
gboolean    postil_csv_import_tsv           (const PostilImportFile *files,
                                             guint                   n_files,
                                             PostilImportOptions    *options,
                                             GError                **error);

G_END_DECLS
