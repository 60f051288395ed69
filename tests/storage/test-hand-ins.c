/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a class hands in, under whatever names, in whatever packs: who is collected, who is not
 * and why, and that nothing is written over. */

#include "config.h"

#include "base/postil-zip-writer.h"
#include "exchange/postil-sidecar.h"
#include "storage/postil-hand-ins.h"
#include "store-fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#define TEXT "They fear the flood. They fear the cost.\n"
#define OTHER "They fear the drought. They fear the cost.\n"

typedef struct
{
  char *root;
  char *drop;
  char *class;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *article = NULL;

  fixture->root = g_dir_make_tmp ("postil-hand-ins-XXXXXX", NULL);
  fixture->drop = g_build_filename (fixture->root, "drop", NULL);
  fixture->class = g_build_filename (fixture->root, "class", NULL);
  g_assert_cmpint (g_mkdir_with_parents (fixture->drop, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (fixture->class, 0700), ==, 0);
  article = store_fixture_make_article (fixture->class, "a.txt", TEXT);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->drop);
  g_free (fixture->class);
}

/* The sidecar of somebody who marked @start to @end of @utf8; @end 0: nothing. */
static GBytes *
make_sidecar (const char *coder, const char *id, const char *utf8, guint start, guint end)
{
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, NULL);
  PostilLayerInfo info = { .id = id, .coder = coder, .article = "a.txt", .sha256 = postil_text_get_sha256 (text), .size = strlen (utf8) };
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);

  if (end > 0)
    {
      PostilSpan span = { start, end };
      g_autofree char *exact = postil_text_dup_slice (text, span);
      PostilPiece piece = { span, exact, NULL, NULL };
      PostilAnnotationInit init = { .id = "urn:1", .code = "concern", .pieces = &piece, .n_pieces = 1 };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_layer_add (layer, annotation);
    }
  return postil_sidecar_write (layer);
}

static gboolean
emit (const char *path, const char *data, gsize length, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, (const guint8 *) data, (guint) length);
  return TRUE;
}

/* name, bytes, name, bytes, …, NULL; the bytes are taken over. */
static GBytes *
make_zip (const char *name, ...)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (PostilZipWriter) writer = postil_zip_writer_new (emit, out);
  va_list args;

  va_start (args, name);
  for (; name != NULL; name = va_arg (args, const char *))
    {
      g_autoptr (GBytes) bytes = va_arg (args, GBytes *);

      g_assert_true (postil_zip_writer_add (writer, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
    }
  va_end (args);
  g_assert_true (postil_zip_writer_end (writer, NULL));
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* Takes @bytes over. */
static void
drop (Fixture *fixture, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (fixture->drop, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                                      (gssize) g_bytes_get_size (bytes), NULL));
  g_bytes_unref (bytes);
}

static PostilHandIns *
collect (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PostilHandIns *hand_ins = postil_hand_ins_collect (fixture->drop, fixture->class, NULL, &error);

  g_assert_no_error (error);
  return hand_ins;
}

static void
assert_hand_in (PostilHandIns *hand_ins, const char *file, const char *state, const char *coder)
{
  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    {
      const PostilHandIn *hand_in = hand_ins->hand_ins->pdata[i];

      if (!g_str_equal (hand_in->file, file))
        continue;
      g_assert_cmpstr (postil_hand_in_state_get_name (hand_in->state), ==, state);
      g_assert_cmpstr (hand_in->coder, ==, coder);
      /* What is left out says why. */
      g_assert_true (postil_hand_in_is_in (hand_in) || hand_in->message != NULL);
      return;
    }
  g_test_message ("%s is not listed", file);
  g_assert_not_reached ();
}

static gboolean
is_there (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->class, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A pack, a loose sidecar, names that browsers changed, a pack zipped by hand with its folder. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilHandIns) hand_ins = NULL;

  drop (fixture, "homework (3).zip", make_zip ("a.txt", g_bytes_new_static (TEXT, strlen (TEXT)),
                                               "a.txt.anna.postil.json", make_sidecar ("anna", "urn:a", TEXT, 0, 4), NULL));
  drop (fixture, "a.txt.bela.postil.json", make_sidecar ("bela", "urn:b", TEXT, 5, 9));
  drop (fixture, "a.txt.chi.postil (1).json", make_sidecar ("chi", "urn:c", TEXT, 5, 9));
  drop (fixture, "d.zip", make_zip ("work/a.txt.dora.postil.json", make_sidecar ("dora", "urn:d", TEXT, 0, 4),
                                    "__MACOSX/work/._a.txt.dora.postil.json", g_bytes_new_static ("x", 1), NULL));
  drop (fixture, "empty/a.txt.eve.postil.json", make_sidecar ("eve", "urn:e", TEXT, 0, 0));
  hand_ins = collect (fixture);
  assert_hand_in (hand_ins, "homework (3).zip/a.txt.anna.postil.json", "collected", "anna");
  assert_hand_in (hand_ins, "a.txt.bela.postil.json", "collected", "bela");
  assert_hand_in (hand_ins, "a.txt.chi.postil (1).json", "collected", "chi");
  assert_hand_in (hand_ins, "d.zip/work/a.txt.dora.postil.json", "collected", "dora");
  assert_hand_in (hand_ins, "empty/a.txt.eve.postil.json", "collected", "eve");
  g_assert_cmpuint (postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_COLLECTED), ==, 5);
  g_assert_true (is_there (fixture, "a.txt.chi.postil.json"));
}

/* Two of one name, the same twice, and a version that is older. */
static void
test_same_name (Fixture *fixture, gconstpointer data)
{
  GBytes *anna = make_sidecar ("anna", "urn:a", TEXT, 0, 4);
  g_autoptr (PostilHandIns) hand_ins = NULL;
  g_autoptr (PostilHandIns) again = NULL;

  drop (fixture, "1/a.txt.anna.postil.json", g_bytes_ref (anna));
  drop (fixture, "2/a.txt.anna.postil.json", make_sidecar ("anna", "urn:z", TEXT, 5, 9));
  drop (fixture, "3/a.txt.anna.postil.json", anna);
  hand_ins = collect (fixture);
  g_assert_cmpuint (postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_COLLECTED), ==, 2);
  g_assert_cmpuint (postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_DUPLICATE), ==, 1);
  assert_hand_in (hand_ins, "2/a.txt.anna.postil.json", "collected", "anna-2");
  again = collect (fixture);
  g_assert_cmpuint (postil_hand_ins_count (again, POSTIL_HAND_IN_COLLECTED), ==, 0);
  g_assert_false (is_there (fixture, "a.txt.anna-3.postil.json"));
}

/* Another text, and what cannot be read: named, and the rest goes on. */
static void
test_bad (Fixture *fixture, gconstpointer data)
{
  GBytes *whole = make_zip ("a.txt.cut.postil.json", make_sidecar ("cut", "urn:c", TEXT, 0, 4), NULL);
  g_autoptr (PostilHandIns) hand_ins = NULL;

  drop (fixture, "cut.zip", g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2));
  g_bytes_unref (whole);
  drop (fixture, "nothing.zip", g_bytes_new_static ("", 0));
  drop (fixture, "a.txt.half.postil.json", g_bytes_new_static ("{\"type\": \"Annot", 16));
  drop (fixture, "a.txt.wrong.postil.json", make_sidecar ("wrong", "urn:w", OTHER, 0, 4));
  drop (fixture, "photo.jpg", g_bytes_new_static ("x", 1));
  drop (fixture, "z.txt.good.postil.json", make_sidecar ("good", "urn:g", TEXT, 0, 4));
  hand_ins = collect (fixture);
  assert_hand_in (hand_ins, "cut.zip", "damaged", NULL);
  assert_hand_in (hand_ins, "nothing.zip", "damaged", NULL);
  assert_hand_in (hand_ins, "a.txt.half.postil.json", "damaged", NULL);
  assert_hand_in (hand_ins, "a.txt.wrong.postil.json", "wrong-text", "wrong");
  assert_hand_in (hand_ins, "photo.jpg", "unknown", NULL);
  g_assert_cmpuint (postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_COLLECTED), ==, 1);
  g_assert_false (is_there (fixture, "a.txt.wrong.postil.json"));
}

/* All that a class handed in, as a learning platform gives it: one pack of packs, and of sidecars. */
static void
test_nested (Fixture *fixture, gconstpointer data)
{
  GBytes *anna = make_zip ("a.txt.anna.postil.json", make_sidecar ("anna", "urn:a", TEXT, 0, 4), NULL);
  GBytes *deep = make_zip ("1.zip", make_zip ("2.zip", make_zip ("3.zip", make_zip ("a.txt.deep.postil.json",
                           make_sidecar ("deep", "urn:d", TEXT, 0, 4), NULL), NULL), NULL), NULL);
  g_autoptr (PostilHandIns) hand_ins = NULL;

  drop (fixture, "all.zip", make_zip ("Anna_1_file/rafah.zip", anna, "Bela_2_file/a.txt.bela.postil.json",
                                      make_sidecar ("bela", "urn:b", TEXT, 5, 9), "Chi_3_file/broken.zip",
                                      g_bytes_new_static ("PK\3\4broken", 10), NULL));
  drop (fixture, "deep.zip", deep);
  hand_ins = collect (fixture);
  assert_hand_in (hand_ins, "all.zip/Anna_1_file/rafah.zip/a.txt.anna.postil.json", "collected", "anna");
  assert_hand_in (hand_ins, "all.zip/Bela_2_file/a.txt.bela.postil.json", "collected", "bela");
  assert_hand_in (hand_ins, "all.zip/Chi_3_file/broken.zip", "damaged", NULL);
  assert_hand_in (hand_ins, "deep.zip/1.zip/2.zip/3.zip", "damaged", NULL);
}

/* A class without its article gets the one that most marked. */
static void
test_no_article (Fixture *fixture, gconstpointer data)
{
  g_autofree char *article = g_build_filename (fixture->class, "a.txt", NULL);
  g_autoptr (PostilHandIns) hand_ins = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_unlink (article), ==, 0);
  drop (fixture, "x.zip", make_zip ("a.txt", g_bytes_new_static (OTHER, strlen (OTHER)), "a.txt.x.postil.json",
                                    make_sidecar ("x", "urn:x", OTHER, 0, 4), NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.zip", i);
      g_autofree char *coder = g_strdup_printf ("s%u", i);
      g_autofree char *entry = g_strdup_printf ("a.txt.%s.postil.json", coder);

      drop (fixture, name, make_zip ("a.txt", g_bytes_new_static (TEXT, strlen (TEXT)), entry,
                                     make_sidecar (coder, coder, TEXT, 0, 4), NULL));
    }
  hand_ins = collect (fixture);
  g_assert_cmpstr (hand_ins->article, ==, "a.txt");
  g_assert_true (g_file_get_contents (article, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, TEXT);
  g_assert_cmpuint (postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_COLLECTED), ==, 2);
  g_assert_cmpuint (postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_WRONG_TEXT), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/hand-ins/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/hand-ins/same-name", Fixture, NULL, set_up, test_same_name, tear_down);
  g_test_add ("/hand-ins/bad", Fixture, NULL, set_up, test_bad, tear_down);
  g_test_add ("/hand-ins/nested", Fixture, NULL, set_up, test_nested, tear_down);
  g_test_add ("/hand-ins/no-article", Fixture, NULL, set_up, test_no_article, tear_down);
  return g_test_run ();
}
