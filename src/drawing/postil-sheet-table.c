/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table on paper. A row is never broken over two pages, unless it is higher than one. */

#include "config.h"

#include "drawing/postil-sheet-private.h"

#define PADDING 4.0

typedef struct
{
  PostilSheet       *sheet;
  const char *const *titles;
  const double      *shares;
  guint              n_columns;
} Table;

static double
get_column_x (const Table *self,
              guint        column)
{
  double x = self->sheet->paper.margin;

  for (guint i = 0; i < column; i++)
    x += self->shares[i] * postil_sheet_get_width (self->sheet);
  return x;
}

static void
put_row (const Table       *self,
         const char *const *cells,
         PostilPrintStyle   style,
         gboolean           repeat_head)
{
  PostilSheet *sheet = self->sheet;
  g_autoptr (GPtrArray) layouts = g_ptr_array_new_with_free_func (g_object_unref);
  double tallest = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      double height = 0;
      double width = self->shares[i] * postil_sheet_get_width (sheet) - 2 * PADDING;

      g_ptr_array_add (layouts, postil_sheet_new_layout (sheet, cells[i] != NULL ? cells[i] : "", -1, style, width));
      postil_sheet_measure (g_ptr_array_index (layouts, i), &height);
      tallest = MAX (tallest, height);
    }
  if (repeat_head && sheet->y + tallest + 2 * PADDING > postil_sheet_get_bottom (sheet) && sheet->y > postil_sheet_get_top (sheet))
    {
      postil_sheet_add_page (sheet);
      put_row (self, self->titles, POSTIL_PRINT_LABEL, FALSE);
    }
  for (guint i = 0; i < self->n_columns; i++)
    postil_sheet_put_at (sheet, g_ptr_array_index (layouts, i), sheet->page, get_column_x (self, i) + PADDING, sheet->y + PADDING,
                         &postil_print_black);
  sheet->y += tallest + 2 * PADDING;
  postil_sheet_put_box (sheet, sheet->page, sheet->paper.margin, sheet->y, postil_sheet_get_width (sheet), 0.5, &postil_print_rule);
}

void
postil_sheet_add_table (PostilSheet       *self,
                        const char *const *titles,
                        const double      *shares,
                        guint              n_columns,
                        const char *const *cells,
                        guint              n_rows)
{
  Table table = { self, titles, shares, n_columns };

  g_return_if_fail (self != NULL && titles != NULL && shares != NULL && n_columns > 0);

  postil_sheet_need (self, 60);
  put_row (&table, titles, POSTIL_PRINT_LABEL, FALSE);
  for (guint row = 0; row < n_rows; row++)
    put_row (&table, cells + (gsize) row * n_columns, POSTIL_PRINT_TEXT, TRUE);
  self->y += 8;
}
