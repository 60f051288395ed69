/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saved searches in the settings, under one key, so that all windows have the same. Main thread. */

#include "config.h"

#include "app/postil-searches.h"

#include <glib/gi18n-lib.h>

#define KEY "searches"
#define TYPE "a(bsuuss)"

PostilSavedSearch *
postil_saved_search_new (const PostilSearchQuery *query)
{
  PostilSavedSearch *self = NULL;

  g_return_val_if_fail (query != NULL, NULL);

  self = g_new0 (PostilSavedSearch, 1);
  self->pattern = g_strdup (query->pattern != NULL ? query->pattern : "");
  self->flags = query->flags;
  self->in = query->in;
  self->code = g_strdup (query->code != NULL ? query->code : "");
  self->actor = g_strdup (query->actor != NULL ? query->actor : "");
  return self;
}

void
postil_saved_search_free (PostilSavedSearch *self)
{
  if (self == NULL)
    return;
  g_free (self->pattern);
  g_free (self->code);
  g_free (self->actor);
  g_free (self);
}

gboolean
postil_saved_search_equal (const PostilSavedSearch *a,
                           const PostilSavedSearch *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return g_str_equal (a->pattern, b->pattern) && a->flags == b->flags && a->in == b->in &&
         g_str_equal (a->code, b->code) && g_str_equal (a->actor, b->actor);
}

static const char *
get_place (PostilSearchIn in)
{
  if (in == POSTIL_SEARCH_IN_TEXT)
    return _("In the Text");
  if (in == POSTIL_SEARCH_IN_QUOTES)
    return _("In Quotes");
  if (in == POSTIL_SEARCH_IN_NOTES)
    return _("In Notes and Actors");
  return NULL;
}

static void
append_part (GString    *out,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", part);
}

char *
postil_saved_search_dup_title (const PostilSavedSearch *self,
                               PostilCodebook          *codebook)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && codebook != NULL, NULL);

  append_part (out, self->pattern);
  if (*self->code != '\0')
    append_part (out, postil_codebook_show_code (codebook, self->code));
  append_part (out, self->actor);
  append_part (out, get_place (self->in));
  append_part (out, (self->flags & POSTIL_SEARCH_MATCH_CASE) != 0 ? _("Match Case") : NULL);
  append_part (out, (self->flags & POSTIL_SEARCH_WHOLE_WORDS) != 0 ? _("Whole Words") : NULL);
  append_part (out, (self->flags & POSTIL_SEARCH_REGEX) != 0 ? _("Regular Expression") : NULL);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static int
compare_kept (gconstpointer a,
              gconstpointer b)
{
  const PostilSavedSearch *left = *(PostilSavedSearch *const *) a;
  const PostilSavedSearch *right = *(PostilSavedSearch *const *) b;

  return (int) right->is_kept - (int) left->is_kept;
}

GPtrArray *
postil_searches_read (GSettings *settings)
{
  GPtrArray *searches = NULL;
  g_autoptr (GVariant) value = NULL;
  GVariantIter iter;
  gboolean is_kept = FALSE;
  const char *pattern, *code, *actor;
  guint flags, in;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  searches = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_saved_search_free);
  value = g_settings_get_value (settings, KEY);
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(b&suu&s&s)", &is_kept, &pattern, &flags, &in, &code, &actor))
    {
      const PostilSearchQuery query = { .pattern = pattern, .flags = flags, .in = in, .code = code, .actor = actor };
      PostilSavedSearch *search = postil_saved_search_new (&query);

      search->is_kept = is_kept;
      g_ptr_array_add (searches, search);
    }
  /* GLib sorts stably. */
  g_ptr_array_sort (searches, compare_kept);
  return searches;
}

static void
add (GVariantBuilder         *builder,
     const PostilSavedSearch *search)
{
  g_variant_builder_add (builder, "(bsuuss)", search->is_kept, search->pattern, (guint) search->flags,
                         (guint) search->in, search->code, search->actor);
}

void
postil_searches_put (GSettings               *settings,
                     const PostilSavedSearch *search)
{
  g_autoptr (GPtrArray) old = NULL;
  GVariantBuilder builder;
  guint n_kept = 0;
  guint n_recent = 0;

  g_return_if_fail (G_IS_SETTINGS (settings) && search != NULL);

  old = postil_searches_read (settings);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (TYPE));
  add (&builder, search);
  *(search->is_kept ? &n_kept : &n_recent) += 1;
  for (guint i = 0; i < old->len; i++)
    {
      const PostilSavedSearch *other = g_ptr_array_index (old, i);
      guint *n = other->is_kept ? &n_kept : &n_recent;

      if (postil_saved_search_equal (other, search) ||
          *n >= (other->is_kept ? POSTIL_SEARCHES_MAX_KEPT : POSTIL_SEARCHES_MAX_RECENT))
        continue;
      add (&builder, other);
      *n += 1;
    }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

gboolean
postil_searches_is_kept (GSettings               *settings,
                         const PostilSavedSearch *search)
{
  g_autoptr (GPtrArray) all = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings) && search != NULL, FALSE);

  all = postil_searches_read (settings);
  for (guint i = 0; i < all->len; i++)
    if (postil_saved_search_equal (g_ptr_array_index (all, i), search))
      return ((const PostilSavedSearch *) g_ptr_array_index (all, i))->is_kept;
  return FALSE;
}
