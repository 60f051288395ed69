/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_IMPORT_DOCUMENTS (postil_import_documents_get_type ())
G_DECLARE_FINAL_TYPE (PostilImportDocuments, postil_import_documents, POSTIL, IMPORT_DOCUMENTS, AdwWindow)

/* Documents become articles: what comes out is shown before, progress while it is done, and
 * afterwards what failed and why.
 * Signal: ::imported (GListModel of GFile): articles that stand there now. */
GtkWidget *postil_import_documents_new           (GtkWindow             *parent);
/* @folder: where articles go; NULL for beside each document. */
void       postil_import_documents_set_folder    (PostilImportDocuments *self,
                                                  GFile                 *folder);
void       postil_import_documents_add_file      (PostilImportDocuments *self,
                                                  GFile                 *file);
/* A table of what is known of the files. */
void       postil_import_documents_set_table     (PostilImportDocuments *self,
                                                  GFile                 *table);
/* What was copied: its name is asked for. Needs a folder. */
void       postil_import_documents_set_clipboard (PostilImportDocuments *self,
                                                  GBytes                *bytes,
                                                  gboolean               is_html);
/* When all has been added. */
void       postil_import_documents_show          (PostilImportDocuments *self);

G_END_DECLS
