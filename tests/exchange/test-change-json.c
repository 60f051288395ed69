/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes as lines of the journal, and back. */

#include "config.h"

#include "exchange/postil-change-json.h"

#include "base/postil-error.h"
#include "random-layer.h"

#include <string.h>

#define N_RANDOM 200u

static PostilChange *
there_and_back (PostilChange *change)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  PostilChange *back;

  postil_change_to_json (change, line);
  g_assert_null (strchr (line->str, '\n'));
  back = postil_change_from_json (line->str, line->len, &error);
  g_assert_no_error (error);
  g_assert_nonnull (back);
  g_assert_cmpint (postil_change_get_kind (back), ==, postil_change_get_kind (change));
  return back;
}

static void
assert_same_annotations (GPtrArray *a,
                         GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      PostilAnnotation *left = g_ptr_array_index (a, i);
      PostilAnnotation *right = g_ptr_array_index (b, i);

      g_assert_true (postil_annotation_equal (left, right));
      g_assert_cmpstr (postil_annotation_get_source (left), ==, postil_annotation_get_source (right));
    }
}

static void
assert_same_links (GPtrArray *a,
                   GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_true (postil_link_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)));
}

static PostilAnnotation *
with_source (PostilAnnotation *annotation,
             const char       *source)
{
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  init.source = source;
  return postil_annotation_new (&init);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_RANDOM; round++)
    {
      g_autoptr (PostilText) text = random_text (rand, 100);
      g_autoptr (PostilLayer) layer = random_layer (rand, text, g_rand_int_range (rand, 0, 5), 2);
      g_autoptr (PostilChange) change = postil_change_new (g_rand_int_range (rand, 0, POSTIL_N_CHANGE_KINDS));
      g_autoptr (PostilChange) back = NULL;

      for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
        {
          g_autofree char *source = random_string (rand, 5);
          g_autoptr (PostilAnnotation) annotation = with_source (postil_layer_get_annotation (layer, i),
                                                                 source[0] != '\0' ? source : NULL);

          if (g_rand_boolean (rand))
            postil_change_remove (change, annotation);
          else
            postil_change_add (change, annotation);
        }
      for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
        {
          if (g_rand_boolean (rand))
            postil_change_remove_link (change, postil_layer_get_link (layer, i));
          else
            postil_change_add_link (change, postil_layer_get_link (layer, i));
        }

      back = there_and_back (change);
      assert_same_annotations (postil_change_get_removed (change), postil_change_get_removed (back));
      assert_same_annotations (postil_change_get_added (change), postil_change_get_added (back));
      assert_same_links (postil_change_get_removed_links (change), postil_change_get_removed_links (back));
      assert_same_links (postil_change_get_added_links (change), postil_change_get_added_links (back));
    }
}

static void
test_status (void)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_STATUS);
  g_autoptr (PostilChange) back = NULL;
  const char *before, *after;

  postil_change_set_status (change, "in progress", "do\"ne");
  back = there_and_back (change);
  g_assert_true (postil_change_get_status (back, &before, &after));
  g_assert_cmpstr (before, ==, "in progress");
  g_assert_cmpstr (after, ==, "do\"ne");
  g_assert_false (postil_change_get_codebook (back, NULL, NULL));
}

static void
test_codebook (void)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_CODEBOOK);
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();
  PostilCodebookBuilder *builder = postil_codebook_builder_new (builtin);
  g_autoptr (PostilCodebook) own = NULL;
  g_autoptr (PostilChange) back = NULL;
  PostilCodebook *before, *after;

  postil_codebook_builder_set_label (builder, "Own \"codes\"\n");
  own = postil_codebook_builder_end (builder, NULL);
  postil_change_set_codebook (change, builtin, own);
  back = there_and_back (change);
  g_assert_true (postil_change_get_codebook (back, &before, &after));
  g_assert_true (postil_codebook_is_builtin (before));
  g_assert_false (postil_codebook_is_builtin (after));
  g_assert_true (postil_codebook_equal (after, own));
}

static void
test_form (void)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_TAG);
  PostilPiece piece = { { 1, 3 }, "ab", NULL, NULL };
  PostilAnnotationInit init = { .id = "urn:uuid:1", .code = "concern", .pieces = &piece, .n_pieces = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autoptr (GString) line = g_string_new (NULL);

  postil_change_add (change, annotation);
  postil_change_to_json (change, line);
  g_assert_cmpstr (line->str, ==,
                   "{\"kind\":\"tag\",\"added\":[{\"id\":\"urn:uuid:1\",\"type\":\"Annotation\","
                   "\"motivation\":\"classifying\",\"body\":[{\"type\":\"TextualBody\",\"purpose\":\"tagging\","
                   "\"value\":\"concern\"}],\"target\":{\"type\":\"SpecificResource\",\"selector\":["
                   "{\"type\":\"TextPositionSelector\",\"start\":1,\"end\":3},"
                   "{\"type\":\"TextQuoteSelector\",\"exact\":\"ab\"}]}}]}");
}

static void
test_faults (void)
{
  static const char *const faults[] = {
    "", "{}", "[]", "{\"kind\":7}", "{\"kind\":\"dance\"}", "{\"added\":[],\"kind\":\"tag\"}",
    "{\"kind\":\"tag\",\"kind\":\"tag\"}", "{\"kind\":\"tag\",\"added\":{}}", "{\"kind\":\"tag\",\"added\":[7]}",
    "{\"kind\":\"tag\",\"added\":[\"urn:uuid:1\"]}", "{\"kind\":\"tag\",\"added\":[{}]}",
    "{\"kind\":\"status\",\"status\":[\"a\"]}", "{\"kind\":\"status\",\"status\":[\"a\",\"b\",\"c\"]}",
    "{\"kind\":\"codebook\",\"codebook\":[\"{\",null]}", "{\"kind\":\"tag\",\"colour\":1}", "{\"kind\":\"tag\"} {}",
    "{\"kind\":\"tag\",\"added\":[",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilChange) change = postil_change_from_json (faults[i], strlen (faults[i]), &error);

      g_test_message ("%u: %s", i, error != NULL ? error->message : "no error");
      g_assert_null (change);
      g_assert_nonnull (error);
      g_assert_true (error->domain == POSTIL_ERROR);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change-json/random", test_random);
  g_test_add_func ("/change-json/status", test_status);
  g_test_add_func ("/change-json/codebook", test_codebook);
  g_test_add_func ("/change-json/form", test_form);
  g_test_add_func ("/change-json/faults", test_faults);

  return g_test_run ();
}
