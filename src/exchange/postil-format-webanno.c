/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* webanno: the TSV 3 that WebAnno and INCEpTION export, alone or as a whole project. Read
 * only: the format cannot say half of what XMI says. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-cas.h"

static const char *const extensions[] = { "tsv", "zip", NULL };

static gboolean
wants (const char *path)
{
  return postil_cas_has_suffix (path, ".tsv") || postil_cas_has_suffix (path, ".txt");
}

static gboolean
is_webanno (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char head[] = "#FORMAT=WebAnno TSV ";

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  return length >= strlen (head) && memcmp (data, head, strlen (head)) == 0;
}

static gboolean
import (const PostilImportFile *input,
        guint                   n_input,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (GPtrArray) files = postil_cas_files_new (input, n_input, wants, options);
  g_auto (PostilCasImport) self = { NULL };
  guint n_taken = 0;

  postil_cas_import_init (&self, options);
  for (guint i = 0; i < files->len; i++)
    {
      const PostilCasFile *file = files->pdata[i];
      g_autoptr (PostilCas) cas = postil_cas_new ();
      g_autoptr (GError) local_error = NULL;

      if (!is_webanno (file->bytes))
        {
          if (postil_cas_has_suffix (file->path, ".tsv"))
            postil_report_add (options->errors, file->path, 0, "unknown", NULL,
                               _("This file is no WebAnno TSV, so it was left out."));
          continue;
        }
      n_taken++;
      if (!postil_cas_read_webanno (cas, file->path, file->bytes, options->losses, options->errors, &local_error))
        postil_report_add_error (options->errors, file->path, 0, local_error);
      else if (!postil_cas_import_take (&self, cas, file->path, file->article, file->coder, error))
        return FALSE;
    }
  if (n_taken > 0)
    return postil_cas_import_end (&self, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("None of the files is a WebAnno TSV."));
  return FALSE;
}

static gboolean
names_tsv (const char *path)
{
  return (g_str_has_prefix (path, "annotation/") || g_str_has_prefix (path, "curation/")) && postil_cas_has_suffix (path, ".tsv");
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    if (is_webanno (files[i].bytes))
      return 97;
    else if (postil_cas_zip_holds (&files[i], names_tsv))
      most = 91;
  return most;
}

const PostilFormat postil_format_webanno = {
  .name = "webanno",
  .title = N_ ("WebAnno TSV 3 (WebAnno, INCEpTION)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ,
  .cannot_hold = "",
  .sniff = sniff,
  .import = import,
};
