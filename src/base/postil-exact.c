/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The places of the text, sorted by a hash of the few characters that begin there: a pattern is
 * compared only where its first, middle or last few characters stand, whichever is rarest.
 * Patterns that are shorter than that are looked for from end to end. Pure; any thread. */

#include "config.h"

#include "base/postil-exact.h"

#include <string.h>

#define GRAM_CHARS 6u
#define LEAST_HASH_BITS 6u
#define MOST_HASH_BITS 18u

struct _PostilExact
{
  const gunichar *chars;
  guint           n_chars;
  guint           n_bits; /* of a hash */
  guint32        *heads;  /* of each bucket in places, and the end of the last one */
  guint32        *places;
};

static guint
hash_gram (PostilExact *self, const gunichar *chars)
{
  guint32 hash = 0;

  for (guint i = 0; i < GRAM_CHARS; i++)
    hash = hash * 0x01000193u + chars[i];
  return (hash * 0x9e3779b1u) >> (32 - self->n_bits);
}

static guint
count_grams (PostilExact *self)
{
  return self->n_chars >= GRAM_CHARS ? self->n_chars - GRAM_CHARS + 1 : 0;
}

PostilExact *
postil_exact_new (const gunichar *chars,
                  guint           n_chars)
{
  PostilExact *self;
  guint n_grams, n_buckets;

  g_return_val_if_fail (chars != NULL || n_chars == 0, NULL);

  self = g_new0 (PostilExact, 1);
  self->chars = chars;
  self->n_chars = n_chars;
  n_grams = count_grams (self);
  /* A few places a bucket. */
  self->n_bits = CLAMP (g_bit_storage (n_grams / 4), LEAST_HASH_BITS, MOST_HASH_BITS);
  n_buckets = 1u << self->n_bits;
  self->heads = g_new0 (guint32, n_buckets + 1);
  self->places = g_new (guint32, n_grams);
  for (guint i = 0; i < n_grams; i++)
    self->heads[hash_gram (self, chars + i)]++;
  for (guint i = 1; i <= n_buckets; i++)
    self->heads[i] += self->heads[i - 1];
  /* From the end, so that each bucket is in order, and its head where it begins. */
  for (guint i = n_grams; i-- > 0;)
    self->places[--self->heads[hash_gram (self, chars + i)]] = i;
  return self;
}

void
postil_exact_free (PostilExact *self)
{
  if (self == NULL)
    return;

  g_free (self->heads);
  g_free (self->places);
  g_free (self);
}

static gboolean
stands_at (PostilExact *self, const gunichar *pattern, guint n_pattern, guint place)
{
  return place + n_pattern <= self->n_chars && memcmp (self->chars + place, pattern, n_pattern * sizeof *pattern) == 0;
}

static void
find_short (PostilExact *self, const gunichar *pattern, guint n_pattern, GArray *places)
{
  for (guint i = 0; i + n_pattern <= self->n_chars; i++)
    if (self->chars[i] == pattern[0] && stands_at (self, pattern, n_pattern, i))
      g_array_append_val (places, i);
}

void
postil_exact_find (PostilExact    *self,
                   const gunichar *pattern,
                   guint           n_pattern,
                   GArray         *places)
{
  guint offset = 0;
  guint bucket = 0;
  guint fewest = G_MAXUINT;

  g_return_if_fail (self != NULL);
  g_return_if_fail (pattern != NULL && n_pattern > 0);
  g_return_if_fail (places != NULL);

  if (n_pattern < GRAM_CHARS)
    {
      find_short (self, pattern, n_pattern, places);
      return;
    }
  for (guint i = 0; i < 3; i++)
    {
      guint at = (n_pattern - GRAM_CHARS) * i / 2;
      guint hash = hash_gram (self, pattern + at);
      guint n = self->heads[hash + 1] - self->heads[hash];

      if (n < fewest)
        {
          fewest = n;
          bucket = hash;
          offset = at;
        }
    }
  for (guint i = self->heads[bucket]; i < self->heads[bucket + 1]; i++)
    {
      guint place = self->places[i] - offset;

      if (self->places[i] >= offset && stands_at (self, pattern, n_pattern, place))
        g_array_append_val (places, place);
    }
}
