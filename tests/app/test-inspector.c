/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector's note: what is too long is refused as a whole and said; a foreign note that is
 * too long is shown cut, and never written back so. Links stand in the order of the article. */

#include "config.h"

#include "app/panes/postil-inspector.h"
#include "app/view-fixture.h"
#include "model/postil-edit.h"

#include <adwaita.h>

typedef struct
{
  GtkWidget      *inspector;
  GtkTextView    *note;
  PostilDocument *document;
  char           *id;
  guint           n_refused;
} Fixture;

static void
change_cb (Fixture      *fixture,
           PostilChange *change)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (postil_document_apply (fixture->document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
}

static void
refused_cb (Fixture    *fixture,
            const char *message)
{
  g_assert_cmpuint (strlen (message), >, 0);
  fixture->n_refused++;
}

static const char *
get_note (Fixture *fixture)
{
  return postil_annotation_get_note (postil_layer_lookup (postil_document_get_layer (fixture->document), fixture->id));
}

static void
set_foreign_note (Fixture *fixture,
                  gsize    n_bytes)
{
  g_autofree char *note = g_strnfill (n_bytes, 'n');
  PostilAnnotation *annotation = postil_layer_lookup (postil_document_get_layer (fixture->document), fixture->id);
  g_autoptr (PostilChange) change = postil_edit_set_note (fixture->document, annotation, note);

  change_cb (fixture, change);
}

static void
fixture_init (Fixture *fixture)
{
  fixture->n_refused = 0;
  fixture->document = view_fixture_new_document ("One passage and another.");
  fixture->id = view_fixture_tag (fixture->document, "passage", 0, "concern");
  fixture->inspector = g_object_ref_sink (postil_inspector_new ());
  g_signal_connect_swapped (fixture->inspector, "change", G_CALLBACK (change_cb), fixture);
  g_signal_connect_swapped (fixture->inspector, "refused", G_CALLBACK (refused_cb), fixture);
  postil_inspector_set_document (POSTIL_INSPECTOR (fixture->inspector), fixture->document);
  postil_inspector_set_annotation (POSTIL_INSPECTOR (fixture->inspector), fixture->id);
  fixture->note = GTK_TEXT_VIEW (view_fixture_find_widget (fixture->inspector, GTK_TYPE_TEXT_VIEW));
}

static void
fixture_clear (Fixture *fixture)
{
  g_free (fixture->id);
  g_assert_finalize_object (fixture->inspector);
  g_assert_finalize_object (fixture->document);
}

static void
test_too_long (void)
{
  Fixture fixture;
  GtkTextBuffer *buffer;
  g_autofree char *book = g_strnfill (2000000, 'x');

  fixture_init (&fixture);
  buffer = gtk_text_view_get_buffer (fixture.note);
  gtk_text_buffer_insert_at_cursor (buffer, "Mine. ", -1);
  gtk_text_buffer_insert_at_cursor (buffer, book, -1);
  g_assert_cmpuint (fixture.n_refused, ==, 1);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 6);

  gtk_text_buffer_insert_at_cursor (buffer, book, 900000);
  g_assert_cmpuint (fixture.n_refused, ==, 1);
  postil_inspector_commit (POSTIL_INSPECTOR (fixture.inspector));
  g_assert_cmpuint (strlen (get_note (&fixture)), ==, 900006);
  fixture_clear (&fixture);
}

static void
test_foreign (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  set_foreign_note (&fixture, 1200000);
  g_assert_cmpint (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (fixture.note)), ==, 1000001);
  g_assert_false (gtk_text_view_get_editable (fixture.note));
  postil_inspector_commit (POSTIL_INSPECTOR (fixture.inspector));
  g_assert_cmpuint (strlen (get_note (&fixture)), ==, 1200000);

  set_foreign_note (&fixture, 1000000);
  g_assert_cmpint (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (fixture.note)), ==, 1000000);
  g_assert_true (gtk_text_view_get_editable (fixture.note));
  fixture_clear (&fixture);
}

static void
link_to (Fixture    *fixture,
         const char *from,
         const char *to,
         const char *kind)
{
  g_autoptr (GError) error = NULL;
  PostilLayer *layer = postil_document_get_layer (fixture->document);
  g_autoptr (PostilChange) change =
    postil_edit_link (fixture->document, postil_layer_lookup (layer, from), postil_layer_lookup (layer, to), kind, &error);

  g_assert_no_error (error);
  change_cb (fixture, change);
}

/* Their ids are random, so the order is none of theirs. */
static void
test_links (void)
{
  static const char *const expected[] = { "→ Concern: one", "→ Concern: two", "→ Concern: three", "→ Concern: four",
                                          "← Outcome: last" };
  Fixture fixture;
  PostilDocument *document = view_fixture_new_document ("The one, the two, the three and the four; a step, at last.");
  g_autofree char *four = view_fixture_tag (document, "four", 0, "concern");
  g_autofree char *two = view_fixture_tag (document, "two", 0, "concern");
  g_autofree char *one = view_fixture_tag (document, "one", 0, "concern");
  g_autofree char *three = view_fixture_tag (document, "three", 0, "concern");
  g_autofree char *last = view_fixture_tag (document, "last", 0, "outcome");
  g_autofree char *step = view_fixture_tag (document, "step", 0, "concession");
  GtkWidget *list = NULL;

  fixture_init (&fixture);
  postil_inspector_set_document (POSTIL_INSPECTOR (fixture.inspector), document);
  g_set_object (&fixture.document, document);
  link_to (&fixture, last, step, "results-from");
  link_to (&fixture, step, four, "responds-to");
  link_to (&fixture, step, one, "responds-to");
  link_to (&fixture, step, three, "responds-to");
  link_to (&fixture, step, two, "responds-to");
  postil_inspector_set_annotation (POSTIL_INSPECTOR (fixture.inspector), step);
  list = view_fixture_find_widget (fixture.inspector, GTK_TYPE_LIST_BOX);
  g_assert_nonnull (list);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) i);

      g_assert_nonnull (row);
      g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (GTK_WIDGET (row)), expected[i]));
    }
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), G_N_ELEMENTS (expected)));
  g_object_unref (document);
  fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/inspector/too-long", test_too_long);
  g_test_add_func ("/inspector/foreign", test_foreign);
  g_test_add_func ("/inspector/links", test_links);

  return g_test_run ();
}
