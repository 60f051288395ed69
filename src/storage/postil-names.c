/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the names of files say: whose sidecar of which article, whether a sync service made
 * it, whether it came alone through the document portal. Strings only; nothing is opened. */

#include "config.h"

#include "storage/postil-files.h"

#include <string.h>

#define MAX_CODER_CHARS 64
/* Of one made of a person's name: in any script it fits into a file's name, with the article's. */
#define MAX_DERIVED_CHARS 32

gboolean
postil_files_is_coder_name (const char *name)
{
  guint n = 0;

  if (name == NULL || *name == '\0' || !g_utf8_validate (name, -1, NULL))
    return FALSE;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '-' && c != '_' && !g_unichar_isalnum (c) && !(g_unichar_ismark (c) && n > 0))
        return FALSE;
      if (++n > MAX_CODER_CHARS)
        return FALSE;
    }
  return TRUE;
}

char *
postil_files_dup_default_coder (void)
{
  const char *login = g_get_user_name ();
  g_autoptr(GString) name = g_string_new (NULL);
  g_autofree char *utf8 = login != NULL ? g_filename_display_name (login) : g_strdup ("");
  guint n = 0;

  for (const char *p = utf8; *p != '\0' && n < MAX_CODER_CHARS; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '_' || g_unichar_isalnum (c) || (g_unichar_ismark (c) && n > 0))
        g_string_append_unichar (name, c);
      else
        g_string_append_c (name, '-');
    }
  if (name->len == 0)
    g_string_append (name, "coder");
  return g_string_free (g_steal_pointer (&name), FALSE);
}

char *
postil_files_dup_coder_for_name (const char *name)
{
  g_autoptr (GString) coder = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (name != NULL && g_utf8_validate (name, -1, NULL), NULL);

  for (const char *p = name; *p != '\0' && n < MAX_DERIVED_CHARS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || (coder->len > 0 && (c == '_' || g_unichar_ismark (c))))
        g_string_append_unichar (coder, c);
      else if (coder->len > 0 && coder->str[coder->len - 1] != '-')
        g_string_append_c (coder, '-');
      else
        continue;
      n++;
    }
  while (coder->len > 0 && coder->str[coder->len - 1] == '-')
    g_string_truncate (coder, coder->len - 1);
  return g_string_free (g_steal_pointer (&coder), FALSE);
}

gboolean
postil_files_parse_sidecar_name (const char  *basename,
                                 char       **article,
                                 char       **coder)
{
  gsize length, suffix = strlen (POSTIL_SIDECAR_SUFFIX);
  g_autofree char *stem = NULL;
  char *dot;

  g_return_val_if_fail (basename != NULL, FALSE);

  length = strlen (basename);
  if (length <= suffix || !g_str_has_suffix (basename, POSTIL_SIDECAR_SUFFIX))
    return FALSE;

  stem = g_strndup (basename, length - suffix);
  dot = strrchr (stem, '.');
  if (dot == NULL || dot == stem || !postil_files_is_coder_name (dot + 1))
    return FALSE;

  if (coder != NULL)
    *coder = g_strdup (dot + 1);
  if (article != NULL)
    *article = g_strndup (stem, (gsize) (dot - stem));
  return TRUE;
}

char *
postil_files_dup_sidecar_name (const char *article,
                               const char *coder)
{
  g_return_val_if_fail (article != NULL, NULL);
  g_return_val_if_fail (coder != NULL, NULL);

  return g_strconcat (article, ".", coder, POSTIL_SIDECAR_SUFFIX, NULL);
}

char *
postil_files_dup_charset (const char *format)
{
  const char *at = format != NULL ? strstr (format, "charset=") : NULL;
  g_autofree char *charset = NULL;

  if (at == NULL)
    return NULL;

  at += strlen ("charset=");
  at += strspn (at, "\" ");
  charset = g_strndup (at, strcspn (at, "\"; \t"));
  return *charset != '\0' ? g_steal_pointer (&charset) : NULL;
}

static gboolean
says_conflict (const char *mark)
{
  /* As Dropbox, Nextcloud, Seafile and others put it in the language of the account. */
  static const char *const words[] = {
    "conflict", "konflikt", "conflit", "conflicto", "conflitto", "conflito", "motstrid", "ristiriita",
    "çakış", "ütköz", "конфликт", "конфлікт", "متعارض", "תואם", "冲突", "衝突", "競合", "충돌", NULL
  };
  g_autofree char *folded = g_utf8_validate (mark, -1, NULL) ? g_utf8_casefold (mark, -1) : NULL;

  for (guint i = 0; folded != NULL && words[i] != NULL; i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Of "….json (conflicted copy 2026-11-23)" and "….json.conflict1" what stands before the mark;
 * most services put it before what they take for the extension. */
static char *
dup_stem (const char *basename)
{
  const char *extension = g_strrstr (basename, ".json");

  return extension != NULL ? g_strdup_printf ("%.*s%s", (int) (extension - basename), basename, extension + strlen (".json"))
                           : NULL;
}

/* The services put their mark before what they take for the extension: "rafah.txt.maria.postil
 * (Maria's conflicted copy 2026-11-23).json", "….postil.sync-conflict-20261123-101500-ABCDEFG.json",
 * "….postil_conflict-20261123-101500.json", "….postil_NAS_Nov-23-1015-2026_Conflict.json"; or at the very
 * end. Looked for only there: an article may well be called "A frozen conflict (1991).txt". */
gboolean
postil_files_parse_conflicted_name (const char  *basename,
                                    char       **original)
{
  g_autofree char *stem = NULL;
  g_autofree char *found = NULL;
  const char *mark = NULL;

  g_return_val_if_fail (basename != NULL, FALSE);

  stem = dup_stem (basename);
  for (const char *at = stem; at != NULL && (at = strstr (at, ".postil")) != NULL; at += strlen (".postil"))
    mark = at + strlen (".postil");
  if (mark == NULL || *mark == '\0' || strchr (" ._-([", *mark) == NULL || !says_conflict (mark))
    return FALSE;

  found = g_strdup_printf ("%.*s.json", (int) (mark - stem), stem);
  if (!postil_files_parse_sidecar_name (found, NULL, NULL))
    return FALSE;
  if (original != NULL)
    *original = g_steal_pointer (&found);
  return TRUE;
}

gboolean
postil_files_is_article_name (const char *basename)
{
  static const char *const suffixes[] = { ".txt", ".text", ".md", ".markdown" };
  gsize length;

  g_return_val_if_fail (basename != NULL, FALSE);

  length = strlen (basename);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      gsize n = strlen (suffixes[i]);

      if (length > n && g_ascii_strcasecmp (basename + length - n, suffixes[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What follows "…/doc/" in a path of the document portal; NULL for any other path. The portal
 * mounts it in the runtime folder, which nearly always is /run/user/UID. */
static const char *
skip_portal_prefix (const char *path)
{
  static const char run_user[] = "/run/user/";
  static const char run_flatpak[] = "/run/flatpak/doc/";
  g_autofree char *mounted = g_build_filename (g_get_user_runtime_dir (), "doc/", NULL);
  const char *rest;

  if (g_str_has_prefix (path, mounted))
    return path + strlen (mounted);
  if (g_str_has_prefix (path, run_flatpak))
    return path + strlen (run_flatpak);
  if (!g_str_has_prefix (path, run_user))
    return NULL;

  rest = path + strlen (run_user);
  while (g_ascii_isdigit (*rest))
    rest++;
  return g_str_has_prefix (rest, "/doc/") ? rest + strlen ("/doc/") : NULL;
}

PostilPlace
postil_files_get_place (const char *path)
{
  const char *rest;
  g_auto(GStrv) parts = NULL;
  guint n = 0, skip = 0;

  g_return_val_if_fail (path != NULL, POSTIL_PLACE_BESIDE);

  rest = skip_portal_prefix (path);
  if (rest == NULL)
    return POSTIL_PLACE_BESIDE;

  parts = g_strsplit (rest, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      n++;
  if (g_str_equal (parts[0] != NULL ? parts[0] : "", "by-app"))
    skip = 2;
  /* After the document's id: the file alone, or a folder and what is below it. */
  return n == skip + 2 ? POSTIL_PLACE_LONE_PORTAL : POSTIL_PLACE_BESIDE;
}

char *
postil_files_dup_folder_name (GFile *file)
{
  g_autoptr(GFile) folder = NULL;
  g_autoptr(GFile) home = NULL;
  g_autofree char *relative = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  folder = g_file_get_parent (file);
  if (folder == NULL)
    return g_strdup ("");

  home = g_file_new_for_path (g_get_home_dir ());
  if (g_file_equal (folder, home))
    return g_strdup ("~");
  relative = g_file_get_relative_path (home, folder);
  if (relative == NULL)
    return g_file_get_parse_name (folder);

  return g_strdup_printf ("~/%s", relative);
}
