/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The undo list: changes in the order in which they were done, and a position. The ones
 * before the position stand, the others can be redone. It knows nothing of layers: the
 * document applies, the history only remembers. One thread. */

#include "config.h"

#include "model/postil-history.h"

struct _PostilHistory
{
  GPtrArray *changes;
  guint      position;
};

PostilHistory *
postil_history_new (void)
{
  PostilHistory *self = g_new0 (PostilHistory, 1);

  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_change_unref);
  return self;
}

void
postil_history_free (PostilHistory *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->changes);
  g_free (self);
}

void
postil_history_push (PostilHistory *self,
                     PostilChange  *change)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (change != NULL);

  g_ptr_array_add (self->changes, postil_change_ref (change));
  if (self->position < self->changes->len - 1)
    g_ptr_array_remove_range (self->changes, self->position,
                              self->changes->len - 1 - self->position);
  self->position = self->changes->len;
}

guint
postil_history_get_n_changes (PostilHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->changes->len;
}

guint
postil_history_get_position (PostilHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->position;
}

PostilChange *
postil_history_get_change (PostilHistory *self,
                           guint          index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->changes->len, NULL);

  return g_ptr_array_index (self->changes, index);
}

PostilChange *
postil_history_peek_undo (PostilHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->position > 0 ? g_ptr_array_index (self->changes, self->position - 1) : NULL;
}

PostilChange *
postil_history_peek_redo (PostilHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->position < self->changes->len
         ? g_ptr_array_index (self->changes, self->position) : NULL;
}

void
postil_history_step_back (PostilHistory *self)
{
  g_return_if_fail (self != NULL);

  if (self->position > 0)
    self->position--;
}

void
postil_history_step_forward (PostilHistory *self)
{
  g_return_if_fail (self != NULL);

  if (self->position < self->changes->len)
    self->position++;
}

void
postil_history_trim (PostilHistory *self,
                     guint          n_changes)
{
  guint n_oldest;

  g_return_if_fail (self != NULL);

  if (self->changes->len <= n_changes)
    return;

  /* Without the first that can be redone, the rest could not be: of those the last go. */
  n_oldest = MIN (self->changes->len - n_changes, self->position);
  if (n_oldest > 0)
    g_ptr_array_remove_range (self->changes, 0, n_oldest);
  self->position -= n_oldest;
  if (self->changes->len > n_changes)
    g_ptr_array_set_size (self->changes, n_changes);
}
