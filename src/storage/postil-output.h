/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where an export goes, a piece at a time: one file, a folder of them, or standard output.
 * Nothing stands under its final name before it is whole: each file is written beside it and
 * renamed; what goes to standard output waits in a temporary file. Blocking. */
typedef struct _PostilOutput PostilOutput;

/* Whether a pipe or a device stands there. */
gboolean      postil_output_is_stream  (const char    *path);
/* One file; a pipe or device is written to at the end. */
PostilOutput *postil_output_new_file   (const char    *path,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* A folder, made where it is missing. */
PostilOutput *postil_output_new_folder (const char    *path,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* An open descriptor, which is not closed. */
PostilOutput *postil_output_new_fd     (int            fd,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was not committed is gone. */
void          postil_output_free       (PostilOutput  *self);

/* Has the shape of a PostilEmitFunc, with the output as its data. @path: of a folder's file,
 * with '/'; NULL for the one file. Pieces of several files may come by turns. */
gboolean      postil_output_append     (const char    *path,
                                        const char    *data,
                                        gsize          length,
                                        gpointer       output,
                                        GError       **error);
/* One file only: throws away what was appended. */
gboolean      postil_output_restart    (PostilOutput  *self,
                                        GError       **error);
gboolean      postil_output_commit     (PostilOutput  *self,
                                        GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilOutput, postil_output_free)

G_END_DECLS
