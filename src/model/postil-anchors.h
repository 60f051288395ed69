/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "base/postil-span.h"

G_BEGIN_DECLS

/* Passages whose new place in a changed text is sure by what they say, and what follows from
 * them for a place of which that is not sure. They stand in the same order in both texts; between
 * two neighbours that were shifted equally far nothing was added and nothing removed. */
typedef struct _PostilAnchors PostilAnchors;

/* How a passage fits between those around it. */
typedef struct
{
  gboolean agrees_before; /* shifted just as far as the one before it, or the beginning */
  gboolean agrees_after;  /* as the one after it, or the end of the text */
  gboolean is_in_order;   /* it stands between the two still */
  guint    n_off;         /* how much farther or less far it was shifted than the nearer of the two */
  guint    n_missing;     /* so many characters are gone beside it, so that this may be another one,
                           * which stood there all along; G_MAXUINT where nothing was added */
} PostilAnchorFit;

/* @n_old_chars: the length of the text as it was, give or take @n_unsure characters; G_MAXUINT
 * where nobody knows. */
PostilAnchors   *postil_anchors_new    (guint          n_old_chars,
                                        guint          n_unsure,
                                        guint          n_new_chars) G_GNUC_WARN_UNUSED_RESULT;
void             postil_anchors_free   (PostilAnchors *self);
/* What stood at @start in the old text, as far as that is known from quotes and their contexts. */
void             postil_anchors_tell   (PostilAnchors *self,
                                        guint          start,
                                        const char    *utf8);
/* Passages may be added more than once and in any order. */
void             postil_anchors_add    (PostilAnchors *self,
                                        PostilSpan     from,
                                        PostilSpan     to);
/* Keeps of what was added the most that is in order, and of that what cannot be another one.
 * Before it there are no anchors. */
void             postil_anchors_settle (PostilAnchors *self);
/* Where something that began at @from is to be looked for first. */
guint            postil_anchors_expect (PostilAnchors *self,
                                        guint          from);
/* What speaks for @from having become @to, the passage itself left out of account. */
PostilAnchorFit  postil_anchors_weigh  (PostilAnchors *self,
                                        PostilSpan     from,
                                        PostilSpan     to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilAnchors, postil_anchors_free)

G_END_DECLS
