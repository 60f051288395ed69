/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-layer.h"
#include "storage/postil-journal.h"

G_BEGIN_DECLS

/* What a PostilStore gives to threads: everything they need, nothing that the main thread
 * touches meanwhile. The _run() functions are GTaskThreadFuncs with the job as task data. */

typedef struct
{
  PostilJournal *journal;
  gint64         generation;
} PostilSyncJob;


typedef struct
{
  PostilLayer   *layer;
  PostilText    *text;
  PostilJournal *journal;
  GFile         *sidecar;
  GFile         *kept;           /* to be removed once this is saved; or NULL */
  gint64         generation;
  guint64        sequence;
  char          *etag;
  char          *old_sha256; /* of what is on disk and could be read; or NULL */
  char          *new_etag;
  char          *new_sha256;
  gboolean       is_misfit;  /* an annotation does not fit the text */
} PostilSaveJob;


typedef struct
{
  GFile       *sidecar;
  char        *etag;
  char        *sha256;
  char        *text_sha256;      /* of the text that is open */
  char        *base_text_sha256; /* of the one that the sidecar spoke of so far */
  char        *new_etag;     /* "" where the file is gone */
  char        *new_sha256;
  PostilLayer *theirs;       /* NULL where nothing is to be merged */
} PostilLookJob;


void postil_sync_job_run      (GTask *task, gpointer source, gpointer job, GCancellable *cancellable);
void postil_save_job_run      (GTask *task, gpointer source, gpointer job, GCancellable *cancellable);
/* To a place that nobody else writes to: whatever is there is replaced. */
void postil_save_copy_job_run (GTask *task, gpointer source, gpointer job, GCancellable *cancellable);
void postil_look_job_run      (GTask *task, gpointer source, gpointer job, GCancellable *cancellable);
void postil_save_job_free     (gpointer job);
void postil_look_job_free     (gpointer job);

G_END_DECLS
