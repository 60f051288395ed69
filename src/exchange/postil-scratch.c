/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand sidecars hold ten million short strings that are needed for a microsecond
 * each; an allocation for every one would take longer than reading them. Any thread, one
 * at a time. */

#include "config.h"

#include "exchange/postil-scratch.h"

#include <string.h>

#define FIRST_SIZE 4096

void
postil_scratch_init (PostilScratch *self)
{
  g_return_if_fail (self != NULL);

  *self = (PostilScratch) { .block = g_malloc (FIRST_SIZE), .size = FIRST_SIZE };
}

void
postil_scratch_clear (PostilScratch *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->block, g_free);
  g_clear_pointer (&self->full, g_ptr_array_unref);
  self->size = self->used = 0;
}

void
postil_scratch_reset (PostilScratch *self)
{
  g_return_if_fail (self != NULL);

  self->used = 0;
  if (self->full != NULL)
    g_ptr_array_set_size (self->full, 0);
}

static gpointer
take (PostilScratch *self,
      gsize          size)
{
  gpointer memory;

  if (size > self->size - self->used)
    {
      if (self->full == NULL)
        self->full = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->full, self->block);
      self->size = MAX (2 * self->size, size);
      self->block = g_malloc (self->size);
      self->used = 0;
    }

  memory = self->block + self->used;
  self->used += size;
  return memory;
}

gpointer
postil_scratch_alloc (PostilScratch *self,
                      gsize          size)
{
  gsize misfit;

  g_return_val_if_fail (self != NULL, NULL);

  misfit = self->used % sizeof (guint64);
  if (misfit != 0)
    self->used = MIN (self->size, self->used + sizeof (guint64) - misfit);
  /* A new block begins aligned, but the end of this one may not be. */
  if (self->used % sizeof (guint64) != 0)
    self->used = self->size;

  return take (self, size);
}

char *
postil_scratch_copy (PostilScratch *self,
                     const char    *text,
                     gsize          length)
{
  char *copy;

  g_return_val_if_fail (self != NULL && (text != NULL || length == 0), NULL);

  copy = take (self, length + 1);
  memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}
