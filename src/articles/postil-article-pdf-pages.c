/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes an article of lines that know where they stand on their pages: what comes back at the
 * edges of pages is dropped, the rest is joined to paragraphs by indents, gaps, sizes and short
 * last lines. Knows nothing of PDF, so that it can be tested without one. Pure functions. */

#include "config.h"

#include "articles/postil-article-pdf-private.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define EDGE 0.13            /* of the page's height, at its top and bottom */
#define EDGE_LINES 3u
#define ENOUGH_PAGES 3u      /* on which a line stands, to be a header */
#define NEIGHBOURS 40u
#define MAX_MARKER_GAP 4     /* heights, between the number of an item and its text */
#define ENOUGH_ENDS 400u     /* of paragraphs, to see how they are marked */
#define GAP 1.35             /* of the usual distance of lines: an empty line */
#define OTHER_SIZE 1.18      /* of the height of lines: a heading */

static void
clear_line (gpointer line)
{
  g_free (((PostilPdfLine *) line)->text);
}

void
postil_pdf_pages_init (PostilPdfPages *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (PostilPdfLine));
  self->heights = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_set_clear_func (self->lines, clear_line);
}

void
postil_pdf_pages_clear (PostilPdfPages *self)
{
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->heights, g_array_unref);
}

void
postil_pdf_pages_begin (PostilPdfPages *self,
                        double          height)
{
  g_array_append_val (self->heights, height);
}

void
postil_pdf_pages_take (PostilPdfPages *self,
                       PostilPdfLine   line)
{
  g_assert (self->heights->len > 0);

  line.page = self->heights->len - 1;
  g_array_append_val (self->lines, line);
}

static PostilPdfLine *
get_line (PostilPdfPages *self,
          guint           index)
{
  return &g_array_index (self->lines, PostilPdfLine, index);
}

static double
get_height (const PostilPdfLine *line)
{
  return MAX (line->y2 - line->y1, 1);
}

/* "•", "12.", "(c)", "iv)" and nothing else. */
static gboolean
is_marker (const char *text)
{
  gunichar c = g_utf8_get_char (text);
  gsize n;

  if (c != 0 && wcschr (L"•◦▪■–—‣●○\uf0b7\uf0a7", (wchar_t) c) != NULL)
    return *g_utf8_next_char (text) == '\0';
  text += *text == '(';
  n = strspn (text, "0123456789");
  if (n == 0)
    n = strspn (text, "ivxlc");
  if (n == 0 && g_ascii_isalpha (*text))
    n = 1;
  return n > 0 && n <= 5 && (text[n] == '.' || text[n] == ')') && text[n + 1] == '\0';
}

static gboolean
is_beside (const PostilPdfLine *marker,
           const PostilPdfLine *line)
{
  double overlap = MIN (marker->y2, line->y2) - MAX (marker->y1, line->y1);

  return marker->page == line->page && !line->is_dropped && line != marker && line->x1 >= marker->x2 - 1 &&
         line->x1 - marker->x2 < MAX_MARKER_GAP * get_height (line) && overlap > 0.5 * MIN (get_height (marker), get_height (line));
}

static PostilPdfLine *
find_beside (PostilPdfPages *self,
             guint           index)
{
  PostilPdfLine *marker = get_line (self, index), *best = NULL;

  for (guint i = index; i > 0 && get_line (self, i - 1)->page == marker->page; i--)
    if (is_beside (marker, get_line (self, i - 1)) && (best == NULL || get_line (self, i - 1)->x1 < best->x1))
      best = get_line (self, i - 1);
  for (guint i = index + 1; i < self->lines->len && get_line (self, i)->page == marker->page; i++)
    if (is_beside (marker, get_line (self, i)) && (best == NULL || get_line (self, i)->x1 < best->x1))
      best = get_line (self, i);
  return best;
}

static void
remove_dropped (PostilPdfPages *self)
{
  for (guint i = self->lines->len; i > 0; i--)
    if (get_line (self, i - 1)->is_dropped)
      g_array_remove_index (self->lines, i - 1);
}

void
postil_pdf_join_markers (PostilPdfPages *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      PostilPdfLine *marker = get_line (self, i), *line = is_marker (marker->text) ? find_beside (self, i) : NULL;
      g_autofree char *old = NULL;

      if (line == NULL)
        continue;
      old = line->text;
      line->text = g_strconcat (marker->text, " ", old, NULL);
      line->x1 = marker->x1;
      marker->is_dropped = TRUE;
    }
  remove_dropped (self);
}

/* "Page 3 of 10" and "page 4 of 10" are one. */
static char *
dup_key (const char *text,
         gboolean    is_top)
{
  GString *out = g_string_new (is_top ? "^" : "$");
  gboolean after_digit = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_digit = g_unichar_isdigit (c);

      if (g_unichar_isspace (c))
        continue;
      if (!is_digit)
        g_string_append_unichar (out, g_unichar_tolower (c));
      else if (!after_digit)
        g_string_append_c (out, '#');
      after_digit = is_digit;
    }
  return g_string_free (out, FALSE);
}

/* "#", "-#-", "page#", "#/#", "[#]", "xii": nothing but the number of a page. */
static gboolean
is_page_number (const char *key)
{
  g_autofree char *plain = g_strdup (key + 1);
  static const char *const words[] = { "page", "seite", "pág", "pagina", "página", "p.", "s.", "of", "von", "de", "/", "|" };
  gsize n_marks;

  if (strspn (plain, "ivxlc") == strlen (plain) && *plain != '\0' && strlen (plain) <= 6)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (char *found; (found = strstr (plain, words[i])) != NULL;)
      memmove (found, found + strlen (words[i]), strlen (found + strlen (words[i])) + 1);
  n_marks = strspn (plain, "#-–—[]().·•");
  return n_marks == strlen (plain) && strchr (plain, '#') != NULL && n_marks <= 12;
}

typedef void (*EdgeFunc) (PostilPdfLine *line, gboolean is_top, gpointer user_data);

static int
compare_tops (const void *a,
              const void *b)
{
  const PostilPdfLine *first = *(PostilPdfLine *const *) a, *second = *(PostilPdfLine *const *) b;

  return (first->y1 > second->y1) - (first->y1 < second->y1);
}

/* The outermost lines of each page; those that stand beside each other count as one. */
static void
visit_page_edges (PostilPdfPages *self,
                  GPtrArray      *lines,
                  double          height,
                  EdgeFunc        func,
                  gpointer        user_data)
{
  guint n_rows = 0;
  double last = -1;

  qsort (lines->pdata, lines->len, sizeof (gpointer), compare_tops);
  for (guint i = 0; i < lines->len; i++)
    {
      PostilPdfLine *line = g_ptr_array_index (lines, i);

      n_rows += line->y1 > last + 3;
      last = line->y1;
      if (n_rows > EDGE_LINES || line->y1 > height * EDGE)
        break;
      func (line, TRUE, user_data);
    }
  n_rows = 0;
  last = height * 2;
  for (guint i = lines->len; i > 0; i--)
    {
      PostilPdfLine *line = g_ptr_array_index (lines, i - 1);

      n_rows += line->y1 < last - 3;
      last = line->y1;
      if (n_rows > EDGE_LINES || line->y2 < height * (1 - EDGE))
        break;
      func (line, FALSE, user_data);
    }
}

static void
visit_edges (PostilPdfPages *self,
             EdgeFunc        func,
             gpointer        user_data)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      PostilPdfLine *line = get_line (self, i);

      g_ptr_array_add (page, line);
      if (i + 1 < self->lines->len && get_line (self, i + 1)->page == line->page)
        continue;
      visit_page_edges (self, page, g_array_index (self->heights, double, line->page), func, user_data);
      g_ptr_array_set_size (page, 0);
    }
}

typedef struct
{
  GHashTable *counts; /* key → number of pages */
  guint       n_pages;
} Edges;

static void
count_edge (PostilPdfLine *line,
            gboolean       is_top,
            gpointer       user_data)
{
  Edges *edges = user_data;
  char *key = dup_key (line->text, is_top);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (edges->counts, key));

  g_hash_table_replace (edges->counts, key, GUINT_TO_POINTER (count + 1));
}

static void
drop_edge (PostilPdfLine *line,
           gboolean       is_top,
           gpointer       user_data)
{
  Edges *edges = user_data;
  g_autofree char *key = dup_key (line->text, is_top);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (edges->counts, key));

  if (count >= ENOUGH_PAGES || (count >= 2 && edges->n_pages == 2) || (edges->n_pages > 1 && is_page_number (key)))
    line->is_dropped = TRUE;
}

void
postil_pdf_drop_edges (PostilPdfPages *self)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Edges edges = { counts, self->heights->len };

  visit_edges (self, count_edge, &edges);
  visit_edges (self, drop_edge, &edges);
  remove_dropped (self);
}

static gboolean
are_in_column (const PostilPdfLine *a,
               const PostilPdfLine *b)
{
  double overlap = MIN (a->x2, b->x2) - MAX (a->x1, b->x1);

  return a->page == b->page && overlap > 0.5 * MIN (a->x2 - a->x1, b->x2 - b->x1);
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Of the lines that follow each other closely, as many times their height. */
static double
get_usual_distance (PostilPdfPages *self)
{
  g_autoptr (GArray) distances = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 1; i < self->lines->len; i++)
    {
      PostilPdfLine *a = get_line (self, i - 1), *b = get_line (self, i);
      double distance = (b->y1 - a->y1) / get_height (a);

      if (are_in_column (a, b) && distance > 0.5 && distance < 3)
        g_array_append_val (distances, distance);
    }
  if (distances->len == 0)
    return 1.2;
  qsort (distances->data, distances->len, sizeof (double), compare_numbers);
  return g_array_index (distances, double, distances->len / 2);
}

/* The sides of the column that a line stands in, by the lines around it. */
static void
get_column (PostilPdfPages *self,
            guint           index,
            double         *left,
            double         *right)
{
  PostilPdfLine *line = get_line (self, index);
  guint first = index > NEIGHBOURS ? index - NEIGHBOURS : 0, last = MIN (index + NEIGHBOURS, self->lines->len - 1);

  *left = line->x1;
  *right = line->x2;
  for (guint i = first; i <= last; i++)
    {
      PostilPdfLine *other = get_line (self, i);

      if (!are_in_column (line, other) || get_height (other) > get_height (line) * OTHER_SIZE)
        continue;
      *left = MIN (*left, other->x1);
      *right = MAX (*right, other->x2);
    }
}

static gunichar
get_last_char (const char *text)
{
  const char *end = text + strlen (text), *p = end;

  do
    p = g_utf8_find_prev_char (text, p);
  while (p != NULL && g_unichar_isspace (g_utf8_get_char (p)));
  return p != NULL ? g_utf8_get_char (p) : 0;
}

static gboolean
ends_sentence (const char *text)
{
  gunichar c = get_last_char (text);

  return c < 0x10000 && wcschr (L".!?:;…”“\"’»«)]。！？؟۔।", (wchar_t) c) != NULL && c != 0;
}

static gboolean
begins_item (const char *text)
{
  gunichar c = g_utf8_get_char (text);
  gsize n_digits = strspn (text, "0123456789");

  if (wcschr (L"•◦▪■–—‣●○", (wchar_t) c) != NULL && c != 0)
    return TRUE;
  /* "a. first", but not "A. Quill". */
  if (n_digits == 0 && g_ascii_islower (*text) && (text[1] == '.' || text[1] == ')') && text[2] == ' ')
    return TRUE;
  return n_digits > 0 && n_digits <= 2 && (text[n_digits] == '.' || text[n_digits] == ')') && text[n_digits + 1] == ' ';
}

static gboolean
follows_below (const PostilPdfLine *a,
               const PostilPdfLine *b)
{
  return a->page == b->page && are_in_column (a, b) && b->y1 >= a->y1;
}

static gboolean
is_after_gap (const PostilPdfLine *a,
              const PostilPdfLine *b,
              double               usual)
{
  return b->y1 - a->y1 > usual * get_height (a) * GAP;
}

/* An indent begins a paragraph, unless the whole column hangs so. */
static gboolean
is_indented (PostilPdfPages *self,
             guint           index)
{
  PostilPdfLine *a = get_line (self, index - 1), *b = get_line (self, index);
  double left, right, height = get_height (a);

  get_column (self, index, &left, &right);
  return b->x1 > left + 0.6 * height && a->x1 < b->x1 - 0.6 * height && !begins_item (a->text);
}

/* A sentence that ends before the line does. */
static gboolean
ends_short (PostilPdfPages *self,
            guint           index)
{
  PostilPdfLine *line = get_line (self, index);
  double left, right;

  get_column (self, index, &left, &right);
  return line->x2 < right - 0.15 * (right - left) && ends_sentence (line->text);
}

/* After a paragraph of one line, a line is indented that begins where the one before does. */
static gboolean
is_indented_again (PostilPdfPages *self,
                   guint           index)
{
  PostilPdfLine *line = get_line (self, index);
  double left, right;

  get_column (self, index, &left, &right);
  return line->x1 > left + 0.6 * get_height (line) && line->x1 < left + 4 * get_height (line);
}

typedef enum
{
  MARK_NONE,
  MARK_GAP,
  MARK_INDENT
} Mark;

/* Whether gaps or indents say where paragraphs begin: then, a short line does not. */
static Mark
find_mark (PostilPdfPages *self,
           double          usual)
{
  guint n_gaps = 0, n_indents = 0, n_bare = 0;

  for (guint i = 1; i < self->lines->len && n_gaps + n_indents + n_bare < ENOUGH_ENDS; i++)
    if (follows_below (get_line (self, i - 1), get_line (self, i)) && ends_short (self, i - 1))
      {
        if (is_after_gap (get_line (self, i - 1), get_line (self, i), usual))
          n_gaps++;
        else if (is_indented_again (self, i))
          n_indents++;
        else
          n_bare++;
      }
  if (n_gaps + n_indents < 3 || n_gaps + n_indents < 2 * n_bare)
    return MARK_NONE;
  return n_indents > n_gaps ? MARK_INDENT : MARK_GAP;
}

/* At the foot of a column or page, only an indent and what the text says can tell. */
static gboolean
goes_on_elsewhere (PostilPdfPages *self,
                   guint           index,
                   Mark            mark)
{
  PostilPdfLine *a = get_line (self, index - 1), *b = get_line (self, index);

  if (get_height (b) > get_height (a) * OTHER_SIZE || get_height (a) > get_height (b) * OTHER_SIZE)
    return FALSE;
  if (mark == MARK_INDENT)
    return !is_indented_again (self, index);
  return !ends_sentence (a->text) || g_unichar_islower (g_utf8_get_char (b->text));
}

/* Whether the line at @index is of the same paragraph as the one before. */
static gboolean
goes_on (PostilPdfPages *self,
         guint           index,
         double          usual,
         Mark            mark)
{
  PostilPdfLine *a = get_line (self, index - 1), *b = get_line (self, index);
  double height = get_height (a);

  if (!follows_below (a, b))
    return goes_on_elsewhere (self, index, mark);
  if (get_height (b) > height * OTHER_SIZE || height > get_height (b) * OTHER_SIZE)
    return FALSE;
  if (is_after_gap (a, b, usual) || begins_item (b->text) || strstr (a->text, " . . . ") != NULL)
    return FALSE;
  if (mark == MARK_INDENT)
    return !is_indented_again (self, index);
  return !is_indented (self, index) && (mark != MARK_NONE || !ends_short (self, index - 1));
}

/* Words that have a hyphen in the middle of a line keep it at its end. */
static GHashTable *
find_hyphenated (PostilPdfPages *self)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *text = get_line (self, i)->text;

      if (strchr (text, '-') == NULL)
        continue;
      {
        g_auto (GStrv) split = g_strsplit_set (text, " \t,.;:!?()\"", -1);

        for (guint j = 0; split[j] != NULL; j++)
          {
            const char *hyphen = strchr (split[j], '-');

            if (hyphen != NULL && hyphen > split[j] && hyphen[1] != '\0')
              g_hash_table_add (words, g_utf8_strdown (split[j], -1));
          }
      }
    }
  return words;
}

/* Where the word begins that ends with the hyphen at @hyphen. */
static const char *
find_word_start (const char *text,
                 const char *hyphen)
{
  const char *start = hyphen;

  while (start > text && !g_ascii_isspace (start[-1]))
    start--;
  return start;
}

/* The length of @text without a hyphen that only divides its last word from @next. */
static gsize
get_undivided_length (const char *text,
                      const char *next,
                      GHashTable *hyphenated)
{
  gsize length = strlen (text), n_next;
  gunichar last = get_last_char (text);
  const char *hyphen, *before;
  g_autofree char *word = NULL;
  g_autofree char *folded = NULL;

  if ((last != '-' && last != 0x2010 && last != 0xad) || !g_unichar_islower (g_utf8_get_char (next)))
    return 0;
  hyphen = text + length;
  do
    hyphen = g_utf8_find_prev_char (text, hyphen);
  while (hyphen != NULL && g_utf8_get_char (hyphen) != last);
  before = hyphen != NULL ? g_utf8_find_prev_char (text, hyphen) : NULL;
  if (before == NULL || !g_unichar_isalpha (g_utf8_get_char (before)))
    return 0;
  n_next = strcspn (next, " \t,.;:!?()\"");
  word = g_strdup_printf ("%.*s-%.*s", (int) (hyphen - find_word_start (text, hyphen)), find_word_start (text, hyphen), (int) n_next, next);
  folded = g_utf8_strdown (word, -1);
  return g_hash_table_contains (hyphenated, folded) ? (gsize) (hyphen - text) + 1 : (gsize) (hyphen - text);
}

/* Chinese and Japanese have no spaces between words, nor between lines. */
static gboolean
is_unspaced (gunichar c)
{
  return (c >= 0x2e80 && c < 0xa000) || (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xfff0) || (c >= 0x20000 && c < 0x30000);
}

void
postil_pdf_write (PostilPdfPages     *self,
                  PostilArticleLines *out)
{
  g_autoptr (GHashTable) hyphenated = find_hyphenated (self);
  double usual = get_usual_distance (self);
  Mark mark = find_mark (self, usual);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *text = get_line (self, i)->text;
      gboolean is_followed = i + 1 < self->lines->len && goes_on (self, i + 1, usual, mark);
      gsize length = is_followed ? get_undivided_length (text, get_line (self, i + 1)->text, hyphenated) : 0;

      postil_article_lines_append (out, text, length > 0 ? (gssize) length : -1);
      if (!is_followed)
        postil_article_lines_break (out, i + 1 < self->lines->len && begins_item (text) && begins_item (get_line (self, i + 1)->text) ? 1 : 2);
      else if (length == 0 && !(is_unspaced (get_last_char (text)) && is_unspaced (g_utf8_get_char (get_line (self, i + 1)->text))))
        postil_article_lines_append (out, " ", 1);
    }
}
