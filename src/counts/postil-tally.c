/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tally is filled here. Every name is kept once and is a number from then on, so that a
 * passage costs some sixty bytes and the beginning of its quote. Invariant: the passages of one
 * layer stand together, in the layer's order. Any thread, one at a time while it is filled. */

#include "config.h"

#include "counts/postil-tally-private.h"

#include <string.h>

#define EXCERPT_CHARS 100u

static void
names_init (PostilTallyNames *self)
{
  self->names = g_array_new (FALSE, FALSE, sizeof (PostilTallyName));
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
names_clear (PostilTallyNames *self)
{
  g_array_unref (self->names);
  g_hash_table_unref (self->numbers);
}

static guint32
names_find (PostilTallyNames *self,
            const char       *id)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));

  return number > 0 ? number - 1 : POSTIL_TALLY_NONE;
}

/* @label: NULL where only the id is known so far. */
static guint32
names_add (PostilTally      *tally,
           PostilTallyNames *self,
           const char       *id,
           const char       *label)
{
  guint32 number = names_find (self, id);
  PostilTallyName name = { 0 };

  if (number != POSTIL_TALLY_NONE)
    {
      PostilTallyName *old = &g_array_index (self->names, PostilTallyName, number);

      if (label != NULL && old->label == old->id)
        old->label = g_string_chunk_insert (tally->strings, label);
      return number;
    }
  name.id = g_string_chunk_insert (tally->strings, id);
  name.label = label != NULL && *label != '\0' ? g_string_chunk_insert (tally->strings, label) : name.id;
  g_array_append_val (self->names, name);
  g_hash_table_insert (self->numbers, (char *) name.id, GUINT_TO_POINTER (self->names->len));
  return self->names->len - 1;
}

PostilTally *
postil_tally_new (void)
{
  PostilTally *self = g_new0 (PostilTally, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (64 * 1024);
  self->records = g_array_new (FALSE, FALSE, sizeof (PostilTallyRecord));
  self->articles = g_array_new (FALSE, FALSE, sizeof (PostilTallyArticle));
  self->paths = g_hash_table_new (g_str_hash, g_str_equal);
  self->spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  self->given = g_array_new (FALSE, FALSE, sizeof (PostilTallyAttribute));
  self->links = g_array_new (FALSE, FALSE, sizeof (PostilTalliedLink));
  names_init (&self->codes);
  names_init (&self->coders);
  names_init (&self->attributes);
  names_init (&self->values);
  names_init (&self->kinds);
  return self;
}

PostilTally *
postil_tally_ref (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_tally_unref (PostilTally *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  names_clear (&self->codes);
  names_clear (&self->coders);
  names_clear (&self->attributes);
  names_clear (&self->values);
  names_clear (&self->kinds);
  g_array_unref (self->records);
  g_array_unref (self->articles);
  g_array_unref (self->spans);
  g_array_unref (self->given);
  g_array_unref (self->links);
  g_hash_table_unref (self->paths);
  g_string_chunk_free (self->strings);
  g_clear_pointer (&self->last, postil_codebook_unref);
  g_free (self);
}

void
postil_tally_add_codebook (PostilTally    *self,
                           PostilCodebook *codebook)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (codebook != NULL);

  /* Nearly always the one of the article before. */
  if (self->last == codebook)
    return;
  g_clear_pointer (&self->last, postil_codebook_unref);
  self->last = postil_codebook_ref (codebook);
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      names_add (self, &self->codes, code->id, code->shown);
    }
  for (guint i = 0; i < postil_codebook_get_n_attributes (codebook); i++)
    {
      const PostilAttributeDef *attribute = postil_codebook_get_attribute (codebook, i);

      names_add (self, &self->attributes, attribute->id, attribute->shown);
    }
  for (guint i = 0; i < postil_codebook_get_n_links (codebook); i++)
    {
      const PostilLinkDef *link = postil_codebook_get_link (codebook, i);

      names_add (self, &self->kinds, link->id, link->shown);
    }
}

/* Exactly @n digits. */
static gboolean
parse_digits (const char *text,
              guint       n,
              guint      *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (guint) (text[i] - '0');
    }
  return !g_ascii_isdigit (text[n]);
}

/* What of @date can be believed. */
static void
parse_date (const char         *date,
            PostilTallyArticle *article)
{
  guint year = 0;
  guint month = 0;
  guint day = 0;

  if (date == NULL || !parse_digits (date, 4, &year) || year == 0)
    return;
  if (date[4] != '\0' && date[4] != '-')
    return;
  article->year = (guint16) year;
  if (date[4] != '-' || !parse_digits (date + 5, 2, &month) || month < 1 || month > 12)
    return;
  article->month = (guint8) month;
  if (date[7] == '-' && parse_digits (date + 8, 2, &day) &&
      g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    article->day = (guint8) day;
}

guint32
postil_tally_add_article (PostilTally *self,
                          const char  *path,
                          const char  *date,
                          guint        n_chars)
{
  PostilTallyArticle article = { 0 };

  g_return_val_if_fail (self != NULL, POSTIL_TALLY_NONE);
  g_return_val_if_fail (path != NULL, POSTIL_TALLY_NONE);

  article.path = g_string_chunk_insert (self->strings, path);
  article.n_chars = n_chars;
  parse_date (date, &article);
  g_array_append_val (self->articles, article);
  g_hash_table_insert (self->paths, (char *) article.path, GUINT_TO_POINTER (self->articles->len));
  return self->articles->len - 1;
}

static void
add_attributes (PostilTally       *self,
                PostilAnnotation  *annotation,
                PostilTallyRecord *record)
{
  guint n_attributes = 0;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n_attributes);

  record->first_value = self->given->len;
  record->n_values = n_attributes;
  for (guint i = 0; i < n_attributes; i++)
    {
      PostilTallyAttribute given = { names_add (self, &self->attributes, attributes[i].name, NULL),
                                     names_add (self, &self->values, attributes[i].value, NULL) };

      g_array_append_val (self->given, given);
    }
}

static void
add_pieces (PostilTally       *self,
            PostilAnnotation  *annotation,
            PostilTallyRecord *record)
{
  guint n_pieces = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  PostilSpan hull = postil_annotation_get_hull (annotation);

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return;
  record->start = hull.start;
  record->end = hull.end;
  if (n_pieces < 2)
    return;
  record->first_span = self->spans->len;
  record->n_spans = n_pieces;
  for (guint i = 0; i < n_pieces; i++)
    g_array_append_val (self->spans, pieces[i].span);
}

static void
add_links (PostilTally *self,
           PostilLayer *layer,
           guint        first)
{
  g_autoptr (GHashTable) numbers = NULL;
  guint n_links = postil_layer_get_n_links (layer);

  if (n_links == 0)
    return;
  numbers = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = self->records->len; i-- > first;)
    g_hash_table_insert (numbers, (char *) postil_tally_peek (self, i)->id, GUINT_TO_POINTER (i));
  for (guint i = 0; i < n_links; i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);
      gpointer from = NULL;
      gpointer to = NULL;
      PostilTalliedLink tallied = { 0 };

      if (!g_hash_table_lookup_extended (numbers, postil_link_get_from (link), NULL, &from) ||
          !g_hash_table_lookup_extended (numbers, postil_link_get_to (link), NULL, &to))
        continue;
      tallied.from = GPOINTER_TO_UINT (from);
      tallied.to = GPOINTER_TO_UINT (to);
      tallied.kind = names_add (self, &self->kinds,
                                postil_link_get_kind (link) != NULL ? postil_link_get_kind (link) : "", NULL);
      g_array_append_val (self->links, tallied);
    }
}

void
postil_tally_add_layer (PostilTally *self,
                        guint32      article,
                        const char  *coder,
                        PostilLayer *layer)
{
  guint32 number = 0;
  guint first = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (article < self->articles->len);
  g_return_if_fail (coder != NULL);
  g_return_if_fail (layer != NULL);

  number = names_add (self, &self->coders, coder, NULL);
  first = self->records->len;
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);
      PostilTallyRecord record = { .article = article, .coder = number };

      record.code = names_add (self, &self->codes, postil_annotation_get_code (annotation), NULL);
      record.id = g_string_chunk_insert (self->strings, postil_annotation_get_id (annotation));
      record.excerpt = g_string_chunk_insert (self->strings, excerpt);
      add_attributes (self, annotation, &record);
      add_pieces (self, annotation, &record);
      g_array_append_val (self->records, record);
    }
  add_links (self, layer, first);
}
