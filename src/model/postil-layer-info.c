/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a layer says about itself, as strings of its own. Pure; the layer's thread. */

#include "config.h"

#include "model/postil-layer-info.h"

void
postil_layer_info_clear (PostilLayerInfo *info)
{
  g_free ((char *) info->coder);
  g_free ((char *) info->coder_name);
  g_free ((char *) info->id);
  g_free ((char *) info->page_id);
  g_free ((char *) info->status);
  g_free ((char *) info->article);
  g_free ((char *) info->format);
  g_free ((char *) info->language);
  g_free ((char *) info->sha256);
  g_free ((char *) info->source);
}

void
postil_layer_info_copy (PostilLayerInfo       *to,
                        const PostilLayerInfo *from)
{
  *to = *from;
  to->coder = g_strdup (from->coder);
  to->coder_name = g_strdup (from->coder_name);
  to->id = g_strdup (from->id);
  to->page_id = g_strdup (from->page_id);
  to->status = g_strdup (from->status);
  to->article = g_strdup (from->article);
  to->format = g_strdup (from->format);
  to->language = g_strdup (from->language);
  to->sha256 = g_strdup (from->sha256);
  to->source = g_strdup (from->source);
}

static char *
dup_new_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat ("urn:uuid:", uuid, NULL);
}

void
postil_layer_info_complete (PostilLayerInfo *info)
{
  if (info->id == NULL)
    info->id = dup_new_id ();
  if (info->page_id == NULL)
    info->page_id = dup_new_id ();
  if (info->status == NULL)
    info->status = g_strdup ("in progress");
}
