/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_IMPORT_DIALOG (postil_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PostilImportDialog, postil_import_dialog, POSTIL, IMPORT_DIALOG, AdwWindow)

/* Annotations of other programs into a folder: the format that was recognised, what would
 * come in and what not, and what becomes of codes that the codebook lacks.
 * Signal: ::imported (uint annotations, uint adopted codes). */
GtkWidget *postil_import_dialog_new (GtkWindow  *parent,
                                     GFile      *folder,
                                     const char *coder);

G_END_DECLS
