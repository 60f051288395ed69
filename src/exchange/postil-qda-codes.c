/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tree of codes as REFI-QDA writes it. A code there has a name, a colour and one
 * description, which therefore says in so many words what Postil keeps apart (when to code,
 * examples, the key); from a file that Postil wrote it is taken apart again. Any thread. */

#include "config.h"

#include "exchange/postil-qda.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-xml-writer.h"
#include "base/postil-xml.h"

#define MAX_LEVELS 31u

static const char marker_when[] = "Code when: ";
static const char marker_when_not[] = "Do not code when: ";
static const char marker_example[] = "Example: ";
static const char marker_key[] = "Key: ";
static const char marker_id[] = "Id: ";

char *
postil_qda_dup_guid (const char *kind,
                     const char *id)
{
  g_autofree char *derived = NULL;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (g_str_has_prefix (id, "urn:uuid:") && g_uuid_string_is_valid (id + strlen ("urn:uuid:")))
    return g_strdup (id + strlen ("urn:uuid:"));
  derived = postil_row_dup_derived_id (kind, id, NULL);
  return g_strdup (derived + strlen ("urn:uuid:"));
}

char *
postil_qda_dup_plain (const char *guid)
{
  gsize n;

  if (guid == NULL)
    return NULL;
  while (g_ascii_isspace (*guid) || *guid == '{')
    guid++;
  n = strlen (guid);
  while (n > 0 && (g_ascii_isspace (guid[n - 1]) || guid[n - 1] == '}'))
    n--;
  return n > 0 ? g_ascii_strdown (guid, (gssize) n) : NULL;
}

char *
postil_qda_dup_code_guid (const char *id)
{
  return postil_qda_dup_guid ("postil-code", id);
}

/* "Deep Concern!" → "deep-concern" */
static char *
dup_slug (const char *label)
{
  g_autoptr (GString) slug = g_string_new (NULL);

  for (const char *p = label; *p != '\0' && slug->len < 200; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_')
        g_string_append_unichar (slug, g_unichar_tolower (c));
      else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  return g_strdup (slug->len > 0 ? slug->str : "code");
}

static void
append_part (GString    *out,
             const char *marker,
             const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;
  if (out->len > 0)
    g_string_append (out, "\n\n");
  g_string_append_printf (out, "%s%s", marker, text);
}

static char *
dup_description (const PostilCode *code)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *slug = dup_slug (code->label);

  append_part (text, "", code->definition);
  append_part (text, marker_when, code->when);
  append_part (text, marker_when_not, code->when_not);
  for (guint i = 0; code->examples != NULL && code->examples[i] != NULL; i++)
    append_part (text, marker_example, code->examples[i]);
  append_part (text, marker_key, code->key);
  if (strcmp (code->id, slug) != 0 && strcmp (code->id, code->label) != 0)
    append_part (text, marker_id, code->id);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static gboolean
is_color (const char *color)
{
  gsize n = color != NULL ? strlen (color) : 0;

  if ((n != 4 && n != 7) || color[0] != '#')
    return FALSE;
  for (const char *p = color + 1; *p != '\0'; p++)
    if (!g_ascii_isxdigit (*p))
      return FALSE;
  return TRUE;
}

static void
indent (GString *out,
        guint    depth)
{
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

/* The start tag with its description; the caller closes it. */
static void
append_code (GString          *out,
             const PostilCode *code,
             PostilReport     *losses)
{
  g_autofree char *guid = postil_qda_dup_code_guid (code->id);
  g_autofree char *description = dup_description (code);
  gboolean is_whole;

  indent (out, 3 + code->depth);
  g_string_append (out, "<Code");
  postil_xml_append_attribute (out, "guid", guid);
  is_whole = postil_xml_append_attribute (out, "name", code->label);
  postil_xml_append_attribute (out, "isCodable", "true");
  if (is_color (code->color))
    postil_xml_append_attribute (out, "color", code->color);
  g_string_append (out, ">\n");
  if (description != NULL)
    {
      indent (out, 4 + code->depth);
      g_string_append (out, "<Description>");
      is_whole &= postil_xml_append_text (out, description);
      g_string_append (out, "</Description>\n");
    }
  if (!is_whole)
    postil_report_add (losses, NULL, 0, "character", code->id,
                       _("The code “%s” holds control characters, which XML does not, so they are not kept."), code->id);
}

static void
close_codes (GString *out,
             guint    from,
             guint    to)
{
  for (guint depth = from; depth > to; depth--)
    {
      indent (out, 2 + depth);
      g_string_append (out, "</Code>\n");
    }
}

void
postil_qda_append_codes (GString        *out,
                         PostilCodebook *codebook,
                         GPtrArray      *others,
                         PostilReport   *losses)
{
  guint n_codes;
  guint n_open = 0;

  g_return_if_fail (out != NULL);

  n_codes = codebook != NULL ? postil_codebook_get_n_codes (codebook) : 0;
  if (n_codes == 0 && (others == NULL || others->len == 0))
    return;
  g_string_append (out, "    <Codes>\n");
  for (guint i = 0; i < n_codes; i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      close_codes (out, n_open, code->depth);
      append_code (out, code, losses);
      n_open = code->depth + 1;
    }
  close_codes (out, n_open, 0);
  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      const char *id = g_ptr_array_index (others, i);
      PostilCode code = { .id = id, .label = id, .definition = "", .when = "", .when_not = "", .key = "" };

      append_code (out, &code, losses);
      close_codes (out, 1, 0);
    }
  g_string_append (out, "    </Codes>\n");
}

void
postil_qda_report_codebook (PostilCodebook *codebook,
                            PostilReport   *losses)
{
  g_return_if_fail (codebook != NULL);
  g_return_if_fail (losses != NULL);

  for (guint i = 0; i < postil_codebook_get_n_attributes (codebook); i++)
    {
      const PostilAttributeDef *attribute = postil_codebook_get_attribute (codebook, i);

      postil_report_add (losses, NULL, 0, "codebook", attribute->id,
                         _("How the codebook defines the attribute “%s” is not kept."), attribute->label);
    }
  for (guint i = 0; i < postil_codebook_get_n_links (codebook); i++)
    {
      const PostilLinkDef *link = postil_codebook_get_link (codebook, i);

      postil_report_add (losses, NULL, 0, "codebook", link->id,
                         _("How the codebook defines the link “%s” is not kept."), link->label);
    }
}

/* While a tree of codes is read. */
typedef struct
{
  const PostilQdaCodesOptions *options;
  PostilCodebookBuilder       *builder;
  GHashTable                  *taken; /* ids */
  guint                        n_codes;
} Reader;

/* The parts of a description, owned. */
typedef struct
{
  char      *definition;
  char      *when;
  char      *when_not;
  char      *key;
  char      *id;
  GPtrArray *examples;
} Parts;

static void
parts_clear (Parts *self)
{
  g_free (self->definition);
  g_free (self->when);
  g_free (self->when_not);
  g_free (self->key);
  g_free (self->id);
  g_ptr_array_unref (self->examples);
}

static char **
find_part (Parts       *self,
           const char **paragraph)
{
  const struct
  {
    const char *marker;
    char      **part;
  } parts[] = {
    { marker_when, &self->when }, { marker_when_not, &self->when_not }, { marker_key, &self->key }, { marker_id, &self->id },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_has_prefix (*paragraph, parts[i].marker))
      {
        *paragraph += strlen (parts[i].marker);
        return parts[i].part;
      }
  return NULL;
}

static void
append_paragraph (char      **part,
                  const char *text)
{
  g_autofree char *before = *part;

  *part = before != NULL ? g_strconcat (before, "\n\n", text, NULL) : g_strdup (text);
}

/* Takes apart what Postil put together. */
static void
parts_read (Parts      *self,
            const char *description)
{
  g_auto (GStrv) paragraphs = g_strsplit (description, "\n\n", -1);
  char **part = &self->definition;

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      const char *paragraph = paragraphs[i];
      char **next = find_part (self, &paragraph);

      if (g_str_has_prefix (paragraph, marker_example) && next == NULL)
        {
          g_ptr_array_add (self->examples, NULL);
          part = (char **) &self->examples->pdata[self->examples->len - 1];
          paragraph += strlen (marker_example);
        }
      else if (next != NULL)
        part = next;
      append_paragraph (part, paragraph);
    }
}

static gboolean
has_guid (const char *id,
          const char *plain)
{
  g_autofree char *guid = postil_qda_dup_code_guid (id);

  return g_strcmp0 (guid, plain) == 0;
}

static char *
dup_target_id (Reader     *self,
               const char *name)
{
  PostilCodebook *target = self->options->target;

  for (guint i = 0; target != NULL && i < postil_codebook_get_n_codes (target); i++)
    {
      const PostilCode *code = postil_codebook_get_code (target, i);

      if (g_strcmp0 (code->label, name) == 0 || strcmp (code->id, name) == 0)
        return g_strdup (code->id);
    }
  return NULL;
}

/* The id that the code had in Postil, or bears in the folder's codebook, or one like its name. */
static char *
choose_id (Reader     *self,
           const char *name,
           const char *plain,
           const char *said)
{
  g_autofree char *slug = dup_slug (name);
  char *id = NULL;

  if (said != NULL && has_guid (said, plain))
    id = g_strdup (said);
  else if (self->options->is_own && has_guid (slug, plain))
    id = g_strdup (slug);
  else if (self->options->is_own && has_guid (name, plain))
    id = g_strdup (name);
  else
    id = dup_target_id (self, name);
  if (id == NULL)
    id = g_strdup (slug);
  for (guint n = 2; g_hash_table_contains (self->taken, id); n++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", slug, n);
    }
  g_hash_table_add (self->taken, g_strdup (id));
  return id;
}

static void
add_notes (Reader  *self,
           xmlNode *node,
           Parts   *parts)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (postil_xml_is (child, "NoteRef") && self->options->find_note != NULL)
      {
        g_autofree char *guid = postil_qda_dup_plain (postil_xml_get_attribute (child, "targetGUID"));
        g_autofree char *note = guid != NULL ? self->options->find_note (guid, self->options->user_data) : NULL;

        if (note != NULL)
          append_paragraph (&parts->definition, note);
      }
}

static void
add_code (Reader     *self,
          xmlNode    *node,
          const char *id,
          const char *parent)
{
  const char *color = postil_xml_get_attribute (node, "color");
  xmlNode *description_node = postil_xml_get_child (node, "Description");
  g_autofree char *description = description_node != NULL ? postil_xml_dup_content (description_node) : NULL;
  Parts parts = { .examples = g_ptr_array_new_with_free_func (g_free) };

  if (description != NULL && self->options->is_own)
    parts_read (&parts, description);
  else if (description != NULL && description[0] != '\0')
    parts.definition = g_steal_pointer (&description);
  add_notes (self, node, &parts);
  g_ptr_array_add (parts.examples, NULL);
  postil_codebook_builder_set_code (self->builder, &(PostilCode) {
    .id = id,
    .label = postil_xml_get_attribute (node, "name"),
    .color = is_color (color) ? color : NULL,
    .definition = parts.definition,
    .when = parts.when,
    .when_not = parts.when_not,
    .key = parts.key,
    .examples = (const char *const *) parts.examples->pdata,
    .parent = parent,
  });
  if (color != NULL && !is_color (color))
    postil_report_add (self->options->losses, self->options->file, (guint) xmlGetLineNo (node), "color", id,
                       _("The colour “%s” of the code “%s” is not written as #rrggbb, and is not kept."), color, id);
  parts_clear (&parts);
}

static char *
dup_said_id (xmlNode *node)
{
  xmlNode *description_node = postil_xml_get_child (node, "Description");
  g_autofree char *description = description_node != NULL ? postil_xml_dup_content (description_node) : NULL;
  const char *last = description != NULL ? g_strrstr (description, marker_id) : NULL;

  return last != NULL ? g_strdup (last + strlen (marker_id)) : NULL;
}

static void
read_children (Reader     *self,
               xmlNode    *node,
               const char *parent,
               guint       depth)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      const char *name = postil_xml_get_attribute (child, "name");
      g_autofree char *plain = NULL;
      g_autofree char *said = NULL;
      g_autofree char *id = NULL;

      if (!postil_xml_is (child, "Code"))
        continue;
      plain = postil_qda_dup_plain (postil_xml_get_attribute (child, "guid"));
      if (plain == NULL || g_hash_table_contains (self->options->ids, plain))
        {
          postil_report_add (self->options->errors, self->options->file, (guint) xmlGetLineNo (child), "schema", name,
                             _("A code has no GUID, or that of another code, so it was left out."));
          continue;
        }
      said = self->options->is_own ? dup_said_id (child) : NULL;
      id = choose_id (self, name != NULL ? name : plain, plain, said);
      add_code (self, child, id, parent);
      if (g_strcmp0 (postil_xml_get_attribute (child, "isCodable"), "false") == 0)
        postil_report_add (self->options->losses, self->options->file, (guint) xmlGetLineNo (child), "code", id,
                           _("That “%s” only orders other codes and cannot be marked is not kept."), name != NULL ? name : id);
      if (depth + 1 == MAX_LEVELS && postil_xml_get_child (child, "Code") != NULL)
        postil_report_add (self->options->losses, self->options->file, (guint) xmlGetLineNo (child), "code", id,
                           _("The codes below “%s” are nested too deeply; they all became its children’s neighbours."), name != NULL ? name : id);
      self->n_codes++;
      g_hash_table_insert (self->options->ids, g_strdup (plain), g_strdup (id));
      read_children (self, child, depth + 1 < MAX_LEVELS ? id : parent, MIN (depth + 1, MAX_LEVELS - 1));
    }
}

PostilCodebook *
postil_qda_read_codes (xmlNode                     *node,
                       const PostilQdaCodesOptions *options)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  Reader self = { .options = options, .taken = taken };
  PostilCodebook *codebook;

  g_return_val_if_fail (node != NULL, NULL);
  g_return_val_if_fail (options != NULL && options->ids != NULL, NULL);

  self.builder = postil_codebook_builder_new (NULL);
  read_children (&self, node, NULL, 0);
  codebook = postil_codebook_builder_end (self.builder, &error);
  if (codebook == NULL)
    postil_report_add_error (options->errors, options->file, 0, error);
  else if (self.n_codes == 0)
    g_clear_pointer (&codebook, postil_codebook_unref);
  return codebook;
}
