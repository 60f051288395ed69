/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts lines together again that were set with wide spaces: poppler takes their words for other
 * columns, and in a narrow column their order is lost. Where many lines begin, a column begins;
 * what begins elsewhere and stands right of another part of the same row is of that row. Pure
 * functions. */

#include "config.h"

#include "articles/postil-article-pdf-private.h"

#include <stdlib.h>

#define SAME_LEFT 3.0        /* points between lines that begin at the same place */
#define ENOUGH_LINES 3u      /* no more begin where no column does */
#define LINES_SHARE 16u      /* of a page's lines, that are more than that */
#define MAX_SPACE 9.0        /* heights, between two words of a line */
#define MAX_LINES 3000u      /* of a page */

typedef struct
{
  PostilPdfLine *lines; /* of one page */
  guint          n_lines;
} Page;

static double
get_height (const PostilPdfLine *line)
{
  return MAX (line->y2 - line->y1, 1);
}

static gboolean
is_same_row (const PostilPdfLine *a,
             const PostilPdfLine *b)
{
  double overlap = MIN (a->y2, b->y2) - MAX (a->y1, b->y1);

  return overlap > 0.6 * MIN (get_height (a), get_height (b)) && get_height (a) < 1.5 * get_height (b) && get_height (b) < 1.5 * get_height (a);
}

/* The nearest part to the left of @line in its row, or NULL. */
static PostilPdfLine *
find_left (const Page          *page,
           const PostilPdfLine *line)
{
  PostilPdfLine *best = NULL;

  for (guint i = 0; i < page->n_lines; i++)
    {
      PostilPdfLine *other = &page->lines[i];

      if (other != line && !other->is_dropped && other->x2 <= line->x1 + 1 && is_same_row (other, line) && (best == NULL || other->x2 > best->x2))
        best = other;
    }
  return best;
}

static guint
count_lines_from (const Page *page,
                  double      x1)
{
  guint n = 0;

  for (guint i = 0; i < page->n_lines; i++)
    n += !page->lines[i].is_dropped && ABS (page->lines[i].x1 - x1) < SAME_LEFT;
  return n;
}

/* Whether a column begins behind @left, and no further right than @line, which may be indented. */
static gboolean
are_in_columns (const Page          *page,
                const PostilPdfLine *left,
                const PostilPdfLine *line)
{
  for (guint i = 0; i < page->n_lines; i++)
    {
      double x1 = page->lines[i].x1;

      if (!page->lines[i].is_dropped && x1 > left->x2 - SAME_LEFT && x1 < line->x1 + SAME_LEFT && count_lines_from (page, x1) > MAX (ENOUGH_LINES, page->n_lines / LINES_SHARE))
        return TRUE;
    }
  return FALSE;
}

/* The row stands where the first of its parts was read. */
static void
join (PostilPdfLine *left,
      PostilPdfLine *right)
{
  PostilPdfLine *first = MIN (left, right), *second = MAX (left, right);
  char *text = g_strconcat (left->text, " ", right->text, NULL);
  double x1 = left->x1, x2 = right->x2;

  g_free (first->text);
  first->text = text;
  first->x1 = x1;
  first->x2 = x2;
  first->y1 = MIN (first->y1, second->y1);
  first->y2 = MAX (first->y2, second->y2);
  second->is_dropped = TRUE;
}

static void
join_rows (Page *page)
{
  for (guint i = 0; i < page->n_lines; i++)
    {
      PostilPdfLine *line = &page->lines[i];
      PostilPdfLine *left = line->is_dropped ? NULL : find_left (page, line);

      if (left == NULL || line->x1 - left->x2 > MAX_SPACE * get_height (line) || are_in_columns (page, left, line))
        continue;
      join (left, line);
      /* The row may have another part to its left, which is looked for from where it stands now. */
      i = MIN (i, (guint) (MIN (left, line) - page->lines)) - 1;
    }
}

static gboolean
are_in_column (const PostilPdfLine *a,
               const PostilPdfLine *b)
{
  double overlap = MIN (a->x2, b->x2) - MAX (a->x1, b->x1);

  return overlap > 0.5 * MIN (a->x2 - a->x1, b->x2 - b->x1);
}

/* Lines of a column are read from the top, whatever their parts were read as. */
static void
sort_column (Page *page)
{
  for (guint i = 1; i < page->n_lines; i++)
    for (guint k = i; k > 0; k--)
      {
        PostilPdfLine *above = &page->lines[k - 1], *line = &page->lines[k], swapped = *line;

        if (!are_in_column (above, line) || line->y1 > above->y1 - 0.5 * get_height (line))
          break;
        *line = *above;
        *above = swapped;
      }
}

static guint
remove_dropped (GArray *lines,
                guint   first,
                guint   end)
{
  for (guint i = end; i > first; i--)
    if (g_array_index (lines, PostilPdfLine, i - 1).is_dropped)
      {
        g_array_remove_index (lines, i - 1);
        end--;
      }
  return end;
}

void
postil_pdf_join_rows (PostilPdfPages *self)
{
  for (guint first = 0, end = 0; first < self->lines->len; first = end)
    {
      guint page = g_array_index (self->lines, PostilPdfLine, first).page;
      guint n_before;

      for (end = first; end < self->lines->len && g_array_index (self->lines, PostilPdfLine, end).page == page;)
        end++;
      if (end - first > MAX_LINES)
        continue;
      n_before = end;
      join_rows (&(Page) { &g_array_index (self->lines, PostilPdfLine, first), end - first });
      end = remove_dropped (self->lines, first, end);
      if (end < n_before)
        sort_column (&(Page) { &g_array_index (self->lines, PostilPdfLine, first), end - first });
    }
}
