/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long one coder works on one article. Whoever does nothing for two minutes is not working
 * any more. */
typedef struct _PostilStopwatch PostilStopwatch;

/* What is kept now, beyond what was before. */
typedef void     (*PostilStopwatchFunc)    (GFile               *article,
                                            guint                n_seconds,
                                            gpointer             user_data);

PostilStopwatch *postil_stopwatch_new      (GFile               *article,
                                            const char          *coder,
                                            PostilStopwatchFunc  func,
                                            gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps what there is. */
void             postil_stopwatch_free     (PostilStopwatch     *self);
/* The person did something. @now_us: of g_get_monotonic_time(). */
void             postil_stopwatch_touch    (PostilStopwatch     *self,
                                            gint64               now_us);
/* The person turned to something else. */
void             postil_stopwatch_pause    (PostilStopwatch     *self,
                                            gint64               now_us);

G_END_DECLS
