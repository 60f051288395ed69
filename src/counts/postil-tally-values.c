/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tally is asked here. A value in a dimension is a number: of a code, a coder, an article,
 * an attribute's value; of a time the years, months or days since the beginning of the era.
 * Any thread, once it is filled. */

#include "config.h"

#include "counts/postil-tally-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DAYS 62u    /* in a chart over time; more are shown by month, */
#define MAX_MONTHS 72u  /* and more by year */

guint
postil_tally_get_n_passages (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->records->len;
}

PostilTallied
postil_tally_get_passage (PostilTally *self,
                          guint        index)
{
  PostilTallied passage = { 0 };
  const PostilTallyRecord *record = NULL;

  g_return_val_if_fail (self != NULL && index < self->records->len, passage);

  record = postil_tally_peek (self, index);
  passage.article = record->article;
  passage.coder = record->coder;
  passage.code = record->code;
  passage.start = record->start;
  passage.end = record->end;
  passage.id = record->id;
  passage.excerpt = record->excerpt;
  return passage;
}

guint
postil_tally_get_n_links (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->links->len;
}

PostilTalliedLink
postil_tally_get_link (PostilTally *self,
                       guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->links->len, ((PostilTalliedLink) { 0 }));

  return g_array_index (self->links, PostilTalliedLink, index);
}

static guint32
find_name (PostilTallyNames *names,
           const char       *id)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (names->numbers, id));

  return number > 0 ? number - 1 : POSTIL_TALLY_NONE;
}

static const PostilTallyName *
get_name (PostilTallyNames *names,
          guint32           number)
{
  static const PostilTallyName nothing = { "", "" };

  return number < names->names->len ? &g_array_index (names->names, PostilTallyName, number) : &nothing;
}

guint
postil_tally_get_n_codes (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->codes.names->len;
}

const char *
postil_tally_get_code (PostilTally *self,
                       guint32      code)
{
  g_return_val_if_fail (self != NULL, "");

  return get_name (&self->codes, code)->id;
}

const char *
postil_tally_get_code_label (PostilTally *self,
                             guint32      code)
{
  g_return_val_if_fail (self != NULL, "");

  return get_name (&self->codes, code)->label;
}

guint32
postil_tally_find_code (PostilTally *self,
                        const char  *code)
{
  g_return_val_if_fail (self != NULL && code != NULL, POSTIL_TALLY_NONE);

  return find_name (&self->codes, code);
}

guint
postil_tally_get_n_coders (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->coders.names->len;
}

const char *
postil_tally_get_coder (PostilTally *self,
                        guint32      coder)
{
  g_return_val_if_fail (self != NULL, "");

  return get_name (&self->coders, coder)->id;
}

guint32
postil_tally_find_coder (PostilTally *self,
                         const char  *coder)
{
  g_return_val_if_fail (self != NULL && coder != NULL, POSTIL_TALLY_NONE);

  return find_name (&self->coders, coder);
}

guint
postil_tally_get_n_articles (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->articles->len;
}

const char *
postil_tally_get_article (PostilTally *self,
                          guint32      article)
{
  g_return_val_if_fail (self != NULL && article < self->articles->len, "");

  return g_array_index (self->articles, PostilTallyArticle, article).path;
}

guint
postil_tally_get_article_n_chars (PostilTally *self,
                                  guint32      article)
{
  g_return_val_if_fail (self != NULL && article < self->articles->len, 0);

  return g_array_index (self->articles, PostilTallyArticle, article).n_chars;
}

guint32
postil_tally_find_article (PostilTally *self,
                           const char  *path)
{
  guint number = 0;

  g_return_val_if_fail (self != NULL && path != NULL, POSTIL_TALLY_NONE);

  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->paths, path));
  return number > 0 ? number - 1 : POSTIL_TALLY_NONE;
}

guint
postil_tally_get_n_attributes (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->attributes.names->len;
}

const char *
postil_tally_get_attribute_label (PostilTally *self,
                                  guint32      attribute)
{
  g_return_val_if_fail (self != NULL, "");

  return attribute != POSTIL_TALLY_NONE ? get_name (&self->attributes, attribute)->label : _("Actor");
}

guint32
postil_tally_find_attribute (PostilTally *self,
                             const char  *name)
{
  guint32 number = 0;

  g_return_val_if_fail (self != NULL && name != NULL, POSTIL_TALLY_NONE);

  number = find_name (&self->attributes, name);
  if (number != POSTIL_TALLY_NONE)
    return number;
  return self->attributes.names->len > 0 ? 0 : POSTIL_TALLY_NONE;
}

guint
postil_tally_get_n_kinds (PostilTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->kinds.names->len;
}

const char *
postil_tally_get_kind_label (PostilTally *self,
                             guint32      kind)
{
  g_return_val_if_fail (self != NULL, "");

  return get_name (&self->kinds, kind)->label;
}

/* --- Values ---------------------------------------------------------------------------- */

static guint32
get_time (const PostilTallyArticle *article,
          PostilTallyBy             by)
{
  if (article->year == 0)
    return POSTIL_TALLY_NONE;
  if (by == POSTIL_BY_YEAR)
    return article->year;
  if (article->month == 0)
    return POSTIL_TALLY_NONE;
  if (by == POSTIL_BY_MONTH)
    return article->year * 12u + article->month - 1;
  if (article->day == 0)
    return POSTIL_TALLY_NONE;
  else
    {
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_dmy (&date, article->day, (GDateMonth) article->month, article->year);
      return g_date_get_julian (&date);
    }
}

static guint32
get_tenth (const PostilTallyRecord  *record,
           const PostilTallyArticle *article)
{
  if (record->end <= record->start || record->start >= article->n_chars)
    return POSTIL_TALLY_NONE;
  return (guint32) ((guint64) record->start * 10 / article->n_chars);
}

static guint32
get_given (PostilTally             *self,
           const PostilTallyRecord *record,
           guint32                  attribute)
{
  for (guint i = 0; i < record->n_values; i++)
    {
      const PostilTallyAttribute *given = &g_array_index (self->given, PostilTallyAttribute, record->first_value + i);

      if (given->attribute == attribute)
        return given->value;
    }
  return POSTIL_TALLY_NONE;
}

guint32
postil_tally_get_value (PostilTally     *self,
                        guint            passage,
                        PostilDimension  dimension)
{
  const PostilTallyRecord *record = NULL;
  const PostilTallyArticle *article = NULL;

  g_return_val_if_fail (self != NULL && passage < self->records->len, POSTIL_TALLY_NONE);

  record = postil_tally_peek (self, passage);
  article = &g_array_index (self->articles, PostilTallyArticle, record->article);
  switch (dimension.by)
    {
    case POSTIL_BY_CODE:
      return record->code;
    case POSTIL_BY_CODER:
      return record->coder;
    case POSTIL_BY_ARTICLE:
      return record->article;
    case POSTIL_BY_ATTRIBUTE:
      return get_given (self, record, dimension.attribute);
    case POSTIL_BY_YEAR:
    case POSTIL_BY_MONTH:
    case POSTIL_BY_DAY:
      return get_time (article, dimension.by);
    case POSTIL_BY_TENTH:
      return get_tenth (record, article);
    }
  return POSTIL_TALLY_NONE;
}

static char *
dup_none (PostilTally     *self,
          PostilDimension  dimension)
{
  switch (dimension.by)
    {
    case POSTIL_BY_YEAR:
      return g_strdup (_("No date"));
    case POSTIL_BY_MONTH:
    case POSTIL_BY_DAY:
      return g_strdup (_("No date, or not so exact"));
    case POSTIL_BY_TENTH:
      return g_strdup (_("Place not known"));
    case POSTIL_BY_ATTRIBUTE:
      /* Translators: %s is an attribute, as in "Actor: not given". */
      return g_strdup_printf (_("%s: not given"), postil_tally_get_attribute_label (self, dimension.attribute));
    case POSTIL_BY_CODE:
    case POSTIL_BY_CODER:
    case POSTIL_BY_ARTICLE:
      break;
    }
  return g_strdup ("");
}

static char *
dup_day (guint32 julian)
{
  char text[16];
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &date);
  return g_strdup (text);
}

char *
postil_tally_dup_label (PostilTally     *self,
                        PostilDimension  dimension,
                        guint32          value)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (value == POSTIL_TALLY_NONE)
    return dup_none (self, dimension);
  switch (dimension.by)
    {
    case POSTIL_BY_CODE:
      return g_strdup (postil_tally_get_code_label (self, value));
    case POSTIL_BY_CODER:
      return g_strdup (postil_tally_get_coder (self, value));
    case POSTIL_BY_ARTICLE:
      return g_strdup (postil_tally_get_article (self, value));
    case POSTIL_BY_ATTRIBUTE:
      return g_strdup (get_name (&self->values, value)->id);
    case POSTIL_BY_YEAR:
      return g_strdup_printf ("%u", value);
    case POSTIL_BY_MONTH:
      return g_strdup_printf ("%04u-%02u", value / 12, value % 12 + 1);
    case POSTIL_BY_DAY:
      return dup_day (value);
    case POSTIL_BY_TENTH:
      /* Translators: a stretch of an article, as in "10–20 %". */
      return g_strdup_printf (_("%u–%u %%"), value * 10, value * 10 + 10);
    }
  return NULL;
}

PostilTallyBy
postil_tally_suggest_time (PostilTally       *self,
                           PostilTallyFilter  filter)
{
  guint32 first_day = G_MAXUINT32;
  guint32 last_day = 0;
  guint32 first_month = G_MAXUINT32;
  guint32 last_month = 0;

  g_return_val_if_fail (self != NULL, POSTIL_BY_YEAR);

  for (guint i = 0; i < self->articles->len; i++)
    {
      const PostilTallyArticle *article = &g_array_index (self->articles, PostilTallyArticle, i);
      guint32 month = get_time (article, POSTIL_BY_MONTH);
      guint32 day = get_time (article, POSTIL_BY_DAY);

      if (filter.article != POSTIL_TALLY_NONE && filter.article != i)
        continue;
      if (month != POSTIL_TALLY_NONE)
        {
          first_month = MIN (first_month, month);
          last_month = MAX (last_month, month);
        }
      if (day != POSTIL_TALLY_NONE)
        {
          first_day = MIN (first_day, day);
          last_day = MAX (last_day, day);
        }
    }
  if (first_day <= last_day && last_day - first_day < MAX_DAYS && last_month - first_month < 3)
    return POSTIL_BY_DAY;
  return first_month <= last_month && last_month - first_month < MAX_MONTHS ? POSTIL_BY_MONTH : POSTIL_BY_YEAR;
}

gboolean
postil_tally_passes (PostilTally       *self,
                     guint              passage,
                     PostilTallyFilter  filter)
{
  const PostilTallyRecord *record = NULL;

  g_return_val_if_fail (self != NULL && passage < self->records->len, FALSE);

  record = postil_tally_peek (self, passage);
  return (filter.coder == POSTIL_TALLY_NONE || filter.coder == record->coder) &&
         (filter.article == POSTIL_TALLY_NONE || filter.article == record->article) &&
         (filter.time == POSTIL_TALLY_NONE ||
          filter.time == get_time (&g_array_index (self->articles, PostilTallyArticle, record->article), filter.time_by));
}

static guint
get_spans (PostilTally             *self,
           const PostilTallyRecord *record,
           PostilSpan              *hull,
           const PostilSpan       **spans)
{
  if (record->n_spans > 0)
    {
      *spans = &g_array_index (self->spans, PostilSpan, record->first_span);
      return record->n_spans;
    }
  *hull = (PostilSpan) { record->start, record->end };
  *spans = hull;
  return record->end > record->start ? 1 : 0;
}

gboolean
postil_tally_overlap (PostilTally *self,
                      guint        first,
                      guint        second)
{
  PostilSpan hulls[2];
  const PostilSpan *spans[2] = { NULL, NULL };
  guint n[2];
  guint i = 0;
  guint j = 0;

  g_return_val_if_fail (self != NULL && first < self->records->len && second < self->records->len, FALSE);

  n[0] = get_spans (self, postil_tally_peek (self, first), &hulls[0], &spans[0]);
  n[1] = get_spans (self, postil_tally_peek (self, second), &hulls[1], &spans[1]);
  while (i < n[0] && j < n[1])
    {
      if (MAX (spans[0][i].start, spans[1][j].start) < MIN (spans[0][i].end, spans[1][j].end))
        return TRUE;
      if (spans[0][i].end <= spans[1][j].end)
        i++;
      else
        j++;
    }
  return FALSE;
}
