/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "model/postil-document.h"
#include "storage/postil-files.h"
#include "storage/postil-journal.h"

G_BEGIN_DECLS

/* What opening an article for a coder takes: text, codebook, sidecar and journal, read in one
 * go by a thread. */
typedef struct
{
  GFile          *article;
  GFile          *root;         /* nullable */
  char           *coder;
  char           *coder_name;   /* nullable */
  char           *charset;      /* nullable */

  /* What came out of it. */
  PostilPlace     place;
  GFile          *sidecar;
  GFile          *codebook_folder; /* whose codebook is in force, or would be */
  PostilDocument *document;
  PostilJournal  *journal;      /* NULL for a read-only document, or when there can be none */
  PostilLayer    *base;         /* what the sidecar on disk holds */
  char           *etag;         /* of the sidecar; "" where there is none */
  char           *sha256;       /* of its bytes; NULL where there is none */
  PostilReport   *report;
  guint           n_replayed;
  PostilChange   *kept_change;  /* of what was marked while it was opened alone; or NULL */
  GFile          *kept;         /* what is to be removed once that is saved; or NULL */
  guint           n_unsettled;   /* annotations that wait for a person: the text was changed */
  gboolean        is_unreadable; /* there is a sidecar, but what it holds is not known */
} PostilOpening;

PostilOpening *postil_opening_new  (GFile *article, GFile *root, const char *coder, const char *coder_name,
                                    const char *charset) G_GNUC_WARN_UNUSED_RESULT;
void           postil_opening_free (PostilOpening *self);
/* Blocking. */
gboolean       postil_opening_run  (PostilOpening *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilOpening, postil_opening_free)

G_END_DECLS
