/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* conll there and back over texts that break careless programs; the schemes of tags; texts
 * made of tokens; and files that are none of it. */

#include "config.h"

#include <string.h>

#include "import-fixture.h"
#include "random-layer.h"

static ImportFixture *
import_tokens (const char *path,
               const char *text,
               const char *content)
{
  ImportFixture *self = import_fixture_new ();

  if (text != NULL)
    import_fixture_add_text (self, "rafah.txt", text);
  import_fixture_add_file (self, path, content);
  import_fixture_run (self, &postil_format_conll, "jonas");
  return self;
}

static void
check_schemes (const char *content)
{
  g_autoptr (ImportFixture) self = import_tokens ("rafah.conll", "Joe Biden met  \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n\xf0\x9f\x98\x80 in Cafe\xcc\x81.\n", content);
  PostilLayer *layer = import_fixture_get_layer (self, "rafah.txt", 0);

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 4);
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "Joe Biden")), ==, "PER");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d")), ==, "PER");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "\xf0\x9f\x98\x80")), ==, "MOOD");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "Cafe\xcc\x81")), ==, "LOC");
}

static void
test_schemes (void)
{
  check_schemes ("Joe B-PER\nBiden I-PER\nmet O\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d B-PER\n\xf0\x9f\x98\x80 B-MOOD\n\nin O\nCafe\xcc\x81 B-LOC\n. O\n");
  check_schemes ("Joe B-PER\r\nBiden E-PER\r\nmet O\r\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d S-PER\r\n\xf0\x9f\x98\x80 S-MOOD\r\n\r\nin O\r\nCafe\xcc\x81 S-LOC\r\n. O\r\n");
  check_schemes ("Joe\tN\tB-PER\nBiden\tN\tL-PER\nmet\tV\tO\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\tN\tU-PER\n\xf0\x9f\x98\x80\tS\tU-MOOD\n\nin\tP\tO\nCafe\xcc\x81\tN\tU-LOC\n.\t.\tO\n");
  check_schemes ("-DOCSTART- -X- O O\n\n# text = x\nJoe N B-NP I-PER\nBiden N I-NP I-PER\nmet V O O\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d N B-NP I-PER\n\xf0\x9f\x98\x80 S O I-MOOD\n\nin P O O\nCafe\xcc\x81 N B-NP I-LOC\n. . O O\n");
}

static void
test_made_text (void)
{
  g_autoptr (ImportFixture) self = import_tokens ("news.conll", NULL,
    "-DOCSTART- -X- O O\n\nJoe B-PER\nmet O\n\nAll B-ALL\n\n-DOCSTART- -X- O O\n\nTwo B-NUM\nacts\nnow O\n");

  g_assert_cmpuint (g_hash_table_size (self->articles), ==, 2);
  import_fixture_find (import_fixture_get_layer (self, "news.txt", 0), "All");
  import_fixture_find (import_fixture_get_layer (self, "news-2.txt", 0), "Two");
  g_assert_cmpuint (import_fixture_count (self->losses, "text"), ==, 2);
  g_assert_cmpuint (import_fixture_count (self->errors, "schema"), ==, 1);
}

/* Another tokeniser's brackets: the quote then says where. */
static void
test_changed_tokens (void)
{
  g_autoptr (ImportFixture) self = import_tokens ("rafah.conll", "He (Joe Biden) waits.\n", "He O\n-LRB- O\nJoe B-PER\nBiden I-PER\n-RRB- O\nwaits O\n. O\n");

  import_fixture_find (import_fixture_get_layer (self, "rafah.txt", 0), "Joe Biden");
}

static PostilAnnotation *
make (const char *id,
      PostilText *text,
      guint       start,
      guint       end)
{
  PostilSpan span = { start, end };
  g_autofree char *exact = postil_text_dup_slice (text, span);
  PostilPiece piece = { span, exact, NULL, NULL };

  return postil_annotation_new (&(PostilAnnotationInit) { .id = id, .code = "deep concern", .note = "Hm", .pieces = &piece, .n_pieces = 1 });
}

static void
check_written (const PostilFormat *format,
               const char         *expected)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("Joe Biden waits. \xf0\x9f\x98\x80 Now\n", -1, NULL);
  PostilSetArticle *article = postil_set_article_new ("week/one.txt", text, NULL);
  PostilLayer *layer = postil_layer_new (&(PostilLayerInfo) { .coder = "maria", .article = "one.txt" });
  const guint spans[][2] = { { 0, 9 }, { 4, 15 }, { 17, 18 }, { 20, 22 } };
  g_autofree char *content = NULL;
  GBytes *bytes;

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:%u", i);
      g_autoptr (PostilAnnotation) annotation = make (id, text, spans[i][0], spans[i][1]);

      postil_layer_add (layer, annotation);
    }
  g_ptr_array_add (article->layers, layer);
  import_fixture_export (self, format, NULL, article);
  postil_set_article_free (article);
  bytes = g_hash_table_lookup (self->files, "maria/week/one.conll");
  g_assert_nonnull (bytes);
  content = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (content, ==, expected);
  g_assert_cmpuint (import_fixture_count (self->losses, "overlap"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "token-border"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "note"), ==, 3);
  g_assert_cmpuint (import_fixture_count (self->losses, "id"), ==, 1);
}

static void
test_golden (void)
{
  check_written (&postil_format_conll,
                 "-DOCSTART- -X- O O\n\nJoe B-deep_concern\nBiden I-deep_concern\nwaits O\n. O\n\n\xf0\x9f\x98\x80 B-deep_concern\nNow B-deep_concern\n\n");
  check_written (&postil_format_conll_bioes,
                 "-DOCSTART- -X- O O\n\nJoe B-deep_concern\nBiden E-deep_concern\nwaits O\n. O\n\n\xf0\x9f\x98\x80 S-deep_concern\nNow S-deep_concern\n\n");
}

/* Each annotation comes back, on its tokens, or is among the losses. */
static void
check_back (ImportFixture *self,
            PostilLayer   *before)
{
  guint n_lost = import_fixture_count (self->losses, "overlap") + import_fixture_count (self->losses, "orphan");
  guint n_back = 0;
  guint n_pieces = 0;

  if (g_hash_table_size (self->articles) > 0)
    n_back = postil_layer_get_n_annotations (import_fixture_get_layer (self, "rafah.txt", 0));
  for (guint i = 0; i < postil_report_get_n_entries (self->losses); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (self->losses, i);
      PostilAnnotation *annotation = strcmp (entry->kind, "pieces") == 0 ? postil_layer_lookup (before, entry->item) : NULL;
      guint n = 1;

      if (annotation != NULL)
        postil_annotation_get_pieces (annotation, &n);
      n_pieces += n - 1;
    }
  g_assert_cmpuint (n_back + n_lost, ==, postil_layer_get_n_annotations (before) + n_pieces);
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint run = 0; run < 60; run++)
    {
      g_autoptr (ImportFixture) self = import_fixture_new ();
      g_autoptr (PostilText) text = random_text (rand, 20 + 10 * run);
      g_autoptr (PostilLayer) layer = random_layer (rand, text, 1 + run / 8, 0);
      PostilSetArticle *article = postil_set_article_new ("rafah.txt", text, NULL);

      g_ptr_array_add (article->layers, postil_layer_ref (layer));
      import_fixture_export (self, run % 2 == 0 ? &postil_format_conll : &postil_format_conll_bioes, NULL, article);
      postil_set_article_free (article);
      import_fixture_add_text (self, "rafah.txt", postil_text_get_utf8 (text, NULL));
      import_fixture_run (self, &postil_format_conll, NULL);
      g_assert_cmpuint (postil_report_get_n_entries (self->errors), <=, self->error != NULL);
      check_back (self, layer);
    }
}

static void
test_foreign (void)
{
  static const char *const files[] = { "", "\n\n", "One\nTwo\n", "a b c\nd e f\n", "{\"text\":1}\n", "\xff\xfe", "B-\nI-\n", "-DOCSTART-\n" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ImportFixture) self = import_tokens ("a.conll", NULL, files[i]);

      g_assert_nonnull (self->error);
      g_assert_cmpuint (g_hash_table_size (self->articles), ==, 0);
    }
}

/* GermEval and CoNLL-U number the tokens; what begins with "#" between them is no token. */
static void
test_numbered (void)
{
  g_autoptr (ImportFixture) self = import_tokens ("a.conll", NULL,
                                                  "#\thttp://example.org/\t[2010-07-04]\n1\tJoe\tB-PER\tO\n2\tBiden\tI-PER\tO\n3\tmet\tO\tO\n\n"
                                                  "#\thttp://example.org/\t[2010-07-05]\n1\tParis\tO\tB-LOC\n2\t1\tO\tO\n");
  g_autoptr (ImportFixture) plain = import_tokens ("b.conll", NULL, "1\tB-N\n2\tO\n3\tO\n");

  g_assert_no_error (self->error);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  import_fixture_find (import_fixture_get_layer (self, "a.txt", 0), "Paris");
  g_assert_no_error (plain->error);
  import_fixture_find (import_fixture_get_layer (plain, "b.txt", 0), "1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conll/schemes", test_schemes);
  g_test_add_func ("/conll/made-text", test_made_text);
  g_test_add_func ("/conll/changed-tokens", test_changed_tokens);
  g_test_add_func ("/conll/golden", test_golden);
  g_test_add_func ("/conll/round-trip", test_round_trip);
  g_test_add_func ("/conll/foreign", test_foreign);
  g_test_add_func ("/conll/numbered", test_numbered);
  return g_test_run ();
}
