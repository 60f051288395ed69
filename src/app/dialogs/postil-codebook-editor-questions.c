/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the codebook editor asks before a merge, a split and a deletion: each says how many
 * annotations it touches, and what they become. Main thread. */

#include "config.h"

#include "app/dialogs/postil-codebook-editor-private.h"

#include "app/compat/postil-question.h"
#include "app/postil-choices.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 500u
#define LIST_HEIGHT 240

/* A question, while it is asked; it lives as long as its dialog. */
typedef struct
{
  PostilCodebookEditor *editor;
  char                 *id;
  char                **ids;    /* of the drop-down's rows after the fixed ones */
  GtkDropDown          *target;
  GtkEditable          *label;  /* of what is split off */
  GPtrArray            *checks; /* GtkCheckButton, in the order of passages */
  GPtrArray            *passages; /* ids */
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_free (question->id);
  g_strfreev (question->ids);
  g_clear_pointer (&question->checks, g_ptr_array_unref);
  g_clear_pointer (&question->passages, g_ptr_array_unref);
  g_free (question);
}

GtkStringList *
postil_codebook_editor_list_codes (PostilCodebookEditor   *self,
                                   const char             *except,
                                   char                 ***ids)
{
  PostilCodebook *codebook = postil_codebook_editor_get_codebook (self);
  GtkStringList *labels = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      if (g_strcmp0 (code->id, except) == 0)
        continue;
      gtk_string_list_append (labels, code->shown);
      g_ptr_array_add (list, g_strdup (code->id));
    }
  g_ptr_array_add (list, NULL);
  *ids = (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);

  return labels;
}

static Question *
new_question (PostilCodebookEditor *self)
{
  Question *question = g_new0 (Question, 1);

  question->editor = self;
  question->id = g_strdup (postil_codebook_editor_get_id (self));
  return question;
}

static GtkWidget *
ask (PostilCodebookEditor *self,
     Question             *question,
     const char           *heading,
     const char           *body,
     const char           *verb,
     GtkWidget            *extra,
     GCallback             callback)
{
  GtkWidget *dialog = postil_question_new (heading, body);
  GtkWidget *asked = question->label != NULL ? GTK_WIDGET (question->label) : GTK_WIDGET (question->target);

  postil_question_add (dialog, "cancel", _("Cancel"));
  postil_question_add (dialog, "go", verb);
  postil_question_set_appearance (dialog, "go", ADW_RESPONSE_SUGGESTED);
  postil_question_set_default (dialog, "go");
  postil_question_set_extra (dialog, extra);
  g_signal_connect_data (dialog, "response", callback, question, question_free, G_CONNECT_SWAPPED);
  /* Else newer libadwaita gives the keyboard to a button. */
  postil_question_present (dialog, GTK_WIDGET (self), asked);

  return dialog;
}

/* The passages that bear the code, as it was before. */
static GtkWidget *
new_passages_list (PostilCodebookEditor *self,
                   Question             *question,
                   GtkWidget *(*new_row) (Question *question, const PostilCodedPassage *passage))
{
  const char *origin = postil_codebook_draft_get_origin (self->draft, question->id);
  GPtrArray *passages = self->usage != NULL ? postil_code_usage_get_passages (self->usage) : NULL;
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  guint n_rows = 0;

  for (guint i = 0; passages != NULL && i < passages->len && n_rows < MAX_ROWS; i++)
    {
      const PostilCodedPassage *passage = g_ptr_array_index (passages, i);

      if (!g_str_equal (passage->code, origin != NULL ? origin : question->id))
        continue;
      gtk_box_append (GTK_BOX (box), new_row (question, passage));
      n_rows++;
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_set_visible (scroller, n_rows > 0);

  return scroller;
}

static GtkWidget *
new_passage_label (Question                 *question,
                   const PostilCodedPassage *passage)
{
  g_autofree char *text = g_strdup_printf ("%s — %s", passage->excerpt, passage->article);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

/* The choice, and below it what it touches. */
static GtkWidget *
new_choice (PostilCodebookEditor *self,
            Question             *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (question->target));
  gtk_box_append (GTK_BOX (box), new_passages_list (self, question, new_passage_label));
  return box;
}

/* Merge */

static void
merge_cb (Question   *question,
          const char *response)
{
  guint selected = gtk_drop_down_get_selected (question->target);
  GError *error = NULL;

  if (!g_str_equal (response, "go") || selected == GTK_INVALID_LIST_POSITION)
    return;

  postil_codebook_draft_merge (question->editor->draft, question->id, question->ids[selected], &error);
  postil_codebook_editor_update (question->editor, error == NULL ? question->ids[selected] : NULL, error);
}

void
postil_codebook_editor_ask_merge (PostilCodebookEditor *self)
{
  const PostilCode *code = postil_codebook_editor_get_code (self);
  Question *question = NULL;
  g_autoptr (GtkStringList) labels = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *usage = NULL;
  g_autofree char *body = NULL;

  if (code == NULL || self->n_known < 2)
    return;

  question = new_question (self);
  labels = postil_codebook_editor_list_codes (self, code->id, &question->ids);
  question->target = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL));
  postil_choices_set_name (question->target, _("Code to merge it into"));
  heading = g_strdup_printf (_("Merge “%s” Into…"), code->shown);
  usage = postil_codebook_editor_dup_usage (self, code->id);
  body = g_strdup_printf (_("%s get the other code. Where both mark the same words, one annotation is made of the two."),
                          usage);
  ask (self, question, heading, body, _("Merge"), new_choice (self, question), G_CALLBACK (merge_cb));
}

/* Delete */

static void
remove_cb (Question   *question,
           const char *response)
{
  guint selected = gtk_drop_down_get_selected (question->target);
  const char *to = NULL;
  GError *error = NULL;

  if (!g_str_equal (response, "go") || selected == GTK_INVALID_LIST_POSITION)
    return;

  if (selected > 0)
    to = selected == 1 ? "" : question->ids[selected - 2];
  postil_codebook_draft_remove (question->editor->draft, question->id, to, &error);
  postil_codebook_editor_update (question->editor, NULL, error);
}

void
postil_codebook_editor_ask_remove (PostilCodebookEditor *self)
{
  const PostilCode *code = postil_codebook_editor_get_code (self);
  const char *const fixed[] = { _("They keep its id, shown in grey"), _("They are removed"), NULL };
  Question *question = NULL;
  g_autoptr (GtkStringList) labels = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *usage = NULL;
  g_autofree char *body = NULL;

  if (code == NULL)
    return;

  question = new_question (self);
  labels = postil_codebook_editor_list_codes (self, code->id, &question->ids);
  for (guint i = 0; question->ids[i] != NULL; i++)
    {
      const char *label = gtk_string_list_get_string (labels, i);
      g_autofree char *text = g_strdup_printf (_("They become “%s”"), label);
      const char *const row[] = { text, NULL };

      gtk_string_list_splice (labels, i, 1, row);
    }
  gtk_string_list_splice (labels, 0, 0, fixed);
  question->target = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL));
  postil_choices_set_name (question->target, _("What becomes of its annotations"));
  heading = g_strdup_printf (_("Delete “%s”?"), code->shown);
  usage = postil_codebook_editor_dup_usage (self, code->id);
  body = g_strdup_printf (_("It is used by %s. What is to become of them?"), usage);
  ask (self, question, heading, body, _("Delete"), new_choice (self, question), G_CALLBACK (remove_cb));
}

/* Split */

static void
split_cb (Question   *question,
          const char *response)
{
  const PostilCode *code = postil_codebook_lookup_code (postil_codebook_editor_get_codebook (question->editor),
                                                        question->id);
  PostilRecoding *recoding = postil_codebook_draft_get_recoding (question->editor->draft);
  const char *label = gtk_editable_get_text (question->label);
  g_autofree char *parent = NULL;
  g_autofree char *new_id = NULL;
  GError *error = NULL;

  if (!g_str_equal (response, "go") || code == NULL)
    return;

  parent = g_strdup (code->parent);
  new_id = postil_codebook_draft_add (question->editor->draft, *label != '\0' ? label : _("New Code"), parent, &error);
  for (guint i = 0; new_id != NULL && i < question->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (question->checks, i)))
      postil_recoding_set_annotation (recoding, g_ptr_array_index (question->passages, i), new_id);
  postil_codebook_editor_update (question->editor, new_id, error);
}

static GtkWidget *
new_passage_check (Question                 *question,
                   const PostilCodedPassage *passage)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = new_passage_label (question, passage);

  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  g_ptr_array_add (question->checks, check);
  g_ptr_array_add (question->passages, g_strdup (passage->id));

  return check;
}

void
postil_codebook_editor_ask_split (PostilCodebookEditor *self)
{
  const PostilCode *code = postil_codebook_editor_get_code (self);
  Question *question = NULL;
  GtkWidget *box = NULL;
  GtkWidget *label = NULL;
  g_autofree char *heading = NULL;

  if (code == NULL)
    return;

  question = new_question (self);
  question->checks = g_ptr_array_new ();
  question->passages = g_ptr_array_new_with_free_func (g_free);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  label = gtk_entry_new ();
  question->label = GTK_EDITABLE (label);
  gtk_entry_set_placeholder_text (GTK_ENTRY (label), _("Label of the new code"));
  gtk_entry_set_activates_default (GTK_ENTRY (label), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Label of the new code"), -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), new_passages_list (self, question, new_passage_check));
  heading = g_strdup_printf (_("Split “%s”"), code->shown);
  ask (self, question, heading, _("The passages that you tick get the new code; the others stay."), _("Split"),
       box, G_CALLBACK (split_cb));
}
