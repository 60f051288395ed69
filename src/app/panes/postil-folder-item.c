/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article in the list of a folder: what was scanned, what is known about it, and both in
 * words. There may be a hundred thousand, so nothing is kept that can be made when it is
 * seen. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PostilFolderItem
{
  GObject        parent_instance;

  PostilScanned *scanned;
  char          *name;     /* NULL: the path is valid as it is */
  char          *key;
  PostilArticleRecord *record;
  guint          n_seconds;
  guint          place;
  gboolean       is_assigned;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilFolderItem, postil_folder_item, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
postil_folder_item_finalize (GObject *object)
{
  PostilFolderItem *self = POSTIL_FOLDER_ITEM (object);

  postil_scanned_unref (self->scanned);
  g_free (self->name);
  g_free (self->key);
  postil_article_record_free (self->record);

  G_OBJECT_CLASS (postil_folder_item_parent_class)->finalize (object);
}

static void
postil_folder_item_class_init (PostilFolderItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_folder_item_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
postil_folder_item_init (PostilFolderItem *self)
{
  self->is_assigned = TRUE;
}

PostilFolderItem *
postil_folder_item_new (PostilScanned *scanned)
{
  PostilFolderItem *self = NULL;

  g_return_val_if_fail (scanned != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_FOLDER_ITEM, NULL);
  self->scanned = postil_scanned_ref (scanned);
  if (!g_utf8_validate (scanned->path, -1, NULL))
    self->name = g_filename_display_name (scanned->path);
  self->key = g_utf8_collate_key_for_filename (postil_folder_item_get_name (self), -1);
  return self;
}

void
postil_folder_item_set_scanned (PostilFolderItem *self,
                                PostilScanned    *scanned)
{
  PostilScanned *old = NULL;

  g_return_if_fail (POSTIL_IS_FOLDER_ITEM (self));
  g_return_if_fail (scanned != NULL && g_str_equal (scanned->path, self->scanned->path));

  old = self->scanned;
  self->scanned = postil_scanned_ref (scanned);
  postil_scanned_unref (old);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

PostilScanned *
postil_folder_item_get_scanned (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  return self->scanned;
}

const char *
postil_folder_item_get_path (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  return self->scanned->path;
}

const char *
postil_folder_item_get_name (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  return self->name != NULL ? self->name : self->scanned->path;
}

const char *
postil_folder_item_get_key (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  return self->key;
}

static gboolean
records_equal (const PostilArticleRecord *a,
               const PostilArticleRecord *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    if (g_strcmp0 (postil_article_record_get (a, i), postil_article_record_get (b, i)) != 0)
      return FALSE;
  return TRUE;
}

void
postil_folder_item_set_record (PostilFolderItem          *self,
                               const PostilArticleRecord *record)
{
  g_return_if_fail (POSTIL_IS_FOLDER_ITEM (self));

  if (records_equal (self->record, record))
    return;
  postil_article_record_free (self->record);
  self->record = record != NULL ? postil_article_record_copy (record) : NULL;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const PostilArticleRecord *
postil_folder_item_get_record (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  return self->record;
}

char *
postil_folder_item_dup_details (PostilFolderItem *self)
{
  static const PostilRecordField fields[] = {
    POSTIL_RECORD_TITLE, POSTIL_RECORD_AUTHOR, POSTIL_RECORD_PUBLISHER, POSTIL_RECORD_DATE
  };
  g_autoptr (GString) details = g_string_new (NULL);

  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  for (guint i = 0; self->record != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = postil_article_record_get (self->record, fields[i]);

      if (value != NULL)
        g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", value);
    }
  return g_string_free (g_steal_pointer (&details), FALSE);
}

const char *
postil_folder_item_get_date (PostilFolderItem *self)
{
  const char *date = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), "");

  date = self->record != NULL ? postil_article_record_get (self->record, POSTIL_RECORD_DATE) : NULL;
  return date != NULL ? date : "";
}

char *
postil_folder_item_dup_date (PostilFolderItem *self)
{
  const char *date = NULL;
  g_autoptr (GDateTime) changed = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  date = postil_folder_item_get_date (self);
  if (*date != '\0' || self->scanned->changed == 0)
    return g_strdup (date);
  changed = g_date_time_new_from_unix_local (self->scanned->changed);
  return changed != NULL ? g_date_time_format (changed, "%Y-%m-%d") : g_strdup ("");
}

void
postil_folder_item_set_seconds (PostilFolderItem *self,
                                guint             n_seconds)
{
  g_return_if_fail (POSTIL_IS_FOLDER_ITEM (self));

  if (self->n_seconds == n_seconds)
    return;
  self->n_seconds = n_seconds;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

guint
postil_folder_item_get_seconds (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), 0);

  return self->n_seconds;
}

void
postil_folder_item_set_assigned (PostilFolderItem *self,
                                 gboolean          is_assigned,
                                 guint             place)
{
  g_return_if_fail (POSTIL_IS_FOLDER_ITEM (self));

  self->is_assigned = is_assigned;
  self->place = place;
}

gboolean
postil_folder_item_is_assigned (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), FALSE);

  return self->is_assigned;
}

guint
postil_folder_item_get_place (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), 0);

  return self->place;
}

PostilArticleState
postil_folder_item_get_state (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), POSTIL_ARTICLE_UNTOUCHED);

  return postil_summary_get_state (self->scanned->summary);
}

const char *
postil_folder_item_get_state_title (PostilFolderItem *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), "");

  switch (postil_folder_item_get_state (self))
    {
    case POSTIL_ARTICLE_UNTOUCHED:
      return C_("state of an article", "untouched");
    case POSTIL_ARTICLE_IN_PROGRESS:
      return C_("state of an article", "in progress");
    case POSTIL_ARTICLE_DONE:
      return C_("state of an article", "done");
    }
  return "";
}

gboolean
postil_folder_item_has_problem (PostilFolderItem *self)
{
  const PostilScanned *scanned = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), FALSE);

  scanned = self->scanned;
  return scanned->error != NULL || scanned->has_conflict || !scanned->exists || scanned->n_unknown > 0 ||
         (scanned->summary != NULL && postil_summary_get (scanned->summary)->n_orphans > 0);
}

char *
postil_folder_item_dup_duration (guint64 n_seconds)
{
  guint n_minutes = (guint) (n_seconds / 60);

  if (n_minutes == 0)
    return NULL;
  if (n_minutes < 60)
    /* Translators: a duration in minutes */
    return g_strdup_printf (_("%u min"), n_minutes);
  /* Translators: a duration in hours and minutes */
  return g_strdup_printf (_("%u h %u min"), n_minutes / 60, n_minutes % 60);
}

/* Takes @text. */
static void
append_part (GString *out,
             char    *text,
             guint    n)
{
  if (n > 0 && out->len > 0)
    g_string_append (out, " · ");
  if (n > 0)
    g_string_append (out, text);
  g_free (text);
}

char *
postil_folder_item_dup_status (PostilFolderItem *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const PostilScanned *scanned = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  scanned = self->scanned;
  if (scanned->summary != NULL)
    {
      guint n = postil_summary_get_n_annotations (scanned->summary);
      guint n_unsure = postil_summary_get (scanned->summary)->n_unsure;
      guint n_moved = postil_summary_get (scanned->summary)->n_moved;

      append_part (out, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation", "%u annotations", n), n), n);
      append_part (out, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u unsure", "%u unsure", n_unsure), n_unsure), n_unsure);
      append_part (out, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u to check", "%u to check", n_moved), n_moved), n_moved);
    }
  append_part (out, postil_folder_item_dup_duration (self->n_seconds), self->n_seconds / 60);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
postil_folder_item_dup_problem (PostilFolderItem *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const PostilScanned *scanned = NULL;
  guint n = 0;

  g_return_val_if_fail (POSTIL_IS_FOLDER_ITEM (self), NULL);

  if (!postil_folder_item_has_problem (self))
    return NULL;
  scanned = self->scanned;
  if (scanned->error != NULL)
    return g_strdup_printf (_("The annotations cannot be read: %s"), scanned->error);
  if (!scanned->exists)
    return g_strdup (_("There are annotations, but the article is missing."));
  if (scanned->has_conflict)
    return g_strdup (_("A sync service left a conflicted copy of the annotations."));
  n = postil_summary_get (scanned->summary)->n_orphans;
  append_part (out, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage is no longer in the text",
                                               "%u passages are no longer in the text", n), n), n);
  n = scanned->n_unknown;
  append_part (out, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation bears a code that the codebook lacks",
                                               "%u annotations bear codes that the codebook lacks", n), n), n);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
