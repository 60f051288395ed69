/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-text.h"
#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* Single files, blocking: what the CLI calls directly and the app from a thread. Every
 * error names the file as a person knows it. */

#define POSTIL_SIDECAR_SUFFIX ".postil.json"

/* The file as a person knows it: its path, or for one behind the document portal its name. */
char           *postil_files_dup_display_name (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
gboolean        postil_files_is_folder     (const char *path);
/* The folder that holds it, for a menu: "~/Articles". */
char           *postil_files_dup_folder_name (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* Changes whenever anybody changes the file; NULL for a file that cannot be read. Reads it. */
char           *postil_files_dup_etag      (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* A quick look, without reading: FALSE where it surely is as @etag says, or still not there
 * (""). TRUE may also be a file with new times and the old contents. */
gboolean        postil_files_looks_changed (GFile *file, const char *etag);
/* Refuses directories, pipes and devices, and what is over @max_bytes, before reading. @etag
 * may be NULL. */
GBytes         *postil_files_read          (GFile *file, gsize max_bytes, char **etag,
                                            GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Atomic (temporary file, fsync, rename), never through a link that leads out of the
 * folder. @etag: what the file must still hold (NULL: anything, "": there must be none), else
 * POSTIL_ERROR_CONFLICT; processes that write to one folder take turns. Nothing is written,
 * and nothing can be in conflict, when the file already holds these bytes. */
gboolean        postil_files_write         (GFile *file, GBytes *bytes, const char *etag, char **new_etag,
                                            GCancellable *cancellable, GError **error);
/* Removes the temporary files that a killed process left in the folder. */
void            postil_files_remove_leftovers (GFile *folder);
PostilText     *postil_files_read_text     (GFile *file, const char *charset,
                                            GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The charset that a sidecar recorded: of "text/plain; charset=gb18030" the "gb18030"; NULL for
 * none. */
char           *postil_files_dup_charset   (const char *format) G_GNUC_WARN_UNUSED_RESULT;
/* "rafah.txt.maria.postil.json" → "rafah.txt", "maria". FALSE where it is no sidecar's name. */
gboolean        postil_files_parse_sidecar_name (const char *basename, char **article, char **coder);
char           *postil_files_dup_sidecar_name (const char *article, const char *coder) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a sync service made it: "… (conflicted copy …)", ".sync-conflict-…"; @original
 * gets the sidecar's name that it is a copy of. */
gboolean        postil_files_parse_conflicted_name (const char *basename, char **original);
/* Whether a file is taken for an article by its name alone: ".txt", ".md"… */
gboolean        postil_files_is_article_name (const char *basename);
/* Letters, digits, - and _ in any script, at most 64 characters. */
gboolean        postil_files_is_coder_name (const char *name);
/* "Zoë O'Neill" → "Zoë-O-Neill"; empty where no letter or digit is left. */
char           *postil_files_dup_coder_for_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The login name with every other character turned into '-'. Never empty. */
char           *postil_files_dup_default_coder (void) G_GNUC_WARN_UNUSED_RESULT;
/* The codebook in force for a folder: codebook.json there or above up to @root (NULL: only
 * there); the built-in one where there is none. @file (may be NULL) gets the file, or NULL. */
PostilCodebook *postil_files_find_codebook (GFile *folder, GFile *root, GFile **file,
                                            GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Decided by the shape of the path (files.md "In a Flatpak"), never by asking for permission. */
typedef enum
{
  POSTIL_PLACE_BESIDE,      /* the sidecar stands beside the article */
  POSTIL_PLACE_LONE_PORTAL  /* one file through the document portal: it has no neighbours */
} PostilPlace;

PostilPlace     postil_files_get_place     (const char *path);

G_END_DECLS
