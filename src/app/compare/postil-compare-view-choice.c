/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom to compare, and what each of them marked at the row that is selected, with a button
 * for each to accept it. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/panes/postil-code-swatch.h"
#include "app/postil-labels.h"

#define DEFAULT_CODERS 4u
#define EXCERPT_CHARS 160
#define DETAILS_MARGIN 18
#define LEAST_DETAILS 80
#define MOST_DETAILS 230 /* as in the template */
#define MOST_SIDE_WIDTH 420 /* of what stands beside the article */
#define ANY_WIDTH 100000   /* a clamp reckons with it, and G_MAXINT would overflow */
#define REST_HEIGHT 490  /* of what stands above and below, with a few rows of the list */

static const char *const kind_titles[POSTIL_N_DIFFERENCES] = {
  [POSTIL_DIFFERENCE_NONE] = NC_("difference", "The same"),
  [POSTIL_DIFFERENCE_ATTRIBUTES] = NC_("difference", "Other actor or attribute"),
  [POSTIL_DIFFERENCE_CODE] = NC_("difference", "Same place, other code"),
  [POSTIL_DIFFERENCE_BORDERS] = NC_("difference", "Other borders"),
  [POSTIL_DIFFERENCE_BORDERS_AND_CODE] = NC_("difference", "Other borders and code"),
  [POSTIL_DIFFERENCE_MISSING] = NC_("difference", "Not marked by all"),
};

const char *
postil_compare_view_get_kind_title (PostilDifference kind)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "difference", kind_titles[kind]);
}

char *
postil_compare_view_dup_who (PostilCompareView         *self,
                             const PostilComparisonRow *row)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->coders->len; i++)
    if (row->passages[i] != NULL)
      g_ptr_array_add (names, self->coders->pdata[i]);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

/* Choosing */

static gboolean
is_in (GPtrArray  *names,
       const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

static void
toggled_cb (GtkCheckButton    *button,
            PostilCompareView *self)
{
  const char *coder = gtk_check_button_get_label (button);
  guint index = 0;

  if (gtk_check_button_get_active (button))
    {
      if (is_in (self->chosen, coder))
        return;
      g_ptr_array_add (self->chosen, g_strdup (coder));
    }
  else if (g_ptr_array_find_with_equal_func (self->chosen, coder, g_str_equal, &index))
    g_ptr_array_remove_index (self->chosen, index);
  postil_compare_view_compare (self);
}

/* Those who were chosen, in the order of their names; the first few where nobody was. */
static void
choose_coders (PostilCompareView *self)
{
  g_ptr_array_set_size (self->coders, 0);
  if (self->chosen->len == 0)
    for (guint i = 0; i < self->set->layers->len && i < DEFAULT_CODERS; i++)
      g_ptr_array_add (self->chosen, g_strdup (postil_layer_get_info (self->set->layers->pdata[i])->coder));
  for (guint i = 0; i < self->set->layers->len && self->coders->len < POSTIL_COMPARE_MAX_CODERS; i++)
    {
      const char *coder = postil_layer_get_info (self->set->layers->pdata[i])->coder;

      if (is_in (self->chosen, coder))
        g_ptr_array_add (self->coders, g_strdup (coder));
    }
}

static void
fill_boxes (PostilCompareView *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->coders_box))) != NULL)
    gtk_box_remove (self->coders_box, child);
  for (guint i = 0; i < self->set->layers->len; i++)
    {
      const char *coder = postil_layer_get_info (self->set->layers->pdata[i])->coder;
      GtkWidget *button = gtk_check_button_new_with_label (coder);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), is_in (self->coders, coder));
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, 0);
      gtk_box_append (self->coders_box, button);
    }
}

/* A button for each coder, with its key. */
static void
fill_buttons (PostilCompareView *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    gtk_flow_box_remove (self->buttons, child);
  for (guint i = 0; i < self->coders->len; i++)
    {
      /* Translators: a button that accepts what a coder marked: the coder's name and the key. */
      g_autofree char *label = g_strdup_printf (_("%s (%u)"), (const char *) self->coders->pdata[i], i + 1);
      g_autofree char *name = g_strdup_printf (_("Accept what %s marked"), (const char *) self->coders->pdata[i]);
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_widget_set_tooltip_text (button, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "compare.accept");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
      postil_labels_let_all_shrink (button);
      gtk_flow_box_insert (self->buttons, button, -1);
      /* The button is where the keyboard goes, not its place. */
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
}

static void
set_title (PostilCompareView *self)
{
  g_autofree char *names = NULL;

  g_ptr_array_add (self->coders, NULL);
  names = g_strjoinv (" · ", (char **) self->coders->pdata);
  g_ptr_array_set_size (self->coders, (int) self->coders->len - 1);
  gtk_menu_button_set_label (self->coders_button, self->coders->len > 0 ? names : _("Choose Coders"));
  postil_labels_let_all_shrink (GTK_WIDGET (self->coders_button));
}

void
postil_compare_view_fill_choice (PostilCompareView *self)
{
  gboolean is_toggling = gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (self->coders_button)));

  choose_coders (self);
  /* Not under the hand of who is choosing. */
  if (!is_toggling)
    fill_boxes (self);
  fill_buttons (self);
  set_title (self);
}

/* What each marked */

static char *
dup_attributes (PostilAnnotation *annotation)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n);

  for (guint i = 0; i < n; i++)
    if (!postil_decision_is_attribute (attributes[i].name))
      g_ptr_array_add (parts, g_strdup_printf ("%s: %s", attributes[i].name, attributes[i].value));
  if (postil_annotation_is_unsure (annotation))
    g_ptr_array_add (parts, g_strdup (_("unsure")));
  if (postil_annotation_get_note (annotation) != NULL)
    g_ptr_array_add (parts, g_strdup (postil_annotation_get_note (annotation)));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
append_detail (PostilCompareView *self,
               const char        *who,
               PostilAnnotation  *annotation)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->shown);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  g_autofree char *title = NULL;
  g_autofree char *quote = NULL;
  g_autofree char *attributes = NULL;

  if (annotation == NULL)
    {
      title = g_strdup_printf (_("%s: not marked"), who);
      postil_labels_append_wrapped (GTK_BOX (words), title, "caption-heading");
      gtk_box_append (GTK_BOX (row), words);
      gtk_box_append (self->details, row);
      return;
    }

  quote = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);
  attributes = dup_attributes (annotation);
  /* Translators: a coder and the code that was given: “maria: Concern” */
  title = g_strdup_printf (_("%s: %s"), who,
                           postil_codebook_show_code (codebook, postil_annotation_get_code (annotation)));
  if (codebook != NULL)
    {
      GtkWidget *swatch = postil_code_swatch_new ();

      postil_code_swatch_set_code (POSTIL_CODE_SWATCH (swatch), codebook, postil_annotation_get_code (annotation));
      gtk_widget_set_valign (swatch, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (row), swatch);
    }
  postil_labels_append_wrapped (GTK_BOX (words), title, "caption-heading");
  postil_labels_append_wrapped (GTK_BOX (words), quote, NULL);
  if (*attributes != '\0')
    postil_labels_append_wrapped (GTK_BOX (words), attributes, "dim-label");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (self->details, row);
}

/* Who decided, when, and whose it was. */
static void
append_settled (PostilCompareView *self,
                const char        *title,
                PostilAnnotation  *annotation)
{
  const char *who = postil_annotation_get_attribute (annotation, POSTIL_DECISION_DECIDED_BY);
  const char *from = postil_annotation_get_attribute (annotation, POSTIL_DECISION_FROM);
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  append_detail (self, title, annotation);
  if (who == NULL || from == NULL)
    return;
  if (postil_annotation_get_modified (annotation) != NULL)
    time = g_date_time_new_from_iso8601 (postil_annotation_get_modified (annotation), NULL);
  if (time != NULL)
    local = g_date_time_to_local (time);
  when = local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup ("–");
  text = g_strdup_printf (_("Decided by %s, %s, from %s"), who, when, from);
  postil_labels_append_wrapped (self->details, text, "dim-label");
}

/* A scrolled window's natural height is that of lines which do not wrap. What fits beside the list
 * and the buttons is shown without scrolling. */
static void
fit_details (PostilCompareView *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self->details), GTK_TYPE_SCROLLED_WINDOW);
  int width = gtk_widget_get_width (GTK_WIDGET (self->details));
  gboolean is_beside = gtk_orientable_get_orientation (GTK_ORIENTABLE (self->body)) == GTK_ORIENTATION_HORIZONTAL;
  int room = is_beside ? CLAMP (gtk_widget_get_height (GTK_WIDGET (self)) - REST_HEIGHT, LEAST_DETAILS, MOST_DETAILS) : LEAST_DETAILS;
  int wanted = 0;

  if (width > 0)
    gtk_widget_measure (GTK_WIDGET (self->details), GTK_ORIENTATION_VERTICAL, width + DETAILS_MARGIN, NULL, &wanted, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), CLAMP (wanted, LEAST_DETAILS, room));
  /* With large text it would take the article's room; below the article there is all the width. */
  adw_clamp_set_maximum_size (self->side, is_beside ? MOST_SIDE_WIDTH : ANY_WIDTH);
  adw_clamp_set_tightening_threshold (self->side, is_beside ? MOST_SIDE_WIDTH : ANY_WIDTH);
}

void
postil_compare_view_show_details (PostilCompareView *self)
{
  const PostilComparisonRow *row = postil_compare_view_get_row (self);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details))) != NULL)
    gtk_box_remove (self->details, child);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.accept", row != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.accept-all", row != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.accept-none", row != NULL);
  if (row == NULL)
    return;

  for (guint i = 0; i < self->coders->len; i++)
    append_detail (self, self->coders->pdata[i], row->passages[i]);
  for (guint i = 0; i < row->settled->len; i++)
    append_settled (self, _("Settled"), row->settled->pdata[i]);
  for (guint i = 0; i < row->rejected->len; i++)
    append_settled (self, _("Turned down"), row->rejected->pdata[i]);
  fit_details (self);
}

static gboolean
fit_cb (gpointer user_data)
{
  PostilCompareView *self = user_data;

  self->fit_source = 0;
  fit_details (self);
  return G_SOURCE_REMOVE;
}

/* What there is room for is known once the view has its size; it may not be changed while it is given. */
void
postil_compare_view_fit_soon (PostilCompareView *self)
{
  if (self->fit_source == 0)
    self->fit_source = g_idle_add (fit_cb, self);
}
