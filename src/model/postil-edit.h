/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-document.h"

G_BEGIN_DECLS

/* What a person can do to annotations, as changes to be given to postil_document_apply().
 * Pure: nothing here changes the document. Each returns NULL with an error, or NULL without
 * one where nothing would become different. Times are now, in UTC, to the second. */

/* Pieces are snapped outward to grapheme borders. SELF_OVERLAP where this coder has the
 * same code on a part of it (then _merge_tag does it), RANGE. */
PostilChange *postil_edit_tag           (PostilDocument *document, const PostilSpan *spans, guint n_spans,
                                         const char *code, char **new_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One annotation out of the span and the same-code annotations that it overlaps (or that
 * overlap each other through it): notes joined, the oldest's id kept. */
PostilChange *postil_edit_merge_tag     (PostilDocument *document, PostilSpan span,
                                         const char *code, char **new_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Several passages, one step. Those that would overlap the same code are left out and
 * counted in @n_skipped (may be NULL). */
PostilChange *postil_edit_tag_all       (PostilDocument *document, const PostilSpan *spans, guint n_spans,
                                         const char *code, guint *n_skipped, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* With its links. */
PostilChange *postil_edit_remove        (PostilDocument *document, PostilAnnotation *annotation) G_GNUC_WARN_UNUSED_RESULT;
PostilChange *postil_edit_recode        (PostilDocument *document, PostilAnnotation *annotation,
                                         const char *code, GError **error) G_GNUC_WARN_UNUSED_RESULT;
PostilChange *postil_edit_set_note      (PostilDocument *document, PostilAnnotation *annotation, const char *note) G_GNUC_WARN_UNUSED_RESULT;
/* NULL or "" takes it away. */
PostilChange *postil_edit_set_attribute (PostilDocument *document, PostilAnnotation *annotation,
                                         const char *name, const char *value) G_GNUC_WARN_UNUSED_RESULT;
PostilChange *postil_edit_set_unsure    (PostilDocument *document, PostilAnnotation *annotation, gboolean unsure) G_GNUC_WARN_UNUSED_RESULT;
/* Of one piece: a new span. RANGE, SELF_OVERLAP. */
PostilChange *postil_edit_set_span      (PostilDocument *document, PostilAnnotation *annotation, guint piece,
                                         PostilSpan span, GError **error) G_GNUC_WARN_UNUSED_RESULT;
PostilChange *postil_edit_link          (PostilDocument *document, PostilAnnotation *from, PostilAnnotation *to,
                                         const char *kind, GError **error) G_GNUC_WARN_UNUSED_RESULT;
PostilChange *postil_edit_unlink        (PostilDocument *document, PostilLink *link) G_GNUC_WARN_UNUSED_RESULT;
PostilChange *postil_edit_set_status    (PostilDocument *document, const char *status) G_GNUC_WARN_UNUSED_RESULT;

/* "2026-11-23T10:00:00Z" */
char         *postil_edit_dup_now       (void) G_GNUC_WARN_UNUSED_RESULT;
/* "urn:uuid:…" */
char         *postil_edit_dup_new_id    (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
