/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* graphml: who says what, as a network of the codebook's first attribute (its actors) and its
 * codes, each pair once an article. What else a network can be made of is asked for with
 * `postil-cli network`. Statements stay in memory until the end; texts do not. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "exchange/postil-network-writer.h"
#include "exchange/postil-row.h"

static const char *const extensions[] = { "graphml", NULL };

typedef struct
{
  PostilExportOptions  options;
  PostilStatements    *statements;
  char                *variable;
} Writer;

static void
writer_free (gpointer data)
{
  Writer *self = data;

  postil_statements_free (self->statements);
  g_free (self->variable);
  g_free (self);
}

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);
  gboolean has_attributes = options->codebook != NULL && postil_codebook_get_n_attributes (options->codebook) > 0;

  self->options = *options;
  self->statements = postil_statements_new ();
  self->variable = g_strdup (has_attributes ? postil_codebook_get_attribute (options->codebook, 0)->id : "actor");
  return self;
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;
  g_autofree char *path = postil_row_dup_path (article->path, article->layers->len > 0 ? losses : NULL);
  g_autofree char *variable = g_strconcat ("attribute:", self->variable, NULL);

  for (guint i = 0; i < article->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (article->layers, i);
      guint n_annotations = postil_layer_get_n_annotations (layer);

      for (guint j = 0; j < n_annotations; j++)
        {
          PostilAnnotation *annotation = postil_layer_get_annotation (layer, j);
          const char *actor = postil_network_get_value (variable, path, NULL, annotation);

          if (actor == NULL)
            postil_report_add (losses, path, 0, "no-tie", postil_annotation_get_id (annotation),
                               _("The attribute “%s” is not said of this passage, so that there is no tie for it."),
                               self->variable);
          postil_statements_add (self->statements, &(PostilStatement) { actor, postil_annotation_get_code (annotation), NULL, path, 0 });
        }
      if (n_annotations > 0)
        postil_report_add (losses, path, 0, "passage", postil_layer_get_info (layer)->coder,
                           g_dngettext (GETTEXT_PACKAGE,
                                        "Of %u passage only the attribute “%s” and the code are counted; nothing else of it is kept.",
                                        "Of %u passages only the attribute “%s” and the code are counted; nothing else of them is kept.",
                                        n_annotations),
                           n_annotations, self->variable);
    }
  return TRUE;
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Writer *self = state;
  PostilNetworkOptions options = { .duplicates = POSTIL_DUPLICATES_DOCUMENT };
  PostilNetworkNames names = { self->variable, "code", self->options.codebook };
  g_autoptr (PostilNetwork) network = postil_network_new (self->statements, &options, error);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean is_done = FALSE;

  if (network != NULL)
    {
      if (!postil_network_append_graphml (out, network, &names))
        postil_report_add (losses, NULL, 0, "characters", NULL,
                           _("Control characters in names cannot be written in XML; U+FFFD stands for them."));
      is_done = self->options.emit (NULL, out->str, out->len, self->options.emit_data, error);
    }
  writer_free (self);
  return is_done;
}

const PostilFormat postil_format_graphml = {
  .name = "graphml",
  .title = N_ ("Network of actors and codes"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE,
  .cannot_hold = N_ ("Anything but who says what how often: a network is for analysis, and is not read back"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = writer_free,
};
