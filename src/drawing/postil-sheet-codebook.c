/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codebook as a handout: each code with its letter and pattern, and all that is said
 * about it. */

#include "config.h"

#include "drawing/postil-sheet-private.h"

#include <glib/gi18n-lib.h>

#define INDENT 14.0
#define SAMPLE 34.0

static void
add_code_head (PostilSheet      *self,
               PostilCodebook   *codebook,
               const PostilCode *code)
{
  double x = self->paper.margin + INDENT * code->depth;
  g_autoptr (PangoLayout) layout = NULL;
  double height = 0;
  double width = 0;
  PostilLook look;

  postil_look_get (codebook, code->id, FALSE, FALSE, &look);
  postil_sheet_skip (self, 8);
  postil_sheet_need (self, 60);
  layout = postil_sheet_new_layout (self, code->shown, -1, POSTIL_PRINT_HEADING, postil_sheet_get_width (self) - INDENT * code->depth - 60);
  width = postil_sheet_measure (layout, &height);
  postil_sheet_put_badge (self, self->page, x, self->y + 1, &look);
  postil_sheet_put_at (self, layout, self->page, x + 17, self->y, &postil_print_black);
  postil_sheet_put_underline (self, self->page, x + 17 + width + 8, self->y + height - 4, SAMPLE, &look);
  self->y += height + 3;
}

static void
add_part (PostilSheet *self,
          const char  *label,
          const char  *text)
{
  if (*text != '\0')
    postil_sheet_add_item (self, label, text);
}

static void
add_code (PostilSheet      *self,
          PostilCodebook   *codebook,
          const PostilCode *code)
{
  g_autofree char *examples = g_strjoinv ("\n", (char **) code->examples);

  add_code_head (self, codebook, code);
  add_part (self, _("What it is"), code->definition);
  add_part (self, _("Code when"), code->when);
  add_part (self, _("Not when"), code->when_not);
  add_part (self, _("Examples"), examples);
}

static void
add_attribute (PostilSheet              *self,
               const PostilAttributeDef *attribute)
{
  g_autofree char *choices = g_strjoinv (", ", (char **) attribute->choices);
  g_autoptr (GString) text = g_string_new (attribute->definition);

  if (*choices != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", choices);
  postil_sheet_add_item (self, attribute->shown, text->str);
}

void
postil_sheet_add_codebook (PostilSheet    *self,
                           PostilCodebook *codebook)
{
  const char *label = NULL;

  g_return_if_fail (self != NULL && codebook != NULL);

  label = postil_codebook_get_label (codebook);
  postil_sheet_add_title (self, label != NULL && *label != '\0' ? label : _("Codebook"));
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    add_code (self, codebook, postil_codebook_get_code (codebook, i));
  if (postil_codebook_get_n_attributes (codebook) > 0)
    postil_sheet_add_heading (self, _("What is said of a passage"));
  for (guint i = 0; i < postil_codebook_get_n_attributes (codebook); i++)
    add_attribute (self, postil_codebook_get_attribute (codebook, i));
  if (postil_codebook_get_n_links (codebook) > 0)
    postil_sheet_add_heading (self, _("How passages are linked"));
  for (guint i = 0; i < postil_codebook_get_n_links (codebook); i++)
    postil_sheet_add_item (self, postil_codebook_get_link (codebook, i)->shown, postil_codebook_get_link (codebook, i)->definition);
}
