/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks through a folder of hand-ins. What a file is, its contents say; names, which mail
 * programs and browsers mangle ("….postil (3).json", "Copy of …", "….json.txt"), only help to
 * find the coder. Everything is read into memory within limits, nothing is unpacked to the disk.
 * Any thread. */

#include "config.h"

#include "storage/postil-hand-ins-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-text.h"
#include "base/postil-zip.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-plan-csv.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-time.h"
#include "storage/postil-files.h"
#include "storage/postil-pack.h"

#define MAX_DEPTH 16u
#define MAX_NESTED 2u /* packs in packs */
#define MAX_CODER_CHARS 64u
#define CODEBOOK_NAME "codebook.json"

typedef struct
{
  PostilFound  *found;
  const char   *drop;
  GCancellable *cancellable;
} Finding;

static void
free_hand_in (gpointer data)
{
  PostilHandIn *self = data;

  g_free (self->file);
  g_free (self->coder);
  g_free (self->article);
  g_free (self->message);
  g_free (self);
}

static void
free_layer (gpointer data)
{
  PostilFoundLayer *self = data;

  g_bytes_unref (self->bytes);
  postil_layer_unref (self->layer);
  g_free (self->coder);
  g_free (self->latest);
  g_free (self);
}

static void
free_file (gpointer data)
{
  PostilFoundFile *self = data;

  g_bytes_unref (self->bytes);
  g_free (self->name);
  g_free (self->sha256);
  g_free (self->place);
  g_free (self);
}

void
postil_found_free (PostilFound *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->hand_ins);
  g_free (self);
}

void
postil_hand_in_set (PostilHandIn      *self,
                    PostilHandInState  state,
                    const char        *format,
                    ...)
{
  va_list args;

  self->state = state;
  g_free (self->message);
  va_start (args, format);
  self->message = g_strdup_vprintf (format, args);
  va_end (args);
}

static PostilHandIn *
add_hand_in (Finding    *self,
             const char *file)
{
  PostilHandIn *hand_in = g_new0 (PostilHandIn, 1);

  hand_in->file = g_utf8_make_valid (file, -1);
  g_ptr_array_add (self->found->hand_ins, hand_in);
  return hand_in;
}

/* --- Names ----------------------------------------------------------------------------- */

/* "rafah.txt.maria.postil (3).json" → "rafah.txt.maria"; NULL where it looks like no sidecar. */
static char *
dup_stem (const char *basename)
{
  g_autofree char *folded = g_ascii_strdown (basename, -1);
  const char *mark = g_strrstr (folded, ".postil");

  if (mark == NULL || strstr (mark, ".json") == NULL)
    return NULL;
  return g_strndup (basename, (gsize) (mark - folded));
}

static char *
dup_clean_name (const char *name)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  guint n = 0;

  for (const char *p = name; *p != '\0' && n < MAX_CODER_CHARS; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '_' || g_unichar_isalnum (c) || (g_unichar_ismark (c) && n > 0))
        g_string_append_unichar (clean, c);
      else
        g_string_append_c (clean, '-');
    }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/* Who the file is named after, else who it says that it is of, else what the pack is called. */
static char *
dup_coder (const char            *basename,
           const PostilLayerInfo *info,
           const char            *pack)
{
  g_autofree char *stem = dup_stem (basename);
  g_autofree char *valid = NULL;
  const char *dot = stem != NULL ? strrchr (stem, '.') : NULL;

  if (dot != NULL && postil_files_is_coder_name (dot + 1))
    {
      g_autofree char *article = g_strndup (stem, (gsize) (dot - stem));

      if ((info->article != NULL && g_str_has_suffix (article, info->article)) || postil_files_is_article_name (article))
        return g_strdup (dot + 1);
    }
  if (info->coder != NULL && postil_files_is_coder_name (info->coder))
    return g_strdup (info->coder);
  if (info->coder != NULL && *info->coder != '\0')
    return dup_clean_name (info->coder);
  valid = g_utf8_make_valid (pack != NULL ? pack : stem != NULL ? stem : basename, -1);
  if (g_strrstr (valid, ".") > valid)
    *g_strrstr (valid, ".") = '\0';
  return dup_clean_name (*valid != '\0' ? valid : "coder");
}

/* What a pack or folder holds beside the annotations, which needs no word. */
static gboolean
is_company (const char *basename)
{
  return postil_files_is_article_name (basename) || g_str_equal (basename, CODEBOOK_NAME)
         || g_str_equal (basename, POSTIL_ARTICLE_LIST_NAME) || g_str_equal (basename, POSTIL_PLAN_NAME)
         || g_str_equal (basename, POSTIL_PACK_SUMS) || g_ascii_strcasecmp (basename, "thumbs.db") == 0
         || g_ascii_strcasecmp (basename, "desktop.ini") == 0;
}

/* --- One file -------------------------------------------------------------------------- */

const char *
postil_hand_ins_find_latest (PostilLayer *layer)
{
  const char *latest = NULL;

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      const char *time = postil_annotation_get_modified (annotation);

      time = time != NULL ? time : postil_annotation_get_created (annotation);
      if (postil_time_compare (time, latest) > 0)
        latest = time;
    }
  return latest;
}

static void
take_layer (Finding    *self,
            const char *file,
            const char *basename,
            const char *pack,
            GBytes     *bytes,
            gint64      time_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilLayer) layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
  g_autofree char *stem = dup_stem (basename);
  PostilFoundLayer *found = NULL;
  PostilHandIn *hand_in = add_hand_in (self, file);

  if (layer == NULL && stem == NULL)
    postil_hand_in_set (hand_in, POSTIL_HAND_IN_UNKNOWN, _("This is no hand-in of Postil, so it was left out."));
  else if (g_bytes_get_size (bytes) == 0)
    postil_hand_in_set (hand_in, POSTIL_HAND_IN_DAMAGED, _("The file is empty. Ask for it once more."));
  else if (layer == NULL)
    postil_hand_in_set (hand_in, POSTIL_HAND_IN_DAMAGED, "%s", error->message);
  else if (postil_layer_get_info (layer)->schema_version > 1)
    postil_hand_in_set (hand_in, POSTIL_HAND_IN_DAMAGED, _("A newer Postil wrote this hand-in. Update Postil to collect it."));
  else
    {
      found = g_new0 (PostilFoundLayer, 1);
      found->hand_in = hand_in;
      found->bytes = g_bytes_ref (bytes);
      found->coder = dup_coder (basename, postil_layer_get_info (layer), pack);
      found->latest = g_strdup (postil_hand_ins_find_latest (layer));
      found->time_s = time_s;
      found->layer = g_steal_pointer (&layer);
      hand_in->n_annotations = postil_layer_get_n_annotations (found->layer);
      hand_in->coder = g_strdup (found->coder);
      g_ptr_array_add (self->found->layers, found);
    }
}

/* An article or a codebook, for a class whose folder has none. */
static void
take_file (Finding    *self,
           const char *basename,
           const char *place,
           GBytes     *bytes)
{
  PostilFoundFile *file = NULL;
  g_autoptr (PostilText) text = NULL;

  if (postil_files_is_article_name (basename))
    text = postil_text_new_from_bytes (bytes, NULL, NULL);
  if (text == NULL && !g_str_equal (basename, CODEBOOK_NAME))
    return;
  file = g_new0 (PostilFoundFile, 1);
  file->name = g_strdup (basename);
  file->bytes = g_bytes_ref (bytes);
  file->place = g_strdup (place);
  file->sha256 = text != NULL ? g_strdup (postil_text_get_sha256 (text)) : NULL;
  g_ptr_array_add (self->found->files, file);
}

/* --- Packs ----------------------------------------------------------------------------- */

static gboolean
is_rubbish (const char *entry)
{
  g_autofree char *basename = g_path_get_basename (entry);

  return *basename == '.' || g_str_has_prefix (entry, "__MACOSX/") || g_str_has_suffix (entry, "/");
}

static gboolean
looks_like_pack (const char *basename)
{
  g_autofree char *folded = g_ascii_strdown (basename, -1);

  return strstr (folded, ".zip") != NULL;
}

/* A sidecar may come zipped under its own name. */
static gboolean
is_zip (GBytes *bytes)
{
  return g_bytes_get_size (bytes) >= 4 && memcmp (g_bytes_get_data (bytes, NULL), "PK\3\4", 4) == 0;
}

static gboolean
wants_cb (const char *name,
          gpointer    user_data)
{
  g_autofree char *basename = g_path_get_basename (name);
  g_autofree char *stem = dup_stem (basename);

  return !is_rubbish (name) && (stem != NULL || is_company (basename) || looks_like_pack (basename));
}

/* FALSE where the pack's own list says that the file was another. Without a list, or a word of
 * the file in it, anything goes: some people zip by hand. */
static gboolean
is_as_packed (PostilZip  *zip,
              const char *name,
              GBytes     *bytes)
{
  GBytes *sums = postil_zip_get (zip, POSTIL_PACK_SUMS);
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (sums == NULL)
    return TRUE;
  text = g_strndup (g_bytes_get_size (sums) > 0 ? g_bytes_get_data (sums, NULL) : "", g_bytes_get_size (sums));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *space = strstr (lines[i], "  ");

      if (space != NULL && g_str_equal (space + 2, name))
        return g_str_has_prefix (lines[i], sum);
    }
  return TRUE;
}

static void take_pack (Finding *self, const char *file, GBytes *bytes, gint64 time_s, guint depth);

static void
take_entry (Finding    *self,
            PostilZip  *zip,
            const char *pack,
            const char *name,
            gint64      time_s,
            guint       depth,
            guint      *n_layers)
{
  g_autofree char *basename = g_path_get_basename (name);
  g_autofree char *stem = dup_stem (basename);
  g_autofree char *pack_name = g_path_get_basename (pack);
  g_autofree char *file = g_strconcat (pack, "/", name, NULL);
  GBytes *bytes = postil_zip_get (zip, name);

  if (bytes == NULL)
    return;
  if (is_zip (bytes) || (stem == NULL && looks_like_pack (basename)))
    {
      (*n_layers)++;
      take_pack (self, file, bytes, time_s, depth + 1);
      return;
    }
  if (stem == NULL)
    {
      take_file (self, basename, pack, bytes);
      return;
    }
  (*n_layers)++;
  if (is_as_packed (zip, name, bytes))
    take_layer (self, file, basename, pack_name, bytes, time_s);
  else
    postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_DAMAGED,
                        _("This is not what was packed: its checksum differs. Ask for it once more."));
}

/* What a learning platform gives of all that was handed in is a pack of packs. */
static void
take_pack (Finding    *self,
           const char *file,
           GBytes     *bytes,
           gint64      time_s,
           guint       depth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilZip) zip = NULL;
  const char *const *names = NULL;
  guint n_layers = 0;

  if (g_bytes_get_size (bytes) == 0)
    {
      postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_DAMAGED, _("The file is empty. Ask for it once more."));
      return;
    }
  if (depth > MAX_NESTED)
    {
      postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_DAMAGED, _("Too many packs are packed into each other; it is not read."));
      return;
    }
  zip = postil_zip_new (bytes, wants_cb, NULL, &error);
  if (zip == NULL)
    {
      postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_DAMAGED, "%s", error->message);
      return;
    }
  names = postil_zip_get_names (zip);
  for (guint i = 0; names[i] != NULL; i++)
    take_entry (self, zip, file, names[i], time_s, depth, &n_layers);
  if (n_layers == 0)
    postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_UNKNOWN,
                        _("No annotations are in this pack. Ask for one that was made with “Hand In” or “Pack”."));
}

/* --- The folder ------------------------------------------------------------------------ */

static void
take_child (Finding   *self,
            GFile     *child,
            GFileInfo *info,
            const char *file)
{
  const char *basename = g_file_info_get_name (info);
  g_autofree char *folded = g_ascii_strdown (basename, -1);
  g_autofree char *stem = dup_stem (basename);
  g_autofree char *place = g_path_get_dirname (file);
  gint64 time_s = (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (stem == NULL && !is_company (basename) && !looks_like_pack (basename) && strstr (folded, ".json") == NULL)
    {
      postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_UNKNOWN, _("This is no hand-in of Postil, so it was left out."));
      return;
    }
  bytes = postil_files_read (child, looks_like_pack (basename) ? POSTIL_ZIP_MAX_BYTES : POSTIL_ZIP_MAX_ENTRY_BYTES, NULL,
                             self->cancellable, &error);
  if (bytes == NULL)
    postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_DAMAGED, "%s", error->message);
  else if (is_zip (bytes) || (stem == NULL && looks_like_pack (basename)))
    take_pack (self, file, bytes, time_s, 0);
  else if (stem == NULL && is_company (basename))
    take_file (self, basename, place, bytes);
  else
    take_layer (self, file, basename, NULL, bytes, time_s);
}

static int
compare_infos (gconstpointer a,
               gconstpointer b)
{
  return strcmp (g_file_info_get_name (*(GFileInfo *const *) a), g_file_info_get_name (*(GFileInfo *const *) b));
}

/* What is hidden and links to folders are left alone. */
static gboolean
find_in (Finding     *self,
         GFile       *folder,
         const char  *relative,
         guint        depth,
         GError     **error)
{
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (folder, "standard::name,standard::type,time::modified",
                                                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, self->cancellable, error);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  GFileInfo *info = NULL;

  if (files == NULL)
    return FALSE;
  while ((info = g_file_enumerator_next_file (files, self->cancellable, error)) != NULL)
    g_ptr_array_add (infos, info);
  g_ptr_array_sort (infos, compare_infos);
  for (guint i = 0; i < infos->len && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      const char *name = g_file_info_get_name (infos->pdata[i]);
      g_autoptr (GFile) child = g_file_get_child (folder, name);
      g_autofree char *file = *relative != '\0' ? g_strconcat (relative, "/", name, NULL) : g_strdup (name);
      GFileType type = g_file_info_get_file_type (infos->pdata[i]);
      g_autoptr (GError) local_error = NULL;

      if (*name == '.' || g_str_equal (name, "__MACOSX"))
        continue;
      if (type == G_FILE_TYPE_REGULAR)
        take_child (self, child, infos->pdata[i], file);
      else if (type == G_FILE_TYPE_DIRECTORY && depth < MAX_DEPTH && !find_in (self, child, file, depth + 1, &local_error))
        postil_hand_in_set (add_hand_in (self, file), POSTIL_HAND_IN_DAMAGED, "%s", local_error->message);
    }
  return TRUE;
}

PostilFound *
postil_found_new (const char    *drop,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (PostilFound) self = NULL;
  g_autoptr (GFile) folder = NULL;
  Finding finding = { NULL, drop, cancellable };

  g_return_val_if_fail (drop != NULL, NULL);

  self = g_new0 (PostilFound, 1);
  self->hand_ins = g_ptr_array_new_with_free_func (free_hand_in);
  self->layers = g_ptr_array_new_with_free_func (free_layer);
  self->files = g_ptr_array_new_with_free_func (free_file);
  finding.found = self;
  folder = g_file_new_for_path (drop);
  if (!find_in (&finding, folder, "", 0, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}
