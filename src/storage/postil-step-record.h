/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* What is kept of a step over many articles: a file of the state directory. */
typedef struct
{
  char           *id;
  char           *time;
  char           *title;
  char           *root;
  char           *coder;
  char           *codebook_path;
  gboolean        had_codebook; /* there was a file of it before */
  gboolean        is_undone;
  PostilCodebook *before;
  PostilCodebook *after;
  char          **articles;     /* paths */
} PostilStepRecord;

void              postil_step_record_free (PostilStepRecord *self);
gboolean          postil_step_record_save (PostilStepRecord *self,
                                           GError          **error);
PostilStepRecord *postil_step_record_load (const char       *id,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ids of all records. */
char            **postil_step_record_list (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilStepRecord, postil_step_record_free)

G_END_DECLS
