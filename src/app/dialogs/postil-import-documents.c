/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents on their way to becoming articles: first with a preview in the charset that is
 * chosen, then with progress, then with what failed. Invariant: storage reads and writes, in
 * threads; closing the window while it works cancels, and what is whole stays. Main thread. */

#include "config.h"

#include "app/dialogs/postil-import-documents.h"

#include <glib/gi18n-lib.h>

#include "app/postil-labels.h"
#include "exchange/postil-metadata.h"
#include "storage/postil-documents-job.h"
#include "storage/postil-files.h"

#define PREVIEW_CHARS 3000u

/* Those that old texts are in, by script; the first is for "Automatic". */
static const char *const charsets[] = {
  NULL, "utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15", "macintosh", "ibm850", "ibm437", "ibm860", "ibm861", "ibm865",
  "iso-8859-14", "iso-8859-3", "windows-1250", "iso-8859-2", "iso-8859-16", "ibm852", "windows-1251", "koi8-r", "koi8-u", "ibm866",
  "ibm855", "ibm1125", "iso-8859-5", "x-mac-cyrillic", "windows-1253", "iso-8859-7", "ibm737", "ibm869", "x-mac-greek", "windows-1254",
  "iso-8859-9", "ibm857", "x-mac-turkish", "windows-1255", "iso-8859-8", "ibm862", "windows-1256", "iso-8859-6", "windows-1257",
  "iso-8859-13", "iso-8859-4", "iso-8859-10", "ibm775", "windows-1258", "windows-874",
  "gb18030", "hz-gb-2312", "big5", "big5-hkscs", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "utf-7",
};

struct _PostilImportDocuments
{
  AdwWindow      parent_instance;

  GPtrArray     *files;      /* (element-type GFile) */
  GBytes        *bytes;      /* of the clipboard, or NULL */
  gboolean       is_html;
  GFile         *target;     /* folder, or NULL for beside each */
  GFile         *known;      /* a table of metadata, or NULL */
  GPtrArray     *parts;      /* (element-type PostilDocumentsPart) of the document shown, or NULL */
  GCancellable  *previewing;
  GCancellable  *working;
  gboolean       is_working;
  gboolean       is_named;   /* by the person */

  GtkStack      *stack;
  GtkWidget     *cancel;
  GtkWidget     *import;
  AdwComboRow   *document;
  GtkWidget     *split_row;
  GtkSwitch     *split;
  AdwComboRow   *part;
  AdwEntryRow   *name;
  AdwComboRow   *charset;
  AdwActionRow  *folder;
  GtkWidget     *choose_folder;
  GtkWidget     *keep_row;
  GtkSwitch     *keep;
  GtkWidget     *sources;
  AdwEntryRow   *pattern;
  AdwActionRow  *table;
  GtkWidget     *choose_table;
  GtkLabel      *metadata;
  GtkTextView   *preview;
  GtkProgressBar *progress;
  GtkLabel      *current;
  GtkLabel      *summary;
  GtkTextView   *failures;
};

enum
{
  SIGNAL_IMPORTED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilImportDocuments, postil_import_documents, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static const char *
get_charset (PostilImportDocuments *self)
{
  guint selected = adw_combo_row_get_selected (self->charset);

  return selected < G_N_ELEMENTS (charsets) ? charsets[selected] : NULL;
}

static void
append_line (GString                   *out,
             const char                *label,
             const PostilArticleRecord *record,
             PostilRecordField          field)
{
  const char *value = postil_article_record_get (record, field);

  if (value != NULL)
    g_string_append_printf (out, "%s%s: %s", out->len > 0 ? "\n" : "", label, value);
}

/* Only texts and web pages leave a choice. @format: "text/plain; charset=koi8-r"; NULL for a
 * text that stays as it is. */
static void
show_charset (PostilImportDocuments *self,
              const char            *format)
{
  const char *charset = format != NULL ? strstr (format, "charset=") : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->charset), charset != NULL ? charset + strlen ("charset=") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->charset),
                          self->bytes == NULL && (format == NULL || charset != NULL || self->files->len > 1));
}

static void
show_record (PostilImportDocuments     *self,
             const PostilArticleRecord *record)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *title = postil_article_record_get (record, POSTIL_RECORD_TITLE);

  append_line (out, _("Title"), record, POSTIL_RECORD_TITLE);
  append_line (out, _("Author"), record, POSTIL_RECORD_AUTHOR);
  append_line (out, _("Date"), record, POSTIL_RECORD_DATE);
  append_line (out, _("Publisher"), record, POSTIL_RECORD_PUBLISHER);
  append_line (out, _("Language"), record, POSTIL_RECORD_LANGUAGE);
  append_line (out, _("Web Address"), record, POSTIL_RECORD_URL);
  gtk_label_set_label (self->metadata, out->str);
  show_charset (self, postil_article_record_get (record, POSTIL_RECORD_ORIGINAL_FORMAT));
  if (self->bytes != NULL && !self->is_named && title != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), title);
      self->is_named = FALSE;
    }
}

static void
show_text (GtkTextView *view,
           const char  *text,
           gsize        length)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, (int) length);
}

static PostilDocumentsFlags
get_flags (PostilImportDocuments *self)
{
  PostilDocumentsFlags flags = 0;

  if (gtk_switch_get_active (self->split))
    flags |= POSTIL_DOCUMENTS_SPLIT;
  if (gtk_switch_get_active (self->keep) && self->target != NULL)
    flags |= POSTIL_DOCUMENTS_KEEP_ORIGINAL;
  return flags;
}

static void
show_part (PostilImportDocuments     *self,
           const PostilDocumentsPart *part)
{
  gsize length;
  const char *utf8 = postil_text_get_utf8 (part->text, &length);

  if (postil_text_get_n_chars (part->text) > PREVIEW_CHARS)
    length = (gsize) (g_utf8_offset_to_pointer (utf8, PREVIEW_CHARS) - utf8);
  show_text (self->preview, utf8, length);
  show_record (self, part->record);
}

static void
part_chosen_cb (PostilImportDocuments *self)
{
  guint selected = adw_combo_row_get_selected (self->part);

  if (self->parts != NULL && selected < self->parts->len)
    show_part (self, g_ptr_array_index (self->parts, selected));
}

/* "12. Headline — The Tide, 2026-11-23" */
static char *
dup_part_title (const PostilDocumentsPart *part,
                guint                      number)
{
  static const PostilRecordField fields[] = { POSTIL_RECORD_TITLE, POSTIL_RECORD_PUBLISHER, POSTIL_RECORD_DATE };
  GString *out = g_string_new (NULL);

  g_string_printf (out, "%u.", number);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = postil_article_record_get (part->record, fields[i]);

      if (value != NULL)
        g_string_append_printf (out, "%s%s", i == 0 ? " " : " · ", value);
    }
  return g_string_free (out, FALSE);
}

/* The switch stays once it is seen that there is something to split. */
static void
show_parts (PostilImportDocuments *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  gboolean are_many = self->parts->len > 1;
  g_autofree char *subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The document shown has %u part.",
                                                            "The document shown has %u parts.", self->parts->len), self->parts->len);

  for (guint i = 0; are_many && i < self->parts->len; i++)
    {
      g_autofree char *title = dup_part_title (g_ptr_array_index (self->parts, i), i + 1);

      gtk_string_list_append (titles, title);
    }
  if (are_many)
    gtk_widget_set_visible (self->split_row, TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->split_row), gtk_switch_get_active (self->split) ? subtitle : "");
  adw_combo_row_set_model (self->part, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->part), are_many);
  show_part (self, g_ptr_array_index (self->parts, 0));
}

static void
previewed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PostilImportDocuments) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = postil_documents_preview_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  if (parts != NULL)
    {
      self->parts = g_steal_pointer (&parts);
      show_parts (self);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->part), FALSE);
  gtk_label_set_label (self->metadata, "");
  show_text (self->preview, error->message, strlen (error->message));
}

static char *
dup_clipboard_name (PostilImportDocuments *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  g_strdelimit (name, "/\\\n\t:", '-');
  while (name[0] == '.')
    name[0] = '-';
  if (g_utf8_strlen (name, -1) > 80)
    *g_utf8_offset_to_pointer (name, 80) = '\0';
  return g_strconcat (name, self->is_html ? ".html" : ".txt", NULL);
}

static void
preview_cb (PostilImportDocuments *self)
{
  guint selected = adw_combo_row_get_selected (self->document);
  GFile *file = selected < self->files->len ? g_ptr_array_index (self->files, selected) : NULL;
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : dup_clipboard_name (self);

  g_cancellable_cancel (self->previewing);
  g_clear_object (&self->previewing);
  if (file == NULL && self->bytes == NULL)
    return;
  self->previewing = g_cancellable_new ();
  postil_documents_preview_async (file, name, file == NULL ? self->bytes : NULL, get_flags (self), get_charset (self), self->previewing,
                                  previewed_cb, g_object_ref (self));
}

/* What is no pattern yet is shown so while it is typed, and keeps from importing. */
static gboolean
is_pattern (const char *pattern)
{
  g_autoptr (PostilMetadataPattern) parsed = *pattern != '\0' ? postil_metadata_pattern_new (pattern, NULL) : NULL;

  return *pattern == '\0' || parsed != NULL;
}

static void
update_folder (PostilImportDocuments *self)
{
  g_autofree char *shown = NULL;
  gboolean is_named = gtk_editable_get_text (GTK_EDITABLE (self->name))[0] != '\0';

  if (self->target != NULL)
    shown = postil_files_dup_display_name (self->target);
  adw_action_row_set_subtitle (self->folder, shown != NULL ? shown : _("Beside each document"));
  gtk_widget_set_visible (self->keep_row, self->target != NULL && self->bytes == NULL);
  gtk_widget_set_sensitive (self->import, is_pattern (gtk_editable_get_text (GTK_EDITABLE (self->pattern)))
                                            && (self->bytes == NULL || (self->target != NULL && is_named)));
}

static void
pattern_changed_cb (PostilImportDocuments *self)
{
  gboolean is_valid = is_pattern (gtk_editable_get_text (GTK_EDITABLE (self->pattern)));

  if (is_valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self->pattern), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->pattern), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->pattern), GTK_ACCESSIBLE_STATE_INVALID,
                               is_valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  update_folder (self);
}

static void
table_chosen_cb (PostilImportDocuments *self,
                 int                    response,
                 GtkFileChooserNative  *chooser)
{
  g_autoptr (GFile) table = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    table = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (table != NULL)
    postil_import_documents_set_table (self, table);
  g_object_unref (chooser);
}

static void
choose_table_cb (PostilImportDocuments *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Table of What Is Known"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Tables (CSV, TSV)"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "tsv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (table_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
name_changed_cb (PostilImportDocuments *self)
{
  self->is_named = TRUE;
  update_folder (self);
}

static void
folder_chosen_cb (PostilImportDocuments *self,
                  int                    response,
                  GtkFileChooserNative  *chooser)
{
  g_autoptr (GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (folder != NULL)
    postil_import_documents_set_folder (self, folder);
  g_object_unref (chooser);
}

static void
choose_folder_cb (PostilImportDocuments *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Folder for the Articles"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (self->target != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), self->target, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (folder_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
progress_cb (guint       done,
             guint       total,
             const char *name,
             gpointer    user_data)
{
  PostilImportDocuments *self = user_data;
  g_autofree char *text = g_strdup_printf (_("%u of %u"), done, total);

  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / total : 0);
  gtk_progress_bar_set_text (self->progress, text);
  gtk_label_set_label (self->current, name);
}

/* What came in another way matters where a person asked for it; that a charset was detected
 * was seen before. */
static guint
append_entries (GString      *out,
                PostilReport *report)
{
  guint n = 0;

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      if (strcmp (entry->kind, "charset") == 0)
        continue;
      g_string_append_printf (out, "%s%s\n%s\n", out->len > 0 ? "\n" : "", entry->file != NULL ? entry->file : "", entry->message);
      n++;
    }
  return n;
}

static char *
dup_summary (guint n_articles,
             guint n_errors)
{
  if (n_errors == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article was made. What to know of it:",
                                         "%u articles were made. What to know of them:", n_articles), n_articles);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article was made; these documents were not read:",
                                       "%u articles were made; these documents were not read:", n_articles), n_articles);
}

/* FALSE where there is nothing to show. */
static gboolean
show_report (PostilImportDocuments *self,
             PostilDocumentsResult *result)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_errors = append_entries (out, result->errors), n_losses = append_entries (out, result->losses);
  g_autofree char *summary = dup_summary (result->articles->len, n_errors);

  if (n_errors + n_losses == 0)
    return FALSE;
  gtk_label_set_label (self->summary, summary);
  show_text (self->failures, out->str, out->len);
  gtk_widget_set_visible (self->import, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("Close"));
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_grab_focus (GTK_WIDGET (self->failures));
  return TRUE;
}

static void
emit_imported (PostilImportDocuments *self,
               GPtrArray             *articles)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; i < articles->len; i++)
    g_list_store_append (list, g_ptr_array_index (articles, i));
  g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, list);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PostilImportDocuments) self = user_data;
  g_autoptr (PostilDocumentsResult) imported = postil_documents_job_run_finish (result, NULL);

  self->is_working = FALSE;
  if (imported->articles->len > 0 && !imported->was_cancelled)
    emit_imported (self, imported->articles);
  if (imported->was_cancelled || !show_report (self, imported))
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
import_cb (PostilImportDocuments *self)
{
  const char *pattern = gtk_editable_get_text (GTK_EDITABLE (self->pattern));
  PostilDocumentsJob *job = NULL;

  if (self->is_working)
    return;
  job = postil_documents_job_new (get_flags (self), get_charset (self));
  if (*pattern != '\0')
    postil_documents_job_set_pattern (job, pattern, NULL);
  if (self->known != NULL)
    postil_documents_job_set_table (job, self->known);
  for (guint i = 0; i < self->files->len; i++)
    postil_documents_job_add_file (job, g_ptr_array_index (self->files, i), self->target);
  if (self->bytes != NULL)
    {
      g_autofree char *name = dup_clipboard_name (self);

      postil_documents_job_add_bytes (job, name, self->bytes, self->target);
    }
  self->is_working = TRUE;
  g_clear_object (&self->working);
  self->working = g_cancellable_new ();
  gtk_widget_set_sensitive (self->import, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "working");
  postil_documents_job_run_async (job, progress_cb, g_object_ref (self), g_object_unref, self->working,
                                  imported_cb, g_object_ref (self));
}

/* While it works, closing is to cancel; the window goes when the thread has stopped. */
static gboolean
close_request_cb (PostilImportDocuments *self)
{
  g_cancellable_cancel (self->previewing);
  g_cancellable_cancel (self->working);
  return self->is_working ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
postil_import_documents_dispose (GObject *object)
{
  PostilImportDocuments *self = POSTIL_IMPORT_DOCUMENTS (object);

  g_cancellable_cancel (self->previewing);
  g_cancellable_cancel (self->working);
  g_clear_object (&self->previewing);
  g_clear_object (&self->working);
  g_clear_object (&self->target);
  g_clear_object (&self->known);
  g_clear_pointer (&self->parts, g_ptr_array_unref);

  G_OBJECT_CLASS (postil_import_documents_parent_class)->dispose (object);
}

static void
postil_import_documents_finalize (GObject *object)
{
  PostilImportDocuments *self = POSTIL_IMPORT_DOCUMENTS (object);

  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (postil_import_documents_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-import-documents.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, stack);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, cancel);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, import);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, document);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, split_row);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, split);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, part);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, name);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, charset);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, folder);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, choose_folder);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, keep_row);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, keep);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, sources);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, pattern);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, table);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, choose_table);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, metadata);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, preview);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, progress);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, current);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, summary);
  gtk_widget_class_bind_template_child (widget_class, PostilImportDocuments, failures);
}

static void
postil_import_documents_class_init (PostilImportDocumentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_import_documents_dispose;
  object_class->finalize = postil_import_documents_finalize;

  signals[SIGNAL_IMPORTED] =
    g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_LIST_MODEL);

  bind_template (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, pattern_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_table_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_import_documents_init (PostilImportDocuments *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  gtk_string_list_append (names, _("Automatic"));
  for (guint i = 1; i < G_N_ELEMENTS (charsets); i++)
    gtk_string_list_append (names, charsets[i]);
  adw_combo_row_set_model (self->charset, G_LIST_MODEL (names));
  set_name (self->preview, _("Beginning of the article"));
  set_name (self->failures, _("Documents that were not read"));
  set_name (self->progress, _("Importing"));
  set_name (self->keep, _("Keep the Documents Beside the Articles"));
  set_name (self->choose_folder, _("Choose the folder for the articles"));
  set_name (self->split, _("Make an Article of Each Part"));
  set_name (self->choose_table, _("Choose the table of what is known"));
}

GtkWidget *
postil_import_documents_new (GtkWindow *parent)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  return g_object_new (POSTIL_TYPE_IMPORT_DOCUMENTS, "transient-for", parent, NULL);
}

void
postil_import_documents_set_folder (PostilImportDocuments *self,
                                    GFile                 *folder)
{
  g_return_if_fail (POSTIL_IS_IMPORT_DOCUMENTS (self));

  g_set_object (&self->target, folder);
  update_folder (self);
}

void
postil_import_documents_set_table (PostilImportDocuments *self,
                                   GFile                 *table)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (POSTIL_IS_IMPORT_DOCUMENTS (self));
  g_return_if_fail (G_IS_FILE (table));

  g_set_object (&self->known, table);
  shown = postil_files_dup_display_name (table);
  adw_action_row_set_subtitle (self->table, shown);
}

void
postil_import_documents_add_file (PostilImportDocuments *self,
                                  GFile                 *file)
{
  g_return_if_fail (POSTIL_IS_IMPORT_DOCUMENTS (self));
  g_return_if_fail (G_IS_FILE (file));

  g_ptr_array_add (self->files, g_object_ref (file));
}

void
postil_import_documents_set_clipboard (PostilImportDocuments *self,
                                       GBytes                *bytes,
                                       gboolean               is_html)
{
  g_return_if_fail (POSTIL_IS_IMPORT_DOCUMENTS (self));
  g_return_if_fail (bytes != NULL);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_bytes_ref (bytes);
  self->is_html = is_html;
  gtk_editable_set_text (GTK_EDITABLE (self->name), _("New Article"));
  self->is_named = FALSE;
}

void
postil_import_documents_show (PostilImportDocuments *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_if_fail (POSTIL_IS_IMPORT_DOCUMENTS (self));

  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *name = postil_files_dup_display_name (g_ptr_array_index (self->files, i));
      g_autofree char *base = g_path_get_basename (name);

      gtk_string_list_append (names, base);
    }
  adw_combo_row_set_model (self->document, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->document), self->files->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->name), self->bytes != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->charset), self->bytes == NULL);
  gtk_widget_set_visible (self->sources, self->bytes == NULL);
  gtk_window_set_title (GTK_WINDOW (self), self->bytes != NULL ? _("New Article From the Clipboard") : _("Make Articles of Documents"));
  update_folder (self);
  preview_cb (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->bytes != NULL ? GTK_WIDGET (self->name) : self->import);
  gtk_window_present (GTK_WINDOW (self));
}
