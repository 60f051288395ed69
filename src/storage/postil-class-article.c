/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article of a class, and whose layers stand beside it: which of them is the one that comes in
 * again, and which names are free. Two names that a file system may take for the same are one. Pure;
 * any thread. */

#include "config.h"

#include "storage/postil-class-article.h"

#include <string.h>

#include "model/postil-decision.h"

#define MAX_CODER_CHARS 64u
#define SUFFIX_CHARS 8u /* "-2" and so on */

static void
kept_free (gpointer data)
{
  PostilKeptLayer *self = data;

  g_free (self->coder);
  g_free (self->folded);
  g_free (self->id);
  g_free (self->latest);
  g_free (self);
}

PostilClassArticle *
postil_class_article_new (const char *path,
                          PostilText *text)
{
  PostilClassArticle *self = g_new0 (PostilClassArticle, 1);

  self->path = g_strdup (path);
  self->text = postil_text_ref (text);
  self->kept = g_ptr_array_new_with_free_func (kept_free);
  return self;
}

void
postil_class_article_free (PostilClassArticle *self)
{
  g_free (self->path);
  postil_text_unref (self->text);
  g_ptr_array_unref (self->kept);
  g_free (self);
}

char *
postil_class_article_fold_name (const char *coder)
{
  g_autofree char *normal = g_utf8_normalize (coder, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : coder, -1);
}

void
postil_class_article_add (PostilClassArticle *self,
                          const char         *coder,
                          const char         *id,
                          const char         *latest)
{
  PostilKeptLayer *kept = g_new0 (PostilKeptLayer, 1);

  kept->coder = g_strdup (coder);
  kept->folded = postil_class_article_fold_name (coder);
  kept->id = g_strdup (id);
  kept->latest = g_strdup (latest);
  g_ptr_array_add (self->kept, kept);
}

/* "maria-2" was "maria" once. */
static gboolean
may_be_named (PostilKeptLayer *kept,
              const char      *folded)
{
  const char *rest = NULL;

  if (!g_str_has_prefix (kept->folded, folded))
    return FALSE;
  rest = kept->folded + strlen (folded);
  return *rest == '\0' || (*rest == '-' && rest[1] != '\0' && strspn (rest + 1, "0123456789") == strlen (rest + 1));
}

PostilKeptLayer *
postil_class_article_find (PostilClassArticle *self,
                           PostilFoundLayer   *found)
{
  const char *id = postil_layer_get_info (found->layer)->id;
  g_autofree char *folded = postil_class_article_fold_name (found->coder);

  for (guint i = 0; i < self->kept->len; i++)
    {
      PostilKeptLayer *kept = self->kept->pdata[i];

      if (g_strcmp0 (kept->id, id) == 0 && may_be_named (kept, folded))
        return kept;
    }
  return NULL;
}

static gboolean
is_taken (PostilClassArticle *self,
          const char         *coder)
{
  g_autofree char *folded = postil_class_article_fold_name (coder);

  for (guint i = 0; i < self->kept->len; i++)
    if (g_str_equal (((PostilKeptLayer *) self->kept->pdata[i])->folded, folded))
      return TRUE;
  return g_str_equal (folded, POSTIL_CONSENSUS);
}

char *
postil_class_article_dup_free_name (PostilClassArticle *self,
                                    const char         *coder)
{
  g_autofree char *stem = NULL;

  if (!is_taken (self, coder))
    return g_strdup (coder);
  stem = g_utf8_substring (coder, 0, MIN (g_utf8_strlen (coder, -1), (glong) (MAX_CODER_CHARS - SUFFIX_CHARS)));
  for (guint n = 2;; n++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u", stem, n);

      if (!is_taken (self, name))
        return g_steal_pointer (&name);
    }
}
