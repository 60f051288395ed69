/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of the annotation list. The whole quote may be a book's length: what is laid out is
 * cut, what is said is whole. Main thread. */

#include "config.h"

#include "app/panes/postil-annotation-row.h"

#include "app/panes/postil-code-swatch.h"

#include <glib/gi18n-lib.h>

#define MAX_SHOWN_CHARS 300

struct _PostilAnnotationRow
{
  GtkWidget         parent_instance;

  PostilCodeSwatch *swatch;
  GtkLabel         *title;
  GtkLabel         *actor;
  GtkBox           *head;
  GtkWidget        *unsure; /* both NULL until they are needed: a list has two hundred rows */
  GtkWidget        *note;
  GtkLabel         *quote;
};

G_DEFINE_FINAL_TYPE (PostilAnnotationRow, postil_annotation_row, GTK_TYPE_WIDGET)

/* Lines of the article made one, at most MAX_SHOWN_CHARS. */
static char *
dup_shown_quote (const char *quote)
{
  char *shown = g_utf8_strlen (quote, -1) > MAX_SHOWN_CHARS
                  ? g_utf8_substring (quote, 0, MAX_SHOWN_CHARS)
                  : g_strdup (quote);

  return g_strstrip (g_strdelimit (shown, "\n\t", ' '));
}

/* @tooltip: NULL hides it. */
static void
show_icon (PostilAnnotationRow  *self,
           GtkWidget           **icon,
           const char           *icon_name,
           const char           *tooltip)
{
  if (*icon == NULL && tooltip == NULL)
    return;

  if (*icon == NULL)
    {
      *icon = gtk_image_new_from_icon_name (icon_name);
      gtk_widget_add_css_class (*icon, "dim-label");
      gtk_box_append (self->head, *icon);
    }
  gtk_widget_set_visible (*icon, tooltip != NULL);
  gtk_widget_set_tooltip_text (*icon, tooltip);
}

static void
postil_annotation_row_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (postil_annotation_row_parent_class)->dispose (object);
}

static void
postil_annotation_row_class_init (PostilAnnotationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_annotation_row_dispose;

  g_type_ensure (POSTIL_TYPE_CODE_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-annotation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationRow, title);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationRow, actor);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationRow, head);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationRow, quote);
  gtk_widget_class_set_css_name (widget_class, "postil-annotation-row");
}

static void
postil_annotation_row_init (PostilAnnotationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
postil_annotation_row_new (void)
{
  return g_object_new (POSTIL_TYPE_ANNOTATION_ROW, NULL);
}

void
postil_annotation_row_set_annotation (PostilAnnotationRow *self,
                                      PostilAnnotation    *annotation,
                                      PostilCodebook      *codebook)
{
  g_autofree char *quote = NULL;
  g_autofree char *shown = NULL;
  const char *actor = NULL;
  const char *note = NULL;

  g_return_if_fail (POSTIL_IS_ANNOTATION_ROW (self));
  g_return_if_fail (annotation != NULL && codebook != NULL);

  quote = postil_annotation_dup_quote (annotation);
  shown = dup_shown_quote (quote);
  actor = postil_annotation_get_attribute (annotation, "actor");
  note = postil_annotation_get_note (annotation);

  postil_code_swatch_set_code (self->swatch, codebook, postil_annotation_get_code (annotation));
  gtk_label_set_text (self->title,
                      postil_codebook_get_code_label (codebook, postil_annotation_get_code (annotation)));
  gtk_label_set_text (self->actor, actor != NULL ? actor : "");
  gtk_label_set_text (self->quote, shown);
  show_icon (self, &self->unsure, "dialog-question-symbolic",
             postil_annotation_is_unsure (annotation) ? _("Unsure") : NULL);
  show_icon (self, &self->note, "text-x-generic-symbolic", note);
}

char *
postil_annotation_row_dup_name (PostilAnnotation *annotation,
                                PostilCodebook   *codebook)
{
  g_autofree char *quote = NULL;
  g_autoptr (GString) name = NULL;
  const char *actor = NULL;

  g_return_val_if_fail (annotation != NULL && codebook != NULL, NULL);

  quote = postil_annotation_dup_quote (annotation);
  name = g_string_new (NULL);
  /* Translators: a code and the passage that bears it: “Concern: deep concern over…” */
  g_string_append_printf (name, _("%s: %s"),
                          postil_codebook_get_code_label (codebook, postil_annotation_get_code (annotation)), quote);
  actor = postil_annotation_get_attribute (annotation, "actor");
  if (actor != NULL)
    g_string_append_printf (name, " · %s", actor);
  if (postil_annotation_is_unsure (annotation))
    g_string_append_printf (name, " · %s", _("unsure"));
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    g_string_append_printf (name, " · %s", _("not found in the text"));

  return g_string_free (g_steal_pointer (&name), FALSE);
}
