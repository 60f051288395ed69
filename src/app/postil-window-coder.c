/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another coder in this window, as on a teacher's laptop that goes round; other windows and the
 * preferences stay as they are. Names are offered that were switched to before on this computer,
 * none out of the folder: who else codes it is not told. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/compat/postil-question.h"
#include "app/postil-settings.h"
#include "storage/postil-files.h"

#define MAX_RECENT 8u

static void
remember (PostilWindow *self,
          const char   *coder)
{
  g_auto (GStrv) old = g_settings_get_strv (self->settings, "recent-coders");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) recent = NULL;
  guint n = 1;

  g_strv_builder_add (builder, coder);
  for (guint i = 0; old[i] != NULL && n < MAX_RECENT; i++)
    if (!g_str_equal (old[i], coder) && postil_files_is_coder_name (old[i]))
      {
        g_strv_builder_add (builder, old[i]);
        n++;
      }
  recent = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent-coders", (const char *const *) recent);
}

char *
postil_window_dup_coder (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  return self->coder != NULL ? g_strdup (self->coder) : postil_settings_dup_coder (self->settings);
}

static void
switch_to (PostilWindow *self,
           const char   *coder)
{
  g_autofree char *now = postil_window_dup_coder (self);
  g_autofree char *own = postil_settings_dup_coder (self->settings);
  g_autofree char *message = NULL;
  g_autoptr (GFile) file = NULL;

  if (self->file == NULL || g_str_equal (coder, now))
    return;
  remember (self, now);
  remember (self, coder);
  file = g_object_ref (self->file);
  if (self->store != NULL)
    {
      self->is_reopening = TRUE;
      self->kept_place = postil_article_view_get_caret (postil_article_page_get_view (self->page));
    }
  postil_window_open (self, file, g_str_equal (coder, own) ? NULL : coder);
  message = g_strdup_printf (_("Now %s codes in this window"), coder);
  postil_window_show_toast (self, message, NULL, NULL);
}

static void
changed_cb (GtkEditable      *entry,
            GtkWidget        *dialog)
{
  postil_question_set_enabled (dialog, "switch", postil_files_is_coder_name (gtk_editable_get_text (entry)));
}

static void
response_cb (PostilWindow     *self,
             const char       *response,
             GtkWidget        *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "postil-entry");
  const char *coder = gtk_editable_get_text (entry);

  if (g_str_equal (response, "switch") && postil_files_is_coder_name (coder))
    switch_to (self, coder);
}

static void
recent_cb (GtkButton        *button,
           GtkWidget        *dialog)
{
  gtk_editable_set_text (g_object_get_data (G_OBJECT (dialog), "postil-entry"), gtk_button_get_label (button));
  postil_question_respond (dialog, "switch");
}

/* Those who were here before, a button each. */
static GtkWidget *
new_recent (PostilWindow *self,
            GtkWidget    *dialog)
{
  GtkWidget *box = gtk_flow_box_new ();
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent-coders");
  g_autofree char *now = postil_window_dup_coder (self);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  for (guint i = 0; recent[i] != NULL && i < MAX_RECENT; i++)
    {
      GtkWidget *button = NULL;

      if (g_str_equal (recent[i], now) || !postil_files_is_coder_name (recent[i]))
        continue;
      button = gtk_button_new_with_label (recent[i]);
      g_signal_connect_object (button, "clicked", G_CALLBACK (recent_cb), dialog, 0);
      gtk_flow_box_append (GTK_FLOW_BOX (box), button);
      /* The button is where the keyboard goes, not its place. */
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
  return box;
}

void
postil_window_switch_coder (PostilWindow *self)
{
  GtkWidget *dialog = NULL;
  GtkWidget *box = NULL;
  GtkWidget *entry = NULL;
  g_autofree char *now = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->file == NULL)
    return;
  now = postil_window_dup_coder (self);
  dialog = postil_question_new (_("Who Codes in This Window?"), NULL);
  postil_question_format_body (dialog,
                                  _("Now it is %s. What each coder marks is kept apart, and not shown to the others."), now);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Letters, digits, - and _"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The Coder’s Name"), -1);
  g_object_set_data (G_OBJECT (dialog), "postil-entry", entry);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), new_recent (self, dialog));
  postil_question_set_extra (dialog, box);
  postil_question_add (dialog, "cancel", _("_Cancel"));
  postil_question_add (dialog, "switch", _("_Switch"));
  postil_question_set_appearance (dialog, "switch", ADW_RESPONSE_SUGGESTED);
  postil_question_set_enabled (dialog, "switch", FALSE);
  postil_question_set_default (dialog, "switch");
  postil_question_set_close (dialog, "cancel");
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), dialog, 0);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  postil_question_present (dialog, GTK_WIDGET (self), entry);
}
