/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layer against a plain array that is sorted and searched the slow way, through random
 * comings and goings; and at the sizes where a careless tree would fall over. */

#include "config.h"

#include "fixture.h"

#include <string.h>

#define N_CHARS 500
#define N_MANY 100000

static gboolean
append_cb (PostilAnnotation *annotation,
           gpointer          user_data)
{
  g_ptr_array_add (user_data, annotation);
  return TRUE;
}

/* The reference: an insertion after all that is not greater. */
static void
reference_add (GPtrArray        *reference,
               PostilAnnotation *annotation)
{
  guint at = reference->len;

  while (at > 0 && postil_annotation_compare (g_ptr_array_index (reference, at - 1), annotation) > 0)
    at--;
  g_ptr_array_insert (reference, at, postil_annotation_ref (annotation));
}

static PostilAnnotation *
reference_first (GPtrArray  *reference,
                 const char *id)
{
  for (guint i = 0; i < reference->len; i++)
    {
      if (g_str_equal (postil_annotation_get_id (g_ptr_array_index (reference, i)), id))
        return g_ptr_array_index (reference, i);
    }
  return NULL;
}

static void
assert_place (PostilLayer *layer,
              GPtrArray   *reference,
              PostilSpan   span)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  guint n = 0;

  postil_layer_foreach_overlapping (layer, span, append_cb, found);
  for (guint i = 0; i < reference->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (reference, i);

      if (!postil_annotation_overlaps (annotation, span))
        continue;
      g_assert_cmpuint (n, <, found->len);
      g_assert_true (g_ptr_array_index (found, n) == annotation);
      n++;
    }
  g_assert_cmpuint (n, ==, found->len);
}

static void
assert_counts (PostilLayer *layer,
               GPtrArray   *reference)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome", "none" };
  guint counts[G_N_ELEMENTS (codes)] = { 0 };
  guint n_unsure = 0;

  for (guint i = 0; i < reference->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (reference, i);

      for (guint j = 0; j < G_N_ELEMENTS (codes); j++)
        counts[j] += g_str_equal (postil_annotation_get_code (annotation), codes[j]) ? 1 : 0;
      n_unsure += postil_annotation_is_unsure (annotation) ? 1 : 0;
    }

  for (guint j = 0; j < G_N_ELEMENTS (codes); j++)
    g_assert_cmpuint (postil_layer_count_code (layer, codes[j]), ==, counts[j]);
  g_assert_cmpuint (postil_layer_count_unsure (layer), ==, n_unsure);
}

static void
assert_same (PostilLayer *layer,
             GPtrArray   *reference)
{
  guint from = g_test_rand_int_range (0, N_CHARS + 50);
  guint n_before = 0;

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, reference->len);
  for (guint i = 0; i < reference->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (reference, i);
      const char *id = postil_annotation_get_id (annotation);
      guint index;

      g_assert_true (postil_layer_get_annotation (layer, i) == annotation);
      g_assert_true (postil_layer_get_index (layer, annotation, &index));
      g_assert_cmpuint (index, ==, i);
      g_assert_true (postil_layer_lookup (layer, id) == reference_first (reference, id));
      g_assert_true (postil_layer_find_equal (layer, annotation) == annotation);
      n_before += postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN
                  && postil_annotation_get_hull (annotation).start < from ? 1 : 0;
    }
  g_assert_cmpuint (postil_layer_find_from (layer, from), ==, n_before);
  g_assert_null (postil_layer_lookup (layer, "no such id"));
  assert_counts (layer, reference);
  for (guint i = 0; i < 20; i++)
    {
      guint start = g_test_rand_int_range (0, N_CHARS + 100);

      assert_place (layer, reference,
                    (PostilSpan) { start, start + g_test_rand_int_range (0, 60) });
    }
}

static PostilAnnotation *
random_annotation (void)
{
  /* Few enough ids that some come twice. */
  g_autofree char *id = g_strdup_printf ("urn:uuid:%03d", g_test_rand_int_range (0, 400));

  return fixture_random_annotation (id, N_CHARS);
}

static void
add_one (PostilLayer *layer,
         GPtrArray   *reference)
{
  g_autoptr (PostilAnnotation) annotation = random_annotation ();

  postil_layer_add (layer, annotation);
  reference_add (reference, annotation);
}

static void
add_many (PostilLayer *layer,
          GPtrArray   *reference)
{
  g_autoptr (GPtrArray) many =
    g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  guint n = g_test_rand_int_range (0, 30);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (many, random_annotation ());
  postil_layer_add_many (layer, (PostilAnnotation *const *) many->pdata, many->len);
  for (guint i = 0; i < n; i++)
    reference_add (reference, g_ptr_array_index (many, i));
}

static void
remove_one (PostilLayer *layer,
            GPtrArray   *reference)
{
  g_autoptr (PostilAnnotation) annotation = NULL;
  guint index;

  if (reference->len == 0)
    return;

  index = g_test_rand_int_range (0, reference->len);
  annotation = postil_annotation_ref (g_ptr_array_index (reference, index));
  g_ptr_array_remove_index (reference, index);
  g_assert_true (postil_layer_remove (layer, annotation));
  if (!g_ptr_array_find (reference, annotation, NULL))
    g_assert_false (postil_layer_remove (layer, annotation));
}

static void
test_random (void)
{
  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (PostilLayer) layer = fixture_layer ();
      g_autoptr (GPtrArray) reference =
        g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

      for (guint step = 0; step < 60; step++)
        {
          int what = g_test_rand_int_range (0, 10);

          if (what < 4)
            add_one (layer, reference);
          else if (what < 5)
            add_many (layer, reference);
          else if (what < 8)
            remove_one (layer, reference);
          else
            assert_same (layer, reference);
        }
      assert_same (layer, reference);
    }
}

static void
test_copy (void)
{
  g_autoptr (PostilLayer) layer = fixture_layer ();
  g_autoptr (PostilLayer) copy = NULL;
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 3, 9);
  g_autoptr (PostilAnnotation) b = fixture_annotation ("b", "position", 1, 2);
  g_autoptr (PostilLink) link = fixture_link ("l", "a", "b", "responds-to");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  postil_layer_add (layer, a);
  postil_layer_add (layer, b);
  postil_layer_add_link (layer, link);
  copy = postil_layer_copy (layer);
  before = fixture_dump (layer);
  after = fixture_dump (copy);
  g_assert_cmpstr (before, ==, after);

  g_assert_true (postil_layer_remove (copy, a));
  g_assert_true (postil_layer_remove_link (copy, link));
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 2);
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 1);
  g_assert_true (postil_layer_lookup (layer, "a") == a);
  g_assert_null (postil_layer_lookup (copy, "a"));
}

static void
test_info (void)
{
  g_autoptr (PostilLayer) layer = postil_layer_new (&(PostilLayerInfo) { .coder = "maria" });
  PostilLayerInfo info = *postil_layer_get_info (layer);
  g_autofree char *id = g_strdup (info.id);

  g_assert_true (g_str_has_prefix (info.id, "urn:uuid:"));
  g_assert_true (g_str_has_prefix (info.page_id, "urn:uuid:"));
  g_assert_cmpstr (info.id, !=, info.page_id);
  g_assert_cmpstr (info.status, ==, "in progress");

  info.status = "done";
  info.id = NULL;
  postil_layer_set_info (layer, &info);
  g_assert_cmpstr (postil_layer_get_info (layer)->status, ==, "done");
  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "maria");
  g_assert_cmpstr (postil_layer_get_info (layer)->id, ==, id);
}

/* A hundred thousand at one place, and under one id. */
static void
test_one_place (void)
{
  g_autoptr (PostilLayer) layer = fixture_layer ();
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (PostilAnnotation) first = NULL;
  g_autoptr (PostilAnnotation) other = fixture_annotation ("other", "concern", 4, 5);

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr (PostilAnnotation) annotation = fixture_annotation ("same", "concern", 5, 9);

      postil_layer_add (layer, annotation);
    }
  postil_layer_add (layer, other);
  postil_layer_foreach_overlapping (layer, (PostilSpan) { 5, 6 }, append_cb, found);
  g_assert_cmpuint (found->len, ==, N_MANY);
  g_assert_true (postil_layer_has_duplicate_ids (layer));
  g_assert_cmpuint (postil_layer_count_code (layer, "concern"), ==, N_MANY + 1);

  first = postil_annotation_ref (postil_layer_lookup (layer, "same"));
  g_assert_true (first == postil_layer_get_annotation (layer, 1));
  g_assert_true (postil_layer_remove (layer, first));
  g_assert_true (postil_layer_lookup (layer, "same") == postil_layer_get_annotation (layer, 1));
}

/* In order, against the order, and taken away from the front: the three ways in which an
 * unbalanced tree becomes a list. */
static void
test_orders (void)
{
  g_autoptr (PostilLayer) layer = fixture_layer ();
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < N_MANY / 2; i++)
    {
      g_autofree char *up_id = g_strdup_printf ("u%u", i);
      g_autofree char *down_id = g_strdup_printf ("d%u", i);
      g_autoptr (PostilAnnotation) up = fixture_annotation (up_id, "position", N_MANY + i, N_MANY + i + 3);
      g_autoptr (PostilAnnotation) down = fixture_annotation (down_id, "position", N_MANY - i, N_MANY - i + 3);

      postil_layer_add (layer, up);
      postil_layer_add (layer, down);
    }
  postil_layer_foreach_overlapping (layer, (PostilSpan) { N_MANY + 10, N_MANY + 11 },
                                    append_cb, found);
  g_assert_cmpuint (found->len, ==, 3);

  while (postil_layer_get_n_annotations (layer) > 10)
    {
      g_autoptr (PostilAnnotation) annotation =
        postil_annotation_ref (postil_layer_get_annotation (layer, 0));

      g_assert_true (postil_layer_remove (layer, annotation));
    }
  g_assert_cmpuint (postil_layer_find_from (layer, 0), ==, 0);
}

static gboolean
count_three_cb (PostilAnnotation *annotation,
                gpointer          user_data)
{
  guint *n = user_data;

  return ++*n < 3;
}

static void
test_stop (void)
{
  g_autoptr (PostilLayer) layer = fixture_layer ();
  guint n = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autoptr (PostilAnnotation) annotation = fixture_annotation (id, "position", i, 20);

      postil_layer_add (layer, annotation);
    }
  postil_layer_foreach (layer, count_three_cb, &n);
  g_assert_cmpuint (n, ==, 3);
  n = 0;
  postil_layer_foreach_overlapping (layer, (PostilSpan) { 0, 50 }, count_three_cb, &n);
  g_assert_cmpuint (n, ==, 3);
}

static void
test_links (void)
{
  g_autoptr (PostilLayer) layer = fixture_layer ();
  g_autoptr (GPtrArray) links = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("l%03u", (i * 7919) % 300);
      g_autofree char *from = g_strdup_printf ("a%u", g_test_rand_int_range (0, 20));
      g_autofree char *to = g_strdup_printf ("a%u", g_test_rand_int_range (0, 20));
      g_autoptr (PostilLink) link = fixture_link (id, from, to, "responds-to");

      postil_layer_add_link (layer, link);
      if (i % 3 == 2)
        g_assert_true (postil_layer_remove_link (layer,
                                                 postil_layer_get_link (layer, i / 3)));
    }
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 200);

  links = postil_layer_dup_links_of (layer, "a7");
  for (guint i = 0, n = 0; i < 200; i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      g_assert_true (postil_layer_lookup_link (layer, postil_link_get_id (link)) == link);
      if (i > 0)
        g_assert_cmpint (postil_link_compare (postil_layer_get_link (layer, i - 1), link), <, 0);
      if (strcmp (postil_link_get_from (link), "a7") == 0
          || strcmp (postil_link_get_to (link), "a7") == 0)
        g_assert_true (g_ptr_array_index (links, n++) == link);
      if (i == 199)
        g_assert_cmpuint (n, ==, links->len);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layer/random", test_random);
  g_test_add_func ("/layer/copy", test_copy);
  g_test_add_func ("/layer/info", test_info);
  g_test_add_func ("/layer/one-place", test_one_place);
  g_test_add_func ("/layer/orders", test_orders);
  g_test_add_func ("/layer/stop", test_stop);
  g_test_add_func ("/layer/links", test_links);
  return g_test_run ();
}
