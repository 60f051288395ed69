/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was coded before the meaning of its code changed: a list over the folder, the next one
 * in this article, and a key that says "still right", which makes it as new. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-code-usage.h"
#include "app/dialogs/postil-passages-window.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

static const char *
get_time (PostilAnnotation *annotation)
{
  const char *modified = postil_annotation_get_modified (annotation);

  return modified != NULL ? modified : postil_annotation_get_created (annotation);
}

static gboolean
is_due (PostilCodebook *codebook,
        const char     *code_id,
        const char     *time)
{
  const PostilCode *code = postil_codebook_lookup_code (codebook, code_id);

  return code != NULL && *code->revised != '\0' && g_strcmp0 (time, code->revised) < 0;
}

void
postil_window_go_to (PostilWindow *self,
                     GFile        *article,
                     const char   *id)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (article));
  g_return_if_fail (id != NULL);

  postil_window_show_view (self, "code");
  if (self->store != NULL && g_file_equal (article, self->file))
    {
      postil_article_page_go_to (self->page, id);
      gtk_widget_grab_focus (GTK_WIDGET (self->page));
      return;
    }

  g_free (self->wanted_annotation);
  self->wanted_annotation = g_strdup (id);
  postil_window_open (self, article, self->coder);
}

static void
chosen_cb (PostilWindow *self,
           const char   *article,
           const char   *id)
{
  g_autoptr (GFile) file = NULL;

  if (self->store == NULL)
    return;

  file = g_file_resolve_relative_path (postil_store_get_codebook_folder (self->store), article);
  postil_window_go_to (self, file, id);
}

typedef struct
{
  PostilPassagesWindow *window;
  PostilCodebook       *codebook;
  char                 *code;
} Review;

static void
review_free (Review *review)
{
  g_object_unref (review->window);
  postil_codebook_unref (review->codebook);
  g_free (review->code);
  g_free (review);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Review *review = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCodeUsage) usage = postil_code_usage_find_finish (result, &error);
  GPtrArray *passages = usage != NULL ? postil_code_usage_get_passages (usage) : NULL;
  g_autofree char *hint = NULL;
  guint n_due = 0;

  for (guint i = 0; passages != NULL && i < passages->len; i++)
    {
      const PostilCodedPassage *passage = g_ptr_array_index (passages, i);

      if ((review->code != NULL && !g_str_equal (passage->code, review->code))
          || !is_due (review->codebook, passage->code, passage->modified))
        continue;
      postil_passages_window_add (review->window, passage->article, passage->id, passage->excerpt);
      n_due++;
    }

  if (error != NULL)
    hint = g_strdup (error->message);
  else if (n_due == 0)
    hint = g_strdup (_("Nothing was coded before the meaning of its code changed."));
  else
    hint = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u passage was coded before the meaning of its code changed. Look at it, then recode it or press K: “still right”.",
                                         "%u passages were coded before the meaning of their code changed. Look at each, then recode it or press K: “still right”.",
                                         n_due), n_due);
  postil_passages_window_set_hint (review->window, hint);
  review_free (review);
}

void
postil_window_review (PostilWindow *self,
                      const char   *code)
{
  GtkWidget *window = NULL;
  PostilDocument *document = NULL;
  g_autoptr (GCancellable) cancellable = NULL;
  g_autofree char *coder = NULL;
  Review *review = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;

  document = postil_store_get_document (self->store);
  window = postil_passages_window_new (GTK_WINDOW (self), _("To Review"));
  g_signal_connect_object (window, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  cancellable = g_cancellable_new ();
  g_signal_connect_object (window, "unrealize", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);

  review = g_new0 (Review, 1);
  review->window = POSTIL_PASSAGES_WINDOW (g_object_ref (window));
  review->codebook = postil_codebook_ref (postil_document_get_codebook (document));
  review->code = g_strdup (code);
  coder = postil_window_dup_coder (self);
  postil_code_usage_find_async (postil_store_get_codebook_folder (self->store), coder,
                                postil_store_get_article (self->store), document, cancellable, found_cb, review);
  gtk_window_present (GTK_WINDOW (window));
}

/* From the current one on, round the article. */
void
postil_window_next_review (PostilWindow *self)
{
  PostilDocument *document = NULL;
  PostilLayer *layer = NULL;
  PostilAnnotation *current = NULL;
  guint n_annotations = 0;
  guint start = 0;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;

  document = postil_store_get_document (self->store);
  layer = postil_document_get_layer (document);
  n_annotations = postil_layer_get_n_annotations (layer);
  current = postil_article_page_get_current (self->page);
  if (current != NULL && postil_layer_get_index (layer, current, &start))
    start++;
  for (guint i = 0; i < n_annotations; i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, (start + i) % n_annotations);

      if (is_due (postil_document_get_codebook (document), postil_annotation_get_code (annotation), get_time (annotation)))
        {
          postil_article_page_go_to (self->page, postil_annotation_get_id (annotation));
          return;
        }
    }

  postil_window_show_toast (self, _("Nothing in this article is to be reviewed."), NULL, NULL);
}

/* It becomes as if it were coded now. */
void
postil_window_confirm_code (PostilWindow *self)
{
  PostilAnnotation *current = NULL;
  PostilAnnotationInit init;
  g_autoptr (PostilAnnotation) after = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autofree char *now = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  current = self->store != NULL ? postil_article_page_get_current (self->page) : NULL;
  if (current == NULL)
    return;

  now = postil_edit_dup_now ();
  postil_annotation_to_init (current, &init);
  init.modified = now;
  after = postil_annotation_new (&init);
  change = postil_change_new (POSTIL_CHANGE_RECODE);
  postil_change_replace (change, current, after);
  if (!postil_annotation_equal (current, after) && postil_article_page_apply (self->page, change))
    postil_window_announce (self, _("Still right"));
  postil_window_next_review (self);
}
