/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A growing list of entries that are written once and never changed. Each entry owns its
 * strings. Used from one thread at a time; the counting of references is atomic, so that a
 * report can be handed from a worker to the main thread. */

#include "config.h"

#include "base/postil-report.h"

#include <gio/gio.h>

#include "base/postil-error.h"

struct _PostilReport
{
  gatomicrefcount  ref_count;
  GPtrArray       *entries; /* of PostilReportEntry */
};

static const char *const error_kinds[] = {
  [POSTIL_ERROR_NOT_TEXT] = "encoding",
  [POSTIL_ERROR_ENCODING] = "encoding",
  [POSTIL_ERROR_TOO_LARGE] = "malformed",
  [POSTIL_ERROR_MALFORMED] = "malformed",
  [POSTIL_ERROR_SCHEMA] = "schema",
  [POSTIL_ERROR_NEWER_VERSION] = "newer-version",
  [POSTIL_ERROR_RANGE] = "range",
  [POSTIL_ERROR_QUOTE_MISMATCH] = "quote-mismatch",
  [POSTIL_ERROR_SELF_OVERLAP] = "self-overlap",
  [POSTIL_ERROR_STALE] = "stale",
  [POSTIL_ERROR_CONFLICT] = "conflict",
  [POSTIL_ERROR_READ_ONLY] = "read-only",
  [POSTIL_ERROR_UNKNOWN] = "unknown",
  [POSTIL_ERROR_USAGE] = "usage",
  [POSTIL_ERROR_UNDEFINED] = "undefined",
};

static PostilReportEntry *
entry_new (const char *file,
           guint       line,
           const char *kind,
           const char *item,
           char       *message)
{
  PostilReportEntry *entry = g_new0 (PostilReportEntry, 1);

  g_assert (message != NULL);

  entry->file = g_strdup (file);
  entry->kind = g_strdup (kind);
  entry->item = g_strdup (item);
  entry->message = message;
  entry->line = line;
  return entry;
}

static void
entry_free (gpointer data)
{
  PostilReportEntry *entry = data;

  g_free ((char *) entry->file);
  g_free ((char *) entry->kind);
  g_free ((char *) entry->item);
  g_free ((char *) entry->message);
  g_free (entry);
}

static const char *
kind_of_error (const GError *error)
{
  g_assert (error != NULL);

  if (error->domain == POSTIL_ERROR && error->code >= 0 &&
      (gsize) error->code < G_N_ELEMENTS (error_kinds))
    return error_kinds[error->code];
  return "unreadable";
}

PostilReport *
postil_report_new (void)
{
  PostilReport *self = g_new0 (PostilReport, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

PostilReport *
postil_report_ref (PostilReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_report_unref (PostilReport *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

void
postil_report_add (PostilReport *self,
                   const char   *file,
                   guint         line,
                   const char   *kind,
                   const char   *item,
                   const char   *format,
                   ...)
{
  va_list args;
  char *message;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (format != NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->entries, entry_new (file, line, kind, item, message));
}

void
postil_report_add_error (PostilReport *self,
                         const char   *file,
                         guint         line,
                         const GError *error)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (error != NULL);

  g_ptr_array_add (self->entries, entry_new (file, line, kind_of_error (error), NULL,
                                             g_strdup (error->message)));
}

void
postil_report_take_all (PostilReport *self,
                        PostilReport *other,
                        const char   *file)
{
  guint n_entries;

  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);
  g_return_if_fail (self != other);

  n_entries = other->entries->len;
  for (guint i = 0; i < n_entries; i++)
    {
      PostilReportEntry *entry = g_ptr_array_index (other->entries, i);

      if (entry->file == NULL)
        entry->file = g_strdup (file);
    }
  g_ptr_array_extend_and_steal (self->entries, g_steal_pointer (&other->entries));
  other->entries = g_ptr_array_new_with_free_func (entry_free);
}

guint
postil_report_get_n_entries (PostilReport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

const PostilReportEntry *
postil_report_get_entry (PostilReport *self,
                         guint         index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_ptr_array_index (self->entries, index);
}
