/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on no widget is called by its class where assistive technology speaks its name; once a process. */
void postil_class_names_drop (void);

G_END_DECLS
