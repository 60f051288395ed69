/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_BANNER (postil_banner_get_type ())
G_DECLARE_FINAL_TYPE (PostilBanner, postil_banner, POSTIL, BANNER, GtkWidget)

/* A lasting message above the article, with up to two buttons: an error, or a state that
 * the person should know of until it is settled. Role alert. (AdwBanner is newer than the
 * floor, and has one button.) Its text is never markup. */
GtkWidget  *postil_banner_new         (void);
void        postil_banner_set_title   (PostilBanner *self,
                                       const char   *title);
const char *postil_banner_get_title   (PostilBanner *self);
/* @target may be NULL. At most two. (No mnemonics: GTK 4.8 would read the underscore out.) */
void        postil_banner_add_button  (PostilBanner *self,
                                       const char   *label,
                                       const char   *action_name,
                                       const char   *target);
/* A cross that hides it. */
void        postil_banner_set_closable (PostilBanner *self,
                                       gboolean      closable);
void        postil_banner_set_revealed (PostilBanner *self,
                                       gboolean      revealed);
gboolean    postil_banner_get_revealed (PostilBanner *self);

G_END_DECLS
