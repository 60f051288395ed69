/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question as a window of its own. Main thread. */

#include "config.h"

#include "app/compat/postil-question.h"

GtkWidget *
postil_question_new (const char *heading,
                     const char *body)
{
  return adw_message_dialog_new (NULL, heading, body);
}

void
postil_question_format_body (GtkWidget  *question,
                             const char *format,
                             ...)
{
  g_autofree char *body = NULL;
  va_list args;

  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  va_start (args, format);
  body = g_strdup_vprintf (format, args);
  va_end (args);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (question), body);
}

void
postil_question_add (GtkWidget  *question,
                     const char *id,
                     const char *label)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (question), id, label);
}

void
postil_question_set_appearance (GtkWidget             *question,
                                const char            *id,
                                AdwResponseAppearance  appearance)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), id, appearance);
}

void
postil_question_set_enabled (GtkWidget  *question,
                             const char *id,
                             gboolean    is_enabled)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (question), id, is_enabled);
}

void
postil_question_set_default (GtkWidget  *question,
                             const char *id)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), id);
}

void
postil_question_set_close (GtkWidget  *question,
                           const char *id)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), id);
}

void
postil_question_set_extra (GtkWidget *question,
                           GtkWidget *extra)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (question), extra);
}

void
postil_question_respond (GtkWidget  *question,
                         const char *id)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), id);
}

void
postil_question_present (GtkWidget *question,
                         GtkWidget *parent,
                         GtkWidget *focus)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (question));
  g_return_if_fail (GTK_IS_WIDGET (parent));

  gtk_window_set_transient_for (GTK_WINDOW (question), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_present (GTK_WINDOW (question));
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}
