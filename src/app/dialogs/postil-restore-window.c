/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of older versions; under it what restoring the selected one would add, remove and
 * change. It decides nothing and changes nothing. Main thread. */

#include "config.h"

#include "app/dialogs/postil-restore-window.h"

#include "app/postil-change-title.h"
#include "app/postil-labels.h"

#include <glib/gi18n-lib.h>

/* Nobody reads more; the counts say how many there are. */
#define MAX_DIFFERENCES 200u

struct _PostilRestoreWindow
{
  AdwWindow       parent_instance;

  PostilCodebook *codebook;
  GPtrArray      *versions; /* of PostilBackupVersion; NULL until they are known */

  GtkWidget      *hint;
  GtkListBox     *list;
  GtkListBox     *differences;
  GtkWidget      *restore_button;
};

enum
{
  SIGNAL_RESTORE,
  N_SIGNALS
};

typedef struct
{
  guint n_added;
  guint n_removed;
  guint n_changed;
} Counts;

G_DEFINE_FINAL_TYPE (PostilRestoreWindow, postil_restore_window, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static GHashTable *
index_ids (GPtrArray *annotations)
{
  GHashTable *ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < annotations->len; i++)
    g_hash_table_add (ids, (gpointer) postil_annotation_get_id (annotations->pdata[i]));
  return ids;
}

static Counts
count_differences (PostilChange *change)
{
  g_autoptr (GHashTable) removed = index_ids (postil_change_get_removed (change));
  GPtrArray *added = postil_change_get_added (change);
  Counts counts = { 0, 0, 0 };

  for (guint i = 0; i < added->len; i++)
    if (g_hash_table_contains (removed, postil_annotation_get_id (added->pdata[i])))
      counts.n_changed++;
  counts.n_added = added->len - counts.n_changed;
  counts.n_removed = postil_change_get_removed (change)->len - counts.n_changed;
  return counts;
}

static char *
dup_date (const PostilBackup *backup)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (backup->time_s);

  /* Translators: the date and time of a version, as in “23 November 2026, 10:15:07”. */
  return g_date_time_format (time, _("%-d %B %Y, %H:%M:%S"));
}

static char *
dup_summary (const PostilBackupVersion *version)
{
  g_autofree char *size = NULL;
  Counts counts;

  if (version->problem != NULL)
    return g_strdup (version->problem);

  size = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation", "%u annotations", version->n_annotations),
                          version->n_annotations);
  if (postil_change_is_empty (version->change))
    /* Translators: after the number of annotations in a version: “12 annotations, as now”. */
    return g_strdup_printf (_("%s, as now"), size);

  counts = count_differences (version->change);
  /* Translators: what restoring a version would do: “12 annotations: adds 1, removes 0, changes 2”. */
  return g_strdup_printf (_("%s: adds %u, removes %u, changes %u"), size, counts.n_added, counts.n_removed,
                          counts.n_changed);
}

static const PostilBackupVersion *
get_selected (PostilRestoreWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if (self->versions == NULL || index < 0 || (guint) index >= self->versions->len)
    return NULL;

  return g_ptr_array_index (self->versions, index);
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static void
add_line (GtkListBox *list,
          const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_margin_start (label, 9);
  gtk_widget_set_margin_end (label, 9);
  gtk_widget_set_margin_top (label, 4);
  gtk_widget_set_margin_bottom (label, 4);
  gtk_list_box_append (list, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

typedef enum
{
  DIFFERENCE_ADDS,
  DIFFERENCE_CHANGES,
  DIFFERENCE_REMOVES
} Difference;

static void
add_annotation (PostilRestoreWindow *self,
                Difference           difference,
                PostilAnnotation    *annotation)
{
  g_autofree char *title = postil_change_title_dup_annotation (annotation, self->codebook);
  g_autofree char *text = NULL;

  switch (difference)
    {
    case DIFFERENCE_ADDS:
      /* Translators: what restoring would do to an annotation: “Adds Concern “deep concern…””. */
      text = g_strdup_printf (_("Adds %s"), title);
      break;
    case DIFFERENCE_CHANGES:
      text = g_strdup_printf (_("Changes back %s"), title);
      break;
    case DIFFERENCE_REMOVES:
      text = g_strdup_printf (_("Removes %s"), title);
      break;
    }
  add_line (self->differences, text);
}

static void
list_differences (PostilRestoreWindow *self,
                  PostilChange        *change)
{
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);
  g_autoptr (GHashTable) removed_ids = index_ids (removed);
  g_autoptr (GHashTable) added_ids = index_ids (added);
  guint n_shown = 0;

  for (guint i = 0; i < added->len && n_shown < MAX_DIFFERENCES; i++, n_shown++)
    {
      gboolean is_changed = g_hash_table_contains (removed_ids, postil_annotation_get_id (added->pdata[i]));

      add_annotation (self, is_changed ? DIFFERENCE_CHANGES : DIFFERENCE_ADDS, added->pdata[i]);
    }
  for (guint i = 0; i < removed->len && n_shown < MAX_DIFFERENCES; i++)
    {
      if (g_hash_table_contains (added_ids, postil_annotation_get_id (removed->pdata[i])))
        continue;
      add_annotation (self, DIFFERENCE_REMOVES, removed->pdata[i]);
      n_shown++;
    }
  if (n_shown == MAX_DIFFERENCES)
    add_line (self->differences, _("And more."));
  else if (n_shown == 0 && !postil_change_is_empty (change))
    add_line (self->differences, _("Only links or the state of the article differ."));
}

static void
selected_cb (PostilRestoreWindow *self)
{
  const PostilBackupVersion *version = get_selected (self);
  gboolean is_useful = version != NULL && version->change != NULL && !postil_change_is_empty (version->change);

  /* The list lets its row go while all is being taken down. */
  if (self->versions == NULL)
    return;

  clear_list (self->differences);
  gtk_widget_set_sensitive (self->restore_button, is_useful);
  if (!is_useful)
    return;

  if (version->is_of_other_text)
    add_line (self->differences, _("The article was changed since. What is not found in it exactly is kept as an orphan, to be reviewed."));
  list_differences (self, version->change);
}

static void
restore_cb (PostilRestoreWindow *self)
{
  const PostilBackupVersion *version = get_selected (self);
  g_autoptr (PostilRestoreWindow) keep = g_object_ref (self);

  if (version == NULL || !gtk_widget_get_sensitive (self->restore_button))
    return;

  g_signal_emit (self, signals[SIGNAL_RESTORE], 0, version);
  gtk_window_destroy (GTK_WINDOW (self));
}

static GtkWidget *
make_list (GtkListBox       **list,
           GtkSelectionMode   mode,
           const char        *label)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  *list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (*list, mode);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (*list));
  gtk_widget_set_vexpand (scroller, TRUE);

  return scroller;
}

static GtkWidget *
make_header (PostilRestoreWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_("Cancel"));

  self->restore_button = gtk_button_new_with_label (_("Restore"));
  gtk_widget_add_css_class (self->restore_button, "suggested-action");
  gtk_widget_set_sensitive (self->restore_button, FALSE);
  g_signal_connect_object (self->restore_button, "clicked", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->restore_button);

  return header;
}

static void
postil_restore_window_dispose (GObject *object)
{
  PostilRestoreWindow *self = POSTIL_RESTORE_WINDOW (object);

  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);

  G_OBJECT_CLASS (postil_restore_window_parent_class)->dispose (object);
}

static void
postil_restore_window_class_init (PostilRestoreWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = postil_restore_window_dispose;

  signals[SIGNAL_RESTORE] =
    g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_restore_window_init (PostilRestoreWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *versions = make_list (&self->list, GTK_SELECTION_SINGLE, _("Versions"));
  GtkWidget *differences = make_list (&self->differences, GTK_SELECTION_NONE, _("What restoring it does"));

  g_signal_connect_object (self->list, "selected-rows-changed", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  /* Return, or a double click: a click alone only shows what differs. */
  gtk_list_box_set_activate_on_single_click (self->list, FALSE);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  self->hint = gtk_label_new (_("Comparing the versions…"));
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0.0f);
  gtk_widget_add_css_class (self->hint, "postil-bar");
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_box_append (GTK_BOX (box), versions);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), differences);
  adw_window_set_content (ADW_WINDOW (self), box);
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self), 660, 560);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

GtkWidget *
postil_restore_window_new (GtkWindow      *parent,
                           PostilCodebook *codebook)
{
  PostilRestoreWindow *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (codebook != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_RESTORE_WINDOW, "transient-for", parent, "title", _("Restore an Older Version"),
                       "destroy-with-parent", TRUE, NULL);
  self->codebook = postil_codebook_ref (codebook);

  return GTK_WIDGET (self);
}

static void
add_version (PostilRestoreWindow       *self,
             const PostilBackupVersion *version)
{
  g_autofree char *date = dup_date (version->backup);
  g_autofree char *summary = dup_summary (version);
  g_autofree char *name = g_strdup_printf ("%s, %s", date, summary);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), date);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  /* Newer libadwaita names a row by its title alone. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->list, row);
}

void
postil_restore_window_set_versions (PostilRestoreWindow *self,
                                    GPtrArray           *versions)
{
  GtkListBoxRow *first = NULL;

  g_return_if_fail (POSTIL_IS_RESTORE_WINDOW (self));
  g_return_if_fail (versions != NULL);

  g_clear_pointer (&self->versions, g_ptr_array_unref);
  self->versions = g_ptr_array_ref (versions);
  clear_list (self->list);
  for (guint i = 0; i < versions->len; i++)
    add_version (self, versions->pdata[i]);
  gtk_label_set_text (GTK_LABEL (self->hint),
                      versions->len > 0 ? _("Choose a version to see how it differs. Restoring it can be undone.")
                                        : _("There is no older version yet: the first is kept when your annotations are first saved."));
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first == NULL)
    return;
  gtk_list_box_select_row (self->list, first);
  gtk_widget_grab_focus (GTK_WIDGET (first));
}
