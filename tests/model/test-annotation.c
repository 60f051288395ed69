/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Annotations keep what they are given, compare by it, and are judged against a text. */

#include "config.h"

#include "fixture.h"

static const PostilPiece two_pieces[] = {
  { { 10, 14 }, "four", "before ", " after" },
  { { 20, 23 }, "two", NULL, NULL },
};
static const PostilAttribute two_attributes[] = {
  { "stance", "against" },
  { "actor", "Joe Biden" },
};
static const PostilAnnotationInit full = {
  .id = "urn:uuid:1",
  .code = "concern",
  .note = "A note\nin two lines 🙂",
  .created = "2026-01-01T00:00:00Z",
  .modified = "2026-01-02T00:00:00.5Z",
  .pieces = two_pieces,
  .n_pieces = 2,
  .attributes = two_attributes,
  .n_attributes = 2,
  .unsure = TRUE,
  .anchor = POSTIL_ANCHOR_MOVED,
  .source = "{}",
};

static void
test_fields (void)
{
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&full);
  g_autofree char *quote = postil_annotation_dup_quote (annotation);
  const PostilAttribute *attributes;
  const PostilPiece *pieces;
  PostilSpan hull;
  guint n;

  g_assert_cmpstr (postil_annotation_get_id (annotation), ==, full.id);
  g_assert_cmpstr (postil_annotation_get_code (annotation), ==, full.code);
  g_assert_cmpstr (postil_annotation_get_note (annotation), ==, full.note);
  g_assert_cmpstr (postil_annotation_get_created (annotation), ==, full.created);
  g_assert_cmpstr (postil_annotation_get_modified (annotation), ==, full.modified);
  g_assert_cmpstr (postil_annotation_get_source (annotation), ==, full.source);
  g_assert_true (postil_annotation_is_unsure (annotation));
  g_assert_cmpint (postil_annotation_get_anchor (annotation), ==, POSTIL_ANCHOR_MOVED);
  pieces = postil_annotation_get_pieces (annotation, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (pieces[0].prefix, ==, "before ");
  g_assert_cmpstr (pieces[0].suffix, ==, " after");
  g_assert_null (pieces[1].prefix);
  attributes = postil_annotation_get_attributes (annotation, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (attributes[0].name, ==, "actor");
  g_assert_cmpstr (attributes[1].name, ==, "stance");
  g_assert_cmpstr (postil_annotation_get_attribute (annotation, "stance"), ==, "against");
  g_assert_null (postil_annotation_get_attribute (annotation, "Actor"));
  g_assert_cmpstr (quote, ==, "four two");
  hull = postil_annotation_get_hull (annotation);
  g_assert_cmpuint (hull.start, ==, 10);
  g_assert_cmpuint (hull.end, ==, 23);
}

static void
test_nothing_said (void)
{
  const PostilAttribute attributes[] = { { "actor", "" }, { "", "x" }, { "a", NULL }, { "b", "c" } };
  PostilAnnotationInit init = full;
  g_autoptr (PostilAnnotation) annotation = NULL;
  guint n;

  init.note = "";
  init.created = NULL;
  init.modified = NULL;
  init.source = NULL;
  init.attributes = attributes;
  init.n_attributes = G_N_ELEMENTS (attributes);
  annotation = postil_annotation_new (&init);

  g_assert_null (postil_annotation_get_note (annotation));
  g_assert_null (postil_annotation_get_created (annotation));
  g_assert_null (postil_annotation_get_modified (annotation));
  g_assert_null (postil_annotation_get_source (annotation));
  postil_annotation_get_attributes (annotation, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (postil_annotation_get_attribute (annotation, "b"), ==, "c");
}

static void
test_copy (void)
{
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&full);
  g_autoptr (PostilAnnotation) copy = NULL;
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  copy = postil_annotation_new (&init);
  g_assert_true (postil_annotation_equal (annotation, copy));
  g_assert_cmpint (postil_annotation_compare (annotation, copy), ==, 0);
  g_assert_cmpstr (postil_annotation_get_source (copy), ==, "{}");
}

static void
assert_differs (const PostilAnnotationInit *init)
{
  g_autoptr (PostilAnnotation) one = postil_annotation_new (&full);
  g_autoptr (PostilAnnotation) other = postil_annotation_new (init);

  g_assert_false (postil_annotation_equal (one, other));
  g_assert_false (postil_annotation_equal (other, one));
}

#define DIFFERS(field, value)              \
  G_STMT_START                             \
    {                                      \
      PostilAnnotationInit changed = full; \
      changed.field = value;               \
      assert_differs (&changed);           \
    }                                      \
  G_STMT_END

static void
test_equal (void)
{
  PostilPiece pieces[] = { two_pieces[0], two_pieces[1] };
  PostilAttribute attributes[] = { two_attributes[0], two_attributes[1] };
  PostilAnnotationInit init = full;
  g_autoptr (PostilAnnotation) one = postil_annotation_new (&full);
  g_autoptr (PostilAnnotation) other = NULL;

  DIFFERS (id, "urn:uuid:2");
  DIFFERS (code, "outcome");
  DIFFERS (note, NULL);
  DIFFERS (created, NULL);
  DIFFERS (modified, "2026-01-02T00:00:00Z");
  DIFFERS (unsure, FALSE);
  DIFFERS (anchor, POSTIL_ANCHOR_FIRM);
  DIFFERS (n_pieces, 1);
  DIFFERS (n_attributes, 1);
  pieces[0].suffix = NULL;
  DIFFERS (pieces, pieces);
  pieces[0] = two_pieces[0];
  pieces[1].span.end++;
  DIFFERS (pieces, pieces);
  attributes[1].value = "Joe";
  DIFFERS (attributes, attributes);

  init.source = NULL;
  other = postil_annotation_new (&init);
  g_assert_true (postil_annotation_equal (one, other));
}

static void
test_order (void)
{
  PostilPiece pieces[] = { { { 30, 40 }, "late", NULL, NULL }, { { 5, 6 }, "early", NULL, NULL } };
  PostilAnnotationInit init = { .id = "z", .code = "c", .pieces = pieces, .n_pieces = 2 };
  g_autoptr (PostilAnnotation) sorted = postil_annotation_new (&init);
  g_autoptr (PostilAnnotation) orphan = NULL;
  g_autoptr (PostilAnnotation) a = fixture_annotation ("a", "c", 5, 40);
  g_autoptr (PostilAnnotation) longer = fixture_annotation ("a", "c", 5, 41);
  const PostilPiece *there = postil_annotation_get_pieces (sorted, NULL);

  g_assert_cmpuint (there[0].span.start, ==, 5);
  g_assert_cmpstr (there[0].exact, ==, "early");
  g_assert_cmpint (postil_annotation_compare (a, sorted), <, 0);
  g_assert_cmpint (postil_annotation_compare (sorted, longer), <, 0);

  init.anchor = POSTIL_ANCHOR_ORPHAN;
  init.id = "0";
  orphan = postil_annotation_new (&init);
  there = postil_annotation_get_pieces (orphan, NULL);
  g_assert_cmpstr (there[0].exact, ==, "late");
  g_assert_cmpint (postil_annotation_compare (orphan, longer), >, 0);
  g_assert_cmpint (postil_annotation_compare (longer, orphan), <, 0);
  g_assert_false (postil_annotation_overlaps (orphan, (PostilSpan) { 0, 100 }));
  g_assert_false (postil_annotation_contains (orphan, 5));
  g_assert_false (postil_annotation_same_place (orphan, sorted));
}

static void
test_overlaps (void)
{
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&full);
  g_autoptr (PostilAnnotation) turned = fixture_annotation ("t", "c", 9, 3);

  g_assert_true (postil_annotation_overlaps (annotation, (PostilSpan) { 13, 14 }));
  g_assert_false (postil_annotation_overlaps (annotation, (PostilSpan) { 14, 20 }));
  g_assert_true (postil_annotation_overlaps (annotation, (PostilSpan) { 14, 21 }));
  g_assert_false (postil_annotation_overlaps (annotation, (PostilSpan) { 12, 12 }));
  g_assert_false (postil_annotation_overlaps (turned, (PostilSpan) { 0, 20 }));
  g_assert_true (postil_annotation_contains (annotation, 10));
  g_assert_false (postil_annotation_contains (annotation, 14));
  g_assert_false (postil_annotation_contains (annotation, 17));
}

static void
assert_fit (PostilText *text,
            guint       start,
            guint       end,
            const char *exact,
            PostilFit   fit)
{
  PostilPiece piece = { { start, end }, exact, NULL, NULL };
  PostilAnnotationInit init = { .id = "a", .code = "c", .pieces = &piece, .n_pieces = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

  g_assert_cmpint (postil_annotation_check (annotation, text), ==, fit);
}

static void
test_check (void)
{
  g_autoptr (PostilText) text = fixture_text ("a👩‍👩‍👧é\r\nשלום");

  assert_fit (text, 0, 1, "a", POSTIL_FIT_OK);
  assert_fit (text, 1, 6, "👩‍👩‍👧", POSTIL_FIT_OK);
  assert_fit (text, 6, 9, "é\nש", POSTIL_FIT_OK);
  assert_fit (text, 8, 9, "\n", POSTIL_FIT_QUOTE);
  assert_fit (text, 9, 13, "שלום", POSTIL_FIT_RANGE);
  assert_fit (text, 8, 12, "שלום", POSTIL_FIT_OK);
  assert_fit (text, 7, 8, "\n", POSTIL_FIT_OK);
  assert_fit (text, 12, 13, "x", POSTIL_FIT_RANGE);
  assert_fit (text, 3, 3, "", POSTIL_FIT_RANGE);
  assert_fit (text, 5, 2, "", POSTIL_FIT_RANGE);
  assert_fit (text, 0, G_MAXUINT32, "a", POSTIL_FIT_RANGE);
  assert_fit (text, 0, 1, NULL, POSTIL_FIT_QUOTE);
}

static void
test_excerpt (void)
{
  PostilPiece piece = { { 0, 9 }, "one\ntwo 🙂 three", NULL, NULL };
  PostilAnnotationInit init = { .id = "a", .code = "c", .pieces = &piece, .n_pieces = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autofree char *cut = postil_annotation_dup_excerpt (annotation, 9);
  g_autofree char *whole = postil_annotation_dup_excerpt (annotation, 15);

  g_assert_cmpstr (cut, ==, "one two 🙂…");
  g_assert_cmpstr (whole, ==, "one two 🙂 three");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/annotation/fields", test_fields);
  g_test_add_func ("/annotation/nothing-said", test_nothing_said);
  g_test_add_func ("/annotation/copy", test_copy);
  g_test_add_func ("/annotation/equal", test_equal);
  g_test_add_func ("/annotation/order", test_order);
  g_test_add_func ("/annotation/overlaps", test_overlaps);
  g_test_add_func ("/annotation/check", test_check);
  g_test_add_func ("/annotation/excerpt", test_excerpt);
  return g_test_run ();
}
