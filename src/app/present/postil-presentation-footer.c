/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Below the article on the projector: which code the passage has that was shown last, how far
 * one is, and the legend with as many as are shown of each code. Its height does not depend on
 * the step, so that nothing jumps. Main thread. */

#include "config.h"

#include "app/present/postil-presentation-private.h"

#include <glib/gi18n-lib.h>

#include "app/panes/postil-code-swatch.h"

/* Of the type's size. */
#define LARGE_SWATCH 1.9
#define SMALL_SWATCH 1.3
#define LEGEND_ROW 1.6
#define MAX_LEGEND_ROWS 3
#define EXCERPT_CHARS 200u
/* A codebook of hundreds would leave no room for the article: then only what is used, in short. */
#define MAX_LEGEND_CODES 8u
#define SHORT_LABEL_CHARS 12

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

/* For the mouse alone: the keyboard has the keys. */
static void
add_button (PostilPresentation *self,
            GtkWidget          *box,
            const char         *icon,
            const char         *title,
            GCallback           callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
new_buttons (PostilPresentation *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  add_button (self, box, "go-previous-symbolic", _("Back"), G_CALLBACK (postil_presentation_back));
  add_button (self, box, "go-next-symbolic", _("Next"), G_CALLBACK (postil_presentation_next));
  add_button (self, box, "window-close-symbolic", _("Leave"), G_CALLBACK (gtk_window_close));
  return box;
}

static GtkWidget *
new_caption (PostilPresentation *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  self->swatch = postil_code_swatch_new ();
  gtk_widget_add_css_class (self->swatch, "postil-presentation-code");
  self->code = GTK_LABEL (new_label ("postil-presentation-code"));
  self->detail = GTK_LABEL (new_label ("postil-presentation-detail"));
  self->counter = GTK_LABEL (new_label ("postil-presentation-detail"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->detail), TRUE);
  /* The keys, which stand here first, are a long line in some languages. */
  gtk_label_set_wrap (self->detail, TRUE);
  gtk_label_set_lines (self->detail, 2);
  gtk_label_set_ellipsize (self->counter, PANGO_ELLIPSIZE_NONE);
  gtk_box_append (GTK_BOX (box), self->swatch);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->code));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->detail));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->counter));
  gtk_box_append (GTK_BOX (box), new_buttons (self));
  return box;
}

GtkWidget *
postil_presentation_new_footer (PostilPresentation *self)
{
  g_return_val_if_fail (POSTIL_IS_PRESENTATION (self), NULL);

  self->footer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->footer, "postil-presentation-footer");
  self->footer_size = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (self->footer), GTK_STYLE_PROVIDER (self->footer_size),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  self->legend = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->legend), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->legend), 12);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->legend), 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->legend), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Legend"), -1);
  gtk_widget_set_hexpand (self->legend, TRUE);
  self->whose = GTK_LABEL (new_label ("postil-presentation-detail"));
  self->legend_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  gtk_box_append (GTK_BOX (self->legend_row), GTK_WIDGET (self->whose));
  gtk_box_append (GTK_BOX (self->footer), new_caption (self));
  gtk_box_append (GTK_BOX (self->footer), self->legend_row);
  return self->footer;
}

static void
add_to_legend (PostilPresentation *self,
               const PostilCode   *code,
               gboolean            is_short)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *swatch = postil_code_swatch_new ();
  GtkWidget *label = gtk_label_new (code->shown);
  GtkWidget *count = gtk_label_new ("0");
  GtkWidget *child = gtk_flow_box_child_new ();

  postil_code_swatch_set_code (POSTIL_CODE_SWATCH (swatch), self->codebook, code->id);
  if (is_short)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), SHORT_LABEL_CHARS);
      gtk_widget_set_tooltip_text (label, code->shown);
    }
  gtk_widget_add_css_class (count, "postil-number");
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (GTK_FLOW_BOX (self->legend), child);
  g_object_set_data (G_OBJECT (count), "postil-code", (gpointer) code->id);
  g_ptr_array_add (self->legend_counts, count);
  g_ptr_array_add (self->legend_swatches, swatch);
}

/* It may scroll where it is long; a scroller asks for more room than a short one needs. */
static void
add_scroller (PostilPresentation *self)
{
  self->legend_scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->legend_scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->legend_scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->legend_scroller), self->legend);
  gtk_box_prepend (GTK_BOX (self->legend_row), self->legend_scroller);
}

static gboolean
is_used (PostilPresentation *self,
         const char         *code)
{
  for (guint i = 0; i < self->layers->len; i++)
    if (postil_layer_count_code (self->layers->pdata[i], code) > 0)
      return TRUE;
  return FALSE;
}

void
postil_presentation_fill_legend (PostilPresentation *self)
{
  guint n = 0;
  gboolean is_short = FALSE;

  g_return_if_fail (POSTIL_IS_PRESENTATION (self));

  n = postil_codebook_get_n_codes (self->codebook);
  is_short = n > MAX_LEGEND_CODES;
  if (is_short)
    add_scroller (self);
  else
    gtk_box_prepend (GTK_BOX (self->legend_row), self->legend);
  for (guint i = 0; i < n; i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      if (!is_short || is_used (self, code->id))
        add_to_legend (self, code, is_short);
    }
}

static void
show_counts (PostilPresentation *self)
{
  for (guint i = 0; i < self->legend_counts->len; i++)
    {
      GtkLabel *label = self->legend_counts->pdata[i];
      const char *code = g_object_get_data (G_OBJECT (label), "postil-code");
      guint n = self->reveal != NULL ? postil_reveal_count (self->reveal, self->step, code) : 0;
      g_autofree char *text = g_strdup_printf ("%u", n);

      gtk_label_set_text (label, text);
    }
}

static const char *
get_code_label (PostilPresentation *self,
                const char         *id)
{
  const PostilCode *code = postil_codebook_lookup_code (self->codebook, id);

  return code != NULL ? code->shown : id;
}

/* Before the first step: which keys there are. */
static char *
show_start (PostilPresentation *self)
{
  guint n = self->reveal != NULL ? postil_reveal_get_n_passages (self->reveal) : 0;
  g_autofree char *passages = NULL;

  passages = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage to reveal", "%u passages to reveal", n), n)
                   : g_strdup (_("Nothing is marked here"));
  gtk_widget_set_visible (self->swatch, FALSE);
  gtk_label_set_text (self->code, passages);
  gtk_label_set_text (self->detail, _("→ next   ← back   B blank   C by code   N names   Esc leave"));
  gtk_label_set_text (self->counter, "");
  return g_steal_pointer (&passages);
}

static char *
dup_spoken (PostilPresentation *self,
            PostilAnnotation   *annotation,
            guint               n,
            const char         *label)
{
  guint n_steps = postil_reveal_get_n_steps (self->reveal);
  const char *actor = postil_annotation_get_attribute (annotation, "actor");
  g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);

  if (self->order == POSTIL_REVEAL_BY_CODE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u passage. %u of %u.", "%s: %u passages. %u of %u.", n),
                            label, n, self->step, n_steps);
  if (actor != NULL)
    return g_strdup_printf (_("%s, %s: “%s”. %u of %u."), label, actor, excerpt, self->step, n_steps);
  return g_strdup_printf (_("%s: “%s”. %u of %u."), label, excerpt, self->step, n_steps);
}

static char *
dup_detail (PostilPresentation *self,
            PostilAnnotation   *annotation,
            guint               n)
{
  const char *actor = postil_annotation_get_attribute (annotation, "actor");

  if (self->order == POSTIL_REVEAL_BY_CODE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage", "%u passages", n), n);
  return g_strdup (actor != NULL ? actor : "");
}

static void
show_whose (PostilPresentation *self)
{
  const char *whose = "";

  if (self->shows_names && self->layers->len > 0)
    whose = self->names->pdata[self->layer];
  else if (self->layers->len > 1)
    whose = self->titles->pdata[self->layer];
  gtk_label_set_text (self->whose, whose);
}

char *
postil_presentation_show_step (PostilPresentation *self)
{
  PostilAnnotation *annotation = NULL;
  const char *code = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *counter = NULL;
  guint n = 0;

  g_return_val_if_fail (POSTIL_IS_PRESENTATION (self), NULL);

  show_counts (self);
  show_whose (self);
  if (self->step == 0)
    return show_start (self);
  annotation = postil_reveal_get_first (self->reveal, self->step, &n);
  code = postil_annotation_get_code (annotation);
  detail = dup_detail (self, annotation, n);
  counter = g_strdup_printf (_("%u of %u"), self->step, postil_reveal_get_n_steps (self->reveal));
  postil_code_swatch_set_code (POSTIL_CODE_SWATCH (self->swatch), self->codebook, code);
  gtk_widget_set_visible (self->swatch, TRUE);
  gtk_label_set_text (self->code, get_code_label (self, code));
  gtk_label_set_text (self->detail, detail);
  gtk_label_set_text (self->counter, counter);
  return dup_spoken (self, annotation, n, get_code_label (self, code));
}

void
postil_presentation_resize_footer (PostilPresentation *self,
                                   double              pixels)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *css = NULL;

  g_return_if_fail (POSTIL_IS_PRESENTATION (self));

  css = g_strdup_printf ("box { font-size: %spx; }", g_ascii_formatd (number, sizeof number, "%.1f", pixels));
  gtk_css_provider_load_from_data (self->footer_size, css, -1);
  postil_code_swatch_set_size (POSTIL_CODE_SWATCH (self->swatch), (int) (LARGE_SWATCH * pixels));
  /* Also where there is no swatch. */
  gtk_widget_set_size_request (GTK_WIDGET (self->code), -1, (int) (LARGE_SWATCH * pixels));
  if (self->legend_scroller != NULL)
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->legend_scroller), (int) (MAX_LEGEND_ROWS * LEGEND_ROW * pixels));
  for (guint i = 0; i < self->legend_swatches->len; i++)
    postil_code_swatch_set_size (self->legend_swatches->pdata[i], (int) (SMALL_SWATCH * pixels));
}
