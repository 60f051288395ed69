/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-layer.h"
#include "model/postil-summary.h"

G_BEGIN_DECLS

/* The sidecar: bytes ↔ layer, in the W3C form of files.md. */

typedef enum
{
  POSTIL_SIDECAR_READ_ONLY_FAST = 0,   /* for export, check, scan: the layer is never written; an item's
                                        * source is kept only where it holds what Postil does not know */
  POSTIL_SIDECAR_KEEP_SOURCE    = 1 << 0 /* keep what writing anew would lose */
} PostilSidecarFlags;

/* The fast path: one pass, no tree. Errors: MALFORMED, SCHEMA (with line and column),
 * TOO_LARGE, NEWER_VERSION only for a version above 1 without KEEP_SOURCE's caller asking
 * postil_layer_get_info()->schema_version: a newer version is read as far as it goes, and
 * the caller opens it read-only. @report (may be NULL) gets what is wrong with single
 * annotations but does not stop the reading (a duplicate id, a link to nowhere). */
PostilLayer *postil_sidecar_read             (GBytes             *bytes,
                                              PostilSidecarFlags  flags,
                                              PostilReport       *report,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same file in numbers, without its annotations: for lists of many articles. */
PostilSummary *postil_sidecar_summarize      (const char         *data,
                                              gsize               length,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deterministic; the bytes that were read come out again where nothing has changed. */
GBytes      *postil_sidecar_write            (PostilLayer        *layer) G_GNUC_WARN_UNUSED_RESULT;

/* One item as one line of JSON, for the journal; and back. */
void              postil_sidecar_append_annotation (GString          *out,
                                                    PostilAnnotation *annotation);
void              postil_sidecar_append_link       (GString          *out,
                                                    PostilLink       *link);
/* @data: one JSON object, an annotation or a link: the other out-argument gets NULL. */
gboolean          postil_sidecar_read_item         (const char        *data,
                                                    gsize              length,
                                                    PostilAnnotation **annotation,
                                                    PostilLink       **link,
                                                    GError           **error);

G_END_DECLS
