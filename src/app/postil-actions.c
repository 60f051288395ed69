/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one table of actions. Whoever adds an action adds a line here and its function to
 * the window or the application; keys, menus, the shortcuts window and the README follow.
 * Pure, but for handing accelerators to an application. Main thread. */

#include "config.h"

#include "app/postil-actions.h"

#include <glib/gi18n-lib.h>

#define KEY POSTIL_ACTION_SINGLE_KEY
#define SHOWN POSTIL_ACTION_KEYS_ONLY

/* Of a column of the shortcuts window: what fits on a screen of 768 lines. */
#define MAX_SHORTCUT_ROWS 15u

static const PostilActionInfo actions[] = {
  { "win.tag-key", N_("Tag the selection, or recode the annotation"), POSTIL_ACTION_GROUP_MARKING, "1...9", SHOWN },
  { "win.remove", N_("Remove the Annotation"), POSTIL_ACTION_GROUP_MARKING, "x Delete", KEY },
  { "win.edit-note", N_("Write a Note"), POSTIL_ACTION_GROUP_MARKING, "n", KEY },
  { "win.edit-actor", N_("Name the Actor"), POSTIL_ACTION_GROUP_MARKING, "a", KEY },
  { "win.toggle-unsure", N_("Mark as Unsure"), POSTIL_ACTION_GROUP_MARKING, "u", KEY },
  { "win.begin-link", N_("Link to Another Annotation"), POSTIL_ACTION_GROUP_MARKING, "l", KEY },
  { "win.border-start", N_("Move the Start of the Passage"), POSTIL_ACTION_GROUP_MARKING, "bracketleft", KEY },
  { "win.border-end", N_("Move the End of the Passage"), POSTIL_ACTION_GROUP_MARKING, "bracketright", KEY },
  { "win.place-moved", N_("Place the Reviewed Annotation on the Selection"), POSTIL_ACTION_GROUP_MARKING, "h", KEY },
  { "win.merge", N_("Merge With What Was in the Way"), POSTIL_ACTION_GROUP_MARKING, "m", KEY },
  { "win.add-example", N_("Add to the Examples of Its Code"), POSTIL_ACTION_GROUP_MARKING, "e", KEY },
  { "win.confirm-code", N_("Still Right After the Codebook Changed"), POSTIL_ACTION_GROUP_MARKING, "k", KEY },
  { "win.undo", N_("Undo"), POSTIL_ACTION_GROUP_MARKING, "<Control>z", 0 },
  { "win.redo", N_("Redo"), POSTIL_ACTION_GROUP_MARKING, "<Control><Shift>z <Control>y", 0 },

  { "win.next-annotation", N_("Next Annotation"), POSTIL_ACTION_GROUP_MOVING, "Tab", KEY },
  { "win.previous-annotation", N_("Previous Annotation"), POSTIL_ACTION_GROUP_MOVING, "<Shift>Tab", KEY },
  { "win.next-review", N_("Next to Review After the Codebook Changed"), POSTIL_ACTION_GROUP_MOVING, "<Shift>k", KEY },
  { "win.next-pane", N_("Next Part of the Window"), POSTIL_ACTION_GROUP_MOVING, "F6", 0 },
  { "win.previous-pane", N_("Previous Part of the Window"), POSTIL_ACTION_GROUP_MOVING, "<Shift>F6", 0 },
  { "win.next-article", N_("Next Article of the Folder"), POSTIL_ACTION_GROUP_MOVING, "<Alt>Page_Down", 0 },
  { "win.previous-article", N_("Previous Article of the Folder"), POSTIL_ACTION_GROUP_MOVING, "<Alt>Page_Up", 0 },
  { "win.next-not-done", N_("Next Article That Is Not Done"), POSTIL_ACTION_GROUP_MOVING, "<Alt><Shift>Page_Down", 0 },
  { "win.confirm", N_("Confirm a Border or a Link"), POSTIL_ACTION_GROUP_MOVING, "Return", SHOWN },
  { "win.cancel", N_("Give Up, or Drop the Selection"), POSTIL_ACTION_GROUP_MOVING, "Escape", KEY },
  { "win.commit-note", N_("End Writing a Note"), POSTIL_ACTION_GROUP_MOVING, "<Control>Return", SHOWN },

  { "win.select-sentence", N_("Select the Sentence"), POSTIL_ACTION_GROUP_SELECTING, "s", KEY },
  { "win.select-paragraph", N_("Select the Paragraph"), POSTIL_ACTION_GROUP_SELECTING, "p", KEY },
  { "win.shrink-selection", N_("Shrink the Selection"), POSTIL_ACTION_GROUP_SELECTING, "<Shift>s", KEY },
  { "win.select-by-character", N_("Select by Character"), POSTIL_ACTION_GROUP_SELECTING, "<Shift>Right", SHOWN },
  { "win.select-by-word", N_("Select by Word"), POSTIL_ACTION_GROUP_SELECTING, "<Control><Shift>Right", SHOWN },

  { "win.compare-next", N_("Next Open Disagreement"), POSTIL_ACTION_GROUP_COMPARING, "n", SHOWN },
  { "win.compare-previous", N_("Previous Open Disagreement"), POSTIL_ACTION_GROUP_COMPARING, "<Shift>n", SHOWN },
  { "win.compare-accept", N_("Accept What the Coder of This Number Marked"), POSTIL_ACTION_GROUP_COMPARING, "1...9", SHOWN },
  { "win.compare-accept-all", N_("Accept What All of Them Marked"), POSTIL_ACTION_GROUP_COMPARING, "b", SHOWN },
  { "win.compare-accept-none", N_("Turn It Down"), POSTIL_ACTION_GROUP_COMPARING, "x", SHOWN },
  { "win.compare-accept-agreed", N_("Accept All That Is Marked Alike"), POSTIL_ACTION_GROUP_COMPARING, "a", SHOWN },
  { "win.compare-edit", N_("Code the Consensus by Hand"), POSTIL_ACTION_GROUP_COMPARING, "e", SHOWN },

  { "win.open", N_("Open…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>o", 0 },
  { "win.new-from-clipboard", N_("New Article From the Clipboard…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>v", 0 },
  { "win.import-documents", N_("Make Articles of Documents…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.article-properties", N_("Article Properties"), POSTIL_ACTION_GROUP_ARTICLE, "<Alt>Return", 0 },
  { "win.save", N_("Save Now"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>s", 0 },
  { "win.save-copy", N_("Save a Copy of the Annotations…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>s", 0 },
  { "win.import-annotations", N_("Import Annotations…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>i", 0 },
  { "win.export", N_("Export Annotations…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>e", 0 },
  { "win.print", N_("Print…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>p", 0 },
  { "win.save-pdf", N_("Save as PDF…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.save-codebook-pdf", N_("Save the Codebook as PDF…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.restore", N_("Restore an Older Version…"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>r", 0 },
  { "win.toggle-done", N_("Mark the Article as Done, or Not"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>d", 0 },
  { "win.search-folder", N_("Search the Folder"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>f", 0 },
  { "win.filter-articles", N_("Filter the Articles of the Folder"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>l", 0 },
  { "win.articles-table", N_("Articles of the Folder as a Table"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.hand-in", N_("Hand In…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.make-exercise", N_("Make an Exercise…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.collect-hand-ins", N_("Collect Hand-Ins…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.open-pack", N_("Open a Pack…"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.find", N_("Find in the Article"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>f", 0 },
  { "win.find-next", N_("Find Next"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>g", 0 },
  { "win.find-previous", N_("Find Previous"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>g", 0 },
  { "win.tag-all", N_("Tag All That Is Found"), POSTIL_ACTION_GROUP_ARTICLE, "<Control><Shift>t", 0 },
  { "win.history", N_("History"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>h", 0 },
  { "win.codebook", N_("Edit the Codebook"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>b", 0 },
  { "win.review", N_("List What to Review After the Codebook Changed"), POSTIL_ACTION_GROUP_ARTICLE, "", 0 },
  { "win.review-moved", N_("Review Annotations of a Changed Article"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>r", 0 },
  { "win.filter-annotations", N_("Filter the Annotations"), POSTIL_ACTION_GROUP_ARTICLE, "<Control>l", 0 },

  { "win.view-code", N_("Code the Article"), POSTIL_ACTION_GROUP_VIEW, "<Alt>1", 0 },
  { "win.view-compare", N_("Compare Coders"), POSTIL_ACTION_GROUP_VIEW, "<Alt>2", 0 },
  { "win.view-class", N_("Class"), POSTIL_ACTION_GROUP_VIEW, "<Alt>3", 0 },
  { "win.view-agreement", N_("Measure Agreement"), POSTIL_ACTION_GROUP_VIEW, "<Alt>5", 0 },
  { "win.view-overview", N_("Overview"), POSTIL_ACTION_GROUP_VIEW, "<Alt>4", 0 },
  { "win.present", N_("Present"), POSTIL_ACTION_GROUP_VIEW, "F5", 0 },
  { "win.zoom-in", N_("Larger Text"), POSTIL_ACTION_GROUP_VIEW, "<Control>plus <Control>equal <Control>KP_Add", 0 },
  { "win.zoom-out", N_("Smaller Text"), POSTIL_ACTION_GROUP_VIEW, "<Control>minus <Control>KP_Subtract", 0 },
  { "win.zoom-reset", N_("Normal Size"), POSTIL_ACTION_GROUP_VIEW, "<Control>0 <Control>KP_0", 0 },
  { "win.sidebar", N_("Show Codes and Annotations"), POSTIL_ACTION_GROUP_VIEW, "F9", 0 },
  { "win.folder-pane", N_("Show the Articles of the Folder"), POSTIL_ACTION_GROUP_VIEW, "<Shift>F9", 0 },
  { "win.dim-codes", N_("Dim the Other Codes"), POSTIL_ACTION_GROUP_VIEW, "f", KEY },
  { "win.dim-actors", N_("Dim the Other Actors"), POSTIL_ACTION_GROUP_VIEW, "<Shift>f", KEY },
  { "win.focus-mode", N_("Only the Article"), POSTIL_ACTION_GROUP_VIEW, "<Shift>F11", 0 },
  { "win.fullscreen", N_("Full Screen"), POSTIL_ACTION_GROUP_VIEW, "F11", 0 },

  { "app.new-window", N_("New Window"), POSTIL_ACTION_GROUP_GENERAL, "<Control>n", 0 },
  { "win.command-palette", N_("Find a Command, Code or Article"), POSTIL_ACTION_GROUP_GENERAL, "<Control>k", 0 },
  { "win.switch-coder", N_("Switch the Coder…"), POSTIL_ACTION_GROUP_GENERAL, "", 0 },
  { "app.preferences", N_("Preferences"), POSTIL_ACTION_GROUP_GENERAL, "<Control>comma", 0 },
  { "app.help", N_("Help"), POSTIL_ACTION_GROUP_GENERAL, "F1", 0 },
  { "app.shortcuts", N_("Keyboard Shortcuts"), POSTIL_ACTION_GROUP_GENERAL, "<Control>question", 0 },
  { "win.menu", N_("Main Menu"), POSTIL_ACTION_GROUP_GENERAL, "F10", SHOWN },
  { "app.about", N_("About Postil"), POSTIL_ACTION_GROUP_GENERAL, "", 0 },
  { "win.close", N_("Close the Window"), POSTIL_ACTION_GROUP_GENERAL, "<Control>w", 0 },
  { "app.quit", N_("Quit"), POSTIL_ACTION_GROUP_GENERAL, "<Control>q", 0 },
};

static const char *const group_titles[POSTIL_N_ACTION_GROUPS] = {
  [POSTIL_ACTION_GROUP_MARKING] = N_("Marking, in the Article"),
  [POSTIL_ACTION_GROUP_MOVING] = N_("Moving Around"),
  [POSTIL_ACTION_GROUP_SELECTING] = N_("Selecting, in the Article"),
  [POSTIL_ACTION_GROUP_COMPARING] = N_("Settling, While Coders Are Compared"),
  [POSTIL_ACTION_GROUP_ARTICLE] = N_("Article"),
  [POSTIL_ACTION_GROUP_VIEW] = N_("View"),
  [POSTIL_ACTION_GROUP_GENERAL] = N_("General"),
};

/* The main menu; an empty line begins a section. */
static const char *const main_menu[] = {
  "win.undo", "win.redo", "win.history", "win.toggle-done", "",
  "win.find", "win.search-folder", "win.codebook", "win.article-properties", "",
  "win.view-code", "win.view-compare", "win.view-class", "win.view-agreement", "win.view-overview", "win.present", "",
  "win.import-documents", "win.import-annotations", "win.export", "win.hand-in", "win.make-exercise", "win.collect-hand-ins",
  "win.save-copy", "win.restore", "",
  "win.print", "win.save-pdf", "win.save-codebook-pdf", "",
  "win.zoom-in", "win.zoom-out", "win.zoom-reset", "win.sidebar", "win.folder-pane", "win.fullscreen", "",
  "app.new-window", "win.switch-coder", "win.command-palette", "",
  "app.preferences", "app.shortcuts", "app.help", "app.about",
};

static char *
dup_key_label (const char *accel)
{
  guint keyval = 0;
  GdkModifierType modifiers = 0;
  char *label = NULL;

  if (g_str_equal (accel, "1...9"))
    label = g_strdup ("1…9");
  else if (gtk_accelerator_parse (accel, &keyval, &modifiers))
    label = gtk_accelerator_get_label (keyval, modifiers);
  else
    label = g_strdup (accel);

  return label;
}

/* What is shown of the keys: of an accelerator only the first, since the others are there for
 * other keyboards. */
static char *
dup_shown_accels (const PostilActionInfo *action)
{
  const char *space = strchr (action->accels, ' ');

  if (action->flags != POSTIL_ACTION_NONE || space == NULL)
    return g_strdup (action->accels);

  return g_strndup (action->accels, (gsize) (space - action->accels));
}

/* "X, Delete" */
static char *
dup_keys_label (const PostilActionInfo *action)
{
  g_autofree char *shown = dup_shown_accels (action);
  g_auto (GStrv) accels = g_strsplit (shown, " ", -1);
  g_autoptr (GString) label = g_string_new (NULL);

  for (guint i = 0; accels[i] != NULL; i++)
    {
      g_autofree char *key = dup_key_label (accels[i]);

      g_string_append_printf (label, "%s`%s`", i > 0 ? ", " : "", key);
    }

  return g_string_free (g_steal_pointer (&label), FALSE);
}

char *
postil_actions_dup_keys (const char *id)
{
  const PostilActionInfo *action = postil_actions_lookup (id);
  g_autofree char *first = NULL;

  g_return_val_if_fail (action != NULL, NULL);

  first = g_strdup (action->accels);
  first[strcspn (first, " ")] = '\0';

  return *first != '\0' ? dup_key_label (first) : g_strdup ("");
}

const PostilActionInfo *
postil_actions_get_all (guint *n_actions)
{
  g_return_val_if_fail (n_actions != NULL, NULL);

  *n_actions = G_N_ELEMENTS (actions);
  return actions;
}

const PostilActionInfo *
postil_actions_lookup (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].id, id))
      return &actions[i];

  return NULL;
}

const char *
postil_actions_get_title (const char *id)
{
  const PostilActionInfo *action = postil_actions_lookup (id);

  g_return_val_if_fail (action != NULL, id);

  return _(action->title);
}

const char *
postil_actions_get_group_title (PostilActionGroup group)
{
  g_return_val_if_fail (group < POSTIL_N_ACTION_GROUPS, "");

  return _(group_titles[group]);
}

void
postil_actions_install_accels (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (GStrv) accels = NULL;

      if (actions[i].flags != POSTIL_ACTION_NONE || *actions[i].accels == '\0')
        continue;

      accels = g_strsplit (actions[i].accels, " ", -1);
      gtk_application_set_accels_for_action (application, actions[i].id,
                                             (const char *const *) accels);
    }
}

GtkEventController *
postil_actions_new_key_controller (void)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_name (controller, "postil-single-keys");
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (GStrv) accels = NULL;

      if ((actions[i].flags & POSTIL_ACTION_SINGLE_KEY) == 0)
        continue;

      accels = g_strsplit (actions[i].accels, " ", -1);
      for (guint j = 0; accels[j] != NULL; j++)
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                              gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accels[j]),
                                                                gtk_named_action_new (actions[i].id)));
    }

  return controller;
}

GMenuModel *
postil_actions_new_main_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (main_menu); i++)
    {
      if (*main_menu[i] == '\0')
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
        }
      else
        g_menu_append (section, postil_actions_get_title (main_menu[i]), main_menu[i]);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));

  return G_MENU_MODEL (menu);
}

char *
postil_actions_dup_markdown (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint group = 0; group < POSTIL_N_ACTION_GROUPS; group++)
    {
      g_string_append_printf (out, "%s**%s**\n\n| Keys | What they do |\n|---|---|\n",
                              group > 0 ? "\n" : "", group_titles[group]);
      for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
        {
          g_autofree char *keys = NULL;

          if (actions[i].group != group || *actions[i].accels == '\0')
            continue;

          keys = dup_keys_label (&actions[i]);
          g_string_append_printf (out, "| %s | %s |\n", keys, actions[i].title);
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_shortcut (GString                *out,
                 const PostilActionInfo *action)
{
  g_autofree char *shown = dup_shown_accels (action);
  g_autofree char *accels = g_markup_escape_text (shown, -1);
  g_autofree char *title = g_markup_escape_text (_(action->title), -1);

  g_string_append_printf (out,
                          "<child><object class=\"GtkShortcutsShortcut\">"
                          "<property name=\"accelerator\">%s</property>"
                          "<property name=\"title\">%s</property>"
                          "</object></child>",
                          accels, title);
}

static guint
count_shortcuts (PostilActionGroup group)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].group == group && *actions[i].accels != '\0')
      n++;

  return n;
}

static void
begin_group (GString    *out,
             const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  g_string_append_printf (out,
                          "<child><object class=\"GtkShortcutsGroup\">"
                          "<property name=\"title\">%s</property>",
                          escaped);
}

/* A group that is too long for a column goes on in the next, without its title. */
static void
append_group (GString           *out,
              PostilActionGroup  group)
{
  guint n_rows = count_shortcuts (group);
  guint n_in_column = n_rows <= MAX_SHORTCUT_ROWS ? n_rows : (n_rows + 1) / 2;
  guint n = 0;

  begin_group (out, _(group_titles[group]));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].group == group && *actions[i].accels != '\0')
      {
        if (n++ == n_in_column)
          {
            g_string_append (out, "</object></child>");
            begin_group (out, "");
          }
        append_shortcut (out, &actions[i]);
      }
  g_string_append (out, "</object></child>");
}

static void
begin_section (GString    *out,
               const char *name,
               const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  g_string_append_printf (out,
                          "<child><object class=\"GtkShortcutsSection\">"
                          "<property name=\"section-name\">%s</property>"
                          "<property name=\"title\">%s</property>"
                          "<property name=\"max-height\">%u</property>",
                          name, escaped, MAX_SHORTCUT_ROWS + 1 /* title */);
}

static void
append_section (GString           *out,
                const char        *name,
                const char        *title,
                PostilActionGroup  first,
                PostilActionGroup  last)
{
  begin_section (out, name, title);
  for (guint group = first; group <= last; group++)
    append_group (out, group);
  g_string_append (out, "</object></child>");
}

/* Sections of one page each: GTK 4.8 mixes up the order of a section's pages. */
char *
postil_actions_dup_shortcuts_ui (void)
{
  g_autoptr (GString) out = g_string_new ("<interface><object class=\"GtkShortcutsWindow\" id=\"window\">"
                                          "<property name=\"modal\">1</property>");

  append_section (out, "marking", _("Marking"), POSTIL_ACTION_GROUP_MARKING, POSTIL_ACTION_GROUP_MARKING);
  append_section (out, "moving", _("Moving Around"), POSTIL_ACTION_GROUP_MOVING, POSTIL_ACTION_GROUP_COMPARING);
  append_section (out, "article", _("Article"), POSTIL_ACTION_GROUP_ARTICLE, POSTIL_ACTION_GROUP_ARTICLE);
  append_section (out, "window", _("Window"), POSTIL_ACTION_GROUP_VIEW, POSTIL_ACTION_GROUP_GENERAL);
  g_string_append (out, "</object></interface>");

  return g_string_free (g_steal_pointer (&out), FALSE);
}
