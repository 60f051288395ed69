/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layer as brat's standoff lines. A piece that crosses a line end is cut there, as brat
 * wants it, and what the lines have no room for stands in a comment beside them. Invariant:
 * what the reader gives back is the same annotation; what is not written is a loss. Any
 * thread. */

#include "config.h"

#include "exchange/postil-brat.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  GString              *out;
  PostilBratVocabulary *vocabulary;
  PostilText           *text;
  const char           *article;
  PostilReport         *losses;
  GHashTable           *ids; /* annotation's id → number of its T */
  guint                 n_attributes;
  guint                 n_comments;
  guint                 n_normalisations;
  guint                 n_relations;
} Writer;

/* The pieces of @piece between line ends. */
static void
add_fragments (Writer     *self,
               PostilSpan  piece,
               GArray     *fragments)
{
  guint before = fragments->len;
  PostilSpan fragment = { piece.start, piece.start };

  for (guint i = piece.start; i <= piece.end; i++)
    {
      if (i < piece.end && postil_text_get_char (self->text, i) != '\n')
        continue;
      fragment.end = i;
      if (fragment.start < fragment.end)
        g_array_append_val (fragments, fragment);
      fragment.start = i + 1;
    }
  if (fragments->len == before)
    g_array_append_val (fragments, piece);
}

static GArray *
dup_fragments (Writer           *self,
               PostilAnnotation *annotation)
{
  GArray *fragments = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  const PostilPiece *pieces;
  guint n_pieces;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      const char *utf8 = postil_text_get_utf8 (self->text, NULL);
      gsize start = postil_text_char_to_byte (self->text, pieces[i].span.start);
      gsize end = postil_text_char_to_byte (self->text, pieces[i].span.end);

      if (memchr (utf8 + start, '\n', end - start) != NULL)
        add_fragments (self, pieces[i].span, fragments);
      else
        g_array_append_val (fragments, pieces[i].span);
    }
  return fragments;
}

static void
append_places (GString *out,
               GArray  *fragments)
{
  for (guint i = 0; i < fragments->len; i++)
    g_string_append_printf (out, "%s%u %u", i > 0 ? ";" : "", g_array_index (fragments, PostilSpan, i).start,
                            g_array_index (fragments, PostilSpan, i).end);
}

static void
append_quote (Writer *self,
              GArray *fragments)
{
  gsize start;

  for (guint i = 0; i < fragments->len; i++)
    {
      gsize n_bytes;
      const char *slice = postil_text_peek_slice (self->text, g_array_index (fragments, PostilSpan, i), &n_bytes);

      if (i > 0)
        g_string_append_c (self->out, ' ');
      start = self->out->len;
      g_string_append_len (self->out, slice, (gssize) n_bytes);
      for (gsize j = start; j < self->out->len; j++)
        if (self->out->str[j] == '\n')
          self->out->str[j] = ' ';
    }
}

static void
append_member (GString    *out,
               const char *key,
               const char *value)
{
  g_autofree char *escaped = NULL;

  if (value == NULL)
    return;
  escaped = g_uri_escape_string (value, "/:", TRUE);
  g_string_append_printf (out, " %s=%s", key, escaped);
}

static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < ' ' || *p == 0x7f)
      return FALSE;
  return text[0] != '\0' && text[0] != ' ' && text[strlen (text) - 1] != ' ';
}

/* An attribute's line has one line for its value; what does not fit goes into the comment,
 * with all values of that name, so that they stay in order. */
static gboolean
fits_line (const PostilAttribute *attributes,
           guint                  n_attributes,
           const char            *name)
{
  if (strcmp (name, POSTIL_BRAT_UNSURE) == 0)
    return FALSE;
  for (guint i = 0; i < n_attributes; i++)
    if (strcmp (attributes[i].name, name) == 0 && !is_one_line (attributes[i].value))
      return FALSE;
  return TRUE;
}

/* "Wikipedia:534366 Barack Obama" under its own name is a normalisation. */
static gboolean
append_normalisation (Writer                *self,
                      guint                  number,
                      const PostilAttribute *attribute)
{
  const char *space = strchr (attribute->value, ' ');
  gsize n = space != NULL ? (gsize) (space - attribute->value) : strlen (attribute->value);
  const char *colon = memchr (attribute->value, ':', n);

  if (strcmp (attribute->name, POSTIL_BRAT_REFERENCE) != 0 || colon == NULL || colon == attribute->value
      || colon + 1 == attribute->value + n || (space != NULL && space[1] == ' '))
    return FALSE;
  g_string_append_printf (self->out, "N%u\t%s T%u %.*s\t%s\n", ++self->n_normalisations,
                          postil_brat_vocabulary_get_name (self->vocabulary, POSTIL_BRAT_ATTRIBUTE, attribute->name),
                          number, (int) n, attribute->value, space != NULL ? space + 1 : "");
  return TRUE;
}

static void
append_attributes (Writer           *self,
                   guint             number,
                   PostilAnnotation *annotation,
                   GString          *comment)
{
  const PostilAttribute *attributes;
  guint n_attributes;

  if (postil_annotation_is_unsure (annotation))
    g_string_append_printf (self->out, "A%u\t" POSTIL_BRAT_UNSURE " T%u\n", ++self->n_attributes, number);
  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      const char *name;

      if (!fits_line (attributes, n_attributes, attributes[i].name))
        {
          g_autofree char *escaped = g_uri_escape_string (attributes[i].name, NULL, TRUE);
          g_autofree char *key = g_strconcat ("attribute.", escaped, NULL);

          append_member (comment, key, attributes[i].value);
          continue;
        }
      if (append_normalisation (self, number, &attributes[i]))
        continue;
      name = postil_brat_vocabulary_get_name (self->vocabulary, POSTIL_BRAT_ATTRIBUTE, attributes[i].name);
      postil_brat_vocabulary_add_value (self->vocabulary, attributes[i].name, attributes[i].value);
      if (strcmp (attributes[i].value, "true") == 0)
        g_string_append_printf (self->out, "A%u\t%s T%u\n", ++self->n_attributes, name, number);
      else
        g_string_append_printf (self->out, "A%u\t%s T%u %s\n", ++self->n_attributes, name, number, attributes[i].value);
    }
}

/* The places that the line could not say, valid as long as the line says the same. */
static void
append_real_places (GString          *comment,
                    PostilAnnotation *annotation,
                    GArray           *fragments)
{
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (GString) real = g_string_new (NULL);
  g_autofree char *quote = postil_annotation_dup_quote (annotation);
  const PostilPiece *pieces;
  guint n_pieces;

  append_places (written, fragments);
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    g_string_append_printf (real, "%s%u-%u", i > 0 ? "," : "", pieces[i].span.start, pieces[i].span.end);
  append_member (comment, "pieces", real->str);
  append_member (comment, "of", written->str);
  append_member (comment, "quote", quote);
}

static void
append_note (Writer     *self,
             guint       number,
             const char *note,
             GString    *comment)
{
  g_autofree char *line = NULL;

  if (note == NULL)
    return;
  if (is_one_line (note))
    {
      g_string_append_printf (self->out, "#%u\t" POSTIL_BRAT_NOTES " T%u\t%s\n", ++self->n_comments, number, note);
      return;
    }
  append_member (comment, "note", note);
  line = g_strdelimit (g_strdup (note), "\r\n\t", ' ');
  if (g_strstrip (line)[0] != '\0')
    g_string_append_printf (self->out, "#%u\t" POSTIL_BRAT_NOTES " T%u\t%s\n", ++self->n_comments, number, line);
}

static gboolean
has_same_places (PostilAnnotation *annotation,
                 GArray           *fragments)
{
  const PostilPiece *pieces;
  guint n_pieces;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    if (i >= fragments->len || !postil_span_equal (pieces[i].span, g_array_index (fragments, PostilSpan, i)))
      return FALSE;
  return n_pieces == fragments->len;
}

static void
append_annotation (Writer           *self,
                   PostilAnnotation *annotation)
{
  g_autoptr (GArray) fragments = dup_fragments (self, annotation);
  g_autoptr (GString) comment = g_string_new (NULL);
  guint number = g_hash_table_size (self->ids) + 1;
  const char *id = postil_annotation_get_id (annotation);
  gboolean crosses_line;

  g_hash_table_insert (self->ids, (gpointer) id, GUINT_TO_POINTER (number));
  g_string_append_printf (self->out, "T%u\t%s ", number,
                          postil_brat_vocabulary_get_name (self->vocabulary, POSTIL_BRAT_ENTITY, postil_annotation_get_code (annotation)));
  append_places (self->out, fragments);
  g_string_append_c (self->out, '\t');
  append_quote (self, fragments);
  g_string_append_c (self->out, '\n');
  append_member (comment, "id", id);
  append_member (comment, "created", postil_annotation_get_created (annotation));
  append_member (comment, "modified", postil_annotation_get_modified (annotation));
  append_member (comment, "moved", postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED ? "true" : NULL);
  crosses_line = !has_same_places (annotation, fragments);
  if (crosses_line)
    append_real_places (comment, annotation, fragments);
  append_attributes (self, number, annotation, comment);
  append_note (self, number, postil_annotation_get_note (annotation), comment);
  g_string_append_printf (self->out, "#%u\t" POSTIL_BRAT_COMMENT " T%u\t%s\n", ++self->n_comments, number, comment->str + 1);
}

static gboolean
can_append (Writer           *self,
            PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    postil_report_add (self->losses, self->article, 0, "orphan", id,
                       _("This passage was not found in its article, and brat has no room for one without a place."));
  else if (postil_annotation_check (annotation, self->text) != POSTIL_FIT_OK)
    postil_report_add (self->losses, self->article, 0, "quote-mismatch", id,
                       _("This passage does not stand at its place in the article, so it was not written."));
  else if (g_hash_table_contains (self->ids, id))
    postil_report_add (self->losses, self->article, 0, "duplicate-id", id,
                       _("Another annotation of this article and coder has the same id, so this one was not written."));
  else
    return TRUE;
  return FALSE;
}

static void
append_link (Writer     *self,
             PostilLink *link)
{
  guint from = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, postil_link_get_from (link)));
  guint to = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, postil_link_get_to (link)));
  const char *kind = postil_link_get_kind (link);

  if (from == 0 || to == 0)
    postil_report_add (self->losses, self->article, 0, "broken-link", postil_link_get_id (link),
                       _("The link “%s” begins or ends at an annotation that was not written, so it was not either."), kind);
  else if (strcmp (kind, POSTIL_BRAT_EQUIV) == 0)
    g_string_append_printf (self->out, "*\t" POSTIL_BRAT_EQUIV " T%u T%u\n", from, to);
  else
    g_string_append_printf (self->out, "R%u\t%s Arg1:T%u Arg2:T%u\n", ++self->n_relations,
                            postil_brat_vocabulary_get_name (self->vocabulary, POSTIL_BRAT_RELATION, kind), from, to);
}

static void
report_layer (Writer      *self,
              PostilLayer *layer)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  guint n_links = postil_layer_get_n_links (layer);

  if (postil_layer_get_n_annotations (layer) == 0)
    postil_report_add (self->losses, self->article, 0, "empty-layer", info->coder,
                       _("%s marked nothing in this article; the empty file does not say who."), info->coder);
  if (g_strcmp0 (info->status, "in progress") != 0)
    postil_report_add (self->losses, self->article, 0, "status", info->coder,
                       _("That the article is “%s” for %s is not kept."), info->status, info->coder);
  if (n_links > 0)
    postil_report_add (self->losses, self->article, 0, "link", info->coder,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "The id and the times of %u link are not kept; what it ties is.",
                                    "The ids and the times of %u links are not kept; what they tie is.", n_links),
                       n_links);
}

void
postil_brat_append_layer (GString              *out,
                          PostilBratVocabulary *vocabulary,
                          PostilSetArticle     *article,
                          PostilLayer          *layer,
                          PostilReport         *losses)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  Writer self = { .out = out, .vocabulary = vocabulary, .text = article->text, .article = article->path,
                  .losses = losses, .ids = ids };

  g_return_if_fail (out != NULL);
  g_return_if_fail (article->text != NULL);

  report_layer (&self, layer);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (can_append (&self, annotation))
        append_annotation (&self, annotation);
    }
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    append_link (&self, postil_layer_get_link (layer, i));
}
