/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Import: what was chosen is read in a thread without writing, and shown; only then it comes
 * in. Invariant: nothing is written before Import is pressed, and what is imported is what was
 * last looked at. Main thread. */

#include "config.h"

#include "app/dialogs/postil-import-dialog.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "storage/postil-import-job.h"

#define MAX_SHOWN 500u
#define MAX_CODES 200u

struct _PostilImportDialog
{
  AdwWindow       parent_instance;

  GFile          *folder;
  char           *own_coder;
  char          **paths;      /* what was chosen, or NULL */
  GCancellable   *looking;
  GCancellable   *writing;
  PostilCodebook *codebook;   /* of the last look */
  guint           n_told;     /* losses and errors that it showed */

  GtkStack       *stack;
  GtkWidget      *import_button;
  GtkWidget      *cancel;
  AdwActionRow   *format;
  GtkEditable    *coder;
  GtkWidget      *codes_group;
  GPtrArray      *code_rows;  /* (element-type AdwComboRow) borrowed; the code is its data */
  GtkLabel       *summary;
  GtkTextView    *report;
  GtkWidget      *box;
};

enum
{
  SIGNAL_IMPORTED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilImportDialog, postil_import_dialog, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

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

      if (entry->file != NULL && entry->line > 0)
        g_string_append_printf (out, "%s:%u: %s\n", entry->file, entry->line, entry->message);
      else
        g_string_append_printf (out, "%s%s%s\n", entry->file != NULL ? entry->file : "", entry->file != NULL ? ": " : "", entry->message);
    }
  if (n > MAX_SHOWN)
    {
      g_string_append_printf (out, _("There are %u more of these."), n - MAX_SHOWN);
      g_string_append_c (out, '\n');
    }
}

static void
show_text (PostilImportDialog *self,
           const char         *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->report), text, -1);
}

static void
show_reports (PostilImportDialog *self,
              PostilImportResult *result)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_report (out, _("What cannot be taken:"), result->errors);
  append_report (out, _("What comes in another way, or not at all:"), result->losses);
  if (result->passages->len > 0)
    g_string_append_printf (out, "%s%s\n", out->len > 0 ? "\n" : "", _("What comes in:"));
  for (guint i = 0; i < result->passages->len; i++)
    g_string_append_printf (out, "%s\n", (const char *) g_ptr_array_index (result->passages, i));
  if (result->passages->len < result->n_annotations)
    g_string_append (out, "…\n");
  show_text (self, out->str);
}

/* The first choice is to keep it. */
static void
add_code_row (PostilImportDialog     *self,
              const PostilImportCode *code)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation", "%u annotations", code->n_annotations),
                                            code->n_annotations);

  gtk_string_list_append (choices, _("Add to the Codebook"));
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const PostilCode *known = postil_codebook_get_code (self->codebook, i);

      gtk_string_list_append (choices, known->shown[0] != '\0' ? known->shown : known->id);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), code->id);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
  postil_choices_show_whole (ADW_COMBO_ROW (row));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  g_object_set_data_full (G_OBJECT (row), "code", g_strdup (code->id), g_free);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->codes_group), row);
  g_ptr_array_add (self->code_rows, row);
}

static void
show_codes (PostilImportDialog *self,
            PostilImportResult *result)
{
  for (guint i = 0; i < self->code_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->codes_group), g_ptr_array_index (self->code_rows, i));
  g_ptr_array_set_size (self->code_rows, 0);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = postil_codebook_ref (result->codebook);
  for (guint i = 0; i < result->codes->len; i++)
    {
      const PostilImportCode *code = g_ptr_array_index (result->codes, i);

      if (!code->is_known && self->code_rows->len < MAX_CODES)
        add_code_row (self, code);
    }
  gtk_widget_set_visible (self->codes_group, self->code_rows->len > 0);
}

static guint
count_told (PostilImportResult *result)
{
  return postil_report_get_n_entries (result->losses) + postil_report_get_n_entries (result->errors);
}

static void
show_result (PostilImportDialog *self,
             PostilImportResult *result)
{
  g_autofree char *summary = g_strdup_printf (_("Articles: %u. Annotations: %u. Losses: %u. Errors: %u."),
                                              result->n_articles, result->n_annotations,
                                              postil_report_get_n_entries (result->losses),
                                              postil_report_get_n_entries (result->errors));

  self->n_told = count_told (result);
  adw_action_row_set_subtitle (self->format, _(result->format->title));
  if (result->dialect != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s (%s)", _(result->format->title), result->dialect);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_action_row_set_subtitle (self->format, escaped);
    }
  gtk_label_set_label (self->summary, summary);
  show_reports (self, result);
  show_codes (self, result);
  gtk_widget_set_sensitive (self->import_button, result->n_articles > 0);
  gtk_widget_grab_focus (self->import_button);
}

static void
show_error (PostilImportDialog *self,
            const char         *summary,
            const GError       *error)
{
  adw_action_row_set_subtitle (self->format, _("Not recognised"));
  gtk_label_set_label (self->summary, summary);
  show_text (self, error->message);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PostilImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilImportResult) looked = postil_import_job_run_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (looked != NULL)
    show_result (self, looked);
  else
    show_error (self, _("This cannot be imported."), error);
}

/* What the rows say; those that are to be added stay as they are. */
static GHashTable *
dup_mapping (PostilImportDialog *self)
{
  GHashTable *mapping = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->code_rows->len; i++)
    {
      AdwComboRow *row = g_ptr_array_index (self->code_rows, i);
      guint selected = adw_combo_row_get_selected (row);

      if (selected > 0 && selected <= postil_codebook_get_n_codes (self->codebook))
        g_hash_table_insert (mapping, g_strdup (g_object_get_data (G_OBJECT (row), "code")),
                             g_strdup (postil_codebook_get_code (self->codebook, selected - 1)->id));
    }
  return mapping;
}

static void
run (PostilImportDialog  *self,
     gboolean             writes,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback)
{
  g_autofree char *folder = g_file_get_path (self->folder);
  g_autoptr (GHashTable) codes = writes ? dup_mapping (self) : NULL;
  g_autofree char *coder = g_strstrip (g_strdup (gtk_editable_get_text (self->coder)));
  PostilImportRequest request = {
    .folder = folder,
    .paths = (const char *const *) self->paths,
    .coder = coder[0] != '\0' ? coder : self->own_coder,
    .writes = writes,
    .codes = codes,
    .adopts = writes,
  };

  postil_import_job_run_async (&request, cancellable, callback, g_object_ref (self));
}

static void
look (PostilImportDialog *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->paths == NULL)
    return;
  self->looking = g_cancellable_new ();
  gtk_widget_set_sensitive (self->import_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "look");
  gtk_label_set_label (self->summary, _("Looking at what would come in…"));
  run (self, FALSE, self->looking, looked_cb);
}

/* What only the writing brought to light, such as a mark that differs from one that is there. */
static void
show_done (PostilImportDialog *self,
           PostilImportResult *result)
{
  show_reports (self, result);
  gtk_label_set_label (self->summary, _("Imported, but not all came in as it was shown before:"));
  gtk_widget_set_visible (self->import_button, FALSE);
  gtk_widget_set_visible (self->codes_group, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("Close"));
  gtk_widget_grab_focus (GTK_WIDGET (self->report));
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PostilImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilImportResult) imported = postil_import_job_run_finish (result, &error);

  g_clear_object (&self->writing);
  gtk_widget_set_sensitive (self->box, TRUE);
  if (imported != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, imported->n_annotations, imported->n_adopted);
      if (count_told (imported) > self->n_told)
        show_done (self, imported);
      else
        gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_error (self, _("The import stopped."), error);
}

static void
import_cb (PostilImportDialog *self)
{
  g_cancellable_cancel (self->looking);
  self->writing = g_cancellable_new ();
  gtk_widget_set_sensitive (self->import_button, FALSE);
  gtk_widget_set_sensitive (self->box, FALSE);
  gtk_label_set_label (self->summary, _("Importing…"));
  run (self, TRUE, self->writing, imported_cb);
}

static void
chosen_cb (PostilImportDialog   *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_files = files != NULL ? g_list_model_get_n_items (files) : 0;

  g_object_unref (chooser);
  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  if (n_files == 0)
    return;
  g_clear_pointer (&self->paths, g_strfreev);
  self->paths = g_strv_builder_end (builder);
  look (self);
}

static void
choose (PostilImportDialog *self,
        gboolean            is_folder)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (is_folder ? _("Choose a Folder") : _("Choose Files"), GTK_WINDOW (self),
                                                               is_folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                                         : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GFile) parent = g_file_get_parent (self->folder);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  if (parent != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), parent, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
choose_files_cb (PostilImportDialog *self)
{
  choose (self, FALSE);
}

static void
choose_folder_cb (PostilImportDialog *self)
{
  choose (self, TRUE);
}

/* While it writes, closing is to cancel; the window goes when the thread has stopped. */
static gboolean
close_request_cb (PostilImportDialog *self)
{
  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->writing);
  return self->writing != NULL ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
postil_import_dialog_dispose (GObject *object)
{
  PostilImportDialog *self = POSTIL_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->writing);
  g_clear_object (&self->looking);
  g_clear_object (&self->writing);
  g_clear_object (&self->folder);

  G_OBJECT_CLASS (postil_import_dialog_parent_class)->dispose (object);
}

static void
postil_import_dialog_finalize (GObject *object)
{
  PostilImportDialog *self = POSTIL_IMPORT_DIALOG (object);

  g_free (self->own_coder);
  g_strfreev (self->paths);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_ptr_array_unref (self->code_rows);

  G_OBJECT_CLASS (postil_import_dialog_parent_class)->finalize (object);
}

static void
postil_import_dialog_class_init (PostilImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = postil_import_dialog_dispose;
  object_class->finalize = postil_import_dialog_finalize;

  signals[SIGNAL_IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_import_dialog_init (PostilImportDialog *self)
{
  self->code_rows = g_ptr_array_new ();
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 640);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_title (GTK_WINDOW (self), _("Import Annotations"));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

static GtkWidget *
new_header (PostilImportDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->cancel = gtk_button_new_with_label (_("Cancel"));
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel), "window.close");
  self->import_button = gtk_button_new_with_label (_("Import"));
  gtk_widget_set_sensitive (self->import_button, FALSE);
  gtk_widget_add_css_class (self->import_button, "suggested-action");
  g_signal_connect_object (self->import_button, "clicked", G_CALLBACK (import_cb), self, G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->import_button);
  return header;
}

static GtkWidget *
new_choose_page (PostilImportDialog *self)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *files = gtk_button_new_with_label (_("Choose Files…"));
  GtkWidget *folder = gtk_button_new_with_label (_("Choose a Folder…"));

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("What Another Program Exported"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("Nothing is written before you have seen what would come in."));
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  postil_labels_let_wrap (GTK_BUTTON (files));
  postil_labels_let_wrap (GTK_BUTTON (folder));
  gtk_widget_add_css_class (files, "pill");
  gtk_widget_add_css_class (folder, "pill");
  g_signal_connect_object (files, "clicked", G_CALLBACK (choose_files_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (folder, "clicked", G_CALLBACK (choose_folder_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), files);
  gtk_box_append (GTK_BOX (buttons), folder);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);
  return page;
}

static GtkWidget *
new_group (PostilImportDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *coder = adw_entry_row_new ();

  self->format = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->format), _("Format"));
  adw_action_row_set_subtitle_lines (self->format, 3);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->format));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (coder), _("Coder, Where the Files Do Not Say"));
  gtk_editable_set_text (GTK_EDITABLE (coder), self->own_coder);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (coder), TRUE);
  g_signal_connect_object (coder, "apply", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), coder);
  self->coder = GTK_EDITABLE (coder);
  return group;
}

static GtkWidget *
new_report (PostilImportDialog *self)
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
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->report), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What Would Come In"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->report));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  return scroller;
}

static GtkWidget *
new_look_page (PostilImportDialog *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 12);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  self->codes_group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->codes_group), _("Codes That the Codebook Lacks"));
  gtk_widget_set_visible (self->codes_group, FALSE);
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->summary, 0.0f);
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_box_append (GTK_BOX (self->box), new_group (self));
  gtk_box_append (GTK_BOX (self->box), self->codes_group);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (self->box), new_report (self));
  adw_clamp_set_child (ADW_CLAMP (clamp), self->box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

GtkWidget *
postil_import_dialog_new (GtkWindow  *parent,
                          GFile      *folder,
                          const char *coder)
{
  PostilImportDialog *self;
  GtkWidget *all;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (coder != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->folder = g_object_ref (folder);
  self->own_coder = g_strdup (coder);
  all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (all), new_header (self));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, new_choose_page (self), "choose");
  gtk_stack_add_named (self->stack, new_look_page (self), "look");
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), all);
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
