/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Annotations of the web: W3C selectors of every kind, several bodies and targets, and what
 * the API of Hypothesis gives; and files that are none of it. */

#include "config.h"

#include <string.h>

#include "import-fixture.h"

static const char text[] = "Joe Biden voiced deep concern over Rafah.\nThe concern was deep, he said, and the pause too short.\nAll waited.\n";

#define HEAD "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"http://example.org/1\",\"type\":\"Annotation\"," \
             "\"motivation\":\"classifying\",\"body\":{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"concern\"},\"target\":"

static ImportFixture *
import_json (const PostilFormat *format,
             const char         *json)
{
  ImportFixture *self = import_fixture_new ();

  import_fixture_add_text (self, "rafah.txt", text);
  import_fixture_add_text (self, "other.txt", "Another concern.\n");
  import_fixture_add_file (self, "a.json", json);
  g_assert_true (import_fixture_run (self, format, NULL));
  return self;
}

/* @quote: NULL where no passage may come in. */
static void
check_selector (const char *selector,
                const char *quote)
{
  g_autofree char *json = g_strdup_printf (HEAD "{\"source\":\"http://example.org/rafah.txt\",\"selector\":%s}}", selector);
  g_autoptr (ImportFixture) self = import_json (&postil_format_webannotation, json);

  if (quote != NULL)
    {
      g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
      import_fixture_find (import_fixture_get_layer (self, "rafah.txt", 0), quote);
    }
  else
    {
      g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 1);
      g_assert_cmpuint (g_hash_table_size (self->articles), ==, 0);
    }
}

static void
test_selectors (void)
{
  check_selector ("{\"type\":\"FragmentSelector\",\"conformsTo\":\"http://tools.ietf.org/rfc/rfc5147\",\"value\":\"char=0,9\"}", "Joe Biden");
  check_selector ("{\"type\":\"FragmentSelector\",\"value\":\"char=,9;length=108,UTF-8\"}", "Joe Biden");
  check_selector ("{\"type\":\"FragmentSelector\",\"value\":\"line=2,3\"}", "All waited.\n");
  check_selector ("{\"type\":\"FragmentSelector\",\"value\":\"xpointer(/doc)\"}", NULL);
  check_selector ("{\"type\":\"FragmentSelector\",\"value\":\"char=9,5\"}", NULL);
  check_selector ("{\"type\":\"FragmentSelector\",\"value\":\"char=5,99999999999\"}", NULL);
  check_selector ("{\"type\":\"TextPositionSelector\",\"start\":42,\"end\":80,\"refinedBy\":{\"type\":\"TextQuoteSelector\",\"exact\":\"concern\"}}", "concern");
  check_selector ("{\"type\":\"TextQuoteSelector\",\"exact\":\"voiced deep concern\",\"refinedBy\":{\"type\":\"TextPositionSelector\",\"start\":7,\"end\":11}}", "deep");
  check_selector ("{\"type\":\"XPathSelector\",\"value\":\"/p[1]\",\"refinedBy\":{\"type\":\"TextQuoteSelector\",\"exact\":\"waited\"}}", "waited");
  check_selector ("{\"type\":\"XPathSelector\",\"value\":\"/p[1]\",\"refinedBy\":{\"type\":\"TextQuoteSelector\",\"exact\":\"concern\"}}", NULL);
  check_selector ("{\"type\":\"RangeSelector\",\"startSelector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"voiced\"},"
                  "\"endSelector\":{\"type\":\"TextQuoteSelector\",\"exact\":\" over\"}}", "voiced deep concern");
  check_selector ("{\"type\":\"SvgSelector\",\"value\":\"<svg/>\"}", NULL);
  check_selector ("[{\"type\":\"CssSelector\",\"value\":\"p\"},{\"type\":\"TextQuoteSelector\",\"exact\":\"concern\",\"prefix\":\"The \"}]", "concern");
}

static void
test_fragment_target (void)
{
  g_autoptr (ImportFixture) self = import_json (&postil_format_webannotation, HEAD "\"http://example.org/rafah.txt#char=4,9\"}");

  import_fixture_find (import_fixture_get_layer (self, "rafah.txt", 0), "Biden");
}

/* A quote from an earlier version of the text. */
static void
test_approximate (void)
{
  g_autoptr (ImportFixture) self = import_json (&postil_format_webannotation,
    HEAD "{\"source\":\"rafah.txt\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"the pause was too short\",\"prefix\":\"deep, he said, and \",\"suffix\":\".\"}}}");
  PostilLayer *layer = import_fixture_get_layer (self, "rafah.txt", 0);

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 1);
  g_assert_cmpint (postil_annotation_get_anchor (postil_layer_get_annotation (layer, 0)), ==, POSTIL_ANCHOR_MOVED);
  g_assert_cmpuint (import_fixture_count (self->losses, "moved"), ==, 1);
  import_fixture_find (layer, "the pause too short");
}

static void
test_several (void)
{
  g_autoptr (ImportFixture) self = import_json (&postil_format_webannotation,
    "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"http://example.org/1\",\"type\":\"Annotation\",\"motivation\":\"tagging\","
    "\"body\":[{\"type\":\"Choice\",\"items\":[{\"type\":\"TextualBody\",\"value\":\"concern\"},{\"type\":\"TextualBody\",\"value\":\"souci\"}]},"
    "{\"type\":\"TextualBody\",\"value\":\"fear\"},{\"type\":\"TextualBody\",\"purpose\":\"commenting\",\"value\":\"Hm.\"},{\"id\":\"http://example.org/v.mp4\",\"type\":\"Video\",\"purpose\":\"describing\"}],"
    "\"target\":[{\"source\":\"rafah.txt\",\"selector\":{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":9}},"
    "{\"type\":\"List\",\"items\":[{\"source\":\"other.txt\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"concern\"}}]}]}");
  PostilLayer *layer = import_fixture_get_layer (self, "rafah.txt", 0);

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 2);
  g_assert_cmpuint (postil_layer_get_n_annotations (import_fixture_get_layer (self, "other.txt", 0)), ==, 2);
  g_assert_cmpstr (postil_annotation_get_note (import_fixture_find (layer, "Joe Biden")), ==, "Hm.");
  g_assert_cmpuint (import_fixture_count (self->losses, "body"), ==, 2);
  g_assert_cmpuint (import_fixture_count (self->losses, "split"), ==, 3);
}

#define ROW(id, tags, target) "{\"id\":\"" id "\",\"created\":\"2026-11-23T10:00:00.120000+00:00\",\"updated\":\"2026-11-23T11:00:00+00:00\"," \
  "\"user\":\"acct:maria@hypothes.is\",\"user_info\":{\"display_name\":\"Maria Santos\"},\"uri\":\"https://example.org/news/rafah\"," \
  "\"text\":\"A note\",\"tags\":" tags ",\"target\":" target ",\"document\":{\"title\":[\"Rafah\"]}"
#define TARGET(exact, prefix) "[{\"source\":\"https://example.org/news/rafah\",\"selector\":[{\"type\":\"RangeSelector\"},{\"type\":\"TextPositionSelector\",\"start\":900,\"end\":910}," \
  "{\"type\":\"TextQuoteSelector\",\"exact\":\"" exact "\",\"prefix\":\"" prefix "\",\"suffix\":\"\"}]}]"

static void
test_hypothesis (void)
{
  g_autoptr (ImportFixture) self = import_json (&postil_format_hypothesis,
    "{\"total\":7,\"rows\":[" ROW ("a1", "[\"concern\"]", TARGET ("concern", "The ")) "},"
    ROW ("a2", "[\"fear\",\"doubt\"]", TARGET ("voiced deep", "")) "},"
    ROW ("a3", "[]", TARGET ("All waited", "")) "},"
    ROW ("a4", "[\"concern\"]", TARGET ("nothing of the kind at all", "")) "},"
    ROW ("a5", "[\"concern\"]", "[{\"source\":\"https://example.org/news/rafah\"}]") "},"
    ROW ("a6", "[]", "[]") ",\"references\":[\"a1\"]},17]}");
  PostilLayer *layer = import_fixture_get_layer (self, "rafah.txt", 0);
  PostilAnnotation *concern = import_fixture_find (layer, "concern");

  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "maria");
  g_assert_cmpstr (postil_layer_get_info (layer)->coder_name, ==, "Maria Santos");
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 5);
  g_assert_cmpuint (postil_annotation_get_hull (concern).start, ==, 46);
  g_assert_cmpstr (postil_annotation_get_note (concern), ==, "A note");
  g_assert_cmpstr (postil_annotation_get_created (concern), ==, "2026-11-23T10:00:00.120000Z");
  g_assert_cmpstr (postil_annotation_get_modified (concern), ==, "2026-11-23T11:00:00Z");
  g_assert_cmpuint (import_fixture_count (self->losses, "split"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "no-code"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "reply"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "target"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "quote-mismatch"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "schema"), ==, 1);
}

static void
test_foreign (void)
{
  static const char *const files[] = { "", "{", "[]", "{\"rows\":3}", "{\"rows\":[{}]}", "\"x\"", "[[[[1]]]]", "{\"uri\":1,\"user\":2}",
                                       "{\"uri\":\"x\",\"user\":\"acct:a\",\"target\":[{\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":4}]}],\"tags\":[1,\"\"]}" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ImportFixture) self = import_json (&postil_format_hypothesis, files[i]);

      g_assert_cmpuint (g_hash_table_size (self->articles), ==, 0);
      g_assert_cmpuint (postil_report_get_n_entries (self->errors) + postil_report_get_n_entries (self->losses), >, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/selectors", test_selectors);
  g_test_add_func ("/web/fragment-target", test_fragment_target);
  g_test_add_func ("/web/approximate", test_approximate);
  g_test_add_func ("/web/several", test_several);
  g_test_add_func ("/web/hypothesis", test_hypothesis);
  g_test_add_func ("/web/foreign", test_foreign);
  return g_test_run ();
}
