/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question as a dialog in the window that asks, as libadwaita 1.5 has it. Main thread. */

#include "config.h"

#undef ADW_VERSION_MAX_ALLOWED
#define ADW_VERSION_MAX_ALLOWED ADW_VERSION_1_5

#include "app/compat/postil-question.h"

GtkWidget *
postil_question_new (const char *heading,
                     const char *body)
{
  return GTK_WIDGET (adw_alert_dialog_new (heading, body));
}

void
postil_question_format_body (GtkWidget  *question,
                             const char *format,
                             ...)
{
  g_autofree char *body = NULL;
  va_list args;

  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  va_start (args, format);
  body = g_strdup_vprintf (format, args);
  va_end (args);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (question), body);
}

void
postil_question_add (GtkWidget  *question,
                     const char *id,
                     const char *label)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (question), id, label);
}

void
postil_question_set_appearance (GtkWidget             *question,
                                const char            *id,
                                AdwResponseAppearance  appearance)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (question), id, appearance);
}

void
postil_question_set_enabled (GtkWidget  *question,
                             const char *id,
                             gboolean    is_enabled)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (question), id, is_enabled);
}

void
postil_question_set_default (GtkWidget  *question,
                             const char *id)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (question), id);
}

void
postil_question_set_close (GtkWidget  *question,
                           const char *id)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (question), id);
}

void
postil_question_set_extra (GtkWidget *question,
                           GtkWidget *extra)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (question), extra);
}

void
postil_question_respond (GtkWidget  *question,
                         const char *id)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));

  g_signal_emit_by_name (question, "response", id);
  adw_dialog_force_close (ADW_DIALOG (question));
}

void
postil_question_present (GtkWidget *question,
                         GtkWidget *parent,
                         GtkWidget *focus)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (question));
  g_return_if_fail (GTK_IS_WIDGET (parent));

  if (focus != NULL)
    adw_dialog_set_focus (ADW_DIALOG (question), focus);
  adw_dialog_present (ADW_DIALOG (question), parent);
}
