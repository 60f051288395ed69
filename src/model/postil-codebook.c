/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codebook as a value: lists that never change, with tables by id and by key. The
 * builder makes sure that what is in here is sound, so that nobody else needs to ask. Any
 * thread may read one; the reference count is atomic. */

#include "config.h"

#include "model/postil-codebook.h"

#include "model/postil-codebook-private.h"

struct _PostilCodebook
{
  gatomicrefcount  ref_count;
  gboolean         is_builtin;
  char            *label;
  char            *source;
  GPtrArray       *codes;
  GPtrArray       *attributes;
  GPtrArray       *links;
  GHashTable      *codes_by_id;
  GHashTable      *codes_by_key;
};

static const char *const palette[] = {
  /* Okabe and Ito 2008, without black, which a dark theme swallows. */
  "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442",
  /* Paul Tol's muted scheme, without what is too near to the above. */
  "#332288", "#882255", "#117733", "#999933", "#AA4499", "#88CCEE", "#CC6677", "#DDCC77",
};

static char *
dup_or_empty (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

static const char *const *
dup_list (const char *const *list)
{
  static const char *const nothing[] = { NULL };

  return (const char *const *) g_strdupv ((char **) (list != NULL ? list : nothing));
}

static void
free_list (const char *const *list)
{
  g_strfreev ((char **) list);
}

PostilCode *
postil_code_copy (const PostilCode *code)
{
  PostilCode *copy = g_new0 (PostilCode, 1);

  copy->id = dup_or_empty (code->id);
  copy->label = dup_or_empty (code->label);
  copy->key = dup_or_empty (code->key);
  copy->color = dup_or_empty (code->color);
  copy->definition = dup_or_empty (code->definition);
  copy->when = dup_or_empty (code->when);
  copy->when_not = dup_or_empty (code->when_not);
  copy->examples = dup_list (code->examples);
  copy->revised = dup_or_empty (code->revised);
  copy->history = dup_list (code->history);
  copy->matches = dup_list (code->matches);
  copy->parent = dup_or_empty (code->parent);
  copy->depth = code->depth;
  copy->source = g_strdup (code->source);
  copy->shown = postil_code_find_shown (copy);
  return copy;
}

void
postil_code_free (PostilCode *code)
{
  g_free ((char *) code->id);
  g_free ((char *) code->label);
  g_free ((char *) code->key);
  g_free ((char *) code->color);
  g_free ((char *) code->definition);
  g_free ((char *) code->when);
  g_free ((char *) code->when_not);
  free_list (code->examples);
  g_free ((char *) code->revised);
  free_list (code->history);
  free_list (code->matches);
  g_free ((char *) code->parent);
  g_free ((char *) code->source);
  g_free (code);
}

PostilAttributeDef *
postil_attribute_def_copy (const PostilAttributeDef *attribute)
{
  PostilAttributeDef *copy = g_new0 (PostilAttributeDef, 1);

  copy->id = dup_or_empty (attribute->id);
  copy->label = dup_or_empty (attribute->label);
  copy->definition = dup_or_empty (attribute->definition);
  copy->kind = attribute->kind;
  copy->choices = dup_list (attribute->choices);
  copy->codes = dup_list (attribute->codes);
  copy->source = g_strdup (attribute->source);
  copy->shown = postil_attribute_def_find_shown (copy);
  return copy;
}

void
postil_attribute_def_free (PostilAttributeDef *attribute)
{
  g_free ((char *) attribute->id);
  g_free ((char *) attribute->label);
  g_free ((char *) attribute->definition);
  free_list (attribute->choices);
  free_list (attribute->codes);
  g_free ((char *) attribute->source);
  g_free (attribute);
}

PostilLinkDef *
postil_link_def_copy (const PostilLinkDef *link)
{
  PostilLinkDef *copy = g_new0 (PostilLinkDef, 1);

  copy->id = dup_or_empty (link->id);
  copy->label = dup_or_empty (link->label);
  copy->definition = dup_or_empty (link->definition);
  copy->from_codes = dup_list (link->from_codes);
  copy->to_codes = dup_list (link->to_codes);
  copy->source = g_strdup (link->source);
  copy->shown = postil_link_def_find_shown (copy);
  return copy;
}

void
postil_link_def_free (PostilLinkDef *link)
{
  g_free ((char *) link->id);
  g_free ((char *) link->label);
  g_free ((char *) link->definition);
  free_list (link->from_codes);
  free_list (link->to_codes);
  g_free ((char *) link->source);
  g_free (link);
}

static void
add_matches (PostilCodebook *self,
             PostilCode     *code)
{
  for (guint i = 0; code->matches[i] != NULL; i++)
    if (!g_hash_table_contains (self->codes_by_id, code->matches[i]))
      g_hash_table_insert (self->codes_by_id, (gpointer) code->matches[i], code);
}

PostilCodebook *
postil_codebook_new_take (const char *label,
                          const char *source,
                          GPtrArray  *codes,
                          GPtrArray  *attributes,
                          GPtrArray  *links)
{
  PostilCodebook *self = g_new0 (PostilCodebook, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->label = dup_or_empty (label);
  self->source = g_strdup (source);
  self->codes = codes;
  self->attributes = attributes;
  self->links = links;
  self->codes_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->codes_by_key = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < codes->len; i++)
    {
      PostilCode *code = g_ptr_array_index (codes, i);

      g_hash_table_insert (self->codes_by_id, (gpointer) code->id, code);
      if (code->key[0] != '\0')
        g_hash_table_insert (self->codes_by_key, (gpointer) code->key, code);
    }
  /* An id of its own wins over a match. */
  for (guint i = 0; i < codes->len; i++)
    add_matches (self, g_ptr_array_index (codes, i));

  return self;
}

void
postil_codebook_set_builtin (PostilCodebook *self)
{
  self->is_builtin = TRUE;
}

PostilCodebook *
postil_codebook_ref (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_codebook_unref (PostilCodebook *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->codes_by_id);
  g_hash_table_unref (self->codes_by_key);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->attributes);
  g_ptr_array_unref (self->links);
  g_free (self->label);
  g_free (self->source);
  g_free (self);
}

gboolean
postil_codebook_is_builtin (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_builtin;
}

const char *
postil_codebook_get_label (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->label;
}

const char *
postil_codebook_get_source (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

guint
postil_codebook_get_n_codes (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->codes->len;
}

const PostilCode *
postil_codebook_get_code (PostilCodebook *self,
                          guint           index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->codes->len, NULL);

  return g_ptr_array_index (self->codes, index);
}

const PostilCode *
postil_codebook_lookup_code (PostilCodebook *self,
                             const char     *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->codes_by_id, id);
}

const PostilCode *
postil_codebook_lookup_key (PostilCodebook *self,
                            const char     *key)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return g_hash_table_lookup (self->codes_by_key, key);
}

const char *
postil_codebook_get_code_label (PostilCodebook *self,
                                const char     *id)
{
  const PostilCode *code;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  code = postil_codebook_lookup_code (self, id);
  return code != NULL ? code->label : id;
}

const char *
postil_codebook_show_code (PostilCodebook *self,
                           const char     *id)
{
  const PostilCode *code;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  code = postil_codebook_lookup_code (self, id);
  return code != NULL ? code->shown : id;
}

guint
postil_codebook_get_n_attributes (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->attributes->len;
}

const PostilAttributeDef *
postil_codebook_get_attribute (PostilCodebook *self,
                               guint           index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->attributes->len, NULL);

  return g_ptr_array_index (self->attributes, index);
}

const PostilAttributeDef *
postil_codebook_lookup_attribute (PostilCodebook *self,
                                  const char     *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->attributes->len; i++)
    {
      const PostilAttributeDef *attribute = g_ptr_array_index (self->attributes, i);

      if (g_str_equal (attribute->id, id))
        return attribute;
    }

  return NULL;
}

guint
postil_codebook_get_n_links (PostilCodebook *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->links->len;
}

const PostilLinkDef *
postil_codebook_get_link (PostilCodebook *self,
                          guint           index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->links->len, NULL);

  return g_ptr_array_index (self->links, index);
}

const PostilLinkDef *
postil_codebook_lookup_link (PostilCodebook *self,
                             const char     *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->links->len; i++)
    {
      const PostilLinkDef *link = g_ptr_array_index (self->links, i);

      if (g_str_equal (link->id, id))
        return link;
    }

  return NULL;
}

static gboolean
equal_codes (const PostilCode *a,
             const PostilCode *b)
{
  return g_str_equal (a->id, b->id)
         && g_str_equal (a->label, b->label)
         && g_str_equal (a->key, b->key)
         && g_str_equal (a->color, b->color)
         && g_str_equal (a->definition, b->definition)
         && g_str_equal (a->when, b->when)
         && g_str_equal (a->when_not, b->when_not)
         && g_strv_equal (a->examples, b->examples)
         && g_str_equal (a->revised, b->revised)
         && g_strv_equal (a->history, b->history)
         && g_strv_equal (a->matches, b->matches)
         && g_str_equal (a->parent, b->parent);
}

static gboolean
equal_attributes (const PostilAttributeDef *a,
                  const PostilAttributeDef *b)
{
  return g_str_equal (a->id, b->id)
         && g_str_equal (a->label, b->label)
         && g_str_equal (a->definition, b->definition)
         && a->kind == b->kind
         && g_strv_equal (a->choices, b->choices)
         && g_strv_equal (a->codes, b->codes);
}

static gboolean
equal_links (const PostilLinkDef *a,
             const PostilLinkDef *b)
{
  return g_str_equal (a->id, b->id)
         && g_str_equal (a->label, b->label)
         && g_str_equal (a->definition, b->definition)
         && g_strv_equal (a->from_codes, b->from_codes)
         && g_strv_equal (a->to_codes, b->to_codes);
}

gboolean
postil_codebook_equal (PostilCodebook *a,
                       PostilCodebook *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (!g_str_equal (a->label, b->label)
      || a->codes->len != b->codes->len
      || a->attributes->len != b->attributes->len
      || a->links->len != b->links->len)
    return FALSE;

  for (guint i = 0; i < a->codes->len; i++)
    if (!equal_codes (g_ptr_array_index (a->codes, i), g_ptr_array_index (b->codes, i)))
      return FALSE;
  for (guint i = 0; i < a->attributes->len; i++)
    if (!equal_attributes (g_ptr_array_index (a->attributes, i),
                           g_ptr_array_index (b->attributes, i)))
      return FALSE;
  for (guint i = 0; i < a->links->len; i++)
    if (!equal_links (g_ptr_array_index (a->links, i), g_ptr_array_index (b->links, i)))
      return FALSE;

  return TRUE;
}

const char *
postil_codebook_get_palette_color (guint index)
{
  return palette[index % G_N_ELEMENTS (palette)];
}
