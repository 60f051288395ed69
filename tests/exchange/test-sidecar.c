/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a sidecar says, read and written: golden files, random layers, foreign shapes, and
 * every kind of fault with its place. */

#include "config.h"

#include "exchange/postil-sidecar.h"

#include "base/postil-error.h"
#include "random-layer.h"

#include <string.h>

#define N_RANDOM 200u

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "sidecar", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static PostilLayer *
read_text (const char         *text,
           PostilSidecarFlags  flags,
           PostilReport       *report)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PostilLayer *layer = postil_sidecar_read (bytes, flags, report, &error);

  g_assert_no_error (error);
  g_assert_nonnull (layer);
  return layer;
}

static void
assert_same_bytes (GBytes *expected,
                   GBytes *actual)
{
  g_autofree char *left = g_strndup (g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
  g_autofree char *right = g_strndup (g_bytes_get_data (actual, NULL), g_bytes_get_size (actual));

  g_assert_cmpstr (right, ==, left);
}

static void
assert_same_layer (PostilLayer *a,
                   PostilLayer *b)
{
  const PostilLayerInfo *left = postil_layer_get_info (a);
  const PostilLayerInfo *right = postil_layer_get_info (b);

  g_assert_cmpstr (left->coder, ==, right->coder);
  g_assert_cmpstr (left->coder_name, ==, right->coder_name);
  g_assert_cmpstr (left->id, ==, right->id);
  g_assert_cmpstr (left->status, ==, right->status);
  g_assert_cmpstr (left->article, ==, right->article);
  g_assert_cmpstr (left->format, ==, right->format);
  g_assert_cmpstr (left->language, ==, right->language);
  g_assert_cmpstr (left->sha256, ==, right->sha256);
  g_assert_cmpuint (left->size, ==, right->size);
  g_assert_cmpuint (left->schema_version, ==, right->schema_version);

  g_assert_cmpuint (postil_layer_get_n_annotations (a), ==, postil_layer_get_n_annotations (b));
  g_assert_cmpuint (postil_layer_get_n_links (a), ==, postil_layer_get_n_links (b));
  for (guint i = 0; i < postil_layer_get_n_annotations (a); i++)
    g_assert_true (postil_annotation_equal (postil_layer_get_annotation (a, i), postil_layer_get_annotation (b, i)));
  for (guint i = 0; i < postil_layer_get_n_links (a); i++)
    g_assert_true (postil_link_equal (postil_layer_get_link (a, i), postil_layer_get_link (b, i)));
}

/* Reading and writing gives the same bytes, whatever the layout and whatever is in it. */
static void
test_golden (gconstpointer data)
{
  const char *name = data;
  g_autoptr (GBytes) bytes = load (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilLayer) layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
  g_autoptr (PostilLayer) fast = NULL;
  g_autoptr (GBytes) written = NULL;

  g_assert_no_error (error);
  written = postil_sidecar_write (layer);
  assert_same_bytes (bytes, written);

  fast = postil_sidecar_read (bytes, POSTIL_SIDECAR_READ_ONLY_FAST, NULL, &error);
  g_assert_no_error (error);
  assert_same_layer (layer, fast);
  /* Only where something is in them that Postil does not know. */
  for (guint i = 0; i < postil_layer_get_n_annotations (fast); i++)
    {
      const char *source = postil_annotation_get_source (postil_layer_get_annotation (fast, i));

      if (source != NULL)
        g_assert_cmpstr (source, ==, postil_annotation_get_source (postil_layer_get_annotation (layer, i)));
    }
}

/* What Postil itself would write is written anew, and gives the very same. */
static void
test_canonical (gconstpointer data)
{
  g_autoptr (GBytes) bytes = load (data);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) halves = g_strsplit (text, "0.0.9", 2);
  g_autofree char *ours = g_strjoinv (POSTIL_VERSION, halves);
  g_autoptr (PostilLayer) layer = read_text (ours, POSTIL_SIDECAR_KEEP_SOURCE, NULL);

  g_assert_cmpuint (g_strv_length (halves), ==, 2);
  g_assert_null (postil_layer_get_info (layer)->source);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    g_assert_null (postil_annotation_get_source (postil_layer_get_annotation (layer, i)));
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    g_assert_null (postil_link_get_source (postil_layer_get_link (layer, i)));
}

static void
test_example (void)
{
  g_autoptr (GBytes) bytes = load ("canonical-full.json");
  g_autoptr (PostilLayer) layer = postil_sidecar_read (bytes, 0, NULL, NULL);
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  PostilAnnotation *annotation = postil_layer_get_annotation (layer, 0);
  const PostilPiece *pieces;
  guint n_pieces;

  g_assert_cmpstr (info->coder, ==, "maria");
  g_assert_cmpstr (info->coder_name, ==, "Maria Santos");
  g_assert_cmpstr (info->article, ==, "rafah.txt");
  g_assert_cmpstr (info->language, ==, "en");
  g_assert_cmpuint (info->schema_version, ==, 1);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 4);
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 2);

  g_assert_cmpstr (postil_annotation_get_code (annotation), ==, "concern");
  g_assert_cmpstr (postil_annotation_get_note (annotation), ==, "Voiced in the lede.");
  g_assert_cmpstr (postil_annotation_get_attribute (annotation, "actor"), ==, "Joe Biden");
  g_assert_cmpstr (postil_annotation_get_modified (annotation), ==, "2026-11-23T10:05:00Z");
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  g_assert_cmpuint (n_pieces, ==, 1);
  g_assert_cmpuint (pieces[0].span.start, ==, 78);
  g_assert_cmpuint (pieces[0].span.end, ==, 138);

  annotation = postil_layer_get_annotation (layer, 1);
  postil_annotation_get_pieces (annotation, &n_pieces);
  g_assert_cmpuint (n_pieces, ==, 2);
  g_assert_true (postil_annotation_is_unsure (annotation));
  g_assert_cmpint (postil_annotation_get_anchor (annotation), ==, POSTIL_ANCHOR_MOVED);
  annotation = postil_layer_get_annotation (layer, 3);
  g_assert_cmpint (postil_annotation_get_anchor (annotation), ==, POSTIL_ANCHOR_ORPHAN);
  g_assert_cmpstr (postil_link_get_kind (postil_layer_get_link (layer, 0)), ==, "responds-to");
}

/* Foreign shapes give the same annotations. */
static void
test_other_shapes (void)
{
  static const char *const names[] = { "indent-four.json", "minified.json", "spaced.json", "tabs-crlf.json",
                                       "other-order.json", "unknown-members.json" };
  g_autoptr (GBytes) expected_bytes = load ("canonical-full.json");
  g_autoptr (PostilLayer) expected = postil_sidecar_read (expected_bytes, 0, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = load (names[i]);
      g_autoptr (PostilReport) report = postil_report_new ();
      g_autoptr (PostilLayer) layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, report, NULL);

      assert_same_layer (layer, expected);
      g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
    }
}

static void
test_tolerance (void)
{
  g_autoptr (GBytes) single = load ("single-body.json");
  g_autoptr (GBytes) quote = load ("quote-only.json");
  g_autoptr (GBytes) foreign = load ("foreign-items.json");
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilLayer) layer = postil_sidecar_read (single, 0, report, NULL);
  g_autoptr (PostilLayer) lost = postil_sidecar_read (quote, 0, report, NULL);
  g_autoptr (PostilLayer) mixed = postil_sidecar_read (foreign, 0, report, NULL);

  g_assert_cmpstr (postil_annotation_get_code (postil_layer_get_annotation (layer, 0)), ==, "concern");
  g_assert_cmpint (postil_annotation_get_anchor (postil_layer_get_annotation (lost, 0)), ==, POSTIL_ANCHOR_ORPHAN);
  g_assert_cmpuint (postil_layer_get_n_annotations (mixed), ==, 4);
  g_assert_cmpuint (postil_layer_get_n_links (mixed), ==, 2);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_RANDOM; round++)
    {
      g_autoptr (PostilText) text = random_text (rand, g_rand_int_range (rand, 3, 300));
      g_autoptr (PostilLayer) layer = random_layer (rand, text, g_rand_int_range (rand, 0, 12),
                                                    g_rand_int_range (rand, 0, 4));
      g_autoptr (GBytes) bytes = postil_sidecar_write (layer);
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilLayer) back = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
      g_autoptr (GBytes) again = NULL;

      g_assert_no_error (error);
      assert_same_layer (layer, back);
      g_assert_null (postil_layer_get_info (back)->source);
      for (guint i = 0; i < postil_layer_get_n_annotations (back); i++)
        g_assert_null (postil_annotation_get_source (postil_layer_get_annotation (back, i)));
      again = postil_sidecar_write (back);
      assert_same_bytes (bytes, again);
    }
}

static void
test_items (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (PostilText) text = random_text (rand, 200);

  for (guint round = 0; round < N_RANDOM; round++)
    {
      g_autofree char *id = random_id (rand);
      g_autoptr (PostilAnnotation) annotation = random_annotation (rand, text, id);
      g_autoptr (PostilAnnotation) back = NULL;
      g_autoptr (PostilLink) link = NULL;
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      postil_sidecar_append_annotation (line, annotation);
      g_assert_null (strchr (line->str, '\n'));
      postil_sidecar_read_item (line->str, line->len, &back, &link, &error);
      g_assert_no_error (error);
      g_assert_null (link);
      g_assert_true (postil_annotation_equal (annotation, back));
    }
}

static void
test_link_item (void)
{
  PostilLinkInit init = { .id = "urn:uuid:1", .from = "urn:uuid:2", .to = "urn:uuid:3", .kind = "responds-to",
                          .source = "{\n  \"a\": 1.50\n}" };
  g_autoptr (PostilLink) link = postil_link_new (&init);
  g_autoptr (PostilAnnotation) annotation = NULL;
  g_autoptr (PostilLink) back = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  postil_sidecar_append_link (line, link);
  g_assert_null (strchr (line->str, '\n'));
  postil_sidecar_read_item (line->str, line->len, &annotation, &back, &error);
  g_assert_no_error (error);
  g_assert_null (annotation);
  g_assert_true (postil_link_equal (link, back));
  g_assert_cmpstr (postil_link_get_source (back), ==, init.source);
  g_clear_pointer (&back, postil_link_unref);

  g_assert_false (postil_sidecar_read_item ("{\"type\":\"Annotation\"}", 21, &annotation, &back, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
}

#define ROOT "{\"type\": \"AnnotationCollection\""
#define ITEM(body, selector) ROOT ",\n\"first\": {\"items\": [{\"id\": \"a\", \"motivation\": \"classifying\",\n" \
  "\"body\": [" body "],\n\"target\": {\"selector\": [" selector "]}}]}}"
#define TAG "{\"purpose\": \"tagging\", \"value\": \"c\"}"
#define AT "{\"type\": \"TextPositionSelector\", \"start\": 1, \"end\": 2}"

typedef struct
{
  const char *json;
  int         code;
  const char *place;
} Fault;

static const Fault faults[] = {
  { "", POSTIL_ERROR_MALFORMED, "line 1, column 1" },
  { "  \n ", POSTIL_ERROR_MALFORMED, "line 2" },
  { "null", POSTIL_ERROR_SCHEMA, "line 1, column 1" },
  { "[]", POSTIL_ERROR_SCHEMA, "line 1, column 1" },
  { "{}", POSTIL_ERROR_SCHEMA, "line 1, column 1" },
  { "{\"type\": \"Annotation\"}", POSTIL_ERROR_SCHEMA, "line 1, column 1" },
  { ROOT, POSTIL_ERROR_MALFORMED, "line 1" },
  { ROOT ",}", POSTIL_ERROR_MALFORMED, "line 1" },
  { ROOT "} x", POSTIL_ERROR_MALFORMED, "line 1" },
  { ROOT ",\n\"id\": 7}", POSTIL_ERROR_SCHEMA, "line 2, column 7" },
  { ROOT ",\n\"id\": \"a\",\n\"id\": \"b\"}", POSTIL_ERROR_SCHEMA, "line 3, column 1" },
  { ROOT ",\n\"total\": -1}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT ",\n\"total\": \"1\"}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT ",\n\"first\": \"http://example.org/page1\"}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT ",\n\"first\": {\"items\": {}}}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT ",\n\"first\": {\"items\": [\n7]}}", POSTIL_ERROR_SCHEMA, "line 3, column 1" },
  { ROOT ",\n\"schema:schemaVersion\": 1}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT ",\n\"schema:schemaVersion\": \"new\"}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ROOT ",\n\"schema:about\": {\"schema:size\": \"2\"}}", POSTIL_ERROR_SCHEMA, "line 2" },
  { ITEM ("{\"purpose\": \"tagging\", \"value\": 7}", AT), POSTIL_ERROR_SCHEMA, "line 3, column 42" },
  { ITEM ("{\"purpose\": 7}", AT), POSTIL_ERROR_SCHEMA, "line 3" },
  { ITEM (TAG, "{\"type\": \"TextPositionSelector\", \"start\": -1, \"end\": 2}"), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG, "{\"type\": \"TextPositionSelector\", \"start\": 1.5, \"end\": 2}"), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG, "{\"start\": \"1\", \"end\": 2, \"type\": \"TextPositionSelector\"}"), POSTIL_ERROR_SCHEMA, "line 4, column 35" },
  { ITEM (TAG, "{\"type\": \"TextPositionSelector\", \"start\": 1, \"end\": 4294967296}"), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG, "{\"type\": \"TextPositionSelector\", \"start\": 1}"), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG, AT ", {\"type\": \"TextQuoteSelector\", \"exact\": null}"), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG, AT ", {\"type\": \"TextQuoteSelector\"}"), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG, AT "], \"selector\": [" AT), POSTIL_ERROR_SCHEMA, "line 4" },
  { ITEM (TAG "], \"body\": [" TAG, AT), POSTIL_ERROR_SCHEMA, "line 3" },
  { ITEM ("], \"body\": [" TAG, AT), POSTIL_ERROR_SCHEMA, "line 3" },
  { ITEM (TAG, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), POSTIL_ERROR_TOO_LARGE, "line 4" },
  { ITEM (TAG, "\"\xff\""), POSTIL_ERROR_MALFORMED, "line 4" },
  { ITEM (TAG, "\"\\u0000\""), POSTIL_ERROR_MALFORMED, "line 4" },
  { ROOT ",\n\"schema:schemaVersion\": \"2\", \"first\": {\"items\": 7}}", POSTIL_ERROR_NEWER_VERSION, "line 2" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (faults[i].json, strlen (faults[i].json));

      for (guint flags = 0; flags <= POSTIL_SIDECAR_KEEP_SOURCE; flags++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (PostilLayer) layer = postil_sidecar_read (bytes, flags, NULL, &error);

          g_test_message ("%u: %s", i, error != NULL ? error->message : "no error");
          g_assert_null (layer);
          g_assert_error (error, POSTIL_ERROR, faults[i].code);
          g_assert_nonnull (strstr (error->message, faults[i].place));
        }
    }
}

/* A sidecar that was cut off anywhere is an error, and never half a sidecar. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = load ("canonical-full.json");
  gsize length = g_bytes_get_size (bytes);

  for (gsize n = 0; n + 1 < length; n += 1 + n % 3)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilLayer) layer = postil_sidecar_read (part, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);

      g_assert_null (layer);
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED);
    }
}

static void
test_newer_version (void)
{
  g_autoptr (PostilLayer) layer = read_text (ROOT ", \"schema:schemaVersion\": \"7\"}", POSTIL_SIDECAR_KEEP_SOURCE, NULL);

  g_assert_cmpuint (postil_layer_get_info (layer)->schema_version, ==, 7);
}

static void
assert_entry (PostilReport *report,
              guint         index,
              const char   *kind,
              const char   *item,
              guint         line)
{
  const PostilReportEntry *entry = postil_report_get_entry (report, index);

  g_assert_cmpstr (entry->kind, ==, kind);
  g_assert_cmpstr (entry->item, ==, item);
  g_assert_cmpuint (entry->line, ==, line);
}

static void
test_report (void)
{
  static const char *json =
    ROOT ",\n\"first\": {\"items\": [\n"
    "{\"id\": \"a\", \"motivation\": \"classifying\", \"body\": [" TAG "], \"target\": {\"selector\": [" AT "]}},\n"
    "{\"id\": \"a\", \"motivation\": \"classifying\", \"body\": [" TAG "], \"target\": {\"selector\": [" AT "]}},\n"
    "{\"id\": \"b\", \"motivation\": \"classifying\", \"body\": [], \"target\": {\"selector\": [" AT "]}},\n"
    "{\"id\": \"c\", \"motivation\": \"classifying\", \"body\": [" TAG ", " TAG "], \"target\": {\"selector\": [" AT "]}},\n"
    "{\"id\": \"l\", \"motivation\": \"linking\", \"body\": [{\"purpose\": \"linking\", \"source\": \"nowhere\"}], \"target\": \"a\"}\n"
    "]}}";
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilLayer) layer = read_text (json, POSTIL_SIDECAR_KEEP_SOURCE, report);

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 1);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 4);
  assert_entry (report, 0, "duplicate-id", "a", 4);
  assert_entry (report, 1, "schema", "b", 5);
  assert_entry (report, 2, "schema", "c", 6);
  assert_entry (report, 3, "broken-link", "l", 7);
}

/* An end before the start, or far outside, is the caller's to say. */
static void
test_ranges (void)
{
  g_autoptr (PostilLayer) layer =
    read_text (ITEM (TAG, "{\"type\": \"TextPositionSelector\", \"start\": 4294967295, \"end\": 0}"), 0, NULL);
  guint n;
  const PostilPiece *pieces = postil_annotation_get_pieces (postil_layer_get_annotation (layer, 0), &n);

  g_assert_cmpuint (pieces[0].span.start, ==, G_MAXUINT32);
  g_assert_cmpuint (pieces[0].span.end, ==, 0);
}

/* An item without an id is somebody's work all the same; the id it gets is always the same. */
static void
test_no_id (void)
{
  static const char *json = ROOT ", \"first\": {\"items\": [{\"motivation\": \"classifying\", \"body\": [" TAG "],"
                            "\"target\": {\"selector\": [" AT "]}}]}}";
  g_autoptr (PostilLayer) first = read_text (json, 0, NULL);
  g_autoptr (PostilLayer) second = read_text (json, 0, NULL);
  const char *id = postil_annotation_get_id (postil_layer_get_annotation (first, 0));

  g_assert_cmpstr (id, ==, postil_annotation_get_id (postil_layer_get_annotation (second, 0)));
  g_assert_true (g_str_has_prefix (id, "urn:uuid:"));
  g_assert_true (g_uuid_string_is_valid (id + strlen ("urn:uuid:")));
}

int
main (int    argc,
      char **argv)
{
  static const char *const golden[] = {
    "canonical-empty.json", "canonical-example.json", "canonical-full.json", "unknown-members.json",
    "foreign-items.json", "indent-four.json", "minified.json", "spaced.json", "tabs-crlf.json",
    "single-body.json", "other-order.json", "quote-only.json",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      g_autofree char *path = g_strconcat ("/sidecar/golden/", golden[i], NULL);
      g_autofree char *canonical = g_strconcat ("/sidecar/canonical/", golden[i], NULL);

      g_test_add_data_func (path, golden[i], test_golden);
      if (g_str_has_prefix (golden[i], "canonical-"))
        g_test_add_data_func (canonical, golden[i], test_canonical);
    }
  g_test_add_func ("/sidecar/example", test_example);
  g_test_add_func ("/sidecar/other-shapes", test_other_shapes);
  g_test_add_func ("/sidecar/tolerance", test_tolerance);
  g_test_add_func ("/sidecar/random", test_random);
  g_test_add_func ("/sidecar/items", test_items);
  g_test_add_func ("/sidecar/link-item", test_link_item);
  g_test_add_func ("/sidecar/faults", test_faults);
  g_test_add_func ("/sidecar/truncated", test_truncated);
  g_test_add_func ("/sidecar/newer-version", test_newer_version);
  g_test_add_func ("/sidecar/report", test_report);
  g_test_add_func ("/sidecar/ranges", test_ranges);
  g_test_add_func ("/sidecar/no-id", test_no_id);

  return g_test_run ();
}
