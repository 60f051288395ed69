/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole class on one article. What everybody marked is read in a thread when the view is
 * shown; all else follows from that and from what is chosen above, and is computed anew when
 * that changes, which takes milliseconds. Main thread. */

#include "config.h"

#include "app/class/postil-class-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/class/postil-class-item.h"
#include "app/compare/postil-turning.h"
#include "app/postil-accessible.h"
#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "app/postil-settings.h"

#define EXCERPT_CHARS 90

enum
{
  SIGNAL_ANNOUNCE,
  SIGNAL_SAVE,
  SIGNAL_PRINT,
  SIGNAL_COMPARE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilClassView, postil_class_view, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

void
postil_class_view_announce (PostilClassView *self,
                            const char      *message)
{
  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, message);
}

char *
postil_class_view_dup_percent (gboolean is_defined,
                               double   share)
{
  return is_defined ? g_strdup_printf (_("%.0f %%"), 100 * share) : g_strdup ("–");
}

/* --- Who marked it --------------------------------------------------------------------- */

static char *
dup_who (PostilClassView *self,
         guint            place)
{
  PostilHeat *heat = postil_class_get_heat (self->class);
  const PostilHeatRun *run = postil_heat_find (heat, place);
  guint n_students = postil_class_get_n_students (self->class);
  g_autoptr (GArray) who = NULL;
  g_autofree char *names = NULL;

  if (run == NULL)
    return g_strdup (_("Nobody marked this."));
  if (gtk_toggle_button_get_active (self->hide_names))
    return g_strdup_printf (_("%u of %u"), run->n, n_students);
  who = postil_heat_find_who (heat, run->span);
  names = postil_class_dup_names (self->class, who);
  /* Translators: how many of a class marked it, and who: “17 of 30: anna, ben”. */
  return g_strdup_printf (_("%u of %u: %s"), run->n, n_students, names);
}

static void
place_cb (PostilClassView *self,
          guint            place)
{
  g_autofree char *text = NULL;

  if (self->class == NULL)
    return;
  text = dup_who (self, place);
  if (g_str_equal (text, gtk_label_get_text (self->who)))
    return;
  gtk_label_set_text (self->who, text);
  if (gtk_widget_has_focus (GTK_WIDGET (self->heat_view)))
    postil_class_view_announce (self, text);
}

/* --- Passages -------------------------------------------------------------------------- */

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  postil_labels_set_two_lines (list_item, 2, "caption-heading", "body");
}

static void
bind_cb (PostilClassView *self,
         GtkListItem     *list_item)
{
  guint index = postil_class_item_get_index (gtk_list_item_get_item (list_item));
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *title_label = gtk_widget_get_first_child (box);
  GtkWidget *holder = gtk_widget_get_parent (box);
  const PostilHeatPassage *passage = NULL;
  g_autofree char *excerpt = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (self->class == NULL || index >= postil_class_get_n_passages (self->class))
    return;
  passage = postil_class_get_passage (self->class, index);
  excerpt = postil_class_dup_excerpt (self->class, passage->span, EXCERPT_CHARS);
  /* Translators: a code, and how many of a class marked it there: “Concern: 17 of 30”. */
  title = g_strdup_printf (_("%s: %u of %u"), postil_codebook_show_code (self->codebook, passage->code), passage->n,
                           postil_class_get_n_students (self->class));
  name = g_strdup_printf (_("%s: %s"), title, excerpt);
  gtk_label_set_text (GTK_LABEL (title_label), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title_label)), excerpt);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
go_to_passage (PostilClassView *self,
               guint            index)
{
  if (self->class != NULL && index < postil_class_get_n_passages (self->class))
    postil_heat_view_reveal (self->heat_view, postil_class_get_passage (self->class, index)->span);
}

static void
activate_cb (PostilClassView *self,
             guint            position)
{
  go_to_passage (self, position);
}

static void
passage_selected_cb (PostilClassView *self)
{
  guint selected = gtk_single_selection_get_selected (self->passage_selection);

  if (selected != GTK_INVALID_LIST_POSITION && !self->is_filling)
    go_to_passage (self, selected);
}

static void
fill_passages (PostilClassView *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < postil_class_get_n_passages (self->class); i++)
    g_ptr_array_add (items, postil_class_item_new (i));
  g_list_store_splice (self->passage_items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->passage_items)), items->pdata, items->len);
}

/* --- What is chosen -------------------------------------------------------------------- */

static void
drop_class (PostilClassView *self)
{
  postil_heat_view_set_heat (self->heat_view, NULL);
  g_clear_pointer (&self->class, postil_class_free);
}

static void
show_class (PostilClassView *self)
{
  guint n = 0;
  g_autofree char *count = NULL;

  self->is_filling = TRUE;
  drop_class (self);
  self->class = postil_class_view_new_class (self, FALSE);
  n = postil_class_get_n_students (self->class);
  postil_heat_view_set_heat (self->heat_view, postil_class_get_heat (self->class));
  postil_heat_legend_set (self->legend, n);
  fill_passages (self);
  postil_class_view_fill_scores (self);
  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u student. Point at the text, or move the caret, to see who marked it.",
                                        "%u students. Point at the text, or move the caret, to see who marked it.", n), n);
  gtk_label_set_text (self->who, count);
  self->is_filling = FALSE;
}

static void
choice_cb (PostilClassView *self)
{
  if (self->is_filling || self->set == NULL)
    return;
  g_free (self->key);
  self->key = g_strdup (postil_class_view_get_choice (self->keys, self->key_names));
  show_class (self);
}

/* In place of a name that was said last, to who cannot see the screen. */
static void
hide_cb (PostilClassView *self)
{
  if (self->is_filling || self->set == NULL)
    return;
  choice_cb (self);
  postil_class_view_announce (self, gtk_toggle_button_get_active (self->hide_names) ? _("Names are hidden") : _("Names are shown"));
}

/* --- Reading --------------------------------------------------------------------------- */

static void
show_banner (PostilClassView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->set->other[i] != NULL; i++)
    g_string_append_printf (text, _("%s%s marked another text of this article and is not counted."), text->len > 0 ? "\n" : "",
                            self->set->other[i]);
  for (guint i = 0; i < postil_report_get_n_entries (self->set->problems); i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", postil_report_get_entry (self->set->problems, i)->message);
  gtk_label_set_text (self->banner_label, text->str);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), text->len > 0);
}

static void
update_enabled (PostilClassView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "class.save", self->class != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "class.print", self->class != NULL);
}

static void
show_set (PostilClassView *self)
{
  self->is_filling = TRUE;
  postil_class_view_fill_codes (self);
  postil_class_view_fill_keys (self);
  self->is_filling = FALSE;
  postil_heat_view_set_text (self->heat_view, self->set->text);
  show_banner (self);
  show_class (self);
  gtk_stack_set_visible_child (self->stack, postil_class_get_n_students (self->class) + g_strv_length (self->set->other) == 0
                                            ? self->empty : self->work);
  if (self->wants_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  self->wants_focus = FALSE;
  update_enabled (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (PostilClassView) self = POSTIL_CLASS_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  PostilCoderSet *set = postil_coder_set_read_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->loading)
    {
      postil_coder_set_free (set);
      return;
    }
  if (set == NULL)
    {
      gtk_stack_set_visible_child (self->stack, self->work);
      gtk_label_set_text (self->banner_label, error->message);
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
      return;
    }
  drop_class (self);
  g_clear_pointer (&self->set, postil_coder_set_free);
  self->set = set;
  show_set (self);
}

static void
stop (PostilClassView *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

void
postil_class_view_load (PostilClassView *self,
                        GFile           *article,
                        PostilCodebook  *codebook,
                        const char      *coder)
{
  g_return_if_fail (POSTIL_IS_CLASS_VIEW (self));
  g_return_if_fail (G_IS_FILE (article));
  g_return_if_fail (codebook != NULL);

  stop (self);
  if (self->article == NULL || !g_file_equal (article, self->article))
    {
      g_clear_pointer (&self->key, g_free);
      g_set_object (&self->article, article);
      /* Nothing of the last one is left on screen. */
      gtk_stack_set_visible_child_name (self->stack, "reading");
    }
  if (codebook != self->codebook)
    {
      g_clear_pointer (&self->codebook, postil_codebook_unref);
      self->codebook = postil_codebook_ref (codebook);
    }
  g_free (self->coder);
  self->coder = g_strdup (coder);
  self->loading = g_cancellable_new ();
  postil_coder_set_read_async (article, self->loading, read_cb, g_object_ref (self));
}

PostilClass *
postil_class_view_dup_class (PostilClassView *self)
{
  g_return_val_if_fail (POSTIL_IS_CLASS_VIEW (self), NULL);

  return self->class != NULL ? postil_class_view_new_class (self, TRUE) : NULL;
}

/* --- The widget ------------------------------------------------------------------------ */

static void
print_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_PRINT], 0);
}

static void
compare_cb (PostilClassView *self)
{
  postil_class_view_compare_chosen (self);
}

static void
font_changed_cb (PostilClassView *self)
{
  PangoFontDescription *font = postil_settings_dup_font (self->settings);

  pango_font_description_set_size (font, (int) (pango_font_description_get_size (font) * g_settings_get_double (self->settings, "zoom")));
  postil_heat_view_set_font (self->heat_view, font);
  pango_font_description_free (font);
}

static void
postil_class_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  postil_turning_measure (GTK_WIDGET (POSTIL_CLASS_VIEW (widget)->stack), orientation, for_size, minimum, natural);
}

static void
postil_class_view_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  PostilClassView *self = POSTIL_CLASS_VIEW (widget);

  postil_turning_allocate (GTK_WIDGET (self->stack), self->body, width, height, baseline);
}

static gboolean
postil_class_view_grab_focus (GtkWidget *widget)
{
  PostilClassView *self = POSTIL_CLASS_VIEW (widget);
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  if (shown == self->work)
    return gtk_widget_grab_focus (GTK_WIDGET (self->heat_view));
  self->wants_focus = shown != self->empty;
  return gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
}

static void
postil_class_view_dispose (GObject *object)
{
  PostilClassView *self = POSTIL_CLASS_VIEW (object);

  stop (self);
  if (self->heat_view != NULL)
    drop_class (self);
  self->heat_view = NULL;
  self->banner = NULL;
  g_clear_object (&self->settings);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (postil_class_view_parent_class)->dispose (object);
}

static void
postil_class_view_finalize (GObject *object)
{
  PostilClassView *self = POSTIL_CLASS_VIEW (object);

  g_clear_object (&self->article);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->set, postil_coder_set_free);
  g_clear_object (&self->passage_items);
  g_clear_object (&self->passage_selection);
  g_clear_object (&self->score_items);
  g_clear_object (&self->score_selection);
  g_ptr_array_unref (self->code_ids);
  g_ptr_array_unref (self->key_names);
  g_free (self->coder);
  g_free (self->key);

  G_OBJECT_CLASS (postil_class_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, stack);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, empty);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, work);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, body);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, banner);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, banner_label);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, codes);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, keys);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, hide_names);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, legend_slot);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, heat_view);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, who);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, lists);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, passages);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, score_stack);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, scores);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, score_title);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, reasons);
  gtk_widget_class_bind_template_child (widget_class, PostilClassView, compare_button);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, hide_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
}

static void
postil_class_view_class_init (PostilClassViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_class_view_dispose;
  object_class->finalize = postil_class_view_finalize;
  widget_class->measure = postil_class_view_measure;
  widget_class->size_allocate = postil_class_view_size_allocate;
  widget_class->grab_focus = postil_class_view_grab_focus;

  signals[SIGNAL_ANNOUNCE] = g_signal_new ("announce", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVE] = g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BYTES);
  signals[SIGNAL_PRINT] = g_signal_new ("print", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COMPARE] = g_signal_new ("compare", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_UINT,
                                          G_TYPE_UINT, G_TYPE_STRV);

  g_type_ensure (POSTIL_TYPE_HEAT_VIEW);
  gtk_widget_class_install_action (widget_class, "class.save", "s", postil_class_view_save_cb);
  gtk_widget_class_install_action (widget_class, "class.print", NULL, print_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-class-view.ui");
  bind_children (widget_class);
  gtk_widget_class_set_css_name (widget_class, "postil-class");
}

static void
name_menu (GtkDropDown *drop_down,
           const char  *name)
{
  postil_choices_set_name (drop_down, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (drop_down), name);
  postil_choices_shorten (drop_down);
}

static void
init_passages (PostilClassView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->passage_items = g_list_store_new (POSTIL_TYPE_CLASS_ITEM);
  self->passage_selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->passage_items)));
  gtk_single_selection_set_autoselect (self->passage_selection, FALSE);
  gtk_single_selection_set_can_unselect (self->passage_selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->passages, factory);
  gtk_list_view_set_model (self->passages, GTK_SELECTION_MODEL (self->passage_selection));
  g_signal_connect_object (self->passage_selection, "notify::selected", G_CALLBACK (passage_selected_cb), self, G_CONNECT_SWAPPED);
}

static void
postil_class_view_init (PostilClassView *self)
{
  self->code_ids = g_ptr_array_new_with_free_func (g_free);
  self->key_names = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  postil_accessible_name_menus (GTK_WIDGET (self));
  self->legend = postil_heat_legend_new ();
  gtk_box_append (self->legend_slot, self->legend);
  name_menu (self->codes, _("Code"));
  name_menu (self->keys, _("Key"));
  init_passages (self);
  postil_class_view_init_scores (self);
  update_enabled (self);
}

GtkWidget *
postil_class_view_new (GSettings *settings)
{
  static const char *const keys[] = { "typeface", "custom-font", "font-size", "zoom" };
  PostilClassView *self = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (POSTIL_TYPE_CLASS_VIEW, NULL);
  self->settings = g_object_ref (settings);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = g_strconcat ("changed::", keys[i], NULL);

      g_signal_connect_object (settings, name, G_CALLBACK (font_changed_cb), self, G_CONNECT_SWAPPED);
    }
  font_changed_cb (self);
  return GTK_WIDGET (self);
}
