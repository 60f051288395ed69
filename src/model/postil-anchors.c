/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The anchors are a longest increasing subsequence of what was added (as in patience diff). What
 * nobody can see is a passage that stood twice, of which one was removed with all around it: the
 * other one then looks as if it were the first. It gives itself away by how far it is shifted:
 * it stands where it stood, so that the text between the two is missing beside it, and nothing
 * was added where it is. Immutable after _settle(). */

#include "config.h"

#include "model/postil-anchors.h"

#define CONTEXT_CHARS 32u
#define MAX_ROUNDS 8u
#define NEARBY 64
#define MAX_KNOWN (1 << 24)

typedef struct
{
  PostilSpan from;
  PostilSpan to;
} Anchor;

struct _PostilAnchors
{
  GArray *anchors;  /* of Anchor, by from */
  GArray *known;    /* of gunichar: the old text, 0 where nothing is known of it */
  guint   n_old;    /* G_MAXUINT: unknown */
  guint   n_unsure;
  guint   n_new;
};

/* What stands on one side of a passage: an anchor, or where the text begins or ends. */
typedef struct
{
  gboolean is_known;
  guint    n_unsure;
  guint    from;
  guint    to;
} Side;

static Anchor *
get (PostilAnchors *self, guint i)
{
  return &g_array_index (self->anchors, Anchor, i);
}

static gint64
get_shift (PostilSpan from, PostilSpan to)
{
  return (gint64) to.start - from.start;
}

static Side
side_of (PostilAnchors *self, guint i)
{
  return (Side) { TRUE, 0, get (self, i)->from.start, get (self, i)->to.start };
}

static Side
side_begin (void)
{
  return (Side) { TRUE, 0, 0, 0 };
}

static Side
side_end (PostilAnchors *self)
{
  return (Side) { self->n_old != G_MAXUINT, self->n_unsure, self->n_old, self->n_new };
}

static gint64
side_shift (const Side *side)
{
  return (gint64) side->to - side->from;
}

/* The first anchor that begins at or after @from. */
static guint
find_first (PostilAnchors *self, guint from)
{
  guint low = 0, high = self->anchors->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get (self, middle)->from.start < from)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Likewise in the new text. */
static guint
find_first_new (PostilAnchors *self, guint to)
{
  guint low = 0, high = self->anchors->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get (self, middle)->to.start < to)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

PostilAnchors *
postil_anchors_new (guint n_old_chars,
                    guint n_unsure,
                    guint n_new_chars)
{
  PostilAnchors *self = g_new0 (PostilAnchors, 1);

  self->anchors = g_array_new (FALSE, FALSE, sizeof (Anchor));
  self->known = g_array_new (FALSE, TRUE, sizeof (gunichar));
  self->n_old = n_old_chars;
  self->n_unsure = n_unsure;
  self->n_new = n_new_chars;
  return self;
}

void
postil_anchors_free (PostilAnchors *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->anchors);
  g_array_unref (self->known);
  g_free (self);
}

void
postil_anchors_tell (PostilAnchors *self,
                     guint          start,
                     const char    *utf8)
{
  glong n_chars;

  g_return_if_fail (self != NULL);
  g_return_if_fail (utf8 != NULL);

  n_chars = g_utf8_strlen (utf8, -1);
  if (start > MAX_KNOWN || n_chars > MAX_KNOWN - start)
    return;
  if (self->known->len < start + n_chars)
    g_array_set_size (self->known, start + (guint) n_chars);
  for (guint i = start; *utf8 != '\0'; i++, utf8 = g_utf8_next_char (utf8))
    g_array_index (self->known, gunichar, i) = g_utf8_get_char (utf8);
}

void
postil_anchors_add (PostilAnchors *self,
                    PostilSpan     from,
                    PostilSpan     to)
{
  Anchor anchor = { from, to };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->anchors, anchor);
}

/* --- What is in order ---------------------------------------------------------------- */

static int
compare_from (gconstpointer a, gconstpointer b)
{
  const Anchor *left = a;
  const Anchor *right = b;

  if (left->from.start != right->from.start)
    return left->from.start < right->from.start ? -1 : 1;
  return left->to.start < right->to.start ? -1 : left->to.start > right->to.start;
}

static int
compare_to (gconstpointer a, gconstpointer b)
{
  const Anchor *left = a;
  const Anchor *right = b;

  if (left->to.start != right->to.start)
    return left->to.start < right->to.start ? -1 : 1;
  return left->from.start < right->from.start ? -1 : left->from.start > right->from.start;
}

/* Passages that begin together become one, as long as the longest; those that would come from
 * one place to two, or from two places to one, none. In the order of @compare. */
static void
unify (PostilAnchors *self, GCompareFunc compare, gboolean by_to)
{
  guint n = 0;

  g_array_sort (self->anchors, compare);
  for (guint i = 0; i < self->anchors->len;)
    {
      Anchor united = *get (self, i);
      gboolean is_one = TRUE;
      guint j = i;

      for (; j < self->anchors->len; j++)
        {
          const Anchor *other = get (self, j);

          if (by_to ? other->to.start != united.to.start : other->from.start != united.from.start)
            break;
          is_one = is_one && other->to.start == united.to.start && other->from.start == united.from.start;
          united.from.end = MAX (united.from.end, other->from.end);
          united.to.end = MAX (united.to.end, other->to.end);
        }
      if (is_one)
        *get (self, n++) = united;
      i = j;
    }
  g_array_set_size (self->anchors, n);
}

/* Keeps the most of them that stand in the same order in both texts. */
static void
put_in_order (PostilAnchors *self)
{
  guint n = self->anchors->len;
  g_autofree guint *ends = g_new (guint, n + 1);     /* ends[l]: the lowest end of a sequence of l + 1 */
  g_autofree guint *previous = g_new (guint, n + 1);
  guint longest = 0, at = G_MAXUINT;
  g_autofree Anchor *kept = NULL;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0, high = longest;

      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (get (self, ends[middle])->to.start < get (self, i)->to.start)
            low = middle + 1;
          else
            high = middle;
        }
      previous[i] = low > 0 ? ends[low - 1] : G_MAXUINT;
      ends[low] = i;
      longest = MAX (longest, low + 1);
    }
  kept = g_new (Anchor, longest + 1);
  at = longest > 0 ? ends[longest - 1] : G_MAXUINT;
  for (guint i = longest; i-- > 0; at = previous[at])
    kept[i] = *get (self, at);
  g_array_set_size (self->anchors, 0);
  g_array_append_vals (self->anchors, kept, longest);
}

/* --- What is doubtful ---------------------------------------------------------------- */

/* Whether the same as in @span may have stood @by characters after it in the old text. */
static gboolean
may_be_at (PostilAnchors *self, PostilSpan span, gint64 by)
{
  if ((gint64) span.start + by < 0 || (self->n_old != G_MAXUINT && (gint64) span.end + by > (gint64) self->n_old + self->n_unsure))
    return FALSE;
  for (gint64 i = span.start; i < (gint64) span.end && i < (gint64) self->known->len; i++)
    if (i + by >= 0 && i + by < (gint64) self->known->len)
      {
        gunichar here = g_array_index (self->known, gunichar, i);
        gunichar there = g_array_index (self->known, gunichar, i + by);

        if (here != 0 && there != 0 && here != there)
          return FALSE;
      }
  return TRUE;
}

static gboolean
may_be_about (PostilAnchors *self, PostilSpan span, gint64 by, guint n_unsure)
{
  for (gint64 i = by - n_unsure - NEARBY; i <= by + n_unsure + NEARBY; i++)
    if (ABS (i) >= (gint64) postil_span_length (span) && may_be_at (self, span, i))
      return TRUE;
  return FALSE;
}

/* The other one of a pair would stand after this one, or before it, so far from it as is missing there
 * now. Where the text only became longer beside it, or shorter, there is no room for another one. */
static guint
count_missing (PostilAnchors *self, PostilSpan from, gint64 shift, const Side *before, const Side *after)
{
  gint64 n_after, n_before;

  if (!after->is_known)
    return 0;
  n_after = shift > side_shift (before) ? shift - side_shift (after) : 0;
  n_before = shift < side_shift (after) ? side_shift (before) - shift : 0;
  if (n_after > 0 && !may_be_about (self, from, n_after, after->n_unsure))
    n_after = 0;
  if (n_before > 0 && !may_be_about (self, from, -n_before, before->n_unsure))
    n_before = 0;
  return (guint) MAX (0, MAX (n_after, n_before));
}

/* Anchors that were shifted equally far stand or fall together. TRUE where any fell. */
static gboolean
drop_doubtful (PostilAnchors *self)
{
  guint n = 0, n_all = self->anchors->len;
  Side before = side_begin ();

  for (guint i = 0; i < n_all;)
    {
      gint64 shift = get_shift (get (self, i)->from, get (self, i)->to);
      guint end = get (self, i)->from.end;
      guint start = get (self, i)->from.start;
      Side last = side_of (self, i);
      Side after;
      guint j = i + 1;

      for (; j < n_all && get_shift (get (self, j)->from, get (self, j)->to) == shift; j++)
        {
          end = MAX (end, get (self, j)->from.end);
          last = side_of (self, j);
        }
      after = j < n_all ? side_of (self, j) : side_end (self);
      if (count_missing (self, (PostilSpan) { start, end }, shift, &before, &after) < end - start + CONTEXT_CHARS)
        {
          for (guint k = i; k < j; k++)
            *get (self, n++) = *get (self, k);
          before = last;
        }
      i = j;
    }
  g_array_set_size (self->anchors, n);
  return n < n_all;
}

void
postil_anchors_settle (PostilAnchors *self)
{
  g_return_if_fail (self != NULL);

  unify (self, compare_to, TRUE);
  unify (self, compare_from, FALSE);
  put_in_order (self);
  for (guint i = 0; i < MAX_ROUNDS && drop_doubtful (self); i++)
    ;
}

/* --- Asking -------------------------------------------------------------------------- */

guint
postil_anchors_expect (PostilAnchors *self,
                       guint          from)
{
  guint i;
  gint64 shift;

  g_return_val_if_fail (self != NULL, 0);

  if (self->anchors->len == 0)
    return MIN (from, self->n_new);
  i = find_first (self, from);
  if (i == self->anchors->len || (i > 0 && from - get (self, i - 1)->from.start <= get (self, i)->from.start - from))
    i--;
  shift = get_shift (get (self, i)->from, get (self, i)->to);
  return (guint) CLAMP ((gint64) from + shift, 0, (gint64) self->n_new);
}

/* How much longer the text became between the anchors around @to. */
static gboolean
was_added (PostilAnchors *self, PostilSpan to)
{
  guint i = find_first_new (self, to.start);
  Side before = i > 0 ? side_of (self, i - 1) : side_begin ();
  Side after = i < self->anchors->len ? side_of (self, i) : side_end (self);

  return after.is_known && side_shift (&after) - side_shift (&before) >= (gint64) postil_span_length (to);
}

PostilAnchorFit
postil_anchors_weigh (PostilAnchors *self,
                      PostilSpan     from,
                      PostilSpan     to)
{
  PostilAnchorFit fit = { FALSE, FALSE, TRUE, 0, 0 };
  gint64 shift = get_shift (from, to);
  guint first, next;
  Side before, after;

  g_return_val_if_fail (self != NULL, fit);

  first = next = find_first (self, from.start);
  if (next < self->anchors->len && get (self, next)->from.start == from.start)
    next++;
  before = first > 0 ? side_of (self, first - 1) : side_begin ();
  after = next < self->anchors->len ? side_of (self, next) : side_end (self);
  fit.agrees_before = before.n_unsure == 0 && side_shift (&before) == shift;
  fit.agrees_after = after.is_known && after.n_unsure == 0 && side_shift (&after) == shift;
  fit.n_off = (guint) MIN (ABS (shift - side_shift (&before)), after.is_known ? ABS (shift - side_shift (&after)) : G_MAXINT);
  fit.is_in_order = to.start >= before.to && (!after.is_known || after.n_unsure > 0 || to.start <= after.to);
  if (fit.is_in_order)
    fit.n_missing = count_missing (self, from, shift, &before, &after);
  else
    fit.n_missing = was_added (self, to) ? 0 : G_MAXUINT;
  return fit;
}
