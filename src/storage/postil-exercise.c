/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a lesson passes on. Invariant: an exercise holds nobody's layer, and opening one writes
 * into an empty folder or beside the very same articles, never over anything. Blocking, any
 * thread. */

#include "config.h"

#include "storage/postil-exercise.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "storage/postil-files.h"
#include "storage/postil-folder.h"

#define ZIP_SUFFIX ".zip"
#define PACK_INFIX ".postil"
#define FALLBACK_NAME "exercise"
#define DOCUMENTS_FOLDER "Postil"
#define MAX_NUMBER 99u
#define MIN_EXAMPLE_CHARS 12u /* what is shorter stands everywhere */

static gboolean
has_suffix (const char *name,
            const char *suffix)
{
  gsize length = strlen (name);
  gsize suffix_length = strlen (suffix);

  return length > suffix_length && g_ascii_strcasecmp (name + length - suffix_length, suffix) == 0;
}

static void
drop_suffix (char       *name,
             const char *suffix)
{
  if (has_suffix (name, suffix))
    name[strlen (name) - strlen (suffix)] = '\0';
}

/* "rafah (1)" and "rafah(1)": a browser that had saved it before. */
static void
drop_number (char *name)
{
  char *open = strrchr (name, '(');

  if (open == NULL || open == name || !g_ascii_isdigit (open[1]))
    return;
  if (open[1 + strspn (open + 1, "0123456789")] == ')' && strchr (open, ')')[1] == '\0')
    {
      *open = '\0';
      g_strchomp (name);
    }
}

gboolean
postil_exercise_is_pack_name (const char *basename)
{
  g_return_val_if_fail (basename != NULL, FALSE);

  return has_suffix (basename, ZIP_SUFFIX);
}

char *
postil_exercise_dup_name (const char *zip)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (zip != NULL, NULL);

  name = g_path_get_basename (zip);
  drop_suffix (name, ZIP_SUFFIX);
  drop_number (name);
  drop_suffix (name, PACK_INFIX);
  drop_number (name);
  return g_strdup (*name == '\0' || *name == '.' ? FALLBACK_NAME : name);
}

static char *
dup_key_path (const char *zip,
              guint       number)
{
  g_autofree char *folder = g_path_get_dirname (zip);
  g_autofree char *name = postil_exercise_dup_name (zip);
  g_autofree char *key = number > 1 ? g_strdup_printf ("%s-key-%u%s", name, number, POSTIL_EXERCISE_SUFFIX)
                                    : g_strconcat (name, "-key", POSTIL_EXERCISE_SUFFIX, NULL);

  return g_build_filename (folder, key, NULL);
}

char *
postil_exercise_dup_key_path (const char *zip)
{
  g_return_val_if_fail (zip != NULL, NULL);

  return dup_key_path (zip, 1);
}

char *
postil_exercise_dup_free_key_path (const char *zip)
{
  g_return_val_if_fail (zip != NULL, NULL);

  for (guint i = 1; i < MAX_NUMBER; i++)
    {
      g_autofree char *path = dup_key_path (zip, i);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return dup_key_path (zip, MAX_NUMBER);
}

typedef struct
{
  const char   *article;
  PostilReport *report;
} Looking;

/* A code's examples may be the teacher's own passages. */
static gboolean
look_for_examples_cb (PostilArticleContents *contents,
                      gpointer               user_data)
{
  Looking *looking = user_data;
  const char *text = contents->text != NULL ? postil_text_get_utf8 (contents->text, NULL) : NULL;

  if (text == NULL || (looking->article != NULL && strcmp (looking->article, contents->entry->path) != 0))
    return TRUE;
  for (guint i = 0; i < postil_codebook_get_n_codes (contents->codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (contents->codebook, i);

      for (const char *const *example = code->examples; *example != NULL; example++)
        if (g_utf8_strlen (*example, -1) >= MIN_EXAMPLE_CHARS && strstr (text, *example) != NULL)
          postil_report_add (looking->report, contents->entry->path, 0, "example", code->id,
                             _("An example in the codebook gives away what is “%s” here: “%s”."),
                             code->shown, *example);
    }
  return TRUE;
}

static void
look_for_examples (const char   *folder,
                   const char   *article,
                   PostilReport *report,
                   GCancellable *cancellable)
{
  static const char *const nobody[] = { NULL };
  g_autoptr (PostilReport) unheard = postil_report_new ();
  g_autoptr (PostilFolder) scanned = postil_folder_scan (folder, unheard, cancellable, NULL);
  Looking looking = { article, report };

  if (scanned != NULL)
    postil_folder_foreach (scanned, POSTIL_READ_TEXT, nobody, unheard, look_for_examples_cb, NULL, &looking, cancellable);
}

gboolean
postil_exercise_write (const char        *folder,
                       const char        *article,
                       const char        *zip,
                       const char        *key_coder,
                       const char        *key_zip,
                       PostilReport      *report,
                       PostilPackCounts  *counts,
                       GCancellable      *cancellable,
                       GError           **error)
{
  const char *coders[] = { key_coder, NULL };
  PostilPackChoice key = { .coders = coders, .article = article, .is_exercise = TRUE, .needs_layer = TRUE };
  PostilPackChoice exercise = { .article = article, .is_exercise = TRUE };
  g_autoptr (PostilReport) key_report = postil_report_new ();
  PostilPackCounts key_counts = { 0 };

  g_return_val_if_fail (folder != NULL && zip != NULL && report != NULL && counts != NULL, FALSE);
  g_return_val_if_fail (key_coder == NULL || key_zip != NULL, FALSE);

  *counts = (PostilPackCounts) { 0 };
  if (key_coder != NULL && !postil_pack_write (folder, key_zip, &key, key_report, &key_counts, cancellable, error))
    return FALSE;
  if (!postil_pack_write (folder, zip, &exercise, report, counts, cancellable, error))
    return FALSE;
  look_for_examples (folder, article, report, cancellable);
  return TRUE;
}

/* What the pack's articles meet in @folder; those that it has none of are not counted. */
static void
compare_with (PostilPack *pack,
              const char *folder,
              guint      *n_same,
              guint      *n_others)
{
  GPtrArray *paths = postil_pack_get_paths (pack);

  *n_same = *n_others = 0;
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *basename = g_path_get_basename (paths->pdata[i]);
      g_autofree char *full = g_build_filename (folder, paths->pdata[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (full);
      g_autoptr (GBytes) there = NULL;

      if (!postil_files_is_article_name (basename) || !g_file_query_exists (file, NULL))
        continue;
      there = postil_files_read (file, G_MAXUINT32, NULL, NULL, NULL);
      if (there != NULL && g_bytes_equal (there, postil_pack_get (pack, paths->pdata[i])))
        (*n_same)++;
      else
        (*n_others)++;
    }
}

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  return folder != NULL && g_dir_read_name (folder) == NULL;
}

/* NULL where a hundred folders of that name hold something else. */
static char *
find_folder (PostilPack *pack,
             const char *parent,
             const char *name,
             gboolean   *was_there)
{
  for (guint i = 1; i <= MAX_NUMBER; i++)
    {
      g_autofree char *numbered = i > 1 ? g_strdup_printf ("%s-%u", name, i) : g_strdup (name);
      g_autofree char *path = g_build_filename (parent, numbered, NULL);
      guint n_same;
      guint n_others;

      *was_there = FALSE;
      if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        return g_steal_pointer (&path);
      if (!postil_files_is_folder (path))
        continue;
      compare_with (pack, path, &n_same, &n_others);
      *was_there = n_same > 0 && n_others == 0;
      if (*was_there || is_empty_folder (path))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static gboolean
is_within (const char *path,
           const char *folder)
{
  return folder != NULL && g_str_has_prefix (path, folder) && path[strlen (folder)] == '/';
}

/* Beside the pack; but work does not belong where it is thrown away, as what a mail program
 * opens is, nor can it be where nothing can be written. What came alone through the portal came
 * into a sandbox, whose documents folder is gone with it. */
static char *
dup_parent (const char *zip)
{
  g_autofree char *path = g_canonicalize_filename (zip, NULL);
  g_autofree char *beside = g_path_get_dirname (path);
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (postil_files_get_place (path) == POSTIL_PLACE_BESIDE && access (beside, W_OK) == 0 &&
      !is_within (path, g_get_tmp_dir ()) && !is_within (path, g_get_user_cache_dir ()))
    return g_steal_pointer (&beside);
  if (documents == NULL || g_strcmp0 (documents, g_get_home_dir ()) == 0 || postil_files_get_place (path) != POSTIL_PLACE_BESIDE)
    documents = g_get_user_data_dir ();
  return g_build_filename (documents, DOCUMENTS_FOLDER, NULL);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
dup_articles (PostilPack *pack)
{
  GPtrArray *paths = postil_pack_get_paths (pack);
  GPtrArray *articles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *basename = g_path_get_basename (paths->pdata[i]);

      if (postil_files_is_article_name (basename))
        g_ptr_array_add (articles, g_strdup (paths->pdata[i]));
    }
  g_ptr_array_sort (articles, compare_paths);
  return articles;
}

void
postil_exercise_free (PostilExercise *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->folder);
  g_ptr_array_unref (self->articles);
  g_free (self);
}

PostilExercise *
postil_exercise_open (const char    *zip,
                      const char    *parent,
                      PostilReport  *report,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (PostilPack) pack = NULL;
  g_autoptr (PostilExercise) self = NULL;
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;

  g_return_val_if_fail (zip != NULL && report != NULL, NULL);

  pack = postil_pack_read (zip, cancellable, error);
  if (pack == NULL)
    return NULL;
  name = postil_exercise_dup_name (zip);
  place = parent != NULL ? g_strdup (parent) : dup_parent (zip);
  self = g_new0 (PostilExercise, 1);
  self->articles = dup_articles (pack);
  self->folder = find_folder (pack, place, name, &self->was_there);
  if (self->folder == NULL)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT,
                   _("“%s” and many folders like it hold something else. Choose another place."), name);
      return NULL;
    }
  if (!postil_pack_unpack (pack, self->folder, FALSE, report, &self->counts, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
postil_exercise_has_layer_of (const PostilExercise *self,
                              const char           *coder)
{
  g_return_val_if_fail (self != NULL && coder != NULL, FALSE);

  for (guint i = 0; i < self->articles->len; i++)
    {
      g_autofree char *name = postil_files_dup_sidecar_name (self->articles->pdata[i], coder);
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}
