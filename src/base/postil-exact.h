/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exact search for many patterns in one text: every place where a pattern stands, found in time
 * that grows with the places, not with the text. Built once a text, then read by any number of
 * threads. */
typedef struct _PostilExact PostilExact;

/* @chars is borrowed and must outlive the index. */
PostilExact *postil_exact_new  (const gunichar *chars, guint n_chars) G_GNUC_WARN_UNUSED_RESULT;
void         postil_exact_free (PostilExact *self);
/* Appends where @pattern begins, in order, to @places (element-type guint). Occurrences may
 * overlap. */
void         postil_exact_find (PostilExact *self, const gunichar *pattern, guint n_pattern, GArray *places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilExact, postil_exact_free)

G_END_DECLS
