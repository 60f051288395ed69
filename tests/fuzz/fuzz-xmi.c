/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of xmi and of its type systems, on any bytes. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "fuzz-import.h"

/* A type system is read beside a small XMI. */
static const char small[] =
  "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\">"
  "<cas:Sofa xmi:id=\"1\" sofaID=\"_InitialView\" sofaString=\"One concern here.\"/>"
  "<custom:Stance xmi:id=\"2\" sofa=\"1\" begin=\"4\" end=\"11\" label=\"3\" parts=\"3 2\" holder=\"2\" tags=\"4\"/>"
  "<custom:Answers xmi:id=\"3\" sofa=\"1\" begin=\"4\" end=\"11\" Governor=\"2\" Dependent=\"2\"/>"
  "<cas:View sofa=\"1\" members=\"2 3\"/></xmi:XMI>";

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  const char *types = "<typeSystemDescription";

  if (n_bytes > 0 && memmem (bytes, n_bytes, types, strlen (types)) != NULL)
    {
      g_autoptr (GBytes) data = g_bytes_new (bytes, n_bytes);
      g_autoptr (GBytes) rest = g_bytes_new_static (small, strlen (small));
      PostilImportFile files[] = { { (char *) "TypeSystem.xml", data }, { (char *) "a.xmi", rest } };

      return fuzz_import_files (&postil_format_xmi, files, 2);
    }
  return fuzz_import (&postil_format_xmi, "x.xmi", bytes, n_bytes);
}
