/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sheets as a PDF in memory. Nothing in it depends on the time or the machine, but for the
 * fonts. */

#include "config.h"

#include "drawing/postil-sheet.h"

#include <cairo-pdf.h>

#define NO_DATE "1980-01-01T00:00:00Z"

struct _PostilPdf
{
  GByteArray      *bytes;
  cairo_surface_t *surface;
  cairo_t         *cr;
  guint            n_pages;
};

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

PostilPdf *
postil_pdf_new (const PostilPaper *paper,
                const char        *title)
{
  PostilPdf *self = NULL;

  g_return_val_if_fail (paper != NULL && title != NULL, NULL);

  self = g_new0 (PostilPdf, 1);
  self->bytes = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (append_cb, self->bytes, paper->width, paper->height);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "Postil " POSTIL_VERSION);
  self->cr = cairo_create (self->surface);
  return self;
}

void
postil_pdf_add_sheet (PostilPdf   *self,
                      PostilSheet *sheet,
                      const char  *name)
{
  guint n_pages = 0;

  g_return_if_fail (self != NULL && sheet != NULL);

  n_pages = postil_sheet_get_n_pages (sheet);
  if (name != NULL)
    {
      g_autofree char *link = g_strdup_printf ("page=%u", self->n_pages + 1);

      cairo_pdf_surface_add_outline (self->surface, CAIRO_PDF_OUTLINE_ROOT, name, link, 0);
    }
  for (guint i = 0; i < n_pages; i++)
    {
      postil_sheet_draw_page (sheet, self->cr, i, i + 1, n_pages);
      cairo_show_page (self->cr);
    }
  self->n_pages += n_pages;
}

const char *
postil_sheet_find_date (PostilLayer *layer)
{
  const char *latest = NULL;

  g_return_val_if_fail (layer != NULL, NULL);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      const char *date = postil_annotation_get_modified (annotation);

      if (date == NULL)
        date = postil_annotation_get_created (annotation);
      if (date != NULL && g_strcmp0 (date, latest) > 0)
        latest = date;
    }
  return latest;
}

/* What cairo can read; else a time that says nothing, but never the one of now. */
static char *
dup_date (const char *date)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = date != NULL ? g_date_time_new_from_iso8601 (date, utc) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup (NO_DATE);
}

GBytes *
postil_pdf_end (PostilPdf  *self,
                const char *date)
{
  g_autofree char *known = NULL;
  GByteArray *bytes = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  known = dup_date (date);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATE_DATE, known);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_MOD_DATE, known);
  cairo_destroy (self->cr);
  cairo_surface_finish (self->surface);
  cairo_surface_destroy (self->surface);
  bytes = self->bytes;
  g_free (self);
  return g_byte_array_free_to_bytes (bytes);
}
