/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli class`: a whole class on its article: how many marked what, where they agree, and
 * with a key how each did and why. What is printed, exported and given as JSON are the same
 * tables. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "agreement/postil-class.h"
#include "drawing/postil-sheet.h"
#include "exchange/postil-workbook.h"
#include "model/postil-decision.h"
#include "storage/postil-citing.h"
#include "storage/postil-output.h"

/* An article of the class. */
typedef struct
{
  char        *path;
  char        *source;
  PostilClass *class;
} Lesson;

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  const char   *key;
  gboolean      hides_names;
  GPtrArray    *lessons; /* (element-type Lesson) */
} Classes;

static void
lesson_free (gpointer data)
{
  Lesson *lesson = data;

  g_free (lesson->path);
  g_free (lesson->source);
  postil_class_free (lesson->class);
  g_free (lesson);
}

/* --- Reading --------------------------------------------------------------------------- */

static gboolean
is_wanted (Classes    *self,
           const char *coder)
{
  if (self->key != NULL && g_str_equal (coder, self->key))
    return FALSE;
  if (self->cli->coders != NULL)
    return g_strv_contains ((const char *const *) self->cli->coders, coder);
  return !g_str_equal (coder, POSTIL_CONSENSUS);
}

static PostilLayer *
find_key (Classes          *self,
          PostilSetArticle *set)
{
  for (guint i = 0; self->key != NULL && i < set->layers->len; i++)
    if (g_str_equal (postil_layer_get_info (set->layers->pdata[i])->coder, self->key))
      return set->layers->pdata[i];
  return NULL;
}

static void
take_layers (Classes          *self,
             PostilSetArticle *set,
             GPtrArray        *layers)
{
  for (guint i = 0; i < set->layers->len; i++)
    {
      const PostilLayerInfo *info = postil_layer_get_info (set->layers->pdata[i]);

      if (!is_wanted (self, info->coder))
        continue;
      if (info->sha256 == NULL || g_str_equal (info->sha256, postil_text_get_sha256 (set->text)))
        g_ptr_array_add (layers, set->layers->pdata[i]);
      else
        postil_report_add (self->problems, set->path, 0, "text-changed", NULL,
                           _("%s marked another text, so it was left out. Run reanchor first."), info->coder);
    }
}

static gboolean
read_article (PostilCliArticle *article,
              gpointer          user_data)
{
  Classes *self = user_data;
  char **coders = self->cli->coders;
  g_autoptr (PostilSetArticle) set = NULL;
  g_autoptr (GPtrArray) layers = g_ptr_array_new ();
  g_autoptr (GFile) file = g_file_new_for_path (article->path);
  PostilClassInit init = { .hides_names = self->hides_names };
  Lesson *lesson = NULL;

  /* The key is read whichever coders are asked for. */
  self->cli->coders = NULL;
  set = postil_cli_take_set (self->cli, article, self->problems);
  self->cli->coders = coders;
  if (set->text == NULL)
    return TRUE;
  init.key = find_key (self, set);
  take_layers (self, set, layers);
  if (layers->len == 0 || (self->key != NULL && init.key == NULL))
    return TRUE;
  init.text = set->text;
  init.codebook = set->codebook;
  init.layers = (PostilLayer *const *) layers->pdata;
  init.n_layers = layers->len;
  lesson = g_new0 (Lesson, 1);
  lesson->path = g_strdup (set->path);
  lesson->source = postil_citing_dup_source (file, NULL);
  lesson->class = postil_class_new (&init);
  g_ptr_array_add (self->lessons, lesson);
  return TRUE;
}

/* --- JSON ------------------------------------------------------------------------------ */

static void
write_rows (PostilJsonWriter *writer,
            PostilClass      *class,
            const char       *key,
            guint             kind)
{
  g_autoptr (PostilClassTable) table = postil_class_new_table (class, kind);

  postil_json_writer_key (writer, key);
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < table->cells->len; i++)
    {
      guint column = i % table->n_columns;
      const char *cell = table->cells->pdata[i];

      if (column == 0)
        postil_json_writer_begin_object (writer);
      postil_json_writer_key (writer, table->titles[column]);
      if (*cell == '\0')
        postil_json_writer_null (writer);
      else if ((table->numeric >> column & 1) != 0)
        postil_json_writer_raw (writer, cell, strlen (cell));
      else
        postil_cli_append_name (writer, cell);
      if (column == table->n_columns - 1)
        postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

static void
write_heat (PostilJsonWriter *writer,
            PostilClass      *class)
{
  guint n = 0;
  const PostilHeatRun *runs = postil_heat_get_runs (postil_class_get_heat (class), &n);

  postil_json_writer_key (writer, "heat");
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    {
      postil_json_writer_begin_object (writer);
      postil_json_writer_member_uint (writer, "start", runs[i].span.start);
      postil_json_writer_member_uint (writer, "end", runs[i].span.end);
      postil_json_writer_member_uint (writer, "students", runs[i].n);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

static void
print_json (Classes *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, "key");
  postil_cli_append_name (&writer, self->key);
  postil_json_writer_key (&writer, "articles");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < self->lessons->len; i++)
    {
      Lesson *lesson = self->lessons->pdata[i];

      postil_json_writer_begin_object (&writer);
      postil_json_writer_key (&writer, "article");
      postil_cli_append_name (&writer, lesson->path);
      postil_json_writer_member_uint (&writer, "students", postil_class_get_n_students (lesson->class));
      write_heat (&writer, lesson->class);
      write_rows (&writer, lesson->class, "passages", POSTIL_CLASS_PASSAGES);
      write_rows (&writer, lesson->class, "scores", POSTIL_CLASS_SCORES);
      write_rows (&writer, lesson->class, "reasons", POSTIL_CLASS_REASONS);
      write_rows (&writer, lesson->class, "key_passages", POSTIL_CLASS_KEY);
      postil_json_writer_end_object (&writer);
    }
  postil_json_writer_end_array (&writer);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

/* --- Tables ---------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray          *titles; /* with the article's before them */
  GPtrArray          *cells;
  PostilWorkbookTable table;
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->titles, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static void
fill_table (Classes *self,
            guint    kind,
            Table   *to)
{
  to->titles = g_ptr_array_new ();
  to->cells = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (to->titles, (gpointer) "article");
  for (guint i = 0; i < self->lessons->len; i++)
    {
      Lesson *lesson = self->lessons->pdata[i];
      g_autoptr (PostilClassTable) table = postil_class_new_table (lesson->class, kind);

      for (guint c = 0; i == 0 && c < table->n_columns; c++)
        g_ptr_array_add (to->titles, (gpointer) table->titles[c]);
      for (guint c = 0; c < table->cells->len; c++)
        {
          if (c % table->n_columns == 0)
            g_ptr_array_add (to->cells, g_utf8_make_valid (lesson->path, -1));
          g_ptr_array_add (to->cells, g_strdup (table->cells->pdata[c]));
        }
      to->table.name = table->name;
      to->table.numeric = table->numeric << 1;
    }
  to->table.titles = (const char *const *) to->titles->pdata;
  to->table.n_columns = to->titles->len;
  to->table.cells = (const char *const *) to->cells->pdata;
  to->table.n_rows = to->cells->len / to->titles->len;
}

static GBytes *
make_workbook (Classes  *self,
               GError  **error)
{
  static const guint kinds[] = { POSTIL_CLASS_SCORES, POSTIL_CLASS_REASONS, POSTIL_CLASS_KEY, POSTIL_CLASS_PASSAGES };
  guint first = self->key != NULL ? 0 : 3;
  Table tables[G_N_ELEMENTS (kinds)] = { { NULL } };
  PostilWorkbookTable sheets[G_N_ELEMENTS (kinds)];
  GBytes *bytes = NULL;

  for (guint i = first; i < G_N_ELEMENTS (kinds); i++)
    {
      fill_table (self, kinds[i], &tables[i]);
      sheets[i] = tables[i].table;
    }
  bytes = postil_workbook_write (sheets + first, G_N_ELEMENTS (kinds) - first, error);
  for (guint i = first; i < G_N_ELEMENTS (kinds); i++)
    table_clear (&tables[i]);
  return bytes;
}

static GBytes *
make_csv (Classes *self,
          guint    kind)
{
  g_auto (Table) table = { NULL };

  fill_table (self, kind, &table);
  return postil_workbook_write_csv (&table.table);
}

/* --- Writing --------------------------------------------------------------------------- */

static gboolean
write_bytes (Classes    *self,
             GBytes     *bytes,
             const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilOutput) output = NULL;

  if (g_str_equal (path, "-"))
    {
      postil_cli_write (self->cli, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      return TRUE;
    }
  output = postil_output_new_file (path, &error);
  if (output != NULL && postil_output_append (NULL, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), output, &error)
      && postil_output_commit (output, &error))
    return TRUE;
  postil_cli_complain (self->cli, "%s", error->message);
  return FALSE;
}

static gboolean
write_output (Classes    *self,
              const char *path,
              guint       kind)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  PostilPaper paper = POSTIL_PAPER_A4;

  if (g_str_has_suffix (path, ".pdf") && self->lessons->len > 1)
    {
      postil_cli_complain (self->cli, _("The sheets are of one article. Name it in place of the folder."));
      return FALSE;
    }
  if (g_str_has_suffix (path, ".pdf"))
    bytes = postil_sheet_write_class (((Lesson *) self->lessons->pdata[0])->class, &paper,
                                      ((Lesson *) self->lessons->pdata[0])->source);
  else if (g_str_has_suffix (path, ".xlsx"))
    bytes = make_workbook (self, &error);
  else
    bytes = make_csv (self, kind);
  if (bytes == NULL)
    {
      postil_cli_complain (self->cli, "%s", error != NULL ? error->message : _("The pages could not be made."));
      return FALSE;
    }
  return write_bytes (self, bytes, path);
}

/* Columns as wide as their longest cell, for a terminal; quotes are cut. */
static void
print_table (Classes *self,
             guint    kind)
{
  g_auto (Table) table = { NULL };
  g_autoptr (GString) out = g_string_new (NULL);

  fill_table (self, kind, &table);
  for (guint r = 0; r <= table.table.n_rows; r++)
    for (guint c = 0; c < table.table.n_columns; c++)
      {
        const char *cell = r == 0 ? table.table.titles[c] : table.table.cells[(gsize) (r - 1) * table.table.n_columns + c];
        glong n = g_utf8_strlen (cell, -1);
        g_autofree char *cut = n > 40 ? g_utf8_substring (cell, 0, 40) : NULL;
        glong width = g_utf8_strlen (table.table.titles[c], -1);

        postil_cli_append_safe (out, cut != NULL ? cut : *cell != '\0' ? cell : "–");
        if (cut != NULL)
          g_string_append (out, "…");
        for (glong i = MAX (n, 1); i < width; i++)
          g_string_append_c (out, ' ');
        g_string_append (out, c + 1 < table.table.n_columns ? "  " : "\n");
      }
  postil_cli_write_string (self->cli, out);
}

static int
present (Classes    *self,
         const char *output,
         const char *table)
{
  static const char *const names[POSTIL_N_CLASS_TABLES] = { "scores", "reasons", "passages", "key" };
  guint kind = self->key != NULL ? POSTIL_CLASS_SCORES : POSTIL_CLASS_PASSAGES;

  for (guint i = 0; table != NULL && i <= POSTIL_N_CLASS_TABLES; i++)
    {
      if (i == POSTIL_N_CLASS_TABLES)
        {
          postil_cli_complain (self->cli, _("There is no table “%s”: --table takes scores, reasons, passages or key."), table);
          return POSTIL_CLI_FAILED;
        }
      kind = i;
      if (g_str_equal (table, names[i]))
        break;
    }
  if (self->key == NULL && kind != POSTIL_CLASS_PASSAGES)
    {
      postil_cli_complain (self->cli, _("Name the coder whose layer is the key: --key CODER."));
      return POSTIL_CLI_FAILED;
    }
  if (!postil_cli_foreach (self->cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS | POSTIL_READ_SHA256, self->problems, read_article, self))
    return POSTIL_CLI_FAILED;
  postil_cli_end_progress (self->cli);
  if (self->lessons->len == 0)
    postil_report_add (self->problems, NULL, 0, "no-article", NULL,
                       self->key != NULL ? _("No article was marked by “%s” and by another coder.") : _("No article was marked by anybody."),
                       self->key);
  if (output != NULL && self->lessons->len > 0 && !write_output (self, output, kind))
    return POSTIL_CLI_FAILED;
  if (self->cli->json)
    print_json (self);
  else if (output == NULL && self->lessons->len > 0)
    print_table (self, kind);
  postil_cli_list_entries (self->cli, self->problems);
  return postil_report_get_n_entries (self->problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GPtrArray) lessons = g_ptr_array_new_with_free_func (lesson_free);
  g_autofree char *key = NULL;
  g_autofree char *output = NULL;
  g_autofree char *table = NULL;
  Classes self = { .cli = cli, .problems = problems, .lessons = lessons };
  const GOptionEntry entries[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &key, N_("The coder whose layer is the key"), N_("CODER") },
    { "hide-names", 0, 0, G_OPTION_ARG_NONE, &self.hides_names, N_("Number the students in place of naming them"), NULL },
    { "table", 0, 0, G_OPTION_ARG_STRING, &table, N_("scores, reasons, passages or key"), N_("NAME") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("A .csv, .xlsx or .pdf that is written; “-” for CSV to standard output"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_class, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv))
    return POSTIL_CLI_FAILED;
  self.key = key;
  return present (&self, output, table);
}

const PostilCliCommand postil_cli_class = {
  .name = "class",
  .arguments = N_("FOLDER|ARTICLE…"),
  .summary = N_("See what a whole class made of an article"),
  .details = N_("Where the class agrees; with --key, how each did: passages found, with borders off, with another code,\n"
                "missed, or not in the key; exact, by overlap (at least half), and partial credit (F1). A PDF holds a\n"
                "sheet for the class and one for each student, a workbook all tables, a CSV the one of --table.\n"
                "\n"
                "Example: postil-cli class ~/class/rafah.txt --key teacher -o sheets.pdf"),
  .run = run,
};
