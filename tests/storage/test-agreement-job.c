/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Agreement over a folder in a thread, the passages behind it, and what is read to compare one
 * article; against layers made as the app makes them. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "model/postil-decision.h"
#include "storage/postil-agreement-job.h"
#include "storage/postil-coder-set.h"
#include "store-fixture.h"

#define TEXT "Somebody said something about a thing. Nobody said anything about another thing at all. That was it then."

typedef struct
{
  char *folder;
  char *article;
} Fixture;

static void
code (Fixture *fixture, const char *coder, guint start, guint end, const char *name, gboolean is_done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilStore) store = store_fixture_open (fixture->article, coder, &error);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_no_error (error);
  first = store_fixture_tag (store, 0, 10, "concern");
  second = store_fixture_tag (store, start, end, name);
  if (is_done)
    {
      g_autoptr (PostilChange) change = postil_edit_set_status (postil_store_get_document (store), "done");

      g_assert_true (postil_document_apply (postil_store_get_document (store), change, POSTIL_ORIGIN_DO, NULL));
    }
  g_assert_true (store_fixture_flush (store, &error));
  postil_store_close (store);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-agreement-XXXXXX", NULL);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt", TEXT);
  code (fixture, "maria", 20, 30, "position", FALSE);
  code (fixture, "jonas", 20, 30, "outcome", FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->folder);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static PostilAgreementResult *
run (Fixture *fixture, char **coders, GCancellable *cancellable, GError **error)
{
  PostilAgreementRequest request = { .path = fixture->folder, .coders = coders, .seed = 1 };
  GAsyncResult *result = NULL;
  PostilAgreementResult *measured = NULL;

  g_assert_nonnull (postil_agreement_job_start (&request, cancellable, result_cb, &result));
  measured = postil_agreement_job_finish (wait_for (&result), error);
  g_object_unref (result);
  return measured;
}

static void
test_job (Fixture *fixture, gconstpointer data)
{
  char *coders[] = { (char *) "maria", (char *) "jonas", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilAgreementResult) result = run (fixture, coders, NULL, &error);
  g_autofree guint *matrix = NULL;
  g_autofree char *csv = NULL;
  guint n = 0, position = 0, outcome = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (postil_coded_get_n_articles (result->coded), ==, 1);
  g_assert_cmpuint (result->passages->len, ==, 2);
  n = postil_coded_get_n_codes (result->coded);
  position = postil_coded_find_code (result->coded, "position");
  outcome = postil_coded_find_code (result->coded, "outcome");
  matrix = postil_agreement_result_confuse (result, 0, 1);
  g_assert_cmpuint (matrix[position * (n + 1) + outcome], ==, 1);
  g_assert_cmpuint (matrix[outcome * (n + 1) + position], ==, 0);

  csv = postil_agreement_result_dup_csv (result);
  g_assert_true (g_str_has_prefix (csv, "measure,attribute,code,article,coders,value,low,high,n,coverage,reason\r\n"));
  g_assert_nonnull (strstr (csv, "\r\nf1,,,,,0.5,,,"));
  g_assert_nonnull (strstr (csv, "\r\nf1,,,a.txt,,0.5,,,"));
  g_assert_null (strstr (csv, "nan"));
}

/* Who there is, before anybody was chosen; and what was given up says so. */
static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  char *coders[] = { (char *) "maria", (char *) "jonas", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilAgreementResult) result = run (fixture, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (result->agreement);
  g_assert_cmpuint (result->all_coders->len, ==, 2);
  g_assert_cmpstr (result->all_coders->pdata[0], ==, "jonas");

  g_cancellable_cancel (cancellable);
  g_assert_null (run (fixture, coders, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) article = g_file_new_for_path (fixture->article);
  g_autoptr (GFile) root = g_file_new_for_path (fixture->folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCoderSet) set = NULL;
  PostilSettled settled = { 0, 0 };
  GAsyncResult *result = NULL;

  code (fixture, POSTIL_CONSENSUS, 20, 30, "outcome", TRUE);
  postil_coder_set_read_async (article, NULL, result_cb, &result);
  set = postil_coder_set_read_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpuint (set->layers->len, ==, 2);
  g_assert_nonnull (postil_coder_set_find (set, "maria"));
  g_assert_null (postil_coder_set_find (set, POSTIL_CONSENSUS));
  g_assert_cmpuint (g_strv_length (set->other), ==, 0);

  postil_settled_count_async (root, NULL, result_cb, &result);
  g_assert_true (postil_settled_count_finish (wait_for (&result), &settled, &error));
  g_clear_object (&result);
  g_assert_cmpuint (settled.n_articles, ==, 1);
  g_assert_cmpuint (settled.n_settled, ==, 1);

  /* Of another text: named, and not compared. */
  g_clear_pointer (&set, postil_coder_set_free);
  g_assert_true (g_file_set_contents (fixture->article, TEXT " More.", -1, NULL));
  postil_coder_set_read_async (article, NULL, result_cb, &result);
  set = postil_coder_set_read_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpuint (set->layers->len, ==, 0);
  g_assert_cmpuint (g_strv_length (set->other), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/agreement-job/folder", Fixture, NULL, set_up, test_job, tear_down);
  g_test_add ("/agreement-job/nobody", Fixture, NULL, set_up, test_nobody, tear_down);
  g_test_add ("/agreement-job/set", Fixture, NULL, set_up, test_set, tear_down);

  return g_test_run ();
}
