/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* WebAnno's TSV 3 as INCEpTION exports it: stacked, over several tokens and parts of them,
 * with relations, slots and chains; and as nobody should write it. */

#include "config.h"

#include <string.h>

#include "import-fixture.h"

#define EMOJI "\xf0\x9f\x98\x80"

#define HEAD "#FORMAT=WebAnno TSV 3.3\n" \
  "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n" \
  "#T_SP=webanno.custom.Plain|\n" \
  "#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:parts_webanno.custom.HostPartsLink|uima.tcas.Annotation\n" \
  "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType\n" \
  "#T_RL=webanno.custom.Answers|label|weight|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n\n\n"

static const char tsv[] = HEAD
  "#Sentence.id=s1\n"
  "#Text=" EMOJI " Joe Biden voiced a\\tdeep\n"
  "#Text=concern.\n"
  "1-1\t0-2\t" EMOJI "\t_\t_\t*\t_\t_\t_\t_\t_\t_\t_\t\n"
  "1-2\t3-6\tJoe\thttp://x/1[1]|*[2]\tPER[1]|A\\[b\\]\\|c\\\\[2]\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
  "1-3\t7-12\tBiden\thttp://x/1[1]\tPER[1]\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
  "1-4\t13-19\tvoiced\t_\t_\t_\tvoice;*\t1-2[1];1-2[2]\t_\t_\t_\t_\t_\t\n"
  "1-5\t20-21\ta\t_\t_\t_\t_\t_\tcoref->1-1\tpr[1]\t_\t_\t_\t\n"
  "1-6\t22-26\tdeep\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
  "1-6.1\t24-26\tep\t*[3]\tconcern[3]\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
  "1-7\t27-35\tconcern.\t*[3]\tconcern[3]\t_\t_\t_\t*->1-2\t*[1]\tresponds\t3\t1-2[1_3]\t\n"
  "\n"
  "#Text=Then he conceded.\n"
  "2-1\t38-42\tThen\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
  "2-2\t43-55\the conceded.\t*\tconcession\t_\t_\t_\t_\t_\t*\t*\t1-7[3_0]\t\n";

static ImportFixture *
import_tsv (const char *path,
            const char *content)
{
  ImportFixture *self = import_fixture_new ();

  import_fixture_add_file (self, path, content);
  import_fixture_run (self, &postil_format_webanno, NULL);
  return self;
}

static void
check_link (PostilLayer *layer,
            const char  *kind,
            const char  *from,
            const char  *to)
{
  const char *from_id = postil_annotation_get_id (import_fixture_find (layer, from));
  const char *to_id = postil_annotation_get_id (import_fixture_find (layer, to));

  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      if (strcmp (postil_link_get_kind (link), kind) == 0 && strcmp (postil_link_get_from (link), from_id) == 0
          && strcmp (postil_link_get_to (link), to_id) == 0)
        return;
    }
  g_error ("No link “%s” from “%s” to “%s”", kind, from, to);
}

static void
test_golden (void)
{
  g_autoptr (ImportFixture) self = import_tsv ("annotation/rafah.txt/maria.tsv", tsv);
  PostilLayer *layer = import_fixture_get_layer (self, "rafah.txt", 0);
  PostilSetArticle *article = g_hash_table_lookup (self->articles, "rafah.txt");
  PostilAnnotation *person = import_fixture_find (layer, "Joe Biden");

  g_assert_cmpstr (postil_text_get_utf8 (article->text, NULL), ==,
                   EMOJI " Joe Biden voiced a\tdeep\nconcern.\n  Then he conceded.\n");
  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "maria");
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpstr (postil_annotation_get_code (person), ==, "PER");
  g_assert_cmpstr (postil_annotation_get_attribute (person, "identifier"), ==, "http://x/1");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, EMOJI)), ==, "Plain");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "ep\nconcern.")), ==, "concern");
  g_assert_cmpuint (postil_layer_count_code (layer, "A[b]|c\\"), ==, 1);
  g_assert_cmpuint (postil_layer_count_code (layer, "CoreferenceLink"), ==, 2);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 8);
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 5);
  check_link (layer, "voice", "voiced", "Joe Biden");
  check_link (layer, "parts", "voiced", "Joe");
  check_link (layer, "responds", "Joe Biden", "ep\nconcern.");
  g_assert_cmpstr (postil_annotation_get_attribute (import_fixture_find (layer, "a"), "referenceType"), ==, "pr");
  check_link (layer, "coref", "a", "concern.");
  check_link (layer, "Answers", "ep\nconcern.", "he conceded.");
  g_assert_cmpuint (import_fixture_count (self->losses, "feature"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "segmentation"), ==, 1);
}

/* Some programs count code points; the tokens tell. */
static void
test_code_points (void)
{
  g_autoptr (ImportFixture) self = import_tsv ("a.tsv", "#FORMAT=WebAnno TSV 3.2\n#T_SP=webanno.custom.S|value\n\n\n"
    "#Text=" EMOJI EMOJI " one\n1-1\t0-2\t" EMOJI EMOJI "\t_\t\n1-2\t3-6\tone\tX\t\n\n#Text=two\n2-1\t7-10\ttwo\tY\t\n");
  PostilLayer *layer = import_fixture_get_layer (self, "a.txt", 0);

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (import_fixture_count (self->losses, "dialect"), ==, 1);
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "one")), ==, "X");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (layer, "two")), ==, "Y");
}

static void
test_adjacent (void)
{
  g_autoptr (ImportFixture) self = import_tsv ("a.tsv", "\xef\xbb\xbf#FORMAT=WebAnno TSV 3.1\r\n#T_SP=webanno.custom.S|value\r\n\r\n\r\n"
    "#Text=One.\\r\r\n1-1\t0-4\tOne.\t_\t\r\n\r\n#Text=\\u0054wo\r\n2-1\t6-9\tTwo\tY\t\r\n\r\n#Text=Three\r\n3-1\t9-14\tThree\t*\t\r\n");
  PostilSetArticle *article = g_hash_table_lookup (self->articles, "a.txt");

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpstr (postil_text_get_utf8 (article->text, NULL), ==, "One.\nTwoThree\n");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (import_fixture_get_layer (self, "a.txt", 0), "Two")), ==, "Y");
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (import_fixture_get_layer (self, "a.txt", 0), "Three")), ==, "S");
}

static void
test_malformed (void)
{
  g_autoptr (ImportFixture) self = import_tsv ("a.tsv", HEAD
    "#Text=One two\n"
    "1-1\t0-3\tOne\n"
    "1-2\tx-y\ttwo\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\n"
    "1-3\t4-7\tTWO\t*\tX\t_\tr\t9-9\t*\t_\t*\t*\t9-9\t\n"
    "1-4\t40000000-40000003\tfar\t*\tX\t_\t_\t_\t_\t*\t_\t_\t_\t\n");

  /* Two lines, a slot's target, a chain without its number twice. */
  g_assert_cmpuint (import_fixture_count (self->errors, "malformed"), ==, 5);
  g_assert_cmpuint (import_fixture_count (self->errors, "quote-mismatch"), ==, 2);
  g_assert_cmpuint (import_fixture_count (self->errors, "broken-link"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "range"), ==, 1);
  import_fixture_find (import_fixture_get_layer (self, "a.txt", 0), "two");
}

static void
test_foreign (void)
{
  g_autoptr (ImportFixture) self = import_tsv ("a.tsv", "code\tstart\nx\t1\n");
  g_autoptr (ImportFixture) old = import_tsv ("a.tsv", "#FORMAT=WebAnno TSV 2\n\n");
  g_autoptr (GBytes) bytes = g_bytes_new_static (tsv, strlen (tsv));
  PostilImportFile file = { (char *) "x.tsv", bytes };

  g_assert_nonnull (self->error);
  g_assert_cmpuint (import_fixture_count (old->errors, "schema"), ==, 1);
  g_assert_cmpstr (postil_format_recognise (&file, 1)->name, ==, "webanno");
}

static void
test_truncated (void)
{
  for (gsize i = 0; i < strlen (tsv); i += 3)
    {
      g_autofree char *cut = g_strndup (tsv, i);
      g_autoptr (ImportFixture) self = import_tsv ("annotation/rafah.txt/maria.tsv", cut);

      g_assert_cmpuint (g_hash_table_size (self->articles), <=, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/webanno/golden", test_golden);
  g_test_add_func ("/webanno/code-points", test_code_points);
  g_test_add_func ("/webanno/adjacent", test_adjacent);
  g_test_add_func ("/webanno/malformed", test_malformed);
  g_test_add_func ("/webanno/foreign", test_foreign);
  g_test_add_func ("/webanno/truncated", test_truncated);
  return g_test_run ();
}
