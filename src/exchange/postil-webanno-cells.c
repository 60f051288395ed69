/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cells of WebAnno's TSV: values that are stacked ("PER[1]|ORG[2]"), go on in the next
 * line (the number in brackets), and refer to others ("1-3[0_2]"). Any thread. */

#include "config.h"

#include "exchange/postil-webanno-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define DEPENDENCY "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency"

/* What is to be done when all annotations are known. */
typedef struct
{
  const PostilWebannoColumn *column;
  PostilWebannoUnit         *unit;
  PostilWebannoMark         *mark;  /* NULL for one to be found by its index */
  guint                      index;
  char                      *value;
  char                      *number; /* in brackets, or NULL */
} Later;

static void
later_free (gpointer data)
{
  Later *self = data;

  g_free (self->value);
  g_free (self->number);
  g_free (self);
}

static gboolean
is_escaped (const char *text,
            gsize       at)
{
  gsize n = 0;

  while (n < at && text[at - n - 1] == '\\')
    n++;
  return n % 2 == 1;
}

/* At each @separator that is not escaped. */
static GPtrArray *
split (const char *text,
       char        separator)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  gsize start = 0;

  for (gsize i = 0;; i++)
    if (text[i] == '\0' || (text[i] == separator && !is_escaped (text, i)))
      {
        g_ptr_array_add (parts, g_strndup (text + start, i - start));
        start = i + 1;
        if (text[i] == '\0')
          return parts;
      }
}

static char *
unescape (const char *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    if (*p != '\\' || p[1] == '\0')
      g_string_append_c (out, *p);
    else
      {
        p++;
        g_string_append_c (out, *p == 't' ? '\t' : *p == 'n' ? '\n' : *p);
      }
  return g_strdup (out->str);
}

/* "PER[1]" is "PER" and "1". */
static char *
take_number (char *value)
{
  gsize n = strlen (value);
  gsize at = n;

  if (n < 3 || value[n - 1] != ']' || is_escaped (value, n - 1))
    return NULL;
  while (at > 0 && (value[at - 1] != '[' || is_escaped (value, at - 1)))
    at--;
  if (at == 0)
    return NULL;
  value[n - 1] = '\0';
  value[at - 1] = '\0';
  return g_strdup (value + at);
}

/* "coref->1-2" is "coref" and "1-2". */
static char *
take_chain (char *value)
{
  char *arrow = g_strrstr (value, "->");

  if (arrow == NULL || is_escaped (value, (gsize) (arrow - value)) || !g_ascii_isdigit (arrow[2]))
    return NULL;
  *arrow = '\0';
  return g_strdup (arrow + 2);
}

static void
refuse (PostilWebanno *self,
        guint          line,
        const char    *item)
{
  postil_report_add (self->errors, self->file, line, "malformed", item,
                     _("“%s” is nothing that can be understood here, so it was left out."), item);
}

PostilWebannoMark *
postil_webanno_add_mark (PostilWebanno     *self,
                         PostilWebannoUnit *unit,
                         const char        *type)
{
  PostilWebannoMark *mark = g_new0 (PostilWebannoMark, 1);

  mark->fs = postil_cas_add (self->cas, self->next_id++, type, unit->line);
  mark->begin = unit->begin;
  mark->end = unit->end;
  mark->line = unit->line;
  postil_cas_add_ref (self->cas, mark->fs, "sofa", self->sofa);
  g_ptr_array_add (self->marks, mark);
  return mark;
}

/* The @index-th of its type in this line. */
static PostilWebannoMark *
find_mark (PostilWebannoUnit *unit,
           const char        *type,
           guint              index)
{
  for (guint i = 0; i < unit->marks->len; i++)
    {
      PostilWebannoMark *mark = unit->marks->pdata[i];

      if (strcmp (mark->fs->type, type) == 0 && index-- == 0)
        return mark;
    }
  return NULL;
}

static PostilWebannoMark *
get_span (PostilWebanno             *self,
          const PostilWebannoColumn *column,
          PostilWebannoUnit         *unit,
          guint                      index,
          GHashTable                *table,
          const char                *number)
{
  PostilWebannoMark *mark = find_mark (unit, column->type, index);

  if (mark == NULL && number != NULL && (mark = g_hash_table_lookup (table, number)) != NULL)
    {
      mark->end = unit->end;
      g_ptr_array_add (unit->marks, mark);
    }
  if (mark == NULL)
    {
      mark = postil_webanno_add_mark (self, unit, column->type);
      mark->is_relation = column->is_relation;
      g_ptr_array_add (unit->marks, mark);
    }
  if (number != NULL && !g_hash_table_contains (table, number))
    g_hash_table_insert (table, g_strdup (number), mark);
  return mark;
}

static void
set_text (PostilWebanno             *self,
          const PostilWebannoColumn *column,
          PostilWebannoMark         *mark,
          const char                *value)
{
  g_autofree char *text = NULL;

  if (strcmp (value, "*") == 0 || postil_cas_find (mark->fs, column->feature) != NULL)
    return;
  text = unescape (value);
  postil_cas_add_text (self->cas, mark->fs, column->feature, text);
}

/* A structure for each role, which the targets are put into later. */
static void
add_roles (PostilWebanno             *self,
           const PostilWebannoColumn *column,
           PostilWebannoMark         *mark,
           const char                *value)
{
  g_autoptr (GPtrArray) roles = split (value, ';');
  PostilCasValue *links;
  guint32 *ids;

  if (strcmp (value, "_") == 0 || postil_cas_find (mark->fs, column->feature) != NULL)
    return;
  ids = postil_scratch_alloc (&self->cas->scratch, roles->len * sizeof (guint32));
  for (guint i = 0; i < roles->len; i++)
    {
      g_autofree char *role = unescape (roles->pdata[i]);
      PostilCasFs *fs = postil_cas_add (self->cas, self->next_id++, column->target, mark->line);

      if (strcmp (roles->pdata[i], "*") != 0)
        postil_cas_add_text (self->cas, fs, "role", role);
      ids[i] = fs->id;
    }
  links = postil_cas_add_value (self->cas, mark->fs, column->feature, POSTIL_CAS_REFS);
  links->refs = ids;
  links->n = roles->len;
}

static void
wait (PostilWebanno             *self,
      const PostilWebannoColumn *column,
      PostilWebannoUnit         *unit,
      PostilWebannoMark         *mark,
      guint                      index,
      const char                *value,
      const char                *number)
{
  Later *later = g_new0 (Later, 1);

  if (self->later->len == 0)
    g_ptr_array_set_free_func (self->later, later_free);
  *later = (Later) { column, unit, mark, index, g_strdup (value), g_strdup (number) };
  g_ptr_array_add (self->later, later);
}

static void
read_value (PostilWebanno             *self,
            const PostilWebannoColumn *column,
            PostilWebannoUnit         *unit,
            guint                      index,
            const char                *cell)
{
  g_autofree char *value = g_strdup (cell);
  g_autofree char *number = NULL;
  PostilWebannoMark *mark;

  if (column->kind == POSTIL_WEBANNO_CHAIN_LINK)
    number = take_chain (value);
  else if (column->kind != POSTIL_WEBANNO_TARGET)
    number = take_number (value);
  if (column->kind == POSTIL_WEBANNO_CHAIN_TYPE)
    {
      wait (self, column, unit, NULL, index, value, NULL);
      return;
    }
  if (column->kind == POSTIL_WEBANNO_CHAIN_LINK && number == NULL)
    {
      refuse (self, unit->line, cell);
      return;
    }
  mark = get_span (self, column, unit, index, column->is_chain ? self->chains : self->numbered,
                   column->is_relation ? NULL : number);
  if (column->kind == POSTIL_WEBANNO_PRIMITIVE || column->kind == POSTIL_WEBANNO_CHAIN_LINK)
    set_text (self, column, mark, value);
  else if (column->kind == POSTIL_WEBANNO_ROLE)
    add_roles (self, column, mark, value);
  else if (column->kind == POSTIL_WEBANNO_REF || column->kind == POSTIL_WEBANNO_TARGET)
    wait (self, column, unit, mark, index, value, number);
}

void
postil_webanno_read_cells (PostilWebanno     *self,
                           PostilWebannoUnit *unit,
                           char             **cells)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (unit != NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const PostilWebannoColumn *column = &g_array_index (self->columns, PostilWebannoColumn, i);
      g_autoptr (GPtrArray) stacked = NULL;

      if (strcmp (cells[i], "_") == 0)
        continue;
      stacked = split (cells[i], '|');
      for (guint j = 0; j < stacked->len; j++)
        read_value (self, column, unit, j, stacked->pdata[j]);
    }
}

/* The annotation that "1-3" (and its number) mean. */
static PostilWebannoMark *
find_target (PostilWebanno *self,
             const char    *type,
             const char    *id,
             const char    *number)
{
  PostilWebannoUnit *unit = g_hash_table_lookup (self->by_id, id);

  if (number != NULL && strcmp (number, "0") != 0)
    return g_hash_table_lookup (self->numbered, number);
  if (unit == NULL)
    return NULL;
  if (strcmp (type, POSTIL_CAS_TOKEN) == 0)
    return unit->token;
  if (strcmp (type, POSTIL_CAS_ANNOTATION) == 0 && unit->marks->len > 0)
    return unit->marks->pdata[0];
  return find_mark (unit, type, 0);
}

static void
settle_relation (PostilWebanno *self,
                 const Later   *later)
{
  const char *type = strcmp (later->column->type, DEPENDENCY) == 0 ? POSTIL_CAS_TOKEN : later->column->target;
  g_auto (GStrv) numbers = g_strsplit (later->number != NULL ? later->number : "", "_", 2);
  const char *source = numbers[0];
  const char *target = source != NULL ? numbers[1] : NULL;
  PostilWebannoMark *from = find_target (self, type, later->value, source);
  PostilWebannoMark *to = find_target (self, type, later->unit->id, target);

  if (postil_cas_find (later->mark->fs, "Governor") != NULL)
    return;
  /* What is missing is told when links are made. */
  postil_cas_add_ref (self->cas, later->mark->fs, "Governor", from != NULL ? from->fs->id : 0);
  postil_cas_add_ref (self->cas, later->mark->fs, "Dependent", to != NULL ? to->fs->id : 0);
}

static void
settle_slots (PostilWebanno *self,
              const Later   *later)
{
  const PostilCasValue *links = postil_cas_find (later->mark->fs, later->column->feature);
  g_autoptr (GPtrArray) targets = split (later->value, ';');

  for (guint i = 0; i < targets->len; i++)
    {
      char *value = targets->pdata[i];
      g_autofree char *number = NULL;
      PostilCasFs *link = links != NULL && i < links->n ? postil_cas_lookup (self->cas, links->refs[i]) : NULL;
      PostilWebannoMark *target;

      if (strcmp (value, "*") == 0 || strcmp (value, "_") == 0)
        continue;
      number = take_number (value);
      target = find_target (self, later->column->target, value, number);
      if (link == NULL || target == NULL)
        refuse (self, later->unit->line, value);
      else if (postil_cas_find (link, "target") == NULL)
        postil_cas_add_ref (self->cas, link, "target", target->fs->id);
    }
}

/* Elements of a chain are tied in their order. */
static void
settle_chains (PostilWebanno *self)
{
  GHashTableIter iter;
  gpointer key, mark;

  g_hash_table_iter_init (&iter, self->chains);
  while (g_hash_table_iter_next (&iter, &key, &mark))
    {
      const char *dash = strchr (key, '-');
      g_autofree char *next = NULL;
      PostilWebannoMark *other;

      if (dash == NULL)
        continue;
      next = g_strdup_printf ("%.*s%" G_GUINT64_FORMAT, (int) (dash + 1 - (const char *) key), (const char *) key,
                              g_ascii_strtoull (dash + 1, NULL, 10) + 1);
      other = g_hash_table_lookup (self->chains, next);
      if (other != NULL)
        postil_cas_add_ref (self->cas, ((PostilWebannoMark *) mark)->fs, "next", other->fs->id);
    }
}

void
postil_webanno_settle (PostilWebanno *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->later->len; i++)
    {
      const Later *later = self->later->pdata[i];

      if (later->column->kind == POSTIL_WEBANNO_CHAIN_TYPE)
        {
          PostilWebannoMark *mark = find_mark (later->unit, later->column->type, later->index);

          if (mark != NULL)
            set_text (self, later->column, mark, later->value);
          else
            refuse (self, later->unit->line, later->value);
        }
      else if (later->column->kind == POSTIL_WEBANNO_REF)
        settle_relation (self, later);
      else
        settle_slots (self, later);
    }
  settle_chains (self);
}
