/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which offsets a foreign program counted. The dialect is found for a whole text at once, as
 * the one under which its quotes fit, and only then single places are judged. Invariant: no
 * offset is ever clamped; what is no place under the dialect has none. One thread at a time. */

#include "config.h"

#include "exchange/postil-dialect.h"

#include <string.h>

#define N_DIALECTS 24u
#define NO_PLACE G_MAXUINT32

/* The raw text's characters as a program counts them, for one dialect. */
typedef struct
{
  PostilDialect  dialect;
  guint32       *chars;   /* offset → character of the article's text, or NO_PLACE */
  guint          n_chars; /* offsets: 0 … n_chars - 1 */
} Map;

struct _PostilDialectText
{
  PostilText *text;
  char       *raw;
  gsize       n_raw;
  gboolean    has_bom;
  gboolean    has_cr;
  gboolean    has_lf;
  GArray     *maps; /* (element-type Map) */
};

static void
clear_map (gpointer data)
{
  g_free (((Map *) data)->chars);
}

PostilDialectText *
postil_dialect_text_new (PostilText *text,
                         const char *raw,
                         gsize       n_raw)
{
  PostilDialectText *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (PostilDialectText, 1);
  self->text = postil_text_ref (text);
  if (raw == NULL)
    raw = postil_text_get_utf8 (text, &n_raw);
  self->has_bom = n_raw >= 3 && memcmp (raw, "\xef\xbb\xbf", 3) == 0;
  self->n_raw = self->has_bom ? n_raw - 3 : n_raw;
  /* Something, even of an empty text. */
  self->raw = g_malloc (self->n_raw + 1);
  if (self->n_raw > 0)
    memcpy (self->raw, self->has_bom ? raw + 3 : raw, self->n_raw);
  /* An empty text has no bytes to look at. */
  self->has_cr = self->n_raw > 0 && memchr (self->raw, '\r', self->n_raw) != NULL;
  self->has_lf = self->n_raw > 0 && memchr (self->raw, '\n', self->n_raw) != NULL;
  self->maps = g_array_new (FALSE, FALSE, sizeof (Map));
  g_array_set_clear_func (self->maps, clear_map);
  return self;
}

void
postil_dialect_text_free (PostilDialectText *self)
{
  if (self == NULL)
    return;
  postil_text_unref (self->text);
  g_free (self->raw);
  g_array_unref (self->maps);
  g_free (self);
}

static guint
count_units (gunichar    c,
             PostilUnit  unit)
{
  switch (unit)
    {
    case POSTIL_UNIT_UTF16:
      return c > 0xffff ? 2 : 1;
    case POSTIL_UNIT_BYTE:
      return (guint) g_unichar_to_utf8 (c, NULL);
    case POSTIL_UNIT_CODE_POINT:
    default:
      return 1;
    }
}

/* Adds a character of the article that takes @n_units offsets. */
static void
map_char (Map   *map,
          guint  index,
          guint  n_units)
{
  map->chars[map->n_chars++] = index;
  for (guint i = 1; i < n_units; i++)
    map->chars[map->n_chars++] = NO_PLACE;
}

/* A text without a CR whose line ends a program still counted as two was changed on its way. */
static guint
count_line_end (PostilDialectText *self,
                PostilDialect      dialect,
                gboolean           is_crlf)
{
  return dialect.crlf_two && (is_crlf || !self->has_cr) ? 2 : 1;
}

static void
fill_map (PostilDialectText *self,
          Map               *map)
{
  const char *end = self->raw + self->n_raw;
  guint index = 0;

  map->chars = g_new (guint32, 2 * self->n_raw + 5);
  if (map->dialect.counts_bom)
    for (guint n = count_units (0xfeff, map->dialect.unit); n > 0; n--)
      map->chars[map->n_chars++] = NO_PLACE;
  for (const char *p = self->raw; p < end;)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_crlf = c == '\r' && p + 1 < end && p[1] == '\n';

      if (c == '\r' || c == '\n')
        map_char (map, index, count_line_end (self, map->dialect, is_crlf));
      else
        map_char (map, index, count_units (c, map->dialect.unit));
      p = is_crlf ? p + 2 : g_utf8_next_char (p);
      index++;
    }
  map->chars[map->n_chars++] = index;
}

static const Map *
get_map (PostilDialectText *self,
         PostilDialect      dialect)
{
  Map map = { .dialect = dialect };

  map.dialect.inclusive_end = FALSE;
  for (guint i = 0; i < self->maps->len; i++)
    if (postil_dialect_equal (g_array_index (self->maps, Map, i).dialect, map.dialect))
      return &g_array_index (self->maps, Map, i);
  fill_map (self, &map);
  g_array_append_val (self->maps, map);
  return &g_array_index (self->maps, Map, self->maps->len - 1);
}

/* Offsets that are those of the article's text as they stand. */
static gboolean
is_plain (PostilDialectText *self,
          PostilDialect      dialect)
{
  return dialect.unit == POSTIL_UNIT_CODE_POINT && !dialect.counts_bom && !dialect.inclusive_end
         && (!dialect.crlf_two || (!self->has_cr && !self->has_lf));
}

gboolean
postil_dialect_to_span (PostilDialectText *self,
                        PostilDialect      dialect,
                        guint              start,
                        guint              end,
                        PostilSpan        *span)
{
  const Map *map;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  if (is_plain (self, dialect))
    {
      *span = (PostilSpan) { start, end };
      return start < end && postil_text_contains (self->text, *span);
    }
  map = get_map (self, dialect);
  if (start >= map->n_chars || end >= map->n_chars || map->chars[start] == NO_PLACE)
    return FALSE;
  if (dialect.inclusive_end)
    do
      end++;
    while (end < map->n_chars && map->chars[end] == NO_PLACE);
  if (end >= map->n_chars || map->chars[end] == NO_PLACE || map->chars[start] >= map->chars[end])
    return FALSE;
  *span = (PostilSpan) { map->chars[start], map->chars[end] };
  return postil_text_contains (self->text, *span);
}

static gboolean
is_word_char (PostilText *text,
              guint       index)
{
  gunichar c;

  if (index >= postil_text_get_n_chars (text))
    return FALSE;
  c = postil_text_get_char (text, index);
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Many programs put a quote on one line, and write U+FFFD for what XML does not hold. */
static gboolean
is_same_char (gunichar in_text,
              gunichar in_quote)
{
  return in_text == in_quote || in_quote == 0xfffd || (in_quote == ' ' && g_unichar_isspace (in_text));
}

gboolean
postil_dialect_is_quote (PostilText *text,
                         PostilSpan  span,
                         const char *quote)
{
  const char *p = quote;
  guint32 i = span.start;
  gsize n_slice;
  const char *slice;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (quote != NULL, FALSE);

  slice = postil_text_peek_slice (text, span, &n_slice);
  if (strncmp (quote, slice, n_slice) == 0 && quote[n_slice] == '\0')
    return TRUE;

  for (; i < span.end && *p != '\0'; i++, p = g_utf8_next_char (p))
    {
      if (*p == '\r' && p[1] == '\n')
        p++;
      if (!is_same_char (postil_text_get_char (text, i), g_utf8_get_char (p)))
        break;
    }
  if (i == span.end && *p == '\0')
    return TRUE;
  return p > quote && (strcmp (p, "…") == 0 || strcmp (p, "...") == 0);
}

typedef struct
{
  guint n_quotes;
  guint n_borders;
} Score;

static Score
get_score (PostilDialectText        *self,
           const PostilDialectProbe *probes,
           guint                     n_probes,
           PostilDialect             dialect)
{
  Score score = { 0, 0 };

  for (guint i = 0; i < n_probes; i++)
    {
      PostilSpan span;

      if (!postil_dialect_to_span (self, dialect, probes[i].start, probes[i].end, &span))
        continue;
      if (probes[i].quote != NULL && postil_dialect_is_quote (self->text, span, probes[i].quote))
        score.n_quotes++;
      if (span.start == 0 || !is_word_char (self->text, span.start - 1) || !is_word_char (self->text, span.start))
        score.n_borders++;
      if (!is_word_char (self->text, span.end - 1) || !is_word_char (self->text, span.end))
        score.n_borders++;
    }
  return score;
}

static PostilDialect
get_dialect (guint index)
{
  return (PostilDialect) {
    .unit = (PostilUnit) (index / 8),
    .crlf_two = (index & 1) != 0,
    .counts_bom = (index & 2) != 0,
    .inclusive_end = (index & 4) != 0,
  };
}

/* Quotes say it for sure; borders of words only where they say it clearly, as some people do
 * mark parts of words. */
static gboolean
is_better (Score    score,
           Score    most,
           gboolean is_preferred)
{
  if (score.n_quotes != most.n_quotes)
    return score.n_quotes > most.n_quotes;
  return is_preferred ? 10 * score.n_borders > 11 * most.n_borders : score.n_borders > most.n_borders;
}

static gboolean
is_possible (PostilDialectText *self,
             PostilDialect      dialect,
             PostilDialect      preferred)
{
  if (postil_dialect_equal (dialect, preferred))
    return FALSE;
  if (dialect.counts_bom && !self->has_bom)
    return FALSE;
  return dialect.unit != POSTIL_UNIT_BYTE || preferred.unit == POSTIL_UNIT_BYTE;
}

PostilDialect
postil_dialect_find (PostilDialectText        *self,
                     const PostilDialectProbe *probes,
                     guint                     n_probes,
                     PostilDialect             preferred)
{
  PostilDialect best = preferred;
  Score most;
  guint n_quotes = 0;

  g_return_val_if_fail (self != NULL, preferred);
  g_return_val_if_fail (probes != NULL || n_probes == 0, preferred);

  if (!self->has_cr)
    preferred.crlf_two = FALSE;
  best = preferred;
  for (guint i = 0; i < n_probes; i++)
    n_quotes += probes[i].quote != NULL;
  most = get_score (self, probes, n_probes, preferred);
  if (most.n_quotes == n_quotes && (n_quotes == n_probes || most.n_borders == 2 * n_probes))
    return preferred;
  for (guint i = 0; i < N_DIALECTS; i++)
    {
      PostilDialect dialect = get_dialect (i);
      Score score;

      if (!is_possible (self, dialect, preferred))
        continue;
      score = get_score (self, probes, n_probes, dialect);
      if (is_better (score, most, postil_dialect_equal (best, preferred)))
        {
          best = dialect;
          most = score;
        }
    }
  return best;
}

/* A text within the file is counted as it stands there: with its BOM, and with two for a line
 * end only where it has such. */
static PostilDialect
get_within (PostilDialectText *self,
            PostilDialect      dialect)
{
  dialect.crlf_two = dialect.crlf_two && self->has_cr;
  dialect.counts_bom = self->has_bom;
  return dialect;
}

PostilDialect
postil_dialect_choose (PostilDialectText        *self,
                       const PostilDialectProbe *probes,
                       guint                     n_probes,
                       const PostilDialect      *dialects,
                       guint                     n_dialects)
{
  guint best = 0;
  Score most;

  g_return_val_if_fail (self != NULL, (PostilDialect) { 0 });
  g_return_val_if_fail (probes != NULL || n_probes == 0, (PostilDialect) { 0 });
  g_return_val_if_fail (dialects != NULL && n_dialects > 0, (PostilDialect) { 0 });

  most = get_score (self, probes, n_probes, get_within (self, dialects[0]));
  for (guint i = 1; i < n_dialects; i++)
    {
      Score score = get_score (self, probes, n_probes, get_within (self, dialects[i]));

      if (!is_better (score, most, best == 0))
        continue;
      best = i;
      most = score;
    }
  return get_within (self, dialects[best]);
}

gboolean
postil_dialect_is_better (PostilDialectText        *self,
                          const PostilDialectProbe *probes,
                          guint                     n_probes,
                          PostilDialect             dialect,
                          PostilDialect             other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (probes != NULL || n_probes == 0, FALSE);

  return get_score (self, probes, n_probes, dialect).n_quotes > get_score (self, probes, n_probes, other).n_quotes;
}

gboolean
postil_dialect_equal (PostilDialect a,
                      PostilDialect b)
{
  return a.unit == b.unit && a.crlf_two == b.crlf_two && a.counts_bom == b.counts_bom
         && a.inclusive_end == b.inclusive_end;
}

char *
postil_dialect_to_name (PostilDialect dialect)
{
  const char *const units[] = { "code-point-offsets", "utf-16-offsets", "byte-offsets" };

  return g_strconcat (units[dialect.unit],
                      dialect.crlf_two ? ", crlf-counts-two" : "",
                      dialect.counts_bom ? ", bom-counted" : "",
                      dialect.inclusive_end ? ", inclusive-end" : "",
                      NULL);
}
