/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Has a drop-down of strings be narrower than its longest one: what is chosen ends in "…" where
 * it has no room. The list that opens shows all. Codes may be called anything. */
void postil_choices_shorten (GtkDropDown *drop_down);
/* The same for a row of strings; its own list would cut them at twenty characters, where some
 * cannot be told apart yet. */
void postil_choices_show_whole (AdwComboRow *row);
/* What a widget is for, to a screen reader: needed for a drop-down, fit for any. With NULL it keeps
 * the name that its template gave it. */
void postil_choices_set_name (gpointer    widget,
                              const char *name);

G_END_DECLS
