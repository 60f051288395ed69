/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* codebook.json, read and written: golden files, edits that keep what Postil does not know,
 * and faults with their place. */

#include "config.h"

#include "exchange/postil-codebook-json.h"

#include "base/postil-error.h"

#include <string.h>

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "codebook", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static char *
to_text (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static PostilCodebook *
read_codebook (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  PostilCodebook *codebook = postil_codebook_read (bytes, NULL, &error);

  g_assert_no_error (error);
  return codebook;
}

static char *
write_codebook (PostilCodebook *codebook)
{
  g_autoptr (GBytes) bytes = postil_codebook_write (codebook);

  return to_text (bytes);
}

static void
test_golden (gconstpointer data)
{
  g_autoptr (GBytes) bytes = load (data);
  g_autofree char *text = to_text (bytes);
  g_autoptr (PostilCodebook) codebook = read_codebook (bytes);
  g_autofree char *written = write_codebook (codebook);

  g_assert_cmpstr (written, ==, text);
  if (!g_str_has_prefix (data, "canonical"))
    return;

  g_assert_null (postil_codebook_get_source (codebook));
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    g_assert_null (postil_codebook_get_code (codebook, i)->source);
  for (guint i = 0; i < postil_codebook_get_n_attributes (codebook); i++)
    g_assert_null (postil_codebook_get_attribute (codebook, i)->source);
}

static void
test_fields (void)
{
  g_autoptr (GBytes) bytes = load ("canonical.json");
  g_autoptr (PostilCodebook) codebook = read_codebook (bytes);
  const PostilCode *code = postil_codebook_lookup_code (codebook, "position");
  const PostilAttributeDef *attribute = postil_codebook_lookup_attribute (codebook, "tone");
  const PostilLinkDef *link = postil_codebook_lookup_link (codebook, "responds-to");

  g_assert_cmpstr (postil_codebook_get_label (codebook), ==, "Positions \"and\" outcomes");
  g_assert_cmpuint (postil_codebook_get_n_codes (codebook), ==, 5);
  g_assert_cmpstr (code->key, ==, "1");
  g_assert_cmpstr (code->color, ==, "#0072B2");
  g_assert_cmpstr (code->when, ==, "Code when an actor wants it.");
  g_assert_cmpstr (code->when_not, ==, "Do not code when it is feared.");
  g_assert_cmpstr (code->examples[1], ==, "a\tb");
  g_assert_null (code->examples[2]);
  code = postil_codebook_lookup_code (codebook, "tentative");
  g_assert_cmpstr (code->parent, ==, "offer");
  g_assert_cmpuint (code->depth, ==, 2);
  code = postil_codebook_lookup_code (codebook, "concern");
  g_assert_cmpstr (code->when, ==, "Code when feared");
  g_assert_cmpstr (code->when_not, ==, "never otherwise");

  g_assert_cmpuint (postil_codebook_get_n_attributes (codebook), ==, 3);
  g_assert_cmpint (attribute->kind, ==, POSTIL_ATTRIBUTE_CHOICE);
  g_assert_cmpstr (attribute->choices[1], ==, "mild");
  g_assert_cmpstr (attribute->codes[1], ==, "demand");
  g_assert_cmpstr (link->to_codes[1], ==, "position");
}

static void
test_builtin (void)
{
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();
  g_autoptr (GBytes) bytes = postil_codebook_write (builtin);
  g_autoptr (PostilCodebook) back = read_codebook (bytes);
  g_autofree char *text = to_text (bytes);
  g_autofree char *again = write_codebook (back);

  g_assert_true (postil_codebook_equal (builtin, back));
  g_assert_cmpstr (again, ==, text);
}

/* An edit is put in; what Postil does not know stays, in that code and in all others. */
static void
test_edit (void)
{
  g_autoptr (GBytes) bytes = load ("unknown-members.json");
  g_autofree char *text = to_text (bytes);
  g_autoptr (PostilCodebook) codebook = read_codebook (bytes);
  PostilCodebookBuilder *builder = postil_codebook_builder_new (codebook);
  PostilCode code = *postil_codebook_lookup_code (codebook, "position");
  static const char *const examples[] = { "one", "two", "three", NULL };
  g_autoptr (PostilCodebook) edited = NULL;
  g_autoptr (PostilCodebook) back = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autofree char *now = NULL;

  code.label = "Stance";
  code.when = "New.";
  code.examples = examples;
  postil_codebook_builder_set_code (builder, &code);
  g_assert_true (postil_codebook_builder_move_code (builder, "offer", "concern", NULL));
  edited = postil_codebook_builder_end (builder, NULL);
  written = postil_codebook_write (edited);
  now = to_text (written);
  back = read_codebook (written);
  g_assert_true (postil_codebook_equal (edited, back));
  g_assert_cmpstr (now, !=, text);

  g_assert_nonnull (strstr (now, "\"x:version\": 1.50"));
  g_assert_nonnull (strstr (now, "\"altLabel\": [\n        \"stance\"\n      ]"));
  g_assert_nonnull (strstr (now, "\"editorialNote\": \"ch\\u0065ck \\/\""));
  g_assert_nonnull (strstr (now, "\"schema:inverseOf\": \"answered-by\""));
  g_assert_nonnull (strstr (now, "\"schema:valueReference\": \"number\""));
  g_assert_nonnull (strstr (now, "\"scopeNote\": \"New. Do not code when it is feared.\""));
}

static void
test_scopes (void)
{
  static const char *const notes[][2] = {
    { "", "" }, { "a", "" }, { "", "b" }, { "a", "b" }, { "a", "Do not code when b" }, { "", "Do not code when b" },
    { "a ", "Do not code when b" }, { "Do not code when x", "" }, { "a Do not code when", "Do not code when" },
    { "a\nb", "Do not code when c\nd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
      PostilCode code = { .id = "a", .when = notes[i][0], .when_not = notes[i][1] };
      g_autoptr (PostilCodebook) codebook = NULL;
      g_autoptr (PostilCodebook) back = NULL;
      g_autoptr (GBytes) bytes = NULL;

      postil_codebook_builder_set_code (builder, &code);
      codebook = postil_codebook_builder_end (builder, NULL);
      bytes = postil_codebook_write (codebook);
      back = read_codebook (bytes);
      g_assert_cmpstr (postil_codebook_get_code (back, 0)->when, ==, notes[i][0]);
      g_assert_cmpstr (postil_codebook_get_code (back, 0)->when_not, ==, notes[i][1]);
    }
}

/* As deep as a codebook may be. */
static void
test_deep (void)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (PostilCodebook) back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 32; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("c%u", i - 1) : g_strdup ("");
      PostilCode code = { .id = id, .parent = parent };

      postil_codebook_builder_set_code (builder, &code);
    }
  codebook = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);
  bytes = postil_codebook_write (codebook);
  back = read_codebook (bytes);
  g_assert_true (postil_codebook_equal (codebook, back));
}

static void
test_report (void)
{
  static const char *json = "{\"type\": \"ConceptScheme\", \"hasTopConcept\": [\n{\"id\": \"a\"}]}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilCodebook) codebook = postil_codebook_read (bytes, report, NULL);

  g_assert_cmpstr (postil_codebook_get_code_label (codebook, "a"), ==, "a");
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 1);
  g_assert_cmpuint (postil_report_get_entry (report, 0)->line, ==, 2);
  g_assert_cmpstr (postil_report_get_entry (report, 0)->item, ==, "a");
}

#define ROOT "{\"type\": \"ConceptScheme\",\n"

static const struct
{
  const char *json;
  int         code;
  const char *place;
} faults[] = {
  { "", POSTIL_ERROR_MALFORMED, "line 1" },
  { "[]", POSTIL_ERROR_SCHEMA, "line 1, column 1" },
  { "{}", POSTIL_ERROR_SCHEMA, "line 1, column 1" },
  { "{\"type\": 7}", POSTIL_ERROR_SCHEMA, "line 1" },
  { ROOT "\"prefLabel\": 7}", POSTIL_ERROR_SCHEMA, "line 2, column 14" },
  { ROOT "\"prefLabel\": \"\", \"prefLabel\": \"\"}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT "\"hasTopConcept\": {}}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT "\"hasTopConcept\": [\"a\"]}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT "\"hasTopConcept\": [\n{}]}", POSTIL_ERROR_SCHEMA, "line 3, column 1" },
  { ROOT "\"hasTopConcept\": [{\"id\": \"a\"},\n{\"id\": \"a\"}]}", POSTIL_ERROR_SCHEMA, "line 3, column 1" },
  { ROOT "\"hasTopConcept\": [{\"narrower\": [\n{\"id\": \"a\"}], \"id\": \"a\"}]}", POSTIL_ERROR_SCHEMA, "line 3" },
  { ROOT "\"hasTopConcept\": [{\"id\": \"a\", \"example\": [1]}]}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT "\"schema:additionalProperty\": [{\"id\": \"a\", \"schema:valueReference\": 1}]}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT "\"schema:additionalProperty\": [{\"id\": \"a\"}, {\"id\": \"a\"}]}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT "\"hasTopConcept\": [{\"id\": \"a\"", POSTIL_ERROR_MALFORMED, "line 2" },
  { ROOT "\"hasTopConcept\": [{\"id\": \"a\", \"notation\": \"1\"},\n{\"id\": \"b\", \"notation\": \"1\"}]}", POSTIL_ERROR_SCHEMA,
    "line 3, column 1: The codes “a” and “b” have the same key “1”" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (faults[i].json, strlen (faults[i].json));
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilCodebook) codebook = postil_codebook_read (bytes, NULL, &error);

      g_test_message ("%u: %s", i, error != NULL ? error->message : "no error");
      g_assert_null (codebook);
      g_assert_error (error, POSTIL_ERROR, faults[i].code);
      g_assert_nonnull (strstr (error->message, faults[i].place));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/codebook-json/canonical", "canonical.json", test_golden);
  g_test_add_data_func ("/codebook-json/canonical-small", "canonical-small.json", test_golden);
  g_test_add_data_func ("/codebook-json/unknown-members", "unknown-members.json", test_golden);
  g_test_add_func ("/codebook-json/fields", test_fields);
  g_test_add_func ("/codebook-json/builtin", test_builtin);
  g_test_add_func ("/codebook-json/edit", test_edit);
  g_test_add_func ("/codebook-json/scopes", test_scopes);
  g_test_add_func ("/codebook-json/deep", test_deep);
  g_test_add_func ("/codebook-json/report", test_report);
  g_test_add_func ("/codebook-json/faults", test_faults);

  return g_test_run ();
}
