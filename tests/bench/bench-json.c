/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The JSON reader beside a bare json-glib parse of the same sidecar, in one run: only the
 * ratio means something on another machine. Asserts no times. */

#include "config.h"

#include <json-glib/json-glib.h>

#include "base/postil-json-reader.h"

#define N_ANNOTATIONS 20000u
#define N_ROUNDS 7u

static void
append_annotation (GString *text,
                   guint    n)
{
  g_string_append_printf (
    text,
    "%s\n      {\n"
    "        \"id\": \"urn:uuid:8f14e45f-ceea-467e-9aab-%012x\",\n"
    "        \"type\": \"Annotation\",\n"
    "        \"motivation\": \"classifying\",\n"
    "        \"created\": \"2026-11-23T10:00:00Z\",\n"
    "        \"body\": [\n"
    "          { \"type\": \"TextualBody\", \"purpose\": \"tagging\", \"value\": \"concern\" }\n"
    "        ],\n"
    "        \"target\": {\n"
    "          \"type\": \"SpecificResource\",\n"
    "          \"source\": \"rafah.txt\",\n"
    "          \"selector\": [\n"
    "            { \"type\": \"TextPositionSelector\", \"start\": %u, \"end\": %u },\n"
    "            { \"type\": \"TextQuoteSelector\", \"exact\": \"deep concern over the proposed\",\n"
    "              \"prefix\": \"expressed on Monday \", \"suffix\": \" invasion of the city\" }\n"
    "          ]\n"
    "        }\n"
    "      }",
    n > 0 ? "," : "", n, n * 40, n * 40 + 30);
}

static GString *
make_sidecar (void)
{
  GString *text = g_string_new ("{\n  \"first\": {\n    \"items\": [");

  for (guint i = 0; i < N_ANNOTATIONS; i++)
    append_annotation (text, i);
  g_string_append (text, "\n    ]\n  }\n}\n");
  return text;
}

static double
time_reader (const GString *text)
{
  gint64 start = g_get_monotonic_time ();

  if (!postil_json_check (text->str, text->len, NULL, NULL))
    g_error ("The reader refuses the sidecar.");
  return (double) (g_get_monotonic_time () - start);
}

static double
time_json_glib (const GString *text)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gint64 start = g_get_monotonic_time ();

  if (!json_parser_load_from_data (parser, text->str, (gssize) text->len, NULL))
    g_error ("json-glib refuses the sidecar.");
  return (double) (g_get_monotonic_time () - start);
}

int
main (void)
{
  GString *text = make_sidecar ();
  double reader = G_MAXDOUBLE, json_glib = G_MAXDOUBLE;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      reader = MIN (reader, time_reader (text));
      json_glib = MIN (json_glib, time_json_glib (text));
    }
  g_print ("%u annotations, %" G_GSIZE_FORMAT " bytes each, best of %u\n",
           N_ANNOTATIONS, text->len / N_ANNOTATIONS, N_ROUNDS);
  g_print ("reader    %8.1f ms %8.0f MB/s\n", reader / 1000, (double) text->len / reader);
  g_print ("json-glib %8.1f ms %8.0f MB/s\n", json_glib / 1000, (double) text->len / json_glib);
  g_print ("ratio     %8.1f\n", json_glib / reader);
  g_string_free (text, TRUE);
  return 0;
}
