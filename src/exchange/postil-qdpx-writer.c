/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A REFI-QDA project. The articles' texts go into the zip as they come; the project, which
 * must name all users, codes and cases before the first passage, is put together at the end.
 * Invariant: the XML is valid against the standard's schema, and the same set gives the same
 * bytes. One thread at a time. */

#include "config.h"

#include "exchange/postil-qda.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-xml-writer.h"
#include "base/postil-zip-writer.h"

#define NAME_CHARS 100u

struct _PostilQdpxWriter
{
  PostilExportOptions  options;
  PostilZipWriter     *zip;
  GString             *users;
  GString             *sources;
  GString             *links;
  GHashTable          *coders;     /* that were written */
  GPtrArray           *others;     /* codes that the codebook lacks, in order */
  GHashTable          *other_set;
  GPtrArray           *cases;      /* "name\nvalue", in order */
  GHashTable          *selections; /* the same → GString of SelectionRefs */
  GHashTable          *guids;      /* of selections */
  gboolean             has_unsure;
};

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

PostilQdpxWriter *
postil_qdpx_writer_new (const PostilExportOptions *options)
{
  PostilQdpxWriter *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (PostilQdpxWriter, 1);
  self->options = *options;
  self->zip = postil_zip_writer_new (options->emit, options->emit_data);
  self->users = g_string_new (NULL);
  self->sources = g_string_new (NULL);
  self->links = g_string_new (NULL);
  self->coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->others = g_ptr_array_new_with_free_func (g_free);
  self->other_set = g_hash_table_new (g_str_hash, g_str_equal);
  self->cases = g_ptr_array_new ();
  self->selections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  self->guids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
postil_qdpx_writer_free (PostilQdpxWriter *self)
{
  if (self == NULL)
    return;
  postil_zip_writer_free (self->zip);
  g_string_free (self->users, TRUE);
  g_string_free (self->sources, TRUE);
  g_string_free (self->links, TRUE);
  g_hash_table_unref (self->coders);
  g_ptr_array_unref (self->others);
  g_hash_table_unref (self->other_set);
  g_ptr_array_unref (self->cases);
  g_hash_table_unref (self->selections);
  g_hash_table_unref (self->guids);
  g_free (self);
}

/* One article's layer while it is written. */
typedef struct
{
  PostilQdpxWriter *writer;
  PostilSetArticle *article;
  PostilLayer      *layer;
  PostilReport     *losses;
  char             *user;
  GHashTable       *written; /* annotation's id → guid */
} Part;

static void
append_id (GString    *out,
           const char *name,
           const char *kind,
           const char *id)
{
  g_autofree char *guid = postil_qda_dup_guid (kind, id);

  postil_xml_append_attribute (out, name, guid);
}

static void
add_user (PostilQdpxWriter      *self,
          const PostilLayerInfo *info)
{
  if (!g_hash_table_add (self->coders, g_strdup (info->coder)))
    return;
  g_string_append (self->users, "    <User");
  append_id (self->users, "guid", "postil-user", info->coder);
  postil_xml_append_attribute (self->users, "name", info->coder_name != NULL ? info->coder_name : info->coder);
  postil_xml_append_attribute (self->users, "id", info->coder);
  g_string_append (self->users, "/>\n");
}

/* The standard's times are those of XML Schema; a fraction is allowed, a zone, too. */
static void
append_time (Part       *part,
             const char *name,
             const char *time,
             const char *id)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) parsed = time != NULL ? g_date_time_new_from_iso8601 (time, utc) : NULL;

  if (parsed != NULL && strchr (time, 'T') != NULL && strchr (time, '-') != NULL)
    postil_xml_append_attribute (part->writer->sources, name, time);
  else if (time != NULL)
    postil_report_add (part->losses, part->article->path, 0, "time", id,
                       _("“%s” is no time as the format writes it, so it is not kept."), time);
}

/* The quote on one line, cut like ATLAS.ti cuts it. */
static char *
dup_name (const char *quote)
{
  g_autoptr (GString) name = g_string_new (NULL);
  guint n = 0;

  for (const char *p = quote; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      if (n == NAME_CHARS)
        {
          g_string_append (name, "…");
          break;
        }
      g_string_append_unichar (name, *p == '\n' || *p == '\t' ? ' ' : g_utf8_get_char (p));
    }
  return g_strdup (name->str);
}

static void
append_coding (Part       *part,
               const char *kind,
               const char *selection,
               const char *code_guid,
               const char *created)
{
  GString *out = part->writer->sources;
  g_autofree char *guid = postil_qda_dup_guid (kind, selection);

  g_string_append (out, "        <Coding");
  postil_xml_append_attribute (out, "guid", guid);
  postil_xml_append_attribute (out, "creatingUser", part->user);
  append_time (part, "creationDateTime", created, selection);
  g_string_append_printf (out, "><CodeRef targetGUID=\"%s\"/></Coding>\n", code_guid);
}

static void
append_codings (Part             *part,
                PostilAnnotation *annotation,
                const char       *guid)
{
  PostilQdpxWriter *self = part->writer;
  const char *code = postil_annotation_get_code (annotation);
  const char *created = postil_annotation_get_created (annotation);
  g_autofree char *code_guid = postil_qda_dup_code_guid (code);

  if ((self->options.codebook == NULL || postil_codebook_lookup_code (self->options.codebook, code) == NULL)
      && !g_hash_table_contains (self->other_set, code))
    {
      char *copy = g_strdup (code);

      g_ptr_array_add (self->others, copy);
      g_hash_table_add (self->other_set, copy);
    }
  append_coding (part, "postil-coding", guid, code_guid, created);
  if (postil_annotation_is_unsure (annotation))
    {
      g_autofree char *unsure = postil_qda_dup_guid ("postil-mark", "unsure");

      self->has_unsure = TRUE;
      append_coding (part, "postil-unsure", guid, unsure, NULL);
    }
}

static void
report_characters (Part       *part,
                   const char *id)
{
  postil_report_add (part->losses, part->article->path, 0, "character", id,
                     _("The note or an attribute holds control characters, which XML does not, so they are not kept."));
}

static void
append_note (Part             *part,
             PostilAnnotation *annotation)
{
  GString *out = part->writer->sources;
  const char *note = postil_annotation_get_note (annotation);

  if (note == NULL)
    return;
  g_string_append (out, "        <Description>");
  if (!postil_xml_append_text (out, note))
    report_characters (part, postil_annotation_get_id (annotation));
  g_string_append (out, "</Description>\n");
}

/* Offsets count the text file that is written: LF, no BOM, code points. */
static void
append_selection (Part              *part,
                  PostilAnnotation  *annotation,
                  const PostilPiece *piece,
                  const char        *guid,
                  gboolean           is_first)
{
  GString *out = part->writer->sources;
  const char *id = postil_annotation_get_id (annotation);
  g_autofree char *name = dup_name (piece->exact);

  g_string_append (out, "      <PlainTextSelection");
  postil_xml_append_attribute (out, "guid", guid);
  postil_xml_append_attribute (out, "name", name);
  g_string_append_printf (out, " startPosition=\"%u\" endPosition=\"%u\"", piece->span.start, piece->span.end);
  postil_xml_append_attribute (out, "creatingUser", part->user);
  append_time (part, "creationDateTime", is_first ? postil_annotation_get_created (annotation) : NULL, id);
  append_time (part, "modifiedDateTime", is_first ? postil_annotation_get_modified (annotation) : NULL, id);
  g_string_append (out, ">\n");
  if (is_first)
    append_note (part, annotation);
  append_codings (part, annotation, guid);
  g_string_append (out, "      </PlainTextSelection>\n");
}

static void
add_case (Part                  *part,
          const PostilAttribute *attribute,
          const char            *guid)
{
  PostilQdpxWriter *self = part->writer;
  g_autofree char *key = g_strconcat (attribute->name, "\n", attribute->value, NULL);
  GString *references = g_hash_table_lookup (self->selections, key);

  if (references == NULL)
    {
      references = g_string_new (NULL);
      g_ptr_array_add (self->cases, key);
      g_hash_table_insert (self->selections, g_steal_pointer (&key), references);
    }
  g_string_append_printf (references, "      <SelectionRef targetGUID=\"%s\"/>\n", guid);
}

static gboolean
is_xml (const char *text)
{
  g_autoptr (GString) scratch = g_string_new (NULL);

  return postil_xml_append_text (scratch, text);
}

static void
add_cases (Part             *part,
           PostilAnnotation *annotation,
           const char       *guid)
{
  const PostilAttribute *attributes;
  guint n_attributes;
  gboolean is_whole = TRUE;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      add_case (part, &attributes[i], guid);
      is_whole &= is_xml (attributes[i].value) && is_xml (attributes[i].name);
    }
  if (!is_whole)
    report_characters (part, postil_annotation_get_id (annotation));
}

/* The GUIDs of the pieces after the first follow from it, which is how they find together. */
static void
add_annotation (Part             *part,
                PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);
  g_autofree char *guid = postil_qda_dup_guid ("postil-annotation", id);
  const PostilPiece *pieces;
  guint n_pieces;

  if (!g_hash_table_add (part->writer->guids, g_strdup (guid)))
    {
      postil_report_add (part->losses, part->article->path, 0, "duplicate-id", id,
                         _("Another annotation of the set has the same id, so this one was not written."));
      return;
    }
  if (!g_str_has_prefix (id, "urn:uuid:"))
    postil_report_add (part->losses, part->article->path, 0, "id", id,
                       _("The id is no UUID, as the format wants one; it became %s."), guid);
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED)
    postil_report_add (part->losses, part->article->path, 0, "anchor", id,
                       _("The mark that this passage was moved and is to be checked is not kept."));
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  append_selection (part, annotation, &pieces[0], guid, TRUE);
  for (guint i = 1; i < n_pieces; i++)
    {
      g_autofree char *number = g_strdup_printf ("%s %u", guid, i);
      g_autofree char *next = postil_qda_dup_guid ("postil-piece", number);

      append_selection (part, annotation, &pieces[i], next, FALSE);
    }
  add_cases (part, annotation, guid);
  g_hash_table_insert (part->written, (gpointer) id, g_steal_pointer (&guid));
}

static gboolean
can_add (Part             *part,
         PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    postil_report_add (part->losses, part->article->path, 0, "orphan", id,
                       _("This passage was not found in its article, and the format has no room for one without a place."));
  else if (postil_annotation_check (annotation, part->article->text) != POSTIL_FIT_OK)
    postil_report_add (part->losses, part->article->path, 0, "quote-mismatch", id,
                       _("This passage does not stand at its place in the article, so it was not written."));
  else
    return TRUE;
  return FALSE;
}

static void
add_link (Part       *part,
          PostilLink *link)
{
  const char *from = g_hash_table_lookup (part->written, postil_link_get_from (link));
  const char *to = g_hash_table_lookup (part->written, postil_link_get_to (link));
  GString *out = part->writer->links;

  if (from == NULL || to == NULL)
    {
      postil_report_add (part->losses, part->article->path, 0, "broken-link", postil_link_get_id (link),
                         _("The link “%s” begins or ends at an annotation that was not written, so it was not either."),
                         postil_link_get_kind (link));
      return;
    }
  g_string_append (out, "    <Link");
  append_id (out, "guid", "postil-link", postil_link_get_id (link));
  if (!postil_xml_append_attribute (out, "name", postil_link_get_kind (link)))
    report_characters (part, postil_link_get_id (link));
  g_string_append_printf (out, " direction=\"OneWay\" originGUID=\"%s\" targetGUID=\"%s\"/>\n", from, to);
}

static void
report_layer (Part *part)
{
  const PostilLayerInfo *info = postil_layer_get_info (part->layer);
  guint n_links = postil_layer_get_n_links (part->layer);

  if (postil_layer_get_n_annotations (part->layer) == 0)
    postil_report_add (part->losses, part->article->path, 0, "empty-layer", info->coder,
                       _("%s marked nothing in this article, and there is nothing to say so."), info->coder);
  if (g_strcmp0 (info->status, "in progress") != 0)
    postil_report_add (part->losses, part->article->path, 0, "status", info->coder,
                       _("That the article is “%s” for %s is not kept."), info->status, info->coder);
  if (n_links > 0)
    postil_report_add (part->losses, part->article->path, 0, "link", info->coder,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "The times of %u link are not kept; what it ties is.",
                                    "The times of %u links are not kept; what they tie is.", n_links),
                       n_links);
}

static void
add_layer (PostilQdpxWriter *self,
           PostilSetArticle *article,
           PostilLayer      *layer,
           PostilReport     *losses)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *user = postil_qda_dup_guid ("postil-user", info->coder);
  Part part = { self, article, layer, losses, user, written };

  add_user (self, info);
  report_layer (&part);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (can_add (&part, annotation))
        add_annotation (&part, annotation);
    }
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    add_link (&part, postil_layer_get_link (layer, i));
}

gboolean
postil_qdpx_writer_add (PostilQdpxWriter *self,
                        PostilSetArticle *article,
                        PostilReport     *losses,
                        GError          **error)
{
  g_autofree char *path = NULL;
  g_autofree char *guid = NULL;
  g_autofree char *entry = NULL;
  const char *utf8;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (article != NULL && article->text != NULL, FALSE);

  path = postil_row_dup_path (article->path, losses);
  guid = postil_qda_dup_guid ("postil-source", path);
  entry = g_strconcat ("sources/", guid, ".txt", NULL);
  g_string_append (self->sources, "    <TextSource");
  postil_xml_append_attribute (self->sources, "guid", guid);
  postil_xml_append_attribute (self->sources, "name", path);
  g_string_append_printf (self->sources, " plainTextPath=\"internal://%s.txt\">\n", guid);
  for (guint i = 0; i < article->layers->len; i++)
    add_layer (self, article, g_ptr_array_index (article->layers, i), losses);
  g_string_append (self->sources, "    </TextSource>\n");
  utf8 = postil_text_get_utf8 (article->text, &length);
  return postil_zip_writer_add (self->zip, entry, utf8, length, error);
}

static void
append_element (GString    *out,
                const char *name,
                GString    *content)
{
  if (content->len > 0)
    g_string_append_printf (out, "  <%s>\n%s  </%s>\n", name, content->str, name);
}

static void
append_cases (PostilQdpxWriter *self,
              GString          *out)
{
  g_autofree char *variable = postil_qda_dup_guid ("postil-mark", "attribute");

  if (self->cases->len == 0)
    return;
  g_string_append_printf (out, "  <Variables>\n    <Variable guid=\"%s\" name=\"attribute\" typeOfVariable=\"Text\"/>\n"
                               "  </Variables>\n  <Cases>\n", variable);
  for (guint i = 0; i < self->cases->len; i++)
    {
      const char *key = g_ptr_array_index (self->cases, i);
      const char *value = strchr (key, '\n') + 1;
      g_autofree char *name = g_strndup (key, (gsize) (value - key) - 1);
      GString *references = g_hash_table_lookup (self->selections, key);

      g_string_append (out, "    <Case");
      append_id (out, "guid", "postil-case", key);
      postil_xml_append_attribute (out, "name", value);
      g_string_append_printf (out, ">\n      <VariableValue><VariableRef targetGUID=\"%s\"/><TextValue>", variable);
      postil_xml_append_text (out, name);
      g_string_append_printf (out, "</TextValue></VariableValue>\n%s    </Case>\n", references->str);
    }
  g_string_append (out, "  </Cases>\n");
}

static void
append_codebook (PostilQdpxWriter *self,
                 GString          *out,
                 PostilReport     *losses)
{
  g_autoptr (GString) codes = g_string_new (NULL);
  g_autofree char *unsure = postil_qda_dup_guid ("postil-mark", "unsure");
  const char end[] = "    </Codes>\n";

  postil_qda_append_codes (codes, self->options.codebook, self->others, losses);
  if (self->has_unsure)
    {
      g_string_truncate (codes, codes->len - strlen (end));
      g_string_append_printf (codes, "      <Code guid=\"%s\" name=\"Unsure\" isCodable=\"true\"/>\n%s", unsure, end);
    }
  append_element (out, "CodeBook", codes);
  if (self->options.codebook != NULL)
    postil_qda_report_codebook (self->options.codebook, losses);
}

gboolean
postil_qdpx_writer_end (PostilQdpxWriter *self,
                        PostilReport     *losses,
                        GError          **error)
{
  g_autoptr (GString) out = g_string_new ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<Project xmlns=\"urn:QDA-XML:project:1.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
    " xsi:schemaLocation=\"urn:QDA-XML:project:1.0 http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd\"");

  g_return_val_if_fail (self != NULL, FALSE);

  postil_xml_append_attribute (out, "name", self->options.title != NULL ? self->options.title : POSTIL_QDA_ORIGIN);
  postil_xml_append_attribute (out, "origin", POSTIL_QDA_ORIGIN);
  g_string_append (out, ">\n");
  append_element (out, "Users", self->users);
  append_codebook (self, out, losses);
  append_cases (self, out);
  append_element (out, "Sources", self->sources);
  append_element (out, "Links", self->links);
  g_string_append (out, "</Project>\n");
  return postil_zip_writer_add (self->zip, "project.qde", out->str, out->len, error)
         && postil_zip_writer_end (self->zip, error);
}
