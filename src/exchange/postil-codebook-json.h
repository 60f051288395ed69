/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* codebook.json (SKOS) ↔ codebook. Members that Postil does not know survive. Errors:
 * MALFORMED, SCHEMA with the place. @report (may be NULL): what was mended (a missing label). */
PostilCodebook *postil_codebook_read  (GBytes         *bytes,
                                       PostilReport   *report,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes         *postil_codebook_write (PostilCodebook *codebook) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
