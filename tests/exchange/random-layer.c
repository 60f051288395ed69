/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers for the tests of exchange: nothing in them is drawn but from the given GRand, so
 * that a seed that g_test prints brings a failure back. */

#include "config.h"

#include "random-layer.h"

#define MAX_PIECES 3u
#define MAX_ATTRIBUTES 3u

static const char *const snippets[] = {
  "a", "e\xcc\x81", " ", "the invasion", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
  "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", "\xf0\x9d\x84\x9e", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd8\xb1\xd9\x81\xd8\xad",
  "\xe2\x80\x8f", "\xe6\x8b\x89\xe6\xb3\x95", "\"", "\\", "/", "\n", "\t", "\x01", "\x1f", "\x7f", "\xc2\x80",
  "\xe2\x80\xa8", "\xef\xbf\xbd", "{", "]", ",", ": ", "\\u0041", "\xef\xbb\xbf", "'", "<b>", "\b", "\f",
};

char *
random_string (GRand *rand,
               guint  max_chars)
{
  GString *string = g_string_new (NULL);
  guint n = g_rand_int_range (rand, 0, max_chars + 1);

  for (guint i = 0; i < n; i++)
    g_string_append (string, snippets[g_rand_int_range (rand, 0, G_N_ELEMENTS (snippets))]);

  return g_string_free (string, FALSE);
}

PostilText *
random_text (GRand *rand,
             guint  n_chars)
{
  g_autoptr (GString) string = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  PostilText *text;

  while (g_utf8_strlen (string->str, string->len) < (glong) n_chars)
    g_string_append (string, snippets[g_rand_int_range (rand, 0, G_N_ELEMENTS (snippets))]);

  /* Formats that bring their texts in files would lose a second BOM. */
  if (g_str_has_prefix (string->str, "\xef\xbb\xbf"))
    g_string_prepend (string, "a");
  text = postil_text_new_from_utf8 (string->str, string->len, &error);
  g_assert_no_error (error);
  return text;
}

char *
random_id (GRand *rand)
{
  return g_strdup_printf ("urn:uuid:%08x-%04x-4%03x-8%03x-%08x%04x",
                          g_rand_int (rand), g_rand_int (rand) & 0xffff, g_rand_int (rand) & 0xfff,
                          g_rand_int (rand) & 0xfff, g_rand_int (rand), g_rand_int (rand) & 0xffff);
}

static char *
random_time (GRand *rand)
{
  if (g_rand_int_range (rand, 0, 8) == 0)
    return NULL;

  return g_strdup_printf ("2026-11-%02dT%02d:%02d:%02d%sZ", g_rand_int_range (rand, 1, 31),
                          g_rand_int_range (rand, 0, 24), g_rand_int_range (rand, 0, 60),
                          g_rand_int_range (rand, 0, 60), g_rand_boolean (rand) ? ".120" : "");
}

/* Cut up at random places, the text's length has to do for all pieces. */
static void
fill_pieces (GRand       *rand,
             PostilText  *text,
             PostilPiece *pieces,
             guint        n)
{
  guint n_chars = postil_text_get_n_chars (text);
  guint start = 0;

  for (guint i = 0; i < n; i++)
    {
      guint limit = n_chars * (i + 1) / n;
      PostilSpan span;
      char *before = NULL;
      char *after = NULL;

      span.start = g_rand_int_range (rand, start, limit);
      span.end = g_rand_int_range (rand, span.start, limit) + 1;
      postil_text_dup_context (text, span, 32, &before, &after);
      pieces[i] = (PostilPiece) { span, postil_text_dup_slice (text, span), before, after };
      if (g_rand_int_range (rand, 0, 10) == 0)
        g_clear_pointer ((char **) &pieces[i].prefix, g_free);
      start = span.end;
    }
}

static void
clear_pieces (PostilPiece *pieces,
              guint        n)
{
  for (guint i = 0; i < n; i++)
    {
      g_free ((char *) pieces[i].exact);
      g_free ((char *) pieces[i].prefix);
      g_free ((char *) pieces[i].suffix);
    }
}

PostilAnnotation *
random_annotation (GRand      *rand,
                   PostilText *text,
                   const char *id)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome", "\xd7\xa7\xd7\x95\xd7\x93" };
  static const char *const names[] = { "actor", "certainty", "place \"x\"", "anchor", "zeit" };
  PostilPiece pieces[MAX_PIECES];
  PostilAttribute attributes[MAX_ATTRIBUTES];
  PostilAnnotationInit init = { .id = id, .pieces = pieces, .attributes = attributes };
  g_autofree char *note = g_rand_boolean (rand) ? random_string (rand, 12) : NULL;
  g_autofree char *created = random_time (rand);
  g_autofree char *modified = random_time (rand);
  PostilAnnotation *annotation;

  init.code = codes[g_rand_int_range (rand, 0, G_N_ELEMENTS (codes))];
  init.note = note;
  init.created = created;
  init.modified = modified;
  init.unsure = g_rand_int_range (rand, 0, 4) == 0;
  init.anchor = g_rand_int_range (rand, 0, 4) == 0 ? POSTIL_ANCHOR_MOVED : POSTIL_ANCHOR_FIRM;
  if (g_rand_int_range (rand, 0, 10) == 0)
    init.anchor = POSTIL_ANCHOR_ORPHAN;
  init.n_pieces = g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 2, MAX_PIECES + 1) : 1;
  init.n_attributes = g_rand_int_range (rand, 0, MAX_ATTRIBUTES + 1);
  for (guint i = 0; i < init.n_attributes; i++)
    attributes[i] = (PostilAttribute) { names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))],
                                        random_string (rand, 6) };

  fill_pieces (rand, text, pieces, init.n_pieces);
  annotation = postil_annotation_new (&init);
  clear_pieces (pieces, init.n_pieces);
  for (guint i = 0; i < init.n_attributes; i++)
    g_free ((char *) attributes[i].value);

  return annotation;
}

static void
add_random_link (GRand       *rand,
                 PostilLayer *layer)
{
  guint n = postil_layer_get_n_annotations (layer);
  g_autofree char *id = random_id (rand);
  g_autofree char *created = random_time (rand);
  PostilLinkInit init = { .id = id, .created = created };
  g_autoptr (PostilLink) link = NULL;

  init.from = postil_annotation_get_id (postil_layer_get_annotation (layer, g_rand_int_range (rand, 0, n)));
  init.to = postil_annotation_get_id (postil_layer_get_annotation (layer, g_rand_int_range (rand, 0, n)));
  init.kind = g_rand_boolean (rand) ? "responds-to" : "results \"from\"";
  link = postil_link_new (&init);
  postil_layer_add_link (layer, link);
}

PostilLayer *
random_layer (GRand      *rand,
              PostilText *text,
              guint       n_annotations,
              guint       n_links)
{
  g_autofree char *id = random_id (rand);
  g_autofree char *page_id = random_id (rand);
  gsize n_bytes;
  PostilLayerInfo info = {
    .coder = "maria",
    .coder_name = g_rand_boolean (rand) ? "Maria \xe2\x80\x9cM\xe2\x80\x9d Santos" : NULL,
    .id = id,
    .page_id = page_id,
    .status = g_rand_boolean (rand) ? "done" : "in progress",
    .article = g_rand_boolean (rand) ? "rafah.txt" : "\xd8\xb1\xd9\x81\xd8\xad 100% a:b#c.txt",
    .format = "text/plain; charset=utf-8",
    .language = g_rand_boolean (rand) ? "ar" : NULL,
    .sha256 = postil_text_get_sha256 (text),
    .schema_version = 1,
  };
  PostilLayer *layer;

  postil_text_get_utf8 (text, &n_bytes);
  info.size = n_bytes;
  layer = postil_layer_new (&info);
  for (guint i = 0; i < n_annotations; i++)
    {
      g_autofree char *annotation_id = random_id (rand);
      g_autoptr (PostilAnnotation) annotation = random_annotation (rand, text, annotation_id);

      postil_layer_add (layer, annotation);
    }
  for (guint i = 0; i < n_links && n_annotations > 0; i++)
    add_random_link (rand, layer);

  return layer;
}
