/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals in sessions that end at any moment, and journals that nobody should have written.
 * What is to happen in each single case is in test-journal.c. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "model/postil-edit.h"
#include "storage/postil-journal.h"
#include "store-fixture.h"

#define TEXT_CHARS 4000

typedef struct
{
  char       *folder;
  GFile      *sidecar;
  PostilText *text;
} Fixture;

/* A document with its journal, as the store holds them. */
typedef struct
{
  PostilDocument *document;
  PostilJournal  *journal;
  guint           n_replayed;
  PostilReport   *report;
} Session;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  g_autofree char *path = NULL;
  g_autofree char *utf8 = g_strnfill (TEXT_CHARS, 'x');

  fixture->folder = g_dir_make_tmp ("postil-journal-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "a.txt.maria.postil.json", NULL);
  fixture->sidecar = g_file_new_for_path (path);
  fixture->text = postil_text_new_from_utf8 (utf8, -1, NULL);
  store_fixture_remove_tree (directory);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->sidecar);
  postil_text_unref (fixture->text);
}

static void
changed_cb (PostilDocument *document, PostilChange *change, PostilChangeOrigin origin, PostilJournal *journal)
{
  g_assert_true (postil_journal_append (journal, change, origin, NULL));
}

static PostilLayer *
make_layer (void)
{
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .schema_version = 1,
                           .id = "urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b11",
                           .page_id = "urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b12" };

  return postil_layer_new (&info);
}

/* @disk: what the sidecar holds (NULL: nothing); @hash: of it. */
static void
begin (Fixture *fixture, Session *session, PostilLayer *disk, const char *hash, GError **error)
{
  g_autoptr(PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr(PostilLayer) layer = disk != NULL ? postil_layer_copy (disk) : make_layer ();

  session->document = postil_document_new (fixture->text, codebook, layer);
  session->report = postil_report_new ();
  session->n_replayed = 0;
  session->journal = postil_journal_open (fixture->sidecar, session->document, hash, &session->n_replayed,
                                          session->report, error);
  if (session->journal != NULL)
    g_signal_connect (session->document, "changed", G_CALLBACK (changed_cb), session->journal);
}

static void
end (Session *session)
{
  g_signal_handlers_disconnect_by_func (session->document, changed_cb, session->journal);
  postil_journal_close (session->journal);
  g_assert_finalize_object (session->document);
  postil_report_unref (session->report);
}

static PostilLayer *
layer_of (Session *session)
{
  return postil_document_get_layer (session->document);
}

static char *
tag (Session *session, guint start, guint end_, const char *code)
{
  PostilSpan span = { start, end_ };
  char *id = NULL;
  g_autoptr(PostilChange) change = postil_edit_tag (session->document, &span, 1, code, &id, NULL);

  if (change != NULL)
    g_assert_true (postil_document_apply (session->document, change, POSTIL_ORIGIN_DO, NULL));
  return id;
}

static void
assert_equal_layers (PostilLayer *a, PostilLayer *b)
{
  g_assert_cmpuint (postil_layer_get_n_annotations (a), ==, postil_layer_get_n_annotations (b));
  g_assert_cmpuint (postil_layer_get_n_links (a), ==, postil_layer_get_n_links (b));
  for (guint i = 0; i < postil_layer_get_n_annotations (a); i++)
    g_assert_true (postil_annotation_equal (postil_layer_get_annotation (a, i), postil_layer_get_annotation (b, i)));
  for (guint i = 0; i < postil_layer_get_n_links (a); i++)
    g_assert_true (postil_link_equal (postil_layer_get_link (a, i), postil_layer_get_link (b, i)));
  g_assert_cmpstr (postil_layer_get_info (a)->status, ==, postil_layer_get_info (b)->status);
}

static GPtrArray *
list_journals (void)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  return paths;
}

static char *
find_journal (void)
{
  g_autoptr(GPtrArray) paths = list_journals ();

  for (guint i = 0; i < paths->len; i++)
    if (g_str_has_suffix (paths->pdata[i], ".journal"))
      return g_strdup (paths->pdata[i]);
  g_assert_not_reached ();
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  g_autofree char *path = NULL;
  g_autoptr(GPtrArray) left = NULL;
  Session session;
  struct stat st;

  begin (fixture, &session, NULL, NULL, NULL);
  g_assert_nonnull (session.journal);
  g_assert_cmpint (stat (directory, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0700);
  path = find_journal ();
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  end (&session);
  /* Who only looks leaves nothing behind. */
  left = list_journals ();
  g_assert_cmpuint (left->len, ==, 0);
}

/* Whatever stands in a journal, opening it neither crashes nor fails without a word. */
static void
test_foreign_journals (Fixture *fixture, gconstpointer data)
{
  static const char *const contents[] = {
    "\n", "hello\n", "{}\n", "[]\n", "{\"postil-journal\":\"x\"}\n", "{\"do\":{}}\n",
    "{\"postil-journal\":1,\"sidecar\":\"x\"}\n{\"postil-journal\":1}\n",
    "{\"postil-journal\":1}\n{\"undo\":1}\n{\"redo\":1}\n{\"undo\":1}\n",
    "{\"postil-journal\":1}\n{\"position\":4000000000}\n{\"saved\":null,\"sequence\":18446744073709551615}\n",
    "{\"postil-journal\":1}\n{\"saved\":\"h\",\"sequence\":-1}\n",
    "{\"postil-journal\":1}\n{\"do\":{\"kind\":\"tag\",\"removed\":[1],\"added\":[2]}}\n",
    "{\"postil-journal\":1}\n{\"do\":{\"kind\":\"unheard-of\"}}\n",
  };
  g_autofree char *path = NULL;
  Session session;

  begin (fixture, &session, NULL, NULL, NULL);
  g_free (tag (&session, 0, 5, "concern"));
  end (&session);
  path = find_journal ();
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      begin (fixture, &session, NULL, NULL, &error);
      g_assert_no_error (error);
      g_free (tag (&session, 10, 15, "concern"));
      g_assert_cmpuint (postil_layer_get_n_annotations (layer_of (&session)), ==, 1);
      end (&session);
    }
}

static void
test_newer_journal (Fixture *fixture, gconstpointer data)
{
  static const char newer[] = "{\"postil-journal\":2,\"sidecar\":\"x\"}\n{\"more\":1}\n";
  g_autofree char *path = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  Session session;

  begin (fixture, &session, NULL, NULL, NULL);
  g_free (tag (&session, 0, 5, "concern"));
  end (&session);
  path = find_journal ();
  g_assert_true (g_file_set_contents (path, "{\"postil-journal\":2,\"sidecar\":\"x\"}\n", -1, NULL));
  begin (fixture, &session, NULL, NULL, &error);
  g_assert_null (session.journal);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION);
  end (&session);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, newer, -1, NULL));
  begin (fixture, &session, NULL, NULL, &error);
  g_assert_null (session.journal);
  end (&session);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, newer);
}

/* Two at once: each has its own, and what the second one did not save is not lost. */
static void
test_second_process (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) both = NULL;
  g_autoptr(GPtrArray) one = NULL;
  Session first, second, third;

  begin (fixture, &first, NULL, NULL, NULL);
  begin (fixture, &second, NULL, NULL, NULL);
  g_free (tag (&first, 0, 5, "concern"));
  g_free (tag (&second, 10, 15, "concern"));
  g_free (tag (&second, 20, 25, "concern"));
  g_assert_true (postil_document_undo (second.document, NULL, NULL));
  both = list_journals ();
  g_assert_cmpuint (both->len, ==, 2);
  end (&first);

  /* The second is still held: not touched. */
  begin (fixture, &third, NULL, NULL, NULL);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer_of (&third)), ==, 1);
  end (&third);
  end (&second);

  for (guint i = 0; i < 2; i++)
    {
      begin (fixture, &third, NULL, NULL, NULL);
      g_assert_cmpuint (postil_layer_get_n_annotations (layer_of (&third)), ==, 2);
      end (&third);
    }
  one = list_journals ();
  g_assert_cmpuint (one->len, ==, 1);
}

/* What came from outside, and was taken away there again, does not come back. */
static void
test_outside_not_replayed (Fixture *fixture, gconstpointer data)
{
  PostilPiece piece = { { 40, 45 }, "xxxxx", NULL, NULL };
  PostilAnnotationInit init = { .id = "urn:uuid:1", .code = "concern", .pieces = &piece, .n_pieces = 1 };
  g_autoptr(PostilAnnotation) theirs = postil_annotation_new (&init);
  g_autoptr(PostilChange) change = postil_change_new (POSTIL_CHANGE_MERGE);
  g_autofree char *ours = NULL;
  Session session;

  postil_change_add (change, theirs);
  begin (fixture, &session, NULL, NULL, NULL);
  ours = tag (&session, 0, 5, "concern");
  g_assert_true (postil_document_apply (session.document, change, POSTIL_ORIGIN_OUTSIDE, NULL));
  end (&session);
  begin (fixture, &session, NULL, "somebody else's", NULL);
  g_assert_nonnull (postil_layer_lookup (layer_of (&session), ours));
  g_assert_null (postil_layer_lookup (layer_of (&session), "urn:uuid:1"));
  g_assert_true (postil_document_can_undo (session.document));
  end (&session);
}

/* --- Random sessions ------------------------------------------------------------------ */

static PostilAnnotation *
pick (Session *session)
{
  guint n = postil_layer_get_n_annotations (layer_of (session));

  return n > 0 ? postil_layer_get_annotation (layer_of (session), (guint) g_test_rand_int_range (0, (gint32) n)) : NULL;
}

static void
do_something (Session *session)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  guint start = (guint) g_test_rand_int_range (0, TEXT_CHARS - 50);
  PostilAnnotation *annotation = pick (session);
  PostilAnnotation *other = pick (session);
  g_autoptr(PostilChange) change = NULL;
  g_autofree char *note = g_strdup_printf ("note %u", (guint) g_test_rand_int ());

  switch (annotation != NULL ? g_test_rand_int_range (0, 9) : 0)
    {
    case 0: case 1: case 2:
      g_free (tag (session, start, start + (guint) g_test_rand_int_range (1, 50), codes[g_test_rand_int_range (0, 4)]));
      break;
    case 3:
      change = postil_edit_remove (session->document, annotation);
      break;
    case 4:
      change = postil_edit_set_note (session->document, annotation, note);
      break;
    case 5:
      change = postil_edit_set_unsure (session->document, annotation, !postil_annotation_is_unsure (annotation));
      break;
    case 6:
      change = postil_edit_link (session->document, annotation, other, "responds-to", NULL);
      break;
    case 7:
      change = postil_edit_set_status (session->document, g_test_rand_bit () ? "done" : "in progress");
      break;
    default:
      for (gint i = g_test_rand_int_range (1, 6); i > 0; i--)
        {
          if (g_test_rand_bit ())
            postil_document_undo (session->document, NULL, NULL);
          else
            postil_document_redo (session->document, NULL, NULL);
        }
    }
  if (change != NULL)
    g_assert_true (postil_document_apply (session->document, change, POSTIL_ORIGIN_DO, NULL));
}

/* Sessions end at any moment, saved, half saved or not; each begins where the last one ended. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilLayer) disk = NULL;
  g_autoptr(PostilLayer) shown = NULL;
  g_autofree char *hash = NULL;
  guint position = 0;
  Session session;

  for (guint round = 0; round < 150; round++)
    {
      begin (fixture, &session, disk, hash, NULL);
      if (shown != NULL)
        assert_equal_layers (layer_of (&session), shown);
      g_assert_cmpuint (postil_history_get_position (postil_document_get_history (session.document)), ==, position);
      g_assert_cmpuint (postil_report_get_n_entries (session.report), ==, 0);
      for (gint n = g_test_rand_int_range (0, 12); n > 0; n--)
        {
          guint64 sequence = postil_journal_get_sequence (session.journal);

          if (g_test_rand_int_range (0, 4) == 0)
            {
              g_autofree char *next = g_strdup_printf ("h%u-%d", round, n);
              guint how_far = (guint) g_test_rand_int_range (0, 3);

              g_assert_true (postil_journal_note_saving (session.journal, next, sequence, NULL));
              if (how_far == 0)
                continue;
              g_clear_pointer (&disk, postil_layer_unref);
              disk = postil_layer_copy (layer_of (&session));
              g_free (hash);
              hash = g_steal_pointer (&next);
              if (how_far == 1)
                break;
              g_assert_true (postil_journal_note_saved (session.journal, hash, sequence, NULL));
            }
          do_something (&session);
        }
      g_clear_pointer (&shown, postil_layer_unref);
      shown = postil_layer_copy (layer_of (&session));
      position = postil_history_get_position (postil_document_get_history (session.document));
      end (&session);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/replay/empty", test_empty);
  ADD ("/replay/foreign", test_foreign_journals);
  ADD ("/replay/newer", test_newer_journal);
  ADD ("/replay/second-process", test_second_process);
  ADD ("/replay/outside-not-replayed", test_outside_not_replayed);
  ADD ("/replay/random", test_random);
  return g_test_run ();
}
