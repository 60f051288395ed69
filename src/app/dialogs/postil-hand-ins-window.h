/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "storage/postil-hand-ins.h"

G_BEGIN_DECLS

/* What was collected, and of each hand-in that is remarkable what is. */
GtkWidget *postil_hand_ins_window_new (GtkWindow     *parent,
                                       PostilHandIns *hand_ins) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
