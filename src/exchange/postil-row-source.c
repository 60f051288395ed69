/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An annotation on its way out into a flat row: what csv, tsv, jsonl and xlsx share, so
 * that a row says the same in each of them. Contexts and quotes come from the sidecar where
 * it has them; the text is only asked for what a foreign file left out. Any thread. */

#include "config.h"

#include "exchange/postil-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-json-writer.h"
#include "exchange/postil-article-list.h"

static gboolean
stands_in_text (const PostilRowSource *source)
{
  return source->text != NULL
         && postil_annotation_check (source->annotation, source->text) == POSTIL_FIT_OK
         && postil_annotation_get_anchor (source->annotation) != POSTIL_ANCHOR_ORPHAN;
}

void
postil_row_append_quote (GString               *out,
                         const PostilRowSource *source)
{
  const PostilPiece *pieces;
  guint n_pieces;

  g_return_if_fail (out != NULL);
  g_return_if_fail (source != NULL);

  pieces = postil_annotation_get_pieces (source->annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      if (i > 0)
        g_string_append_c (out, ' ');
      if (pieces[i].exact != NULL)
        g_string_append (out, pieces[i].exact);
      else if (stands_in_text (source))
        {
          gsize n_bytes;
          const char *slice = postil_text_peek_slice (source->text, pieces[i].span, &n_bytes);

          g_string_append_len (out, slice, (gssize) n_bytes);
        }
    }
}

char *
postil_row_dup_before (const PostilRowSource *source)
{
  const PostilPiece *pieces;
  char *before = NULL;
  guint n_pieces;

  g_return_val_if_fail (source != NULL, NULL);

  pieces = postil_annotation_get_pieces (source->annotation, &n_pieces);
  if (pieces[0].prefix != NULL)
    return g_strdup (pieces[0].prefix);
  if (stands_in_text (source))
    postil_text_dup_context (source->text, pieces[0].span, POSTIL_ROW_CONTEXT_CHARS, &before, NULL);
  return before;
}

char *
postil_row_dup_after (const PostilRowSource *source)
{
  const PostilPiece *pieces;
  char *after = NULL;
  guint n_pieces;

  g_return_val_if_fail (source != NULL, NULL);

  pieces = postil_annotation_get_pieces (source->annotation, &n_pieces);
  if (pieces[n_pieces - 1].suffix != NULL)
    return g_strdup (pieces[n_pieces - 1].suffix);
  if (stands_in_text (source))
    postil_text_dup_context (source->text, pieces[n_pieces - 1].span, POSTIL_ROW_CONTEXT_CHARS, NULL, &after);
  return after;
}

GPtrArray *
postil_row_dup_links (const PostilRowSource *source)
{
  const char *id;
  GPtrArray *links;

  g_return_val_if_fail (source != NULL, NULL);

  if (postil_layer_get_n_links (source->layer) == 0)
    return NULL;
  id = postil_annotation_get_id (source->annotation);
  links = postil_layer_dup_links_of (source->layer, id);
  for (guint i = links->len; i > 0; i--)
    if (strcmp (postil_link_get_from (g_ptr_array_index (links, i - 1)), id) != 0)
      g_ptr_array_remove_index (links, i - 1);
  if (links->len == 0)
    g_clear_pointer (&links, g_ptr_array_unref);
  return links;
}

/* Rows are written by the hundred thousand, so that their keys go out with what is around
 * them, and no writer keeps book of commas. */
#define append_literal(out, literal) g_string_append_len ((out), (literal), sizeof (literal) - 1)

static void
append_json_uint (GString *out,
                  guint    value)
{
  char digits[10];
  char *p = digits + sizeof digits;

  do
    *--p = (char) ('0' + value % 10);
  while ((value /= 10) != 0);
  g_string_append_len (out, p, digits + sizeof digits - p);
}

static void
append_json_value (GString    *out,
                   const char *value)
{
  if (value != NULL)
    postil_json_append_string (out, value, -1);
  else
    append_literal (out, "null");
}

static void
append_json_place (GString          *out,
                   PostilAnnotation *annotation)
{
  PostilSpan hull = postil_annotation_get_hull (annotation);
  const PostilPiece *pieces;
  guint n_pieces;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    {
      append_literal (out, ",\"start\":null,\"end\":null,\"pieces\":[]");
      return;
    }
  append_literal (out, ",\"start\":");
  append_json_uint (out, hull.start);
  append_literal (out, ",\"end\":");
  append_json_uint (out, hull.end);
  append_literal (out, ",\"pieces\":[");
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      g_string_append (out, i > 0 ? ",[" : "[");
      append_json_uint (out, pieces[i].span.start);
      g_string_append_c (out, ',');
      append_json_uint (out, pieces[i].span.end);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
append_json_context (GString               *out,
                     const PostilRowSource *source)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const PostilPiece *pieces;
  guint n_pieces;

  pieces = postil_annotation_get_pieces (source->annotation, &n_pieces);
  append_literal (out, ",\"quote\":");
  if (n_pieces == 1 && pieces[0].exact != NULL)
    postil_json_append_string (out, pieces[0].exact, -1);
  else
    {
      g_autoptr (GString) quote = g_string_sized_new (256);

      postil_row_append_quote (quote, source);
      postil_json_append_string (out, quote->str, (gssize) quote->len);
    }
  if (pieces[0].prefix == NULL)
    before = postil_row_dup_before (source);
  if (pieces[n_pieces - 1].suffix == NULL)
    after = postil_row_dup_after (source);
  append_literal (out, ",\"before\":");
  postil_json_append_string (out, pieces[0].prefix != NULL ? pieces[0].prefix : before != NULL ? before : "", -1);
  append_literal (out, ",\"after\":");
  postil_json_append_string (out, pieces[n_pieces - 1].suffix != NULL ? pieces[n_pieces - 1].suffix : after != NULL ? after : "", -1);
}

static void
append_json_ties (GString               *out,
                  const PostilRowSource *source)
{
  g_autoptr (GPtrArray) links = postil_row_dup_links (source);
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (source->annotation, &n_attributes);
  append_literal (out, ",\"attributes\":{");
  for (guint i = 0; i < n_attributes; i++)
    if (i == 0 || strcmp (attributes[i].name, attributes[i - 1].name) != 0)
      {
        if (i > 0)
          g_string_append_c (out, ',');
        postil_json_append_string (out, attributes[i].name, -1);
        g_string_append_c (out, ':');
        postil_json_append_string (out, attributes[i].value, -1);
      }
  append_literal (out, "},\"links\":[");
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      PostilLink *link = g_ptr_array_index (links, i);

      g_string_append (out, i > 0 ? ",{\"to\":" : "{\"to\":");
      postil_json_append_string (out, postil_link_get_to (link), -1);
      append_literal (out, ",\"kind\":");
      postil_json_append_string (out, postil_link_get_kind (link), -1);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* Programs that split at every line end that Unicode knows must find one object a line. */
static void
escape_line_ends (GString *out,
                  gsize    start)
{
  static const struct
  {
    const char *raw;
    const char *escaped;
  } ends[] = { { "\xe2\x80\xa8", "\\u2028" }, { "\xe2\x80\xa9", "\\u2029" }, { "\xc2\x85", "\\u0085" } };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *found;

      while ((found = strstr (out->str + start, ends[i].raw)) != NULL)
        {
          gssize at = found - out->str;

          g_string_erase (out, at, (gssize) strlen (ends[i].raw));
          g_string_insert (out, at, ends[i].escaped);
        }
    }
}

static void
append_json_record (GString                   *out,
                    const PostilArticleRecord *record)
{
  gboolean is_first = TRUE;

  if (record == NULL || postil_article_record_is_empty (record))
    return;
  append_literal (out, ",\"metadata\":{");
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    {
      if (record->fields[i] == NULL || record->fields[i][0] == '\0')
        continue;
      if (!is_first)
        g_string_append_c (out, ',');
      is_first = FALSE;
      postil_json_append_string (out, postil_record_field_to_name (i), -1);
      g_string_append_c (out, ':');
      postil_json_append_string (out, record->fields[i], -1);
    }
  g_string_append_c (out, '}');
}

void
postil_row_append_json (GString               *out,
                        const PostilRowSource *source)
{
  postil_row_append_json_record (out, source, NULL);
}

void
postil_row_append_json_record (GString                   *out,
                               const PostilRowSource     *source,
                               const PostilArticleRecord *record)
{
  PostilAnnotation *annotation;
  const char *code;
  const char *note;
  gsize start;

  g_return_if_fail (out != NULL);
  g_return_if_fail (source != NULL);

  annotation = source->annotation;
  start = out->len;
  code = postil_annotation_get_code (annotation);
  note = postil_annotation_get_note (annotation);
  append_literal (out, "{\"article\":");
  append_json_value (out, source->article);
  append_literal (out, ",\"coder\":");
  append_json_value (out, postil_layer_get_info (source->layer)->coder);
  append_literal (out, ",\"annotation\":");
  postil_json_append_string (out, postil_annotation_get_id (annotation), -1);
  append_literal (out, ",\"code\":");
  postil_json_append_string (out, code, -1);
  append_literal (out, ",\"code_label\":");
  postil_json_append_string (out, postil_codebook_get_code_label (source->codebook, code), -1);
  append_json_place (out, annotation);
  append_json_context (out, source);
  append_literal (out, ",\"note\":");
  postil_json_append_string (out, note != NULL ? note : "", -1);
  g_string_append (out, postil_annotation_is_unsure (annotation) ? ",\"unsure\":true" : ",\"unsure\":false");
  append_json_ties (out, source);
  append_literal (out, ",\"created\":");
  append_json_value (out, postil_annotation_get_created (annotation));
  append_literal (out, ",\"modified\":");
  append_json_value (out, postil_annotation_get_modified (annotation));
  append_json_record (out, record);
  g_string_append_c (out, '}');
  escape_line_ends (out, start);
  g_string_append_c (out, '\n');
}

static void
report_annotation (const char       *article,
                   PostilAnnotation *annotation,
                   PostilReport     *losses)
{
  const char *id = postil_annotation_get_id (annotation);
  PostilAnchor anchor = postil_annotation_get_anchor (annotation);
  const PostilAttribute *attributes;
  guint n_attributes;
  guint n_pieces;

  postil_annotation_get_pieces (annotation, &n_pieces);
  if (anchor == POSTIL_ANCHOR_MOVED)
    postil_report_add (losses, article, 0, "anchor", id,
                       _("The mark that this passage was moved and is to be checked is not kept."));
  if (anchor == POSTIL_ANCHOR_ORPHAN && n_pieces > 1)
    postil_report_add (losses, article, 0, "pieces", id,
                       _("This passage was not found in its article, and where its %u pieces part is not kept."), n_pieces);
  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 1; i < n_attributes; i++)
    if (strcmp (attributes[i].name, attributes[i - 1].name) == 0)
      postil_report_add (losses, article, 0, "attribute", id,
                         _("The attribute “%s” has a second value, “%s”, which is not kept."),
                         attributes[i].name, attributes[i].value);
}

static void
report_links (const char   *article,
              PostilLayer  *layer,
              PostilReport *losses)
{
  guint n_links = postil_layer_get_n_links (layer);

  if (n_links == 0)
    return;
  postil_report_add (losses, article, 0, "link", postil_layer_get_info (layer)->coder,
                     g_dngettext (GETTEXT_PACKAGE,
                                  "The id and the times of %u link are not kept; what it ties is.",
                                  "The ids and the times of %u links are not kept; what they tie is.", n_links),
                     n_links);
  for (guint i = 0; i < n_links; i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      if (postil_layer_lookup (layer, postil_link_get_from (link)) == NULL)
        postil_report_add (losses, article, 0, "broken-link", postil_link_get_id (link),
                           _("This link begins at %s, which is not there, and is not kept."),
                           postil_link_get_from (link));
    }
}

void
postil_row_report_losses (const char   *article,
                          PostilLayer  *layer,
                          GHashTable   *coders,
                          PostilReport *losses)
{
  const PostilLayerInfo *info;
  guint n_annotations;

  g_return_if_fail (layer != NULL);
  g_return_if_fail (losses != NULL);

  info = postil_layer_get_info (layer);
  n_annotations = postil_layer_get_n_annotations (layer);
  if (info->coder_name != NULL && g_hash_table_add (coders, g_strdup (info->coder)))
    postil_report_add (losses, NULL, 0, "coder-name", info->coder,
                       _("The full name of %s, “%s”, is not kept."), info->coder, info->coder_name);
  if (n_annotations == 0)
    postil_report_add (losses, article, 0, "empty-layer", info->coder,
                       _("%s marked nothing in this article, and there is no row to say so."), info->coder);
  if (g_strcmp0 (info->status, "in progress") != 0)
    postil_report_add (losses, article, 0, "status", info->coder,
                       _("That the article is “%s” for %s is not kept."), info->status, info->coder);
  for (guint i = 0; i < n_annotations; i++)
    report_annotation (article, postil_layer_get_annotation (layer, i), losses);
  report_links (article, layer, losses);
}

char *
postil_row_dup_path (const char   *path,
                     PostilReport *losses)
{
  char *valid;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_utf8_validate (path, -1, NULL))
    return g_strdup (path);
  valid = g_utf8_make_valid (path, -1);
  if (losses != NULL)
    postil_report_add (losses, valid, 0, "name", NULL,
                       _("The file's name is not UTF-8; it is written as “%s”, which will not find the file again."), valid);
  return valid;
}

void
postil_row_foreach (const PostilSetArticle *article,
                    GHashTable             *coders,
                    PostilReport           *losses,
                    PostilRowFunc           func,
                    gpointer                state)
{
  g_autofree char *path = NULL;

  g_return_if_fail (article != NULL);
  g_return_if_fail (func != NULL);

  path = postil_row_dup_path (article->path, article->layers->len > 0 ? losses : NULL);
  for (guint i = 0; i < article->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (article->layers, i);
      guint n_annotations = postil_layer_get_n_annotations (layer);

      postil_row_report_losses (path, layer, coders, losses);
      for (guint j = 0; j < n_annotations; j++)
        func (state,
              &(PostilRowSource) { path, layer, postil_layer_get_annotation (layer, j), article->codebook, article->text },
              article->record, losses);
    }
}
