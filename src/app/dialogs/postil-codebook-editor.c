/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codebook editor. It shows a draft, and each thing that the person does is a verb of the
 * draft: what is refused is said above the list, and the draft is as it was. Nothing is
 * written here. Main thread. */

#include "config.h"

#include "app/dialogs/postil-codebook-editor-private.h"

#include "app/compat/postil-question.h"
#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "app/postil-paste.h"

#include <glib/gi18n-lib.h>

/* Of a definition, or of all examples. */
#define MAX_TEXT_CHARS 100000u

enum
{
  SIGNAL_APPLY,
  SIGNAL_REVIEW,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilCodebookEditor, postil_codebook_editor, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

PostilCodebook *
postil_codebook_editor_get_codebook (PostilCodebookEditor *self)
{
  g_return_val_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self), NULL);

  return postil_codebook_draft_get_codebook (self->draft);
}

const char *
postil_codebook_editor_get_id (PostilCodebookEditor *self)
{
  guint position = 0;

  g_return_val_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self), NULL);

  position = gtk_single_selection_get_selected (self->selection);
  return position != GTK_INVALID_LIST_POSITION ? gtk_string_list_get_string (self->ids, position) : NULL;
}

const PostilCode *
postil_codebook_editor_get_code (PostilCodebookEditor *self)
{
  const char *id = postil_codebook_editor_get_id (self);
  guint position = gtk_single_selection_get_selected (self->selection);

  return id != NULL && position < self->n_known
           ? postil_codebook_lookup_code (postil_codebook_editor_get_codebook (self), id)
           : NULL;
}

char *
postil_codebook_editor_dup_usage (PostilCodebookEditor *self,
                                  const char           *id)
{
  const char *origin = NULL;
  PostilCodeCount count;
  g_autofree char *annotations = NULL;
  g_autofree char *articles = NULL;

  g_return_val_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self), NULL);

  if (self->usage == NULL)
    return g_strdup (_("Counting…"));

  origin = postil_codebook_draft_get_origin (self->draft, id);
  count = postil_code_usage_get (self->usage, origin != NULL ? origin : id);
  annotations = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation", "%u annotations", count.n_annotations),
                                 count.n_annotations);
  articles = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article", "%u articles", count.n_articles),
                              count.n_articles);
  /* Translators: "17 annotations in 4 articles" */
  return g_strdup_printf (_("%s in %s"), annotations, articles);
}

/* What "Apply" would do to annotations. */
static guint
count_touched (PostilCodebookEditor *self)
{
  PostilRecoding *recoding = postil_codebook_draft_get_recoding (self->draft);
  GPtrArray *passages = self->usage != NULL ? postil_code_usage_get_passages (self->usage) : NULL;
  guint n_touched = 0;

  if (passages == NULL || postil_recoding_is_empty (recoding))
    return 0;

  for (guint i = 0; i < passages->len; i++)
    {
      const PostilCodedPassage *passage = g_ptr_array_index (passages, i);

      n_touched += postil_recoding_get_code (recoding, passage->id, passage->code) != NULL ? 1 : 0;
    }

  return n_touched;
}

static void
update_summary (PostilCodebookEditor *self)
{
  gboolean is_changed = postil_codebook_draft_is_changed (self->draft);
  guint n_touched = count_touched (self);
  g_autofree char *text = NULL;

  if (!is_changed)
    text = g_strdup (_("Nothing is changed yet."));
  else if (n_touched == 0)
    text = g_strdup (_("“Apply” changes the codebook, and no annotation. It is one step, which can be undone."));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "“Apply” changes the codebook and %u of your annotations. It is one step, which can be undone.",
                                         "“Apply” changes the codebook and %u of your annotations. It is one step, which can be undone.",
                                         n_touched), n_touched);
  gtk_label_set_text (self->summary, text);
  gtk_widget_set_sensitive (self->apply, is_changed);
}

void
postil_codebook_editor_show_error (PostilCodebookEditor *self,
                                   const char           *message)
{
  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  if (message != NULL)
    gtk_label_set_text (self->error, message);
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

static void
fill_ids (PostilCodebookEditor *self)
{
  PostilCodebook *codebook = postil_codebook_editor_get_codebook (self);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_auto (GStrv) unknown = self->usage != NULL ? postil_code_usage_dup_unknown (self->usage, codebook) : NULL;

  self->n_known = postil_codebook_get_n_codes (codebook);
  for (guint i = 0; i < self->n_known; i++)
    g_ptr_array_add (ids, (gpointer) postil_codebook_get_code (codebook, i)->id);
  /* What was renamed or merged in the draft is not unknown. */
  for (guint i = 0; unknown != NULL && unknown[i] != NULL; i++)
    if (postil_codebook_lookup_code (postil_codebook_draft_get_before (self->draft), unknown[i]) == NULL
        && postil_recoding_get_code (postil_codebook_draft_get_recoding (self->draft), "", unknown[i]) == NULL)
      g_ptr_array_add (ids, unknown[i]);
  g_ptr_array_add (ids, NULL);
  gtk_string_list_splice (self->ids, 0, g_list_model_get_n_items (G_LIST_MODEL (self->ids)),
                          (const char *const *) ids->pdata);
}

static void
select_id (PostilCodebookEditor *self,
           const char           *id)
{
  guint n_ids = g_list_model_get_n_items (G_LIST_MODEL (self->ids));

  for (guint i = 0; id != NULL && i < n_ids; i++)
    if (g_str_equal (gtk_string_list_get_string (self->ids, i), id))
      {
        gtk_single_selection_set_selected (self->selection, i);
        gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
        return;
      }
}

void
postil_codebook_editor_update (PostilCodebookEditor *self,
                               const char           *select,
                               GError               *error)
{
  g_autoptr (GError) owned = error;
  g_autofree char *id = NULL;
  gboolean had_focus = FALSE;

  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  postil_codebook_editor_show_error (self, owned != NULL ? owned->message : NULL);
  id = g_strdup (select != NULL ? select : postil_codebook_editor_get_id (self));
  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  self->quiet = TRUE;
  fill_ids (self);
  select_id (self, id);
  self->quiet = FALSE;
  if (had_focus)
    postil_codebook_editor_focus_row (self);
  postil_codebook_editor_show_form (self);
  update_summary (self);
}

/* The form changed one code: its row and the summary, but not the form, which is typed in. */
void
postil_codebook_editor_commit_form (PostilCodebookEditor *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  g_autoptr (GError) error = NULL;

  if (self->quiet || position >= self->n_known)
    return;

  if (postil_codebook_editor_take_form (self, &error))
    {
      g_autofree char *id = postil_codebook_draft_follow_label (self->draft, postil_codebook_editor_get_id (self));
      const char *const row[] = { id, NULL };

      self->quiet = TRUE;
      if (gtk_widget_get_focus_child (GTK_WIDGET (self->id)) == NULL)
        gtk_editable_set_text (self->id, id);
      gtk_string_list_splice (self->ids, position, 1, row);
      gtk_single_selection_set_selected (self->selection, position);
      self->quiet = FALSE;
    }
  postil_codebook_editor_show_error (self, error != NULL ? error->message : NULL);
  update_summary (self);
}

static void
selected_cb (PostilCodebookEditor *self)
{
  if (!self->quiet)
    postil_codebook_editor_show_form (self);
}

static void
row_activated_cb (PostilCodebookEditor *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->details));
  gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
}

static void
folded_cb (PostilCodebookEditor *self)
{
  gboolean is_folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back, is_folded && adw_leaflet_get_visible_child (self->leaflet)
                                                     == GTK_WIDGET (self->details));
}

static void
back_cb (PostilCodebookEditor *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* A new code, below the same parent. */
static void
add_cb (PostilCodebookEditor *self)
{
  const PostilCode *code = postil_codebook_editor_get_code (self);
  g_autofree char *parent = g_strdup (code != NULL ? code->parent : "");
  GError *error = NULL;
  g_autofree char *id = postil_codebook_draft_add (self->draft, _("New Code"), parent, &error);

  postil_codebook_editor_update (self, id, error);
  if (id == NULL)
    return;
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->details));
  gtk_widget_grab_focus (GTK_WIDGET (self->label));
  gtk_editable_select_region (self->label, 0, -1);
}

static void
move (PostilCodebookEditor *self,
      gboolean (*verb) (PostilCodebookDraft *draft, const char *id))
{
  g_autofree char *id = g_strdup (postil_codebook_editor_get_id (self));

  if (id != NULL && verb (self->draft, id))
    postil_codebook_editor_update (self, id, NULL);
}

static gboolean
step_up (PostilCodebookDraft *draft,
         const char          *id)
{
  return postil_codebook_draft_step (draft, id, -1);
}

static gboolean
step_down (PostilCodebookDraft *draft,
           const char          *id)
{
  return postil_codebook_draft_step (draft, id, 1);
}

static void
up_cb (PostilCodebookEditor *self)
{
  move (self, step_up);
}

static void
down_cb (PostilCodebookEditor *self)
{
  move (self, step_down);
}

static void
nest_cb (PostilCodebookEditor *self)
{
  move (self, postil_codebook_draft_nest);
}

static void
unnest_cb (PostilCodebookEditor *self)
{
  move (self, postil_codebook_draft_unnest);
}

static gboolean
key_pressed_cb (PostilCodebookEditor *self,
                guint                 keyval,
                guint                 keycode,
                GdkModifierType       state)
{
  const struct { guint keyval; gboolean alt; void (*func) (PostilCodebookEditor *); } keys[] = {
    { GDK_KEY_Up, TRUE, up_cb },
    { GDK_KEY_Down, TRUE, down_cb },
    { GDK_KEY_Right, TRUE, nest_cb },
    { GDK_KEY_Left, TRUE, unnest_cb },
    { GDK_KEY_Insert, FALSE, add_cb },
    { GDK_KEY_Delete, FALSE, postil_codebook_editor_ask_remove },
  };
  gboolean alt = (state & GDK_ALT_MASK) != 0;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == keyval && keys[i].alt == alt)
      {
        keys[i].func (self);
        return GDK_EVENT_STOP;
      }

  return GDK_EVENT_PROPAGATE;
}

static void
adopt_cb (PostilCodebookEditor *self)
{
  g_autofree char *id = g_strdup (postil_codebook_editor_get_id (self));
  GError *error = NULL;

  if (id == NULL)
    return;

  postil_codebook_draft_adopt (self->draft, id, &error);
  postil_codebook_editor_update (self, id, error);
}

/* One's own annotations get the code; others' files stay, and are understood so. */
static void
map_cb (PostilCodebookEditor *self)
{
  g_auto (GStrv) ids = NULL;
  g_autoptr (GtkStringList) labels = postil_codebook_editor_list_codes (self, NULL, &ids);
  guint selected = gtk_drop_down_get_selected (self->unknown_target);
  g_autofree char *id = g_strdup (postil_codebook_editor_get_id (self));
  GError *error = NULL;

  if (id == NULL || selected >= g_list_model_get_n_items (G_LIST_MODEL (labels)))
    return;

  if (postil_codebook_draft_match (self->draft, ids[selected], id, &error))
    postil_recoding_set_code (postil_codebook_draft_get_recoding (self->draft), id, ids[selected]);
  postil_codebook_editor_update (self, ids[selected], error);
}

static void
review_cb (PostilCodebookEditor *self)
{
  g_autofree char *id = g_strdup (postil_codebook_editor_get_id (self));

  if (id != NULL)
    g_signal_emit (self, signals[SIGNAL_REVIEW], 0, id);
}

static void
apply_cb (PostilCodebookEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_APPLY], 0);
}

/* Before a field has it, as a definition would take it for a new line. */
static gboolean
window_key_pressed_cb (PostilCodebookEditor *self,
                       guint                 keyval,
                       guint                 keycode,
                       GdkModifierType       state)
{
  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  if (gtk_widget_is_sensitive (self->apply))
    apply_cb (self);
  return GDK_EVENT_STOP;
}

static void
discard_cb (PostilCodebookEditor *self,
            const char           *response)
{
  if (g_str_equal (response, "discard"))
    postil_codebook_editor_finish (self);
}

/* What was edited is not in the undo list before it is applied. */
static gboolean
postil_codebook_editor_close_request (GtkWindow *window)
{
  PostilCodebookEditor *self = POSTIL_CODEBOOK_EDITOR (window);
  GtkWidget *dialog = NULL;

  if (self->is_done || !postil_codebook_draft_is_changed (self->draft))
    return GTK_WINDOW_CLASS (postil_codebook_editor_parent_class)->close_request (window);

  dialog = postil_question_new (_("Discard the Changes?"),
                                _("What you changed in the codebook has not been applied."));
  postil_question_add (dialog, "cancel", _("Go On Editing"));
  postil_question_add (dialog, "discard", _("Discard"));
  postil_question_set_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  postil_question_set_default (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_cb), self, G_CONNECT_SWAPPED);
  postil_question_present (dialog, GTK_WIDGET (self), NULL);

  return GDK_EVENT_STOP;
}

static void
paste_refused_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *message)
{
  postil_codebook_editor_show_error (POSTIL_CODEBOOK_EDITOR (widget), g_variant_get_string (message, NULL));
}

static void
postil_codebook_editor_dispose (GObject *object)
{
  PostilCodebookEditor *self = POSTIL_CODEBOOK_EDITOR (object);

  self->quiet = TRUE;
  postil_codebook_editor_end_drag (self);
  g_clear_object (&self->selection);
  g_clear_object (&self->ids);

  G_OBJECT_CLASS (postil_codebook_editor_parent_class)->dispose (object);
}

static void
postil_codebook_editor_finalize (GObject *object)
{
  PostilCodebookEditor *self = POSTIL_CODEBOOK_EDITOR (object);

  g_clear_pointer (&self->draft, postil_codebook_draft_free);
  g_clear_pointer (&self->usage, postil_code_usage_free);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (postil_codebook_editor_parent_class)->finalize (object);
}

static void
postil_codebook_editor_class_init (PostilCodebookEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_codebook_editor_dispose;
  object_class->finalize = postil_codebook_editor_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = postil_codebook_editor_close_request;

  signals[SIGNAL_APPLY] =
    g_signal_new ("apply", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REVIEW] =
    g_signal_new ("review", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, POSTIL_PASTE_REFUSED, "s", paste_refused_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-codebook-editor.ui");
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, PostilCodebookEditor, name)
  CHILD (error);
  CHILD (error_revealer);
  CHILD (leaflet);
  CHILD (list);
  CHILD (details);
  CHILD (back);
  CHILD (summary);
  CHILD (apply);
  CHILD (add);
  CHILD (up);
  CHILD (down);
  CHILD (nest);
  CHILD (unnest);
  CHILD (label);
  CHILD (id);
  CHILD (key);
  CHILD (color_row);
  CHILD (color);
  CHILD (definition_group);
  CHILD (examples_group);
  CHILD (usage_row);
  CHILD (review);
  CHILD (unknown_label);
  CHILD (unknown_target);
#undef CHILD
#define CALLBACK(name) gtk_widget_class_bind_template_callback (widget_class, name)
  CALLBACK (back_cb);
  CALLBACK (apply_cb);
  CALLBACK (folded_cb);
  CALLBACK (row_activated_cb);
  CALLBACK (add_cb);
  CALLBACK (up_cb);
  CALLBACK (down_cb);
  CALLBACK (nest_cb);
  CALLBACK (unnest_cb);
  CALLBACK (adopt_cb);
  CALLBACK (map_cb);
  CALLBACK (review_cb);
  CALLBACK (postil_codebook_editor_commit_form);
  CALLBACK (postil_codebook_editor_rename_cb);
  CALLBACK (postil_codebook_editor_ask_merge);
  CALLBACK (postil_codebook_editor_ask_split);
  CALLBACK (postil_codebook_editor_ask_remove);
#undef CALLBACK
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_codebook_editor_init (PostilCodebookEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *window_keys = gtk_event_controller_key_new ();

  self->ids = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->ids)));
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  postil_codebook_editor_init_list (self);
  postil_codebook_editor_init_form (self);
  postil_paste_bound (GTK_WIDGET (self), MAX_TEXT_CHARS);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_event_controller_set_propagation_phase (window_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (window_keys, "key-pressed", G_CALLBACK (window_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), window_keys);

  postil_choices_set_name (self->list, _("Codes"));
  postil_choices_set_name (self->back, _("Back to the List of Codes"));
  postil_choices_set_name (self->add, _("Add a Code"));
  postil_choices_set_name (self->up, _("Move Up"));
  postil_choices_set_name (self->down, _("Move Down"));
  postil_choices_set_name (self->nest, _("Put Below the Code Above"));
  postil_choices_set_name (self->unnest, _("One Level Up"));
  postil_choices_set_name (self->color, _("Colour"));
  postil_choices_set_name (self->unknown_target, _("Code that it is"));
}

GtkWidget *
postil_codebook_editor_new (GtkWindow      *parent,
                            PostilCodebook *codebook)
{
  PostilCodebookEditor *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (codebook != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_CODEBOOK_EDITOR, "transient-for", parent, NULL);
  self->draft = postil_codebook_draft_new (codebook);
  postil_codebook_editor_update (self, NULL, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));

  return GTK_WIDGET (self);
}

void
postil_codebook_editor_set_usage (PostilCodebookEditor *self,
                                  PostilCodeUsage      *usage)
{
  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  g_clear_pointer (&self->usage, postil_code_usage_free);
  self->usage = usage;
  postil_codebook_editor_update (self, NULL, NULL);
}

PostilCodebookDraft *
postil_codebook_editor_get_draft (PostilCodebookEditor *self)
{
  g_return_val_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self), NULL);

  return self->draft;
}

void
postil_codebook_editor_select (PostilCodebookEditor *self,
                               const char           *code)
{
  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  select_id (self, code);
  postil_codebook_editor_focus_row (self);
}

void
postil_codebook_editor_finish (PostilCodebookEditor *self)
{
  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  self->is_done = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}
