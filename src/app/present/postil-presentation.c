/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article on a projector. Invariant: the document is this window's own and no store knows of
 * it, so whatever is revealed, nothing is changed on the disk. Main thread. */

#include "config.h"

#include "app/present/postil-presentation-private.h"

#include <glib/gi18n-lib.h>

#include "app/compat/postil-announce.h"
#include "app/postil-settings.h"

/* Type that is read from the last row: a share of the screen, whatever it is. */
#define SHARE_OF_HEIGHT 30.0
#define SHARE_OF_WIDTH 46.0
#define MIN_PIXELS 20.0
#define COLUMN_CHARS 58u
#define LINE_SPACING 1.45
#define MIN_FACTOR 0.6
#define MAX_FACTOR 2.5
#define FACTOR_STEP 1.1
#define FRAMES_TO_SETTLE 3

G_DEFINE_FINAL_TYPE (PostilPresentation, postil_presentation, ADW_TYPE_WINDOW)

static void
announce (PostilPresentation *self,
          const char         *message)
{
  postil_announce (self->live, message);
}

/* The passage that was revealed last is lifted out; of a code, the others are dimmed. */
static void
lift (PostilPresentation *self)
{
  PostilAnnotation *first = NULL;
  gboolean by_code = self->order == POSTIL_REVEAL_BY_CODE;
  guint n = 0;

  if (self->step > 0)
    first = postil_reveal_get_first (self->reveal, self->step, &n);
  g_object_set (self->view, "focus-code", first != NULL && by_code ? postil_annotation_get_code (first) : NULL, NULL);
  postil_article_view_set_current (self->view, first != NULL && !by_code ? postil_annotation_get_id (first) : NULL);
  postil_article_view_scroll_to (self->view, first != NULL ? postil_annotation_get_hull (first).start : 0);
}

/* What is shown becomes what is shown after @to. */
static void
show (PostilPresentation *self,
      guint               to)
{
  g_autoptr (PostilChange) change = postil_reveal_dup_change (self->reveal, self->step, to);
  g_autoptr (GError) error = NULL;

  if (!postil_change_is_empty (change) && !postil_document_apply (self->document, change, POSTIL_ORIGIN_OUTSIDE, &error))
    g_warning ("A step could not be shown: %s", error->message);
  self->step = to;
}

static void
go_to (PostilPresentation *self,
       guint               step)
{
  g_autofree char *message = NULL;

  if (self->reveal == NULL || step > postil_reveal_get_n_steps (self->reveal))
    return;
  show (self, step);
  lift (self);
  message = postil_presentation_show_step (self);
  announce (self, message);
}

/* From the bare article. The document stays: filling the view anew would move what is on screen. */
static void
start (PostilPresentation *self)
{
  g_autofree char *message = NULL;

  if (self->reveal != NULL)
    show (self, 0);
  g_clear_pointer (&self->reveal, postil_reveal_free);
  if (self->layers->len > 0)
    self->reveal = postil_reveal_new (self->text, self->codebook, self->layers->pdata[self->layer], self->order);
  lift (self);
  message = postil_presentation_show_step (self);
  announce (self, message);
}

static gboolean
is_blank (PostilPresentation *self)
{
  return gtk_widget_get_visible (self->blank);
}

static void
set_blank (PostilPresentation *self,
           gboolean            blank)
{
  gtk_widget_set_visible (self->blank, blank);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), blank ? "none" : NULL);
  announce (self, blank ? _("The screen is blank") : _("The screen is shown again"));
}

static void
toggle_order (PostilPresentation *self)
{
  self->order = self->order == POSTIL_REVEAL_BY_CODE ? POSTIL_REVEAL_BY_PASSAGE : POSTIL_REVEAL_BY_CODE;
  start (self);
  announce (self, self->order == POSTIL_REVEAL_BY_CODE ? _("Code by code") : _("Passage by passage"));
}

static void
toggle_names (PostilPresentation *self)
{
  g_autofree char *message = NULL;

  self->shows_names = !self->shows_names;
  message = postil_presentation_show_step (self);
  announce (self, gtk_label_get_text (self->whose));
}

static void
next_layer (PostilPresentation *self)
{
  if (self->layers->len < 2)
    return;
  self->layer = (self->layer + 1) % self->layers->len;
  start (self);
  announce (self, gtk_label_get_text (self->whose));
}

/* Once the text has its new size, which takes GTK a frame or two. */
static gboolean
settled_cb (GtkWidget     *widget,
            GdkFrameClock *clock,
            gpointer       user_data)
{
  PostilPresentation *self = POSTIL_PRESENTATION (widget);

  if (self->frames_to_settle-- > 0)
    {
      gtk_widget_queue_draw (widget);
      return G_SOURCE_CONTINUE;
    }
  lift (self);
  return G_SOURCE_REMOVE;
}

static gboolean
fit_cb (gpointer user_data)
{
  PostilPresentation *self = user_data;
  double pixels = MAX (MIN (self->fitted_height / SHARE_OF_HEIGHT, self->fitted_width / SHARE_OF_WIDTH), MIN_PIXELS);
  PangoFontDescription *font = NULL;

  self->fit_source = 0;
  font = postil_settings_dup_font (self->settings);
  pango_font_description_set_absolute_size (font, pixels * self->factor * PANGO_SCALE);
  g_object_set (self->view, "font", font, NULL);
  pango_font_description_free (font);
  postil_presentation_resize_footer (self, MAX (pixels * 0.75, 16));
  if (self->frames_to_settle <= 0)
    {
      self->frames_to_settle = FRAMES_TO_SETTLE;
      gtk_widget_add_tick_callback (GTK_WIDGET (self), settled_cb, NULL, NULL);
    }
  return G_SOURCE_REMOVE;
}

static void
fit (PostilPresentation *self)
{
  if (self->fit_source == 0)
    self->fit_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

static void
zoom (PostilPresentation *self,
      double              by)
{
  self->factor = by == 0 ? 1 : CLAMP (self->factor * by, MIN_FACTOR, MAX_FACTOR);
  fit (self);
}

typedef enum
{
  DO_NEXT,
  DO_BACK,
  DO_FIRST,
  DO_LAST,
  DO_BLANK,
  DO_ORDER,
  DO_NAMES,
  DO_LAYER,
  DO_LARGER,
  DO_SMALLER,
  DO_USUAL,
  DO_LEAVE
} Deed;

/* Clickers send Page Up and Page Down, "." or B, and Escape; some F5 once more, which is nothing
 * here. */
static const struct
{
  guint keyval;
  Deed  deed;
} keys[] = {
  { GDK_KEY_Right, DO_NEXT }, { GDK_KEY_KP_Right, DO_NEXT }, { GDK_KEY_Down, DO_NEXT }, { GDK_KEY_KP_Down, DO_NEXT },
  { GDK_KEY_Page_Down, DO_NEXT }, { GDK_KEY_KP_Page_Down, DO_NEXT }, { GDK_KEY_space, DO_NEXT },
  { GDK_KEY_Return, DO_NEXT }, { GDK_KEY_KP_Enter, DO_NEXT }, { GDK_KEY_Forward, DO_NEXT },
  { GDK_KEY_Left, DO_BACK }, { GDK_KEY_KP_Left, DO_BACK }, { GDK_KEY_Up, DO_BACK }, { GDK_KEY_KP_Up, DO_BACK },
  { GDK_KEY_Page_Up, DO_BACK }, { GDK_KEY_KP_Page_Up, DO_BACK }, { GDK_KEY_BackSpace, DO_BACK }, { GDK_KEY_Back, DO_BACK },
  { GDK_KEY_Home, DO_FIRST }, { GDK_KEY_KP_Home, DO_FIRST }, { GDK_KEY_End, DO_LAST }, { GDK_KEY_KP_End, DO_LAST },
  { GDK_KEY_b, DO_BLANK }, { GDK_KEY_B, DO_BLANK }, { GDK_KEY_period, DO_BLANK }, { GDK_KEY_KP_Decimal, DO_BLANK },
  { GDK_KEY_c, DO_ORDER }, { GDK_KEY_C, DO_ORDER }, { GDK_KEY_n, DO_NAMES }, { GDK_KEY_N, DO_NAMES },
  { GDK_KEY_l, DO_LAYER }, { GDK_KEY_L, DO_LAYER },
  { GDK_KEY_plus, DO_LARGER }, { GDK_KEY_KP_Add, DO_LARGER }, { GDK_KEY_equal, DO_LARGER },
  { GDK_KEY_minus, DO_SMALLER }, { GDK_KEY_KP_Subtract, DO_SMALLER }, { GDK_KEY_0, DO_USUAL },
  { GDK_KEY_Escape, DO_LEAVE }, { GDK_KEY_F11, DO_LEAVE },
};

static void
step (PostilPresentation *self,
      Deed                deed)
{
  guint n = self->reveal != NULL ? postil_reveal_get_n_steps (self->reveal) : 0;

  if (deed == DO_NEXT && self->step < n)
    go_to (self, self->step + 1);
  else if (deed == DO_BACK && self->step > 0)
    go_to (self, self->step - 1);
  else if (deed == DO_FIRST)
    go_to (self, 0);
  else if (deed == DO_LAST)
    go_to (self, n);
}

static void
perform (PostilPresentation *self,
         Deed                deed)
{
  switch (deed)
    {
    case DO_NEXT:
    case DO_BACK:
    case DO_FIRST:
    case DO_LAST:
      step (self, deed);
      break;
    case DO_BLANK:
      set_blank (self, TRUE);
      break;
    case DO_ORDER:
      toggle_order (self);
      break;
    case DO_NAMES:
      toggle_names (self);
      break;
    case DO_LAYER:
      next_layer (self);
      break;
    case DO_LARGER:
      zoom (self, FACTOR_STEP);
      break;
    case DO_SMALLER:
      zoom (self, 1 / FACTOR_STEP);
      break;
    case DO_USUAL:
      zoom (self, 0);
      break;
    case DO_LEAVE:
      gtk_window_close (GTK_WINDOW (self));
      break;
    }
}

static gboolean
key_pressed_cb (PostilPresentation *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state)
{
  if ((state & (GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == keyval)
      {
        /* Whatever is pressed on a blank screen first shows it again. */
        if (is_blank (self) && keys[i].deed != DO_LEAVE)
          set_blank (self, FALSE);
        else
          perform (self, keys[i].deed);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

void
postil_presentation_back (PostilPresentation *self)
{
  g_return_if_fail (POSTIL_IS_PRESENTATION (self));

  perform (self, DO_BACK);
}

void
postil_presentation_next (PostilPresentation *self)
{
  g_return_if_fail (POSTIL_IS_PRESENTATION (self));

  perform (self, DO_NEXT);
}

static void
postil_presentation_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  PostilPresentation *self = POSTIL_PRESENTATION (widget);

  GTK_WIDGET_CLASS (postil_presentation_parent_class)->size_allocate (widget, width, height, baseline);
  if (width == self->fitted_width && height == self->fitted_height)
    return;
  self->fitted_width = width;
  self->fitted_height = height;
  fit (self);
}

static void
postil_presentation_map (GtkWidget *widget)
{
  PostilPresentation *self = POSTIL_PRESENTATION (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkApplication *application = parent != NULL ? gtk_window_get_application (parent) : NULL;
  PostilLayerInfo info = { .coder = "" };
  g_autoptr (PostilLayer) empty = postil_layer_new (&info);

  GTK_WIDGET_CLASS (postil_presentation_parent_class)->map (widget);
  /* A lesson is longer than a screen saver is patient. */
  if (application != NULL && self->inhibited == 0)
    self->inhibited = gtk_application_inhibit (application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_IDLE, _("Presenting"));
  if (self->document == NULL)
    {
      postil_presentation_fill_legend (self);
      self->document = postil_document_new (self->text, self->codebook, empty);
      postil_article_view_set_document (self->view, self->document);
    }
  start (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
postil_presentation_unmap (GtkWidget *widget)
{
  PostilPresentation *self = POSTIL_PRESENTATION (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkApplication *application = parent != NULL ? gtk_window_get_application (parent) : NULL;

  if (application != NULL && self->inhibited != 0)
    gtk_application_uninhibit (application, self->inhibited);
  self->inhibited = 0;
  GTK_WIDGET_CLASS (postil_presentation_parent_class)->unmap (widget);
}

static void
postil_presentation_dispose (GObject *object)
{
  PostilPresentation *self = POSTIL_PRESENTATION (object);

  g_clear_handle_id (&self->fit_source, g_source_remove);
  g_clear_object (&self->footer_size);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (postil_presentation_parent_class)->dispose (object);
}

static void
postil_presentation_finalize (GObject *object)
{
  PostilPresentation *self = POSTIL_PRESENTATION (object);

  g_clear_pointer (&self->reveal, postil_reveal_free);
  g_clear_pointer (&self->text, postil_text_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->legend_counts);
  g_ptr_array_unref (self->legend_swatches);

  G_OBJECT_CLASS (postil_presentation_parent_class)->finalize (object);
}

static void
postil_presentation_class_init (PostilPresentationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_presentation_dispose;
  object_class->finalize = postil_presentation_finalize;
  widget_class->size_allocate = postil_presentation_size_allocate;
  widget_class->map = postil_presentation_map;
  widget_class->unmap = postil_presentation_unmap;
}

static GtkWidget *
new_page (PostilPresentation *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->view = POSTIL_ARTICLE_VIEW (postil_article_view_new ());
  g_object_set (self->view, "column-chars", COLUMN_CHARS, "line-spacing", LINE_SPACING, "cursor-visible", FALSE, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "postil-compared");
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), postil_presentation_new_footer (self));
  return box;
}

static void
postil_presentation_init (PostilPresentation *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkEventController *controller = gtk_event_controller_key_new ();

  self->factor = 1;
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->legend_counts = g_ptr_array_new ();
  self->legend_swatches = g_ptr_array_new ();
  self->blank = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->blank, "postil-blank");
  gtk_widget_set_visible (self->blank, FALSE);
  self->live = postil_announce_new_widget ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), new_page (self));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->live);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->blank);
  adw_window_set_content (ADW_WINDOW (self), overlay);
  /* Before the text, which has meanings of its own for these keys. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  gtk_widget_add_css_class (GTK_WIDGET (self), "postil-presentation");
}

GtkWidget *
postil_presentation_new (GtkWindow      *parent,
                         GSettings      *settings,
                         const char     *title,
                         PostilText     *text,
                         PostilCodebook *codebook)
{
  PostilPresentation *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (title != NULL && text != NULL && codebook != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_PRESENTATION, "transient-for", parent, "destroy-with-parent", TRUE, "title", title, "decorated", FALSE,
                       "default-width", 1024, "default-height", 768, NULL);
  self->settings = g_object_ref (settings);
  self->text = postil_text_ref (text);
  self->codebook = postil_codebook_ref (codebook);
  gtk_window_fullscreen (GTK_WINDOW (self));
  return GTK_WIDGET (self);
}

void
postil_presentation_add_layer (PostilPresentation *self,
                               const char         *title,
                               const char         *name,
                               PostilLayer        *layer)
{
  g_return_if_fail (POSTIL_IS_PRESENTATION (self));
  g_return_if_fail (title != NULL && name != NULL && layer != NULL);

  g_ptr_array_add (self->layers, postil_layer_copy (layer));
  g_ptr_array_add (self->titles, g_strdup (title));
  g_ptr_array_add (self->names, g_strdup (name));
}
