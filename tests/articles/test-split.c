/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of many articles, as databases of newspapers give them. */

#include "config.h"

#include <string.h>

#include "article-fixture.h"
#include "articles/postil-article-split.h"
#include "base/postil-error.h"

#define FIRST "The harbour council voted on Tuesday to rebuild the north pier, ending a dispute of six years."
#define SECOND "Fishermen and hotel owners had each gone to court over the plans, Classification or not."
#define COVER "User Name: Ada Quill\nDate and Time: Friday, November 20, 2026 10:00:00 PM CET\nDocuments (2)\n\n" \
              "1. Pier to be rebuilt\nClient/Matter: -None-\nSearch Terms: pier\n\nNovember 1, 2026\n\nAbout LexisNexis | Privacy Policy\n\n"
#define NEXIS COVER \
  "Pier to be rebuilt\n\nThe Tide (London)\n\nNovember 19, 2026 Thursday 10:36 EST\n\nCopyright 2026 The Tide All Rights Reserved\n\n" \
  "Section: TOWN; Pg. 4\n\nLength: 26 words\n\nByline: By Ada Quill\n\nHighlight: A long dispute ends.\n\nBody\n\n\n" FIRST "\n\n" SECOND \
  "\n\nGraphic\n\nA picture of the pier\n\nClassification\n\nLanguage: ENGLISH\n\nSubject: PIERS (90%)\n\nLoad-Date: November 20, 2026\n\n\n" \
  "End of Document\n\n" \
  "Gulls\n\nThe Tide (London)\n\n20 November 2026\n\nCopyright 2026 The Tide All Rights Reserved\n\nLength: 13 words\n\nBody\n\n" SECOND \
  "\n\nLoad-Date: November 21, 2026\n\nEnd of Document\n"
#define OLD \
  "                               1 of 2 DOCUMENTS\n\n\n                               The Tide (London)\n\n                    November 19, 2026 Thursday\n" \
  "                      Late Edition - Final\n\nPier to be rebuilt, after\nall\n\nBYLINE: Ada Quill\n\nSECTION: TOWN; Pg. 4\n\nLENGTH: 26 words\n\n" \
  "HIGHLIGHT: A long dispute\nends.\n\n" \
  "The harbour council voted on Tuesday to rebuild the north pier, ending\na dispute of six years.\n\n" \
  "Fishermen and hotel owners had each gone to court over the plans,\nClassification or not.\n\nURL: http://tide.example/pier\n\n" \
  "LOAD-DATE: November 20, 2026\n\nLANGUAGE: ENGLISH\n\n                     Copyright 2026 The Tide\n                       All Rights Reserved\n\n\n" \
  "                               2 of 2 DOCUMENTS\n\n\n                               The Tide (London)\n\n                         November 20, 2026\n\n" \
  "Gulls\n\nLENGTH: 13 words\n\nFishermen and hotel owners had each gone to court over the plans,\nClassification or not.\n\nLOAD-DATE: November 21, 2026\n\n" \
  "PADDING: so that this sheet is known to be as wide as its paper is, it\nhas a line or two more, which nobody reads, and nobody has to print or\n" \
  "to keep, or to fold, or to pin to a wall, or to paste into a scrapbook,\nto keep in a drawer until somebody asks for it again, in another year,\nand somebody else says that it was thrown away a long time ago already\n"
#define FACTIVA \
  "Factiva\n\nTown\n\nPier to be rebuilt\n\nBy Ada Quill\n\n26 words\n\n19 November 2026\n\n10:36\n\nThe Tide\n\nTIDE\n\n4\n\nEnglish\n\n" \
  "(c) 2026 Tide Newspapers\n\n" FIRST "\n\n" SECOND "\n\nTide Newspapers Limited\n\nDocument TIDE000020261119em9d00001\n\n" \
  "Gulls\n\n13 words\n\n20 November 2026\n\nThe Tide\n\nTIDE\n\nEnglish\n\nCopyright 2026 Tide Newspapers\n\n" SECOND \
  "\n\nTide Newspapers Limited\n\nDocument TIDE000020261120em9d00002\n\nSearch Summary\n\nText\tpier\n"
#define CODED \
  "SE\tTown\nHD\tPier to be rebuilt\nBY\tBy Ada Quill\nWC\t26 words\nPD\t19 November 2026\nET\t10:36\nSN\tThe Tide\nSC\tTIDE\nLA\tEnglish\n" \
  "CY\t(c) 2026 Tide Newspapers\nLP\t" FIRST "\nTD\t" SECOND "\nNS\tgtown : Towns\nPUB\tTide Newspapers Limited\nAN\tDocument TIDE000020261119em9d00001\n" \
  "HD\nGulls\nWC\n13 words\nPD\n20 November 2026\nSN\nThe Tide\nLA\nEnglish\nLP\n" SECOND "\nAN\nDocument TIDE000020261120em9d00002\n"

static GPtrArray *
read_parts (const char *content,
            const char *file_name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GError) error = NULL;
  GPtrArray *parts = postil_article_read_parts (bytes, file_name, NULL, NULL, &error);

  g_assert_no_error (error);
  return parts;
}

static void
assert_part (GPtrArray  *parts,
             guint       index,
             const char *title,
             const char *author,
             const char *date,
             const char *text)
{
  const PostilArticlePart *part = g_ptr_array_index (parts, index);

  g_assert_cmpstr (postil_text_get_utf8 (part->text, NULL), ==, text);
  g_assert_cmpstr (part->meta->title, ==, title);
  g_assert_cmpstr (part->meta->author, ==, author);
  g_assert_cmpstr (part->meta->date, ==, date);
  g_assert_true (g_str_has_prefix (part->meta->publisher, "The Tide"));
}

static void
test_nexis (void)
{
  g_autoptr (GPtrArray) parts = read_parts (NEXIS, "export.txt");
  const PostilArticlePart *first = g_ptr_array_index (parts, 0);

  g_assert_cmpuint (parts->len, ==, 2);
  assert_part (parts, 0, "Pier to be rebuilt", "Ada Quill", "2026-11-19T10:36:00", "A long dispute ends.\n\n" FIRST "\n\n" SECOND "\n");
  assert_part (parts, 1, "Gulls", NULL, "2026-11-20", SECOND "\n");
  g_assert_cmpstr (first->meta->language, ==, "en");
  g_assert_cmpstr (first->meta->publisher, ==, "The Tide (London)");
  g_assert_cmpstr (first->meta->charset, ==, "utf-8");
}

static void
test_nexis_old (void)
{
  g_autoptr (GPtrArray) parts = read_parts (OLD, "export.txt");
  const PostilArticlePart *first = g_ptr_array_index (parts, 0);

  g_assert_cmpuint (parts->len, ==, 2);
  assert_part (parts, 0, "Pier to be rebuilt, after all", "Ada Quill", "2026-11-19", "A long dispute ends.\n\n" FIRST "\n\n" SECOND "\n");
  assert_part (parts, 1, "Gulls", NULL, "2026-11-20", SECOND "\n");
  g_assert_cmpstr (first->meta->url, ==, "http://tide.example/pier");
}

static void
test_factiva (void)
{
  g_autoptr (GPtrArray) plain = read_parts (FACTIVA, "export.txt");
  g_autoptr (GPtrArray) coded = read_parts (CODED, "export.txt");

  g_assert_cmpuint (plain->len, ==, 2);
  assert_part (plain, 0, "Pier to be rebuilt", "Ada Quill", "2026-11-19", FIRST "\n\n" SECOND "\n");
  assert_part (plain, 1, "Gulls", NULL, "2026-11-20", SECOND "\n");
  g_assert_cmpuint (coded->len, ==, 2);
  assert_part (coded, 0, "Pier to be rebuilt", "Ada Quill", "2026-11-19", FIRST "\n\n" SECOND "\n");
  assert_part (coded, 1, "Gulls", NULL, "2026-11-20", SECOND "\n");
}

/* The same sheet in other formats: a page is not searched for one article. */
static void
test_formats (void)
{
  g_auto (GStrv) lines = g_strsplit (NEXIS, "\n", -1);
  g_autoptr (GString) page = g_string_new ("<html><body>");
  g_autoptr (GString) rtf = g_string_new ("{\\rtf1\\ansi ");
  g_autoptr (GPtrArray) parts = NULL, others = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      {
        g_string_append_printf (page, "<p>%s</p>", lines[i]);
        g_string_append_printf (rtf, "%s\\par\n", lines[i]);
      }
  g_string_append (rtf, "}");
  parts = read_parts (page->str, "export.html");
  g_assert_cmpuint (parts->len, ==, 2);
  assert_part (parts, 0, "Pier to be rebuilt", "Ada Quill", "2026-11-19T10:36:00", "A long dispute ends.\n\n" FIRST "\n\n" SECOND "\n");
  others = read_parts (rtf->str, "export.rtf");
  g_assert_cmpuint (others->len, ==, 2);
  g_assert_cmpstr (((PostilArticlePart *) g_ptr_array_index (others, 1))->meta->title, ==, "Gulls");
}

/* What is no such file stays in one piece, and what is broken is refused. */
static void
test_others (void)
{
  g_autoptr (GPtrArray) plain = read_parts ("Page 1 of 2\n\n" FIRST "\n\nDocument 12\n\nThe end of document\n", "a.txt");
  g_autoptr (GPtrArray) marks = read_parts ("End of Document\nEnd of Document\n\n1 of 1 DOCUMENTS\n", "a.txt");
  g_autoptr (GPtrArray) bare = read_parts ("Something else\n\nEnd of Document\n", "a.txt");
  g_autoptr (GBytes) broken = g_bytes_new_static ("PK\3\4 cut off", 11);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (plain->len, ==, 0);
  g_assert_cmpuint (marks->len, ==, 0);
  g_assert_cmpuint (bare->len, ==, 1);
  g_assert_cmpstr (postil_text_get_utf8 (((PostilArticlePart *) g_ptr_array_index (bare, 0))->text, NULL), ==, "Something else\n");
  g_assert_null (postil_article_read_parts (broken, "a.docx", NULL, NULL, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/nexis", test_nexis);
  g_test_add_func ("/split/nexis-old", test_nexis_old);
  g_test_add_func ("/split/factiva", test_factiva);
  g_test_add_func ("/split/formats", test_formats);
  g_test_add_func ("/split/others", test_others);
  return g_test_run ();
}
