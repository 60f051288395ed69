/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known about articles, kept as JSON that any program for schema.org understands.
 * Invariant: only members whose value changes are written anew, every other byte stays as it
 * was read; articles stand in order of name, so that two people's additions merge line by
 * line. Pure, any thread. */

#include "config.h"

#include "exchange/postil-article-list.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"
#include "exchange/postil-json-parts.h"

#define ITEMS "itemListElement"
#define ORIGINAL "isBasedOn"
#define VERSION "schemaVersion"
#define CURRENT_VERSION 1

/* By PostilRecordField: the member of schema.org, and the words of people's tables. */
static const struct
{
  const char *member;
  const char *column;
  const char *others[4];
} fields[POSTIL_N_RECORD_FIELDS] = {
  { "name", "title", { "name", "headline", NULL } },
  { "author", "author", { "byline", "authors", "creator", NULL } },
  { "datePublished", "date", { "datepublished", "published", "date_published", NULL } },
  { "publisher", "publisher", { "source", "site", "newspaper", NULL } },
  { "inLanguage", "language", { "inlanguage", "lang", NULL } },
  { "url", "url", { "link", "uri", NULL } },
  { "name", "original", { NULL } },
  { "encodingFormat", "original_format", { NULL } },
  { "sha256", "original_sha256", { NULL } },
};

static const char *const item_order[] = {
  "id", "type", "name", "author", "datePublished", "publisher", "inLanguage", "url", ORIGINAL, NULL
};
static const char *const original_order[] = { "type", "name", "encodingFormat", "sha256", NULL };
static const char *const list_order[] = { "@context", "id", "type", VERSION, ITEMS, NULL };

struct _PostilArticleList
{
  PostilJsonParts *top;
  PostilJsonParts *items;
  GPtrArray       *names; /* (element-type utf8) of each item; "" where it has none */
  GHashTable      *index; /* name → position + 1 in items */
  GHashTable      *added; /* name → JSON of an item that is not yet in items */
  guint            version;
};

const char *
postil_record_field_to_name (PostilRecordField field)
{
  g_return_val_if_fail (field < POSTIL_N_RECORD_FIELDS, "");

  return fields[field].column;
}

gboolean
postil_record_field_from_name (const char        *name,
                               PostilRecordField *field)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    {
      gboolean found = g_ascii_strcasecmp (fields[i].column, name) == 0;

      for (guint j = 0; !found && fields[i].others[j] != NULL; j++)
        found = g_ascii_strcasecmp (fields[i].others[j], name) == 0;
      if (found)
        {
          *field = i;
          return TRUE;
        }
    }
  return FALSE;
}

PostilArticleRecord *
postil_article_record_new (const char *article)
{
  PostilArticleRecord *self;

  g_return_val_if_fail (article != NULL, NULL);

  self = g_new0 (PostilArticleRecord, 1);
  self->article = g_strdup (article);
  return self;
}

PostilArticleRecord *
postil_article_record_copy (const PostilArticleRecord *self)
{
  PostilArticleRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = postil_article_record_new (self->article);
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    copy->fields[i] = g_strdup (self->fields[i]);
  return copy;
}

void
postil_article_record_free (PostilArticleRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->article);
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    g_free (self->fields[i]);
  g_free (self);
}

static char *
dup_collapsed (const char *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  gboolean is_space = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          is_space = out->len > 0;
          continue;
        }
      if (is_space)
        g_string_append_c (out, ' ');
      is_space = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
postil_article_record_set (PostilArticleRecord *self,
                           PostilRecordField    field,
                           const char          *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (field < POSTIL_N_RECORD_FIELDS);

  g_clear_pointer (&self->fields[field], g_free);
  if (value != NULL && g_utf8_validate (value, -1, NULL))
    self->fields[field] = dup_collapsed (value);
}

const char *
postil_article_record_get (const PostilArticleRecord *self,
                           PostilRecordField          field)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field < POSTIL_N_RECORD_FIELDS, NULL);

  return self->fields[field] != NULL && self->fields[field][0] != '\0' ? self->fields[field] : NULL;
}

gboolean
postil_article_record_is_empty (const PostilArticleRecord *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    if (postil_article_record_get (self, i) != NULL)
      return FALSE;
  return TRUE;
}

static char *
dup_json_string (const char *json)
{
  PostilJsonReader reader;

  postil_json_reader_init (&reader, json, strlen (json));
  if (postil_json_reader_next (&reader) != POSTIL_JSON_STRING)
    return NULL;
  return postil_json_reader_dup_string (&reader);
}

static char *
dup_member_string (PostilJsonParts *parts,
                   const char      *key)
{
  guint at;

  return postil_json_parts_find (parts, key, &at) ? dup_json_string (postil_json_parts_get_value (parts, at)) : NULL;
}

/* What a person would call the value: a text, a thing's name, or several of them. */
static char *
dup_value (const char *json)
{
  g_autoptr (PostilJsonParts) parts = postil_json_parts_new (json, -1);
  g_autoptr (GString) all = NULL;

  if (parts == NULL)
    return dup_json_string (json);
  if (!postil_json_parts_is_array (parts))
    return dup_member_string (parts, "name");
  all = g_string_new (NULL);
  for (guint i = 0; i < postil_json_parts_get_n (parts); i++)
    {
      const char *part = postil_json_parts_get_value (parts, i);
      g_autoptr (PostilJsonParts) thing = postil_json_parts_new (part, -1);
      g_autofree char *name = thing != NULL ? dup_member_string (thing, "name") : dup_json_string (part);

      if (name != NULL && name[0] != '\0')
        g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", name);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static char *
dup_member (PostilJsonParts *parts,
            const char      *key)
{
  guint at;

  return postil_json_parts_find (parts, key, &at) ? dup_value (postil_json_parts_get_value (parts, at)) : NULL;
}

static PostilJsonParts *
dup_original (PostilJsonParts *item)
{
  guint at;
  g_autoptr (PostilJsonParts) parts = NULL;

  if (!postil_json_parts_find (item, ORIGINAL, &at))
    return NULL;
  parts = postil_json_parts_new (postil_json_parts_get_value (item, at), -1);
  return parts != NULL && !postil_json_parts_is_array (parts) ? g_steal_pointer (&parts) : NULL;
}

static char *
dup_article_name (const char *item)
{
  g_autoptr (PostilJsonParts) parts = postil_json_parts_new (item, -1);
  g_autofree char *id = NULL;
  char *name;

  if (parts == NULL || postil_json_parts_is_array (parts))
    return g_strdup ("");
  id = dup_member_string (parts, "id");
  name = id != NULL ? g_uri_unescape_string (id, NULL) : NULL;
  if (name != NULL && g_utf8_validate (name, -1, NULL))
    return name;
  g_free (name);
  return g_strdup ("");
}

static void
index_items (PostilArticleList *self)
{
  g_hash_table_remove_all (self->index);
  for (guint i = self->names->len; i > 0; i--)
    if (((char *) g_ptr_array_index (self->names, i - 1))[0] != '\0')
      g_hash_table_insert (self->index, g_ptr_array_index (self->names, i - 1), GUINT_TO_POINTER (i));
}

PostilArticleList *
postil_article_list_new (void)
{
  static const char empty[] = "{\n"
                              "  \"@context\": {\n"
                              "    \"@vocab\": \"http://schema.org/\",\n"
                              "    \"id\": \"@id\",\n"
                              "    \"type\": \"@type\"\n"
                              "  },\n"
                              "  \"id\": \"articles.json\",\n"
                              "  \"type\": \"ItemList\",\n"
                              "  \"schemaVersion\": \"1\",\n"
                              "  \"itemListElement\": []\n"
                              "}\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (empty, sizeof empty - 1);

  return postil_article_list_read (bytes, NULL);
}

void
postil_article_list_free (PostilArticleList *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->top, postil_json_parts_free);
  g_clear_pointer (&self->items, postil_json_parts_free);
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_clear_pointer (&self->added, g_hash_table_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

static gboolean
take_items (PostilArticleList *self,
            GError           **error)
{
  g_autofree char *version = dup_member_string (self->top, VERSION);
  guint at;

  self->version = version != NULL ? (guint) g_ascii_strtoull (version, NULL, 10) : CURRENT_VERSION;
  self->items = postil_json_parts_find (self->top, ITEMS, &at)
                  ? postil_json_parts_new (postil_json_parts_get_value (self->top, at), -1)
                  : postil_json_parts_new ("[]", -1);
  if (self->items == NULL || !postil_json_parts_is_array (self->items))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("“itemListElement” is not a list of articles. Correct it, or move the file away."));
      return FALSE;
    }
  for (guint i = 0; i < postil_json_parts_get_n (self->items); i++)
    g_ptr_array_add (self->names, dup_article_name (postil_json_parts_get_value (self->items, i)));
  index_items (self);
  return TRUE;
}

PostilArticleList *
postil_article_list_read (GBytes  *bytes,
                          GError **error)
{
  g_autoptr (PostilArticleList) self = NULL;
  const char *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (!postil_json_check (data, length, NULL, error))
    return NULL;
  self = g_new0 (PostilArticleList, 1);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  self->added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->top = postil_json_parts_new (data, (gssize) length);
  if (self->top == NULL || postil_json_parts_is_array (self->top))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("This is not a list of articles. Correct it, or move the file away."));
      return NULL;
    }
  return take_items (self, error) ? g_steal_pointer (&self) : NULL;
}

/* Where the article belongs; items without a name stay where they are. */
static guint
find_position (PostilArticleList *self,
               const char        *article)
{
  guint at = self->names->len;

  while (at > 0 && strcmp (g_ptr_array_index (self->names, at - 1), article) > 0)
    at--;
  return at;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* All at once, so that thousands of articles cost no more than sorting them. */
static void
insert_added (PostilArticleList *self)
{
  guint n;
  g_autofree char **names = (char **) g_hash_table_get_keys_as_array (self->added, &n);

  if (n == 0)
    return;
  qsort (names, n, sizeof *names, compare_names);
  for (guint i = 0; i < n; i++)
    {
      guint at = find_position (self, names[i]);

      postil_json_parts_insert (self->items, at, NULL, g_hash_table_lookup (self->added, names[i]), 1);
      g_ptr_array_insert (self->names, (int) at, g_strdup (names[i]));
    }
  g_hash_table_remove_all (self->added);
  index_items (self);
}

GBytes *
postil_article_list_write (PostilArticleList *self)
{
  g_autofree char *items = NULL;
  g_autofree char *all = NULL;
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  insert_added (self);
  items = postil_json_parts_to_string (self->items);
  postil_json_parts_put (self->top, list_order, ITEMS, items, 0);
  all = postil_json_parts_to_string (self->top);
  text = g_strconcat (all, "\n", NULL);
  return g_bytes_new_take (text, strlen (text));
}

guint
postil_article_list_get_n (PostilArticleList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->index) + g_hash_table_size (self->added);
}

char **
postil_article_list_dup_names (PostilArticleList *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  insert_added (self);
  for (guint i = 0; i < self->names->len; i++)
    {
      char *name = g_ptr_array_index (self->names, i);

      if (g_hash_table_lookup (self->index, name) == GUINT_TO_POINTER (i + 1))
        g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

/* Borrowed; NULL where nothing is known of it. */
static const char *
find_item (PostilArticleList *self,
           const char        *article)
{
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, article));

  return at > 0 ? postil_json_parts_get_value (self->items, at - 1) : g_hash_table_lookup (self->added, article);
}

static gboolean
is_of_original (guint field)
{
  return field >= POSTIL_RECORD_ORIGINAL;
}

PostilArticleRecord *
postil_article_list_dup_record (PostilArticleList *self,
                                const char        *article)
{
  g_autoptr (PostilArticleRecord) record = NULL;
  g_autoptr (PostilJsonParts) item = NULL;
  g_autoptr (PostilJsonParts) original = NULL;
  const char *json;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (article != NULL, NULL);

  json = find_item (self, article);
  if (json == NULL)
    return NULL;
  record = postil_article_record_new (article);
  item = postil_json_parts_new (json, -1);
  original = dup_original (item);
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    {
      PostilJsonParts *parts = is_of_original (i) ? original : item;
      g_autofree char *value = parts != NULL ? dup_member (parts, fields[i].member) : NULL;

      postil_article_record_set (record, i, value);
    }
  return g_steal_pointer (&record);
}

/* A value that already says so stays as another program wrote it. */
static void
put_field (PostilJsonParts           *parts,
           const char *const         *order,
           const PostilArticleRecord *record,
           guint                      field,
           guint                      depth)
{
  const char *value = record->fields[field];
  g_autofree char *there = dup_member (parts, fields[field].member);

  if (value != NULL && g_strcmp0 (there, value) != 0)
    postil_json_parts_put_string (parts, order, fields[field].member, value[0] != '\0' ? value : NULL, depth);
}

static void
put_original (PostilJsonParts           *item,
              const PostilArticleRecord *record)
{
  g_autoptr (PostilJsonParts) original = dup_original (item);
  g_autofree char *before = original != NULL ? postil_json_parts_to_string (original) : NULL;
  g_autofree char *json = NULL;

  if (record->fields[POSTIL_RECORD_ORIGINAL] == NULL)
    return;
  if (original == NULL)
    original = postil_json_parts_new ("{\n        \"type\": \"MediaObject\"\n      }", -1);
  for (guint i = POSTIL_RECORD_ORIGINAL; i < POSTIL_N_RECORD_FIELDS; i++)
    put_field (original, original_order, record, i, 3);
  json = postil_json_parts_to_string (original);
  if (g_strcmp0 (before, json) != 0)
    postil_json_parts_put (item, item_order, ORIGINAL, json, 2);
}

static char *
dup_id (const char *article)
{
  return g_uri_escape_string (article, "!$'()*,;=@", TRUE);
}

static char *
dup_new_item (const char *article)
{
  g_autofree char *id = dup_id (article);
  g_autoptr (GString) json = g_string_new ("{\n      \"id\": ");

  postil_json_append_string (json, id, -1);
  g_string_append (json, ",\n      \"type\": \"Article\"\n    }");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

gboolean
postil_article_list_put (PostilArticleList         *self,
                         const PostilArticleRecord *record,
                         GError                   **error)
{
  g_autoptr (PostilJsonParts) item = NULL;
  g_autofree char *json = NULL;
  const char *there;
  guint at;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  if (self->version > CURRENT_VERSION)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                           _("A newer Postil wrote this list of articles, so it is left as it is."));
      return FALSE;
    }
  there = find_item (self, record->article);
  if (there == NULL && postil_article_record_is_empty (record))
    return TRUE;
  json = there != NULL ? g_strdup (there) : dup_new_item (record->article);
  item = postil_json_parts_new (json, -1);
  for (guint i = 0; i < POSTIL_RECORD_ORIGINAL; i++)
    put_field (item, item_order, record, i, 2);
  put_original (item, record);
  at = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, record->article));
  g_free (json);
  json = postil_json_parts_to_string (item);
  if (at > 0)
    postil_json_parts_set_value (self->items, at - 1, json);
  else
    g_hash_table_insert (self->added, g_strdup (record->article), g_steal_pointer (&json));
  return TRUE;
}
