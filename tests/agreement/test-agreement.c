/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Agreement against published examples, against values worked out by hand, and uα against
 * a count character by character. */

#include "config.h"

#include "agreement/postil-agreement.h"

#include <math.h>
#include <string.h>

/* A coder's line: a letter a character is its code, '.' is none; a change of letter begins a
 * new unit, and so does an upper-case letter after the same in lower case. */
static PostilLayer *
make_layer (const char *coder, const char *line)
{
  PostilLayerInfo info = { .coder = coder, .article = "a.txt" };
  PostilLayer *layer = postil_layer_new (&info);
  guint n = (guint) strlen (line);

  for (guint i = 0; i < n;)
    {
      guint end = i + 1;
      char code[2] = { g_ascii_tolower (line[i]), 0 };
      g_autofree char *id = g_strdup_printf ("urn:%s:%u", coder, i);

      while (end < n && line[end] == line[i])
        end++;
      if (line[i] != '.')
        {
          PostilPiece piece = { { i, end }, "x", NULL, NULL };
          PostilAnnotationInit init = { .id = id, .code = code, .pieces = &piece, .n_pieces = 1 };
          g_autoptr(PostilAnnotation) annotation = postil_annotation_new (&init);

          postil_layer_add (layer, annotation);
        }
      i = end;
    }
  return layer;
}

static void
add_lines (PostilCoded *coded, const char *path, const char *const *lines, guint n_lines)
{
  g_autofree char *utf8 = g_strnfill (strlen (lines[0]), 'x');
  g_autoptr(PostilText) text = postil_text_new_from_utf8 (utf8, -1, NULL);
  g_autoptr(GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);

  for (guint i = 0; i < n_lines; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), ==, strlen (lines[0]));
      g_ptr_array_add (layers, make_layer (postil_coded_get_coder (coded, i), lines[i]));
    }
  postil_coded_add_article (coded, path, text, (PostilLayer *const *) layers->pdata);
}

static PostilMeasureValue
measure (PostilCoded *coded, const char *name, gboolean flatten)
{
  const char *names[] = { name, NULL };
  PostilAgreementOptions options = { .measures = names, .overlap = 0.5, .flatten = flatten };
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilAgreement) agreement = postil_agreement_compute (coded, &options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (agreement->values->len, ==, 1);
  return g_array_index (agreement->values, PostilAgreementValue, 0).value;
}

static void
assert_value (PostilCoded *coded, const char *name, double expected, double within)
{
  PostilMeasureValue value = measure (coded, name, FALSE);

  g_assert_null (value.reason);
  g_assert_true (value.is_defined);
  g_assert_cmpfloat_with_epsilon (value.value, expected, within);
}

static const char *const two[] = { "ann", "bob", NULL };

/* A line pair out of a 2 × 2 table. */
static PostilCoded *
make_table (guint both, guint only_a, guint only_b, guint none)
{
  PostilCoded *coded = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  GString *a = g_string_new (NULL);
  GString *b = g_string_new (NULL);
  const char *lines[2];

  for (guint i = 0; i < both + only_a + only_b + none; i++)
    {
      g_string_append_c (a, i < both + only_a ? 'y' : '.');
      g_string_append_c (b, i < both || (i >= both + only_a && i < both + only_a + only_b) ? 'y' : '.');
    }
  lines[0] = a->str;
  lines[1] = b->str;
  add_lines (coded, "a.txt", lines, 2);
  g_string_free (a, TRUE);
  g_string_free (b, TRUE);
  return coded;
}

/* DKPro's vector for Krippendorff (1995): D_o .9100, D_e .5351. */
static void
test_alpha_u (void)
{
  g_autoptr(PostilCoded) one_code = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) same = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) empty = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  const char *dkpro[] = { ".aaaaaaaa.", "..a.a.a..." };
  const char *equal[] = { ".aaa..bb.a", ".aaa..bb.a" };
  const char *nothing[] = { "....", "...." };
  PostilMeasureValue value;

  add_lines (one_code, "a.txt", dkpro, 2);
  assert_value (one_code, "alpha-u", 1 - 0.91 / (173.4 / 324), 1e-12);
  add_lines (same, "a.txt", equal, 2);
  assert_value (same, "alpha-u", 1, 1e-12);
  add_lines (empty, "a.txt", nothing, 2);
  value = measure (empty, "alpha-u", FALSE);
  g_assert_false (value.is_defined);
  g_assert_cmpstr (value.reason, ==, "no units");
}

/* γ has no closed form: what must hold whatever is drawn, and ranges about it. */
static void
test_gamma (void)
{
  g_autoptr(PostilCoded) same = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) near = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) apart = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) empty = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) alone = postil_coded_new (two + 1, POSTIL_UNIT_CHARACTERS);
  const char *equal[] = { ".aaaa....bbbbb......cccc....", ".aaaa....bbbbb......cccc...." };
  const char *shifted[] = { ".aaaa....bbbbb......cccc....", "..aaaa....bbbb......ccccc..." };
  const char *other[] = { ".aaaa.......................", "....................bbbb...." };
  const char *nothing[] = { "....", "...." };
  PostilMeasureValue value, again;

  for (guint i = 0; i < 20; i++)
    add_lines (near, "a.txt", shifted, 2);
  value = measure (near, "gamma", FALSE);
  again = measure (near, "gamma", FALSE);
  g_assert_true (value.is_defined);
  g_assert_cmpfloat (value.value, ==, again.value);
  g_assert_cmpfloat (value.value, >, 0.8);
  g_assert_cmpfloat (value.value, <, 1);
  assert_value (near, "gamma-cat", 1, 1e-12);

  add_lines (same, "a.txt", equal, 2);
  assert_value (same, "gamma", 1, 1e-12);
  assert_value (same, "gamma-cat", 1, 1e-12);

  add_lines (apart, "a.txt", other, 2);
  g_assert_cmpfloat (measure (apart, "gamma", FALSE).value, <, 0);
  g_assert_cmpstr (measure (apart, "gamma-cat", FALSE).reason, ==, "no aligned passages");

  add_lines (empty, "a.txt", nothing, 2);
  g_assert_cmpstr (measure (empty, "gamma", FALSE).reason, ==, "no units");
  add_lines (alone, "a.txt", equal, 1);
  g_assert_cmpstr (measure (alone, "gamma", FALSE).reason, ==, "one coder");
}

static void
test_kappa (void)
{
  g_autoptr(PostilCoded) textbook = make_table (45, 15, 25, 15);
  /* The three that QualCoder 3 gets wrong: .7099, .333 and .376 there. */
  g_autoptr(PostilCoded) sixty = make_table (50, 10, 10, 930);
  g_autoptr(PostilCoded) one_sided = make_table (0, 150, 0, 850);
  g_autoptr(PostilCoded) same = make_table (100, 0, 0, 900);

  assert_value (textbook, "kappa", 0.06 / 0.46, 1e-12);
  assert_value (sixty, "kappa", 0.82269503546, 1e-9);
  assert_value (one_sided, "kappa", 0.0, 1e-12);
  assert_value (one_sided, "percent", 0.85, 1e-12);
  assert_value (same, "kappa", 1.0, 1e-12);
}

/* Passages of one coder and code that overlap count once. */
static void
test_overlapping_passages (void)
{
  g_autoptr(PostilCoded) coded = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autofree char *utf8 = g_strnfill (1000, 'x');
  g_autoptr(PostilText) text = postil_text_new_from_utf8 (utf8, -1, NULL);
  PostilLayer *layers[2];

  for (guint i = 0; i < 2; i++)
    {
      PostilLayerInfo info = { .coder = two[i], .article = "a.txt" };

      layers[i] = postil_layer_new (&info);
      for (guint p = 0; p < 2; p++)
        {
          PostilPiece whole = { { 100, 250 }, "x", NULL, NULL };
          PostilPiece part = { { 100 + 50 * p, 200 + 50 * p }, "x", NULL, NULL };
          PostilAnnotationInit init = { .id = p == 0 ? "urn:1" : "urn:2", .code = "y",
                                        .pieces = i == 0 ? &part : &whole, .n_pieces = 1 };
          g_autoptr(PostilAnnotation) annotation = postil_annotation_new (&init);

          if (i == 0 || p == 0)
            postil_layer_add (layers[i], annotation);
        }
    }
  postil_coded_add_article (coded, "a.txt", text, layers);
  assert_value (coded, "kappa", 1.0, 1e-12);
  assert_value (coded, "ualpha", 1.0, 1e-12);
  postil_layer_unref (layers[0]);
  postil_layer_unref (layers[1]);
}

/* Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), sections A and B. */
static void
test_alpha (void)
{
  static const char *const binary[] = { ".y........", "yyy..y..y." };
  static const char *const nominal[] = { "aabbdcccedda", "babbbcccfddd" };
  static const char *const nominal_true[] = { "aabbdcccedda", "babbbccceddd" };
  g_autoptr(PostilCoded) first = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) second = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) third = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);

  add_lines (first, "a.txt", binary, 2);
  add_lines (second, "a.txt", nominal_true, 2);
  add_lines (third, "a.txt", nominal, 2);
  assert_value (first, "alpha", 0.095, 0.0005);
  assert_value (second, "alpha", 0.692, 0.0005);
  g_assert_cmpfloat (measure (third, "alpha", FALSE).value, <, 0.69);
}

/* Fleiss 1971, as reworked with 14 raters, 10 subjects and 5 categories. */
static void
test_fleiss (void)
{
  static const guint table[10][5] = {
    { 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 }, { 0, 3, 9, 2, 0 }, { 2, 2, 8, 1, 1 },
    { 7, 7, 0, 0, 0 }, { 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 }, { 6, 5, 2, 1, 0 }, { 0, 2, 2, 3, 7 },
  };
  static const char *const coders[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
                                        "m", "n", NULL };
  char lines[14][11] = { { 0 } };
  const char *pointers[14];
  g_autoptr(PostilCoded) coded = postil_coded_new (coders, POSTIL_UNIT_CHARACTERS);

  for (guint subject = 0; subject < 10; subject++)
    {
      guint rater = 0;

      for (guint category = 0; category < 5; category++)
        for (guint i = 0; i < table[subject][category]; i++)
          lines[rater++][subject] = (char) ('a' + category);
    }
  for (guint i = 0; i < 14; i++)
    pointers[i] = lines[i];
  add_lines (coded, "a.txt", pointers, 14);
  assert_value (coded, "fleiss", 0.210, 0.0005);
}

static void
test_ac1 (void)
{
  g_autoptr(PostilCoded) coded = make_table (118, 5, 2, 0);

  assert_value (coded, "ac1", 0.94078, 0.00001);
  assert_value (coded, "kappa", -0.0234, 0.0001);
}

/* uα and its kin, counted character by character out of two lines of letters. */
typedef struct
{
  double ualpha;
  double binary;
  double cualpha;
} Unitized;

static Unitized
count_slowly (const char *const *lines)
{
  guint n = (guint) strlen (lines[0]);
  double l[27][27] = { { 0 } }, squares[27] = { 0 }, shared[27] = { 0 };
  double total = 2.0 * n, sum_squares = 0, agreed = 0, expected = 0, rows[27] = { 0 };
  double shared_total = 0, shared_base, shared_agreed = 0, shared_expected = 0;
  Unitized result;

#define VALUE(c) ((c) == '.' ? 0 : g_ascii_tolower (c) - 'a' + 1)
  for (guint i = 0; i < n; i++)
    {
      l[VALUE (lines[0][i])][VALUE (lines[1][i])] += 1;
      l[VALUE (lines[1][i])][VALUE (lines[0][i])] += 1;
    }
  for (guint coder = 0; coder < 2; coder++)
    for (guint i = 0; i < n;)
      {
        guint end = i + 1;
        double both = 0;

        while (end < n && lines[coder][end] == lines[coder][i])
          end++;
        for (guint j = i; j < end; j++)
          both += lines[1 - coder][j] != '.';
        if (lines[coder][i] == '.')
          squares[0] += end - i;
        else
          {
            squares[VALUE (lines[coder][i])] += (double) (end - i) * (end - i);
            shared[VALUE (lines[coder][i])] += both * both;
          }
        i = end;
      }
  for (guint c = 0; c < 27; c++)
    {
      sum_squares += squares[c];
      agreed += l[c][c];
      for (guint k = 0; k < 27; k++)
        {
          rows[c] += l[c][k];
          if (c > 0 && k > 0)
            shared_total += l[c][k];
        }
    }
  shared_base = shared_total;
  for (guint c = 0; c < 27; c++)
    {
      expected += total * (rows[c] * rows[c] - squares[c]) / (total * total - sum_squares);
      shared_base -= shared[c] / shared_total;
    }
  for (guint c = 1; c < 27; c++)
    {
      shared_agreed += l[c][c];
      shared_expected += ((rows[c] - l[c][0]) * (rows[c] - l[c][0]) - shared[c]) / shared_base;
    }
  result.ualpha = 1 - (total - agreed) / (total - expected);
  result.binary = 1 - (rows[0] - l[0][0]) /
                      (total * rows[0] * (total - rows[0]) / (total * total - sum_squares));
  result.cualpha = 1 - (shared_total - shared_agreed) / (shared_total - shared_expected);
  return result;
}

static void
test_ualpha (void)
{
  static const char letters[] = "..aabbcAB";

  for (guint round = 0; round < 300; round++)
    {
      char first[161] = { 0 }, second[161] = { 0 };
      const char *lines[] = { first, second };
      g_autoptr(PostilCoded) coded = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
      char a = '.', b = '.';
      Unitized expected;

      for (guint i = 0; i < 160; i++)
        {
          if (g_test_rand_int_range (0, 6) == 0)
            a = letters[g_test_rand_int_range (0, 9)];
          if (g_test_rand_int_range (0, 6) == 0)
            b = g_test_rand_bit () ? a : letters[g_test_rand_int_range (0, 9)];
          first[i] = a;
          second[i] = b;
        }
      expected = count_slowly (lines);
      add_lines (coded, "a.txt", lines, 2);
      assert_value (coded, "ualpha", expected.ualpha, 1e-9);
      assert_value (coded, "ualpha-binary", expected.binary, 1e-9);
      assert_value (coded, "cualpha", expected.cualpha, 1e-9);
    }
}

static void
assert_reason (PostilCoded *coded, const char *name, const char *reason)
{
  PostilMeasureValue value = measure (coded, name, FALSE);

  g_assert_false (value.is_defined);
  g_assert_cmpstr (value.reason, ==, reason);
}

static void
test_undefined (void)
{
  static const char *const empty[] = { "..........", ".........." };
  static const char *const full[] = { "yyyyyyyyyy", "yyyyyyyyyy" };
  static const char *const apart[] = { "yyy.......", ".......yyy" };
  g_autoptr(PostilCoded) nothing = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) all = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) distant = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) none = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);

  add_lines (nothing, "a.txt", empty, 2);
  add_lines (all, "a.txt", full, 2);
  add_lines (distant, "a.txt", apart, 2);
  assert_reason (nothing, "ualpha", "no units");
  assert_reason (nothing, "f1", "no units");
  assert_reason (nothing, "kappa", "every unit has the same category");
  assert_reason (all, "kappa", "every unit has the same category");
  assert_reason (all, "alpha", "every unit has the same category");
  assert_reason (all, "ac1", "every unit has the same category");
  assert_reason (all, "ualpha", "no disagreement is to be expected by chance");
  assert_reason (distant, "cualpha", "no text was marked by two coders");
  assert_reason (distant, "border", "no passages of the two coders overlap");
  assert_reason (none, "kappa", "no units");
  assert_value (distant, "f1", 0.0, 1e-12);
  assert_value (all, "percent", 1.0, 1e-12);
}

/* The same articles one by one and joined end to end give the same corpus value. */
static void
test_joined (void)
{
  static const char *const first[] = { "aa..bb....", "aaa..b...." };
  static const char *const second[] = { "....cccc..", "...bbcccc." };
  static const char *const joined[] = { "aa..bb........cccc..", "aaa..b.......bbcccc." };
  static const char *const names[] = { "ualpha", "ualpha-binary", "cualpha", "kappa", "alpha",
                                       "f1", "f1-overlap", "border" };
  g_autoptr(PostilCoded) parts = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  g_autoptr(PostilCoded) whole = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);

  add_lines (parts, "a.txt", first, 2);
  add_lines (parts, "b.txt", second, 2);
  add_lines (whole, "a.txt", joined, 2);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_value (parts, names[i], measure (whole, names[i], FALSE).value, 1e-12);
}

static void
test_bootstrap (void)
{
  g_autoptr(PostilCoded) coded = postil_coded_new (two, POSTIL_UNIT_CHARACTERS);
  const char *names[] = { "kappa", "ualpha", NULL };
  PostilAgreementOptions options = { .measures = names, .overlap = 0.5, .n_bootstrap = 200,
                                     .seed = 7, .by_code = TRUE, .by_article = TRUE };
  g_autoptr(PostilAgreement) one = NULL;
  g_autoptr(PostilAgreement) again = NULL;

  for (guint i = 0; i < 12; i++)
    {
      const char *lines[2] = { i % 3 ? "aa..bb...." : "aaaa......", i % 2 ? "aaa..b...." : "..aabb...." };
      g_autofree char *path = g_strdup_printf ("%u.txt", i);

      add_lines (coded, path, lines, 2);
    }
  one = postil_agreement_compute (coded, &options, NULL, NULL);
  again = postil_agreement_compute (coded, &options, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      const PostilAgreementValue *a = &g_array_index (one->values, PostilAgreementValue, i);
      const PostilAgreementValue *b = &g_array_index (again->values, PostilAgreementValue, i);

      g_assert_true (a->has_interval);
      g_assert_cmpfloat (a->low, <, a->value.value);
      g_assert_cmpfloat (a->high, >, a->value.value);
      g_assert_true (a->low == b->low && a->high == b->high);
    }
  g_assert_cmpuint (one->by_code->len, ==, 2);
  g_assert_cmpuint (one->by_article->len, ==, 12);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/agreement/alpha-u", test_alpha_u);
  g_test_add_func ("/agreement/gamma", test_gamma);
  g_test_add_func ("/agreement/kappa", test_kappa);
  g_test_add_func ("/agreement/overlapping-passages", test_overlapping_passages);
  g_test_add_func ("/agreement/alpha", test_alpha);
  g_test_add_func ("/agreement/fleiss", test_fleiss);
  g_test_add_func ("/agreement/ac1", test_ac1);
  g_test_add_func ("/agreement/ualpha", test_ualpha);
  g_test_add_func ("/agreement/undefined", test_undefined);
  g_test_add_func ("/agreement/joined", test_joined);
  g_test_add_func ("/agreement/bootstrap", test_bootstrap);

  return g_test_run ();
}
