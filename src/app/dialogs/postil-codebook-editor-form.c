/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The form of the codebook editor: one code, and how well its colour can be seen. It is set
 * with "quiet" on; whatever else changes it is the person. Main thread. */

#include "config.h"

#include "app/dialogs/postil-codebook-editor-private.h"

#include "app/view/postil-palette.h"

#include <glib/gi18n-lib.h>

#define N_PALETTE_COLORS 15u
#define COLORS_PER_LINE 5
#define TEXT_HEIGHT 72
#define MAX_TEXT_HEIGHT 240
#define ENOUGH_CONTRAST 3.0

/* As libadwaita's: what the article lies on. */
#define LIGHT_PAGE "#ffffff"
#define DARK_PAGE "#1e1e1e"

static const char *const text_titles[POSTIL_EDITOR_N_TEXTS] = {
  [POSTIL_EDITOR_DEFINITION] = N_("Definition"),
  [POSTIL_EDITOR_WHEN] = N_("When to code"),
  [POSTIL_EDITOR_WHEN_NOT] = N_("When not to code"),
  [POSTIL_EDITOR_EXAMPLES] = N_("Examples"),
};

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;
  char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return text;
}

static void
set_text (GtkTextView *view,
          const char  *text)
{
  g_autofree char *there = dup_text (view);
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (view), GTK_TYPE_SCROLLED_WINDOW);

  if (g_str_equal (there, text))
    return;

  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), TEXT_HEIGHT);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

static char *
dup_color (PostilCodebookEditor *self)
{
  GdkRGBA rgba;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (self->color), &rgba);
  return g_strdup_printf ("#%02X%02X%02X", (guint) (rgba.red * 255.0f + 0.5f),
                          (guint) (rgba.green * 255.0f + 0.5f), (guint) (rgba.blue * 255.0f + 0.5f));
}

static char **
dup_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (kept, g_strdup (lines[i]));
  g_ptr_array_add (kept, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&kept), FALSE);
}

gboolean
postil_codebook_editor_take_form (PostilCodebookEditor  *self,
                                  GError               **error)
{
  const PostilCode *code = postil_codebook_editor_get_code (self);
  PostilCode changed;
  g_autofree char *label = g_strstrip (g_strdup (gtk_editable_get_text (self->label)));
  g_autofree char *key = g_strstrip (g_strdup (gtk_editable_get_text (self->key)));
  g_autofree char *color = dup_color (self);
  char *texts[POSTIL_EDITOR_N_TEXTS] = { NULL };
  g_auto (GStrv) examples = NULL;
  gboolean is_taken = FALSE;

  if (code == NULL)
    return FALSE;

  for (guint i = 0; i < POSTIL_EDITOR_N_TEXTS; i++)
    texts[i] = dup_text (self->texts[i]);
  examples = dup_lines (texts[POSTIL_EDITOR_EXAMPLES]);
  changed = *code;
  /* A translation is no change, until the code is no longer the built-in one: then what was seen stays. */
  changed.label = g_str_equal (label, code->shown) && g_str_equal (texts[POSTIL_EDITOR_DEFINITION], code->definition)
                ? code->label : label;
  changed.key = key;
  if (g_ascii_strcasecmp (color, code->color) != 0)
    changed.color = color;
  changed.definition = texts[POSTIL_EDITOR_DEFINITION];
  changed.when = texts[POSTIL_EDITOR_WHEN];
  changed.when_not = texts[POSTIL_EDITOR_WHEN_NOT];
  changed.examples = (const char *const *) examples;
  is_taken = postil_codebook_draft_set_code (self->draft, &changed, error);

  for (guint i = 0; i < POSTIL_EDITOR_N_TEXTS; i++)
    g_free (texts[i]);
  postil_codebook_editor_show_contrast (self);
  return is_taken;
}

/* Colour */

static const PostilCode *
find_same_color (PostilCodebookEditor *self,
                 const PostilCode     *code)
{
  PostilCodebook *codebook = postil_codebook_editor_get_codebook (self);

  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *other = postil_codebook_get_code (codebook, i);

      if (!g_str_equal (other->id, code->id) && g_ascii_strcasecmp (other->color, code->color) == 0)
        return other;
    }

  return NULL;
}

void
postil_codebook_editor_show_contrast (PostilCodebookEditor *self)
{
  const PostilCode *code = postil_codebook_editor_get_code (self);
  const PostilCode *same = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  GdkRGBA color;
  GdkRGBA light;
  GdkRGBA dark;
  double on_light = 0;
  double on_dark = 0;

  if (code == NULL || !gdk_rgba_parse (&color, code->color))
    return;

  gdk_rgba_parse (&light, LIGHT_PAGE);
  gdk_rgba_parse (&dark, DARK_PAGE);
  on_light = postil_palette_contrast (&color, &light);
  on_dark = postil_palette_contrast (&color, &dark);
  /* Translators: how well a colour stands out, as WCAG measures it: "Contrast 4.6:1 on light, 3.5:1 on dark" */
  g_string_append_printf (text, _("Contrast %.1f:1 on light, %.1f:1 on dark"), on_light, on_dark);
  if (on_light < ENOUGH_CONTRAST)
    g_string_append_printf (text, "\n%s", _("Too faint on light pages: lines are drawn darker there."));
  else if (on_dark < ENOUGH_CONTRAST)
    g_string_append_printf (text, "\n%s", _("Too faint on dark pages: lines are drawn lighter there."));
  same = find_same_color (self, code);
  if (same != NULL)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("“%s” has the same colour."), same->shown);
    }
  adw_action_row_set_subtitle (self->color_row, text->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->color), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

/* Showing */

static guint
count_earlier (PostilCodebookEditor *self,
               const PostilCode     *code)
{
  const char *origin = postil_codebook_draft_get_origin (self->draft, code->id);
  const PostilCode *before = origin != NULL
                               ? postil_codebook_lookup_code (postil_codebook_draft_get_before (self->draft), origin)
                               : NULL;
  GPtrArray *passages = self->usage != NULL ? postil_code_usage_get_passages (self->usage) : NULL;
  guint n_earlier = 0;

  if (before == NULL || *before->revised == '\0' || passages == NULL)
    return 0;

  for (guint i = 0; i < passages->len; i++)
    {
      const PostilCodedPassage *passage = g_ptr_array_index (passages, i);

      if (g_str_equal (passage->code, before->id) && g_strcmp0 (passage->modified, before->revised) < 0)
        n_earlier++;
    }

  return n_earlier;
}

static void
show_usage (PostilCodebookEditor *self,
            const PostilCode     *code)
{
  g_autofree char *usage = postil_codebook_editor_dup_usage (self, code->id);
  guint n_earlier = count_earlier (self, code);
  g_autofree char *earlier = NULL;

  if (n_earlier > 0)
    earlier = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u coded before its meaning changed",
                                            "%u coded before its meaning changed", n_earlier), n_earlier);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->usage_row), usage);
  adw_action_row_set_subtitle (self->usage_row, earlier != NULL ? earlier : "");
  gtk_widget_set_visible (self->review, n_earlier > 0);
}

static void
show_code (PostilCodebookEditor *self,
           const PostilCode     *code)
{
  g_autofree char *examples = g_strjoinv ("\n", (char **) code->examples);
  GdkRGBA rgba;

  gtk_editable_set_text (self->label, code->shown);
  gtk_editable_set_text (self->id, code->id);
  gtk_editable_set_text (self->key, code->key);
  if (gdk_rgba_parse (&rgba, code->color))
    gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (self->color), &rgba);
  set_text (self->texts[POSTIL_EDITOR_DEFINITION], code->definition);
  set_text (self->texts[POSTIL_EDITOR_WHEN], code->when);
  set_text (self->texts[POSTIL_EDITOR_WHEN_NOT], code->when_not);
  set_text (self->texts[POSTIL_EDITOR_EXAMPLES], examples);
  show_usage (self, code);
}

static void
show_unknown (PostilCodebookEditor *self,
              const char           *id)
{
  PostilCodeCount count = postil_code_usage_get (self->usage, id);
  g_autofree char *own = postil_codebook_editor_dup_usage (self, id);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) ids = NULL;
  g_autoptr (GtkStringList) labels = postil_codebook_editor_list_codes (self, NULL, &ids);

  g_string_append_printf (text, _("The codebook has no code “%s”."), id);
  if (count.n_annotations > 0)
    g_string_append_printf (text, "\n%s", own);
  if (count.others != NULL)
    {
      g_autofree char *names = NULL;

      g_ptr_array_add (count.others, NULL);
      names = g_strjoinv (", ", (char **) count.others->pdata);
      g_ptr_array_set_size (count.others, (int) count.others->len - 1);
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("It is used by %s, whose files are left as they are."), names);
    }
  gtk_label_set_text (self->unknown_label, text->str);
  gtk_drop_down_set_model (self->unknown_target, G_LIST_MODEL (labels));
}

void
postil_codebook_editor_show_form (PostilCodebookEditor *self)
{
  const char *id = NULL;
  const PostilCode *code = NULL;

  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  id = postil_codebook_editor_get_id (self);
  code = postil_codebook_editor_get_code (self);
  self->quiet = TRUE;
  if (code != NULL)
    show_code (self, code);
  else if (id != NULL)
    show_unknown (self, id);
  self->quiet = FALSE;
  postil_codebook_editor_show_contrast (self);
  gtk_stack_set_visible_child_name (self->details, code != NULL ? "code" : id != NULL ? "unknown" : "none");
  gtk_widget_set_sensitive (self->up, code != NULL);
  gtk_widget_set_sensitive (self->down, code != NULL);
  gtk_widget_set_sensitive (self->nest, code != NULL);
  gtk_widget_set_sensitive (self->unnest, code != NULL && *code->parent != '\0');
}

void
postil_codebook_editor_rename_cb (PostilCodebookEditor *self)
{
  g_autofree char *id = g_strdup (postil_codebook_editor_get_id (self));
  g_autofree char *new_id = g_strstrip (g_strdup (gtk_editable_get_text (self->id)));
  GError *error = NULL;

  if (id == NULL || self->quiet)
    return;

  if (postil_codebook_draft_rename (self->draft, id, new_id, &error))
    postil_codebook_editor_update (self, new_id, NULL);
  else
    postil_codebook_editor_update (self, id, error);
}

/* Making */

/* As high as its text, so that nothing is cut in the middle of a line; a text view knows only
 * once it is laid out. */
static void
grow_cb (GtkScrolledWindow *scroller,
         GtkAdjustment     *adjustment)
{
  int height = MIN ((int) gtk_adjustment_get_upper (adjustment), MAX_TEXT_HEIGHT);

  if (height > gtk_scrolled_window_get_min_content_height (scroller))
    gtk_scrolled_window_set_min_content_height (scroller, height);
}

static GtkWidget *
new_text (PostilCodebookEditor *self,
          PostilEditorText      which)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (_(text_titles[which]));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), TEXT_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_TEXT_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), "changed",
                           G_CALLBACK (grow_cb), scroller, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (scroller, "postil-note");
  gtk_widget_set_margin_bottom (box, 9);
  if (which != POSTIL_EDITOR_EXAMPLES)
    gtk_box_append (GTK_BOX (box), label);
  else
    g_object_ref_sink (label);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _(text_titles[which]), -1);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                           G_CALLBACK (postil_codebook_editor_commit_form), self, G_CONNECT_SWAPPED);
  self->texts[which] = GTK_TEXT_VIEW (view);
  if (which == POSTIL_EDITOR_EXAMPLES)
    g_object_unref (label);

  return box;
}

void
postil_codebook_editor_init_form (PostilCodebookEditor *self)
{
  GdkRGBA palette[N_PALETTE_COLORS];

  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  for (guint i = 0; i < POSTIL_EDITOR_N_TEXTS; i++)
    adw_preferences_group_add (i == POSTIL_EDITOR_EXAMPLES ? self->examples_group : self->definition_group,
                               new_text (self, i));
  /* What colour-blind people can tell apart comes first. */
  for (guint i = 0; i < N_PALETTE_COLORS; i++)
    gdk_rgba_parse (&palette[i], postil_codebook_get_palette_color (i));
  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (self->color), FALSE);
  gtk_color_chooser_add_palette (GTK_COLOR_CHOOSER (self->color), GTK_ORIENTATION_HORIZONTAL, COLORS_PER_LINE,
                                 N_PALETTE_COLORS, palette);
}
