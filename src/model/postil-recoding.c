/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changes of the codebook mean for annotations. The change of a document is found by
 * doing it to a copy: first each annotation by itself, then those that overlap themselves
 * are made one by the very function that a person uses; what became different is the change.
 * Pure; the document's thread. */

#include "config.h"

#include "model/postil-recoding.h"

#include "model/postil-edit-private.h"
#include "model/postil-edit.h"

struct _PostilRecoding
{
  GHashTable *codes;       /* id → id, "" to remove */
  GHashTable *annotations; /* likewise */
};

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PostilRecoding *
postil_recoding_new (void)
{
  PostilRecoding *self = g_new0 (PostilRecoding, 1);

  self->codes = new_table ();
  self->annotations = new_table ();
  return self;
}

static void
copy_table (GHashTable *from,
            GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

PostilRecoding *
postil_recoding_copy (PostilRecoding *self)
{
  PostilRecoding *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = postil_recoding_new ();
  copy_table (self->codes, copy->codes);
  copy_table (self->annotations, copy->annotations);
  return copy;
}

void
postil_recoding_free (PostilRecoding *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->annotations);
  g_free (self);
}

static void
follow (GHashTable *table,
        const char *from,
        const char *to)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (value, from))
      g_hash_table_iter_replace (&iter, g_strdup (to));
}

void
postil_recoding_set_code (PostilRecoding *self,
                          const char     *from,
                          const char     *to)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (from != NULL);

  if (to == NULL)
    {
      g_hash_table_remove (self->codes, from);
      return;
    }

  follow (self->codes, from, to);
  follow (self->annotations, from, to);
  if (g_str_equal (from, to))
    g_hash_table_remove (self->codes, from);
  else
    g_hash_table_insert (self->codes, g_strdup (from), g_strdup (to));
}

void
postil_recoding_set_annotation (PostilRecoding *self,
                                const char     *id,
                                const char     *to)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  if (to != NULL)
    g_hash_table_insert (self->annotations, g_strdup (id), g_strdup (to));
  else
    g_hash_table_remove (self->annotations, id);
}

gboolean
postil_recoding_is_empty (PostilRecoding *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return g_hash_table_size (self->codes) == 0 && g_hash_table_size (self->annotations) == 0;
}

const char *
postil_recoding_get (PostilRecoding   *self,
                     PostilAnnotation *annotation)
{
  g_return_val_if_fail (self != NULL && annotation != NULL, NULL);

  return postil_recoding_get_code (self, postil_annotation_get_id (annotation),
                                   postil_annotation_get_code (annotation));
}

const char *
postil_recoding_get_code (PostilRecoding *self,
                          const char     *id,
                          const char     *code)
{
  const char *to;

  g_return_val_if_fail (self != NULL && id != NULL && code != NULL, NULL);

  to = g_hash_table_lookup (self->annotations, id);
  if (to == NULL)
    to = g_hash_table_lookup (self->codes, code);

  return to != NULL && !g_str_equal (to, code) ? to : NULL;
}

guint
postil_recoding_count (PostilRecoding *self,
                       PostilLayer    *layer)
{
  guint n_annotations;
  guint n_touched = 0;

  g_return_val_if_fail (self != NULL && layer != NULL, 0);

  n_annotations = postil_layer_get_n_annotations (layer);
  for (guint i = 0; i < n_annotations; i++)
    n_touched += postil_recoding_get (self, postil_layer_get_annotation (layer, i)) != NULL ? 1 : 0;

  return n_touched;
}

/* Each by itself */

static void
remove_with_links (PostilLayer      *layer,
                   PostilChange     *change,
                   PostilAnnotation *annotation,
                   GHashTable       *gone_links)
{
  g_autoptr (GPtrArray) links = postil_layer_dup_links_of (layer, postil_annotation_get_id (annotation));

  postil_change_remove (change, annotation);
  for (guint i = 0; i < links->len; i++)
    if (g_hash_table_add (gone_links, g_ptr_array_index (links, i)))
      postil_change_remove_link (change, g_ptr_array_index (links, i));
}

static PostilAnnotation *
recode (PostilAnnotation *annotation,
        const char       *code,
        const char       *now)
{
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  init.code = code;
  init.modified = now;
  return postil_annotation_new (&init);
}

/* @recoded gets the ids of what bears another code now. */
static PostilChange *
recode_each (PostilRecoding *self,
             PostilLayer    *layer,
             GPtrArray      *recoded)
{
  PostilChange *change = postil_change_new (POSTIL_CHANGE_CODEBOOK);
  g_autoptr (GHashTable) gone_links = g_hash_table_new (NULL, NULL);
  g_autofree char *now = postil_edit_dup_now ();
  guint n_annotations = postil_layer_get_n_annotations (layer);

  for (guint i = 0; i < n_annotations; i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      const char *to = postil_recoding_get (self, annotation);
      g_autoptr (PostilAnnotation) after = NULL;

      if (to == NULL)
        continue;
      if (*to == '\0')
        {
          remove_with_links (layer, change, annotation, gone_links);
          continue;
        }
      after = recode (annotation, to, now);
      postil_change_replace (change, annotation, after);
      g_ptr_array_add (recoded, g_strdup (postil_annotation_get_id (annotation)));
    }

  return change;
}

/* Those that overlap themselves */

typedef struct
{
  PostilAnnotation *annotation;
  gboolean          has_other;
} Neighbours;

static gboolean
find_other_cb (PostilAnnotation *annotation,
               gpointer          user_data)
{
  Neighbours *neighbours = user_data;

  neighbours->has_other = annotation != neighbours->annotation
                          && g_str_equal (postil_annotation_get_code (annotation),
                                          postil_annotation_get_code (neighbours->annotation));
  return !neighbours->has_other;
}

static gboolean
join_one (PostilDocument *copy,
          const char     *id)
{
  PostilAnnotation *annotation = postil_layer_lookup (postil_document_get_layer (copy), id);
  const PostilPiece *pieces;
  guint n_pieces;

  if (annotation == NULL || postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return TRUE;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      Neighbours neighbours = { annotation, FALSE };
      g_autoptr (PostilChange) joined = NULL;

      postil_layer_foreach_overlapping (postil_document_get_layer (copy), pieces[i].span, find_other_cb, &neighbours);
      if (!neighbours.has_other)
        continue;
      joined = postil_edit_merge_tag (copy, pieces[i].span, postil_annotation_get_code (annotation), NULL, NULL);
      /* What does not fit its text stays as it is: “check” says so. */
      return joined == NULL || postil_document_apply (copy, joined, POSTIL_ORIGIN_OUTSIDE, NULL);
    }

  return TRUE;
}

/* What became different */

static void
find_difference (PostilLayer  *before,
                 PostilLayer  *after,
                 PostilChange *change)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < postil_layer_get_n_annotations (after); i++)
    g_hash_table_add (kept, postil_layer_get_annotation (after, i));
  for (guint i = 0; i < postil_layer_get_n_links (after); i++)
    g_hash_table_add (kept, postil_layer_get_link (after, i));

  /* What is in both is taken out of the table: what is left in it has come. */
  for (guint i = 0; i < postil_layer_get_n_annotations (before); i++)
    if (!g_hash_table_remove (kept, postil_layer_get_annotation (before, i)))
      postil_change_remove (change, postil_layer_get_annotation (before, i));
  for (guint i = 0; i < postil_layer_get_n_links (before); i++)
    if (!g_hash_table_remove (kept, postil_layer_get_link (before, i)))
      postil_change_remove_link (change, postil_layer_get_link (before, i));

  for (guint i = 0; i < postil_layer_get_n_annotations (after); i++)
    if (g_hash_table_contains (kept, postil_layer_get_annotation (after, i)))
      postil_change_add (change, postil_layer_get_annotation (after, i));
  for (guint i = 0; i < postil_layer_get_n_links (after); i++)
    if (g_hash_table_contains (kept, postil_layer_get_link (after, i)))
      postil_change_add_link (change, postil_layer_get_link (after, i));
}

static gboolean
check_codes (PostilRecoding  *self,
             PostilDocument  *document,
             GError         **error)
{
  PostilLayer *layer = postil_document_get_layer (document);
  guint n_annotations = postil_layer_get_n_annotations (layer);

  for (guint i = 0; i < n_annotations; i++)
    {
      const char *to = postil_recoding_get (self, postil_layer_get_annotation (layer, i));

      if (to != NULL && *to != '\0' && !postil_edit_check_code (document, to, error))
        return FALSE;
    }

  return TRUE;
}

PostilChange *
postil_recoding_make_change (PostilRecoding  *self,
                             PostilDocument  *document,
                             PostilCodebook  *codebook,
                             GError         **error)
{
  PostilCodebook *before;
  g_autoptr (PostilLayer) layer = NULL;
  g_autoptr (PostilDocument) copy = NULL;
  g_autoptr (GPtrArray) recoded = NULL;
  g_autoptr (PostilChange) each = NULL;
  g_autoptr (PostilChange) change = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);

  before = postil_document_get_codebook (document);
  if (codebook == NULL)
    codebook = before;
  layer = postil_layer_copy (postil_document_get_layer (document));
  copy = postil_document_new (postil_document_get_text (document), codebook, layer);
  if (!check_codes (self, copy, error))
    return NULL;

  recoded = g_ptr_array_new_with_free_func (g_free);
  each = recode_each (self, layer, recoded);
  if (!postil_change_is_empty (each) && !postil_document_apply (copy, each, POSTIL_ORIGIN_OUTSIDE, error))
    return NULL;
  for (guint i = 0; i < recoded->len; i++)
    if (!join_one (copy, g_ptr_array_index (recoded, i)))
      return NULL;

  change = postil_change_new (POSTIL_CHANGE_CODEBOOK);
  find_difference (postil_document_get_layer (document), layer, change);
  if (!postil_codebook_equal (before, codebook))
    postil_change_set_codebook (change, before, codebook);

  return postil_change_is_empty (change) ? NULL : g_steal_pointer (&change);
}
