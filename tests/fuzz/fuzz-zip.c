/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents that are zip files: as they are; and, since a mutated zip rarely unpacks, with the
 * input as the main part of a whole DOCX, ODT and EPUB. */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>

#include "fuzz-document.h"
#include "fuzz.h"

#define CONTAINER "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>"
#define PACKAGE "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"

static void
add (struct archive *archive,
     const char     *name,
     const void     *data,
     gsize           length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, data, length);
  archive_entry_free (entry);
}

static void
read_part (const uint8_t *bytes,
           size_t         n_bytes,
           const char    *name)
{
  struct archive *archive = archive_write_new ();
  gsize size = n_bytes + n_bytes / 8 + 8192, n_used = 0;
  char *buffer = g_malloc (size);
  g_autoptr (GBytes) input = NULL;

  archive_write_set_format_zip (archive);
  archive_write_open_memory (archive, buffer, size, &n_used);
  add (archive, name, bytes, n_bytes);
  add (archive, "word/numbering.xml", bytes, n_bytes % 100);
  add (archive, "META-INF/container.xml", CONTAINER, strlen (CONTAINER));
  add (archive, "META-INF/manifest.xml", "<m/>", 4);
  add (archive, "book.opf", PACKAGE, strlen (PACKAGE));
  archive_write_close (archive);
  archive_write_free (archive);
  input = g_bytes_new_take (buffer, n_used);
  fuzz_document (input, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, n_bytes);

  fuzz_document (input, "a.docx");
  if (n_bytes == 0 || bytes[0] != '<')
    return 0;
  read_part (bytes, n_bytes, "word/document.xml");
  read_part (bytes, n_bytes, "content.xml");
  read_part (bytes, n_bytes, "a.xhtml");
  return 0;
}
