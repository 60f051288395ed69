/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scan as a list model. Items come once and then change themselves; filter and order are
 * looked at again only where they depend on what changed, and at most a few times a second,
 * so that a list of ten thousand stays calm while it is read. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-model.h"

#include "app/panes/postil-folder-query.h"

#include <string.h>

#define REFRESH_MS 250
/* A look at all of a very large folder takes long: it is taken less often. */
#define ITEMS_PER_REFRESH_MS 100
/* From so many on, filtering and sorting go in steps of a part of a frame each. */
#define MIN_ITEMS_IN_STEPS 4000

struct _PostilFolderModel
{
  GObject             parent_instance;

  PostilFolderScan   *scan;
  GListStore         *store;
  GHashTable         *items;   /* path → PostilFolderItem, which the store owns */
  GHashTable         *places;  /* the plan; or NULL */
  GtkCustomFilter    *filter;
  GtkCustomSorter    *sorter;
  GtkFilterListModel *filtered;
  GtkSortListModel   *list;
  PostilFolderQuery  *query;   /* NULL for none */
  char               *code;
  PostilFolderShow    show;
  PostilFolderOrder   order;
  guint               refresh_source;
  gboolean            shows_all_coders_articles;
  char               *problem;
};

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilFolderModel, postil_folder_model, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static gboolean
match_cb (gpointer object,
          gpointer user_data)
{
  PostilFolderModel *self = user_data;
  PostilFolderItem *item = object;

  if ((!postil_folder_item_is_assigned (item) && !self->shows_all_coders_articles)
      || !postil_folder_show_matches (self->show, item))
    return FALSE;
  if (self->code != NULL &&
      postil_summary_count_code (postil_folder_item_get_scanned (item)->summary, self->code) == 0)
    return FALSE;
  return self->query == NULL || postil_folder_query_matches (self->query, item);
}

static int
compare_cb (gconstpointer left,
            gconstpointer right,
            gpointer      user_data)
{
  PostilFolderModel *self = user_data;

  return postil_folder_order_compare (self->order, (PostilFolderItem *) left, (PostilFolderItem *) right);
}

static gboolean
refresh_cb (gpointer user_data)
{
  PostilFolderModel *self = user_data;

  self->refresh_source = 0;
  if (self->show != POSTIL_FOLDER_SHOW_ALL || self->code != NULL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->order != POSTIL_FOLDER_BY_NAME && self->order != POSTIL_FOLDER_BY_PLAN)
    gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (PostilFolderModel *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (MAX (REFRESH_MS, g_hash_table_size (self->items) / ITEMS_PER_REFRESH_MS),
                                          refresh_cb, self);
}

static void
pending_cb (PostilFolderModel *self)
{
  if (gtk_filter_list_model_get_pending (self->filtered) == 0 && gtk_sort_list_model_get_pending (self->list) == 0)
    refresh_soon (self);
}

/* A small list is what it is to be at once. */
static void
choose_steps (PostilFolderModel *self)
{
  gboolean in_steps = g_list_model_get_n_items (G_LIST_MODEL (self->store)) >= MIN_ITEMS_IN_STEPS;

  if (gtk_filter_list_model_get_incremental (self->filtered) == in_steps)
    return;
  gtk_filter_list_model_set_incremental (self->filtered, in_steps);
  gtk_sort_list_model_set_incremental (self->list, in_steps);
}

static void
assign (PostilFolderModel *self,
        PostilFolderItem  *item)
{
  guint place = 0;

  if (self->places != NULL)
    place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, postil_folder_item_get_path (item)));
  postil_folder_item_set_assigned (item, self->places == NULL || place > 0, place);
}

static void
remove_item (PostilFolderModel *self,
             PostilFolderItem  *item)
{
  guint position = 0;

  g_hash_table_remove (self->items, postil_folder_item_get_path (item));
  if (g_list_store_find (self->store, item, &position))
    g_list_store_remove (self->store, position);
}

static void
articles_cb (PostilFolderModel *self,
             GPtrArray         *batch)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < batch->len; i++)
    {
      PostilScanned *scanned = g_ptr_array_index (batch, i);
      PostilFolderItem *item = g_hash_table_lookup (self->items, scanned->path);

      if (item != NULL && scanned->is_gone)
        {
          remove_item (self, item);
        }
      else if (item != NULL)
        {
          postil_folder_item_set_scanned (item, scanned);
        }
      else if (!scanned->is_gone)
        {
          item = postil_folder_item_new (scanned);
          assign (self, item);
          g_hash_table_insert (self->items, g_strdup (scanned->path), item);
          g_ptr_array_add (added, item);
        }
    }
  if (added->len > 0)
    g_list_store_splice (self->store, g_list_model_get_n_items (G_LIST_MODEL (self->store)), 0, added->pdata, added->len);
  choose_steps (self);
  refresh_soon (self);
}

static void
finished_cb (PostilFolderModel *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  refresh_cb (self);
}

static void
postil_folder_model_dispose (GObject *object)
{
  PostilFolderModel *self = POSTIL_FOLDER_MODEL (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->scan != NULL)
    postil_folder_scan_stop (self->scan);
  g_clear_object (&self->list);
  g_clear_object (&self->filtered);
  g_clear_object (&self->store);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->scan);

  G_OBJECT_CLASS (postil_folder_model_parent_class)->dispose (object);
}

static void
postil_folder_model_finalize (GObject *object)
{
  PostilFolderModel *self = POSTIL_FOLDER_MODEL (object);

  g_hash_table_unref (self->items);
  g_clear_pointer (&self->places, g_hash_table_unref);
  postil_folder_query_free (self->query);
  g_free (self->code);
  g_free (self->problem);

  G_OBJECT_CLASS (postil_folder_model_parent_class)->finalize (object);
}

static void
postil_folder_model_class_init (PostilFolderModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = postil_folder_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = postil_folder_model_finalize;

  signals[SIGNAL_UPDATED] =
    g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
postil_folder_model_init (PostilFolderModel *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->store = g_list_store_new (POSTIL_TYPE_FOLDER_ITEM);
  self->filter = gtk_custom_filter_new (match_cb, self, NULL);
  self->sorter = gtk_custom_sorter_new (compare_cb, self, NULL);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)),
                                              g_object_ref (GTK_FILTER (self->filter)));
  self->list = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                        g_object_ref (GTK_SORTER (self->sorter)));
  g_signal_connect_object (self->filtered, "notify::pending", G_CALLBACK (pending_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::pending", G_CALLBACK (pending_cb), self, G_CONNECT_SWAPPED);
}

PostilFolderModel *
postil_folder_model_new (PostilFolderScan *scan)
{
  PostilFolderModel *self = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (scan), NULL);

  self = g_object_new (POSTIL_TYPE_FOLDER_MODEL, NULL);
  self->scan = g_object_ref (scan);
  g_signal_connect_object (scan, "articles", G_CALLBACK (articles_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scan, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  return self;
}

PostilFolderScan *
postil_folder_model_get_scan (PostilFolderModel *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);

  return self->scan;
}

GListModel *
postil_folder_model_get_list (PostilFolderModel *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);

  return G_LIST_MODEL (self->list);
}

GListModel *
postil_folder_model_get_all (PostilFolderModel *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);

  return G_LIST_MODEL (self->store);
}

static void
filter_again (PostilFolderModel *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

void
postil_folder_model_set_text (PostilFolderModel *self,
                              const char        *text)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  g_clear_pointer (&self->query, postil_folder_query_free);
  self->query = postil_folder_query_new (text);
  filter_again (self);
}

void
postil_folder_model_set_show (PostilFolderModel *self,
                              PostilFolderShow   show)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  self->show = show;
  filter_again (self);
}

void
postil_folder_model_set_code (PostilFolderModel *self,
                              const char        *code)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  g_free (self->code);
  self->code = g_strdup (code);
  filter_again (self);
}

void
postil_folder_model_set_order (PostilFolderModel *self,
                               PostilFolderOrder  order)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  self->order = order;
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

void
postil_folder_model_set_plan (PostilFolderModel *self,
                              GHashTable        *places)
{
  GHashTableIter iter;
  gpointer item;

  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  if (self->places == NULL && places == NULL)
    return;
  if (places != NULL)
    g_hash_table_ref (places);
  g_clear_pointer (&self->places, g_hash_table_unref);
  self->places = places;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    assign (self, item);
  postil_folder_model_set_order (self, self->order);
  filter_again (self);
}

gboolean
postil_folder_model_has_plan (PostilFolderModel *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), FALSE);

  return self->places != NULL;
}

void
postil_folder_model_set_only_assigned (PostilFolderModel *self,
                                       gboolean           only_assigned)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  self->shows_all_coders_articles = !only_assigned;
  filter_again (self);
}

void
postil_folder_model_set_problem (PostilFolderModel *self,
                                 const char        *problem)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

const char *
postil_folder_model_get_problem (PostilFolderModel *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);

  return self->problem;
}

void
postil_folder_model_details_changed (PostilFolderModel *self)
{
  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));

  if (self->order == POSTIL_FOLDER_BY_DATE)
    gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  if (self->query != NULL)
    filter_again (self);
}

char **
postil_folder_model_dup_folders (PostilFolderModel *self)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *slash = strrchr (key, '/');

      g_hash_table_add (folders, slash != NULL ? g_strndup (key, (gsize) (slash - (char *) key)) : g_strdup (""));
    }
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_strv_builder_add (builder, key);
  return g_strv_builder_end (builder);
}

PostilFolderItem *
postil_folder_model_lookup (PostilFolderModel *self,
                            const char        *path)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_hash_table_lookup (self->items, path);
}

guint
postil_folder_model_find (PostilFolderModel *self,
                          const char        *path)
{
  PostilFolderItem *wanted = NULL;
  guint n_items = 0;

  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), GTK_INVALID_LIST_POSITION);

  wanted = path != NULL ? g_hash_table_lookup (self->items, path) : NULL;
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  for (guint i = 0; wanted != NULL && i < n_items; i++)
    {
      g_autoptr (PostilFolderItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (item == wanted)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

const char *
postil_folder_model_step (PostilFolderModel *self,
                          const char        *path,
                          int                direction,
                          gboolean           only_not_done)
{
  guint n_items = 0;
  guint position = 0;

  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (self), NULL);
  g_return_val_if_fail (direction == 1 || direction == -1, NULL);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  position = postil_folder_model_find (self, path);
  if (position == GTK_INVALID_LIST_POSITION)
    position = direction > 0 ? n_items - 1 : 0;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PostilFolderItem) item = NULL;
      const char *found = NULL;

      position = (position + (direction > 0 ? 1 : n_items - 1)) % n_items;
      item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
      found = postil_folder_item_get_path (item);
      if (!postil_folder_item_get_scanned (item)->exists || g_strcmp0 (found, path) == 0)
        continue;
      if (!only_not_done || postil_folder_item_get_state (item) != POSTIL_ARTICLE_DONE)
        return found;
    }
  return NULL;
}

void
postil_folder_model_count (PostilFolderModel *self,
                           guint             *n_articles,
                           guint             *n_done,
                           guint64           *n_seconds)
{
  guint64 sum = 0;
  GHashTableIter iter;
  gpointer item;

  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (self));
  g_return_if_fail (n_articles != NULL && n_done != NULL);

  *n_articles = 0;
  *n_done = 0;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      if (!postil_folder_item_is_assigned (item))
        continue;
      *n_articles += 1;
      sum += postil_folder_item_get_seconds (item);
      *n_done += postil_folder_item_get_state (item) == POSTIL_ARTICLE_DONE ? 1 : 0;
    }
  if (n_seconds != NULL)
    *n_seconds = sum;
}
