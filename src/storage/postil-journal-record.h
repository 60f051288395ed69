/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-change.h"

G_BEGIN_DECLS

/* The lines of a journal, as they are read; only postil-journal.c writes them. */

typedef enum
{
  POSTIL_RECORD_HEADER,
  POSTIL_RECORD_DO,
  POSTIL_RECORD_OUTSIDE,
  POSTIL_RECORD_UNDO,
  POSTIL_RECORD_REDO,
  POSTIL_RECORD_POSITION, /* the history stands at @sequence, though nothing was changed */
  POSTIL_RECORD_SAVING,
  POSTIL_RECORD_SAVED,
  POSTIL_RECORD_DAMAGED
} PostilRecordKind;

typedef struct
{
  PostilRecordKind  kind;
  PostilChange     *change;
  char             *sha256;
  guint64           sequence;  /* of a HEADER: the version */
} PostilRecord;

/* All whole lines up to the first that is damaged (element-type PostilRecord); @good_bytes:
 * up to where they are sound. */
GArray  *postil_journal_read_records  (const char         *data,
                                       gsize               length,
                                       gsize              *good_bytes,
                                       gboolean           *damaged) G_GNUC_WARN_UNUSED_RESULT;
gboolean postil_record_is_operation   (const PostilRecord *record);
/* How many operations the sidecar with this hash (NULL: there is none) holds. */
guint64  postil_journal_find_held     (GArray             *records,
                                       const char         *sidecar_sha256);

G_END_DECLS
