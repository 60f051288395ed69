/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector's fields for the codebook's attributes. They are rebuilt when the code or
 * the codebook is another, since an attribute may be limited to some codes; else only their
 * values change. Main thread. */

#include "config.h"

#include "app/panes/postil-inspector-private.h"

#include "app/panes/postil-attribute-field.h"
#include "model/postil-edit.h"

#define FIRST_ATTRIBUTE_ROW 1
#define MAX_SUGGESTIONS 500

typedef struct
{
  const char *name;
  GHashTable *counts;
} Collection;

static gboolean
collect_value_cb (PostilAnnotation *annotation,
                  gpointer          user_data)
{
  Collection *collection = user_data;
  const char *value = postil_annotation_get_attribute (annotation, collection->name);

  if (value != NULL)
    {
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (collection->counts, value));

      g_hash_table_insert (collection->counts, (gpointer) value, GUINT_TO_POINTER (count + 1));
    }

  return TRUE;
}

static int
compare_counts_cb (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  const char *first = *(const char *const *) a;
  const char *second = *(const char *const *) b;
  guint first_count = GPOINTER_TO_UINT (g_hash_table_lookup (user_data, first));
  guint second_count = GPOINTER_TO_UINT (g_hash_table_lookup (user_data, second));

  if (first_count != second_count)
    return first_count > second_count ? -1 : 1;

  return g_utf8_collate (first, second);
}

static void
add_folder_values (PostilInspector *self,
                   Collection      *collection)
{
  GHashTable *values = self->folder_values != NULL ? g_hash_table_lookup (self->folder_values, collection->name) : NULL;
  GHashTableIter iter;
  gpointer value = NULL;
  gpointer count = NULL;

  if (values == NULL)
    return;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &value, &count))
    g_hash_table_insert (collection->counts, value, count);
}

static void
suggest_cb (PostilInspector      *self,
            PostilAttributeField *field)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  Collection collection = { postil_attribute_field_get_id (field), counts };
  g_autoptr (GPtrArray) values = NULL;
  GHashTableIter iter;
  gpointer value = NULL;

  add_folder_values (self, &collection);
  postil_layer_foreach (postil_document_get_layer (self->document), collect_value_cb, &collection);
  values = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    g_ptr_array_add (values, value);
  g_ptr_array_sort_with_data (values, compare_counts_cb, counts);
  g_ptr_array_set_size (values, (int) MIN (values->len, MAX_SUGGESTIONS));
  g_ptr_array_add (values, NULL);
  postil_attribute_field_set_suggestions (field, (const char *const *) values->pdata);
}

static void
committed_cb (PostilInspector      *self,
              PostilAttributeField *field)
{
  PostilAnnotation *annotation = postil_inspector_get_annotation (self);
  g_autofree char *value = NULL;

  if (self->quiet || annotation == NULL)
    return;

  value = postil_attribute_field_dup_value (field);
  postil_inspector_take_change (self,
                                postil_edit_set_attribute (self->document, annotation,
                                                           postil_attribute_field_get_id (field), value));
}

static gboolean
is_for_code (const PostilAttributeDef *definition,
             const char               *code)
{
  return definition->codes[0] == NULL || g_strv_contains (definition->codes, code);
}

static void
append_field (PostilInspector          *self,
              const PostilAttributeDef *definition)
{
  GtkWidget *label = gtk_label_new (definition->shown);
  GtkWidget *field = postil_attribute_field_new (definition);
  int row = FIRST_ATTRIBUTE_ROW + (int) self->attribute_fields->len;

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (field, TRUE);
  g_signal_connect_object (field, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "finished", G_CALLBACK (postil_inspector_finish), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "suggest", G_CALLBACK (suggest_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->fields, label, 0, row, 1, 1);
  gtk_grid_attach (self->fields, field, 1, row, 1, 1);
  g_ptr_array_add (self->attribute_fields, field);
}

static void
rebuild_fields (PostilInspector *self,
                const char      *code)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);

  while (gtk_grid_get_child_at (self->fields, 0, FIRST_ATTRIBUTE_ROW) != NULL)
    gtk_grid_remove_row (self->fields, FIRST_ATTRIBUTE_ROW);
  g_ptr_array_set_size (self->attribute_fields, 0);

  for (guint i = 0; i < postil_codebook_get_n_attributes (codebook); i++)
    {
      const PostilAttributeDef *definition = postil_codebook_get_attribute (codebook, i);

      if (is_for_code (definition, code))
        append_field (self, definition);
    }
}

void
postil_inspector_show_attributes (PostilInspector  *self,
                                  PostilAnnotation *annotation,
                                  gboolean          force)
{
  const char *code = postil_annotation_get_code (annotation);

  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  if (g_strcmp0 (self->fields_code, code) != 0)
    {
      rebuild_fields (self, code);
      g_free (self->fields_code);
      self->fields_code = g_strdup (code);
      force = TRUE;
    }

  for (guint i = 0; i < self->attribute_fields->len; i++)
    {
      PostilAttributeField *field = g_ptr_array_index (self->attribute_fields, i);

      postil_attribute_field_set_value (field,
                                        postil_annotation_get_attribute (annotation,
                                                                         postil_attribute_field_get_id (field)),
                                        force);
    }
}

void
postil_inspector_commit_attributes (PostilInspector *self)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  for (guint i = 0; i < self->attribute_fields->len; i++)
    {
      PostilAttributeField *field = g_ptr_array_index (self->attribute_fields, i);
      PostilAnnotation *annotation = postil_inspector_get_annotation (self);
      g_autofree char *value = postil_attribute_field_dup_value (field);

      if (annotation != NULL && postil_attribute_field_is_text (field))
        postil_inspector_take_change (self,
                                      postil_edit_set_attribute (self->document, annotation,
                                                                 postil_attribute_field_get_id (field), value));
    }
}

gboolean
postil_inspector_focus_actor (PostilInspector *self)
{
  PostilAttributeField *first = NULL;

  g_return_val_if_fail (POSTIL_IS_INSPECTOR (self), FALSE);

  for (guint i = 0; i < self->attribute_fields->len; i++)
    {
      PostilAttributeField *field = g_ptr_array_index (self->attribute_fields, i);

      if (!postil_attribute_field_is_text (field))
        continue;
      if (first == NULL || g_str_equal (postil_attribute_field_get_id (field), "actor"))
        first = field;
    }

  return first != NULL && self->id != NULL && gtk_widget_grab_focus (GTK_WIDGET (first));
}

void
postil_inspector_set_folder_values (PostilInspector *self,
                                    GHashTable      *values)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  g_clear_pointer (&self->folder_values, g_hash_table_unref);
  self->folder_values = values != NULL ? g_hash_table_ref (values) : NULL;
}
