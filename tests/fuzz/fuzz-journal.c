/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A journal that nobody should have written: reading ends at the first line that is damaged, and
 * is the same for the sound part alone. The replay ends, twice with the same layer, which the
 * sidecar can hold; and the history can be gone through from one end to the other. */

#include "config.h"

#include "exchange/postil-sidecar.h"
#include "fuzz.h"
#include "storage/postil-journal-replay.h"

#define TEXT_CHARS 4000

static PostilDocument *
make_document (void)
{
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .schema_version = 1,
                           .id = "urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b11",
                           .page_id = "urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b12" };
  g_autofree char *utf8 = g_strnfill (TEXT_CHARS, 'x');
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, NULL);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);

  return postil_document_new (text, codebook, layer);
}

static void
check_history (PostilHistory *history)
{
  guint n_changes = postil_history_get_n_changes (history);

  while (postil_history_peek_undo (history) != NULL)
    postil_history_step_back (history);
  g_assert_cmpuint (postil_history_get_position (history), ==, 0);
  for (guint i = 0; i < n_changes; i++)
    {
      g_assert_true (postil_history_peek_redo (history) == postil_history_get_change (history, i));
      postil_history_step_forward (history);
    }
  g_assert_null (postil_history_peek_redo (history));
}

static GBytes *
replay (GArray *records)
{
  PostilDocument *document = make_document ();
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilHistory) history = postil_history_new ();
  g_autoptr (GPtrArray) adopted = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_change_unref);
  guint64 sequence = 0;
  GBytes *bytes;

  postil_journal_replay (records, document, history, NULL, adopted, report, &sequence);
  g_assert_cmpuint (sequence, <=, records->len);
  check_history (history);
  bytes = postil_sidecar_write (postil_document_get_layer (document));
  g_object_unref (document);
  return bytes;
}

static void
check_replay (GArray *records)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = replay (records);
  g_autoptr (GBytes) second = replay (records);
  g_autoptr (PostilLayer) layer = postil_sidecar_read (first, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);

  g_assert_true (g_bytes_equal (first, second));
  g_assert_no_error (error);
  g_assert_nonnull (layer);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  gsize good_bytes, good_again;
  gboolean damaged;
  g_autoptr (GArray) records = postil_journal_read_records ((const char *) bytes, n_bytes, &good_bytes, &damaged);
  g_autoptr (GArray) again = NULL;

  g_assert_cmpuint (good_bytes, <=, n_bytes);
  g_assert_true (good_bytes == 0 || bytes[good_bytes - 1] == '\n');
  again = postil_journal_read_records ((const char *) bytes, good_bytes, &good_again, &damaged);
  g_assert_false (damaged);
  g_assert_cmpuint (good_again, ==, good_bytes);
  g_assert_cmpuint (again->len, ==, records->len);
  g_assert_cmpuint (postil_journal_find_held (records, NULL), <=, records->len);
  if (records->len > 0)
    check_replay (records);
  return 0;
}
