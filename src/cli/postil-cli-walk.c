/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk over the folders that were named, an article at a time. Invariant: one bad file
 * stops nothing; it is named in the problems. Main thread; files are read ahead in others. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"

typedef struct
{
  PostilCli            *cli;
  const char           *root;   /* the folder that is walked */
  const char           *folder; /* "" or "FOLDER/" */
  PostilCliArticleFunc  func;
  gpointer              user_data;
  gboolean              goes_on;
} Walk;

static gboolean
visit (PostilArticleContents *contents,
       gpointer               user_data)
{
  Walk *self = user_data;
  g_autofree char *shown = g_strconcat (self->folder, contents->entry->path, NULL);
  g_autofree char *path = g_build_filename (self->root, contents->entry->path, NULL);
  PostilCliArticle article = { shown, path, self->folder, contents };

  self->goes_on = self->func (&article, self->user_data) && !self->cli->cannot_write;
  return self->goes_on;
}

static void
show_progress (guint    done,
               guint    total,
               gpointer user_data)
{
  Walk *self = user_data;

  postil_cli_progress (self->cli, done, total);
}

static char *
dup_prefix (PostilCli    *cli,
            PostilFolder *folder)
{
  const char *path = postil_folder_get_path (folder);

  if (g_strv_length (cli->paths) < 2)
    return g_strdup ("");
  return g_str_has_suffix (path, "/") ? g_strdup (path) : g_strconcat (path, "/", NULL);
}

gboolean
postil_cli_foreach (PostilCli            *cli,
                    PostilReadFlags       flags,
                    PostilReport         *problems,
                    PostilCliArticleFunc  func,
                    gpointer              user_data)
{
  Walk walk = { .cli = cli, .func = func, .user_data = user_data, .goes_on = TRUE };
  guint n_scanned = 0;

  for (guint i = 0; cli->paths[i] != NULL && walk.goes_on; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilReport) report = postil_report_new ();
      g_autoptr (PostilFolder) folder = postil_folder_scan (cli->paths[i], report, NULL, &error);
      g_autofree char *prefix = NULL;

      if (folder == NULL)
        {
          postil_report_add_error (problems, cli->paths[i], 0, error);
          continue;
        }
      n_scanned++;
      prefix = dup_prefix (cli, folder);
      walk.folder = prefix;
      walk.root = postil_folder_get_path (folder);
      postil_folder_foreach (folder, flags, (const char *const *) cli->coders, report, visit, show_progress, &walk, NULL);
      for (guint j = 0; j < postil_report_get_n_entries (report); j++)
        {
          const PostilReportEntry *entry = postil_report_get_entry (report, j);
          g_autofree char *shown = g_strconcat (prefix, entry->file != NULL ? entry->file : "", NULL);

          postil_report_add (problems, shown, entry->line, entry->kind, entry->item, "%s", entry->message);
        }
    }
  if (n_scanned > 0)
    return TRUE;
  postil_cli_list_entries (cli, problems);
  return FALSE;
}

char *
postil_cli_dup_shown (PostilCliArticle *article,
                      const char       *path)
{
  return g_strconcat (article->folder, path, NULL);
}

/* The first number of "line 3, column 7: …", in whatever language. */
static guint
find_line (const char *message)
{
  const char *digit = strpbrk (message, "0123456789");

  if (digit == NULL || digit - message > 24 || memchr (message, '.', (gsize) (digit - message)) != NULL)
    return 0;
  return (guint) g_ascii_strtoull (digit, NULL, 10);
}

void
postil_cli_add_layer_error (PostilReport *problems,
                            const char   *file,
                            const GError *error)
{
  guint line = error->domain == POSTIL_ERROR ? find_line (error->message) : 0;

  postil_report_add_error (problems, file, line, error);
}

/* @layer with the annotations of --code only, and the links among them. */
static PostilLayer *
filter_layer (PostilCli   *cli,
              PostilLayer *layer)
{
  PostilLayer *filtered = postil_layer_new (postil_layer_get_info (layer));

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (postil_cli_wants_code (cli, postil_annotation_get_code (annotation)))
        postil_layer_add (filtered, annotation);
    }
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      if (postil_layer_lookup (filtered, postil_link_get_from (link)) != NULL)
        postil_layer_add_link (filtered, link);
    }
  return filtered;
}

/* The file's name says who the coder is, whatever stands in it. */
static void
name_coder (PostilLayer *layer,
            const char  *coder)
{
  PostilLayerInfo info = *postil_layer_get_info (layer);

  if (g_strcmp0 (info.coder, coder) == 0)
    return;
  info.coder = coder;
  postil_layer_set_info (layer, &info);
}

static void
take_layer (PostilCli        *cli,
            PostilCliArticle *article,
            guint             index,
            PostilSetArticle *set,
            PostilReport     *problems)
{
  const PostilSidecarEntry *sidecar = g_ptr_array_index (article->contents->entry->sidecars, index);
  PostilLayer *layer = g_ptr_array_index (article->contents->layers, index);
  const GError *error = g_ptr_array_index (article->contents->layer_errors, index);

  if (error != NULL)
    {
      g_autofree char *shown = postil_cli_dup_shown (article, sidecar->path);

      postil_cli_add_layer_error (problems, shown, error);
    }
  if (layer == NULL || sidecar->conflicted)
    return;
  name_coder (layer, sidecar->coder);
  g_ptr_array_add (set->layers, cli->codes != NULL ? filter_layer (cli, layer) : postil_layer_ref (layer));
}

PostilSetArticle *
postil_cli_take_set (PostilCli        *cli,
                     PostilCliArticle *article,
                     PostilReport     *problems)
{
  PostilArticleContents *contents = article->contents;
  PostilSetArticle *set = postil_set_article_new (article->shown, contents->text, contents->codebook);

  for (guint i = 0; i < contents->layers->len; i++)
    take_layer (cli, article, i, set, problems);
  if (contents->text_error != NULL)
    postil_report_add_error (problems, article->shown, 0, contents->text_error);
  else if (!contents->entry->exists && set->layers->len > 0)
    postil_report_add (problems, article->shown, 0, "no-article", NULL,
                       _("There are annotations for this article, but it is not there."));
  return set;
}
