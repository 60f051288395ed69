/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which articles are measured, what is said beside the numbers, and the numbers for machines. */

#include "config.h"

#include "agreement/postil-agreement-json.h"
#include "agreement/postil-coded-intake.h"
#include "agreement/postil-methods.h"
#include "base/postil-text.h"

#define TEXT "Somebody said something about a thing. Nobody said anything about another thing at all. That was it then."

static PostilLayer *
make_layer (const char *coder, const char *status, const char *sha256, guint start, guint end, const char *attribute)
{
  PostilLayerInfo info = { .coder = coder, .status = status, .sha256 = sha256 };
  PostilLayer *layer = postil_layer_new (&info);
  PostilPiece piece = { { start, end }, "x", NULL, NULL };
  PostilAttribute given = { attribute, "value" };
  PostilAnnotationInit init = { .id = "urn:1", .code = "concern", .pieces = &piece, .n_pieces = 1, .attributes = &given, .n_attributes = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

  postil_layer_add (layer, annotation);
  return layer;
}

static PostilCodedIntake *
new_intake (gboolean includes_unfinished)
{
  static const char *const coders[] = { "maria", "jonas", NULL };

  return postil_coded_intake_new (postil_coded_new (coders, POSTIL_UNIT_CHARACTERS), includes_unfinished);
}

static const char *
add (PostilCodedIntake *intake, const char *path, const char *first, const char *second, const char *sha256)
{
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (TEXT, -1, NULL);
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);

  if (first != NULL)
    g_ptr_array_add (layers, make_layer ("maria", first, NULL, 0, 20, "actor"));
  if (second != NULL)
    g_ptr_array_add (layers, make_layer ("jonas", second, sha256, 0, 25, "decided-by"));
  return postil_coded_intake_add (intake, path, text, layers);
}

static void
test_intake (void)
{
  g_autoptr (PostilCodedIntake) intake = new_intake (FALSE);
  g_autoptr (PostilCodedIntake) all = new_intake (TRUE);
  g_autoptr (PostilCodedIntake) unmarked = new_intake (FALSE);

  g_assert_null (add (intake, "done.txt", "done", "done", NULL));
  g_assert_null (add (intake, "begun.txt", "done", "in progress", NULL));
  g_assert_null (add (intake, "one.txt", "done", NULL, NULL));
  g_assert_cmpstr (add (intake, "other.txt", "done", "done", "of another text"), ==, "jonas");
  postil_coded_intake_finish (intake);
  g_assert_cmpuint (postil_coded_get_n_articles (intake->coded), ==, 1);
  g_assert_cmpuint (intake->left_out->len, ==, 3);
  g_assert_cmpuint (intake->measured->len, ==, 1);
  /* What a consensus says about itself is no attribute of the text. */
  g_assert_cmpuint (intake->attributes->len, ==, 2);
  g_assert_cmpstr (intake->attributes->pdata[0], ==, "actor");

  g_assert_null (add (all, "begun.txt", "done", "in progress", NULL));
  g_assert_null (add (all, "one.txt", "done", NULL, NULL));
  postil_coded_intake_finish (all);
  g_assert_cmpuint (postil_coded_get_n_articles (all->coded), ==, 2);

  /* Where nobody marks anything as done, what both have begun counts. */
  g_assert_null (add (unmarked, "begun.txt", "in progress", "in progress", NULL));
  g_assert_null (add (unmarked, "one.txt", "in progress", NULL, NULL));
  postil_coded_intake_finish (unmarked);
  g_assert_cmpuint (postil_coded_get_n_articles (unmarked->coded), ==, 1);
  g_assert_cmpuint (unmarked->left_out->len, ==, 1);
}

static void
test_words (void)
{
  static const char *const measures[] = { "f1", "f1-overlap", "percent", "kappa", "gamma", NULL };
  const PostilAgreementOptions options = { .measures = measures, .overlap = 0.5, .precision = 0.02, .n_bootstrap = 100, .seed = 7 };
  g_autoptr (PostilCodedIntake) intake = new_intake (FALSE);
  g_autoptr (PostilAgreement) agreement = NULL;
  g_autofree char *methods = NULL;
  g_autoptr (GString) json = g_string_new (NULL);

  g_assert_null (add (intake, "a.txt", "done", "done", NULL));
  g_assert_null (add (intake, "b.txt", "done", "done", NULL));
  postil_coded_intake_finish (intake);
  agreement = postil_agreement_compute (intake->coded, &options, NULL, NULL);
  g_assert_nonnull (agreement);
  g_assert_nonnull (postil_methods_get_warning (agreement->values, 0));

  methods = postil_methods_dup (agreement, intake->coded, &options, "0.1.0");
  g_assert_nonnull (g_strstr_len (methods, -1, "maria, jonas"));
  g_assert_nonnull (g_strstr_len (methods, -1, "2 articles"));
  g_assert_nonnull (g_strstr_len (methods, -1, "F1 of identical passages was 0.000"));
  g_assert_nonnull (g_strstr_len (methods, -1, "100 samples, seed 7"));
  g_assert_nonnull (g_strstr_len (methods, -1, "Cohen, J. (1960)"));
  g_assert_nonnull (g_strstr_len (methods, -1, "Mathet"));

  postil_agreement_append_json (agreement, intake->coded, &options, intake->left_out, json);
  g_string_replace (json, " ", "", 0);
  g_string_replace (json, "\n", "", 0);
  g_assert_true (g_str_has_prefix (json->str, "{\"coders\":[\"maria\",\"jonas\"],\"articles\":2"));
  g_assert_null (g_strstr_len (json->str, -1, "nan"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/methods/intake", test_intake);
  g_test_add_func ("/methods/words", test_words);

  return g_test_run ();
}
