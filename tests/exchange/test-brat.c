/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* brat standoff as others write it: fragments, events, notes, line ends; and as nobody should. */

#include "config.h"

#include <string.h>

#include "import-fixture.h"

#define EMOJI "\xf0\x9f\x98\x80"

static const char text[] = EMOJI " Joe Biden voiced deep\nconcern over Rafah.\nHe conceded a pause.\n";

static ImportFixture *
import_pair (const char *lines)
{
  ImportFixture *self = import_fixture_new ();

  import_fixture_add_file (self, "week1/rafah.txt", text);
  import_fixture_add_file (self, "week1/rafah.ann", lines);
  g_assert_true (import_fixture_run (self, &postil_format_brat, "maria"));
  return self;
}

static void
test_golden (void)
{
  g_autoptr (ImportFixture) self = import_pair (
    "T1\tPerson 2 11\tJoe Biden\n"
    "T2\tConcern 12 18;24 31\tvoiced concern\n"
    "T3\tConcession 47 55\tconceded\n"
    "E1\tConcession:T3 Holder:T1 Answers:T2\n"
    "R1\tHolds Arg1:T1 Arg2:T2\n"
    "*\tEquiv T1 T2\n"
    "A1\tCertainty T2 very high\n"
    "A2\tNegated E1\n"
    "M1\tSpeculation T1\n"
    "N1\tReference T1 Wikipedia:145422\tJoe Biden\n"
    "#1\tAnnotatorNotes T2\tIn the lede.\n"
    "#2\tAnnotatorNotes T2\tTwice.\n"
    "\n");
  PostilLayer *layer = import_fixture_get_layer (self, "week1/rafah.txt", 0);
  PostilAnnotation *person = import_fixture_find (layer, "Joe Biden");
  PostilAnnotation *concern = import_fixture_find (layer, "voiced concern");
  PostilAnnotation *concession = import_fixture_find (layer, "conceded");
  guint n_pieces;

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpuint (postil_report_get_n_entries (self->losses), ==, 0);
  g_assert_cmpstr (postil_layer_get_info (layer)->coder, ==, "maria");
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 3);
  postil_annotation_get_pieces (concern, &n_pieces);
  g_assert_cmpuint (n_pieces, ==, 2);
  g_assert_cmpstr (postil_annotation_get_attribute (concern, "Certainty"), ==, "very high");
  g_assert_cmpstr (postil_annotation_get_note (concern), ==, "In the lede.\nTwice.");
  g_assert_cmpstr (postil_annotation_get_attribute (concession, "Negated"), ==, "true");
  g_assert_cmpstr (postil_annotation_get_attribute (person, "Speculation"), ==, "true");
  g_assert_cmpstr (postil_annotation_get_attribute (person, "Reference"), ==, "Wikipedia:145422 Joe Biden");
  g_assert_cmpuint (postil_layer_get_n_links (layer), ==, 4);
  g_assert_nonnull (self->codebook);
  g_assert_cmpuint (postil_codebook_get_n_codes (self->codebook), ==, 3);
}

/* brat writes a passage on one line; older files do not cut it at the line end. */
static void
test_line_end (void)
{
  g_autoptr (ImportFixture) self = import_pair ("T1\tConcern 19 31\tdeep concern\nT2\tConcern 12 18;19 23\tvoiced  deep\n");
  PostilLayer *layer = import_fixture_get_layer (self, "week1/rafah.txt", 0);

  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  import_fixture_find (layer, "deep\nconcern");
  g_assert_cmpuint (import_fixture_count (self->losses, "quote-space"), ==, 1);
  g_assert_cmpuint (import_fixture_get_entry (self->losses, "quote-space")->line, ==, 2);
}

/* Pieces in the order in which they were marked, with the quote in that order. */
static void
test_disorder (void)
{
  g_autoptr (ImportFixture) self = import_pair ("T1\tConcern 24 31;12 18\tconcern voiced\n"
                                                "T2\tConcern 24 31;12 18\tvoiced concern\n"
                                                "T3\tConcern 24 31;12 18\tvoiced nothing\n");
  PostilLayer *layer = import_fixture_get_layer (self, "week1/rafah.txt", 0);
  guint n_pieces, n_whole = 0;

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

      if (n_pieces != 2 || postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
        continue;
      n_whole++;
      g_assert_cmpuint (pieces[0].span.start, ==, 12);
      g_assert_cmpuint (pieces[1].span.end, ==, 31);
    }
  g_assert_cmpuint (n_whole, ==, 2);
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 1);
  g_assert_cmpuint (import_fixture_get_entry (self->errors, "quote-mismatch")->line, ==, 3);
}

static void
test_mismatch (void)
{
  g_autoptr (ImportFixture) self = import_pair (
    "T1\tPerson 2 11\tJoe Biden\n"
    "T2\tConcern 3 10\tconcern\n"
    "T3\tConcern 3 10\tnowhere at all\n"
    "T4\tConcern 60 900\tpause.\n"
    "T5\tConcern 9 3\tlost\n"
    "T6\tConcern 47 55\n");
  PostilLayer *layer = import_fixture_get_layer (self, "week1/rafah.txt", 0);

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 6);
  g_assert_cmpuint (import_fixture_count (self->losses, "moved"), ==, 2);
  g_assert_cmpuint (import_fixture_get_entry (self->losses, "moved")->line, ==, 2);
  g_assert_cmpstr (import_fixture_get_entry (self->losses, "moved")->file, ==, "week1/rafah.ann");
  g_assert_cmpuint (import_fixture_count (self->losses, "no-quote"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "quote-mismatch"), ==, 2);
  g_assert_cmpint (postil_annotation_get_anchor (import_fixture_find (layer, "concern")), ==, POSTIL_ANCHOR_MOVED);
}

static void
test_malformed (void)
{
  g_autoptr (ImportFixture) self = import_pair (
    "T1\tPerson 2 11\tJoe Biden\n"
    "T1\tPerson 2 11\tJoe Biden\n"
    "no tab at all\n"
    "T2\tConcern two three\tx\n"
    "T3\tConcern 4294967296 4294967297\tx\n"
    "T4\tConcern\tx\n"
    "E1\tConcession:T9\n"
    "R1\tHolds Arg1:T1\n"
    "R2\tHolds Arg1:T1 Arg2:T9\n"
    "A1\tLonely\n"
    "A2\tCertainty T9 high\n"
    "A3\tCertainty R1 high\n"
    "N1\tReference T1\n"
    "*\tEquiv T1\n"
    "#1\tAnnotatorNotes\tabout nothing\n"
    "X1\tWhat is this\n");
  PostilLayer *layer = import_fixture_get_layer (self, "week1/rafah.txt", 0);

  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 2);
  g_assert_cmpuint (import_fixture_count (self->errors, "duplicate-id"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->errors, "malformed"), ==, 10);
  g_assert_cmpuint (import_fixture_count (self->errors, "broken-link"), ==, 2);
  g_assert_cmpuint (import_fixture_count (self->losses, "target"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "comment"), ==, 1);
}

/* Offsets of a program that counts UTF-16 units in a file with CRLF and a BOM. */
static void
test_dialect (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();

  import_fixture_add_file (self, "a.txt", "\xef\xbb\xbf" "one\r\ntwo " EMOJI "\r\nthree\r\nfour\r\n");
  import_fixture_add_file (self, "a.ann", "T1\tX 5 8\ttwo\nT2\tX 13 18\tthree\nT3\tX 20 24\tfour\n");
  g_assert_true (import_fixture_run (self, &postil_format_brat, NULL));
  g_assert_cmpuint (postil_report_get_n_entries (self->errors), ==, 0);
  g_assert_cmpstr (self->dialect, ==, "utf-16-offsets, crlf-counts-two");
  g_assert_cmpuint (import_fixture_count (self->losses, "dialect"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "moved"), ==, 0);
  import_fixture_find (import_fixture_get_layer (self, "a.txt", 0), "three");
}

static void
test_conf (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  const PostilCode *code;

  import_fixture_add_file (self, "annotation.conf",
    "# A comment\n[entities]\n\nPerson\n!Stance\n\tConcern\n\tPosition\n"
    "[relations]\n<ST>=Concern|Position\nHolds\tArg1:Person, Arg2:<ST>\nAlias Arg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric\n"
    "[events]\nMeet\tWho+:Person, Where?:Place\n"
    "[attributes]\nNegated\tArg:<ENTITY>\nCertainty\tArg:Concern, Value:high|low\n");
  import_fixture_add_file (self, "visual.conf",
    "[labels]\nConcern | A concern | Conc\n[drawing]\nSPAN_DEFAULT bgColor:lightgreen\nConcern\tbgColor:#7Fa, borderColor:darken\nPerson bgColor:red\n");
  import_fixture_add_file (self, "rafah.txt", text);
  import_fixture_add_file (self, "rafah.ann", "");
  g_assert_true (import_fixture_run (self, &postil_format_brat, NULL));
  g_assert_nonnull (self->codebook);
  g_assert_cmpuint (postil_codebook_get_n_codes (self->codebook), ==, 5);
  code = postil_codebook_lookup_code (self->codebook, "Concern");
  g_assert_cmpstr (code->label, ==, "A concern");
  g_assert_cmpstr (code->parent, ==, "Stance");
  g_assert_cmpstr (code->color, ==, "#77FFaa");
  g_assert_cmpuint (postil_codebook_get_n_links (self->codebook), ==, 4);
  g_assert_cmpstr (postil_codebook_lookup_link (self->codebook, "Holds")->to_codes[1], ==, "Position");
  g_assert_null (postil_codebook_lookup_link (self->codebook, "Alias")->to_codes[0]);
  g_assert_cmpint (postil_codebook_lookup_attribute (self->codebook, "Negated")->kind, ==, POSTIL_ATTRIBUTE_BOOLEAN);
  g_assert_cmpstr (postil_codebook_lookup_attribute (self->codebook, "Certainty")->choices[1], ==, "low");
  g_assert_cmpstr (postil_codebook_lookup_attribute (self->codebook, "Certainty")->codes[0], ==, "Concern");
  g_assert_cmpuint (import_fixture_count (self->losses, "color"), ==, 1);
  g_assert_cmpuint (import_fixture_count (self->losses, "code"), ==, 1);
}

static PostilSetArticle *
make_article (PostilCodebook *codebook)
{
  g_autoptr (PostilText) article_text = postil_text_new_from_utf8 (text, -1, NULL);
  PostilSetArticle *article = postil_set_article_new ("week1/rafah.txt", article_text, codebook);
  g_autoptr (PostilLayer) layer = postil_layer_new (&(PostilLayerInfo) { .coder = "maria", .coder_name = "Maria Santos" });
  PostilPiece piece = { { 19, 31 }, "deep\nconcern", NULL, NULL };
  PostilAttribute attribute = { "actor", "Joe Biden" };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&(PostilAnnotationInit) {
    .id = "urn:uuid:1", .code = "my concern", .note = "In the lede.", .created = "2026-11-23T10:00:00Z",
    .pieces = &piece, .n_pieces = 1, .attributes = &attribute, .n_attributes = 1 });

  postil_layer_add (layer, annotation);
  g_ptr_array_add (article->layers, g_steal_pointer (&layer));
  return article;
}

/* The lines that brat itself will read. */
static void
test_written (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilSetArticle) article = make_article (codebook);
  GBytes *lines;
  GBytes *conf;
  g_autofree char *written = NULL;

  import_fixture_export (self, &postil_format_brat, codebook, article);
  lines = g_hash_table_lookup (self->files, "maria/week1/rafah.ann");
  conf = g_hash_table_lookup (self->files, "maria/annotation.conf");
  g_assert_nonnull (lines);
  g_assert_nonnull (conf);
  written = g_strndup (g_bytes_get_data (lines, NULL), g_bytes_get_size (lines));
  g_assert_cmpstr (written, ==,
                   "T1\tmy_concern 19 23;24 31\tdeep concern\n"
                   "A1\tactor T1 Joe Biden\n"
                   "#1\tAnnotatorNotes T1\tIn the lede.\n"
                   "#2\tPostil T1\tid=urn:uuid:1 created=2026-11-23T10:00:00Z pieces=19-31 of=19%2023%3B24%2031 quote=deep%0Aconcern\n");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (conf, NULL), (gssize) g_bytes_get_size (conf), "# Postil entity: my_concern my%20concern\n"));
  g_assert_true (import_fixture_run (self, &postil_format_brat, NULL));
  g_assert_cmpstr (postil_annotation_get_code (import_fixture_find (import_fixture_get_layer (self, "week1/rafah.txt", 0), "deep\nconcern")), ==, "my concern");
  g_assert_cmpstr (postil_layer_get_info (import_fixture_get_layer (self, "week1/rafah.txt", 0))->coder_name, ==, "Maria Santos");
  g_assert_cmpint (postil_codebook_lookup_attribute (self->codebook, "actor")->kind, ==, POSTIL_ATTRIBUTE_TEXT);
  g_assert_cmpstr (postil_codebook_lookup_code (self->codebook, "concern")->color, ==,
                   postil_codebook_lookup_code (codebook, "concern")->color);
}

/* Somebody moved the passage in brat since. */
static void
test_moved_since (void)
{
  g_autoptr (ImportFixture) self = import_pair ("T1\tConcern 24 31\tconcern\n#2\tPostil T1\tid=urn:uuid:1 pieces=19-31 of=19%2023%3B24%2031 quote=deep%0Aconcern\n");
  PostilLayer *layer = import_fixture_get_layer (self, "week1/rafah.txt", 0);

  g_assert_cmpstr (postil_annotation_get_id (import_fixture_find (layer, "concern")), ==, "urn:uuid:1");
}

static void
test_foreign (void)
{
  g_autoptr (ImportFixture) none = import_fixture_new ();
  g_autoptr (ImportFixture) binary = import_fixture_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("PK\3\4\0\0\0\0T1\t\0", 12);

  import_fixture_add_file (none, "a.csv", "a,b\n");
  g_assert_false (import_fixture_run (none, &postil_format_brat, NULL));
  import_fixture_add_bytes (binary, "a.ann", bytes);
  import_fixture_add_bytes (binary, "a.txt", bytes);
  g_assert_true (import_fixture_run (binary, &postil_format_brat, NULL));
  g_assert_cmpuint (postil_report_get_n_entries (binary->errors), >, 0);
}

/* Cut anywhere, every whole line before the cut still comes in. */
static void
test_truncated (void)
{
  const char lines[] = "T1\tPerson 2 11\tJoe Biden\nT2\tConcern 12 18;24 31\tvoiced concern\nR1\tHolds Arg1:T1 Arg2:T2\n#1\tAnnotatorNotes T2\tx\n";

  for (gsize i = 0; i < sizeof lines; i++)
    {
      g_autofree char *cut = g_strndup (lines, i);
      g_autoptr (ImportFixture) self = import_pair (cut);

      if (i > strlen ("T1\tPerson 2 11\tJoe Biden\n"))
        import_fixture_find (import_fixture_get_layer (self, "week1/rafah.txt", 0), "Joe Biden");
    }
}

/* An article without a character beside annotations of one that had some. */
static void
test_empty_article (void)
{
  g_autoptr (ImportFixture) self = import_fixture_new ();

  import_fixture_add_file (self, "rafah.txt", "");
  import_fixture_add_file (self, "rafah.ann", "T1\tConcern 4 11\tconcern\nT2\tPlace 0 3;12 16\tOne here\n");
  import_fixture_run (self, &postil_format_brat, "maria");
  g_assert_cmpuint (postil_report_get_n_entries (self->losses) + postil_report_get_n_entries (self->errors), >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brat/golden", test_golden);
  g_test_add_func ("/brat/line-end", test_line_end);
  g_test_add_func ("/brat/disorder", test_disorder);
  g_test_add_func ("/brat/mismatch", test_mismatch);
  g_test_add_func ("/brat/malformed", test_malformed);
  g_test_add_func ("/brat/dialect", test_dialect);
  g_test_add_func ("/brat/conf", test_conf);
  g_test_add_func ("/brat/written", test_written);
  g_test_add_func ("/brat/moved-since", test_moved_since);
  g_test_add_func ("/brat/foreign", test_foreign);
  g_test_add_func ("/brat/truncated", test_truncated);
  g_test_add_func ("/brat/empty-article", test_empty_article);
  return g_test_run ();
}
