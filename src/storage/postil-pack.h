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

/* Whose layers are packed, and of which articles. */
typedef struct
{
  const char *const *coders;      /* NULL for none */
  gboolean           all;
  const char        *without;     /* never this coder's, even with @all; or NULL */
  const char        *article;     /* the only one, relative to the folder; NULL for all */
  gboolean           is_exercise; /* the plan, which names coders, is left out */
  gboolean           needs_layer; /* an error where there is none of them */
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

/* A pack whose names and checksums were verified, with nothing written yet: names that lead out of
 * a folder, files that no pack holds, wrong checksums and bombs are errors. */
typedef struct _PostilPack PostilPack;

PostilPack        *postil_pack_read      (const char   *path,
                                          GCancellable *cancellable,
                                          GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void               postil_pack_free      (PostilPack   *self);
/* In the order of the checksums. (element-type char*) */
GPtrArray         *postil_pack_get_paths (PostilPack   *self);
/* Borrowed; NULL for none. */
GBytes            *postil_pack_get       (PostilPack   *self,
                                          const char   *path);
/* As postil_pack_extract(). */
gboolean           postil_pack_unpack    (PostilPack   *self,
                                          const char   *folder,
                                          gboolean      merges,
                                          PostilReport *report,
                                          PostilPackCounts *counts,
                                          GCancellable *cancellable,
                                          GError      **error);

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilPack, postil_pack_free)

G_END_DECLS
