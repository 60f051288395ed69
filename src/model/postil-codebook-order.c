/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What only the codes of a codebook together have: an order in which each stands before
 * its children, and colours that differ. Pure; the builder's thread. */

#include "config.h"

#include "model/postil-codebook-private.h"

static GHashTable *
group_by_parent (GPtrArray *codes)
{
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < codes->len; i++)
    {
      PostilCode *code = g_ptr_array_index (codes, i);
      GPtrArray *group = g_hash_table_lookup (groups, code->parent);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, (gpointer) code->parent, group);
        }
      g_ptr_array_add (group, code);
    }

  return groups;
}

static void
push_children (GPtrArray  *stack,
               GHashTable *groups,
               const char *parent,
               guint       depth)
{
  GPtrArray *group = g_hash_table_lookup (groups, parent);

  for (guint i = group != NULL ? group->len : 0; i > 0; i--)
    {
      PostilCode *code = g_ptr_array_index (group, i - 1);

      code->depth = depth;
      g_ptr_array_add (stack, code);
    }
}

GPtrArray *
postil_codes_list_in_order (GPtrArray *codes)
{
  g_autoptr (GHashTable) groups = group_by_parent (codes);
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  GPtrArray *ordered = g_ptr_array_new ();

  push_children (stack, groups, "", 0);
  while (stack->len > 0)
    {
      PostilCode *code = g_ptr_array_steal_index (stack, stack->len - 1);

      g_ptr_array_add (ordered, code);
      push_children (stack, groups, code->id, code->depth + 1);
    }

  return ordered;
}

void
postil_codes_fill_colors (GPtrArray *codes)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint next = 0;

  for (guint i = 0; i < codes->len; i++)
    {
      const PostilCode *code = g_ptr_array_index (codes, i);

      g_hash_table_add (used, g_ascii_strup (code->color, -1));
    }

  for (guint i = 0; i < codes->len; i++)
    {
      PostilCode *code = g_ptr_array_index (codes, i);
      guint tries = 0;

      if (code->color[0] != '\0')
        continue;
      /* The next that nobody has; when all are taken, round and round. */
      while (tries++ < codes->len
             && g_hash_table_contains (used, postil_codebook_get_palette_color (next)))
        next++;
      g_free ((char *) code->color);
      code->color = g_strdup (postil_codebook_get_palette_color (next));
      next++;
    }
}
