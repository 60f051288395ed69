/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* REFI-QDA as Postil writes it, against the standard's own schemas; and as others write it,
 * each with its own way of counting; and as nobody should. */

#include "config.h"

#include <string.h>

#include <libxml/xmlschemas.h>

#include "base/postil-zip-writer.h"
#include "base/postil-zip.h"
#include "import-fixture.h"
#include "random-layer.h"

#define EMOJI "\xf0\x9f\x98\x80"
#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define PROJECT(origin) HEAD "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\" origin=\"" origin "\">"
#define USERS "<Users><User guid=\"{AAAAAAAA-0000-0000-0000-000000000001}\" name=\"Maria Santos\" id=\"MS\"/>" \
              "<User guid=\"aaaaaaaa-0000-0000-0000-000000000002\" name=\"Jonas\"/></Users>"
#define CODES "<CodeBook><Codes><Code guid=\"C0000000-0000-0000-0000-000000000001\" name=\"Deep Concern\" isCodable=\"true\" color=\"#123456\">" \
              "<Description>What worries</Description><Code guid=\"c0000000-0000-0000-0000-000000000002\" name=\"Child\" isCodable=\"false\"/></Code></Codes></CodeBook>"
#define CODING(n, code) "<Coding guid=\"d0000000-0000-0000-0000-00000000000" n "\" creatingUser=\"AAAAAAAA-0000-0000-0000-000000000001\" creationDateTime=\"2026-11-23T10:00:00\">" \
                        "<CodeRef targetGUID=\"{c0000000-0000-0000-0000-00000000000" code "}\"/></Coding>"

static gboolean
collect (const char *path,
         const char *data,
         gsize       length,
         gpointer    user_data,
         GError    **error)
{
  g_byte_array_append (user_data, (const guint8 *) data, (guint) length);
  return TRUE;
}

/* A project with one text, "sources/1.txt". */
static GBytes *
pack (const char *project_name,
      const char *project,
      const char *text_name,
      const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PostilZipWriter) zip = postil_zip_writer_new (collect, bytes);

  g_assert_true (postil_zip_writer_add (zip, project_name, project, strlen (project), NULL));
  if (text != NULL)
    g_assert_true (postil_zip_writer_add (zip, text_name, text, strlen (text), NULL));
  g_assert_true (postil_zip_writer_end (zip, NULL));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static ImportFixture *
import_project (const char *project,
                const char *text)
{
  ImportFixture *self = import_fixture_new ();
  g_autoptr (GBytes) bytes = pack ("project.qde", project, "Sources\\1.TXT", text);

  import_fixture_add_bytes (self, "x.qdpx", bytes);
  g_assert_true (import_fixture_run (self, &postil_format_qdpx, "imported"));
  return self;
}

static void
test_golden (void)
{
  g_autoptr (ImportFixture) self = import_project (
    PROJECT ("MAXQDA 2022") USERS CODES
    "<Variables><Variable guid=\"e0000000-0000-0000-0000-000000000001\" name=\"outlet\" typeOfVariable=\"Text\"/></Variables>"
    "<Cases><Case guid=\"f0000000-0000-0000-0000-000000000001\" name=\"Joe Biden\"><SelectionRef targetGUID=\"50000000-0000-0000-0000-000000000001\"/></Case></Cases>"
    "<Sources><TextSource guid=\"10000000-0000-0000-0000-000000000001\" name=\"Interview 1/2\" plainTextPath=\"internal://1.txt\">"
    "<PlainTextSelection guid=\"50000000-0000-0000-0000-000000000001\" name=\"deep concern\" startPosition=\"4\" endPosition=\"16\">"
    "<Description>In the lede.</Description>" CODING ("1", "1") CODING ("2", "2") "<NoteRef targetGUID=\"90000000-0000-0000-0000-000000000001\"/></PlainTextSelection>"
    "<PlainTextSelection guid=\"50000000-0000-0000-0000-000000000002\" startPosition=\"17\" endPosition=\"22\">" CODING ("3", "1") "</PlainTextSelection>"
    "<PlainTextSelection guid=\"50000000-0000-0000-0000-000000000003\" startPosition=\"0\" endPosition=\"1\"><Description>Only a comment</Description></PlainTextSelection>"
    CODING ("4", "1") "<VariableValue><VariableRef targetGUID=\"e0000000-0000-0000-0000-000000000001\"/><TextValue>Post</TextValue></VariableValue></TextSource>"
    "<PictureSource guid=\"10000000-0000-0000-0000-000000000002\" name=\"Photo\"/></Sources>"
    "<Notes><Note guid=\"90000000-0000-0000-0000-000000000001\"><PlainTextContent>A memo.</PlainTextContent></Note>"
    "<Note guid=\"90000000-0000-0000-0000-000000000002\" name=\"Loose\"><PlainTextContent>x</PlainTextContent></Note></Notes>"
    "<Links><Link guid=\"70000000-0000-0000-0000-000000000001\" name=\"answers\" direction=\"OneWay\" originGUID=\"50000000-0000-0000-0000-000000000002\" targetGUID=\"50000000-0000-0000-0000-000000000001\"/></Links>"
    "<Sets><Set guid=\"80000000-0000-0000-0000-000000000001\" name=\"Some\"/></Sets></Project>",
    "One deep concern, here.\n");
  PostilLayer *layer = import_fixture_get_layer (self, "Interview 1-2.txt", 0);
  PostilAnnotation *concern = postil_layer_lookup (layer, "urn:uuid:d0000000-0000-0000-0000-000000000001");

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpstr (self->dialect, ==, "MAXQDA 2022");
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "MS");
  g_assert_cmpstr (postil_layer_get_info (layer)->coder_name, ==, "Maria Santos");
  g_assert_nonnull (concern);
  g_assert_cmpstr (postil_annotation_get_code (concern), ==, "deep-concern");
  g_assert_cmpstr (postil_annotation_get_note (concern), ==, "In the lede.\nA memo.");
  g_assert_cmpstr (postil_annotation_get_created (concern), ==, "2026-11-23T10:00:00Z");
  g_assert_cmpstr (postil_annotation_get_attribute (concern, "case"), ==, "Joe Biden");
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 1);
  g_assert_cmpstr (postil_codebook_lookup_code (self->codebook, "child")->parent, ==, "deep-concern");
  g_assert_cmpstr (postil_codebook_lookup_code (self->codebook, "deep-concern")->color, ==, "#123456");
  g_assert_cmpuint (import_fixture_count (self->losses, "no-code"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "document-code"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "variable"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "not-text"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "note"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "set"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "code"), ==, 1);
}

static void
check_dialect (const char *origin,
               const char *text,
               const char *selections,
               const char *dialect)
{
  g_autofree char *project = g_strdup_printf (
    HEAD "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\" origin=\"%s\">" CODES
    "<Sources><TextSource guid=\"10000000-0000-0000-0000-000000000001\" name=\"a\" plainTextPath=\"internal://1.txt\">%s</TextSource></Sources></Project>",
    origin, selections);
  g_autoptr (ImportFixture) self = import_project (project, text);
  PostilLayer *layer = import_fixture_get_layer (self, "a.txt", 0);

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  import_fixture_find (layer, "seven");
  import_fixture_find (layer, "nine");
  g_assert_cmpstr (self->dialect, ==, dialect);
}

#define SELECTION(n, name, start, end) "<PlainTextSelection guid=\"50000000-0000-0000-0000-00000000000" n "\" name=\"" name "\" startPosition=\"" start \
                                       "\" endPosition=\"" end "\">" CODING (n, "1") "</PlainTextSelection>"

static void
test_dialects (void)
{
  const char *crlf = "\xef\xbb\xbfOne " EMOJI " two\r\nthree " EMOJI " four\r\nfive six seven eight\r\nnine ten\r\n";
  const char *lf = "One " EMOJI " two\nthree " EMOJI " four\nfive six seven eight\nnine ten\n";

  /* NVivo: UTF-16, CRLF as two, no quotes. */
  check_dialect ("NVivo for Windows 12.6", crlf,
                 SELECTION ("1", "", "36", "41") SELECTION ("2", "", "49", "53"),
                 "NVivo for Windows 12.6 (utf-16-offsets, crlf-counts-two)");
  /* ATLAS.ti: code points, CRLF as one, quotes. */
  check_dialect ("ATLAS.ti 23", crlf, SELECTION ("1", "seven", "32", "37") SELECTION ("2", "nine", "44", "48"),
                 "ATLAS.ti 23 (code-point-offsets)");
  /* QualCoder: code points over LF. */
  check_dialect ("QualCoder 3.5", lf, SELECTION ("1", "seven", "32", "37") SELECTION ("2", "nine", "44", "48"), "QualCoder 3.5");
  /* Quirkos, say, with inclusive ends; found by the quotes. */
  check_dialect ("Quirkos", lf, SELECTION ("1", "seven", "32", "36") SELECTION ("2", "nine", "44", "47"),
                 "Quirkos (code-point-offsets, inclusive-end)");
  /* One that counts UTF-16 though the standard says code points; found by the borders of words. */
  check_dialect ("Else", lf, SELECTION ("1", "", "34", "39") SELECTION ("2", "", "46", "50"), "Else (utf-16-offsets)");
}

static void
test_out_of_range (void)
{
  g_autoptr (ImportFixture) self = import_project (
    PROJECT ("Else") CODES
    "<Sources><TextSource guid=\"10000000-0000-0000-0000-000000000001\" name=\"a\" plainTextPath=\"internal://1.txt\">"
    SELECTION ("1", "", "0", "3") SELECTION ("2", "", "4", "900") SELECTION ("3", "", "-1", "2") SELECTION ("4", "", "9", "4")
    SELECTION ("5", "", "99999999999999999999", "1") SELECTION ("6", "concern", "100", "107") SELECTION ("7", "My name", "4", "8")
    "<PlainTextSelection guid=\"50000000-0000-0000-0000-000000000008\" startPosition=\"0\" endPosition=\"3\">" CODING ("8", "9") "</PlainTextSelection>"
    "</TextSource><TextSource guid=\"10000000-0000-0000-0000-000000000002\" name=\"b\" richTextPath=\"internal://b.docx\"/></Sources></Project>",
    "One deep concern, here.\n");
  PostilLayer *layer = import_fixture_get_layer (self, "a.txt", 0);

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  g_assert_cmpuint (import_fixture_count (self->errors, "range"), ==, 4);
  g_assert_cmpuint (import_fixture_count (self->errors, "no-code"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "no-text"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "moved"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "name"), ==, 1);
}

static void
test_malformed (void)
{
  static const char *const projects[] = {
    "", "not XML", HEAD "<Project>", HEAD "<Other/>",
    HEAD "<!DOCTYPE Project [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"&x;\"/>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (projects); i++)
    {
      g_autoptr (ImportFixture) self = import_project (projects[i], NULL);

      g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 1);
      g_assert_cmpuint (g_hash_table_size (self->articles), ==, 0);
    }
}

/* Cut anywhere, and with any byte changed: an error, but no crash, and no half of a project. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) whole = pack ("x/Project.qde", PROJECT ("Else") CODES "</Project>", "1.txt", "One\n");
  gsize length;
  const char *data = g_bytes_get_data (whole, &length);

  for (gsize i = 0; i < length; i += 7)
    {
      g_autoptr (ImportFixture) self = import_fixture_new ();
      g_autoptr (GBytes) cut = g_bytes_new (data, i);

      import_fixture_add_bytes (self, "x.qdpx", cut);
      import_fixture_run (self, &postil_format_qdpx, NULL);
      g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 1);
    }
}

static void
test_foreign (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (ImportFixture) none = import_fixture_new ();
  g_autoptr (GBytes) docx = pack ("word/document.xml", "<w/>", "x.txt", "x");

  import_fixture_add_bytes (self, "x.qdpx", docx);
  g_assert_true (import_fixture_run (self, &postil_format_qdpx, NULL));
  g_assert_cmpuint (import_fixture_count (self->errors, "schema"), ==, 1);
  import_fixture_add_file (none, "x.csv", "a,b\n");
  g_assert_false (import_fixture_run (none, &postil_format_qdpx, NULL));
}

typedef xmlSchema Schema;
typedef xmlSchemaValidCtxt Validator;
typedef xmlSchemaParserCtxt SchemaParser;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Schema, xmlSchemaFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Validator, xmlSchemaFreeValidCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchemaParser, xmlSchemaFreeParserCtxt)
typedef xmlDoc Doc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doc, xmlFreeDoc)

static void
assert_valid (const char *schema_name,
              GBytes     *xml)
{
  g_autofree char *path = g_build_filename (g_getenv ("POSTIL_SOURCE_ROOT"), "tests", "data", "refi-qda", schema_name, NULL);
  g_autoptr (SchemaParser) parser = xmlSchemaNewParserCtxt (path);
  g_autoptr (Schema) schema = xmlSchemaParse (parser);
  g_autoptr (Validator) validator = NULL;
  g_autoptr (Doc) doc = NULL;

  g_assert_nonnull (schema);
  validator = xmlSchemaNewValidCtxt (schema);
  doc = xmlReadMemory (g_bytes_get_data (xml, NULL), (int) g_bytes_get_size (xml), NULL, NULL, XML_PARSE_NONET);
  g_assert_nonnull (doc);
  g_assert_cmpint (xmlSchemaValidateDoc (validator, doc), ==, 0);
}

static void
test_valid (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint run = 0; run < 20; run++)
    {
      g_autoptr (ImportFixture) self = import_fixture_new ();
      g_autoptr (ImportFixture) again = import_fixture_new ();
      g_autoptr (PostilCodebook) codebook = run > 0 ? postil_codebook_new_builtin () : NULL;
      g_autoptr (PostilText) text = random_text (rand, 200);
      g_autoptr (PostilSetArticle) article = postil_set_article_new ("week1/rafah.txt", text, codebook);
      g_autoptr (PostilZip) zip = NULL;
      g_autoptr (GError) error = NULL;
      GBytes *bytes;

      g_ptr_array_add (article->layers, random_layer (rand, text, run, run % 3));
      import_fixture_export (self, &postil_format_qdpx, codebook, article);
      import_fixture_export (again, &postil_format_qdpx, codebook, article);
      bytes = g_hash_table_lookup (self->files, "file");
      g_assert_true (g_bytes_equal (bytes, g_hash_table_lookup (again->files, "file")));
      zip = postil_zip_new (bytes, NULL, NULL, &error);
      g_assert_no_error (error);
      assert_valid ("Project.xsd", postil_zip_get (zip, "project.qde"));
    }
}

static PostilCodebook *
make_codebook (void)
{
  const char *const examples[] = { "“We are worried”", "Two\nlines\n\nand a gap", NULL };
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  g_autoptr (GError) error = NULL;
  PostilCodebook *codebook;

  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "stance", .label = "Stance & more", .color = "#123456" });
  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "my concern", .label = "Concern", .parent = "stance", .key = "2",
    .definition = "A worry <that>\n\nis voiced.", .when = "It is said.", .when_not = "It is meant.", .examples = examples });
  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "קוד", .label = "קוד" });
  codebook = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);
  return codebook;
}

static void
test_codebook (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (PostilCodebook) codebook = make_codebook ();
  g_autoptr (GBytes) bytes = NULL;

  import_fixture_export (self, &postil_format_qdc, codebook, NULL);
  bytes = g_bytes_ref (g_hash_table_lookup (self->files, "file"));
  assert_valid ("Codebook.xsd", bytes);
  g_assert_true (import_fixture_run (self, &postil_format_qdc, NULL));
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_nonnull (self->codebook);
  g_assert_true (postil_codebook_equal (self->codebook, codebook));
}

static void
test_codebook_foreign (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (ImportFixture) broken = import_fixture_new ();
  g_autoptr (ImportFixture) foreign = import_fixture_new ();

  import_fixture_add_file (self, "a.qdc", HEAD "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"MAXQDA\"><Codes>"
    "<Code guid=\"1\" name=\"Same\" isCodable=\"true\"/><Code guid=\"2\" name=\"same\" isCodable=\"true\" color=\"red\"/><Code name=\"none\"/>"
    "</Codes><Sets><Set guid=\"3\" name=\"S\"/></Sets></CodeBook>");
  g_assert_true (import_fixture_run (self, &postil_format_qdc, NULL));
  g_assert_cmpuint (postil_codebook_get_n_codes (self->codebook), ==, 2);
  g_assert_nonnull (postil_codebook_lookup_code (self->codebook, "same-2"));
  g_assert_cmpuint (import_fixture_count (self->losses, "set"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "color"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "schema"), ==, 1);
  import_fixture_add_file (broken, "a.qdc", HEAD "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>");
  g_assert_true (import_fixture_run (broken, &postil_format_qdc, NULL));
  g_assert_cmpuint (import_fixture_count (broken->errors, "malformed"), ==, 1);
  import_fixture_add_file (foreign, "a.json", "{}");
  g_assert_false (import_fixture_run (foreign, &postil_format_qdc, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qda/golden", test_golden);
  g_test_add_func ("/qda/dialects", test_dialects);
  g_test_add_func ("/qda/out-of-range", test_out_of_range);
  g_test_add_func ("/qda/malformed", test_malformed);
  g_test_add_func ("/qda/truncated", test_truncated);
  g_test_add_func ("/qda/foreign", test_foreign);
  g_test_add_func ("/qda/valid", test_valid);
  g_test_add_func ("/qda/codebook", test_codebook);
  g_test_add_func ("/qda/codebook-foreign", test_codebook_foreign);
  return g_test_run ();
}
