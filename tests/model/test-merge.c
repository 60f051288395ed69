/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Three-way merges: the rules one by one, and then that whatever two people do at random
 * comes to the same on both sides, with nothing of it lost. */

#include "config.h"

#include "fixture.h"
#include "model/postil-merge.h"

#include <string.h>

#define T1 "2026-01-01T00:00:01Z"
#define T2 "2026-01-01T00:00:02Z"

static PostilLayer *
new_layer (PostilAnnotation *first,
           PostilAnnotation *second)
{
  PostilLayer *layer = fixture_layer ();

  if (first != NULL)
    postil_layer_add (layer, first);
  if (second != NULL)
    postil_layer_add (layer, second);
  return layer;
}

/* Merges both ways, asserts that they agree, and returns one of them. */
static PostilLayer *
merge (PostilLayer  *base,
       PostilLayer  *ours,
       PostilLayer  *theirs,
       PostilReport *report)
{
  g_autoptr (PostilLayer) other = postil_merge_layers (base, theirs, ours, NULL);
  PostilLayer *merged = postil_merge_layers (base, ours, theirs, report);
  g_autofree char *one_dump = fixture_dump (merged);
  g_autofree char *other_dump = fixture_dump (other);

  g_assert_cmpstr (one_dump, ==, other_dump);
  return merged;
}

static guint
count_kind (PostilReport *report,
            const char   *kind)
{
  guint n = 0;

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    n += g_str_equal (postil_report_get_entry (report, i)->kind, kind) ? 1 : 0;
  return n;
}

static PostilAnnotation *
vary (PostilAnnotation *annotation,
      const char       *code,
      const char       *note,
      const char       *actor,
      const char       *modified)
{
  PostilAttribute attribute = { "actor", actor };
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  if (code != NULL)
    init.code = code;
  if (note != NULL)
    init.note = note;
  if (actor != NULL)
    {
      init.attributes = &attribute;
      init.n_attributes = 1;
    }
  init.modified = modified;
  return postil_annotation_new (&init);
}

static void
test_fields (void)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) ours = vary (a, "concern", "both: ours", NULL, T1);
  g_autoptr (PostilAnnotation) theirs = vary (a, NULL, "both: theirs", "Biden", T2);
  g_autoptr (PostilLayer) base = new_layer (a, NULL);
  g_autoptr (PostilLayer) our_layer = new_layer (ours, NULL);
  g_autoptr (PostilLayer) their_layer = new_layer (theirs, NULL);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilLayer) merged = merge (base, our_layer, their_layer, report);
  PostilAnnotation *result = postil_layer_lookup (merged, "a");

  g_assert_cmpuint (postil_layer_get_n_annotations (merged), ==, 1);
  g_assert_cmpstr (postil_annotation_get_code (result), ==, "concern");
  g_assert_cmpstr (postil_annotation_get_attribute (result, "actor"), ==, "Biden");
  g_assert_cmpstr (postil_annotation_get_note (result), ==, "both: theirs");
  g_assert_cmpstr (postil_annotation_get_modified (result), ==, T2);
  g_assert_cmpuint (count_kind (report, "merged"), ==, 1);
  g_assert_cmpuint (count_kind (report, "conflict"), ==, 0);
  g_assert_cmpstr (postil_report_get_entry (report, 0)->item, ==, "a");
}

static void
test_tie (void)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) ours = vary (a, NULL, "one", NULL, T1);
  g_autoptr (PostilAnnotation) theirs = vary (a, NULL, "other", NULL, "2026-01-01T01:00:01+01:00");
  g_autoptr (PostilLayer) base = new_layer (a, NULL);
  g_autoptr (PostilLayer) our_layer = new_layer (ours, NULL);
  g_autoptr (PostilLayer) their_layer = new_layer (theirs, NULL);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilLayer) merged = merge (base, our_layer, their_layer, report);
  const char *kept = postil_annotation_get_note (postil_layer_lookup (merged, "a"));
  const char *lost = g_str_equal (kept, "one") ? "other" : "one";

  g_assert_cmpuint (count_kind (report, "conflict"), ==, 1);
  g_assert_cmpstr (postil_report_get_entry (report, 0)->kind, ==, "conflict");
  g_assert_true (g_str_has_suffix (postil_report_get_entry (report, 0)->message, lost));
}

static void
test_deletion (void)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) b = fixture_annotation ("b", "position", 5, 9);
  g_autoptr (PostilAnnotation) b_edited = vary (b, NULL, "note", NULL, T1);
  g_autoptr (PostilLayer) base = new_layer (a, b);
  g_autoptr (PostilLayer) ours = new_layer (NULL, NULL);
  g_autoptr (PostilLayer) theirs = new_layer (a, b_edited);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilReport) other_report = postil_report_new ();
  g_autoptr (PostilLayer) merged = merge (base, ours, theirs, report);
  g_autoptr (PostilLayer) other = merge (base, theirs, ours, other_report);
  g_autoptr (PostilLayer) together = merge (NULL, ours, theirs, NULL);

  g_assert_cmpuint (postil_layer_get_n_annotations (merged), ==, 1);
  g_assert_true (postil_layer_lookup (merged, "b") == b_edited);
  g_assert_cmpuint (count_kind (report, "merged"), ==, 1);
  g_assert_cmpuint (count_kind (other_report, "merged"), ==, 1);
  g_assert_cmpstr (postil_report_get_entry (other_report, 0)->item, ==, "a");
  g_assert_cmpuint (postil_layer_get_n_annotations (together), ==, 2);
}

/* Who links to an annotation uses it: it stays, although the other side deleted it. */
static void
test_link_keeps_its_end (void)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "concern", 0, 4);
  g_autoptr (PostilAnnotation) b = fixture_annotation ("b", "concession", 5, 9);
  g_autoptr (PostilLink) link = fixture_link ("l", "b", "a", "responds-to");
  g_autoptr (PostilLayer) base = new_layer (a, b);
  g_autoptr (PostilLayer) ours = new_layer (b, NULL);
  g_autoptr (PostilLayer) theirs = new_layer (a, b);
  g_autoptr (PostilLayer) linked = new_layer (a, b);
  g_autoptr (PostilLayer) merged = NULL;
  g_autoptr (PostilLayer) unlinked = NULL;

  postil_layer_add_link (theirs, link);
  merged = merge (base, ours, theirs, NULL);
  g_assert_cmpuint (postil_layer_get_n_links (merged), ==, 1);
  g_assert_true (postil_layer_lookup (merged, "a") == a);

  /* A link that was there before goes with its end. */
  postil_layer_add_link (linked, link);
  unlinked = merge (linked, ours, linked, NULL);
  g_assert_cmpuint (postil_layer_get_n_links (unlinked), ==, 0);
  g_assert_null (postil_layer_lookup (unlinked, "a"));
}

static PostilLayer *
layer_with_info (const char *id,
                 const char *status,
                 const char *sha256,
                 guint64     size,
                 guint       version)
{
  return postil_layer_new (&(PostilLayerInfo) {
    .coder = "maria", .id = id, .page_id = "p", .status = status,
    .sha256 = sha256, .size = size, .schema_version = version,
  });
}

static void
test_info (void)
{
  g_autoptr (PostilLayer) base = layer_with_info ("base", "in progress", "aa", 1, 1);
  g_autoptr (PostilLayer) ours = layer_with_info ("ours", "done", "aa", 1, 1);
  g_autoptr (PostilLayer) theirs = layer_with_info ("theirs", "in progress", "bb", 2, 3);
  g_autoptr (PostilLayer) merged = merge (base, ours, theirs, NULL);
  g_autoptr (PostilLayer) without = postil_merge_layers (NULL, ours, theirs, NULL);
  const PostilLayerInfo *info = postil_layer_get_info (merged);

  g_assert_cmpstr (info->id, ==, "base");
  g_assert_cmpstr (info->status, ==, "done");
  g_assert_cmpstr (info->sha256, ==, "bb");
  g_assert_cmpuint (info->size, ==, 2);
  g_assert_cmpuint (info->schema_version, ==, 3);
  g_assert_cmpstr (postil_layer_get_info (without)->id, ==, "ours");
}

static void
test_source (void)
{
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) ours = vary (a, "concern", NULL, NULL, T1);
  g_autoptr (PostilAnnotation) theirs = NULL;
  g_autoptr (PostilLayer) base = new_layer (a, NULL);
  g_autoptr (PostilLayer) our_layer = new_layer (ours, NULL);
  g_autoptr (PostilLayer) their_layer = NULL;
  g_autoptr (PostilLayer) merged = NULL;
  PostilAnnotationInit init;

  postil_annotation_to_init (a, &init);
  init.source = "{\"unknown\": 1}";
  theirs = postil_annotation_new (&init);
  their_layer = new_layer (theirs, NULL);
  merged = merge (base, our_layer, their_layer, NULL);
  g_assert_cmpstr (postil_annotation_get_code (postil_layer_lookup (merged, "a")), ==, "concern");
  g_assert_cmpstr (postil_annotation_get_source (postil_layer_lookup (merged, "a")), ==,
                   "{\"unknown\": 1}");
}

static void
test_twins (void)
{
  g_autoptr (PostilAnnotation) one = fixture_annotation ("a", "position", 0, 4);
  g_autoptr (PostilAnnotation) twin = fixture_annotation ("a", "position", 5, 9);
  g_autoptr (PostilAnnotation) edited = vary (twin, "concern", NULL, NULL, T1);
  g_autoptr (PostilLayer) base = new_layer (one, twin);
  g_autoptr (PostilLayer) ours = new_layer (one, edited);
  g_autoptr (PostilLayer) theirs = new_layer (one, twin);
  g_autoptr (PostilLayer) merged = merge (base, ours, theirs, NULL);

  g_assert_cmpuint (postil_layer_get_n_annotations (merged), ==, 2);
  g_assert_true (postil_layer_get_annotation (merged, 0) == one);
  g_assert_true (postil_layer_get_annotation (merged, 1) == edited);
}

/* Random edits */

/* The notes and actors that a side wrote last are its own words: they can be looked for. */
static PostilAnnotation *
edit_at_random (PostilAnnotation *annotation,
                const char       *side,
                guint             step)
{
  g_autofree char *words = g_strdup_printf ("%s%u", side, step);
  g_autofree char *time = g_strdup_printf ("2026-01-01T00:00:%02dZ", g_test_rand_int_range (0, 8));
  PostilPiece piece = { { step, step + 3 }, words, NULL, NULL };
  PostilAttribute attributes[2] = { { "actor", words }, { "topic", words } };
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      init.note = words;
      break;
    case 1:
      init.attributes = attributes;
      init.n_attributes = g_test_rand_int_range (0, 3);
      break;
    case 2:
      init.code = "outcome";
      break;
    case 3:
      init.pieces = &piece;
      init.n_pieces = 1;
      break;
    case 4:
      init.unsure = !init.unsure;
      break;
    default:
      init.source = words;
      break;
    }
  init.modified = time;
  return postil_annotation_new (&init);
}

static void
edit_one (PostilLayer *layer,
          const char  *side,
          guint        step)
{
  guint n = postil_layer_get_n_annotations (layer);
  g_autoptr (PostilAnnotation) there = NULL;
  g_autoptr (PostilAnnotation) edited = NULL;

  if (n == 0)
    return;

  there = postil_annotation_ref (postil_layer_get_annotation (layer, g_test_rand_int_range (0, n)));
  edited = edit_at_random (there, side, step);
  postil_layer_remove (layer, there);
  if (g_test_rand_int_range (0, 4) != 0)
    postil_layer_add (layer, edited);
}

static void
link_one (PostilLayer *layer,
          const char  *side,
          guint        step)
{
  guint n = postil_layer_get_n_annotations (layer);
  g_autofree char *id = g_strdup_printf ("link-%s%u", side, step);
  g_autoptr (PostilLink) link = NULL;

  if (n == 0)
    return;

  link = fixture_link (id,
                       postil_annotation_get_id (postil_layer_get_annotation (layer, g_test_rand_int_range (0, n))),
                       postil_annotation_get_id (postil_layer_get_annotation (layer, n - 1)),
                       g_test_rand_bit () ? "responds-to" : "results-from");
  postil_layer_add_link (layer, link);
}

static void
change_link (PostilLayer *layer,
             guint        step)
{
  guint n = postil_layer_get_n_links (layer);
  g_autoptr (PostilLink) there = NULL;
  g_autoptr (PostilLink) changed = NULL;
  PostilLinkInit init;

  if (n == 0)
    return;

  there = postil_link_ref (postil_layer_get_link (layer, g_test_rand_int_range (0, n)));
  postil_link_to_init (there, &init);
  init.kind = step % 2 == 0 ? "responds-to" : "hinders";
  init.modified = step % 3 == 0 ? T1 : T2;
  changed = postil_link_new (&init);
  postil_layer_remove_link (layer, there);
  if (g_test_rand_bit ())
    postil_layer_add_link (layer, changed);
}

static void
work_at_random (PostilLayer *layer,
                const char  *side,
                guint        n_steps)
{
  for (guint step = 0; step < n_steps; step++)
    {
      g_autofree char *id = g_strdup_printf ("%s%u", side, step);
      g_autoptr (PostilAnnotation) new = fixture_random_annotation (id, 200);

      switch (g_test_rand_int_range (0, 6))
        {
        case 0:
        case 1:
          postil_layer_add (layer, new);
          break;
        case 2:
          link_one (layer, side, step);
          break;
        case 3:
          change_link (layer, step);
          break;
        default:
          edit_one (layer, side, step);
          break;
        }
    }
}

/* What one side added or changed is still there, under its id; what neither touched is as
 * it was; what one side alone changed says what it said; nothing came from nowhere. */
static void
assert_nothing_lost (PostilLayer *base,
                     PostilLayer *ours,
                     PostilLayer *theirs,
                     PostilLayer *merged)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (ours); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (ours, i);
      const char *id = postil_annotation_get_id (annotation);
      PostilAnnotation *before = postil_layer_lookup (base, id);
      PostilAnnotation *other = postil_layer_lookup (theirs, id);
      PostilAnnotation *after = postil_layer_lookup (merged, id);
      gboolean is_changed = before == NULL || !postil_annotation_equal (before, annotation);

      if (is_changed || other != NULL)
        g_assert_nonnull (after);
      if ((is_changed && other == NULL)
          || (other != NULL && before != NULL && postil_annotation_equal (before, other)))
        g_assert_true (postil_annotation_equal (after, annotation));
    }

  for (guint i = 0; i < postil_layer_get_n_links (ours); i++)
    {
      PostilLink *link = postil_layer_get_link (ours, i);
      PostilLink *before = postil_layer_lookup_link (base, postil_link_get_id (link));

      if (before == NULL || !postil_link_equal (before, link))
        g_assert_nonnull (postil_layer_lookup_link (merged, postil_link_get_id (link)));
    }
}

static void
assert_from_somewhere (PostilLayer *ours,
                       PostilLayer *theirs,
                       PostilLayer *merged)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (merged); i++)
    {
      const char *id = postil_annotation_get_id (postil_layer_get_annotation (merged, i));

      g_assert_true (postil_layer_lookup (ours, id) != NULL
                     || postil_layer_lookup (theirs, id) != NULL);
    }
  g_assert_false (postil_layer_has_duplicate_ids (merged));
}

static void
assert_same_content (PostilLayer *a,
                     PostilLayer *b)
{
  g_autofree char *a_dump = fixture_dump (a);
  g_autofree char *b_dump = fixture_dump (b);

  g_assert_cmpstr (a_dump, ==, b_dump);
}

static void
test_random (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (PostilLayer) base = fixture_layer ();
      g_autoptr (PostilLayer) ours = NULL;
      g_autoptr (PostilLayer) theirs = NULL;
      g_autoptr (PostilLayer) merged = NULL;
      g_autoptr (PostilLayer) again = NULL;
      g_autoptr (PostilLayer) alone = NULL;
      g_autoptr (PostilLayer) same = NULL;

      work_at_random (base, "base", g_test_rand_int_range (0, 40));
      ours = postil_layer_copy (base);
      theirs = postil_layer_copy (base);
      work_at_random (ours, "ours", g_test_rand_int_range (0, 30));
      work_at_random (theirs, "theirs", g_test_rand_int_range (0, 30));

      merged = merge (base, ours, theirs, NULL);
      assert_nothing_lost (base, ours, theirs, merged);
      assert_nothing_lost (base, theirs, ours, merged);
      assert_from_somewhere (ours, theirs, merged);

      /* One side idle: the other's work, to the letter. Both alike: that. */
      alone = merge (base, ours, base, NULL);
      assert_same_content (alone, ours);
      same = merge (base, ours, ours, NULL);
      assert_same_content (same, ours);
      /* What is merged is merged. */
      again = merge (base, merged, merged, NULL);
      assert_same_content (again, merged);
    }
}

/* Without a base there is nothing to tell a deletion by: everything of both stays. */
static void
test_random_union (void)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (PostilLayer) ours = fixture_layer ();
      g_autoptr (PostilLayer) theirs = NULL;
      g_autoptr (PostilLayer) merged = NULL;

      work_at_random (ours, "common", 20);
      theirs = postil_layer_copy (ours);
      work_at_random (ours, "ours", 20);
      work_at_random (theirs, "theirs", 20);
      merged = merge (NULL, ours, theirs, NULL);
      assert_from_somewhere (ours, theirs, merged);
      for (guint i = 0; i < postil_layer_get_n_annotations (ours); i++)
        g_assert_nonnull (postil_layer_lookup (merged,
                                               postil_annotation_get_id (postil_layer_get_annotation (ours, i))));
      for (guint i = 0; i < postil_layer_get_n_annotations (theirs); i++)
        g_assert_nonnull (postil_layer_lookup (merged,
                                               postil_annotation_get_id (postil_layer_get_annotation (theirs, i))));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/fields", test_fields);
  g_test_add_func ("/merge/tie", test_tie);
  g_test_add_func ("/merge/deletion", test_deletion);
  g_test_add_func ("/merge/link-keeps-its-end", test_link_keeps_its_end);
  g_test_add_func ("/merge/info", test_info);
  g_test_add_func ("/merge/source", test_source);
  g_test_add_func ("/merge/twins", test_twins);
  g_test_add_func ("/merge/random", test_random);
  g_test_add_func ("/merge/random-union", test_random_union);
  return g_test_run ();
}
