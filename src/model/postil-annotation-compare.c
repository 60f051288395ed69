/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What makes two annotations the same, and which comes first. The spans of an orphan say
 * nothing and count in neither; its quotes do. Pure; any thread. */

#include "config.h"

#include "model/postil-annotation.h"

#include <string.h>

static gboolean
is_orphan (PostilAnnotation *annotation)
{
  return postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN;
}

int
postil_annotation_compare (PostilAnnotation *a,
                           PostilAnnotation *b)
{
  int order = 0;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  if (is_orphan (a) != is_orphan (b))
    return is_orphan (a) ? 1 : -1;
  if (!is_orphan (a))
    order = postil_span_compare (postil_annotation_get_hull (a), postil_annotation_get_hull (b));
  if (order != 0)
    return order;

  return strcmp (postil_annotation_get_id (a), postil_annotation_get_id (b));
}

static gboolean
equal_quotes (PostilAnnotation *a,
              PostilAnnotation *b)
{
  const PostilPiece *a_pieces;
  const PostilPiece *b_pieces;
  guint n;

  a_pieces = postil_annotation_get_pieces (a, &n);
  b_pieces = postil_annotation_get_pieces (b, NULL);
  for (guint i = 0; i < n; i++)
    {
      if (strcmp (a_pieces[i].exact, b_pieces[i].exact) != 0
          || g_strcmp0 (a_pieces[i].prefix, b_pieces[i].prefix) != 0
          || g_strcmp0 (a_pieces[i].suffix, b_pieces[i].suffix) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
equal_attributes (PostilAnnotation *a,
                  PostilAnnotation *b)
{
  const PostilAttribute *a_attributes;
  const PostilAttribute *b_attributes;
  guint n_a;
  guint n_b;

  a_attributes = postil_annotation_get_attributes (a, &n_a);
  b_attributes = postil_annotation_get_attributes (b, &n_b);
  if (n_a != n_b)
    return FALSE;

  for (guint i = 0; i < n_a; i++)
    {
      if (strcmp (a_attributes[i].name, b_attributes[i].name) != 0
          || strcmp (a_attributes[i].value, b_attributes[i].value) != 0)
        return FALSE;
    }

  return TRUE;
}

gboolean
postil_annotation_equal (PostilAnnotation *a,
                         PostilAnnotation *b)
{
  PostilAnnotationInit one;
  PostilAnnotationInit other;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (a == b)
    return TRUE;

  postil_annotation_to_init (a, &one);
  postil_annotation_to_init (b, &other);
  return one.anchor == other.anchor
         && one.unsure == other.unsure
         && strcmp (one.id, other.id) == 0
         && strcmp (one.code, other.code) == 0
         && g_strcmp0 (one.note, other.note) == 0
         && g_strcmp0 (one.created, other.created) == 0
         && g_strcmp0 (one.modified, other.modified) == 0
         && postil_annotation_same_place (a, b)
         && equal_quotes (a, b)
         && equal_attributes (a, b);
}

gboolean
postil_annotation_same_place (PostilAnnotation *a,
                              PostilAnnotation *b)
{
  const PostilPiece *a_pieces;
  const PostilPiece *b_pieces;
  guint n_a;
  guint n_b;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  a_pieces = postil_annotation_get_pieces (a, &n_a);
  b_pieces = postil_annotation_get_pieces (b, &n_b);
  if (is_orphan (a) != is_orphan (b) || n_a != n_b)
    return FALSE;

  for (guint i = 0; i < n_a; i++)
    {
      if (is_orphan (a) ? strcmp (a_pieces[i].exact, b_pieces[i].exact) != 0
                        : !postil_span_equal (a_pieces[i].span, b_pieces[i].span))
        return FALSE;
    }

  return TRUE;
}
