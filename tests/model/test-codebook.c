/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The built-in codebook is complete, and a builder lets no ambiguous one pass. */

#include "config.h"

#include "base/postil-error.h"
#include "fixture.h"

#include <string.h>

static void
assert_builtin_code (PostilCodebook *codebook,
                     guint           index,
                     const char     *id,
                     const char     *key,
                     const char     *color)
{
  const PostilCode *code = postil_codebook_get_code (codebook, index);

  g_assert_cmpstr (code->id, ==, id);
  g_assert_cmpstr (code->key, ==, key);
  g_assert_cmpstr (code->color, ==, color);
  g_assert_cmpuint (code->depth, ==, 0);
  g_assert_cmpuint (strlen (code->definition), >, 80);
  g_assert_true (g_str_has_prefix (code->when, "Code when "));
  g_assert_true (g_str_has_prefix (code->when_not, "Do not code when "));
  g_assert_null (strstr (code->when, "Do not code when"));
  g_assert_cmpuint (g_strv_length ((char **) code->examples), ==, 3);
  g_assert_true (postil_codebook_lookup_code (codebook, id) == code);
  g_assert_true (postil_codebook_lookup_key (codebook, key) == code);
}

static void
test_builtin (void)
{
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilCodebook) again = postil_codebook_new_builtin ();
  const PostilLinkDef *link;

  g_assert_true (postil_codebook_is_builtin (codebook));
  g_assert_true (postil_codebook_equal (codebook, again));
  g_assert_cmpuint (postil_codebook_get_n_codes (codebook), ==, 4);
  assert_builtin_code (codebook, 0, "position", "1", "#0072B2");
  assert_builtin_code (codebook, 1, "concern", "2", "#D55E00");
  assert_builtin_code (codebook, 2, "concession", "3", "#009E73");
  assert_builtin_code (codebook, 3, "outcome", "4", "#CC79A7");
  g_assert_cmpuint (postil_codebook_get_n_attributes (codebook), ==, 1);
  g_assert_nonnull (postil_codebook_lookup_attribute (codebook, "actor"));
  g_assert_cmpuint (postil_codebook_get_n_links (codebook), ==, 2);
  link = postil_codebook_lookup_link (codebook, "responds-to");
  g_assert_cmpstr (link->from_codes[0], ==, "concession");
  g_assert_cmpstr (link->to_codes[0], ==, "concern");
  link = postil_codebook_lookup_link (codebook, "results-from");
  g_assert_cmpstr (link->from_codes[0], ==, "outcome");
  g_assert_cmpstr (link->to_codes[0], ==, "concession");
  g_assert_cmpstr (postil_codebook_get_code_label (codebook, "concern"), ==, "Concern");
  g_assert_cmpstr (postil_codebook_get_code_label (codebook, "foo"), ==, "foo");
  g_assert_null (postil_codebook_lookup_key (codebook, ""));
}

static void
add (PostilCodebookBuilder *builder,
     const char            *id,
     const char            *parent,
     const char            *key)
{
  postil_codebook_builder_add_code (builder,
                                    &(PostilCode) { .id = id, .parent = parent, .key = key });
}

static char *
dup_order (PostilCodebook *codebook)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      g_string_append_printf (order, "%s%u ", code->id, code->depth);
    }
  return g_string_free (order, FALSE);
}

static void
assert_order (PostilCodebookBuilder *builder,
              const char            *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCodebook) codebook = postil_codebook_builder_end (builder, &error);
  g_autofree char *order = NULL;

  g_assert_no_error (error);
  order = dup_order (codebook);
  g_assert_cmpstr (order, ==, expected);
}

static PostilCodebookBuilder *
new_family (void)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);

  /* Children before their parents, as a file may have them. */
  add (builder, "a1", "a", NULL);
  add (builder, "b", NULL, NULL);
  add (builder, "a", "", NULL);
  add (builder, "a11", "a1", NULL);
  add (builder, "a2", "a", NULL);
  return builder;
}

static void
test_order (void)
{
  PostilCodebookBuilder *builder;

  assert_order (new_family (), "b0 a0 a11 a112 a21 ");

  builder = new_family ();
  g_assert_true (postil_codebook_builder_move_code (builder, "a2", "a", "a1"));
  g_assert_true (postil_codebook_builder_move_code (builder, "b", "", NULL));
  assert_order (builder, "a0 a21 a11 a112 b0 ");

  builder = new_family ();
  g_assert_false (postil_codebook_builder_move_code (builder, "a", "a11", NULL));
  g_assert_false (postil_codebook_builder_move_code (builder, "a", "a", NULL));
  g_assert_false (postil_codebook_builder_move_code (builder, "a", "none", NULL));
  g_assert_false (postil_codebook_builder_move_code (builder, "none", "", NULL));
  g_assert_true (postil_codebook_builder_move_code (builder, "a1", "b", NULL));
  assert_order (builder, "b0 a11 a112 a0 a21 ");

  builder = new_family ();
  postil_codebook_builder_remove_code (builder, "a1");
  postil_codebook_builder_remove_code (builder, "none");
  assert_order (builder, "b0 a0 a111 a21 ");

  builder = new_family ();
  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "a1", .parent = "b" });
  assert_order (builder, "b0 a11 a112 a0 a21 ");
}

static void
assert_error (PostilCodebookBuilder *builder,
              const char            *named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCodebook) codebook = postil_codebook_builder_end (builder, &error);

  g_assert_null (codebook);
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_errors (void)
{
  PostilCodebookBuilder *builder = new_family ();

  add (builder, "a1", "", NULL);
  assert_error (builder, "“a1”");

  builder = new_family ();
  add (builder, "", "", NULL);
  assert_error (builder, "number 6");

  builder = new_family ();
  add (builder, "c", "", "1");
  add (builder, "d", "", "1");
  assert_error (builder, "“c” and “d”");

  builder = new_family ();
  add (builder, "c", "nobody", NULL);
  assert_error (builder, "“c” is under “nobody”");

  builder = new_family ();
  add (builder, "c", "d", NULL);
  add (builder, "d", "e", NULL);
  add (builder, "e", "c", NULL);
  assert_error (builder, "“c”");

  builder = new_family ();
  add (builder, "c", "c", NULL);
  assert_error (builder, "“c”");

  builder = new_family ();
  postil_codebook_builder_set_link (builder, &(PostilLinkDef) { .id = NULL });
  assert_error (builder, "kind of link");

  builder = new_family ();
  postil_codebook_builder_set_attribute (builder, &(PostilAttributeDef) { .id = "" });
  assert_error (builder, "attribute");
}

static void
add_chain (PostilCodebookBuilder *builder,
           guint                  n,
           gboolean               nested)
{
  g_autofree char *parent = g_strdup ("");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      add (builder, id, parent, NULL);
      if (nested)
        {
          g_free (parent);
          parent = g_strdup (id);
        }
    }
}

static void
test_limits (void)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  g_autoptr (PostilCodebook) deep = NULL;
  g_autoptr (PostilCodebook) wide = NULL;
  g_autoptr (PostilCodebook) none = NULL;
  g_autoptr (GError) error = NULL;

  add_chain (builder, 32, TRUE);
  deep = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);
  builder = postil_codebook_builder_new (NULL);
  add_chain (builder, 33, TRUE);
  assert_error (builder, "“c32”");

  builder = postil_codebook_builder_new (NULL);
  add_chain (builder, 10000, FALSE);
  wide = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);
  builder = postil_codebook_builder_new (NULL);
  add_chain (builder, 10001, FALSE);
  assert_error (builder, "10001");

  none = postil_codebook_builder_end (postil_codebook_builder_new (NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (postil_codebook_get_n_codes (none), ==, 0);
  g_assert_false (postil_codebook_equal (none, deep));
}

static void
test_filled (void)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  g_autoptr (PostilCodebook) codebook = NULL;
  const PostilCode *code;

  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "a" });
  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "b", .color = "#0072b2" });
  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "c" });
  codebook = postil_codebook_builder_end (builder, NULL);
  code = postil_codebook_get_code (codebook, 0);
  g_assert_cmpstr (code->label, ==, "a");
  g_assert_cmpstr (code->color, ==, "#D55E00");
  g_assert_cmpstr (code->when, ==, "");
  g_assert_cmpstr (code->parent, ==, "");
  g_assert_null (code->examples[0]);
  g_assert_cmpstr (postil_codebook_get_code (codebook, 1)->color, ==, "#0072b2");
  g_assert_cmpstr (postil_codebook_get_code (codebook, 2)->color, ==, "#009E73");
  for (guint i = 0; i < 40; i++)
    g_assert_true (g_regex_match_simple ("^#[0-9A-F]{6}$", postil_codebook_get_palette_color (i),
                                         0, 0));
}

static void
test_edit (void)
{
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();
  g_autoptr (PostilCodebook) same = NULL;
  g_autoptr (PostilCodebook) changed = NULL;
  PostilCodebookBuilder *builder;
  PostilCode code;

  same = postil_codebook_builder_end (postil_codebook_builder_new (builtin), NULL);
  g_assert_true (postil_codebook_equal (builtin, same));
  g_assert_false (postil_codebook_is_builtin (same));

  builder = postil_codebook_builder_new (builtin);
  code = *postil_codebook_lookup_code (builtin, "concern");
  code.label = "Worry";
  postil_codebook_builder_set_code (builder, &code);
  postil_codebook_builder_remove_link (builder, "results-from");
  postil_codebook_builder_remove_attribute (builder, "actor");
  changed = postil_codebook_builder_end (builder, NULL);
  g_assert_false (postil_codebook_equal (builtin, changed));
  g_assert_cmpstr (postil_codebook_get_code (changed, 1)->label, ==, "Worry");
  g_assert_cmpstr (postil_codebook_get_code (changed, 1)->key, ==, "2");
  g_assert_cmpuint (postil_codebook_get_n_links (changed), ==, 1);
  g_assert_cmpuint (postil_codebook_get_n_attributes (changed), ==, 0);
  g_assert_null (postil_codebook_lookup_link (changed, "results-from"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codebook/builtin", test_builtin);
  g_test_add_func ("/codebook/order", test_order);
  g_test_add_func ("/codebook/errors", test_errors);
  g_test_add_func ("/codebook/limits", test_limits);
  g_test_add_func ("/codebook/filled", test_filled);
  g_test_add_func ("/codebook/edit", test_edit);
  return g_test_run ();
}
