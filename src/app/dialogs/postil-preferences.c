/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preferences. Everything is bound to GSettings and takes effect at once, but for the
 * coder's name, which is applied when it is whole and valid. Main thread. */

#include "config.h"

#include "app/dialogs/postil-preferences.h"

#include "app/postil-settings.h"
#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>

struct _PostilPreferences
{
  AdwPreferencesWindow  parent_instance;

  GSettings            *settings;

  AdwEntryRow          *coder;
  AdwEntryRow          *coder_name;
  AdwPreferencesGroup  *coder_group;
  AdwComboRow          *typeface;
  GtkFontButton        *font;
  AdwActionRow         *font_row;
  GtkSpinButton        *font_size;
  GtkSpinButton        *line_spacing;
  GtkSpinButton        *column_chars;
  GtkSwitch            *snap_words;
  GtkSwitch            *code_popover;
  GtkSwitch            *note_time;
};

G_DEFINE_FINAL_TYPE (PostilPreferences, postil_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows in the template. */
static const char *const typefaces[] = { "serif", "sans", "custom" };

static void
coder_changed_cb (PostilPreferences *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->coder));

  if (*name == '\0' || postil_files_is_coder_name (name))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->coder), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->coder), GTK_ACCESSIBLE_STATE_INVALID);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->coder), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->coder),
                                   GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
}

static void
coder_applied_cb (PostilPreferences *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->coder));
  g_autofree char *own = NULL;

  if (*name == '\0' || postil_files_is_coder_name (name))
    {
      g_settings_set_string (self->settings, "coder", name);
      own = postil_settings_dup_coder (self->settings);
      gtk_editable_set_text (GTK_EDITABLE (self->coder), own);
      return;
    }

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                    adw_toast_new (_("A coder’s name has letters, digits, - and _, at most 64.")));
}

static void
typeface_selected_cb (PostilPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->typeface);

  if (self->settings == NULL || selected >= G_N_ELEMENTS (typefaces))
    return;

  g_settings_set_string (self->settings, "typeface", typefaces[selected]);
  gtk_widget_set_visible (GTK_WIDGET (self->font_row), g_str_equal (typefaces[selected], "custom"));
}

static void
font_set_cb (PostilPreferences *self)
{
  g_autoptr (PangoFontFamily) family = NULL;

  family = gtk_font_chooser_get_font_family (GTK_FONT_CHOOSER (self->font));
  if (family != NULL)
    {
      g_object_ref (family);
      g_settings_set_string (self->settings, "custom-font", pango_font_family_get_name (family));
    }
}

static void
postil_preferences_dispose (GObject *object)
{
  g_clear_object (&POSTIL_PREFERENCES (object)->settings);

  G_OBJECT_CLASS (postil_preferences_parent_class)->dispose (object);
}

static void
postil_preferences_class_init (PostilPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, coder);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, coder_name);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, coder_group);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, typeface);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, font);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, font_row);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, font_size);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, line_spacing);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, column_chars);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, snap_words);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, code_popover);
  gtk_widget_class_bind_template_child (widget_class, PostilPreferences, note_time);
  gtk_widget_class_bind_template_callback (widget_class, coder_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, coder_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, typeface_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, font_set_cb);
}

static void
postil_preferences_init (PostilPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind (PostilPreferences *self,
      const char        *key,
      gpointer           widget,
      const char        *property)
{
  g_settings_bind (self->settings, key, widget, property, G_SETTINGS_BIND_DEFAULT);
}

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
postil_preferences_new (GSettings *settings)
{
  PostilPreferences *self = NULL;
  g_autofree char *coder = NULL;
  g_autofree char *typeface = NULL;
  g_autofree char *custom_font = NULL;
  guint selected = 0;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (POSTIL_TYPE_PREFERENCES, NULL);
  coder = postil_settings_dup_coder (settings);
  typeface = g_settings_get_string (settings, "typeface");
  custom_font = g_settings_get_string (settings, "custom-font");
  while (selected + 1 < G_N_ELEMENTS (typefaces) && !g_str_equal (typefaces[selected], typeface))
    selected++;

  gtk_editable_set_text (GTK_EDITABLE (self->coder), coder);
  adw_combo_row_set_selected (self->typeface, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->font_row), g_str_equal (typeface, "custom"));
  if (*custom_font != '\0')
    gtk_font_chooser_set_font (GTK_FONT_CHOOSER (self->font), custom_font);
  self->settings = g_object_ref (settings);

  bind (self, "coder-name", self->coder_name, "text");
  bind (self, "font-size", gtk_spin_button_get_adjustment (self->font_size), "value");
  bind (self, "line-spacing", gtk_spin_button_get_adjustment (self->line_spacing), "value");
  g_settings_bind_with_mapping (settings, "column-chars", gtk_spin_button_get_adjustment (self->column_chars), "value",
                                G_SETTINGS_BIND_DEFAULT, NULL, NULL, NULL, NULL);
  bind (self, "snap-words", self->snap_words, "active");
  bind (self, "code-popover", self->code_popover, "active");
  bind (self, "note-time", self->note_time, "active");

  set_name (self->font_size, _("Size"));
  set_name (self->line_spacing, _("Line spacing"));
  set_name (self->column_chars, _("Width of the column"));
  set_name (self->snap_words, _("Snap to Words"));
  set_name (self->code_popover, _("Offer Codes Next to a Selection"));
  set_name (self->note_time, _("Note the Time Spent on Articles"));
  set_name (self->font, _("Font"));

  return GTK_WIDGET (self);
}
