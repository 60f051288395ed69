/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "app/panes/postil-folder-model.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ARTICLES_TABLE (postil_articles_table_get_type ())
G_DECLARE_FINAL_TYPE (PostilArticlesTable, postil_articles_table, POSTIL, ARTICLES_TABLE, AdwWindow)

/* The articles that the list shows, with a column for whatever is known of each and of this
 * coder's work on it. Signal: ::chosen (string path). */
GtkWidget *postil_articles_table_new    (GtkWindow         *parent,
                                         PostilFolderModel *model);
/* All of @items, of PostilFolderItem, with a line of columns first; also what a coder does not see
 * at once, such as the URL. */
GString   *postil_articles_table_to_csv (GListModel        *items,
                                         char               separator) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
