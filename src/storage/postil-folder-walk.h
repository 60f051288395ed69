/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"

G_BEGIN_DECLS

/* Looks into one folder at a time: names only, nothing is opened. What it saw adds up over a
 * walk, so that a walk has an end even where somebody opens "/". For a thread. */
typedef struct
{
  char     *path;          /* of an article, relative to the root, with '/' */
  gboolean  exists;        /* FALSE: there is a sidecar, but no article */
  gboolean  has_sidecar;   /* of the coder */
  gboolean  has_conflict;  /* a conflicted copy of it */
} PostilWalkEntry;

typedef struct
{
  guint    n_names;
  guint    n_articles;
  guint    n_folders;
  gboolean is_over;        /* a limit was met; it is in the report */
  gboolean has_codebook;   /* of the last folder alone */
} PostilWalkCounts;

/* What a walk does not go beyond; public for tests. */
#define POSTIL_WALK_MAX_NAMES 2000000u
#define POSTIL_WALK_MAX_ARTICLES 200000u
#define POSTIL_WALK_MAX_FOLDERS 50000u
#define POSTIL_WALK_MAX_DEPTH 64u

typedef enum
{
  POSTIL_FOLDER_PLAIN,
  POSTIL_FOLDER_HOME,     /* the home folder, or one above it */
  POSTIL_FOLDER_REMOTE    /* on another computer: slow, and nobody tells of changes */
} PostilFolderKind;

/* What a person should be asked about before all of it is read. Blocking: asks the disk. */
PostilFolderKind postil_walk_judge  (const char       *root);
void             postil_walk_entry_free (gpointer      entry);
/* The articles of @relative ("" for the root) by name, and the paths of the folders in it.
 * @coder's sidecars alone are looked for. FALSE with an error where it cannot be looked into.
 * Hidden ones and links to folders are left out. */
gboolean         postil_walk_folder (const char       *root,
                                     const char       *relative,
                                     const char       *coder,
                                     GPtrArray        *entries,
                                     GPtrArray        *folders,
                                     PostilWalkCounts *counts,
                                     PostilReport     *report,
                                     GCancellable     *cancellable,
                                     GError          **error);

G_END_DECLS
