/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What coders marked, as numbers. A category is a set of codes, interned; the empty set is 0.
 * Not thread-safe while it is filled; any number of threads may read it afterwards. */

#include "config.h"

#include "agreement/postil-coded.h"

#include <string.h>

#include "base/postil-segment.h"

struct _PostilCoded
{
  GPtrArray  *coders;
  GPtrArray  *articles;
  GPtrArray  *codes;        /* of id */
  GHashTable *code_indices; /* id → index + 1 */
  GHashTable *limit;        /* of id; NULL for all */
  GPtrArray  *categories;   /* of GArray of code indices, sorted */
  GHashTable *category_indices; /* the set in letters → index */
  PostilUnit  unit;
};

/* A place where a coder's unit begins or ends. */
typedef struct
{
  guint32 at;
  guint   coder;
  guint   code;
  int     step;
} Border;

static void
coded_article_free (gpointer data)
{
  PostilCodedArticle *self = data;

  for (guint i = 0; self->units[i] != NULL; i++)
    {
      g_array_unref (self->units[i]);
      g_ptr_array_unref (self->passages[i]);
    }
  for (guint i = 0; i < self->rows->len; i++)
    g_free (g_array_index (self->rows, PostilCodedRow, i).categories);
  g_array_unref (self->rows);
  g_free (self->units);
  g_free (self->is_there);
  g_free (self->passages);
  g_free (self->path);
  g_free (self);
}

PostilCoded *
postil_coded_new (const char *const *coders,
                  PostilUnit         unit)
{
  PostilCoded *self;

  g_return_val_if_fail (coders != NULL, NULL);

  self = g_new0 (PostilCoded, 1);
  self->unit = unit;
  self->coders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; coders[i] != NULL; i++)
    g_ptr_array_add (self->coders, g_strdup (coders[i]));
  self->articles = g_ptr_array_new_with_free_func (coded_article_free);
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->code_indices = g_hash_table_new (g_str_hash, g_str_equal);
  self->categories = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->category_indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (self->categories, g_array_new (FALSE, FALSE, sizeof (guint)));
  g_hash_table_insert (self->category_indices, g_strdup (""), GUINT_TO_POINTER (0));
  return self;
}

void
postil_coded_free (PostilCoded *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->coders);
  g_ptr_array_unref (self->articles);
  g_hash_table_unref (self->code_indices);
  g_ptr_array_unref (self->codes);
  g_clear_pointer (&self->limit, g_hash_table_unref);
  g_ptr_array_unref (self->categories);
  g_hash_table_unref (self->category_indices);
  g_free (self);
}

void
postil_coded_limit_codes (PostilCoded       *self,
                          const char *const *codes)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (codes != NULL);

  g_clear_pointer (&self->limit, g_hash_table_unref);
  self->limit = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; codes[i] != NULL; i++)
    g_hash_table_add (self->limit, g_strdup (codes[i]));
}

static guint
intern_code (PostilCoded *self, const char *id)
{
  gpointer known = g_hash_table_lookup (self->code_indices, id);
  char *copy;

  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;

  copy = g_strdup (id);
  g_ptr_array_add (self->codes, copy);
  g_hash_table_insert (self->code_indices, copy, GUINT_TO_POINTER (self->codes->len));
  return self->codes->len - 1;
}

/* @counts: how many units of each code cover the place. */
static guint
intern_category (PostilCoded *self, const guint *counts, guint n_codes)
{
  g_autoptr(GString) key = g_string_new (NULL);
  g_autoptr(GArray) codes = g_array_new (FALSE, FALSE, sizeof (guint));
  gpointer known;

  for (guint code = 0; code < n_codes; code++)
    if (counts[code] > 0)
      {
        g_string_append_printf (key, "%u ", code);
        g_array_append_val (codes, code);
      }
  if (g_hash_table_lookup_extended (self->category_indices, key->str, NULL, &known))
    return GPOINTER_TO_UINT (known);

  g_ptr_array_add (self->categories, g_steal_pointer (&codes));
  g_hash_table_insert (self->category_indices, g_strdup (key->str),
                       GUINT_TO_POINTER (self->categories->len - 1));
  return self->categories->len - 1;
}

static int
compare_units_by_code (gconstpointer a, gconstpointer b)
{
  const PostilCodedUnit *left = a;
  const PostilCodedUnit *right = b;

  if (left->code != right->code)
    return left->code < right->code ? -1 : 1;
  return left->span.start < right->span.start ? -1 : left->span.start > right->span.start;
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  const PostilCodedUnit *left = a;
  const PostilCodedUnit *right = b;

  if (left->span.start != right->span.start)
    return left->span.start < right->span.start ? -1 : 1;
  if (left->span.end != right->span.end)
    return left->span.end < right->span.end ? -1 : 1;
  return left->code < right->code ? -1 : left->code > right->code;
}

static GArray *
merge_units (GArray *units)
{
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (PostilCodedUnit));

  g_array_sort (units, compare_units_by_code);
  for (guint i = 0; i < units->len; i++)
    {
      PostilCodedUnit unit = g_array_index (units, PostilCodedUnit, i);
      PostilCodedUnit *last = merged->len > 0
                              ? &g_array_index (merged, PostilCodedUnit, merged->len - 1) : NULL;

      if (last != NULL && last->code == unit.code && unit.span.start < last->span.end)
        last->span.end = MAX (last->span.end, unit.span.end);
      else
        g_array_append_val (merged, unit);
    }
  g_array_sort (merged, compare_units);
  return merged;
}

static void
read_layer (PostilCoded *self, PostilLayer *layer, PostilText *text, GArray **units,
            GPtrArray **passages)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (PostilCodedUnit));

  *passages = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  for (guint i = 0; layer != NULL && i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      const char *code = postil_annotation_get_code (annotation);
      guint n_pieces;
      const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN ||
          postil_annotation_check (annotation, text) == POSTIL_FIT_RANGE ||
          (self->limit != NULL && !g_hash_table_contains (self->limit, code)))
        continue;

      g_ptr_array_add (*passages, postil_annotation_ref (annotation));
      for (guint p = 0; p < n_pieces; p++)
        {
          PostilCodedUnit unit = { pieces[p].span, intern_code (self, code) };

          g_array_append_val (all, unit);
        }
    }
  *units = merge_units (all);
}

static int
compare_borders (gconstpointer a, gconstpointer b)
{
  const Border *left = a;
  const Border *right = b;

  return left->at < right->at ? -1 : left->at > right->at;
}

static void
add_row (GArray *rows, double weight, const guint *categories, guint n_coders)
{
  PostilCodedRow row = { weight, g_memdup2 (categories, n_coders * sizeof *categories) };

  g_array_append_val (rows, row);
}

/* One row for each stretch between borders. */
static void
make_character_rows (PostilCoded *self, PostilCodedArticle *article)
{
  guint n_coders = self->coders->len;
  guint n_codes = self->codes->len;
  g_autoptr(GArray) borders = g_array_new (FALSE, FALSE, sizeof (Border));
  g_autofree guint *counts = g_new0 (guint, MAX (n_coders * n_codes, 1));
  g_autofree guint *categories = g_new0 (guint, n_coders);
  guint32 at = 0;

  for (guint coder = 0; coder < n_coders; coder++)
    for (guint i = 0; i < article->units[coder]->len; i++)
      {
        const PostilCodedUnit *unit = &g_array_index (article->units[coder], PostilCodedUnit, i);
        Border begin = { unit->span.start, coder, unit->code, 1 };
        Border end = { unit->span.end, coder, unit->code, -1 };

        g_array_append_val (borders, begin);
        g_array_append_val (borders, end);
      }
  g_array_sort (borders, compare_borders);

  for (guint i = 0; i < borders->len;)
    {
      guint32 next = g_array_index (borders, Border, i).at;

      if (next > at)
        add_row (article->rows, next - at, categories, n_coders);
      at = next;
      for (; i < borders->len && g_array_index (borders, Border, i).at == at; i++)
        {
          const Border *border = &g_array_index (borders, Border, i);

          counts[border->coder * n_codes + border->code] += (guint) border->step;
          categories[border->coder] = G_MAXUINT;
        }
      for (guint coder = 0; coder < n_coders; coder++)
        if (categories[coder] == G_MAXUINT)
          categories[coder] = intern_category (self, counts + coder * n_codes, n_codes);
    }
  if (article->n_chars > at)
    add_row (article->rows, article->n_chars - at, categories, n_coders);
}

/* One row for each sentence or paragraph: it bears every code of which it holds a character. */
static void
make_segment_rows (PostilCoded *self, PostilCodedArticle *article, PostilText *text)
{
  g_autoptr(PostilSegmenter) segmenter = postil_segmenter_new (text, NULL);
  PostilSegment kind = self->unit == POSTIL_UNIT_SENTENCES ? POSTIL_SEGMENT_SENTENCE
                                                           : POSTIL_SEGMENT_PARAGRAPH;
  guint n_coders = self->coders->len;
  guint n_codes = self->codes->len;
  g_autofree guint *counts = g_new0 (guint, MAX (n_codes, 1));
  g_autofree guint *categories = g_new0 (guint, n_coders);
  PostilSpan span;
  guint from = 0;

  while (from < article->n_chars &&
         postil_segmenter_get_next (segmenter, kind, from, &span) && span.end > from)
    {
      for (guint coder = 0; coder < n_coders; coder++)
        {
          memset (counts, 0, n_codes * sizeof *counts);
          for (guint i = 0; i < article->units[coder]->len; i++)
            {
              const PostilCodedUnit *unit = &g_array_index (article->units[coder], PostilCodedUnit, i);

              if (unit->span.start >= span.end)
                break;
              if (postil_span_overlaps (unit->span, span))
                counts[unit->code]++;
            }
          categories[coder] = intern_category (self, counts, n_codes);
        }
      add_row (article->rows, 1.0, categories, n_coders);
      from = span.end;
    }
}

void
postil_coded_add_article (PostilCoded        *self,
                          const char         *path,
                          PostilText         *text,
                          PostilLayer *const *layers)
{
  PostilCodedArticle *article;
  guint n_coders;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  n_coders = self->coders->len;
  article = g_new0 (PostilCodedArticle, 1);
  article->path = g_strdup (path);
  article->index = self->articles->len;
  article->n_chars = postil_text_get_n_chars (text);
  article->units = g_new0 (GArray *, n_coders + 1);
  article->passages = g_new0 (GPtrArray *, n_coders + 1);
  article->is_there = g_new0 (gboolean, n_coders + 1);
  article->rows = g_array_new (FALSE, FALSE, sizeof (PostilCodedRow));
  for (guint i = 0; i < n_coders; i++)
    {
      article->is_there[i] = layers[i] != NULL;
      read_layer (self, layers[i], text, &article->units[i], &article->passages[i]);
    }
  if (self->unit == POSTIL_UNIT_CHARACTERS)
    make_character_rows (self, article);
  else
    make_segment_rows (self, article, text);
  g_ptr_array_add (self->articles, article);
}

guint
postil_coded_get_n_coders (PostilCoded *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->coders->len;
}

const char *
postil_coded_get_coder (PostilCoded *self,
                        guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->coders->len, NULL);
  return self->coders->pdata[index];
}

PostilUnit
postil_coded_get_unit (PostilCoded *self)
{
  g_return_val_if_fail (self != NULL, POSTIL_UNIT_CHARACTERS);
  return self->unit;
}

guint
postil_coded_get_n_articles (PostilCoded *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->articles->len;
}

const PostilCodedArticle *
postil_coded_get_article (PostilCoded *self,
                          guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->articles->len, NULL);
  return self->articles->pdata[index];
}

guint
postil_coded_get_n_codes (PostilCoded *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->codes->len;
}

const char *
postil_coded_get_code (PostilCoded *self,
                       guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->codes->len, NULL);
  return self->codes->pdata[index];
}

guint
postil_coded_find_code (PostilCoded *self,
                        const char  *code)
{
  gpointer known;

  g_return_val_if_fail (self != NULL, G_MAXUINT);

  known = g_hash_table_lookup (self->code_indices, code);
  return known != NULL ? GPOINTER_TO_UINT (known) - 1 : G_MAXUINT;
}

guint
postil_coded_get_n_categories (PostilCoded *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->categories->len;
}

gboolean
postil_coded_category_has (PostilCoded *self,
                           guint        category,
                           guint        code)
{
  GArray *codes;

  g_return_val_if_fail (self != NULL && category < self->categories->len, FALSE);

  codes = self->categories->pdata[category];
  for (guint i = 0; i < codes->len; i++)
    if (g_array_index (codes, guint, i) == code)
      return TRUE;
  return FALSE;
}
