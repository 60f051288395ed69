/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of actions: no key twice in one place, every key understood, every title there. */

#include "config.h"

#include "app/postil-actions.h"

#include <gtk/gtk.h>

static void
test_keys (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_actions = 0;
  const PostilActionInfo *actions = postil_actions_get_all (&n_actions);

  g_assert_cmpuint (n_actions, >, 30);
  for (guint i = 0; i < n_actions; i++)
    {
      g_auto (GStrv) accels = g_strsplit (actions[i].accels, " ", -1);

      g_assert_cmpstr (actions[i].title, !=, "");
      for (guint j = 0; accels[j] != NULL && *accels[j] != '\0'; j++)
        {
          guint keyval = 0;
          GdkModifierType modifiers = 0;
          g_autofree char *name = NULL;

          if (g_str_equal (accels[j], "1...9"))
            continue;
          g_assert_true (gtk_accelerator_parse (accels[j], &keyval, &modifiers));
          g_assert_cmpuint (keyval, !=, 0);
          name = gtk_accelerator_name (keyval, modifiers);
          /* Where coders are compared nothing is marked: its keys are free there. */
          if (!g_hash_table_add (seen, g_strdup_printf ("%s %d", name, actions[i].group == POSTIL_ACTION_GROUP_COMPARING)))
            g_error ("%s is the key of two actions, the second is %s", accels[j], actions[i].id);
        }
    }
}

static void
test_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_actions = 0;
  const PostilActionInfo *actions = postil_actions_get_all (&n_actions);

  for (guint i = 0; i < n_actions; i++)
    {
      g_assert_true (g_str_has_prefix (actions[i].id, "win.") || g_str_has_prefix (actions[i].id, "app."));
      g_assert_true (g_hash_table_add (seen, (gpointer) actions[i].id));
      g_assert_true (postil_actions_lookup (actions[i].id) == &actions[i]);
    }
  g_assert_null (postil_actions_lookup ("win.nothing"));
}

static void
test_markdown (void)
{
  g_autofree char *markdown = postil_actions_dup_markdown ();

  g_assert_nonnull (strstr (markdown, "| `1…9` |"));
  g_assert_nonnull (strstr (markdown, "| `X`, `Delete` |"));
  g_assert_nonnull (strstr (markdown, "| `Ctrl+Z` | Undo |"));
}

static void
test_shortcuts_ui (void)
{
  g_autofree char *ui = postil_actions_dup_shortcuts_ui ();
  g_autoptr (GMarkupParseContext) context = NULL;
  const GMarkupParser parser = { 0 };
  g_autoptr (GError) error = NULL;

  context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_assert_true (g_markup_parse_context_parse (context, ui, -1, &error));
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/actions/keys", test_keys);
  g_test_add_func ("/actions/ids", test_ids);
  g_test_add_func ("/actions/markdown", test_markdown);
  g_test_add_func ("/actions/shortcuts-ui", test_shortcuts_ui);

  return g_test_run ();
}
