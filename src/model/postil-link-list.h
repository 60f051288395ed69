/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-link.h"

G_BEGIN_DECLS

/* A layer's links, in order and by both of their ends. Only a PostilLayer has one. */
typedef struct _PostilLinkList PostilLinkList;

PostilLinkList *postil_link_list_new      (void) G_GNUC_WARN_UNUSED_RESULT;
PostilLinkList *postil_link_list_copy     (PostilLinkList *self) G_GNUC_WARN_UNUSED_RESULT;
void            postil_link_list_free     (PostilLinkList *self);
guint           postil_link_list_get_n    (PostilLinkList *self);
PostilLink     *postil_link_list_get      (PostilLinkList *self,
                                           guint           index);
PostilLink     *postil_link_list_lookup   (PostilLinkList *self,
                                           const char     *id);
/* Takes a reference. */
void            postil_link_list_add      (PostilLinkList *self,
                                           PostilLink     *link);
/* FALSE if this very link is not there. */
gboolean        postil_link_list_remove   (PostilLinkList *self,
                                           PostilLink     *link);
/* (transfer container) */
GPtrArray      *postil_link_list_dup_of   (PostilLinkList *self,
                                           const char     *annotation_id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilLinkList, postil_link_list_free)

G_END_DECLS
