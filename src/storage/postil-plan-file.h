/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "model/postil-plan.h"

G_BEGIN_DECLS

/* assignments.csv at the top of a folder. Blocking, any thread. */

/* NULL without an error where there is none. */
PostilPlan *postil_plan_file_read  (GFile        *folder,
                                    PostilReport *report,
                                    GCancellable *cancellable,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* POSTIL_ERROR_CONFLICT where there is one, unless @replace. */
gboolean    postil_plan_file_write (GFile        *folder,
                                    PostilPlan   *plan,
                                    gboolean      replace,
                                    GCancellable *cancellable,
                                    GError      **error);
/* The plan's rows from @from on, behind what the file holds; other columns of it stay. A file
 * that is changed meanwhile is POSTIL_ERROR_CONFLICT. */
gboolean    postil_plan_file_append (GFile       *folder,
                                    PostilPlan   *plan,
                                    guint         from,
                                    GCancellable *cancellable,
                                    GError      **error);

G_END_DECLS
