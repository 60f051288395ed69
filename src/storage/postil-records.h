/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "exchange/postil-article-list.h"

G_BEGIN_DECLS

/* articles.json in a folder: what is known of the articles beside it. Blocking. */

/* An empty list where there is no file. @etag (may be NULL) is what the file held. */
PostilArticleList   *postil_records_read   (GFile        *folder,
                                            char        **etag,
                                            GCancellable *cancellable,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is known of one article; an empty record where nothing is. */
PostilArticleRecord *postil_records_lookup (GFile        *article,
                                            GCancellable *cancellable,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* Atomic; what others write at the same time stays. @found (element-type
 * PostilArticleRecord, may be NULL) fills gaps only, @given (likewise) stands above what is
 * there. Nothing is written where nothing changes. */
gboolean             postil_records_update (GFile        *folder,
                                            GPtrArray    *found,
                                            GPtrArray    *given,
                                            GCancellable *cancellable,
                                            GError      **error);

G_END_DECLS
