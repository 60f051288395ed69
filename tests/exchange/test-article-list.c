/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* articles.json: golden, foreign and malformed lists. */

#include "config.h"

#include "exchange/postil-article-list.h"

#include <string.h>

#include "base/postil-error.h"

static const char golden[] =
  "{\n"
  "  \"@context\": {\n"
  "    \"@vocab\": \"http://schema.org/\",\n"
  "    \"id\": \"@id\",\n"
  "    \"type\": \"@type\"\n"
  "  },\n"
  "  \"id\": \"articles.json\",\n"
  "  \"type\": \"ItemList\",\n"
  "  \"schemaVersion\": \"1\",\n"
  "  \"itemListElement\": [\n"
  "    {\n"
  "      \"id\": \"a%20b.txt\",\n"
  "      \"type\": \"Article\",\n"
  "      \"name\": \"שלום 😀 “x”\",\n"
  "      \"isBasedOn\": {\n"
  "        \"type\": \"MediaObject\",\n"
  "        \"name\": \"a b.html\"\n"
  "      }\n"
  "    },\n"
  "    {\n"
  "      \"id\": \"z.txt\",\n"
  "      \"type\": \"Article\",\n"
  "      \"author\": \"Ann Lee\",\n"
  "      \"datePublished\": \"2026-11-23\"\n"
  "    }\n"
  "  ]\n"
  "}\n";

static PostilArticleList *
read_list (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  PostilArticleList *list = postil_article_list_read (bytes, &error);

  g_assert_no_error (error);
  return list;
}

static void
put (PostilArticleList *list,
     const char        *article,
     PostilRecordField  field,
     const char        *value)
{
  g_autoptr (PostilArticleRecord) record = postil_article_record_new (article);
  g_autoptr (GError) error = NULL;

  postil_article_record_set (record, field, value);
  g_assert_true (postil_article_list_put (list, record, &error));
  g_assert_no_error (error);
}

static void
assert_written (PostilArticleList *list,
                const char        *wanted)
{
  g_autoptr (GBytes) bytes = postil_article_list_write (list);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_golden (void)
{
  g_autoptr (PostilArticleList) list = postil_article_list_new ();
  g_autoptr (PostilArticleList) back = NULL;
  g_autoptr (PostilArticleRecord) record = NULL;

  put (list, "z.txt", POSTIL_RECORD_DATE, "2026-11-23");
  put (list, "a b.txt", POSTIL_RECORD_TITLE, " שלום\n😀  “x” ");
  put (list, "z.txt", POSTIL_RECORD_AUTHOR, "Ann Lee");
  put (list, "a b.txt", POSTIL_RECORD_ORIGINAL, "a b.html");
  put (list, "nothing.txt", POSTIL_RECORD_URL, "");
  g_assert_cmpuint (postil_article_list_get_n (list), ==, 2);
  assert_written (list, golden);
  back = read_list (golden);
  assert_written (back, golden);
  record = postil_article_list_dup_record (back, "a b.txt");
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_ORIGINAL), ==, "a b.html");
  g_assert_null (postil_article_record_get (record, POSTIL_RECORD_AUTHOR));
  g_assert_null (postil_article_list_dup_record (back, "none.txt"));
}

/* Every byte of another program stays, but for the value that changes. */
static void
test_foreign (void)
{
  const char *foreign = "{ \"x\": 1.50, \"itemListElement\": [ 7, {\"id\":\"b.txt\", \"author\": [{\"name\":\"Ann\"}, \"Bo\"], \"n\": 1e2} ], \"y\":\"\\u00e9\" }\n";
  g_autoptr (PostilArticleList) list = read_list (foreign);
  g_autoptr (PostilArticleRecord) record = postil_article_list_dup_record (list, "b.txt");

  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_AUTHOR), ==, "Ann, Bo");
  g_assert_true (postil_article_list_put (list, record, NULL));
  assert_written (list, foreign);
  put (list, "b.txt", POSTIL_RECORD_AUTHOR, "Cy");
  assert_written (list, "{ \"x\": 1.50, \"itemListElement\": [ 7, {\"id\":\"b.txt\", \"author\": \"Cy\", \"n\": 1e2} ], \"y\":\"\\u00e9\" }\n");
  put (list, "b.txt", POSTIL_RECORD_AUTHOR, "");
  g_clear_pointer (&record, postil_article_record_free);
  record = postil_article_list_dup_record (list, "b.txt");
  g_assert_null (postil_article_record_get (record, POSTIL_RECORD_AUTHOR));
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *json;
    int         code;
  } cases[] = {
    { "", POSTIL_ERROR_MALFORMED },
    { "{\"itemListElement\": [", POSTIL_ERROR_MALFORMED },
    { "[]", POSTIL_ERROR_SCHEMA },
    { "7", POSTIL_ERROR_SCHEMA },
    { "{\"itemListElement\": {}}", POSTIL_ERROR_SCHEMA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].json, strlen (cases[i].json));
      g_autoptr (GError) error = NULL;

      g_assert_null (postil_article_list_read (bytes, &error));
      g_assert_error (error, POSTIL_ERROR, cases[i].code);
    }
}

static void
test_newer (void)
{
  g_autoptr (PostilArticleList) list = read_list ("{\"schemaVersion\": \"2\", \"itemListElement\": []}");
  g_autoptr (PostilArticleRecord) record = postil_article_record_new ("a.txt");
  g_autoptr (GError) error = NULL;

  postil_article_record_set (record, POSTIL_RECORD_TITLE, "T");
  g_assert_false (postil_article_list_put (list, record, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/article-list/golden", test_golden);
  g_test_add_func ("/article-list/foreign", test_foreign);
  g_test_add_func ("/article-list/malformed", test_malformed);
  g_test_add_func ("/article-list/newer", test_newer);
  return g_test_run ();
}
