/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the documents share that are zip files: which one it is, told by the names of entries
 * that stand in the zip's directory in clear text, and parts read as XML. Pure functions. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "articles/postil-article-private.h"
#include "base/postil-error.h"

#define DIRECTORY_BYTES (2u * 1024u * 1024u) /* at the end of the file */
#define HEAD_BYTES 256u

static gboolean
contains (const char *data,
          gsize       length,
          const char *what)
{
  gsize n = strlen (what);
  const char *p = data, *end = data + length;

  for (; (p = memchr (p, what[0], (gsize) (end - p))) != NULL && (gsize) (end - p) >= n; p++)
    if (memcmp (p, what, n) == 0)
      return TRUE;
  return FALSE;
}

gboolean
postil_article_zip_is (const PostilArticleInput *input,
                       const char               *name,
                       const char               *content)
{
  gsize n_directory = MIN (input->length, DIRECTORY_BYTES);

  if (input->length < 4 || memcmp (input->data, "PK\3\4", 4) != 0)
    return FALSE;
  /* The first entry of ODT and EPUB is its type, not compressed; a cut file still has it. */
  if (content != NULL && contains (input->data, MIN (input->length, HEAD_BYTES), content))
    return TRUE;
  return name != NULL && (contains (input->data + input->length - n_directory, n_directory, name) ||
                          contains (input->data, n_directory, name));
}

PostilXmlDoc *
postil_article_zip_read_xml (PostilZip   *zip,
                             const char  *name,
                             GError     **error)
{
  GBytes *bytes = postil_zip_get (zip, name);
  PostilXmlDoc *doc;
  gsize length;
  const char *data;

  if (bytes == NULL)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                   _("The document is damaged: it has no part “%s”. Open it in the program that wrote it, and save it again."), name);
      return NULL;
    }
  data = g_bytes_get_data (bytes, &length);
  doc = postil_xml_read (data, length, error);
  if (doc == NULL)
    g_prefix_error (error, "%s: ", name);
  return doc;
}

static gssize
read_entry (gpointer  source,
            void     *buffer,
            gsize     length,
            GError  **error)
{
  return postil_zip_entry_read (source, buffer, length, error);
}

gboolean
postil_article_zip_read_pieces (GBytes           *bytes,
                                const char       *name,
                                PostilXmlPieces   pieces,
                                GError          **error)
{
  g_autoptr (PostilZipEntry) entry = postil_zip_entry_open (bytes, name, error);

  if (entry == NULL)
    return FALSE;
  pieces.read = read_entry;
  pieces.source = entry;
  if (postil_xml_read_pieces (&pieces, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

/* "date" of <dc:date>, below the children of the root, whatever its prefix. */
static char *
dup_element (xmlNode    *node,
             const char *name)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      char *content;

      if (child->type != XML_ELEMENT_NODE)
        continue;
      content = postil_xml_is (child, name) ? postil_xml_dup_content (child) : dup_element (child, name);
      if (content != NULL && *content != '\0')
        return content;
      g_free (content);
    }
  return NULL;
}

void
postil_article_zip_read_meta (xmlDoc            *doc,
                              PostilArticleMeta *meta)
{
  xmlNode *root = xmlDocGetRootElement (doc);
  g_autofree char *title = dup_element (root, "title");
  g_autofree char *creator = dup_element (root, "initial-creator");
  g_autofree char *author = dup_element (root, "creator");
  g_autofree char *created = dup_element (root, "creation-date");
  g_autofree char *date = dup_element (root, "created");
  g_autofree char *publication = dup_element (root, "date");
  g_autofree char *publisher = dup_element (root, "publisher");
  g_autofree char *language = dup_element (root, "language");

  postil_article_meta_set (&meta->title, title);
  postil_article_meta_set (&meta->author, creator);
  postil_article_meta_set (&meta->author, author);
  postil_article_meta_set_date (&meta->date, created);
  postil_article_meta_set_date (&meta->date, date);
  postil_article_meta_set_date (&meta->date, publication);
  postil_article_meta_set (&meta->publisher, publisher);
  postil_article_meta_set (&meta->language, language);
}
