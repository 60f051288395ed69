/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the projector may show: the layer of whoever codes in the window, or, while coders are
 * compared, the consensus and those who are compared, unnamed. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/present/postil-presentation.h"
#include "model/postil-decision.h"

typedef struct
{
  PostilPresentation *presentation;
  guint               n_coders;
} Adding;

static void
add_compared_cb (const char  *coder,
                 PostilLayer *layer,
                 gpointer     user_data)
{
  Adding *adding = user_data;
  g_autofree char *title = NULL;

  if (g_str_equal (coder, POSTIL_CONSENSUS))
    {
      postil_presentation_add_layer (adding->presentation, _("Settled"), _("Settled"), layer);
      return;
    }
  adding->n_coders++;
  title = g_strdup_printf (_("Coder %u"), adding->n_coders);
  postil_presentation_add_layer (adding->presentation, title, coder, layer);
}

void
postil_window_present_article (PostilWindow *self)
{
  PostilDocument *document = NULL;
  PostilCompareView *compare = NULL;
  PostilLayer *layer = NULL;
  Adding adding = { NULL, 0 };
  g_autofree char *title = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;
  document = postil_store_get_document (self->store);
  compare = postil_window_get_shown_compare (self);
  title = g_file_get_basename (self->file);
  adding.presentation = POSTIL_PRESENTATION (postil_presentation_new (GTK_WINDOW (self), self->settings, title,
                                                                      postil_document_get_text (document),
                                                                      postil_document_get_codebook (document)));
  if (compare == NULL || !postil_compare_view_foreach_layer (compare, add_compared_cb, &adding))
    {
      layer = postil_document_get_layer (document);
      postil_presentation_add_layer (adding.presentation, postil_layer_get_info (layer)->coder, postil_layer_get_info (layer)->coder, layer);
    }
  gtk_window_present (GTK_WINDOW (adding.presentation));
}
