/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A code's row. What unfolds is built when it first does. Main thread. */

#include "config.h"

#include "app/panes/postil-code-row.h"

#include "app/panes/postil-code-swatch.h"

#include <glib/gi18n-lib.h>

#define INDENT_PER_LEVEL 18

struct _PostilCodeRow
{
  GtkListBoxRow     parent_instance;

  PostilCodebook   *codebook;
  char             *code_id;

  PostilCodeSwatch *swatch;
  GtkLabel         *title;
  GtkLabel         *count;
  GtkLabel         *key;
  GtkToggleButton  *expander;
  GtkRevealer      *revealer;
};

G_DEFINE_FINAL_TYPE (PostilCodeRow, postil_code_row, GTK_TYPE_LIST_BOX_ROW)

static void
append_text (GtkBox     *box,
             const char *heading,
             const char *text)
{
  GtkWidget *label = NULL;

  if (*text == '\0')
    return;

  if (heading != NULL)
    {
      label = gtk_label_new (heading);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_box_append (box, label);
    }
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (box, label);
}

static GtkWidget *
new_details (const PostilCode *code)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *focus = gtk_toggle_button_new_with_label (_("Dim the Other Codes"));

  gtk_widget_add_css_class (box, "postil-code-details");
  append_text (GTK_BOX (box), NULL, code->definition);
  append_text (GTK_BOX (box), _("When"), code->when);
  append_text (GTK_BOX (box), _("When not"), code->when_not);
  if (code->examples[0] != NULL)
    {
      g_autofree char *examples = g_strjoinv ("\n", (char **) code->examples);

      append_text (GTK_BOX (box), _("Examples"), examples);
    }

  gtk_widget_set_halign (focus, GTK_ALIGN_START);
  gtk_widget_add_css_class (focus, "caption");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (focus), "win.focus-code");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (focus), "s", code->id);
  gtk_box_append (GTK_BOX (box), focus);

  return box;
}

static void
expander_toggled_cb (PostilCodeRow *self)
{
  gboolean active = gtk_toggle_button_get_active (self->expander);
  const PostilCode *code = postil_codebook_lookup_code (self->codebook, self->code_id);

  if (active && gtk_revealer_get_child (self->revealer) == NULL)
    gtk_revealer_set_child (self->revealer, new_details (code));
  gtk_button_set_icon_name (GTK_BUTTON (self->expander), active ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_revealer_set_reveal_child (self->revealer, active);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_STATE_EXPANDED, active, -1);
}

static void
postil_code_row_finalize (GObject *object)
{
  PostilCodeRow *self = POSTIL_CODE_ROW (object);

  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->code_id, g_free);

  G_OBJECT_CLASS (postil_code_row_parent_class)->finalize (object);
}

static void
postil_code_row_class_init (PostilCodeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = postil_code_row_finalize;

  g_type_ensure (POSTIL_TYPE_CODE_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-code-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilCodeRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, PostilCodeRow, title);
  gtk_widget_class_bind_template_child (widget_class, PostilCodeRow, count);
  gtk_widget_class_bind_template_child (widget_class, PostilCodeRow, key);
  gtk_widget_class_bind_template_child (widget_class, PostilCodeRow, expander);
  gtk_widget_class_bind_template_child (widget_class, PostilCodeRow, revealer);
  gtk_widget_class_bind_template_callback (widget_class, expander_toggled_cb);
}

static void
postil_code_row_init (PostilCodeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
postil_code_row_new (PostilCodebook   *codebook,
                     const PostilCode *code)
{
  PostilCodeRow *self = NULL;
  g_autofree char *definition_name = NULL;

  g_return_val_if_fail (codebook != NULL && code != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_CODE_ROW, NULL);
  self->codebook = postil_codebook_ref (codebook);
  self->code_id = g_strdup (code->id);

  postil_code_swatch_set_code (self->swatch, codebook, code->id);
  gtk_label_set_text (self->title, code->shown);
  gtk_label_set_text (self->key, code->key);
  gtk_widget_set_visible (GTK_WIDGET (self->key), *code->key != '\0');
  gtk_widget_set_margin_start (GTK_WIDGET (self->swatch), (int) code->depth * INDENT_PER_LEVEL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), *code->definition != '\0' ? code->definition : NULL);
  definition_name = g_strdup_printf (_("Definition of %s"), code->shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, definition_name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.tag");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", code->id);
  postil_code_row_set_count (self, 0);

  return GTK_WIDGET (self);
}

const char *
postil_code_row_get_code (PostilCodeRow *self)
{
  g_return_val_if_fail (POSTIL_IS_CODE_ROW (self), NULL);

  return self->code_id;
}

void
postil_code_row_set_count (PostilCodeRow *self,
                           guint          count)
{
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  const PostilCode *code = NULL;

  g_return_if_fail (POSTIL_IS_CODE_ROW (self));

  code = postil_codebook_lookup_code (self->codebook, self->code_id);
  number = g_strdup_printf ("%u", count);
  gtk_label_set_text (self->count, count > 0 ? number : "");
  if (*code->key != '\0')
    /* Translators: what a screen reader says of a code: its name, its key, how many. */
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, key %s, %u annotation", "%s, key %s, %u annotations", count),
                            code->shown, code->key, count);
  else
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %u annotation", "%s, %u annotations", count),
                            code->shown, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
