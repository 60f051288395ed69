/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An annotation as one block of memory: the struct, its pieces, its attributes and all of
 * their strings behind one another. A file may hold a hundred thousand, so strings are
 * kept as 32-bit offsets into the block, and nothing is allocated beside it. Immutable
 * from birth; only the reference count, which is atomic, ever changes, so that any thread
 * may read one. */

#include "config.h"

#include "model/postil-annotation.h"

#include <string.h>

struct _PostilAnnotation
{
  gatomicrefcount ref_count;
  guint32         n_pieces;
  guint32         n_attributes;
  /* Byte offsets into the block; 0 for NULL. */
  guint32         id;
  guint32         code;
  guint32         note;
  guint32         created;
  guint32         modified;
  guint32         source;
  guint8          anchor;
  guint8          unsure;
};

G_STATIC_ASSERT (sizeof (struct _PostilAnnotation) % G_ALIGNOF (PostilPiece) == 0);
G_STATIC_ASSERT (sizeof (PostilPiece) % G_ALIGNOF (PostilAttribute) == 0);

static PostilPiece *
pieces_of (PostilAnnotation *self)
{
  return (PostilPiece *) (self + 1);
}

static PostilAttribute *
attributes_of (PostilAnnotation *self)
{
  return (PostilAttribute *) (pieces_of (self) + self->n_pieces);
}

static const char *
string_at (PostilAnnotation *self,
           guint32           offset)
{
  return offset != 0 ? (const char *) self + offset : NULL;
}

static gboolean
is_said (const char *text)
{
  return text != NULL && text[0] != '\0';
}

static gboolean
is_attribute_said (const PostilAttribute *attribute)
{
  return is_said (attribute->name) && is_said (attribute->value);
}

static gsize
measure_string (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

static gsize
measure_strings (const PostilAnnotationInit *init)
{
  gsize size = 0;

  size += measure_string (init->id);
  size += measure_string (init->code);
  size += measure_string (init->note);
  size += measure_string (init->created);
  size += measure_string (init->modified);
  size += measure_string (init->source);

  for (guint i = 0; i < init->n_pieces; i++)
    {
      size += measure_string (init->pieces[i].exact != NULL ? init->pieces[i].exact : "");
      size += measure_string (init->pieces[i].prefix);
      size += measure_string (init->pieces[i].suffix);
    }

  for (guint i = 0; i < init->n_attributes; i++)
    {
      if (!is_attribute_said (&init->attributes[i]))
        continue;
      size += measure_string (init->attributes[i].name);
      size += measure_string (init->attributes[i].value);
    }

  return size;
}

/* Copies @text to *@end and moves *@end behind it. */
static const char *
put_string (char       **end,
            const char  *text)
{
  char *start = *end;
  gsize size;

  if (text == NULL)
    return NULL;

  size = strlen (text) + 1;
  memcpy (start, text, size);
  *end += size;
  return start;
}

static guint32
put_offset (PostilAnnotation  *self,
            char             **end,
            const char        *text)
{
  const char *copy = put_string (end, text);

  return copy != NULL ? (guint32) (copy - (const char *) self) : 0;
}

/* There is nearly always one piece, and two at most. */
static void
sort_pieces (PostilPiece *pieces,
             guint        n)
{
  for (guint i = 1; i < n; i++)
    {
      PostilPiece piece = pieces[i];
      guint at = i;

      for (; at > 0 && postil_span_compare (pieces[at - 1].span, piece.span) > 0; at--)
        pieces[at] = pieces[at - 1];
      pieces[at] = piece;
    }
}

static void
sort_attributes (PostilAttribute *attributes,
                 guint            n)
{
  for (guint i = 1; i < n; i++)
    {
      PostilAttribute attribute = attributes[i];
      guint at = i;

      for (; at > 0 && strcmp (attributes[at - 1].name, attribute.name) > 0; at--)
        attributes[at] = attributes[at - 1];
      attributes[at] = attribute;
    }
}

static void
put_pieces (PostilAnnotation            *self,
            char                       **end,
            const PostilAnnotationInit  *init)
{
  PostilPiece *pieces = pieces_of (self);

  for (guint i = 0; i < init->n_pieces; i++)
    {
      const PostilPiece *piece = &init->pieces[i];

      pieces[i].span = piece->span;
      pieces[i].exact = put_string (end, piece->exact != NULL ? piece->exact : "");
      pieces[i].prefix = put_string (end, piece->prefix);
      pieces[i].suffix = put_string (end, piece->suffix);
    }

  /* An orphan's spans say nothing, so its pieces stay in the order of the quotes. */
  if (init->anchor != POSTIL_ANCHOR_ORPHAN)
    sort_pieces (pieces, init->n_pieces);
}

static void
put_attributes (PostilAnnotation            *self,
                char                       **end,
                const PostilAnnotationInit  *init)
{
  PostilAttribute *attributes = attributes_of (self);
  guint n = 0;

  for (guint i = 0; i < init->n_attributes; i++)
    {
      if (!is_attribute_said (&init->attributes[i]))
        continue;
      attributes[n].name = put_string (end, init->attributes[i].name);
      attributes[n].value = put_string (end, init->attributes[i].value);
      n++;
    }

  sort_attributes (attributes, n);
}

PostilAnnotation *
postil_annotation_new (const PostilAnnotationInit *init)
{
  PostilAnnotationInit said;
  PostilAnnotation *self;
  guint n_attributes = 0;
  gsize head_size;
  gsize size;
  char *end;

  g_return_val_if_fail (init != NULL, NULL);
  g_return_val_if_fail (init->id != NULL && init->code != NULL, NULL);
  g_return_val_if_fail (init->pieces != NULL && init->n_pieces > 0, NULL);

  said = *init;
  if (!is_said (said.note))
    said.note = NULL;
  for (guint i = 0; i < said.n_attributes; i++)
    n_attributes += is_attribute_said (&said.attributes[i]) ? 1 : 0;

  head_size = sizeof *self + said.n_pieces * sizeof (PostilPiece)
              + n_attributes * sizeof (PostilAttribute);
  size = head_size + measure_strings (&said);
  g_return_val_if_fail (size <= G_MAXUINT32, NULL);

  self = g_malloc (size);
  end = (char *) self + head_size;
  g_atomic_ref_count_init (&self->ref_count);
  self->n_pieces = said.n_pieces;
  self->n_attributes = n_attributes;
  self->anchor = said.anchor;
  self->unsure = said.unsure ? 1 : 0;
  self->id = put_offset (self, &end, said.id);
  self->code = put_offset (self, &end, said.code);
  self->note = put_offset (self, &end, said.note);
  self->created = put_offset (self, &end, said.created);
  self->modified = put_offset (self, &end, said.modified);
  self->source = put_offset (self, &end, said.source);
  put_pieces (self, &end, &said);
  put_attributes (self, &end, &said);
  g_assert ((gsize) (end - (char *) self) == size);

  return self;
}

PostilAnnotation *
postil_annotation_ref (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_annotation_unref (PostilAnnotation *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

void
postil_annotation_to_init (PostilAnnotation     *self,
                           PostilAnnotationInit *init)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (init != NULL);

  *init = (PostilAnnotationInit) {
    .id = string_at (self, self->id),
    .code = string_at (self, self->code),
    .note = string_at (self, self->note),
    .created = string_at (self, self->created),
    .modified = string_at (self, self->modified),
    .pieces = pieces_of (self),
    .n_pieces = self->n_pieces,
    .attributes = attributes_of (self),
    .n_attributes = self->n_attributes,
    .unsure = self->unsure != 0,
    .anchor = self->anchor,
    .source = string_at (self, self->source),
  };
}

const char *
postil_annotation_get_id (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return string_at (self, self->id);
}

const char *
postil_annotation_get_code (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return string_at (self, self->code);
}

const char *
postil_annotation_get_note (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return string_at (self, self->note);
}

const char *
postil_annotation_get_created (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return string_at (self, self->created);
}

const char *
postil_annotation_get_modified (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return string_at (self, self->modified);
}

gboolean
postil_annotation_is_unsure (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->unsure != 0;
}

PostilAnchor
postil_annotation_get_anchor (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, POSTIL_ANCHOR_ORPHAN);

  return self->anchor;
}

const char *
postil_annotation_get_source (PostilAnnotation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return string_at (self, self->source);
}

const PostilPiece *
postil_annotation_get_pieces (PostilAnnotation *self,
                              guint            *n_pieces)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n_pieces != NULL)
    *n_pieces = self->n_pieces;
  return pieces_of (self);
}

const PostilAttribute *
postil_annotation_get_attributes (PostilAnnotation *self,
                                  guint            *n_attributes)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n_attributes != NULL)
    *n_attributes = self->n_attributes;
  return attributes_of (self);
}

const char *
postil_annotation_get_attribute (PostilAnnotation *self,
                                 const char       *name)
{
  const PostilAttribute *attributes;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  attributes = attributes_of (self);
  for (guint i = 0; i < self->n_attributes; i++)
    {
      if (strcmp (attributes[i].name, name) == 0)
        return attributes[i].value;
    }

  return NULL;
}

PostilSpan
postil_annotation_get_hull (PostilAnnotation *self)
{
  PostilSpan hull = { 0, 0 };
  const PostilPiece *pieces;

  g_return_val_if_fail (self != NULL, hull);

  pieces = pieces_of (self);
  hull = pieces[0].span;
  /* A foreign file may nest pieces; the last is then not the one that ends last. */
  for (guint i = 1; i < self->n_pieces; i++)
    hull.end = MAX (hull.end, pieces[i].span.end);

  return hull;
}

gboolean
postil_annotation_overlaps (PostilAnnotation *self,
                            PostilSpan        span)
{
  const PostilPiece *pieces;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->anchor == POSTIL_ANCHOR_ORPHAN || postil_span_length (span) == 0)
    return FALSE;

  pieces = pieces_of (self);
  for (guint i = 0; i < self->n_pieces; i++)
    {
      if (postil_span_length (pieces[i].span) > 0 && postil_span_overlaps (pieces[i].span, span))
        return TRUE;
    }

  return FALSE;
}

gboolean
postil_annotation_contains (PostilAnnotation *self,
                            guint             char_offset)
{
  const PostilPiece *pieces;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->anchor == POSTIL_ANCHOR_ORPHAN)
    return FALSE;

  pieces = pieces_of (self);
  for (guint i = 0; i < self->n_pieces; i++)
    {
      if (pieces[i].span.start <= char_offset && char_offset < pieces[i].span.end)
        return TRUE;
    }

  return FALSE;
}

char *
postil_annotation_dup_quote (PostilAnnotation *self)
{
  const PostilPiece *pieces;
  GString *quote;

  g_return_val_if_fail (self != NULL, NULL);

  pieces = pieces_of (self);
  quote = g_string_new (pieces[0].exact);
  for (guint i = 1; i < self->n_pieces; i++)
    {
      g_string_append_c (quote, ' ');
      g_string_append (quote, pieces[i].exact);
    }

  return g_string_free (quote, FALSE);
}

char *
postil_annotation_dup_excerpt (PostilAnnotation *self,
                               guint             n_chars)
{
  g_autofree char *quote = NULL;
  GString *excerpt;
  guint n = 0;
  const char *at;

  g_return_val_if_fail (self != NULL, NULL);

  quote = postil_annotation_dup_quote (self);
  excerpt = g_string_new (NULL);
  for (at = quote; *at != '\0' && n < n_chars; at = g_utf8_next_char (at), n++)
    {
      gunichar character = g_utf8_get_char (at);

      g_string_append_unichar (excerpt, g_unichar_isspace (character) ? ' ' : character);
    }
  if (*at != '\0')
    g_string_append (excerpt, "…");

  return g_string_free (excerpt, FALSE);
}

PostilFit
postil_annotation_check (PostilAnnotation *self,
                         PostilText       *text)
{
  PostilFit fit = POSTIL_FIT_OK;
  const PostilPiece *pieces;

  g_return_val_if_fail (self != NULL, POSTIL_FIT_RANGE);
  g_return_val_if_fail (text != NULL, POSTIL_FIT_RANGE);

  if (self->anchor == POSTIL_ANCHOR_ORPHAN)
    return POSTIL_FIT_OK;

  pieces = pieces_of (self);
  for (guint i = 0; i < self->n_pieces; i++)
    {
      PostilSpan span = pieces[i].span;
      const char *slice;
      gsize n_bytes;

      if (span.start >= span.end || span.end > postil_text_get_n_chars (text))
        return POSTIL_FIT_RANGE;
      slice = postil_text_peek_slice (text, span, &n_bytes);
      if (strlen (pieces[i].exact) != n_bytes || memcmp (slice, pieces[i].exact, n_bytes) != 0)
        fit = POSTIL_FIT_QUOTE;
    }

  return fit;
}
