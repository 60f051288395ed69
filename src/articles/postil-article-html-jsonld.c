/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what a page says of its article in JSON-LD: the first object, however deep, whose type
 * is an article of schema.org. Broken JSON, which is common, gives what stood before the fault.
 * Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/postil-json-reader.h"

/* A person or an organization that others refer to by its id. */
typedef struct
{
  PostilJsonReader   reader;
  PostilArticleMeta *best;
  gboolean           is_found;
  GHashTable        *names; /* id → name */
  const char        *page_title; /* or NULL */
  char             **body;
} Scan;

/* What one object says. */
typedef struct
{
  PostilArticleMeta meta;
  char             *id;
  char             *name;
  char             *body;
  gboolean          is_article;
} Thing;

static gboolean read_value (Scan  *self,
                            Thing *thing,
                            const char *key);

static void
thing_clear (Thing *thing)
{
  g_clear_pointer (&thing->meta.title, g_free);
  g_clear_pointer (&thing->meta.author, g_free);
  g_clear_pointer (&thing->meta.date, g_free);
  g_clear_pointer (&thing->meta.publisher, g_free);
  g_clear_pointer (&thing->meta.language, g_free);
  g_clear_pointer (&thing->meta.url, g_free);
  g_clear_pointer (&thing->id, g_free);
  g_clear_pointer (&thing->name, g_free);
  g_clear_pointer (&thing->body, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Thing, thing_clear)

/* Names often come escaped for HTML a second time. */
static char *
dup_unescaped (const char *value)
{
  GString *out = g_string_new (NULL);

  for (const char *p = value; *p != '\0'; p++)
    {
      const char *end = *p == '&' ? strchr (p, ';') : NULL;
      g_autofree char *name = end != NULL && end - p < 12 ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
      const htmlEntityDesc *entity = name != NULL ? htmlEntityLookup ((const xmlChar *) name) : NULL;
      guint64 number = 0;

      if (name != NULL && name[0] == '#')
        number = g_ascii_strtoull (name + (name[1] == 'x' || name[1] == 'X' ? 2 : 1), NULL,
                                   name[1] == 'x' || name[1] == 'X' ? 16 : 10);
      else if (entity != NULL)
        number = entity->value;
      if (number == 0 || number > 0x10ffff || !g_unichar_validate ((gunichar) number))
        g_string_append_c (out, *p);
      else
        {
          g_string_append_unichar (out, (gunichar) number);
          p = end;
        }
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_article_type (const char *type)
{
  static const char *const exact[] = { "BlogPosting", "Report", "SocialMediaPosting", "LiveBlogPosting", "Review" };
  const char *slash = strrchr (type, '/');

  if (slash != NULL)
    type = slash + 1;
  for (guint i = 0; i < G_N_ELEMENTS (exact); i++)
    if (strcmp (type, exact[i]) == 0)
      return TRUE;
  return g_str_has_suffix (type, "Article");
}

static void
add_name (char      **names,
          const char *name)
{
  g_autofree char *old = *names;

  if (name == NULL || *name == '\0' || g_str_has_prefix (name, "http") || (old != NULL && strstr (old, name) != NULL))
    {
      g_steal_pointer (&old);
      return;
    }
  *names = old != NULL ? g_strconcat (old, ", ", name, NULL) : g_strdup (name);
}

static void
take_string (Thing      *thing,
             const char *key,
             const char *value)
{
  g_autofree char *plain = dup_unescaped (value);

  if (strcmp (key, "@type") == 0)
    thing->is_article |= is_article_type (value);
  else if (strcmp (key, "@id") == 0 && thing->id == NULL)
    thing->id = g_strdup (value);
  else if (strcmp (key, "name") == 0)
    postil_article_meta_set (&thing->name, plain);
  else if (strcmp (key, "headline") == 0)
    postil_article_meta_set (&thing->meta.title, plain);
  else if (strcmp (key, "author") == 0)
    add_name (&thing->meta.author, plain);
  else if (strcmp (key, "publisher") == 0 && !g_str_has_prefix (plain, "http"))
    postil_article_meta_set (&thing->meta.publisher, plain);
  else if (strcmp (key, "articleBody") == 0 && thing->body == NULL)
    thing->body = g_steal_pointer (&plain);
  else if (strcmp (key, "datePublished") == 0)
    postil_article_meta_set_date (&thing->meta.date, plain);
  else if (strcmp (key, "inLanguage") == 0)
    postil_article_meta_set (&thing->meta.language, plain);
  else if ((strcmp (key, "url") == 0 || strcmp (key, "mainEntityOfPage") == 0) && g_str_has_prefix (plain, "http"))
    postil_article_meta_set (&thing->meta.url, plain);
}

/* Some encyclopedias give a description as the headline, and the headline as the name. */
static gboolean
is_rather_name (const char *page_title,
                const char *headline,
                const char *name)
{
  if (page_title != NULL)
    page_title += strspn (page_title, " \t\r\n");
  return page_title != NULL && name != NULL && g_str_has_prefix (page_title, name) && strstr (page_title, headline) == NULL;
}

static void
take_thing (Scan       *self,
            Thing      *outer,
            const char *key,
            Thing      *inner)
{
  const char *name = inner->name;

  if (inner->id != NULL && name != NULL)
    g_hash_table_insert (self->names, g_strdup (inner->id), g_strdup (name));
  if (name == NULL && inner->id != NULL)
    name = g_hash_table_lookup (self->names, inner->id);
  if (strcmp (key, "author") == 0)
    add_name (&outer->meta.author, name);
  else if (strcmp (key, "publisher") == 0)
    postil_article_meta_set (&outer->meta.publisher, name);
  else if (strcmp (key, "mainEntityOfPage") == 0 && inner->id != NULL && g_str_has_prefix (inner->id, "http"))
    postil_article_meta_set (&outer->meta.url, inner->id);
  if (!inner->is_article || self->is_found)
    return;
  if (*self->body == NULL)
    *self->body = g_steal_pointer (&inner->body);
  if (inner->meta.title == NULL || is_rather_name (self->page_title, inner->meta.title, inner->name))
    {
      g_free (inner->meta.title);
      inner->meta.title = g_strdup (inner->name);
    }
  self->is_found = inner->meta.title != NULL;
  postil_article_meta_set (&self->best->title, inner->meta.title);
  postil_article_meta_set (&self->best->author, inner->meta.author);
  postil_article_meta_set_date (&self->best->date, inner->meta.date);
  postil_article_meta_set (&self->best->publisher, inner->meta.publisher);
  postil_article_meta_set (&self->best->language, inner->meta.language);
  postil_article_meta_set (&self->best->url, inner->meta.url);
}

static gboolean
read_object (Scan       *self,
             Thing      *outer,
             const char *outer_key)
{
  g_auto (Thing) thing = { 0 };

  while (postil_json_reader_next (&self->reader) == POSTIL_JSON_KEY)
    {
      g_autofree char *key = postil_json_reader_dup_string (&self->reader);

      postil_json_reader_next (&self->reader);
      if (!read_value (self, &thing, key))
        return FALSE;
    }
  take_thing (self, outer, outer_key, &thing);
  return self->reader.token == POSTIL_JSON_OBJECT_END;
}

static gboolean
read_value (Scan       *self,
            Thing      *thing,
            const char *key)
{
  g_autofree char *value = NULL;

  switch ((int) self->reader.token)
    {
    case POSTIL_JSON_STRING:
      value = postil_json_reader_dup_string (&self->reader);
      take_string (thing, key, value);
      return TRUE;
    case POSTIL_JSON_OBJECT_BEGIN:
      return read_object (self, thing, key);
    case POSTIL_JSON_ARRAY_BEGIN:
      while (postil_json_reader_next (&self->reader) != POSTIL_JSON_ARRAY_END)
        if (!read_value (self, thing, key))
          return FALSE;
      return TRUE;
    case POSTIL_JSON_NUMBER:
    case POSTIL_JSON_TRUE:
    case POSTIL_JSON_FALSE:
    case POSTIL_JSON_NULL:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
scan (Scan       *self,
      const char *json)
{
  g_auto (Thing) outside = { 0 };

  postil_json_reader_init (&self->reader, json, strlen (json));
  postil_json_reader_next (&self->reader);
  read_value (self, &outside, "");
}

void
postil_html_read_json_ld (const char        *json,
                          const char        *page_title,
                          PostilArticleMeta *meta,
                          char             **body)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PostilArticleMeta) ignored = postil_article_meta_new ();
  Scan first = { .best = ignored, .names = names, .page_title = page_title, .body = body };
  Scan second = { .best = meta, .names = names, .page_title = page_title, .body = body };
  g_autofree char *clean = g_strdup (json);
  char *start, *end;

  /* Line ends within strings are an error to JSON and a habit of the web; so are a comment or
   * CDATA section around it all. */
  for (char *p = clean; *p != '\0'; p++)
    if ((guint8) *p < 0x20)
      *p = ' ';
  start = strpbrk (clean, "{[");
  if (start != NULL && g_str_has_prefix (start, "[CDATA["))
    start = strpbrk (start + 7, "{[");
  end = start != NULL ? strrchr (start, *start == '{' ? '}' : ']') : NULL;
  if (end == NULL)
    return;
  end[1] = '\0';
  /* Once for the names that ids stand for, which may come later than what refers to them. */
  scan (&first, start);
  scan (&second, start);
}
