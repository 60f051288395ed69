/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-article-list.h"
#include "storage/postil-folder-scan.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FOLDER_ITEM (postil_folder_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilFolderItem, postil_folder_item, POSTIL, FOLDER_ITEM, GObject)

/* An article in the list of a folder. ::changed: what is shown of it is different. */
PostilFolderItem *postil_folder_item_new          (PostilScanned    *scanned) G_GNUC_WARN_UNUSED_RESULT;
void              postil_folder_item_set_scanned  (PostilFolderItem *self,
                                                   PostilScanned    *scanned);
PostilScanned    *postil_folder_item_get_scanned  (PostilFolderItem *self);
const char       *postil_folder_item_get_path     (PostilFolderItem *self);
/* Valid UTF-8, whatever the file is called. */
const char       *postil_folder_item_get_name     (PostilFolderItem *self);
/* For comparing names as a person does: 9 before 10. */
const char       *postil_folder_item_get_key      (PostilFolderItem *self);
/* What is known about the article; NULL for nothing. Copied. */
void              postil_folder_item_set_record   (PostilFolderItem *self,
                                                   const PostilArticleRecord *record);
const PostilArticleRecord *postil_folder_item_get_record (PostilFolderItem *self);
/* Title, author, publisher and date in one line; "" for nothing. */
char             *postil_folder_item_dup_details  (PostilFolderItem *self) G_GNUC_WARN_UNUSED_RESULT;
/* The article's own, "" where it is not known. */
const char       *postil_folder_item_get_date     (PostilFolderItem *self);
/* The article's own, else that of its file; "" where that has not been read either. */
char             *postil_folder_item_dup_date     (PostilFolderItem *self) G_GNUC_WARN_UNUSED_RESULT;
/* How long this coder worked on it, in this account on this machine. */
void              postil_folder_item_set_seconds  (PostilFolderItem *self,
                                                   guint             n_seconds);
guint             postil_folder_item_get_seconds  (PostilFolderItem *self);
/* "2 h 5 min"; NULL below a minute. */
char             *postil_folder_item_dup_duration (guint64           n_seconds) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the plan gives it to this coder; TRUE where there is no plan. */
void              postil_folder_item_set_assigned (PostilFolderItem *self,
                                                   gboolean          is_assigned,
                                                   guint             place);
gboolean          postil_folder_item_is_assigned  (PostilFolderItem *self);
guint             postil_folder_item_get_place    (PostilFolderItem *self);

PostilArticleState postil_folder_item_get_state   (PostilFolderItem *self);
/* In words. */
const char       *postil_folder_item_get_state_title (PostilFolderItem *self);
/* An orphan, an unknown code, an unreadable or conflicted sidecar, no article. */
gboolean          postil_folder_item_has_problem  (PostilFolderItem *self);
/* "12 annotations · 2 unsure · 8 min"; what follows the name. */
char             *postil_folder_item_dup_status   (PostilFolderItem *self) G_GNUC_WARN_UNUSED_RESULT;
/* What is wrong, in words; NULL for nothing. */
char             *postil_folder_item_dup_problem  (PostilFolderItem *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
