/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first minute: while somebody tries the sample article, a banner says what to do next and goes
 * on when it is done. Over or ended once, it never returns. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "storage/postil-sample.h"

#include <glib/gi18n-lib.h>

static const char *const words[] = {
  N_("First steps, 1 of 4: select a passage with the mouse or with Shift and the arrow keys. S takes the whole sentence."),
  N_("2 of 4: press 1 for a position, 2 for a concern, 3 for a concession, 4 for an outcome."),
  N_("3 of 4: who says it? Press A, type a name and press Return. N is for a note."),
  N_("4 of 4: it is saved already, beside the article. Ctrl+Z takes back whatever you did, Ctrl+K finds every command, F1 is the help."),
};

static void
show_step (PostilWindow *self,
           guint         step)
{
  self->tour_step = step;
  postil_banner_set_title (self->tour_banner, _(words[step]));
  postil_window_announce (self, _(words[step]));
  if (step == G_N_ELEMENTS (words) - 1)
    g_settings_set_boolean (self->settings, "tour-seen", TRUE);
}

static void
selection_done_cb (PostilWindow *self)
{
  if (self->tour_banner != NULL && self->tour_step == 0)
    show_step (self, 1);
}

/* To be called for every article that is shown, once its banners are those of the last one no more. */
void
postil_window_start_tour (PostilWindow *self)
{
  PostilArticleView *view = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  self->tour_banner = NULL;
  if (g_settings_get_boolean (self->settings, "tour-seen")
      || postil_document_get_read_only (postil_store_get_document (self->store)) != NULL
      || !postil_sample_is (self->file, POSTIL_WINDOW_SAMPLE_NAME))
    return;

  self->tour_banner = postil_window_add_banner (self, _(words[0]));
  postil_banner_add_button (self->tour_banner, _("End the Tour"), "win.end-tour", NULL);
  view = postil_article_page_get_view (self->page);
  g_signal_handlers_disconnect_by_func (view, selection_done_cb, self);
  g_signal_connect_object (view, "selection-done", G_CALLBACK (selection_done_cb), self, G_CONNECT_SWAPPED);
  show_step (self, 0);
}

/* What was done to the article may be what was asked for. */
void
postil_window_advance_tour (PostilWindow *self,
                            PostilChange *change)
{
  guint n_added = postil_change_get_added (change)->len;
  guint n_removed = postil_change_get_removed (change)->len;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->tour_banner == NULL)
    return;

  if (self->tour_step < 2 && n_added > n_removed)
    show_step (self, 2);
  else if (self->tour_step == 2 && n_added == 1 && n_removed == 1)
    show_step (self, 3);
}

void
postil_window_end_tour (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  g_settings_set_boolean (self->settings, "tour-seen", TRUE);
  if (self->tour_banner == NULL)
    return;

  postil_banner_set_revealed (self->tour_banner, FALSE);
  self->tour_banner = NULL;
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}
