/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The current annotation, to be read and edited. It holds an id, not the annotation, and
 * asks the layer each time: what it edits is what is there now. The controls are set with
 * "quiet" on; whatever else moves them was the person. Main thread. */

#include "config.h"

#include "app/panes/postil-inspector-private.h"

#include "app/postil-change-title.h"
#include "app/postil-choices.h"
#include "app/postil-paste.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

/* A text view answers no more where somebody pastes a whole book into it. */
#define MAX_NOTE_CHARS 1000000

enum
{
  SIGNAL_CHANGE,
  SIGNAL_CHOSEN,
  SIGNAL_FINISHED,
  SIGNAL_REFUSED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilInspector, postil_inspector, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

PostilAnnotation *
postil_inspector_get_annotation (PostilInspector *self)
{
  g_return_val_if_fail (POSTIL_IS_INSPECTOR (self), NULL);

  if (self->id == NULL || self->document == NULL)
    return NULL;

  return postil_layer_lookup (postil_document_get_layer (self->document), self->id);
}

void
postil_inspector_take_change (PostilInspector *self,
                              PostilChange    *change)
{
  g_autoptr (PostilChange) owned = change;

  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  if (owned != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGE], 0, owned);
}

void
postil_inspector_finish (PostilInspector *self)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

void
postil_inspector_choose (PostilInspector *self,
                         const char      *id)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
}

static char *
dup_note (PostilInspector *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
commit_note (PostilInspector *self)
{
  PostilAnnotation *annotation = postil_inspector_get_annotation (self);
  g_autofree char *note = dup_note (self);

  if (self->quiet || annotation == NULL || g_str_equal (note, self->shown_note))
    return;

  g_free (self->shown_note);
  self->shown_note = g_strdup (note);
  postil_inspector_take_change (self, postil_edit_set_note (self->document, annotation, note));
}

static void
note_changed_cb (PostilInspector *self)
{
  gtk_widget_set_visible (self->note_hint,
                          gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->note)) == 0);
}

/* Nothing of it rather than a part that nobody chose. */
static void
note_insert_cb (PostilInspector *self,
                GtkTextIter     *place,
                const char      *text,
                int              n_bytes,
                GtkTextBuffer   *buffer)
{
  glong n_chars = g_utf8_strlen (text, n_bytes);
  g_autofree char *message = NULL;

  if (self->quiet || gtk_text_buffer_get_char_count (buffer) + n_chars <= MAX_NOTE_CHARS)
    return;

  message = postil_paste_dup_refusal (MAX_NOTE_CHARS);
  g_signal_stop_emission_by_name (buffer, "insert-text");
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, message);
}

static gboolean
note_key_pressed_cb (PostilInspector *self,
                     guint            keyval,
                     guint            keycode,
                     GdkModifierType  state)
{
  gboolean is_return = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;

  if (keyval != GDK_KEY_Escape && !(is_return && (state & GDK_CONTROL_MASK) != 0))
    return GDK_EVENT_PROPAGATE;

  commit_note (self);
  postil_inspector_finish (self);
  return GDK_EVENT_STOP;
}

static void
code_selected_cb (PostilInspector *self)
{
  PostilAnnotation *annotation = postil_inspector_get_annotation (self);
  guint selected = gtk_drop_down_get_selected (self->code);
  g_autoptr (GError) error = NULL;
  PostilChange *change = NULL;

  if (self->quiet || annotation == NULL || self->code_ids == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  change = postil_edit_recode (self->document, annotation, self->code_ids[selected], &error);
  postil_inspector_take_change (self, change);
  if (error != NULL)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error->message);
  postil_inspector_set_annotation (self, self->id);
}

static void
unsure_toggled_cb (PostilInspector *self)
{
  PostilAnnotation *annotation = postil_inspector_get_annotation (self);

  if (self->quiet || annotation == NULL)
    return;

  postil_inspector_take_change (self,
                                postil_edit_set_unsure (self->document, annotation,
                                                        gtk_toggle_button_get_active (self->unsure)));
}

static void
link_activated_cb (PostilInspector *self,
                   GtkListBoxRow   *row)
{
  postil_inspector_follow_link (self, row);
}

/* The codebook's codes, and the annotation's own where the codebook lacks it. */
static void
show_code (PostilInspector  *self,
           PostilAnnotation *annotation)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  const char *code = postil_annotation_get_code (annotation);
  guint n_codes = postil_codebook_get_n_codes (codebook);
  g_autoptr (GtkStringList) labels = NULL;
  guint selected = 0;

  for (selected = 0; self->code_ids != NULL && self->code_ids[selected] != NULL; selected++)
    if (g_str_equal (self->code_ids[selected], code))
      break;

  if (self->code_ids == NULL || self->code_ids[selected] == NULL)
    {
      gboolean is_known = postil_codebook_lookup_code (codebook, code) != NULL;

      g_strfreev (self->code_ids);
      self->code_ids = g_new0 (char *, n_codes + 2);
      labels = gtk_string_list_new (NULL);
      for (guint i = 0; i < n_codes; i++)
        {
          self->code_ids[i] = g_strdup (postil_codebook_get_code (codebook, i)->id);
          gtk_string_list_append (labels, postil_codebook_get_code (codebook, i)->shown);
          if (g_str_equal (self->code_ids[i], code))
            selected = i;
        }
      if (!is_known)
        {
          g_autofree char *label = g_strdup_printf (_("%s (not in the codebook)"), code);

          self->code_ids[n_codes] = g_strdup (code);
          gtk_string_list_append (labels, label);
          selected = n_codes;
        }
      gtk_drop_down_set_model (self->code, G_LIST_MODEL (labels));
    }
  gtk_drop_down_set_selected (self->code, selected);
}

/* What is to be seen of a note: all of it, or where a foreign one is too long, its beginning. */
static char *
dup_shown_note (PostilInspector *self,
                const char      *note)
{
  gsize n_bytes = strlen (note);
  const char *end;

  self->is_note_cut = n_bytes > MAX_NOTE_CHARS && g_utf8_strlen (note, (gssize) n_bytes) > MAX_NOTE_CHARS;
  if (!self->is_note_cut)
    return g_strdup (note);

  end = g_utf8_offset_to_pointer (note, MAX_NOTE_CHARS);
  return g_strdup_printf ("%.*s…", (int) (end - note), note);
}

/* What is being typed stays, unless another annotation is shown. */
static void
show_note (PostilInspector  *self,
           PostilAnnotation *annotation,
           gboolean          force)
{
  const char *note = postil_annotation_get_note (annotation);
  g_autofree char *typed = dup_note (self);
  g_autofree char *shown = dup_shown_note (self, note != NULL ? note : "");
  gboolean is_typing = !g_str_equal (typed, self->shown_note);

  if (force || !is_typing)
    if (!g_str_equal (typed, shown))
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), shown, -1);
  g_free (self->shown_note);
  self->shown_note = g_steal_pointer (&shown);
}

static GDateTime *
new_local_time (const char *iso8601)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = iso8601 != NULL ? g_date_time_new_from_iso8601 (iso8601, utc) : NULL;

  return time != NULL ? g_date_time_to_local (time) : NULL;
}

static gboolean
is_same_day (GDateTime *a,
             GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b)
         && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* "Made 23 Nov 2026, 10:00 · changed 10:05" */
static void
show_times (PostilInspector  *self,
            PostilAnnotation *annotation)
{
  g_autoptr (GDateTime) created = new_local_time (postil_annotation_get_created (annotation));
  g_autoptr (GDateTime) modified = new_local_time (postil_annotation_get_modified (annotation));
  g_autofree char *made = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->times), created != NULL);
  if (created == NULL)
    return;

  /* Translators: a date and time for GDateTime, as in "23 Nov 2026, 10:05". */
  made = g_date_time_format (created, _("%-e %b %Y, %H:%M"));
  if (modified != NULL && g_date_time_difference (modified, created) > G_TIME_SPAN_MINUTE)
    /* Translators: a time for GDateTime, as in "10:05". */
    changed = g_date_time_format (modified, is_same_day (created, modified) ? _("%H:%M") : _("%-e %b %Y, %H:%M"));
  text = changed != NULL ? g_strdup_printf (_("Made %s · changed %s"), made, changed)
                         : g_strdup_printf (_("Made %s"), made);
  gtk_label_set_text (self->times, text);
}

/* One who comes to a field by keys is told which annotation it is of. */
static void
describe (PostilInspector  *self,
          PostilAnnotation *annotation)
{
  g_autofree char *title = NULL;

  if (annotation != NULL)
    title = postil_change_title_dup_annotation (annotation, postil_document_get_codebook (self->document));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  title != NULL ? title : "", -1);
}

static void
show_annotation (PostilInspector *self,
                 gboolean         force)
{
  PostilAnnotation *annotation = postil_inspector_get_annotation (self);
  gboolean is_writable = self->document != NULL && postil_document_get_read_only (self->document) == NULL;

  gtk_stack_set_visible_child_name (self->stack, annotation != NULL ? "annotation" : "none");
  describe (self, annotation);
  if (annotation == NULL)
    return;

  self->quiet = TRUE;
  if (self->codebook != postil_document_get_codebook (self->document))
    {
      g_clear_pointer (&self->code_ids, g_strfreev);
      g_clear_pointer (&self->fields_code, g_free);
      g_clear_pointer (&self->codebook, postil_codebook_unref);
      self->codebook = postil_codebook_ref (postil_document_get_codebook (self->document));
    }
  show_code (self, annotation);
  postil_inspector_show_attributes (self, annotation, force);
  show_note (self, annotation, force);
  gtk_toggle_button_set_active (self->unsure, postil_annotation_is_unsure (annotation));
  postil_inspector_show_links (self, annotation);
  show_times (self, annotation);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), is_writable);
  gtk_text_view_set_editable (self->note, is_writable && !self->is_note_cut);
  self->quiet = FALSE;
}

static void
changed_cb (PostilInspector *self)
{
  show_annotation (self, FALSE);
}

static void
postil_inspector_dispose (GObject *object)
{
  PostilInspector *self = POSTIL_INSPECTOR (object);

  self->quiet = TRUE;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->attribute_fields, g_ptr_array_unref);
  g_clear_pointer (&self->folder_values, g_hash_table_unref);
  if (self->stack != NULL)
    {
      gtk_widget_unparent (GTK_WIDGET (self->stack));
      self->stack = NULL;
    }

  G_OBJECT_CLASS (postil_inspector_parent_class)->dispose (object);
}

static void
postil_inspector_finalize (GObject *object)
{
  PostilInspector *self = POSTIL_INSPECTOR (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->shown_note, g_free);
  g_clear_pointer (&self->code_ids, g_strfreev);
  g_clear_pointer (&self->fields_code, g_free);

  G_OBJECT_CLASS (postil_inspector_parent_class)->finalize (object);
}

static void
postil_inspector_class_init (PostilInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_inspector_dispose;
  object_class->finalize = postil_inspector_finalize;

  signals[SIGNAL_CHANGE] =
    g_signal_new ("change", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, fields);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, code);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, unsure);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, remove);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, note);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, note_hint);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, links);
  gtk_widget_class_bind_template_child (widget_class, PostilInspector, times);
  gtk_widget_class_bind_template_callback (widget_class, code_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, unsure_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_activated_cb);
  gtk_widget_class_set_css_name (widget_class, "postil-inspector");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
postil_inspector_init (PostilInspector *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->attribute_fields = g_ptr_array_new ();
  self->shown_note = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_choices_shorten (self->code);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (note_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->note), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (commit_note), self);
  gtk_widget_add_controller (GTK_WIDGET (self->note), focus);
  g_signal_connect_object (gtk_text_view_get_buffer (self->note), "changed",
                           G_CALLBACK (note_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->note), "insert-text",
                           G_CALLBACK (note_insert_cb), self, G_CONNECT_SWAPPED);

  postil_choices_set_name (self, _("Current annotation"));
  postil_choices_set_name (self->code, _("Code"));
  postil_choices_set_name (self->unsure, _("Unsure"));
  postil_choices_set_name (self->remove, _("Remove the Annotation"));
  postil_paste_bound (GTK_WIDGET (self->note), MAX_NOTE_CHARS);
  postil_choices_set_name (self->note, _("Note"));
  postil_choices_set_name (self->links, _("Links"));
}

GtkWidget *
postil_inspector_new (void)
{
  return g_object_new (POSTIL_TYPE_INSPECTOR, NULL);
}

void
postil_inspector_set_document (PostilInspector *self,
                               PostilDocument  *document)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));
  g_return_if_fail (POSTIL_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  postil_inspector_set_annotation (self, NULL);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_signal_connect_object (document, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

void
postil_inspector_set_annotation (PostilInspector *self,
                                 const char      *id)
{
  gboolean is_another = FALSE;
  g_autofree char *copy = NULL;

  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  is_another = g_strcmp0 (self->id, id) != 0;
  copy = g_strdup (id);
  if (is_another)
    postil_inspector_commit (self);
  g_free (self->id);
  self->id = g_steal_pointer (&copy);
  show_annotation (self, is_another);
}

void
postil_inspector_commit (PostilInspector *self)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  if (self->document == NULL || self->id == NULL || postil_document_get_read_only (self->document) != NULL)
    return;

  commit_note (self);
  postil_inspector_commit_attributes (self);
}

void
postil_inspector_focus_note (PostilInspector *self)
{
  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}
