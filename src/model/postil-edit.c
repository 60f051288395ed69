/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verbs of one annotation: each looks at a document and says what would become
 * different. Nothing is changed here, so a caller may throw a change away, and one that
 * says nothing new is never made. What makes passages is in postil-edit-tag.c and
 * postil-edit-merge.c. The document's thread. */

#include "config.h"

#include "model/postil-edit.h"

#include "base/postil-error.h"
#include "model/postil-edit-private.h"
#include "model/postil-time.h"

#include <glib/gi18n-lib.h>

/* Makes @init, which began as a view of @before, the new state; NULL if it is the old. */
static PostilChange *
change_to (PostilChangeKind      kind,
           PostilAnnotation     *before,
           PostilAnnotationInit *init)
{
  g_autoptr (PostilAnnotation) after = postil_annotation_new (init);
  g_autofree char *now = NULL;
  PostilChange *change;

  if (postil_annotation_equal (before, after))
    return NULL;

  now = postil_time_dup_now ();
  init->modified = now;
  postil_annotation_unref (after);
  after = postil_annotation_new (init);
  change = postil_change_new (kind);
  postil_change_replace (change, before, after);
  return change;
}

static gboolean
find_twin_cb (PostilAnnotation *annotation,
              gpointer          user_data)
{
  PostilAnnotation **searched = user_data;

  if (annotation == *searched
      || !g_str_equal (postil_annotation_get_id (annotation),
                       postil_annotation_get_id (*searched)))
    return TRUE;

  *searched = NULL;
  return FALSE;
}

static gboolean
has_twin (PostilLayer      *layer,
          PostilAnnotation *annotation)
{
  if (!postil_layer_has_duplicate_ids (layer))
    return FALSE;

  postil_layer_foreach (layer, find_twin_cb, &annotation);
  return annotation == NULL;
}

PostilChange *
postil_edit_remove (PostilDocument   *document,
                    PostilAnnotation *annotation)
{
  g_autoptr (GPtrArray) links = NULL;
  PostilChange *change;
  PostilLayer *layer;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);

  layer = postil_document_get_layer (document);
  change = postil_change_new (POSTIL_CHANGE_REMOVE);
  postil_change_remove (change, annotation);
  if (has_twin (layer, annotation))
    return change;

  links = postil_layer_dup_links_of (layer, postil_annotation_get_id (annotation));
  for (guint i = 0; i < links->len; i++)
    postil_change_remove_link (change, g_ptr_array_index (links, i));
  return change;
}

PostilChange *
postil_edit_recode (PostilDocument    *document,
                    PostilAnnotation  *annotation,
                    const char        *code,
                    GError           **error)
{
  PostilAnnotationInit init;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);
  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_str_equal (postil_annotation_get_code (annotation), code))
    return NULL;

  postil_annotation_to_init (annotation, &init);
  init.code = code;
  if (!postil_edit_check_code (document, code, error)
      || (init.anchor != POSTIL_ANCHOR_ORPHAN
          && !postil_edit_check_free (document, init.pieces, init.n_pieces, code,
                                      annotation, error)))
    return NULL;

  return change_to (POSTIL_CHANGE_RECODE, annotation, &init);
}

PostilChange *
postil_edit_set_note (PostilDocument   *document,
                      PostilAnnotation *annotation,
                      const char       *note)
{
  PostilAnnotationInit init;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);

  postil_annotation_to_init (annotation, &init);
  init.note = note;
  return change_to (POSTIL_CHANGE_NOTE, annotation, &init);
}

PostilChange *
postil_edit_set_attribute (PostilDocument   *document,
                           PostilAnnotation *annotation,
                           const char       *name,
                           const char       *value)
{
  g_autoptr (GArray) attributes = NULL;
  g_autofree char *trimmed = NULL;
  PostilAnnotationInit init;
  PostilAttribute attribute;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  /* White space around a name is never meant, and makes two actors out of one. */
  trimmed = g_strstrip (g_strdup (value != NULL ? value : ""));
  postil_annotation_to_init (annotation, &init);
  attributes = g_array_new (FALSE, FALSE, sizeof (PostilAttribute));
  for (guint i = 0; i < init.n_attributes; i++)
    {
      if (!g_str_equal (init.attributes[i].name, name))
        g_array_append_val (attributes, init.attributes[i]);
    }
  attribute = (PostilAttribute) { name, trimmed };
  g_array_append_val (attributes, attribute);
  init.attributes = (const PostilAttribute *) (gpointer) attributes->data;
  init.n_attributes = attributes->len;

  return change_to (POSTIL_CHANGE_ATTRIBUTE, annotation, &init);
}

PostilChange *
postil_edit_set_unsure (PostilDocument   *document,
                        PostilAnnotation *annotation,
                        gboolean          unsure)
{
  PostilAnnotationInit init;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);

  postil_annotation_to_init (annotation, &init);
  init.unsure = unsure;
  return change_to (POSTIL_CHANGE_UNSURE, annotation, &init);
}

PostilChange *
postil_edit_set_span (PostilDocument    *document,
                      PostilAnnotation  *annotation,
                      guint              piece,
                      PostilSpan         span,
                      GError           **error)
{
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GArray) pieces = NULL;
  PostilAnnotationInit init;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  postil_annotation_to_init (annotation, &init);
  g_return_val_if_fail (piece < init.n_pieces, NULL);

  spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  g_array_append_val (spans, span);
  if (!postil_edit_snap (document, spans, error))
    return NULL;
  if (init.anchor == POSTIL_ANCHOR_FIRM
      && postil_span_equal (init.pieces[piece].span, g_array_index (spans, PostilSpan, 0))
      && postil_annotation_check (annotation, postil_document_get_text (document)) == POSTIL_FIT_OK)
    return NULL;

  /* An orphan's other pieces have no place that could be kept. */
  for (guint i = 0; i < init.n_pieces && init.anchor != POSTIL_ANCHOR_ORPHAN; i++)
    {
      if (i != piece)
        g_array_append_val (spans, init.pieces[i].span);
    }
  postil_edit_unite (spans);
  if (!postil_edit_check_range (document, spans, error))
    return NULL;

  pieces = postil_edit_dup_pieces (document, spans);
  postil_edit_set_pieces (&init, pieces);
  init.anchor = POSTIL_ANCHOR_FIRM;
  if (!postil_edit_check_free (document, init.pieces, init.n_pieces, init.code,
                               annotation, error))
    return NULL;

  return change_to (POSTIL_CHANGE_BORDER, annotation, &init);
}

/* Links */

static gboolean
is_listed (const char *const *codes,
           const char        *code)
{
  return codes[0] == NULL || g_strv_contains (codes, code);
}

static gboolean
check_link (PostilDocument    *document,
            PostilAnnotation  *from,
            PostilAnnotation  *to,
            const char        *kind,
            GError           **error)
{
  PostilCodebook *codebook = postil_document_get_codebook (document);
  const PostilLinkDef *link = postil_codebook_lookup_link (codebook, kind);
  const char *from_code = postil_annotation_get_code (from);
  const char *to_code = postil_annotation_get_code (to);

  if (link == NULL)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN,
                   _("The codebook has no kind of link named “%s”; add it there first."), kind);
      return FALSE;
    }
  if (g_str_equal (postil_annotation_get_id (from), postil_annotation_get_id (to)))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_USAGE,
                           _("An annotation cannot be linked to itself; choose another one."));
      return FALSE;
    }
  if (!is_listed (link->from_codes, from_code) || !is_listed (link->to_codes, to_code))
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_USAGE,
                   _("The codebook does not let a link “%s” go from “%s” to “%s”; try the other "
                     "direction or another kind."),
                   link->shown,
                   postil_codebook_show_code (codebook, from_code),
                   postil_codebook_show_code (codebook, to_code));
      return FALSE;
    }

  return TRUE;
}

PostilChange *
postil_edit_link (PostilDocument    *document,
                  PostilAnnotation  *from,
                  PostilAnnotation  *to,
                  const char        *kind,
                  GError           **error)
{
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (PostilLink) link = NULL;
  PostilChange *change;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (from != NULL && to != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_link (document, from, to, kind, error))
    return NULL;

  links = postil_layer_dup_links_of (postil_document_get_layer (document),
                                     postil_annotation_get_id (from));
  for (guint i = 0; i < links->len; i++)
    {
      PostilLink *there = g_ptr_array_index (links, i);

      if (g_str_equal (postil_link_get_from (there), postil_annotation_get_id (from))
          && g_str_equal (postil_link_get_to (there), postil_annotation_get_id (to))
          && g_str_equal (postil_link_get_kind (there), kind))
        return NULL;
    }

  id = postil_edit_dup_new_id ();
  now = postil_time_dup_now ();
  link = postil_link_new (&(PostilLinkInit) {
    .id = id,
    .from = postil_annotation_get_id (from),
    .to = postil_annotation_get_id (to),
    .kind = kind,
    .created = now,
    .modified = now,
  });
  change = postil_change_new (POSTIL_CHANGE_LINK);
  postil_change_add_link (change, link);
  return change;
}

PostilChange *
postil_edit_unlink (PostilDocument *document,
                    PostilLink     *link)
{
  PostilChange *change;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  change = postil_change_new (POSTIL_CHANGE_UNLINK);
  postil_change_remove_link (change, link);
  return change;
}

PostilChange *
postil_edit_set_status (PostilDocument *document,
                        const char     *status)
{
  PostilChange *change;
  const char *before;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (status != NULL, NULL);

  before = postil_layer_get_info (postil_document_get_layer (document))->status;
  if (g_strcmp0 (before, status) == 0)
    return NULL;

  change = postil_change_new (POSTIL_CHANGE_STATUS);
  postil_change_set_status (change, before, status);
  return change;
}

char *
postil_edit_dup_now (void)
{
  return postil_time_dup_now ();
}

char *
postil_edit_dup_new_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat ("urn:uuid:", uuid, NULL);
}
