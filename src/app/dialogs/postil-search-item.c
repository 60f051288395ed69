/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hit as an object, which lists want, and all of them as a table. Main thread. */

#include "config.h"

#include "app/dialogs/postil-search-item.h"

#include "exchange/postil-csv.h"

struct _PostilSearchItem
{
  GObject          parent_instance;
  PostilSearchHit *hit;
};

G_DEFINE_FINAL_TYPE (PostilSearchItem, postil_search_item, G_TYPE_OBJECT)

static void
postil_search_item_finalize (GObject *object)
{
  postil_search_hit_free (POSTIL_SEARCH_ITEM (object)->hit);

  G_OBJECT_CLASS (postil_search_item_parent_class)->finalize (object);
}

static void
postil_search_item_class_init (PostilSearchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_search_item_finalize;
}

static void
postil_search_item_init (PostilSearchItem *self)
{
}

PostilSearchItem *
postil_search_item_new (PostilSearchHit *hit)
{
  PostilSearchItem *self = NULL;

  g_return_val_if_fail (hit != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_SEARCH_ITEM, NULL);
  self->hit = hit;
  return self;
}

const PostilSearchHit *
postil_search_item_get_hit (PostilSearchItem *self)
{
  g_return_val_if_fail (POSTIL_IS_SEARCH_ITEM (self), NULL);

  return self->hit;
}

GString *
postil_search_items_to_table (GListModel *items,
                              char        separator)
{
  static const char *const columns[] = { "article", "annotation", "code", "start", "end", "before", "match", "after" };
  GString *table = NULL;
  guint n = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);

  table = g_string_new (NULL);
  n = g_list_model_get_n_items (items);
  for (guint field = 0; field < G_N_ELEMENTS (columns); field++)
    {
      postil_csv_append_field (table, columns[field], separator);
      g_string_append_c (table, field + 1 < G_N_ELEMENTS (columns) ? separator : '\n');
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PostilSearchItem) item = g_list_model_get_item (items, i);
      g_autofree char *path = g_filename_display_name (item->hit->path);
      g_autofree char *start = g_strdup_printf ("%u", item->hit->span.start);
      g_autofree char *end = g_strdup_printf ("%u", item->hit->span.end);
      const char *fields[G_N_ELEMENTS (columns)] = { path, item->hit->annotation, item->hit->code, start, end,
                                                     item->hit->before, item->hit->match, item->hit->after };

      for (guint field = 0; field < G_N_ELEMENTS (fields); field++)
        {
          postil_csv_append_field (table, fields[field], separator);
          g_string_append_c (table, field + 1 < G_N_ELEMENTS (fields) ? separator : '\n');
        }
    }
  return table;
}
