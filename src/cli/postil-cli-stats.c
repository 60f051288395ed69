/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli stats`: counts, characters covered and share of text, by code, coder, article
 * or attribute, and crossed by two of them. A character is counted once a group, however
 * many passages cover it. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define SEPARATOR "\x1f" /* between the values of a group's key */

typedef struct
{
  char   **values;        /* one a dimension; NULL-terminated */
  guint64  n_annotations;
  guint64  n_characters;
  GArray  *spans;         /* (element-type PostilSpan) in the article at hand */
} Group;

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  char        **dimensions;
  guint         n_dimensions;
  GHashTable   *groups;     /* key → Group */
  GHashTable   *known;      /* names of attributes that were met */
  GHashTable   *lengths;    /* article → (guint64 *) characters, with a dimension "article" */
  GPtrArray    *codes;      /* (element-type utf8) in the codebook's order */
  guint64       n_total;    /* characters of all articles */
} Stats;

static void
group_free (gpointer data)
{
  Group *self = data;

  g_strfreev (self->values);
  g_array_unref (self->spans);
  g_free (self);
}

static Group *
ensure_group (Stats             *self,
              const char *const *values)
{
  g_autofree char *key = g_strjoinv (SEPARATOR, (char **) values);
  Group *group = g_hash_table_lookup (self->groups, key);

  if (group != NULL)
    return group;
  group = g_new0 (Group, 1);
  group->values = g_strdupv ((char **) values);
  group->spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  g_hash_table_insert (self->groups, g_steal_pointer (&key), group);
  return group;
}

static const char *
get_attribute_name (const char *dimension)
{
  return g_str_has_prefix (dimension, "attribute:") ? dimension + strlen ("attribute:") : dimension;
}

static const char *
get_value (Stats            *self,
           const char       *dimension,
           const char       *article,
           const char       *coder,
           PostilAnnotation *annotation)
{
  const char *value;

  if (strcmp (dimension, "code") == 0)
    return postil_annotation_get_code (annotation);
  if (strcmp (dimension, "coder") == 0)
    return coder;
  if (strcmp (dimension, "article") == 0)
    return article;
  value = postil_annotation_get_attribute (annotation, get_attribute_name (dimension));
  if (value != NULL)
    g_hash_table_add (self->known, g_strdup (dimension));
  return value != NULL ? value : "";
}

static void
count_annotation (Stats            *self,
                  const char       *article,
                  const char       *coder,
                  PostilAnnotation *annotation)
{
  g_autofree const char **values = g_new0 (const char *, self->n_dimensions + 1);
  const PostilPiece *pieces;
  Group *group;
  guint n_pieces;

  for (guint i = 0; i < self->n_dimensions; i++)
    values[i] = get_value (self, self->dimensions[i], article, coder, annotation);
  group = ensure_group (self, values);
  group->n_annotations++;
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return;
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    g_array_append_val (group->spans, pieces[i].span);
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const PostilSpan *first = a;
  const PostilSpan *second = b;

  return (first->start > second->start) - (first->start < second->start);
}

static void
close_group (Group *group)
{
  guint32 end = 0;

  g_array_sort (group->spans, compare_spans);
  for (guint i = 0; i < group->spans->len; i++)
    {
      PostilSpan span = g_array_index (group->spans, PostilSpan, i);

      if (span.end <= end)
        continue;
      group->n_characters += span.end - MAX (span.start, end);
      end = span.end;
    }
  g_array_set_size (group->spans, 0);
}

static void
add_codes (Stats          *self,
           PostilCodebook *codebook)
{
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const char *id = postil_codebook_get_code (codebook, i)->id;

      if (!g_ptr_array_find_with_equal_func (self->codes, id, g_str_equal, NULL))
        g_ptr_array_add (self->codes, g_strdup (id));
    }
  for (guint i = 0; i < self->n_dimensions; i++)
    if (postil_codebook_lookup_attribute (codebook, get_attribute_name (self->dimensions[i])) != NULL)
      g_hash_table_add (self->known, g_strdup (self->dimensions[i]));
}

static gboolean
count_article (PostilCliArticle *article,
               gpointer          user_data)
{
  Stats *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);
  guint n_chars = set->text != NULL ? postil_text_get_n_chars (set->text) : 0;
  GHashTableIter iter;
  gpointer group;

  add_codes (self, set->codebook);
  self->n_total += n_chars;
  g_hash_table_insert (self->lengths, g_strdup (set->path), g_memdup2 (&(guint64) { n_chars }, sizeof (guint64)));
  for (guint i = 0; i < set->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (set->layers, i);
      const char *coder = postil_layer_get_info (layer)->coder;

      for (guint j = 0; j < postil_layer_get_n_annotations (layer); j++)
        count_annotation (self, set->path, coder, postil_layer_get_annotation (layer, j));
      if (self->n_dimensions == 1 && strcmp (self->dimensions[0], "coder") == 0)
        ensure_group (self, (const char *[]) { coder, NULL });
    }
  if (self->n_dimensions == 1 && strcmp (self->dimensions[0], "article") == 0)
    ensure_group (self, (const char *[]) { set->path, NULL });
  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    if (((Group *) group)->spans->len > 0)
      close_group (group);
  return TRUE;
}

static int
compare_codes (Stats      *self,
               const char *a,
               const char *b)
{
  guint first = self->codes->len;
  guint second = self->codes->len;

  g_ptr_array_find_with_equal_func (self->codes, a, g_str_equal, &first);
  g_ptr_array_find_with_equal_func (self->codes, b, g_str_equal, &second);
  return first != second ? (first > second) - (first < second) : strcmp (a, b);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  Stats *self = user_data;
  Group *first = *(Group *const *) a;
  Group *second = *(Group *const *) b;

  for (guint i = 0; i < self->n_dimensions; i++)
    {
      int order = strcmp (self->dimensions[i], "code") == 0 ? compare_codes (self, first->values[i], second->values[i])
                                                            : strcmp (first->values[i], second->values[i]);

      if (order != 0)
        return order;
    }
  return 0;
}

static GPtrArray *
dup_rows (Stats *self)
{
  GPtrArray *rows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer group;

  if (self->n_dimensions == 0)
    ensure_group (self, (const char *[]) { NULL });
  for (guint i = 0; self->n_dimensions == 1 && strcmp (self->dimensions[0], "code") == 0 && i < self->codes->len; i++)
    if (postil_cli_wants_code (self->cli, g_ptr_array_index (self->codes, i)))
      ensure_group (self, (const char *[]) { g_ptr_array_index (self->codes, i), NULL });
  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    g_ptr_array_add (rows, group);
  g_ptr_array_sort_with_data (rows, compare_groups, self);
  return rows;
}

/* Of the article, where the group is of one; else of all. */
static guint64
get_total (Stats *self,
           Group *group)
{
  for (guint i = 0; i < self->n_dimensions; i++)
    if (strcmp (self->dimensions[i], "article") == 0)
      {
        guint64 *length = g_hash_table_lookup (self->lengths, group->values[i]);

        return length != NULL ? *length : 0;
      }
  return self->n_total;
}

static void
print_json (Stats     *self,
            GPtrArray *rows)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, "rows");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < rows->len; i++)
    {
      Group *group = g_ptr_array_index (rows, i);
      guint64 total = get_total (self, group);

      postil_json_writer_begin_object (&writer);
      for (guint j = 0; j < self->n_dimensions; j++)
        {
          postil_json_writer_key (&writer, self->dimensions[j]);
          postil_cli_append_name (&writer, group->values[j][0] != '\0' ? group->values[j] : NULL);
        }
      postil_json_writer_member_uint (&writer, "annotations", group->n_annotations);
      postil_json_writer_member_uint (&writer, "characters", group->n_characters);
      postil_json_writer_key (&writer, "share");
      if (total > 0)
        postil_json_writer_double (&writer, (double) group->n_characters / (double) total);
      else
        postil_json_writer_null (&writer);
      postil_json_writer_end_object (&writer);
    }
  postil_json_writer_end_array (&writer);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static void
append_cell (GString    *out,
             const char *text,
             guint       width)
{
  g_autoptr (GString) safe = g_string_new (NULL);
  glong n;

  postil_cli_append_safe (safe, text[0] != '\0' ? text : "–");
  n = g_utf8_strlen (safe->str, -1);
  g_string_append (out, safe->str);
  for (; n < (glong) width; n++)
    g_string_append_c (out, ' ');
  g_string_append_c (out, ' ');
}

static guint
find_width (GPtrArray  *rows,
            guint       dimension,
            const char *head)
{
  glong width = g_utf8_strlen (head, -1);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (GString) safe = g_string_new (NULL);

      postil_cli_append_safe (safe, ((Group *) g_ptr_array_index (rows, i))->values[dimension]);
      width = MAX (width, g_utf8_strlen (safe->str, -1));
    }
  return (guint) MIN (width, 60);
}

static void
print_list (Stats     *self,
            GPtrArray *rows)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree guint *widths = g_new0 (guint, self->n_dimensions + 1);

  for (guint i = 0; i < self->n_dimensions; i++)
    {
      widths[i] = find_width (rows, i, self->dimensions[i]);
      append_cell (out, self->dimensions[i], widths[i]);
    }
  g_string_append_printf (out, "%12s %12s %8s\n", "annotations", "characters", "share");
  for (guint i = 0; i < rows->len; i++)
    {
      Group *group = g_ptr_array_index (rows, i);
      guint64 total = get_total (self, group);

      for (guint j = 0; j < self->n_dimensions; j++)
        append_cell (out, group->values[j], widths[j]);
      g_string_append_printf (out, "%12" G_GUINT64_FORMAT " %12" G_GUINT64_FORMAT " ", group->n_annotations, group->n_characters);
      if (total > 0)
        g_string_append_printf (out, "%6.1f %%\n", 100.0 * (double) group->n_characters / (double) total);
      else
        g_string_append (out, "       –\n");
    }
  postil_cli_write_string (self->cli, out);
}

/* Codes in the codebook's order. */
static int
compare_code_values (gconstpointer a,
                     gconstpointer b,
                     gpointer      user_data)
{
  return compare_codes (user_data, *(char *const *) a, *(char *const *) b);
}

static int
compare_values (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The values of a dimension, each once, in order. */
static GPtrArray *
dup_values (Stats     *self,
            GPtrArray *rows,
            guint      dimension)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      char *value = ((Group *) g_ptr_array_index (rows, i))->values[dimension];

      if (g_hash_table_add (seen, value))
        g_ptr_array_add (values, value);
    }
  g_ptr_array_sort_with_data (values,
                              strcmp (self->dimensions[dimension], "code") == 0 ? compare_code_values : compare_values,
                              self);
  return values;
}

/* Counts of annotations: the first dimension down, the second across. */
static void
print_cross (Stats     *self,
             GPtrArray *rows)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) down = dup_values (self, rows, 0);
  g_autoptr (GPtrArray) across = dup_values (self, rows, 1);
  guint width = find_width (rows, 0, self->dimensions[0]);

  append_cell (out, self->dimensions[0], width);
  for (guint j = 0; j < across->len; j++)
    append_cell (out, g_ptr_array_index (across, j), 8);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < down->len; i++)
    {
      append_cell (out, g_ptr_array_index (down, i), width);
      for (guint j = 0; j < across->len; j++)
        {
          g_autofree char *key = g_strconcat (g_ptr_array_index (down, i), SEPARATOR, g_ptr_array_index (across, j), NULL);
          Group *group = g_hash_table_lookup (self->groups, key);
          g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, group != NULL ? group->n_annotations : 0);

          append_cell (out, count, (guint) MAX (8, g_utf8_strlen (g_ptr_array_index (across, j), -1)));
        }
      g_string_append_c (out, '\n');
    }
  postil_cli_write_string (self->cli, out);
}

/* FALSE where a dimension is neither known nor an attribute that anybody used. */
static gboolean
check_dimensions (Stats *self)
{
  static const char *const names[] = { "code", "coder", "article", NULL };

  for (guint i = 0; i < self->n_dimensions; i++)
    if (!g_strv_contains (names, self->dimensions[i]) && !g_hash_table_contains (self->known, self->dimensions[i]))
      {
        postil_cli_complain (self->cli, _("There is no attribute “%s” in the codebook or on any annotation. --by takes code, coder, article or an attribute."),
                             self->dimensions[i]);
        return FALSE;
      }
  return TRUE;
}

static int
print_stats (Stats *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (!check_dimensions (self))
    return POSTIL_CLI_FAILED;
  rows = dup_rows (self);
  postil_cli_end_progress (self->cli);
  if (self->cli->json)
    print_json (self, rows);
  else if (self->n_dimensions == 2)
    print_cross (self, rows);
  else
    print_list (self, rows);
  postil_cli_list_entries (self->cli, self->problems);
  return postil_report_get_n_entries (self->problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, group_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) lengths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) dimensions = NULL;
  Stats stats = { .cli = cli, .problems = problems, .groups = groups, .known = known, .lengths = lengths, .codes = codes };
  const GOptionEntry entries[] = {
    { "by", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &dimensions, N_("code, coder, article or an attribute; may be given again"), N_("WHAT") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_stats, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv))
    return POSTIL_CLI_FAILED;
  stats.dimensions = dimensions;
  stats.n_dimensions = dimensions != NULL ? g_strv_length (dimensions) : 0;
  if (!postil_cli_foreach (cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, problems, count_article, &stats))
    return POSTIL_CLI_FAILED;
  return print_stats (&stats);
}

const PostilCliCommand postil_cli_stats = {
  .name = "stats",
  .arguments = N_("FOLDER…"),
  .summary = N_("Count annotations, and the text that they cover"),
  .details = N_("Characters are those that are covered, counted once; the share is of the article’s text with\n"
                "--by article, else of all articles’. Two --by give a cross table of annotations.\n"
                "\n"
                "Example: postil-cli stats ~/articles --by code --by coder"),
  .run = run,
};
