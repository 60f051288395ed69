/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codes next to a selection. Large codebooks show their first codes that have a key;
 * the others are in the codes pane. Rebuilt when the codebook is another. Main thread. */

#include "config.h"

#include "app/dialogs/postil-code-popover.h"

#include "app/panes/postil-code-swatch.h"

#include <glib/gi18n-lib.h>

#define MAX_CODES 12u
#define CODES_PER_LINE 4u

struct _PostilCodePopover
{
  GtkPopover      parent_instance;

  PostilCodebook *codebook;
};

G_DEFINE_FINAL_TYPE (PostilCodePopover, postil_code_popover, GTK_TYPE_POPOVER)

static void
clicked_cb (PostilCodePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static GtkWidget *
new_button (PostilCodePopover *self,
            const PostilCode  *code)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = postil_code_swatch_new ();
  GtkWidget *label = gtk_label_new (code->shown);

  postil_code_swatch_set_code (POSTIL_CODE_SWATCH (swatch), self->codebook, code->id);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_can_focus (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, *code->definition != '\0' ? code->definition : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, code->shown, -1);
  if (*code->key != '\0')
    {
      g_autofree char *key = g_strdup_printf (_("key %s"), code->key);

      /* GTK tells nobody of the shortcuts (4.8), so they are said in words, too. */
      gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, key,
                                      GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, code->key, -1);
    }
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.tag");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", code->id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
postil_code_popover_finalize (GObject *object)
{
  g_clear_pointer (&POSTIL_CODE_POPOVER (object)->codebook, postil_codebook_unref);

  G_OBJECT_CLASS (postil_code_popover_parent_class)->finalize (object);
}

static void
postil_code_popover_class_init (PostilCodePopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_code_popover_finalize;
}

static void
postil_code_popover_init (PostilCodePopover *self)
{
  GtkPopover *popover = GTK_POPOVER (self);

  gtk_popover_set_autohide (popover, FALSE);
  gtk_popover_set_has_arrow (popover, TRUE);
  gtk_popover_set_position (popover, GTK_POS_BOTTOM);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "postil-codes-popover");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Codes for the selection"), -1);
}

GtkWidget *
postil_code_popover_new (void)
{
  return g_object_new (POSTIL_TYPE_CODE_POPOVER, NULL);
}

void
postil_code_popover_set_codebook (PostilCodePopover *self,
                                  PostilCodebook    *codebook)
{
  guint n_codes = 0;
  guint n_shown = 0;
  GtkWidget *grid = NULL;

  g_return_if_fail (POSTIL_IS_CODE_POPOVER (self));
  g_return_if_fail (codebook != NULL);

  if (self->codebook == codebook)
    return;

  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = postil_codebook_ref (codebook);
  grid = gtk_grid_new ();
  n_codes = postil_codebook_get_n_codes (codebook);
  for (guint i = 0; i < n_codes && n_shown < MAX_CODES; i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      if (n_codes > MAX_CODES && *code->key == '\0')
        continue;

      gtk_grid_attach (GTK_GRID (grid), new_button (self, code),
                       (int) (n_shown % CODES_PER_LINE), (int) (n_shown / CODES_PER_LINE), 1, 1);
      n_shown++;
    }
  gtk_popover_set_child (GTK_POPOVER (self), grid);
}
