/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The banner about conflicted copies that a sync service left beside the open annotations, and
 * what its button does. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#define MOST_LISTED 3u

char *
postil_window_dup_listed (const char   *message,
                          PostilReport *report)
{
  g_autoptr (GString) text = g_string_new (message);
  guint n_entries = postil_report_get_n_entries (report);

  for (guint i = 0; i < MIN (n_entries, MOST_LISTED); i++)
    g_string_append_printf (text, "\n%s", postil_report_get_entry (report, i)->message);
  if (n_entries > MOST_LISTED)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "And %u more.", "And %u more.", n_entries - MOST_LISTED),
                              n_entries - MOST_LISTED);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
n_copies_cb (PostilWindow *self)
{
  guint n = postil_copies_get_n (self->copies);
  g_autofree char *title = NULL;

  if (n == 0)
    {
      if (self->copies_banner != NULL)
        postil_banner_set_revealed (self->copies_banner, FALSE);
      return;
    }

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "A sync service kept a second version of your annotations: they were changed in two "
                                        "places at once. Merge it to have what is only there here, too.",
                                        "A sync service kept %u other versions of your annotations: they were changed in two "
                                        "places at once. Merge them to have what is only there here, too.", n), n);
  if (self->copies_banner == NULL)
    {
      self->copies_banner = postil_window_add_banner (self, title);
      postil_banner_add_button (self->copies_banner, _("Merge"), "win.merge-copies", NULL);
    }
  if (!postil_banner_get_revealed (self->copies_banner)
      || g_strcmp0 (postil_banner_get_title (self->copies_banner), title) != 0)
    postil_window_announce (self, title);
  postil_banner_set_title (self->copies_banner, title);
  postil_banner_set_revealed (self->copies_banner, TRUE);
}

void
postil_window_watch_copies (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  g_clear_object (&self->copies);
  self->copies_banner = NULL;
  if (postil_document_get_read_only (postil_store_get_document (self->store)) != NULL)
    return;

  self->copies = postil_copies_new (self->store);
  g_signal_connect_object (self->copies, "notify::n-copies", G_CALLBACK (n_copies_cb), self, G_CONNECT_SWAPPED);
}

static void
merged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilReport) report = NULL;
  g_autofree char *title = NULL;
  g_autofree char *listed = NULL;
  guint n_merged = 0;

  report = postil_copies_merge_finish (POSTIL_COPIES (source), result, &n_merged, &error);
  if (self->copies != POSTIL_COPIES (source))
    return;

  if (report == NULL)
    listed = g_strdup (error->message);
  else if (n_merged > 0)
    {
      title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u other version was merged with your annotations.",
                                            "%u other versions were merged with your annotations.", n_merged), n_merged);
      listed = postil_window_dup_listed (title, report);
    }
  else
    listed = postil_window_dup_listed (_("Nothing was merged."), report);
  postil_banner_set_closable (postil_window_add_banner (self, listed), TRUE);
  postil_window_announce (self, listed);
}

void
postil_window_merge_copies (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->copies == NULL)
    return;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  postil_copies_merge_async (self->copies, NULL, merged_cb, g_object_ref (self));
}
