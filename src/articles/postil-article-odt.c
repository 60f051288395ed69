/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads OpenDocument texts as they would print with all changes accepted; what was deleted
 * stands apart in them. Notes stand at the end with the numbers that refer to them. Only a
 * paragraph or a table's row is ever in memory as a tree. Pure functions, any thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "articles/postil-article-docx-private.h"
#include "base/postil-error.h"

#define N_LEVELS 10u
#define MAX_NUMBER 100000u

typedef struct
{
  PostilArticleLines *out;
  GHashTable         *styles; /* name → xmlNode of a text:list-style */
  GHashTable         *counts; /* style's name → how far its list got */
  GPtrArray          *notes;  /* PostilArticleLines, in order */
  const char         *style;  /* of the list that is open; interned for this reading */
  GPtrArray          *outer_styles; /* of the lists around it */
  GStringChunk       *names;
  guint               depth;  /* of it */
  guint               numbers[N_LEVELS];
  char               *label;  /* of the item that begins; the next paragraph takes it */
  gboolean            is_first_in_cell;
  guint               n_cells;
} Reader;

static void read_children (Reader  *self,
                           xmlNode *node);

static guint
to_number (const char *value,
           guint       otherwise)
{
  return value != NULL ? (guint) MIN (strtoul (value, NULL, 10), MAX_NUMBER) : otherwise;
}

static xmlNode *
find_level (Reader *self,
            guint   level)
{
  xmlNode *style = self->style != NULL ? g_hash_table_lookup (self->styles, self->style) : NULL;

  for (xmlNode *node = style != NULL ? style->children : NULL; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE && to_number (postil_xml_get_attribute (node, "level"), 0) == level)
      return postil_xml_is (node, "list-level-style-number") ? node : NULL;
  return NULL;
}

static char *
format_label (Reader *self)
{
  xmlNode *level = find_level (self, self->depth);
  const char *prefix, *suffix;
  guint n_shown;
  GString *out;

  if (level == NULL || postil_xml_get_attribute (level, "num-format") == NULL ||
      *postil_xml_get_attribute (level, "num-format") == '\0')
    return NULL;
  prefix = postil_xml_get_attribute (level, "num-prefix");
  suffix = postil_xml_get_attribute (level, "num-suffix");
  n_shown = CLAMP (to_number (postil_xml_get_attribute (level, "display-levels"), 1), 1, self->depth);
  out = g_string_new (prefix);
  for (guint i = self->depth - n_shown; i < self->depth; i++)
    {
      xmlNode *shown = find_level (self, i + 1);
      const char *format = shown != NULL ? postil_xml_get_attribute (shown, "num-format") : NULL;
      g_autofree char *number = postil_article_format_number (self->numbers[i], format != NULL ? format : "1");

      g_string_append (out, number);
      if (i + 1 < self->depth)
        g_string_append_c (out, '.');
    }
  g_string_append (out, suffix != NULL ? suffix : "");
  return g_string_free (out, FALSE);
}

static void
begin_item (Reader  *self,
            xmlNode *item)
{
  xmlNode *level = find_level (self, self->depth);
  guint *number = &self->numbers[self->depth - 1];
  guint start = level != NULL ? to_number (postil_xml_get_attribute (level, "start-value"), 1) : 1;

  *number = *number == 0 ? start : *number + 1;
  *number = to_number (postil_xml_get_attribute (item, "start-value"), *number);
  for (guint i = self->depth; i < N_LEVELS; i++)
    self->numbers[i] = 0;
  g_free (self->label);
  self->label = format_label (self);
}

static void
begin_list (Reader  *self,
            xmlNode *list)
{
  const char *style = postil_xml_get_attribute (list, "style-name");
  const char *continues = postil_xml_get_attribute (list, "continue-numbering");
  gboolean is_continued = (continues != NULL && strcmp (continues, "true") == 0) ||
                          postil_xml_get_attribute (list, "continue-list") != NULL;

  g_ptr_array_add (self->outer_styles, (gpointer) self->style);
  if (self->outer_styles->len > N_LEVELS)
    return;
  if (style != NULL)
    self->style = g_string_chunk_insert_const (self->names, style);
  postil_article_lines_break (self->out, self->depth > 0 ? 1 : 2);
  self->depth++;
  if (self->depth == 1)
    self->numbers[0] = is_continued && self->style != NULL
                         ? GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, self->style)) : 0;
}

static void
end_list (Reader *self)
{
  gboolean is_too_deep = self->outer_styles->len > N_LEVELS;

  if (!is_too_deep)
    {
      self->depth--;
      if (self->depth == 0 && self->style != NULL)
        g_hash_table_insert (self->counts, (gpointer) self->style, GUINT_TO_POINTER (self->numbers[0]));
      postil_article_lines_break (self->out, self->depth > 0 ? 1 : 2);
    }
  self->style = g_ptr_array_index (self->outer_styles, self->outer_styles->len - 1);
  g_ptr_array_set_size (self->outer_styles, (int) self->outer_styles->len - 1);
}

/* One that is nested deeper than any level has no items of its own. */
static gboolean
has_items (Reader *self)
{
  return self->depth > 0 && self->outer_styles->len <= N_LEVELS;
}

static void
read_list (Reader  *self,
           xmlNode *list)
{
  begin_list (self, list);
  for (xmlNode *item = list->children; item != NULL; item = item->next)
    if (postil_xml_is (item, "list-item"))
      {
        if (has_items (self))
          begin_item (self, item);
        read_children (self, item);
        g_clear_pointer (&self->label, g_free);
      }
    else if (postil_xml_is (item, "list-header"))
      read_children (self, item);
  end_list (self);
}

static void
read_row (Reader  *self,
          xmlNode *row)
{
  postil_article_lines_break (self->out, 1);
  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    {
      if (!postil_xml_is (cell, "table-cell"))
        continue;
      postil_article_lines_tab (self->out);
      self->n_cells++;
      self->is_first_in_cell = TRUE;
      read_children (self, cell);
      self->is_first_in_cell = FALSE;
      self->n_cells--;
    }
}

static void
read_table (Reader  *self,
            xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (postil_xml_is (child, "table-row"))
      read_row (self, child);
    else if (child->type == XML_ELEMENT_NODE)
      read_table (self, child);
}

static void
edge_table (Reader *self)
{
  postil_article_lines_break (self->out, self->n_cells > 0 ? 1 : 2);
}

static void
read_paragraph (Reader  *self,
                xmlNode *node)
{
  if (!self->is_first_in_cell)
    postil_article_lines_break (self->out, self->n_cells > 0 || self->depth > 0 ? 1 : 2);
  self->is_first_in_cell = FALSE;
  if (self->label != NULL)
    {
      postil_article_lines_append (self->out, self->label, -1);
      postil_article_lines_append (self->out, " ", 1);
      g_clear_pointer (&self->label, g_free);
    }
  read_children (self, node);
}

static void
read_note (Reader  *self,
           xmlNode *note)
{
  xmlNode *body = postil_xml_get_child (note, "note-body");
  PostilArticleLines *out = self->out, *lines;
  Reader inner = *self;
  g_autofree char *mark = NULL;

  if (body == NULL)
    return;
  lines = g_new0 (PostilArticleLines, 1);
  postil_article_lines_init (lines);
  g_ptr_array_add (self->notes, lines);
  mark = g_strdup_printf ("[%u]", self->notes->len);
  postil_article_lines_append (out, mark, -1);
  /* It stands at the end, so that the list or the cell that it is in is none of its own. */
  inner.out = lines;
  inner.label = NULL;
  inner.depth = inner.n_cells = 0;
  inner.is_first_in_cell = TRUE;
  read_children (&inner, body);
  g_free (inner.label);
}

static gboolean
read_block (Reader  *self,
            xmlNode *node)
{
  if (postil_xml_is (node, "p") || postil_xml_is (node, "h"))
    read_paragraph (self, node);
  else if (postil_xml_is (node, "list"))
    read_list (self, node);
  else if (postil_xml_is (node, "note"))
    read_note (self, node);
  else if (postil_xml_is (node, "table"))
    {
      edge_table (self);
      read_table (self, node);
      edge_table (self);
    }
  else
    return FALSE;
  return TRUE;
}

/* <svg:title>, unlike <text:title>, which is shown. */
static gboolean
is_of_picture (xmlNode *node)
{
  return node->ns != NULL && node->ns->prefix != NULL && strcmp ((const char *) node->ns->prefix, "svg") == 0;
}

static const char *const skipped[] = {
  "tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls", "user-field-decls",
  "ruby-text", "event-listeners", "binary-data", NULL
};

static void
read_node (Reader  *self,
           xmlNode *node)
{
  const char *text = postil_xml_get_text (node);

  /* Text stands in paragraphs only; elsewhere it is white space of the file. */
  if (text != NULL)
    postil_article_lines_append (self->out, text, -1);
  if (node->type != XML_ELEMENT_NODE || g_strv_contains (skipped, (const char *) node->name) ||
      is_of_picture (node) || read_block (self, node))
    return;
  if (postil_xml_is (node, "s") || postil_xml_is (node, "tab"))
    postil_article_lines_append (self->out, " ", 1);
  else if (postil_xml_is (node, "line-break"))
    postil_article_lines_add_break (self->out);
  else
    read_children (self, node);
}

static void
read_children (Reader  *self,
               xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    read_node (self, child);
}

static void
note_style (GHashTable *styles,
            xmlNode    *node)
{
  if (postil_xml_is (node, "list-style") && postil_xml_get_attribute (node, "name") != NULL)
    g_hash_table_replace (styles, (gpointer) postil_xml_get_attribute (node, "name"), node);
}

static void
note_styles (GHashTable *styles,
             xmlDoc     *doc)
{
  for (xmlNode *group = doc != NULL ? xmlDocGetRootElement (doc)->children : NULL; group != NULL; group = group->next)
    for (xmlNode *node = group->children; node != NULL; node = node->next)
      note_style (styles, node);
}

static PostilXmlStep
step_cb (const char *name,
         gpointer    user_data)
{
  static const char *const entered[] = {
    "document-content", "automatic-styles", "body", "text", "section", "index-body", "table", "table-header-rows", "table-rows",
    "table-row-group", "list", "list-item", "list-header", NULL
  };
  static const char *const unused[] = { "style", "font-face-decls", "scripts", "page-layout", "number-style", "date-style", NULL };

  if (g_strv_contains (skipped, name) || g_strv_contains (unused, name))
    return POSTIL_XML_SKIP;
  return g_strv_contains (entered, name) ? POSTIL_XML_ENTER : POSTIL_XML_PIECE;
}

static void
begin_cb (xmlNode *node,
          gpointer user_data)
{
  Reader *self = user_data;

  if (postil_xml_is (node, "list"))
    begin_list (self, node);
  else if (postil_xml_is (node, "list-item") && has_items (self))
    begin_item (self, node);
  else if (postil_xml_is (node, "table"))
    edge_table (self);
}

static void
end_cb (const char *name,
        gpointer    user_data)
{
  Reader *self = user_data;

  if (strcmp (name, "list") == 0)
    end_list (self);
  else if (strcmp (name, "list-item") == 0)
    g_clear_pointer (&self->label, g_free);
  else if (strcmp (name, "table") == 0)
    edge_table (self);
}

/* Styles come before the text, and are kept until its end. */
static gboolean
piece_cb (xmlNode *node,
          gpointer user_data)
{
  Reader *self = user_data;

  if (postil_xml_is (node, "list-style"))
    {
      note_style (self->styles, node);
      return FALSE;
    }
  if (postil_xml_is (node, "table-row"))
    read_row (self, node);
  else
    read_node (self, node);
  return TRUE;
}

static void
write_notes (Reader *self)
{
  for (guint i = 0; i < self->notes->len && i < MAX_NUMBER; i++)
    {
      g_autofree char *mark = g_strdup_printf ("[%u] ", i + 1);

      postil_article_lines_break (self->out, i == 0 ? 2 : 1);
      postil_article_lines_append (self->out, mark, -1);
      postil_article_lines_append_lines (self->out, g_ptr_array_index (self->notes, i));
    }
}

static void
note_free (gpointer data)
{
  postil_article_lines_clear (data);
  g_free (data);
}

static guint
sniff_odt (const PostilArticleInput *input)
{
  if (postil_article_zip_is (input, NULL, "application/vnd.oasis.opendocument.text"))
    return 95;
  /* Packed again by a common zip program, which compresses the type; but no spreadsheet. */
  if (postil_article_zip_is (input, NULL, "application/vnd.oasis.opendocument."))
    return 0;
  return postil_article_zip_is (input, "META-INF/manifest.xml", NULL) && postil_article_zip_is (input, "content.xml", NULL) ? 60 : 0;
}

static gboolean
is_wanted (const char *name,
           gpointer    user_data)
{
  static const char *const names[] = { "styles.xml", "meta.xml", "META-INF/manifest.xml", NULL };

  return g_strv_contains (names, name);
}

/* An ODT with a password is a zip in the clear, whose manifest says how parts are encrypted. */
static gboolean
check_password (PostilZip *zip,
                GError   **error)
{
  GBytes *manifest = postil_zip_get (zip, "META-INF/manifest.xml");
  gsize length = 0;
  const char *data = manifest != NULL ? g_bytes_get_data (manifest, &length) : NULL;

  if (data == NULL || g_strstr_len (data, (gssize) length, "encryption-data") == NULL)
    return TRUE;
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The document is protected by a password. Save it without one, and try again."));
  return FALSE;
}

static gboolean
read_odt (const PostilArticleInput *input,
          PostilArticleLines       *out,
          PostilArticleMeta        *meta,
          GError                  **error)
{
  g_autoptr (PostilZip) zip = postil_zip_new (input->bytes, is_wanted, NULL, error);
  g_autoptr (PostilXmlDoc) styles = NULL;
  g_autoptr (PostilXmlDoc) about = NULL;
  g_autoptr (GHashTable) list_styles = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (note_free);
  g_autoptr (GPtrArray) outer_styles = g_ptr_array_new ();
  g_autoptr (GStringChunk) names = g_string_chunk_new (512);
  Reader self = { .out = out, .styles = list_styles, .counts = counts, .notes = notes, .outer_styles = outer_styles, .names = names };
  const PostilXmlPieces pieces = { .step = step_cb, .begin = begin_cb, .end = end_cb, .piece = piece_cb, .user_data = &self };
  gboolean is_read;

  if (zip == NULL || !check_password (zip, error))
    return FALSE;
  if (postil_zip_get (zip, "styles.xml") != NULL)
    styles = postil_article_zip_read_xml (zip, "styles.xml", NULL);
  if (postil_zip_get (zip, "meta.xml") != NULL)
    about = postil_article_zip_read_xml (zip, "meta.xml", NULL);
  note_styles (list_styles, styles);
  is_read = postil_article_zip_read_pieces (input->bytes, "content.xml", pieces, error);
  g_clear_pointer (&self.label, g_free);
  if (!is_read)
    return FALSE;
  write_notes (&self);
  if (about != NULL)
    postil_article_zip_read_meta (about, meta);
  return TRUE;
}

const PostilArticleReader postil_article_odt = {
  .kind = "odt",
  .sniff = sniff_odt,
  .read = read_odt,
};
