/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal: an append-only file of operations that makes kill -9 harmless and is the undo
 * list over restarts. Appends come from the main thread, marks of saving from a worker: a
 * mutex keeps their lines whole. Nothing stands behind a torn line, and a journal is rewritten
 * in one step. */

#include "config.h"

#include "storage/postil-journal.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "base/postil-json-writer.h"
#include "exchange/postil-change-json.h"
#include "storage/postil-journal-files.h"
#include "storage/postil-journal-replay.h"

#define MAX_BYTES (8u * 1024u * 1024u)
#define MAX_CHANGES 10000u
#define KEPT_CHANGES 4000u
#define MAX_KEPT_BYTES (4u * 1024u * 1024u)

struct _PostilJournal
{
  char           *path;
  int             fd;
  PostilDocument *document;  /* whose history this is */
  guint           position;  /* of the history, as a reader of the file would have it */
  GMutex          mutex;     /* guards the file, @end, @pending and @sequence */
  off_t           end;       /* up to where the file holds whole lines */
  GQueue          pending;   /* of GString: lines that could not be written yet */
  guint64         sequence;
  gboolean        is_loaded;
};

/* --- Writing ------------------------------------------------------------------------- */

static gboolean
set_error (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("The journal of changes cannot be written: %s."), g_strerror (code));
  return FALSE;
}

/* Nothing is written behind a torn line: a reader would stop there. */
static gboolean
cut_torn_line (PostilJournal *self)
{
  off_t there = lseek (self->fd, 0, SEEK_END);

  return there >= 0 && (there == self->end || ftruncate (self->fd, self->end) == 0);
}

/* A line is written whole or not at all. */
static gboolean
write_line (PostilJournal *self, GString *line, GError **error)
{
  gsize done = 0;

  if (!cut_torn_line (self))
    return set_error (error, errno);
  while (done < line->len)
    {
      gssize n = write (self->fd, line->str + done, line->len - done);
      int code = errno;

      if (n < 0 && code == EINTR)
        continue;
      if (n <= 0)
        {
          if (!cut_torn_line (self))
            g_debug ("The journal ends in a torn line: %s", g_strerror (errno));
          return set_error (error, n == 0 ? ENOSPC : code);
        }
      done += (gsize) n;
    }
  self->end += (off_t) done;
  return TRUE;
}

static gboolean
write_pending (PostilJournal *self, GError **error)
{
  while (!g_queue_is_empty (&self->pending))
    {
      GString *line = g_queue_peek_head (&self->pending);

      if (!write_line (self, line, error))
        return FALSE;
      g_string_free (g_queue_pop_head (&self->pending), TRUE);
    }
  return TRUE;
}

static void
drop_pending (PostilJournal *self)
{
  GString *line;

  while ((line = g_queue_pop_head (&self->pending)) != NULL)
    g_string_free (line, TRUE);
}

static gboolean
push_line (PostilJournal *self, GString *line, gboolean counts, GError **error)
{
  gboolean written;

  g_string_append_c (line, '\n');
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->pending, line);
  if (counts)
    self->sequence++;
  written = write_pending (self, error);
  g_mutex_unlock (&self->mutex);
  return written;
}

static GString *
make_change_line (const char *kind, PostilChange *change)
{
  GString *line = g_string_new ("{\"");

  g_string_append (line, kind);
  g_string_append (line, "\":");
  postil_change_to_json (change, line);
  g_string_append_c (line, '}');
  return line;
}

/* Where the history stood before the change that was just made. */
static guint
get_position_before (PostilJournal *self, PostilChangeOrigin origin)
{
  guint now = postil_history_get_position (postil_document_get_history (self->document));

  switch (origin)
    {
    case POSTIL_ORIGIN_DO:
    case POSTIL_ORIGIN_REDO:
      return now > 0 ? now - 1 : 0;
    case POSTIL_ORIGIN_UNDO:
      return now + 1;
    case POSTIL_ORIGIN_OUTSIDE:
      return now;
    }
  g_return_val_if_reached (now);
}

gboolean
postil_journal_append (PostilJournal       *self,
                       PostilChange        *change,
                       PostilChangeOrigin   origin,
                       GError             **error)
{
  GString *line = NULL;
  guint before;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  before = get_position_before (self, origin);
  if (before != self->position)
    {
      GString *moved = g_string_new (NULL);

      g_string_append_printf (moved, "{\"position\":%u}", before);
      push_line (self, moved, FALSE, NULL);
    }
  self->position = postil_history_get_position (postil_document_get_history (self->document));
  switch (origin)
    {
    case POSTIL_ORIGIN_DO:
      line = make_change_line ("do", change);
      break;
    case POSTIL_ORIGIN_OUTSIDE:
      line = make_change_line ("outside", change);
      break;
    case POSTIL_ORIGIN_UNDO:
      line = g_string_new ("{\"undo\":1}");
      break;
    case POSTIL_ORIGIN_REDO:
      line = g_string_new ("{\"redo\":1}");
      break;
    }
  return push_line (self, line, TRUE, error);
}

guint64
postil_journal_get_sequence (PostilJournal *self)
{
  guint64 sequence;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  sequence = self->sequence;
  g_mutex_unlock (&self->mutex);
  return sequence;
}

gboolean
postil_journal_sync (PostilJournal  *self,
                     GError        **error)
{
  gboolean written;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  written = write_pending (self, error);
  g_mutex_unlock (&self->mutex);
  if (!written)
    return FALSE;
  if (fdatasync (self->fd) != 0)
    return set_error (error, errno);
  return TRUE;
}

static gboolean
note (PostilJournal *self, const char *kind, const char *sha256, guint64 sequence, GError **error)
{
  GString *line = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, line, TRUE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, kind);
  postil_json_writer_string (&writer, sha256);
  postil_json_writer_member_uint (&writer, "sequence", sequence);
  postil_json_writer_end_object (&writer);
  return push_line (self, line, FALSE, error);
}

gboolean
postil_journal_note_saving (PostilJournal  *self,
                            const char     *sidecar_sha256,
                            guint64         sequence,
                            GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return note (self, "saving", sidecar_sha256, sequence, error);
}

gboolean
postil_journal_note_saved (PostilJournal  *self,
                           const char     *sidecar_sha256,
                           guint64         sequence,
                           GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return note (self, "saved", sidecar_sha256, sequence, error);
}

/* --- Opening ------------------------------------------------------------------------- */

/* What cannot be read is kept beside, or else the journal stays as it is and is not used. */
static gboolean
keep_aside (PostilJournal *self, const char *data, gsize length, guint line, PostilReport *report, GError **error)
{
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT, self->path, g_get_real_time ());

  if (!g_file_set_contents (aside, data, (gssize) length, error))
    return FALSE;
  if (report != NULL)
    postil_report_add (report, NULL, line, "malformed", NULL,
                       _("The journal of changes is damaged at line %u. What stands before it was "
                         "used; the whole journal was kept as “%s”."), line, aside);
  return TRUE;
}

static GArray *
load_records (PostilJournal *self, PostilReport *report, GError **error)
{
  g_autofree char *data = NULL;
  gsize length, good_bytes;
  gboolean damaged;
  g_autoptr(GArray) records = NULL;

  if (!g_file_get_contents (self->path, &data, &length, error))
    return NULL;

  records = postil_journal_read_records (data, length, &good_bytes, &damaged);
  if (records->len > 0 && g_array_index (records, PostilRecord, 0).sequence > 1)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                           _("The journal of changes was written by a newer version of Postil. "
                             "Update Postil to have what you had not saved there."));
      return NULL;
    }
  if (damaged && !keep_aside (self, data, length, records->len + 1, report, error))
    return NULL;
  self->end = (off_t) good_bytes;
  if (!cut_torn_line (self))
    g_debug ("The journal ends in a torn line: %s", g_strerror (errno));
  return g_steal_pointer (&records);
}

static gboolean
write_header (PostilJournal *self, GFile *sidecar, GError **error)
{
  GString *line = g_string_new (NULL);
  g_autofree char *uri = postil_journal_files_dup_identity (sidecar);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, line, TRUE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "postil-journal", 1);
  postil_json_writer_member (&writer, "sidecar", uri);
  postil_json_writer_end_object (&writer);
  return push_line (self, line, FALSE, error);
}

/* Takes over what one journal had not saved, and removes it once that is safe here. */
static guint
adopt (PostilJournal *self, PostilJournal *other, const char *sidecar_sha256, PostilReport *report)
{
  g_autoptr(GPtrArray) adopted = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_change_unref);
  g_autoptr(PostilHistory) scratch = postil_history_new ();
  g_autoptr(GArray) records = load_records (other, report, NULL);
  gboolean all_written = TRUE;
  guint n_replayed;
  guint64 unused;

  if (records == NULL)
    return 0;

  n_replayed = postil_journal_replay (records, self->document, scratch, sidecar_sha256, adopted, report, &unused);
  for (guint i = 0; i < adopted->len; i++)
    {
      postil_history_push (postil_document_get_history (self->document), adopted->pdata[i]);
      all_written &= postil_journal_append (self, adopted->pdata[i], POSTIL_ORIGIN_DO, NULL);
    }
  /* Were it adopted twice, what was undone in between would come back. */
  if (all_written && postil_journal_sync (self, NULL) && unlink (other->path) != 0 &&
      ftruncate (other->fd, 0) != 0)
    g_debug ("An adopted journal cannot be removed: %s", g_strerror (errno));
  return n_replayed;
}

/* Journals of this sidecar that processes left behind: what they had not saved is done here. */
static guint
adopt_others (PostilJournal *self, const char *directory, GFile *sidecar,
              const char *sidecar_sha256, PostilReport *report)
{
  guint n_replayed = 0;

  for (guint number = 1; number <= POSTIL_MAX_JOURNALS; number++)
    {
      g_autofree char *path = postil_journal_files_dup_path (directory, sidecar, number);
      PostilJournal other = { .path = path, .fd = -1 };

      if (g_str_equal (path, self->path) || (other.fd = postil_journal_files_open_locked (path, FALSE)) < 0)
        continue;
      n_replayed += adopt (self, &other, sidecar_sha256, report);
      close (other.fd);
    }
  return n_replayed;
}

static PostilHistory *
copy_history (PostilHistory *history)
{
  PostilHistory *copy = postil_history_new ();

  for (guint i = 0; i < postil_history_get_n_changes (history); i++)
    postil_history_push (copy, postil_history_get_change (history, i));
  while (postil_history_get_position (copy) > postil_history_get_position (history))
    postil_history_step_back (copy);
  return copy;
}

/* The history as lines; so much of its beginning goes from it that they are few enough. */
static GString *
make_kept_lines (PostilHistory *history)
{
  GString *lines = g_string_new (NULL);
  guint n_changes;

  postil_history_trim (history, KEPT_CHANGES);
  for (;;)
    {
      n_changes = postil_history_get_n_changes (history);
      g_string_truncate (lines, 0);
      for (guint i = 0; i < n_changes; i++)
        {
          GString *line = make_change_line ("do", postil_history_get_change (history, i));

          g_string_append_printf (lines, "%s\n", line->str);
          g_string_free (line, TRUE);
        }
      if (lines->len <= MAX_KEPT_BYTES || n_changes <= 1)
        break;
      postil_history_trim (history, n_changes / 2);
    }
  for (guint i = postil_history_get_position (history); i < n_changes; i++)
    g_string_append (lines, "{\"undo\":1}\n");
  return lines;
}

static gboolean
write_compacted (PostilJournal *self, GFile *sidecar, PostilHistory *kept, const char *sidecar_sha256)
{
  g_autoptr(GString) lines = make_kept_lines (kept);

  self->sequence = 2u * postil_history_get_n_changes (kept) - postil_history_get_position (kept);
  if (!write_header (self, sidecar, NULL) || (lines->len > 0 && !write_line (self, lines, NULL)))
    return FALSE;
  return postil_journal_note_saved (self, sidecar_sha256, self->sequence, NULL) &&
         postil_journal_sync (self, NULL);
}

/* Rewrites a journal that grew too large out of the history, whose oldest part goes. Only when
 * the sidecar holds everything. A new file takes the place of the old one in one step, locked
 * before it has the name, so that a death in between leaves one of the two. */
static void
compact (PostilJournal *self, const char *directory, GFile *sidecar, const char *sidecar_sha256)
{
  g_autofree char *path = g_strconcat (self->path, ".new", NULL);
  PostilHistory *history = postil_document_get_history (self->document);
  g_autoptr(PostilHistory) kept = copy_history (history);
  guint64 sequence = self->sequence;
  off_t end = self->end;
  int old_fd = self->fd;

  unlink (path);
  self->fd = postil_journal_files_open_locked (path, TRUE);
  self->end = 0;
  if (self->fd >= 0 && write_compacted (self, sidecar, kept, sidecar_sha256) && rename (path, self->path) == 0)
    {
      postil_history_trim (history, postil_history_get_n_changes (kept));
      self->position = postil_history_get_position (history);
      postil_journal_files_sync_directory (directory);
      close (old_fd);
      return;
    }
  if (self->fd >= 0)
    close (self->fd);
  unlink (path);
  drop_pending (self);
  self->fd = old_fd;
  self->end = end;
  self->sequence = sequence;
}

static PostilJournal *
take_free_journal (const char *directory, GFile *sidecar, PostilDocument *document, GError **error)
{
  PostilJournal *self = g_new0 (PostilJournal, 1);
  int code = EWOULDBLOCK;

  self->fd = -1;
  self->document = g_object_ref (document);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->pending);
  for (guint number = 1; number <= POSTIL_MAX_JOURNALS && self->fd < 0; number++)
    {
      g_free (self->path);
      self->path = postil_journal_files_dup_path (directory, sidecar, number);
      self->fd = postil_journal_files_open_locked (self->path, TRUE);
      code = errno;
      if (self->fd < 0 && code != EWOULDBLOCK)
        break;
    }
  if (self->fd >= 0)
    return self;

  set_error (error, code);
  postil_journal_close (self);
  return NULL;
}

PostilJournal *
postil_journal_open (GFile           *sidecar,
                     PostilDocument  *document,
                     const char      *sidecar_sha256,
                     guint           *n_replayed,
                     PostilReport    *report,
                     GError         **error)
{
  g_autofree char *directory = NULL;
  g_autoptr(GArray) records = NULL;
  PostilJournal *self;
  guint n;

  g_return_val_if_fail (G_IS_FILE (sidecar), NULL);
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);

  directory = postil_journal_dup_directory ();
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      set_error (error, errno);
      return NULL;
    }
  self = take_free_journal (directory, sidecar, document, error);
  if (self == NULL)
    return NULL;
  records = load_records (self, report, error);
  if (records == NULL || (records->len == 0 && !write_header (self, sidecar, error)))
    {
      postil_journal_close (self);
      return NULL;
    }

  if (records->len == 0)
    postil_journal_files_sync_directory (directory);

  n = postil_journal_replay (records, document, postil_document_get_history (document), sidecar_sha256,
                             NULL, report, &self->sequence);
  self->position = postil_history_get_position (postil_document_get_history (document));
  self->is_loaded = TRUE;
  n += adopt_others (self, directory, sidecar, sidecar_sha256, report);
  if (n == 0 && self->sequence == postil_journal_find_held (records, sidecar_sha256) &&
      (self->sequence > MAX_CHANGES || self->end > MAX_BYTES))
    compact (self, directory, sidecar, sidecar_sha256);
  if (n_replayed != NULL)
    *n_replayed = n;
  return self;
}

void
postil_journal_close (PostilJournal *self)
{
  if (self == NULL)
    return;

  if (self->is_loaded && self->sequence == 0)
    unlink (self->path);
  if (self->fd >= 0)
    close (self->fd);
  drop_pending (self);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->document);
  g_free (self->path);
  g_free (self);
}
