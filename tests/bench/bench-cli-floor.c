/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor that postil-cli is measured against: a bare loop that parses every sidecar of a
 * folder with json-glib and does nothing with it. Prints how many annotations it saw. */

#include "config.h"

#include <stdio.h>

#include <json-glib/json-glib.h>

static guint
count_items (JsonNode *root)
{
  JsonObject *collection = json_node_get_object (root);
  JsonObject *page = json_object_get_object_member (collection, "first");

  return json_array_get_length (json_object_get_array_member (page, "items"));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDir) folder = g_dir_open (argc > 1 ? argv[1] : ".", 0, NULL);
  const char *name;
  guint n = 0;

  if (folder == NULL)
    return 2;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (!g_str_has_suffix (name, ".postil.json"))
        continue;
      if (!json_parser_load_from_file (parser, path, NULL))
        return 1;
      n += count_items (json_parser_get_root (parser));
    }
  printf ("%u\n", n);
  return 0;
}
