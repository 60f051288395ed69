/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The losses that are the same for every format that has no place for a thing: so that none
 * is silent, and no writer has to think of them. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-json-writer.h"
#include "exchange/postil-sidecar-item.h"

/* What Postil itself writes into an item. */
static const char *const item_members[] = { "id", "type", "motivation", "created", "modified", "body", "target", NULL };

void
postil_format_report_codebook (const PostilFormat *self,
                               PostilCodebook     *codebook,
                               PostilReport       *losses)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (losses != NULL);

  if (codebook == NULL || postil_codebook_is_builtin (codebook) || (self->flags & POSTIL_FORMAT_CODES) != 0)
    return;
  postil_report_add (losses, NULL, 0, "codebook", NULL,
                     g_dngettext (GETTEXT_PACKAGE,
                                  "The codebook with its %u code is not kept, or not whole; codebook.json holds it.",
                                  "The codebook with its %u codes is not kept, or not whole; codebook.json holds it.",
                                  postil_codebook_get_n_codes (codebook)),
                     postil_codebook_get_n_codes (codebook));
}

static gboolean
is_known (PostilJsonReader  *reader,
          const char *const *known)
{
  for (guint i = 0; known[i] != NULL; i++)
    if (!reader->has_escapes && strlen (known[i]) == reader->token_length
        && memcmp (known[i], reader->token_start, reader->token_length) == 0)
      return TRUE;
  return FALSE;
}

static void
append_member (GString    *out,
               const char *name,
               const char *value,
               gsize       length)
{
  g_string_append_c (out, out->len > 1 ? ',' : ' ');
  postil_json_append_string (out, name, -1);
  g_string_append_c (out, ':');
  g_string_append_len (out, value, (gssize) length);
}

/* Reports the members of an object, as it stood in its file, that Postil does not know. The
 * object without them. */
static char *
report_members (const char        *source,
                const char *const *known,
                const char        *path,
                const char        *item,
                PostilReport      *losses)
{
  PostilJsonReader reader;
  GString *rest = g_string_new ("{");

  postil_json_reader_init (&reader, source, strlen (source));
  if (postil_json_reader_next (&reader) != POSTIL_JSON_OBJECT_BEGIN)
    return g_string_free (rest, FALSE);
  while (postil_json_reader_next (&reader) == POSTIL_JSON_KEY)
    {
      g_autofree char *name = postil_json_reader_dup_string (&reader);
      gboolean is_ours = is_known (&reader, known);
      const char *value;
      gsize length;

      if (!is_ours)
        postil_report_add (losses, path, 0, "member", item, _("What another program wrote under “%s” is not kept."), name);
      postil_json_reader_next (&reader);
      if (!postil_json_reader_skip (&reader, &value, &length))
        break;
      if (is_ours)
        append_member (rest, name, value, length);
    }
  g_string_append_c (rest, '}');
  return g_string_free (rest, FALSE);
}

/* @source: as it stood in its file, or NULL where Postil would write the same. */
static void
report_item (PostilItemReader *reader,
             const char       *source,
             const char       *path,
             const char       *id,
             PostilReport     *losses)
{
  const PostilItem *item = source != NULL ? postil_item_reader_read_text (reader, source, strlen (source), NULL) : NULL;
  g_autofree char *rest = NULL;

  if (item == NULL || !item->has_foreign)
    return;
  rest = report_members (source, item_members, path, id, losses);
  item = postil_item_reader_read_text (reader, rest, strlen (rest), NULL);
  if (item == NULL || item->has_foreign)
    postil_report_add (losses, path, 0, "member", id, _("It bears what Postil does not know, and that is not kept."));
}

static void
report_layer (PostilLayer  *layer,
              const char   *path,
              PostilReport *losses)
{
  g_autoptr (PostilItemReader) reader = postil_item_reader_new ();
  guint n_annotations = postil_layer_get_n_annotations (layer);
  guint n_links = postil_layer_get_n_links (layer);
  guint n_rejections = postil_layer_get_rejections (layer)->len;
  guint n_foreign = postil_layer_get_info (layer)->n_foreign;

  if (n_foreign > 0)
    postil_report_add (losses, path, 0, "foreign", postil_layer_get_info (layer)->coder,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%u item of another program, which annotates no passage of the text, is not kept.",
                                    "%u items of other programs, which annotate no passage of the text, are not kept.", n_foreign),
                       n_foreign);
  if (n_rejections > 0)
    postil_report_add (losses, path, 0, "rejection", postil_layer_get_info (layer)->coder,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "That %u passage was turned down in the consensus is not kept.",
                                    "That %u passages were turned down in the consensus is not kept.", n_rejections),
                       n_rejections);
  for (guint i = 0; i < n_annotations; i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      report_item (reader, postil_annotation_get_source (annotation), path, postil_annotation_get_id (annotation), losses);
    }
  for (guint i = 0; i < n_links; i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      report_item (reader, postil_link_get_source (link), path, postil_link_get_id (link), losses);
    }
}

void
postil_format_report_article (const PostilFormat     *self,
                              const PostilSetArticle *article,
                              PostilReport           *losses)
{
  g_autofree char *path = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (article != NULL);
  g_return_if_fail (losses != NULL);

  path = g_utf8_make_valid (article->path, -1);
  if (article->record != NULL && article->layers->len > 0 && (self->flags & POSTIL_FORMAT_RECORDS) == 0)
    postil_report_add (losses, path, 0, "metadata", NULL, _("The article’s title, author, date and the like are not kept."));
  for (guint i = 0; i < article->layers->len && (self->flags & POSTIL_FORMAT_MEMBERS) == 0; i++)
    report_layer (g_ptr_array_index (article->layers, i), path, losses);
}
