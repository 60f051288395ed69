/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* html: one self-contained page to read, print or hand out. The text with its passages, told
 * apart by underline and number and not only by colour; for each article a table of passages
 * with actors, notes and links; at the end the codes with their definitions and counts. No
 * script, nothing fetched from elsewhere, and whatever people wrote is escaped: it is never
 * markup. Streams an article at a time. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <stdarg.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-translation.h"
#include "exchange/postil-passages.h"

#define MAX_LEVELS 4 /* of underlines, one below the other */

static const char *const extensions[] = { "html", "htm", NULL };

typedef struct
{
  PostilExportOptions  options;
  PostilCodebook      *codebook;
  GString             *out;
  guint                n_articles;
  GHashTable          *counts; /* code → how often */
} Page;

static const char style[] =
  ":root{color-scheme:light dark}"
  "body{font:1.1rem/1.9 Georgia,'Noto Serif',serif;max-width:44rem;margin:2rem auto;padding:0 1rem;background:#fff;color:#222}"
  "h1,h2,h3,table,.about,nav{font-family:system-ui,'Noto Sans',sans-serif;line-height:1.4}"
  ".about{color:#555;font-size:.85rem}"
  "mark{background:none;color:inherit;border-bottom:2px solid;padding-bottom:.05em}"
  "mark.l1{padding-bottom:.25em}mark.l2{padding-bottom:.45em}mark.l3{padding-bottom:.65em}"
  "mark.p0{border-bottom-style:solid}mark.p1{border-bottom-style:dashed}mark.p2{border-bottom-style:dotted}"
  "mark.p3{border-bottom:4px double}"
  "a.r{font:600 .7em system-ui,sans-serif;vertical-align:super;text-decoration:none;color:inherit;padding:0 .15em}"
  "a.r:focus,a.r:hover{outline:2px solid}"
  ":target{outline:2px solid}"
  ".h{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
  "table{border-collapse:collapse;width:100%;font-size:.85rem;margin:1rem 0}"
  "caption{text-align:start;font-weight:600;padding:.4rem 0}"
  "th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #bbb}"
  "blockquote{margin-block:.2rem;margin-inline:1rem 0;font-style:italic}"
  "@media(prefers-color-scheme:dark){body{background:#1d1d20;color:#eee}.about{color:#aaa}th,td{border-color:#555}}"
  "@media print{body{max-width:none;margin:0;font-size:11pt}mark{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
  "article{break-after:page}tr,blockquote{break-inside:avoid}}";

/* Markup characters become references; control characters, which HTML forbids, a sign that
 * something stood there. */
static void
append_escaped (GString *out, const char *text, gssize length)
{
  const char *end = length < 0 ? text + strlen (text) : text + length;

  for (const char *at = text; at < end; at++)
    {
      guchar byte = (guchar) *at;

      if (byte == '&')
        g_string_append (out, "&amp;");
      else if (byte == '<')
        g_string_append (out, "&lt;");
      else if (byte == '>')
        g_string_append (out, "&gt;");
      else if (byte == '"')
        g_string_append (out, "&quot;");
      else if (byte == '\'')
        g_string_append (out, "&#39;");
      else if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7f)
        g_string_append (out, "\xef\xbf\xbd");
      else
        g_string_append_c (out, *at);
    }
}

/* @parts: strings by turns markup and text, NULL at the end. */
static void
append_parts (GString *out, const char *first, ...) G_GNUC_NULL_TERMINATED;

static void
append_parts (GString *out, const char *first, ...)
{
  gboolean is_markup = TRUE;
  va_list parts;

  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    {
      if (is_markup)
        g_string_append (out, part);
      else
        append_escaped (out, part, -1);
      is_markup = !is_markup;
    }
  va_end (parts);
}

static gboolean
flush (Page *self, GError **error)
{
  gboolean is_done = self->options.emit (NULL, self->out->str, self->out->len, self->options.emit_data, error);

  g_string_truncate (self->out, 0);
  return is_done;
}

static void
page_free (gpointer data)
{
  Page *self = data;

  postil_codebook_unref (self->codebook);
  g_hash_table_unref (self->counts);
  g_string_free (self->out, TRUE);
  g_free (self);
}

static const char *
get_label (PostilCodebook *codebook, const char *code)
{
  const PostilCode *known = postil_codebook_lookup_code (codebook, code);

  return known != NULL && *known->shown != '\0' ? known->shown : code;
}

/* Its number in the page's codebook, or G_MAXUINT. */
static guint
get_code_index (Page *self, const char *code)
{
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    if (strcmp (postil_codebook_get_code (self->codebook, i)->id, code) == 0)
      return i;
  return G_MAXUINT;
}

static gboolean
is_color (const char *color)
{
  if (strlen (color) != 7 || color[0] != '#')
    return FALSE;
  for (guint i = 1; i < 7; i++)
    if (!g_ascii_isxdigit (color[i]))
      return FALSE;
  return TRUE;
}

static void
append_head (Page *self)
{
  const char *title = self->options.title != NULL ? self->options.title : _("Annotations");

  append_parts (self->out, "<!DOCTYPE html>\n<html lang=\"",
                postil_translation_get_language (), postil_translation_is_rtl () ? "\" dir=\"rtl" : "", "",
                "\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                "<meta name=\"generator\" content=\"Postil " POSTIL_VERSION "\">\n<title>",
                title, "</title>\n<style>", NULL);
  g_string_append (self->out, style);
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const char *color = postil_codebook_get_code (self->codebook, i)->color;

      if (is_color (color))
        g_string_append_printf (self->out, "mark.c%u{border-bottom-color:%s;background:%s2e}", i, color, color);
    }
  append_parts (self->out, "</style>\n</head>\n<body>\n<h1>", title, "</h1>\n", NULL);
}

static gpointer
export_begin (const PostilExportOptions *options, GError **error)
{
  Page *self = g_new0 (Page, 1);

  self->options = *options;
  self->codebook = options->codebook != NULL ? postil_codebook_ref (options->codebook) : postil_codebook_new_builtin ();
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->out = g_string_new (NULL);
  append_head (self);
  return self;
}

typedef struct
{
  Page           *page;
  PostilText     *text;
  PostilCodebook *codebook;
  gboolean        is_in_line;
} Body;

static void
append_mark_begin (Body *self, const PostilPassage *passage, guint level, gboolean begins)
{
  GString *out = self->page->out;
  const char *code = postil_annotation_get_code (passage->annotation);
  guint index = get_code_index (self->page, code);

  g_string_append_printf (out, "<mark class=\"p%u", index == G_MAXUINT ? 0 : index % 4);
  if (index != G_MAXUINT)
    g_string_append_printf (out, " c%u", index);
  if (level > 0)
    g_string_append_printf (out, " l%u", MIN (level, MAX_LEVELS - 1));
  if (begins)
    g_string_append_printf (out, "\" id=\"t%u-%u", self->page->n_articles, passage->number);
  g_string_append (out, "\">");
  if (begins)
    append_parts (out, "<span class=\"h\">[", get_label (self->codebook, code), ": </span>", NULL);
}

static void
append_mark_end (Body *self, const PostilPassage *passage)
{
  const char *label = get_label (self->codebook, postil_annotation_get_code (passage->annotation));

  g_string_append_printf (self->page->out, "<a class=\"r\" href=\"#p%u-%u\" title=\"", self->page->n_articles, passage->number);
  append_escaped (self->page->out, label, -1);
  g_string_append_printf (self->page->out, "\">%u<span class=\"h\"> ", passage->number);
  append_escaped (self->page->out, label, -1);
  g_string_append (self->page->out, "]</span></a>");
}

static void
stretch_cb (const PostilStretch *stretch, gpointer user_data)
{
  Body *self = user_data;
  GString *out = self->page->out;
  gsize length;
  const char *slice;

  if (stretch->is_line_end)
    {
      if (self->is_in_line)
        g_string_append (out, "</p>\n");
      self->is_in_line = FALSE;
      return;
    }
  if (!self->is_in_line)
    g_string_append (out, "<p dir=\"auto\">");
  self->is_in_line = TRUE;
  /* The outermost has the lowest line. */
  for (guint i = 0; i < stretch->n_passages; i++)
    append_mark_begin (self, stretch->passages[i], stretch->n_passages - 1 - i,
                       postil_passage_begins_at (stretch->passages[i], stretch->span.start));
  slice = postil_text_peek_slice (self->text, stretch->span, &length);
  append_escaped (out, slice, (gssize) length);
  for (guint i = 0; i < stretch->n_passages; i++)
    g_string_append (out, "</mark>");
  for (guint i = 0; i < stretch->n_passages; i++)
    if (postil_passage_ends_at (stretch->passages[i], stretch->span.end))
      append_mark_end (self, stretch->passages[i]);
}

static void
append_details (Body *self, GArray *passages, const PostilPassage *passage)
{
  GString *out = self->page->out;
  guint n_attributes;
  const PostilAttribute *attributes = postil_annotation_get_attributes (passage->annotation, &n_attributes);
  g_autoptr (GPtrArray) links = postil_layer_dup_links_of (passage->layer, postil_annotation_get_id (passage->annotation));

  for (guint i = 0; i < n_attributes; i++)
    {
      const PostilAttributeDef *def = postil_codebook_lookup_attribute (self->codebook, attributes[i].name);

      append_parts (out, "<div>", def != NULL && *def->shown != '\0' ? def->shown : attributes[i].name, ": ",
                    attributes[i].value, "</div>", NULL);
    }
  if (postil_annotation_get_note (passage->annotation) != NULL)
    append_parts (out, "<div dir=\"auto\">", postil_annotation_get_note (passage->annotation), "</div>", NULL);
  if (postil_annotation_is_unsure (passage->annotation))
    append_parts (out, "<div>", _("Unsure"), "</div>", NULL);
  for (guint i = 0; i < links->len; i++)
    {
      PostilLink *link = links->pdata[i];
      const PostilLinkDef *def = postil_codebook_lookup_link (self->codebook, postil_link_get_kind (link));
      guint number;

      if (strcmp (postil_link_get_from (link), postil_annotation_get_id (passage->annotation)) != 0)
        continue;
      number = postil_passages_find_number (passages, passage->layer, postil_link_get_to (link));
      append_parts (out, "<div>", def != NULL && *def->shown != '\0' ? def->shown : postil_link_get_kind (link), NULL);
      if (number > 0)
        g_string_append_printf (out, " → <a href=\"#p%u-%u\">%u</a>", self->page->n_articles, number, number);
      g_string_append (out, "</div>");
    }
}

static void
append_row (Body *self, GArray *passages, const PostilPassage *passage)
{
  GString *out = self->page->out;
  const PostilLayerInfo *info = postil_layer_get_info (passage->layer);
  const char *code = postil_annotation_get_code (passage->annotation);
  g_autofree char *quote = postil_annotation_dup_quote (passage->annotation);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->page->counts, code));

  g_hash_table_replace (self->page->counts, g_strdup (code), GUINT_TO_POINTER (before + 1));
  g_string_append_printf (out, "<tr id=\"p%u-%u\"><th scope=\"row\">", self->page->n_articles, passage->number);
  if (passage->shown.start < passage->shown.end)
    g_string_append_printf (out, "<a href=\"#t%u-%u\">%u</a>", self->page->n_articles, passage->number, passage->number);
  else
    g_string_append_printf (out, "%u", passage->number);
  append_parts (out, "</th><td>", get_label (self->codebook, code), "</td><td dir=\"auto\">", quote, NULL);
  if (!passage->has_place)
    append_parts (out, "<div>", _("No longer found in the text"), "</div>", NULL);
  append_parts (out, "</td><td>", "", NULL);
  append_details (self, passages, passage);
  append_parts (out, "</td><td>", info->coder_name != NULL ? info->coder_name : info->coder, "</td></tr>\n", NULL);
}

static void
append_table (Body *self, GArray *passages)
{
  GString *out = self->page->out;

  if (passages->len == 0)
    {
      append_parts (out, "<p class=\"about\">", _("Nothing is marked in this article."), "</p>\n", NULL);
      return;
    }
  append_parts (out, "<table>\n<caption>", _("Passages"), "</caption>\n<thead><tr><th scope=\"col\">",
                /* Translators: the head of a column of numbers. */
                _("No."), "</th><th scope=\"col\">", _("Code"), "</th><th scope=\"col\">", _("Passage"),
                "</th><th scope=\"col\">", _("Details"), "</th><th scope=\"col\">", _("Coder"),
                "</th></tr></thead>\n<tbody>\n", NULL);
  for (guint i = 0; i < passages->len; i++)
    append_row (self, passages, &g_array_index (passages, PostilPassage, i));
  g_string_append (out, "</tbody>\n</table>\n");
}

static void
append_record (GString *out, const PostilArticleRecord *record)
{
  static const PostilRecordField shown[] = { POSTIL_RECORD_AUTHOR, POSTIL_RECORD_PUBLISHER, POSTIL_RECORD_DATE, POSTIL_RECORD_URL };
  gboolean is_first = TRUE;

  if (record == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (record->fields[shown[i]] != NULL && *record->fields[shown[i]] != '\0')
      {
        append_parts (out, is_first ? "<p class=\"about\">" : " · ", record->fields[shown[i]], NULL);
        is_first = FALSE;
      }
  if (!is_first)
    g_string_append (out, "</p>\n");
}

static gboolean
export_article (gpointer state, PostilSetArticle *article, PostilReport *losses, GError **error)
{
  Page *self = state;
  Body body = { self, article->text, article->codebook != NULL ? article->codebook : self->codebook, FALSE };
  g_autoptr (GArray) passages = postil_passages_collect (article);
  const char *title = article->record != NULL ? article->record->fields[POSTIL_RECORD_TITLE] : NULL;
  const char *language = article->record != NULL ? article->record->fields[POSTIL_RECORD_LANGUAGE] : NULL;
  g_autofree char *path = g_utf8_make_valid (article->path, -1);

  self->n_articles++;
  append_parts (self->out, "<article>\n<h2>", title != NULL && *title != '\0' ? title : path, "</h2>\n", NULL);
  append_record (self->out, article->record);
  append_parts (self->out, "<div lang=\"", language != NULL ? language : "", "\">\n", NULL);
  if (article->text != NULL)
    postil_passages_foreach_stretch (passages, article->text, stretch_cb, &body);
  g_string_append (self->out, body.is_in_line ? "</p>\n</div>\n" : "</div>\n");
  append_table (&body, passages);
  g_string_append (self->out, "</article>\n");
  postil_passages_report_losses (path, article, losses);
  return flush (self, error);
}

static void
append_code (Page *self, guint index)
{
  const PostilCode *code = postil_codebook_get_code (self->codebook, index);

  g_string_append_printf (self->out, "<tr><th scope=\"row\"><mark class=\"p%u c%u\">", index % 4, index);
  append_parts (self->out, "", get_label (self->codebook, code->id), "</mark></th><td>", NULL);
  g_string_append_printf (self->out, "%u", GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, code->id)));
  append_parts (self->out, "</td><td>", code->definition, NULL);
  if (*code->when != '\0')
    append_parts (self->out, "<div>", code->when, "</div>", NULL);
  if (*code->when_not != '\0')
    append_parts (self->out, "<div>", code->when_not, "</div>", NULL);
  g_string_append (self->out, "</td></tr>\n");
  g_hash_table_remove (self->counts, code->id);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Codes that the codebook lacks have a count, too. */
static void
append_unknown_codes (Page *self)
{
  g_autofree const char **codes = NULL;
  guint n;

  codes = (const char **) g_hash_table_get_keys_as_array (self->counts, &n);
  qsort (codes, n, sizeof *codes, compare_names);
  for (guint i = 0; i < n; i++)
    {
      append_parts (self->out, "<tr><th scope=\"row\">", codes[i], "</th><td>", NULL);
      g_string_append_printf (self->out, "%u", GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, codes[i])));
      append_parts (self->out, "</td><td>", _("Not in the codebook"), "</td></tr>\n", NULL);
    }
}

static gboolean
export_end (gpointer state, PostilReport *losses, GError **error)
{
  Page *self = state;
  gboolean is_done;

  append_parts (self->out, "<section>\n<h2>", _("Codes"), "</h2>\n<table>\n<thead><tr><th scope=\"col\">", _("Code"),
                "</th><th scope=\"col\">", _("Passages"), "</th><th scope=\"col\">", _("Definition"),
                "</th></tr></thead>\n<tbody>\n", NULL);
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    append_code (self, i);
  append_unknown_codes (self);
  g_string_append (self->out, "</tbody>\n</table>\n</section>\n</body>\n</html>\n");
  is_done = flush (self, error);
  page_free (self);
  return is_done;
}

const PostilFormat postil_format_html = {
  .name = "html",
  .title = N_ ("Web page to read and print"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE,
  .cannot_hold = N_ ("Offsets, ids, times, and whether an article is done: a page is for reading, and is not read back"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = page_free,
};
