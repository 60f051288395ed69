/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidecar: reading ends on any input, and the fast way accepts what the careful one does.
 * What was accepted is written, read again and written again, and says the same; edited
 * too. */

#include "config.h"

#include "base/postil-error.h"
#include "exchange/postil-sidecar-schema.h"
#include "exchange/postil-sidecar.h"
#include "fuzz.h"

static void
check_same (PostilLayer *a,
            PostilLayer *b)
{
  g_assert_cmpuint (postil_layer_get_n_annotations (a), ==, postil_layer_get_n_annotations (b));
  g_assert_cmpuint (postil_layer_get_n_links (a), ==, postil_layer_get_n_links (b));
  for (guint i = 0; i < postil_layer_get_n_annotations (a); i++)
    g_assert_true (postil_annotation_equal (postil_layer_get_annotation (a, i), postil_layer_get_annotation (b, i)));
  for (guint i = 0; i < postil_layer_get_n_links (a); i++)
    g_assert_true (postil_link_equal (postil_layer_get_link (a, i), postil_layer_get_link (b, i)));
}

static PostilLayer *
read_sound (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  PostilLayer *layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);

  g_assert_no_error (error);
  return layer;
}

/* Writes, reads and writes: the second time changes nothing. */
static void
check_written (PostilLayer *layer)
{
  g_autoptr (GBytes) written = postil_sidecar_write (layer);
  g_autoptr (PostilLayer) back = read_sound (written);
  g_autoptr (GBytes) again = postil_sidecar_write (back);

  check_same (layer, back);
  g_assert_true (g_bytes_equal (written, again));
}

static void
edit (PostilLayer *layer)
{
  PostilPiece piece = { { 3, 9 }, "quote", "before", NULL };
  g_autoptr (PostilAnnotation) before = NULL;
  g_autoptr (PostilAnnotation) after = NULL;
  PostilAnnotationInit init;

  if (postil_layer_get_n_annotations (layer) == 0)
    return;

  before = postil_annotation_ref (postil_layer_get_annotation (layer, 0));
  postil_annotation_to_init (before, &init);
  init.note = init.note != NULL ? NULL : "a note";
  init.unsure = !init.unsure;
  init.n_attributes = 0;
  init.pieces = &piece;
  init.n_pieces = 1;
  after = postil_annotation_new (&init);
  g_assert_true (postil_layer_remove (layer, before));
  postil_layer_add (layer, after);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, n_bytes);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilLayer) layer = postil_sidecar_read (data, POSTIL_SIDECAR_KEEP_SOURCE, report, &error);
  g_autoptr (PostilLayer) fast = postil_sidecar_read (data, POSTIL_SIDECAR_READ_ONLY_FAST, NULL, NULL);

  postil_sidecar_validate ((const char *) bytes, n_bytes, report);
  g_assert_true ((layer == NULL) == (fast == NULL));
  if (layer == NULL)
    {
      g_assert_true (error->domain == POSTIL_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  check_same (layer, fast);
  check_written (layer);
  edit (layer);
  check_written (layer);
  return 0;
}
