/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entities as rows. What the member "postil" says of an entity counts as long as the entity
 * is where it says; else somebody moved it since, and the entity counts. The way of counting
 * is found for a document at once. One document is held at a time. Any thread. */

#include "config.h"

#include "exchange/postil-entities.h"

#include "exchange/postil-entities-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-article-list.h"

static void
entity_free (gpointer data)
{
  PostilReadEntity *self = data;

  g_free (self->id);
  g_clear_pointer (&self->row, postil_row_free);
  g_free (self);
}

PostilEntityReader *
postil_entity_reader_new (PostilImportOptions *options,
                          const PostilDialect *dialects,
                          guint                n_dialects)
{
  PostilEntityReader *self;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (dialects != NULL && n_dialects > 0, NULL);

  self = g_new0 (PostilEntityReader, 1);
  self->options = options;
  self->set = postil_row_set_new (options);
  self->dialects = dialects;
  self->n_dialects = n_dialects;
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->details = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->entities = g_ptr_array_new_with_free_func (entity_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_place = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->links = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
postil_entity_reader_free (PostilEntityReader *self)
{
  if (self == NULL)
    return;
  postil_row_set_free (self->set);
  g_hash_table_unref (self->paths);
  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->by_text);
  g_free (self->coder);
  g_free (self->coder_name);
  g_free (self->article);
  g_ptr_array_unref (self->details);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_place);
  g_ptr_array_unref (self->entities);
  g_ptr_array_unref (self->links);
  g_clear_pointer (&self->record, postil_article_record_free);
  g_free (self);
}

void
postil_entity_reader_begin (PostilEntityReader *self,
                            const char         *file,
                            guint               line)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (file != NULL);

  self->file = file;
  self->line = line;
  g_clear_pointer (&self->coder, g_free);
  g_clear_pointer (&self->coder_name, g_free);
  g_clear_pointer (&self->article, g_free);
  g_ptr_array_set_size (self->details, 0);
  g_hash_table_remove_all (self->by_id);
  g_hash_table_remove_all (self->by_place);
  g_ptr_array_set_size (self->entities, 0);
  g_ptr_array_set_size (self->links, 0);
  g_clear_pointer (&self->record, postil_article_record_free);
}

/* Columns such as a person adds to each text: author, date, url… */
static gboolean
take_record_member (PostilEntityReader *self,
                    const char         *name,
                    JsonNode           *value)
{
  g_autofree char *text = postil_json_node_dup_id (value);
  PostilRecordField field;

  if (self->options->take_record == NULL || text == NULL || !postil_record_field_from_name (name, &field)
      || field > POSTIL_RECORD_URL)
    return FALSE;
  if (self->record == NULL)
    self->record = postil_article_record_new ("");
  postil_article_record_set (self->record, field, text);
  return TRUE;
}

void
postil_entity_reader_take_members (PostilEntityReader *self,
                                   JsonNode           *node,
                                   const char *const  *known,
                                   GHashTable         *told)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GList) members = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (known != NULL && told != NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) known[i]);
  members = json_object_get_members (json_node_get_object (node));
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data) && take_record_member (self, l->data, postil_json_node_get_member (node, l->data)))
      g_ptr_array_add (names, l->data);
  g_ptr_array_add (names, NULL);
  postil_json_node_report_members (node, (const char *const *) names->pdata, self->file, self->line, told, self->options->losses);
}

void
postil_entity_reader_take_details (PostilEntityReader *self,
                                   JsonNode           *details)
{
  const char *article = postil_json_node_get_text (details, "article");

  g_return_if_fail (self != NULL);

  if (article == NULL || postil_json_node_get_text (details, "coder") == NULL)
    return;
  g_free (self->article);
  self->article = g_strdup (article);
  g_ptr_array_add (self->details, json_node_ref (details));
}

void
postil_entity_reader_set_coder (PostilEntityReader *self,
                                const char         *coder,
                                const char         *coder_name)
{
  g_return_if_fail (self != NULL);

  g_free (self->coder);
  g_free (self->coder_name);
  self->coder = g_strdup (coder);
  self->coder_name = g_strdup (coder_name);
}

gboolean
postil_entity_get_offset (JsonNode *node,
                          guint    *offset)
{
  double value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  value = json_node_get_double (node);
  *offset = value >= 0 && value < POSTIL_ENTITY_NO_OFFSET ? (guint) value : POSTIL_ENTITY_NO_OFFSET;
  return *offset == value;
}

char *
postil_entity_dup_place (const char *code,
                         guint       start,
                         guint       end)
{
  return g_strdup_printf ("%u %u %s", start, end, code);
}

static void
index_entity (PostilEntityReader *self,
              PostilReadEntity   *entity)
{
  g_autofree char *place = postil_entity_dup_place (entity->row->code, entity->start, entity->end);
  PostilReadEntity *first = g_hash_table_lookup (self->by_place, place);

  if (first != NULL)
    {
      entity->next = first->next;
      first->next = entity;
    }
  else
    g_hash_table_insert (self->by_place, g_steal_pointer (&place), entity);
  if (entity->id != NULL && !g_hash_table_contains (self->by_id, entity->id))
    g_hash_table_insert (self->by_id, entity->id, entity);
}

PostilRow *
postil_entity_reader_add (PostilEntityReader *self,
                          const char         *id,
                          JsonNode           *start,
                          JsonNode           *end,
                          const char         *label,
                          const char         *quote)
{
  PostilSpan span;
  PostilRow *row;
  PostilReadEntity *entity;

  g_return_val_if_fail (self != NULL, NULL);

  if (!postil_entity_get_offset (start, &span.start) || !postil_entity_get_offset (end, &span.end))
    {
      postil_report_add (self->options->errors, self->file, self->line, "range", id,
                         _("An entity begins or ends at what is no offset, and was left out."));
      return NULL;
    }
  row = postil_row_new (self->file, self->line);
  row->id = g_strdup (id);
  row->code = g_strdup (label != NULL && label[0] != '\0' ? label : "highlighting");
  row->quote = quote != NULL && quote[0] != '\0' ? g_strdup (quote) : NULL;
  row->coder = g_strdup (self->coder);
  row->coder_name = g_strdup (self->coder_name);
  postil_row_add_span (row, span);
  if (label == NULL || label[0] == '\0')
    postil_report_add (self->options->losses, self->file, self->line, "no-code", id,
                       _("An entity bears no label; its code became “%s”."), row->code);
  entity = g_new0 (PostilReadEntity, 1);
  *entity = (PostilReadEntity) { .id = g_strdup (id), .start = span.start, .end = span.end, .row = row };
  g_ptr_array_add (self->entities, entity);
  index_entity (self, entity);
  return row;
}

void
postil_entity_reader_link (PostilEntityReader *self,
                           const char         *from,
                           const char         *to,
                           const char         *kind)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->links, g_strdup (from));
  g_ptr_array_add (self->links, g_strdup (to));
  g_ptr_array_add (self->links, g_strdup (kind));
}

PostilReadEntity *
postil_entity_reader_get (PostilEntityReader *self,
                          const char         *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

PostilRow *
postil_entity_reader_find (PostilEntityReader *self,
                           const char         *id)
{
  PostilReadEntity *entity;

  g_return_val_if_fail (self != NULL, NULL);

  entity = postil_entity_reader_get (self, id);
  if (entity != NULL && entity->whole != NULL)
    entity = entity->whole;
  return entity != NULL ? entity->row : NULL;
}

static void
take_links (PostilEntityReader *self)
{
  for (guint i = 0; i + 2 < self->links->len; i += 3)
    {
      PostilRow *from = postil_entity_reader_find (self, g_ptr_array_index (self->links, i));
      PostilRow *to = postil_entity_reader_find (self, g_ptr_array_index (self->links, i + 1));
      const char *kind = g_ptr_array_index (self->links, i + 2);

      if (from == NULL || to == NULL || to->id == NULL)
        postil_report_add (self->options->errors, self->file, self->line, "broken-link", g_ptr_array_index (self->links, i),
                           _("A relation “%s” begins or ends at an entity that is not there, and was left out."),
                           kind != NULL ? kind : "");
      else
        postil_row_add_link (from, kind != NULL && kind[0] != '\0' ? kind : "relation", to->id);
    }
}

static GArray *
dup_probes (PostilEntityReader *self)
{
  GArray *probes = g_array_new (FALSE, FALSE, sizeof (PostilDialectProbe));

  for (guint i = 0; i < self->entities->len; i++)
    {
      PostilReadEntity *entity = g_ptr_array_index (self->entities, i);

      for (guint j = 0; entity->row != NULL && j < entity->row->pieces->len; j++)
        {
          PostilRowPiece *piece = &g_array_index (entity->row->pieces, PostilRowPiece, j);
          PostilDialectProbe probe = { piece->span.start, piece->span.end, piece->quote };

          if (probe.quote == NULL && entity->row->pieces->len == 1)
            probe.quote = entity->row->quote;
          g_array_append_val (probes, probe);
        }
    }
  return probes;
}

static void
convert (PostilEntityReader *self,
         PostilDialectText  *text,
         gboolean            has_cr)
{
  g_autoptr (GArray) probes = dup_probes (self);
  PostilDialect dialect = postil_dialect_choose (text, (PostilDialectProbe *) (gpointer) probes->data, probes->len,
                                                 self->dialects, self->n_dialects);

  for (guint i = 0; i < self->entities->len; i++)
    {
      PostilReadEntity *entity = g_ptr_array_index (self->entities, i);

      for (guint j = 0; entity->row != NULL && j < entity->row->pieces->len; j++)
        {
          PostilRowPiece *piece = &g_array_index (entity->row->pieces, PostilRowPiece, j);

          if (!postil_dialect_to_span (text, dialect, piece->span.start, piece->span.end, &piece->span))
            piece->span = (PostilSpan) { G_MAXUINT32, G_MAXUINT32 };
        }
    }
  if (self->options->dialect != NULL
      || (dialect.unit == self->dialects[0].unit && (dialect.crlf_two || !has_cr)))
    return;
  self->options->dialect = postil_dialect_to_name (dialect);
}

/* The path that the document gets: the same for the same text, another for another. */
static char *
choose_path (PostilEntityReader *self,
             const char         *sha256,
             const char         *name,
             const char         *number)
{
  g_autofree char *stem = g_path_get_basename (self->file);
  g_autofree char *title = NULL;
  const char *known = g_hash_table_lookup (self->by_text, sha256);
  char *dot = strrchr (stem, '.');

  if (self->article != NULL && g_hash_table_lookup (self->paths, self->article) == NULL)
    return g_strdup (self->article);
  if (self->article != NULL && strcmp (g_hash_table_lookup (self->paths, self->article), sha256) == 0)
    return g_strdup (self->article);
  if (known != NULL)
    return g_strdup (known);
  if (dot != NULL && dot != stem)
    *dot = '\0';
  if (name != NULL && name[0] != '\0')
    title = g_path_get_basename (name);
  else if (number != NULL)
    title = g_strdup_printf ("%s-%s", stem, number);
  else
    title = g_strdup_printf ("%s-%u", stem, self->line);
  if (g_str_has_suffix (title, ".txt"))
    title[strlen (title) - strlen (".txt")] = '\0';
  return postil_row_dup_article_path (title, self->taken);
}

static void
give_rows (PostilEntityReader *self,
           const char         *path)
{
  for (guint i = 0; i < self->entities->len; i++)
    {
      PostilReadEntity *entity = g_ptr_array_index (self->entities, i);

      if (entity->row == NULL)
        continue;
      entity->row->article = g_strdup (path);
      postil_row_set_take (self->set, g_steal_pointer (&entity->row));
    }
}

gboolean
postil_entity_reader_end (PostilEntityReader  *self,
                          const char          *text,
                          const char          *name,
                          const char          *number,
                          GError             **error)
{
  g_autoptr (PostilText) article = NULL;
  g_autoptr (PostilDialectText) counted = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  article = postil_text_new_from_utf8 (text, -1, &local_error);
  if (article == NULL)
    {
      postil_report_add_error (self->options->errors, self->file, self->line, local_error);
      return TRUE;
    }
  postil_entity_reader_take_all_details (self);
  postil_entity_reader_settle_coders (self);
  take_links (self);
  counted = postil_dialect_text_new (article, text, strlen (text));
  convert (self, counted, strchr (text, '\r') != NULL);
  path = choose_path (self, postil_text_get_sha256 (article), name, number);
  g_hash_table_add (self->taken, g_strdup (path));
  g_hash_table_insert (self->paths, g_strdup (path), g_strdup (postil_text_get_sha256 (article)));
  if (self->article == NULL)
    g_hash_table_insert (self->by_text, g_strdup (postil_text_get_sha256 (article)), g_strdup (path));
  if (!postil_row_set_add_text (self->set, path, text, strlen (text), error))
    return FALSE;
  give_rows (self, path);
  if (!postil_row_set_flush (self->set, error))
    return FALSE;
  if (self->record != NULL)
    self->options->take_record (path, self->record, self->options->user_data);
  return TRUE;
}

gboolean
postil_entity_reader_finish (PostilEntityReader  *self,
                             GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return postil_row_set_finish (self->set, error);
}
