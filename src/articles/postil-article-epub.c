/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads e-books: the chapters in the order of the spine, each whole. A chapter that is no
 * well-formed XHTML, which is common, is read as a web page. Pure functions, any thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "articles/postil-article-html-private.h"
#include "base/postil-charset.h"
#include "base/postil-error.h"

static guint
sniff_epub (const PostilArticleInput *input)
{
  return postil_article_zip_is (input, "META-INF/container.xml", "application/epub+zip") ? 95 : 0;
}

static gboolean
is_wanted (const char *name,
           gpointer    user_data)
{
  static const char *const extensions[] = { "xml", "opf", "xhtml", "html", "htm", NULL };
  const char *dot = strrchr (name, '.');
  g_autofree char *folded = g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);

  return g_strv_contains (extensions, folded);
}

/* @href, which is relative to the entry @base, as the name of an entry. */
static char *
dup_entry_name (const char *base,
                const char *href)
{
  g_autofree char *path = g_strndup (href, strcspn (href, "#?"));
  g_autofree char *plain = g_uri_unescape_string (path, NULL);
  const char *slash = strrchr (base, '/');
  g_autofree char *folder = g_strndup (base, slash != NULL ? (gsize) (slash + 1 - base) : 0);
  g_autofree char *joined = g_strdup_printf ("/%s%s", folder, plain != NULL ? plain : path);
  g_autofree char *canonical = g_canonicalize_filename (joined, "/");

  return g_strdup (canonical + 1);
}

static char *
find_package (PostilZip *zip,
              GError   **error)
{
  g_autoptr (PostilXmlDoc) doc = postil_article_zip_read_xml (zip, "META-INF/container.xml", error);
  xmlNode *files, *file;
  const char *path;

  if (doc == NULL)
    return NULL;
  files = postil_xml_get_child (xmlDocGetRootElement (doc), "rootfiles");
  file = postil_xml_get_child (files, "rootfile");
  path = file != NULL ? postil_xml_get_attribute (file, "full-path") : NULL;
  if (path != NULL)
    return g_strdup (path);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                       _("The e-book is damaged: it does not say where its contents are."));
  return NULL;
}

static gboolean
is_protected (PostilZip  *zip,
              const char *chapter)
{
  GBytes *bytes = postil_zip_get (zip, "META-INF/encryption.xml");
  g_autofree char *uri = g_uri_escape_string (chapter, "/", TRUE);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", chapter);
  g_autofree char *escaped = g_strdup_printf ("\"%s\"", uri);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return data != NULL && (g_strstr_len (data, (gssize) length, quoted) != NULL || g_strstr_len (data, (gssize) length, escaped) != NULL);
}

static PostilXmlDoc *
parse_chapter (GBytes  *bytes,
               GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  PostilXmlDoc *doc = postil_xml_read (data, length, error);
  PostilDecoded decoded = { 0 };
  g_autofree char *utf8 = NULL;
  g_autofree char *declared = NULL;

  if (doc != NULL || (error != NULL && !g_error_matches (*error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED)))
    return doc;
  g_clear_error (error);
  declared = postil_xml_dup_declared_charset (data, length);
  if (!postil_charset_decode (data, length, declared, &decoded, error))
    return NULL;
  utf8 = decoded.utf8;
  return postil_xml_read_html (utf8, decoded.n_bytes, NULL, error);
}

static gboolean
read_chapter (PostilZip          *zip,
              const char         *name,
              PostilArticleLines *out,
              GError            **error)
{
  GBytes *bytes = postil_zip_get (zip, name);
  g_auto (PostilHtmlPage) page = { 0 };
  g_autoptr (PostilXmlDoc) doc = NULL;
  g_autoptr (GError) refused = NULL;

  if (is_protected (zip, name))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("The e-book is protected against copying, so its text cannot be read."));
      return FALSE;
    }
  if (bytes == NULL)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                   _("The e-book is damaged: its chapter “%s” is missing."), name);
      return FALSE;
    }
  doc = parse_chapter (bytes, &refused);
  if (doc == NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&refused), "%s: ", name);
      return FALSE;
    }
  postil_html_page_init (&page, doc, FALSE);
  if (page.root == NULL)
    return TRUE;
  postil_html_drop_navigation (&page);
  postil_article_lines_break (out, 2);
  postil_html_write (page.root, out);
  return TRUE;
}

/* Chapters by their ids; NULL values for what is no chapter (pictures, the table of contents). */
static GHashTable *
read_manifest (xmlNode *manifest)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (xmlNode *item = manifest != NULL ? manifest->children : NULL; item != NULL; item = item->next)
    {
      const char *id = postil_xml_get_attribute (item, "id"), *href = postil_xml_get_attribute (item, "href");
      const char *type = postil_xml_get_attribute (item, "media-type"), *properties = postil_xml_get_attribute (item, "properties");
      gboolean is_nav = properties != NULL && g_str_has_prefix (properties, "nav");

      if (id != NULL && href != NULL && type != NULL && strstr (type, "html") != NULL && !is_nav)
        g_hash_table_insert (table, (gpointer) id, (gpointer) href);
    }
  return table;
}

static gboolean
read_spine (PostilZip          *zip,
            const char         *package,
            xmlNode            *root,
            PostilArticleLines *out,
            GError            **error)
{
  g_autoptr (GHashTable) chapters = read_manifest (postil_xml_get_child (root, "manifest"));
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  xmlNode *spine = postil_xml_get_child (root, "spine");

  for (xmlNode *item = spine != NULL ? spine->children : NULL; item != NULL; item = item->next)
    {
      const char *id = postil_xml_get_attribute (item, "idref");
      const char *href = id != NULL ? g_hash_table_lookup (chapters, id) : NULL;
      g_autofree char *name = href != NULL ? dup_entry_name (package, href) : NULL;

      /* Once each: a chapter named a million times is a bomb. */
      if (name == NULL || g_hash_table_contains (done, name))
        continue;
      if (!read_chapter (zip, name, out, error))
        return FALSE;
      g_hash_table_add (done, g_steal_pointer (&name));
    }
  return TRUE;
}

static gboolean
read_epub (const PostilArticleInput *input,
           PostilArticleLines       *out,
           PostilArticleMeta        *meta,
           GError                  **error)
{
  g_autoptr (PostilZip) zip = postil_zip_new (input->bytes, is_wanted, NULL, error);
  g_autofree char *package = zip != NULL ? find_package (zip, error) : NULL;
  g_autoptr (PostilXmlDoc) doc = package != NULL ? postil_article_zip_read_xml (zip, package, error) : NULL;

  if (doc == NULL)
    return FALSE;
  postil_article_zip_read_meta (doc, meta);
  return read_spine (zip, package, xmlDocGetRootElement (doc), out, error);
}

const PostilArticleReader postil_article_epub = {
  .kind = "epub",
  .sniff = sniff_epub,
  .read = read_epub,
};
