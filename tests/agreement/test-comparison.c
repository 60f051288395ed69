/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which passages of several coders are put side by side, and what is said of them. */

#include "config.h"

#include "agreement/postil-comparison.h"
#include "model/postil-decision.h"

typedef struct
{
  guint       start;
  guint       end;
  const char *code;
  const char *actor; /* or NULL */
} Mark;

static PostilLayer *
make_layer (const char *coder, const Mark *marks, guint n)
{
  PostilLayerInfo info = { .coder = coder, .article = "a.txt" };
  PostilLayer *layer = postil_layer_new (&info);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:%s:%u", coder, i);
      PostilPiece piece = { { marks[i].start, marks[i].end }, "x", NULL, NULL };
      PostilAttribute attributes[] = { { "actor", marks[i].actor }, { "from", coder } };
      PostilAnnotationInit init = { .id = id, .code = marks[i].code, .pieces = &piece, .n_pieces = 1 };
      g_autoptr (PostilAnnotation) annotation = NULL;

      init.attributes = marks[i].actor != NULL ? attributes : attributes + 1;
      init.n_attributes = marks[i].actor != NULL ? 2 : 1;
      annotation = postil_annotation_new (&init);
      postil_layer_add (layer, annotation);
    }
  return layer;
}

#define LAYER(coder, marks) make_layer (coder, marks, G_N_ELEMENTS (marks))

static PostilComparisonRow *
get_row (PostilComparison *comparison, guint index)
{
  g_assert_cmpuint (index, <, comparison->rows->len);
  return comparison->rows->pdata[index];
}

static void
test_kinds (void)
{
  static const Mark left[] = { { 0, 10, "a", NULL }, { 20, 30, "a", "Biden" }, { 40, 50, "a", NULL },
                               { 60, 70, "a", NULL }, { 80, 90, "a", NULL }, { 100, 110, "a", NULL } };
  static const Mark right[] = { { 0, 10, "a", NULL }, { 20, 30, "a", NULL }, { 40, 50, "b", NULL },
                                { 69, 75, "a", NULL }, { 81, 90, "b", NULL }, { 120, 130, "a", NULL } };
  static const PostilDifference kinds[] = { POSTIL_DIFFERENCE_NONE, POSTIL_DIFFERENCE_ATTRIBUTES, POSTIL_DIFFERENCE_CODE,
                                            POSTIL_DIFFERENCE_BORDERS, POSTIL_DIFFERENCE_BORDERS_AND_CODE,
                                            POSTIL_DIFFERENCE_MISSING, POSTIL_DIFFERENCE_MISSING };
  g_autoptr (PostilLayer) maria = LAYER ("maria", left);
  g_autoptr (PostilLayer) jonas = LAYER ("jonas", right);
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 2, NULL);

  g_assert_cmpuint (comparison->rows->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpstr (postil_difference_get_name (get_row (comparison, i)->kind), ==, postil_difference_get_name (kinds[i]));
  g_assert_cmpuint (get_row (comparison, 3)->hull.start, ==, 60);
  g_assert_cmpuint (get_row (comparison, 3)->hull.end, ==, 75);
  g_assert_null (get_row (comparison, 5)->passages[1]);
  g_assert_null (get_row (comparison, 6)->passages[0]);
}

/* What is nested in another's passage is not taken for it, and what is the same is never torn
 * apart by what also overlaps. */
static void
test_nested (void)
{
  static const Mark left[] = { { 0, 100, "a", NULL }, { 40, 50, "b", NULL } };
  static const Mark right[] = { { 0, 60, "a", NULL }, { 0, 100, "a", NULL }, { 45, 48, "c", NULL } };
  g_autoptr (PostilLayer) maria = LAYER ("maria", left);
  g_autoptr (PostilLayer) jonas = LAYER ("jonas", right);
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 2, NULL);

  g_assert_cmpuint (comparison->rows->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      PostilComparisonRow *row = get_row (comparison, i);

      if (row->kind == POSTIL_DIFFERENCE_NONE)
        g_assert_cmpuint (row->hull.end, ==, 100);
      else
        g_assert_cmpint (row->kind, ==, POSTIL_DIFFERENCE_MISSING);
    }
}

static void
test_three (void)
{
  static const Mark first[] = { { 0, 10, "a", NULL } };
  static const Mark second[] = { { 5, 20, "a", NULL }, { 30, 40, "a", NULL } };
  static const Mark third[] = { { 18, 25, "a", NULL }, { 30, 40, "a", NULL } };
  g_autoptr (PostilLayer) a = LAYER ("ann", first);
  g_autoptr (PostilLayer) b = LAYER ("ben", second);
  g_autoptr (PostilLayer) c = LAYER ("cleo", third);
  PostilLayer *layers[] = { a, b, c };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 3, NULL);

  /* A chain: the first and the third do not touch, and are about one thing all the same. */
  g_assert_cmpuint (comparison->rows->len, ==, 2);
  g_assert_cmpint (get_row (comparison, 0)->kind, ==, POSTIL_DIFFERENCE_BORDERS);
  g_assert_cmpuint (get_row (comparison, 0)->hull.end, ==, 25);
  g_assert_cmpint (get_row (comparison, 1)->kind, ==, POSTIL_DIFFERENCE_MISSING);
  g_assert_null (get_row (comparison, 1)->passages[0]);
}

static void
test_settled (void)
{
  static const Mark left[] = { { 0, 100, "a", NULL }, { 40, 50, "b", NULL }, { 200, 210, "a", NULL } };
  static const Mark right[] = { { 0, 90, "a", NULL } };
  static const Mark agreed[] = { { 0, 95, "a", NULL } };
  g_autoptr (PostilLayer) maria = LAYER ("maria", left);
  g_autoptr (PostilLayer) jonas = LAYER ("jonas", right);
  g_autoptr (PostilLayer) consensus = LAYER (POSTIL_CONSENSUS, agreed);
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 2, consensus);
  g_autoptr (PostilLayer) open = postil_comparison_dup_settled_layer (comparison, 0, maria, FALSE);
  g_autoptr (PostilLayer) done = postil_comparison_dup_settled_layer (comparison, 0, maria, TRUE);

  g_assert_cmpuint (get_row (comparison, 0)->settled->len, ==, 1);
  g_assert_cmpuint (get_row (comparison, 1)->settled->len, ==, 0);
  g_assert_cmpuint (get_row (comparison, 2)->settled->len, ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (open), ==, 3);
  g_assert_cmpuint (postil_annotation_get_hull (postil_layer_get_annotation (open, 0)).end, ==, 95);
  g_assert_cmpuint (postil_layer_get_n_annotations (done), ==, 1);
  g_assert_cmpuint (postil_layer_get_n_annotations (maria), ==, 3);
}

/* What follows a change is what a new comparison would say. */
static void
test_follow (void)
{
  static const Mark left[] = { { 0, 100, "a", NULL }, { 40, 50, "b", NULL }, { 200, 210, "a", NULL } };
  static const Mark right[] = { { 0, 90, "a", NULL } };
  static const Mark agreed[] = { { 0, 95, "a", NULL }, { 198, 205, "b", NULL }, { 400, 405, "b", NULL } };
  g_autoptr (PostilLayer) maria = LAYER ("maria", left);
  g_autoptr (PostilLayer) jonas = LAYER ("jonas", right);
  g_autoptr (PostilLayer) consensus = LAYER (POSTIL_CONSENSUS, agreed);
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 2, consensus);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);
  g_autoptr (PostilChange) inverse = NULL;
  g_autoptr (GPtrArray) touched = NULL;
  g_autoptr (GPtrArray) again = NULL;

  for (guint i = 0; i < 3; i++)
    postil_change_remove (change, postil_layer_get_annotation (consensus, i));
  touched = postil_comparison_follow (comparison, change);
  g_assert_cmpuint (touched->len, ==, 2);
  for (guint r = 0; r < 3; r++)
    g_assert_cmpuint (get_row (comparison, r)->settled->len, ==, 0);

  inverse = postil_change_invert (change);
  again = postil_comparison_follow (comparison, inverse);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpuint (get_row (comparison, 0)->settled->len, ==, 1);
  g_assert_cmpuint (get_row (comparison, 1)->settled->len, ==, 0);
  g_assert_cmpuint (get_row (comparison, 2)->settled->len, ==, 1);
}

/* A row that was turned down is settled with nothing in its place. */
static void
test_turned_down (void)
{
  static const Mark left[] = { { 0, 10, "a", NULL }, { 20, 30, "a", NULL } };
  static const Mark right[] = { { 0, 10, "a", NULL } };
  static const Mark reject[] = { { 20, 30, "a", NULL } };
  g_autoptr (PostilLayer) maria = LAYER ("maria", left);
  g_autoptr (PostilLayer) jonas = LAYER ("jonas", right);
  g_autoptr (PostilLayer) rejected = LAYER (POSTIL_CONSENSUS, reject);
  g_autoptr (PostilLayer) consensus = make_layer (POSTIL_CONSENSUS, NULL, 0);
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 2, consensus);
  g_autoptr (PostilComparison) again = NULL;
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);
  g_autoptr (PostilLayer) settled = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  postil_change_add_rejection (change, postil_layer_get_annotation (rejected, 0));
  rows = postil_comparison_follow (comparison, change);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_false (postil_comparison_row_is_settled (get_row (comparison, 0)));
  g_assert_true (postil_comparison_row_is_settled (get_row (comparison, 1)));
  settled = postil_comparison_dup_settled_layer (comparison, 0, maria, FALSE);
  g_assert_cmpuint (postil_layer_get_n_annotations (settled), ==, 1);

  postil_layer_add_rejection (consensus, postil_layer_get_annotation (rejected, 0));
  again = postil_comparison_new (layers, 2, consensus);
  g_assert_cmpuint (get_row (again, 1)->rejected->len, ==, 1);
}

static PostilAnnotation *
make_quote (const char *id, guint32 start, const char *exact)
{
  PostilPiece piece = { { start, start + (guint32) g_utf8_strlen (exact, -1) }, exact, NULL, NULL };
  PostilAnnotationInit init = { .id = id, .code = "a", .pieces = &piece, .n_pieces = 1 };

  return postil_annotation_new (&init);
}

/* The text was changed, and other words stand where some were turned down. */
static void
test_turned_down_elsewhere (void)
{
  g_autoptr (PostilLayer) maria = make_layer ("maria", NULL, 0);
  g_autoptr (PostilLayer) jonas = make_layer ("jonas", NULL, 0);
  g_autoptr (PostilLayer) consensus = make_layer (POSTIL_CONSENSUS, NULL, 0);
  g_autoptr (PostilAnnotation) same = make_quote ("urn:1", 0, "ärger");
  g_autoptr (PostilAnnotation) other = make_quote ("urn:2", 20, "hope");
  g_autoptr (PostilAnnotation) part = make_quote ("urn:3", 1, "rger!");
  g_autoptr (PostilAnnotation) fear = make_quote ("urn:4", 20, "fear");
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = NULL;

  postil_layer_add (maria, same);
  postil_layer_add (maria, other);
  postil_layer_add_rejection (consensus, part);
  postil_layer_add_rejection (consensus, fear);
  comparison = postil_comparison_new (layers, 2, consensus);
  g_assert_true (postil_comparison_row_is_settled (get_row (comparison, 0)));
  g_assert_false (postil_comparison_row_is_settled (get_row (comparison, 1)));
}

static PostilAnnotation *
make_in_context (const char *id, guint32 start, const char *before, const char *exact, const char *after)
{
  PostilPiece piece = { { start, start + (guint32) g_utf8_strlen (exact, -1) }, exact, before, after };
  PostilAnnotationInit init = { .id = id, .code = "a", .pieces = &piece, .n_pieces = 1 };

  return postil_annotation_new (&init);
}

/* A paragraph came before it: what was turned down is known by its words and those around it, and may
 * be taken back. The same words elsewhere are not what was turned down. */
static void
test_turned_down_moved (void)
{
  g_autoptr (PostilLayer) maria = make_layer ("maria", NULL, 0);
  g_autoptr (PostilLayer) jonas = make_layer ("jonas", NULL, 0);
  g_autoptr (PostilLayer) consensus = make_layer (POSTIL_CONSENSUS, NULL, 0);
  g_autoptr (PostilAnnotation) there = make_in_context ("urn:1", 200, "the anglers’ club, has ", "great fear", " of what is to come.");
  g_autoptr (PostilAnnotation) elsewhere = make_in_context ("urn:2", 400, "the sheep on the hill live in ", "great fear", " of the wolf, he said");
  g_autoptr (PostilAnnotation) rejection = make_in_context ("urn:3", 20, "Wilk, of the anglers’ club, has ", "great fear", " of something else now");
  g_autoptr (PostilAnnotation) strange = make_in_context ("urn:4", 20, "nobody has any reason for ", "great fear", " in this place any more");
  PostilLayer *layers[] = { maria, jonas };
  g_autoptr (PostilComparison) comparison = NULL;
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);
  g_autoptr (GPtrArray) rows = NULL;

  postil_layer_add (maria, there);
  postil_layer_add (maria, elsewhere);
  postil_layer_add_rejection (consensus, rejection);
  postil_layer_add_rejection (consensus, strange);
  comparison = postil_comparison_new (layers, 2, consensus);
  g_assert_cmpuint (get_row (comparison, 0)->rejected->len, ==, 1);
  g_assert_false (postil_comparison_row_is_settled (get_row (comparison, 1)));

  postil_change_remove_rejection (change, rejection);
  rows = postil_comparison_follow (comparison, change);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_false (postil_comparison_row_is_settled (get_row (comparison, 0)));
}

static void
test_nothing (void)
{
  g_autoptr (PostilLayer) maria = make_layer ("maria", NULL, 0);
  PostilLayer *layers[] = { maria, NULL };
  g_autoptr (PostilComparison) comparison = postil_comparison_new (layers, 2, NULL);
  g_autoptr (PostilComparison) nobody = postil_comparison_new (NULL, 0, maria);

  g_assert_cmpuint (comparison->rows->len, ==, 0);
  g_assert_cmpuint (nobody->rows->len, ==, 0);
}

/* Every passage stands in one row, whatever the layers are like. */
static void
test_random (void)
{
  static const char *const codes[] = { "a", "b", "c" };

  for (guint round = 0; round < 300; round++)
    {
      Mark marks[3][12];
      PostilLayer *layers[3];
      PostilComparison *comparison = NULL;
      guint n_passages = 0, n_found = 0;

      for (guint coder = 0; coder < 3; coder++)
        {
          guint n = (guint) g_test_rand_int_range (0, 12);
          const char *const names[] = { "ann", "ben", "cleo" };

          for (guint i = 0; i < n; i++)
            {
              guint start = (guint) g_test_rand_int_range (0, 60);

              marks[coder][i] = (Mark) { start, start + (guint) g_test_rand_int_range (1, 30),
                                         codes[g_test_rand_int_range (0, 3)], NULL };
            }
          layers[coder] = make_layer (names[coder], marks[coder], n);
          n_passages += n;
        }
      comparison = postil_comparison_new (layers, 3, NULL);
      for (guint r = 0; r < comparison->rows->len; r++)
        for (guint coder = 0; coder < 3; coder++)
          {
            PostilAnnotation *passage = get_row (comparison, r)->passages[coder];

            n_found += passage != NULL;
            g_assert_true (passage == NULL || postil_layer_find_equal (layers[coder], passage) != NULL);
          }
      g_assert_cmpuint (n_found, ==, n_passages);
      postil_comparison_free (comparison);
      for (guint coder = 0; coder < 3; coder++)
        postil_layer_unref (layers[coder]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/comparison/kinds", test_kinds);
  g_test_add_func ("/comparison/nested", test_nested);
  g_test_add_func ("/comparison/three", test_three);
  g_test_add_func ("/comparison/settled", test_settled);
  g_test_add_func ("/comparison/follow", test_follow);
  g_test_add_func ("/comparison/turned-down", test_turned_down);
  g_test_add_func ("/comparison/turned-down-elsewhere", test_turned_down_elsewhere);
  g_test_add_func ("/comparison/turned-down-moved", test_turned_down_moved);
  g_test_add_func ("/comparison/nothing", test_nothing);
  g_test_add_func ("/comparison/random", test_random);

  return g_test_run ();
}
