/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder of articles, each with the sidecars of three coders: how long until the list has
 * names, until all of it is read, and how long that takes with a cache, beside a bare
 * json-glib parse and a plain read of the same files in one run; and searching their texts,
 * beside grep. Arguments: the number of articles (10000). Asserts no times. */

#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "exchange/postil-sidecar.h"
#include "storage/postil-folder-scan.h"
#include "storage/postil-folder-search.h"

#define N_ANNOTATIONS 50u

static const char *const coders[] = { "maria", "jonas", "amina" };

typedef struct
{
  guint    n_articles;  /* that ::articles told of */
  gint64   first;       /* when the first came */
  gint64   first_read;  /* when the first screenful had been read */
  guint    n_read;
  gboolean is_done;
} Seen;

static PostilAnnotation *
make_annotation (guint article,
                 guint n)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  g_autofree char *id = g_strdup_printf ("urn:uuid:8f14e45f-ceea-467e-9aab-%06x%06x", article, n);
  PostilAttribute actor = { "actor", "Joe Biden" };
  PostilPiece piece = { { n * 40, n * 40 + 30 }, "deep concern over the proposed",
                        "expressed on Monday his earnest ", " invasion of the city, and asked" };
  PostilAnnotationInit init = {
    .id = id,
    .code = codes[n % G_N_ELEMENTS (codes)],
    .note = n % 5 == 0 ? "Voiced in the lede." : NULL,
    .created = "2026-11-23T10:00:00Z",
    .modified = "2026-11-23T10:05:00Z",
    .pieces = &piece,
    .n_pieces = 1,
    .attributes = &actor,
    .n_attributes = 1,
  };

  return postil_annotation_new (&init);
}

static void
put (const char *folder,
     const char *name,
     const char *data,
     gsize       length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0644, &error))
    g_error ("%s", error->message);
}

static void
make_article (const char *folder,
              guint       article)
{
  g_autofree char *name = g_strdup_printf ("article-%06u.txt", article);
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len < 5000)
    g_string_append_printf (text, "In the %uth week he expressed his deep concern over the proposed invasion of the city. ", article % 97);
  if (article % 500 == 7)
    g_string_append (text, "A tortoise crossed the road.\n");
  put (folder, name, text->str, text->len);
  for (guint coder = 0; coder < G_N_ELEMENTS (coders); coder++)
    {
      PostilLayerInfo info = { .coder = coders[coder], .article = name, .size = text->len, .schema_version = 1 };
      g_autofree char *sidecar = g_strdup_printf ("%s.%s.postil.json", name, coders[coder]);
      g_autoptr (PostilLayer) layer = postil_layer_new (&info);
      g_autoptr (GBytes) bytes = NULL;

      for (guint i = 0; i < N_ANNOTATIONS; i++)
        {
          g_autoptr (PostilAnnotation) annotation = make_annotation (article, i);

          postil_layer_add (layer, annotation);
        }
      bytes = postil_sidecar_write (layer);
      put (folder, sidecar, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
}

static void
articles_cb (PostilFolderScan *scan,
             GPtrArray        *batch,
             gpointer          user_data)
{
  Seen *seen = user_data;

  if (seen->n_articles == 0)
    seen->first = g_get_monotonic_time ();
  seen->n_articles += batch->len;
  for (guint i = 0; i < batch->len; i++)
    seen->n_read += ((PostilScanned *) g_ptr_array_index (batch, i))->is_read ? 1 : 0;
  if (seen->first_read == 0 && seen->n_read >= 40)
    seen->first_read = g_get_monotonic_time ();
}

static void
finished_cb (PostilFolderScan *scan,
             gpointer          user_data)
{
  ((Seen *) user_data)->is_done = TRUE;
}

static double
list_once (const char *folder,
           const char *coder,
           const char *title)
{
  g_autoptr (PostilFolderScan) scan = postil_folder_scan_new (folder, coder);
  Seen seen = { 0 };
  gint64 start = g_get_monotonic_time ();
  gint64 end;

  g_signal_connect (scan, "articles", G_CALLBACK (articles_cb), &seen);
  g_signal_connect (scan, "finished", G_CALLBACK (finished_cb), &seen);
  postil_folder_scan_start (scan);
  while (!seen.is_done)
    g_main_context_iteration (NULL, TRUE);
  end = g_get_monotonic_time ();
  g_print ("%-6s %-24s names %6.1f ms   first screenful read %6.1f ms   all %8.1f ms\n", coder, title,
           (double) (seen.first - start) / 1000, (double) (seen.first_read - start) / 1000, (double) (end - start) / 1000);
  return (double) (end - start);
}

static double
time_one_change (const char *folder)
{
  g_autoptr (PostilFolderScan) scan = postil_folder_scan_new (folder, coders[0]);
  g_autofree char *path = g_build_filename (folder, "article-000003.txt", NULL);
  Seen seen = { 0 };
  gint64 start;

  g_signal_connect (scan, "finished", G_CALLBACK (finished_cb), &seen);
  postil_folder_scan_start (scan);
  while (!seen.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (scan, "articles", G_CALLBACK (articles_cb), &seen);
  start = g_get_monotonic_time ();
  put (folder, "article-000003.txt", "Changed.", 8);
  postil_folder_scan_touch (scan, path);
  while (seen.n_articles == 0)
    g_main_context_iteration (NULL, TRUE);
  return (double) (seen.first - start);
}

static double
time_json_glib (const char *folder,
                guint       n_articles)
{
  gint64 start = g_get_monotonic_time ();

  for (guint article = 0; article < n_articles; article++)
    for (guint coder = 0; coder < G_N_ELEMENTS (coders); coder++)
      {
        g_autofree char *path = g_strdup_printf ("%s/article-%06u.txt.%s.postil.json", folder, article, coders[coder]);
        g_autoptr (JsonParser) parser = json_parser_new_immutable ();

        if (!json_parser_load_from_file (parser, path, NULL))
          g_error ("json-glib refuses %s.", path);
      }
  return (double) (g_get_monotonic_time () - start);
}

/* What no listing can be faster than on one core: the names, and the bytes of one coder's files. */
static double
time_plain_read (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *buffer = g_malloc (1 << 20);
  gint64 start = g_get_monotonic_time ();
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      int fd;

      if (!g_str_has_suffix (name, ".maria.postil.json"))
        continue;
      fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
      if (fd < 0)
        g_error ("%s cannot be opened.", path);
      while (read (fd, buffer, 1 << 20) > 0)
        ;
      close (fd);
    }
  return (double) (g_get_monotonic_time () - start);
}

static void
hits_cb (GPtrArray *hits,
         guint      n_articles,
         gboolean   is_last,
         gpointer   user_data)
{
  Seen *seen = user_data;

  if (seen->n_articles == 0 && hits->len > 0)
    seen->first = g_get_monotonic_time ();
  seen->n_articles += hits->len;
  seen->is_done = is_last;
}

static double
search_once (const char        *folder,
             const char        *title,
             PostilSearchFlags  flags,
             PostilSearchIn     in)
{
  PostilSearchQuery query = { .pattern = "tortoise", .flags = flags, .in = in, .coder = coders[0] };
  Seen seen = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (PostilFolderSearch) search = postil_folder_search_start (folder, &query, hits_cb, &seen, &error);
  gint64 end;

  g_assert_no_error (error);
  while (!seen.is_done)
    g_main_context_iteration (NULL, TRUE);
  end = g_get_monotonic_time ();
  g_print ("search %-24s first %6.1f ms   all %8.1f ms   %u found\n", title,
           seen.n_articles > 0 ? (double) (seen.first - start) / 1000 : 0.0, (double) (end - start) / 1000, seen.n_articles);
  return (double) (end - start);
}

static double
time_grep (const char *folder,
           const char *options)
{
  const char *command[] = { "grep", options, "--include=*.txt", "tortoise", folder, NULL };
  g_autofree char *found = NULL;
  int status = 0;
  gint64 start = g_get_monotonic_time ();

  if (!g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &found, NULL, &status, NULL) || status != 0)
    g_print ("grep is not there, or found nothing\n");
  return (double) (g_get_monotonic_time () - start);
}

static void
search_all (const char *folder)
{
  double grep = time_grep (folder, "-rF");
  double grep_folded = time_grep (folder, "-riF");
  double ours = search_once (folder, "text, as written", POSTIL_SEARCH_MATCH_CASE, POSTIL_SEARCH_IN_TEXT);
  double ours_folded = search_once (folder, "text, any case", POSTIL_SEARCH_PLAIN, POSTIL_SEARCH_IN_TEXT);

  search_once (folder, "text and annotations", POSTIL_SEARCH_PLAIN,
               POSTIL_SEARCH_IN_TEXT | POSTIL_SEARCH_IN_QUOTES | POSTIL_SEARCH_IN_NOTES);
  g_print ("grep -rF %.1f ms (ours takes %.2f of it), grep -riF %.1f ms (%.2f)\n", grep / 1000, ours / grep,
           grep_folded / 1000, ours_folded / grep_folded);
}

static void
print_memory (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL) && (peak = strstr (status, "VmHWM:")) != NULL)
    g_print ("most memory: %.*s\n", (int) strcspn (peak + 6, "\n"), peak + 6);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        remove_tree (full);
      else
        g_unlink (full);
    }
  g_rmdir (path);
}

int
main (int   argc,
      char *argv[])
{
  guint n_articles = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  g_autofree char *base = g_dir_make_tmp ("postil-bench-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (base, "articles", NULL);
  double cold = 0;
  double json_glib;

  g_setenv ("XDG_CACHE_HOME", base, TRUE);
  g_mkdir (folder, 0755);
  for (guint i = 0; i < n_articles; i++)
    make_article (folder, i);

  for (guint i = 0; i < G_N_ELEMENTS (coders); i++)
    cold += list_once (folder, coders[i], "nothing cached");
  list_once (folder, coders[0], "cached");
  g_print ("one change, of which %d ms are a pause: %.1f ms\n", 120, time_one_change (folder) / 1000);
  search_all (folder);
  print_memory ();
  g_print ("one coder's list %.0f ms, names and bytes alone on one core %.0f ms\n", cold / 3000, time_plain_read (folder) / 1000);
  json_glib = time_json_glib (folder, n_articles);
  g_print ("three coders' lists %.0f ms, bare json-glib over the same files %.0f ms: %.1f times\n", cold / 1000,
           json_glib / 1000, json_glib / cold);
  remove_tree (base);
  return 0;
}
