/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in for the reader of PDF documents where Postil was built without poppler, so that
 * one is told so, and not that a PDF is no text. Any thread. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "articles/postil-article-private.h"
#include "base/postil-error.h"

static guint
sniff_pdf (const PostilArticleInput *input)
{
  return g_strstr_len (input->data, (gssize) MIN (input->length, 1024), "%PDF-") != NULL ? 92 : 0;
}

static gboolean
read_pdf (const PostilArticleInput *input,
          PostilArticleLines       *out,
          PostilArticleMeta        *meta,
          GError                  **error)
{
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN,
                       _("This Postil was built without the reader of PDF documents. Save the PDF as text first."));
  return FALSE;
}

const PostilArticleReader postil_article_pdf = {
  .kind = "pdf",
  .sniff = sniff_pdf,
  .read = read_pdf,
};
