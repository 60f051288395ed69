/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/panes/postil-folder-item.h"

G_BEGIN_DECLS

typedef enum
{
  POSTIL_FOLDER_SHOW_ALL,
  POSTIL_FOLDER_SHOW_NOT_DONE,
  POSTIL_FOLDER_SHOW_UNTOUCHED,
  POSTIL_FOLDER_SHOW_IN_PROGRESS,
  POSTIL_FOLDER_SHOW_DONE,
  POSTIL_FOLDER_SHOW_UNSURE,
  POSTIL_FOLDER_SHOW_PROBLEMS,
  POSTIL_N_FOLDER_SHOWS
} PostilFolderShow;

typedef enum
{
  POSTIL_FOLDER_BY_NAME,
  POSTIL_FOLDER_BY_DATE,      /* of the article, as its metadata say; else of its file */
  POSTIL_FOLDER_BY_CHANGE,    /* the last annotations first */
  POSTIL_FOLDER_BY_STATE,     /* what is not done first */
  POSTIL_FOLDER_BY_COUNT,
  POSTIL_FOLDER_BY_PLAN,
  POSTIL_N_FOLDER_ORDERS
} PostilFolderOrder;

/* The stable words for them, for settings and actions: "not-done", "name"… */
const char        *postil_folder_show_to_word     (PostilFolderShow   show);
PostilFolderShow   postil_folder_show_from_word   (const char        *word);
const char        *postil_folder_order_to_word    (PostilFolderOrder  order);
PostilFolderOrder  postil_folder_order_from_word  (const char        *word);

gboolean           postil_folder_show_matches     (PostilFolderShow   show,
                                                   PostilFolderItem  *item);
int                postil_folder_order_compare    (PostilFolderOrder  by,
                                                   PostilFolderItem  *a,
                                                   PostilFolderItem  *b);

G_END_DECLS
