/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What ties the annotations of a CAS: relations (Governor and Dependent, or source and
 * target), slots (structures with a role and a target), and features that refer. Also what
 * Postil itself wrote of a passage. Any thread. */

#include "config.h"

#include "exchange/postil-cas-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-json-reader.h"
#include "exchange/postil-entities.h"

static const char *const ends[][2] = { { "Governor", "Dependent" }, { "source", "target" } };

static gboolean
refers (PostilCas         *cas,
        const PostilCasFs *fs,
        const char        *name)
{
  const PostilCasValue *value = postil_cas_find (fs, name);
  const PostilCasFeature *feature = postil_cas_get_feature (cas, fs->type, name);

  if (value != NULL)
    return value->kind == POSTIL_CAS_REF;
  return feature != NULL && postil_cas_get_kind (cas, feature->range) == POSTIL_CAS_REF;
}

/* Its index in the table of ends, or -1. */
static int
find_ends (PostilCas         *cas,
           const PostilCasFs *fs)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (refers (cas, fs, ends[i][0]) && refers (cas, fs, ends[i][1]))
      return (int) i;
  return -1;
}

gboolean
postil_cas_is_relation (PostilCas         *cas,
                        const PostilCasFs *fs)
{
  return find_ends (cas, fs) >= 0;
}

static void
lose (PostilCasReading  *self,
      const PostilCasFs *fs,
      const char        *name,
      const char        *text)
{
  g_autofree char *item = g_strdup_printf ("%u", fs->id);

  postil_report_add (self->import->options->losses, self->file, fs->line, "feature", item,
                     _("“%s” of “%s” is not kept: %s."), name, postil_cas_get_short_name (fs->type), text);
}

/* A link has a kind and nothing else. */
static void
report_features (PostilCasReading  *self,
                 const PostilCasFs *fs,
                 const char        *const *known)
{
  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    {
      if (g_strv_contains (known, value->name) || (value->kind == POSTIL_CAS_REF && value->ref == 0))
        continue;
      if (value->kind == POSTIL_CAS_TEXT && value->text[0] != '\0')
        lose (self, fs, value->name, value->text);
      else if (value->kind == POSTIL_CAS_TEXTS && value->n > 0)
        lose (self, fs, value->name, value->texts[0]);
      else if (value->kind == POSTIL_CAS_REF || (value->kind == POSTIL_CAS_REFS && value->n > 0))
        lose (self, fs, value->name, "…");
    }
}

/* Two relations may tie the same with the same kind. */
static char *
dup_link_id (PostilCasReading *self,
             const char       *from,
             const char       *kind,
             const char       *to)
{
  for (guint n = 0;; n++)
    {
      g_autofree char *number = g_strdup_printf ("%u", n);
      g_autofree char *id = postil_row_dup_derived_id ("postil-cas-link", from, kind, to, number, NULL);

      if (g_hash_table_add (self->keys, g_strdup (id)))
        return g_steal_pointer (&id);
    }
}

/* Whether there is a passage of it, or could be: tokens are only made into one for a link. */
static gboolean
can_be_row (PostilCasReading *self,
            guint32           id)
{
  PostilCasFs *fs = postil_cas_lookup (self->cas, id);

  return fs != NULL && (g_hash_table_contains (self->rows, fs) || postil_cas_is_segment (fs));
}

static void
read_relation (PostilCasReading  *self,
               const PostilCasFs *fs,
               const char *const *pair)
{
  const char *feature;
  const char *kind = postil_cas_get_code (fs, &feature);
  guint32 from_id = postil_cas_get_ref (fs, pair[0]);
  guint32 to_id = postil_cas_get_ref (fs, pair[1]);
  gboolean is_whole = can_be_row (self, from_id) && can_be_row (self, to_id);
  PostilRow *from = is_whole ? postil_cas_get_row (self, from_id) : NULL;
  PostilRow *to = is_whole ? postil_cas_get_row (self, to_id) : NULL;
  gboolean is_own = strcmp (fs->type, POSTIL_CAS_LINK) == 0;
  const char *known[] = { "sofa", "begin", "end", pair[0], pair[1], feature != NULL ? feature : "sofa",
                          is_own ? "id" : "sofa", is_own ? "created" : "sofa", is_own ? "modified" : "sofa", NULL };
  g_autofree char *item = g_strdup_printf ("%u", fs->id);

  if (from == NULL || to == NULL)
    {
      postil_report_add (self->import->options->errors, self->file, fs->line, "broken-link", item,
                         _("The relation “%s” begins or ends at what is no annotation of this text, so it was left out."), kind);
      return;
    }
  postil_cas_know (self->import, 'l', self->import->links, kind);
  if (is_own)
    postil_row_add_known_link (from, kind, to->id, postil_cas_get_text (fs, "id"), postil_cas_get_text (fs, "created"),
                               postil_cas_get_text (fs, "modified"));
  else
    {
      g_autofree char *id = dup_link_id (self, from->id, kind, to->id);

      postil_row_add_known_link (from, kind, to->id, id, NULL, NULL);
    }
  report_features (self, fs, known);
}

/* The only feature of a structure that refers, or the one of the name "target". */
static const PostilCasValue *
find_target (const PostilCasFs *fs)
{
  const PostilCasValue *only = NULL;
  guint n = 0;

  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    if (value->kind == POSTIL_CAS_REF && strcmp (value->name, "sofa") != 0)
      {
        if (strcmp (value->name, "target") == 0)
          return value;
        only = value;
        n++;
      }
  return n == 1 ? only : NULL;
}

static const PostilCasValue *
find_role (const PostilCasFs *fs)
{
  const PostilCasValue *role = postil_cas_find (fs, "role");

  for (const PostilCasValue *value = fs->values; role == NULL && value != NULL; value = value->next)
    if (value->kind == POSTIL_CAS_TEXT)
      role = value;
  return role != NULL && role->kind == POSTIL_CAS_TEXT ? role : NULL;
}

static void
add_link (PostilCasReading  *self,
          const PostilCasFs *fs,
          PostilRow         *row,
          const char        *kind,
          guint32            id)
{
  PostilRow *to = postil_cas_get_row (self, id);
  g_autofree char *item = g_strdup_printf ("%u", fs->id);
  g_autofree char *link_id = NULL;

  if (to == NULL)
    {
      postil_report_add (self->import->options->losses, self->file, fs->line, "feature", item,
                         _("“%s” of “%s” refers to what is no annotation of this text, and is not kept."),
                         kind, postil_cas_get_short_name (fs->type));
      return;
    }
  link_id = dup_link_id (self, row->id, kind, to->id);
  postil_cas_know (self->import, 'l', self->import->links, kind);
  postil_row_add_known_link (row, kind, to->id, link_id, NULL, NULL);
}

/* To an annotation, or to a structure that says in what role one takes part. */
static void
read_reference (PostilCasReading  *self,
                const PostilCasFs *fs,
                PostilRow         *row,
                const char        *name,
                guint32            id)
{
  PostilCasFs *tie = postil_cas_lookup (self->cas, id);
  const PostilCasValue *target, *role;
  const char *known[] = { "sofa", NULL, NULL, NULL };
  gboolean has_role;

  if (tie == NULL || postil_cas_is_annotation (self->cas, tie))
    {
      add_link (self, fs, row, name, id);
      return;
    }
  g_hash_table_add (self->used, tie);
  target = find_target (tie);
  role = find_role (tie);
  if (target == NULL)
    {
      g_autofree char *features = postil_cas_dup_features (tie);

      lose (self, fs, name, features);
      return;
    }
  has_role = role != NULL && role->text[0] != '\0';
  add_link (self, fs, row, has_role ? role->text : name, target->ref);
  known[1] = target->name;
  known[2] = role != NULL ? role->name : NULL;
  report_features (self, tie, known);
}

/* An element of a chain is tied to the next one by the relation that both are in. */
static const char *
get_kind (const PostilCasFs    *fs,
          const PostilCasValue *value)
{
  const char *relation = strcmp (value->name, "next") == 0 ? postil_cas_get_text (fs, "referenceRelation") : NULL;

  return relation != NULL && relation[0] != '\0' ? relation : value->name;
}

void
postil_cas_read_links (PostilCasReading *self,
                       PostilCasFs      *fs)
{
  int pair = find_ends (self->cas, fs);
  PostilRow *row;

  g_return_if_fail (self != NULL);

  if (pair >= 0)
    {
      read_relation (self, fs, ends[pair]);
      return;
    }
  row = g_hash_table_lookup (self->rows, fs);
  for (const PostilCasValue *value = fs->values; row != NULL && value != NULL; value = value->next)
    {
      if (value->kind == POSTIL_CAS_REF && value->ref != 0 && strcmp (value->name, "sofa") != 0)
        read_reference (self, fs, row, get_kind (fs, value), value->ref);
      for (guint i = 0; value->kind == POSTIL_CAS_REFS && i < value->n; i++)
        if (value->refs[i] != 0)
          read_reference (self, fs, row, value->name, value->refs[i]);
    }
}

char *
postil_cas_dup_xml (const char *text,
                    const char *replacement)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 0xfffe || c == 0xffff)
        g_string_append (out, replacement);
      else
        g_string_append_unichar (out, c);
    }
  return g_strdup (out->str);
}

static JsonNode *
dup_extra (const PostilCasFs *fs)
{
  const char *text = postil_cas_get_text (fs, "extra");
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (text == NULL || !postil_json_check (text, strlen (text), NULL, NULL)
      || !json_parser_load_from_data (parser, text, -1, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

/* The value with the characters that XML does not hold, as long as it is the same otherwise. */
static const char *
get_exact (JsonNode   *extra,
           const char *name,
           const char *text)
{
  const char *exact = postil_json_node_get_text (postil_json_node_get_member (extra, "exact"), name);
  g_autofree char *held = exact != NULL ? postil_cas_dup_xml (exact, "\xef\xbf\xbd") : NULL;

  return text != NULL && g_strcmp0 (held, text) == 0 ? exact : text;
}

static void
add_more_attributes (JsonNode  *extra,
                     PostilRow *row)
{
  JsonNode *list = postil_json_node_get_member (extra, "attributes");

  for (guint i = 0; i < postil_json_node_count (list); i++)
    {
      JsonNode *pair = postil_json_node_get_item (list, i);
      const char *name = postil_json_node_get_string (postil_json_node_get_item (pair, 0));
      const char *value = postil_json_node_get_string (postil_json_node_get_item (pair, 1));

      if (name != NULL && name[0] != '\0' && value != NULL)
        postil_row_add_attribute (row, name, value);
    }
}

static gboolean
is_true (const PostilCasFs *fs,
         const char        *name)
{
  return g_strcmp0 (postil_cas_get_text (fs, name), "true") == 0;
}

void
postil_cas_read_own (PostilCasReading  *self,
                     const PostilCasFs *fs,
                     PostilRow         *row)
{
  static const char *const known[] = { "sofa", "begin", "end", "value", "note", "unsure", "moved", "id", "created",
                                       "modified", "piece", "extra", NULL };
  g_autoptr (JsonNode) extra = dup_extra (fs);
  JsonNode *names = postil_json_node_get_member (extra, "names");
  g_autofree char *code = g_steal_pointer (&row->code);

  row->code = g_strdup (get_exact (extra, "value", code));
  row->id = g_strdup (postil_cas_get_text (fs, "id"));
  row->note = g_strdup (get_exact (extra, "note", postil_cas_get_text (fs, "note")));
  row->created = g_strdup (postil_cas_get_text (fs, "created"));
  row->modified = g_strdup (postil_cas_get_text (fs, "modified"));
  row->unsure = is_true (fs, "unsure");
  row->is_moved = is_true (fs, "moved");
  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    {
      const char *name;

      if (g_strv_contains (known, value->name) || value->kind != POSTIL_CAS_TEXT)
        continue;
      name = postil_json_node_get_text (names, value->name);
      name = name != NULL && name[0] != '\0' ? name : value->name;
      postil_row_add_attribute (row, name, get_exact (extra, value->name, value->text));
      postil_cas_know (self->import, 'a', self->import->attributes, name);
    }
  add_more_attributes (extra, row);
}
