/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "counts/postil-table.h"

G_BEGIN_DECLS

/* One value down or across, and how many passages have it. */
typedef struct
{
  guint32 value;
  guint   n;
} PostilTableHead;

struct _PostilTable
{
  GArray     *rows;     /* of PostilTableHead */
  GArray     *columns;  /* likewise; none without a second dimension */
  GHashTable *cells;    /* a set of cells, found by their values */
  guint       n_total;
};

PostilTable *postil_table_new_empty (void) G_GNUC_WARN_UNUSED_RESULT;
void         postil_table_count     (PostilTable *self,
                                     guint32      row,
                                     guint32      column,
                                     guint        n);

G_END_DECLS
