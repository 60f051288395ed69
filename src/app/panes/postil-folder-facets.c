/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values that the articles of a folder have in common, counted when somebody looks for them.
 * Dates are counted by year, or by month where there is one year only. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-facets.h"

#include "app/panes/postil-folder-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_VALUES 20u
#define MAX_LABEL_CHARS 40
#define YEAR_LENGTH 4
#define MONTH_LENGTH 7

typedef struct
{
  const char *value;
  guint       n;
} Count;

static const struct
{
  PostilRecordField  field;
  const char        *title;
} facets[] = {
  { POSTIL_RECORD_DATE, N_("Date") },
  { POSTIL_RECORD_AUTHOR, N_("Author") },
  { POSTIL_RECORD_PUBLISHER, N_("Publisher") },
  { POSTIL_RECORD_LANGUAGE, N_("Language") },
};

/* value → number of articles */
static GHashTable *
count_values (PostilFolderModel *model,
              PostilRecordField  field,
              int                max_length)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *all = postil_folder_model_get_all (model);
  guint n_items = g_list_model_get_n_items (all);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PostilFolderItem) item = g_list_model_get_item (all, i);
      const PostilArticleRecord *record = postil_folder_item_get_record (item);
      const char *value = record != NULL ? postil_article_record_get (record, field) : NULL;
      char *key = NULL;

      if (value == NULL)
        continue;
      key = max_length > 0 ? g_utf8_make_valid (value, MIN (max_length, (int) strlen (value))) : g_strdup (value);
      g_hash_table_insert (counts, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
    }
  return counts;
}

static GHashTable *
count_field (PostilFolderModel *model,
             PostilRecordField  field)
{
  g_autoptr (GHashTable) counts = count_values (model, field, field == POSTIL_RECORD_DATE ? YEAR_LENGTH : 0);

  if (field == POSTIL_RECORD_DATE && g_hash_table_size (counts) == 1)
    return count_values (model, field, MONTH_LENGTH);
  return g_steal_pointer (&counts);
}

static int
compare_frequency (gconstpointer a,
                   gconstpointer b)
{
  const Count *left = a;
  const Count *right = b;

  if (left->n != right->n)
    return left->n < right->n ? 1 : -1;
  return g_utf8_collate (left->value, right->value);
}

static int
compare_value (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const Count *) a)->value, ((const Count *) b)->value);
}

static GArray *
sort_counts (GHashTable        *counts,
             PostilRecordField  field)
{
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (Count));
  GHashTableIter iter;
  gpointer value, n;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &value, &n))
    {
      Count count = { value, GPOINTER_TO_UINT (n) };

      g_array_append_val (sorted, count);
    }
  g_array_sort (sorted, compare_frequency);
  g_array_set_size (sorted, MIN (sorted->len, MAX_VALUES));
  if (field == POSTIL_RECORD_DATE)
    g_array_sort (sorted, compare_value);
  return sorted;
}

/* An underscore would underline the letter behind it. */
static char *
dup_label (const Count *count)
{
  g_autofree char *shortened = g_utf8_strlen (count->value, -1) > MAX_LABEL_CHARS
                                 ? g_utf8_substring (count->value, 0, MAX_LABEL_CHARS)
                                 : NULL;
  /* Translators: a value that articles have, such as a publisher, and how many have it */
  g_autofree char *label = g_strdup_printf (_("%s (%u)"), shortened != NULL ? shortened : count->value, count->n);
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_value (GMenu             *menu,
              const char        *label,
              const char        *action,
              const char        *text,
              PostilRecordField  field,
              const char        *value)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_autofree char *target = postil_folder_query_dup_with (text, field, value);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

GMenuModel *
postil_folder_facets_new_menu (PostilFolderModel *model,
                               const char        *action,
                               const char        *text)
{
  GMenu *menu = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (model), NULL);
  g_return_val_if_fail (action != NULL && text != NULL, NULL);

  menu = g_menu_new ();
  for (guint i = 0; i < G_N_ELEMENTS (facets); i++)
    {
      g_autoptr (GHashTable) counts = count_field (model, facets[i].field);
      g_autoptr (GArray) sorted = sort_counts (counts, facets[i].field);
      g_autoptr (GMenu) values = g_menu_new ();

      if (sorted->len == 0)
        continue;
      append_value (values, C_("filter", "Any"), action, text, facets[i].field, NULL);
      for (guint j = 0; j < sorted->len; j++)
        {
          const Count *count = &g_array_index (sorted, Count, j);
          g_autofree char *label = dup_label (count);

          append_value (values, label, action, text, facets[i].field, count->value);
        }
      g_menu_append_submenu (menu, _(facets[i].title), G_MENU_MODEL (values));
    }
  return G_MENU_MODEL (menu);
}
