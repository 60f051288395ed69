/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* αU, the older coefficient for unitizing: Krippendorff (1995), “On the reliability of unitizing
 * continuous data”, Sociological Methodology 25, and (2004), Quality & Quantity 38. For each
 * code, a coder divides the text into units and the gaps between them; two that overlap differ
 * by the squares of the distances of their ends, a unit in another's gap by its squared length.
 * The value over all codes sums the observed and the expected disagreements of the codes.
 *
 * The expected disagreement has each unit's length meet all gaps of all articles. So that sums
 * can be added up over articles, units and gaps are counted by the units' lengths: for each
 * length that occurs, how many units have it, and in how many places one would fit into a gap.
 * Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Places in the sums: the text's length, and then for each code N_FIXED numbers and, for each
 * length of its units, two. */
enum
{
  AT_LENGTH,
  AT_CODES
};
enum
{
  AT_OBSERVED, /* Σ δ² over pairs of coders, each once */
  AT_UNITS,
  AT_CUBES,    /* Σ 2ℓ³ − 3ℓ² + ℓ over units */
  AT_SQUARES,  /* Σ ℓ (ℓ − 1) over units */
  N_FIXED
};

/* The lengths of the units of each code, ascending, and where its numbers begin. */
typedef struct
{
  guint    n_codes;
  GArray **lengths; /* of guint */
  gsize   *begins;  /* n_codes + 1 */
} Lengths;

typedef struct
{
  double   start;
  double   end;
  gboolean is_unit;
} Section;

static void
lengths_free (gpointer data)
{
  Lengths *self = data;

  for (guint i = 0; i < self->n_codes; i++)
    g_array_unref (self->lengths[i]);
  g_free (self->lengths);
  g_free (self->begins);
  g_free (self);
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

static void
sort_and_unite (GArray *lengths)
{
  guint n = 0;

  g_array_sort (lengths, compare_lengths);
  for (guint i = 0; i < lengths->len; i++)
    if (n == 0 || g_array_index (lengths, guint, i) != g_array_index (lengths, guint, n - 1))
      g_array_index (lengths, guint, n++) = g_array_index (lengths, guint, i);
  g_array_set_size (lengths, n);
}

static gpointer
alpha_u_prepare (const PostilMeasureTask *task)
{
  Lengths *self = g_new0 (Lengths, 1);

  self->n_codes = postil_coded_get_n_codes (task->coded);
  self->lengths = g_new (GArray *, MAX (self->n_codes, 1));
  self->begins = g_new0 (gsize, self->n_codes + 1);
  for (guint i = 0; i < self->n_codes; i++)
    self->lengths[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint a = 0; a < postil_coded_get_n_articles (task->coded); a++)
    for (guint coder = 0; coder < postil_coded_get_n_coders (task->coded); coder++)
      {
        GArray *units = postil_coded_get_article (task->coded, a)->units[coder];

        for (guint i = 0; i < units->len; i++)
          {
            const PostilCodedUnit *unit = &g_array_index (units, PostilCodedUnit, i);
            guint length = (guint) (unit->span.end - unit->span.start);

            g_array_append_val (self->lengths[unit->code], length);
          }
      }
  self->begins[0] = AT_CODES;
  for (guint i = 0; i < self->n_codes; i++)
    {
      sort_and_unite (self->lengths[i]);
      self->begins[i + 1] = self->begins[i] + N_FIXED + 2 * (gsize) self->lengths[i]->len;
    }
  return self;
}

static gsize
alpha_u_get_size (const PostilMeasureTask *task)
{
  const Lengths *lengths = task->prepared;

  return lengths->begins[lengths->n_codes];
}

/* A coder's units of one code, and the gaps between and around them. */
static GArray *
find_sections (GArray *units, guint code, double n_chars)
{
  GArray *sections = g_array_new (FALSE, FALSE, sizeof (Section));
  double end = 0;

  for (guint i = 0; i < units->len; i++)
    {
      const PostilCodedUnit *unit = &g_array_index (units, PostilCodedUnit, i);
      Section gap = { end, unit->span.start, FALSE };
      Section section = { unit->span.start, unit->span.end, TRUE };

      if (unit->code != code)
        continue;
      if (gap.end > gap.start)
        g_array_append_val (sections, gap);
      g_array_append_val (sections, section);
      end = section.end;
    }
  if (n_chars > end)
    {
      Section gap = { end, n_chars, FALSE };

      g_array_append_val (sections, gap);
    }
  return sections;
}

static double
square (double number)
{
  return number * number;
}

static double
get_distance (const Section *a, const Section *b)
{
  if (a->is_unit && b->is_unit)
    return MAX (a->start, b->start) < MIN (a->end, b->end) ? square (a->start - b->start) + square (a->end - b->end) : 0;
  if (a->is_unit && b->start <= a->start && a->end <= b->end)
    return square (a->end - a->start);
  if (b->is_unit && a->start <= b->start && b->end <= a->end)
    return square (b->end - b->start);
  return 0;
}

/* Both divide the whole text, so each step leaves behind the section that ends first. */
static double
sum_distances (GArray *first, GArray *second)
{
  double sum = 0;

  for (guint i = 0, j = 0; i < first->len && j < second->len;)
    {
      const Section *a = &g_array_index (first, Section, i);
      const Section *b = &g_array_index (second, Section, j);

      sum += get_distance (a, b);
      if (a->end <= b->end)
        i++;
      if (b->end <= a->end)
        j++;
    }
  return sum;
}

static int
compare_longest_first (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left > right ? -1 : left < right;
}

/* For each length, in how many places a unit of it fits into the gaps. */
static void
count_places (GArray *gaps, GArray *lengths, double *sums)
{
  double sum = 0;
  guint n = 0;

  g_array_sort (gaps, compare_longest_first);
  for (guint i = lengths->len; i-- > 0;)
    {
      double length = g_array_index (lengths, guint, i);

      for (; n < gaps->len && g_array_index (gaps, double, n) >= length; n++)
        sum += g_array_index (gaps, double, n);
      sums[2 * i + 1] += sum - n * (length - 1);
    }
}

static void
count_code (const PostilMeasureTask *task, const PostilCodedArticle *article, guint code, double *sums)
{
  const Lengths *lengths = task->prepared;
  guint n_coders = postil_coded_get_n_coders (task->coded);
  g_autoptr(GPtrArray) of_coders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr(GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint coder = 0; coder < n_coders; coder++)
    {
      GArray *sections = find_sections (article->units[coder], code, article->n_chars);

      g_ptr_array_add (of_coders, sections);
      for (guint i = 0; i < sections->len; i++)
        {
          const Section *section = &g_array_index (sections, Section, i);
          double length = section->end - section->start;
          guint whole = (guint) length;
          guint at;

          if (!section->is_unit)
            {
              g_array_append_val (gaps, length);
              continue;
            }
          if (!g_array_binary_search (lengths->lengths[code], &whole, compare_lengths, &at))
            g_assert_not_reached ();
          sums[AT_UNITS]++;
          sums[AT_CUBES] += 2 * length * length * length - 3 * length * length + length;
          sums[AT_SQUARES] += length * (length - 1);
          sums[N_FIXED + 2 * (gsize) at]++;
        }
      for (guint other = 0; other < coder; other++)
        sums[AT_OBSERVED] += sum_distances (of_coders->pdata[other], sections);
    }
  count_places (gaps, lengths->lengths[code], sums + N_FIXED);
}

static void
alpha_u_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  const Lengths *lengths = task->prepared;

  sums[AT_LENGTH] += article->n_chars;
  for (guint code = 0; code < lengths->n_codes; code++)
    if (task->code == G_MAXUINT || task->code == code)
      count_code (task, article, code, sums + lengths->begins[code]);
}

/* Observed and expected disagreement of one code, equations 9 and 10 of 1995. */
static void
add_disagreement (const GArray *lengths, const double *sums, double m, double length, double *observed, double *expected)
{
  double sum = (sums[AT_UNITS] - 1) / 3 * sums[AT_CUBES];

  for (guint i = 0; i < lengths->len; i++)
    sum += sums[N_FIXED + 2 * (gsize) i] * square (g_array_index (lengths, guint, i)) * sums[N_FIXED + 2 * (gsize) i + 1];
  *observed += 2 * sums[AT_OBSERVED] / (m * (m - 1) * length * length);
  if (sums[AT_UNITS] > 0)
    *expected += 2 / length * sum / (m * length * (m * length - 1) - sums[AT_SQUARES]);
}

static void
alpha_u_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  const Lengths *lengths = task->prepared;
  double m = postil_coded_get_n_coders (task->coded);
  double observed = 0, expected = 0;

  *value = (PostilMeasureValue) { FALSE, 0, NULL, 0, -1, -1 };
  for (guint code = 0; code < lengths->n_codes; code++)
    if (task->code == G_MAXUINT || task->code == code)
      {
        value->n += sums[lengths->begins[code] + AT_UNITS];
        if (m >= 2 && sums[AT_LENGTH] > 0)
          add_disagreement (lengths->lengths[code], sums + lengths->begins[code], m, sums[AT_LENGTH], &observed, &expected);
      }
  if (m < 2)
    value->reason = N_("one coder");
  else if (!(value->n > 0))
    value->reason = N_("no units");
  else if (!(expected > 0))
    value->reason = N_("no disagreement is to be expected by chance");
  if (value->reason != NULL)
    return;

  value->is_defined = TRUE;
  value->value = 1 - observed / expected;
}

const PostilMeasure postil_measure_alpha_u = {
  "alpha-u", N_("Krippendorff’s αU (1995)"), N_("Did they find and place the same passages? The older coefficient."),
  "Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology, 25, 47–76.",
  FALSE, FALSE, alpha_u_get_size, alpha_u_count, alpha_u_evaluate, FALSE, alpha_u_prepare, lengths_free
};
