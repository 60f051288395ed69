/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Everything that a person can do, in one table: accelerators, single keys, menus, the
 * shortcuts window and the README's keyboard table come from it. */
typedef enum
{
  POSTIL_ACTION_GROUP_MARKING,
  POSTIL_ACTION_GROUP_MOVING,
  POSTIL_ACTION_GROUP_SELECTING,
  POSTIL_ACTION_GROUP_COMPARING,
  POSTIL_ACTION_GROUP_ARTICLE,
  POSTIL_ACTION_GROUP_VIEW,
  POSTIL_ACTION_GROUP_GENERAL,
  POSTIL_N_ACTION_GROUPS
} PostilActionGroup;

typedef enum
{
  POSTIL_ACTION_NONE       = 0,
  POSTIL_ACTION_SINGLE_KEY = 1 << 0, /* its keys work in the article only, not in entries */
  POSTIL_ACTION_KEYS_ONLY  = 1 << 1  /* for the shortcuts window: the widgets do it themselves */
} PostilActionFlags;

typedef struct
{
  const char        *id;     /* detailed: "win.undo", "app.quit" */
  const char        *title;  /* untranslated, as in a menu */
  PostilActionGroup  group;
  const char        *accels; /* separated by spaces; the first one is shown */
  PostilActionFlags  flags;
} PostilActionInfo;

const PostilActionInfo *postil_actions_get_all         (guint            *n_actions);
const PostilActionInfo *postil_actions_lookup          (const char       *id);
/* Translated. */
const char             *postil_actions_get_title       (const char       *id);
const char             *postil_actions_get_group_title (PostilActionGroup group);
/* The first of its keys as it is shown, "Ctrl+Z"; empty where it has none. */
char                   *postil_actions_dup_keys        (const char       *id) G_GNUC_WARN_UNUSED_RESULT;
/* All but the single keys, which are no accelerators: they would fire in entries. */
void                    postil_actions_install_accels  (GtkApplication   *application);
/* The single keys, for the article view. */
GtkEventController     *postil_actions_new_key_controller (void) G_GNUC_WARN_UNUSED_RESULT;
/* The main menu. */
GMenuModel             *postil_actions_new_main_menu   (void) G_GNUC_WARN_UNUSED_RESULT;
/* The keyboard table in Markdown, untranslated: the README holds it. */
char                   *postil_actions_dup_markdown    (void) G_GNUC_WARN_UNUSED_RESULT;
/* The shortcuts window, as GtkBuilder XML. */
char                   *postil_actions_dup_shortcuts_ui (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
