/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps over many articles: one coder's files only, one undo for all, and back again. */

#include "config.h"

#include "base/postil-error.h"
#include "store-fixture.h"
#include "storage/postil-step.h"

#define N_ARTICLES 3u

typedef struct
{
  char           *folder;
  GFile          *root;
  PostilCodebook *before;
} Fixture;

static PostilStore *
open_article (Fixture    *fixture,
              guint       index,
              const char *coder)
{
  g_autofree char *name = g_strdup_printf ("%u.txt", index);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  PostilStore *store = store_fixture_open (path, coder, &error);

  g_assert_no_error (error);
  return store;
}

static void
close_article (PostilStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store_fixture_flush (store, &error));
  g_assert_no_error (error);
  postil_store_close (store);
  g_object_unref (store);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("postil-step-XXXXXX", NULL);
  fixture->root = g_file_new_for_path (fixture->folder);
  fixture->before = postil_codebook_new_builtin ();
  for (guint i = 0; i < N_ARTICLES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i);
      g_autofree char *path = store_fixture_make_article (fixture->folder, name, "Some words to be marked, and some more.\n");
      const char *coders[] = { "maria", "jonas" };

      for (guint j = 0; j < G_N_ELEMENTS (coders); j++)
        {
          PostilStore *store = open_article (fixture, i, coders[j]);
          g_autofree char *first = store_fixture_tag (store, 0, 4, "concern");
          g_autofree char *second = store_fixture_tag (store, 5, 10, "outcome");

          close_article (store);
        }
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  store_fixture_remove_tree (fixture->folder);
  g_clear_object (&fixture->root);
  g_clear_pointer (&fixture->before, postil_codebook_unref);
  g_free (fixture->folder);
}

static char *
read_file (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, NULL);
  return contents;
}

static void
check_codes (Fixture    *fixture,
             guint       index,
             const char *coder,
             const char *code,
             guint       n)
{
  PostilStore *store = open_article (fixture, index, coder);

  g_assert_cmpuint (postil_layer_count_code (postil_document_get_layer (postil_store_get_document (store)), code), ==, n);
  postil_store_close (store);
  g_object_unref (store);
}

static PostilCodebook *
rename_concern (PostilCodebook *from)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (from);

  g_assert_true (postil_codebook_builder_rename_code (builder, "concern", "worry"));
  return postil_codebook_builder_end (builder, NULL);
}

static char *
do_rename (Fixture            *fixture,
           const char *const  *open_sidecars,
           PostilStepCounts   *counts)
{
  g_autoptr (PostilCodebook) after = rename_concern (fixture->before);
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  PostilStepRequest request = { fixture->root, "maria", "Rename", fixture->before, after, recoding, open_sidecars };
  char *id = NULL;

  postil_recoding_set_code (recoding, "concern", "worry");
  id = postil_step_do (&request, counts, report, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
  return id;
}

static void
revert (const char         *id,
        gboolean            redo,
        const char *const  *open_sidecars)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (postil_step_revert (id, redo, open_sidecars, report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
}

static void
test_all (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *others_before = read_file (fixture, "1.txt.jonas.postil.json");
  g_autofree char *others_after = NULL;
  g_autofree char *codebook = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) list = NULL;
  PostilStepCounts counts;

  id = do_rename (fixture, NULL, &counts);
  g_assert_cmpuint (counts.n_articles, ==, N_ARTICLES);
  g_assert_cmpuint (counts.n_annotations, ==, N_ARTICLES);
  for (guint i = 0; i < N_ARTICLES; i++)
    {
      check_codes (fixture, i, "maria", "worry", 1);
      check_codes (fixture, i, "maria", "concern", 0);
      check_codes (fixture, i, "jonas", "concern", 1);
    }
  others_after = read_file (fixture, "1.txt.jonas.postil.json");
  g_assert_cmpstr (others_before, ==, others_after);
  codebook = read_file (fixture, "codebook.json");
  g_assert_nonnull (strstr (codebook, "\"worry\""));

  list = postil_step_list (fixture->root, "maria");
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((PostilStepInfo *) g_ptr_array_index (list, 0))->id, ==, id);

  /* There was no codebook before: there is none again. */
  revert (id, FALSE, NULL);
  check_codes (fixture, 0, "maria", "concern", 1);
  g_free (codebook);
  codebook = read_file (fixture, "codebook.json");
  g_assert_null (codebook);
  revert (id, TRUE, NULL);
  check_codes (fixture, 2, "maria", "worry", 1);
  revert (id, FALSE, NULL);
  revert (id, FALSE, NULL);
  check_codes (fixture, 2, "maria", "concern", 1);
}

/* What is open is left to its window, and can be undone there by itself. */
static void
test_open (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PostilStore) store = open_article (fixture, 0, "maria");
  PostilDocument *document = postil_store_get_document (store);
  g_autoptr (PostilCodebook) after = rename_concern (fixture->before);
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *later = NULL;
  const char *open[] = { g_file_peek_path (postil_store_get_sidecar (store)), NULL };
  PostilStepCounts counts;

  id = do_rename (fixture, open, &counts);
  g_assert_cmpuint (counts.n_articles, ==, N_ARTICLES - 1);
  g_assert_cmpuint (postil_layer_count_code (postil_document_get_layer (document), "concern"), ==, 1);

  postil_recoding_set_code (recoding, "concern", "worry");
  change = postil_recoding_make_change (recoding, document, after, &error);
  postil_change_set_step (change, id);
  g_assert_true (postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error));
  later = store_fixture_tag (store, 11, 13, "worry");

  /* Not the last step any more: what stands of it becomes as it was, the later one stays. */
  revert (id, FALSE, open);
  g_assert_true (postil_step_in_document (document, id, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (postil_layer_count_code (postil_document_get_layer (document), "concern"), ==, 1);
  g_assert_cmpuint (postil_layer_count_code (postil_document_get_layer (document), "worry"), ==, 1);
  g_assert_true (postil_codebook_equal (postil_document_get_codebook (document), fixture->before));
  g_assert_true (store_fixture_flush (store, NULL));
  postil_store_close (store);
}

/* The step's id is in each article's history, also after a restart. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  PostilStepCounts counts;
  g_autofree char *id = do_rename (fixture, NULL, &counts);
  PostilStore *store = open_article (fixture, 1, "maria");
  PostilChange *top = postil_history_peek_undo (postil_document_get_history (postil_store_get_document (store)));

  g_assert_nonnull (top);
  g_assert_cmpstr (postil_change_get_step (top), ==, id);
  g_assert_nonnull (postil_change_get_time (top));
  postil_store_close (store);
  g_object_unref (store);
}

/* A codebook that somebody changed since is not written over. */
static void
test_conflict (Fixture       *fixture,
               gconstpointer  data)
{
  PostilStepCounts counts;
  g_autofree char *id = do_rename (fixture, NULL, &counts);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *codebook = read_file (fixture, "codebook.json");
  g_autofree char *path = g_build_filename (fixture->folder, "codebook.json", NULL);
  g_auto (GStrv) parts = g_strsplit (codebook, "worry", -1);
  g_autofree char *changed = g_strjoinv ("woe", parts);

  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  g_assert_false (postil_step_revert (id, FALSE, NULL, report, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT);
  check_codes (fixture, 0, "maria", "worry", 1);
}

/* One that cannot be read is told, and the others are done. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "1.txt.maria.postil.json", NULL);
  g_autoptr (PostilCodebook) after = rename_concern (fixture->before);
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  PostilStepRequest request = { fixture->root, "maria", "Rename", fixture->before, after, recoding, NULL };
  PostilStepCounts counts;
  g_autofree char *id = NULL;
  g_autofree char *broken = NULL;

  g_assert_true (g_file_set_contents (path, "{ no", -1, NULL));
  postil_recoding_set_code (recoding, "concern", "worry");
  g_assert_true (postil_step_count (&request, &counts, NULL, &error));
  g_assert_cmpuint (counts.n_articles, ==, N_ARTICLES - 1);
  id = postil_step_do (&request, &counts, report, NULL, NULL, &error);
  g_assert_nonnull (id);
  check_codes (fixture, 2, "maria", "worry", 1);
  broken = read_file (fixture, "1.txt.maria.postil.json");
  g_assert_cmpstr (broken, ==, "{ no");
}

static void
test_no_record (void)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (postil_step_revert ("../../etc/passwd", FALSE, NULL, report, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/step/all", test_all);
  ADD ("/step/open", test_open);
  ADD ("/step/restart", test_restart);
  ADD ("/step/conflict", test_conflict);
  ADD ("/step/broken", test_broken);
  g_test_add_func ("/step/no-record", test_no_record);

  return g_test_run ();
}
