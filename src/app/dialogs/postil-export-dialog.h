/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/postil-codebook.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_EXPORT_DIALOG (postil_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PostilExportDialog, postil_export_dialog, POSTIL, EXPORT_DIALOG, AdwWindow)

/* Writes annotations in an exchange format: what, whose, which codes; and what the format
 * would lose, before anything is written. @folder or @article may be NULL.
 * Signal: ::exported (string path, uint annotations). */
GtkWidget *postil_export_dialog_new (GtkWindow      *parent,
                                     GFile          *folder,
                                     GFile          *article,
                                     PostilCodebook *codebook);

G_END_DECLS
