/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Annotations seen as statements: what networks are made of. Equal strings are kept once, so
 * that half a million statements need little more than their numbers. Any thread, one at a
 * time. */

#include "config.h"

#include "model/postil-network.h"

#include <string.h>

struct _PostilStatements
{
  GStringChunk *strings;
  GArray       *items; /* (element-type PostilStatement) */
};

PostilStatements *
postil_statements_new (void)
{
  PostilStatements *self = g_new0 (PostilStatements, 1);

  self->strings = g_string_chunk_new (16 * 1024);
  self->items = g_array_new (FALSE, FALSE, sizeof (PostilStatement));
  return self;
}

void
postil_statements_free (PostilStatements *self)
{
  if (self == NULL)
    return;
  g_string_chunk_free (self->strings);
  g_array_unref (self->items);
  g_free (self);
}

static const char *
keep (PostilStatements *self,
      const char       *text)
{
  return g_string_chunk_insert_const (self->strings, text != NULL ? text : "");
}

void
postil_statements_add (PostilStatements      *self,
                       const PostilStatement *statement)
{
  PostilStatement kept;

  g_return_if_fail (self != NULL);
  g_return_if_fail (statement != NULL);

  kept = (PostilStatement) {
    .row = keep (self, statement->row),
    .column = keep (self, statement->column),
    .qualifier = keep (self, statement->qualifier),
    .document = keep (self, statement->document),
    .day = statement->day,
  };
  g_array_append_val (self->items, kept);
}

guint
postil_statements_get_n (PostilStatements *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->items->len;
}

const PostilStatement *
postil_statements_get (PostilStatements *self,
                       guint             index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  return &g_array_index (self->items, PostilStatement, index);
}

static gboolean
parse_digits (const char *text,
              guint       n,
              guint      *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (guint) (text[i] - '0');
    }
  return TRUE;
}

guint
postil_network_parse_day (const char *date)
{
  guint year, month, day;
  GDate parsed;

  if (date == NULL || !parse_digits (date, 4, &year) || date[4] != '-' || !parse_digits (date + 5, 2, &month)
      || date[7] != '-' || !parse_digits (date + 8, 2, &day) || (date[10] != '\0' && strchr ("Tt ", date[10]) == NULL))
    return 0;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return 0;
  g_date_clear (&parsed, 1);
  g_date_set_dmy (&parsed, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return g_date_get_julian (&parsed);
}

const char *
postil_network_get_value (const char       *variable,
                          const char       *article,
                          const char       *coder,
                          PostilAnnotation *annotation)
{
  g_return_val_if_fail (variable != NULL, NULL);
  g_return_val_if_fail (annotation != NULL, NULL);

  if (strcmp (variable, "code") == 0)
    return postil_annotation_get_code (annotation);
  if (strcmp (variable, "coder") == 0)
    return coder;
  if (strcmp (variable, "article") == 0)
    return article;
  if (g_str_has_prefix (variable, "attribute:"))
    variable += strlen ("attribute:");
  return postil_annotation_get_attribute (annotation, variable);
}
