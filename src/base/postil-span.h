/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stretch of text in Unicode code points, 0-based, end-exclusive, in logical order. */
typedef struct
{
  guint32 start;
  guint32 end;
} PostilSpan;

static inline gboolean
postil_span_overlaps (PostilSpan a, PostilSpan b)
{
  return a.start < b.end && b.start < a.end;
}

static inline gboolean
postil_span_equal (PostilSpan a, PostilSpan b)
{
  return a.start == b.start && a.end == b.end;
}

/* By start, then by end. */
static inline int
postil_span_compare (PostilSpan a, PostilSpan b)
{
  if (a.start != b.start)
    return a.start < b.start ? -1 : 1;
  return (a.end > b.end) - (a.end < b.end);
}

static inline guint32
postil_span_length (PostilSpan a)
{
  return a.end > a.start ? a.end - a.start : 0;
}

G_END_DECLS
