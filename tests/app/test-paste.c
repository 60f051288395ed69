/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pasting into fields: what fits is inserted where the caret is, of fifty megabytes nothing is,
 * and that is said; what was there stays. */

#include "config.h"

#include "app/postil-paste.h"
#include "app/view-fixture.h"

#include <adwaita.h>

#define MAX_CHARS 1000u
#define HUGE_BYTES (50u * 1000u * 1000u)

/* A window that is told of what is refused. */
#define TEST_TYPE_WINDOW (test_window_get_type ())
G_DECLARE_FINAL_TYPE (TestWindow, test_window, TEST, WINDOW, GtkWindow)

struct _TestWindow
{
  GtkWindow    parent_instance;

  GtkTextView *view;
  GtkEditable *entry;
  char        *refusal;
};

G_DEFINE_FINAL_TYPE (TestWindow, test_window, GTK_TYPE_WINDOW)

static void
refused_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *message)
{
  TestWindow *self = TEST_WINDOW (widget);

  g_free (self->refusal);
  self->refusal = g_variant_dup_string (message, NULL);
}

static void
test_window_finalize (GObject *object)
{
  g_free (TEST_WINDOW (object)->refusal);

  G_OBJECT_CLASS (test_window_parent_class)->finalize (object);
}

static void
test_window_class_init (TestWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_window_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), POSTIL_PASTE_REFUSED, "s", refused_cb);
}

static void
test_window_init (TestWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *entry = gtk_entry_new ();

  self->view = GTK_TEXT_VIEW (view);
  self->entry = GTK_EDITABLE (entry);
  gtk_box_append (GTK_BOX (box), view);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_window_set_child (GTK_WINDOW (self), box);
  postil_paste_bound (GTK_WIDGET (self), MAX_CHARS);
}

static TestWindow *
present_window (void)
{
  TestWindow *window = g_object_new (TEST_TYPE_WINDOW, NULL);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

static void
copy (TestWindow *window,
      const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), text);
}

/* Until the text of the field, or what is said, is another. */
static void
paste (TestWindow *window,
       GtkWidget  *field)
{
  g_autofree char *before = dup_text (window->view);
  g_autofree char *line = g_strdup (gtk_editable_get_text (window->entry));
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  if (!gtk_widget_is_focus (field) && gtk_widget_get_focus_child (field) == NULL)
    gtk_widget_grab_focus (field);
  if (GTK_IS_EDITABLE (field))
    field = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (field)));
  g_clear_pointer (&window->refusal, g_free);
  g_signal_emit_by_name (field, "paste-clipboard");
  while (window->refusal == NULL && g_get_monotonic_time () < end)
    {
      g_autofree char *now = dup_text (window->view);

      if (!g_str_equal (now, before) || !g_str_equal (gtk_editable_get_text (window->entry), line))
        break;
      view_fixture_wait_ms (5);
    }
}

static void
test_view (void)
{
  TestWindow *window = present_window ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (window->view);
  g_autofree char *text = NULL;
  g_autofree char *full = g_strnfill (MAX_CHARS, 'f');
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_set_text (buffer, "one three", -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, 4);
  gtk_text_buffer_place_cursor (buffer, &start);
  copy (window, "tẅo\r\nlines\n");
  paste (window, GTK_WIDGET (window->view));
  text = dup_text (window->view);
  g_assert_cmpstr (text, ==, "one tẅo\nlines\nthree");

  /* What is selected makes room. */
  copy (window, full);
  paste (window, GTK_WIDGET (window->view));
  g_assert_nonnull (window->refusal);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  paste (window, GTK_WIDGET (window->view));
  g_assert_null (window->refusal);
  g_free (text);
  text = dup_text (window->view);
  g_assert_cmpstr (text, ==, full);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_line (void)
{
  TestWindow *window = present_window ();

  gtk_editable_set_text (window->entry, "Joe ");
  copy (window, "Biden\r\n");
  gtk_widget_grab_focus (GTK_WIDGET (window->entry));
  gtk_editable_set_position (window->entry, -1);
  paste (window, GTK_WIDGET (window->entry));
  g_assert_cmpstr (gtk_editable_get_text (window->entry), ==, "Joe Biden");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_huge (void)
{
  TestWindow *window = present_window ();
  g_autofree char *huge = g_strnfill (HUGE_BYTES, 'h');
  g_autofree char *expected = postil_paste_dup_refusal (MAX_CHARS);
  g_autofree char *text = NULL;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (window->view), "kept", -1);
  gtk_editable_set_text (window->entry, "kept");
  copy (window, huge);
  paste (window, GTK_WIDGET (window->view));
  g_assert_cmpstr (window->refusal, ==, expected);
  paste (window, GTK_WIDGET (window->entry));
  g_assert_nonnull (window->refusal);
  text = dup_text (window->view);
  g_assert_cmpstr (text, ==, "kept");
  g_assert_cmpstr (gtk_editable_get_text (window->entry), ==, "kept");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Where the keyboard went elsewhere meanwhile, another thing may stand in the field. */
static void
test_left (void)
{
  TestWindow *window = present_window ();
  g_autofree char *text = NULL;

  copy (window, "late");
  gtk_widget_grab_focus (GTK_WIDGET (window->view));
  g_signal_emit_by_name (window->view, "paste-clipboard");
  paste (window, GTK_WIDGET (window->entry));
  g_assert_cmpstr (gtk_editable_get_text (window->entry), ==, "late");
  view_fixture_wait_ms (100);
  text = dup_text (window->view);
  g_assert_cmpstr (text, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/paste/view", test_view);
  g_test_add_func ("/paste/line", test_line);
  g_test_add_func ("/paste/huge", test_huge);
  g_test_add_func ("/paste/left", test_left);

  return g_test_run ();
}
