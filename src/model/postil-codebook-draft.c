/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A codebook while somebody edits it. Each verb builds another codebook out of the present
 * one and takes it only if it is sound; so the draft always is, and what was refused says
 * why. What happens to codes is written down for the annotations meanwhile. One thread. */

#include "config.h"

#include "model/postil-codebook-draft.h"

#include "base/postil-error.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

struct _PostilCodebookDraft
{
  PostilCodebook *before;
  PostilCodebook *now;
  PostilRecoding *recoding;
  GHashTable     *origins; /* id now → id before */
};

PostilCodebookDraft *
postil_codebook_draft_new (PostilCodebook *from)
{
  PostilCodebookDraft *self;

  g_return_val_if_fail (from != NULL, NULL);

  self = g_new0 (PostilCodebookDraft, 1);
  self->before = postil_codebook_ref (from);
  self->now = postil_codebook_ref (from);
  self->recoding = postil_recoding_new ();
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < postil_codebook_get_n_codes (from); i++)
    {
      const char *id = postil_codebook_get_code (from, i)->id;

      g_hash_table_insert (self->origins, g_strdup (id), g_strdup (id));
    }

  return self;
}

void
postil_codebook_draft_free (PostilCodebookDraft *self)
{
  g_return_if_fail (self != NULL);

  postil_codebook_unref (self->before);
  postil_codebook_unref (self->now);
  postil_recoding_free (self->recoding);
  g_hash_table_unref (self->origins);
  g_free (self);
}

PostilCodebook *
postil_codebook_draft_get_before (PostilCodebookDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->before;
}

PostilCodebook *
postil_codebook_draft_get_codebook (PostilCodebookDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->now;
}

PostilRecoding *
postil_codebook_draft_get_recoding (PostilCodebookDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->recoding;
}

gboolean
postil_codebook_draft_is_changed (PostilCodebookDraft *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !postil_recoding_is_empty (self->recoding) || !postil_codebook_equal (self->before, self->now);
}

const char *
postil_codebook_draft_get_origin (PostilCodebookDraft *self,
                                  const char          *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  return g_hash_table_lookup (self->origins, id);
}

/* A code by its own id, not by one that it is matched to. */
static const PostilCode *
find_code (PostilCodebook *codebook,
           const char     *id)
{
  const PostilCode *code = postil_codebook_lookup_code (codebook, id);

  return code != NULL && g_str_equal (code->id, id) ? code : NULL;
}

static gboolean
check_known (PostilCodebookDraft  *self,
             const char           *id,
             GError              **error)
{
  if (find_code (self->now, id) != NULL)
    return TRUE;

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN, _("The codebook has no code “%s”."), id);
  return FALSE;
}

/* Takes what was built, if it is sound. */
static gboolean
take (PostilCodebookDraft    *self,
      PostilCodebookBuilder  *builder,
      GError                **error)
{
  PostilCodebook *codebook = postil_codebook_builder_end (builder, error);

  if (codebook == NULL)
    return FALSE;

  postil_codebook_unref (self->now);
  self->now = codebook;
  return TRUE;
}

/* Definitions */

static gboolean
is_same_meaning (const PostilCode *a,
                 const PostilCode *b)
{
  return g_str_equal (a->definition, b->definition)
         && g_str_equal (a->when, b->when)
         && g_str_equal (a->when_not, b->when_not);
}

/* "2026-11-23T10:00:00Z: definition when when not": what it was until then. */
static char *
dup_history_note (const PostilCode *code,
                  const char       *now)
{
  g_autoptr (GString) note = g_string_new (now);
  const char *parts[] = { code->definition, code->when, code->when_not };

  g_string_append_c (note, ':');
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (note, " %s", parts[i]);

  return g_string_free (g_steal_pointer (&note), FALSE);
}

gboolean
postil_codebook_draft_set_code (PostilCodebookDraft  *self,
                                const PostilCode     *code,
                                GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  const PostilCode *old = NULL;
  PostilCode changed;
  g_autoptr (GPtrArray) history = g_ptr_array_new ();
  g_autofree char *now = postil_edit_dup_now ();
  g_autofree char *note = NULL;
  const char *origin = NULL;

  g_return_val_if_fail (self != NULL && code != NULL, FALSE);

  if (!check_known (self, code->id, error))
    return FALSE;

  changed = *code;
  origin = g_hash_table_lookup (self->origins, code->id);
  old = origin != NULL ? find_code (self->before, origin) : NULL;
  if (old != NULL)
    {
      for (guint i = 0; old->history[i] != NULL; i++)
        g_ptr_array_add (history, (gpointer) old->history[i]);
      changed.revised = old->revised;
      if (!is_same_meaning (old, code))
        {
          note = dup_history_note (old, now);
          if (*old->definition != '\0' || *old->when != '\0' || *old->when_not != '\0')
            g_ptr_array_add (history, note);
          changed.revised = now;
        }
      g_ptr_array_add (history, NULL);
      changed.history = (const char *const *) history->pdata;
    }
  builder = postil_codebook_builder_new (self->now);
  postil_codebook_builder_set_code (builder, &changed);

  return take (self, builder, error);
}

/* Names and places */

gboolean
postil_codebook_draft_rename (PostilCodebookDraft  *self,
                              const char           *id,
                              const char           *new_id,
                              GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  g_autofree char *old_id = NULL;
  gpointer key = NULL;
  gpointer origin = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && new_id != NULL, FALSE);

  if (g_str_equal (id, new_id))
    return TRUE;
  if (!check_known (self, id, error))
    return FALSE;

  old_id = g_strdup (id);
  builder = postil_codebook_builder_new (self->now);
  if (!postil_codebook_builder_rename_code (builder, old_id, new_id))
    {
      postil_codebook_builder_free (builder);
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                   *new_id == '\0' ? _("A code needs an id; this one is still “%s”.")
                                   : _("Another code has that id already; this one is still “%s”."),
                   old_id);
      return FALSE;
    }
  if (!take (self, builder, error))
    return FALSE;

  postil_recoding_set_code (self->recoding, old_id, new_id);
  /* GLib 2.74 leaks a key that it is not asked for. */
  if (g_hash_table_steal_extended (self->origins, old_id, &key, &origin))
    {
      g_free (key);
      g_hash_table_insert (self->origins, g_strdup (new_id), origin);
    }
  return TRUE;
}

gboolean
postil_codebook_draft_move (PostilCodebookDraft *self,
                            const char          *id,
                            const char          *parent,
                            const char          *before)
{
  PostilCodebookBuilder *builder = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && parent != NULL, FALSE);

  builder = postil_codebook_builder_new (self->now);
  if (!postil_codebook_builder_move_code (builder, id, parent, before))
    {
      postil_codebook_builder_free (builder);
      return FALSE;
    }

  return take (self, builder, NULL);
}

/* The siblings of a code, itself included, in order. (element-type PostilCode) */
static GPtrArray *
list_siblings (PostilCodebookDraft *self,
               const char          *parent)
{
  GPtrArray *siblings = g_ptr_array_new ();

  for (guint i = 0; i < postil_codebook_get_n_codes (self->now); i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->now, i);

      if (g_str_equal (code->parent, parent))
        g_ptr_array_add (siblings, (gpointer) code);
    }

  return siblings;
}

static const PostilCode *
get_sibling (GPtrArray        *siblings,
             const PostilCode *code,
             int               distance)
{
  guint index = 0;
  gint64 wanted = 0;

  if (!g_ptr_array_find (siblings, code, &index))
    return NULL;

  wanted = (gint64) index + distance;
  return wanted >= 0 && wanted < siblings->len ? g_ptr_array_index (siblings, (guint) wanted) : NULL;
}

gboolean
postil_codebook_draft_step (PostilCodebookDraft *self,
                            const char          *id,
                            int                  direction)
{
  const PostilCode *code = NULL;
  const PostilCode *neighbour = NULL;
  const PostilCode *before = NULL;
  g_autoptr (GPtrArray) siblings = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  code = find_code (self->now, id);
  if (code == NULL)
    return FALSE;

  siblings = list_siblings (self, code->parent);
  neighbour = get_sibling (siblings, code, direction);
  if (neighbour == NULL)
    return FALSE;

  before = direction < 0 ? neighbour : get_sibling (siblings, code, 2);
  return postil_codebook_draft_move (self, id, code->parent, before != NULL ? before->id : NULL);
}

gboolean
postil_codebook_draft_nest (PostilCodebookDraft *self,
                            const char          *id)
{
  const PostilCode *code = NULL;
  const PostilCode *above = NULL;
  g_autoptr (GPtrArray) siblings = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  code = find_code (self->now, id);
  siblings = code != NULL ? list_siblings (self, code->parent) : NULL;
  above = code != NULL ? get_sibling (siblings, code, -1) : NULL;

  return above != NULL && postil_codebook_draft_move (self, id, above->id, NULL);
}

gboolean
postil_codebook_draft_unnest (PostilCodebookDraft *self,
                              const char          *id)
{
  const PostilCode *code = NULL;
  const PostilCode *parent = NULL;
  const PostilCode *before = NULL;
  g_autoptr (GPtrArray) siblings = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  code = find_code (self->now, id);
  parent = code != NULL && *code->parent != '\0' ? find_code (self->now, code->parent) : NULL;
  if (parent == NULL)
    return FALSE;

  siblings = list_siblings (self, parent->parent);
  before = get_sibling (siblings, parent, 1);
  return postil_codebook_draft_move (self, id, parent->parent, before != NULL ? before->id : NULL);
}

/* More and fewer */

static gboolean
is_taken (PostilCodebookDraft *self,
          const char          *id,
          const PostilCode    *except)
{
  const PostilCode *code = postil_codebook_lookup_code (self->now, id);

  return (code != NULL && code != except) || postil_codebook_lookup_code (self->before, id) != NULL;
}

/* "Deep concern!" → "deep-concern", or "deep-concern-2" where another code has that. */
static char *
dup_new_id (PostilCodebookDraft *self,
            const char          *label,
            const PostilCode    *except)
{
  g_autoptr (GString) slug = g_string_new (NULL);
  g_autofree char *lower = g_utf8_strdown (label, -1);
  char *id = NULL;

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || g_unichar_ismark (c))
        g_string_append_unichar (slug, c);
      else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  if (slug->len == 0)
    g_string_assign (slug, "code");

  id = g_strdup (slug->str);
  for (guint i = 2; is_taken (self, id, except); i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", slug->str, i);
    }

  return id;
}

char *
postil_codebook_draft_add (PostilCodebookDraft  *self,
                           const char           *label,
                           const char           *parent,
                           GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  g_autofree char *id = NULL;
  PostilCode code = { 0 };

  g_return_val_if_fail (self != NULL && label != NULL && parent != NULL, NULL);

  id = dup_new_id (self, label, NULL);
  code.id = id;
  code.label = label;
  code.parent = parent;
  builder = postil_codebook_builder_new (self->now);
  postil_codebook_builder_set_code (builder, &code);

  return take (self, builder, error) ? g_steal_pointer (&id) : NULL;
}

char *
postil_codebook_draft_follow_label (PostilCodebookDraft *self,
                                    const char          *id)
{
  const PostilCode *code = NULL;
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  code = find_code (self->now, id);
  if (code == NULL || g_hash_table_contains (self->origins, id))
    return g_strdup (id);

  wanted = dup_new_id (self, code->label, code);
  return postil_codebook_draft_rename (self, id, wanted, NULL) ? g_steal_pointer (&wanted) : g_strdup (id);
}

gboolean
postil_codebook_draft_adopt (PostilCodebookDraft  *self,
                             const char           *id,
                             GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  PostilCode code = { 0 };

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  if (find_code (self->now, id) != NULL)
    return TRUE;

  code.id = id;
  code.label = id;
  builder = postil_codebook_builder_new (self->now);
  postil_codebook_builder_set_code (builder, &code);
  if (!take (self, builder, error))
    return FALSE;

  postil_recoding_set_code (self->recoding, id, NULL);
  g_hash_table_insert (self->origins, g_strdup (id), g_strdup (id));
  return TRUE;
}

static gboolean
add_match (PostilCodebookBuilder *builder,
           const PostilCode      *code,
           const char *const     *others)
{
  g_autoptr (GPtrArray) matches = g_ptr_array_new ();
  PostilCode changed = *code;
  gboolean is_new = FALSE;

  for (guint i = 0; code->matches[i] != NULL; i++)
    g_ptr_array_add (matches, (gpointer) code->matches[i]);
  for (guint i = 0; others[i] != NULL; i++)
    if (!g_strv_contains (code->matches, others[i]) && !g_str_equal (others[i], code->id))
      {
        g_ptr_array_add (matches, (gpointer) others[i]);
        is_new = TRUE;
      }
  g_ptr_array_add (matches, NULL);
  changed.matches = (const char *const *) matches->pdata;
  if (is_new)
    postil_codebook_builder_set_code (builder, &changed);

  return is_new;
}

gboolean
postil_codebook_draft_match (PostilCodebookDraft  *self,
                             const char           *id,
                             const char           *other,
                             GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  const char *others[] = { other, NULL };

  g_return_val_if_fail (self != NULL && id != NULL && other != NULL, FALSE);

  if (!check_known (self, id, error))
    return FALSE;

  builder = postil_codebook_builder_new (self->now);
  add_match (builder, find_code (self->now, id), others);
  return take (self, builder, error);
}

static gboolean
is_within (PostilCodebookDraft *self,
           const char          *id,
           const char          *ancestor)
{
  for (const PostilCode *code = find_code (self->now, id); code != NULL;
       code = *code->parent != '\0' ? find_code (self->now, code->parent) : NULL)
    if (g_str_equal (code->id, ancestor))
      return TRUE;

  return FALSE;
}

gboolean
postil_codebook_draft_merge (PostilCodebookDraft  *self,
                             const char           *id,
                             const char           *into,
                             GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  g_autofree char *old_id = NULL;
  g_autofree char *new_id = NULL;
  gboolean is_below = FALSE;

  g_return_val_if_fail (self != NULL && id != NULL && into != NULL, FALSE);

  if (g_str_equal (id, into) || !check_known (self, id, error) || !check_known (self, into, error))
    return FALSE;

  old_id = g_strdup (id);
  new_id = g_strdup (into);
  is_below = is_within (self, into, id);
  builder = postil_codebook_builder_new (self->now);
  for (guint i = 0; !is_below && i < postil_codebook_get_n_codes (self->now); i++)
    {
      const PostilCode *child = postil_codebook_get_code (self->now, i);

      if (g_str_equal (child->parent, old_id))
        postil_codebook_builder_move_code (builder, child->id, new_id, NULL);
    }
  add_match (builder, find_code (self->now, new_id), find_code (self->now, old_id)->matches);
  postil_codebook_builder_replace_in_lists (builder, old_id, new_id);
  postil_codebook_builder_remove_code (builder, old_id);
  if (!take (self, builder, error))
    return FALSE;

  postil_recoding_set_code (self->recoding, old_id, new_id);
  g_hash_table_remove (self->origins, old_id);
  return TRUE;
}

gboolean
postil_codebook_draft_remove (PostilCodebookDraft  *self,
                              const char           *id,
                              const char           *to,
                              GError              **error)
{
  PostilCodebookBuilder *builder = NULL;
  g_autofree char *old_id = NULL;
  g_autofree char *new_id = NULL;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  if (!check_known (self, id, error) || (to != NULL && *to != '\0' && !check_known (self, to, error)))
    return FALSE;

  old_id = g_strdup (id);
  new_id = g_strdup (to);
  builder = postil_codebook_builder_new (self->now);
  postil_codebook_builder_remove_code (builder, old_id);
  if (!take (self, builder, error))
    return FALSE;

  if (new_id != NULL)
    postil_recoding_set_code (self->recoding, old_id, new_id);
  g_hash_table_remove (self->origins, old_id);
  return TRUE;
}
