/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A class and its article, computed once for a choice of students, key and code. Passages of
 * consensus are found code by code, so that two codes on the same words are two passages. Pure. */

#include "config.h"

#include "agreement/postil-class.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _PostilClass
{
  PostilText     *text;
  PostilCodebook *codebook;
  GPtrArray      *layers;    /* (element-type PostilLayer) */
  GPtrArray      *names;     /* (element-type utf8) likewise */
  PostilLayer    *key;       /* or NULL */
  char           *code;
  PostilHeat     *heat;
  GHashTable     *heats;     /* code → PostilHeat */
  GArray         *passages;  /* (element-type PostilHeatPassage), ranked; codes belong to @heats */
  GPtrArray      *scores;    /* (element-type PostilScore), empty without a key */
  GArray         *key_items; /* (element-type PostilClassKeyItem) */
};

/* --- Names ----------------------------------------------------------------------------- */

/* By the ids of the layers, which are random: no order of names shows through, and the same
 * student has the same number every time. */
static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const PostilLayerInfo *left = postil_layer_get_info (*(PostilLayer *const *) a);
  const PostilLayerInfo *right = postil_layer_get_info (*(PostilLayer *const *) b);
  int order = g_strcmp0 (left->id, right->id);

  return order != 0 ? order : g_strcmp0 (left->coder, right->coder);
}

static void
name_students (PostilClass *self,
               gboolean     hides_names)
{
  if (hides_names)
    g_ptr_array_sort (self->layers, compare_ids);
  for (guint i = 0; i < self->layers->len; i++)
    {
      const char *coder = postil_layer_get_info (self->layers->pdata[i])->coder;

      g_ptr_array_add (self->names, hides_names || coder == NULL ? g_strdup_printf (_("Student %u"), i + 1) : g_strdup (coder));
    }
}

/* --- Consensus ------------------------------------------------------------------------- */

static void
add_codes (GHashTable  *codes,
           PostilLayer *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    g_hash_table_add (codes, (gpointer) postil_annotation_get_code (postil_layer_get_annotation (layer, i)));
}

static void
take_passages (PostilClass *self,
               const char  *code)
{
  PostilHeat *heat = postil_heat_new ((PostilLayer *const *) self->layers->pdata, self->layers->len, code);
  g_autoptr (GArray) found = postil_heat_find_passages (heat);

  g_hash_table_insert (self->heats, g_strdup (code), heat);
  g_array_append_vals (self->passages, found->data, found->len);
}

static void
find_passages (PostilClass *self)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer code = NULL;

  if (self->code != NULL)
    take_passages (self, self->code);
  else
    {
      for (guint i = 0; i < self->layers->len; i++)
        add_codes (codes, self->layers->pdata[i]);
      g_hash_table_iter_init (&iter, codes);
      while (g_hash_table_iter_next (&iter, &code, NULL))
        take_passages (self, code);
    }
  g_array_sort (self->passages, (GCompareFunc) postil_heat_passage_compare);
}

/* --- The key --------------------------------------------------------------------------- */

static void
count_reasons (PostilClass       *self,
               GHashTable        *places,
               const PostilScore *score)
{
  for (guint i = 0; i < score->items->len; i++)
    {
      const PostilScoreItem *item = &g_array_index (score->items, PostilScoreItem, i);

      if (item->key != NULL)
        {
          guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, item->key));

          g_array_index (self->key_items, PostilClassKeyItem, place).n_reasons[item->reason]++;
        }
    }
}

static void
score_students (PostilClass *self)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < postil_layer_get_n_annotations (self->key); i++)
    {
      PostilClassKeyItem item = { postil_layer_get_annotation (self->key, i), { 0 } };

      if (postil_annotation_get_anchor (item.key) == POSTIL_ANCHOR_ORPHAN
          || (self->code != NULL && strcmp (self->code, postil_annotation_get_code (item.key)) != 0))
        continue;
      g_hash_table_insert (places, item.key, GUINT_TO_POINTER (self->key_items->len));
      g_array_append_val (self->key_items, item);
    }
  for (guint i = 0; i < self->layers->len; i++)
    {
      PostilScore *score = postil_score_new (self->key, self->layers->pdata[i], self->code, POSTIL_SCORE_OVERLAP);

      g_ptr_array_add (self->scores, score);
      count_reasons (self, places, score);
    }
}

PostilClass *
postil_class_new (const PostilClassInit *init)
{
  PostilClass *self = NULL;

  g_return_val_if_fail (init != NULL && init->text != NULL && init->codebook != NULL, NULL);

  self = g_new0 (PostilClass, 1);
  self->text = postil_text_ref (init->text);
  self->codebook = postil_codebook_ref (init->codebook);
  self->code = g_strdup (init->code);
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->scores = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_score_free);
  self->heats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_heat_free);
  self->passages = g_array_new (FALSE, FALSE, sizeof (PostilHeatPassage));
  self->key_items = g_array_new (FALSE, FALSE, sizeof (PostilClassKeyItem));
  for (guint i = 0; i < init->n_layers; i++)
    g_ptr_array_add (self->layers, postil_layer_ref (init->layers[i]));
  name_students (self, init->hides_names);
  self->heat = postil_heat_new ((PostilLayer *const *) self->layers->pdata, self->layers->len, init->code);
  find_passages (self);
  if (init->key != NULL)
    {
      self->key = postil_layer_ref (init->key);
      score_students (self);
    }
  return self;
}

void
postil_class_free (PostilClass *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->key_items);
  g_array_unref (self->passages);
  g_ptr_array_unref (self->scores);
  g_hash_table_unref (self->heats);
  postil_heat_free (self->heat);
  g_clear_pointer (&self->key, postil_layer_unref);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->layers);
  g_free (self->code);
  postil_codebook_unref (self->codebook);
  postil_text_unref (self->text);
  g_free (self);
}

/* --- What it holds --------------------------------------------------------------------- */

PostilText *
postil_class_get_text (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

PostilCodebook *
postil_class_get_codebook (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->codebook;
}

PostilHeat *
postil_class_get_heat (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->heat;
}

PostilLayer *
postil_class_get_key (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

guint
postil_class_get_n_students (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->len;
}

const char *
postil_class_get_name (PostilClass *self,
                       guint        student)
{
  g_return_val_if_fail (self != NULL && student < self->names->len, "");

  return self->names->pdata[student];
}

PostilLayer *
postil_class_get_layer (PostilClass *self,
                        guint        student)
{
  g_return_val_if_fail (self != NULL && student < self->layers->len, NULL);

  return self->layers->pdata[student];
}

const PostilScore *
postil_class_get_score (PostilClass *self,
                        guint        student)
{
  g_return_val_if_fail (self != NULL, NULL);

  return student < self->scores->len ? self->scores->pdata[student] : NULL;
}

guint
postil_class_get_n_passages (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->passages->len;
}

const PostilHeatPassage *
postil_class_get_passage (PostilClass *self,
                          guint        passage)
{
  g_return_val_if_fail (self != NULL && passage < self->passages->len, NULL);

  return &g_array_index (self->passages, PostilHeatPassage, passage);
}

GArray *
postil_class_find_who (PostilClass *self,
                       guint        passage)
{
  const PostilHeatPassage *found = NULL;

  g_return_val_if_fail (self != NULL && passage < self->passages->len, NULL);

  found = &g_array_index (self->passages, PostilHeatPassage, passage);
  return postil_heat_find_who (g_hash_table_lookup (self->heats, found->code), found->span);
}

char *
postil_class_dup_excerpt (PostilClass *self,
                          PostilSpan   span,
                          guint        n_chars)
{
  gboolean is_cut = FALSE;
  g_autofree char *words = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!postil_text_contains (self->text, span))
    return g_strdup ("");
  is_cut = postil_span_length (span) > n_chars;
  if (is_cut)
    for (span.end = span.start + n_chars; span.end > span.start && !postil_text_is_grapheme_border (self->text, span.end);)
      span.end--;
  words = postil_text_dup_slice (self->text, span);
  for (char *p = words; *p != '\0'; p++)
    if (*p == '\n' || *p == '\t')
      *p = ' ';
  return is_cut ? g_strconcat (words, "…", NULL) : g_steal_pointer (&words);
}

char *
postil_class_dup_names (PostilClass *self,
                        GArray      *students)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL && students != NULL, NULL);

  for (guint i = 0; i < students->len; i++)
    g_ptr_array_add (names, (gpointer) postil_class_get_name (self, g_array_index (students, guint, i)));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

guint
postil_class_get_n_key_items (PostilClass *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->key_items->len;
}

const PostilClassKeyItem *
postil_class_get_key_item (PostilClass *self,
                           guint        item)
{
  g_return_val_if_fail (self != NULL && item < self->key_items->len, NULL);

  return &g_array_index (self->key_items, PostilClassKeyItem, item);
}
