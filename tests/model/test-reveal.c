/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of a presentation: in order, complete, and back to nothing. */

#include "config.h"

#include "fixture.h"
#include "model/postil-reveal.h"

#define TEXT "One deep concern 😀 is voiced, and a position is held."

static PostilReveal *
make (PostilDocument **document, PostilRevealOrder order)
{
  static const struct { const char *id; const char *code; guint start; guint end; } marks[] = {
    { "b", "position", 30, 34 }, { "a", "concern", 4, 16 }, { "c", "concern", 35, 45 },
    /* What a foreign file may hold: an id again, a code that the codebook lacks, no such place. */
    { "a", "other", 0, 3 }, { "e", "other", 46, 53 }, { "f", "concern", 50, 500 },
  };
  g_autoptr (PostilText) text = fixture_text (TEXT);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = fixture_layer ();
  g_autoptr (PostilLayer) empty = fixture_layer ();

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autoptr (PostilAnnotation) annotation = fixture_annotation (marks[i].id, marks[i].code, marks[i].start, marks[i].end);

      postil_layer_add (layer, annotation);
    }
  *document = postil_document_new (text, codebook, empty);
  return postil_reveal_new (text, codebook, layer, order);
}

static char *
dup_shown (PostilDocument *document)
{
  PostilLayer *layer = postil_document_get_layer (document);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      g_string_append_printf (out, "%s%s@%u", i > 0 ? " " : "", postil_annotation_get_code (annotation),
                              postil_annotation_get_hull (annotation).start);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
go (PostilReveal *reveal, PostilDocument *document, guint from, guint to, const char *wanted)
{
  g_autoptr (PostilChange) change = postil_reveal_dup_change (reveal, from, to);
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  postil_document_apply (document, change, POSTIL_ORIGIN_OUTSIDE, &error);
  g_assert_no_error (error);
  shown = dup_shown (document);
  g_assert_cmpstr (shown, ==, wanted);
}

static void
test_by_passage (void)
{
  g_autoptr (PostilDocument) document = NULL;
  g_autoptr (PostilReveal) reveal = make (&document, POSTIL_REVEAL_BY_PASSAGE);
  guint n = 0;

  g_assert_cmpuint (postil_reveal_get_n_steps (reveal), ==, 5);
  g_assert_cmpuint (postil_reveal_get_n_passages (reveal), ==, 5);
  go (reveal, document, 0, 1, "other@0");
  go (reveal, document, 1, 2, "other@0 concern@4");
  go (reveal, document, 2, 5, "other@0 concern@4 position@30 concern@35 other@46");
  go (reveal, document, 5, 4, "other@0 concern@4 position@30 concern@35");
  go (reveal, document, 4, 0, "");
  g_assert_cmpstr (postil_annotation_get_code (postil_reveal_get_first (reveal, 3, &n)), ==, "position");
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (postil_reveal_count (reveal, 3, "concern"), ==, 1);
  g_assert_cmpuint (postil_reveal_count (reveal, 0, "concern"), ==, 0);
}

static void
test_by_code (void)
{
  g_autoptr (PostilDocument) document = NULL;
  g_autoptr (PostilReveal) reveal = make (&document, POSTIL_REVEAL_BY_CODE);
  guint n = 0;

  g_assert_cmpuint (postil_reveal_get_n_steps (reveal), ==, 3);
  go (reveal, document, 0, 1, "position@30");
  go (reveal, document, 1, 2, "concern@4 position@30 concern@35");
  go (reveal, document, 2, 3, "other@0 concern@4 position@30 concern@35 other@46");
  go (reveal, document, 3, 1, "position@30");
  g_assert_cmpuint (postil_annotation_get_hull (postil_reveal_get_first (reveal, 2, &n)).start, ==, 4);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (postil_reveal_count (reveal, 2, "concern"), ==, 2);
  g_assert_cmpuint (postil_reveal_count (reveal, 1, "concern"), ==, 0);
}

static void
test_empty (void)
{
  g_autoptr (PostilText) text = fixture_text (TEXT);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = fixture_layer ();
  g_autoptr (PostilReveal) reveal = postil_reveal_new (text, codebook, layer, POSTIL_REVEAL_BY_CODE);
  g_autoptr (PostilChange) change = postil_reveal_dup_change (reveal, 0, 0);

  g_assert_cmpuint (postil_reveal_get_n_steps (reveal), ==, 0);
  g_assert_true (postil_change_is_empty (change));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reveal/by-passage", test_by_passage);
  g_test_add_func ("/reveal/by-code", test_by_code);
  g_test_add_func ("/reveal/empty", test_empty);
  return g_test_run ();
}
