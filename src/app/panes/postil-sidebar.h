/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_SIDEBAR (postil_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (PostilSidebar, postil_sidebar, POSTIL, SIDEBAR, GtkWidget)

/* What stands beside the article: codes, annotations, the current annotation.
 * Signals: ::change (PostilChange *change), ::chosen (string id), ::activated (string id),
 * ::finished, ::refused (string message): as those of the panes. */
typedef enum
{
  POSTIL_SIDEBAR_CODES,
  POSTIL_SIDEBAR_ANNOTATIONS,
  POSTIL_SIDEBAR_INSPECTOR,
  POSTIL_N_SIDEBAR_PARTS
} PostilSidebarPart;

GtkWidget *postil_sidebar_new          (GSettings         *settings);
void       postil_sidebar_set_document (PostilSidebar     *self,
                                        PostilDocument    *document);
void       postil_sidebar_set_current  (PostilSidebar     *self,
                                        const char        *annotation_id);
/* What was typed and not yet committed becomes a change. */
void       postil_sidebar_commit       (PostilSidebar     *self);
/* FALSE where there is nothing to focus. */
gboolean   postil_sidebar_focus_part   (PostilSidebar     *self,
                                        PostilSidebarPart  part);
/* The part with the keyboard; POSTIL_N_SIDEBAR_PARTS for none. */
PostilSidebarPart postil_sidebar_get_focus_part (PostilSidebar *self);
void       postil_sidebar_focus_filter (PostilSidebar     *self);
void       postil_sidebar_focus_note   (PostilSidebar     *self);
gboolean   postil_sidebar_focus_actor  (PostilSidebar     *self);
/* As postil_inspector_set_folder_values(). */
void       postil_sidebar_set_folder_values (PostilSidebar *self,
                                             GHashTable    *values);

G_END_DECLS
