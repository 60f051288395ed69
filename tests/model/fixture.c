/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes and shows what the tests of the model need. */

#include "config.h"

#include "fixture.h"

PostilText *
fixture_text (const char *utf8)
{
  g_autoptr (GError) error = NULL;
  PostilText *text = postil_text_new_from_utf8 (utf8, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (text);
  return text;
}

PostilLayer *
fixture_layer (void)
{
  return postil_layer_new (&(PostilLayerInfo) {
    .coder = "maria",
    .id = "urn:uuid:layer",
    .page_id = "urn:uuid:page",
    .article = "rafah.txt",
  });
}

PostilAnnotation *
fixture_annotation (const char *id,
                    const char *code,
                    guint       start,
                    guint       end)
{
  PostilPiece piece = { .span = { start, end }, .exact = "" };

  return postil_annotation_new (&(PostilAnnotationInit) {
    .id = id,
    .code = code,
    .created = "2026-01-01T00:00:00Z",
    .modified = "2026-01-01T00:00:00Z",
    .pieces = &piece,
    .n_pieces = 1,
  });
}

PostilAnnotation *
fixture_quote (PostilText *text,
               const char *id,
               const char *code,
               guint       start,
               guint       end)
{
  PostilPiece piece = { .span = { start, end } };
  g_autofree char *exact = postil_text_dup_slice (text, piece.span);

  piece.exact = exact;
  return postil_annotation_new (&(PostilAnnotationInit) {
    .id = id,
    .code = code,
    .created = "2026-01-01T00:00:00Z",
    .modified = "2026-01-01T00:00:00Z",
    .pieces = &piece,
    .n_pieces = 1,
  });
}

PostilLink *
fixture_link (const char *id,
              const char *from,
              const char *to,
              const char *kind)
{
  return postil_link_new (&(PostilLinkInit) {
    .id = id,
    .from = from,
    .to = to,
    .kind = kind,
    .created = "2026-01-01T00:00:00Z",
    .modified = "2026-01-01T00:00:00Z",
  });
}

PostilAnnotation *
fixture_random_annotation (const char *id,
                           guint       n_chars)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  PostilPiece pieces[3] = { 0 };
  guint n_pieces = g_test_rand_int_range (0, 4) == 0 ? g_test_rand_int_range (2, 4) : 1;
  guint start = g_test_rand_int_range (0, n_chars);

  for (guint i = 0; i < n_pieces; i++)
    {
      pieces[i].span.start = start;
      pieces[i].span.end = start + g_test_rand_int_range (1, 40);
      pieces[i].exact = "quote";
      start = pieces[i].span.end + g_test_rand_int_range (1, 30);
    }

  return postil_annotation_new (&(PostilAnnotationInit) {
    .id = id,
    .code = codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))],
    .pieces = pieces,
    .n_pieces = n_pieces,
    .unsure = g_test_rand_int_range (0, 5) == 0,
    .anchor = g_test_rand_int_range (0, 12) == 0 ? POSTIL_ANCHOR_ORPHAN : POSTIL_ANCHOR_FIRM,
  });
}

static gboolean
dump_cb (PostilAnnotation *annotation,
         gpointer          user_data)
{
  GString *dump = user_data;
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  g_string_append_printf (dump, "%s|%s|%s|%s|%s|%d|%d|%s", init.id, init.code,
                          init.note != NULL ? init.note : "-",
                          init.created != NULL ? init.created : "-",
                          init.modified != NULL ? init.modified : "-",
                          init.unsure, (int) init.anchor,
                          init.source != NULL ? init.source : "-");
  for (guint i = 0; i < init.n_pieces; i++)
    g_string_append_printf (dump, "|%u-%u %s", init.pieces[i].span.start,
                            init.pieces[i].span.end, init.pieces[i].exact);
  for (guint i = 0; i < init.n_attributes; i++)
    g_string_append_printf (dump, "|%s=%s", init.attributes[i].name, init.attributes[i].value);
  g_string_append_c (dump, '\n');
  return TRUE;
}

char *
fixture_dump (PostilLayer *layer)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  GString *dump = g_string_new (NULL);

  g_string_append_printf (dump, "%s|%s|%s|%s|%s|%s\n", info->id, info->page_id, info->status,
                          info->coder, info->sha256 != NULL ? info->sha256 : "-",
                          info->source != NULL ? info->source : "-");
  postil_layer_foreach (layer, dump_cb, dump);
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);
      const char *source = postil_link_get_source (link);

      g_string_append_printf (dump, "%s|%s|%s|%s|%s|%s|%s\n", postil_link_get_id (link),
                              postil_link_get_from (link), postil_link_get_to (link),
                              postil_link_get_kind (link), postil_link_get_created (link),
                              postil_link_get_modified (link), source != NULL ? source : "-");
    }

  return g_string_free (dump, FALSE);
}
