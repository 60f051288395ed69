/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-layer.h"
#include "storage/postil-hand-ins.h"

G_BEGIN_DECLS

/* A layer that was found in the drop folder, before it is known where it belongs. */
typedef struct
{
  PostilHandIn *hand_in; /* borrowed from the list */
  GBytes       *bytes;   /* as handed in */
  PostilLayer  *layer;
  char         *coder;
  char         *latest;  /* when it was last changed, or NULL */
  gint64        time_s;  /* of the file */
} PostilFoundLayer;

/* A text or codebook that stood beside the layers. */
typedef struct
{
  char   *name;    /* without folders */
  GBytes *bytes;
  char   *sha256;  /* of the text; NULL for a codebook */
  char   *place;   /* the pack or folder that it is from */
} PostilFoundFile;

typedef struct
{
  GPtrArray *hand_ins; /* (element-type PostilHandIn) */
  GPtrArray *layers;   /* (element-type PostilFoundLayer) by file */
  GPtrArray *files;    /* (element-type PostilFoundFile) */
} PostilFound;

/* All that is in @drop and below. */
PostilFound *postil_found_new       (const char    *drop,
                                     GCancellable  *cancellable,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void         postil_found_free      (PostilFound   *self);

/* When the layer was last changed; NULL where no time stands in it. Borrowed. */
const char  *postil_hand_ins_find_latest (PostilLayer *layer);

void         postil_hand_in_set     (PostilHandIn      *self,
                                     PostilHandInState  state,
                                     const char        *format,
                                     ...) G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFound, postil_found_free)

G_END_DECLS
