/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A question with a few answers: a dialog in the window where libadwaita has one (1.5), a window
 * of its own below that. It emits ::response (const char *id), and is gone then. */
GtkWidget *postil_question_new            (const char            *heading,
                                           const char            *body) G_GNUC_WARN_UNUSED_RESULT;
void       postil_question_format_body    (GtkWidget             *question,
                                           const char            *format,
                                           ...) G_GNUC_PRINTF (2, 3);
void       postil_question_add            (GtkWidget             *question,
                                           const char            *id,
                                           const char            *label);
void       postil_question_set_appearance (GtkWidget             *question,
                                           const char            *id,
                                           AdwResponseAppearance  appearance);
void       postil_question_set_enabled    (GtkWidget             *question,
                                           const char            *id,
                                           gboolean               is_enabled);
/* The answer that Return gives. */
void       postil_question_set_default    (GtkWidget             *question,
                                           const char            *id);
/* The answer that Escape gives. */
void       postil_question_set_close      (GtkWidget             *question,
                                           const char            *id);
void       postil_question_set_extra      (GtkWidget             *question,
                                           GtkWidget             *extra);
/* Answers it. */
void       postil_question_respond        (GtkWidget             *question,
                                           const char            *id);
/* @focus (may be NULL) gets the keyboard. */
void       postil_question_present        (GtkWidget             *question,
                                           GtkWidget             *parent,
                                           GtkWidget             *focus);

G_END_DECLS
