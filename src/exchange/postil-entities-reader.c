/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entities as rows. What the member "postil" says of an entity counts as long as the entity
 * is where it says; else somebody moved it since, and the entity counts. The way of counting
 * is found for a document at once. One document is held at a time. Any thread. */

#include "config.h"

#include "exchange/postil-entities.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-article-list.h"

/* A number that is no offset; it stays outside of every text. */
#define NO_OFFSET (G_MAXUINT32 - 1)

typedef struct _Entity Entity;

struct _Entity
{
  char      *id;
  guint      start;
  guint      end;
  PostilRow *row;    /* NULL once it has become a piece of another's row */
  Entity    *whole;  /* that other, or NULL */
  guint      index;  /* of its piece */
  gboolean   is_known; /* the details told of it */
  gboolean   is_claimed; /* they name it by its id and its place */
  Entity    *next;     /* with the same place and label, or NULL */
};

struct _PostilEntityReader
{
  PostilImportOptions *options;
  PostilRowSet        *set;
  const PostilDialect *dialects;
  guint                n_dialects;
  GHashTable          *paths;    /* path → SHA-256 of its text */
  GHashTable          *taken;    /* paths */
  GHashTable          *by_text;  /* SHA-256 → path that was made up for it */
  /* of the document */
  const char          *file;
  guint                line;
  char                *coder;
  char                *coder_name;
  char                *article;  /* as the details name it */
  GPtrArray           *details;  /* (element-type JsonNode) objects with "coder", "annotations" */
  GPtrArray           *entities; /* (element-type Entity) */
  GHashTable          *by_id;    /* id → the first Entity that has it */
  GHashTable          *by_place; /* "start end label" → the first Entity there */
  GPtrArray           *links;    /* (element-type utf8) from, to, kind, … */
  PostilArticleRecord *record;   /* what is known of the document, or NULL */
};

static void
entity_free (gpointer data)
{
  Entity *self = data;

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

static gboolean
get_offset (JsonNode *node,
            guint    *offset)
{
  double value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  value = json_node_get_double (node);
  *offset = value >= 0 && value < NO_OFFSET ? (guint) value : NO_OFFSET;
  return *offset == value;
}

static char *
dup_place (const char *code,
           guint       start,
           guint       end)
{
  return g_strdup_printf ("%u %u %s", start, end, code);
}

static void
index_entity (PostilEntityReader *self,
              Entity             *entity)
{
  g_autofree char *place = dup_place (entity->row->code, entity->start, entity->end);
  Entity *first = g_hash_table_lookup (self->by_place, place);

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
  Entity *entity;

  g_return_val_if_fail (self != NULL, NULL);

  if (!get_offset (start, &span.start) || !get_offset (end, &span.end))
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
  entity = g_new0 (Entity, 1);
  *entity = (Entity) { .id = g_strdup (id), .start = span.start, .end = span.end, .row = row };
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

static Entity *
find_entity (PostilEntityReader *self,
             const char         *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/* Programs give entities other ids, so that mostly their place tells them apart. What the
 * details told of is passed over for good. */
static Entity *
find_place (PostilEntityReader *self,
            const char         *code,
            guint               start,
            guint               end)
{
  g_autofree char *place = code != NULL ? dup_place (code, start, end) : NULL;
  Entity *entity = place != NULL ? g_hash_table_lookup (self->by_place, place) : NULL;

  if (entity == NULL || !(entity->is_known || entity->is_claimed))
    return entity;
  while (entity != NULL && (entity->is_known || entity->is_claimed))
    entity = entity->next;
  if (entity != NULL)
    g_hash_table_insert (self->by_place, g_steal_pointer (&place), entity);
  else
    g_hash_table_remove (self->by_place, place);
  return entity;
}

static void
apply_pairs (JsonNode   *pairs,
             PostilRow  *row,
             void      (*add) (PostilRow *row, const char *name, const char *value))
{
  for (guint i = 0; i < postil_json_node_count (pairs); i++)
    {
      JsonNode *pair = postil_json_node_get_item (pairs, i);
      const char *name = postil_json_node_get_string (postil_json_node_get_item (pair, 0));
      const char *value = postil_json_node_get_string (postil_json_node_get_item (pair, 1));

      if (name != NULL && value != NULL)
        add (row, name, value);
    }
}

static void
replace (char      **target,
         const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  g_free (*target);
  *target = g_strdup (value);
}

static void
apply_details (JsonNode  *details,
               JsonNode  *node,
               PostilRow *row)
{
  JsonNode *unsure = postil_json_node_get_member (node, "unsure");

  replace (&row->coder, postil_json_node_get_text (details, "coder"));
  replace (&row->coder_name, postil_json_node_get_text (details, "coder_name"));
  replace (&row->id, postil_json_node_get_text (node, "id"));
  replace (&row->created, postil_json_node_get_text (node, "created"));
  replace (&row->modified, postil_json_node_get_text (node, "modified"));
  if (row->note == NULL)
    replace (&row->note, postil_json_node_get_text (node, "note"));
  row->unsure = unsure != NULL && JSON_NODE_HOLDS_VALUE (unsure) && json_node_get_value_type (unsure) == G_TYPE_BOOLEAN
                && json_node_get_boolean (unsure);
  apply_pairs (postil_json_node_get_member (node, "attributes"), row, postil_row_add_attribute);
  apply_pairs (postil_json_node_get_member (node, "links"), row, postil_row_add_link);
}

/* A piece of one annotation that has become an entity of its own comes back to it, unless
 * somebody gave it another label. */
static void
join_piece (Entity *first,
            Entity *entity)
{
  PostilRow *row = first->row;

  if (entity == first || entity->row == NULL || strcmp (entity->row->code, row->code) != 0)
    return;
  postil_row_add_span (row, (PostilSpan) { entity->start, entity->end });
  entity->index = row->pieces->len - 1;
  entity->whole = first;
  g_clear_pointer (&row->quote, g_free);
  g_clear_pointer (&entity->row, postil_row_free);
}

static void
set_quote (PostilRow  *row,
           guint       index,
           const char *quote)
{
  PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, index);

  g_free (piece->quote);
  piece->quote = g_strdup (quote);
}

/* The entity that [number, start, end, quote] means: the one with that id and place; else
 * one with that place and label; else the one with that id, if it was moved a little. */
static Entity *
find_piece (PostilEntityReader *self,
            JsonNode           *node,
            JsonNode           *piece,
            gboolean           *is_same)
{
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_item (piece, 0));
  Entity *entity = find_entity (self, id);
  Entity *other;
  guint start, end;

  *is_same = FALSE;
  if (!get_offset (postil_json_node_get_item (piece, 1), &start) || !get_offset (postil_json_node_get_item (piece, 2), &end))
    return NULL;
  if (entity != NULL && entity->is_known)
    entity = NULL;
  *is_same = entity != NULL && entity->start == start && entity->end == end;
  if (*is_same)
    return entity;
  other = find_place (self, postil_json_node_get_text (node, "code"), start, end);
  *is_same = other != NULL;
  if (other != NULL)
    return other;
  return entity != NULL && entity->start < end && start < entity->end ? entity : NULL;
}

/* How many entities these details name as they stand here. Nobody else's details get those for
 * their place alone: two coders may have marked the same. */
static guint
claim (PostilEntityReader *self,
       JsonNode           *details)
{
  JsonNode *annotations = postil_json_node_get_member (details, "annotations");
  guint n_claimed = 0;

  for (guint i = 0; i < postil_json_node_count (annotations); i++)
    {
      JsonNode *pieces = postil_json_node_get_member (postil_json_node_get_item (annotations, i), "entities");

      for (guint j = 0; j < postil_json_node_count (pieces); j++)
        {
          JsonNode *piece = postil_json_node_get_item (pieces, j);
          g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_item (piece, 0));
          Entity *entity = find_entity (self, id);
          guint start, end;

          if (entity == NULL || !get_offset (postil_json_node_get_item (piece, 1), &start)
              || !get_offset (postil_json_node_get_item (piece, 2), &end) || entity->start != start || entity->end != end)
            continue;
          entity->is_claimed = TRUE;
          n_claimed++;
        }
    }
  return n_claimed;
}

static void
take_annotation (PostilEntityReader *self,
                 JsonNode           *details,
                 JsonNode           *node)
{
  JsonNode *pieces = postil_json_node_get_member (node, "entities");
  Entity *first = NULL;

  for (guint i = 0; i < postil_json_node_count (pieces); i++)
    {
      JsonNode *piece = postil_json_node_get_item (pieces, i);
      gboolean is_same;
      Entity *entity = find_piece (self, node, piece, &is_same);
      g_autofree char *quote = NULL;

      if (entity == NULL)
        continue;
      quote = g_strdup (postil_json_node_get_string (postil_json_node_get_item (piece, 3)));
      if (!is_same)
        g_clear_pointer (&quote, g_free);
      if (quote == NULL)
        quote = g_strdup (entity->row->quote);
      if (first == NULL)
        {
          first = entity;
          apply_details (details, node, first->row);
        }
      join_piece (first, entity);
      if (entity == first || entity->row == NULL)
        set_quote (first->row, entity->index, quote);
      entity->is_known = TRUE;
    }
  if (first != NULL)
    postil_entity_reader_set_coder (self, first->row->coder, first->row->coder_name);
}

/* A task of Label Studio has everybody's details, and an annotation is one coder's: where some
 * name what stands here, the others are about other annotations. */
static void
take_all_details (PostilEntityReader *self)
{
  g_autofree guint *n_claimed = g_new0 (guint, self->details->len + 1);
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->details->len; i++)
    {
      n_claimed[i] = claim (self, g_ptr_array_index (self->details, i));
      is_any = is_any || n_claimed[i] > 0;
    }
  for (guint i = 0; i < self->details->len; i++)
    {
      JsonNode *details = g_ptr_array_index (self->details, i);
      JsonNode *annotations = postil_json_node_get_member (details, "annotations");

      for (guint j = 0; (n_claimed[i] > 0 || !is_any) && j < postil_json_node_count (annotations); j++)
        take_annotation (self, details, postil_json_node_get_item (annotations, j));
    }
}

/* What was added to a coder's document is that coder's. */
static void
settle_coders (PostilEntityReader *self)
{
  for (guint i = 0; i < self->entities->len; i++)
    {
      Entity *entity = g_ptr_array_index (self->entities, i);

      if (entity->row == NULL)
        continue;
      replace (&entity->row->coder, entity->row->coder != NULL && entity->is_known ? NULL : self->coder);
      replace (&entity->row->coder_name, entity->is_known ? NULL : self->coder_name);
    }
}

PostilRow *
postil_entity_reader_find (PostilEntityReader *self,
                           const char         *id)
{
  Entity *entity;

  g_return_val_if_fail (self != NULL, NULL);

  entity = find_entity (self, id);
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
      Entity *entity = g_ptr_array_index (self->entities, i);

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
      Entity *entity = g_ptr_array_index (self->entities, i);

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
      Entity *entity = g_ptr_array_index (self->entities, i);

      if (entity->row == NULL)
        continue;
      entity->row->article = g_strdup (path);
      postil_row_set_take (self->set, g_steal_pointer (&entity->row));
    }
}

gboolean
postil_entity_reader_end (PostilEntityReader *self,
                          const char         *text,
                          const char         *name,
                          const char         *number,
                          GError            **error)
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
  take_all_details (self);
  settle_coders (self);
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
postil_entity_reader_finish (PostilEntityReader *self,
                             GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return postil_row_set_finish (self->set, error);
}
