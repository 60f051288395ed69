/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A filter in words. One line of text holds all of it, so that it can be seen, changed and
 * cleared where it was typed; menus only write into that line. Pure. */

#include "config.h"

#include "app/panes/postil-folder-query.h"

#include <string.h>

#define RANGE ".."

typedef struct
{
  gboolean          is_not;
  gboolean          has_field;
  PostilRecordField field;
  char             *value;  /* folded; of a date the first one of the range, or what it begins with */
  char             *last;   /* of a range of dates; NULL for none */
  char             *source; /* as it was typed */
} Term;

struct _PostilFolderQuery
{
  GPtrArray *terms; /* of Term */
};

static void
term_free (gpointer data)
{
  Term *term = data;

  g_free (term->value);
  g_free (term->last);
  g_free (term->source);
  g_free (term);
}

/* One term from @at, where no space is: a quotation mark holds spaces together up to the next. */
static const char *
find_end (const char *at)
{
  gboolean is_quoted = FALSE;

  for (; *at != '\0' && (is_quoted || !g_unichar_isspace (g_utf8_get_char (at))); at = g_utf8_next_char (at))
    if (*at == '"')
      is_quoted = !is_quoted;
  return at;
}

static const char *
skip_spaces (const char *at)
{
  while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

static char *
dup_unquoted (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);

  return g_strjoinv ("", parts);
}

static void
set_date (Term       *term,
          const char *value)
{
  const char *range = strstr (value, RANGE);

  term->value = range != NULL ? g_strndup (value, (gsize) (range - value)) : g_strdup (value);
  term->last = range != NULL ? g_strdup (range + strlen (RANGE)) : NULL;
}

static Term *
parse_term (const char *start,
            const char *end)
{
  Term *term = g_new0 (Term, 1);
  g_autofree char *value = NULL;
  const char *at = NULL;
  const char *colon = NULL;

  term->source = g_strndup (start, (gsize) (end - start));
  at = term->source;
  term->is_not = at[0] == '-' && at[1] != '\0';
  at += term->is_not ? 1 : 0;
  colon = strchr (at, ':');
  if (colon != NULL)
    {
      g_autofree char *name = g_strndup (at, (gsize) (colon - at));

      term->has_field = postil_record_field_from_name (name, &term->field);
    }
  value = dup_unquoted (term->has_field ? colon + 1 : at);
  if (term->has_field && term->field == POSTIL_RECORD_DATE)
    set_date (term, value);
  else
    term->value = g_utf8_casefold (value, -1);
  return term;
}

PostilFolderQuery *
postil_folder_query_new (const char *text)
{
  g_autoptr (PostilFolderQuery) self = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;

  self = g_new0 (PostilFolderQuery, 1);
  self->terms = g_ptr_array_new_with_free_func (term_free);
  for (const char *at = skip_spaces (text); *at != '\0';)
    {
      const char *end = find_end (at);

      g_ptr_array_add (self->terms, parse_term (at, end));
      at = skip_spaces (end);
    }
  return self->terms->len > 0 ? g_steal_pointer (&self) : NULL;
}

void
postil_folder_query_free (PostilFolderQuery *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->terms);
  g_free (self);
}

/* What is known less exactly than it is asked for ("2026" of "2026-03") may be meant, and is. */
static int
compare_dates (const char *date,
               const char *with)
{
  return strncmp (date, with, MIN (strlen (date), strlen (with)));
}

static gboolean
matches_date (const Term *term,
              const char *date)
{
  if (*date == '\0')
    return FALSE;
  if (term->last == NULL)
    return g_str_has_prefix (date, term->value);
  return compare_dates (date, term->value) >= 0 && compare_dates (date, term->last) <= 0;
}

static gboolean
has (const char *text,
     const char *needle)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, needle) != NULL;
}

static gboolean
matches_term (const Term       *term,
              PostilFolderItem *item)
{
  const PostilArticleRecord *record = postil_folder_item_get_record (item);

  if (term->has_field && term->field == POSTIL_RECORD_DATE)
    {
      g_autofree char *date = postil_folder_item_dup_date (item);

      return matches_date (term, date);
    }
  if (term->has_field)
    return record != NULL && has (postil_article_record_get (record, term->field), term->value);
  if (has (postil_folder_item_get_name (item), term->value))
    return TRUE;
  for (guint i = 0; record != NULL && i < POSTIL_RECORD_ORIGINAL; i++)
    if (has (postil_article_record_get (record, i), term->value))
      return TRUE;
  return FALSE;
}

gboolean
postil_folder_query_matches (PostilFolderQuery *self,
                             PostilFolderItem  *item)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (item), FALSE);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const Term *term = g_ptr_array_index (self->terms, i);

      if (matches_term (term, item) == term->is_not)
        return FALSE;
    }
  return TRUE;
}

char *
postil_folder_query_dup_with (const char        *text,
                              PostilRecordField  field,
                              const char        *value)
{
  g_autoptr (PostilFolderQuery) old = postil_folder_query_new (text);
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (field < POSTIL_N_RECORD_FIELDS, NULL);

  for (guint i = 0; old != NULL && i < old->terms->len; i++)
    {
      const Term *term = g_ptr_array_index (old->terms, i);

      if (!term->has_field || term->field != field)
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", term->source);
    }
  if (value != NULL)
    {
      g_autofree char *plain = dup_unquoted (value);
      const char *quote = strpbrk (plain, " \t") != NULL ? "\"" : "";

      g_string_append_printf (out, "%s%s:%s%s%s", out->len > 0 ? " " : "", postil_record_field_to_name (field),
                              quote, plain, quote);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
