/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One table as CSV. Pure. */

#include "config.h"

#include "exchange/postil-workbook.h"

#include "exchange/postil-csv.h"

static void
append_row (GString           *out,
            const char *const *cells,
            guint              n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      postil_csv_append_field (out, cells[i], ',');
    }
  g_string_append (out, "\r\n");
}

GBytes *
postil_workbook_write_csv (const PostilWorkbookTable *table)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (table != NULL, NULL);

  append_row (out, table->titles, table->n_columns);
  for (guint i = 0; i < table->n_rows; i++)
    append_row (out, table->cells + (gsize) i * table->n_columns, table->n_columns);
  return g_string_free_to_bytes (out);
}
