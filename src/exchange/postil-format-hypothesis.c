/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hypothesis: what its API gives (search, export), as rows. Its offsets count the text of a
 * web page, which is not the article's, so that only the quotes and their contexts say where a
 * passage is. Invariant: json-glib only sees what the strict reader has passed. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "exchange/postil-json-node.h"
#include "exchange/postil-row.h"
#include "exchange/postil-webannotation.h"

#define SNIFF_BYTES 65536

static const char *const extensions[] = { "json", NULL };

typedef struct
{
  PostilRowSet        *set;
  PostilImportOptions *options;
  const char          *file;
  guint                n_read;
} Reader;

/* "acct:maria@hypothes.is" → "maria" */
static void
set_coder (PostilRow *row,
           JsonNode  *node)
{
  const char *user = postil_json_node_get_text (node, "user");
  const char *name = postil_json_node_get_text (postil_json_node_get_member (node, "user_info"), "display_name");

  if (user == NULL || user[0] == '\0')
    return;
  if (g_str_has_prefix (user, "acct:"))
    user += strlen ("acct:");
  row->coder = g_strndup (user, strcspn (user, "@"));
  if (name != NULL && name[0] != '\0' && strcmp (name, row->coder) != 0)
    row->coder_name = g_strdup (name);
}

/* The one that is there: by the page's address, else by its title. */
static char *
dup_article (Reader   *self,
             JsonNode *node,
             JsonNode *target)
{
  const char *source = postil_json_node_get_text (target, "source");
  const char *uri = source != NULL ? source : postil_json_node_get_text (node, "uri");
  JsonNode *titles = postil_json_node_get_member (postil_json_node_get_member (node, "document"), "title");
  const char *title = postil_json_node_count (titles) > 0 ? postil_json_node_get_string (postil_json_node_get_item (titles, 0)) : NULL;
  g_autofree char *by_uri = uri != NULL ? postil_webannotation_dup_article (self->options, self->file, uri) : NULL;
  g_autofree char *by_title = title != NULL ? postil_row_dup_article_path (title, NULL) : NULL;
  g_autoptr (PostilText) there = by_uri != NULL ? self->options->find_article (by_uri, self->options->user_data) : NULL;
  g_autoptr (PostilText) titled = by_title != NULL ? self->options->find_article (by_title, self->options->user_data) : NULL;

  if (there == NULL && titled != NULL)
    return g_steal_pointer (&by_title);
  return g_steal_pointer (&by_uri);
}

static JsonNode *
find_quote (JsonNode *target)
{
  JsonNode *selectors = postil_json_node_get_member (target, "selector");

  for (guint i = 0; i < postil_json_node_count (selectors); i++)
    if (g_strcmp0 (postil_json_node_get_text (postil_json_node_get_item (selectors, i), "type"), "TextQuoteSelector") == 0)
      return postil_json_node_get_item (selectors, i);
  return NULL;
}

/* A row a tag, so that the first keeps the id. */
static void
take_row (Reader     *self,
          JsonNode   *node,
          JsonNode   *target,
          const char *code,
          gboolean    is_first)
{
  PostilRow *row = postil_row_new (self->file, 0);
  JsonNode *quote = find_quote (target);
  const char *id = postil_json_node_get_text (node, "id");
  const char *note = postil_json_node_get_text (node, "text");

  row->article = dup_article (self, node, target);
  row->code = g_strdup (code);
  row->id = is_first && id != NULL ? postil_row_dup_derived_id ("hypothesis", id, NULL) : NULL;
  row->quote = g_strdup (postil_json_node_get_text (quote, "exact"));
  row->before = g_strdup (postil_json_node_get_text (quote, "prefix"));
  row->after = g_strdup (postil_json_node_get_text (quote, "suffix"));
  row->note = note != NULL && note[0] != '\0' ? g_strdup (note) : NULL;
  row->created = g_strdup (postil_json_node_get_text (node, "created"));
  row->modified = g_strdup (postil_json_node_get_text (node, "updated"));
  row->is_anchored = TRUE;
  set_coder (row, node);
  postil_row_set_take (self->set, row);
}

static void
lose (Reader     *self,
      JsonNode   *node,
      const char *kind,
      const char *message)
{
  const char *text = postil_json_node_get_text (node, "text");

  postil_report_add (self->options->losses, self->file, 0, kind, postil_json_node_get_text (node, "id"), "%s “%s”", message, text != NULL ? text : "");
}

static void
read_target (Reader   *self,
             JsonNode *node,
             JsonNode *target)
{
  JsonNode *tags = postil_json_node_get_member (node, "tags");
  guint n_tags = 0;

  for (guint i = 0; i < postil_json_node_count (tags); i++)
    {
      const char *tag = postil_json_node_get_string (postil_json_node_get_item (tags, i));

      if (tag != NULL && tag[0] != '\0')
        take_row (self, node, target, tag, n_tags++ == 0);
    }
  if (n_tags == 0)
    {
      postil_report_add (self->options->losses, self->file, 0, "no-code", postil_json_node_get_text (node, "id"),
                         _("The annotation bears no tag; its code became “%s”."), "highlighting");
      take_row (self, node, target, "highlighting", TRUE);
    }
  else if (n_tags > 1)
    postil_report_add (self->options->losses, self->file, 0, "split", postil_json_node_get_text (node, "id"),
                       _("The annotation bears %u tags; it became as many annotations."), n_tags);
}

static void
read_annotation (Reader   *self,
                 JsonNode *node)
{
  JsonNode *targets = postil_json_node_get_member (node, "target");
  JsonNode *target = postil_json_node_count (targets) > 0 ? postil_json_node_get_item (targets, 0) : NULL;

  self->n_read++;
  if (postil_json_node_count (postil_json_node_get_member (node, "references")) > 0)
    lose (self, node, "reply", _("This is a reply to another annotation, and was left out:"));
  else if (find_quote (target) == NULL || postil_json_node_get_text (find_quote (target), "exact") == NULL)
    lose (self, node, "target", _("This note is about a whole page, or about what is no text, and was left out:"));
  else
    read_target (self, node, target);
}

static gboolean
is_annotation (JsonNode *node)
{
  return postil_json_node_get_member (node, "uri") != NULL && (postil_json_node_get_member (node, "target") != NULL || postil_json_node_get_member (node, "user") != NULL);
}

/* {"rows": […]}, {"annotations": […]}, an array, or one. */
static void
visit (Reader   *self,
       JsonNode *node)
{
  const char *const lists[] = { "rows", "annotations", "replies" };

  if (is_annotation (node))
    read_annotation (self, node);
  for (guint i = 0; i < postil_json_node_count (node); i++)
    if (is_annotation (postil_json_node_get_item (node, i)))
      read_annotation (self, postil_json_node_get_item (node, i));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < postil_json_node_count (postil_json_node_get_member (node, lists[i])); j++)
      if (is_annotation (postil_json_node_get_item (postil_json_node_get_member (node, lists[i]), j)))
        read_annotation (self, postil_json_node_get_item (postil_json_node_get_member (node, lists[i]), j));
      else
        postil_report_add (self->options->errors, self->file, 0, "schema", NULL,
                           _("Item %u of the file is no annotation, and was left out."), j + 1);
}

static gboolean
read_file (PostilRowSet           *set,
           const PostilImportFile *file,
           PostilImportOptions    *options,
           GError                **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *data = NULL;
  Reader self = { set, options, file->path, 0 };
  gsize length;

  data = postil_row_dup_utf8 (file->bytes, &length, NULL, error);
  if (data == NULL || !postil_json_check (data, length, NULL, error))
    return FALSE;
  if (!json_parser_load_from_data (parser, data, (gssize) length, &local_error))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED, local_error->message);
      return FALSE;
    }
  visit (&self, json_parser_get_root (parser));
  if (self.n_read == 0)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("This is JSON, but holds no annotation as the API of Hypothesis gives them."));
  return self.n_read > 0;
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (PostilRowSet) set = postil_row_set_new (options);
  guint n_taken = 0;

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (!g_str_has_suffix (files[i].path, ".json"))
        continue;
      n_taken++;
      if (!read_file (set, &files[i], options, &local_error))
        postil_report_add_error (options->errors, files[i].path, 0, local_error);
    }
  if (n_taken > 0)
    return postil_row_set_finish (set, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("None of the files holds what the API of Hypothesis gives."));
  return FALSE;
}

/* Cheap: words that only it uses. */
static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  for (guint i = 0; i < n_files; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (files[i].bytes, &length);
      gssize n = (gssize) MIN (length, SNIFF_BYTES);

      if (n > 0 && g_str_has_suffix (files[i].path, ".json") && g_strstr_len (data, n, "\"acct:") != NULL
          && g_strstr_len (data, n, "\"uri\"") != NULL)
        return 90;
    }
  return 0;
}

const PostilFormat postil_format_hypothesis = {
  .name = "hypothesis",
  .title = N_ ("Hypothesis (what its API gives)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ,
  .cannot_hold = "",
  .sniff = sniff,
  .import = import,
};
