/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding in a text. Everything is a GRegex in the end: plain words are escaped, whole words
 * get borders around them. Matching is on the text's own UTF-8, and what is found is turned
 * into code points. An expression is tried on a few characters at a time, so that one that
 * explodes can be cancelled, and ends by itself. Pure; any thread. */

#include "config.h"

#include "base/postil-search.h"

#include "base/postil-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLD_BLOCK ((gsize) 32 * 1024)

/* An expression may take a while at every single character: so few are tried at a time, and
 * each for no longer than this. */
#define STEP_LIMIT "(*LIMIT_MATCH=1000000)"
#define FIRST_WINDOW ((gsize) 512)
#define MIN_WINDOW ((gsize) 16)
#define MAX_WINDOW ((gsize) 4096)
#define FAST_US 2000
#define SLOW_US 20000
#define BUDGET_US (20 * G_USEC_PER_SEC)
#define SHORT_BUDGET_US G_USEC_PER_SEC

struct _PostilSearchPattern
{
  GRegex   *regex;
  char     *words;    /* what stands in every file that matches, byte for byte (in lower case
                         where case does not matter); NULL where there is no such thing */
  char     *json_word; /* likewise, in JSON that has no \\u escapes */
  gboolean  is_cased;
  gboolean  is_ascii;
  gboolean  folds_marks;
  gboolean  is_regex;
};

static GRegex *
compile (const char        *pattern,
         PostilSearchFlags  flags,
         GError           **error)
{
  g_autofree char *expression = (flags & POSTIL_SEARCH_REGEX) != 0
                                  ? g_strdup (pattern)
                                  : g_regex_escape_string (pattern, -1);
  GRegexCompileFlags compile_flags = G_REGEX_MULTILINE | G_REGEX_OPTIMIZE;
  g_autoptr (GError) regex_error = NULL;
  GRegex *regex = NULL;

  if ((flags & POSTIL_SEARCH_MATCH_CASE) == 0)
    compile_flags |= G_REGEX_CASELESS;
  if ((flags & POSTIL_SEARCH_WHOLE_WORDS) != 0)
    {
      char *whole = g_strdup_printf ("(?<!\\w)(?:%s)(?!\\w)", expression);

      g_free (expression);
      expression = whole;
    }

  if ((flags & POSTIL_SEARCH_REGEX) != 0)
    {
      char *limited = g_strconcat (STEP_LIMIT, expression, NULL);

      g_free (expression);
      expression = limited;
    }

  regex = g_regex_new (expression, compile_flags, 0, &regex_error);
  if (regex == NULL)
    {
      g_autoptr (GString) reason = g_string_new (regex_error->message);

      g_string_replace (reason, STEP_LIMIT, "", 0);
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED, _("This is not a regular expression: %s."),
                   reason->str);
    }

  return regex;
}

/* FALSE with an error when matching itself failed. */
static gboolean
check_match_error (GError  *match_error,
                   GError **error)
{
  g_autoptr (GString) reason = NULL;

  if (match_error == NULL)
    return TRUE;

  reason = g_string_new (match_error->message);
  g_string_replace (reason, STEP_LIMIT, "", 0);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
               _("This expression takes too long on this article: make it simpler (%s)."), reason->str);
  return FALSE;
}

/* A text without its accents, and which character of the text each of its own is. */
typedef struct
{
  GString *utf8;
  GArray  *origins; /* of guint32 */
} Folded;

static void
fold_char (Folded  *folded,
           gunichar c,
           guint32  origin)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n_parts; i++)
    if (!g_unichar_ismark (parts[i]))
      {
        g_string_append_unichar (folded->utf8, parts[i]);
        g_array_append_val (folded->origins, origin);
      }
}

static Folded
fold (const char *utf8,
      gsize       n_bytes)
{
  Folded folded = { g_string_sized_new (n_bytes), g_array_new (FALSE, FALSE, sizeof (guint32)) };
  guint32 origin = 0;

  for (const char *p = utf8; p < utf8 + n_bytes; p = g_utf8_next_char (p))
    fold_char (&folded, g_utf8_get_char (p), origin++);

  return folded;
}

static void
folded_clear (Folded *folded)
{
  g_string_free (folded->utf8, TRUE);
  g_array_unref (folded->origins);
}

/* From places in the folded text to places in the text: in order, so that one walk does. What
 * belongs to the last character (its accents) is found with it. */
static void
unfold (PostilText *text,
        Folded     *folded,
        GArray     *spans)
{
  const char *p = folded->utf8->str;
  guint32 n_folded = 0;
  guint n_chars = postil_text_get_n_chars (text);

  for (guint i = 0; i < spans->len; i++)
    {
      PostilSpan *span = &g_array_index (spans, PostilSpan, i);
      guint32 bytes[] = { span->start, span->end };
      guint32 chars[2] = { 0, 0 };

      for (guint j = 0; j < 2; j++)
        {
          for (; p < folded->utf8->str + bytes[j]; p = g_utf8_next_char (p))
            n_folded++;
          chars[j] = n_folded;
        }
      span->start = g_array_index (folded->origins, guint32, chars[0]);
      span->end = g_array_index (folded->origins, guint32, chars[1] - 1) + 1;
      while (span->end < n_chars && g_unichar_ismark (postil_text_get_char (text, span->end)))
        span->end++;
    }
}

static char *
dup_folded_pattern (const char *pattern)
{
  Folded folded = fold (pattern, strlen (pattern));
  char *utf8 = g_strndup (folded.utf8->str, folded.utf8->len);

  folded_clear (&folded);
  return utf8;
}

/* One search: where it is, and how far it looks at once. */
typedef struct
{
  GRegex     *regex;
  const char *utf8;
  gsize       n_bytes;
  gsize       at;
  gsize       window;   /* bytes looked at in one call; at the end of which what begins is looked at again */
  gboolean    is_whole; /* the words of a plain search need no window */
} Scan;

typedef enum
{
  SCAN_FOUND,
  SCAN_NOTHING,
  SCAN_PARTIAL,
  SCAN_FAILED,
} ScanResult;

static gsize
get_window_end (const Scan *scan,
                gsize       window)
{
  gsize end = scan->is_whole || window >= scan->n_bytes - scan->at ? scan->n_bytes : scan->at + window;

  while (end < scan->n_bytes && ((guchar) scan->utf8[end] & 0xc0) == 0x80)
    end++;
  return end;
}

/* The first match that begins before @end. What could go on behind it is told as partial. */
static ScanResult
match_window (const Scan  *scan,
              gsize        end,
              PostilSpan  *span,
              GError     **error)
{
  GRegexMatchFlags flags = end < scan->n_bytes ? G_REGEX_MATCH_PARTIAL_HARD : 0;
  g_autoptr (GMatchInfo) match = NULL;
  int start_byte = 0;
  int end_byte = 0;

  if (g_regex_match_full (scan->regex, scan->utf8, (gssize) end, (int) scan->at, flags, &match, error)
      && g_match_info_fetch_pos (match, 0, &start_byte, &end_byte))
    {
      *span = (PostilSpan) { (guint32) start_byte, (guint32) end_byte };
      return SCAN_FOUND;
    }
  if (*error != NULL)
    return SCAN_FAILED;

  return g_match_info_is_partial_match (match) ? SCAN_PARTIAL : SCAN_NOTHING;
}

/* A window is small enough to be left soon, and large enough not to count. */
static void
adapt_window (Scan   *scan,
              gint64  took_us)
{
  if (took_us < FAST_US)
    scan->window = MIN (scan->window * 2, MAX_WINDOW);
  else if (took_us > SLOW_US)
    scan->window = MAX (scan->window / 4, MIN_WINDOW);
}

/* The next match from where the scan is, SCAN_NOTHING at the end. */
static ScanResult
find_next (Scan          *scan,
           gint64         deadline,
           GCancellable  *cancellable,
           PostilSpan    *span,
           GError       **error)
{
  gsize window = scan->window;

  while (scan->at <= scan->n_bytes)
    {
      gsize end = get_window_end (scan, window);
      gint64 begun = g_get_monotonic_time ();
      ScanResult result = SCAN_NOTHING;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return SCAN_FAILED;
      if (begun > deadline)
        {
          g_set_error_literal (error, G_REGEX_ERROR, G_REGEX_ERROR_MATCH, _("the time for it is over"));
          return SCAN_FAILED;
        }

      result = match_window (scan, end, span, error);
      if (result == SCAN_FOUND || result == SCAN_FAILED)
        return result;
      if (result == SCAN_PARTIAL)
        {
          window = (end - scan->at) * 2;
          continue;
        }
      adapt_window (scan, g_get_monotonic_time () - begun);
      window = scan->window;
      if (end == scan->n_bytes)
        return SCAN_NOTHING;
      scan->at = end;
    }

  return SCAN_NOTHING;
}

/* Spans in bytes of @utf8, at most @max_matches. NULL when it failed or was cancelled. */
static GArray *
find_bytes (PostilSearchPattern  *self,
            const char           *utf8,
            gsize                 n_bytes,
            guint                 max_matches,
            gint64                budget_us,
            GCancellable         *cancellable,
            GError              **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  g_autoptr (GError) match_error = NULL;
  Scan scan = { self->regex, utf8, n_bytes, 0, FIRST_WINDOW, !self->is_regex };
  gint64 deadline = g_get_monotonic_time () + budget_us;
  ScanResult result = SCAN_FOUND;
  PostilSpan span;

  while (spans->len < max_matches
         && (result = find_next (&scan, deadline, cancellable, &span, &match_error)) == SCAN_FOUND)
    {
      gsize end = MAX (span.end, scan.at);
      gboolean is_empty = span.end <= span.start || span.end <= scan.at;

      if (span.end > span.start)
        g_array_append_val (spans, span);
      /* What matched nothing is passed by a character. */
      scan.at = !is_empty ? end : end < n_bytes ? (gsize) (g_utf8_next_char (utf8 + end) - utf8) : n_bytes + 1;
    }
  if (g_error_matches (match_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&match_error));
      return NULL;
    }

  return check_match_error (match_error, error) ? g_steal_pointer (&spans) : NULL;
}

static GArray *
find_folded (PostilSearchPattern  *self,
             PostilText           *text,
             guint                 max_matches,
             GCancellable         *cancellable,
             GError              **error)
{
  gsize n_bytes = 0;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);
  Folded folded = fold (utf8, n_bytes);
  GArray *spans = find_bytes (self, folded.utf8->str, folded.utf8->len, max_matches, BUDGET_US, cancellable, error);

  if (spans != NULL)
    unfold (text, &folded, spans);
  folded_clear (&folded);
  return spans;
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* The longest part that no white space divides (pieces of a passage are joined by it), and that
 * JSON writes as it is; NULL where there is none. */
static char *
dup_json_word (const char *words)
{
  const char *best = NULL;
  gsize n_best = 0;

  for (const char *at = words; *at != '\0';)
    {
      gsize n = strcspn (at, " \t\"\\/\b\f\177");

      if (n > n_best)
        {
          best = at;
          n_best = n;
        }
      at += n;
      at += *at != '\0' ? 1 : 0;
    }
  return best != NULL ? g_strndup (best, n_best) : NULL;
}

PostilSearchPattern *
postil_search_pattern_new (const char         *pattern,
                    PostilSearchFlags   flags,
                    GError            **error)
{
  PostilSearchPattern *self = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (pattern != NULL && *pattern != '\0', NULL);

  if ((flags & POSTIL_SEARCH_FOLD_MARKS) != 0)
    pattern = folded = dup_folded_pattern (pattern);
  regex = compile (pattern, flags, error);
  if (regex == NULL)
    return NULL;

  self = g_new0 (PostilSearchPattern, 1);
  self->regex = g_steal_pointer (&regex);
  self->is_cased = (flags & POSTIL_SEARCH_MATCH_CASE) != 0;
  self->folds_marks = folded != NULL;
  self->is_regex = (flags & POSTIL_SEARCH_REGEX) != 0;
  if ((flags & POSTIL_SEARCH_REGEX) == 0 && folded == NULL && strpbrk (pattern, "\r\n") == NULL &&
      (self->is_cased || is_ascii (pattern)))
    {
      self->words = self->is_cased ? g_strdup (pattern) : g_ascii_strdown (pattern, -1);
      self->json_word = dup_json_word (self->words);
    }
  self->is_ascii = is_ascii (pattern);
  return self;
}

void
postil_search_pattern_free (PostilSearchPattern *self)
{
  if (self == NULL)
    return;

  g_regex_unref (self->regex);
  g_free (self->words);
  g_free (self->json_word);
  g_free (self);
}

/* Without regard to case, as Unicode has it, a K is also a Kelvin sign, and an s a long one. */
static gboolean
has_odd_letters (const char *bytes,
                 gsize       n_bytes)
{
  return memmem (bytes, n_bytes, "\xe2\x84\xaa", 3) != NULL || memmem (bytes, n_bytes, "\xc5\xbf", 2) != NULL;
}

/* A block at a time, so that a large file needs no copy of its size; the compiler makes
 * vectors of the loop. */
static gboolean
has_words_folded (const char *words,
                  gsize       n_words,
                  const char *bytes,
                  gsize       n_bytes)
{
  g_autofree guchar *lower = g_malloc (FOLD_BLOCK + n_words);

  for (gsize start = 0; start < n_bytes; start += FOLD_BLOCK)
    {
      gsize n = MIN (FOLD_BLOCK + n_words, n_bytes - start);

      for (gsize i = 0; i < n; i++)
        {
          guchar c = (guchar) bytes[start + i];

          lower[i] = (guchar) (c + ((guchar) (c - 'A') < 26 ? 'a' - 'A' : 0));
        }
      if (memmem (lower, n, words, n_words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_words (PostilSearchPattern *self,
           const char          *words,
           const char          *bytes,
           gsize                n_bytes)
{
  gsize n_words = strlen (words);

  if (self->is_cased)
    return memmem (bytes, n_bytes, words, n_words) != NULL;
  return has_words_folded (words, n_words, bytes, n_bytes) || has_odd_letters (bytes, n_bytes);
}

gboolean
postil_search_pattern_may_match (PostilSearchPattern *self,
                          const char    *bytes,
                          gsize          n_bytes)
{
  g_return_val_if_fail (self != NULL, TRUE);

  if (self->folds_marks)
    return TRUE;
  /* What may be UTF-16 or 32 holds words in another way. */
  if (n_bytes == 0 || memchr (bytes, '\0', n_bytes) != NULL || (guchar) bytes[0] >= 0xfe)
    return n_bytes > 0;
  if (self->words != NULL && self->is_ascii)
    return has_words (self, self->words, bytes, n_bytes);
  if (!g_utf8_validate (bytes, (gssize) n_bytes, NULL))
    return TRUE;
  if (self->words != NULL)
    return has_words (self, self->words, bytes, n_bytes);
  return TRUE; /* an expression is tried on the text, where it can be stopped */
}

gboolean
postil_search_pattern_may_match_json (PostilSearchPattern *self,
                                      const char          *bytes,
                                      gsize                n_bytes)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->json_word == NULL || memmem (bytes, n_bytes, "\\u", 2) != NULL ||
         has_words (self, self->json_word, bytes, n_bytes);
}

gboolean
postil_search_pattern_is_in (PostilSearchPattern *self,
                      const char    *utf8)
{
  g_autoptr (GArray) spans = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (utf8 == NULL)
    return FALSE;
  if (!self->is_regex)
    return g_regex_match (self->regex, utf8, 0, NULL);

  spans = find_bytes (self, utf8, strlen (utf8), 1, SHORT_BUDGET_US, NULL, NULL);
  return spans != NULL && spans->len > 0;
}

GArray *
postil_search_pattern_find (PostilSearchPattern  *self,
                     PostilText     *text,
                     guint           max_matches,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autoptr (GArray) spans = NULL;
  const char *utf8 = NULL;
  gsize n_bytes = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (self->folds_marks)
    return find_folded (self, text, max_matches, cancellable, error);

  utf8 = postil_text_get_utf8 (text, &n_bytes);
  spans = find_bytes (self, utf8, n_bytes, max_matches, BUDGET_US, cancellable, error);
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      PostilSpan *span = &g_array_index (spans, PostilSpan, i);

      span->start = postil_text_byte_to_char (text, span->start);
      span->end = postil_text_byte_to_char (text, span->end);
    }

  return g_steal_pointer (&spans);
}

GArray *
postil_search_find (PostilText         *text,
                    const char         *pattern,
                    PostilSearchFlags   flags,
                    guint               max_matches,
                    GCancellable       *cancellable,
                    GError            **error)
{
  g_autoptr (PostilSearchPattern) compiled = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (pattern != NULL, NULL);

  if ((flags & POSTIL_SEARCH_FOLD_MARKS) != 0)
    pattern = folded = dup_folded_pattern (pattern);
  if (*pattern == '\0')
    return g_array_new (FALSE, FALSE, sizeof (PostilSpan));

  compiled = postil_search_pattern_new (pattern, flags, error);
  return compiled != NULL ? postil_search_pattern_find (compiled, text, max_matches, cancellable, error) : NULL;
}
