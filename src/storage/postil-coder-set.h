/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "base/postil-text.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* What all coders marked in one article, and how far the consensus of a folder has come: for
 * comparing, which is where other coders' files are opened. Read in threads. */

typedef struct
{
  PostilText   *text;
  GPtrArray    *layers;   /* (element-type PostilLayer) of this text, by coder; without the consensus */
  PostilLayer  *consensus; /* of this text; or NULL */
  char        **other;    /* coders whose layer is of another text of the article */
  PostilReport *problems; /* sidecars that could not be read */
} PostilCoderSet;

void            postil_coder_set_free        (PostilCoderSet       *self);
/* NULL where @coder has none. Borrowed. */
PostilLayer    *postil_coder_set_find        (PostilCoderSet       *self,
                                              const char           *coder);
void            postil_coder_set_read_async  (GFile                *article,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
PostilCoderSet *postil_coder_set_read_finish (GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  guint n_articles; /* that two coders or more have marked, the consensus not counted */
  guint n_settled;  /* of these: whose consensus is marked as done */
} PostilSettled;

void            postil_settled_count_async   (GFile                *root,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean        postil_settled_count_finish  (GAsyncResult         *result,
                                              PostilSettled        *settled,
                                              GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCoderSet, postil_coder_set_free)

G_END_DECLS
