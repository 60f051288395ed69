/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli check`: everything about a folder that can be verified. Memory grows with the
 * problems, not with the folder. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  PostilCli        *cli;
  PostilReport     *problems;
  PostilCliRecords  records;
  GArray           *places; /* (element-type Place) of the layer at hand */
  guint             n_articles;
  guint             n_sidecars;
  guint             n_annotations;
} Check;

/* A piece, for finding what overlaps it. */
typedef struct
{
  const char       *code;
  PostilSpan        span;
  PostilAnnotation *annotation;
} Place;

/* The layer at hand. */
typedef struct
{
  PostilCliArticle *article;
  const char       *file;
  PostilLayer      *layer;
} Subject;

static void
check_place (Check            *self,
             Subject          *subject,
             PostilAnnotation *annotation)
{
  PostilText *text = subject->article->contents->text;
  const char *id = postil_annotation_get_id (annotation);
  PostilSpan hull = postil_annotation_get_hull (annotation);

  if (text == NULL)
    return;
  switch (postil_annotation_check (annotation, text))
    {
    case POSTIL_FIT_OK:
      return;
    case POSTIL_FIT_RANGE:
      postil_report_add (self->problems, subject->file, 0, "range", id,
                         _("The passage from %u to %u is not in the text, which has %u characters."),
                         hull.start, hull.end, postil_text_get_n_chars (text));
      return;
    case POSTIL_FIT_QUOTE:
    default:
      postil_report_add (self->problems, subject->file, 0, "quote-mismatch", id,
                         _("The text from %u to %u is not the quote of the annotation."), hull.start, hull.end);
      return;
    }
}

static void
collect_places (Check            *self,
                PostilAnnotation *annotation)
{
  const PostilPiece *pieces;
  guint n_pieces;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return;
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      Place place = { postil_annotation_get_code (annotation), pieces[i].span, annotation };

      if (place.span.start < place.span.end)
        g_array_append_val (self->places, place);
    }
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *first = a;
  const Place *second = b;
  int order = strcmp (first->code, second->code);

  if (order != 0)
    return order;
  return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

/* Sweeps the pieces of each code; the one that reaches furthest overlaps whatever any does. */
static void
check_overlaps (Check   *self,
                Subject *subject)
{
  g_autoptr (GHashTable) reported = NULL;
  Place *furthest = NULL;

  g_array_sort (self->places, compare_places);
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = &g_array_index (self->places, Place, i);
      const char *id = postil_annotation_get_id (place->annotation);

      if (furthest == NULL || strcmp (furthest->code, place->code) != 0)
        furthest = place;
      else if (place->span.start < furthest->span.end && place->annotation != furthest->annotation)
        {
          if (reported == NULL)
            reported = g_hash_table_new (NULL, NULL);
          if (g_hash_table_add (reported, place->annotation))
            postil_report_add (self->problems, subject->file, 0, "self-overlap", id,
                               _("The passage from %u to %u overlaps another one of the code “%s”: %s."),
                               place->span.start, place->span.end, place->code,
                               postil_annotation_get_id (furthest->annotation));
        }
      if (place->span.end > furthest->span.end)
        furthest = place;
    }
}

static void
check_annotations (Check   *self,
                   Subject *subject)
{
  PostilCodebook *codebook = subject->article->contents->codebook;
  guint n = postil_layer_get_n_annotations (subject->layer);

  g_array_set_size (self->places, 0);
  for (guint i = 0; i < n; i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (subject->layer, i);
      const char *code = postil_annotation_get_code (annotation);

      if (!postil_cli_wants_code (self->cli, code))
        continue;
      self->n_annotations++;
      check_place (self, subject, annotation);
      collect_places (self, annotation);
      if (postil_codebook_lookup_code (codebook, code) == NULL)
        postil_report_add (self->problems, subject->file, 0, "unknown-code", postil_annotation_get_id (annotation),
                           _("The code “%s” is not in the codebook."), code);
    }
  check_overlaps (self, subject);
}

static void
check_text (Check   *self,
            Subject *subject)
{
  const char *sha256 = postil_layer_get_info (subject->layer)->sha256;
  PostilText *text = subject->article->contents->text;

  if (sha256 != NULL && text != NULL && g_ascii_strcasecmp (sha256, postil_text_get_sha256 (text)) != 0)
    postil_report_add (self->problems, subject->file, 0, "text-changed", NULL,
                       _("The article’s text is another one than when this was saved."));
}

static void
check_version (Check   *self,
               Subject *subject)
{
  if (postil_layer_get_info (subject->layer)->schema_version > 1)
    postil_report_add (self->problems, subject->file, 0, "newer-version", NULL,
                       _("A newer Postil wrote this file; it can be read here, but not changed."));
}

static void
check_sidecar (Check            *self,
               PostilCliArticle *article,
               guint             index)
{
  const PostilSidecarEntry *sidecar = g_ptr_array_index (article->contents->entry->sidecars, index);
  const GError *error = g_ptr_array_index (article->contents->layer_errors, index);
  g_autofree char *shown = postil_cli_dup_shown (article, sidecar->path);
  Subject subject = { article, shown, g_ptr_array_index (article->contents->layers, index) };

  if (self->cli->coders != NULL && !g_strv_contains ((const char *const *) self->cli->coders, sidecar->coder))
    return;
  self->n_sidecars++;
  if (sidecar->conflicted)
    postil_report_add (self->problems, shown, 0, "conflicted-copy", NULL,
                       _("A sync service made this copy. Merge it with “postil-cli merge”, then delete it."));
  if (!article->contents->entry->exists)
    postil_report_add (self->problems, shown, 0, "no-article", NULL,
                       _("The article “%s” of these annotations is not there."), article->shown);
  postil_report_take_all (self->problems, g_ptr_array_index (article->contents->layer_reports, index), shown);
  if (error != NULL)
    postil_cli_add_layer_error (self->problems, shown, error);
  if (subject.layer == NULL)
    return;
  check_version (self, &subject);
  check_text (self, &subject);
  check_annotations (self, &subject);
}

static gboolean
check_article (PostilCliArticle *article,
               gpointer          user_data)
{
  Check *self = user_data;
  PostilArticleContents *contents = article->contents;
  g_autoptr (PostilArticleRecord) record = postil_cli_records_dup (&self->records, article, self->problems);

  self->n_articles += contents->entry->exists;
  if (contents->text_error != NULL)
    postil_report_add_error (self->problems, article->shown, 0, contents->text_error);
  for (guint i = 0; i < contents->entry->sidecars->len; i++)
    check_sidecar (self, article, i);
  return TRUE;
}

static void
append_json_problem (PostilJsonWriter        *writer,
                     const PostilReportEntry *entry)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_key (writer, "file");
  postil_cli_append_name (writer, entry->file);
  postil_json_writer_member (writer, "kind", entry->kind);
  postil_json_writer_key (writer, "annotation");
  postil_cli_append_name (writer, entry->item);
  postil_json_writer_key (writer, "line");
  if (entry->line > 0)
    postil_json_writer_uint (writer, entry->line);
  else
    postil_json_writer_null (writer);
  postil_json_writer_key (writer, "message");
  postil_cli_append_name (writer, entry->message);
  postil_json_writer_end_object (writer);
}

static void
print_json (Check *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "articles", self->n_articles);
  postil_json_writer_member_uint (&writer, "sidecars", self->n_sidecars);
  postil_json_writer_member_uint (&writer, "annotations", self->n_annotations);
  postil_json_writer_key (&writer, "problems");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < postil_report_get_n_entries (self->problems); i++)
    append_json_problem (&writer, postil_report_get_entry (self->problems, i));
  postil_json_writer_end_array (&writer);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static void
print_table (Check *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = postil_report_get_n_entries (self->problems);

  for (guint i = 0; i < n; i++)
    postil_cli_append_entry (out, postil_report_get_entry (self->problems, i));
  if (!self->cli->quiet)
    g_string_append_printf (out, _("Articles: %u. Sidecars: %u. Annotations: %u. Problems: %u.\n"),
                            self->n_articles, self->n_sidecars, self->n_annotations, n);
  postil_cli_write_string (self->cli, out);
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  Check check = { .cli = cli, .problems = problems, .places = places };
  gboolean scanned;

  if (!postil_cli_parse (cli, &postil_cli_check, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         NULL, argc, argv))
    return POSTIL_CLI_FAILED;
  scanned = postil_cli_foreach (cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS | POSTIL_READ_CONFLICTED | POSTIL_READ_SHA256 | POSTIL_READ_VALIDATE,
                                problems, check_article, &check);
  postil_cli_records_clear (&check.records);
  if (!scanned)
    return POSTIL_CLI_FAILED;
  postil_cli_end_progress (cli);
  if (cli->json)
    print_json (&check);
  else
    print_table (&check);
  return postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

const PostilCliCommand postil_cli_check = {
  .name = "check",
  .arguments = N_("FOLDER…"),
  .summary = N_("Verify everything: files, quotes, codes, links"),
  .details = N_("It changes nothing, and ends with 1 when it finds a problem. Kinds of problems: malformed,\n"
                "schema, newer-version, unreadable, no-article, encoding, text-changed, quote-mismatch, range,\n"
                "duplicate-id, unknown-code, self-overlap, broken-link, conflicted-copy.\n"
                "\n"
                "Example: postil-cli check --json ~/articles"),
  .run = run,
};
