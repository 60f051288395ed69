/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sidecars read into layers beside a bare json-glib parse of the same bytes, in one run: only
 * the ratio means something on another machine. Asserts no times. */

#include "config.h"

#include <json-glib/json-glib.h>

#include "exchange/postil-sidecar.h"

#define N_SIDECARS 400u
#define N_ANNOTATIONS 50u
#define N_ROUNDS 7u

static PostilAnnotation *
make_annotation (guint sidecar,
                 guint n)
{
  g_autofree char *id = g_strdup_printf ("urn:uuid:8f14e45f-ceea-467e-9aab-%06x%06x", sidecar, n);
  PostilAttribute actor = { "actor", "Joe Biden" };
  PostilPiece piece = { { n * 40, n * 40 + 30 }, "deep concern over the proposed",
                        "expressed on Monday his earnest ", " invasion of the city, and asked" };
  PostilAnnotationInit init = {
    .id = id,
    .code = "concern",
    .note = n % 5 == 0 ? "Voiced in the lede." : NULL,
    .created = "2026-11-23T10:00:00Z",
    .modified = "2026-11-23T10:05:00Z",
    .pieces = &piece,
    .n_pieces = 1,
    .attributes = &actor,
    .n_attributes = 1,
  };

  return postil_annotation_new (&init);
}

static GBytes *
make_sidecar (guint sidecar)
{
  PostilLayerInfo info = { .coder = "maria", .article = "rafah.txt", .size = 2680, .schema_version = 1 };
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);

  for (guint i = 0; i < N_ANNOTATIONS; i++)
    {
      g_autoptr (PostilAnnotation) annotation = make_annotation (sidecar, i);

      postil_layer_add (layer, annotation);
    }
  return postil_sidecar_write (layer);
}

static double
time_reader (GPtrArray          *sidecars,
             PostilSidecarFlags  flags,
             PostilReport       *report)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < sidecars->len; i++)
    {
      g_autoptr (PostilLayer) layer = postil_sidecar_read (g_ptr_array_index (sidecars, i), flags, report, NULL);

      if (layer == NULL || postil_layer_get_n_annotations (layer) != N_ANNOTATIONS)
        g_error ("The sidecar was not read.");
    }
  return (double) (g_get_monotonic_time () - start);
}

static double
time_writer (GPtrArray *sidecars)
{
  gint64 sum = 0;

  for (guint i = 0; i < sidecars->len; i++)
    {
      g_autoptr (PostilLayer) layer = postil_sidecar_read (g_ptr_array_index (sidecars, i), 0, NULL, NULL);
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GBytes) bytes = postil_sidecar_write (layer);

      sum += g_get_monotonic_time () - start;
      if (!g_bytes_equal (bytes, g_ptr_array_index (sidecars, i)))
        g_error ("The sidecar was not written as it was.");
    }
  return (double) sum;
}

static double
time_json_glib (GPtrArray *sidecars)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < sidecars->len; i++)
    {
      GBytes *bytes = g_ptr_array_index (sidecars, i);
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();

      if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL))
        g_error ("json-glib refuses the sidecar.");
    }
  return (double) (g_get_monotonic_time () - start);
}

static void
print_row (const char *name,
           double      usec,
           gsize       n_bytes,
           double      json_glib)
{
  g_print ("%-20s %8.1f ms %8.0f MB/s %8.1f times json-glib\n", name, usec / 1000, (double) n_bytes / usec,
           json_glib / usec);
}

int
main (void)
{
  g_autoptr (GPtrArray) sidecars = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  double fast = G_MAXDOUBLE, reported = G_MAXDOUBLE, kept = G_MAXDOUBLE, written = G_MAXDOUBLE, json_glib = G_MAXDOUBLE;
  gsize n_bytes = 0;

  for (guint i = 0; i < N_SIDECARS; i++)
    {
      g_ptr_array_add (sidecars, make_sidecar (i));
      n_bytes += g_bytes_get_size (g_ptr_array_index (sidecars, i));
    }
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (PostilReport) report = postil_report_new ();

      fast = MIN (fast, time_reader (sidecars, POSTIL_SIDECAR_READ_ONLY_FAST, NULL));
      reported = MIN (reported, time_reader (sidecars, POSTIL_SIDECAR_READ_ONLY_FAST, report));
      kept = MIN (kept, time_reader (sidecars, POSTIL_SIDECAR_KEEP_SOURCE, NULL));
      written = MIN (written, time_writer (sidecars));
      json_glib = MIN (json_glib, time_json_glib (sidecars));
    }

  g_print ("%u sidecars of %u annotations, %" G_GSIZE_FORMAT " bytes an annotation, best of %u\n",
           N_SIDECARS, N_ANNOTATIONS, n_bytes / N_SIDECARS / N_ANNOTATIONS, N_ROUNDS);
  print_row ("read", fast, n_bytes, json_glib);
  print_row ("read, with a report", reported, n_bytes, json_glib);
  print_row ("read, to be edited", kept, n_bytes, json_glib);
  print_row ("write", written, n_bytes, json_glib);
  print_row ("json-glib's parse", json_glib, n_bytes, json_glib);
  return 0;
}
