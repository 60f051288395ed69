/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes in a person's words, for toasts, announcements and the history. Pure. */

#include "config.h"

#include "app/postil-change-title.h"

#include <glib/gi18n-lib.h>

#define MAX_QUOTE_CHARS 40

static const char *const titles[POSTIL_N_CHANGE_KINDS] = {
  [POSTIL_CHANGE_TAG] = NC_("change", "Tag"),
  [POSTIL_CHANGE_REMOVE] = NC_("change", "Remove"),
  [POSTIL_CHANGE_RECODE] = NC_("change", "Change the code"),
  [POSTIL_CHANGE_NOTE] = NC_("change", "Note"),
  [POSTIL_CHANGE_ATTRIBUTE] = NC_("change", "Attribute"),
  [POSTIL_CHANGE_UNSURE] = NC_("change", "Unsure"),
  [POSTIL_CHANGE_BORDER] = NC_("change", "Move a border"),
  [POSTIL_CHANGE_LINK] = NC_("change", "Link"),
  [POSTIL_CHANGE_UNLINK] = NC_("change", "Remove a link"),
  [POSTIL_CHANGE_TAG_ALL] = NC_("change", "Tag all"),
  [POSTIL_CHANGE_MERGE] = NC_("change", "Merge"),
  [POSTIL_CHANGE_REANCHOR] = NC_("change", "Find again"),
  [POSTIL_CHANGE_STATUS] = NC_("change", "State of the article"),
  [POSTIL_CHANGE_CODEBOOK] = NC_("change", "Codebook"),
  [POSTIL_CHANGE_IMPORT] = NC_("change", "Import"),
  [POSTIL_CHANGE_ADJUDICATE] = NC_("change", "Decide"),
  [POSTIL_CHANGE_RESTORE] = NC_("change", "Restore"),
};

PostilAnnotation *
postil_change_title_get_annotation (PostilChange *change)
{
  GPtrArray *added = NULL;
  GPtrArray *removed = NULL;

  g_return_val_if_fail (change != NULL, NULL);

  added = postil_change_get_added (change);
  removed = postil_change_get_removed (change);
  if (added->len > 0)
    return g_ptr_array_index (added, 0);

  return removed->len > 0 ? g_ptr_array_index (removed, 0) : NULL;
}

char *
postil_change_title_dup_annotation (PostilAnnotation *annotation,
                                    PostilCodebook   *codebook)
{
  g_autofree char *quote = NULL;

  g_return_val_if_fail (annotation != NULL && codebook != NULL, NULL);

  quote = postil_annotation_dup_quote (annotation);
  g_strstrip (g_strdelimit (quote, "\n\t", ' '));
  if (g_utf8_strlen (quote, -1) > MAX_QUOTE_CHARS)
    {
      g_autofree char *start = g_utf8_substring (quote, 0, MAX_QUOTE_CHARS - 1);

      g_free (quote);
      quote = g_strconcat (start, "…", NULL);
    }

  /* Translators: a code and the passage that bears it: Concern “deep concern over…” */
  return g_strdup_printf (_("%s “%s”"),
                          postil_codebook_show_code (codebook, postil_annotation_get_code (annotation)), quote);
}

char *
postil_change_title_dup (PostilChange   *change,
                         PostilCodebook *codebook)
{
  PostilAnnotation *annotation = NULL;
  g_autofree char *what = NULL;
  const char *title = NULL;
  guint n_annotations = 0;

  g_return_val_if_fail (change != NULL && codebook != NULL, NULL);

  title = g_dpgettext2 (GETTEXT_PACKAGE, "change", titles[postil_change_get_kind (change)]);
  annotation = postil_change_title_get_annotation (change);
  if (annotation == NULL)
    return g_strdup (title);
  n_annotations = MAX (postil_change_get_added (change)->len, postil_change_get_removed (change)->len);
  if (n_annotations > 1)
    {
      what = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation", "%u annotations", n_annotations), n_annotations);
      return g_strdup_printf (_("%s: %s"), title, what);
    }

  what = postil_change_title_dup_annotation (annotation, codebook);
  /* Translators: what was done, and to what: Tag: Concern “deep concern over…” */
  return g_strdup_printf (_("%s: %s"), title, what);
}
