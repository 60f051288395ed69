/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conll: a token and its tag a line, an empty line after a sentence, a file an article and
 * coder. A tag stands for a code on whole tokens, one at a place; all else is in the losses,
 * item by item. conll-bioes differs in its tags only. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-segment.h"
#include "exchange/postil-conll.h"
#include "exchange/postil-row.h"

static const char *const extensions[] = { "conll", "bio", "iob", "iob2", "bioes", NULL };

typedef struct
{
  PostilExportOptions options;
  gboolean            is_bioes;
} Writer;

typedef struct
{
  PostilSpan  span;
  const char *code;     /* borrowed of the annotation; NULL for none */
  gboolean    is_first; /* of the passage */
  gboolean    is_last;
  gboolean    ends_sentence;
} Token;

/* One layer while it is being written. */
typedef struct
{
  const char   *path;
  PostilText   *text;
  GArray       *tokens; /* (element-type Token) */
  PostilReport *losses;
} Tagging;

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  return self;
}

static gpointer
export_begin_bioes (const PostilExportOptions *options,
                    GError                   **error)
{
  Writer *self = export_begin (options, error);

  self->is_bioes = TRUE;
  return self;
}

/* Words, and each other character for itself; white space is between tokens. */
static void
split_sentence (PostilSegmenter *segmenter,
                PostilText      *text,
                PostilSpan       sentence,
                GArray          *tokens)
{
  guint n_before = tokens->len;

  for (guint at = sentence.start; at < sentence.end;)
    {
      Token token = { .span = { at, at + 1 } };
      PostilSpan span;

      if (g_unichar_isspace (postil_text_get_char (text, at)))
        {
          at++;
          continue;
        }
      if (postil_segmenter_get_at (segmenter, POSTIL_SEGMENT_WORD, at, &span)
          || postil_segmenter_get_at (segmenter, POSTIL_SEGMENT_GRAPHEME, at, &span))
        token.span.end = CLAMP (span.end, at + 1, sentence.end);
      g_array_append_val (tokens, token);
      at = token.span.end;
    }
  if (tokens->len > n_before)
    g_array_index (tokens, Token, tokens->len - 1).ends_sentence = TRUE;
}

static GArray *
dup_tokens (PostilText *text,
            const char *language)
{
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (text, language);
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  guint n_chars = postil_text_get_n_chars (text);
  guint at = 0;
  PostilSpan sentence;

  while (at < n_chars && postil_segmenter_get_next (segmenter, POSTIL_SEGMENT_SENTENCE, at, &sentence))
    {
      /* Whatever stood before it. */
      sentence.start = at;
      split_sentence (segmenter, text, sentence, tokens);
      at = MAX (sentence.end, at + 1);
    }
  if (at < n_chars)
    split_sentence (segmenter, text, (PostilSpan) { at, n_chars }, tokens);
  return tokens;
}

/* The tokens that share a character with @span: @first … @end - 1. */
static void
find_tokens (GArray     *tokens,
             PostilSpan  span,
             guint      *first,
             guint      *end)
{
  guint low = 0;
  guint high = tokens->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (tokens, Token, middle).span.end <= span.start)
        low = middle + 1;
      else
        high = middle;
    }
  *first = low;
  for (*end = low; *end < tokens->len && g_array_index (tokens, Token, *end).span.start < span.end;)
    ++*end;
}

static gboolean
is_free (GArray           *tokens,
         PostilAnnotation *annotation)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  guint last = 0;

  for (guint i = 0; i < n_pieces; i++)
    {
      guint first, end;

      find_tokens (tokens, pieces[i].span, &first, &end);
      if (first == end || (i > 0 && first < last))
        return FALSE;
      for (guint j = first; j < end; j++)
        if (g_array_index (tokens, Token, j).code != NULL)
          return FALSE;
      last = end;
    }
  return TRUE;
}

static void
tag_pieces (Tagging          *self,
            PostilAnnotation *annotation)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  gboolean is_exact = TRUE;

  for (guint i = 0; i < n_pieces; i++)
    {
      guint first, end;

      find_tokens (self->tokens, pieces[i].span, &first, &end);
      for (guint j = first; j < end; j++)
        {
          Token *token = &g_array_index (self->tokens, Token, j);

          token->code = postil_annotation_get_code (annotation);
          token->is_first = j == first;
          token->is_last = j + 1 == end;
        }
      is_exact = is_exact && g_array_index (self->tokens, Token, first).span.start == pieces[i].span.start
                 && g_array_index (self->tokens, Token, end - 1).span.end == pieces[i].span.end;
    }
  if (!is_exact)
    postil_report_add (self->losses, self->path, 0, "token-border", postil_annotation_get_id (annotation),
                       _("This passage begins or ends within a token or in white space; whole tokens were tagged."));
  if (n_pieces > 1)
    postil_report_add (self->losses, self->path, 0, "pieces", postil_annotation_get_id (annotation),
                       _("The %u pieces of this passage became passages of their own."), n_pieces);
}

static void
report_annotation (Tagging          *self,
                   PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    postil_report_add (self->losses, self->path, 0, "attribute", id,
                       _("The attribute “%s” of this annotation, “%s”, is not kept."), attributes[i].name, attributes[i].value);
  if (postil_annotation_get_note (annotation) != NULL)
    postil_report_add (self->losses, self->path, 0, "note", id,
                       _("The note of this annotation is not kept: “%s”"), postil_annotation_get_note (annotation));
  if (postil_annotation_is_unsure (annotation))
    postil_report_add (self->losses, self->path, 0, "unsure", id, _("That the coder was unsure here is not kept."));
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED)
    postil_report_add (self->losses, self->path, 0, "anchor", id,
                       _("The mark that this passage was moved and is to be checked is not kept."));
}

static void
tag_annotation (Tagging          *self,
                PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    postil_report_add (self->losses, self->path, 0, "orphan", id,
                       _("This passage was not found in its article, and this format has no room for one without a place."));
  else if (postil_annotation_check (annotation, self->text) != POSTIL_FIT_OK)
    postil_report_add (self->losses, self->path, 0, "quote-mismatch", id,
                       _("The text of the article is not what this passage quotes, so it was not written."));
  else if (!is_free (self->tokens, annotation))
    {
      g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, 40);

      postil_report_add (self->losses, self->path, 0, "overlap", id,
                         _("This passage shares a token with one before it, or holds none, and a token has one tag; it was not written: “%s”"),
                         excerpt);
    }
  else
    {
      tag_pieces (self, annotation);
      report_annotation (self, annotation);
    }
}

static void
report_layer (const char   *path,
              PostilLayer  *layer,
              PostilReport *losses)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  guint n = postil_layer_get_n_annotations (layer);

  if (n > 0)
    postil_report_add (losses, path, 0, "id", info->coder,
                       g_dngettext (GETTEXT_PACKAGE, "The id and the times of %u annotation are not kept.",
                                    "The ids and the times of %u annotations are not kept.", n), n);
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      postil_report_add (losses, path, 0, "link", postil_link_get_id (link),
                         _("The link “%s” is not kept."), postil_link_get_kind (link));
    }
  if (n == 0)
    postil_report_add (losses, path, 0, "empty-layer", info->coder,
                       _("%s marked nothing in this article, and there is no row to say so."), info->coder);
  if (info->coder_name != NULL)
    postil_report_add (losses, path, 0, "coder-name", info->coder,
                       _("The full name of %s, “%s”, is not kept."), info->coder, info->coder_name);
  if (g_strcmp0 (info->status, "in progress") != 0)
    postil_report_add (losses, path, 0, "status", info->coder,
                       _("That the article is “%s” for %s is not kept."), info->status, info->coder);
}

static const char *
get_prefix (Writer      *self,
            const Token *token)
{
  if (self->is_bioes && token->is_last)
    return token->is_first ? "S-" : "E-";
  return token->is_first ? "B-" : "I-";
}

static void
append_tokens (Writer  *self,
               GString *out,
               Tagging *tagging)
{
  for (guint i = 0; i < tagging->tokens->len; i++)
    {
      const Token *token = &g_array_index (tagging->tokens, Token, i);
      gsize n_bytes;
      const char *slice = postil_text_peek_slice (tagging->text, token->span, &n_bytes);

      g_string_append_len (out, slice, (gssize) n_bytes);
      g_string_append_c (out, ' ');
      if (token->code == NULL)
        g_string_append_c (out, 'O');
      else
        {
          g_string_append (out, get_prefix (self, token));
          for (const char *p = token->code; *p != '\0'; p++)
            g_string_append_c (out, g_ascii_isspace (*p) ? '_' : *p);
        }
      g_string_append (out, token->ends_sentence ? "\n\n" : "\n");
    }
}

static gboolean
export_layer (Writer           *self,
              PostilSetArticle *article,
              PostilLayer      *layer,
              PostilReport     *losses,
              GError          **error)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  g_autofree char *path = postil_row_dup_path (article->path, losses);
  g_autofree char *stem = g_str_has_suffix (path, ".txt") ? g_strndup (path, strlen (path) - 4) : g_strdup (path);
  g_autofree char *coder = g_strdelimit (g_strdup (info->coder), "/\\", '-');
  g_autofree char *name = g_strconcat (coder, "/", stem, ".conll", NULL);
  g_autoptr (GArray) tokens = dup_tokens (article->text, info->language);
  g_autoptr (GString) out = g_string_new (POSTIL_CONLL_DOCUMENT "\n\n");
  Tagging tagging = { path, article->text, tokens, losses };

  report_layer (path, layer, losses);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    tag_annotation (&tagging, postil_layer_get_annotation (layer, i));
  append_tokens (self, out, &tagging);
  return self->options.emit (name, out->str, out->len, self->options.emit_data, error);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  for (guint i = 0; article->text != NULL && i < article->layers->len; i++)
    if (!export_layer (state, article, g_ptr_array_index (article->layers, i), losses, error))
      return FALSE;
  return TRUE;
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  g_free (state);
  return TRUE;
}

const PostilFormat postil_format_conll = {
  .name = "conll",
  .title = N_ ("CoNLL, a token a line (BIO tags)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE,
  .cannot_hold = N_ ("The text’s white space, overlaps, parts of tokens, pieces as one passage, attributes, notes, links, ids, times, doubts, definitions of codes, full names"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = g_free,
  .sniff = postil_conll_sniff,
  .import = postil_conll_import,
};

const PostilFormat postil_format_conll_bioes = {
  .name = "conll-bioes",
  .title = N_ ("CoNLL, a token a line (BIOES tags)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_WRITE,
  .cannot_hold = N_ ("The text’s white space, overlaps, parts of tokens, pieces as one passage, attributes, notes, links, ids, times, doubts, definitions of codes, full names"),
  .export_begin = export_begin_bioes,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = g_free,
};
