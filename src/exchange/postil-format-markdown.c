/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* markdown: one note to read and to go on writing in, for programs that take notes. The text
 * with its passages ==highlighted==, and a footnote where each ends, which says its code,
 * quote, attributes, note and links; at the end the codes with their counts. What people wrote
 * is escaped: it is never markup. Streams an article at a time. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "exchange/postil-article-list.h"
#include "exchange/postil-passages.h"

#define ALWAYS_ESCAPED "\\`*_[]<>|~$&^#"

static const char *const extensions[] = { "md", "markdown", NULL };

typedef struct
{
  PostilExportOptions  options;
  PostilCodebook      *codebook;
  GString             *out;
  guint                n_articles;
  GHashTable          *counts; /* code → how often */
} Note;

/* One article while it is written. */
typedef struct
{
  Note           *note;
  PostilText     *text;
  PostilCodebook *codebook;
  GArray         *passages;
  guint           n_ended;    /* passages whose footnote stands, by their end */
  GPtrArray      *by_end;     /* (element-type PostilPassage) */
  gboolean        is_in_line;
  gboolean        is_marked;
  gboolean        is_in_list; /* of the footnote at hand */
} Body;

/* As text on one line; where @is_line_start, also what would begin a list, a heading… there. */
static void
append_escaped (GString    *out,
                const char *text,
                gssize      length,
                gboolean    is_line_start)
{
  const char *end = length < 0 ? text + strlen (text) : text + length;
  const char *at = text;

  while (is_line_start && at < end && (*at == ' ' || *at == '\t'))
    at++;
  if (is_line_start && at < end && strchr ("+-=", *at) != NULL)
    g_string_append_c (out, '\\');
  for (const char *digits = at; is_line_start && at < end; at++)
    {
      if (g_ascii_isdigit (*at))
        {
          g_string_append_c (out, *at);
          continue;
        }
      if (at > digits && (*at == '.' || *at == ')'))
        g_string_append_c (out, '\\');
      break;
    }
  for (; at < end; at++)
    {
      if (strchr (ALWAYS_ESCAPED, *at) != NULL || (*at == '=' && at + 1 < end && at[1] == '=')
          || (*at == '!' && at + 1 < end && at[1] == '['))
        g_string_append_c (out, '\\');
      if (*at == '\n' || *at == '\r' || *at == '\t')
        g_string_append_c (out, ' ');
      else if ((guchar) *at < ' ' || *at == 0x7f)
        g_string_append (out, "\xef\xbf\xbd");
      else
        g_string_append_c (out, *at);
    }
}

static void
append_text (GString    *out,
             const char *text)
{
  append_escaped (out, text, -1, FALSE);
}

static gboolean
flush (Note    *self,
       GError **error)
{
  gboolean is_done = self->options.emit (NULL, self->out->str, self->out->len, self->options.emit_data, error);

  g_string_truncate (self->out, 0);
  return is_done;
}

static void
note_free (gpointer data)
{
  Note *self = data;

  postil_codebook_unref (self->codebook);
  g_hash_table_unref (self->counts);
  g_string_free (self->out, TRUE);
  g_free (self);
}

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Note *self = g_new0 (Note, 1);

  self->options = *options;
  self->codebook = options->codebook != NULL ? postil_codebook_ref (options->codebook) : postil_codebook_new_builtin ();
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->out = g_string_new ("# ");
  append_text (self->out, options->title != NULL ? options->title : _("Annotations"));
  g_string_append (self->out, "\n\n");
  return self;
}

static void
append_reference (Body                *self,
                  const PostilPassage *passage)
{
  g_string_append_printf (self->note->out, "[^%u-%u]", self->note->n_articles, passage->number);
}

/* Highlighting must not begin or end with a space. */
static void
begin_mark (Body *self)
{
  g_string_append (self->note->out, "==");
  self->is_marked = TRUE;
}

static void
end_mark (Body *self)
{
  GString *out = self->note->out;
  gsize length = out->len;

  if (!self->is_marked)
    return;
  while (length > 0 && (out->str[length - 1] == ' ' || out->str[length - 1] == '\t'))
    length--;
  g_string_insert (out, (gssize) length, "==");
  self->is_marked = FALSE;
}

/* The footnotes of what ends up to @char_offset. */
static void
append_references (Body *self,
                   guint char_offset)
{
  for (; self->n_ended < self->by_end->len; self->n_ended++)
    {
      const PostilPassage *passage = g_ptr_array_index (self->by_end, self->n_ended);

      if (passage->shown.end > char_offset)
        break;
      append_reference (self, passage);
    }
}

static void
stretch_cb (const PostilStretch *stretch,
            gpointer             user_data)
{
  Body *self = user_data;
  GString *out = self->note->out;
  gsize length;
  const char *slice;
  gsize n_spaces = 0;

  if (stretch->is_line_end)
    {
      end_mark (self);
      if (self->is_in_line)
        g_string_append (out, "\n\n");
      self->is_in_line = FALSE;
      return;
    }
  if (stretch->n_passages == 0)
    end_mark (self);
  slice = postil_text_peek_slice (self->text, stretch->span, &length);
  while (stretch->n_passages > 0 && !self->is_marked && n_spaces < length && g_ascii_isspace (slice[n_spaces]))
    n_spaces++;
  if (n_spaces > 0 && self->is_in_line)
    g_string_append_c (out, ' ');
  if (stretch->n_passages > 0 && !self->is_marked && n_spaces < length)
    begin_mark (self);
  append_escaped (out, slice + n_spaces, (gssize) (length - n_spaces), !self->is_in_line);
  self->is_in_line = TRUE;
  append_references (self, stretch->span.end);
}

static void
begin_item (Body *self)
{
  g_string_append (self->note->out, self->is_in_list ? "\n    - " : "\n\n    - ");
  self->is_in_list = TRUE;
}

static void
append_links (Body                *self,
              const PostilPassage *passage)
{
  const char *id = postil_annotation_get_id (passage->annotation);
  g_autoptr (GPtrArray) links = postil_layer_dup_links_of (passage->layer, id);

  for (guint i = 0; i < links->len; i++)
    {
      PostilLink *link = links->pdata[i];
      const PostilLinkDef *def = postil_codebook_lookup_link (self->codebook, postil_link_get_kind (link));
      guint number;

      if (strcmp (postil_link_get_from (link), id) != 0)
        continue;
      number = postil_passages_find_number (self->passages, passage->layer, postil_link_get_to (link));
      begin_item (self);
      append_text (self->note->out, def != NULL && *def->shown != '\0' ? def->shown : postil_link_get_kind (link));
      g_string_append (self->note->out, " → ");
      if (number > 0)
        g_string_append_printf (self->note->out, "[^%u-%u]", self->note->n_articles, number);
      else
        append_text (self->note->out, postil_link_get_to (link));
    }
}

/* Line by line, each as far in as a footnote wants it. */
static void
append_note (Body       *self,
             const char *text)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_string_append (self->note->out, "\n\n    ");
      append_escaped (self->note->out, lines[i], -1, TRUE);
    }
}

static void
append_footnote (Body                *self,
                 const PostilPassage *passage)
{
  GString *out = self->note->out;
  const PostilLayerInfo *info = postil_layer_get_info (passage->layer);
  const char *code = postil_annotation_get_code (passage->annotation);
  g_autofree char *quote = postil_annotation_dup_quote (passage->annotation);
  guint n_attributes;
  const PostilAttribute *attributes = postil_annotation_get_attributes (passage->annotation, &n_attributes);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->note->counts, code));

  g_hash_table_replace (self->note->counts, g_strdup (code), GUINT_TO_POINTER (before + 1));
  self->is_in_list = FALSE;
  append_reference (self, passage);
  g_string_append (out, ": **");
  append_text (out, postil_codebook_show_code (self->codebook, code));
  g_string_append (out, "** (");
  append_text (out, info->coder_name != NULL ? info->coder_name : info->coder);
  g_string_append (out, "): “");
  append_text (out, quote);
  g_string_append (out, "”");
  if (!passage->has_place)
    g_string_append_printf (out, " *%s*", _("No longer found in the text"));
  if (postil_annotation_is_unsure (passage->annotation))
    g_string_append_printf (out, " *%s*", _("Unsure"));
  append_note (self, postil_annotation_get_note (passage->annotation));
  for (guint i = 0; i < n_attributes; i++)
    {
      const PostilAttributeDef *def = postil_codebook_lookup_attribute (self->codebook, attributes[i].name);

      begin_item (self);
      append_text (out, def != NULL && *def->shown != '\0' ? def->shown : attributes[i].name);
      g_string_append (out, ": ");
      append_text (out, attributes[i].value);
    }
  append_links (self, passage);
  g_string_append (out, "\n\n");
}

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const PostilPassage *first = *(const PostilPassage *const *) a;
  const PostilPassage *second = *(const PostilPassage *const *) b;
  if (first->shown.end != second->shown.end)
    return first->shown.end < second->shown.end ? -1 : 1;
  return first->number < second->number ? -1 : first->number > second->number;
}

static void
append_record (GString                   *out,
               const PostilArticleRecord *record)
{
  static const PostilRecordField shown[] = { POSTIL_RECORD_AUTHOR, POSTIL_RECORD_PUBLISHER, POSTIL_RECORD_DATE, POSTIL_RECORD_URL };
  gboolean is_first = TRUE;

  for (guint i = 0; record != NULL && i < G_N_ELEMENTS (shown); i++)
    if (record->fields[shown[i]] != NULL && *record->fields[shown[i]] != '\0')
      {
        g_string_append (out, is_first ? "" : " · ");
        append_escaped (out, record->fields[shown[i]], -1, is_first);
        is_first = FALSE;
      }
  g_string_append (out, is_first ? "" : "\n\n");
}

static void
append_body (Body             *self,
             PostilSetArticle *article)
{
  for (guint i = 0; i < self->passages->len; i++)
    {
      const PostilPassage *passage = &g_array_index (self->passages, PostilPassage, i);

      if (passage->has_place)
        g_ptr_array_add (self->by_end, (gpointer) passage);
    }
  g_ptr_array_sort (self->by_end, compare_ends);
  if (article->text != NULL)
    postil_passages_foreach_stretch (self->passages, article->text, stretch_cb, self);
  end_mark (self);
  self->is_in_line |= self->n_ended < self->by_end->len;
  append_references (self, G_MAXUINT); /* of passages of nothing but line ends */
  if (self->is_in_line)
    g_string_append (self->note->out, "\n\n");
  for (guint i = 0; i < self->passages->len; i++)
    append_footnote (self, &g_array_index (self->passages, PostilPassage, i));
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Note *self = state;
  g_autoptr (GArray) passages = postil_passages_collect (article);
  g_autoptr (GPtrArray) by_end = g_ptr_array_new ();
  Body body = {
    .note = self,
    .text = article->text,
    .codebook = article->codebook != NULL ? article->codebook : self->codebook,
    .passages = passages,
    .by_end = by_end,
  };
  const char *title = article->record != NULL ? article->record->fields[POSTIL_RECORD_TITLE] : NULL;
  g_autofree char *path = g_utf8_make_valid (article->path, -1);

  self->n_articles++;
  g_string_append (self->out, "## ");
  append_text (self->out, title != NULL && *title != '\0' ? title : path);
  g_string_append (self->out, "\n\n");
  append_record (self->out, article->record);
  append_body (&body, article);
  postil_passages_report_losses (path, article, losses);
  return flush (self, error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_code (Note       *self,
             const char *label,
             guint       count,
             const char *definition)
{
  g_string_append (self->out, "| ");
  append_text (self->out, label);
  g_string_append_printf (self->out, " | %u | ", count);
  append_text (self->out, definition);
  g_string_append (self->out, " |\n");
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Note *self = state;
  g_autofree const char **codes = NULL;
  gboolean is_done;
  guint n;

  g_string_append_printf (self->out, "## %s\n\n| %s | %s | %s |\n| --- | ---: | --- |\n", _("Codes"), _("Code"), _("Passages"),
                          _("Definition"));
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      append_code (self, code->shown, GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, code->id)), code->definition);
      g_hash_table_remove (self->counts, code->id);
    }
  codes = (const char **) g_hash_table_get_keys_as_array (self->counts, &n);
  qsort (codes, n, sizeof *codes, compare_names);
  for (guint i = 0; i < n; i++)
    append_code (self, codes[i], GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, codes[i])), _("Not in the codebook"));
  is_done = flush (self, error);
  note_free (self);
  return is_done;
}

const PostilFormat postil_format_markdown = {
  .name = "markdown",
  .title = N_ ("Markdown note"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE,
  .cannot_hold = N_ ("Offsets, ids, times, and whether an article is done: a note is for reading, and is not read back"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = note_free,
};
