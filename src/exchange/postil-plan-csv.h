/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-plan.h"

G_BEGIN_DECLS

/* assignments.csv: a coding plan as a table that a spreadsheet edits, one row an article and
 * coder, in the order in which the coder works. Any thread. */
#define POSTIL_PLAN_NAME "assignments.csv"

/* The columns article and coder, in any order and with others beside them; commas, semicolons
 * or tabs. Rows that say nothing usable are in @report, and the rest goes on. */
PostilPlan *postil_plan_read  (GBytes       *bytes,
                               PostilReport *report,
                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *postil_plan_write (PostilPlan   *plan) G_GNUC_WARN_UNUSED_RESULT;
/* @before, the table of a plan, to the letter, with the plan's rows from @from on behind it:
 * other columns stay, and are empty in what comes. */
GBytes     *postil_plan_append (GBytes      *before,
                               PostilPlan   *plan,
                               guint         from,
                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
