/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Export: each choice is tried out at once in a thread, without writing, so that what the
 * format would lose can be read before. Invariant: only the newest trial shows; what was
 * chosen while it is written cannot change. Main thread. */

#include "config.h"

#include "app/dialogs/postil-export-dialog.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "storage/postil-export-job.h"
#include "storage/postil-files.h"

#define MAX_SHOWN 500u

struct _PostilExportDialog
{
  AdwWindow           parent_instance;

  GFile              *folder;
  GFile              *article;
  PostilCodebook     *codebook;
  GPtrArray          *formats;     /* (element-type PostilFormat) those that can be written */
  GCancellable       *trying;
  GCancellable       *writing;
  gboolean            has_coders;  /* their rows are there */
  char               *written;     /* where it goes, while it is written */

  AdwComboRow        *what;
  AdwComboRow        *format;
  GtkWidget          *coders;      /* AdwExpanderRow */
  GtkWidget          *codes;
  GPtrArray          *coder_checks; /* (element-type GtkCheckButton) borrowed; the name is its data */
  GPtrArray          *code_checks;
  GtkWidget          *excel_row;
  GtkWidget          *excel;
  GtkWidget          *export_button;
  GtkLabel           *limits;  /* of the format */
  GtkLabel           *summary;
  GtkTextView        *report;
};

enum
{
  SIGNAL_EXPORTED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilExportDialog, postil_export_dialog, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static void try_out (PostilExportDialog *self);

static const PostilFormat *
get_format (PostilExportDialog *self)
{
  return g_ptr_array_index (self->formats, MIN (adw_combo_row_get_selected (self->format), self->formats->len - 1));
}

/* The folder comes first, where there is one. */
static GFile *
get_root (PostilExportDialog *self)
{
  if (self->folder != NULL && (self->article == NULL || adw_combo_row_get_selected (self->what) == 0))
    return self->folder;
  return self->article;
}

/* The names that are chosen; NULL where all are. */
static char **
dup_chosen (GPtrArray *checks)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_chosen = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (checks, i);

      if (!gtk_check_button_get_active (check))
        continue;
      g_strv_builder_add (builder, g_object_get_data (G_OBJECT (check), "name"));
      n_chosen++;
    }
  return n_chosen < checks->len ? g_strv_builder_end (builder) : NULL;
}

static void
update_expander (GtkWidget *row,
                 GPtrArray *checks)
{
  g_auto (GStrv) chosen = dup_chosen (checks);
  g_autofree char *text = NULL;

  if (chosen == NULL)
    text = g_strdup (_("All"));
  else
    text = g_strdup_printf (_("%u of %u"), g_strv_length (chosen), checks->len);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), text);
}

static void
toggled_cb (PostilExportDialog *self)
{
  update_expander (self->coders, self->coder_checks);
  update_expander (self->codes, self->code_checks);
  try_out (self);
}

static void
add_check (PostilExportDialog *self,
           GtkWidget          *expander,
           GPtrArray          *checks,
           const char         *name,
           const char         *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  g_object_set_data_full (G_OBJECT (check), "name", g_strdup (name), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
  g_ptr_array_add (checks, check);
}

static void
append_report (GString      *out,
               const char   *heading,
               PostilReport *report)
{
  guint n = postil_report_get_n_entries (report);

  if (n == 0)
    return;
  g_string_append_printf (out, "%s%s\n", out->len > 0 ? "\n" : "", heading);
  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      g_string_append_printf (out, "%s%s%s\n", entry->file != NULL ? entry->file : "", entry->file != NULL ? ": " : "", entry->message);
    }
  if (n > MAX_SHOWN)
    {
      g_string_append_printf (out, _("There are %u more of these."), n - MAX_SHOWN);
      g_string_append_c (out, '\n');
    }
}

static void
show_result (PostilExportDialog *self,
             PostilExportResult *result)
{
  guint n_losses = postil_report_get_n_entries (result->losses);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *summary = g_strdup_printf (_("Articles: %u. Annotations: %u. Losses: %u."),
                                              result->n_articles, result->n_annotations, n_losses);

  append_report (out, _("What could not be read:"), result->problems);
  append_report (out, _("What this format does not hold:"), result->losses);
  if (out->len == 0)
    g_string_append (out, _("Nothing of what is marked is lost."));
  gtk_label_set_label (self->summary, summary);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->report), out->str, (int) out->len);
  gtk_widget_set_sensitive (self->export_button, result->n_annotations > 0 || (get_format (self)->flags & POSTIL_FORMAT_CODEBOOK) != 0);
  if (self->has_coders)
    return;
  self->has_coders = TRUE;
  for (guint i = 0; result->coders[i] != NULL; i++)
    add_check (self, self->coders, self->coder_checks, result->coders[i], result->coders[i]);
  update_expander (self->coders, self->coder_checks);
  gtk_widget_set_visible (self->coders, self->coder_checks->len > 1);
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PostilExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilExportResult) tried = postil_export_job_run_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (tried != NULL)
    {
      show_result (self, tried);
      return;
    }
  gtk_label_set_label (self->summary, _("This cannot be exported."));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->report), error->message, -1);
}

static void
run (PostilExportDialog  *self,
     const char          *output,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback)
{
  g_autofree char *root = g_file_get_path (get_root (self));
  g_auto (GStrv) coders = dup_chosen (self->coder_checks);
  g_auto (GStrv) codes = dup_chosen (self->code_checks);
  PostilExportRequest request = {
    .root = root,
    .format = get_format (self),
    .coders = (const char *const *) coders,
    .codes = (const char *const *) codes,
    .output = output,
    .excel = gtk_switch_get_active (GTK_SWITCH (self->excel)),
  };

  postil_export_job_run_async (&request, cancellable, callback, g_object_ref (self));
}

static void
try_out (PostilExportDialog *self)
{
  g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
  self->trying = g_cancellable_new ();
  gtk_widget_set_sensitive (self->export_button, FALSE);
  gtk_label_set_label (self->summary, _("Looking at what would be written…"));
  run (self, NULL, self->trying, tried_cb);
}

static gboolean
is_table (const PostilFormat *format)
{
  return strcmp (format->name, "csv") == 0 || strcmp (format->name, "tsv") == 0;
}

static void
chosen_cb (PostilExportDialog *self)
{
  const PostilFormat *format = get_format (self);
  const char *cannot_hold = format->cannot_hold[0] != '\0' ? _(format->cannot_hold) : "";
  g_autofree char *text = cannot_hold[0] != '\0' ? g_strdup_printf (_("It has no room for: %s"), cannot_hold) : g_strdup ("");

  gtk_label_set_label (self->limits, text);
  gtk_widget_set_visible (GTK_WIDGET (self->limits), text[0] != '\0');
  gtk_widget_set_visible (self->excel_row, is_table (format));
  try_out (self);
}

static void
set_working (PostilExportDialog *self,
             gboolean            is_working)
{
  gtk_widget_set_sensitive (self->export_button, !is_working);
  gtk_widget_set_sensitive (GTK_WIDGET (self->what), !is_working);
  gtk_widget_set_sensitive (GTK_WIDGET (self->format), !is_working);
  gtk_widget_set_sensitive (self->coders, !is_working);
  gtk_widget_set_sensitive (self->codes, !is_working);
  gtk_widget_set_sensitive (self->excel_row, !is_working);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilExportResult) written = postil_export_job_run_finish (result, &error);

  g_clear_object (&self->writing);
  set_working (self, FALSE);
  if (written != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, self->written, written->n_annotations);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    {
      gtk_label_set_label (self->summary, _("Nothing was written."));
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->report), error->message, -1);
    }
}

/* "articles-conll", "articles.csv" */
static char *
dup_name (PostilExportDialog *self)
{
  const PostilFormat *format = get_format (self);
  g_autofree char *name = g_file_get_basename (get_root (self));
  char *dot = strrchr (name, '.');

  if (get_root (self) == self->article && dot != NULL && dot != name)
    *dot = '\0';
  return (format->flags & POSTIL_FORMAT_ONE_FILE) != 0 ? g_strconcat (name, ".", format->extensions[0], NULL)
                                                       : g_strconcat (name, "-", format->name, NULL);
}

static void
place_chosen_cb (PostilExportDialog   *self,
                 int                   response,
                 GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *name = dup_name (self);

  g_object_unref (chooser);
  if (path == NULL)
    return;
  g_free (self->written);
  self->written = (get_format (self)->flags & POSTIL_FORMAT_ONE_FILE) != 0 ? g_strdup (path) : g_build_filename (path, name, NULL);
  g_cancellable_cancel (self->trying);
  self->writing = g_cancellable_new ();
  set_working (self, TRUE);
  gtk_label_set_label (self->summary, _("Writing…"));
  run (self, self->written, self->writing, written_cb);
}

/* A folder of files gets a folder of its own in the one that is chosen. */
static void
export_cb (PostilExportDialog *self)
{
  gboolean is_file = (get_format (self)->flags & POSTIL_FORMAT_ONE_FILE) != 0;
  g_autofree char *name = dup_name (self);
  g_autoptr (GFile) parent = g_file_get_parent (get_root (self));
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (is_file ? _("Export As") : _("Folder for the Export"), GTK_WINDOW (self),
                                                               is_file ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                                       : GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (parent != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), parent, NULL);
  if (is_file)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (place_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* While it writes, closing is to cancel; the window goes when the thread has stopped. */
static gboolean
close_request_cb (PostilExportDialog *self)
{
  g_cancellable_cancel (self->trying);
  g_cancellable_cancel (self->writing);
  return self->writing != NULL ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
postil_export_dialog_dispose (GObject *object)
{
  PostilExportDialog *self = POSTIL_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->trying);
  g_cancellable_cancel (self->writing);
  g_clear_object (&self->trying);
  g_clear_object (&self->writing);
  g_clear_object (&self->folder);
  g_clear_object (&self->article);

  G_OBJECT_CLASS (postil_export_dialog_parent_class)->dispose (object);
}

static void
postil_export_dialog_finalize (GObject *object)
{
  PostilExportDialog *self = POSTIL_EXPORT_DIALOG (object);

  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_ptr_array_unref (self->formats);
  g_ptr_array_unref (self->coder_checks);
  g_ptr_array_unref (self->code_checks);
  g_free (self->written);

  G_OBJECT_CLASS (postil_export_dialog_parent_class)->finalize (object);
}

static void
postil_export_dialog_class_init (PostilExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = postil_export_dialog_dispose;
  object_class->finalize = postil_export_dialog_finalize;

  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_export_dialog_init (PostilExportDialog *self)
{
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  self->formats = g_ptr_array_new ();
  self->coder_checks = g_ptr_array_new ();
  self->code_checks = g_ptr_array_new ();
  for (guint i = 0; i < n_formats; i++)
    if ((formats[i]->flags & POSTIL_FORMAT_WRITE) != 0)
      g_ptr_array_add (self->formats, (gpointer) formats[i]);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 640);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_title (GTK_WINDOW (self), _("Export Annotations"));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

static GtkWidget *
new_header (PostilExportDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_("Cancel"));

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  self->export_button = gtk_button_new_with_label (_("Export…"));
  gtk_widget_add_css_class (self->export_button, "suggested-action");
  g_signal_connect_object (self->export_button, "clicked", G_CALLBACK (export_cb), self, G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->export_button);
  return header;
}

static AdwComboRow *
add_combo (GtkWidget  *group,
           const char *title)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  postil_choices_show_whole (ADW_COMBO_ROW (row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return ADW_COMBO_ROW (row);
}

static GtkWidget *
add_expander (GtkWidget  *group,
              const char *title)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
fill_combos (PostilExportDialog *self)
{
  g_autoptr (GtkStringList) what = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (self->folder != NULL)
    gtk_string_list_append (what, _("All articles of the folder"));
  if (self->article != NULL)
    gtk_string_list_append (what, _("This article"));
  for (guint i = 0; i < self->formats->len; i++)
    {
      const PostilFormat *format = g_ptr_array_index (self->formats, i);

      gtk_string_list_append (names, _(format->title));
    }
  adw_combo_row_set_model (self->what, G_LIST_MODEL (what));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (names));
  for (guint i = 0; i < self->formats->len; i++)
    if (strcmp (((const PostilFormat *) g_ptr_array_index (self->formats, i))->name, "csv") == 0)
      adw_combo_row_set_selected (self->format, i);
}

static GtkWidget *
new_group (PostilExportDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->what = add_combo (group, _("What"));
  self->format = add_combo (group, _("Format"));
  self->coders = add_expander (group, _("Coders"));
  gtk_widget_set_visible (self->coders, FALSE);
  self->codes = add_expander (group, _("Codes"));
  self->excel_row = adw_action_row_new ();
  self->excel = gtk_switch_new ();
  gtk_widget_set_valign (self->excel, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->excel_row), _("For a Spreadsheet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->excel_row), _("Cells that would run as formulas are guarded"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->excel_row), self->excel);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->excel_row), self->excel);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->excel_row);
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      add_check (self, self->codes, self->code_checks, code->id, code->shown[0] != '\0' ? code->shown : code->id);
    }
  update_expander (self->codes, self->code_checks);
  return group;
}

static GtkLabel *
new_label (void)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0.0f);
  gtk_label_set_wrap (label, TRUE);
  return label;
}

/* What the format can hold at all, and what that means for what was chosen. */
static GtkWidget *
new_summary (PostilExportDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->limits = new_label ();
  gtk_widget_add_css_class (GTK_WIDGET (self->limits), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->limits), "caption");
  self->summary = new_label ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->limits));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  return box;
}

static GtkWidget *
new_report (PostilExportDialog *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->report = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_editable (self->report, FALSE);
  gtk_text_view_set_accepts_tab (self->report, FALSE);
  gtk_text_view_set_wrap_mode (self->report, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (self->report, 12);
  gtk_text_view_set_bottom_margin (self->report, 12);
  gtk_text_view_set_left_margin (self->report, 12);
  gtk_text_view_set_right_margin (self->report, 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->report), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What Would Be Lost"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->report));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 200);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  return scroller;
}

static void
build (PostilExportDialog *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (all), new_header (self));
  gtk_box_append (GTK_BOX (box), new_group (self));
  gtk_box_append (GTK_BOX (box), new_summary (self));
  gtk_box_append (GTK_BOX (box), new_report (self));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (all), scroller);
  adw_window_set_content (ADW_WINDOW (self), all);
  postil_labels_let_all_shrink (GTK_WIDGET (self));
}

GtkWidget *
postil_export_dialog_new (GtkWindow      *parent,
                          GFile          *folder,
                          GFile          *article,
                          PostilCodebook *codebook)
{
  PostilExportDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (folder != NULL || article != NULL, NULL);
  g_return_val_if_fail (codebook != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->folder = folder != NULL ? g_object_ref (folder) : NULL;
  self->article = article != NULL ? g_object_ref (article) : NULL;
  self->codebook = postil_codebook_ref (codebook);
  build (self);
  fill_combos (self);
  g_signal_connect_object (self->what, "notify::selected", G_CALLBACK (try_out), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->format, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->excel, "notify::active", G_CALLBACK (try_out), self, G_CONNECT_SWAPPED);
  chosen_cb (self);
  return GTK_WIDGET (self);
}
