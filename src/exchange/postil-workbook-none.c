/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Without libxlsxwriter there are no workbooks. */

#include "config.h"

#include "exchange/postil-workbook.h"

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"

gboolean
postil_workbook_is_built (void)
{
  return FALSE;
}

GBytes *
postil_workbook_write (const PostilWorkbookTable  *tables,
                       guint                       n_tables,
                       GError                    **error)
{
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_UNDEFINED, _("This Postil was built without workbooks (XLSX). Use CSV."));
  return NULL;
}
