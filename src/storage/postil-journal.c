/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal: an append-only file of operations that makes kill -9 harmless and is the undo
 * list over restarts. Appends come from the main thread, marks of saving from a worker: a
 * mutex keeps their lines whole. Replay is idempotent, for it may itself be killed. */

#include "config.h"

#include "storage/postil-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"
#include "exchange/postil-change-json.h"
#include "storage/postil-reconcile.h"

#define MAX_JOURNALS 32
#define MAX_BYTES (8u * 1024u * 1024u)
#define MAX_CHANGES 10000u
#define KEPT_CHANGES 4000u
#define MAX_KEPT_BYTES (4u * 1024u * 1024u)

struct _PostilJournal
{
  char    *path;
  int      fd;
  GMutex   mutex;     /* guards the file's end, @pending and @sequence */
  GQueue   pending;   /* of GString: lines that could not be written yet */
  guint64  sequence;
};

typedef enum
{
  RECORD_HEADER,
  RECORD_DO,
  RECORD_OUTSIDE,
  RECORD_UNDO,
  RECORD_REDO,
  RECORD_SAVING,
  RECORD_SAVED,
  RECORD_DAMAGED
} RecordKind;

typedef struct
{
  RecordKind    kind;
  PostilChange *change;
  char         *sha256;
  guint64       sequence;
} Record;

static void
record_clear (gpointer data)
{
  Record *self = data;

  g_clear_pointer (&self->change, postil_change_unref);
  g_clear_pointer (&self->sha256, g_free);
}

char *
postil_journal_dup_directory (void)
{
  return g_build_filename (g_get_user_state_dir (), "postil", "journal", NULL);
}

/* --- Reading ------------------------------------------------------------------------- */

static RecordKind
read_kind (PostilJsonReader *reader)
{
  static const struct { const char *name; RecordKind kind; } kinds[] = {
    { "postil-journal", RECORD_HEADER }, { "do", RECORD_DO }, { "outside", RECORD_OUTSIDE },
    { "undo", RECORD_UNDO }, { "redo", RECORD_REDO }, { "saving", RECORD_SAVING },
    { "saved", RECORD_SAVED },
  };

  if (postil_json_reader_next (reader) != POSTIL_JSON_OBJECT_BEGIN ||
      postil_json_reader_next (reader) != POSTIL_JSON_KEY)
    return RECORD_DAMAGED;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (postil_json_reader_is (reader, kinds[i].name))
      return kinds[i].kind;
  return RECORD_DAMAGED;
}

static gboolean
read_mark (PostilJsonReader *reader, Record *record)
{
  if (reader->token == POSTIL_JSON_STRING)
    record->sha256 = postil_json_reader_dup_string (reader);
  else if (reader->token != POSTIL_JSON_NULL)
    return FALSE;
  return postil_json_reader_next (reader) == POSTIL_JSON_KEY &&
         postil_json_reader_is (reader, "sequence") &&
         postil_json_reader_next (reader) == POSTIL_JSON_NUMBER &&
         postil_json_reader_get_uint (reader, &record->sequence);
}

static void
read_record (const char *line, gsize length, Record *record)
{
  PostilJsonReader reader;
  const char *start;
  gsize size;
  gboolean is_good = postil_json_check (line, length, NULL, NULL);

  *record = (Record) { RECORD_DAMAGED, NULL, NULL, 0 };
  if (!is_good)
    return;
  postil_json_reader_init (&reader, line, length);
  record->kind = read_kind (&reader);
  if (record->kind == RECORD_DAMAGED)
    return;

  postil_json_reader_next (&reader);
  if (record->kind == RECORD_DO || record->kind == RECORD_OUTSIDE)
    {
      is_good = postil_json_reader_skip (&reader, &start, &size);
      if (is_good)
        record->change = postil_change_from_json (start, size, NULL);
      is_good = record->change != NULL;
    }
  else if (record->kind == RECORD_SAVING || record->kind == RECORD_SAVED)
    is_good = read_mark (&reader, record);
  if (!is_good)
    {
      record_clear (record);
      record->kind = RECORD_DAMAGED;
    }
}

/* Reads all whole lines; @good_bytes: up to where they are sound. */
static GArray *
read_records (const char *data, gsize length, gsize *good_bytes, gboolean *damaged)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (Record));
  gsize at = 0;

  g_array_set_clear_func (records, record_clear);
  *good_bytes = 0;
  *damaged = FALSE;
  while (at < length)
    {
      const char *end = memchr (data + at, '\n', length - at);
      Record record;

      if (end == NULL)
        break;
      read_record (data + at, (gsize) (end - data) - at, &record);
      if (record.kind == RECORD_DAMAGED)
        {
          *damaged = TRUE;
          break;
        }
      g_array_append_val (records, record);
      at = (gsize) (end - data) + 1;
      *good_bytes = at;
    }
  return records;
}

static gboolean
is_operation (const Record *record)
{
  return record->kind == RECORD_DO || record->kind == RECORD_OUTSIDE ||
         record->kind == RECORD_UNDO || record->kind == RECORD_REDO;
}

/* How many operations the sidecar with this hash holds: as the last "saved" says, or a later
 * "saving" that got through. Where somebody else wrote the sidecar: what we last saved. */
static guint64
find_held (GArray *records, const char *sidecar_sha256)
{
  guint64 held = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const Record *record = &g_array_index (records, Record, i);

      if (record->kind == RECORD_SAVED ||
          (record->kind == RECORD_SAVING && g_strcmp0 (record->sha256, sidecar_sha256) == 0))
        held = record->sequence;
    }
  return held;
}

/* --- Replaying ----------------------------------------------------------------------- */

static guint
replay_change (PostilDocument *document, PostilChange *change, PostilReport *report)
{
  g_autoptr(PostilChange) fitting = postil_reconcile_change (postil_document_get_layer (document),
                                                             change, report);
  g_autoptr(GError) error = NULL;

  if (postil_change_is_empty (fitting))
    return 0;
  if (postil_document_apply (document, fitting, POSTIL_ORIGIN_OUTSIDE, &error))
    return 1;
  if (report != NULL)
    postil_report_add_error (report, NULL, 0, error);
  return 0;
}

/* The change that a record makes, moving @history along; NULL where it makes none. */
static PostilChange *
follow_record (PostilHistory *history, const Record *record)
{
  PostilChange *change = NULL;

  switch (record->kind)
    {
    case RECORD_DO:
      postil_history_push (history, record->change);
      return postil_change_ref (record->change);
    case RECORD_OUTSIDE:
      return postil_change_ref (record->change);
    case RECORD_UNDO:
      change = postil_history_peek_undo (history);
      if (change == NULL)
        return NULL;
      change = postil_change_invert (change);
      postil_history_step_back (history);
      return change;
    case RECORD_REDO:
      change = postil_history_peek_redo (history);
      if (change == NULL)
        return NULL;
      postil_history_step_forward (history);
      return postil_change_ref (change);
    case RECORD_HEADER:
    case RECORD_SAVING:
    case RECORD_SAVED:
    case RECORD_DAMAGED:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

/* @adopted (nullable): gets the changes that were not held, for another journal. */
static guint
replay_records (GArray *records, PostilDocument *document, PostilHistory *history,
                const char *sidecar_sha256, GPtrArray *adopted, PostilReport *report, guint64 *sequence)
{
  guint64 held = find_held (records, sidecar_sha256);
  guint n_replayed = 0;

  *sequence = 0;
  for (guint i = 0; i < records->len; i++)
    {
      const Record *record = &g_array_index (records, Record, i);
      g_autoptr(PostilChange) change = follow_record (history, record);

      if (!is_operation (record))
        continue;
      ++*sequence;
      if (change == NULL || *sequence <= held)
        continue;
      n_replayed += replay_change (document, change, report);
      if (adopted != NULL)
        g_ptr_array_add (adopted, postil_change_ref (change));
    }
  return n_replayed;
}

/* --- Writing ------------------------------------------------------------------------- */

static gboolean
set_error (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("The journal of changes cannot be written: %s."), g_strerror (code));
  return FALSE;
}

/* A line is written whole or not at all. */
static gboolean
write_line (PostilJournal *self, GString *line, GError **error)
{
  off_t end = lseek (self->fd, 0, SEEK_END);
  gsize done = 0;

  while (done < line->len)
    {
      gssize n = write (self->fd, line->str + done, line->len - done);
      int code = errno;

      if (n < 0 && code == EINTR)
        continue;
      if (n <= 0)
        {
          if (end >= 0 && ftruncate (self->fd, end) != 0)
            g_debug ("The journal keeps a torn line: %s", g_strerror (errno));
          return set_error (error, n == 0 ? ENOSPC : code);
        }
      done += (gsize) n;
    }
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

gboolean
postil_journal_append (PostilJournal       *self,
                       PostilChange        *change,
                       PostilChangeOrigin   origin,
                       GError             **error)
{
  GString *line = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

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

static char *
make_path (const char *directory, GFile *sidecar, guint number)
{
  g_autofree char *uri = g_file_get_uri (sidecar);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
  g_autofree char *name = number == 1 ? g_strdup_printf ("%s.journal", hash)
                                      : g_strdup_printf ("%s-%u.journal", hash, number);

  return g_build_filename (directory, name, NULL);
}

/* −1 with EWOULDBLOCK where another process holds it. */
static int
open_locked (const char *path, gboolean create)
{
  int fd = open (path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0600);
  int code;

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  code = errno;
  close (fd);
  errno = code;
  return -1;
}

static GArray *
load_records (PostilJournal *self, PostilReport *report, GError **error)
{
  g_autofree char *data = NULL;
  gsize length, good_bytes;
  gboolean damaged;
  GArray *records;

  if (!g_file_get_contents (self->path, &data, &length, error))
    return NULL;

  records = read_records (data, length, &good_bytes, &damaged);
  if (damaged)
    {
      g_autofree char *aside = g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT, self->path, g_get_real_time ());

      g_file_set_contents (aside, data, (gssize) length, NULL);
      if (report != NULL)
        postil_report_add (report, NULL, records->len + 1, "malformed", NULL,
                           _("The journal of changes is damaged at line %u. What stands before it was "
                             "used; the whole journal was kept as “%s”."), records->len + 1, aside);
    }
  if (good_bytes < length && ftruncate (self->fd, (off_t) good_bytes) != 0)
    g_debug ("The journal keeps a torn line: %s", g_strerror (errno));
  return records;
}

static gboolean
write_header (PostilJournal *self, GFile *sidecar, GError **error)
{
  GString *line = g_string_new (NULL);
  g_autofree char *uri = g_file_get_uri (sidecar);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, line, TRUE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "postil-journal", 1);
  postil_json_writer_member (&writer, "sidecar", uri);
  postil_json_writer_end_object (&writer);
  return push_line (self, line, FALSE, error);
}

/* Journals of this sidecar that processes left behind: what they had not saved is done here. */
static guint
adopt_others (PostilJournal *self, const char *directory, GFile *sidecar, PostilDocument *document,
              const char *sidecar_sha256, PostilReport *report)
{
  guint n_replayed = 0;

  for (guint number = 1; number <= MAX_JOURNALS; number++)
    {
      PostilJournal other = { make_path (directory, sidecar, number), -1 };
      g_autofree char *path = other.path;
      g_autoptr(GPtrArray) adopted = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_change_unref);
      PostilHistory *scratch;
      g_autoptr(GArray) records = NULL;
      gboolean all_written = TRUE;
      guint64 unused;

      if (g_str_equal (path, self->path) || (other.fd = open_locked (path, FALSE)) < 0)
        continue;
      records = load_records (&other, report, NULL);
      scratch = postil_history_new ();
      if (records != NULL)
        n_replayed += replay_records (records, document, scratch, sidecar_sha256, adopted, report, &unused);
      postil_history_free (scratch);
      for (guint i = 0; i < adopted->len; i++)
        {
          all_written &= postil_journal_append (self, adopted->pdata[i], POSTIL_ORIGIN_DO, NULL);
          postil_history_push (postil_document_get_history (document), adopted->pdata[i]);
        }
      if (all_written && records != NULL && postil_journal_sync (self, NULL))
        unlink (path);
      close (other.fd);
    }
  return n_replayed;
}

/* Rewrites a journal that grew too large out of the history, whose oldest part goes. Only when
 * the sidecar holds everything. */
static void
compact (PostilJournal *self, GFile *sidecar, PostilDocument *document, const char *sidecar_sha256)
{
  PostilHistory *history = postil_document_get_history (document);
  g_autoptr(GString) lines = g_string_new (NULL);
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

  /* Killed in between: the header and what was written of the history are a sound journal of
   * less; the sidecar holds everything. */
  if (ftruncate (self->fd, 0) != 0)
    return;
  self->sequence = n_changes + (n_changes - postil_history_get_position (history));
  if (write_header (self, sidecar, NULL) &&
      postil_journal_note_saved (self, sidecar_sha256, self->sequence, NULL))
    {
      g_string_truncate (lines, lines->len - (lines->len > 0 ? 1 : 0));
      if (lines->len > 0)
        push_line (self, g_string_new_len (lines->str, (gssize) lines->len), FALSE, NULL);
    }
}

static PostilJournal *
take_free_journal (const char *directory, GFile *sidecar, GError **error)
{
  PostilJournal *self = g_new0 (PostilJournal, 1);
  int code = EWOULDBLOCK;

  self->fd = -1;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->pending);
  for (guint number = 1; number <= MAX_JOURNALS && self->fd < 0; number++)
    {
      g_free (self->path);
      self->path = make_path (directory, sidecar, number);
      self->fd = open_locked (self->path, TRUE);
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
  struct stat st;
  guint n;

  g_return_val_if_fail (G_IS_FILE (sidecar), NULL);
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);

  directory = postil_journal_dup_directory ();
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      set_error (error, errno);
      return NULL;
    }
  self = take_free_journal (directory, sidecar, error);
  if (self == NULL)
    return NULL;
  records = load_records (self, report, error);
  if (records == NULL || (records->len == 0 && !write_header (self, sidecar, error)))
    {
      postil_journal_close (self);
      return NULL;
    }

  n = replay_records (records, document, postil_document_get_history (document), sidecar_sha256,
                      NULL, report, &self->sequence);
  n += adopt_others (self, directory, sidecar, document, sidecar_sha256, report);
  if (n == 0 && self->sequence == find_held (records, sidecar_sha256) &&
      (self->sequence > MAX_CHANGES || (fstat (self->fd, &st) == 0 && st.st_size > MAX_BYTES)))
    compact (self, sidecar, document, sidecar_sha256);
  if (n_replayed != NULL)
    *n_replayed = n;
  return self;
}

void
postil_journal_close (PostilJournal *self)
{
  GString *line;

  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  while ((line = g_queue_pop_head (&self->pending)) != NULL)
    g_string_free (line, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}
