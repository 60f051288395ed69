/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* WebAnno's TSV 3 as a CAS. The text is put together from its sentences as WebAnno itself does;
 * each token says what stands at its place, which tells whether offsets are UTF-16 units, as
 * they should be, or code points. Any thread. */

#include "config.h"

#include "exchange/postil-webanno-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"

#define FORMAT "#FORMAT=WebAnno TSV "

static void
unit_free (gpointer data)
{
  PostilWebannoUnit *self = data;

  g_free (self->id);
  g_free (self->form);
  g_ptr_array_unref (self->marks);
  g_free (self);
}

static void
sentence_free (gpointer data)
{
  PostilWebannoSentence *self = data;

  g_free (self->text);
  g_free (self);
}

/* Up to version 3.1 as Java writes strings. */
static char *
unescape (PostilWebanno *self,
          const char    *text)
{
  static const char from[] = "tnrfb";
  static const char to[] = "\t\n\r\f\b";
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    {
      const char *known = *p == '\\' && p[1] != '\0' ? strchr (from, p[1]) : NULL;
      g_autofree char *hex = *p == '\\' && p[1] == 'u' && self->minor < 2 ? g_strndup (p + 2, 4) : NULL;
      guint64 number = 0;

      if (known != NULL)
        g_string_append_c (out, to[known - from]);
      else if (hex != NULL && strlen (hex) == 4 && g_ascii_string_to_unsigned (hex, 16, 1, 0xffff, &number, NULL)
               && g_unichar_validate ((gunichar) number))
        g_string_append_unichar (out, (gunichar) number);
      else if (*p == '\\' && (p[1] == '\\' || (p[1] > 0 && p[1] < ' ')))
        g_string_append_c (out, p[1]);
      else
        {
          g_string_append_c (out, *p);
          continue;
        }
      p += number > 0 ? 5 : 1;
    }
  return g_strdup (out->str);
}

/* "ROLE_webanno.custom.Host:links_webanno.custom.LinkType" */
static void
parse_role (PostilWebanno       *self,
            const char          *text,
            PostilWebannoColumn *column)
{
  const char *colon = strchr (text, ':');
  const char *start = colon != NULL ? colon + 1 : text;
  const char *end = start;
  g_autofree char *feature = NULL;

  while ((end = strchr (end, '_')) != NULL && strchr (end, '.') == NULL)
    end++;
  feature = end != NULL ? g_strndup (start, (gsize) (end - start)) : g_strdup (start);
  column->kind = POSTIL_WEBANNO_ROLE;
  column->feature = postil_cas_intern (self->cas, feature);
  column->target = postil_cas_intern (self->cas, end != NULL && end[1] != '\0' ? end + 1 : "webanno.custom.Link");
}

static void
add_column (PostilWebanno *self,
            const char    *type,
            char           layer,
            const char    *text)
{
  PostilWebannoColumn column = { .is_relation = layer == 'R', .is_chain = layer == 'C' };
  const PostilWebannoColumn *before = self->columns->len > 0
    ? &g_array_index (self->columns, PostilWebannoColumn, self->columns->len - 1) : NULL;

  column.type = postil_cas_intern (self->cas, type);
  column.feature = postil_cas_intern (self->cas, text != NULL ? text : "");
  column.kind = text == NULL ? POSTIL_WEBANNO_PLACEHOLDER : POSTIL_WEBANNO_PRIMITIVE;
  if (text != NULL && layer == 'S' && g_str_has_prefix (text, "ROLE_"))
    parse_role (self, text + strlen ("ROLE_"), &column);
  else if (text != NULL && layer == 'S' && before != NULL && before->kind == POSTIL_WEBANNO_ROLE && before->type == column.type)
    {
      column.kind = POSTIL_WEBANNO_TARGET;
      column.feature = before->feature;
      column.target = postil_cas_intern (self->cas, text);
    }
  else if (text != NULL && layer == 'R' && g_str_has_prefix (text, "BT_"))
    {
      column.kind = POSTIL_WEBANNO_REF;
      column.target = postil_cas_intern (self->cas, text + strlen ("BT_"));
    }
  else if (text != NULL && layer == 'C')
    column.kind = strcmp (text, "referenceRelation") == 0 ? POSTIL_WEBANNO_CHAIN_LINK : POSTIL_WEBANNO_CHAIN_TYPE;
  g_array_append_val (self->columns, column);
}

/* "#T_SP=webanno.custom.Stance|holder|label"; FALSE where it is none. */
static gboolean
read_layer (PostilWebanno *self,
            const char    *line)
{
  g_auto (GStrv) fields = NULL;
  guint n = 0;

  if (!g_str_has_prefix (line, "#T_SP=") && !g_str_has_prefix (line, "#T_CH=") && !g_str_has_prefix (line, "#T_RL="))
    return FALSE;
  fields = g_strsplit (line + strlen ("#T_SP="), "|", -1);
  for (guint i = 1; fields[0] != NULL && fields[i] != NULL; i++)
    if (fields[i][0] != '\0')
      {
        add_column (self, fields[0], line[3], fields[i]);
        n++;
      }
  if (n == 0 && fields[0] != NULL)
    add_column (self, fields[0], line[3], NULL);
  return TRUE;
}

static gboolean
parse_offsets (const char *text,
               guint32    *begin,
               guint32    *end)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 2);

  return parts[0] != NULL && parts[1] != NULL && postil_cas_parse_id (parts[0], begin)
         && postil_cas_parse_id (parts[1], end) && *begin <= *end;
}

static void
add_sentence (PostilWebanno *self,
              GString       *text,
              guint32        begin,
              guint          line)
{
  PostilWebannoSentence *sentence = g_new0 (PostilWebannoSentence, 1);

  sentence->text = g_strdup (text->str);
  sentence->begin = begin;
  sentence->line = line;
  g_ptr_array_add (self->sentences, sentence);
  g_string_truncate (text, 0);
}

static void
read_token (PostilWebanno *self,
            char          *line,
            guint          n_line,
            GString       *text)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  guint n = g_strv_length (fields);
  PostilWebannoUnit *unit;
  guint32 begin = 0, end = 0;
  gboolean has_place = n >= 3 && parse_offsets (fields[1], &begin, &end);

  if (!has_place || n < self->columns->len + 3)
    {
      postil_report_add (self->errors, self->file, n_line, "malformed", n > 0 ? fields[0] : NULL,
                         _("This line is no token with its offsets and %u more columns, so it was left out."),
                         self->columns->len);
      if (!has_place)
        return;
    }
  if (text->len > 0)
    add_sentence (self, text, begin, n_line);
  unit = g_new0 (PostilWebannoUnit, 1);
  unit->id = g_strdup (fields[0]);
  unit->begin = begin;
  unit->end = end;
  unit->line = n_line;
  unit->marks = g_ptr_array_new ();
  g_ptr_array_add (self->units, unit);
  if (strchr (unit->id, '.') == NULL)
    {
      unit->form = unescape (self, fields[2]);
      unit->token = postil_webanno_add_mark (self, unit, POSTIL_CAS_TOKEN);
    }
  if (!g_hash_table_contains (self->by_id, unit->id))
    g_hash_table_insert (self->by_id, unit->id, unit);
  if (n >= self->columns->len + 3)
    postil_webanno_read_cells (self, unit, fields + 3);
}

static void
read_lines (PostilWebanno *self,
            char          *rest,
            guint          n_line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean in_header = TRUE;
  char *line;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      gsize n = strlen (line);

      n_line++;
      if (n > 0 && line[n - 1] == '\r')
        line[n - 1] = '\0';
      if (in_header && read_layer (self, line))
        continue;
      if (line[0] != '\0')
        in_header = FALSE;
      if (g_str_has_prefix (line, "#Text="))
        {
          g_autofree char *part = unescape (self, line + strlen ("#Text="));

          g_string_append_printf (text, "%s\n", part);
        }
      else if (line[0] != '\0' && line[0] != '#')
        read_token (self, line, n_line, text);
    }
}

static guint
count_units (const char *text,
             PostilUnit  unit)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += unit == POSTIL_UNIT_UTF16 && g_utf8_get_char (p) > 0xffff ? 2 : 1;
  return n;
}

/* As WebAnno does: what was between two sentences is not known, but for its length. */
static GString *
dup_text (PostilWebanno *self,
          PostilUnit     unit)
{
  GString *out = g_string_new (NULL);
  guint n = 0;
  guint n_gaps = 0;

  for (guint i = 0; i < self->sentences->len; i++)
    {
      const PostilWebannoSentence *sentence = self->sentences->pdata[i];

      if (n == sentence->begin + 1 && out->len > 0 && out->str[out->len - 1] == '\n')
        {
          g_string_truncate (out, out->len - 1);
          n--;
        }
      for (; n < sentence->begin && n_gaps < self->max_gaps; n++, n_gaps++)
        g_string_append_c (out, ' ');
      g_string_append (out, sentence->text);
      n += count_units (sentence->text, unit);
    }
  return out;
}

/* CR are letters here, as they are in the offsets. NULL where it is too large. */
static PostilText *
dup_counted (GString *raw)
{
  g_autoptr (GString) plain = g_string_new_len (raw->str, (gssize) raw->len);

  for (gsize i = 0; i < plain->len; i++)
    if (plain->str[i] == '\r')
      plain->str[i] = '\v';
  return postil_text_new_from_utf8 (plain->str, (gssize) plain->len, NULL);
}

static guint32
to_char (PostilText *text,
         PostilUnit  unit,
         guint32     offset)
{
  guint index;

  if (unit == POSTIL_UNIT_CODE_POINT)
    return offset <= postil_text_get_n_chars (text) ? offset : G_MAXUINT32;
  return postil_text_utf16_to_char (text, offset, &index) ? index : G_MAXUINT32;
}

/* The tokens that do not stand at their places, which are listed where @tells. */
static guint
count_misfits (PostilWebanno *self,
               PostilText    *text,
               PostilUnit     unit,
               gboolean       tells)
{
  guint n = 0;

  for (guint i = 0; text != NULL && i < self->units->len; i++)
    {
      const PostilWebannoUnit *token = self->units->pdata[i];
      PostilSpan span = { to_char (text, unit, token->begin), to_char (text, unit, token->end) };
      gsize length = 0;
      const char *found = span.start <= span.end && postil_text_contains (text, span)
                          ? postil_text_peek_slice (text, span, &length) : NULL;

      if (token->form == NULL || (found != NULL && strlen (token->form) == length && memcmp (found, token->form, length) == 0))
        continue;
      n++;
      if (tells)
        postil_report_add (self->errors, self->file, token->line, "quote-mismatch", token->id,
                           _("The token “%s” does not stand at its place in the text; what was marked on it was put there all the same."),
                           token->form);
    }
  return n;
}

/* UTF-16, unless more tokens stand where they should by code points. */
static PostilUnit
find_unit (PostilWebanno *self)
{
  g_autoptr (GString) by_utf16 = dup_text (self, POSTIL_UNIT_UTF16);
  g_autoptr (PostilText) text = dup_counted (by_utf16);
  g_autoptr (GString) by_char = NULL;
  g_autoptr (PostilText) other = NULL;
  guint n = count_misfits (self, text, POSTIL_UNIT_UTF16, FALSE);

  if (n == 0)
    return POSTIL_UNIT_UTF16;
  by_char = dup_text (self, POSTIL_UNIT_CODE_POINT);
  other = dup_counted (by_char);
  if (other == NULL || count_misfits (self, other, POSTIL_UNIT_CODE_POINT, FALSE) >= n)
    return POSTIL_UNIT_UTF16;
  postil_report_add (self->losses, self->file, 0, "dialect", NULL,
                     _("The offsets fit the tokens only when counted in code points, not in UTF-16 units as the format says, so they were."));
  return POSTIL_UNIT_CODE_POINT;
}

/* What is outside stays outside. */
static guint32
to_utf16 (PostilText *text,
          PostilUnit  unit,
          guint32     offset)
{
  if (unit == POSTIL_UNIT_UTF16)
    return offset;
  return text != NULL && offset <= postil_text_get_n_chars (text) ? postil_text_char_to_utf16 (text, offset) : G_MAXINT32;
}

static void
place_marks (PostilWebanno *self)
{
  PostilUnit unit = find_unit (self);
  g_autoptr (GString) raw = dup_text (self, unit);
  g_autoptr (PostilText) text = dup_counted (raw);
  PostilCasFs *sofa = postil_cas_lookup (self->cas, self->sofa);

  count_misfits (self, text, unit, TRUE);
  postil_cas_add_text (self->cas, sofa, "sofaString", raw->str);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PostilWebannoMark *mark = self->marks->pdata[i];

      postil_cas_add_uint (self->cas, mark->fs, "begin", to_utf16 (text, unit, mark->begin));
      postil_cas_add_uint (self->cas, mark->fs, "end", to_utf16 (text, unit, mark->end));
    }
}

static gboolean
read_format (PostilWebanno *self,
             char         **rest,
             GError       **error)
{
  const char *line = strsep (rest, "\n");

  if (g_str_has_prefix (line, FORMAT "3."))
    {
      self->minor = (guint) g_ascii_strtoull (line + strlen (FORMAT "3."), NULL, 10);
      return TRUE;
    }
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("This is no WebAnno TSV of version 3: its first line does not say so. Other versions can be converted by INCEpTION."));
  return FALSE;
}

gboolean
postil_cas_read_webanno (PostilCas    *cas,
                         const char   *file,
                         GBytes       *bytes,
                         PostilReport *losses,
                         PostilReport *errors,
                         GError      **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (PostilWebannoColumn));
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (unit_free);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (sentence_free);
  g_autoptr (GPtrArray) later = g_ptr_array_new ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) numbered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) chains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PostilWebanno self = { .cas = cas, .file = file, .losses = losses, .errors = errors, .next_id = 2, .sofa = 1,
                         .columns = columns, .marks = marks, .units = units, .by_id = by_id, .numbered = numbered,
                         .chains = chains, .sentences = sentences, .later = later };
  g_autofree char *data = NULL;
  PostilCasFs *sofa;
  char *rest;
  gsize length;

  g_return_val_if_fail (cas != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  data = postil_row_dup_utf8 (bytes, &length, NULL, error);
  rest = data;
  self.max_gaps = (guint) MIN (length, G_MAXUINT / 8) * 4;
  if (data == NULL || !read_format (&self, &rest, error))
    return FALSE;
  sofa = postil_cas_add (cas, 1, POSTIL_CAS_SOFA, 0);
  postil_cas_add_text (cas, sofa, "sofaID", "_InitialView");
  if (rest != NULL)
    read_lines (&self, rest, 1);
  postil_webanno_settle (&self);
  place_marks (&self);
  return TRUE;
}
