/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of brat: lines, annotation.conf and text, one behind the other. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "fuzz-import.h"

#define MARK "\n====\n"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  static const char *const paths[] = { "a.ann", "annotation.conf", "a.txt" };
  PostilImportFile files[G_N_ELEMENTS (paths)];
  const uint8_t *end = bytes + n_bytes;
  guint n_files = 0;

  while (n_files < G_N_ELEMENTS (paths))
    {
      const uint8_t *mark = n_files + 1 < G_N_ELEMENTS (paths) && bytes < end ? memmem (bytes, (size_t) (end - bytes), MARK, strlen (MARK)) : NULL;
      const uint8_t *stop = mark != NULL ? mark : end;

      files[n_files].path = g_strdup (paths[n_files]);
      files[n_files++].bytes = g_bytes_new (bytes, (size_t) (stop - bytes));
      if (mark == NULL)
        break;
      bytes = mark + strlen (MARK);
    }
  fuzz_import_files (&postil_format_brat, files, n_files);
  for (guint i = 0; i < n_files; i++)
    {
      g_free (files[i].path);
      g_bytes_unref (files[i].bytes);
    }
  return 0;
}
