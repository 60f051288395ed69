/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sys/stat.h>

#include "storage/postil-files.h"

G_BEGIN_DECLS

/* What reading and writing of files share. */

/* What a look at the file tells, then ";" and the hash of what it holds. */
char     *postil_files_make_etag   (const struct stat *st, GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE with an error for what is no regular file, or larger than @max_bytes. */
gboolean  postil_files_refuse_kind (GFile *file, const struct stat *st, gsize max_bytes, GError **error);
/* NULL with an error for what is not on this computer. */
char     *postil_files_dup_path    (GFile *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
