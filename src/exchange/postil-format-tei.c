/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tei: TEI P5, a corpus of one TEI an article. The text stands in one <ab> to the letter, with
 * an <anchor> wherever a passage begins or ends; the passages stand apart in <standOff>, a
 * <spanGrp> a coder and a <span> a piece, from anchor to anchor, with @ana for the code and
 * notes for the rest. So passages may overlap, and whoever counts characters between anchors
 * finds Postil's offsets. Streams an article at a time. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-xml-writer.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-passages.h"
#include "exchange/postil-row.h"

static const char *const extensions[] = { "xml", "tei", NULL };

typedef struct
{
  PostilExportOptions  options;
  PostilCodebook      *codebook;
  GString             *out;
  guint                n_articles;
  gboolean             is_whole; /* of the article at hand: XML could write all of it */
} Writer;

/* "<name>text</name>" and a LF, or nothing for no text. */
static void
append_element (Writer     *self,
                const char *start,
                const char *text,
                const char *end)
{
  if (text == NULL || text[0] == '\0')
    return;
  g_string_append (self->out, start);
  self->is_whole = postil_xml_append_text (self->out, text) && self->is_whole;
  g_string_append (self->out, end);
  g_string_append_c (self->out, '\n');
}

static void
append_attribute (Writer     *self,
                  const char *name,
                  const char *value)
{
  self->is_whole = postil_xml_append_attribute (self->out, name, value) && self->is_whole;
}

static gboolean
flush (Writer  *self,
       GError **error)
{
  gboolean is_done = self->options.emit (NULL, self->out->str, self->out->len, self->options.emit_data, error);

  g_string_truncate (self->out, 0);
  return is_done;
}

static void
writer_free (gpointer data)
{
  Writer *self = data;

  postil_codebook_unref (self->codebook);
  g_string_free (self->out, TRUE);
  g_free (self);
}

/* Its number in the taxonomy, or G_MAXUINT. */
static guint
find_code (Writer     *self,
           const char *id)
{
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    if (strcmp (postil_codebook_get_code (self->codebook, i)->id, id) == 0)
      return i;
  return G_MAXUINT;
}

/* Categories stand in each other as codes do. */
static void
append_taxonomy (Writer *self)
{
  guint n_codes = postil_codebook_get_n_codes (self->codebook);
  guint n_open = 0;

  if (n_codes == 0)
    return;
  g_string_append (self->out, "<encodingDesc>\n<classDecl>\n<taxonomy xml:id=\"codes\">\n");
  for (guint i = 0; i < n_codes; i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      for (; n_open > code->depth; n_open--)
        g_string_append (self->out, "</category>\n");
      g_string_append_printf (self->out, "<category xml:id=\"c%u\"", i);
      append_attribute (self, "n", code->id);
      g_string_append (self->out, ">\n");
      n_open++;
      append_element (self, "<catDesc n=\"label\">", code->label, "</catDesc>");
      append_element (self, "<catDesc n=\"definition\">", code->definition, "</catDesc>");
      append_element (self, "<catDesc n=\"when\">", code->when, "</catDesc>");
      append_element (self, "<catDesc n=\"when-not\">", code->when_not, "</catDesc>");
    }
  for (; n_open > 0; n_open--)
    g_string_append (self->out, "</category>\n");
  g_string_append (self->out, "</taxonomy>\n</classDecl>\n</encodingDesc>\n");
}

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->codebook = options->codebook != NULL ? postil_codebook_ref (options->codebook) : postil_codebook_new_builtin ();
  self->out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n<fileDesc>\n<titleStmt>\n");
  append_element (self, "<title>", options->title != NULL ? options->title : _("Annotations"), "</title>");
  g_string_append (self->out, "</titleStmt>\n<publicationStmt>\n<p/>\n</publicationStmt>\n<sourceDesc>\n<p/>\n</sourceDesc>\n</fileDesc>\n");
  append_taxonomy (self);
  g_string_append (self->out, "</teiHeader>\n");
  return self;
}

static void
append_source (Writer                    *self,
               const PostilArticleRecord *record,
               const char                *path)
{
  const char *const *fields = record != NULL ? (const char *const *) record->fields : NULL;

  g_string_append (self->out, "<sourceDesc>\n<bibl>\n");
  append_element (self, "<idno type=\"file\">", path, "</idno>");
  if (fields != NULL)
    {
      append_element (self, "<title>", fields[POSTIL_RECORD_TITLE], "</title>");
      append_element (self, "<author>", fields[POSTIL_RECORD_AUTHOR], "</author>");
      append_element (self, "<publisher>", fields[POSTIL_RECORD_PUBLISHER], "</publisher>");
      append_element (self, "<date>", fields[POSTIL_RECORD_DATE], "</date>");
      append_element (self, "<idno type=\"url\">", fields[POSTIL_RECORD_URL], "</idno>");
      append_element (self, "<textLang>", fields[POSTIL_RECORD_LANGUAGE], "</textLang>");
      append_element (self, "<note type=\"original\">", fields[POSTIL_RECORD_ORIGINAL], "</note>");
      append_element (self, "<note type=\"original-format\">", fields[POSTIL_RECORD_ORIGINAL_FORMAT], "</note>");
      append_element (self, "<note type=\"original-sha256\">", fields[POSTIL_RECORD_ORIGINAL_SHA256], "</note>");
    }
  g_string_append (self->out, "</bibl>\n</sourceDesc>\n");
}

static void
append_header (Writer           *self,
               PostilSetArticle *article,
               const char       *path)
{
  const char *title = article->record != NULL ? article->record->fields[POSTIL_RECORD_TITLE] : NULL;

  g_string_append (self->out, "<TEI>\n<teiHeader>\n<fileDesc>\n<titleStmt>\n");
  append_element (self, "<title>", title != NULL && title[0] != '\0' ? title : path, "</title>");
  for (guint i = 0; i < article->layers->len; i++)
    {
      const PostilLayerInfo *info = postil_layer_get_info (g_ptr_array_index (article->layers, i));

      g_string_append_printf (self->out, "<respStmt xml:id=\"a%u-coder%u\"", self->n_articles, i + 1);
      append_attribute (self, "n", info->coder);
      g_string_append (self->out, ">\n<resp>coder</resp>\n");
      append_element (self, "<name>", info->coder_name != NULL ? info->coder_name : info->coder, "</name>");
      append_element (self, "<note type=\"status\">", info->status, "</note>");
      g_string_append (self->out, "</respStmt>\n");
    }
  g_string_append (self->out, "</titleStmt>\n<publicationStmt>\n<p/>\n</publicationStmt>\n");
  append_source (self, article->record, path);
  g_string_append (self->out, "</fileDesc>\n</teiHeader>\n");
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  guint first = *(const guint *) a;
  guint second = *(const guint *) b;

  return (first > second) - (first < second);
}

/* (element-type guint) Where passages begin and end, in order. */
static GArray *
dup_borders (GArray *passages)
{
  GArray *borders = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < passages->len; i++)
    {
      const PostilPassage *passage = &g_array_index (passages, PostilPassage, i);
      guint n_pieces;
      const PostilPiece *pieces = postil_annotation_get_pieces (passage->annotation, &n_pieces);

      for (guint p = 0; passage->has_place && p < n_pieces; p++)
        {
          g_array_append_val (borders, pieces[p].span.start);
          g_array_append_val (borders, pieces[p].span.end);
        }
    }
  g_array_sort (borders, compare_offsets);
  return borders;
}

static void
append_body (Writer           *self,
             PostilSetArticle *article,
             GArray           *passages)
{
  g_autoptr (GArray) borders = dup_borders (passages);
  guint n_chars = article->text != NULL ? postil_text_get_n_chars (article->text) : 0;
  guint at = 0;

  g_string_append (self->out, "<text>\n<body>\n<ab xml:space=\"preserve\">");
  for (guint i = 0; i <= borders->len && article->text != NULL; i++)
    {
      guint border = i < borders->len ? g_array_index (borders, guint, i) : n_chars;
      g_autofree char *slice = NULL;

      if (i > 0 && i < borders->len && border == g_array_index (borders, guint, i - 1))
        continue;
      slice = postil_text_dup_slice (article->text, (PostilSpan) { at, border });
      self->is_whole = postil_xml_append_text (self->out, slice) && self->is_whole;
      if (i < borders->len)
        g_string_append_printf (self->out, "<anchor xml:id=\"a%u.%u\"/>", self->n_articles, border);
      at = border;
    }
  g_string_append (self->out, "</ab>\n</body>\n</text>\n");
}

static void
append_id (Writer *self,
           guint   number,
           guint   piece)
{
  g_string_append_printf (self->out, piece == 0 ? "a%u-p%u" : "a%u-p%u-%u", self->n_articles, number, piece + 1);
}

/* What a passage's first span says beside its place. */
static void
append_details (Writer              *self,
                const PostilPassage *passage)
{
  PostilAnnotation *annotation = passage->annotation;
  g_autofree char *quote = postil_annotation_dup_quote (annotation);
  guint n_attributes;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n_attributes);

  append_element (self, "<note type=\"code\">", postil_annotation_get_code (annotation), "</note>");
  append_element (self, "<note type=\"quote\">", quote, "</note>");
  append_element (self, "<note type=\"comment\">", postil_annotation_get_note (annotation), "</note>");
  for (guint i = 0; i < n_attributes; i++)
    {
      g_string_append (self->out, "<note type=\"attribute\"");
      append_attribute (self, "n", attributes[i].name);
      append_element (self, ">", attributes[i].value, "</note>");
    }
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED)
    append_element (self, "<note type=\"anchor\">", "moved", "</note>");
  if (!passage->has_place)
    append_element (self, "<note type=\"anchor\">", "orphan", "</note>");
  append_element (self, "<note type=\"created\">", postil_annotation_get_created (annotation), "</note>");
  append_element (self, "<note type=\"modified\">", postil_annotation_get_modified (annotation), "</note>");
}

static void
append_span (Writer              *self,
             const PostilPassage *passage,
             guint                piece)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (passage->annotation, &n_pieces);
  guint code = find_code (self, postil_annotation_get_code (passage->annotation));

  g_string_append (self->out, "<span xml:id=\"");
  append_id (self, passage->number, piece);
  g_string_append_c (self->out, '"');
  if (piece == 0)
    append_attribute (self, "n", postil_annotation_get_id (passage->annotation));
  if (code != G_MAXUINT)
    g_string_append_printf (self->out, " ana=\"#c%u\"", code);
  if (postil_annotation_is_unsure (passage->annotation))
    g_string_append (self->out, " cert=\"low\"");
  if (passage->has_place)
    g_string_append_printf (self->out, " from=\"#a%u.%u\" to=\"#a%u.%u\"", self->n_articles, pieces[piece].span.start,
                            self->n_articles, pieces[piece].span.end);
  if (piece > 0)
    {
      g_string_append (self->out, " prev=\"#");
      append_id (self, passage->number, piece - 1);
      g_string_append_c (self->out, '"');
    }
  if (piece + 1 < n_pieces && passage->has_place)
    {
      g_string_append (self->out, " next=\"#");
      append_id (self, passage->number, piece + 1);
      g_string_append_c (self->out, '"');
    }
  g_string_append (self->out, ">\n");
  if (piece == 0)
    append_details (self, passage);
  g_string_append (self->out, "</span>\n");
}

static void
append_layer (Writer      *self,
              PostilLayer *layer,
              guint        number,
              GArray      *passages)
{
  g_string_append_printf (self->out, "<spanGrp type=\"annotations\" resp=\"#a%u-coder%u\">\n", self->n_articles, number);
  for (guint i = 0; i < passages->len; i++)
    {
      const PostilPassage *passage = &g_array_index (passages, PostilPassage, i);
      guint n_pieces;

      if (passage->layer != layer)
        continue;
      postil_annotation_get_pieces (passage->annotation, &n_pieces);
      for (guint p = 0; p < (passage->has_place ? n_pieces : 1); p++)
        append_span (self, passage, p);
    }
  g_string_append (self->out, "</spanGrp>\n");
}

static void
append_links (Writer       *self,
              const char   *path,
              PostilLayer  *layer,
              GArray       *passages,
              PostilReport *losses)
{
  gboolean is_open = FALSE;

  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);
      guint from = postil_passages_find_number (passages, layer, postil_link_get_from (link));
      guint to = postil_passages_find_number (passages, layer, postil_link_get_to (link));

      if (from == 0 || to == 0)
        {
          postil_report_add (losses, path, 0, "broken-link", postil_link_get_id (link),
                             _("This link leads to what is not in the article, and is not kept."));
          continue;
        }
      g_string_append (self->out, is_open ? "<link" : "<linkGrp type=\"links\">\n<link");
      is_open = TRUE;
      append_attribute (self, "n", postil_link_get_kind (link));
      g_string_append (self->out, " target=\"#");
      append_id (self, from, 0);
      g_string_append (self->out, " #");
      append_id (self, to, 0);
      g_string_append (self->out, "\"/>\n");
    }
  g_string_append (self->out, is_open ? "</linkGrp>\n" : "");
}

/* All that a layer has and the file has not. */
static void
report_losses (const char   *path,
               PostilLayer  *layer,
               PostilReport *losses)
{
  guint n_links = postil_layer_get_n_links (layer);

  if (n_links > 0)
    postil_report_add (losses, path, 0, "link", postil_layer_get_info (layer)->coder,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "The id and the times of %u link are not kept; what it ties is.",
                                    "The ids and the times of %u links are not kept; what they tie is.", n_links),
                       n_links);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      guint n_pieces;

      postil_annotation_get_pieces (annotation, &n_pieces);
      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN && n_pieces > 1)
        postil_report_add (losses, path, 0, "pieces", postil_annotation_get_id (annotation),
                           _("This passage was not found in its article, and where its %u pieces part is not kept."), n_pieces);
    }
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;
  g_autoptr (GArray) passages = postil_passages_collect (article);
  g_autofree char *path = postil_row_dup_path (article->path, article->layers->len > 0 ? losses : NULL);

  self->n_articles++;
  self->is_whole = TRUE;
  append_header (self, article, path);
  append_body (self, article, passages);
  if (article->layers->len > 0)
    g_string_append (self->out, "<standOff>\n");
  for (guint i = 0; i < article->layers->len; i++)
    {
      append_layer (self, g_ptr_array_index (article->layers, i), i + 1, passages);
      append_links (self, path, g_ptr_array_index (article->layers, i), passages, losses);
      report_losses (path, g_ptr_array_index (article->layers, i), losses);
    }
  if (article->layers->len > 0)
    g_string_append (self->out, "</standOff>\n");
  g_string_append (self->out, "</TEI>\n");
  if (!self->is_whole)
    postil_report_add (losses, path, 0, "characters", NULL,
                       _("Control characters cannot be written in XML; U+FFFD stands for them."));
  return flush (self, error);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Writer *self = state;
  gboolean is_done;

  if (self->n_articles == 0)
    g_string_append (self->out, "<TEI>\n<teiHeader>\n<fileDesc>\n<titleStmt>\n<title/>\n</titleStmt>\n<publicationStmt>\n<p/>\n"
                                "</publicationStmt>\n<sourceDesc>\n<p/>\n</sourceDesc>\n</fileDesc>\n</teiHeader>\n"
                                "<text>\n<body>\n<ab/>\n</body>\n</text>\n</TEI>\n");
  g_string_append (self->out, "</teiCorpus>\n");
  is_done = flush (self, error);
  writer_free (self);
  return is_done;
}

const PostilFormat postil_format_tei = {
  .name = "tei",
  .title = N_ ("TEI with stand-off annotations"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_RECORDS,
  .cannot_hold = N_ ("Ids and times of links, and control characters; it is not read back"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = writer_free,
};
