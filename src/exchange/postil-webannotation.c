/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads foreign W3C annotations through a tree, since their members come in any order and
 * shape. Invariant: json-glib only sees what the strict reader has passed, and no node is
 * asked for a value of a type that it does not hold. Any thread. */

#include "config.h"

#include "exchange/postil-webannotation.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "exchange/postil-json-node.h"
#include "exchange/postil-selector.h"

typedef struct
{
  PostilImportOptions *options;
  const char          *file;
  GPtrArray           *rows;    /* (element-type PostilRow) owned until handed to the set */
  GHashTable          *by_id;   /* id → PostilRow */
  GPtrArray           *links;   /* (element-type utf8) from, kind, to… */
  GHashTable          *sources; /* IRI → article path */
  JsonNode            *creator; /* of the collection */
  gboolean             is_any;
} Reader;

typedef struct
{
  GPtrArray *tags; /* (element-type utf8) */
  GString   *note;
  char      *link_to;
} Bodies;

static gboolean
has_word (JsonNode   *node,
          const char *word)
{
  for (guint i = 0; i < postil_json_node_count_loosely (node); i++)
    if (g_strcmp0 (postil_json_node_get_string (postil_json_node_get_loosely (node, i)), word) == 0)
      return TRUE;
  return FALSE;
}

static const char *
get_first_text (JsonNode *node)
{
  return postil_json_node_count_loosely (node) > 0 ? postil_json_node_get_string (postil_json_node_get_loosely (node, 0)) : NULL;
}

/* An IRI, or the id of an object. */
static const char *
get_iri (JsonNode *node)
{
  const char *iri = postil_json_node_get_string (node);

  if (iri == NULL)
    iri = postil_json_node_get_text (node, "id");
  return iri != NULL ? iri : postil_json_node_get_text (node, "@id");
}

static void
lose (Reader     *self,
      const char *what,
      const char *item,
      const char *message)
{
  postil_report_add (self->options->losses, self->file, 0, what, item, "%s", message);
}

static gboolean
try_article (PostilImportOptions *options,
             const char          *path)
{
  g_autoptr (PostilText) text = options->find_article (path, options->user_data);

  return text != NULL;
}

char *
postil_webannotation_dup_article (PostilImportOptions *options,
                                  const char          *file,
                                  const char          *iri)
{
  g_autofree char *bare = g_strndup (iri, strcspn (iri, "#?"));
  g_autofree char *decoded = g_uri_unescape_string (bare, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *beside = NULL;
  g_autofree char *name = NULL;
  g_autofree char *with_txt = NULL;

  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    {
      g_free (decoded);
      decoded = g_strdup (bare);
    }
  while (g_str_has_suffix (decoded, "/") && decoded[1] != '\0')
    decoded[strlen (decoded) - 1] = '\0';
  name = g_path_get_basename (decoded);
  with_txt = g_strconcat (name, ".txt", NULL);
  beside = strcmp (folder, ".") == 0 ? g_strdup (decoded) : g_build_filename (folder, decoded, NULL);
  if (strstr (decoded, "://") == NULL)
    {
      if (try_article (options, beside))
        return g_steal_pointer (&beside);
      if (try_article (options, decoded))
        return g_steal_pointer (&decoded);
    }
  if (!try_article (options, name) && try_article (options, with_txt))
    return g_steal_pointer (&with_txt);
  return g_steal_pointer (&name);
}

static const char *
find_source (Reader     *self,
             const char *iri)
{
  char *path = g_hash_table_lookup (self->sources, iri);

  if (path == NULL)
    {
      path = postil_webannotation_dup_article (self->options, self->file, iri);
      g_hash_table_insert (self->sources, g_strdup (iri), path);
    }
  return path;
}

static void
read_creator (PostilRow *row,
              JsonNode  *node)
{
  JsonNode *creator = postil_json_node_count_loosely (node) > 0 ? postil_json_node_get_loosely (node, 0) : NULL;
  const char *nickname = postil_json_node_get_text (creator, "nickname");
  const char *name = postil_json_node_get_text (creator, "name");
  const char *iri = get_iri (creator);

  if (nickname != NULL && nickname[0] != '\0')
    row->coder = g_strdup (nickname);
  else if (name != NULL && name[0] != '\0')
    row->coder = g_strdup (name);
  else if (iri != NULL && iri[0] != '\0')
    row->coder = g_path_get_basename (iri);
  if (name != NULL && name[0] != '\0' && g_strcmp0 (name, row->coder) != 0)
    row->coder_name = g_strdup (name);
}

static gboolean
is_tagging (const char *purpose)
{
  return g_strcmp0 (purpose, "tagging") == 0 || g_strcmp0 (purpose, "classifying") == 0
         || g_strcmp0 (purpose, "identifying") == 0;
}

static void
add_note (Reader     *self,
          PostilRow  *row,
          Bodies     *bodies,
          const char *value)
{
  if (value[0] == '\0')
    return;
  if (bodies->note->len > 0)
    {
      g_string_append (bodies->note, "\n\n");
      lose (self, "note", row->id, _("The annotation has several comments, which became one note."));
    }
  g_string_append (bodies->note, value);
}

static void
take_description (PostilRow  *row,
                  const char *name,
                  const char *value)
{
  if (strcmp (name, "certainty") == 0 && strcmp (value, "unsure") == 0)
    row->unsure = TRUE;
  else if (strcmp (name, "anchor") != 0)
    postil_row_add_attribute (row, name, value);
}

static void
read_body (Reader     *self,
           PostilRow  *row,
           Bodies     *bodies,
           JsonNode   *body,
           const char *motivation)
{
  const char *purpose = get_first_text (postil_json_node_get_member (body, "purpose"));
  const char *value = postil_json_node_get_text (body, "value");
  const char *source = get_iri (postil_json_node_get_member (body, "source"));
  const char *name = postil_json_node_get_text (body, "schema:name");

  if (purpose == NULL)
    purpose = motivation;
  if (value == NULL && g_strcmp0 (purpose, "linking") == 0 && source != NULL)
    {
      g_free (bodies->link_to);
      bodies->link_to = g_strdup (source);
      return;
    }
  if (value == NULL && is_tagging (purpose))
    value = source != NULL ? source : get_iri (body);
  if (value == NULL)
    lose (self, "body", row->id, _("A body of the annotation is no text and was left out."));
  else if (is_tagging (purpose))
    {
      if (value[0] != '\0')
        g_ptr_array_add (bodies->tags, g_strdup (value));
    }
  else if (name != NULL && name[0] != '\0')
    take_description (row, name, value);
  else
    add_note (self, row, bodies, value);
}

/* Of a choice the first, which is what its maker prefers; of other sets all. */
static void
collect_bodies (Reader    *self,
                PostilRow *row,
                JsonNode  *node,
                GPtrArray *bodies,
                guint      depth)
{
  for (guint i = 0; i < postil_json_node_count_loosely (node) && depth < 8; i++)
    {
      JsonNode *body = postil_json_node_get_loosely (node, i);
      JsonNode *items = postil_json_node_get_member (body, "items");

      if (items == NULL || postil_json_node_count_loosely (items) == 0)
        g_ptr_array_add (bodies, body);
      else if (has_word (postil_json_node_get_member (body, "type"), "Choice"))
        {
          collect_bodies (self, row, postil_json_node_get_loosely (items, 0), bodies, depth + 1);
          if (postil_json_node_count_loosely (items) > 1)
            lose (self, "body", row->id, _("The annotation offers several bodies to choose from; only the first was kept."));
        }
      else
        collect_bodies (self, row, items, bodies, depth + 1);
    }
}

static void
read_bodies (Reader     *self,
             PostilRow  *row,
             Bodies     *bodies,
             JsonNode   *annotation,
             const char *motivation)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  JsonNode *body = postil_json_node_get_member (annotation, "body");
  const char *value = postil_json_node_get_text (annotation, "bodyValue");

  collect_bodies (self, row, body, all, 0);
  for (guint i = 0; i < all->len; i++)
    read_body (self, row, bodies, g_ptr_array_index (all, i), motivation);
  if (value == NULL)
    return;
  if (is_tagging (motivation))
    g_ptr_array_add (bodies->tags, g_strdup (value));
  else
    add_note (self, row, bodies, value);
}

static gboolean
get_offset (JsonNode *node,
            guint32  *offset)
{
  gint64 value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (node);
  *offset = (guint32) CLAMP (value, 0, (gint64) G_MAXUINT32);
  return value >= 0 && value < (gint64) G_MAXUINT32;
}

/* A selector that only the article's text can tell. */
static void
resolve (Reader         *self,
         PostilRow      *row,
         PostilRowPiece *piece,
         JsonNode       *selector,
         const char     *fragment)
{
  g_autoptr (PostilText) text = NULL;
  PostilSpan span;

  if (row->article != NULL)
    text = self->options->find_article (row->article, self->options->user_data);
  if (text != NULL && (fragment != NULL ? postil_selector_parse_fragment (fragment, text, &span)
                                        : postil_selector_resolve (selector, text, &span)))
    {
      piece->span = span;
      piece->has_span = TRUE;
      if (selector != NULL && postil_json_node_get_member (selector, "refinedBy") != NULL)
        g_clear_pointer (&piece->quote, g_free);
    }
  else if (!piece->has_span)
    lose (self, "selector", row->id, _("Postil does not find what one of the annotation's selectors means, and left it out."));
}

static void
read_selector (Reader         *self,
               PostilRow      *row,
               PostilRowPiece *piece,
               JsonNode       *selector)
{
  JsonNode *type = postil_json_node_get_member (selector, "type");

  if (postil_json_node_get_member (selector, "refinedBy") != NULL || has_word (type, "RangeSelector"))
    resolve (self, row, piece, selector, NULL);
  else if (has_word (type, "TextPositionSelector"))
    {
      piece->has_span = get_offset (postil_json_node_get_member (selector, "start"), &piece->span.start)
                        && get_offset (postil_json_node_get_member (selector, "end"), &piece->span.end);
      if (!piece->has_span)
        lose (self, "range", row->id, _("A position of the annotation is no pair of offsets, so only its quote counts."));
    }
  else if (has_word (type, "TextQuoteSelector") && piece->quote == NULL)
    {
      piece->quote = g_strdup (postil_json_node_get_text (selector, "exact"));
      piece->before = g_strdup (postil_json_node_get_text (selector, "prefix"));
      piece->after = g_strdup (postil_json_node_get_text (selector, "suffix"));
    }
  else if (has_word (type, "FragmentSelector") && !piece->has_span && postil_json_node_get_text (selector, "value") != NULL)
    resolve (self, row, piece, NULL, postil_json_node_get_text (selector, "value"));
  else
    lose (self, "selector", row->id, _("Postil does not read one of the annotation's selectors, and left it out."));
}

static void
read_target (Reader    *self,
             PostilRow *row,
             JsonNode  *target)
{
  JsonNode *source = postil_json_node_get_member (target, "source");
  JsonNode *selector = postil_json_node_get_member (target, "selector");
  const char *iri = get_iri (source != NULL ? source : target);
  const char *fragment = iri != NULL ? strchr (iri, '#') : NULL;
  PostilRowPiece piece = { .has_span = FALSE };

  if (row->article == NULL && iri != NULL)
    row->article = g_strdup (find_source (self, iri));
  for (guint i = 0; i < postil_json_node_count_loosely (selector); i++)
    read_selector (self, row, &piece, postil_json_node_get_loosely (selector, i));
  if (postil_json_node_count_loosely (selector) == 0 && fragment != NULL)
    resolve (self, row, &piece, NULL, fragment + 1);
  if (piece.has_span || (piece.quote != NULL && piece.quote[0] != '\0'))
    {
      g_array_append_val (row->pieces, piece);
      return;
    }
  g_free (piece.quote);
  g_free (piece.before);
  g_free (piece.after);
}

/* The article that a target is in; NULL where it does not say. */
static const char *
get_target_article (Reader   *self,
                    JsonNode *target)
{
  JsonNode *source = postil_json_node_get_member (target, "source");
  const char *iri = get_iri (source != NULL ? source : target);

  return iri != NULL ? find_source (self, iri) : NULL;
}

/* Targets, and those that lists and choices hold. */
static void
collect_targets (JsonNode  *node,
                 GPtrArray *targets,
                 guint      depth)
{
  for (guint i = 0; i < postil_json_node_count_loosely (node) && depth < 8; i++)
    {
      JsonNode *target = postil_json_node_get_loosely (node, i);
      JsonNode *items = postil_json_node_get_member (target, "items");

      if (items != NULL && postil_json_node_get_member (target, "source") == NULL)
        collect_targets (items, targets, depth + 1);
      else
        g_ptr_array_add (targets, target);
    }
}

static PostilRow *
copy_row (PostilRow *row)
{
  PostilRow *copy = postil_row_new (row->file, row->line);

  copy->article = g_strdup (row->article);
  copy->coder = g_strdup (row->coder);
  copy->coder_name = g_strdup (row->coder_name);
  copy->note = g_strdup (row->note);
  copy->created = g_strdup (row->created);
  copy->modified = g_strdup (row->modified);
  copy->unsure = row->unsure;
  copy->is_anchored = row->is_anchored;
  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece piece = g_array_index (row->pieces, PostilRowPiece, i);

      piece.quote = g_strdup (piece.quote);
      piece.before = g_strdup (piece.before);
      piece.after = g_strdup (piece.after);
      g_array_append_val (copy->pieces, piece);
    }
  for (guint i = 0; i < row->attributes->len; i++)
    g_ptr_array_add (copy->attributes, g_strdup (g_ptr_array_index (row->attributes, i)));
  return copy;
}

/* A row a tag; the first keeps the id. */
static void
add_rows (Reader     *self,
          PostilRow  *row,
          Bodies     *bodies,
          const char *motivation)
{
  if (bodies->note->len > 0)
    row->note = g_strdup (bodies->note->str);
  if (bodies->tags->len == 0)
    {
      g_ptr_array_add (bodies->tags, g_strdup (motivation != NULL ? motivation : "highlighting"));
      postil_report_add (self->options->losses, self->file, 0, "no-code", row->id,
                         _("The annotation bears no tag; its code became “%s”."),
                         (char *) g_ptr_array_index (bodies->tags, 0));
    }
  if (bodies->tags->len > 1)
    postil_report_add (self->options->losses, self->file, 0, "split", row->id,
                       _("The annotation bears %u tags; it became as many annotations."), bodies->tags->len);
  row->code = g_strdup (g_ptr_array_index (bodies->tags, 0));
  if (row->id != NULL)
    g_hash_table_insert (self->by_id, row->id, row);
  g_ptr_array_add (self->rows, row);
  for (guint i = 1; i < bodies->tags->len; i++)
    {
      PostilRow *copy = copy_row (row);

      copy->code = g_strdup (g_ptr_array_index (bodies->tags, i));
      g_ptr_array_add (self->rows, copy);
    }
}

/* A row an article; the first keeps the id. */
static void
read_targets (Reader     *self,
              PostilRow  *row,
              Bodies     *bodies,
              const char *motivation,
              GPtrArray  *targets)
{
  if (targets->len == 0)
    postil_report_add (self->options->errors, self->file, 0, "target", row->id,
                       _("The annotation marks no passage by quote or position, so it was left out."));
  while (targets->len > 0)
    {
      const char *article = get_target_article (self, g_ptr_array_index (targets, 0));
      g_autoptr (GPtrArray) others = g_ptr_array_new ();
      PostilRow *part = copy_row (row);

      part->id = g_steal_pointer (&row->id);
      for (guint i = 0; i < targets->len; i++)
        if (g_strcmp0 (article, get_target_article (self, g_ptr_array_index (targets, i))) == 0)
          read_target (self, part, g_ptr_array_index (targets, i));
        else
          g_ptr_array_add (others, g_ptr_array_index (targets, i));
      if (others->len > 0)
        postil_report_add (self->options->losses, self->file, 0, "split", part->id,
                           _("The annotation marks several articles; it became one annotation in each."));
      part->is_anchored = TRUE;
      if (part->pieces->len > 0)
        add_rows (self, part, bodies, motivation);
      else
        {
          postil_report_add (self->options->errors, self->file, 0, "target", part->id,
                             _("The annotation marks no passage by quote or position, so it was left out."));
          postil_row_free (part);
        }
      g_ptr_array_set_size (targets, 0);
      g_ptr_array_extend (targets, others, NULL, NULL);
    }
  postil_row_free (row);
}

static void
finish_annotation (Reader     *self,
                   PostilRow  *row,
                   Bodies     *bodies,
                   JsonNode   *annotation,
                   const char *motivation)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  JsonNode *target = postil_json_node_get_member (annotation, "target");
  const char *from = postil_json_node_count_loosely (target) > 0 ? get_iri (postil_json_node_get_loosely (target, 0)) : NULL;

  if (g_strcmp0 (motivation, "linking") == 0 && bodies->link_to != NULL && from != NULL)
    {
      g_ptr_array_add (self->links, g_strdup (from));
      g_ptr_array_add (self->links, g_strdup (bodies->tags->len > 0 ? g_ptr_array_index (bodies->tags, 0) : "linking"));
      g_ptr_array_add (self->links, g_strdup (bodies->link_to));
      postil_row_free (row);
      return;
    }
  collect_targets (target, targets, 0);
  read_targets (self, row, bodies, motivation, targets);
}

static void
read_annotation (Reader   *self,
                 JsonNode *annotation)
{
  PostilRow *row = postil_row_new (self->file, 0);
  JsonNode *creator = postil_json_node_get_member (annotation, "creator");
  const char *motivation = get_first_text (postil_json_node_get_member (annotation, "motivation"));
  Bodies bodies = { g_ptr_array_new_with_free_func (g_free), g_string_new (NULL), NULL };

  self->is_any = TRUE;
  row->id = g_strdup (get_iri (annotation));
  row->created = g_strdup (get_first_text (postil_json_node_get_member (annotation, "created")));
  row->modified = g_strdup (get_first_text (postil_json_node_get_member (annotation, "modified")));
  read_creator (row, creator != NULL ? creator : self->creator);
  read_bodies (self, row, &bodies, annotation, motivation);
  finish_annotation (self, row, &bodies, annotation, motivation);
  g_ptr_array_unref (bodies.tags);
  g_string_free (bodies.note, TRUE);
  g_free (bodies.link_to);
}

static void
visit (Reader   *self,
       JsonNode *node)
{
  JsonNode *type = postil_json_node_get_member (node, "type");
  const char *const parts[] = { "first", "items", "next", "@graph" };

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < postil_json_node_count_loosely (node); i++)
        visit (self, postil_json_node_get_loosely (node, i));
      return;
    }
  if (has_word (type, "Annotation") || (type == NULL && postil_json_node_get_member (node, "target") != NULL))
    {
      read_annotation (self, node);
      return;
    }
  if (postil_json_node_get_string (node) != NULL)
    {
      postil_report_add (self->options->errors, self->file, 0, "elsewhere", postil_json_node_get_string (node),
                         _("This part of the collection is in another file or on the web, and was not read."));
      return;
    }
  if (postil_json_node_get_member (node, "creator") != NULL)
    self->creator = postil_json_node_get_member (node, "creator");
  if (has_word (type, "AnnotationCollection") || has_word (type, "AnnotationPage"))
    self->is_any = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    visit (self, postil_json_node_get_member (node, parts[i]));
}

static void
attach_links (Reader *self)
{
  for (guint i = 0; i + 2 < self->links->len; i += 3)
    {
      const char *from = g_ptr_array_index (self->links, i);
      PostilRow *row = g_hash_table_lookup (self->by_id, from);

      if (row != NULL)
        postil_row_add_link (row, g_ptr_array_index (self->links, i + 1), g_ptr_array_index (self->links, i + 2));
      else
        postil_report_add (self->options->errors, self->file, 0, "broken-link", from,
                           _("A link begins at this annotation, which is not in the file, so it was left out."));
    }
}

static void
read_tree (PostilRowSet        *set,
           JsonNode            *root,
           const char          *file,
           PostilImportOptions *options,
           gboolean            *is_any)
{
  Reader self = {
    .options = options,
    .file = file,
    .rows = g_ptr_array_new (),
    .by_id = g_hash_table_new (g_str_hash, g_str_equal),
    .links = g_ptr_array_new_with_free_func (g_free),
    .sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };

  visit (&self, root);
  attach_links (&self);
  *is_any = self.is_any;
  g_hash_table_unref (self.by_id);
  for (guint i = 0; i < self.rows->len; i++)
    postil_row_set_take (set, g_ptr_array_index (self.rows, i));
  g_ptr_array_unref (self.rows);
  g_ptr_array_unref (self.links);
  g_hash_table_unref (self.sources);
}

gboolean
postil_webannotation_read (PostilRowSet           *set,
                           const PostilImportFile *file,
                           PostilImportOptions    *options,
                           GError                **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *data = NULL;
  gboolean is_any = FALSE;
  gsize length;

  g_return_val_if_fail (set != NULL, FALSE);
  g_return_val_if_fail (file != NULL, FALSE);

  data = postil_row_dup_utf8 (file->bytes, &length, NULL, error);
  if (data == NULL || !postil_json_check (data, length, NULL, error))
    return FALSE;
  if (!json_parser_load_from_data (parser, data, (gssize) length, &local_error))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED, local_error->message);
      return FALSE;
    }
  read_tree (set, json_parser_get_root (parser), file->path, options, &is_any);
  if (!is_any)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("This is JSON, but holds no W3C annotation: no Annotation, AnnotationPage or AnnotationCollection."));
  return is_any;
}
