/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads Word's documents as they would print with all changes accepted: deletions are out,
 * insertions in, fields show their result and not their code; notes stand at the end with the
 * numbers that refer to them. Only a paragraph or a table's row is ever in memory as a tree.
 * Pure functions, any thread. */

#include "config.h"

#include <string.h>

#include "articles/postil-article-docx-private.h"

typedef struct
{
  PostilArticleLines *out;
  PostilDocxNumbers  *numbers;
  GPtrArray          *notes;       /* the keys of those that were referred to, in order */
  GHashTable         *note_texts;  /* key → PostilArticleLines, NULL before it is read */
  guint               n_fields;    /* fields that are open */
  guint               n_codes;     /* of them those whose result has not begun */
  guint               n_cells;
  gboolean            was_list;    /* the paragraph before is an item of a list */
  gboolean            is_deleted;  /* the end of the paragraph before: the next one joins it */
  gboolean            is_in_note;
} Reader;

static void read_children (Reader  *self,
                           xmlNode *node);

static const char *const skipped[] = {
  "del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "tcPr", "tblPr", "sectPr", "sdtPr", "Fallback",
  "footnoteRef", "endnoteRef", "annotationRef", "rt", NULL
};

static gboolean
is_any (xmlNode           *node,
        const char *const *names)
{
  return g_strv_contains (names, (const char *) node->name);
}

/* Fields can span paragraphs: begin, code, separate, result, end. */
static void
read_field_mark (Reader  *self,
                 xmlNode *node)
{
  const char *type = postil_xml_get_attribute (node, "fldCharType");

  if (type == NULL)
    return;
  if (strcmp (type, "begin") == 0)
    {
      self->n_fields++;
      self->n_codes++;
    }
  else if (strcmp (type, "separate") == 0 && self->n_codes > 0)
    self->n_codes--;
  else if (strcmp (type, "end") == 0 && self->n_fields > 0)
    {
      self->n_fields--;
      self->n_codes = MIN (self->n_codes, self->n_fields);
    }
}

static void
read_note_reference (Reader  *self,
                     xmlNode *node)
{
  const char *id = postil_xml_get_attribute (node, "id");
  g_autofree char *mark = NULL;

  if (self->is_in_note)
    return;
  g_ptr_array_add (self->notes, g_strconcat (postil_xml_is (node, "footnoteReference") ? "f" : "e", id != NULL ? id : "", NULL));
  mark = g_strdup_printf ("[%u]", self->notes->len);
  postil_article_lines_append (self->out, mark, -1);
}

static void
read_symbol (Reader  *self,
             xmlNode *node)
{
  const char *code = postil_xml_get_attribute (node, "char");
  guint64 c = code != NULL ? g_ascii_strtoull (code, NULL, 16) : 0;
  char utf8[8] = { 0 };

  /* Those of the private use area are pictures of a font. */
  if (c < 0x20 || c > 0x10ffff || (c >= 0xe000 && c < 0xf900) || !g_unichar_validate ((gunichar) c))
    return;
  g_unichar_to_utf8 ((gunichar) c, utf8);
  postil_article_lines_append (self->out, utf8, -1);
}

/* What stands in a run; TRUE where @node is such. */
static gboolean
read_run_part (Reader  *self,
               xmlNode *node)
{
  if (postil_xml_is (node, "fldChar"))
    read_field_mark (self, node);
  else if (self->n_codes > 0)
    return FALSE;
  else if (postil_xml_is (node, "t"))
    {
      g_autofree char *text = postil_xml_dup_content (node);

      postil_article_lines_append (self->out, text, -1);
    }
  else if (postil_xml_is (node, "tab") || postil_xml_is (node, "ptab"))
    postil_article_lines_append (self->out, " ", 1);
  else if (postil_xml_is (node, "br") || postil_xml_is (node, "cr"))
    postil_article_lines_add_break (self->out);
  else if (postil_xml_is (node, "noBreakHyphen"))
    postil_article_lines_append (self->out, "-", 1);
  else if (postil_xml_is (node, "sym"))
    read_symbol (self, node);
  else if (postil_xml_is (node, "footnoteReference") || postil_xml_is (node, "endnoteReference"))
    read_note_reference (self, node);
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_end_deleted (xmlNode *properties)
{
  return postil_xml_get_child (postil_xml_get_child (properties, "rPr"), "del") != NULL;
}

static void
read_paragraph (Reader  *self,
                xmlNode *node)
{
  xmlNode *properties = postil_xml_get_child (node, "pPr");
  gboolean is_list = FALSE;
  g_autofree char *number = postil_docx_numbers_next (self->numbers, properties, &is_list);
  gsize length;

  if (self->n_cells == 0 && self->n_codes > 0)
    self->n_codes = self->n_fields = 0; /* a code that never ends must not swallow the rest */
  if (!self->is_deleted)
    {
      gboolean is_tight = self->n_cells > 0 || (is_list && self->was_list);

      postil_article_lines_break (self->out, is_tight ? 1 : 2);
    }
  length = self->out->text->len;
  if (number != NULL)
    {
      postil_article_lines_append (self->out, number, -1);
      postil_article_lines_append (self->out, " ", 1);
    }
  self->is_deleted = FALSE;
  read_children (self, node);
  self->is_deleted = is_end_deleted (properties);
  if (self->out->text->len > length)
    self->was_list = is_list;
}

static void
read_row (Reader  *self,
          xmlNode *row)
{
  gboolean is_first = TRUE;

  if (postil_xml_get_child (postil_xml_get_child (row, "trPr"), "del") != NULL)
    return;
  postil_article_lines_break (self->out, 1);
  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    {
      guint n_breaks;

      if (cell->type != XML_ELEMENT_NODE || postil_xml_is (cell, "trPr"))
        continue;
      if (!is_first)
        postil_article_lines_tab (self->out);
      is_first = FALSE;
      /* A cell's first paragraph stands in the row's line. */
      n_breaks = self->out->wants_breaks;
      self->is_deleted = TRUE;
      self->n_cells++;
      read_children (self, cell);
      self->n_cells--;
      self->is_deleted = FALSE;
      self->out->wants_breaks = MIN (self->out->wants_breaks, n_breaks);
    }
  postil_article_lines_break (self->out, 1);
}

static void
edge_table (Reader *self)
{
  postil_article_lines_break (self->out, self->n_cells > 0 ? 1 : 2);
}

static void
read_table (Reader  *self,
            xmlNode *table)
{
  edge_table (self);
  for (xmlNode *row = table->children; row != NULL; row = row->next)
    if (postil_xml_is (row, "tr"))
      read_row (self, row);
    else if (postil_xml_is (row, "sdt") || postil_xml_is (row, "ins"))
      read_children (self, row);
  edge_table (self);
  self->was_list = FALSE;
}

static void
read_node (Reader  *self,
           xmlNode *node)
{
  if (node->type != XML_ELEMENT_NODE || is_any (node, skipped) || read_run_part (self, node))
    return;
  if (postil_xml_is (node, "p"))
    read_paragraph (self, node);
  else if (postil_xml_is (node, "tbl"))
    read_table (self, node);
  else if (postil_xml_is (node, "tr"))
    read_row (self, node);
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

static PostilXmlStep
step_cb (const char *name,
         gpointer    user_data)
{
  static const char *const entered[] = {
    "document", "body", "tbl", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "footnotes", "endnotes", NULL
  };

  if (g_strv_contains (skipped, name))
    return POSTIL_XML_SKIP;
  return g_strv_contains (entered, name) ? POSTIL_XML_ENTER : POSTIL_XML_PIECE;
}

static void
begin_cb (xmlNode *node,
          gpointer user_data)
{
  if (postil_xml_is (node, "tbl"))
    edge_table (user_data);
}

static void
end_cb (const char *name,
        gpointer    user_data)
{
  Reader *self = user_data;

  if (strcmp (name, "tbl") != 0)
    return;
  edge_table (self);
  self->was_list = FALSE;
}

static gboolean
piece_cb (xmlNode *node,
          gpointer user_data)
{
  read_node (user_data, node);
  return TRUE;
}

static void
note_text_free (gpointer data)
{
  if (data != NULL)
    postil_article_lines_clear (data);
  g_free (data);
}

/* In the order of the part, which need not be that of the references. */
static gboolean
note_cb (xmlNode *node,
         gpointer user_data)
{
  Reader *self = user_data;
  PostilArticleLines *out = self->out, *lines;
  const char *id = postil_xml_get_attribute (node, "id");
  g_autofree char *key = g_strconcat (postil_xml_is (node, "footnote") ? "f" : "e", id != NULL ? id : "", NULL);

  if (!g_hash_table_contains (self->note_texts, key) || g_hash_table_lookup (self->note_texts, key) != NULL)
    return TRUE;
  lines = g_new0 (PostilArticleLines, 1);
  postil_article_lines_init (lines);
  self->out = lines;
  self->is_deleted = TRUE;
  read_children (self, node);
  self->out = out;
  g_hash_table_insert (self->note_texts, g_steal_pointer (&key), lines);
  return TRUE;
}

static void
read_notes (Reader *self,
            GBytes *bytes)
{
  const PostilXmlPieces pieces = { .step = step_cb, .piece = note_cb, .user_data = self };

  self->note_texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, note_text_free);
  for (guint i = 0; i < self->notes->len; i++)
    g_hash_table_insert (self->note_texts, g_strdup (g_ptr_array_index (self->notes, i)), NULL);
  self->is_in_note = TRUE;
  /* A document without its notes is better than none. */
  if (self->notes->len > 0)
    {
      (void) !postil_article_zip_read_pieces (bytes, "word/footnotes.xml", pieces, NULL);
      (void) !postil_article_zip_read_pieces (bytes, "word/endnotes.xml", pieces, NULL);
    }
  for (guint i = 0; i < self->notes->len; i++)
    {
      PostilArticleLines *lines = g_hash_table_lookup (self->note_texts, g_ptr_array_index (self->notes, i));
      g_autofree char *mark = g_strdup_printf ("[%u] ", i + 1);

      if (lines == NULL)
        continue;
      postil_article_lines_break (self->out, i == 0 ? 2 : 1);
      postil_article_lines_append (self->out, mark, -1);
      postil_article_lines_append_lines (self->out, lines);
    }
  g_clear_pointer (&self->note_texts, g_hash_table_unref);
}

static guint
sniff_docx (const PostilArticleInput *input)
{
  return postil_article_zip_is (input, "word/document.xml", NULL) ? 95 : 0;
}

static gboolean
is_wanted (const char *name,
           gpointer    user_data)
{
  static const char *const names[] = {
    "word/numbering.xml", "word/styles.xml", "docProps/core.xml", NULL
  };

  return g_strv_contains (names, name);
}

/* NULL also for a part that is not there. */
static PostilXmlDoc *
read_optional (PostilZip  *zip,
               const char *name)
{
  return postil_zip_get (zip, name) != NULL ? postil_article_zip_read_xml (zip, name, NULL) : NULL;
}

static gboolean
read_docx (const PostilArticleInput *input,
           PostilArticleLines       *out,
           PostilArticleMeta        *meta,
           GError                  **error)
{
  g_autoptr (PostilZip) zip = postil_zip_new (input->bytes, is_wanted, NULL, error);
  g_autoptr (PostilXmlDoc) numbering = NULL;
  g_autoptr (PostilXmlDoc) styles = NULL;
  g_autoptr (PostilXmlDoc) core = NULL;
  g_autoptr (PostilDocxNumbers) numbers = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  Reader self = { .out = out, .notes = notes };
  const PostilXmlPieces pieces = { .step = step_cb, .begin = begin_cb, .end = end_cb, .piece = piece_cb, .user_data = &self };

  if (zip == NULL)
    return FALSE;
  numbering = read_optional (zip, "word/numbering.xml");
  styles = read_optional (zip, "word/styles.xml");
  core = read_optional (zip, "docProps/core.xml");
  numbers = postil_docx_numbers_new (numbering, styles);
  self.numbers = numbers;
  if (!postil_article_zip_read_pieces (input->bytes, "word/document.xml", pieces, error))
    return FALSE;
  self.n_codes = self.n_fields = 0;
  read_notes (&self, input->bytes);
  if (core != NULL)
    postil_article_zip_read_meta (core, meta);
  return TRUE;
}

const PostilArticleReader postil_article_docx = {
  .kind = "docx",
  .sniff = sniff_docx,
  .read = read_docx,
};
