/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"

G_BEGIN_DECLS

/* What stands in a folder about its articles and is no one's coding: the plan, and what is
 * known of them. */
typedef struct
{
  GHashTable   *places;   /* path → place of this coder's articles, from 1; NULL without any */
  gboolean      has_plan;
  GHashTable   *records;  /* path → PostilArticleRecord */
  GHashTable   *seconds;  /* path → how long this coder worked on it here (see postil-timesheet.h) */
  PostilReport *report;   /* what could not be read */
} PostilFolderFacts;

/* @folders: relative to @root, "" for itself. Blocking, any thread. */
PostilFolderFacts *postil_folder_facts_read (const char        *root,
                                             const char *const *folders,
                                             const char        *coder,
                                             GCancellable      *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void               postil_folder_facts_free (PostilFolderFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFolderFacts, postil_folder_facts_free)

G_END_DECLS
