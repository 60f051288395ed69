/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In which order the articles of a folder stand, and which of them are shown. Two articles are never
 * equal, so that the list does not change without a reason. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-order.h"

#include <string.h>

static const char *const show_words[POSTIL_N_FOLDER_SHOWS] = {
  "all", "not-done", "untouched", "in-progress", "done", "unsure", "problems"
};

static const char *const order_words[POSTIL_N_FOLDER_ORDERS] = {
  "name", "date", "change", "state", "count", "plan"
};

static guint
find_word (const char *const *words,
           guint              n_words,
           const char        *word)
{
  for (guint i = 0; i < n_words; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return i;
  return 0;
}

const char *
postil_folder_show_to_word (PostilFolderShow show)
{
  g_return_val_if_fail (show < POSTIL_N_FOLDER_SHOWS, "all");

  return show_words[show];
}

PostilFolderShow
postil_folder_show_from_word (const char *word)
{
  return find_word (show_words, POSTIL_N_FOLDER_SHOWS, word);
}

const char *
postil_folder_order_to_word (PostilFolderOrder order)
{
  g_return_val_if_fail (order < POSTIL_N_FOLDER_ORDERS, "name");

  return order_words[order];
}

PostilFolderOrder
postil_folder_order_from_word (const char *word)
{
  return find_word (order_words, POSTIL_N_FOLDER_ORDERS, word);
}

gboolean
postil_folder_show_matches (PostilFolderShow  show,
                            PostilFolderItem *item)
{
  const PostilScanned *scanned = postil_folder_item_get_scanned (item);
  PostilArticleState state = postil_folder_item_get_state (item);

  switch (show)
    {
    case POSTIL_FOLDER_SHOW_NOT_DONE:
      return state != POSTIL_ARTICLE_DONE;
    case POSTIL_FOLDER_SHOW_UNTOUCHED:
      return state == POSTIL_ARTICLE_UNTOUCHED;
    case POSTIL_FOLDER_SHOW_IN_PROGRESS:
      return state == POSTIL_ARTICLE_IN_PROGRESS;
    case POSTIL_FOLDER_SHOW_DONE:
      return state == POSTIL_ARTICLE_DONE;
    case POSTIL_FOLDER_SHOW_UNSURE:
      return scanned->summary != NULL && postil_summary_get (scanned->summary)->n_unsure > 0;
    case POSTIL_FOLDER_SHOW_PROBLEMS:
      return postil_folder_item_has_problem (item);
    case POSTIL_FOLDER_SHOW_ALL:
    case POSTIL_N_FOLDER_SHOWS:
      break;
    }
  return TRUE;
}

static int
compare_numbers (gint64 a,
                 gint64 b)
{
  return (a > b) - (a < b);
}

static gint64
get_modified (PostilFolderItem *item)
{
  PostilSummary *summary = postil_folder_item_get_scanned (item)->summary;

  return summary != NULL ? postil_summary_get (summary)->modified : 0;
}

/* Without a date of its own an article has that of its file, and comes after those that do. */
static int
compare_dates (PostilFolderItem *a,
               PostilFolderItem *b)
{
  const char *left = postil_folder_item_get_date (a);
  const char *right = postil_folder_item_get_date (b);

  if ((*left == '\0') != (*right == '\0'))
    return *left == '\0' ? 1 : -1;
  if (*left != '\0')
    return strcmp (left, right);
  return compare_numbers (postil_folder_item_get_scanned (a)->changed, postil_folder_item_get_scanned (b)->changed);
}

/* What is not in the plan comes last. */
static gint64
get_place (PostilFolderItem *item)
{
  guint place = postil_folder_item_get_place (item);

  return place > 0 ? (gint64) place : G_MAXINT64;
}

int
postil_folder_order_compare (PostilFolderOrder  by,
                             PostilFolderItem  *a,
                             PostilFolderItem  *b)
{
  int order = 0;

  switch (by)
    {
    case POSTIL_FOLDER_BY_DATE:
      order = compare_dates (a, b);
      break;
    case POSTIL_FOLDER_BY_CHANGE:
      order = compare_numbers (get_modified (b), get_modified (a));
      break;
    case POSTIL_FOLDER_BY_STATE:
      order = (int) postil_folder_item_get_state (a) - (int) postil_folder_item_get_state (b);
      break;
    case POSTIL_FOLDER_BY_COUNT:
      order = compare_numbers (postil_summary_get_n_annotations (postil_folder_item_get_scanned (b)->summary),
                               postil_summary_get_n_annotations (postil_folder_item_get_scanned (a)->summary));
      break;
    case POSTIL_FOLDER_BY_PLAN:
      order = compare_numbers (get_place (a), get_place (b));
      break;
    case POSTIL_FOLDER_BY_NAME:
    case POSTIL_N_FOLDER_ORDERS:
      break;
    }
  if (order == 0)
    order = strcmp (postil_folder_item_get_key (a), postil_folder_item_get_key (b));
  return order != 0 ? order : strcmp (postil_folder_item_get_path (a), postil_folder_item_get_path (b));
}
