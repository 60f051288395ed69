/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one way into zip files that strangers made (DOCX, ODT, EPUB, QDPX): wanted entries are
 * read into memory, nothing is ever extracted by a path. Caps on the number of entries, the
 * size of one, of all, and on how much larger than the file they grow. Any thread. */
#define POSTIL_ZIP_MAX_ENTRIES 20000u
#define POSTIL_ZIP_MAX_ENTRY_BYTES (64u * 1024u * 1024u)
#define POSTIL_ZIP_MAX_BYTES (256u * 1024u * 1024u)
#define POSTIL_ZIP_MAX_RATIO 200u /* of what is read beyond the first 4 MB to the file */

typedef struct _PostilZip PostilZip;

typedef gboolean (*PostilZipWants) (const char *name, gpointer user_data);

/* Reads the entries for which @wants (NULL: all) returns TRUE. Errors: MALFORMED for what is no
 * zip or is cut off, SCHEMA for an encrypted one, TOO_LARGE for a bomb. */
PostilZip *postil_zip_new        (GBytes         *bytes,
                                  PostilZipWants  wants,
                                  gpointer        user_data,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void       postil_zip_free       (PostilZip      *self);
/* Borrowed; NULL for one that is not there or was not wanted. Names are to the letter. */
GBytes    *postil_zip_get        (PostilZip      *self,
                                  const char     *name);
/* The names of all entries in the order of the file, wanted or not; NULL-terminated, borrowed. */
const char *const *
           postil_zip_get_names  (PostilZip      *self);

/* One entry, unpacked while it is read: nothing of it is kept. NULL with MALFORMED where there
 * is none of that name. @bytes is kept. */
typedef struct _PostilZipEntry PostilZipEntry;

PostilZipEntry *postil_zip_entry_open (GBytes         *bytes,
                                       const char     *name,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void            postil_zip_entry_free (PostilZipEntry *self);
/* How many bytes came, 0 at the end, -1 with an error. */
gssize          postil_zip_entry_read (PostilZipEntry *self,
                                       void           *buffer,
                                       gsize           length,
                                       GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilZip, postil_zip_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilZipEntry, postil_zip_entry_free)

G_END_DECLS
