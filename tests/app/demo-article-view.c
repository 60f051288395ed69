/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of the article view for people to look at: demo-article-view FOLDER. Each scene
 * is one PNG; nothing is compared, as fonts differ from machine to machine. With --stay it
 * shows one window to be tried. */

#include "config.h"

#include "app/view-fixture.h"

#include <adwaita.h>

#include "model/postil-edit.h"

static const char BIDI[] =
  "تقرير عن المحادثات\n\n"
  "أعرب الرئيس عن قلقه العميق إزاء الغزو البري المقترح لرفح، الواقعة في جنوب غزة، وقال متحدث باسم "
  "White House في واشنطن إن الولايات المتحدة تعارض العملية بشدة، ولا سيما بعد مرور 172 يوما.\n\n"
  "The spokesman said קצת עברית באמצע השורה and then went on in English, 👩‍👩‍👧‍👦 with a family "
  "and cafe\xcc\x81 society, until the line wrapped and the mixed text שלום עולם came to its end.\n";

static void
mark_rafah (PostilDocument *document)
{
  g_free (view_fixture_tag (document, "deep concern over Israel's proposed ground invasion of Rafah", 0, "concern"));
  g_free (view_fixture_tag (document, "firm stance on the necessity of the operation to dismantle Hamas battalions, despite international calls for restraint", 0, "position"));
  g_free (view_fixture_tag (document, "agreed to dispatch an Israeli delegation to Washington", 0, "concession"));
  g_free (view_fixture_tag (document, "an effort to address the standoff diplomatically, highlighting the growing rift", 0, "outcome"));
  g_free (view_fixture_tag (document, "call for a halt to the planned invasion", 0, "position"));
  g_free (view_fixture_tag (document, "fears of exacerbating the humanitarian crisis in Gaza and further isolating Israel on the global stage", 0, "concern"));
  g_free (view_fixture_tag (document, "halt to the planned invasion is rooted in fears of exacerbating", 0, "outcome"));
  g_free (view_fixture_tag (document, "planned invasion is rooted in fears", 0, "concession"));
  g_free (view_fixture_tag (document, "demanding that Israel present a plan that minimizes civilian casualties", 0, "position"));
  g_free (view_fixture_tag (document, "a ground invasion of Rafah is essential for Israel's security", 0, "position"));
  g_free (view_fixture_tag (document, "acquiesced to Biden's request to send an Israeli delegation to Washington for talks. This move represents a potential shift", 0, "concession"));
  g_free (view_fixture_tag (document, "a glimmer of hope for a peaceful resolution", 0, "outcome"));
}

static char *
load_article (void)
{
  g_autofree char *file = g_build_filename (g_getenv ("POSTIL_SOURCE_ROOT"), "data", "rafah.txt", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (file, &text, NULL, &error))
    g_error ("%s", error->message);

  return text;
}

static void
save (ViewFixture *fixture,
      const char  *folder,
      const char  *name)
{
  g_autofree char *file = g_strdup_printf ("%s/%s.png", folder, name);

  view_fixture_save_png (fixture, file);
  g_print ("%s\n", file);
}

static void
make_current (ViewFixture *fixture,
              guint        index)
{
  PostilLayer *layer = postil_document_get_layer (fixture->document);

  postil_article_view_set_current (fixture->view,
                                   postil_annotation_get_id (postil_layer_get_annotation (layer, index)));
}

static void
link_first_two (PostilDocument *document)
{
  PostilLayer *layer = postil_document_get_layer (document);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = postil_edit_link (document, postil_layer_get_annotation (layer, 2),
                                                      postil_layer_get_annotation (layer, 0),
                                                      "responds-to", &error);

  if (change == NULL || !postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error))
    g_message ("no link: %s", error != NULL ? error->message : "");
}

static void
show_rafah (const char *folder,
            const char *name,
            int         width,
            double      zoom,
            const char *font,
            guint       current)
{
  ViewFixture fixture;
  g_autofree char *text = load_article ();
  g_autoptr (PangoFontDescription) description = font != NULL ? pango_font_description_from_string (font) : NULL;

  view_fixture_init (&fixture, text, width, 760);
  g_object_set (fixture.view, "zoom", zoom, "font", description, NULL);
  mark_rafah (fixture.document);
  link_first_two (fixture.document);
  make_current (&fixture, current);
  save (&fixture, folder, name);
  view_fixture_clear (&fixture);
}

static void
show_bidi (const char *folder)
{
  ViewFixture fixture;

  view_fixture_init (&fixture, BIDI, 700, 420);
  g_free (view_fixture_tag (fixture.document, "قلقه العميق إزاء الغزو البري المقترح لرفح، الواقعة في جنوب غزة، وقال متحدث باسم White House في", 0, "concern"));
  g_free (view_fixture_tag (fixture.document, "White House في واشنطن إن الولايات", 0, "position"));
  g_free (view_fixture_tag (fixture.document, "said קצת עב", 0, "position"));
  g_free (view_fixture_tag (fixture.document, "👩‍👩‍👧‍👦 with a family and cafe\xcc\x81", 0, "outcome"));
  g_free (view_fixture_tag (fixture.document, "text שלום", 0, "concession"));
  save (&fixture, folder, "bidi");
  view_fixture_clear (&fixture);
}

static void
show_matches (const char *folder)
{
  ViewFixture fixture;
  g_autofree char *text = load_article ();
  PostilSpan matches[3];

  view_fixture_init (&fixture, text, 900, 700);
  mark_rafah (fixture.document);
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    matches[i] = view_fixture_find (fixture.document, "Rafah", i);
  postil_article_view_set_matches (fixture.view, matches, G_N_ELEMENTS (matches));
  g_object_set (fixture.view, "focus-code", "concern", NULL);
  postil_article_view_select (fixture.view, view_fixture_find (fixture.document, "unwavering in his belief", 0));
  save (&fixture, folder, "focus-matches");
  view_fixture_clear (&fixture);
}

/* One window to be tried by hand, or by a script that plays the person. */
static void
stay (void)
{
  ViewFixture fixture;
  g_autofree char *text = load_article ();

  view_fixture_init (&fixture, text, 980, 760);
  mark_rafah (fixture.document);
  make_current (&fixture, 0);
  gtk_widget_grab_focus (GTK_WIDGET (fixture.view));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";
  const char *prefix = g_getenv ("DEMO_PREFIX") != NULL ? g_getenv ("DEMO_PREFIX") : "";
  g_autofree char *wide = g_strconcat (prefix, "wide", NULL);
  g_autofree char *narrow = g_strconcat (prefix, "narrow", NULL);
  g_autofree char *large = g_strconcat (prefix, "large", NULL);

  adw_init ();
  if (g_str_equal (folder, "--stay"))
    {
      stay ();
      return 0;
    }

  show_rafah (folder, wide, 980, 1.0, NULL, 5);
  show_rafah (folder, narrow, 360, 1.0, NULL, 2);
  show_rafah (folder, large, 980, 2.0, "Serif 11", 2);
  if (prefix[0] == '\0')
    {
      show_bidi (folder);
      show_matches (folder);
    }

  return 0;
}
