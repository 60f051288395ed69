/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a CAS says of its document: whose work on which article, and the text. INCEpTION writes
 * the document's name into the title and the annotator's into the id; DKPro has names of files
 * in both. Any thread. */

#include "config.h"

#include "exchange/postil-cas-private.h"

#include <string.h>

#define CAS_METADATA "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata"

PostilCasFs *
postil_cas_find_document (PostilCas     *cas,
                          PostilCasView *view)
{
  PostilCasFs *found = NULL;

  for (guint i = 0; i < cas->structures->len; i++)
    {
      PostilCasFs *fs = cas->structures->pdata[i];

      if (strcmp (fs->type, POSTIL_CAS_DOCUMENT) != 0 && strcmp (fs->type, POSTIL_CAS_METADATA) != 0
          && !postil_cas_is_a (cas, fs->type, POSTIL_CAS_DOCUMENT))
        continue;
      if (postil_cas_get_ref (fs, "sofa") == view->sofa && (found == NULL || strcmp (found->type, POSTIL_CAS_DOCUMENT) == 0))
        found = fs;
    }
  return found;
}

const char *
postil_cas_find_field (PostilCas  *cas,
                       const char *key)
{
  for (guint i = 0; i < cas->structures->len; i++)
    {
      PostilCasFs *fs = cas->structures->pdata[i];

      if (strcmp (fs->type, POSTIL_CAS_METADATA_FIELD) == 0 && g_strcmp0 (postil_cas_get_text (fs, "key"), key) == 0)
        return postil_cas_get_text (fs, "value");
    }
  return NULL;
}

static const char *
get_fact (PostilCas     *cas,
          PostilCasView *view,
          const char    *name)
{
  PostilCasFs *document = postil_cas_find_document (cas, view);
  const char *text = document != NULL ? postil_cas_get_text (document, name) : NULL;

  return text != NULL && text[0] != '\0' ? text : NULL;
}

/* The file's folder, without zips: "a/export.zip/b/x.xmi" → "a/b/". */
static char *
dup_folder (const char *file)
{
  g_auto (GStrv) parts = g_strsplit (file, "/", -1);
  g_autoptr (GString) folder = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    if (!postil_cas_has_suffix (parts[i], ".zip") && parts[i][0] != '\0' && strcmp (parts[i], "..") != 0)
      g_string_append_printf (folder, "%s/", parts[i]);
  return g_strdup (folder->str);
}

static char *
dup_stem (const char *file)
{
  g_autofree char *name = g_path_get_basename (file);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot > name)
    *dot = '\0';
  return g_steal_pointer (&name);
}

static gboolean
is_first (PostilCas     *cas,
          PostilCasView *view)
{
  return cas->views->len == 0 || cas->views->pdata[0] == view || strcmp (view->name, "_InitialView") == 0;
}

char *
postil_cas_dup_path (PostilCas     *cas,
                     PostilCasView *view,
                     const char    *file,
                     const char    *article)
{
  const char *own = postil_cas_find_field (cas, POSTIL_CAS_FIELD_PATH);
  const char *title = get_fact (cas, view, "documentTitle");
  g_autofree char *stem = dup_stem (file);
  g_autofree char *folder = article == NULL ? dup_folder (file) : g_strdup ("");
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (own != NULL && own[0] != '\0' && is_first (cas, view))
    return g_strdup (own);
  title = title != NULL ? title : get_fact (cas, view, "documentId");
  if (article != NULL)
    name = g_strdup (article);
  else
    name = g_strdup (title != NULL ? title : stem);
  if (!is_first (cas, view))
    {
      g_autofree char *base = g_steal_pointer (&name);
      char *dot = strrchr (base, '.');

      if (dot != NULL && dot > base && strcmp (dot, ".txt") == 0)
        *dot = '\0';
      name = g_strconcat (base, "-", view->name, NULL);
    }
  path = postil_row_dup_article_path (name, NULL);
  return g_strconcat (folder, path, NULL);
}

/* The id is the annotator where the title is the document's name: INCEpTION does so. */
static const char *
get_data_owner (PostilCas     *cas,
                PostilCasView *view)
{
  const char *title = get_fact (cas, view, "documentTitle");
  const char *id = get_fact (cas, view, "documentId");
  const char *uri = get_fact (cas, view, "documentUri");
  gsize n_id = id != NULL ? strlen (id) : 0;

  if (title == NULL || id == NULL || uri == NULL || !g_str_has_suffix (uri, title))
    return NULL;
  if (g_str_has_suffix (id, title) || g_str_has_suffix (uri, id) || strchr (id, '/') != NULL
      || (strncmp (title, id, n_id) == 0 && title[n_id] == '.'))
    return NULL;
  return id;
}

char *
postil_cas_dup_coder (PostilCas     *cas,
                      PostilCasView *view,
                      const char    *coder)
{
  const char *own = postil_cas_find_field (cas, POSTIL_CAS_FIELD_CODER);
  const char *owner = get_data_owner (cas, view);

  if (own != NULL && own[0] != '\0')
    return g_strdup (own);
  if (coder != NULL)
    return g_strdup (coder);
  if (owner != NULL)
    return g_strdup (owner);
  for (guint i = 0; i < cas->structures->len; i++)
    {
      PostilCasFs *fs = cas->structures->pdata[i];
      const char *name = strcmp (fs->type, CAS_METADATA) == 0 ? postil_cas_get_text (fs, "username") : NULL;

      if (name != NULL && name[0] != '\0')
        return g_strdup (name);
    }
  return NULL;
}

/* Postil says which spaces stand for characters that XML does not hold ("12:1f 40:c"). */
static char *
restore (const char *text,
         const char *characters)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  g_auto (GStrv) parts = g_strsplit (characters, " ", -1);
  guint next = 0;
  guint64 at = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *colon = parts[next] != NULL ? strchr (parts[next], ':') : NULL;
      gunichar c = g_utf8_get_char (p);

      if (colon != NULL && g_ascii_strtoull (parts[next], NULL, 10) == at)
        {
          guint64 meant = g_ascii_strtoull (colon + 1, NULL, 16);

          if (*p == ' ' && meant > 0 && (meant < ' ' || meant == 0xfffe || meant == 0xffff))
            c = (gunichar) meant;
          next++;
        }
      g_string_append_unichar (out, c);
      at += c > 0xffff ? 2 : 1;
    }
  return g_strdup (out->str);
}

char *
postil_cas_dup_text (PostilCas     *cas,
                     PostilCasView *view)
{
  PostilCasFs *sofa = postil_cas_lookup (cas, view->sofa);
  const char *text = sofa != NULL ? postil_cas_get_text (sofa, "sofaString") : NULL;
  const char *characters = postil_cas_find_field (cas, POSTIL_CAS_FIELD_CHARACTERS);

  if (text == NULL)
    return NULL;
  return characters != NULL && is_first (cas, view) ? restore (text, characters) : g_strdup (text);
}
