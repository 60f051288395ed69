/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The properties of an article. Invariant: only fields that the person changed are written, so
 * that what others write at the same time stays; what could not be read cannot be saved over.
 * Storage reads and writes, in threads. Main thread. */

#include "config.h"

#include "app/dialogs/postil-article-properties.h"

#include <glib/gi18n-lib.h>

#include "app/postil-labels.h"
#include "storage/postil-files.h"
#include "storage/postil-records.h"

#define N_ENTRIES POSTIL_RECORD_ORIGINAL

struct _PostilArticleProperties
{
  AdwWindow            parent_instance;

  GFile               *article;
  PostilArticleRecord *record; /* as it was read; NULL before */
  GCancellable        *cancellable;

  GtkWidget           *save;
  GtkLabel            *problem;
  GtkEditable         *title;
  GtkEditable         *author;
  GtkEditable         *date;
  GtkEditable         *publisher;
  GtkEditable         *language;
  GtkEditable         *url;
  AdwActionRow        *file;
  AdwActionRow        *format;
  AdwActionRow        *original;
};

G_DEFINE_FINAL_TYPE (PostilArticleProperties, postil_article_properties, ADW_TYPE_WINDOW)

/* In the order of PostilRecordField. */
static void
get_entries (PostilArticleProperties *self,
             GtkEditable             *entries[N_ENTRIES])
{
  entries[POSTIL_RECORD_TITLE] = self->title;
  entries[POSTIL_RECORD_AUTHOR] = self->author;
  entries[POSTIL_RECORD_DATE] = self->date;
  entries[POSTIL_RECORD_PUBLISHER] = self->publisher;
  entries[POSTIL_RECORD_LANGUAGE] = self->language;
  entries[POSTIL_RECORD_URL] = self->url;
}

static void
show_problem (PostilArticleProperties *self,
              const GError            *error)
{
  gtk_label_set_label (self->problem, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
show_record (PostilArticleProperties *self)
{
  const char *original = postil_article_record_get (self->record, POSTIL_RECORD_ORIGINAL);
  const char *format = postil_article_record_get (self->record, POSTIL_RECORD_ORIGINAL_FORMAT);
  g_autofree char *shown = NULL;
  GtkEditable *entries[N_ENTRIES];

  get_entries (self, entries);
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *value = postil_article_record_get (self->record, i);

      gtk_editable_set_text (entries[i], value != NULL ? value : "");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->original), original != NULL);
  if (original == NULL)
    return;
  shown = format != NULL ? g_strdup_printf ("%s (%s)", original, format) : g_strdup (original);
  adw_action_row_set_subtitle (self->original, shown);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  PostilArticleRecord *record = postil_records_lookup (task_data, cancellable, &error);

  if (record != NULL)
    g_task_return_pointer (task, record, (GDestroyNotify) postil_article_record_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  PostilArticleProperties *self = POSTIL_ARTICLE_PROPERTIES (source);
  g_autoptr (GError) error = NULL;

  self->record = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->record == NULL)
    {
      show_problem (self, error);
      return;
    }
  show_record (self);
  gtk_widget_set_sensitive (self->save, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
}

typedef struct
{
  GFile     *folder;
  GPtrArray *records;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->folder);
  g_ptr_array_unref (saving->records);
  g_free (saving);
}

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Saving *saving = task_data;
  GError *error = NULL;

  if (postil_records_update (saving->folder, NULL, saving->records, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  PostilArticleProperties *self = POSTIL_ARTICLE_PROPERTIES (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  show_problem (self, error);
  gtk_widget_set_sensitive (self->save, TRUE);
}

static PostilArticleRecord *
dup_changes (PostilArticleProperties *self)
{
  PostilArticleRecord *changes = postil_article_record_new (self->record->article);
  GtkEditable *entries[N_ENTRIES];

  get_entries (self, entries);
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *before = postil_article_record_get (self->record, i);
      g_autofree char *after = g_strstrip (g_strdup (gtk_editable_get_text (entries[i])));

      if (g_strcmp0 (before != NULL ? before : "", after) != 0)
        postil_article_record_set (changes, i, after);
    }
  return changes;
}

static void
save_cb (PostilArticleProperties *self)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving = NULL;

  if (self->record == NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->folder = g_file_get_parent (self->article);
  saving->records = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_article_record_free);
  g_ptr_array_add (saving->records, dup_changes (self));
  gtk_widget_set_sensitive (self->save, FALSE);
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, save_cb);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_thread);
}

static void
postil_article_properties_dispose (GObject *object)
{
  PostilArticleProperties *self = POSTIL_ARTICLE_PROPERTIES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->article);

  G_OBJECT_CLASS (postil_article_properties_parent_class)->dispose (object);
}

static void
postil_article_properties_finalize (GObject *object)
{
  g_clear_pointer (&POSTIL_ARTICLE_PROPERTIES (object)->record, postil_article_record_free);

  G_OBJECT_CLASS (postil_article_properties_parent_class)->finalize (object);
}

static void
postil_article_properties_class_init (PostilArticlePropertiesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_article_properties_dispose;
  object_class->finalize = postil_article_properties_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-article-properties.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, save);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, problem);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, title);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, author);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, date);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, publisher);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, language);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, url);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, file);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, format);
  gtk_widget_class_bind_template_child (widget_class, PostilArticleProperties, original);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_article_properties_init (PostilArticleProperties *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
}

GtkWidget *
postil_article_properties_new (GtkWindow  *parent,
                               GFile      *article,
                               const char *format)
{
  PostilArticleProperties *self = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *charset = postil_files_dup_charset (format);

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_FILE (article), NULL);

  self = g_object_new (POSTIL_TYPE_ARTICLE_PROPERTIES, "transient-for", parent, NULL);
  self->article = g_object_ref (article);
  shown = postil_files_dup_display_name (article);
  adw_action_row_set_subtitle (self->file, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->format), charset != NULL);
  if (charset != NULL)
    adw_action_row_set_subtitle (self->format, charset);
  gtk_widget_set_visible (GTK_WIDGET (self->original), FALSE);
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, postil_article_properties_new);
  g_task_set_task_data (task, g_object_ref (article), g_object_unref);
  g_task_run_in_thread (task, read_thread);
  return GTK_WIDGET (self);
}
