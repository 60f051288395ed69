/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The overview in the window: what it reads, the way from a mark to its passages and from
 * there into the article, and charts saved as files. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-passages-window.h"
#include "app/overview/postil-overview-page.h"
#include "app/postil-settings.h"
#include "drawing/postil-scene.h"
#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LISTED 2000u

static char *
dup_coder (PostilWindow *self)
{
  return self->coder != NULL ? g_strdup (self->coder) : postil_settings_dup_coder (self->settings);
}

/* The folder that is open, else the one that the article is in. */
static GFile *
dup_folder (PostilWindow *self)
{
  if (self->folder_pane != NULL && self->root != NULL)
    return g_object_ref (self->root);
  return self->file != NULL ? g_file_get_parent (self->file) : NULL;
}

/* --- From a mark to its passages ------------------------------------------------------- */

typedef struct
{
  PostilWindow *window; /* not owned: the list is its child */
  PostilTally  *tally;
  GFile        *folder;
} Listing;

static void
listing_free (gpointer  data,
              GClosure *closure)
{
  Listing *listing = data;

  postil_tally_unref (listing->tally);
  g_object_unref (listing->folder);
  g_free (listing);
}

static void
passage_chosen_cb (PostilPassagesWindow *list,
                   const char           *where,
                   const char           *number,
                   Listing              *listing)
{
  PostilWindow *self = listing->window;
  PostilTallied passage = postil_tally_get_passage (listing->tally, (guint) g_ascii_strtoull (number, NULL, 10));
  g_autoptr (GFile) article = g_file_resolve_relative_path (listing->folder, postil_tally_get_article (listing->tally, passage.article));
  g_autofree char *coder = dup_coder (self);

  if (g_str_equal (coder, postil_tally_get_coder (listing->tally, passage.coder)))
    postil_window_go_to (self, article, passage.id);
  else
    postil_window_go_to_span (self, article, (PostilSpan) { passage.start, passage.end });
}

static char *
dup_where (PostilTally   *tally,
           PostilTallied  passage)
{
  if (postil_tally_get_n_coders (tally) < 2)
    return g_strdup (postil_tally_get_article (tally, passage.article));
  /* Translators: an article and who coded it: "rafah.txt · maria" */
  return g_strdup_printf (_("%s · %s"), postil_tally_get_article (tally, passage.article),
                          postil_tally_get_coder (tally, passage.coder));
}

static void
list_passages (PostilWindow *self,
               GtkWidget    *window,
               PostilTally  *tally,
               GArray       *found)
{
  g_autofree char *hint = NULL;

  for (guint i = 0; i < MIN (found->len, MAX_LISTED); i++)
    {
      guint number = g_array_index (found, guint, i);
      PostilTallied passage = postil_tally_get_passage (tally, number);
      g_autofree char *id = g_strdup_printf ("%u", number);
      g_autofree char *where = dup_where (tally, passage);

      postil_passages_window_add (POSTIL_PASSAGES_WINDOW (window), where, id, passage.excerpt);
    }
  if (found->len > MAX_LISTED)
    hint = g_strdup_printf (_("The first %u of %u passages. Choose one to see it in its article."), MAX_LISTED, found->len);
  else
    hint = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage. Choose it to see it in its article.",
                                         "%u passages. Choose one to see it in its article.", found->len), found->len);
  postil_passages_window_set_hint (POSTIL_PASSAGES_WINDOW (window), hint);
}

static void
opened_cb (PostilWindow       *self,
           guint               mark,
           PostilOverviewPage *page)
{
  PostilChart *chart = postil_overview_page_get_chart (page);
  g_autofree char *name = NULL;
  g_autoptr (GArray) found = NULL;
  GtkWidget *window = NULL;
  Listing *listing = NULL;

  if (chart == NULL)
    return;
  name = postil_chart_dup_name (chart, mark);
  found = postil_chart_find (chart, mark);
  window = postil_passages_window_new (GTK_WINDOW (self), name);
  listing = g_new0 (Listing, 1);
  listing->window = self;
  listing->tally = postil_tally_ref (postil_chart_get_tally (chart));
  listing->folder = dup_folder (self);
  g_signal_connect_data (window, "chosen", G_CALLBACK (passage_chosen_cb), listing, listing_free, G_CONNECT_DEFAULT);
  list_passages (self, window, listing->tally, found);
  gtk_window_present (GTK_WINDOW (window));
}

/* --- Saving ---------------------------------------------------------------------------- */

static void
save_cb (PostilWindow       *self,
         const char         *format,
         PostilOverviewPage *page)
{
  PostilChart *chart = postil_overview_page_get_chart (page);
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (chart == NULL)
    return;
  name = g_strdup_printf ("%s.%s", postil_chart_get_title (chart), format);
  if (g_str_equal (format, "svg"))
    bytes = postil_scene_write_svg (chart);
  else if (g_str_equal (format, "png"))
    bytes = postil_scene_write_png (chart);
  else
    {
      char *csv = postil_chart_dup_csv (chart);

      bytes = g_bytes_new_take (csv, strlen (csv));
    }
  postil_window_save_bytes (self, _("Save the Chart"), name, bytes);
}

static void
noted_cb (PostilWindow *self,
          const char   *text)
{
  postil_window_show_toast (self, text, NULL, NULL);
}

/* --- The view of the window ------------------------------------------------------------ */

GtkWidget *
postil_window_create_overview (PostilWindow *self)
{
  GtkWidget *page = postil_overview_page_new ();

  g_signal_connect_object (page, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "told", G_CALLBACK (postil_window_announce), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  return page;
}

/* Through the portal there is nothing beside the article: what is in memory is all there is. */
static void
show_alone (PostilWindow       *self,
            PostilOverviewPage *page,
            const char         *coder)
{
  PostilDocument *document = postil_store_get_document (self->store);
  g_autofree char *basename = g_file_get_basename (self->file);
  g_autofree char *name = g_filename_display_name (basename);
  PostilTally *tally = postil_tally_new ();

  postil_tally_add_codebook (tally, postil_document_get_codebook (document));
  postil_tally_add_article (tally, name, NULL, postil_text_get_n_chars (postil_document_get_text (document)));
  postil_tally_add_layer (tally, 0, coder, postil_document_get_layer (document));
  postil_overview_page_take_tally (page, tally, postil_codebook_ref (postil_document_get_codebook (document)), name, coder);
}

void
postil_window_refresh_overview (PostilWindow *self,
                                GtkWidget    *view)
{
  PostilOverviewPage *page = POSTIL_OVERVIEW_PAGE (view);
  g_autofree char *coder = dup_coder (self);
  g_autoptr (GFile) folder = dup_folder (self);
  g_autofree char *article = self->store != NULL && folder != NULL ? g_file_get_relative_path (folder, self->file) : NULL;

  if (folder == NULL || g_file_peek_path (folder) == NULL ||
      (self->store != NULL && postil_store_get_place (self->store) == POSTIL_PLACE_LONE_PORTAL))
    {
      if (self->store != NULL)
        show_alone (self, page, coder);
      return;
    }
  postil_overview_page_read (page, self->folder_pane != NULL ? g_file_peek_path (folder) : g_file_peek_path (self->file), article, coder);
}
