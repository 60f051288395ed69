/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-agreement.h"

G_BEGIN_DECLS

/* What is to be said beside numbers of agreement, in words. */

/* Where the value at @index of @values misleads: few units, a rare code, a base rate that
 * agreement by chance alone reaches. A translated sentence, or NULL. */
const char *postil_methods_get_warning (GArray                       *values,
                                        guint                         index);
/* A paragraph for an article's methods section: the coders, the articles, and each measure of
 * the whole with its value, interval and settings; then the sources. */
char       *postil_methods_dup         (PostilAgreement              *agreement,
                                        PostilCoded                  *coded,
                                        const PostilAgreementOptions *options,
                                        const char                   *version) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
