/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article view through its public functions, under a display: offsets, selecting,
 * annotations and the tags that assistive technology sees, borders, and what is painted. */

#include "config.h"

#include "app/view-fixture.h"

#include <adwaita.h>

#include "app/view/postil-article-view-private.h"
#include "app/view/postil-overview-ruler.h"
#include "model/postil-edit.h"

static const char TEXT[] =
  "Dr. Smith spoke at length. The Prime Minister has been unwavering in his belief that the "
  "operation is essential; the White House is opposed to it, and has said so more than once.\n"
  "\n"
  "A second paragraph follows. It is short.\n";

static const char MIXED[] =
  "👨‍👩‍👧 cafe\xcc\x81 naïve 🇩🇪 end.\n"
  "أعرب الرئيس عن قلقه العميق إزاء الغزو المقترح\n"
  "The spokesman said קצת עברית באמצע and went on.\n";

#ifdef HAVE_MALLOC_TRIM
static guint n_trims;

/* In place of glibc's. */
int malloc_trim (size_t pad);

int
malloc_trim (size_t pad)
{
  n_trims++;
  return 0;
}

/* What opening needed for a while goes back to the system, once for each article. */
static void
test_gives_memory_back (void)
{
  ViewFixture fixture;
  g_autoptr (PostilDocument) other = view_fixture_new_document (MIXED);

  n_trims = 0;
  view_fixture_init (&fixture, TEXT, 700, 400);
  while (n_trims == 0)
    g_main_context_iteration (NULL, TRUE);
  postil_article_view_set_document (fixture.view, other);
  while (n_trims == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_trims, ==, 2);
  view_fixture_clear (&fixture);
}
#endif

static void
count_cb (gpointer  unused,
          guint    *n_times)
{
  (*n_times)++;
}

static void
count_swapped_cb (guint *n_times)
{
  (*n_times)++;
}

static void
selection_done_cb (PostilArticleView *view,
                   int                x,
                   int                y,
                   guint             *n_times)
{
  (*n_times)++;
}

static void
span_edited_cb (PostilArticleView *view,
                guint              start,
                guint              end,
                PostilSpan        *edited)
{
  edited->start = start;
  edited->end = end;
}

static void
activate_cb (PostilArticleView *view,
             const char        *id,
             char             **activated)
{
  g_free (*activated);
  *activated = g_strdup (id);
}

static void
assert_selection (PostilArticleView *view,
                  const char        *quote)
{
  PostilText *text = postil_document_get_text (postil_article_view_get_document (view));
  g_autofree char *slice = NULL;
  PostilSpan span;

  g_assert_true (postil_article_view_get_selection (view, &span));
  slice = postil_text_dup_slice (text, span);
  g_assert_cmpstr (slice, ==, quote);
}

/* Whether the code's tag is on exactly @span. */
static void
assert_tagged (PostilArticleView *view,
               const char        *code,
               PostilSpan         span)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextTag *tag = postil_article_view_get_look (view, code)->tag;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int) span.start);
  g_assert_true (gtk_text_iter_starts_tag (&iter, tag));
  g_assert_true (gtk_text_iter_forward_to_tag_toggle (&iter, tag));
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==, (int) span.end);
}

static void
assert_not_tagged (PostilArticleView *view,
                   const char        *code,
                   guint              char_offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), &iter,
                                      (int) char_offset);
  g_assert_false (gtk_text_iter_has_tag (&iter, postil_article_view_get_look (view, code)->tag));
}

/* The article was changed under one: other words stand there now, and are not marked. */
static void
test_misplaced (void)
{
  ViewFixture fixture;
  PostilPiece piece = { { 4, 12 }, "Minister", NULL, NULL };
  PostilAnnotationInit init = { .id = "urn:misplaced", .code = "concern", .pieces = &piece, .n_pieces = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_MERGE);
  g_autoptr (GError) error = NULL;

  view_fixture_init (&fixture, TEXT, 700, 400);
  postil_change_add (change, annotation);
  g_assert_true (postil_document_apply (fixture.document, change, POSTIL_ORIGIN_OUTSIDE, &error));
  g_assert_no_error (error);
  view_fixture_settle (&fixture);
  assert_not_tagged (fixture.view, "concern", 5);
  view_fixture_clear (&fixture);
}

static void
test_accessible (void)
{
  ViewFixture fixture;

  view_fixture_init (&fixture, TEXT, 700, 400);
  gtk_test_accessible_assert_role (fixture.view, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_test_accessible_assert_property (fixture.view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Article text");
  g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (fixture.view)));
  g_assert_true (gtk_text_view_get_cursor_visible (GTK_TEXT_VIEW (fixture.view)));
  view_fixture_clear (&fixture);
}

static void
test_offsets (void)
{
  ViewFixture fixture;
  PostilText *text;
  GtkTextBuffer *buffer;
  PostilSpan span;

  view_fixture_init (&fixture, MIXED, 700, 400);
  text = postil_document_get_text (fixture.document);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (fixture.view));
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, (int) postil_text_get_n_chars (text));

  span = view_fixture_find (fixture.document, "قلقه العميق", 0);
  postil_article_view_select (fixture.view, span);
  assert_selection (fixture.view, "قلقه العميق");
  g_assert_cmpuint (postil_article_view_get_caret (fixture.view), ==, span.end);
  view_fixture_clear (&fixture);
}

static void
test_graphemes (void)
{
  ViewFixture fixture;
  PostilSpan inside_family = { 1, 3 };
  PostilSpan accent;

  view_fixture_init (&fixture, MIXED, 700, 400);
  postil_article_view_select (fixture.view, inside_family);
  assert_selection (fixture.view, "👨‍👩‍👧");

  accent = view_fixture_find (fixture.document, "\xcc\x81", 0);
  postil_article_view_select (fixture.view, accent);
  assert_selection (fixture.view, "e\xcc\x81");

  postil_article_view_set_caret (fixture.view, 4);
  g_assert_false (postil_article_view_get_selection (fixture.view, NULL));
  view_fixture_clear (&fixture);
}

static void
test_grow (void)
{
  ViewFixture fixture;
  PostilSpan word;

  view_fixture_init (&fixture, TEXT, 700, 400);
  word = view_fixture_find (fixture.document, "unwavering", 0);
  postil_article_view_set_caret (fixture.view, word.start + 3);
  postil_article_view_expand_selection (fixture.view, POSTIL_SEGMENT_WORD);
  assert_selection (fixture.view, "unwavering");
  postil_article_view_expand_selection (fixture.view, POSTIL_SEGMENT_WORD);
  assert_selection (fixture.view, "unwavering in");
  postil_article_view_expand_selection (fixture.view, POSTIL_SEGMENT_SENTENCE);
  postil_article_view_expand_selection (fixture.view, POSTIL_SEGMENT_PARAGRAPH);
  postil_article_view_shrink_selection (fixture.view);
  postil_article_view_shrink_selection (fixture.view);
  assert_selection (fixture.view, "unwavering in");
  postil_article_view_shrink_selection (fixture.view);
  assert_selection (fixture.view, "unwavering");
  postil_article_view_shrink_selection (fixture.view);
  g_assert_false (postil_article_view_get_selection (fixture.view, NULL));

  /* A selection made in another way forgets what it was grown from. */
  postil_article_view_expand_selection (fixture.view, POSTIL_SEGMENT_WORD);
  postil_article_view_select (fixture.view, view_fixture_find (fixture.document, "House", 0));
  postil_article_view_shrink_selection (fixture.view);
  assert_selection (fixture.view, "House");
  view_fixture_clear (&fixture);
}

static void
test_keyboard_pause (void)
{
  ViewFixture fixture;
  guint n_done = 0;
  guint n_moved = 0;

  view_fixture_init (&fixture, TEXT, 700, 400);
  g_signal_connect (fixture.view, "selection-done", G_CALLBACK (selection_done_cb), &n_done);
  g_signal_connect (fixture.view, "caret-moved", G_CALLBACK (count_cb), &n_moved);
  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (fixture.view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, 1, TRUE);
  g_assert_cmpuint (n_moved, ==, 3);
  g_assert_cmpuint (n_done, ==, 0);
  view_fixture_wait_ms (500);
  g_assert_cmpuint (n_done, ==, 1);
  assert_selection (fixture.view, "Dr.");

  /* Dropping it again is not a selection. */
  g_signal_emit_by_name (fixture.view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, 1, FALSE);
  view_fixture_wait_ms (400);
  g_assert_cmpuint (n_done, ==, 1);
  view_fixture_clear (&fixture);
}

static void
extend (PostilArticleView      *view,
        GtkTextExtendSelection  granularity,
        guint                   char_offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter location;
  GtkTextIter start;
  GtkTextIter end;
  gboolean handled = FALSE;

  gtk_text_buffer_get_iter_at_offset (buffer, &location, (int) char_offset);
  g_signal_emit_by_name (view, "extend-selection", granularity, &location, &start, &end, &handled);
  g_assert_true (handled);
  gtk_text_buffer_select_range (buffer, &end, &start);
}

static void
test_double_and_triple_click (void)
{
  ViewFixture fixture;
  guint place;

  view_fixture_init (&fixture, TEXT, 700, 400);
  place = view_fixture_find (fixture.document, "operation", 0).start + 2;
  extend (fixture.view, GTK_TEXT_EXTEND_SELECTION_WORD, place);
  postil_article_view_finish_press (fixture.view, 0, 0, 2, 0);
  assert_selection (fixture.view, "operation");

  place = view_fixture_find (fixture.document, "short", 0).start;
  extend (fixture.view, GTK_TEXT_EXTEND_SELECTION_LINE, place);
  postil_article_view_finish_press (fixture.view, 0, 0, 3, 0);
  assert_selection (fixture.view, "It is short.");
  view_fixture_clear (&fixture);
}

static void
test_drag_snaps (void)
{
  ViewFixture fixture;
  PostilSpan span;
  guint n_done = 0;

  view_fixture_init (&fixture, TEXT, 700, 400);
  g_signal_connect (fixture.view, "selection-done", G_CALLBACK (selection_done_cb), &n_done);
  span = view_fixture_find (fixture.document, "inister has bee", 0);
  postil_article_view_select (fixture.view, span);
  postil_article_view_finish_press (fixture.view, 10, 10, 1, 0);
  assert_selection (fixture.view, "Minister has been");
  g_assert_cmpuint (n_done, ==, 1);

  postil_article_view_select (fixture.view, span);
  postil_article_view_finish_press (fixture.view, 10, 10, 1, GDK_ALT_MASK);
  assert_selection (fixture.view, "inister has bee");

  /* White space at the ends is never meant. */
  postil_article_view_select (fixture.view, view_fixture_find (fixture.document, " Minister ", 0));
  postil_article_view_finish_press (fixture.view, 10, 10, 1, 0);
  assert_selection (fixture.view, "Minister");

  g_object_set (fixture.view, "snap-words", FALSE, NULL);
  postil_article_view_select (fixture.view, span);
  postil_article_view_finish_press (fixture.view, 10, 10, 1, 0);
  assert_selection (fixture.view, "inister has bee");
  view_fixture_clear (&fixture);
}

static void
find_widget_point (PostilArticleView *view,
                   guint              char_offset,
                   int               *x,
                   int               *y)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (view);
  GtkTextIter iter;
  GdkRectangle rect;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter, (int) char_offset);
  gtk_text_view_get_iter_location (text_view, &iter, &rect);
  gtk_text_view_buffer_to_window_coords (text_view, GTK_TEXT_WINDOW_WIDGET, rect.x + rect.width / 2,
                                         rect.y + rect.height / 2, x, y);
}

static void
test_click_goes_deeper (void)
{
  ViewFixture fixture;
  g_autofree char *outer = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *activated = NULL;
  int x;
  int y;

  view_fixture_init (&fixture, TEXT, 700, 400);
  outer = view_fixture_tag (fixture.document, "unwavering in his belief that the operation", 0, "position");
  inner = view_fixture_tag (fixture.document, "belief that", 0, "concern");
  view_fixture_settle (&fixture);
  g_signal_connect (fixture.view, "activate-annotation", G_CALLBACK (activate_cb), &activated);

  find_widget_point (fixture.view, view_fixture_find (fixture.document, "belief", 0).start + 2, &x, &y);
  postil_article_view_finish_press (fixture.view, x, y, 1, 0);
  g_assert_cmpstr (activated, ==, inner);
  g_assert_cmpstr (postil_article_view_get_current (fixture.view), ==, inner);
  postil_article_view_finish_press (fixture.view, x, y, 1, 0);
  g_assert_cmpstr (activated, ==, outer);
  postil_article_view_finish_press (fixture.view, x, y, 1, 0);
  g_assert_cmpstr (activated, ==, inner);

  find_widget_point (fixture.view, view_fixture_find (fixture.document, "unwavering", 0).start + 2, &x, &y);
  postil_article_view_finish_press (fixture.view, x, y, 1, 0);
  g_assert_cmpstr (postil_article_view_get_current (fixture.view), ==, outer);
  view_fixture_clear (&fixture);
}

static void
test_click_on_bracket (void)
{
  ViewFixture fixture;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  int x;
  int y;
  int lane;

  view_fixture_init (&fixture, TEXT, 700, 400);
  first = view_fixture_tag (fixture.document, "Smith", 0, "position");
  second = view_fixture_tag (fixture.document, "spoke", 0, "concern");
  view_fixture_settle (&fixture);

  find_widget_point (fixture.view, 5, &x, &y);
  lane = fixture.view->metrics.lanes_x + fixture.view->metrics.lane_pitch / 2;
  postil_article_view_finish_press (fixture.view, lane, y, 1, 0);
  g_assert_cmpstr (postil_article_view_get_current (fixture.view), ==, first);
  postil_article_view_finish_press (fixture.view, lane + fixture.view->metrics.lane_pitch, y, 1, 0);
  g_assert_cmpstr (postil_article_view_get_current (fixture.view), ==, second);
  view_fixture_clear (&fixture);
}

static void
test_tags_follow (void)
{
  ViewFixture fixture;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) recode = NULL;
  PostilAnnotation *annotation;
  PostilSpan span;

  view_fixture_init (&fixture, TEXT, 700, 400);
  id = view_fixture_tag (fixture.document, "Prime Minister", 0, "concern");
  span = view_fixture_find (fixture.document, "Prime Minister", 0);
  assert_tagged (fixture.view, "concern", span);

  annotation = postil_layer_lookup (postil_document_get_layer (fixture.document), id);
  recode = postil_edit_recode (fixture.document, annotation, "outcome", &error);
  g_assert_no_error (error);
  g_assert_true (postil_document_apply (fixture.document, recode, POSTIL_ORIGIN_DO, &error));
  assert_tagged (fixture.view, "outcome", span);
  assert_not_tagged (fixture.view, "concern", span.start);

  g_assert_true (postil_document_undo (fixture.document, NULL, &error));
  assert_tagged (fixture.view, "concern", span);
  g_assert_true (postil_document_undo (fixture.document, NULL, &error));
  assert_not_tagged (fixture.view, "concern", span.start);
  assert_not_tagged (fixture.view, "outcome", span.start);
  view_fixture_clear (&fixture);
}

static char *
create_long_text (guint n_paragraphs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_paragraphs; i++)
    g_string_append_printf (text, "Paragraph %05u says something that takes up more than one line of "
                            "the reading column, so that it wraps and its end is on another line.\n", i);

  return g_string_free (text, FALSE);
}

static void
add_marks (PostilDocument *document,
           guint           n_marks,
           guint           distance)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_IMPORT);
  g_autoptr (GError) error = NULL;
  const char *const codes[] = { "position", "concern", "concession", "outcome" };

  for (guint i = 0; i < n_marks; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:00000000-0000-4000-8000-%012u", i);
      PostilSpan span = { i * distance, i * distance + distance / 2 };
      g_autofree char *exact = postil_text_dup_slice (postil_document_get_text (document), span);
      PostilPiece piece = { span, exact, NULL, NULL };
      PostilAnnotationInit init = {
        .id = id, .code = codes[i % 4], .created = "2026-01-01T00:00:00Z",
        .pieces = &piece, .n_pieces = 1,
      };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_change_add (change, annotation);
    }

  g_assert_true (postil_document_apply (document, change, POSTIL_ORIGIN_OUTSIDE, &error));
  g_assert_no_error (error);
}

static void
test_tags_in_idle (void)
{
  g_autofree char *text = create_long_text (2000);
  g_autoptr (PostilDocument) document = view_fixture_new_document (text);
  PostilArticleView *view = g_object_ref_sink (POSTIL_ARTICLE_VIEW (postil_article_view_new ()));
  PostilSpan last = { 1799 * 50, 1799 * 50 + 25 };

  add_marks (document, 1800, 50);
  postil_article_view_set_document (view, document);
  assert_tagged (view, "position", (PostilSpan) { 0, 25 });
  assert_not_tagged (view, "outcome", last.start);
  while (view->tag_source != 0)
    g_main_context_iteration (NULL, TRUE);
  assert_tagged (view, "outcome", last);

  /* Dropped in the middle of the work. */
  postil_article_view_set_document (view, NULL);
  postil_article_view_set_document (view, document);
  g_assert_cmpuint (view->tag_source, !=, 0);
  g_assert_finalize_object (view);
}

/* Of very many only those around the screen, wherever that is. */
static void
test_tags_of_many (void)
{
  const guint n_marks = 2100;
  const PostilSpan last = { (n_marks - 1) * 20, (n_marks - 1) * 20 + 10 };
  g_autofree char *text = create_long_text (n_marks / 6);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  ViewFixture fixture;

  view_fixture_init (&fixture, text, 700, 400);
  add_marks (fixture.document, n_marks, 20);
  postil_article_view_set_document (fixture.view, NULL);
  postil_article_view_set_document (fixture.view, fixture.document);
  assert_tagged (fixture.view, "position", (PostilSpan) { 0, 10 });
  assert_not_tagged (fixture.view, "outcome", last.start);

  view_fixture_settle (&fixture);
  postil_article_view_set_caret (fixture.view, last.start);
  /* Heights are estimates at first: the place may slip off the screen again. */
  while (fixture.view->tagged.end <= last.end)
    {
      postil_article_view_reveal (fixture.view, last);
      view_fixture_wait_ms (50);
    }
  assert_tagged (fixture.view, "outcome", last);
  assert_not_tagged (fixture.view, "position", 0);

  /* What is marked out of sight waits for being seen. */
  id = view_fixture_tag (fixture.document, "Paragraph 00000", 0, "concession");
  assert_not_tagged (fixture.view, "concession", 0);
  g_assert_true (postil_document_undo (fixture.document, NULL, &error));
  assert_tagged (fixture.view, "outcome", last);
  view_fixture_clear (&fixture);
}

static void
test_neighbours (void)
{
  ViewFixture fixture;
  g_autofree char *first = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *last = NULL;
  g_autofree char *found = NULL;

  view_fixture_init (&fixture, TEXT, 700, 400);
  first = view_fixture_tag (fixture.document, "The Prime Minister has", 0, "position");
  inner = view_fixture_tag (fixture.document, "Prime Minister", 0, "concern");
  last = view_fixture_tag (fixture.document, "second", 0, "outcome");

  postil_article_view_set_caret (fixture.view, 0);
  found = postil_article_view_dup_neighbour (fixture.view, NULL, 1);
  g_assert_cmpstr (found, ==, first);
  g_free (g_steal_pointer (&found));
  found = postil_article_view_dup_neighbour (fixture.view, first, 1);
  g_assert_cmpstr (found, ==, inner);
  g_free (g_steal_pointer (&found));
  found = postil_article_view_dup_neighbour (fixture.view, inner, 1);
  g_assert_cmpstr (found, ==, last);
  g_free (g_steal_pointer (&found));
  g_assert_null (postil_article_view_dup_neighbour (fixture.view, last, 1));
  found = postil_article_view_dup_neighbour (fixture.view, last, -1);
  g_assert_cmpstr (found, ==, inner);
  g_assert_null (postil_article_view_dup_neighbour (fixture.view, first, -1));
  g_assert_null (postil_article_view_dup_neighbour (fixture.view, NULL, -1));

  g_free (g_steal_pointer (&found));
  postil_article_view_set_caret (fixture.view, view_fixture_find (fixture.document, "second", 0).end);
  found = postil_article_view_dup_neighbour (fixture.view, NULL, -1);
  g_assert_cmpstr (found, ==, last);
  view_fixture_clear (&fixture);
}

static void
test_current_follows (void)
{
  ViewFixture fixture;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  guint n_notified = 0;

  view_fixture_init (&fixture, TEXT, 700, 400);
  id = view_fixture_tag (fixture.document, "Prime Minister", 0, "concern");
  postil_article_view_set_current (fixture.view, id);
  g_signal_connect_swapped (fixture.view, "notify::current", G_CALLBACK (count_swapped_cb), &n_notified);
  g_assert_true (postil_document_undo (fixture.document, NULL, &error));
  g_assert_null (postil_article_view_get_current (fixture.view));
  g_assert_cmpuint (n_notified, ==, 1);
  view_fixture_settle (&fixture);
  view_fixture_clear (&fixture);
}

static void
press (PostilArticleView *view,
       guint              keyval,
       GdkModifierType    state)
{
  g_assert_true (postil_article_view_border_key (view, keyval, state));
}

static void
test_border_keys (void)
{
  ViewFixture fixture;
  g_autofree char *id = NULL;
  PostilSpan edited = { 0, 0 };
  PostilSpan span;

  view_fixture_init (&fixture, TEXT, 700, 400);
  id = view_fixture_tag (fixture.document, "Prime Minister", 0, "concern");
  span = view_fixture_find (fixture.document, "Prime Minister", 0);
  g_signal_connect (fixture.view, "span-edited", G_CALLBACK (span_edited_cb), &edited);
  postil_article_view_begin_border (fixture.view, 1);
  g_assert_false (postil_article_view_in_border_mode (fixture.view));

  postil_article_view_set_current (fixture.view, id);
  postil_article_view_begin_border (fixture.view, 1);
  g_assert_true (postil_article_view_in_border_mode (fixture.view));
  press (fixture.view, GDK_KEY_Right, GDK_CONTROL_MASK);
  press (fixture.view, GDK_KEY_Left, 0);
  g_assert_cmpuint (postil_article_view_get_caret (fixture.view), ==, fixture.view->border_span.end);
  press (fixture.view, GDK_KEY_Return, 0);
  g_assert_false (postil_article_view_in_border_mode (fixture.view));
  g_assert_cmpuint (edited.start, ==, span.start);
  g_assert_cmpuint (edited.end, >, span.end);

  /* Escape restores, and an edge never passes the other. */
  edited = (PostilSpan) { 0, 0 };
  postil_article_view_begin_border (fixture.view, -1);
  for (guint i = 0; i < 40; i++)
    press (fixture.view, GDK_KEY_Right, 0);
  g_assert_cmpuint (fixture.view->border_span.start, ==, span.end - 1);
  press (fixture.view, GDK_KEY_Escape, 0);
  g_assert_cmpuint (edited.end, ==, 0);

  postil_article_view_begin_border (fixture.view, -1);
  for (guint i = 0; i < 100; i++)
    press (fixture.view, GDK_KEY_Left, GDK_CONTROL_MASK);
  g_assert_cmpuint (fixture.view->border_span.start, ==, 0);
  postil_article_view_begin_border (fixture.view, 1);
  press (fixture.view, GDK_KEY_Right, 0);
  postil_article_view_commit_border (fixture.view);
  g_assert_cmpuint (edited.start, ==, 0);
  g_assert_cmpuint (edited.end, ==, span.end + 1);
  view_fixture_clear (&fixture);
}

static void
test_border_graphemes_and_direction (void)
{
  ViewFixture fixture;
  g_autofree char *family = NULL;
  g_autofree char *arabic = NULL;
  PostilSpan edited = { 0, 0 };
  PostilSpan span;

  view_fixture_init (&fixture, MIXED, 700, 400);
  g_signal_connect (fixture.view, "span-edited", G_CALLBACK (span_edited_cb), &edited);
  family = view_fixture_tag (fixture.document, " cafe\xcc\x81", 0, "concern");
  postil_article_view_set_current (fixture.view, family);
  postil_article_view_begin_border (fixture.view, -1);
  press (fixture.view, GDK_KEY_Left, 0);
  postil_article_view_commit_border (fixture.view);
  g_assert_cmpuint (edited.start, ==, 0);

  /* In a right-to-left paragraph the left arrow goes forward. */
  arabic = view_fixture_tag (fixture.document, "الرئيس عن", 0, "position");
  span = view_fixture_find (fixture.document, "الرئيس عن", 0);
  postil_article_view_set_current (fixture.view, arabic);
  postil_article_view_begin_border (fixture.view, -1);
  press (fixture.view, GDK_KEY_Left, 0);
  postil_article_view_commit_border (fixture.view);
  g_assert_cmpuint (edited.start, ==, span.start + 1);
  view_fixture_clear (&fixture);
}

static void
find_boxes (ViewFixture *fixture,
            const char  *quote)
{
  PostilSpan span = view_fixture_find (fixture->document, quote, 0);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (fixture->view));
  GtkTextIter start;
  GtkTextIter end;
  PostilSpan paragraph;
  gboolean left_to_right;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) span.start);
  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  gtk_text_iter_forward_to_line_end (&end);
  paragraph.start = (guint) gtk_text_iter_get_offset (&start);
  paragraph.end = (guint) gtk_text_iter_get_offset (&end);

  left_to_right = postil_article_view_measure_lines (fixture->view, paragraph);
  g_array_set_size (fixture->view->boxes, 0);
  postil_article_view_append_boxes (fixture->view, span, span, left_to_right);
}

static const PostilViewBox *
get_box (ViewFixture *fixture,
         guint        index)
{
  g_assert_cmpuint (index, <, fixture->view->boxes->len);

  return &g_array_index (fixture->view->boxes, PostilViewBox, index);
}

static void
test_boxes (void)
{
  ViewFixture fixture;
  int left;

  view_fixture_init (&fixture, TEXT, 420, 500);
  left = gtk_text_view_get_left_margin (GTK_TEXT_VIEW (fixture.view));
  find_boxes (&fixture, "Smith");
  g_assert_cmpuint (fixture.view->boxes->len, ==, 1);
  g_assert_true (get_box (&fixture, 0)->is_start && get_box (&fixture, 0)->is_end);
  g_assert_cmpint (get_box (&fixture, 0)->x, >, left);

  find_boxes (&fixture, "The Prime Minister has been unwavering in his belief that the operation is essential; the White House");
  g_assert_cmpuint (fixture.view->boxes->len, >=, 3);
  for (guint i = 1; i < fixture.view->boxes->len; i++)
    {
      g_assert_cmpint (get_box (&fixture, i)->x, ==, left);
      g_assert_cmpint (get_box (&fixture, i)->y, >, get_box (&fixture, i - 1)->y);
      g_assert_false (get_box (&fixture, i)->is_start);
    }
  view_fixture_clear (&fixture);
}

static void
test_boxes_bidi (void)
{
  ViewFixture fixture;

  view_fixture_init (&fixture, MIXED, 700, 500);
  /* Wholly inside a right-to-left run: one box, left of what comes before it. */
  find_boxes (&fixture, "قلقه");
  g_assert_cmpuint (fixture.view->boxes->len, ==, 1);
  {
    int x = get_box (&fixture, 0)->x;

    find_boxes (&fixture, "الرئيس");
    g_assert_cmpint (get_box (&fixture, 0)->x, >, x);
  }

  /* From Latin into the middle of Hebrew: two boxes with the rest of the Hebrew between. */
  find_boxes (&fixture, "said קצת");
  g_assert_cmpuint (fixture.view->boxes->len, ==, 2);
  g_assert_cmpint (get_box (&fixture, 1)->x, >,
                   get_box (&fixture, 0)->x + get_box (&fixture, 0)->width + 10);
  view_fixture_clear (&fixture);
}

static PostilViewPlace
get_place (ViewFixture *fixture,
           const char  *id)
{
  return postil_article_view_get_place (fixture->view,
                                        postil_layer_lookup (postil_document_get_layer (fixture->document), id));
}

static void
test_places (void)
{
  ViewFixture fixture;
  char *ids[4] = { NULL };
  PostilViewPlace places[3];

  view_fixture_init (&fixture, TEXT, 700, 500);
  ids[0] = view_fixture_tag (fixture.document, "Minister has been unwavering", 0, "position");
  ids[1] = view_fixture_tag (fixture.document, "been unwavering", 0, "concern");
  ids[2] = view_fixture_tag (fixture.document, "unwavering", 0, "concession");
  view_fixture_settle (&fixture);
  for (guint i = 0; i < 3; i++)
    places[i] = get_place (&fixture, ids[i]);
  g_assert_cmpuint (places[0].level, !=, places[1].level);
  g_assert_cmpuint (places[0].level, !=, places[2].level);
  g_assert_cmpuint (places[1].level, !=, places[2].level);
  g_assert_cmpuint (places[0].lane, !=, places[1].lane);
  g_assert_cmpuint (places[1].lane, !=, places[2].lane);

  /* A fourth one before them moves none of them. */
  ids[3] = view_fixture_tag (fixture.document, "Prime Minister has been", 0, "outcome");
  view_fixture_settle (&fixture);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (get_place (&fixture, ids[i]).level, ==, places[i].level);
      g_assert_cmpuint (get_place (&fixture, ids[i]).lane, ==, places[i].lane);
    }
  g_assert_cmpuint (get_place (&fixture, ids[3]).lane, !=, places[0].lane);
  g_assert_cmpuint (get_place (&fixture, ids[3]).level, !=, places[0].level);
  g_assert_cmpuint (get_place (&fixture, ids[3]).level, !=, places[1].level);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
  view_fixture_clear (&fixture);
}

/* Two that meet in a paragraph between those that are shown first, from below and from above. */
static void
test_places_apart (void)
{
  ViewFixture fixture;
  const char *const passages[] = { "nine", "five six.\nSeven", "three.\nFour five", "One" };
  char *ids[G_N_ELEMENTS (passages)];

  view_fixture_init (&fixture, "One two three.\nFour five six.\nSeven eight nine.\n", 700, 500);
  for (guint i = 0; i < G_N_ELEMENTS (passages); i++)
    ids[i] = view_fixture_tag (fixture.document, passages[i], 0, i % 2 == 0 ? "position" : "concern");
  view_fixture_settle (&fixture);
  postil_article_view_invalidate_layout (fixture.view);
  get_place (&fixture, ids[0]);
  get_place (&fixture, ids[3]);
  g_assert_cmpuint (get_place (&fixture, ids[1]).level, !=, get_place (&fixture, ids[2]).level);
  g_assert_cmpuint (get_place (&fixture, ids[1]).lane, !=, get_place (&fixture, ids[2]).lane);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
  view_fixture_clear (&fixture);
}

static guint32
get_pixel (GdkTexture *texture,
           int         x,
           int         y)
{
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  g_autofree guchar *pixels = g_malloc (stride * (gsize) gdk_texture_get_height (texture));
  guint32 pixel;

  gdk_texture_download (texture, pixels, stride);
  memcpy (&pixel, pixels + (gsize) y * stride + (gsize) x * 4, sizeof pixel);

  return pixel & 0xffffff;
}

static guint32
to_pixel (const GdkRGBA *color)
{
  return (guint32) (color->red * 255 + 0.5f) << 16 | (guint32) (color->green * 255 + 0.5f) << 8
         | (guint32) (color->blue * 255 + 0.5f);
}

/* On the frame after the mark its underline is there, in the code's colour; after undo it
 * is not. */
static void
test_painted (void)
{
  ViewFixture fixture;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) before = NULL;
  g_autoptr (GdkTexture) marked = NULL;
  g_autoptr (GdkTexture) after = NULL;
  const PostilCodeStyle *style;
  const PostilViewBox *box;
  int x;
  int y;

  view_fixture_init (&fixture, TEXT, 700, 500);
  before = view_fixture_render (&fixture);
  id = view_fixture_tag (fixture.document, "Prime Minister", 0, "position");
  marked = view_fixture_render (&fixture);
  style = postil_article_view_get_style (fixture.view, "position");
  g_assert_cmpint (style->pattern, ==, POSTIL_PATTERN_SOLID);
  find_boxes (&fixture, "Prime Minister");
  box = get_box (&fixture, 0);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (fixture.view), GTK_TEXT_WINDOW_WIDGET,
                                         box->x + box->width / 2,
                                         box->y + box->height - POSTIL_VIEW_UNDERLINE_RISE, &x, &y);
  /* As thick as the font asks for, not a pixel more. */
  for (int i = 0; i < fixture.view->metrics.stroke; i++)
    {
      g_assert_cmphex (get_pixel (marked, x, y + i), ==, to_pixel (&style->line));
      g_assert_cmphex (get_pixel (before, x, y + i), !=, to_pixel (&style->line));
    }
  g_assert_cmphex (get_pixel (marked, x, y - 1), !=, to_pixel (&style->line));
  g_assert_cmphex (get_pixel (marked, x, y + fixture.view->metrics.stroke), !=,
                   to_pixel (&style->line));

  g_assert_true (postil_document_undo (fixture.document, NULL, &error));
  after = view_fixture_render (&fixture);
  g_assert_cmphex (get_pixel (after, x, y), ==, get_pixel (before, x, y));
  view_fixture_clear (&fixture);
}

/* A picture without colours. */
static guint8 *
download_grey (GdkTexture *texture)
{
  gsize n_pixels = (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, n_pixels);
  guint8 *grey = g_new (guint8, n_pixels);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) gdk_texture_get_width (texture) * 4);
  for (gsize i = 0; i < n_pixels; i++)
    grey[i] = (guint8) (((pixels[i] >> 16 & 0xff) * 299 + (pixels[i] >> 8 & 0xff) * 587 + (pixels[i] & 0xff) * 114)
                        / 1000);

  return grey;
}

/* How many pieces the darkest of what was added to each of the lines below a passage has. */
static GArray *
count_pieces (const guint8 *before,
              const guint8 *after,
              gsize         stride,
              GdkRectangle  area)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean was_line = FALSE;

  for (int y = area.y; y < area.y + area.height; y++)
    {
      guint n_pieces = 0;
      int n_dark = 0;
      gboolean was_dark = FALSE;

      for (int x = area.x; x < area.x + area.width; x++)
        {
          gsize i = (gsize) y * stride + (gsize) x;
          gboolean is_dark = before[i] > 200 && before[i] - after[i] > 60;

          n_dark += is_dark ? 1 : 0;
          n_pieces += is_dark && !was_dark ? 1 : 0;
          was_dark = is_dark;
        }
      if (n_dark > area.width / 5 && !was_line)
        g_array_append_val (lines, n_pieces);
      was_line = n_dark > area.width / 5;
    }

  return lines;
}

/* Three codes on the same words, without colours: three lines, each in pieces of its own kind. */
static void
check_grey (const char *text,
            const char *quote)
{
  const char *const codes[] = { "position", "concern", "concession" };
  ViewFixture fixture;
  g_autofree guint8 *before = NULL;
  g_autofree guint8 *after = NULL;
  g_autoptr (GdkTexture) plain = NULL;
  g_autoptr (GdkTexture) marked = NULL;
  g_autoptr (GArray) lines = NULL;
  const PostilViewBox *box;
  GdkRectangle area;

  view_fixture_init (&fixture, text, 700, 500);
  plain = view_fixture_render (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_free (view_fixture_tag (fixture.document, quote, 0, codes[i]));
  marked = view_fixture_render (&fixture);
  before = download_grey (plain);
  after = download_grey (marked);
  find_boxes (&fixture, quote);
  box = get_box (&fixture, 0);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (fixture.view), GTK_TEXT_WINDOW_WIDGET, box->x + 4, box->y,
                                         &area.x, &area.y);
  area.y += box->height / 2;
  area.width = box->width - 8;
  area.height = box->height / 2 + 16;
  lines = count_pieces (before, after, (gsize) gdk_texture_get_width (marked), area);
  for (guint i = 0; i < lines->len; i++)
    g_test_message ("line %u: %u pieces", i, g_array_index (lines, guint, i));
  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (codes));
  for (guint i = 0; i < lines->len; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpint (ABS ((int) g_array_index (lines, guint, i) - (int) g_array_index (lines, guint, j)), >=, 3);
  view_fixture_clear (&fixture);
}

static void
test_without_colours (void)
{
  check_grey (TEXT, "Minister has been unwavering");
  check_grey ("أعرب الرئيس عن قلقه العميق إزاء الغزو المقترح\n", "الرئيس عن قلقه العميق");
}

/* The ruler's pixels: elsewhere a caret blinks. */
static GBytes *
download_ruler (ViewFixture *fixture)
{
  g_autoptr (GdkTexture) texture = view_fixture_render (fixture);
  GtkWidget *ruler = gtk_widget_get_next_sibling (fixture->scrolled);
  gsize width = (gsize) gdk_texture_get_width (texture);
  gsize height = (gsize) gdk_texture_get_height (texture);
  gsize part = (gsize) gtk_widget_get_width (ruler);
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  GByteArray *kept = g_byte_array_new ();

  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  for (gsize y = 0; y < height; y++)
    g_byte_array_append (kept, (const guint8 *) (pixels + y * width + width - part), (guint) part * 4);

  return g_byte_array_free_to_bytes (kept);
}

/* What the ruler reckons change by change is what it would count anew. */
static void
test_ruler_follows (void)
{
  ViewFixture fixture;
  PostilOverviewRuler *ruler;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) reckoned = NULL;
  g_autoptr (GBytes) counted = NULL;
  g_autoptr (GError) error = NULL;

  view_fixture_init (&fixture, TEXT, 600, 400);
  ruler = POSTIL_OVERVIEW_RULER (gtk_widget_get_next_sibling (fixture.scrolled));
  before = download_ruler (&fixture);
  first = view_fixture_tag (fixture.document, "Prime Minister", 0, "concern");
  view_fixture_settle (&fixture);
  second = view_fixture_tag (fixture.document, "Prime Minister", 0, "outcome");
  third = view_fixture_tag (fixture.document, "Prime Minister", 0, "position");
  view_fixture_settle (&fixture);
  g_assert_true (postil_document_undo (fixture.document, NULL, &error));
  view_fixture_settle (&fixture);

  reckoned = download_ruler (&fixture);
  postil_overview_ruler_set_view (ruler, NULL);
  postil_overview_ruler_set_view (ruler, fixture.view);
  view_fixture_settle (&fixture);
  counted = download_ruler (&fixture);
  g_assert_true (g_bytes_equal (reckoned, counted));
  g_assert_false (g_bytes_equal (reckoned, before));

  while (postil_document_undo (fixture.document, NULL, &error))
    view_fixture_settle (&fixture);
  g_assert_no_error (error);
  g_bytes_unref (g_steal_pointer (&reckoned));
  reckoned = download_ruler (&fixture);
  g_assert_true (g_bytes_equal (reckoned, before));

  view_fixture_clear (&fixture);
}

static void
test_reveal (void)
{
  ViewFixture fixture;
  g_autofree char *text = create_long_text (800);
  PostilSpan span;
  PostilSpan visible;
  double value;
  GtkAdjustment *adjustment;

  view_fixture_init (&fixture, text, 700, 500);
  span = view_fixture_find (fixture.document, "Paragraph 00600", 0);
  postil_article_view_reveal (fixture.view, span);
  view_fixture_wait_ms (400);
  view_fixture_settle (&fixture);
  visible = postil_article_view_get_visible_span (fixture.view);
  g_assert_cmpuint (visible.start, <=, span.start);
  g_assert_cmpuint (visible.end, >=, span.end);
  g_assert_cmpuint (postil_article_view_get_caret (fixture.view), ==, span.start);

  /* What is on screen does not move. */
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture.view));
  value = gtk_adjustment_get_value (adjustment);
  postil_article_view_reveal (fixture.view, (PostilSpan) { span.start + 10, span.end });
  view_fixture_wait_ms (300);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, value);
  view_fixture_clear (&fixture);
}

static void
test_long_paragraph (void)
{
  ViewFixture fixture;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GdkTexture) texture = NULL;
  PostilSpan visible;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, "all on one line ");
  view_fixture_init (&fixture, text->str, 700, 500);
  add_marks (fixture.document, 600, 100);
  texture = view_fixture_render (&fixture);
  g_assert_cmpuint (g_hash_table_size (fixture.view->blocks), <, 6);
  visible = postil_article_view_get_visible_span (fixture.view);
  g_assert_cmpuint (visible.start, ==, 0);
  g_assert_cmpuint (visible.end, <, 4000);
  view_fixture_clear (&fixture);
}

static void
test_narrow_and_large (void)
{
  ViewFixture fixture;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Serif Bold 30");

  view_fixture_init (&fixture, MIXED, 360, 500);
  g_free (view_fixture_tag (fixture.document, "العميق إزاء", 0, "concern"));
  g_object_set (fixture.view, "zoom", 2.0, "font", font, "line-spacing", 1.0, NULL);
  texture = view_fixture_render (&fixture);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 360);
  g_assert_cmpint (gtk_text_view_get_left_margin (GTK_TEXT_VIEW (fixture.view))
                   + gtk_text_view_get_right_margin (GTK_TEXT_VIEW (fixture.view)), <, 120);
  view_fixture_clear (&fixture);
}

static void
test_headings (void)
{
  ViewFixture fixture;
  GtkTextTag *heading;
  GtkTextIter iter;
  GSList *tags;
  static const char text[] =
    "A title\n\nA first paragraph that is long enough to be text and surely no heading, as it goes on and on.\n\n"
    "## Markdown\ntext right after it\n\nalone.\n\nAnother heading\n\n"
    "A last paragraph that is long enough to be text and surely no heading, as it goes on and on.\n\nThe end";

  view_fixture_init (&fixture, text, 700, 400);
  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (GTK_TEXT_VIEW (fixture.view)), &iter);
  tags = gtk_text_iter_get_tags (&iter);
  g_assert_cmpuint (g_slist_length (tags), ==, 1);
  heading = tags->data;
  g_slist_free (tags);

  for (guint i = 0; i < 5; i++)
    {
      const char *const quotes[] = { "Markdown", "Another", "alone", "The end", "first" };

      gtk_text_iter_set_offset (&iter, (int) view_fixture_find (fixture.document, quotes[i], 0).start);
      g_assert_cmpint (gtk_text_iter_has_tag (&iter, heading), ==, i < 2);
    }
  view_fixture_clear (&fixture);
}

static void
test_properties (void)
{
  PostilArticleView *view = g_object_ref_sink (POSTIL_ARTICLE_VIEW (postil_article_view_new ()));
  guint n_notified = 0;
  double zoom;
  guint column_chars;

  g_object_get (view, "zoom", &zoom, "column-chars", &column_chars, NULL);
  g_assert_cmpfloat (zoom, ==, 1);
  g_assert_cmpuint (column_chars, ==, 68);

  g_signal_connect_swapped (view, "notify", G_CALLBACK (count_swapped_cb), &n_notified);
  g_object_set (view, "column-chars", 60, NULL);
  g_object_set (view, "column-chars", 60, NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  g_object_set (view, "focus-code", "concern", NULL);
  g_object_set (view, "focus-code", "concern", NULL);
  g_assert_cmpuint (n_notified, ==, 2);
  g_object_set (view, "snap-words", FALSE, NULL);
  g_assert_cmpuint (n_notified, ==, 3);
  g_object_set (view, "current", "urn:uuid:none", NULL);
  g_assert_cmpuint (n_notified, ==, 4);

  /* Without a document nothing happens, and nothing breaks. */
  g_assert_null (postil_article_view_dup_neighbour (view, NULL, 1));
  g_assert_false (postil_article_view_get_selection (view, NULL));
  postil_article_view_expand_selection (view, POSTIL_SEGMENT_WORD);
  postil_article_view_begin_border (view, 1);
  postil_article_view_finish_press (view, 5, 5, 1, 0);
  g_assert_finalize_object (view);
}

static void
test_empty_article (void)
{
  ViewFixture fixture;
  g_autoptr (GdkTexture) texture = NULL;

  view_fixture_init (&fixture, "", 400, 300);
  texture = view_fixture_render (&fixture);
  postil_article_view_expand_selection (fixture.view, POSTIL_SEGMENT_SENTENCE);
  postil_article_view_reveal (fixture.view, (PostilSpan) { 5, 9 });
  postil_article_view_finish_press (fixture.view, 50, 50, 1, 0);
  g_assert_null (postil_article_view_dup_neighbour (fixture.view, NULL, 1));
  view_fixture_clear (&fixture);
}

static void
test_theme (void)
{
  ViewFixture fixture;
  g_autofree char *id = NULL;
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GdkRGBA light;
  guint n_changed = 0;

  view_fixture_init (&fixture, TEXT, 400, 300);
  id = view_fixture_tag (fixture.document, "Prime Minister", 0, "concern");
  light = postil_article_view_get_style (fixture.view, "concern")->tint;
  g_signal_connect (fixture.view, "looks-changed", G_CALLBACK (count_cb), &n_changed);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_false (gdk_rgba_equal (&light, &postil_article_view_get_style (fixture.view, "concern")->tint));
  view_fixture_settle (&fixture);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  view_fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/article-view/accessible", test_accessible);
  g_test_add_func ("/article-view/misplaced", test_misplaced);
#ifdef HAVE_MALLOC_TRIM
  g_test_add_func ("/article-view/gives-memory-back", test_gives_memory_back);
#endif
  g_test_add_func ("/article-view/offsets", test_offsets);
  g_test_add_func ("/article-view/graphemes", test_graphemes);
  g_test_add_func ("/article-view/grow", test_grow);
  g_test_add_func ("/article-view/keyboard-pause", test_keyboard_pause);
  g_test_add_func ("/article-view/double-and-triple-click", test_double_and_triple_click);
  g_test_add_func ("/article-view/drag-snaps", test_drag_snaps);
  g_test_add_func ("/article-view/click-goes-deeper", test_click_goes_deeper);
  g_test_add_func ("/article-view/click-on-bracket", test_click_on_bracket);
  g_test_add_func ("/article-view/tags-follow", test_tags_follow);
  g_test_add_func ("/article-view/tags-in-idle", test_tags_in_idle);
  g_test_add_func ("/article-view/tags-of-many", test_tags_of_many);
  g_test_add_func ("/article-view/neighbours", test_neighbours);
  g_test_add_func ("/article-view/current-follows", test_current_follows);
  g_test_add_func ("/article-view/border-keys", test_border_keys);
  g_test_add_func ("/article-view/border-graphemes-and-direction", test_border_graphemes_and_direction);
  g_test_add_func ("/article-view/boxes", test_boxes);
  g_test_add_func ("/article-view/boxes-bidi", test_boxes_bidi);
  g_test_add_func ("/article-view/places", test_places);
  g_test_add_func ("/article-view/places-apart", test_places_apart);
  g_test_add_func ("/article-view/painted", test_painted);
  g_test_add_func ("/article-view/without-colours", test_without_colours);
  g_test_add_func ("/article-view/ruler-follows", test_ruler_follows);
  g_test_add_func ("/article-view/reveal", test_reveal);
  g_test_add_func ("/article-view/long-paragraph", test_long_paragraph);
  g_test_add_func ("/article-view/narrow-and-large", test_narrow_and_large);
  g_test_add_func ("/article-view/headings", test_headings);
  g_test_add_func ("/article-view/properties", test_properties);
  g_test_add_func ("/article-view/empty-article", test_empty_article);
  g_test_add_func ("/article-view/theme", test_theme);

  return g_test_run ();
}
