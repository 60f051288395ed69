/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry, and each format there and back in memory: random layers on texts that break
 * careless programs come back the same, as far as the format holds them, and what it does not
 * hold is in the losses. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include "exchange/postil-row.h"
#include "random-layer.h"

/* One article there and back. */
typedef struct
{
  const PostilFormat *format;
  PostilText         *text;
  char               *path;
  GHashTable         *files;   /* path → GString */
  PostilLayer        *layer;   /* as it came back */
  PostilReport       *export_losses;
  PostilReport       *losses;
  PostilReport       *errors;
} Trip;

static gboolean
emit (const char *path,
      const char *data,
      gsize       length,
      gpointer    user_data,
      GError    **error)
{
  Trip *self = user_data;
  const char *name = path != NULL ? path : "table";
  GString *file = g_hash_table_lookup (self->files, name);

  if (file == NULL)
    {
      file = g_string_new (NULL);
      g_hash_table_insert (self->files, g_strdup (name), file);
    }
  g_string_append_len (file, data, (gssize) length);
  return TRUE;
}

static PostilText *
find_article (const char *path,
              gpointer    user_data)
{
  Trip *self = user_data;

  return strcmp (path, self->path) == 0 ? postil_text_ref (self->text) : NULL;
}

static gboolean
take_article (PostilSetArticle *article,
              gpointer          user_data,
              GError          **error)
{
  Trip *self = user_data;
  g_autoptr (PostilSetArticle) owned = article;

  g_assert_cmpstr (article->path, ==, self->path);
  g_assert_cmpuint (article->layers->len, <=, 1);
  g_assert_null (self->layer);
  if (article->layers->len > 0)
    self->layer = postil_layer_ref (g_ptr_array_index (article->layers, 0));
  return TRUE;
}

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

static void
export_layer (Trip        *self,
              PostilLayer *layer)
{
  const char *const extra[] = { "certainty", "place \"x\"", "anchor", "zeit", NULL };
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilSetArticle) article = postil_set_article_new (self->path, self->text, codebook);
  g_autoptr (GError) error = NULL;
  PostilExportOptions options = { .emit = emit, .emit_data = self, .codebook = codebook, .extra_attributes = extra };
  gpointer state;

  g_ptr_array_add (article->layers, postil_layer_ref (layer));
  state = self->format->export_begin (&options, &error);
  g_assert_no_error (error);
  g_assert_true (self->format->export_article (state, article, self->export_losses, &error));
  g_assert_true (self->format->export_end (state, self->export_losses, &error));
}

static void
import_files (Trip *self)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));
  g_autoptr (GError) error = NULL;
  PostilImportOptions options = {
    .imported = take_article,
    .find_article = find_article,
    .user_data = self,
    .losses = self->losses,
    .errors = self->errors,
  };
  GHashTableIter iter;
  gpointer name, content;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, &content))
    {
      PostilImportFile file = { name, g_bytes_new (((GString *) content)->str, ((GString *) content)->len) };

      g_array_append_val (files, file);
    }
  g_assert_true (postil_format_recognise ((PostilImportFile *) (gpointer) files->data, files->len) == self->format);
  g_assert_true (self->format->import ((PostilImportFile *) (gpointer) files->data, files->len, &options, &error));
  g_assert_no_error (error);
  g_free (options.dialect);
  for (guint i = 0; i < files->len; i++)
    g_bytes_unref (g_array_index (files, PostilImportFile, i).bytes);
}

static void
trip_begin (Trip               *self,
            const PostilFormat *format,
            PostilText         *text,
            const char         *path)
{
  *self = (Trip) {
    .format = format,
    .text = text,
    .path = g_strdup (path),
    .files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string),
    .export_losses = postil_report_new (),
    .losses = postil_report_new (),
    .errors = postil_report_new (),
  };
}

static void
trip_end (Trip *self)
{
  g_free (self->path);
  g_hash_table_unref (self->files);
  g_clear_pointer (&self->layer, postil_layer_unref);
  postil_report_unref (self->export_losses);
  postil_report_unref (self->losses);
  postil_report_unref (self->errors);
}

/* XML has no way to write most control characters. */
static char *
dup_xml (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (text == NULL)
    return NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (out, (guchar) *p < ' ' && *p != '\n' && *p != '\t' ? 0xfffd : g_utf8_get_char (p));
  return g_strdup (out->str);
}

/* @before as the format holds it. */
static void
compare_string (Trip       *self,
                const char *before,
                const char *after)
{
  g_autofree char *held = strcmp (self->format->name, "qdpx") == 0 ? dup_xml (before) : g_strdup (before);

  g_assert_cmpstr (after, ==, held);
}

static gboolean
has_value (PostilAnnotation *annotation,
           const char       *name,
           const char       *value)
{
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    if (strcmp (attributes[i].name, name) == 0 && strcmp (attributes[i].value, value) == 0)
      return TRUE;
  return FALSE;
}

/* qdpx has cases for values, which come in no order. */
static void
compare_attribute (Trip             *self,
                   PostilAnnotation *before,
                   PostilAnnotation *after,
                   const char       *name)
{
  const char *value = postil_annotation_get_attribute (before, name);
  g_autofree char *held = dup_xml (value);

  if (strcmp (self->format->name, "qdpx") == 0)
    g_assert_true (has_value (after, name, held));
  else
    g_assert_cmpstr (postil_annotation_get_attribute (after, name), ==, value);
}

static void
compare_row (Trip             *self,
             PostilAnnotation *before,
             PostilAnnotation *after)
{
  g_autofree char *quote_before = postil_annotation_dup_quote (before);
  g_autofree char *quote_after = postil_annotation_dup_quote (after);
  const PostilAttribute *attributes;
  guint n_attributes;

  g_assert_cmpstr (postil_annotation_get_code (after), ==, postil_annotation_get_code (before));
  compare_string (self, postil_annotation_get_note (before), postil_annotation_get_note (after));
  g_assert_cmpstr (postil_annotation_get_created (after), ==, postil_annotation_get_created (before));
  g_assert_cmpstr (postil_annotation_get_modified (after), ==, postil_annotation_get_modified (before));
  g_assert_cmpint (postil_annotation_is_unsure (after), ==, postil_annotation_is_unsure (before));
  g_assert_cmpstr (quote_after, ==, quote_before);
  attributes = postil_annotation_get_attributes (before, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    compare_attribute (self, before, after, attributes[i].name);
  if (postil_annotation_get_anchor (before) != POSTIL_ANCHOR_ORPHAN)
    {
      g_assert_true (postil_annotation_same_place (before, after));
      g_assert_true (postil_annotation_get_anchor (after) == POSTIL_ANCHOR_FIRM
                     || postil_annotation_get_anchor (after) == postil_annotation_get_anchor (before));
    }
}

static gboolean
has_link (PostilLayer *layer,
          PostilLink  *link)
{
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *other = postil_layer_get_link (layer, i);

      if (g_strcmp0 (postil_link_get_from (link), postil_link_get_from (other)) == 0
          && g_strcmp0 (postil_link_get_to (link), postil_link_get_to (other)) == 0
          && g_strcmp0 (postil_link_get_kind (link), postil_link_get_kind (other)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Formats that have no room for a passage without a place. */
static gboolean
holds_orphans (const PostilFormat *format)
{
  const char *const places_only[] = { "brat", "cas", "doccano", "labelstudio", "qdpx", "spacy", "xmi", NULL };

  return !g_strv_contains (places_only, format->name);
}

static guint
count_kind (PostilReport *report,
            const char   *kind)
{
  guint n = 0;

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    n += strcmp (postil_report_get_entry (report, i)->kind, kind) == 0;
  return n;
}

/* Without those that the format cannot hold, each of which must be among the losses. */
static PostilLayer *
dup_holdable (Trip        *self,
              PostilLayer *before)
{
  PostilLayer *layer = postil_layer_copy (before);
  guint n_lost = 0;

  for (guint i = postil_layer_get_n_annotations (layer); !holds_orphans (self->format) && i > 0; i--)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i - 1);

      if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN)
        continue;
      postil_layer_remove (layer, annotation);
      n_lost++;
    }
  g_assert_cmpuint (count_kind (self->export_losses, "orphan"), ==, n_lost);
  n_lost = 0;
  for (guint i = postil_layer_get_n_links (layer); !holds_orphans (self->format) && i > 0; i--)
    {
      PostilLink *link = postil_layer_get_link (layer, i - 1);

      if (postil_layer_lookup (layer, postil_link_get_from (link)) != NULL
          && postil_layer_lookup (layer, postil_link_get_to (link)) != NULL)
        continue;
      postil_layer_remove_link (layer, link);
      n_lost++;
    }
  g_assert_cmpuint (count_kind (self->export_losses, "broken-link"), ==, n_lost);
  return layer;
}

static void
compare_layers (Trip        *self,
                PostilLayer *all)
{
  gboolean is_whole = strcmp (self->format->name, "webannotation") == 0;
  g_autoptr (PostilLayer) before = dup_holdable (self, all);

  if (self->layer == NULL)
    {
      g_assert_cmpuint (postil_layer_get_n_annotations (before), ==, 0);
      return;
    }
  for (guint i = 0; i < postil_report_get_n_entries (self->errors); i++)
    if (strcmp (postil_report_get_entry (self->errors, i)->kind, "quote-mismatch") != 0 || !holds_orphans (self->format))
      g_error ("%s", postil_report_get_entry (self->errors, i)->message);
  g_assert_cmpuint (postil_layer_get_n_annotations (self->layer), ==, postil_layer_get_n_annotations (before));
  for (guint i = 0; i < postil_layer_get_n_annotations (before); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (before, i);
      PostilAnnotation *after = postil_layer_lookup (self->layer, postil_annotation_get_id (annotation));

      g_assert_nonnull (after);
      if (is_whole)
        g_assert_true (postil_annotation_equal (annotation, after));
      else
        compare_row (self, annotation, after);
    }
  for (guint i = 0; i < postil_layer_get_n_links (before); i++)
    {
      PostilLink *link = postil_layer_get_link (before, i);
      PostilLink *same = postil_layer_lookup_link (self->layer, postil_link_get_id (link));

      g_assert_true (has_link (self->layer, link));
      g_assert_true (!is_whole || (same != NULL && postil_link_equal (link, same)));
    }
  if (is_whole)
    g_assert_cmpuint (postil_report_get_n_entries (self->export_losses), ==, 0);
}

/* A row cannot say that a passage was moved; it must then be among the losses. */
static void
check_losses (Trip        *self,
              PostilLayer *before)
{
  guint n_moved = 0;

  for (guint i = 0; i < postil_layer_get_n_annotations (before); i++)
    n_moved += postil_annotation_get_anchor (postil_layer_get_annotation (before, i)) == POSTIL_ANCHOR_MOVED;
  g_assert_cmpuint (count_kind (self->export_losses, "anchor"), ==, n_moved);
  g_assert_cmpuint (count_kind (self->export_losses, "link"), ==, postil_layer_get_n_links (before) > 0);
}

static void
test_round_trip (gconstpointer data)
{
  const PostilFormat *format = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint run = 0; run < 60; run++)
    {
      g_autoptr (PostilText) text = random_text (rand, 20 + 10 * run);
      g_autoptr (PostilLayer) layer = random_layer (rand, text, 1 + run / 4, run % 5);
      Trip trip;

      trip_begin (&trip, format, text, postil_layer_get_info (layer)->article);
      export_layer (&trip, layer);
      import_files (&trip);
      compare_layers (&trip, layer);
      if ((format->flags & POSTIL_FORMAT_ONE_FILE) != 0)
        check_losses (&trip, layer);
      trip_end (&trip);
    }
}

static void
test_registry (void)
{
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    {
      if (i > 0)
        g_assert_cmpstr (formats[i - 1]->name, <, formats[i]->name);
      g_assert_true (postil_format_lookup (formats[i]->name) == formats[i]);
      g_assert_nonnull (formats[i]->title);
      g_assert_nonnull (formats[i]->cannot_hold);
      g_assert_nonnull (formats[i]->extensions[0]);
      g_assert_true ((formats[i]->flags & POSTIL_FORMAT_READ) == 0 || (formats[i]->import != NULL && formats[i]->sniff != NULL));
      g_assert_true ((formats[i]->flags & POSTIL_FORMAT_WRITE) == 0 || formats[i]->export_article != NULL);
    }
  g_assert_null (postil_format_lookup ("nonsense"));
  g_assert_null (postil_format_recognise (NULL, 0));
}

static PostilPlaceResult
place (const char *text,
       const char *quote,
       guint       start,
       guint       end,
       const char *before,
       PostilSpan *found)
{
  g_autoptr (PostilText) article = postil_text_new_from_utf8 (text, -1, NULL);
  g_autoptr (PostilRow) row = postil_row_new ("t", 1);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  PostilPlaceResult result;

  row->quote = g_strdup (quote);
  row->before = g_strdup (before);
  if (end != G_MAXUINT)
    postil_row_add_span (row, (PostilSpan) { start, end });
  result = postil_row_place (row, article, spans);
  g_assert_cmpuint (spans->len, ==, result != POSTIL_PLACE_NOWHERE);
  *found = spans->len > 0 ? g_array_index (spans, PostilSpan, 0) : (PostilSpan) { 0, 0 };
  return result;
}

static void
test_place (void)
{
  const char *text = "\xf0\x9f\x98\x80 one two one.\nthree";
  PostilSpan found;

  g_assert_cmpint (place (text, "two", 6, 9, NULL, &found), ==, POSTIL_PLACE_EXACT);
  g_assert_cmpint (place (text, "two", 7, 10, NULL, &found), ==, POSTIL_PLACE_MOVED);
  g_assert_true (postil_span_equal (found, (PostilSpan) { 6, 9 }));
  g_assert_cmpint (place (text, "two", 7, 4000000000u, NULL, &found), ==, POSTIL_PLACE_MOVED);
  g_assert_cmpint (place (text, "one", 3, 6, NULL, &found), ==, POSTIL_PLACE_NOWHERE);
  g_assert_cmpint (place (text, "one", 3, 6, "two ", &found), ==, POSTIL_PLACE_MOVED);
  g_assert_true (postil_span_equal (found, (PostilSpan) { 10, 13 }));
  g_assert_cmpint (place (text, "four", 3, 6, NULL, &found), ==, POSTIL_PLACE_NOWHERE);
  g_assert_cmpint (place (text, "one.\r\nthree", 10, 20, NULL, &found), ==, POSTIL_PLACE_EXACT);
  g_assert_cmpint (place (text, "three", 0, G_MAXUINT, NULL, &found), ==, POSTIL_PLACE_EXACT);
  g_assert_cmpint (place (text, NULL, 0, 1, NULL, &found), ==, POSTIL_PLACE_EXACT);
  g_assert_cmpint (place (text, NULL, 0, 100, NULL, &found), ==, POSTIL_PLACE_NOWHERE);
  g_assert_cmpint (place (text, NULL, 1, 1, NULL, &found), ==, POSTIL_PLACE_NOWHERE);
  g_assert_cmpint (place ("=sum and", "'=sum", 0, 4, NULL, &found), ==, POSTIL_PLACE_EXACT);
}

static void
test_times (void)
{
  static const char *const cases[][2] = {
    { "2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z" },
    { "2026-11-23T10:00:00.120Z", "2026-11-23T10:00:00.120Z" },
    { "2026-11-23T10:00:00+02:00", "2026-11-23T08:00:00Z" },
    { "2026-11-23T10:00:00", "2026-11-23T10:00:00Z" },
    { "yesterday", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *time = postil_row_dup_time (cases[i][0]);

      g_assert_cmpstr (time, ==, cases[i][1]);
    }
}

static void
test_derived_ids (void)
{
  g_autofree char *one = postil_row_dup_derived_id ("a", "b", NULL);
  g_autofree char *same = postil_row_dup_derived_id ("a", "b", NULL);
  g_autofree char *other = postil_row_dup_derived_id ("ab", "", NULL);

  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  g_assert_true (g_str_has_prefix (one, "urn:uuid:"));
  g_assert_true (g_uuid_string_is_valid (one + strlen ("urn:uuid:")));
}

int
main (int    argc,
      char **argv)
{
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/registry", test_registry);
  g_test_add_func ("/formats/place", test_place);
  g_test_add_func ("/formats/times", test_times);
  g_test_add_func ("/formats/derived-ids", test_derived_ids);
  /* conll holds a code a token, nothing else: test-conll.c. */
  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *name = g_strconcat ("/formats/round-trip/", formats[i]->name, NULL);

      if ((formats[i]->flags & POSTIL_FORMAT_READ) != 0 && (formats[i]->flags & POSTIL_FORMAT_WRITE) != 0
          && (formats[i]->flags & POSTIL_FORMAT_CODEBOOK) == 0 && strcmp (formats[i]->name, "conll") != 0)
        g_test_add_data_func (name, formats[i], test_round_trip);
    }
  return g_test_run ();
}
