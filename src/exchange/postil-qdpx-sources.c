/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sources of a REFI-QDA project: texts, with their selections as rows. A source without
 * a plain text is listed, never guessed at. Positions are handed on as they stand; the row
 * set finds out how the program counted, and refuses those that are outside. Any thread. */

#include "config.h"

#include "exchange/postil-qdpx-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-xml.h"

/* A source while it is read. */
typedef struct
{
  PostilQdpx *qdpx;
  xmlNode    *node;
  const char *path; /* the article's */
  const char *user; /* GUID of who made the source, or NULL */
  GHashTable *sync; /* plain GUID of a SyncPoint → its element */
} Source;

/* What people call it: its own name, or that of what it represents. */
static const char *
get_name (xmlNode *node)
{
  const char *name = postil_xml_get_attribute (node, "name");

  if ((name == NULL || name[0] == '\0') && node->parent != NULL)
    name = postil_xml_get_attribute (node->parent, "name");
  return name != NULL && name[0] != '\0' ? name : "article";
}

static char *
dup_raw (PostilQdpx *self,
         xmlNode    *node,
         gsize      *length,
         GError    **error)
{
  const char *path = postil_xml_get_attribute (node, "plainTextPath");
  xmlNode *content = postil_xml_get_child (node, "PlainTextContent");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *charset = NULL;
  char *text;

  if (content != NULL)
    {
      text = postil_xml_dup_content (content);
      *length = text != NULL ? strlen (text) : 0;
      return text != NULL ? text : g_strdup ("");
    }
  bytes = path != NULL ? self->find_file (path, self->user_data) : NULL;
  return bytes != NULL ? postil_row_dup_raw (bytes, length, &charset, error) : NULL;
}

/* "week1/rafah.txt" is a path only where Postil wrote it. */
static char *
dup_path (PostilQdpx *self,
          const char *name)
{
  if (self->is_own && g_hash_table_add (self->paths, g_strdup (name)))
    return g_strdup (name);
  return postil_row_dup_article_path (name, self->paths);
}

static void
set_coder (Source     *self,
           PostilRow  *row,
           const char *guid)
{
  g_autofree char *plain = postil_qda_dup_plain (guid);
  xmlNode *user = plain != NULL ? g_hash_table_lookup (self->qdpx->users, plain) : NULL;
  const char *id, *name;

  if (user == NULL)
    return;
  id = postil_xml_get_attribute (user, "id");
  name = postil_xml_get_attribute (user, "name");
  if (id != NULL && id[0] != '\0' && g_hash_table_lookup (self->qdpx->logins, id) == user)
    row->coder = g_strdup (id);
  else
    row->coder = g_strdup (name != NULL && name[0] != '\0' ? name : plain);
  if (name != NULL && name[0] != '\0' && strcmp (name, row->coder) != 0)
    row->coder_name = g_strdup (name);
}

static const char *
get_user (Source  *self,
          xmlNode *selection,
          xmlNode *coding)
{
  const char *user = coding != NULL ? postil_xml_get_attribute (coding, "creatingUser") : NULL;

  if (user == NULL)
    user = postil_xml_get_attribute (selection, "creatingUser");
  return user != NULL ? user : self->user;
}

/* Positions that are no numbers, or below zero, are nowhere in the text. */
static guint32
parse_position (const char *text)
{
  guint64 position;
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  if (stripped == NULL || !g_ascii_string_to_unsigned (stripped, 10, 0, G_MAXUINT32 - 1, &position, NULL))
    return G_MAXUINT32;
  return (guint32) position;
}

static const char *
get_sync_position (Source     *self,
                   xmlNode    *selection,
                   const char *name)
{
  g_autofree char *plain = postil_qdpx_dup_guid (selection, name);
  xmlNode *point = plain != NULL ? g_hash_table_lookup (self->sync, plain) : NULL;

  return point != NULL ? postil_xml_get_attribute (point, "position") : NULL;
}

static PostilRowPiece
make_piece (Source  *self,
            xmlNode *selection)
{
  gboolean is_transcript = postil_xml_is (selection, "TranscriptSelection");
  const char *name = postil_xml_get_attribute (selection, "name");
  const char *start = is_transcript ? get_sync_position (self, selection, "fromSyncPoint")
                                    : postil_xml_get_attribute (selection, "startPosition");
  const char *end = is_transcript ? get_sync_position (self, selection, "toSyncPoint")
                                  : postil_xml_get_attribute (selection, "endPosition");

  return (PostilRowPiece) {
    .span = { parse_position (start), parse_position (end) },
    .has_span = TRUE,
    .hint = name != NULL && name[0] != '\0' ? g_strdup (name) : NULL,
  };
}

/* Its comment, and the notes that are tied to it. */
static void
read_notes (Source    *self,
            xmlNode   *node,
            PostilRow *row)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autofree char *text = NULL;

      if (postil_xml_is (child, "Description"))
        text = postil_xml_dup_content (child);
      else if (postil_xml_is (child, "NoteRef"))
        {
          g_autofree char *plain = postil_qdpx_dup_guid (child, "targetGUID");

          text = plain != NULL ? postil_qdpx_dup_note (plain, self->qdpx) : NULL;
        }
      if (text != NULL && text[0] != '\0')
        postil_qdpx_add_note (row, text);
    }
}

static void
set_id (Source     *self,
        PostilRow  *row,
        const char *guid)
{
  g_autofree char *bare = guid != NULL ? g_strstrip (g_strdelimit (g_strdup (guid), "{}", ' ')) : NULL;

  if (bare == NULL || !g_uuid_string_is_valid (bare))
    return;
  row->id = g_strconcat ("urn:uuid:", bare, NULL);
}

static void
know_row (Source    *self,
          PostilRow *row,
          xmlNode   *node)
{
  g_autofree char *plain = postil_qdpx_dup_guid (node, "guid");

  if (plain != NULL && !g_hash_table_contains (self->qdpx->rows, plain))
    g_hash_table_insert (self->qdpx->rows, g_steal_pointer (&plain), row);
}

/* What the GUID of our own next piece is. */
static void
expect_piece (Source     *self,
              PostilRow  *row,
              const char *first)
{
  g_autofree char *number = g_strdup_printf ("%s %u", first, row->pieces->len);

  g_hash_table_insert (self->qdpx->pieces, postil_qda_dup_guid ("postil-piece", number), row);
}

static void
add_row (Source     *self,
         xmlNode    *selection,
         xmlNode    *coding,
         const char *code,
         gboolean    is_unsure)
{
  PostilRow *row = postil_row_new (self->qdpx->file, (guint) xmlGetLineNo (selection));
  PostilRowPiece piece = make_piece (self, selection);
  const char *created = postil_xml_get_attribute (coding, "creationDateTime");

  g_array_append_val (row->pieces, piece);
  row->article = g_strdup (self->path);
  row->code = g_strdup (code);
  row->unsure = is_unsure;
  row->created = g_strdup (created != NULL ? created : postil_xml_get_attribute (selection, "creationDateTime"));
  row->modified = g_strdup (postil_xml_get_attribute (selection, "modifiedDateTime"));
  set_coder (self, row, get_user (self, selection, coding));
  set_id (self, row, postil_xml_get_attribute (self->qdpx->is_own ? selection : coding, "guid"));
  read_notes (self, selection, row);
  read_notes (self, coding, row);
  know_row (self, row, selection);
  know_row (self, row, coding);
  if (self->qdpx->is_own && row->id != NULL)
    expect_piece (self, row, row->id + strlen ("urn:uuid:"));
  g_ptr_array_add (self->qdpx->all, row);
}

/* Our own passages in several pieces; TRUE where this is one of them. */
static gboolean
take_piece (Source  *self,
            xmlNode *selection)
{
  g_autofree char *plain = postil_qdpx_dup_guid (selection, "guid");
  PostilRow *row = plain != NULL ? g_hash_table_lookup (self->qdpx->pieces, plain) : NULL;
  PostilRowPiece piece;

  if (row == NULL || g_strcmp0 (row->article, self->path) != 0)
    return FALSE;
  piece = make_piece (self, selection);
  g_array_append_val (row->pieces, piece);
  expect_piece (self, row, row->id + strlen ("urn:uuid:"));
  return TRUE;
}

static char *
dup_code_guid (xmlNode *coding)
{
  xmlNode *reference = postil_xml_get_child (coding, "CodeRef");

  return reference != NULL ? postil_qdpx_dup_guid (reference, "targetGUID") : NULL;
}

static gboolean
is_unsure (Source  *self,
           xmlNode *selection)
{
  for (xmlNode *child = selection->children; child != NULL && self->qdpx->is_own; child = child->next)
    if (postil_xml_is (child, "Coding"))
      {
        g_autofree char *guid = dup_code_guid (child);

        if (g_strcmp0 (guid, self->qdpx->unsure) == 0)
          return TRUE;
      }
  return FALSE;
}

static void
report_uncoded (Source  *self,
                xmlNode *selection)
{
  const char *name = postil_xml_get_attribute (selection, "name");
  xmlNode *description = postil_xml_get_child (selection, "Description");
  g_autofree char *note = description != NULL ? postil_xml_dup_content (description) : NULL;

  postil_qdpx_lose (self->qdpx, selection, "no-code", postil_xml_get_attribute (selection, "guid"),
                    _("The passage %s to %s in “%s” (“%s”) has no code, so it was left out. Its comment: “%s”."),
                    postil_xml_get_attribute (selection, "startPosition"), postil_xml_get_attribute (selection, "endPosition"),
                    self->path, name != NULL ? name : "", note != NULL ? note : "");
}

static void
read_selection (Source  *self,
                xmlNode *selection)
{
  gboolean unsure = is_unsure (self, selection);
  guint n_codings = 0;

  if (take_piece (self, selection))
    return;
  for (xmlNode *child = selection->children; child != NULL; child = child->next)
    {
      g_autofree char *guid = postil_xml_is (child, "Coding") ? dup_code_guid (child) : NULL;
      const char *code = guid != NULL ? g_hash_table_lookup (self->qdpx->codes, guid) : NULL;

      if (!postil_xml_is (child, "Coding"))
        continue;
      n_codings++;
      if (self->qdpx->is_own && g_strcmp0 (guid, self->qdpx->unsure) == 0)
        continue;
      if (code != NULL)
        add_row (self, selection, child, code, unsure);
      else
        postil_report_add (self->qdpx->options->errors, self->qdpx->file, (guint) xmlGetLineNo (child), "no-code",
                           postil_xml_get_attribute (selection, "guid"),
                           _("The passage %s to %s in “%s” has a code that the project does not define (%s), so it was left out."),
                           postil_xml_get_attribute (selection, "startPosition"),
                           postil_xml_get_attribute (selection, "endPosition"), self->path, guid != NULL ? guid : "-");
    }
  if (n_codings == 0)
    report_uncoded (self, selection);
}

static void
report_document_coding (Source  *self,
                        xmlNode *coding)
{
  g_autofree char *guid = dup_code_guid (coding);
  const char *code = guid != NULL ? g_hash_table_lookup (self->qdpx->codes, guid) : NULL;

  postil_qdpx_lose (self->qdpx, coding, "document-code", self->path,
                    _("The article “%s” as a whole has the code “%s”, which is not kept: only passages have codes."),
                    self->path, code != NULL ? code : "?");
}

static void
read_note_references (Source  *self,
                      xmlNode *child)
{
  g_autofree char *plain = postil_qdpx_dup_guid (child, "targetGUID");
  g_autofree char *note = plain != NULL ? postil_qdpx_dup_note (plain, self->qdpx) : NULL;

  postil_qdpx_lose (self->qdpx, child, "note", self->path, _("A note on the article “%s” as a whole is not kept: “%s”."),
                    self->path, note != NULL ? note : "?");
}

static void
read_children (Source *self)
{
  for (xmlNode *child = self->node->children; child != NULL; child = child->next)
    {
      g_autofree char *text = NULL;

      if (postil_xml_is (child, "PlainTextSelection") || postil_xml_is (child, "TranscriptSelection"))
        read_selection (self, child);
      else if (postil_xml_is (child, "Coding"))
        report_document_coding (self, child);
      else if (postil_xml_is (child, "NoteRef"))
        read_note_references (self, child);
      else if (postil_xml_is (child, "VariableValue"))
        {
          text = postil_xml_dup_content (child);
          postil_qdpx_lose (self->qdpx, child, "variable", self->path,
                            _("A variable of the article “%s” is not kept: “%s”."), self->path, g_strstrip (text));
        }
      else if (postil_xml_is (child, "Description"))
        {
          text = postil_xml_dup_content (child);
          if (text != NULL && text[0] != '\0')
            postil_qdpx_lose (self->qdpx, child, "note", self->path,
                              _("A note on the article “%s” as a whole is not kept: “%s”."), self->path, text);
        }
    }
}

static void
refuse_source (PostilQdpx   *self,
               xmlNode      *node,
               const GError *error)
{
  const char *rich = postil_xml_get_attribute (node, "richTextPath");

  if (error != NULL)
    postil_report_add (self->options->errors, self->file, (guint) xmlGetLineNo (node), "encoding", get_name (node),
                       _("The text of “%s” cannot be read: %s"), get_name (node), error->message);
  else
    postil_report_add (self->options->errors, self->file, (guint) xmlGetLineNo (node), "no-text", get_name (node),
                       rich != NULL ? _("The source “%s” comes without its plain text, only as “%s”, so it was left out with all that was marked in it.")
                                    : _("The text of the source “%s” is not in the file (%s), so it was left out with all that was marked in it."),
                       get_name (node), rich != NULL ? rich : postil_xml_get_attribute (node, "plainTextPath"));
}

static void
read_text_source (PostilQdpx *self,
                  xmlNode    *node)
{
  g_autoptr (GHashTable) sync = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *raw = NULL;
  gsize n_raw = 0;
  Source source = { self, node, NULL, postil_xml_get_attribute (node, "creatingUser"), sync };

  raw = dup_raw (self, node, &n_raw, &error);
  path = raw != NULL ? dup_path (self, get_name (node)) : NULL;
  if (raw == NULL || !postil_row_set_add_text (self->set, path, raw, n_raw, &error))
    {
      refuse_source (self, node, error);
      return;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autofree char *plain = postil_xml_is (child, "SyncPoint") ? postil_qdpx_dup_guid (child, "guid") : NULL;

      if (plain != NULL)
        g_hash_table_insert (sync, g_steal_pointer (&plain), child);
    }
  source.path = path;
  read_children (&source);
}

/* What a source of another kind holds beside its text. */
static void
report_selections (PostilQdpx *self,
                   xmlNode    *node)
{
  guint n = 0;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    n += child->type == XML_ELEMENT_NODE && g_str_has_suffix ((const char *) child->name, "Selection");
  if (n > 0)
    postil_qdpx_lose (self, node, "not-text", get_name (node),
                      g_dngettext (GETTEXT_PACKAGE,
                                   "%u passage of “%s” is a place on a page, in a picture or in a recording, and is not kept.",
                                   "%u passages of “%s” are places on a page, in a picture or in a recording, and are not kept.", n),
                      n, get_name (node));
}

void
postil_qdpx_read_source (PostilQdpx *self,
                         xmlNode    *node)
{
  guint n_texts = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (node != NULL);

  if (postil_xml_is (node, "TextSource"))
    {
      read_text_source (self, node);
      return;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (postil_xml_is (child, "Representation") || postil_xml_is (child, "Transcript") || postil_xml_is (child, "TextDescription"))
      {
        read_text_source (self, child);
        n_texts++;
      }
  report_selections (self, node);
  if (n_texts == 0)
    postil_qdpx_lose (self, node, "not-text", get_name (node),
                      _("The source “%s” (%s) is no text, and is not kept."), get_name (node), (const char *) node->name);
}
