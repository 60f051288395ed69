/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-change.h"

G_BEGIN_DECLS

/* A change as one line of JSON (without the LF), for the journal:
 * {"kind":"tag","removed":[items],"added":[items],"status":[before,after]}
 * "removed" and "added" hold annotations and links. */
void          postil_change_to_json   (PostilChange *change,
                                       GString      *out);
PostilChange *postil_change_from_json (const char   *data,
                                       gsize         length,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
