/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* doccano, Label Studio, spaCy: what their programs write, with the ways in which they count;
 * what comes back after somebody worked there; and files that are none of it. */

#include "config.h"

#include <string.h>

#include "exchange/postil-row.h"
#include "import-fixture.h"

#define GRIN "\xf0\x9f\x98\x80"

static ImportFixture *
import_as (const PostilFormat *format,
           const char         *path,
           const char         *content)
{
  ImportFixture *self = import_fixture_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autofree char *name = g_strdup (path);
  PostilImportFile file = { name, bytes };

  import_fixture_add_bytes (self, path, bytes);
  g_assert_true (postil_format_recognise (&file, 1) == format);
  g_assert_true (import_fixture_run (self, format, "jonas"));
  return self;
}

/* Two emoji before each passage, so that the units differ, a combining mark, and Hebrew. */
#define TEXT GRIN GRIN " Cafe\xcc\x81 waits, \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d now.\\r\\nAll fear."

static void
check_text (ImportFixture *self,
            const char    *path,
            const char    *dialect)
{
  PostilLayer *layer = import_fixture_get_layer (self, path, 0);

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "Cafe\xcc\x81")), ==, "place");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d")), ==, "greeting");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "All fear")), ==, "concern");
  g_assert_cmpstr (self->dialect, ==, dialect);
}

static void
test_doccano_units (void)
{
  g_autoptr (ImportFixture) units = import_as (&postil_format_doccano, "all.jsonl",
    "{\"id\":7,\"text\":\"" TEXT "\",\"label\":[[5,10,\"place\"],[18,22,\"greeting\"],[29,37,\"concern\"]],\"Comments\":[\"Hm\"],\"meta\":{\"a\":1},\"metadata\":{}}\n");
  g_autoptr (ImportFixture) points = import_as (&postil_format_doccano, "all.jsonl",
    "{\"id\":7,\"text\":\"" TEXT "\",\"label\":[[3,8,\"place\"],[16,20,\"greeting\"],[27,35,\"concern\"]],\"split\":\"dev\"}\n");

  check_text (units, "all-7.txt", NULL);
  check_text (points, "all-7.txt", "code-point-offsets, crlf-counts-two");
  g_assert_cmpuint (import_fixture_count (units->losses, "comment"), ==, 1);
  g_assert_cmpuint (import_fixture_count (units->losses, "member"), ==, 1);
  g_assert_cmpuint (import_fixture_count (points->losses, "member"), ==, 1);
  g_assert_cmpstr (postil_layer_get_info (import_fixture_get_layer (units, "all-7.txt", 0))->coder, ==, "jonas");
}

static void
test_doccano_relations (void)
{
  g_autoptr (ImportFixture) self = import_as (&postil_format_doccano, "all.jsonl",
    "{\"id\":1,\"text\":\"One waits. Two acts.\",\"entities\":[{\"id\":4,\"start_offset\":0,\"end_offset\":3,\"label\":\"who\"},"
    "{\"id\":5,\"start_offset\":11,\"end_offset\":14,\"label\":\"who\"},{\"id\":6,\"start_offset\":4,\"end_offset\":900,\"label\":\"who\"}],"
    "\"relations\":[{\"id\":1,\"from_id\":4,\"to_id\":5,\"type\":\"before\"},{\"id\":2,\"from_id\":4,\"to_id\":99,\"type\":\"before\"}]}\n"
    "{\"id\":2,\"text\":\n{\"id\":3,\"label\":[]}\n"
    "{\"id\":4,\"text\":\"One waits.\",\"entities\":[{\"start_offset\":\"a\",\"end_offset\":3}],\"filename\":\"week/one.txt\"}\n");
  PostilLayer *layer = import_fixture_get_layer (self, "all-1.txt", 0);

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 2);
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 1);
  g_assert_cmpstr (postil_link_get_kind (postil_layer_get_link (layer, 0)), ==, "before");
  g_assert_cmpuint (import_fixture_count (self->errors, "broken-link"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "malformed"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "schema"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "range"), ==, 2);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 5);
  g_assert_true (g_hash_table_contains (self->articles, "one.txt"));
}

/* What a person added to each text, as columns: what Postil knows of articles is kept. */
static void
test_columns (gconstpointer data)
{
  const PostilFormat *format = data;
  const char *const columns = "\"author\":\"Ann\",\"date\":\"2024-03-01\",\"source\":\"The Post\",\"url\":[1],\"page\":3";
  g_autofree char *content = NULL;
  g_autoptr (ImportFixture) self = NULL;
  PostilArticleRecord *record;

  if (format == &postil_format_spacy)
    content = g_strdup_printf ("{\"text\":\"One waits.\",\"spans\":[{\"start\":0,\"end\":3,\"label\":\"who\"}],\"meta\":{%s}}", columns);
  else if (format == &postil_format_doccano)
    content = g_strdup_printf ("{\"id\":1,\"text\":\"One waits.\",\"label\":[[0,3,\"who\"]],%s}", columns);
  else
    content = g_strdup_printf ("[{\"id\":1,\"data\":{\"words\":\"One waits.\",%s},\"annotations\":[{\"id\":2,\"result\":[]}]}]", columns);
  self = import_as (format, "set.json", content);
  g_assert_cmpuint (g_hash_table_size (self->records), ==, 1);
  record = g_hash_table_lookup (self->records, format == &postil_format_spacy ? "The Post.txt" : "set-1.txt");
  g_assert_nonnull (record);
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_AUTHOR), ==, "Ann");
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_DATE), ==, "2024-03-01");
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_PUBLISHER), ==, "The Post");
  g_assert_null (postil_article_record_get (record, POSTIL_RECORD_URL));
  g_assert_cmpuint (import_fixture_count (self->losses, "member"), ==, 2);
}

/* A file a member, with the same texts. */
static void
test_doccano_members (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();

  import_fixture_add_file (self, "ana.jsonl", "{\"id\":1,\"text\":\"One waits.\",\"label\":[[0,3,\"who\"]]}\n");
  import_fixture_add_file (self, "ben.jsonl", "{\"id\":1,\"text\":\"One waits.\",\"label\":[[4,9,\"what\"]]}\n");
  g_assert_true (import_fixture_run (self, &postil_format_doccano, "jonas"));
  g_assert_cmpuint (g_hash_table_size (self->articles), ==, 1);
  g_assert_cmpstr (postil_layer_get_info (import_fixture_get_layer (self, "ana-1.txt", 0))->coder, ==, "ben");
}

#define REGION(id, start, end, text, label) "{\"id\":\"" id "\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\"," \
  "\"value\":{\"start\":" start ",\"end\":" end ",\"text\":\"" text "\",\"labels\":[" label "]}"

static void
test_labelstudio (void)
{
  g_autoptr (ImportFixture) self = import_as (&postil_format_labelstudio, "project-1.json",
    "[{\"id\":12,\"data\":{\"text\":\"" TEXT "\",\"topic\":\"war\"},\"meta\":{},\"drafts\":[{\"result\":[]}],\"annotations\":["
    "{\"id\":1,\"completed_by\":{\"id\":3,\"email\":\"ana@example.org\",\"first_name\":\"Ana\",\"last_name\":\"Sol\"},\"created_at\":\"2026-11-23T10:00:00.120000Z\",\"result\":["
    REGION ("a", "5", "10", "Cafe\xcc\x81", "\"place\"") ",\"meta\":{\"text\":[\"Hm\"]}},"
    REGION ("b", "18", "22", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\"greeting\"") "},"
    REGION ("c", "29", "37", "All fear", "\"concern\"") "},"
    "{\"id\":\"c\",\"from_name\":\"actor\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"start\":29,\"end\":37,\"choices\":[\"All\"]}},"
    "{\"id\":\"d\",\"from_name\":\"topic\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"choices\":[\"war\"]}},"
    "{\"type\":\"relation\",\"from_id\":\"a\",\"to_id\":\"c\",\"direction\":\"left\",\"labels\":[\"of\"]}]},"
    "{\"id\":2,\"completed_by\":8,\"was_cancelled\":true,\"result\":[]}],\"predictions\":[{\"result\":[]}]},3]");

  g_assert_cmpuint (import_fixture_count (self->errors, "schema"), ==, 1);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 1);
  g_assert_cmpstr (self->dialect, ==, "utf-16-offsets, crlf-counts-two");
  g_assert_cmpuint (import_fixture_count (self->losses, "result"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "cancelled"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "prediction"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "draft"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "member"), ==, 1);
  g_assert_cmpuint (g_hash_table_size (self->articles), ==, 1);
}

static void
test_labelstudio_region (void)
{
  g_autoptr (ImportFixture) self = import_as (&postil_format_labelstudio, "project-1.json",
    "[{\"id\":12,\"data\":{\"text\":\"One waits. Two acts.\"},\"annotations\":["
    "{\"id\":1,\"completed_by\":{\"email\":\"ana@example.org\",\"first_name\":\"Ana\",\"last_name\":\"Sol\"},\"created_at\":\"2026-11-23T10:00:00.120000Z\",\"result\":["
    REGION ("a", "0", "3", "One", "\"who\"") ",\"meta\":{\"text\":[\"Hm\"]}},"
    REGION ("c", "11", "19", "Two acts", "\"what\",\"when\"") "},"
    "{\"id\":\"c\",\"from_name\":\"actor\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"start\":11,\"end\":19,\"choices\":[\"Two\"]}},"
    "{\"type\":\"relation\",\"from_id\":\"a\",\"to_id\":\"c\",\"direction\":\"left\",\"labels\":[\"of\"]}]}]}]");
  PostilLayer *layer = import_fixture_get_layer (self, "project-1-12.txt", 0);
  PostilAnnotation *one = import_fixture_find (layer, "One");
  PostilAnnotation *two = import_fixture_find (layer, "Two acts");
  PostilLink *link;

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "ana");
  g_assert_cmpstr (postil_layer_get_info (layer)->coder_name, ==, "Ana Sol");
  g_assert_cmpstr (postil_annotation_get_note (one), ==, "Hm");
  g_assert_cmpstr (postil_annotation_get_created (one), ==, "2026-11-23T10:00:00.120000Z");
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  g_assert_cmpuint (import_fixture_count (self->losses, "split"), ==, 1);
  link = postil_layer_get_link (layer, 0);
  g_assert_cmpstr (postil_link_get_to (link), ==, postil_annotation_get_id (one));
  two = postil_layer_lookup (layer, postil_link_get_from (link));
  g_assert_cmpstr (postil_annotation_get_attribute (two, "actor"), ==, "Two");
}

static void
test_labelstudio_minimal (void)
{
  g_autoptr (ImportFixture) self = import_as (&postil_format_labelstudio, "min.json",
    "[{\"text\":\"One waits.\",\"id\":1,\"label\":[{\"start\":0,\"end\":3,\"text\":\"One\",\"labels\":[\"who\"]}],\"annotator\":4,\"annotation_id\":9,\"mood\":\"glum\"}]");
  PostilLayer *layer = import_fixture_get_layer (self, "min-1.txt", 0);

  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "user-4");
  g_assert_cmpuint (import_fixture_count (self->losses, "member"), ==, 1);
  import_fixture_find (layer, "One");
}

static void
test_spacy (void)
{
  g_autoptr (ImportFixture) prodigy = import_as (&postil_format_spacy, "news.jsonl",
    "{\"text\":\"" TEXT "\",\"spans\":[{\"start\":3,\"end\":8,\"token_start\":1,\"label\":\"place\"},"
    "{\"start\":16,\"end\":20,\"label\":\"greeting\"},{\"start\":27,\"end\":35,\"label\":\"concern\"}],\"answer\":\"accept\",\"_annotator_id\":\"news-ana\"}\n");
  g_autoptr (ImportFixture) tuples = import_as (&postil_format_spacy, "train.jsonl",
    "[\"" TEXT "\",{\"entities\":[[3,8,\"place\"],[16,20,\"greeting\"],[27,35,\"concern\"]]}]\n");
  g_autoptr (ImportFixture) document = import_as (&postil_format_spacy, "doc.json",
    "{\"text\":\"" TEXT "\",\n\"ents\":[{\"start\":3,\"end\":8,\"label\":\"place\"}],\"spans\":{\"sc\":["
    "{\"start\":16,\"end\":20,\"label\":\"greeting\",\"kb_id\":\"Q1\"},{\"start\":27,\"end\":35,\"label\":\"concern\"}]},\"cats\":{\"war\":1}}");

  check_text (prodigy, "news-1.txt", NULL);
  check_text (tuples, "train-1.txt", NULL);
  check_text (document, "doc-1.txt", NULL);
  g_assert_cmpstr (postil_layer_get_info (import_fixture_get_layer (prodigy, "news-1.txt", 0))->coder, ==, "news-ana");
  g_assert_cmpuint (import_fixture_count (document->losses, "member"), ==, 1);
}

/* One passage in two pieces, with all that an annotation can have. */
static PostilSetArticle *
make_article (const char *utf8)
{
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, NULL);
  PostilSetArticle *article = postil_set_article_new ("week/one.txt", text, NULL);
  PostilPiece pieces[] = { { { 2, 5 }, "One", NULL, NULL }, { { 13, 16 }, "Two", NULL, NULL } };
  PostilAttribute attribute = { "actor", "all" };
  PostilAnnotationInit init = { .id = "urn:uuid:2b9d1a36-52f2-4d8f-8bb0-2f6a4a0c1c11", .code = "who", .note = "Hm", .pieces = pieces,
                                .n_pieces = 2, .attributes = &attribute, .n_attributes = 1, .created = "2026-11-23T10:00:00Z" };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  PostilLayer *layer = postil_layer_new (&(PostilLayerInfo) { .coder = "maria", .coder_name = "Maria Santos", .article = "one.txt" });

  postil_layer_add (layer, annotation);
  g_ptr_array_add (article->layers, layer);
  return article;
}

static void
replace_in (ImportFixture *self,
            const char    *path,
            const char    *from,
            const char    *to)
{
  GBytes *bytes = g_hash_table_lookup (self->files, path);
  g_autofree char *content = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) parts = g_strsplit (content, from, 2);
  g_autofree char *changed = NULL;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  changed = g_strjoinv (to, parts);
  import_fixture_add_file (self, path, changed);
}

/* Somebody moved the second entity: it is where they put it, and the rest stays. */
static void
test_moved_there (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  PostilSetArticle *article = make_article (GRIN " One waits. Two acts.\n");
  PostilAnnotation *annotation;
  PostilLayer *layer;

  import_fixture_export (self, &postil_format_doccano, NULL, article);
  postil_set_article_free (article);
  replace_in (self, "maria.jsonl", "\"start_offset\":14,\"end_offset\":17", "\"start_offset\":14,\"end_offset\":22");
  g_assert_true (import_fixture_run (self, &postil_format_doccano, NULL));
  layer = import_fixture_get_layer (self, "week/one.txt", 0);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 1);
  annotation = import_fixture_find (layer, "One Two acts");
  g_assert_cmpstr (postil_annotation_get_note (annotation), ==, "Hm");
  g_assert_cmpstr (postil_annotation_get_attribute (annotation, "actor"), ==, "all");
  g_assert_cmpstr (postil_layer_get_info (layer)->coder_name, ==, "Maria Santos");
}

static void
test_relabelled_there (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  PostilSetArticle *article = make_article (GRIN " One waits. Two acts.\n");
  PostilLayer *layer;

  import_fixture_export (self, &postil_format_labelstudio, NULL, article);
  postil_set_article_free (article);
  replace_in (self, "tasks.json", "\"text\":\"Two\",\"labels\":[\"who\"]", "\"text\":\"Two\",\"labels\":[\"whom\"]");
  g_assert_true (import_fixture_run (self, &postil_format_labelstudio, NULL));
  layer = import_fixture_get_layer (self, "week/one.txt", 0);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 2);
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "Two")), ==, "whom");
  g_assert_cmpstr (postil_annotation_get_note (import_fixture_find (layer, "One")), ==, "Hm");
}

static void
check_golden (const PostilFormat *format,
              const char         *file,
              const char         *expected)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  PostilSetArticle *article = make_article (GRIN " One waits. Two acts.\n");
  g_autofree char *content = NULL;
  GBytes *bytes;

  import_fixture_export (self, format, NULL, article);
  postil_set_article_free (article);
  bytes = g_hash_table_lookup (self->files, file);
  g_assert_nonnull (bytes);
  content = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (strstr (content, expected) != content)
    g_assert_cmpstr (content, ==, expected);
}

static void
test_golden (void)
{
  check_golden (&postil_format_doccano, "maria.jsonl",
                "{\"id\":1,\"text\":\"" GRIN " One waits. Two acts.\\n\",\"entities\":[{\"id\":1,\"label\":\"who\",\"start_offset\":3,\"end_offset\":6},"
                "{\"id\":2,\"label\":\"who\",\"start_offset\":14,\"end_offset\":17}],\"relations\":[],\"postil\":{\"article\":\"week/one.txt\",\"coder\":\"maria\"");
  check_golden (&postil_format_spacy, "file",
                "{\"text\":\"" GRIN " One waits. Two acts.\\n\",\"spans\":[{\"start\":2,\"end\":5,\"label\":\"who\"},"
                "{\"start\":13,\"end\":16,\"label\":\"who\"}],\"answer\":\"accept\",\"_annotator_id\":\"maria\",\"meta\":{\"article\":\"week/one.txt\",\"coder\":\"maria\"}");
  check_golden (&postil_format_labelstudio, "tasks.json", "[\n{\"data\":{\"text\":\"" GRIN " One waits. Two acts.\\n\",\"article\":\"week/one.txt\",");
  check_golden (&postil_format_labelstudio, "labeling-config.xml",
                "<View>\n  <Labels name=\"label\" toName=\"text\">\n    <Label value=\"who\"/>\n  </Labels>\n"
                "  <Text name=\"text\" value=\"$text\" granularity=\"symbol\"/>\n  <TextArea name=\"actor\" toName=\"text\" perRegion=\"true\"/>\n</View>\n");
}

static void
test_foreign (gconstpointer data)
{
  static const char *const files[] = { "", "{", "[", "[]", "[[", "[1,2", "{\"text\":3}", "\"x\"", "[[[[1]]]]", "null\n", "{\"data\":{}}",
                                       "{\"label\":[[0,1,\"a\"]]}", "[\"\",1]\xff", "{\"text\":\"\\u0000\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (ImportFixture) self = import_fixture_new ();

      import_fixture_add_file (self, "a.json", files[i]);
      import_fixture_add_file (self, "b.txt", "One");
      g_assert_false (import_fixture_run (self, data, NULL));
      g_assert_cmpuint (g_hash_table_size (self->articles), ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entities/doccano/units", test_doccano_units);
  g_test_add_func ("/entities/doccano/relations", test_doccano_relations);
  g_test_add_func ("/entities/doccano/members", test_doccano_members);
  g_test_add_func ("/entities/labelstudio/results", test_labelstudio);
  g_test_add_func ("/entities/labelstudio/region", test_labelstudio_region);
  g_test_add_func ("/entities/labelstudio/minimal", test_labelstudio_minimal);
  g_test_add_func ("/entities/spacy", test_spacy);
  g_test_add_func ("/entities/moved-there", test_moved_there);
  g_test_add_func ("/entities/relabelled-there", test_relabelled_there);
  g_test_add_func ("/entities/golden", test_golden);
  g_test_add_data_func ("/entities/columns/doccano", &postil_format_doccano, test_columns);
  g_test_add_data_func ("/entities/columns/labelstudio", &postil_format_labelstudio, test_columns);
  g_test_add_data_func ("/entities/columns/spacy", &postil_format_spacy, test_columns);
  g_test_add_data_func ("/entities/foreign/doccano", &postil_format_doccano, test_foreign);
  g_test_add_data_func ("/entities/foreign/labelstudio", &postil_format_labelstudio, test_foreign);
  g_test_add_data_func ("/entities/foreign/spacy", &postil_format_spacy, test_foreign);
  return g_test_run ();
}
