/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* UIMA's XMI and CAS JSON as INCEpTION writes them; what Postil writes, there and back; and
 * files that are hostile, cut off or none of it. */

#include "config.h"

#include <string.h>

#include "base/postil-zip-writer.h"
#include "import-fixture.h"
#include "random-layer.h"

#define EMOJI "\xf0\x9f\x98\x80"

static const char types[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\"><types>"
  "<typeDescription><name>webanno.custom.Stance</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
  "<featureDescription><name>label</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
  "<featureDescription><name>holder</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
  "<featureDescription><name>tags</name><rangeTypeName>uima.cas.StringArray</rangeTypeName></featureDescription>"
  "<featureDescription><name>sure</name><rangeTypeName>uima.cas.Boolean</rangeTypeName></featureDescription>"
  "<featureDescription><name>parts</name><rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>webanno.custom.PartLink</elementType></featureDescription>"
  "</features></typeDescription>"
  "<typeDescription><name>webanno.custom.PartLink</name><supertypeName>uima.cas.TOP</supertypeName><features>"
  "<featureDescription><name>role</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
  "<featureDescription><name>target</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription>"
  "</features></typeDescription>"
  "<typeDescription><name>webanno.custom.Answers</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
  "<featureDescription><name>Governor</name><rangeTypeName>webanno.custom.Stance</rangeTypeName></featureDescription>"
  "<featureDescription><name>Dependent</name><rangeTypeName>webanno.custom.Stance</rangeTypeName></featureDescription>"
  "<featureDescription><name>value</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
  "<featureDescription><name>weight</name><rangeTypeName>uima.cas.Integer</rangeTypeName></featureDescription>"
  "</features></typeDescription></types></typeSystemDescription>\n";

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"" \
  " xmlns:custom=\"http:///webanno/custom.ecore\" xmlns:seg=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\"" \
  " xmlns:ner=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" xmlns:meta=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\"" \
  " xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n"

/* "😀 Joe Biden voiced concern.\r\nHe conceded." in UTF-16 units: Joe 3–6, concern 20–27, He 30–32. */
static const char xmi[] = HEAD
  "<meta:DocumentMetaData xmi:id=\"1\" sofa=\"2\" begin=\"0\" end=\"42\" language=\"x-unspecified\" documentTitle=\"rafah.txt\""
  " documentId=\"maria\" documentUri=\"project/rafah.txt\"/>\n"
  "<cas:Sofa xmi:id=\"2\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"" EMOJI " Joe Biden voiced concern.&#13;&#10;He conceded.\"/>\n"
  "<seg:Token xmi:id=\"3\" sofa=\"2\" begin=\"3\" end=\"6\"/>\n"
  "<seg:Sentence xmi:id=\"4\" sofa=\"2\" begin=\"0\" end=\"28\"/>\n"
  "<ner:NamedEntity xmi:id=\"5\" sofa=\"2\" begin=\"3\" end=\"12\" value=\"PER\" identifier=\"http://x/Q6279\"/>\n"
  "<custom:Stance xmi:id=\"6\" sofa=\"2\" begin=\"20\" end=\"27\" label=\"concern\" holder=\"Joe &amp; co\" sure=\"true\" parts=\"8\">"
  "<tags>a</tags><tags>b</tags></custom:Stance>\n"
  "<custom:Stance xmi:id=\"7\" sofa=\"2\" begin=\"30\" end=\"41\"/>\n"
  "<custom:PartLink xmi:id=\"8\" role=\"voice\" target=\"5\"/>\n"
  "<custom:Answers xmi:id=\"9\" sofa=\"2\" begin=\"20\" end=\"27\" Governor=\"7\" Dependent=\"6\" value=\"answers\" weight=\"3\"/>\n"
  "<custom:Stance xmi:id=\"10\" sofa=\"2\" begin=\"5\" end=\"5\" label=\"point\"/>\n"
  "<custom:Stance xmi:id=\"11\" sofa=\"2\" begin=\"40\" end=\"400\" label=\"outside\"/>\n"
  "<custom:Stance xmi:id=\"12\" sofa=\"2\" begin=\"1\" end=\"3\" label=\"half\"/>\n"
  "<custom:Stance xmi:id=\"13\" sofa=\"2\" begin=\"3\" end=\"6\" label=\"deleted\"/>\n"
  "<custom:Answers xmi:id=\"14\" sofa=\"2\" begin=\"3\" end=\"6\" Governor=\"3\" Dependent=\"99\" value=\"broken\"/>\n"
  "<cas:View sofa=\"2\" members=\"1 3 4 5 6 7 9 10 11 12 14\"/>\n</xmi:XMI>\n";

static void
check_golden (ImportFixture *self,
              gboolean       has_types)
{
  PostilLayer *layer = import_fixture_get_layer (self, "rafah.txt", 0);
  PostilAnnotation *person = import_fixture_find (layer, "Joe Biden");
  PostilAnnotation *concern = import_fixture_find (layer, "concern");
  PostilAnnotation *plain = import_fixture_find (layer, "He conceded");
  const PostilAttribute *attributes;
  guint n_attributes;

  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "maria");
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  g_assert_cmpstr (postil_annotation_get_code (person), ==, "PER");
  g_assert_cmpstr (postil_annotation_get_attribute (person, "identifier"), ==, "http://x/Q6279");
  g_assert_cmpstr (postil_annotation_get_code (concern), ==, "concern");
  g_assert_cmpstr (postil_annotation_get_attribute (concern, "holder"), ==, "Joe & co");
  g_assert_cmpstr (postil_annotation_get_attribute (concern, "sure"), ==, "true");
  attributes = postil_annotation_get_attributes (concern, &n_attributes);
  g_assert_cmpuint (n_attributes, ==, 4);
  g_assert_cmpstr (attributes[2].value, ==, "a");
  g_assert_cmpstr (attributes[3].value, ==, "b");
  g_assert_cmpstr (postil_annotation_get_code (plain), ==, "Stance");
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);
      gboolean is_answer = strcmp (postil_link_get_kind (link), "answers") == 0;

      g_assert_cmpstr (postil_link_get_kind (link), ==, is_answer ? "answers" : "voice");
      g_assert_cmpstr (postil_link_get_from (link), ==, postil_annotation_get_id (is_answer ? plain : concern));
      g_assert_cmpstr (postil_link_get_to (link), ==, postil_annotation_get_id (is_answer ? concern : person));
    }
  g_assert_cmpuint (import_fixture_count (self->errors, "range"), ==, 2);
  g_assert_cmpuint (import_fixture_count (self->errors, "broken-link"), ==, 1);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 3);
  g_assert_cmpuint (import_fixture_count (self->losses, "empty"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "not-indexed"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "feature"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "segmentation"), ==, 1);
  g_assert_cmpuint (postil_report_get_n_entries (self->losses), ==, has_types ? 4 : 5);
  g_assert_nonnull (self->codebook);
  g_assert_cmpuint (postil_codebook_get_n_codes (self->codebook), ==, 3);
}

static void
test_xmi (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (ImportFixture) untyped = import_fixture_new ();

  import_fixture_add_file (self, "export/TypeSystem.xml", types);
  import_fixture_add_file (self, "export/rafah.xmi", xmi);
  g_assert_true (import_fixture_run (self, &postil_format_xmi, NULL));
  g_assert_nonnull (g_hash_table_lookup (self->articles, "export/rafah.txt"));
  g_hash_table_remove_all (self->articles);
  g_hash_table_remove_all (self->files);
  self->losses = (postil_report_unref (self->losses), postil_report_new ());
  self->errors = (postil_report_unref (self->errors), postil_report_new ());
  import_fixture_add_file (self, "TypeSystem.xml", types);
  import_fixture_add_file (self, "x.xmi", xmi);
  g_assert_true (import_fixture_run (self, &postil_format_xmi, NULL));
  check_golden (self, TRUE);
  import_fixture_add_file (untyped, "x.xmi", xmi);
  g_assert_true (import_fixture_run (untyped, &postil_format_xmi, NULL));
  g_assert_cmpuint (import_fixture_count (untyped->losses, "types"), ==, 1);
  check_golden (untyped, FALSE);
}

static const char json[] =
  "{\"%TYPES\":{\"webanno.custom.Stance\":{\"%NAME\":\"webanno.custom.Stance\",\"%SUPER_TYPE\":\"uima.tcas.Annotation\","
  "\"label\":{\"%NAME\":\"label\",\"%RANGE\":\"uima.cas.String\"},\"sure\":{\"%NAME\":\"sure\",\"%RANGE\":\"uima.cas.Boolean\"},"
  "\"tags\":{\"%NAME\":\"tags\",\"%RANGE\":\"uima.cas.String[]\"},\"parts\":{\"%NAME\":\"parts\",\"%RANGE\":\"webanno.custom.PartLink[]\"}},"
  "\"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\":{\"%NAME\":\"x\",\"%SUPER_TYPE\":\"uima.tcas.Annotation\"},"
  "\"webanno.custom.PartLink\":{\"%NAME\":\"webanno.custom.PartLink\",\"%SUPER_TYPE\":\"uima.cas.TOP\"},"
  "\"webanno.custom.Answers\":{\"%NAME\":\"webanno.custom.Answers\",\"%SUPER_TYPE\":\"uima.tcas.Annotation\"}},\n"
  "\"%FEATURE_STRUCTURES\":[{\"%ID\":2,\"%TYPE\":\"uima.cas.Sofa\",\"sofaNum\":1,\"sofaID\":\"_InitialView\",\"mimeType\":\"text\","
  "\"sofaString\":\"" EMOJI " Joe Biden voiced concern.\\r\\nHe conceded.\"},\n"
  "{\"%ID\":1,\"%TYPE\":\"de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData\",\"@sofa\":2,\"begin\":0,\"end\":42,"
  "\"documentTitle\":\"rafah.txt\",\"documentId\":\"maria\",\"documentUri\":\"project/rafah.txt\"},\n"
  "{\"%ID\":3,\"%TYPE\":\"de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token\",\"@sofa\":2,\"^begin\":3,\"^end\":6},\n"
  "{\"%ID\":5,\"%TYPE\":\"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\",\"@sofa\":2,\"^begin\":3,\"^end\":12,\"value\":\"PER\",\"identifier\":\"http://x/Q6279\"},\n"
  "{\"%ID\":6,\"%TYPE\":\"webanno.custom.Stance\",\"@sofa\":2,\"begin\":20,\"end\":27,\"label\":\"concern\",\"holder\":\"Joe & co\",\"sure\":true,\"@parts\":20,\"@tags\":21},\n"
  "{\"%ID\":20,\"%TYPE\":\"webanno.custom.PartLink[]\",\"%ELEMENTS\":[8]},{\"%ID\":21,\"%TYPE\":\"uima.cas.StringArray\",\"%ELEMENTS\":[\"a\",\"b\"]},\n"
  "{\"%ID\":7,\"%TYPE\":\"webanno.custom.Stance\",\"@sofa\":2,\"begin\":30,\"end\":41,\"label\":null},\n"
  "{\"%ID\":8,\"%TYPE\":\"webanno.custom.PartLink\",\"role\":\"voice\",\"@target\":5},\n"
  "{\"%ID\":9,\"%TYPE\":\"webanno.custom.Answers\",\"@sofa\":2,\"begin\":20,\"end\":27,\"@Governor\":7,\"@Dependent\":6,\"value\":\"answers\",\"weight\":3},\n"
  "{\"%ID\":10,\"%TYPE\":\"webanno.custom.Stance\",\"@sofa\":2,\"begin\":5,\"end\":5,\"label\":\"point\"},\n"
  "{\"%ID\":11,\"%TYPE\":\"webanno.custom.Stance\",\"@sofa\":2,\"begin\":40,\"end\":400,\"label\":\"outside\"},\n"
  "{\"%ID\":12,\"%TYPE\":\"webanno.custom.Stance\",\"@sofa\":2,\"begin\":1,\"end\":3,\"label\":\"half\"},\n"
  "{\"%ID\":13,\"%TYPE\":\"webanno.custom.Stance\",\"@sofa\":2,\"begin\":3,\"end\":6,\"label\":\"deleted\"},\n"
  "{\"%ID\":14,\"%TYPE\":\"webanno.custom.Answers\",\"@sofa\":2,\"begin\":3,\"end\":6,\"@Governor\":3,\"@Dependent\":99,\"value\":\"broken\"}],\n"
  "\"%VIEWS\":{\"_InitialView\":{\"%SOFA\":2,\"%MEMBERS\":[1,3,5,6,7,9,10,11,12,14]}}}\n";

static void
test_json (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();

  import_fixture_add_file (self, "x.json", json);
  g_assert_true (import_fixture_run (self, &postil_format_cas, NULL));
  check_golden (self, TRUE);
}

static gboolean
append (const char *path,
        const char *data,
        gsize       length,
        gpointer    user_data,
        GError    **error)
{
  g_byte_array_append (user_data, (const guint8 *) data, (guint) length);
  return TRUE;
}

/* Names and contents, up to a NULL. */
static GBytes *
zip (const char *name,
     ...)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (PostilZipWriter) writer = postil_zip_writer_new (append, out);
  va_list rest;

  va_start (rest, name);
  for (; name != NULL; name = va_arg (rest, const char *))
    {
      GBytes *content = va_arg (rest, GBytes *);

      g_assert_true (postil_zip_writer_add (writer, name, g_bytes_get_data (content, NULL), g_bytes_get_size (content), NULL));
    }
  va_end (rest);
  g_assert_true (postil_zip_writer_end (writer, NULL));
  return g_byte_array_free_to_bytes (out);
}

/* A whole project: a zip for each user in the zip. */
static void
test_project (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (GBytes) a = g_bytes_new_static (xmi, strlen (xmi));
  g_autoptr (GBytes) b = g_bytes_new_static (types, strlen (types));
  g_autoptr (GBytes) settings = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) user = zip ("jonas.xmi", a, "TypeSystem.xml", b, NULL);
  g_autoptr (GBytes) project = zip ("exportedproject1.json", settings, "annotation/rafah.txt/jonas.zip", user,
                                    "source/other.xmi", a, NULL);
  PostilImportFile file = { (char *) "project.zip", project };

  g_assert_cmpstr (postil_format_recognise (&file, 1)->name, ==, "xmi");
  import_fixture_add_bytes (self, "project.zip", project);
  g_assert_true (import_fixture_run (self, &postil_format_xmi, NULL));
  g_assert_cmpuint (g_hash_table_size (self->articles), ==, 1);
  g_assert_cmpstr (postil_layer_get_info (import_fixture_get_layer (self, "rafah.txt", 0))->coder, ==, "jonas");
  g_assert_cmpuint (import_fixture_count (self->losses, "project"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "types"), ==, 0);
}

static void
test_views (void)
{
  static const char two[] = HEAD
    "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"One text.\"/>"
    "<cas:Sofa xmi:id=\"2\" sofaNum=\"2\" sofaID=\"Gold\" sofaString=\"One text.\"/>"
    "<cas:Sofa xmi:id=\"3\" sofaNum=\"3\" sofaID=\"Other\" sofaString=\"Another text.\"/>"
    "<cas:Sofa xmi:id=\"4\" sofaNum=\"4\" sofaID=\"Sound\" sofaURI=\"file:x.wav\"/>"
    "<custom:Stance xmi:id=\"5\" sofa=\"1\" begin=\"0\" end=\"3\"/><custom:Stance xmi:id=\"6\" sofa=\"2\" begin=\"4\" end=\"8\"/>"
    "<custom:Stance xmi:id=\"7\" sofa=\"3\" begin=\"0\" end=\"7\"/><custom:Stance xmi:id=\"8\" sofa=\"4\" begin=\"0\" end=\"7\"/>"
    "<cas:View sofa=\"1\" members=\"5\"/><cas:View sofa=\"2\" members=\"6\"/><cas:View sofa=\"3\" members=\"7\"/><cas:View sofa=\"4\" members=\"8\"/></xmi:XMI>";
  g_autoptr (ImportFixture) self = import_fixture_new ();

  import_fixture_add_file (self, "a.xmi", two);
  import_fixture_add_file (self, "TypeSystem.xml", types);
  g_assert_true (import_fixture_run (self, &postil_format_xmi, "maria"));
  g_assert_cmpuint (g_hash_table_size (self->articles), ==, 2);
  import_fixture_find (import_fixture_get_layer (self, "a-Other.txt", 0), "Another");
  g_assert_cmpuint (import_fixture_count (self->errors, "no-text"), ==, 1);
}

/* All that a layer holds, but for passages without a place. */
static void
compare_whole (PostilLayer *before,
               PostilLayer *after)
{
  const PostilLayerInfo *a = postil_layer_get_info (before);
  const PostilLayerInfo *b = postil_layer_get_info (after);
  guint n_firm = 0;

  g_assert_cmpstr (b->coder, ==, a->coder);
  g_assert_cmpstr (b->coder_name, ==, a->coder_name);
  g_assert_cmpstr (b->status, ==, a->status);
  g_assert_cmpstr (b->language, ==, a->language);
  for (guint i = 0; i < postil_layer_get_n_annotations (before); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (before, i);
      PostilAnnotation *other = postil_layer_lookup (after, postil_annotation_get_id (annotation));
      const PostilAttribute *attributes, *others;
      guint n_attributes, n_others;

      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
        continue;
      n_firm++;
      g_assert_nonnull (other);
      g_assert_true (postil_annotation_same_place (annotation, other));
      g_assert_cmpint (postil_annotation_get_anchor (other), ==, postil_annotation_get_anchor (annotation));
      attributes = postil_annotation_get_attributes (annotation, &n_attributes);
      others = postil_annotation_get_attributes (other, &n_others);
      g_assert_cmpuint (n_others, ==, n_attributes);
      for (guint j = 0; j < n_attributes; j++)
        {
          g_assert_cmpstr (others[j].name, ==, attributes[j].name);
          g_assert_cmpstr (others[j].value, ==, attributes[j].value);
        }
    }
  g_assert_cmpuint (postil_layer_get_n_annotations (after), ==, n_firm);
  for (guint i = 0; i < postil_layer_get_n_links (after); i++)
    {
      PostilLink *link = postil_layer_get_link (after, i);
      PostilLink *same = postil_layer_lookup_link (before, postil_link_get_id (link));

      g_assert_true (same != NULL && postil_link_equal (link, same));
    }
}

static void
check_whole (const PostilFormat *format,
             GRand              *rand,
             guint               run)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (ImportFixture) again = import_fixture_new ();
  g_autoptr (PostilCodebook) codebook = run % 2 > 0 ? postil_codebook_new_builtin () : NULL;
  g_autoptr (PostilText) text = random_text (rand, 10 + 10 * run);
  g_autoptr (PostilSetArticle) article = postil_set_article_new ("week1/rafah 1.txt", text, codebook);
  g_autofree char *path = g_strconcat ("maria/week1/rafah 1", strcmp (format->name, "xmi") == 0 ? ".xmi" : ".json", NULL);
  PostilSetArticle *back;

  g_ptr_array_add (article->layers, random_layer (rand, text, run / 2, run % 4));
  import_fixture_export (self, format, codebook, article);
  import_fixture_export (again, format, codebook, article);
  g_assert_nonnull (g_hash_table_lookup (self->files, path));
  g_assert_true (g_bytes_equal (g_hash_table_lookup (self->files, path), g_hash_table_lookup (again->files, path)));
  g_assert_true (import_fixture_run (self, format, NULL));
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  back = g_hash_table_lookup (self->articles, "week1/rafah 1.txt");
  g_assert_nonnull (back);
  g_assert_cmpstr (postil_text_get_sha256 (back->text), ==, postil_text_get_sha256 (text));
  compare_whole (article->layers->pdata[0], import_fixture_get_layer (self, "week1/rafah 1.txt", 0));
}

static void
test_whole (gconstpointer format)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint run = 0; run < 40; run++)
    check_whole (format, rand, run);
}

static void
import_one (const char *name,
            const char *content,
            const char *kind)
{
  const PostilFormat *format = g_str_has_suffix (name, ".json") ? &postil_format_cas : &postil_format_xmi;
  g_autoptr (ImportFixture) self = import_fixture_new ();

  import_fixture_add_file (self, name, content);
  import_fixture_run (self, format, NULL);
  if (kind != NULL)
    g_assert_nonnull (import_fixture_get_entry (self->errors, kind));
}

static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"%FEATURE_STRUCTURES\":");
  g_autoptr (GString) ring = g_string_new (NULL);

  import_one ("a.xmi", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                       "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\">&e;</xmi:XMI>", "schema");
  import_one ("a.xmi", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>"
                       "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\">&b;</xmi:XMI>", "schema");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  import_one ("a.json", deep->str, "malformed");
  import_one ("a.json", "{\"%FEATURE_STRUCTURES\":[{\"%ID\":1,\"%TYPE\":\"X\"},{\"%ID\":1,\"%TYPE\":\"Y\"}]}", "duplicate-id");
  import_one ("a.json", "{\"%FEATURE_STRUCTURES\":[{\"%ID\":-1,\"%TYPE\":\"X\"}]}", "malformed");
  import_one ("a.json", "{\"%FEATURE_STRUCTURES\":[{\"%ID\":99999999999999999999,\"%TYPE\":\"X\"}]}", "malformed");
  /* Types that come from each other, and a list without an end. */
  g_string_append (ring, HEAD "<cas:Sofa xmi:id=\"1\" sofaID=\"_InitialView\" sofaString=\"abc\"/><custom:A xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"1\" next=\"3\"/>"
                              "<cas:NonEmptyFSList xmi:id=\"3\" head=\"2\" tail=\"3\"/><cas:View sofa=\"1\" members=\"2\"/></xmi:XMI>");
  import_one ("a.xmi", ring->str, NULL);
}

static void
test_truncated (void)
{
  for (gsize i = 0; i + 2 < strlen (xmi); i += 7)
    {
      g_autofree char *cut = g_strndup (xmi, i);

      import_one ("a.xmi", cut, i > 0 ? "malformed" : NULL);
    }
  for (gsize i = 0; i < strlen (json) - 2; i += 7)
    {
      g_autofree char *cut = g_strndup (json, i);

      import_one ("a.json", cut, NULL);
    }
}

/* INCEpTION writes XML 1.1, too, which can refer to control characters. */
static void
test_xml_1_1 (void)
{
  g_autoptr (GString) content = g_string_new (xmi);
  g_autoptr (ImportFixture) self = import_fixture_new ();

  g_string_replace (content, "version=\"1.0\"", "version=\"1.1\"", 1);
  g_string_replace (content, "He conceded", "He&#x1;conceded", 1);
  import_fixture_add_file (self, "a.xmi", content->str);
  g_assert_true (import_fixture_run (self, &postil_format_xmi, NULL));
  g_assert_cmpuint (import_fixture_count (self->losses, "character"), ==, 1);
  import_fixture_find (import_fixture_get_layer (self, "rafah.txt", 0), "He\xef\xbf\xbd" "conceded");
}

/* A passage of several pieces, of which one was deleted elsewhere. */
static void
test_piece_lost (void)
{
  static const char content[] = HEAD
    "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"One two three.\"/>"
    "<custom:PostilPassage xmi:id=\"2\" sofa=\"1\" begin=\"8\" end=\"13\" value=\"c\" id=\"urn:x:1\" piece=\"2/2\" unsure=\"false\"/>"
    "<custom:PostilPassage xmi:id=\"3\" sofa=\"1\" begin=\"0\" end=\"3\" value=\"d\" id=\"urn:x:2\" piece=\"1/2\" unsure=\"true\" actor=\"Joe\"/>"
    "<custom:PostilPassage xmi:id=\"4\" sofa=\"1\" begin=\"4\" end=\"7\" value=\"d\" id=\"urn:x:2\" piece=\"2/2\"/>"
    "<custom:PostilPassage xmi:id=\"5\" sofa=\"1\" begin=\"4\" end=\"7\" value=\"new\"/>"
    "<cas:View sofa=\"1\" members=\"2 3 4 5\"/></xmi:XMI>";
  g_autoptr (ImportFixture) self = import_fixture_new ();
  PostilLayer *layer;
  guint n_pieces;

  import_fixture_add_file (self, "a.xmi", content);
  g_assert_true (import_fixture_run (self, &postil_format_xmi, NULL));
  layer = import_fixture_get_layer (self, "a.txt", 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  postil_annotation_get_pieces (postil_layer_lookup (layer, "urn:x:2"), &n_pieces);
  g_assert_cmpuint (n_pieces, ==, 2);
  g_assert_true (postil_annotation_is_unsure (postil_layer_lookup (layer, "urn:x:2")));
  g_assert_cmpstr (postil_annotation_get_attribute (postil_layer_lookup (layer, "urn:x:2"), "actor"), ==, "Joe");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "three")), ==, "c");
}

/* What of a codebook is not written is said; one that serves anyway is not made anew. */
static void
test_codebook (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (ImportFixture) builtin = import_fixture_new ();
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  g_autoptr (PostilCodebook) codebook = NULL;
  static const char content[] = HEAD
    "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"One two three.\"/>"
    "<custom:PostilPassage xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"3\" value=\"concern\" actor=\"Joe\"/>"
    "<cas:View sofa=\"1\" members=\"2\"/></xmi:XMI>";

  postil_codebook_builder_set_code (builder, &(PostilCode) { .id = "stance", .definition = "What one stands for." });
  codebook = postil_codebook_builder_end (builder, NULL);
  import_fixture_export (self, &postil_format_cas, codebook, NULL);
  g_assert_cmpuint (import_fixture_count (self->losses, "codebook"), ==, 1);
  import_fixture_add_file (builtin, "a.xmi", content);
  g_assert_true (import_fixture_run (builtin, &postil_format_xmi, NULL));
  g_assert_null (builtin->codebook);
}

static void
test_foreign (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (ImportFixture) other = import_fixture_new ();

  import_fixture_add_file (self, "a.xml", "<html/>");
  g_assert_false (import_fixture_run (self, &postil_format_xmi, NULL));
  import_fixture_add_file (other, "a.json", "[{\"text\":\"x\"}]");
  g_assert_false (import_fixture_run (other, &postil_format_cas, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uima/xmi", test_xmi);
  g_test_add_func ("/uima/json", test_json);
  g_test_add_func ("/uima/project", test_project);
  g_test_add_func ("/uima/views", test_views);
  g_test_add_data_func ("/uima/whole/xmi", &postil_format_xmi, test_whole);
  g_test_add_data_func ("/uima/whole/cas", &postil_format_cas, test_whole);
  g_test_add_func ("/uima/hostile", test_hostile);
  g_test_add_func ("/uima/truncated", test_truncated);
  g_test_add_func ("/uima/xml-1-1", test_xml_1_1);
  g_test_add_func ("/uima/piece-lost", test_piece_lost);
  g_test_add_func ("/uima/codebook", test_codebook);
  g_test_add_func ("/uima/foreign", test_foreign);
  return g_test_run ();
}
