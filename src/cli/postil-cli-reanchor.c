/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli reanchor`: finds the annotations of articles that were changed under them.
 * Without --accept nothing is written. What is accepted is moved and marked "moved"; the rest
 * becomes orphans with their quotes; the sidecar then is of the new text. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-reanchor.h"
#include "storage/postil-files.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)
#define N_STATES 4

typedef struct
{
  PostilCli           *cli;
  PostilReport        *problems;
  PostilFolder        *folder;
  GString             *items;       /* JSON objects, or lines */
  guint                n_items;
  guint                counts[N_STATES];
  gboolean             all;
  gboolean             writes;
  PostilReanchorState  accept;
} Reanchor;

static void
append_spans (PostilJsonWriter *writer,
              const char       *key,
              guint             n,
              const PostilSpan *spans)
{
  postil_json_writer_key (writer, key);
  if (spans == NULL)
    {
      postil_json_writer_null (writer);
      return;
    }
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    {
      postil_json_writer_begin_array (writer);
      postil_json_writer_uint (writer, spans[i].start);
      postil_json_writer_uint (writer, spans[i].end);
      postil_json_writer_end_array (writer);
    }
  postil_json_writer_end_array (writer);
}

static PostilSpan *
dup_old_spans (PostilAnnotation *annotation,
               guint            *n)
{
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, n);
  PostilSpan *spans;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return NULL;
  spans = g_new (PostilSpan, *n);
  for (guint i = 0; i < *n; i++)
    spans[i] = pieces[i].span;
  return spans;
}

static void
append_json_item (Reanchor                   *self,
                  const char                 *file,
                  const PostilReanchorResult *result)
{
  guint n;
  g_autofree PostilSpan *from = dup_old_spans (result->annotation, &n);
  PostilJsonWriter writer;

  g_string_append (self->items, self->n_items > 0 ? ",\n    " : "\n    ");
  postil_json_writer_init (&writer, self->items, TRUE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, "file");
  postil_cli_append_name (&writer, file);
  postil_json_writer_member (&writer, "annotation", postil_annotation_get_id (result->annotation));
  postil_json_writer_member (&writer, "state", postil_reanchor_state_to_name (result->state));
  postil_json_writer_key (&writer, "score");
  postil_json_writer_double (&writer, result->score);
  append_spans (&writer, "from", n, from);
  append_spans (&writer, "to", n, result->spans);
  postil_json_writer_end_object (&writer);
}

static void
append_line (Reanchor                   *self,
             const char                 *file,
             const PostilReanchorResult *result)
{
  g_autofree char *quote = NULL;

  if (result->state == POSTIL_REANCHOR_KEPT)
    return;

  quote = postil_annotation_dup_quote (result->annotation);
  g_string_append_printf (self->items, "%-9s %.2f  ", postil_reanchor_state_to_name (result->state), result->score);
  postil_cli_append_safe (self->items, file);
  if (result->spans != NULL)
    g_string_append_printf (self->items, ":%u", result->spans[0].start);
  g_string_append (self->items, "  ");
  postil_cli_append_safe (self->items, quote);
  g_string_append_c (self->items, '\n');
}

/* Read anew, with what Postil does not know, so that writing it loses nothing. */
static PostilLayer *
read_for_writing (GFile   *file,
                  char   **etag,
                  GError **error)
{
  g_autoptr (GBytes) bytes = postil_files_read (file, MAX_SIDECAR_BYTES, etag, NULL, error);

  if (bytes == NULL)
    return NULL;
  return postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, error);
}

static void
apply_results (PostilLayer         *layer,
               GPtrArray           *results,
               PostilText          *text,
               PostilReanchorState  accept)
{
  g_autoptr (PostilChange) change = postil_reanchor_to_change (results, text, accept);
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);
  GPtrArray *taken_back = postil_change_get_removed_rejections (change);
  GPtrArray *turned_down = postil_change_get_added_rejections (change);
  PostilLayerInfo info = *postil_layer_get_info (layer);
  gsize size;

  postil_reanchor_move_rejections (layer, text, accept, change);
  for (guint i = 0; i < taken_back->len; i++)
    postil_layer_remove_rejection (layer, taken_back->pdata[i]);
  for (guint i = 0; i < turned_down->len; i++)
    postil_layer_add_rejection (layer, turned_down->pdata[i]);

  for (guint i = 0; i < removed->len; i++)
    postil_layer_remove (layer, removed->pdata[i]);
  for (guint i = 0; i < added->len; i++)
    postil_layer_add (layer, added->pdata[i]);
  postil_text_get_utf8 (text, &size);
  info.sha256 = postil_text_get_sha256 (text);
  info.size = size;
  postil_layer_set_info (layer, &info);
}

static gboolean
write_layer (GFile        *file,
             PostilLayer  *layer,
             const char   *etag,
             GError      **error)
{
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);

  return postil_files_write (file, bytes, etag, NULL, NULL, error);
}

static void
reanchor_sidecar (Reanchor                 *self,
                  const PostilSidecarEntry *sidecar,
                  PostilText               *text)
{
  g_autofree char *path = g_build_filename (postil_folder_get_path (self->folder), sidecar->path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilLayer) layer = read_for_writing (file, &etag, &error);
  g_autoptr (GPtrArray) results = NULL;

  if (layer == NULL)
    {
      postil_report_add_error (self->problems, sidecar->path, 0, error);
      return;
    }
  if (!self->all && g_strcmp0 (postil_layer_get_info (layer)->sha256, postil_text_get_sha256 (text)) == 0)
    return;
  if (self->writes && postil_layer_get_info (layer)->schema_version > 1)
    {
      postil_report_add (self->problems, sidecar->path, 0, "newer-version", NULL,
                         _("The annotations were saved by a newer version of Postil and are left alone."));
      return;
    }

  results = postil_reanchor_find (layer, text, NULL, NULL, NULL);
  for (guint i = 0; i < results->len; i++)
    {
      const PostilReanchorResult *result = results->pdata[i];

      self->counts[result->state]++;
      if (self->cli->json)
        append_json_item (self, sidecar->path, result);
      else
        append_line (self, sidecar->path, result);
      self->n_items++;
    }
  if (!self->writes)
    return;
  apply_results (layer, results, text, self->accept);
  if (!write_layer (file, layer, etag, &error))
    postil_report_add_error (self->problems, sidecar->path, 0, error);
}

static gboolean
reanchor_article (PostilArticleContents *contents,
                  gpointer               user_data)
{
  Reanchor *self = user_data;

  if (contents->text == NULL)
    {
      if (contents->text_error != NULL)
        postil_report_add_error (self->problems, contents->entry->path, 0, contents->text_error);
      else if (contents->entry->sidecars->len > 0)
        postil_report_add (self->problems, contents->entry->path, 0, "no-article", NULL,
                           _("There are annotations, but their article is missing."));
      return TRUE;
    }
  for (guint i = 0; i < contents->entry->sidecars->len; i++)
    {
      const PostilSidecarEntry *sidecar = contents->entry->sidecars->pdata[i];
      const char *const *coders = (const char *const *) self->cli->coders;

      if (!sidecar->conflicted && (coders == NULL || g_strv_contains (coders, sidecar->coder)))
        reanchor_sidecar (self, sidecar, contents->text);
    }
  return TRUE;
}

static void
show_progress (guint    done,
               guint    total,
               gpointer user_data)
{
  postil_cli_progress (((Reanchor *) user_data)->cli, done, total);
}

static guint
run_folders (Reanchor *self)
{
  guint n_scanned = 0;

  for (guint i = 0; self->cli->paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilFolder) folder = postil_folder_scan (self->cli->paths[i], self->problems, NULL, &error);

      if (folder == NULL)
        {
          postil_report_add_error (self->problems, self->cli->paths[i], 0, error);
          continue;
        }
      n_scanned++;
      self->folder = folder;
      postil_folder_foreach (folder, POSTIL_READ_TEXT, NULL, NULL, reanchor_article, show_progress, self, NULL);
    }
  postil_cli_end_progress (self->cli);
  return n_scanned;
}

static void
print_result (Reanchor *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->cli->json)
    g_string_append_printf (out, "{\n  \"kept\": %u,\n  \"moved\": %u,\n  \"proposed\": %u,\n  \"orphaned\": %u,\n"
                                 "  \"annotations\": [%s%s]\n}\n",
                            self->counts[POSTIL_REANCHOR_KEPT], self->counts[POSTIL_REANCHOR_MOVED],
                            self->counts[POSTIL_REANCHOR_PROPOSED], self->counts[POSTIL_REANCHOR_ORPHANED],
                            self->items->str, self->n_items > 0 ? "\n  " : "");
  else
    {
      g_string_append_len (out, self->items->str, (gssize) self->items->len);
      g_string_append_printf (out, _("%u kept, %u moved, %u proposed, %u orphaned\n"),
                              self->counts[POSTIL_REANCHOR_KEPT], self->counts[POSTIL_REANCHOR_MOVED],
                              self->counts[POSTIL_REANCHOR_PROPOSED], self->counts[POSTIL_REANCHOR_ORPHANED]);
    }
  postil_cli_write_string (self->cli, out);
}

static gboolean
parse_accept (Reanchor   *self,
              const char *accept)
{
  if (accept == NULL)
    return TRUE;
  self->writes = TRUE;
  if (strcmp (accept, "exact") == 0)
    self->accept = POSTIL_REANCHOR_MOVED;
  else if (strcmp (accept, "proposed") == 0)
    self->accept = POSTIL_REANCHOR_PROPOSED;
  else
    {
      postil_cli_complain (self->cli, _("--accept takes exact or proposed, not “%s”."), accept);
      return FALSE;
    }
  return TRUE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GString) items = g_string_new (NULL);
  g_autofree char *accept = NULL;
  gboolean dry_run = FALSE, all = FALSE;
  Reanchor self = { .cli = cli, .problems = problems, .items = items };
  const GOptionEntry entries[] = {
    { "accept", 0, 0, G_OPTION_ARG_STRING, &accept, N_("exact: what was found to the letter; proposed: that and what is like it"), "exact|proposed" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Write nothing"), NULL },
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("Look at articles that were not changed too, for their orphans"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_reanchor, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (!parse_accept (&self, accept))
    return POSTIL_CLI_FAILED;
  self.writes = self.writes && !dry_run;
  self.all = all;
  if (run_folders (&self) == 0)
    {
      postil_cli_list_entries (cli, problems);
      return POSTIL_CLI_FAILED;
    }
  print_result (&self);
  postil_cli_list_entries (cli, problems);
  return postil_report_get_n_entries (problems) > 0 || self.counts[POSTIL_REANCHOR_ORPHANED] > 0
         ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

const PostilCliCommand postil_cli_reanchor = {
  .name = "reanchor",
  .arguments = N_("FOLDER…"),
  .summary = N_("Find annotations again whose article was changed"),
  .details = N_("Kept: the quote stands where it stood. Moved: it stands exactly in one place whose context\n"
                "fits. Proposed: something like it was found. Orphaned: nothing was. Without --accept nothing\n"
                "is written; with it, what is not accepted becomes an orphan that keeps its quote.\n"
                "\n"
                "Example: postil-cli reanchor ~/articles --accept exact"),
  .run = run,
};
