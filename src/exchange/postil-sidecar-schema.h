/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"

G_BEGIN_DECLS

/* Whether a sidecar is what data/schema/sidecar.schema.json says, and as many items in it as
 * "total" says. @report gets an entry of the kind "schema", with the line, for each thing that
 * is not. Nothing is said of bytes that are not JSON, nor of a newer version's file. */
void postil_sidecar_validate (const char   *data,
                              gsize         length,
                              PostilReport *report);

G_END_DECLS
