/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libxml/tree.h>

#include "exchange/postil-row.h"

G_BEGIN_DECLS

/* What the two formats of REFI-QDA share: GUIDs, and the tree of codes. Private to
 * postil-format-qd….c and postil-qd….c. */
#define POSTIL_QDA_ORIGIN "Postil"

/* The GUID of "urn:uuid:…", else one that is derived from @kind and @id; the same each time. */
char           *postil_qda_dup_guid    (const char      *kind,
                                        const char      *id) G_GNUC_WARN_UNUSED_RESULT;
/* To compare: in lower case, without braces. NULL for NULL or an empty one. */
char           *postil_qda_dup_plain   (const char      *guid) G_GNUC_WARN_UNUSED_RESULT;
/* The code's GUID in all that Postil writes. */
char           *postil_qda_dup_code_guid (const char    *id) G_GNUC_WARN_UNUSED_RESULT;

/* <Codes> with what is in @codebook, and behind it @others (element-type utf8), ids of codes
 * that it lacks. Writes nothing where there is no code at all. */
void            postil_qda_append_codes (GString        *out,
                                        PostilCodebook  *codebook,
                                        GPtrArray       *others,
                                        PostilReport    *losses);
/* What of the codebook has no place there. */
void            postil_qda_report_codebook (PostilCodebook *codebook,
                                        PostilReport    *losses);

/* What a note says, by its GUID; NULL where there is none. */
typedef char *(*PostilQdaNoteFunc)     (const char      *guid,
                                        gpointer         user_data);

typedef struct
{
  const char        *file;
  gboolean           is_own;  /* written by Postil */
  PostilCodebook    *target;  /* of the folder: its codes of the same name are used; or NULL */
  GHashTable        *ids;     /* out: plain GUID → id of the code */
  PostilReport      *losses;
  PostilReport      *errors;
  PostilQdaNoteFunc  find_note; /* or NULL */
  gpointer           user_data;
} PostilQdaCodesOptions;

/* @node: the element Codes. NULL where no code is in it. */
PostilCodebook *postil_qda_read_codes  (xmlNode         *node,
                                        const PostilQdaCodesOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* A project that is written while articles come. */
typedef struct _PostilQdpxWriter PostilQdpxWriter;

PostilQdpxWriter *postil_qdpx_writer_new  (const PostilExportOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void              postil_qdpx_writer_free (PostilQdpxWriter *self);
gboolean          postil_qdpx_writer_add  (PostilQdpxWriter *self,
                                           PostilSetArticle *article,
                                           PostilReport     *losses,
                                           GError          **error);
gboolean          postil_qdpx_writer_end  (PostilQdpxWriter *self,
                                           PostilReport     *losses,
                                           GError          **error);

/* The bytes of the file that a project names ("internal://X.txt"); NULL where it is missing. */
typedef GBytes *(*PostilQdpxFileFunc)  (const char *path, gpointer user_data);

/* Reads project.qde (@project). FALSE where it is none. */
gboolean          postil_qdpx_read     (PostilRowSet        *set,
                                        const char          *file,
                                        GBytes              *project,
                                        PostilQdpxFileFunc   find_file,
                                        gpointer             user_data,
                                        PostilImportOptions *options,
                                        GError             **error);

G_END_DECLS
