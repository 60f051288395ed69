/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a zip file, an entry at a time, in a form that every program reads (deflate, UTF-8
 * names, no times, no owners): the same entries give the same bytes. */
typedef struct _PostilZipWriter PostilZipWriter;

/* Gets the file's bytes in order; @path is always NULL (the shape of a PostilEmitFunc). */
typedef gboolean (*PostilZipEmit) (const char *path, const char *data, gsize length, gpointer user_data, GError **error);

PostilZipWriter *postil_zip_writer_new  (PostilZipEmit     emit,
                                         gpointer          user_data) G_GNUC_WARN_UNUSED_RESULT;
void             postil_zip_writer_free (PostilZipWriter  *self);
/* Errors: TOO_LARGE for what zip files of this form do not hold (4 GB, 65,535 entries). */
gboolean         postil_zip_writer_add  (PostilZipWriter  *self,
                                         const char       *name,
                                         const char       *data,
                                         gsize             length,
                                         GError          **error);
/* Writes the directory; nothing may be added then. */
gboolean         postil_zip_writer_end  (PostilZipWriter  *self,
                                         GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilZipWriter, postil_zip_writer_free)

G_END_DECLS
