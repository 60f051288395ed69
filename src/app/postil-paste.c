/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pasting into fields. GTK reads all of the clipboard, inserts it into a text view however long
 * it is, and cuts it without a word in an entry. Here no more is read than there is room for, in
 * pieces, while the window answers; of what is too long nothing is inserted, and that is said.
 * Nothing is inserted either where the keyboard has left the field meanwhile. Main thread. */

#include "config.h"

#include "app/postil-paste.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ENTRY_CHARS 10000u
#define MAX_UTF8_BYTES 4u /* of a character */
#define PIECE_BYTES (256u * 1024u)

/* A paste under way. */
typedef struct
{
  GtkWidget    *widget; /* GtkText or GtkTextView */
  guint         max_chars;
  GInputStream *stream;
  GByteArray   *bytes;
  gboolean      is_refused;
} Paste;

static void
paste_free (Paste *paste)
{
  if (paste->stream != NULL)
    g_input_stream_close_async (paste->stream, G_PRIORITY_LOW, NULL, NULL, NULL);
  g_clear_object (&paste->stream);
  g_clear_pointer (&paste->bytes, g_byte_array_unref);
  g_object_unref (paste->widget);
  g_free (paste);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

char *
postil_paste_dup_refusal (guint max_chars)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "There is room for %u character, this would be more: nothing was inserted",
                                       "There is room for %u characters, this would be more: nothing was inserted",
                                       max_chars),
                          max_chars);
}

static void
refuse (Paste *paste)
{
  g_autofree char *message = postil_paste_dup_refusal (paste->max_chars);

  paste->is_refused = TRUE;
  g_byte_array_set_size (paste->bytes, 0);
  gtk_widget_error_bell (paste->widget);
  gtk_widget_activate_action (paste->widget, POSTIL_PASTE_REFUSED, "s", message);
}

/* Other systems' line ends; and where there is one line, none at its end. */
static char *
dup_text (Paste *paste)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) paste->bytes->data, (gssize) paste->bytes->len);
  g_auto (GStrv) parts = g_strsplit (text, "\r\n", -1);
  char *joined = g_strjoinv ("\n", parts);

  if (GTK_IS_TEXT (paste->widget))
    g_strchomp (joined);
  return joined;
}

static gboolean
insert_into_view (GtkTextView *view,
                  const char  *text,
                  guint        max_chars)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  gboolean is_editable = gtk_text_view_get_editable (view);
  GtkTextIter start;
  GtkTextIter end;
  glong n_replaced = 0;

  if (gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    n_replaced = gtk_text_iter_get_offset (&end) - gtk_text_iter_get_offset (&start);
  if (gtk_text_buffer_get_char_count (buffer) - n_replaced + g_utf8_strlen (text, -1) > (glong) max_chars)
    return FALSE;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, is_editable);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, is_editable);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
  return TRUE;
}

static gboolean
insert_into_line (GtkEditable *editable,
                  const char  *text,
                  guint        max_chars)
{
  int start = 0;
  int end = 0;

  gtk_editable_get_selection_bounds (editable, &start, &end);
  if (g_utf8_strlen (gtk_editable_get_text (editable), -1) - (end - start) + g_utf8_strlen (text, -1)
      > (glong) max_chars)
    return FALSE;

  gtk_editable_delete_text (editable, start, end);
  gtk_editable_insert_text (editable, text, -1, &start);
  gtk_editable_set_position (editable, start);
  return TRUE;
}

/* In the field, or in the menu that it opened. */
static gboolean
has_keyboard (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
insert (Paste *paste)
{
  g_autofree char *text = NULL;
  gboolean is_inserted = FALSE;

  if (!has_keyboard (paste->widget))
    return;

  text = dup_text (paste);
  if (GTK_IS_TEXT_VIEW (paste->widget))
    is_inserted = insert_into_view (GTK_TEXT_VIEW (paste->widget), text, paste->max_chars);
  else
    is_inserted = insert_into_line (GTK_EDITABLE (paste->widget), text, paste->max_chars);
  if (!is_inserted)
    refuse (paste);
}

static void read_next (Paste *paste);

/* What is refused is read to its end all the same, and let go at once: X11 goes on to deliver
 * it, and GTK would keep all that nobody reads. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (paste->stream, result, NULL);

  if (piece == NULL) /* whoever had it is gone */
    return;
  if (g_bytes_get_size (piece) == 0)
    {
      if (!paste->is_refused)
        insert (paste);
      return;
    }

  if (!paste->is_refused)
    g_byte_array_append (paste->bytes, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
  if (paste->bytes->len > paste->max_chars * MAX_UTF8_BYTES)
    refuse (paste);
  read_next (g_steal_pointer (&paste));
}

static void
read_next (Paste *paste)
{
  g_input_stream_read_bytes_async (paste->stream, PIECE_BYTES, G_PRIORITY_DEFAULT, NULL, read_cb, paste);
}

static void
offered_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Paste) paste = user_data;

  paste->stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);
  if (paste->stream == NULL) /* no text */
    return;

  read_next (g_steal_pointer (&paste));
}

static void
paste_cb (GtkWidget *widget,
          gpointer   user_data)
{
  const char *const types[] = { "text/plain;charset=utf-8", "text/plain", NULL };
  gboolean is_editable = GTK_IS_TEXT_VIEW (widget) ? gtk_text_view_get_editable (GTK_TEXT_VIEW (widget))
                                                   : gtk_editable_get_editable (GTK_EDITABLE (widget));
  Paste *paste = NULL;

  g_signal_stop_emission_by_name (widget, "paste-clipboard");
  if (!is_editable)
    return;

  paste = g_new0 (Paste, 1);
  paste->widget = g_object_ref (widget);
  paste->max_chars = GPOINTER_TO_UINT (user_data);
  paste->bytes = g_byte_array_new ();
  gdk_clipboard_read_async (gtk_widget_get_clipboard (widget), (const char **) types, G_PRIORITY_DEFAULT, NULL,
                            offered_cb, paste);
}

void
postil_paste_bound (GtkWidget *root,
                    guint      max_view_chars)
{
  guint max_chars = GTK_IS_TEXT_VIEW (root) ? max_view_chars : MAX_ENTRY_CHARS;

  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_TEXT_VIEW (root) || GTK_IS_TEXT (root))
    g_signal_connect (root, "paste-clipboard", G_CALLBACK (paste_cb), GUINT_TO_POINTER (max_chars));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    postil_paste_bound (child, max_view_chars);
}
