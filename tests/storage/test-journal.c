/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal without a store: what a death at any point leaves behind, and what the next
 * opening makes of it. A Session is a process's worth of document and journal; locks of one
 * process's two sessions keep each other out as those of two processes do. */

#include "config.h"

#include "storage/postil-journal.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "model/postil-edit.h"
#include "store-fixture.h"

#define TEXT "The minister voiced concern. Her rival holds another position. An outcome is awaited."

typedef struct
{
  char        *folder;
  GFile       *sidecar;
  PostilText  *text;
  PostilLayer *on_disk;   /* what the sidecar would hold */
  char        *sha256;    /* of its bytes */
} Fixture;

typedef struct
{
  PostilDocument *document;
  PostilJournal  *journal;
  PostilReport   *report;
  guint           n_replayed;
  guint           n_failed;
} Session;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static (TEXT, strlen (TEXT));
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .schema_version = 1 };

  fixture->folder = g_dir_make_tmp ("postil-journal-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "a.txt.maria.postil.json", NULL);
  fixture->sidecar = g_file_new_for_path (path);
  fixture->text = postil_text_new_from_bytes (bytes, NULL, NULL);
  fixture->on_disk = postil_layer_new (&info);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = postil_journal_dup_directory ();

  store_fixture_remove_tree (directory);
  store_fixture_remove_tree (fixture->folder);
  g_object_unref (fixture->sidecar);
  postil_text_unref (fixture->text);
  postil_layer_unref (fixture->on_disk);
  g_free (fixture->folder);
  g_free (fixture->sha256);
}

static void
changed_cb (PostilDocument *document, PostilChange *change, PostilChangeOrigin origin, Session *session)
{
  g_autoptr(GError) error = NULL;

  if (session->journal != NULL && !postil_journal_append (session->journal, change, origin, &error))
    {
      g_assert_nonnull (error);
      session->n_failed++;
    }
}

static Session *
session_open (Fixture *fixture)
{
  Session *self = g_new0 (Session, 1);
  g_autoptr(PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr(PostilLayer) layer = postil_layer_copy (fixture->on_disk);
  g_autoptr(GError) error = NULL;

  self->report = postil_report_new ();
  self->document = postil_document_new (fixture->text, codebook, layer);
  self->journal = postil_journal_open (fixture->sidecar, self->document, fixture->sha256,
                                       &self->n_replayed, self->report, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->journal);
  g_signal_connect (self->document, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

/* As at a death: nothing is said to be saved. */
static void
session_close (Session *self)
{
  postil_journal_close (self->journal);
  g_object_unref (self->document);
  postil_report_unref (self->report);
  g_free (self);
}

/* The sidecar now holds what the session has. @is_noted: the journal heard of its end. */
static void
session_save (Session *self, Fixture *fixture, gboolean is_noted)
{
  guint64 sequence = postil_journal_get_sequence (self->journal);

  g_free (fixture->sha256);
  fixture->sha256 = g_strdup_printf ("sha-of-%" G_GUINT64_FORMAT, sequence);
  g_assert_true (postil_journal_note_saving (self->journal, fixture->sha256, sequence, NULL));
  postil_layer_unref (fixture->on_disk);
  fixture->on_disk = postil_layer_copy (postil_document_get_layer (self->document));
  if (is_noted)
    g_assert_true (postil_journal_note_saved (self->journal, fixture->sha256, sequence, NULL));
}

static void
apply (Session *self, PostilChange *change)
{
  g_autoptr(PostilChange) owned = change;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (change);
  g_assert_true (postil_document_apply (self->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
}

static void
tag (Session *self, guint start, guint end, const char *code)
{
  PostilSpan span = { start, end };

  apply (self, postil_edit_tag (self->document, &span, 1, code, NULL, NULL));
}

static PostilAnnotation *
at (Session *self, guint index)
{
  return postil_layer_get_annotation (postil_document_get_layer (self->document), index);
}

static char *
describe (PostilLayer *layer)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      PostilSpan hull = postil_annotation_get_hull (annotation);
      const char *note = postil_annotation_get_note (annotation);

      g_string_append_printf (all, "%s%s:%u-%u%s%s", i > 0 ? " " : "", postil_annotation_get_code (annotation),
                              hull.start, hull.end, note != NULL ? ":" : "", note != NULL ? note : "");
    }
  return g_string_free (all, FALSE);
}

static void
assert_layer (Session *self, const char *expected)
{
  g_autofree char *found = describe (postil_document_get_layer (self->document));

  g_assert_cmpstr (found, ==, expected);
}

/* Opens, compares, and dies. */
static void
assert_reopened (Fixture *fixture, guint n_replayed, const char *expected)
{
  Session *session = session_open (fixture);

  assert_layer (session, expected);
  g_assert_cmpuint (session->n_replayed, ==, n_replayed);
  g_assert_cmpuint (postil_report_get_n_entries (session->report), ==, 0);
  session_close (session);
}

static guint
count_files (const char *part)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;
  return n;
}

static char *
find_file (const char *part)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, part) != NULL)
      return g_build_filename (directory, name, NULL);
  g_error ("There is no journal with “%s” in its name", part);
}

static void
test_replay_is_idempotent (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);

  tag (session, 4, 12, "concern");
  tag (session, 30, 40, "position");
  apply (session, postil_edit_recode (session->document, at (session, 0), "outcome", NULL));
  apply (session, postil_edit_set_note (session->document, at (session, 1), "Noted."));
  session_close (session);
  for (guint i = 0; i < 3; i++)
    assert_reopened (fixture, 4, "outcome:4-12 position:30-40:Noted.");

  /* After a replay, more is done, and again nobody saves. */
  session = session_open (fixture);
  apply (session, postil_edit_remove (session->document, at (session, 0)));
  tag (session, 4, 12, "concession");
  session_close (session);
  assert_reopened (fixture, 6, "concession:4-12 position:30-40:Noted.");
}

/* The sidecar is there, but the death came before the journal heard of it; or the sidecar is
 * not there, though the journal was told that it would be. */
static void
test_death_while_saving (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);
  g_autoptr(PostilLayer) old = NULL;
  g_autofree char *old_sha256 = NULL;

  tag (session, 4, 12, "concern");
  session_save (session, fixture, TRUE);
  old = postil_layer_copy (fixture->on_disk);
  old_sha256 = g_strdup (fixture->sha256);
  tag (session, 30, 40, "position");
  apply (session, postil_edit_remove (session->document, at (session, 0)));
  session_save (session, fixture, FALSE);
  session_close (session);
  assert_reopened (fixture, 0, "position:30-40");

  postil_layer_unref (fixture->on_disk);
  g_free (fixture->sha256);
  fixture->on_disk = g_steal_pointer (&old);
  fixture->sha256 = g_steal_pointer (&old_sha256);
  assert_reopened (fixture, 2, "position:30-40");
}

static void
test_torn_last_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  Session *session = session_open (fixture);

  tag (session, 4, 12, "concern");
  tag (session, 30, 40, "position");
  session_close (session);
  path = find_file (".journal");
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (guint cut = 1; cut < 60; cut++)
    {
      g_assert_true (g_file_set_contents (path, contents, (gssize) (length - cut), NULL));
      assert_reopened (fixture, 1, "concern:4-12");
    }

  /* What is done next stands on a line of its own. */
  g_assert_true (g_file_set_contents (path, contents, (gssize) (length - 7), NULL));
  session = session_open (fixture);
  tag (session, 60, 64, "outcome");
  session_close (session);
  assert_reopened (fixture, 2, "concern:4-12 outcome:60-64");
}

static void
test_damaged_line (Fixture *fixture, gconstpointer data)
{
  static const char *const damages[] = { "\n{\"do\":\n", "\nnonsense\n", "\n\n", "\n{\"unheard-of\":1}\n",
                                         "\n{\"do\":{\"kind\":\"tag\",\"added\":[1]}}\n", "\n\x01\x02\xff\n" };
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  Session *session = session_open (fixture);
  char *last_line;

  tag (session, 4, 12, "concern");
  tag (session, 30, 40, "position");
  session_close (session);
  path = find_file (".journal");
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  contents[strlen (contents) - 1] = '\0';
  last_line = strrchr (contents, '\n');
  *last_line++ = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *damaged = g_strconcat (contents, damages[i], last_line, "\n", NULL);
      g_autofree char *aside = NULL;
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (path, damaged, -1, NULL));
      session = session_open (fixture);
      assert_layer (session, "concern:4-12");
      g_assert_cmpuint (postil_report_get_n_entries (session->report), ==, 1);
      g_assert_cmpstr (postil_report_get_entry (session->report, 0)->kind, ==, "malformed");
      g_assert_cmpuint (postil_report_get_entry (session->report, 0)->line, ==, 3);
      session_close (session);
      g_assert_cmpuint (count_files (".damaged-"), ==, 1);
      aside = find_file (".damaged-");
      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, damaged);
      assert_reopened (fixture, 1, "concern:4-12");
      g_assert_cmpuint (count_files (".damaged-"), ==, 1);
      g_assert_cmpint (g_unlink (aside), ==, 0);
    }
}

/* Somebody else changes the sidecar while operations wait in the journal. */
static void
test_foreign_change (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);
  Session *foreign;
  g_autoptr(PostilLayer) theirs = NULL;

  tag (session, 4, 12, "concern");
  tag (session, 30, 40, "position");
  tag (session, 60, 64, "outcome");
  session_save (session, fixture, TRUE);
  /* Unsaved: a note on the first, the second recoded, the third removed, a fourth. */
  apply (session, postil_edit_set_note (session->document, at (session, 0), "Mine."));
  apply (session, postil_edit_recode (session->document, at (session, 1), "concession", NULL));
  apply (session, postil_edit_remove (session->document, at (session, 2)));
  tag (session, 70, 75, "concern");
  theirs = postil_layer_copy (fixture->on_disk);
  session_close (session);

  /* Theirs: the first recoded, the second deleted, the third with a note, a fifth. */
  foreign = g_new0 (Session, 1);
  {
    g_autoptr(PostilCodebook) codebook = postil_codebook_new_builtin ();

    foreign->document = postil_document_new (fixture->text, codebook, theirs);
  }
  apply (foreign, postil_edit_set_note (foreign->document, at (foreign, 2), "Theirs."));
  apply (foreign, postil_edit_remove (foreign->document, at (foreign, 1)));
  apply (foreign, postil_edit_recode (foreign->document, at (foreign, 0), "outcome", NULL));
  tag (foreign, 0, 3, "position");
  g_object_unref (foreign->document);
  g_free (foreign);
  postil_layer_unref (fixture->on_disk);
  fixture->on_disk = g_steal_pointer (&theirs);
  g_free (fixture->sha256);
  fixture->sha256 = g_strdup ("of-what-they-wrote");

  for (guint i = 0; i < 2; i++)
    {
      session = session_open (fixture);
      assert_layer (session, "position:0-3 outcome:4-12:Mine. concession:30-40 outcome:60-64:Theirs. concern:70-75");
      session_close (session);
    }
}

static void
test_second_process (Fixture *fixture, gconstpointer data)
{
  Session *first = session_open (fixture);
  Session *second = session_open (fixture);
  Session *third;

  g_assert_cmpuint (count_files (".journal"), ==, 2);
  tag (first, 4, 12, "concern");
  tag (second, 30, 40, "position");
  apply (second, postil_edit_recode (second->document, at (second, 0), "outcome", NULL));
  session_close (second);

  /* The first one still runs: what the second left is taken over by a third, which must not
   * touch what the first one holds. */
  third = session_open (fixture);
  assert_layer (third, "outcome:30-40");
  g_assert_cmpuint (count_files (".journal"), ==, 2);
  session_close (third);
  session_close (first);

  first = session_open (fixture);
  assert_layer (first, "concern:4-12 outcome:30-40");
  g_assert_cmpuint (count_files (".journal"), ==, 1);
  g_assert_cmpuint (first->n_replayed, ==, 3);
  /* What was adopted can be undone here. */
  g_assert_true (postil_document_undo (first->document, NULL, NULL));
  assert_layer (first, "concern:4-12 position:30-40");
  session_close (first);
  assert_reopened (fixture, 4, "concern:4-12 position:30-40");
  g_assert_cmpuint (count_files (".journal"), ==, 1);
}

static void
test_undo_and_redo (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);

  tag (session, 4, 12, "concern");
  tag (session, 30, 40, "position");
  tag (session, 60, 64, "outcome");
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  g_assert_true (postil_document_redo (session->document, NULL, NULL));
  session_save (session, fixture, TRUE);
  session_close (session);

  session = session_open (fixture);
  g_assert_cmpuint (session->n_replayed, ==, 0);
  assert_layer (session, "concern:4-12 position:30-40");
  g_assert_true (postil_document_redo (session->document, NULL, NULL));
  g_assert_false (postil_document_can_redo (session->document));
  session_close (session);

  session = session_open (fixture);
  assert_layer (session, "concern:4-12 position:30-40 outcome:60-64");
  for (guint i = 0; i < 3; i++)
    g_assert_true (postil_document_undo (session->document, NULL, NULL));
  g_assert_false (postil_document_can_undo (session->document));
  /* A new change takes away what could be redone. */
  tag (session, 0, 3, "concession");
  g_assert_false (postil_document_can_redo (session->document));
  session_close (session);

  session = session_open (fixture);
  assert_layer (session, "concession:0-3");
  g_assert_false (postil_document_can_redo (session->document));
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  assert_layer (session, "");
  session_close (session);
}

/* A step that no longer fits is skipped by undo, and must be by the replay as well. */
static void
test_skipped_undo (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);
  g_autoptr(PostilChange) outside = postil_change_new (POSTIL_CHANGE_MERGE);
  g_autoptr(GError) error = NULL;

  tag (session, 4, 12, "concern");
  tag (session, 30, 40, "position");
  tag (session, 60, 64, "outcome");
  postil_change_remove (outside, at (session, 1));
  g_assert_true (postil_document_apply (session->document, outside, POSTIL_ORIGIN_OUTSIDE, NULL));
  session_save (session, fixture, TRUE);
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  g_assert_false (postil_document_undo (session->document, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  assert_layer (session, "");
  tag (session, 70, 75, "concern");
  session_close (session);

  session = session_open (fixture);
  assert_layer (session, "concern:70-75");
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  g_assert_false (postil_document_can_undo (session->document));
  session_close (session);
  session = session_open (fixture);
  assert_layer (session, "");
  g_assert_true (postil_document_redo (session->document, NULL, NULL));
  assert_layer (session, "concern:70-75");
  session_close (session);
}

#define N_CHANGES 10010

static void
test_compaction (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);
  g_autofree char *path = find_file (".journal");
  struct stat before, after;
  guint n_undone = 0;

  tag (session, 4, 12, "concern");
  for (guint i = 1; i < N_CHANGES; i++)
    {
      g_autofree char *note = g_strdup_printf ("%u", i);

      apply (session, postil_edit_set_note (session->document, at (session, 0), note));
    }
  g_assert_true (postil_document_undo (session->document, NULL, NULL));
  session_save (session, fixture, TRUE);
  session_close (session);
  g_assert_cmpint (stat (path, &before), ==, 0);

  session = session_open (fixture);
  g_assert_cmpint (stat (path, &after), ==, 0);
  g_assert_cmpint (after.st_size, <, before.st_size / 2);
  g_assert_cmpuint (count_files (".journal"), ==, 1);
  assert_layer (session, "concern:4-12:10008");
  session_close (session);

  /* The new journal counts on as the old one did, and holds the newest of the history. */
  session = session_open (fixture);
  g_assert_cmpuint (session->n_replayed, ==, 0);
  assert_layer (session, "concern:4-12:10008");
  g_assert_true (postil_document_redo (session->document, NULL, NULL));
  assert_layer (session, "concern:4-12:10009");
  g_assert_false (postil_document_can_redo (session->document));
  session_close (session);
  assert_reopened (fixture, 1, "concern:4-12:10009");
  session = session_open (fixture);
  while (postil_document_undo (session->document, NULL, NULL))
    n_undone++;
  g_assert_cmpuint (n_undone, >=, 1000);
  session_close (session);
}

/* A compaction that finds what an earlier, killed one left behind. */
static void
test_killed_compaction (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);
  g_autofree char *path = find_file (".journal");
  g_autofree char *left = g_strconcat (path, ".new", NULL);

  tag (session, 4, 12, "concern");
  session_close (session);
  g_assert_true (g_file_set_contents (left, "{\"postil-journal\":1}\n{\"do\":", -1, NULL));
  assert_reopened (fixture, 1, "concern:4-12");
}

static void
limit_file_size (rlim_t limit)
{
  struct rlimit now;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  now.rlim_cur = limit == RLIM_INFINITY ? now.rlim_max : limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

/* No room: a line is written by half and then refused. */
static void
test_failing_append (Fixture *fixture, gconstpointer data)
{
  Session *session = session_open (fixture);
  g_autofree char *path = find_file (".journal");
  g_autoptr(GError) error = NULL;
  struct stat st;

  tag (session, 4, 12, "concern");
  g_assert_cmpint (stat (path, &st), ==, 0);
  limit_file_size ((rlim_t) st.st_size + 10);
  tag (session, 30, 40, "position");
  tag (session, 60, 64, "outcome");
  g_assert_cmpuint (session->n_failed, ==, 2);
  g_assert_false (postil_journal_sync (session->journal, &error));
  g_assert_nonnull (error);
  limit_file_size (RLIM_INFINITY);

  /* As it would be found by whoever comes after a death now, and after there was room again. */
  g_assert_cmpuint (postil_journal_get_sequence (session->journal), ==, 3);
  tag (session, 70, 75, "concern");
  g_assert_cmpuint (session->n_failed, ==, 2);
  g_assert_true (postil_journal_sync (session->journal, NULL));
  session_close (session);
  assert_reopened (fixture, 4, "concern:4-12 position:30-40 outcome:60-64 concern:70-75");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  signal (SIGXFSZ, SIG_IGN);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/journal/replay-is-idempotent", test_replay_is_idempotent);
  ADD ("/journal/death-while-saving", test_death_while_saving);
  ADD ("/journal/torn-last-line", test_torn_last_line);
  ADD ("/journal/damaged-line", test_damaged_line);
  ADD ("/journal/foreign-change", test_foreign_change);
  ADD ("/journal/second-process", test_second_process);
  ADD ("/journal/undo-and-redo", test_undo_and_redo);
  ADD ("/journal/skipped-undo", test_skipped_undo);
  ADD ("/journal/compaction", test_compaction);
  ADD ("/journal/killed-compaction", test_killed_compaction);
  ADD ("/journal/failing-append", test_failing_append);

  return g_test_run ();
}
