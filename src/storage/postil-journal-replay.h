/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-document.h"
#include "storage/postil-journal-record.h"

G_BEGIN_DECLS

/* Brings onto @document what the sidecar with this hash (NULL: there is none) does not hold,
 * and moves @history (the document's, or another one) along. Returns how many operations
 * changed something. @adopted (nullable): gets those changes, for another journal. @sequence:
 * how many operations there are. */
guint postil_journal_replay (GArray         *records,
                             PostilDocument *document,
                             PostilHistory  *history,
                             const char     *sidecar_sha256,
                             GPtrArray      *adopted,
                             PostilReport   *report,
                             guint64        *sequence);

G_END_DECLS
