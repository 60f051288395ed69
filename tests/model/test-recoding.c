/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Merging, splitting, renaming and deleting codes: what becomes of the annotations. */

#include "config.h"

#include "base/postil-error.h"
#include "fixture.h"
#include "model/postil-edit.h"
#include "model/postil-recoding.h"

#define TEXT "0123456789 👩‍👩‍👧 and more words, and a last line of it all."

typedef struct
{
  PostilDocument *document;
  PostilLayer    *layer;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (PostilText) text = fixture_text (TEXT);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  const struct { const char *id, *code; guint start, end; } annotations[] = {
    { "urn:a", "position", 0, 4 }, { "urn:b", "concern", 2, 8 }, { "urn:c", "concern", 20, 24 }, { "urn:d", "outcome", 30, 33 },
  };
  g_autoptr (PostilLink) link = fixture_link ("urn:l", "urn:d", "urn:b", "results-from");

  fixture->layer = fixture_layer ();
  for (guint i = 0; i < G_N_ELEMENTS (annotations); i++)
    {
      g_autoptr (PostilAnnotation) annotation = fixture_quote (text, annotations[i].id, annotations[i].code,
                                                               annotations[i].start, annotations[i].end);

      postil_layer_add (fixture->layer, annotation);
    }
  postil_layer_add_link (fixture->layer, link);
  fixture->document = postil_document_new (text, codebook, fixture->layer);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->document);
  postil_layer_unref (fixture->layer);
}

/* Applies it, and proves that one undo takes it back. */
static void
apply (Fixture        *fixture,
       PostilRecoding *recoding,
       PostilCodebook *codebook)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = fixture_dump (fixture->layer);
  g_autofree char *after = NULL;
  g_autoptr (PostilChange) change = postil_recoding_make_change (recoding, fixture->document, codebook, &error);

  g_assert_no_error (error);
  g_assert_nonnull (change);
  g_assert_cmpint (postil_change_get_kind (change), ==, POSTIL_CHANGE_CODEBOOK);
  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
  g_assert_true (postil_document_undo (fixture->document, NULL, &error));
  after = fixture_dump (fixture->layer);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (postil_document_redo (fixture->document, NULL, &error));
}

static const char *
get_code (Fixture    *fixture,
          const char *id)
{
  PostilAnnotation *annotation = postil_layer_lookup (fixture->layer, id);

  return annotation != NULL ? postil_annotation_get_code (annotation) : NULL;
}

/* a and b overlap: as one code they become one, and the link ends there. */
static void
test_merge (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();

  postil_recoding_set_code (recoding, "position", "concern");
  g_assert_cmpuint (postil_recoding_count (recoding, fixture->layer), ==, 1);
  apply (fixture, recoding, NULL);

  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 3);
  g_assert_cmpuint (postil_layer_count_code (fixture->layer, "concern"), ==, 2);
  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 1);
  g_assert_nonnull (postil_layer_lookup (fixture->layer, postil_link_get_to (postil_layer_get_link (fixture->layer, 0))));
  g_assert_cmpuint (postil_annotation_get_hull (postil_layer_get_annotation (fixture->layer, 0)).end, ==, 8);
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();

  postil_recoding_set_code (recoding, "concern", "");
  apply (fixture, recoding, NULL);
  g_assert_cmpuint (postil_layer_get_n_annotations (fixture->layer), ==, 2);
  g_assert_cmpuint (postil_layer_get_n_links (fixture->layer), ==, 0);
}

static void
test_split (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();

  postil_recoding_set_code (recoding, "concern", "concession");
  postil_recoding_set_annotation (recoding, "urn:c", "outcome");
  apply (fixture, recoding, NULL);
  g_assert_cmpstr (get_code (fixture, "urn:b"), ==, "concession");
  g_assert_cmpstr (get_code (fixture, "urn:c"), ==, "outcome");
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();
  PostilCodebookBuilder *builder = postil_codebook_builder_new (postil_document_get_codebook (fixture->document));
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (postil_codebook_builder_rename_code (builder, "concern", "outcome"));
  g_assert_false (postil_codebook_builder_rename_code (builder, "concern", ""));
  g_assert_false (postil_codebook_builder_rename_code (builder, "nothing", "worry"));
  g_assert_true (postil_codebook_builder_rename_code (builder, "concern", "worry"));
  codebook = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (postil_codebook_get_code (codebook, 1)->id, ==, "worry");

  postil_recoding_set_code (recoding, "concern", "worry");
  /* Not without the codebook that has it. */
  change = postil_recoding_make_change (recoding, fixture->document, NULL, &error);
  g_assert_null (change);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN);

  apply (fixture, recoding, codebook);
  g_assert_cmpuint (postil_layer_count_code (fixture->layer, "worry"), ==, 2);
  g_assert_true (postil_document_get_codebook (fixture->document) == codebook);
}

static void
test_chain (void)
{
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();
  g_autoptr (PostilRecoding) copy = NULL;
  g_autoptr (PostilAnnotation) annotation = fixture_annotation ("urn:x", "a", 0, 1);

  g_assert_true (postil_recoding_is_empty (recoding));
  g_assert_null (postil_recoding_get (recoding, annotation));
  postil_recoding_set_code (recoding, "a", "b");
  postil_recoding_set_code (recoding, "b", "c");
  g_assert_cmpstr (postil_recoding_get (recoding, annotation), ==, "c");
  copy = postil_recoding_copy (recoding);
  postil_recoding_set_code (recoding, "c", "");
  g_assert_cmpstr (postil_recoding_get (recoding, annotation), ==, "");
  g_assert_cmpstr (postil_recoding_get (copy, annotation), ==, "c");
  postil_recoding_set_code (copy, "c", "a");
  g_assert_null (postil_recoding_get (copy, annotation));
}

/* The ids of a code elsewhere lead to it, but never away from a code's own. */
static void
test_matches (void)
{
  static const char *const matches[] = { "worry", "position", NULL };
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();
  PostilCodebookBuilder *builder = postil_codebook_builder_new (builtin);
  PostilCode code = *postil_codebook_lookup_code (builtin, "concern");
  g_autoptr (PostilCodebook) codebook = NULL;

  code.matches = matches;
  postil_codebook_builder_set_code (builder, &code);
  codebook = postil_codebook_builder_end (builder, NULL);
  g_assert_cmpstr (postil_codebook_lookup_code (codebook, "worry")->id, ==, "concern");
  g_assert_cmpstr (postil_codebook_lookup_code (codebook, "position")->id, ==, "position");
  g_assert_false (postil_codebook_equal (codebook, builtin));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/recoding/merge", Fixture, NULL, set_up, test_merge, tear_down);
  g_test_add ("/recoding/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/recoding/split", Fixture, NULL, set_up, test_split, tear_down);
  g_test_add ("/recoding/rename", Fixture, NULL, set_up, test_rename, tear_down);
  g_test_add_func ("/recoding/chain", test_chain);
  g_test_add_func ("/recoding/matches", test_matches);

  return g_test_run ();
}
