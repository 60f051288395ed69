/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-layer.h"

G_BEGIN_DECLS

/* A PostilLayerInfo that owns its strings; only a PostilLayer has one. */
void postil_layer_info_copy     (PostilLayerInfo       *to,
                                 const PostilLayerInfo *from);
void postil_layer_info_clear    (PostilLayerInfo       *info);
/* Makes up what no layer may lack: its ids and its status. */
void postil_layer_info_complete (PostilLayerInfo       *info);

G_END_DECLS
