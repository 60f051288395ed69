/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* brat's standoff lines as rows: a text-bound annotation is a row; relations, the roles of
 * events and equivalences are links; attributes, modifications and normalisations are
 * attributes; AnnotatorNotes are the note. Invariant: every line becomes part of a row, or an
 * entry of the losses or errors with its file and line. Any thread. */

#include "config.h"

#include "exchange/postil-brat.h"

#include "exchange/postil-brat-reader-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

PostilBratReader *
postil_brat_reader_new (PostilImportOptions *options,
                        PostilBratConf      *conf,
                        const char          *article,
                        GPtrArray           *types)
{
  PostilBratReader *self;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (article != NULL, NULL);

  self = g_new0 (PostilBratReader, 1);
  self->options = options;
  self->conf = conf;
  self->article = g_strdup (article);
  self->coder = conf != NULL && conf->coder != NULL ? conf->coder : options->coder;
  self->types = types;
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_array_new (FALSE, FALSE, sizeof (PostilBratLine));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_row_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->triggers = g_hash_table_new (NULL, NULL);
  self->notes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->spans = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
postil_brat_reader_free (PostilBratReader *self)
{
  if (self == NULL)
    return;
  g_free (self->article);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->lines);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->triggers);
  g_hash_table_unref (self->notes);
  g_hash_table_unref (self->spans);
  g_free (self);
}

static void
refuse (PostilBratReader     *self,
        const PostilBratLine *line,
        const char           *message)
{
  postil_report_add (self->options->errors, line->file, line->line, "malformed", line->id, "%s", message);
}

/* Lines end with LF or CRLF; anything else that Unicode calls a line end is part of them. */
static void
split_lines (PostilBratReader *self,
             const char       *file,
             char             *text)
{
  guint n_line = 0;

  while (*text != '\0')
    {
      char *end = strchrnul (text, '\n');
      PostilBratLine line = { file, ++n_line, text, NULL, "" };
      gboolean is_last = *end == '\0';
      char *tab;

      if (end > text && end[-1] == '\r')
        end[-1] = '\0';
      *end = '\0';
      tab = strchr (text, '\t');
      if (tab != NULL)
        {
          *tab = '\0';
          line.data = tab + 1;
          tab = strchr (line.data, '\t');
          if (tab != NULL)
            {
              *tab = '\0';
              line.tail = tab + 1;
            }
          g_array_append_val (self->lines, line);
        }
      else if (g_strstrip (text)[0] != '\0')
        refuse (self, &line, _("This line has no tab after its id, so it was left out."));
      text = is_last ? end : end + 1;
    }
}

void
postil_brat_reader_add (PostilBratReader       *self,
                        const PostilImportFile *file)
{
  g_autoptr (GError) error = NULL;
  char *name;
  char *text;
  gsize length;

  g_return_if_fail (self != NULL);
  g_return_if_fail (file != NULL);

  text = postil_row_dup_utf8 (file->bytes, &length, &self->options->dialect, &error);
  if (text == NULL)
    {
      postil_report_add_error (self->options->errors, file->path, 0, error);
      return;
    }
  name = g_strdup (file->path);
  g_ptr_array_add (self->texts, text);
  g_ptr_array_add (self->texts, name);
  if (strlen (text) < length)
    postil_report_add (self->options->errors, name, 0, "malformed", NULL,
                       _("The file holds a NUL character, and what stands behind it was left out."));
  split_lines (self, name, text);
}

gboolean
postil_brat_parse_fragment (const char *text,
                            PostilSpan *span)
{
  g_auto (GStrv) numbers = g_strsplit (text, " ", 3);
  guint64 start, end;

  if (g_strv_length (numbers) != 2
      || !g_ascii_string_to_unsigned (numbers[0], 10, 0, G_MAXUINT32 - 1, &start, NULL)
      || !g_ascii_string_to_unsigned (g_strchomp (numbers[1]), 10, 0, G_MAXUINT32 - 1, &end, NULL))
    return FALSE;
  *span = (PostilSpan) { (guint32) start, (guint32) end };
  return TRUE;
}

/* "0 4;6 9" */
static gboolean
parse_fragments (PostilRow  *row,
                 const char *places)
{
  g_auto (GStrv) fragments = g_strsplit (places, ";", (int) POSTIL_BRAT_MAX_FRAGMENTS + 1);

  if (fragments[0] == NULL || g_strv_length (fragments) > POSTIL_BRAT_MAX_FRAGMENTS)
    return FALSE;
  for (guint i = 0; fragments[i] != NULL; i++)
    {
      PostilSpan span;

      if (!postil_brat_parse_fragment (fragments[i], &span))
        return FALSE;
      postil_row_add_span (row, span);
    }
  return TRUE;
}

static void
note_type (PostilBratReader *self,
           const char       *code)
{
  if (self->types != NULL && !g_ptr_array_find_with_equal_func (self->types, code, g_str_equal, NULL))
    g_ptr_array_add (self->types, g_strdup (code));
}

/* T1<TAB>Concern 0 4;6 9<TAB>the quote */
static void
read_text_bound (PostilBratReader     *self,
                 const PostilBratLine *line)
{
  g_autoptr (PostilRow) row = postil_row_new (line->file, line->line);
  char *places = strchr (line->data, ' ');
  gboolean is_known = g_hash_table_contains (self->by_id, line->id);

  if (places == NULL || places == line->data || !parse_fragments (row, places + 1))
    {
      refuse (self, line, _("This is no text-bound annotation (“T1”, tab, “Type start end”, tab, text), so it was left out."));
      return;
    }
  *places = '\0';
  row->article = g_strdup (self->article);
  row->coder = g_strdup (self->coder);
  row->coder_name = self->conf != NULL ? g_strdup (self->conf->coder_name) : NULL;
  row->code = g_strdup (postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ENTITY, line->data));
  row->id = postil_row_dup_derived_id ("postil-brat", self->article, self->coder != NULL ? self->coder : "", line->id, NULL);
  row->quote = line->tail[0] != '\0' ? g_strdup (line->tail) : NULL;
  row->one_line = TRUE;
  if (row->quote == NULL)
    postil_report_add (self->options->losses, line->file, line->line, "no-quote", line->id,
                       _("This annotation says no text, so its place could not be verified."));
  note_type (self, row->code);
  g_hash_table_insert (self->spans, row, g_strdup (places + 1));
  if (!is_known)
    g_hash_table_insert (self->by_id, (gpointer) line->id, row);
  g_ptr_array_add (self->rows, g_steal_pointer (&row));
}

/* "Type:T1" in two; FALSE where it is none. */
static gboolean
split_role (char  *text,
            char **target)
{
  char *colon = strrchr (text, ':');

  if (colon == NULL || colon == text || colon[1] == '\0')
    return FALSE;
  *colon = '\0';
  *target = colon + 1;
  return TRUE;
}

/* E1<TAB>Type:T1 Role:T2 Role:E2: the event is its trigger. */
static void
read_event (PostilBratReader     *self,
            const PostilBratLine *line)
{
  g_auto (GStrv) parts = g_strsplit (line->data, " ", 2);
  char *trigger;
  PostilRow *row;
  const char *code;

  if (parts[0] == NULL || !split_role (parts[0], &trigger)
      || (row = g_hash_table_lookup (self->by_id, trigger)) == NULL)
    {
      refuse (self, line, _("This event has no trigger among the text-bound annotations, so it was left out."));
      return;
    }
  if (!g_hash_table_add (self->triggers, row))
    postil_report_add (self->options->losses, line->file, line->line, "event", line->id,
                       _("Another event has the trigger %s, too; both are one annotation now, with the links of both."), trigger);
  if (g_hash_table_contains (self->by_id, line->id))
    {
      refuse (self, line, _("There is an event of this id already, so this one was left out."));
      return;
    }
  code = postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ENTITY, parts[0]);
  if (g_strcmp0 (code, row->code) != 0)
    postil_report_add (self->options->losses, line->file, line->line, "event", line->id,
                       _("The event is of the type “%s”, but its trigger %s is “%s”, and only the trigger’s was kept."),
                       code, trigger, row->code);
  g_hash_table_insert (self->by_id, (gpointer) line->id, row);
}

static void
add_link (PostilBratReader     *self,
          const PostilBratLine *line,
          PostilRow            *from,
          const char           *name,
          const char           *target)
{
  PostilRow *to = g_hash_table_lookup (self->by_id, target);

  if (to != NULL)
    postil_row_add_link (from, postil_brat_conf_get_id (self->conf, POSTIL_BRAT_RELATION, name), to->id);
  else
    postil_report_add (self->options->errors, line->file, line->line, "broken-link", line->id,
                       _("This line leads to %s, which is not in the file, so that link was left out."), target);
}

static void
read_event_roles (PostilBratReader     *self,
                  const PostilBratLine *line)
{
  PostilRow *row = g_hash_table_lookup (self->by_id, line->id);
  g_auto (GStrv) parts = g_strsplit_set (line->data, " ", -1);

  for (guint i = 1; row != NULL && parts[0] != NULL && parts[i] != NULL; i++)
    {
      char *target;

      if (parts[i][0] == '\0')
        continue;
      if (split_role (parts[i], &target))
        add_link (self, line, row, parts[i], target);
      else
        refuse (self, line, _("One of the event’s roles is not “Role:ID”, so it was left out."));
    }
}

/* R1<TAB>Type Arg1:T1 Arg2:T2 */
static void
read_relation (PostilBratReader     *self,
               const PostilBratLine *line)
{
  g_auto (GStrv) parts = g_strsplit (g_strchomp (line->data), " ", 4);
  PostilRow *from;
  char *first, *second;

  if (g_strv_length (parts) != 3 || !split_role (parts[1], &first) || !split_role (parts[2], &second))
    {
      refuse (self, line, _("This is no relation (“R1”, tab, “Type Arg1:T1 Arg2:T2”), so it was left out."));
      return;
    }
  if (g_str_has_prefix (parts[1], "Arg2") && g_str_has_prefix (parts[2], "Arg1"))
    {
      char *other = first;

      first = second;
      second = other;
    }
  else if (!g_str_has_prefix (parts[1], "Arg") || !g_str_has_prefix (parts[2], "Arg"))
    postil_report_add (self->options->losses, line->file, line->line, "role", line->id,
                       _("The names of the relation’s ends, “%s” and “%s”, are not kept; it leads from the first to the second."),
                       parts[1], parts[2]);
  from = g_hash_table_lookup (self->by_id, first);
  if (from != NULL)
    add_link (self, line, from, parts[0], second);
  else
    postil_report_add (self->options->errors, line->file, line->line, "broken-link", line->id,
                       _("This line leads to %s, which is not in the file, so that link was left out."), first);
}

/* *<TAB>Equiv T1 T2 T3: from the first to each other. */
static void
read_equivalence (PostilBratReader     *self,
                  const PostilBratLine *line)
{
  g_auto (GStrv) parts = g_strsplit_set (g_strchomp (line->data), " ", -1);
  PostilRow *from = NULL;

  if (g_strv_length (parts) < 3)
    {
      refuse (self, line, _("This is no equivalence (“*”, tab, “Equiv T1 T2”), so it was left out."));
      return;
    }
  from = g_hash_table_lookup (self->by_id, parts[1]);
  if (from == NULL)
    {
      postil_report_add (self->options->errors, line->file, line->line, "broken-link", line->id,
                         _("This line leads to %s, which is not in the file, so that link was left out."), parts[1]);
      return;
    }
  for (guint i = 2; parts[i] != NULL; i++)
    add_link (self, line, from, parts[0], parts[i]);
}

/* The row that a line is about; NULL, and listed, where it is about none. */
PostilRow *
postil_brat_reader_find_target (PostilBratReader     *self,
                                const PostilBratLine *line,
                                const char           *target)
{
  PostilRow *row = g_hash_table_lookup (self->by_id, target);

  if (row != NULL)
    return row;
  if (strchr ("RANM#*", target[0]) != NULL)
    postil_report_add (self->options->losses, line->file, line->line, "target", line->id,
                       _("This line says something about %s, which is no annotation of a passage, so it was left out: %s %s"),
                       target, line->data, line->tail);
  else
    postil_report_add (self->options->errors, line->file, line->line, "broken-link", line->id,
                       _("This line is about %s, which is not in the file, so it was left out."), target);
  return NULL;
}

/* A1<TAB>Name T1 [value]; M1 is the same without a value. */
static void
read_attribute (PostilBratReader     *self,
                const PostilBratLine *line)
{
  g_auto (GStrv) parts = g_strsplit (line->data, " ", 3);
  const char *name;
  PostilRow *row;
  const char *value;

  if (g_strv_length (parts) < 2 || parts[0][0] == '\0' || parts[1][0] == '\0')
    {
      refuse (self, line, _("This is no attribute (“A1”, tab, “Name T1 value”), so it was left out."));
      return;
    }
  row = postil_brat_reader_find_target (self, line, g_strchomp (parts[1]));
  if (row == NULL)
    return;
  value = parts[2] != NULL && parts[2][0] != '\0' ? parts[2] : "true";
  name = postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ATTRIBUTE, parts[0]);
  if (strcmp (name, POSTIL_BRAT_UNSURE) == 0 && strcmp (value, "true") == 0)
    row->unsure = TRUE;
  else
    postil_row_add_attribute (row, name, value);
}

/* N1<TAB>Reference T1 Wikipedia:534366<TAB>Barack Obama */
static void
read_normalisation (PostilBratReader     *self,
                    const PostilBratLine *line)
{
  g_auto (GStrv) parts = g_strsplit (g_strchomp (line->data), " ", 3);
  g_autofree char *value = NULL;
  PostilRow *row;

  if (g_strv_length (parts) != 3 || strchr (parts[2], ':') == NULL)
    {
      refuse (self, line, _("This is no normalisation (“N1”, tab, “Reference T1 DB:id”, tab, text), so it was left out."));
      return;
    }
  row = postil_brat_reader_find_target (self, line, parts[1]);
  if (row == NULL)
    return;
  value = line->tail[0] != '\0' ? g_strconcat (parts[2], " ", line->tail, NULL) : g_strdup (parts[2]);
  postil_row_add_attribute (row, postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ATTRIBUTE, parts[0]), value);
}

typedef void (*LineFunc) (PostilBratReader *self, const PostilBratLine *line);

static LineFunc
find_reader (char kind)
{
  switch (kind)
    {
    case 'E':
      return read_event_roles;
    case 'R':
      return read_relation;
    case 'A':
    case 'M':
      return read_attribute;
    case 'N':
      return read_normalisation;
    case '*':
      return read_equivalence;
    case '#':
      return postil_brat_reader_read_comment;
    default:
      return NULL;
    }
}

static void
foreach_line (PostilBratReader *self,
              char              kind,
              LineFunc          func)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (g_array_index (self->lines, PostilBratLine, i).id[0] == kind)
      func (self, &g_array_index (self->lines, PostilBratLine, i));
}

void
postil_brat_reader_end (PostilBratReader *self,
                        PostilRowSet     *set)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (set != NULL);

  foreach_line (self, 'T', read_text_bound);
  foreach_line (self, '#', postil_brat_reader_read_own_comment);
  foreach_line (self, 'E', read_event);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const PostilBratLine *line = &g_array_index (self->lines, PostilBratLine, i);
      LineFunc func = find_reader (line->id[0]);

      if (func != NULL)
        func (self, line);
      else if (line->id[0] != 'T')
        refuse (self, line, _("This is no line as brat writes them, so it was left out."));
    }
  for (guint i = 0; i < self->rows->len; i++)
    postil_row_set_take (set, g_steal_pointer (&self->rows->pdata[i]));
  g_ptr_array_set_size (self->rows, 0);
}
