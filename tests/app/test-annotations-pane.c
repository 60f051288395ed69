/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list's filter finds words whatever their case, in labels, notes, attributes and quotes;
 * and the current annotation's row is found whatever the filter and the order are. */

#include "config.h"

#include "app/panes/postil-annotation-item.h"
#include "app/panes/postil-annotations-pane.h"
#include "app/view-fixture.h"

#include <adwaita.h>

static const char TEXT[] = "Die STRASSE und die Straße. Über allem: plain words, Plain talk, and nothing else.";

typedef struct
{
  GtkWidget          *pane;
  PostilDocument     *document;
  GtkSingleSelection *selection;
  GtkFilterListModel *filtered;
  GtkEditable        *entry;
  char               *ids[5];
} Fixture;

static void
fixture_init (Fixture *fixture)
{
  const char *const quotes[] = { "STRASSE", "Straße", "Über allem", "plain words", "Plain talk" };
  GListModel *sorted;

  fixture->document = view_fixture_new_document (TEXT);
  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    fixture->ids[i] = view_fixture_tag (fixture->document, quotes[i], 0, i == 4 ? "outcome" : "concern");

  fixture->pane = g_object_ref_sink (postil_annotations_pane_new ());
  postil_annotations_pane_set_document (POSTIL_ANNOTATIONS_PANE (fixture->pane), fixture->document);
  fixture->selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (view_fixture_find_widget (fixture->pane, GTK_TYPE_LIST_VIEW))));
  sorted = gtk_single_selection_get_model (fixture->selection);
  fixture->filtered = GTK_FILTER_LIST_MODEL (gtk_sort_list_model_get_model (GTK_SORT_LIST_MODEL (sorted)));
  fixture->entry = GTK_EDITABLE (view_fixture_find_widget (fixture->pane, GTK_TYPE_SEARCH_ENTRY));
}

static void
fixture_clear (Fixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->ids); i++)
    g_free (fixture->ids[i]);
  g_assert_finalize_object (fixture->pane);
  g_assert_finalize_object (fixture->document);
}

static void
filter (Fixture    *fixture,
        const char *words)
{
  gtk_editable_set_text (fixture->entry, words);
  /* The search entry tells of it a moment later. */
  while ((*words != '\0') != (gtk_filter_list_model_get_filter (fixture->filtered) != NULL))
    g_main_context_iteration (NULL, TRUE);
  view_fixture_wait_ms (400);
  while (gtk_filter_list_model_get_pending (fixture->filtered) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_found (Fixture    *fixture,
             const char *words,
             guint       n_expected)
{
  filter (fixture, words);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->selection)), ==, n_expected);
}

static void
test_filter (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  check_found (&fixture, "strasse", 2);
  check_found (&fixture, "STRAß", 2);
  check_found (&fixture, "über", 1);
  check_found (&fixture, "PLAIN", 2);
  check_found (&fixture, "plain w", 1);
  check_found (&fixture, "Concern", 4);
  check_found (&fixture, "wordsy", 0);
  check_found (&fixture, "", 5);
  fixture_clear (&fixture);
}

static void
check_selected (Fixture *fixture,
                guint    index)
{
  PostilAnnotationItem *item;

  postil_annotations_pane_set_current (POSTIL_ANNOTATIONS_PANE (fixture->pane), NULL);
  postil_annotations_pane_set_current (POSTIL_ANNOTATIONS_PANE (fixture->pane), fixture->ids[index]);
  item = gtk_single_selection_get_selected_item (fixture->selection);
  g_assert_nonnull (item);
  g_assert_cmpstr (postil_annotation_get_id (postil_annotation_item_get_annotation (item)), ==, fixture->ids[index]);
}

static void
test_current (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  for (guint order = 0; order < 2; order++)
    {
      g_object_set (fixture.pane, "sort-by-time", order == 1, NULL);
      filter (&fixture, "");
      for (guint i = 0; i < 5; i++)
        check_selected (&fixture, i);
      filter (&fixture, "concern");
      for (guint i = 0; i < 4; i++)
        check_selected (&fixture, i);

      /* What the filter hides has no row. */
      postil_annotations_pane_set_current (POSTIL_ANNOTATIONS_PANE (fixture.pane), fixture.ids[4]);
      g_assert_null (gtk_single_selection_get_selected_item (fixture.selection));
    }
  fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/annotations-pane/filter", test_filter);
  g_test_add_func ("/annotations-pane/current", test_current);

  return g_test_run ();
}
