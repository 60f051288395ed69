/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"

G_BEGIN_DECLS

/* Whether a codebook is what data/schema/codebook.schema.json says. @report gets an entry of
 * the kind "schema", with the line, for each thing that is not. Nothing is said of bytes that
 * are not JSON. */
void postil_codebook_validate (const char   *data,
                               gsize         length,
                               PostilReport *report);

G_END_DECLS
