/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A list of things that a person must be told: the problems that `check` finds, the
 * losses of an import or export, the files of a batch that failed. Not thread-safe. */
typedef struct _PostilReport PostilReport;

typedef struct
{
  const char *file;    /* as the person knows it; or NULL */
  const char *kind;    /* a stable word for machines: "malformed", "quote-mismatch"… (cli.md) */
  const char *item;    /* the annotation, row or code it is about; or NULL */
  const char *message; /* for a person */
  guint       line;    /* 1-based; 0 where there is none */
} PostilReportEntry;

PostilReport            *postil_report_new     (void) G_GNUC_WARN_UNUSED_RESULT;
PostilReport            *postil_report_ref     (PostilReport *self);
void                     postil_report_unref   (PostilReport *self);
/* @file, @item may be NULL, @line 0. */
void                     postil_report_add     (PostilReport *self,
                                                const char   *file,
                                                guint         line,
                                                const char   *kind,
                                                const char   *item,
                                                const char   *format,
                                                ...) G_GNUC_PRINTF (6, 7);
/* The kind follows the error's code (malformed, schema, newer-version, encoding, …, or
 * unreadable for errors of the disk). */
void                     postil_report_add_error (PostilReport *self,
                                                const char   *file,
                                                guint         line,
                                                const GError *error);
/* Moves all entries of @other to the end; an entry without a file gets @file. */
void                     postil_report_take_all (PostilReport *self,
                                                PostilReport *other,
                                                const char   *file);
guint                    postil_report_get_n_entries (PostilReport *self);
const PostilReportEntry *postil_report_get_entry (PostilReport *self,
                                                guint         index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilReport, postil_report_unref)

G_END_DECLS
