/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a codebook is put together and judged. Until _end() anything goes, for a file may
 * name a child before its parent; _end() finds every fault that would make a codebook
 * ambiguous, names the code, and sets the codes in order, each below its parent. One
 * thread. */

#include "config.h"

#include "model/postil-codebook.h"

#include "base/postil-error.h"
#include "model/postil-codebook-private.h"

#include <glib/gi18n-lib.h>

#define MAX_CODES 10000u
#define MAX_LEVELS 32u

struct _PostilCodebookBuilder
{
  char       *label;
  char       *source;
  GPtrArray  *codes; /* in order among those of one parent */
  GPtrArray  *attributes;
  GPtrArray  *links;
  GHashTable *by_id; /* id → the first code of it */
};

/* Codes while building */

static void
add_code (PostilCodebookBuilder *self,
          PostilCode            *code)
{
  g_ptr_array_add (self->codes, code);
  if (!g_hash_table_contains (self->by_id, code->id))
    g_hash_table_insert (self->by_id, (gpointer) code->id, code);
}

static gboolean
find_code (PostilCodebookBuilder *self,
           const char            *id,
           guint                 *index)
{
  PostilCode *code = g_hash_table_lookup (self->by_id, id);

  return code != NULL && g_ptr_array_find (self->codes, code, index);
}

static void
set_parent (PostilCode *code,
            const char *parent)
{
  char *copy = g_strdup (parent);

  g_free ((char *) code->parent);
  code->parent = copy;
}

static void
move_children (PostilCodebookBuilder *self,
               const char            *from,
               const char            *to)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      PostilCode *code = g_ptr_array_index (self->codes, i);

      if (g_str_equal (code->parent, from))
        set_parent (code, to);
    }
}

/* Whether @id is @ancestor or below it. */
static gboolean
is_within (PostilCodebookBuilder *self,
           const char            *id,
           const char            *ancestor)
{
  /* Unchecked as it is, it may hold a ring. */
  for (guint i = 0; i <= self->codes->len && id[0] != '\0'; i++)
    {
      const PostilCode *code;

      if (g_str_equal (id, ancestor))
        return TRUE;
      code = g_hash_table_lookup (self->by_id, id);
      if (code == NULL)
        return FALSE;
      id = code->parent;
    }

  return FALSE;
}

PostilCodebookBuilder *
postil_codebook_builder_new (PostilCodebook *from)
{
  PostilCodebookBuilder *self = g_new0 (PostilCodebookBuilder, 1);

  self->codes = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_code_free);
  self->attributes = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_attribute_def_free);
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_def_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  if (from == NULL)
    return self;

  self->label = g_strdup (postil_codebook_get_label (from));
  self->source = g_strdup (postil_codebook_get_source (from));
  for (guint i = 0; i < postil_codebook_get_n_codes (from); i++)
    add_code (self, postil_code_copy (postil_codebook_get_code (from, i)));
  for (guint i = 0; i < postil_codebook_get_n_attributes (from); i++)
    g_ptr_array_add (self->attributes,
                     postil_attribute_def_copy (postil_codebook_get_attribute (from, i)));
  for (guint i = 0; i < postil_codebook_get_n_links (from); i++)
    g_ptr_array_add (self->links, postil_link_def_copy (postil_codebook_get_link (from, i)));

  return self;
}

void
postil_codebook_builder_free (PostilCodebookBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->by_id);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_free (self->label);
  g_free (self->source);
  g_free (self);
}

void
postil_codebook_builder_set_label (PostilCodebookBuilder *self,
                                   const char            *label)
{
  g_return_if_fail (self != NULL);

  g_free (self->label);
  self->label = g_strdup (label);
}

void
postil_codebook_builder_set_source (PostilCodebookBuilder *self,
                                    const char            *source)
{
  g_return_if_fail (self != NULL);

  g_free (self->source);
  self->source = g_strdup (source);
}

void
postil_codebook_builder_set_code (PostilCodebookBuilder *self,
                                  const PostilCode      *code)
{
  PostilCode *copy;
  guint index;

  g_return_if_fail (self != NULL);
  g_return_if_fail (code != NULL);

  copy = postil_code_copy (code);
  if (!find_code (self, copy->id, &index))
    {
      add_code (self, copy);
      return;
    }

  g_hash_table_replace (self->by_id, (gpointer) copy->id, copy);
  postil_code_free (g_ptr_array_index (self->codes, index));
  g_ptr_array_index (self->codes, index) = copy;
}

void
postil_codebook_builder_add_code (PostilCodebookBuilder *self,
                                  const PostilCode      *code)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (code != NULL);

  add_code (self, postil_code_copy (code));
}

void
postil_codebook_builder_remove_code (PostilCodebookBuilder *self,
                                     const char            *id)
{
  PostilCode *removed;
  guint index;

  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  if (!find_code (self, id, &index))
    return;

  removed = g_ptr_array_steal_index (self->codes, index);
  move_children (self, removed->id, removed->parent);
  g_hash_table_remove (self->by_id, removed->id);
  postil_code_free (removed);
}

gboolean
postil_codebook_builder_move_code (PostilCodebookBuilder *self,
                                   const char            *id,
                                   const char            *parent,
                                   const char            *before)
{
  PostilCode *code;
  guint index;
  guint at;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (parent != NULL, FALSE);

  if (!find_code (self, id, &index)
      || is_within (self, parent, id)
      || (parent[0] != '\0' && !g_hash_table_contains (self->by_id, parent)))
    return FALSE;
  if (before != NULL && g_str_equal (before, id))
    {
      /* Before itself: where it stands. */
      set_parent (g_ptr_array_index (self->codes, index), parent);
      return TRUE;
    }

  code = g_ptr_array_steal_index (self->codes, index);
  set_parent (code, parent);
  if (before == NULL || !find_code (self, before, &at))
    at = self->codes->len;
  g_ptr_array_insert (self->codes, at, code);
  return TRUE;
}

static void
rename_in (const char *const *list,
           const char        *id,
           const char        *new_id)
{
  char **ids = (char **) list;

  for (guint i = 0; ids[i] != NULL; i++)
    if (g_str_equal (ids[i], id))
      {
        g_free (ids[i]);
        ids[i] = g_strdup (new_id);
      }
}

void
postil_codebook_builder_replace_in_lists (PostilCodebookBuilder *self,
                                          const char            *id,
                                          const char            *new_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL && new_id != NULL);

  for (guint i = 0; i < self->attributes->len; i++)
    rename_in (((PostilAttributeDef *) g_ptr_array_index (self->attributes, i))->codes, id, new_id);
  for (guint i = 0; i < self->links->len; i++)
    {
      rename_in (((PostilLinkDef *) g_ptr_array_index (self->links, i))->from_codes, id, new_id);
      rename_in (((PostilLinkDef *) g_ptr_array_index (self->links, i))->to_codes, id, new_id);
    }
}

gboolean
postil_codebook_builder_rename_code (PostilCodebookBuilder *self,
                                     const char            *id,
                                     const char            *new_id)
{
  PostilCode *code;
  g_autofree char *old_id = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL && new_id != NULL, FALSE);

  code = g_hash_table_lookup (self->by_id, id);
  if (code == NULL || new_id[0] == '\0' || g_hash_table_contains (self->by_id, new_id))
    return FALSE;

  g_hash_table_remove (self->by_id, id);
  old_id = (char *) code->id;
  code->id = g_strdup (new_id);
  g_hash_table_insert (self->by_id, (gpointer) code->id, code);
  move_children (self, old_id, new_id);
  postil_codebook_builder_replace_in_lists (self, old_id, new_id);
  return TRUE;
}

void
postil_codebook_builder_set_attribute (PostilCodebookBuilder    *self,
                                       const PostilAttributeDef *attribute)
{
  PostilAttributeDef *copy;

  g_return_if_fail (self != NULL);
  g_return_if_fail (attribute != NULL);

  copy = postil_attribute_def_copy (attribute);
  for (guint i = 0; i < self->attributes->len; i++)
    {
      PostilAttributeDef *there = g_ptr_array_index (self->attributes, i);

      if (g_str_equal (there->id, copy->id))
        {
          postil_attribute_def_free (there);
          g_ptr_array_index (self->attributes, i) = copy;
          return;
        }
    }
  g_ptr_array_add (self->attributes, copy);
}

void
postil_codebook_builder_remove_attribute (PostilCodebookBuilder *self,
                                          const char            *id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  for (guint i = 0; i < self->attributes->len; i++)
    {
      const PostilAttributeDef *there = g_ptr_array_index (self->attributes, i);

      if (g_str_equal (there->id, id))
        {
          g_ptr_array_remove_index (self->attributes, i);
          return;
        }
    }
}

void
postil_codebook_builder_set_link (PostilCodebookBuilder *self,
                                  const PostilLinkDef   *link)
{
  PostilLinkDef *copy;

  g_return_if_fail (self != NULL);
  g_return_if_fail (link != NULL);

  copy = postil_link_def_copy (link);
  for (guint i = 0; i < self->links->len; i++)
    {
      PostilLinkDef *there = g_ptr_array_index (self->links, i);

      if (g_str_equal (there->id, copy->id))
        {
          postil_link_def_free (there);
          g_ptr_array_index (self->links, i) = copy;
          return;
        }
    }
  g_ptr_array_add (self->links, copy);
}

void
postil_codebook_builder_remove_link (PostilCodebookBuilder *self,
                                     const char            *id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  for (guint i = 0; i < self->links->len; i++)
    {
      const PostilLinkDef *there = g_ptr_array_index (self->links, i);

      if (g_str_equal (there->id, id))
        {
          g_ptr_array_remove_index (self->links, i);
          return;
        }
    }
}

/* Judging */

static gboolean
check_ids (PostilCodebookBuilder  *self,
           GError                **error)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      const PostilCode *code = g_ptr_array_index (self->codes, i);

      if (code->id[0] == '\0')
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The code “%s”, number %u in the codebook, has no id; give it one."),
                       code->label, i + 1);
          return FALSE;
        }
      if (g_hash_table_lookup (self->by_id, code->id) != code)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("Two codes have the id “%s”; give one of them another."), code->id);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_keys (PostilCodebookBuilder  *self,
            GError                **error)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->codes->len; i++)
    {
      PostilCode *code = g_ptr_array_index (self->codes, i);
      const PostilCode *other = g_hash_table_lookup (by_key, code->key);

      if (code->key[0] == '\0')
        continue;
      if (other != NULL)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The codes “%s” and “%s” have the same key “%s”; give one of them "
                         "another or none."),
                       other->id, code->id, code->key);
          return FALSE;
        }
      g_hash_table_insert (by_key, (gpointer) code->key, code);
    }

  return TRUE;
}

static gboolean
check_parents (PostilCodebookBuilder  *self,
               GError                **error)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      const PostilCode *code = g_ptr_array_index (self->codes, i);

      if (code->parent[0] != '\0' && !g_hash_table_contains (self->by_id, code->parent))
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The code “%s” is under “%s”, which the codebook does not have."),
                       code->id, code->parent);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_others (PostilCodebookBuilder  *self,
              GError                **error)
{
  for (guint i = 0; i < self->attributes->len; i++)
    {
      const PostilAttributeDef *attribute = g_ptr_array_index (self->attributes, i);

      if (attribute->id[0] == '\0')
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The attribute “%s”, number %u in the codebook, has no id; give it one."),
                       attribute->label, i + 1);
          return FALSE;
        }
    }

  for (guint i = 0; i < self->links->len; i++)
    {
      const PostilLinkDef *link = g_ptr_array_index (self->links, i);

      if (link->id[0] == '\0')
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The kind of link “%s”, number %u in the codebook, has no id; give it "
                         "one."),
                       link->label, i + 1);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_order (GPtrArray  *codes,
             GPtrArray  *ordered,
             GError    **error)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < ordered->len; i++)
    {
      PostilCode *code = g_ptr_array_index (ordered, i);

      g_hash_table_add (reached, code);
      if (code->depth >= MAX_LEVELS)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The code “%s” is nested more than %u levels deep."),
                       code->id, MAX_LEVELS);
          return FALSE;
        }
    }

  for (guint i = 0; i < codes->len; i++)
    {
      const PostilCode *code = g_ptr_array_index (codes, i);

      if (!g_hash_table_contains (reached, code))
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The code “%s” is under “%s”, which is itself under it."),
                       code->id, code->parent);
          return FALSE;
        }
    }

  return TRUE;
}

/* Filling what is missing */

static void
fill_label (const char **label,
            const char  *id)
{
  if ((*label)[0] != '\0')
    return;

  g_free ((char *) *label);
  *label = g_strdup (id);
}

static void
fill_labels (PostilCodebookBuilder *self)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      PostilCode *code = g_ptr_array_index (self->codes, i);

      fill_label (&code->label, code->id);
      code->shown = postil_code_find_shown (code);
    }
  for (guint i = 0; i < self->attributes->len; i++)
    {
      PostilAttributeDef *attribute = g_ptr_array_index (self->attributes, i);

      fill_label (&attribute->label, attribute->id);
      attribute->shown = postil_attribute_def_find_shown (attribute);
    }
  for (guint i = 0; i < self->links->len; i++)
    {
      PostilLinkDef *link = g_ptr_array_index (self->links, i);

      fill_label (&link->label, link->id);
      link->shown = postil_link_def_find_shown (link);
    }
}

PostilCodebook *
postil_codebook_builder_end (PostilCodebookBuilder  *self,
                             GError                **error)
{
  g_autoptr (PostilCodebookBuilder) owned = self;
  g_autoptr (GPtrArray) ordered = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->codes->len > MAX_CODES)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                   _("The codebook has %u codes, and the most that Postil takes is %u."),
                   self->codes->len, MAX_CODES);
      return NULL;
    }

  if (!check_ids (self, error)
      || !check_keys (self, error)
      || !check_parents (self, error)
      || !check_others (self, error))
    return NULL;
  ordered = postil_codes_list_in_order (self->codes);
  if (!check_order (self->codes, ordered, error))
    return NULL;

  /* From here on the codes belong to the array that is in order. */
  g_ptr_array_set_free_func (self->codes, NULL);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  self->codes = g_steal_pointer (&ordered);
  g_ptr_array_set_free_func (self->codes, (GDestroyNotify) postil_code_free);
  fill_labels (self);
  postil_codes_fill_colors (self->codes);

  return postil_codebook_new_take (self->label, self->source,
                                   g_steal_pointer (&self->codes),
                                   g_steal_pointer (&self->attributes),
                                   g_steal_pointer (&self->links));
}
