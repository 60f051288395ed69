/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A link between two annotations: a handful of strings that never change. Any thread may
 * read one; the reference count is atomic. */

#include "config.h"

#include "model/postil-link.h"

#include <string.h>

struct _PostilLink
{
  gatomicrefcount  ref_count;
  char            *id;
  char            *from;
  char            *to;
  char            *kind;
  char            *created;
  char            *modified;
  char            *source;
};

PostilLink *
postil_link_new (const PostilLinkInit *init)
{
  PostilLink *self;

  g_return_val_if_fail (init != NULL, NULL);
  g_return_val_if_fail (init->id != NULL, NULL);
  g_return_val_if_fail (init->from != NULL && init->to != NULL, NULL);
  g_return_val_if_fail (init->kind != NULL, NULL);

  self = g_new0 (PostilLink, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (init->id);
  self->from = g_strdup (init->from);
  self->to = g_strdup (init->to);
  self->kind = g_strdup (init->kind);
  self->created = g_strdup (init->created);
  self->modified = g_strdup (init->modified);
  self->source = g_strdup (init->source);

  return self;
}

PostilLink *
postil_link_ref (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_link_unref (PostilLink *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->from);
  g_free (self->to);
  g_free (self->kind);
  g_free (self->created);
  g_free (self->modified);
  g_free (self->source);
  g_free (self);
}

void
postil_link_to_init (PostilLink     *self,
                     PostilLinkInit *init)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (init != NULL);

  *init = (PostilLinkInit) {
    .id = self->id,
    .from = self->from,
    .to = self->to,
    .kind = self->kind,
    .created = self->created,
    .modified = self->modified,
    .source = self->source,
  };
}

const char *
postil_link_get_id (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

const char *
postil_link_get_from (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->from;
}

const char *
postil_link_get_to (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->to;
}

const char *
postil_link_get_kind (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind;
}

const char *
postil_link_get_created (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->created;
}

const char *
postil_link_get_modified (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->modified;
}

const char *
postil_link_get_source (PostilLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

int
postil_link_compare (PostilLink *a,
                     PostilLink *b)
{
  int order;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  order = strcmp (a->from, b->from);
  if (order == 0)
    order = strcmp (a->to, b->to);
  if (order == 0)
    order = strcmp (a->id, b->id);
  return order;
}

gboolean
postil_link_equal (PostilLink *a,
                   PostilLink *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return a == b
         || (postil_link_compare (a, b) == 0
             && strcmp (a->kind, b->kind) == 0
             && g_strcmp0 (a->created, b->created) == 0
             && g_strcmp0 (a->modified, b->modified) == 0);
}
