/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history: what was done to this article, with times, before and after a restart, and the
 * steps over many articles that were done elsewhere. Choosing one goes there, change by
 * change; where one of them is a part of such a step, that is waited for. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-passages-window.h"
#include "app/postil-change-title.h"
#include "storage/postil-step.h"

#include <glib/gi18n-lib.h>

#define STEP_PREFIX "step:"
#define POSITION_PREFIX "position:"

static char *
dup_time (const char *iso8601)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = iso8601 != NULL ? g_date_time_new_from_iso8601 (iso8601, utc) : NULL;
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  /* Translators: a date and time for GDateTime, as in "23 Nov 2026, 10:05". */
  return local != NULL ? g_date_time_format (local, _("%-e %b %Y, %H:%M")) : g_strdup ("");
}

static char *
dup_state (const char *time,
           gboolean    is_now,
           gboolean    is_undone)
{
  g_autofree char *shown = dup_time (time);

  if (is_now)
    /* Translators: the step of the history at which the article stands: "23 Nov 2026, 10:05 · now" */
    return g_strdup_printf (_("%s · now"), shown);
  if (is_undone)
    return g_strdup_printf (_("%s · undone"), shown);

  return g_steal_pointer (&shown);
}

/* The newest first; the last row is how it all began. */
static void
add_changes (PostilWindow         *self,
             PostilPassagesWindow *window)
{
  PostilDocument *document = postil_store_get_document (self->store);
  PostilHistory *history = postil_document_get_history (document);
  guint position = postil_history_get_position (history);

  for (guint i = postil_history_get_n_changes (history); i-- > 0;)
    {
      PostilChange *change = postil_history_get_change (history, i);
      g_autofree char *title = postil_change_title_dup (change, postil_document_get_codebook (document));
      g_autofree char *state = dup_state (postil_change_get_time (change), i + 1 == position, i >= position);
      g_autofree char *id = g_strdup_printf (POSITION_PREFIX "%u", i + 1);

      postil_passages_window_add (window, state, id, title);
    }
  postil_passages_window_add (window, position == 0 ? _("now") : "", POSITION_PREFIX "0", _("Before all of this"));
}

/* --- Steps that were done elsewhere ---------------------------------------------------- */

typedef struct
{
  GFile *root;
  char  *coder;
} Listing;

static void
listing_free (Listing *listing)
{
  g_object_unref (listing->root);
  g_free (listing->coder);
  g_free (listing);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Listing *listing = task_data;

  g_task_return_pointer (task, postil_step_list (listing->root, listing->coder), (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_in_history (PostilWindow *self,
               const char   *step)
{
  PostilHistory *history = postil_document_get_history (postil_store_get_document (self->store));

  for (guint i = 0; i < postil_history_get_n_changes (history); i++)
    if (g_strcmp0 (postil_change_get_step (postil_history_get_change (history, i)), step) == 0)
      return TRUE;

  return FALSE;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  PostilPassagesWindow *window = POSTIL_PASSAGES_WINDOW (source);
  g_autoptr (GPtrArray) steps = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; self->store != NULL && i < steps->len; i++)
    {
      const PostilStepInfo *step = g_ptr_array_index (steps, i);
      g_autofree char *state = NULL;
      g_autofree char *title = NULL;
      g_autofree char *id = NULL;

      if (is_in_history (self, step->id))
        continue;
      state = dup_state (step->time, FALSE, step->is_undone);
      id = g_strconcat (step->is_undone ? STEP_PREFIX "redo:" : STEP_PREFIX "undo:", step->id, NULL);
      title = g_strdup_printf (step->is_undone ? _("Do again in all articles: %s") : _("Undo in all articles: %s"),
                               step->title);
      postil_passages_window_add (window, state, id, title);
    }
}

static void
add_steps (PostilWindow *self,
           GtkWidget    *window)
{
  g_autoptr (GTask) task = g_task_new (window, NULL, listed_cb, g_object_ref (self));
  Listing *listing = g_new0 (Listing, 1);

  listing->root = g_object_ref (postil_store_get_codebook_folder (self->store));
  listing->coder = postil_window_dup_coder (self);
  g_task_set_source_tag (task, add_steps);
  g_task_set_task_data (task, listing, (GDestroyNotify) listing_free);
  g_task_run_in_thread (task, list_thread);
}

/* --- Going there ----------------------------------------------------------------------- */

void
postil_window_go_on_in_history (PostilWindow *self)
{
  PostilHistory *history = NULL;
  PostilDocument *document = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    self->wanted_position = -1;

  while (self->wanted_position >= 0)
    {
      guint position = 0;
      gboolean redo = FALSE;
      g_autoptr (GError) error = NULL;

      document = postil_store_get_document (self->store);
      history = postil_document_get_history (document);
      position = postil_history_get_position (history);
      redo = (gint64) position < self->wanted_position;
      if ((gint64) position == self->wanted_position)
        break;
      /* Comes back here when it is done. */
      if (postil_window_revert_top (self, redo))
        return;
      if (!(redo ? postil_document_redo (document, NULL, &error) : postil_document_undo (document, NULL, &error))
          && error == NULL)
        break;
      if (error != NULL)
        postil_window_show_toast (self, error->message, NULL, NULL);
    }
  self->wanted_position = -1;
}

static void
chosen_cb (PostilWindow *self,
           const char   *time,
           const char   *id)
{
  if (self->store == NULL)
    return;

  if (g_str_has_prefix (id, STEP_PREFIX))
    {
      gboolean redo = g_str_has_prefix (id, STEP_PREFIX "redo:");

      postil_window_revert_step (self, id + strlen (STEP_PREFIX "redo:"), redo);
      return;
    }

  self->wanted_position = (gint64) g_ascii_strtoull (id + strlen (POSITION_PREFIX), NULL, 10);
  postil_window_go_on_in_history (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

void
postil_window_show_history (PostilWindow *self)
{
  GtkWidget *window = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;

  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  window = postil_passages_window_new (GTK_WINDOW (self), _("History"));
  g_signal_connect_object (window, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  add_changes (self, POSTIL_PASSAGES_WINDOW (window));
  add_steps (self, window);
  postil_passages_window_set_hint (POSTIL_PASSAGES_WINDOW (window),
                                   _("Choose a step, and the article becomes what it was right after it. The way back is here, too."));
  gtk_window_present (GTK_WINDOW (window));
}
