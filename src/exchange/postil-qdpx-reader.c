/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A REFI-QDA project as rows and a codebook: users are coders, cases attributes of the
 * passages that they name, links links. Each program counts in its own way; who wrote the
 * file only says where to begin. Invariant: what is not taken is listed. Any thread. */

#include "config.h"

#include "exchange/postil-qdpx-private.h"

#include <stdarg.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-xml.h"

char *
postil_qdpx_dup_guid (xmlNode    *node,
                      const char *name)
{
  return postil_qda_dup_plain (postil_xml_get_attribute (node, name));
}

void
postil_qdpx_lose (PostilQdpx *self,
                  xmlNode    *node,
                  const char *kind,
                  const char *item,
                  const char *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  postil_report_add (self->options->losses, self->file, node != NULL ? (guint) xmlGetLineNo (node) : 0, kind, item, "%s", message);
}

void
postil_qdpx_add_note (PostilRow  *row,
                      const char *text)
{
  g_autofree char *before = g_steal_pointer (&row->note);

  row->note = before != NULL ? g_strconcat (before, "\n", text, NULL) : g_strdup (text);
}

char *
postil_qdpx_dup_note (const char *plain,
                      gpointer    qdpx)
{
  PostilQdpx *self = qdpx;
  xmlNode *node = g_hash_table_lookup (self->notes, plain);
  xmlNode *content = node != NULL ? postil_xml_get_child (node, "PlainTextContent") : NULL;
  const char *path = node != NULL ? postil_xml_get_attribute (node, "plainTextPath") : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PostilText) text = NULL;

  if (node == NULL)
    return NULL;
  g_hash_table_add (self->used_notes, node);
  if (content != NULL)
    return postil_xml_dup_content (content);
  bytes = path != NULL ? self->find_file (path, self->user_data) : NULL;
  text = bytes != NULL ? postil_text_new_from_bytes (bytes, NULL, NULL) : NULL;
  return text != NULL ? g_strdup (postil_text_get_utf8 (text, NULL)) : NULL;
}

/* The children of @root's child @name, by their GUIDs. */
static void
collect (xmlNode    *root,
         const char *name,
         const char *child_name,
         GHashTable *by_guid)
{
  xmlNode *parent = postil_xml_get_child (root, name);

  for (xmlNode *child = parent != NULL ? parent->children : NULL; child != NULL; child = child->next)
    {
      g_autofree char *plain = postil_xml_is (child, child_name) ? postil_qdpx_dup_guid (child, "guid") : NULL;

      if (plain != NULL && !g_hash_table_contains (by_guid, plain))
        g_hash_table_insert (by_guid, g_steal_pointer (&plain), child);
    }
}

static void
read_users (PostilQdpx *self,
            xmlNode    *root)
{
  GHashTableIter iter;
  gpointer user;

  collect (root, "Users", "User", self->users);
  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, NULL, &user))
    {
      const char *id = postil_xml_get_attribute (user, "id");

      if (id != NULL && g_hash_table_contains (self->logins, id))
        g_hash_table_insert (self->logins, (gpointer) id, NULL);
      else if (id != NULL)
        g_hash_table_insert (self->logins, (gpointer) id, user);
    }
}

static void
read_codebook (PostilQdpx *self,
               xmlNode    *root)
{
  xmlNode *codebook_node = postil_xml_get_child (root, "CodeBook");
  xmlNode *codes = postil_xml_get_child (codebook_node, "Codes");
  g_autoptr (PostilCodebook) codebook = NULL;

  if (codes == NULL)
    return;
  codebook = postil_qda_read_codes (codes, &(PostilQdaCodesOptions) {
    .file = self->file,
    .is_own = self->is_own,
    .target = self->options->codebook,
    .ids = self->codes,
    .losses = self->options->losses,
    .errors = self->options->errors,
    .find_note = postil_qdpx_dup_note,
    .user_data = self,
  });
  if (codebook == NULL)
    return;
  postil_row_set_set_codebook (self->set, codebook);
  if (self->options->take_codebook != NULL)
    self->options->take_codebook (self->file, codebook, self->options->user_data);
}

static const char *
get_case_attribute (xmlNode  *node,
                    gboolean  is_own,
                    char    **owned)
{
  xmlNode *value = is_own ? postil_xml_get_child (node, "VariableValue") : NULL;
  xmlNode *text = postil_xml_get_child (value, "TextValue");

  *owned = text != NULL ? postil_xml_dup_content (text) : NULL;
  return *owned != NULL && (*owned)[0] != '\0' ? *owned : "case";
}

static void
report_case_part (PostilQdpx *self,
                  xmlNode    *child,
                  const char *name)
{
  g_autofree char *text = NULL;

  if (postil_xml_is (child, "SourceRef"))
    postil_qdpx_lose (self, child, "case", name, _("That a whole article belongs to the case “%s” is not kept."), name);
  else if (postil_xml_is (child, "CodeRef"))
    postil_qdpx_lose (self, child, "case", name, _("That a code belongs to the case “%s” is not kept."), name);
  else if (postil_xml_is (child, "VariableValue") || postil_xml_is (child, "Description"))
    {
      text = postil_xml_dup_content (child);
      postil_qdpx_lose (self, child, "variable", name, _("What is said of the case “%s” is not kept: “%s”."), name, g_strstrip (text));
    }
}

/* A case that names passages says who they are about. */
static void
read_case (PostilQdpx *self,
           xmlNode    *node)
{
  const char *name = postil_xml_get_attribute (node, "name");
  g_autofree char *owned = NULL;
  const char *attribute = get_case_attribute (node, self->is_own, &owned);

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autofree char *target = postil_xml_is (child, "SelectionRef") ? postil_qdpx_dup_guid (child, "targetGUID") : NULL;
      PostilRow *row = target != NULL ? g_hash_table_lookup (self->rows, target) : NULL;

      if (row != NULL)
        postil_row_add_attribute (row, attribute, name != NULL ? name : "");
      else if (postil_xml_is (child, "SelectionRef"))
        postil_qdpx_lose (self, child, "case", name, _("The case “%s” names a passage that was not taken."), name != NULL ? name : "?");
      else if (!self->is_own)
        report_case_part (self, child, name != NULL ? name : "?");
    }
}

static void
read_cases (PostilQdpx *self,
            xmlNode    *root)
{
  xmlNode *cases = postil_xml_get_child (root, "Cases");

  for (xmlNode *child = cases != NULL ? cases->children : NULL; child != NULL; child = child->next)
    if (postil_xml_is (child, "Case"))
      read_case (self, child);
}

/* NVivo ties its notes to passages with links. */
static gboolean
read_note_link (PostilQdpx *self,
                const char *origin,
                const char *target)
{
  const char *note = g_hash_table_contains (self->notes, origin) ? origin : target;
  const char *other = note == origin ? target : origin;
  PostilRow *row = g_hash_table_lookup (self->rows, other);
  g_autofree char *text = NULL;

  if (!g_hash_table_contains (self->notes, note) || row == NULL)
    return FALSE;
  text = postil_qdpx_dup_note (note, self);
  if (text != NULL && text[0] != '\0')
    postil_qdpx_add_note (row, text);
  return TRUE;
}

static void
read_link (PostilQdpx *self,
           xmlNode    *node)
{
  g_autofree char *origin = postil_qdpx_dup_guid (node, "originGUID");
  g_autofree char *target = postil_qdpx_dup_guid (node, "targetGUID");
  const char *name = postil_xml_get_attribute (node, "name");
  const char *direction = postil_xml_get_attribute (node, "direction");
  PostilRow *from = origin != NULL ? g_hash_table_lookup (self->rows, origin) : NULL;
  PostilRow *to = target != NULL ? g_hash_table_lookup (self->rows, target) : NULL;

  name = name != NULL && name[0] != '\0' ? name : "link";
  if (origin != NULL && target != NULL && read_note_link (self, origin, target))
    return;
  if (from == NULL || to == NULL)
    {
      postil_qdpx_lose (self, node, "link", name, _("The link “%s” does not tie two passages, and is not kept."), name);
      return;
    }
  if (g_strcmp0 (from->article, to->article) != 0 || g_strcmp0 (from->coder, to->coder) != 0)
    {
      postil_qdpx_lose (self, node, "link", name,
                        _("The link “%s” ties passages of different articles or coders, and is not kept."), name);
      return;
    }
  if (from->id == NULL)
    from->id = g_strdup (origin);
  if (to->id == NULL)
    to->id = g_strdup (target);
  if (direction != NULL && strcmp (direction, "OneWay") != 0)
    postil_qdpx_lose (self, node, "direction", name,
                      _("The link “%s” leads both ways or none (%s); now it leads from the first passage to the second."), name, direction);
  postil_row_add_link (from, name, to->id);
}

static void
read_links (PostilQdpx *self,
            xmlNode    *root)
{
  xmlNode *links = postil_xml_get_child (root, "Links");

  for (xmlNode *child = links != NULL ? links->children : NULL; child != NULL; child = child->next)
    if (postil_xml_is (child, "Link"))
      read_link (self, child);
}

/* What has no place in Postil at all. */
static void
report_rest (PostilQdpx *self,
             xmlNode    *root)
{
  GHashTableIter iter;
  gpointer plain, note;

  for (xmlNode *child = root->children; child != NULL; child = child->next)
    if (postil_xml_is (child, "Sets") || postil_xml_is (child, "Graphs"))
      for (xmlNode *item = child->children; item != NULL; item = item->next)
        if (item->type == XML_ELEMENT_NODE)
          {
            const char *name = postil_xml_get_attribute (item, "name");

            postil_qdpx_lose (self, item, postil_xml_is (child, "Sets") ? "set" : "graph", name,
                              _("The set or graph “%s” is not kept."), name != NULL ? name : "?");
          }
  g_hash_table_iter_init (&iter, self->notes);
  while (g_hash_table_iter_next (&iter, &plain, &note))
    if (!g_hash_table_contains (self->used_notes, note))
      {
        const char *name = postil_xml_get_attribute (note, "name");

        postil_qdpx_lose (self, note, "note", plain, _("The note “%s” is about no passage, and is not kept."),
                          name != NULL ? name : "?");
      }
}

/* Where to begin; the row set finds out. ATLAS.ti writes CRLF, but counts each as one. */
static PostilDialect
get_dialect (const char *origin)
{
  g_autofree char *lower = g_ascii_strdown (origin != NULL ? origin : "", -1);

  return (PostilDialect) {
    .unit = strstr (lower, "nvivo") != NULL ? POSTIL_UNIT_UTF16 : POSTIL_UNIT_CODE_POINT,
    .crlf_two = strstr (lower, "atlas") == NULL,
  };
}

static void
read_sources (PostilQdpx *self,
              xmlNode    *root)
{
  xmlNode *sources = postil_xml_get_child (root, "Sources");

  for (xmlNode *child = sources != NULL ? sources->children : NULL; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      postil_qdpx_read_source (self, child);
}

static void
read_project (PostilQdpx *self,
              xmlNode    *root)
{
  const char *origin = postil_xml_get_attribute (root, "origin");
  g_autoptr (GString) name = g_string_new (NULL);

  self->is_own = origin != NULL && g_str_has_prefix (origin, POSTIL_QDA_ORIGIN);
  postil_row_set_set_dialect (self->set, get_dialect (origin));
  if (self->options->dialect == NULL)
    self->options->dialect = g_strdup (origin != NULL ? origin : _("a program that does not say its name"));
  read_users (self, root);
  collect (root, "Notes", "Note", self->notes);
  read_codebook (self, root);
  read_sources (self, root);
  read_cases (self, root);
  read_links (self, root);
  report_rest (self, root);
  for (guint i = 0; i < self->all->len; i++)
    postil_row_set_take (self->set, g_steal_pointer (&self->all->pdata[i]));
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

gboolean
postil_qdpx_read (PostilRowSet        *set,
                  const char          *file,
                  GBytes              *project,
                  PostilQdpxFileFunc   find_file,
                  gpointer             user_data,
                  PostilImportOptions *options,
                  GError             **error)
{
  g_autoptr (GHashTable) users = new_table ();
  g_autoptr (GHashTable) logins = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) notes = new_table ();
  g_autoptr (GHashTable) used_notes = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) rows = new_table ();
  g_autoptr (GHashTable) pieces = new_table ();
  g_autoptr (GHashTable) paths = new_table ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_row_free);
  g_autofree char *unsure = postil_qda_dup_guid ("postil-mark", "unsure");
  g_autoptr (PostilXmlDoc) doc = NULL;
  PostilQdpx self = { set, file, find_file, user_data, options, FALSE, users, logins, notes, used_notes, codes,
                      rows, pieces, paths, all, unsure };
  xmlNode *root;
  gsize length;
  const char *data;

  g_return_val_if_fail (project != NULL, FALSE);

  data = g_bytes_get_data (project, &length);
  doc = postil_xml_read (data, length, error);
  root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  if (doc == NULL)
    return FALSE;
  if (root == NULL || !postil_xml_is (root, "Project"))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("This is no REFI-QDA project: its first element is not Project."));
      return FALSE;
    }
  read_project (&self, root);
  return TRUE;
}
