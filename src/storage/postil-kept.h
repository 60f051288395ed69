/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "model/postil-change.h"
#include "model/postil-document.h"

G_BEGIN_DECLS

/* What was marked in articles that were opened alone, through the document portal of a sandbox:
 * a sidecar written beside such a file would look fine and be lost. It is kept in the app's own
 * folder, under the text's hash, until the article is opened in its folder. Blocking. */

/* Where it is, or would be. */
GFile        *postil_kept_get_sidecar (PostilText     *text,
                                       const char     *coder) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the folder for it. */
gboolean      postil_kept_prepare     (GFile          *sidecar,
                                       GError        **error);
/* What @document, of this coder whatever its sidecar says, lacks of it, what had only reached its journal included; NULL where there is
 * nothing to bring. @sidecar (may be NULL) gets what is to be removed once that is saved, where
 * anything is. What cannot be read is reported, and stays. */
PostilChange *postil_kept_find        (PostilDocument *document,
                                       const char     *coder,
                                       PostilReport   *report,
                                       GFile         **sidecar) G_GNUC_WARN_UNUSED_RESULT;
/* Unless somebody has it open: then there will be another time. */
void          postil_kept_remove      (GFile          *sidecar);

G_END_DECLS
