/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verbs: what each changes, what each leaves alone, and when each does nothing. */

#include "config.h"

#include "base/postil-error.h"
#include "fixture.h"
#include "model/postil-edit.h"

#include <string.h>

typedef struct
{
  PostilDocument *document;
  PostilLayer    *layer;
} Fixture;

/* "👩‍👩‍👧" is 5 code points from 10 on, "e" and its accent are 15 and 16. */
#define TEXT "0123456789👩‍👩‍👧e\xcc\x81 and more words, עברית\r\nlast line of it all"

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (PostilText) text = fixture_text (TEXT);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();

  fixture->layer = fixture_layer ();
  fixture->document = postil_document_new (text, codebook, fixture->layer);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->document);
  postil_layer_unref (fixture->layer);
}

/* Takes the change, and proves that it can be undone. */
static void
apply (Fixture          *fixture,
       PostilChange     *taken,
       PostilChangeKind  kind,
       GError           *error)
{
  g_autoptr (PostilChange) change = taken;
  g_autofree char *before = fixture_dump (fixture->layer);
  g_autofree char *undone = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (change);
  g_assert_cmpint (postil_change_get_kind (change), ==, kind);
  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
  g_assert_true (postil_document_undo (fixture->document, NULL, &error));
  g_assert_no_error (error);
  undone = fixture_dump (fixture->layer);
  g_assert_cmpstr (before, ==, undone);
  g_assert_true (postil_document_redo (fixture->document, NULL, &error));
  g_assert_no_error (error);
}

static PostilAnnotation *
tag (Fixture    *fixture,
     guint       start,
     guint       end,
     const char *code)
{
  PostilSpan span = { start, end };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  PostilChange *change = postil_edit_tag (fixture->document, &span, 1, code, &id, &error);

  apply (fixture, change, POSTIL_CHANGE_TAG, error);
  return postil_layer_lookup (fixture->layer, id);
}

static void
assert_span (PostilAnnotation *annotation,
             guint             start,
             guint             end)
{
  PostilSpan hull = postil_annotation_get_hull (annotation);

  g_assert_cmpuint (hull.start, ==, start);
  g_assert_cmpuint (hull.end, ==, end);
}

static void
test_tag (Fixture       *fixture,
          gconstpointer  data)
{
  PostilAnnotation *annotation = tag (fixture, 12, 16, "concern");
  PostilText *text = postil_document_get_text (fixture->document);
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, NULL);

  assert_span (annotation, 10, 17);
  g_assert_cmpint (postil_annotation_check (annotation, text), ==, POSTIL_FIT_OK);
  g_assert_cmpstr (pieces[0].exact, ==, "👩‍👩‍👧e\xcc\x81");
  g_assert_cmpstr (pieces[0].prefix, ==, "0123456789");
  g_assert_true (g_str_has_prefix (pieces[0].suffix, " and more words, עברית\nlast"));
  g_assert_cmpint (g_utf8_strlen (pieces[0].suffix, -1), ==, 32);
  g_assert_true (g_str_has_prefix (postil_annotation_get_id (annotation), "urn:uuid:"));
  g_assert_nonnull (postil_annotation_get_created (annotation));
  g_assert_cmpstr (postil_annotation_get_created (annotation), ==,
                   postil_annotation_get_modified (annotation));
  g_assert_cmpint (postil_annotation_get_anchor (annotation), ==, POSTIL_ANCHOR_FIRM);
}

static void
test_tag_pieces (Fixture       *fixture,
                 gconstpointer  data)
{
  const PostilSpan spans[] = { { 30, 34 }, { 0, 3 }, { 3, 5 }, { 18, 20 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  PostilChange *change = postil_edit_tag (fixture->document, spans, G_N_ELEMENTS (spans),
                                          "concern", &id, &error);
  const PostilPiece *pieces;
  guint n;

  apply (fixture, change, POSTIL_CHANGE_TAG, error);
  pieces = postil_annotation_get_pieces (postil_layer_lookup (fixture->layer, id), &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (pieces[0].exact, ==, "01234");
  g_assert_cmpuint (pieces[1].span.start, ==, 18);
  g_assert_cmpuint (pieces[2].span.start, ==, 30);

  /* Between the pieces there is room for the same code. */
  tag (fixture, 6, 8, "concern");
}

static void
assert_tag_error (Fixture    *fixture,
                  guint       start,
                  guint       end,
                  const char *code,
                  int         error_code)
{
  PostilSpan span = { start, end };
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = postil_edit_tag (fixture->document, &span, 1, code, NULL,
                                                     &error);

  g_assert_null (change);
  g_assert_error (error, POSTIL_ERROR, error_code);
}

static void
test_tag_errors (Fixture       *fixture,
                 gconstpointer  data)
{
  guint n_chars = postil_text_get_n_chars (postil_document_get_text (fixture->document));

  assert_tag_error (fixture, 3, 3, "concern", POSTIL_ERROR_RANGE);
  assert_tag_error (fixture, 5, 3, "concern", POSTIL_ERROR_RANGE);
  assert_tag_error (fixture, n_chars - 1, n_chars + 1, "concern", POSTIL_ERROR_RANGE);
  assert_tag_error (fixture, n_chars, n_chars, "concern", POSTIL_ERROR_RANGE);
  assert_tag_error (fixture, 0, 3, "worry", POSTIL_ERROR_UNKNOWN);
  tag (fixture, 0, 10, "concern");
  assert_tag_error (fixture, 9, 10, "concern", POSTIL_ERROR_SELF_OVERLAP);
  tag (fixture, 9, 10, "position");
  tag (fixture, 10, n_chars, "concern");
  /* It grows to the whole grapheme, and so onto what is there. */
  tag (fixture, 17, 18, "outcome");
  assert_tag_error (fixture, 16, 17, "concern", POSTIL_ERROR_SELF_OVERLAP);
}

static void
test_tag_all (Fixture       *fixture,
              gconstpointer  data)
{
  const PostilSpan spans[] = { { 30, 34 }, { 0, 3 }, { 2, 5 }, { 5, 6 }, { 20, 22 } };
  const PostilSpan bad[] = { { 0, 1 }, { 7, 7 } };
  g_autoptr (GError) error = NULL;
  PostilChange *change;
  guint n_skipped;

  tag (fixture, 21, 25, "concern");
  change = postil_edit_tag_all (fixture->document, spans, G_N_ELEMENTS (spans), "concern",
                                &n_skipped, &error);
  apply (fixture, change, POSTIL_CHANGE_TAG_ALL, error);
  g_assert_cmpuint (n_skipped, ==, 2);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 4);

  change = postil_edit_tag_all (fixture->document, spans, G_N_ELEMENTS (spans), "concern",
                                &n_skipped, &error);
  g_assert_no_error (error);
  g_assert_null (change);
  g_assert_cmpuint (n_skipped, ==, 5);

  change = postil_edit_tag_all (fixture->document, bad, G_N_ELEMENTS (bad), "outcome", NULL,
                                &error);
  g_assert_null (change);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_RANGE);
}

static PostilAnnotation *
say (Fixture          *fixture,
     PostilAnnotation *annotation,
     const char       *note,
     const char       *actor)
{
  g_autofree char *id = g_strdup (postil_annotation_get_id (annotation));

  apply (fixture, postil_edit_set_note (fixture->document, annotation, note),
         POSTIL_CHANGE_NOTE, NULL);
  annotation = postil_layer_lookup (fixture->layer, id);
  apply (fixture, postil_edit_set_attribute (fixture->document, annotation, "actor", actor),
         POSTIL_CHANGE_ATTRIBUTE, NULL);
  return postil_layer_lookup (fixture->layer, id);
}

/* Adds one as it may come from a file, with a time and a source. */
static PostilAnnotation *
add_old (Fixture    *fixture,
         const char *id,
         guint       start,
         guint       end,
         const char *created)
{
  g_autoptr (PostilAnnotation) quoted = NULL;
  g_autoptr (PostilAnnotation) annotation = NULL;
  PostilAnnotationInit init;

  quoted = fixture_quote (postil_document_get_text (fixture->document), id, "concern", start, end);
  postil_annotation_to_init (quoted, &init);
  init.created = created;
  init.source = "{\"x\":1}";
  annotation = postil_annotation_new (&init);
  postil_layer_add (fixture->layer, annotation);
  return annotation;
}

static void
test_merge_tag (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *same_id = NULL;
  PostilAnnotation *merged;
  PostilChange *change;

  say (fixture, add_old (fixture, "young", 0, 6, "2026-02-01T00:00:00Z"), "second", "Netanyahu");
  say (fixture, add_old (fixture, "old", 8, 10, "2026-01-01T00:00:00Z"), "first", "Biden");
  tag (fixture, 20, 22, "concern");

  change = postil_edit_merge_tag (fixture->document, (PostilSpan) { 4, 9 }, "concern", &id, &error);
  apply (fixture, change, POSTIL_CHANGE_MERGE, error);
  g_assert_cmpstr (id, ==, "old");
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 2);
  merged = postil_layer_lookup (fixture->layer, "old");
  assert_span (merged, 0, 10);
  g_assert_cmpstr (postil_annotation_get_note (merged), ==, "second\n\nfirst\n\nactor: Netanyahu");
  g_assert_cmpstr (postil_annotation_get_attribute (merged, "actor"), ==, "Biden");
  g_assert_cmpstr (postil_annotation_get_created (merged), ==, "2026-01-01T00:00:00Z");
  g_assert_cmpstr (postil_annotation_get_source (merged), ==, "{\"x\":1}");

  /* Inside of what is there nothing becomes different. */
  change = postil_edit_merge_tag (fixture->document, (PostilSpan) { 2, 3 }, "concern", &same_id,
                                  &error);
  g_assert_no_error (error);
  g_assert_null (change);
  g_assert_cmpstr (same_id, ==, "old");

  /* Where there is nothing it is a tag. */
  change = postil_edit_merge_tag (fixture->document, (PostilSpan) { 2, 3 }, "outcome", NULL, &error);
  apply (fixture, change, POSTIL_CHANGE_TAG, error);
}

static void
test_merge_links (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (PostilLink) first = fixture_link ("l1", "c", "old", "responds-to");
  g_autoptr (PostilLink) doubled = fixture_link ("l2", "c", "young", "responds-to");
  g_autoptr (PostilLink) moved = fixture_link ("l3", "young", "c", "results-from");
  g_autoptr (PostilLink) between = fixture_link ("l4", "young", "old", "responds-to");
  g_autoptr (GError) error = NULL;
  PostilChange *change;

  add_old (fixture, "young", 0, 6, "2026-02-01T00:00:00Z");
  add_old (fixture, "old", 8, 10, "2026-01-01T00:00:00Z");
  postil_layer_add_link (fixture->layer, first);
  postil_layer_add_link (fixture->layer, doubled);
  postil_layer_add_link (fixture->layer, moved);
  postil_layer_add_link (fixture->layer, between);
  change = postil_edit_merge_tag (fixture->document, (PostilSpan) { 4, 9 }, "concern", NULL, &error);
  apply (fixture, change, POSTIL_CHANGE_MERGE, error);

  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 2);
  g_assert_true (postil_layer_lookup_link (fixture->layer, "l1") == first);
  g_assert_cmpstr (postil_link_get_from (postil_layer_lookup_link (fixture->layer, "l3")), ==, "old");
}

/* Every edit keeps what it is not about, the source too, and is not made for nothing. */
static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  PostilDocument *document = fixture->document;
  PostilAnnotation *a = add_old (fixture, "a", 0, 6, "2020-01-01T00:00:00Z");
  g_autoptr (GError) error = NULL;

  g_assert_null (postil_edit_set_note (document, a, ""));
  g_assert_null (postil_edit_set_note (document, a, NULL));
  g_assert_null (postil_edit_set_attribute (document, a, "actor", "  "));
  g_assert_null (postil_edit_set_unsure (document, a, FALSE));
  g_assert_null (postil_edit_recode (document, a, "concern", &error));
  g_assert_no_error (error);

  a = say (fixture, a, "Note", " Joe Biden\n");
  g_assert_null (postil_edit_set_note (document, a, "Note"));
  g_assert_null (postil_edit_set_attribute (document, a, "actor", "Joe Biden"));
  apply (fixture, postil_edit_set_unsure (document, a, TRUE), POSTIL_CHANGE_UNSURE, NULL);
  a = postil_layer_lookup (fixture->layer, "a");
  apply (fixture, postil_edit_recode (document, a, "outcome", &error), POSTIL_CHANGE_RECODE, error);
  a = postil_layer_lookup (fixture->layer, "a");

  g_assert_cmpstr (postil_annotation_get_note (a), ==, "Note");
  g_assert_cmpstr (postil_annotation_get_attribute (a, "actor"), ==, "Joe Biden");
  g_assert_true (postil_annotation_is_unsure (a));
  g_assert_cmpstr (postil_annotation_get_code (a), ==, "outcome");
  g_assert_cmpstr (postil_annotation_get_source (a), ==, "{\"x\":1}");
  g_assert_cmpstr (postil_annotation_get_created (a), ==, "2020-01-01T00:00:00Z");
  g_assert_cmpstr (postil_annotation_get_modified (a), >, "2026-01-01T00:00:00Z");

  apply (fixture, postil_edit_set_attribute (document, a, "actor", NULL),
         POSTIL_CHANGE_ATTRIBUTE, NULL);
  a = postil_layer_lookup (fixture->layer, "a");
  g_assert_null (postil_annotation_get_attribute (a, "actor"));
}

static void
test_recode_errors (Fixture       *fixture,
                    gconstpointer  data)
{
  PostilAnnotation *a = tag (fixture, 0, 6, "concern");
  g_autoptr (GError) error = NULL;

  tag (fixture, 5, 8, "position");
  g_assert_null (postil_edit_recode (fixture->document, a, "position", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP);
  g_clear_error (&error);
  g_assert_null (postil_edit_recode (fixture->document, a, "worry", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  PostilAnnotation *a = add_old (fixture, "a", 0, 6, NULL);
  g_autoptr (PostilLink) to = fixture_link ("l1", "b", "a", "responds-to");
  g_autoptr (PostilLink) from = fixture_link ("l2", "a", "b", "responds-to");
  g_autoptr (PostilLink) other = fixture_link ("l3", "b", "c", "responds-to");
  PostilAnnotation *twin;

  postil_layer_add_link (fixture->layer, to);
  postil_layer_add_link (fixture->layer, from);
  postil_layer_add_link (fixture->layer, other);
  twin = add_old (fixture, "a", 20, 22, NULL);

  /* While there is another of that id, the links may be its. */
  apply (fixture, postil_edit_remove (fixture->document, twin), POSTIL_CHANGE_REMOVE, NULL);
  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 3);
  apply (fixture, postil_edit_remove (fixture->document, a), POSTIL_CHANGE_REMOVE, NULL);
  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 1);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 0);
}

static void
set_span (Fixture    *fixture,
          const char *id,
          guint       piece,
          guint       start,
          guint       end)
{
  g_autoptr (GError) error = NULL;
  PostilChange *change;

  change = postil_edit_set_span (fixture->document, postil_layer_lookup (fixture->layer, id),
                                 piece, (PostilSpan) { start, end }, &error);
  apply (fixture, change, POSTIL_CHANGE_BORDER, error);
}

static void
test_set_span (Fixture       *fixture,
               gconstpointer  data)
{
  const PostilSpan spans[] = { { 0, 3 }, { 18, 20 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  PostilAnnotation *a;
  PostilChange *change;
  guint n;

  change = postil_edit_tag (fixture->document, spans, 2, "concern", &id, &error);
  apply (fixture, change, POSTIL_CHANGE_TAG, error);
  tag (fixture, 24, 28, "concern");

  a = postil_layer_lookup (fixture->layer, id);
  g_assert_null (postil_edit_set_span (fixture->document, a, 1, spans[1], &error));
  g_assert_no_error (error);
  g_assert_null (postil_edit_set_span (fixture->document, a, 1, (PostilSpan) { 18, 25 }, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP);
  g_clear_error (&error);
  g_assert_null (postil_edit_set_span (fixture->document, a, 1, (PostilSpan) { 20, 20 }, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_RANGE);
  g_clear_error (&error);

  set_span (fixture, id, 1, 13, 20);
  a = postil_layer_lookup (fixture->layer, id);
  g_assert_cmpuint (postil_annotation_get_pieces (a, NULL)[1].span.start, ==, 10);
  g_assert_cmpint (postil_annotation_check (a, postil_document_get_text (fixture->document)),
                   ==, POSTIL_FIT_OK);

  /* Onto its other piece: the two become one. */
  set_span (fixture, id, 1, 2, 20);
  a = postil_layer_lookup (fixture->layer, id);
  postil_annotation_get_pieces (a, &n);
  g_assert_cmpuint (n, ==, 1);
  assert_span (a, 0, 20);
}

static void
test_place_orphan (Fixture       *fixture,
                   gconstpointer  data)
{
  PostilPiece pieces[] = { { { 900, 950 }, "lost", NULL, NULL }, { { 3, 1 }, "too", NULL, NULL } };
  PostilAnnotationInit init = {
    .id = "o", .code = "concern", .pieces = pieces, .n_pieces = 2, .anchor = POSTIL_ANCHOR_ORPHAN,
  };
  g_autoptr (PostilAnnotation) orphan = postil_annotation_new (&init);
  PostilAnnotation *placed;

  postil_layer_add (fixture->layer, orphan);
  set_span (fixture, "o", 0, 2, 4);
  placed = postil_layer_lookup (fixture->layer, "o");
  assert_span (placed, 2, 4);
  g_assert_cmpint (postil_annotation_get_anchor (placed), ==, POSTIL_ANCHOR_FIRM);
  g_assert_cmpstr (postil_annotation_get_pieces (placed, NULL)[0].exact, ==, "23");
}

static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  PostilDocument *document = fixture->document;
  PostilAnnotation *concern = tag (fixture, 0, 3, "concern");
  PostilAnnotation *concession = tag (fixture, 4, 6, "concession");
  g_autoptr (GError) error = NULL;
  PostilLink *link;

  g_assert_null (postil_edit_link (document, concern, concession, "responds-to", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "Concession"));
  g_clear_error (&error);
  g_assert_null (postil_edit_link (document, concession, concession, "responds-to", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (postil_edit_link (document, concession, concern, "hates", &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN);
  g_clear_error (&error);

  apply (fixture, postil_edit_link (document, concession, concern, "responds-to", &error),
         POSTIL_CHANGE_LINK, error);
  g_assert_null (postil_edit_link (document, concession, concern, "responds-to", &error));
  g_assert_no_error (error);
  link = postil_layer_get_link (fixture->layer, 0);
  g_assert_cmpstr (postil_link_get_from (link), ==, postil_annotation_get_id (concession));
  g_assert_nonnull (postil_link_get_created (link));
  apply (fixture, postil_edit_unlink (document, link), POSTIL_CHANGE_UNLINK, NULL);
  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 0);
}

static void
test_status (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_null (postil_edit_set_status (fixture->document, "in progress"));
  apply (fixture, postil_edit_set_status (fixture->document, "done"), POSTIL_CHANGE_STATUS, NULL);
  g_assert_cmpstr (postil_layer_get_info (fixture->layer)->status, ==, "done");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/edit/tag", test_tag);
  ADD ("/edit/tag-pieces", test_tag_pieces);
  ADD ("/edit/tag-errors", test_tag_errors);
  ADD ("/edit/tag-all", test_tag_all);
  ADD ("/edit/merge-tag", test_merge_tag);
  ADD ("/edit/merge-links", test_merge_links);
  ADD ("/edit/fields", test_fields);
  ADD ("/edit/recode-errors", test_recode_errors);
  ADD ("/edit/remove", test_remove);
  ADD ("/edit/set-span", test_set_span);
  ADD ("/edit/place-orphan", test_place_orphan);
  ADD ("/edit/link", test_link);
  ADD ("/edit/status", test_status);
  return g_test_run ();
}
