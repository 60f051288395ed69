/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that the drivers kill and disturb. Before each change it writes a line with what it
 * is about to do, and after postil_document_apply() has returned (when the app would draw it)
 * one that acknowledges it, both by write(2), so that what a driver has read was really so.
 *
 *   postil-kill-child mark ARTICLE SEED      random changes until it is killed
 *   postil-kill-child tag ARTICLE SEED N     N passages, then saves and ends
 *   postil-kill-child mix ARTICLE SEED N     N random changes while others make theirs, then saves
 *   postil-kill-child script ARTICLE         a fixed session, each step with the state after it;
 *                                            2: it said why it could not begin
 *   postil-kill-child check ARTICLE [flush]  what a reopening shows; 3: the sidecar is broken */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/postil-json-writer.h"
#include "exchange/postil-sidecar.h"
#include "store-fixture.h"

#define CODER "maria"
#define SETTLE_MS 300
#define MOST_ANNOTATIONS 60u

static const char *const codes[] = { "position", "concern", "concession", "outcome" };

typedef struct
{
  PostilStore    *store;
  PostilDocument *document;
  GRand          *random;
  guint           n_changes;
  gboolean        tells_state;
  gboolean        has_others; /* a step whose passage they changed cannot be undone */
} Child;

static void
put_line (GString *line)
{
  gsize done = 0;

  g_string_append_c (line, '\n');
  while (done < line->len)
    {
      gssize n = write (STDOUT_FILENO, line->str + done, line->len - done);

      if (n <= 0)
        _exit (4);
      done += (gsize) n;
    }
  g_string_free (line, TRUE);
}

static void
append_annotation (GString *line, PostilAnnotation *annotation)
{
  PostilSpan hull = postil_annotation_get_hull (annotation);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, line, TRUE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "id", postil_annotation_get_id (annotation));
  postil_json_writer_member (&writer, "code", postil_annotation_get_code (annotation));
  postil_json_writer_member_uint (&writer, "start", hull.start);
  postil_json_writer_member_uint (&writer, "end", hull.end);
  postil_json_writer_member_optional (&writer, "note", postil_annotation_get_note (annotation));
  postil_json_writer_end_object (&writer);
}

static void
put_intent (PostilChange *change)
{
  GString *line = g_string_new ("{\"removed\":[");
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);

  for (guint i = 0; i < removed->len; i++)
    {
      g_string_append (line, i > 0 ? "," : "");
      append_annotation (line, removed->pdata[i]);
    }
  g_string_append (line, "],\"added\":[");
  for (guint i = 0; i < added->len; i++)
    {
      g_string_append (line, i > 0 ? "," : "");
      append_annotation (line, added->pdata[i]);
    }
  g_string_append (line, "]}");
  put_line (line);
}

static const char *
get_state_name (PostilStore *store)
{
  g_autoptr(GEnumClass) class = g_type_class_ref (POSTIL_TYPE_SAVE_STATE);

  return g_enum_get_value (class, (int) postil_store_get_state (store))->value_nick;
}

/* Until the journal has said yes or no. */
static void
settle (Child *self)
{
  gint64 until = g_get_monotonic_time () + SETTLE_MS * 1000;

  while (postil_store_get_state (self->store) == POSTIL_SAVE_STATE_PENDING && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
}

static void
put_acknowledgement (Child *self)
{
  GString *line = g_string_new (NULL);

  self->n_changes++;
  if (self->tells_state)
    settle (self);
  g_string_printf (line, "{\"done\":%u,\"state\":\"%s\"}", self->n_changes, get_state_name (self->store));
  put_line (line);
}

static void
apply (Child *self, PostilChange *change)
{
  g_autoptr(PostilChange) owned = change;
  g_autoptr(GError) error = NULL;

  if (change == NULL)
    return;
  put_intent (change);
  if (!postil_document_apply (self->document, change, POSTIL_ORIGIN_DO, &error))
    g_error ("A change was refused: %s", error->message);
  put_acknowledgement (self);
}

/* It was to be done, and was not. */
static void
put_refusal (Child *self, const GError *error)
{
  if (!self->has_others)
    g_error ("An undo or redo was refused: %s", error->message);
  put_line (g_string_new ("{\"refused\":true}"));
}

static void
undo (Child *self)
{
  PostilChange *last = postil_history_peek_undo (postil_document_get_history (self->document));
  g_autoptr(PostilChange) inverse = last != NULL ? postil_change_invert (last) : NULL;
  g_autoptr(GError) error = NULL;

  if (inverse == NULL)
    return;
  put_intent (inverse);
  if (postil_document_undo (self->document, NULL, &error))
    put_acknowledgement (self);
  else
    put_refusal (self, error);
}

static void
redo (Child *self)
{
  PostilChange *next = postil_history_peek_redo (postil_document_get_history (self->document));
  g_autoptr(GError) error = NULL;

  if (next == NULL)
    return;
  put_intent (next);
  if (postil_document_redo (self->document, NULL, &error))
    put_acknowledgement (self);
  else
    put_refusal (self, error);
}

static void
tag (Child *self, guint start, guint end, const char *code)
{
  PostilSpan span = { start, end };
  g_autoptr(GError) error = NULL;

  /* NULL where it would overlap itself: then nothing is done. */
  apply (self, postil_edit_tag (self->document, &span, 1, code, NULL, &error));
}

static void
tag_somewhere (Child *self)
{
  guint n_chars = postil_text_get_n_chars (postil_document_get_text (self->document));
  guint start = (guint) g_rand_int_range (self->random, 0, (gint32) n_chars - 40);

  tag (self, start, start + (guint) g_rand_int_range (self->random, 1, 40),
       codes[g_rand_int_range (self->random, 0, G_N_ELEMENTS (codes))]);
}

static PostilAnnotation *
pick (Child *self)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  guint n = postil_layer_get_n_annotations (layer);

  return n > 0 ? postil_layer_get_annotation (layer, (guint) g_rand_int_range (self->random, 0, (gint32) n)) : NULL;
}

static void
do_something (Child *self)
{
  PostilAnnotation *annotation = pick (self);
  guint n = postil_layer_get_n_annotations (postil_document_get_layer (self->document));
  int what = g_rand_int_range (self->random, 0, 12);
  g_autofree char *note = NULL;

  if (annotation == NULL || what < 4)
    tag_somewhere (self);
  else if (what < 6)
    undo (self);
  else if (what < 7)
    redo (self);
  else if (what < 8 || n > MOST_ANNOTATIONS)
    apply (self, postil_edit_remove (self->document, annotation));
  else if (what < 10)
    apply (self, postil_edit_recode (self->document, annotation,
                                     codes[g_rand_int_range (self->random, 0, G_N_ELEMENTS (codes))], NULL));
  else
    {
      note = g_strdup_printf ("Note %u, “%s” 😀", self->n_changes, codes[what % 4]);
      apply (self, postil_edit_set_note (self->document, annotation, note));
    }
}

static void
ignore_flush_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!postil_store_flush_finish (POSTIL_STORE (object), result, &error))
    g_debug ("Not saved: %s", error->message);
}

static void
mark_once (Child *self)
{
  do_something (self);
  if (g_rand_int_range (self->random, 0, 10) == 0)
    postil_store_flush_async (self->store, NULL, ignore_flush_cb, NULL);
  store_fixture_run_for ((guint) g_rand_int_range (self->random, 0, 4));
}

G_GNUC_NORETURN static void
mark (Child *self)
{
  for (;;)
    mark_once (self);
}

static int
mix (Child *self, guint n)
{
  self->has_others = TRUE;
  for (guint i = 0; i < n; i++)
    mark_once (self);
  store_fixture_flush (self->store, NULL);
  return 0;
}

static void
put_flush (Child *self)
{
  g_autoptr(GError) error = NULL;
  gboolean saved = store_fixture_flush (self->store, &error);
  GString *line = g_string_new (NULL);

  /* A failure must be told in words. */
  g_assert_true (saved || (error != NULL && *error->message != '\0'));
  g_string_printf (line, "{\"flushed\":%s,\"state\":\"%s\"}", saved ? "true" : "false", get_state_name (self->store));
  put_line (line);
}

static int
tag_many (Child *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      tag_somewhere (self);
      store_fixture_run_for ((guint) g_rand_int_range (self->random, 0, 8));
      if (g_rand_int_range (self->random, 0, 6) == 0)
        postil_store_flush_async (self->store, NULL, ignore_flush_cb, NULL);
    }
  store_fixture_flush (self->store, NULL);
  return 0;
}

static int
play_script (Child *self)
{
  PostilLayer *layer = postil_document_get_layer (self->document);

  if (postil_document_get_read_only (self->document) != NULL)
    {
      g_printerr ("%s\n", postil_document_get_read_only (self->document));
      return 2;
    }
  self->tells_state = TRUE;
  tag (self, 0, 5, "position");
  put_flush (self);
  tag (self, 10, 20, "concern");
  apply (self, postil_edit_set_note (self->document, postil_layer_get_annotation (layer, 0), "A note."));
  undo (self);
  put_flush (self);
  apply (self, postil_edit_recode (self->document, postil_layer_get_annotation (layer, 0), "outcome", NULL));
  tag (self, 30, 40, "concession");
  apply (self, postil_edit_remove (self->document, postil_layer_get_annotation (layer, 1)));
  undo (self);
  redo (self);
  put_flush (self);
  tag (self, 50, 60, "position");
  return 0;
}

static gboolean
put_annotation_cb (PostilAnnotation *annotation, gpointer user_data)
{
  GString *line = g_string_new (NULL);

  append_annotation (line, annotation);
  put_line (line);
  return TRUE;
}

/* 0, or 3 where a sidecar stands there that cannot be read. */
static int
check_sidecar (const char *article)
{
  g_autofree char *path = g_strconcat (article, "." CODER POSTIL_SIDECAR_SUFFIX, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = postil_files_read (file, G_MAXINT32, NULL, NULL, &error);
  g_autoptr(PostilLayer) layer = NULL;

  if (bytes == NULL)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? 0 : 3;
  layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
  if (layer != NULL)
    return 0;
  g_printerr ("%s\n", error->message);
  return 3;
}

static int
check (Child *self, const char *article, gboolean flushes)
{
  g_autoptr(GError) error = NULL;
  int result = check_sidecar (article);

  if (result == 0 && postil_document_get_read_only (self->document) != NULL)
    result = 3;
  if (result == 0)
    postil_layer_foreach (postil_document_get_layer (self->document), put_annotation_cb, self);
  if (result == 0 && flushes && !store_fixture_flush (self->store, &error))
    g_error ("Not saved: %s", error->message);
  return result;
}

int
main (int argc, char *argv[])
{
  Child self = { NULL };
  g_autoptr(GError) error = NULL;
  int result = 1;

  if (argc < 3)
    return 1;
  self.store = store_fixture_open (argv[2], CODER, &error);
  if (self.store == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  self.document = postil_store_get_document (self.store);
  self.random = g_rand_new_with_seed (argc > 3 ? (guint32) strtoul (argv[3], NULL, 10) : 0);
  if (g_str_equal (argv[1], "mark"))
    mark (&self);
  else if (g_str_equal (argv[1], "tag") && argc > 4)
    result = tag_many (&self, (guint) strtoul (argv[4], NULL, 10));
  else if (g_str_equal (argv[1], "mix") && argc > 4)
    result = mix (&self, (guint) strtoul (argv[4], NULL, 10));
  else if (g_str_equal (argv[1], "script"))
    result = play_script (&self);
  else if (g_str_equal (argv[1], "check"))
    result = check (&self, argv[2], argc > 3);
  g_rand_free (self.random);
  postil_store_close (self.store);
  store_fixture_run_for (5);
  g_object_unref (self.store);
  return result;
}
