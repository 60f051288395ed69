/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-row.h"

G_BEGIN_DECLS

/* W3C annotations that others wrote, as rows: an Annotation, a Page, a Collection, or an
 * array of them, with quote and/or position selectors. What cannot be understood is in the
 * options' losses and errors. FALSE where the file is not JSON at all, or none of these. */
gboolean postil_webannotation_read (PostilRowSet           *set,
                                    const PostilImportFile *file,
                                    PostilImportOptions    *options,
                                    GError                **error);
/* The path of the article that an IRI names: one that is there, else the last part of it. */
char    *postil_webannotation_dup_article (PostilImportOptions *options,
                                    const char             *file,
                                    const char             *iri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
