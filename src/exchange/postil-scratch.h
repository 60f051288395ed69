/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory for what lives as long as one item is read: handed out by moving a mark, taken
 * back all at once. What was handed out never moves. */
typedef struct
{
  char      *block;
  gsize      size;
  gsize      used;
  GPtrArray *full; /* blocks that had no room left; or NULL */
} PostilScratch;

void      postil_scratch_init  (PostilScratch *self);
void      postil_scratch_clear (PostilScratch *self);
/* Takes all back. */
void      postil_scratch_reset (PostilScratch *self);
/* Aligned for any struct of pointers and numbers. */
gpointer  postil_scratch_alloc (PostilScratch *self,
                                gsize          size);
/* A NUL-terminated copy. */
char     *postil_scratch_copy  (PostilScratch *self,
                                const char    *text,
                                gsize          length);

G_END_DECLS
