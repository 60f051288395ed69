/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-agreement.h"

G_BEGIN_DECLS

/* One JSON object on one line, as the manual page describes it. @left_out: (element-type utf8) */
void postil_agreement_append_json (PostilAgreement              *self,
                                   PostilCoded                  *coded,
                                   const PostilAgreementOptions *options,
                                   GPtrArray                    *left_out,
                                   GString                      *out);

G_END_DECLS
