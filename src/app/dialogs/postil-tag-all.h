/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_TAG_ALL (postil_tag_all_get_type ())
G_DECLARE_FINAL_TYPE (PostilTagAll, postil_tag_all, POSTIL, TAG_ALL, AdwWindow)

/* What was found, before all of it is tagged: each match in its context, to be left out.
 * Signal: ::tag (string code): with postil_tag_all_dup_spans(). */
GtkWidget *postil_tag_all_new       (GtkWindow        *parent,
                                     PostilDocument   *document,
                                     const PostilSpan *spans,
                                     guint             n_spans);
/* Those that are ticked. (element-type PostilSpan) */
GArray    *postil_tag_all_dup_spans (PostilTagAll     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
