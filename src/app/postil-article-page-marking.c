/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does to annotations on the article page: tag, recode, remove, undo, go from
 * one to the next. Everything becomes a change that goes through the document's one door,
 * and everything that the document refuses is told. Main thread. */

#include "config.h"

#include "app/postil-article-page-private.h"

#include "app/postil-change-title.h"
#include "base/postil-error.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  guint             caret;
  PostilAnnotation *shortest;
  guint             length;
} Search;

PostilAnnotation *
postil_article_page_get_current (PostilArticlePage *self)
{
  const char *id = NULL;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), NULL);

  id = self->document != NULL ? postil_article_view_get_current (self->view) : NULL;

  return id != NULL ? postil_layer_lookup (postil_document_get_layer (self->document), id) : NULL;
}

static guint
get_length (PostilAnnotation *annotation)
{
  guint n_pieces = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  guint length = 0;

  for (guint i = 0; i < n_pieces; i++)
    length += postil_span_length (pieces[i].span);

  return length;
}

/* An annotation that one has come to the end of is still the current one. */
static gboolean
touches (PostilAnnotation *annotation,
         guint             char_offset)
{
  guint n_pieces = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

  for (guint i = 0; i < n_pieces; i++)
    if (pieces[i].span.start <= char_offset && char_offset <= pieces[i].span.end)
      return TRUE;

  return FALSE;
}

static gboolean
find_shortest_cb (PostilAnnotation *annotation,
                  gpointer          user_data)
{
  Search *search = user_data;
  guint length = get_length (annotation);

  if (postil_annotation_contains (annotation, search->caret)
      && (search->shortest == NULL || length < search->length))
    {
      search->shortest = annotation;
      search->length = length;
    }

  return TRUE;
}

void
postil_article_page_update_current (PostilArticlePage *self)
{
  PostilAnnotation *current = postil_article_page_get_current (self);
  Search search = { postil_article_view_get_caret (self->view), NULL, 0 };
  PostilSpan place = { search.caret, search.caret + 1 };

  if (postil_article_view_in_border_mode (self->view)
      || (current != NULL && postil_annotation_get_anchor (current) != POSTIL_ANCHOR_ORPHAN
          && touches (current, search.caret)))
    return;

  postil_layer_foreach_overlapping (postil_document_get_layer (self->document), place, find_shortest_cb, &search);
  postil_article_view_set_current (self->view,
                                   search.shortest != NULL ? postil_annotation_get_id (search.shortest) : NULL);
}

static gboolean
count_cb (PostilAnnotation *annotation,
          gpointer          user_data)
{
  guint *n_here = user_data;

  (*n_here)++;
  return TRUE;
}

/* "Concern “deep concern…”, Joe Biden, 2 overlap here" */
static char *
dup_place_words (PostilArticlePage *self,
                 PostilAnnotation  *annotation,
                 guint              n_here)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  g_autofree char *title = postil_change_title_dup_annotation (annotation, codebook);
  const char *actor = postil_annotation_get_attribute (annotation, "actor");
  g_autoptr (GString) words = g_string_new (title);

  if (actor != NULL)
    g_string_append_printf (words, ", %s", actor);
  if (postil_annotation_is_unsure (annotation))
    g_string_append_printf (words, ", %s", _("unsure"));
  if (n_here > 1)
    {
      g_string_append (words, ", ");
      g_string_append_printf (words, _("%u overlap here"), n_here);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
postil_article_page_say_place (PostilArticlePage *self)
{
  guint caret = postil_article_view_get_caret (self->view);
  PostilSpan place = { caret, caret + 1 };
  PostilLayer *layer = self->document != NULL ? postil_document_get_layer (self->document) : NULL;
  PostilAnnotation *current = postil_article_page_get_current (self);
  PostilAnnotation *left = NULL;
  const char *id = NULL;
  guint n_here = 0;
  g_autofree char *words = NULL;

  if (layer == NULL || postil_article_view_in_border_mode (self->view))
    return;

  /* At its end it still is the current one, but the caret is no longer in it. */
  if (current != NULL && postil_annotation_get_anchor (current) != POSTIL_ANCHOR_ORPHAN
      && postil_annotation_contains (current, caret))
    id = postil_annotation_get_id (current);
  if (g_strcmp0 (id, self->said) == 0)
    return;

  left = self->said != NULL ? postil_layer_lookup (layer, self->said) : NULL;
  postil_layer_foreach_overlapping (layer, place, count_cb, &n_here);
  if (id != NULL)
    words = dup_place_words (self, current, n_here);
  else if (left != NULL)
    words = g_strdup_printf (_("End of %s"),
                             postil_codebook_show_code (postil_document_get_codebook (self->document),
                                                             postil_annotation_get_code (left)));
  g_free (self->said);
  self->said = g_strdup (id);
  if (words != NULL)
    postil_article_page_announce (self, words);
}

gboolean
postil_article_page_apply (PostilArticlePage *self,
                           PostilChange      *change)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  if (postil_document_apply (self->document, change, POSTIL_ORIGIN_DO, &error))
    return TRUE;

  postil_article_page_notify_person (self, error->message, NULL, NULL);
  return FALSE;
}

void
postil_article_page_say_annotation (PostilArticlePage *self,
                                    const char        *id)
{
  PostilAnnotation *annotation = postil_layer_lookup (postil_document_get_layer (self->document), id);
  g_autofree char *title = NULL;

  g_return_if_fail (id != NULL);

  if (annotation == NULL)
    return;

  title = postil_change_title_dup_annotation (annotation, postil_document_get_codebook (self->document));
  postil_article_page_announce (self, title);
}

/* The selection is dropped, the caret stands at the passage's end, and what was made is
 * current. */
static void
finish_tagging (PostilArticlePage *self,
                PostilSpan         span,
                const char        *new_id)
{
  postil_article_page_hide_popover (self);
  postil_article_view_set_caret (self->view, span.end);
  postil_article_view_set_current (self->view, new_id);
  postil_article_page_say_annotation (self, new_id);
}

static void
tag_selection (PostilArticlePage *self,
               PostilSpan         span,
               const char        *code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *new_id = NULL;
  g_autoptr (PostilChange) change = postil_edit_tag (self->document, &span, 1, code, &new_id, &error);

  if (change != NULL)
    {
      if (postil_article_page_apply (self, change))
        finish_tagging (self, span, new_id);
      return;
    }
  if (error == NULL)
    return;

  if (g_error_matches (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP))
    {
      g_autofree char *message = NULL;

      /* A toast has one line; the error's own words are longer. */
      message = g_strdup_printf (_("“%s” already marks a part of this"),
                                 postil_codebook_show_code (postil_document_get_codebook (self->document), code));
      self->merge_span = span;
      g_free (self->merge_code);
      self->merge_code = g_strdup (code);
      postil_article_page_notify_person (self, message, _("Merge"), "win.merge");
    }
  else
    postil_article_page_notify_person (self, error->message, NULL, NULL);
}

static void
recode_current (PostilArticlePage *self,
                PostilAnnotation  *annotation,
                const char        *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = postil_edit_recode (self->document, annotation, code, &error);
  g_autofree char *id = g_strdup (postil_annotation_get_id (annotation));

  if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
  else if (change != NULL && postil_article_page_apply (self, change))
    postil_article_page_say_annotation (self, id);
}

void
postil_article_page_tag (PostilArticlePage *self,
                         const char        *code)
{
  PostilAnnotation *current = NULL;
  PostilSpan span;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));
  g_return_if_fail (code != NULL);

  if (self->document == NULL)
    return;

  current = postil_article_page_get_current (self);
  if (postil_document_get_read_only (self->document) != NULL)
    postil_article_page_notify_person (self, _("This article is open for reading only."), NULL, NULL);
  else if (postil_article_view_get_selection (self->view, &span))
    tag_selection (self, span, code);
  else if (current != NULL)
    recode_current (self, current, code);
  else
    postil_article_page_notify_person (self, _("Select a passage first, then choose its code."), NULL, NULL);
}

void
postil_article_page_merge (PostilArticlePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autofree char *new_id = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->document == NULL || self->merge_code == NULL)
    return;

  change = postil_edit_merge_tag (self->document, self->merge_span, self->merge_code, &new_id, &error);
  g_clear_pointer (&self->merge_code, g_free);
  if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
  else if (change != NULL && postil_article_page_apply (self, change))
    finish_tagging (self, self->merge_span, new_id);
}

void
postil_article_page_remove (PostilArticlePage *self)
{
  PostilAnnotation *annotation = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autofree char *title = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  annotation = postil_article_page_get_current (self);
  if (annotation == NULL)
    return;

  title = postil_change_title_dup_annotation (annotation, postil_document_get_codebook (self->document));
  message = g_strdup_printf (_("Removed: %s"), title);
  postil_article_view_cancel_border (self->view);
  change = postil_edit_remove (self->document, annotation);
  if (change == NULL || !postil_article_page_apply (self, change))
    return;

  postil_article_page_update_current (self);
  postil_article_page_notify_person (self, message, _("Undo"), "win.undo");
}

void
postil_article_page_toggle_unsure (PostilArticlePage *self)
{
  PostilAnnotation *annotation = NULL;
  g_autoptr (PostilChange) change = NULL;
  gboolean unsure = FALSE;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  annotation = postil_article_page_get_current (self);
  if (annotation == NULL)
    return;

  unsure = !postil_annotation_is_unsure (annotation);
  change = postil_edit_set_unsure (self->document, annotation, unsure);
  if (change != NULL && postil_article_page_apply (self, change))
    postil_article_page_announce (self, unsure ? _("Marked as unsure") : _("No longer unsure"));
}

static gboolean
is_on_screen (PostilArticlePage *self,
              PostilAnnotation  *annotation)
{
  return postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN
         && postil_annotation_overlaps (annotation, postil_article_view_get_visible_span (self->view));
}

/* What was undone or done again becomes current, and is named where it cannot be seen. */
static void
tell_step (PostilArticlePage *self,
           PostilChange      *change,
           const char        *format)
{
  PostilAnnotation *annotation = postil_change_title_get_annotation (change);
  g_autofree char *title = postil_change_title_dup (change, postil_document_get_codebook (self->document));
  g_autofree char *message = NULL;

  /* Translators: "Undone: Tag: Concern “deep concern…”" */
  message = g_strdup_printf ("%s: %s", format, title);
  if (annotation != NULL)
    {
      const char *id = postil_annotation_get_id (annotation);

      if (postil_layer_lookup (postil_document_get_layer (self->document), id) != NULL)
        postil_article_view_set_current (self->view, id);
      else
        postil_article_page_update_current (self);
    }
  if (annotation == NULL || !is_on_screen (self, annotation))
    postil_article_page_notify_person (self, message, NULL, NULL);
  else
    postil_article_page_announce (self, message);
}

void
postil_article_page_undo (PostilArticlePage *self)
{
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->document == NULL)
    return;

  postil_article_view_cancel_border (self->view);
  if (postil_document_undo (self->document, &change, &error))
    tell_step (self, change, _("Undone"));
  else if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
}

void
postil_article_page_redo (PostilArticlePage *self)
{
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->document == NULL)
    return;

  postil_article_view_cancel_border (self->view);
  if (postil_document_redo (self->document, &change, &error))
    tell_step (self, change, _("Done again"));
  else if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
}

void
postil_article_page_go_to (PostilArticlePage *self,
                           const char        *annotation_id)
{
  PostilAnnotation *annotation = NULL;
  g_autofree char *id = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));
  g_return_if_fail (annotation_id != NULL);

  if (self->document == NULL)
    return;

  id = g_strdup (annotation_id);
  annotation = postil_layer_lookup (postil_document_get_layer (self->document), id);
  if (annotation == NULL)
    return;

  postil_article_view_cancel_border (self->view);
  /* Current first, so that the caret that comes into it does not choose another. */
  postil_article_view_set_current (self->view, id);
  if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN)
    postil_article_view_reveal (self->view, postil_annotation_get_hull (annotation));
  postil_article_view_set_current (self->view, id);
  postil_article_page_say_annotation (self, id);
}

void
postil_article_page_step (PostilArticlePage *self,
                          int                direction)
{
  g_autofree char *id = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->document == NULL)
    return;

  id = postil_article_view_dup_neighbour (self->view, postil_article_view_get_current (self->view), direction);
  if (id != NULL)
    postil_article_page_go_to (self, id);
  else
    postil_article_page_announce (self, _("No annotation there"));
}
