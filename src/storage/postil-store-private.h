/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the store share. Of storage/ alone; main thread. */

#pragma once

#include "storage/postil-opening.h"
#include "storage/postil-store-jobs.h"
#include "storage/postil-store.h"

G_BEGIN_DECLS

#define POSTIL_STORE_QUIET_MS 400

struct _PostilStore
{
  GObject          parent_instance;

  PostilOpening   *opening;          /* owns document, journal, files */
  PostilLayer     *base;             /* what is on disk, for three-way merges */
  char            *etag;
  char            *sha256;
  PostilLayer     *tried;            /* of the last save that failed: it may be on disk all the same */
  char            *tried_sha256;

  gint64           journaled_generation; /* written and synced */
  gint64           saved_generation;     /* -1: not even the first one is on disk */
  gint64           unsaved_since_us;
  PostilSaveState  state;
  GError          *error;
  gboolean         is_error_of_look;     /* what is on disk cannot be read; else: written */
  GError          *journal_error;
  guint            retry_s;
  guint            n_conflicts;          /* since the last save that worked */

  guint            save_id;
  guint            look_id;
  guint            monitor_look_id;
  GFileMonitor    *monitor;
  gboolean         is_saving;
  gboolean         is_syncing;
  gboolean         is_looking;
  gboolean         is_closed;
  GPtrArray       *flushes;          /* of GTask */
};

static inline gint64
postil_store_get_generation (PostilStore *self)
{
  return (gint64) postil_document_get_generation (self->opening->document);
}

static inline gboolean
postil_store_is_unsaved (PostilStore *self)
{
  return self->saved_generation < postil_store_get_generation (self);
}

/* postil-store.c */
void postil_store_update_state        (PostilStore  *self);
void postil_store_finish_flushes      (PostilStore  *self,
                                       const GError *error);
void postil_store_close_idle_journal  (PostilStore  *self);
/* What is on disk now. @etag may be NULL. */
void postil_store_take_base           (PostilStore  *self,
                                       PostilLayer  *base,
                                       const char   *etag,
                                       const char   *sha256);
/* @error is taken. */
void postil_store_fail                (PostilStore  *self,
                                       GError       *error,
                                       gboolean      is_error_of_look);
void postil_store_tell_outside_change (PostilStore  *self,
                                       PostilReport *report,
                                       const char   *message);

/* postil-store-save.c */
PostilSaveJob *postil_store_make_save_job (PostilStore *self) G_GNUC_WARN_UNUSED_RESULT;
void postil_store_start_save          (PostilStore  *self);
void postil_store_schedule_save       (PostilStore  *self,
                                       guint         delay_ms);

/* postil-store-look.c */
void postil_store_start_look          (PostilStore  *self);
void postil_store_begin_watching      (PostilStore  *self);

G_END_DECLS
