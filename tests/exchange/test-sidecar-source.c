/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Postil does not know survives: unknown members are sown at random over random
 * sidecars, which must then come through load and save, through edits and their undoing,
 * to the letter; and an edit must touch no line but its own. */

#include "config.h"

#include "exchange/postil-sidecar.h"

#include "exchange/postil-json-parts.h"
#include "random-layer.h"

#include <string.h>

#define N_ROUNDS 150u

/* Texts that writing a tree of values anew would spoil. */
static const char *const odd_values[] = {
  "1.50", "-0.0", "1E+2", "123456789012345678901234567890", "\"caf\\u00e9\"", "\"\\/\"", "\"\\ud83d\\ude00\"",
  "{\"b\":1,\"a\" : [ 1,2 ]}", "[]", "{}", "null", "true", "\"\"", "[\n[ ] ]", "{ \"id\": 7, \"type\": [null] }",
};

/* Whole bodies, selectors and items that are none of Postil's. */
static const char *const odd_elements[] = {
  "{ \"type\": \"Image\", \"id\": \"http://example.org/a.png\", \"value\": 1.50 }",
  "{ \"type\": \"TextualBody\", \"purpose\": \"assessing\", \"value\": \"f\\u00fcnf\" }",
  "\"http://example.org/b\"",
  "{ \"type\": \"FragmentSelector\", \"value\": \"xywh=1,2,3,4\" }",
  "{ \"type\": \"Annotation\", \"motivation\": \"replying\", \"target\": \"http://example.org/c\" }",
};

static const char *
pick (GRand             *rand,
      const char *const *list,
      guint              n)
{
  return list[g_rand_int_range (rand, 0, n)];
}

/* How the line's container is filled: an object's by members, the named lists' by elements. */
static char *
dup_odd_line (GRand      *rand,
              const char *line,
              guint      *n_foreign,
              guint       serial)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (line));

  if (g_str_has_suffix (trimmed, "{"))
    return g_strdup_printf ("\"x:%u\"%s%s", serial, g_rand_boolean (rand) ? ": " : " :",
                            pick (rand, odd_values, G_N_ELEMENTS (odd_values)));
  if (g_str_equal (trimmed, "\"items\": ["))
    ++*n_foreign;
  else if (!g_str_equal (trimmed, "\"body\": [") && !g_str_equal (trimmed, "\"selector\": ["))
    return NULL;

  return g_strdup (pick (rand, odd_elements, G_N_ELEMENTS (odd_elements)));
}

static guint
indent_of (const char *line)
{
  return strspn (line, " ");
}

/* Sows odd lines at the beginning of objects and lists, which are never empty in what Postil
 * writes, so that a comma is always right. */
static char *
sow (GRand      *rand,
     const char *text,
     guint       n_items)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) sown = g_string_new (NULL);
  g_autofree char *total = g_strdup_printf ("  \"total\": %u,", n_items);
  g_autofree char *new_total = NULL;
  guint n_foreign = 0;
  g_auto (GStrv) halves = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *odd = NULL;

      g_string_append (sown, lines[i]);
      if (lines[i + 1] != NULL)
        g_string_append_c (sown, '\n');
      if (g_rand_int_range (rand, 0, 4) == 0)
        odd = dup_odd_line (rand, lines[i], &n_foreign, i);
      if (odd != NULL)
        g_string_append_printf (sown, "%*s%s,\n", (int) indent_of (lines[i]) + 2, "", odd);
    }

  halves = g_strsplit (sown->str, total, 2);
  g_assert_cmpuint (g_strv_length (halves), ==, 2);
  new_total = g_strdup_printf ("  \"total\": %u,", n_items + n_foreign);
  return g_strjoinv (new_total, halves);
}

static char *
write_text (PostilLayer *layer)
{
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static PostilLayer *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PostilLayer *layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);

  g_assert_no_error (error);
  return layer;
}

static PostilText *
make_text (GRand *rand)
{
  return random_text (rand, 200);
}

/* A sidecar with odd members, and at least two annotations. */
static char *
make_sown (GRand      *rand,
           PostilText *text)
{
  guint n_annotations = g_rand_int_range (rand, 2, 8);
  guint n_links = g_rand_int_range (rand, 0, 3);
  g_autoptr (PostilLayer) layer = random_layer (rand, text, n_annotations, n_links);
  g_autofree char *plain = write_text (layer);

  return sow (rand, plain, n_annotations + n_links);
}

static PostilAnnotation *
any_annotation (GRand       *rand,
                PostilLayer *layer)
{
  guint n = postil_layer_get_n_annotations (layer);

  return postil_annotation_ref (postil_layer_get_annotation (layer, g_rand_int_range (rand, 0, n)));
}

static PostilAnnotation *
with_note (PostilAnnotation *annotation,
           const char       *note)
{
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  init.note = note;
  return postil_annotation_new (&init);
}

static void
replace (PostilLayer      *layer,
         PostilAnnotation *before,
         PostilAnnotation *after)
{
  g_assert_true (postil_layer_remove (layer, before));
  postil_layer_add (layer, after);
}

/* A save of unchanged work, and one after a mark that was taken back. */
static void
test_unchanged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PostilText) text = make_text (rand);
      g_autofree char *sown = make_sown (rand, text);
      g_autoptr (PostilLayer) layer = read_text (sown);
      g_autofree char *written = write_text (layer);
      g_autofree char *id = random_id (rand);
      g_autoptr (PostilAnnotation) mark = random_annotation (rand, text, id);
      g_autofree char *marked = NULL;
      g_autofree char *unmarked = NULL;

      g_assert_cmpstr (written, ==, sown);
      postil_layer_add (layer, mark);
      marked = write_text (layer);
      g_assert_cmpstr (marked, !=, sown);
      g_assert_true (postil_layer_remove (layer, mark));
      unmarked = write_text (layer);
      g_assert_cmpstr (unmarked, ==, sown);
    }
}

/* What the journal gives back is what was put into it, down to the spaces. */
static void
test_journal (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PostilText) text = make_text (rand);
      g_autofree char *sown = make_sown (rand, text);
      g_autoptr (PostilLayer) layer = read_text (sown);
      g_autoptr (PostilAnnotation) annotation = any_annotation (rand, layer);
      g_autoptr (PostilAnnotation) back = NULL;
      g_autoptr (PostilLink) link = NULL;
      g_autoptr (GString) line = g_string_new (NULL);
      g_autofree char *written = NULL;

      postil_sidecar_append_annotation (line, annotation);
      g_assert_null (strchr (line->str, '\n'));
      g_assert_true (postil_sidecar_read_item (line->str, line->len, &back, &link, NULL));
      replace (layer, annotation, back);
      written = write_text (layer);
      g_assert_cmpstr (written, ==, sown);
    }
}

static guint
common_start (const char *a,
              const char *b)
{
  guint n = 0;

  while (a[n] != '\0' && a[n] == b[n])
    n++;
  return n;
}

static guint
common_end (const char *a,
            const char *b)
{
  guint n = 0;
  gsize a_length = strlen (a);
  gsize b_length = strlen (b);

  while (n < a_length && n < b_length && a[a_length - 1 - n] == b[b_length - 1 - n])
    n++;
  return n;
}

/* Only the text of the annotation itself may differ, and undoing gives the same bytes. */
static void
test_locality (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PostilText) text = make_text (rand);
      g_autofree char *sown = make_sown (rand, text);
      g_autoptr (PostilLayer) layer = read_text (sown);
      g_autoptr (PostilAnnotation) before = any_annotation (rand, layer);
      g_autoptr (PostilAnnotation) after = with_note (before, "A note \"that\" is new.");
      g_autofree char *id = g_strdup_printf ("\"id\": \"%s\"", postil_annotation_get_id (before));
      g_autofree char *edited = NULL;
      g_autofree char *undone = NULL;
      gsize start, next;
      const char *place = strstr (sown, id);
      const char *end;

      replace (layer, before, after);
      edited = write_text (layer);
      g_assert_nonnull (strstr (edited, "A note \\\"that\\\" is new."));

      /* From the item's opening brace to its closing one, by their indentation. */
      start = common_start (sown, edited);
      next = strlen (sown) - common_end (sown, edited);
      while (place > sown && strncmp (place, "\n      {\n", 9) != 0)
        place--;
      end = strstr (place, "\n      }");
      g_assert_nonnull (end);
      g_assert_cmpuint (start, >=, place - sown);
      g_assert_cmpuint (next, <=, end - sown);

      replace (layer, after, before);
      undone = write_text (layer);
      g_assert_cmpstr (undone, ==, sown);
    }
}

/* However an annotation is changed, what is written says what it is now, is well-formed, and
 * still has the odd members of the item itself. */
static void
test_edits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 4 * N_ROUNDS; round++)
    {
      g_autoptr (PostilText) text = make_text (rand);
      g_autofree char *sown = make_sown (rand, text);
      g_autoptr (PostilLayer) layer = read_text (sown);
      g_autoptr (PostilAnnotation) before = any_annotation (rand, layer);
      const char *id = postil_annotation_get_id (before);
      g_autoptr (PostilAnnotation) other = random_annotation (rand, text, id);
      g_autoptr (PostilAnnotation) after = NULL;
      g_autoptr (PostilLayer) back = NULL;
      g_autofree char *edited = NULL;
      g_autofree char *again = NULL;
      PostilAnnotationInit init;

      postil_annotation_to_init (other, &init);
      init.source = postil_annotation_get_source (before);
      after = postil_annotation_new (&init);
      replace (layer, before, after);
      edited = write_text (layer);
      back = read_text (edited);
      g_assert_true (postil_annotation_equal (postil_layer_lookup (back, id), after));
      again = write_text (back);
      g_assert_cmpstr (again, ==, edited);

      if (init.source != NULL)
        {
          g_autoptr (PostilJsonParts) parts = postil_json_parts_new (init.source, -1);

          for (guint i = 0; i < postil_json_parts_get_n (parts); i++)
            if (g_str_has_prefix (postil_json_parts_get_key (parts, i), "x:"))
              g_assert_nonnull (strstr (edited, postil_json_parts_get_value (parts, i)));
        }
    }
}

/* One after the other, all annotations and links go; what is foreign stays. */
static void
test_removal (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PostilText) text = make_text (rand);
      g_autofree char *sown = make_sown (rand, text);
      g_autoptr (PostilLayer) layer = read_text (sown);
      g_autofree char *emptied = NULL;
      g_autoptr (PostilLayer) back = NULL;

      while (postil_layer_get_n_annotations (layer) > 0)
        {
          g_autoptr (PostilAnnotation) annotation = any_annotation (rand, layer);
          g_autofree char *written = NULL;

          g_assert_true (postil_layer_remove (layer, annotation));
          written = write_text (layer);
          g_clear_pointer (&back, postil_layer_unref);
          back = read_text (written);
          g_assert_cmpuint (postil_layer_get_n_annotations (back), ==, postil_layer_get_n_annotations (layer));
        }
      while (postil_layer_get_n_links (layer) > 0)
        postil_layer_remove_link (layer, postil_layer_get_link (layer, 0));

      emptied = write_text (layer);
      if (strstr (emptied, "\"total\": 0") != NULL)
        g_assert_null (strstr (emptied, "\"first\""));
      else
        g_assert_nonnull (strstr (emptied, "\"first\""));
    }
}

/* The envelope: what the layer says of itself is put in, what else stands there stays. */
static void
test_envelope (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PostilText) text = make_text (rand);
      g_autofree char *sown = make_sown (rand, text);
      g_autoptr (PostilLayer) layer = read_text (sown);
      PostilLayerInfo info = *postil_layer_get_info (layer);
      g_autofree char *status = g_strdup (info.status);
      g_autofree char *language = g_strdup (info.language);
      g_autoptr (PostilLayer) back = NULL;
      g_autofree char *edited = NULL;
      g_autofree char *undone = NULL;
      const PostilLayerInfo *now;

      info.status = "checked \"twice\"";
      info.language = language != NULL ? NULL : "de";
      postil_layer_set_info (layer, &info);
      edited = write_text (layer);
      back = read_text (edited);
      now = postil_layer_get_info (back);
      g_assert_cmpstr (now->status, ==, "checked \"twice\"");
      g_assert_cmpstr (now->language, ==, info.language);
      g_assert_cmpstr (now->sha256, ==, postil_text_get_sha256 (text));

      info = *postil_layer_get_info (layer);
      info.status = status;
      info.language = language;
      postil_layer_set_info (layer, &info);
      undone = write_text (layer);
      /* A language that was taken out comes back at its usual place. */
      if (language == NULL)
        g_assert_cmpstr (undone, ==, sown);
      g_clear_pointer (&back, postil_layer_unref);
      back = read_text (undone);
      g_assert_cmpstr (postil_layer_get_info (back)->language, ==, language);
    }
}

/* A sidecar that was empty, with members that Postil does not know, is filled. */
static void
test_filling (void)
{
  static const char *empty =
    "{\n  \"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n  \"x:1\": 1.50,\n"
    "  \"id\": \"urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b11\",\n  \"type\": \"AnnotationCollection\",\n"
    "  \"total\": 0,\n  \"x:2\": 2.50\n}\n";
  g_autoptr (PostilLayer) layer = read_text (empty);
  PostilPiece piece = { { 1, 3 }, "ab", NULL, NULL };
  PostilAnnotationInit init = { .id = "urn:uuid:1", .code = "concern", .pieces = &piece, .n_pieces = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autofree char *filled = NULL;
  g_autofree char *emptied = NULL;

  postil_layer_add (layer, annotation);
  filled = write_text (layer);
  g_assert_nonnull (strstr (filled, "  \"total\": 1,\n  \"first\": {\n    \"id\": \"urn:uuid:"));
  g_assert_nonnull (strstr (filled, "\n  },\n  \"x:2\": 2.50\n}\n"));
  postil_layer_remove (layer, annotation);
  emptied = write_text (layer);
  g_assert_cmpstr (emptied, ==, empty);
}

/* Deep nesting in what Postil does not know is no reason to lose it. */
static void
test_deep (void)
{
  g_autoptr (GString) json = g_string_new ("{\n  \"type\": \"AnnotationCollection\",\n  \"total\": 1,\n"
                                           "  \"first\": {\n    \"items\": [\n      {\n        \"x\": ");
  g_autoptr (PostilLayer) layer = NULL;
  g_autofree char *written = NULL;

  for (guint i = 0; i < 60; i++)
    g_string_append_c (json, '[');
  for (guint i = 0; i < 60; i++)
    g_string_append_c (json, ']');
  g_string_append (json, "\n      }\n    ]\n  }\n}\n");

  layer = read_text (json->str);
  written = write_text (layer);
  g_assert_cmpstr (written, ==, json->str);
}

#define LINES_START "{\n  \"type\": \"AnnotationCollection\",\n  \"total\": 1,\n  \"first\": {\n    \"items\": [\n      "
#define LINES_END "\n    ]\n  }\n}\n"

/* Two comments are one note; when it goes, both go, and else both stay. */
static void
test_comments (void)
{
  static const char *json =
    LINES_START "{ \"id\": \"a\", \"motivation\": \"classifying\", \"body\": ["
    "{ \"purpose\": \"commenting\", \"value\": \"one\" }, { \"purpose\": \"tagging\", \"value\": \"c\" }, "
    "{ \"purpose\": \"linking\", \"source\": \"http://example.org/\" }, "
    "{ \"purpose\": \"commenting\", \"value\": \"two\", \"x\": 1.50 }], \"target\": { \"selector\": "
    "{ \"type\": \"TextPositionSelector\", \"start\": 1, \"end\": 2 } } }" LINES_END;
  g_autoptr (PostilLayer) layer = read_text (json);
  g_autoptr (PostilAnnotation) before = postil_annotation_ref (postil_layer_get_annotation (layer, 0));
  g_autoptr (PostilAnnotation) after = NULL;
  g_autoptr (PostilLayer) back = NULL;
  g_autofree char *recoded = NULL;
  g_autofree char *emptied = NULL;
  g_auto (GStrv) halves = g_strsplit (json, "\"c\"", 2);
  g_autofree char *expected = g_strjoinv ("\"d\"", halves);
  PostilAnnotationInit init;

  g_assert_cmpstr (postil_annotation_get_note (before), ==, "one\n\ntwo");
  postil_annotation_to_init (before, &init);
  init.code = "d";
  after = postil_annotation_new (&init);
  replace (layer, before, after);
  recoded = write_text (layer);
  g_assert_cmpstr (recoded, ==, expected);

  postil_layer_remove (layer, after);
  g_clear_pointer (&after, postil_annotation_unref);
  after = with_note (before, NULL);
  postil_layer_add (layer, after);
  emptied = write_text (layer);
  back = read_text (emptied);
  g_assert_null (postil_annotation_get_note (postil_layer_get_annotation (back, 0)));
  g_assert_nonnull (strstr (emptied, "{ \"purpose\": \"linking\", \"source\": \"http://example.org/\" }"));
}

/* A link that is changed keeps the bodies that a link of Postil's does not have. */
static void
test_link (void)
{
  static const char *json =
    LINES_START "{ \"id\": \"l\", \"motivation\": \"linking\", \"body\": ["
    "{ \"type\": \"TextualBody\", \"purpose\": \"describing\", \"schema:name\": \"weight\", \"value\": \"5\" }, "
    "{ \"type\": \"TextualBody\", \"purpose\": \"commenting\", \"value\": \"so\" }, "
    "{ \"purpose\": \"linking\", \"source\": \"b\", \"x\": 1.50 }], \"target\": \"a\" }" LINES_END;
  g_autoptr (PostilLayer) layer = read_text (json);
  g_autoptr (PostilLink) before = postil_link_ref (postil_layer_get_link (layer, 0));
  g_autoptr (PostilLink) after = NULL;
  g_auto (GStrv) halves = g_strsplit (json, "\"b\"", 2);
  g_autofree char *expected = g_strjoinv ("\"c\"", halves);
  g_autofree char *edited = NULL;
  PostilLinkInit init;

  postil_link_to_init (before, &init);
  init.to = "c";
  after = postil_link_new (&init);
  postil_layer_remove_link (layer, before);
  postil_layer_add_link (layer, after);
  edited = write_text (layer);
  g_assert_cmpstr (edited, ==, expected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sidecar-source/unchanged", test_unchanged);
  g_test_add_func ("/sidecar-source/journal", test_journal);
  g_test_add_func ("/sidecar-source/locality", test_locality);
  g_test_add_func ("/sidecar-source/edits", test_edits);
  g_test_add_func ("/sidecar-source/removal", test_removal);
  g_test_add_func ("/sidecar-source/envelope", test_envelope);
  g_test_add_func ("/sidecar-source/filling", test_filling);
  g_test_add_func ("/sidecar-source/deep", test_deep);
  g_test_add_func ("/sidecar-source/comments", test_comments);
  g_test_add_func ("/sidecar-source/link", test_link);

  return g_test_run ();
}
