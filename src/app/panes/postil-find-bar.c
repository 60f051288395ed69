/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The find bar. The search runs in a thread over the immutable text; a newer one cancels
 * it. Invariant: the matches are those of the view's present text. Main thread. */

#include "config.h"

#include "app/panes/postil-find-bar.h"

#include "app/postil-paste.h"
#include "base/postil-search.h"

#include <glib/gi18n-lib.h>

#define MAX_MATCHES 100000u
#define MAX_SELECTED_CHARS 200u
#define CONTEXT_CHARS 40u

struct _PostilFindBar
{
  GtkWidget          parent_instance;

  PostilArticleView *view;
  GCancellable      *cancellable; /* of the search that runs */
  GArray            *matches;     /* of PostilSpan */
  guint              current;     /* index, or matches->len for none */

  GtkWidget         *content;
  GtkEditable       *entry;
  GtkLabel          *count;
  GtkWidget         *previous;
  GtkWidget         *next;
  GtkWidget         *options;
  GtkWidget         *tag_all;
  GtkWidget         *close;
  GtkCheckButton    *match_case;
  GtkCheckButton    *whole_words;
  GtkCheckButton    *fold_marks;
  GtkCheckButton    *regex;
};

enum
{
  SIGNAL_CLOSED,
  SIGNAL_ANNOUNCE,
  N_SIGNALS
};

/* What a search thread is given. */
typedef struct
{
  PostilText        *text;
  char              *pattern;
  PostilSearchFlags  flags;
} Query;

G_DEFINE_FINAL_TYPE (PostilFindBar, postil_find_bar, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static void
query_free (Query *query)
{
  postil_text_unref (query->text);
  g_free (query->pattern);
  g_free (query);
}

static void
show_count (PostilFindBar *self,
            const char    *problem)
{
  g_autofree char *text = NULL;
  gboolean has_words = *gtk_editable_get_text (self->entry) != '\0';

  if (problem != NULL)
    text = g_strdup (_("Not valid"));
  else if (self->matches->len == 0)
    text = g_strdup (has_words ? _("None") : "");
  else if (self->current < self->matches->len)
    /* Translators: the third of twelve matches: "3 of 12" */
    text = g_strdup_printf (_("%u of %u"), self->current + 1, self->matches->len);
  else
    text = g_strdup_printf ("%u", self->matches->len);

  gtk_label_set_text (self->count, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), problem);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : text, -1);
  if (problem != NULL || (has_words && self->matches->len == 0))
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_widget_set_sensitive (self->previous, self->matches->len > 0);
  gtk_widget_set_sensitive (self->next, self->matches->len > 0);
  gtk_widget_set_sensitive (self->tag_all, self->matches->len > 0);
}

/* The match in its line, with some words around it. */
static char *
dup_context (PostilFindBar *self,
             PostilSpan     match)
{
  PostilText *text = postil_document_get_text (postil_article_view_get_document (self->view));
  guint n_chars = postil_text_get_n_chars (text);
  PostilSpan around = match;

  while (around.start > 0 && match.start - around.start < CONTEXT_CHARS
         && postil_text_get_char (text, around.start - 1) != '\n')
    around.start--;
  while (around.end < n_chars && around.end - match.end < CONTEXT_CHARS
         && postil_text_get_char (text, around.end) != '\n')
    around.end++;

  return g_strstrip (postil_text_dup_slice (text, around));
}

/* One who types in the entry hears how many there are, and where one has come to. */
static void
say_found (PostilFindBar *self)
{
  g_autofree char *context = NULL;
  g_autofree char *sentence = NULL;

  if (self->current >= self->matches->len)
    {
      if (*gtk_label_get_text (self->count) != '\0')
        g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, gtk_label_get_text (self->count));
      return;
    }

  context = dup_context (self, g_array_index (self->matches, PostilSpan, self->current));
  /* Translators: what a screen reader says of the third of twelve matches: "3 of 12: the words around it" */
  sentence = g_strdup_printf (_("%u of %u: %s"), self->current + 1, self->matches->len, context);
  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, sentence);
}

static void
go_to_match (PostilFindBar *self,
             guint          index)
{
  PostilSpan span = g_array_index (self->matches, PostilSpan, index);

  self->current = index;
  postil_article_view_reveal (self->view, span);
  postil_article_view_select (self->view, span);
  show_count (self, NULL);
  say_found (self);
}

/* The first match that starts at or after the place. */
static guint
find_match_from (PostilFindBar *self,
                 guint          char_offset)
{
  guint low = 0;
  guint high = self->matches->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->matches, PostilSpan, middle).start < char_offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static guint
get_place (PostilFindBar *self)
{
  PostilSpan span;

  if (postil_article_view_get_selection (self->view, &span))
    return span.start;

  return postil_article_view_get_caret (self->view);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  PostilFindBar *self = POSTIL_FIND_BAR (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) matches = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->view == NULL)
    return;

  g_array_set_size (self->matches, 0);
  if (matches != NULL)
    g_array_append_vals (self->matches, matches->data, matches->len);
  self->current = self->matches->len;
  postil_article_view_set_matches (self->view, (PostilSpan *) self->matches->data, self->matches->len);

  if (self->matches->len > 0)
    {
      guint index = find_match_from (self, get_place (self));

      go_to_match (self, index < self->matches->len ? index : 0);
    }
  else
    {
      show_count (self, error != NULL ? error->message : NULL);
      if (error != NULL)
        g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, error->message);
      else
        say_found (self);
    }
}

static void
search_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Query *query = task_data;
  GError *error = NULL;
  GArray *matches = postil_search_find (query->text, query->pattern, query->flags, MAX_MATCHES, cancellable, &error);

  if (matches != NULL)
    g_task_return_pointer (task, matches, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
cancel (PostilFindBar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
search_cb (PostilFindBar *self)
{
  PostilDocument *document = self->view != NULL ? postil_article_view_get_document (self->view) : NULL;
  g_autoptr (GTask) task = NULL;
  Query *query = NULL;

  cancel (self);
  if (document == NULL)
    return;

  query = g_new0 (Query, 1);
  query->text = postil_text_ref (postil_document_get_text (document));
  query->pattern = g_strdup (gtk_editable_get_text (self->entry));
  if (gtk_check_button_get_active (self->match_case))
    query->flags |= POSTIL_SEARCH_MATCH_CASE;
  if (gtk_check_button_get_active (self->whole_words))
    query->flags |= POSTIL_SEARCH_WHOLE_WORDS;
  if (gtk_check_button_get_active (self->fold_marks))
    query->flags |= POSTIL_SEARCH_FOLD_MARKS;
  if (gtk_check_button_get_active (self->regex))
    query->flags |= POSTIL_SEARCH_REGEX;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, found_cb, NULL);
  g_task_set_source_tag (task, search_cb);
  g_task_set_task_data (task, query, (GDestroyNotify) query_free);
  g_task_run_in_thread (task, search_thread);
}

static void
next_cb (PostilFindBar *self)
{
  postil_find_bar_step (self, 1);
}

static void
previous_cb (PostilFindBar *self)
{
  postil_find_bar_step (self, -1);
}

static void
stop_cb (PostilFindBar *self)
{
  postil_find_bar_stop (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
key_pressed_cb (PostilFindBar   *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (state & GDK_SHIFT_MASK) != 0)
    {
      postil_find_bar_step (self, -1);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
postil_find_bar_dispose (GObject *object)
{
  PostilFindBar *self = POSTIL_FIND_BAR (object);

  cancel (self);
  g_clear_weak_pointer (&self->view);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (postil_find_bar_parent_class)->dispose (object);
}

static void
postil_find_bar_finalize (GObject *object)
{
  g_clear_pointer (&POSTIL_FIND_BAR (object)->matches, g_array_unref);

  G_OBJECT_CLASS (postil_find_bar_parent_class)->finalize (object);
}

static void
postil_find_bar_class_init (PostilFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_find_bar_dispose;
  object_class->finalize = postil_find_bar_finalize;

  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ANNOUNCE] =
    g_signal_new ("announce", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, content);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, previous);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, next);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, options);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, tag_all);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, close);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, match_case);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, whole_words);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, fold_marks);
  gtk_widget_class_bind_template_child (widget_class, PostilFindBar, regex);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_set_css_name (widget_class, "postil-find-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEARCH);
}

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_find_bar_init (PostilFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->matches = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);

  set_name (self, _("Find"));
  set_name (self->entry, _("Find in the article"));
  postil_paste_bound (GTK_WIDGET (self->entry), 0);
  set_name (self->previous, _("Previous Match"));
  set_name (self->next, _("Next Match"));
  set_name (self->options, _("How to Find"));
  set_name (self->tag_all, _("Tag All Matches"));
  set_name (self->close, _("Close the Find Bar"));
  show_count (self, NULL);
}

GtkWidget *
postil_find_bar_new (void)
{
  return g_object_new (POSTIL_TYPE_FIND_BAR, NULL);
}

void
postil_find_bar_set_view (PostilFindBar     *self,
                          PostilArticleView *view)
{
  g_return_if_fail (POSTIL_IS_FIND_BAR (self));
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (view));

  g_set_weak_pointer (&self->view, view);
}

void
postil_find_bar_start (PostilFindBar *self)
{
  PostilSpan span;

  g_return_if_fail (POSTIL_IS_FIND_BAR (self));

  if (postil_article_view_get_selection (self->view, &span) && postil_span_length (span) <= MAX_SELECTED_CHARS)
    {
      PostilDocument *document = postil_article_view_get_document (self->view);
      g_autofree char *words = postil_text_dup_slice (postil_document_get_text (document), span);

      if (strchr (words, '\n') == NULL)
        gtk_editable_set_text (self->entry, words);
    }
  /* What comes to have the keyboard selects all of it; selecting it again would make GTK 4.8
   * warn of its own blinking cursor. */
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  search_cb (self);
}

void
postil_find_bar_stop (PostilFindBar *self)
{
  g_return_if_fail (POSTIL_IS_FIND_BAR (self));

  cancel (self);
  g_array_set_size (self->matches, 0);
  self->current = 0;
  if (self->view != NULL)
    postil_article_view_set_matches (self->view, NULL, 0);
}

void
postil_find_bar_step (PostilFindBar *self,
                      int            direction)
{
  guint place = 0;
  guint index = 0;

  g_return_if_fail (POSTIL_IS_FIND_BAR (self));

  if (self->matches->len == 0)
    return;

  /* From where the person is now, not from the last match: round at the ends. */
  place = get_place (self);
  index = find_match_from (self, direction > 0 && self->current < self->matches->len ? place + 1 : place);
  if (direction > 0)
    index = index % self->matches->len;
  else
    index = (index + self->matches->len - 1) % self->matches->len;
  go_to_match (self, index);
}

const PostilSpan *
postil_find_bar_get_matches (PostilFindBar *self,
                             guint         *n_matches)
{
  g_return_val_if_fail (POSTIL_IS_FIND_BAR (self), NULL);
  g_return_val_if_fail (n_matches != NULL, NULL);

  *n_matches = self->matches->len;
  return (const PostilSpan *) (gpointer) self->matches->data;
}
