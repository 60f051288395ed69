/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"

G_BEGIN_DECLS

/* An exercise or a hand-in as one zip: articles, codebooks, what is known of the articles, the
 * plan, the layers of chosen coders, and SHA256SUMS, which sha256sum -c understands. The same
 * folder gives the same bytes. Blocking, any thread. */
#define POSTIL_PACK_SUMS "SHA256SUMS"

typedef struct
{
  guint n_articles;
  guint n_layers;
  guint n_files;    /* all of them, but for the checksums */
  guint n_same;     /* unpacked: stood there already, to the letter */
  guint n_merged;   /* unpacked: layers */
} PostilPackCounts;

/* Whose layers are packed. */
typedef struct
{
  const char *const *coders;  /* NULL for none */
  gboolean           all;
} PostilPackChoice;

/* What cannot be packed is in @report, and the rest goes on. POSTIL_ERROR_UNDEFINED where there
 * is nothing to pack. */
gboolean postil_pack_write        (const char             *folder,
                                   const char             *path,
                                   const PostilPackChoice *choice,
                                   PostilReport           *report,
                                   PostilPackCounts       *counts,
                                   GCancellable           *cancellable,
                                   GError                **error);

/* All of the pack is verified before anything is written: names that lead out of @folder, files
 * that no pack holds, wrong checksums and bombs are errors, and then nothing is written. A file
 * that is there with other contents is never overwritten, which is in @report; a layer is merged
 * with where @merges. @folder is made where it is missing. */
gboolean postil_pack_extract      (const char             *path,
                                   const char             *folder,
                                   gboolean                merges,
                                   PostilReport           *report,
                                   PostilPackCounts       *counts,
                                   GCancellable           *cancellable,
                                   GError                **error);

/* Whether a pack may hold a file of that path. */
gboolean postil_pack_takes_path   (const char             *path);

G_END_DECLS
