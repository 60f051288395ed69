/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads RTF as it would print: bytes by the charset of their font, \u by itself, lists with
 * their numbers, notes at the end; what was deleted or hidden, fields' codes, headers and
 * footers are left out. One pass, no recursion. Pure functions, any thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "articles/postil-article-private.h"
#include "articles/postil-article-rtf-private.h"
#include "base/postil-charset.h"
#include "base/postil-error.h"

#define MAX_DEPTH 2000u
#define MAX_WORD 32u
#define MAX_SKIP 16

typedef enum
{
  TO_BODY,
  TO_NOTE,
  TO_LABEL,
  TO_TITLE,
  TO_AUTHOR,
  TO_FONTS,
  TO_NOWHERE
} Target;

/* What a group has of its own. */
typedef struct
{
  Target      target;
  const char *charset; /* interned */
  int         n_unicode_skip;
  gboolean    is_hidden;
  gboolean    is_deleted;
  gboolean    is_in_table;
  gboolean    is_created; /* \yr, \mo, \dy are of the date of creation */
} State;

typedef struct
{
  const char         *p, *end;
  GArray             *states;
  State               now;
  GString            *bytes;   /* in the charset of now, not yet decoded */
  GString            *run;     /* decoded, not yet written */
  PostilArticleLines *out;
  PostilArticleLines  notes;
  GString            *label, *title, *author;
  GHashTable         *fonts;   /* number → charset */
  const char         *charset; /* of the document */
  guint               font;    /* that the table of fonts is at */
  int                 n_skip;  /* characters that stand for the \u before them */
  gunichar            surrogate;
  guint               n_notes, year, month, day;
  gboolean            ends_paragraph, is_list, was_list, was_in_table, is_marked; /* \* */
} Reader;

static void
begin_paragraph (Reader *self)
{
  gboolean is_tight = (self->is_list && self->was_list) || (self->now.is_in_table && self->was_in_table);

  postil_article_lines_break (self->out, is_tight ? 1 : 2);
  self->ends_paragraph = FALSE;
  self->was_list = FALSE;
}

static void
write_body (Reader     *self,
            const char *text,
            gsize       length)
{
  if (self->ends_paragraph && strspn (text, " \t") < length)
    begin_paragraph (self);
  postil_article_lines_append (self->out, text, (gssize) length);
  self->was_in_table = self->now.is_in_table;
}

static void
decode_bytes (Reader *self)
{
  if (self->bytes->len == 0)
    return;
  if (self->now.charset == NULL ||
      !postil_charset_append (self->run, self->bytes->str, self->bytes->len, self->now.charset))
    if (!postil_charset_append (self->run, self->bytes->str, self->bytes->len, "windows-1252"))
      for (gsize i = 0; i < self->bytes->len; i++)
        g_string_append_unichar (self->run, (guint8) self->bytes->str[i] < 0x80 ? (guint8) self->bytes->str[i] : 0xfffd);
  g_string_truncate (self->bytes, 0);
}

static void
flush (Reader *self)
{
  decode_bytes (self);
  if (self->run->len == 0)
    return;
  switch (self->now.target)
    {
    case TO_BODY:
      write_body (self, self->run->str, self->run->len);
      break;
    case TO_NOTE:
      postil_article_lines_append (&self->notes, self->run->str, (gssize) self->run->len);
      break;
    case TO_LABEL:
      g_string_append_len (self->label, self->run->str, (gssize) self->run->len);
      break;
    case TO_TITLE:
      g_string_append_len (self->title, self->run->str, (gssize) self->run->len);
      break;
    case TO_AUTHOR:
      g_string_append_len (self->author, self->run->str, (gssize) self->run->len);
      break;
    case TO_FONTS:
    case TO_NOWHERE:
      break;
    }
  g_string_truncate (self->run, 0);
}

static gboolean
is_shown (Reader *self)
{
  return !self->now.is_hidden && !self->now.is_deleted && self->now.target != TO_NOWHERE && self->now.target != TO_FONTS;
}

static void
add_character (Reader  *self,
               gunichar c)
{
  if (self->n_skip > 0)
    {
      self->n_skip--;
      return;
    }
  if (!is_shown (self))
    return;
  decode_bytes (self);
  g_string_append_unichar (self->run, c);
}

static void
add_byte (Reader *self,
          char    byte)
{
  if (self->n_skip > 0)
    self->n_skip--;
  else if (is_shown (self) && byte != '\0')
    g_string_append_c (self->bytes, byte);
}

/* \u is a signed 16-bit number; two make a character beyond the BMP. */
static void
add_unicode (Reader *self,
             int     parameter)
{
  gunichar c = (gunichar) (parameter < 0 ? parameter + 0x10000 : parameter);

  self->n_skip = 0;
  if (c >= 0xd800 && c < 0xdc00)
    self->surrogate = c;
  else if (c >= 0xdc00 && c < 0xe000)
    {
      if (self->surrogate != 0)
        add_character (self, 0x10000 + ((self->surrogate - 0xd800) << 10) + (c - 0xdc00));
      self->surrogate = 0;
    }
  else if (c != 0 && g_unichar_validate (c))
    {
      /* Those of symbol fonts are in the private use area. */
      if (c >= 0xf020 && c <= 0xf0ff)
        c = 0x2022;
      add_character (self, c);
    }
  self->n_skip = self->now.n_unicode_skip;
}

static void
end_paragraph (Reader *self)
{
  flush (self);
  if (self->now.target == TO_NOTE)
    postil_article_lines_break (&self->notes, 1);
  if (self->now.target != TO_BODY)
    return;
  self->ends_paragraph = TRUE;
  self->was_list = self->is_list;
  self->is_list = FALSE;
}

/* A label without a letter or digit is a bullet. */
static void
write_label (Reader *self)
{
  gboolean is_number = FALSE;

  for (const char *p = self->label->str; *p != '\0'; p = g_utf8_next_char (p))
    is_number |= g_unichar_isalnum (g_utf8_get_char (p));
  self->is_list = TRUE;
  if (is_number && is_shown (self) && self->now.target == TO_BODY)
    {
      write_body (self, self->label->str, self->label->len);
      postil_article_lines_append (self->out, " ", 1);
    }
  g_string_truncate (self->label, 0);
}

static void
begin_note (Reader *self)
{
  g_autofree char *mark = NULL;

  if (!is_shown (self))
    return;
  flush (self);
  mark = g_strdup_printf ("[%u]", ++self->n_notes);
  if (self->now.target == TO_BODY)
    write_body (self, mark, strlen (mark));
  postil_article_lines_break (&self->notes, 1);
  postil_article_lines_append (&self->notes, mark, -1);
  postil_article_lines_append (&self->notes, " ", 1);
  self->now.target = TO_NOTE;
}

static void
set_target (Reader *self,
            Target  target)
{
  flush (self);
  self->now.target = target;
}

static void
set_charset (Reader     *self,
             const char *charset)
{
  decode_bytes (self);
  self->now.charset = charset != NULL ? charset : self->charset;
}

/* Of the group around, for what may stand in one that is skipped. */
static Target
get_outer_target (Reader *self,
                  guint   n_levels)
{
  return self->states->len >= n_levels ? g_array_index (self->states, State, self->states->len - n_levels).target : TO_BODY;
}

static void
do_font (Reader         *self,
         PostilRtfAction action,
         guint           parameter)
{
  const char *charset = NULL;

  if (action == POSTIL_RTF_FONT && self->now.target == TO_FONTS)
    self->font = parameter;
  else if (action == POSTIL_RTF_FONT)
    set_charset (self, g_hash_table_lookup (self->fonts, GUINT_TO_POINTER (parameter)));
  else if (self->now.target == TO_FONTS)
    {
      charset = action == POSTIL_RTF_FONT_CHARSET ? postil_rtf_charset_of_font (parameter) : postil_rtf_charset_of_page (parameter);
      if (charset != NULL)
        g_hash_table_insert (self->fonts, GUINT_TO_POINTER (self->font), (gpointer) charset);
    }
}

static void
do_table (Reader         *self,
          PostilRtfAction action)
{
  if (action == POSTIL_RTF_IN_TABLE || action == POSTIL_RTF_PARD)
    {
      flush (self);
      self->now.is_in_table = action == POSTIL_RTF_IN_TABLE;
      return;
    }
  flush (self);
  if (self->now.target != TO_BODY)
    return;
  if (action == POSTIL_RTF_CELL)
    postil_article_lines_tab (self->out);
  else
    {
      self->out->wants_tab = FALSE;
      self->ends_paragraph = TRUE;
    }
}

static void
do_group (Reader         *self,
          PostilRtfAction action)
{
  Target outer = self->now.target;

  switch ((int) action)
    {
    case POSTIL_RTF_SKIPPED:
    case POSTIL_RTF_UPR:
      set_target (self, TO_NOWHERE);
      break;
    case POSTIL_RTF_UD:
      /* {\upr{ANSI}{\*\ud{Unicode}}}: what stands around \upr. */
      set_target (self, get_outer_target (self, 2));
      break;
    case POSTIL_RTF_FONTS:
      set_target (self, TO_FONTS);
      break;
    case POSTIL_RTF_LABEL:
      if (outer == TO_BODY)
        set_target (self, TO_LABEL);
      break;
    case POSTIL_RTF_TITLE:
      set_target (self, TO_TITLE);
      break;
    case POSTIL_RTF_AUTHOR:
      set_target (self, TO_AUTHOR);
      break;
    case POSTIL_RTF_CREATED:
      self->now.is_created = TRUE;
      break;
    default:
      break;
    }
}

static void
set_page (Reader *self,
          guint   page)
{
  const char *charset = postil_rtf_charset_of_page (page);

  if (charset == NULL)
    return;
  self->charset = charset;
  set_charset (self, NULL);
}

static void
do_style (Reader         *self,
          PostilRtfAction action,
          gboolean        is_on)
{
  flush (self);
  if (action == POSTIL_RTF_HIDDEN)
    self->now.is_hidden = is_on;
  else if (action == POSTIL_RTF_DELETED)
    self->now.is_deleted = is_on;
  else
    self->now.is_hidden = self->now.is_deleted = FALSE;
}

static void
do_word (Reader     *self,
         const char *word,
         gboolean    has_parameter,
         int         parameter)
{
  gunichar value;
  PostilRtfAction action = postil_rtf_find_action (word, &value);
  gboolean is_marked = self->is_marked;
  guint number = (guint) MAX (parameter, 0);

  self->is_marked = FALSE;
  switch (action)
    {
    case POSTIL_RTF_IGNORED:
      if (is_marked)
        set_target (self, TO_NOWHERE);
      break;
    case POSTIL_RTF_SKIPPED:
    case POSTIL_RTF_UPR:
    case POSTIL_RTF_UD:
    case POSTIL_RTF_FONTS:
    case POSTIL_RTF_LABEL:
    case POSTIL_RTF_TITLE:
    case POSTIL_RTF_AUTHOR:
    case POSTIL_RTF_CREATED:
      do_group (self, action);
      break;
    case POSTIL_RTF_SHAPE:
      break;
    case POSTIL_RTF_NOTE:
      begin_note (self);
      break;
    case POSTIL_RTF_CHARACTER:
      add_character (self, value);
      break;
    case POSTIL_RTF_PARAGRAPH:
      if (is_shown (self))
        end_paragraph (self);
      break;
    case POSTIL_RTF_LINE:
      flush (self);
      if (self->now.target == TO_BODY && is_shown (self))
        postil_article_lines_add_break (self->out);
      break;
    case POSTIL_RTF_CELL:
    case POSTIL_RTF_ROW:
    case POSTIL_RTF_IN_TABLE:
    case POSTIL_RTF_PARD:
      do_table (self, action);
      break;
    case POSTIL_RTF_PLAIN:
    case POSTIL_RTF_HIDDEN:
    case POSTIL_RTF_DELETED:
      do_style (self, action, !has_parameter || parameter != 0);
      break;
    case POSTIL_RTF_UNICODE:
      add_unicode (self, parameter >= -0x8000 && parameter <= 0xffff ? parameter : 0);
      break;
    case POSTIL_RTF_UNICODE_SKIP:
      self->now.n_unicode_skip = CLAMP (parameter, 0, MAX_SKIP);
      break;
    case POSTIL_RTF_BINARY:
      self->p += MIN ((gsize) number, (gsize) (self->end - self->p));
      break;
    case POSTIL_RTF_FONT:
    case POSTIL_RTF_FONT_CHARSET:
    case POSTIL_RTF_FONT_PAGE:
      do_font (self, action, number);
      break;
    case POSTIL_RTF_PAGE:
    case POSTIL_RTF_PAGE_IS:
      set_page (self, action == POSTIL_RTF_PAGE ? number : value);
      break;
    case POSTIL_RTF_YEAR:
    case POSTIL_RTF_MONTH:
    case POSTIL_RTF_DAY:
      if (self->now.is_created)
        *(action == POSTIL_RTF_YEAR ? &self->year : action == POSTIL_RTF_MONTH ? &self->month : &self->day) = number;
      break;
    }
}

/* Behind a backslash that a letter follows. */
static void
read_word (Reader *self)
{
  char word[MAX_WORD + 1];
  gsize length = 0;
  gboolean is_negative = FALSE, has_parameter = FALSE;
  gint64 parameter = 0;

  for (; self->p < self->end && g_ascii_isalpha (*self->p); self->p++)
    if (length < MAX_WORD)
      word[length++] = *self->p;
  word[length] = '\0';
  if (self->p + 1 < self->end && *self->p == '-' && g_ascii_isdigit (self->p[1]))
    {
      is_negative = TRUE;
      self->p++;
    }
  for (; self->p < self->end && g_ascii_isdigit (*self->p); self->p++)
    {
      has_parameter = TRUE;
      parameter = MIN (parameter * 10 + (*self->p - '0'), G_MAXINT32);
    }
  if (self->p < self->end && *self->p == ' ')
    self->p++;
  do_word (self, word, has_parameter, (int) (is_negative ? -parameter : parameter));
}

static void
read_symbol (Reader *self)
{
  char symbol = *self->p++;

  switch (symbol)
    {
    case '\'':
      if (self->end - self->p >= 2 && g_ascii_isxdigit (self->p[0]) && g_ascii_isxdigit (self->p[1]))
        {
          add_byte (self, (char) (g_ascii_xdigit_value (self->p[0]) * 16 + g_ascii_xdigit_value (self->p[1])));
          self->p += 2;
        }
      break;
    case '*':
      self->is_marked = TRUE;
      break;
    case '~':
      add_character (self, ' ');
      break;
    case '_':
      add_character (self, '-');
      break;
    case '\n':
    case '\r':
      do_word (self, "par", FALSE, 0);
      break;
    case '\\':
    case '{':
    case '}':
      add_byte (self, symbol);
      break;
    default:
      break;
    }
}

static gboolean
begin_group (Reader  *self,
             GError **error)
{
  flush (self);
  self->n_skip = 0;
  self->is_marked = FALSE;
  if (self->states->len >= MAX_DEPTH)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                           _("The document’s groups are nested far deeper than those of any article; it is not read."));
      return FALSE;
    }
  g_array_append_val (self->states, self->now);
  return TRUE;
}

static void
end_group (Reader *self)
{
  Target target = self->now.target;

  flush (self);
  self->n_skip = 0;
  self->now = g_array_index (self->states, State, self->states->len - 1);
  g_array_set_size (self->states, self->states->len - 1);
  if (target == TO_LABEL && self->now.target != TO_LABEL)
    write_label (self);
}

static gboolean
read_groups (Reader  *self,
             GError **error)
{
  while (self->p < self->end)
    {
      char c = *self->p++;

      if (c == '{' && !begin_group (self, error))
        return FALSE;
      else if (c == '}')
        {
          end_group (self);
          if (self->states->len == 0)
            return TRUE;
        }
      else if (c == '\\' && self->p < self->end && g_ascii_isalpha (*self->p))
        read_word (self);
      else if (c == '\\' && self->p < self->end)
        read_symbol (self);
      else if (c != '\\' && c != '{' && c != '\n' && c != '\r')
        add_byte (self, c);
    }
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                       _("The document is cut off: its end is missing. Copy or download it again."));
  return FALSE;
}

static void
finish (Reader            *self,
        PostilArticleMeta *meta)
{
  g_autofree char *date = g_strdup_printf ("%04u-%02u-%02u", MIN (self->year, 9999), MIN (self->month, 99), MIN (self->day, 99));

  postil_article_meta_set (&meta->title, self->title->str);
  postil_article_meta_set (&meta->author, self->author->str);
  postil_article_meta_set_date (&meta->date, date);
  if (self->notes.text->len == 0)
    return;
  postil_article_lines_break (self->out, 2);
  postil_article_lines_append_preformatted (self->out, self->notes.text->str, -1);
}

static gsize
skip_space (const PostilArticleInput *input)
{
  gsize i = 0;

  while (i < input->length && i < 64 && (g_ascii_isspace (input->data[i]) || (guint8) input->data[i] >= 0x80))
    i++;
  return i;
}

static guint
sniff_rtf (const PostilArticleInput *input)
{
  gsize start = skip_space (input);

  return input->length - start >= 5 && memcmp (input->data + start, "{\\rtf", 5) == 0 ? 95 : 0;
}

static gboolean
read_rtf (const PostilArticleInput *input,
          PostilArticleLines       *out,
          PostilArticleMeta        *meta,
          GError                  **error)
{
  Reader self = { .p = input->data + skip_space (input), .end = input->data + input->length, .out = out,
                  .charset = "windows-1252", .now = { .charset = "windows-1252", .n_unicode_skip = 1 } };
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (State));
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (GString) run = g_string_new (NULL);
  g_autoptr (GString) label = g_string_new (NULL);
  g_autoptr (GString) title = g_string_new (NULL);
  g_autoptr (GString) author = g_string_new (NULL);
  g_autoptr (GHashTable) fonts = g_hash_table_new (NULL, NULL);
  gboolean is_read;

  self.states = states;
  self.bytes = bytes;
  self.run = run;
  self.label = label;
  self.title = title;
  self.author = author;
  self.fonts = fonts;
  postil_article_lines_init (&self.notes);
  is_read = read_groups (&self, error);
  if (is_read)
    finish (&self, meta);
  postil_article_lines_clear (&self.notes);
  return is_read;
}

const PostilArticleReader postil_article_rtf = {
  .kind = "rtf",
  .sniff = sniff_rtf,
  .read = read_rtf,
};
