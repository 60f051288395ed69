/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes that share characters. A layer's passages come in order of their starts, so one walk
 * with a heap of those that have not ended counts the pairs without naming them; where there are
 * passages in several pieces, those that cross are compared one by one. Any thread. */

#include "config.h"

#include "counts/postil-table-private.h"
#include "counts/postil-tally-private.h"

/* Those that reach past the place where the walk is. */
typedef struct
{
  GArray     *heap;    /* of PostilTallyRecord pointers, the first to end on top */
  GHashTable *active;  /* code → how many are in the heap */
} Open;

static const PostilTallyRecord *
peek (Open  *self,
      guint  i)
{
  return g_array_index (self->heap, const PostilTallyRecord *, i);
}

static void
swap (Open  *self,
      guint  i,
      guint  j)
{
  const PostilTallyRecord *first = peek (self, i);

  g_array_index (self->heap, const PostilTallyRecord *, i) = peek (self, j);
  g_array_index (self->heap, const PostilTallyRecord *, j) = first;
}

static void
change (Open    *self,
        guint32  code,
        int      by)
{
  guint n = (guint) ((int) GPOINTER_TO_UINT (g_hash_table_lookup (self->active, GUINT_TO_POINTER (code))) + by);

  if (n == 0)
    g_hash_table_remove (self->active, GUINT_TO_POINTER (code));
  else
    g_hash_table_insert (self->active, GUINT_TO_POINTER (code), GUINT_TO_POINTER (n));
}

static void
push (Open                    *self,
      const PostilTallyRecord *record)
{
  guint i = self->heap->len;

  g_array_append_val (self->heap, record);
  change (self, record->code, 1);
  for (; i > 0 && peek (self, i)->end < peek (self, (i - 1) / 2)->end; i = (i - 1) / 2)
    swap (self, i, (i - 1) / 2);
}

static void
pop (Open *self)
{
  guint i = 0;

  change (self, peek (self, 0)->code, -1);
  swap (self, 0, self->heap->len - 1);
  g_array_set_size (self->heap, self->heap->len - 1);
  for (;;)
    {
      guint least = i;

      for (guint child = 2 * i + 1; child <= 2 * i + 2 && child < self->heap->len; child++)
        if (peek (self, child)->end < peek (self, least)->end)
          least = child;
      if (least == i)
        return;
      swap (self, i, least);
      i = least;
    }
}

/* Both ways, so that the table is symmetric; a code with itself once. */
static void
count_pair (PostilTable *table,
            guint32      code,
            guint32      other,
            guint        n)
{
  postil_table_count (table, code, other, n);
  if (code != other)
    postil_table_count (table, other, code, n);
}

static void
count_whole (PostilTable *table,
             PostilTally *tally,
             Open        *open,
             guint        first,
             guint        end)
{
  for (guint i = first; i < end; i++)
    {
      const PostilTallyRecord *record = postil_tally_peek (tally, i);
      GHashTableIter iter;
      gpointer code = NULL;
      gpointer n = NULL;

      if (record->n_spans > 0 || record->end <= record->start)
        continue;
      while (open->heap->len > 0 && peek (open, 0)->end <= record->start)
        pop (open);
      g_hash_table_iter_init (&iter, open->active);
      while (g_hash_table_iter_next (&iter, &code, &n))
        count_pair (table, record->code, GPOINTER_TO_UINT (code), GPOINTER_TO_UINT (n));
      push (open, record);
    }
  g_array_set_size (open->heap, 0);
  g_hash_table_remove_all (open->active);
}

/* Calls @func for each two of a layer's passages whose outer borders cross. They come in order
 * of their starts, so only those that have not ended are looked at. */
typedef void (*PairFunc) (PostilTally *tally, guint passage, guint earlier, gpointer user_data);

static void
foreach_near (PostilTally *tally,
              guint        first,
              guint        end,
              PairFunc     func,
              gpointer     user_data)
{
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = first; i < end; i++)
    {
      const PostilTallyRecord *record = postil_tally_peek (tally, i);

      if (record->end <= record->start)
        continue;
      for (guint j = near->len; j-- > 0;)
        {
          guint earlier = g_array_index (near, guint, j);

          if (postil_tally_peek (tally, earlier)->end <= record->start)
            g_array_remove_index_fast (near, j);
          else
            func (tally, i, earlier, user_data);
        }
      g_array_append_val (near, i);
    }
}

static void
count_in_pieces_cb (PostilTally *tally,
                    guint        passage,
                    guint        earlier,
                    gpointer     table)
{
  const PostilTallyRecord *record = postil_tally_peek (tally, passage);
  const PostilTallyRecord *other = postil_tally_peek (tally, earlier);

  if ((record->n_spans > 0 || other->n_spans > 0) && postil_tally_overlap (tally, passage, earlier))
    count_pair (table, record->code, other->code, 1);
}

static gboolean
has_pieces (PostilTally *tally,
            guint        first,
            guint        end)
{
  for (guint i = first; i < end; i++)
    if (postil_tally_peek (tally, i)->n_spans > 0)
      return TRUE;
  return FALSE;
}

/* Where the layer that begins at @first ends. */
static guint
find_end (PostilTally *tally,
          guint        first)
{
  const PostilTallyRecord *begin = postil_tally_peek (tally, first);
  guint end = first + 1;

  while (end < tally->records->len && postil_tally_peek (tally, end)->article == begin->article &&
         postil_tally_peek (tally, end)->coder == begin->coder)
    end++;
  return end;
}

PostilTable *
postil_table_new_together (PostilTally       *tally,
                           PostilTallyFilter  filter)
{
  PostilTable *self = NULL;
  Open open = { 0 };
  guint end = 0;

  g_return_val_if_fail (tally != NULL, NULL);

  self = postil_table_new_empty ();
  open.heap = g_array_new (FALSE, FALSE, sizeof (const PostilTallyRecord *));
  open.active = g_hash_table_new (NULL, NULL);
  for (guint first = 0; first < tally->records->len; first = end)
    {
      end = find_end (tally, first);
      if (!postil_tally_passes (tally, first, filter))
        continue;
      count_whole (self, tally, &open, first, end);
      if (has_pieces (tally, first, end))
        foreach_near (tally, first, end, count_in_pieces_cb, self);
      self->n_total += end - first;
    }
  for (guint32 code = 0; code < postil_tally_get_n_codes (tally); code++)
    {
      PostilTableHead head = { code, 0 };

      g_array_append_val (self->rows, head);
      g_array_append_val (self->columns, head);
    }
  g_array_unref (open.heap);
  g_hash_table_unref (open.active);
  return self;
}

typedef struct
{
  guint32     code;
  guint32     other;
  GHashTable *found; /* a set of passages */
} Search;

static void
find_cb (PostilTally *tally,
         guint        passage,
         guint        earlier,
         gpointer     user_data)
{
  Search *search = user_data;
  guint32 code = postil_tally_peek (tally, passage)->code;
  guint32 other = postil_tally_peek (tally, earlier)->code;

  if (((code == search->code && other == search->other) || (code == search->other && other == search->code)) &&
      postil_tally_overlap (tally, passage, earlier))
    {
      g_hash_table_add (search->found, GUINT_TO_POINTER (passage));
      g_hash_table_add (search->found, GUINT_TO_POINTER (earlier));
    }
}

GArray *
postil_tally_find_together (PostilTally       *tally,
                            PostilTallyFilter  filter,
                            guint32            code,
                            guint32            other)
{
  GArray *found = NULL;
  g_autoptr (GHashTable) set = NULL;
  Search search = { code, other, NULL };
  guint end = 0;

  g_return_val_if_fail (tally != NULL, NULL);

  found = g_array_new (FALSE, FALSE, sizeof (guint));
  set = g_hash_table_new (NULL, NULL);
  search.found = set;
  for (guint first = 0; first < tally->records->len; first = end)
    {
      end = find_end (tally, first);
      if (!postil_tally_passes (tally, first, filter))
        continue;
      foreach_near (tally, first, end, find_cb, &search);
      for (guint i = first; i < end; i++)
        if (g_hash_table_contains (set, GUINT_TO_POINTER (i)))
          g_array_append_val (found, i);
      g_hash_table_remove_all (set);
    }
  return found;
}
