/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the class view's menus offer, and what is chosen there: a code that somebody marked, and whose
 * annotations are the key. Main thread. */

#include "config.h"

#include "app/class/postil-class-view-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/postil-decision.h"

static PostilLayer *
find_layer (PostilClassView *self,
            const char      *name)
{
  if (*name == '\0')
    return NULL;
  return g_str_equal (name, POSTIL_CONSENSUS) ? self->set->consensus : postil_coder_set_find (self->set, name);
}

const char *
postil_class_view_get_choice (GtkDropDown *drop_down,
                              GPtrArray   *values)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected < values->len ? values->pdata[selected] : "";
}

/* Layers of its own where it goes to a thread. */
PostilClass *
postil_class_view_new_class (PostilClassView *self,
                             gboolean         for_thread)
{
  const char *code = postil_class_view_get_choice (self->codes, self->code_ids);
  PostilLayer *key = find_layer (self, postil_class_view_get_choice (self->keys, self->key_names));
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  g_autoptr (PostilLayer) key_copy = key != NULL && for_thread ? postil_layer_copy (key) : NULL;
  PostilClassInit init = { self->set->text, self->codebook, NULL, 0, key_copy != NULL ? key_copy : key,
                           *code != '\0' ? code : NULL, gtk_toggle_button_get_active (self->hide_names) };

  for (guint i = 0; i < self->set->layers->len; i++)
    if (self->set->layers->pdata[i] != key)
      g_ptr_array_add (layers, for_thread ? postil_layer_copy (self->set->layers->pdata[i])
                                          : postil_layer_ref (self->set->layers->pdata[i]));
  init.layers = (PostilLayer *const *) layers->pdata;
  init.n_layers = layers->len;
  return postil_class_new (&init);
}

static void
add_codes (GHashTable  *codes,
           PostilLayer *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    g_hash_table_add (codes, (gpointer) postil_annotation_get_code (postil_layer_get_annotation (layer, i)));
}

void
postil_class_view_fill_codes (PostilClassView *self)
{
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autofree char *before = g_strdup (postil_class_view_get_choice (self->codes, self->code_ids));
  g_autoptr (GList) rest = NULL;
  guint index = 0;

  for (guint i = 0; i < self->set->layers->len; i++)
    add_codes (used, self->set->layers->pdata[i]);
  g_ptr_array_set_size (self->code_ids, 0);
  g_ptr_array_add (self->code_ids, g_strdup (""));
  gtk_string_list_append (labels, _("All Codes"));
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const char *id = postil_codebook_get_code (self->codebook, i)->id;

      if (g_hash_table_remove (used, id))
        g_ptr_array_add (self->code_ids, g_strdup (id));
    }
  rest = g_list_sort (g_hash_table_get_keys (used), (GCompareFunc) strcmp);
  for (GList *l = rest; l != NULL; l = l->next)
    g_ptr_array_add (self->code_ids, g_strdup (l->data));
  for (guint i = 1; i < self->code_ids->len; i++)
    gtk_string_list_append (labels, postil_codebook_show_code (self->codebook, self->code_ids->pdata[i]));
  gtk_drop_down_set_model (self->codes, G_LIST_MODEL (labels));
  if (g_ptr_array_find_with_equal_func (self->code_ids, before, g_str_equal, &index))
    gtk_drop_down_set_selected (self->codes, index);
}

static const char *
find_wanted_key (PostilClassView *self)
{
  PostilLayer *own = self->coder != NULL ? postil_coder_set_find (self->set, self->coder) : NULL;

  if (self->key != NULL)
    return self->key;
  if (self->set->consensus != NULL && postil_layer_get_n_annotations (self->set->consensus) > 0)
    return POSTIL_CONSENSUS;
  return own != NULL && postil_layer_get_n_annotations (own) > 0 ? self->coder : "";
}

void
postil_class_view_fill_keys (PostilClassView *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  const char *wanted = find_wanted_key (self);
  guint index = 0;

  g_ptr_array_set_size (self->key_names, 0);
  g_ptr_array_add (self->key_names, g_strdup (""));
  gtk_string_list_append (labels, _("No Key"));
  if (self->set->consensus != NULL)
    g_ptr_array_add (self->key_names, g_strdup (POSTIL_CONSENSUS));
  for (guint i = 0; i < self->set->layers->len; i++)
    g_ptr_array_add (self->key_names, g_strdup (postil_layer_get_info (self->set->layers->pdata[i])->coder));
  for (guint i = 1; i < self->key_names->len; i++)
    {
      /* Translators: whose annotations are the key. */
      g_autofree char *label = g_strdup_printf (_("Key: %s"), (const char *) self->key_names->pdata[i]);

      gtk_string_list_append (labels, label);
    }
  gtk_drop_down_set_model (self->keys, G_LIST_MODEL (labels));
  if (g_ptr_array_find_with_equal_func (self->key_names, wanted, g_str_equal, &index))
    gtk_drop_down_set_selected (self->keys, index);
}
