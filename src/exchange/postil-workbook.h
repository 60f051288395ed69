/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tables as files: a workbook of them, or one as CSV. */
typedef struct
{
  const char        *name;      /* of the sheet: at most 31 characters */
  const char *const *titles;
  guint              n_columns; /* at most 64 */
  guint64            numeric;   /* a bit a column: its cells are numbers, or "" */
  const char *const *cells;     /* row by row */
  guint              n_rows;
} PostilWorkbookTable;

/* Whether this Postil can write workbooks. */
gboolean  postil_workbook_is_built (void);
/* XLSX; texts are never taken for formulas. What is longer than a cell is cut. The same tables
 * give the same bytes. Any thread. */
GBytes   *postil_workbook_write    (const PostilWorkbookTable *tables,
                                    guint                      n_tables,
                                    GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
/* RFC 4180, with a head line. */
GBytes   *postil_workbook_write_csv (const PostilWorkbookTable *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
