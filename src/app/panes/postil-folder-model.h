/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "app/panes/postil-folder-item.h"
#include "app/panes/postil-folder-order.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FOLDER_MODEL (postil_folder_model_get_type ())
G_DECLARE_FINAL_TYPE (PostilFolderModel, postil_folder_model, POSTIL, FOLDER_MODEL, GObject)

/* The articles of a folder as they are shown: filtered and in order, kept up to date.
 * ::updated: counts or what is shown changed. */
PostilFolderModel *postil_folder_model_new        (PostilFolderScan  *scan) G_GNUC_WARN_UNUSED_RESULT;
PostilFolderScan  *postil_folder_model_get_scan   (PostilFolderModel *self);
/* What is shown: of PostilFolderItem. */
GListModel        *postil_folder_model_get_list   (PostilFolderModel *self);
/* All of them, in no order. */
GListModel        *postil_folder_model_get_all    (PostilFolderModel *self);
/* As postil_folder_query_new() understands it. */
void               postil_folder_model_set_text   (PostilFolderModel *self,
                                                   const char        *text);
void               postil_folder_model_set_show   (PostilFolderModel *self,
                                                   PostilFolderShow   show);
/* Those where this code was used; NULL for any. */
void               postil_folder_model_set_code   (PostilFolderModel *self,
                                                   const char        *code);
void               postil_folder_model_set_order  (PostilFolderModel *self,
                                                   PostilFolderOrder  order);
/* path → place in the plan, from 1; NULL for no plan. */
void               postil_folder_model_set_plan   (PostilFolderModel *self,
                                                   GHashTable        *places);
gboolean           postil_folder_model_has_plan   (PostilFolderModel *self);
/* Whether only the plan's articles are shown where there is a plan; they are at first. */
void               postil_folder_model_set_only_assigned (PostilFolderModel *self,
                                                   gboolean           only_assigned);
/* What cannot be read of the plan or of what is known; NULL for nothing. */
void               postil_folder_model_set_problem (PostilFolderModel *self,
                                                   const char        *problem);
const char        *postil_folder_model_get_problem (PostilFolderModel *self);
/* Records of items were set: filter and order look at them again. */
void               postil_folder_model_details_changed (PostilFolderModel *self);
/* The folders that the articles are in, relative, "" for the root; NULL-terminated. */
char             **postil_folder_model_dup_folders (PostilFolderModel *self) G_GNUC_WARN_UNUSED_RESULT;
PostilFolderItem  *postil_folder_model_lookup     (PostilFolderModel *self,
                                                   const char        *path);
/* Where it is shown; GTK_INVALID_LIST_POSITION where it is not. */
guint              postil_folder_model_find       (PostilFolderModel *self,
                                                   const char        *path);
/* The next (1) or previous (-1) one shown after @path (NULL: from the beginning), round the
 * end; of @only_not_done none that is. NULL for none. Borrowed. */
const char        *postil_folder_model_step       (PostilFolderModel *self,
                                                   const char        *path,
                                                   int                direction,
                                                   gboolean           only_not_done);
/* Of all articles (of those in the plan where there is one). @n_seconds may be NULL. */
void               postil_folder_model_count      (PostilFolderModel *self,
                                                   guint             *n_articles,
                                                   guint             *n_done,
                                                   guint64           *n_seconds);

G_END_DECLS
