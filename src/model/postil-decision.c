/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decisions about what coders disagreed on. Nothing is changed here: the consensus is a
 * document like any other, with its history and its journal. The document's thread. */

#include "config.h"

#include "model/postil-decision.h"

#include "base/postil-error.h"
#include "model/postil-edit-private.h"
#include "model/postil-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EXCERPT_CHARS 40

/* One annotation of the consensus while it is put together. */
typedef struct
{
  const char *code;
  GArray     *spans;      /* of PostilSpan */
  GPtrArray  *choices;    /* of const PostilDecisionChoice */
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  g_array_unref (part->spans);
  g_ptr_array_unref (part->choices);
  g_free (part);
}

gboolean
postil_decision_is_attribute (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_str_equal (name, POSTIL_DECISION_DECIDED_BY) || g_str_equal (name, POSTIL_DECISION_FROM);
}

static Part *
get_part (GPtrArray  *parts,
          const char *code)
{
  Part *part = NULL;

  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (((Part *) parts->pdata[i])->code, code))
      return parts->pdata[i];

  part = g_new0 (Part, 1);
  part->code = code;
  part->spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  part->choices = g_ptr_array_new ();
  g_ptr_array_add (parts, part);
  return part;
}

static GPtrArray *
make_parts (const PostilDecisionChoice *choices,
            guint                       n_choices)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);

  for (guint i = 0; i < n_choices; i++)
    {
      Part *part = get_part (parts, postil_annotation_get_code (choices[i].passage));
      guint n = 0;
      const PostilPiece *pieces = postil_annotation_get_pieces (choices[i].passage, &n);

      for (guint p = 0; p < n; p++)
        g_array_append_val (part->spans, pieces[p].span);
      g_ptr_array_add (part->choices, (gpointer) &choices[i]);
    }
  return parts;
}

/* Pieces that only touch stay two where one coder marked them so. */
static void
unite (Part *part)
{
  if (part->choices->len > 1)
    postil_edit_unite (part->spans);
}

static gboolean
has_attribute (GArray     *attributes,
               const char *name)
{
  for (guint i = 0; i < attributes->len; i++)
    if (g_str_equal (g_array_index (attributes, PostilAttribute, i).name, name))
      return TRUE;
  return FALSE;
}

static void
add_attribute (GArray     *attributes,
               const char *name,
               const char *value)
{
  PostilAttribute attribute = { name, value };

  g_array_append_val (attributes, attribute);
}

/* All that is said of the passages, borrowed from them. */
static GArray *
collect_attributes (const Part *part,
                    const char *decided_by,
                    const char *from)
{
  GArray *collected = g_array_new (FALSE, FALSE, sizeof (PostilAttribute));

  add_attribute (collected, POSTIL_DECISION_DECIDED_BY, decided_by);
  add_attribute (collected, POSTIL_DECISION_FROM, from);
  for (guint c = 0; c < part->choices->len; c++)
    {
      const PostilDecisionChoice *choice = part->choices->pdata[c];
      guint n = 0;
      const PostilAttribute *attributes = postil_annotation_get_attributes (choice->passage, &n);

      for (guint i = 0; i < n; i++)
        if (!has_attribute (collected, attributes[i].name))
          add_attribute (collected, attributes[i].name, attributes[i].value);
    }
  return collected;
}

static char *
dup_from (const Part *part)
{
  g_autoptr (GPtrArray) coders = g_ptr_array_new ();

  for (guint i = 0; i < part->choices->len; i++)
    {
      const PostilDecisionChoice *choice = part->choices->pdata[i];

      if (!g_ptr_array_find_with_equal_func (coders, choice->coder, g_str_equal, NULL))
        g_ptr_array_add (coders, (gpointer) choice->coder);
    }
  g_ptr_array_add (coders, NULL);
  return g_strjoinv (" ", (char **) coders->pdata);
}

static char *
dup_note (const Part *part)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  for (guint i = 0; i < part->choices->len; i++)
    {
      const char *note = postil_annotation_get_note (((const PostilDecisionChoice *) part->choices->pdata[i])->passage);

      if (note != NULL && !g_ptr_array_find_with_equal_func (notes, note, g_str_equal, NULL))
        g_ptr_array_add (notes, (gpointer) note);
    }
  if (notes->len == 0)
    return NULL;
  g_ptr_array_add (notes, NULL);
  return g_strjoinv ("\n", (char **) notes->pdata);
}

/* With the id of @before (may be NULL), so that links to it stand; @before itself where it
 * says the same already. */
static PostilAnnotation *
make_annotation (PostilDocument   *document,
                 Part             *part,
                 PostilAnnotation *before,
                 const char       *decided_by)
{
  g_autofree char *now = postil_time_dup_now ();
  g_autofree char *id = before == NULL ? postil_edit_dup_new_id () : g_strdup (postil_annotation_get_id (before));
  g_autofree char *from = dup_from (part);
  g_autofree char *note = dup_note (part);
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (GArray) attributes = collect_attributes (part, decided_by, from);
  g_autoptr (PostilAnnotation) same = NULL;
  PostilAnnotationInit init = { .id = id, .code = part->code, .note = note, .modified = now };

  unite (part);
  pieces = postil_edit_dup_pieces (document, part->spans);
  postil_edit_set_pieces (&init, pieces);
  init.attributes = (const PostilAttribute *) (gpointer) attributes->data;
  init.n_attributes = attributes->len;
  init.created = before != NULL ? postil_annotation_get_created (before) : now;
  if (before == NULL)
    return postil_annotation_new (&init);

  init.modified = postil_annotation_get_modified (before);
  same = postil_annotation_new (&init);
  if (postil_annotation_equal (same, before))
    return postil_annotation_ref (before);
  init.modified = now;
  return postil_annotation_new (&init);
}

typedef struct
{
  const char       *code;
  GPtrArray        *replaced;
  PostilAnnotation *found;
} Search;

static gboolean
find_other_cb (PostilAnnotation *annotation,
               gpointer          user_data)
{
  Search *search = user_data;

  if (g_str_equal (postil_annotation_get_code (annotation), search->code)
      && !g_ptr_array_find (search->replaced, annotation, NULL))
    search->found = annotation;
  return search->found == NULL;
}

static gboolean
check_free (PostilDocument  *document,
            const Part      *part,
            GPtrArray       *replaced,
            GError         **error)
{
  Search search = { part->code, replaced, NULL };
  g_autofree char *excerpt = NULL;

  for (guint i = 0; i < part->spans->len && search.found == NULL; i++)
    postil_layer_foreach_overlapping (postil_document_get_layer (document),
                                      g_array_index (part->spans, PostilSpan, i), find_other_cb, &search);
  if (search.found == NULL)
    return TRUE;

  excerpt = postil_annotation_dup_excerpt (search.found, EXCERPT_CHARS);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP,
               _("The consensus already has the same code on a part of it, in “%s”. Settle that passage first."), excerpt);
  return FALSE;
}

static gboolean
check_parts (PostilDocument  *document,
             GPtrArray       *parts,
             GPtrArray       *replaced,
             GError         **error)
{
  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = parts->pdata[i];

      unite (part);
      if (!postil_edit_check_range (document, part->spans, error) || !check_free (document, part, replaced, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes it out of @left. */
static PostilAnnotation *
steal_same_code (GPtrArray  *left,
                 const char *code)
{
  for (guint i = 0; i < left->len; i++)
    {
      PostilAnnotation *annotation = left->pdata[i];

      if (g_str_equal (postil_annotation_get_code (annotation), code))
        {
          g_ptr_array_remove_index (left, i);
          return annotation;
        }
    }
  return NULL;
}

static void
remove_with_links (PostilDocument   *document,
                   PostilChange     *change,
                   PostilAnnotation *annotation)
{
  g_autoptr (PostilChange) removal = postil_edit_remove (document, annotation);

  postil_decision_join (change, removal);
}

static void
replace (PostilChange     *change,
         PostilAnnotation *before,
         PostilAnnotation *after)
{
  if (before == after)
    return;
  if (before != NULL)
    postil_change_remove (change, before);
  postil_change_add (change, after);
}

/* What has the same code gives its id first; what is left of both is paired in order. */
PostilChange *
postil_decision_take (PostilDocument              *consensus,
                      const PostilDecisionChoice  *choices,
                      guint                        n_choices,
                      GPtrArray                   *replaced,
                      GPtrArray                   *rejected,
                      const char                  *decided_by,
                      GError                     **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autofree PostilAnnotation **before = NULL;
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (consensus), NULL);
  g_return_val_if_fail (choices != NULL || n_choices == 0, NULL);
  g_return_val_if_fail (replaced != NULL && rejected != NULL, NULL);
  g_return_val_if_fail (decided_by != NULL, NULL);

  parts = make_parts (choices, n_choices);
  if (!check_parts (consensus, parts, replaced, error))
    return NULL;

  for (guint i = 0; i < replaced->len; i++)
    g_ptr_array_add (left, replaced->pdata[i]);
  before = g_new0 (PostilAnnotation *, parts->len + 1);
  for (guint i = 0; i < parts->len; i++)
    before[i] = steal_same_code (left, ((Part *) parts->pdata[i])->code);
  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr (PostilAnnotation) after = NULL;

      if (before[i] == NULL && left->len > 0)
        before[i] = g_ptr_array_steal_index (left, 0);
      after = make_annotation (consensus, parts->pdata[i], before[i], decided_by);
      replace (change, before[i], after);
    }
  for (guint i = 0; i < left->len; i++)
    remove_with_links (consensus, change, left->pdata[i]);
  for (guint i = 0; i < rejected->len; i++)
    postil_change_remove_rejection (change, rejected->pdata[i]);
  return postil_change_is_empty (change) ? NULL : g_steal_pointer (&change);
}

PostilChange *
postil_decision_turn_down (PostilDocument             *consensus,
                           const PostilDecisionChoice *choices,
                           guint                       n_choices,
                           GPtrArray                  *replaced,
                           GPtrArray                  *rejected,
                           const char                 *decided_by)
{
  g_autoptr (GPtrArray) parts = NULL;
  PostilChange *change = NULL;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (consensus), NULL);
  g_return_val_if_fail (choices != NULL && n_choices > 0, NULL);
  g_return_val_if_fail (replaced != NULL && rejected != NULL, NULL);
  g_return_val_if_fail (decided_by != NULL, NULL);

  if (replaced->len == 0 && rejected->len > 0)
    return NULL;

  change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);
  for (guint i = 0; i < replaced->len; i++)
    remove_with_links (consensus, change, replaced->pdata[i]);
  for (guint i = 0; i < rejected->len; i++)
    postil_change_remove_rejection (change, rejected->pdata[i]);
  parts = make_parts (choices, n_choices);
  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr (PostilAnnotation) rejection = make_annotation (consensus, parts->pdata[i], NULL, decided_by);

      postil_change_add_rejection (change, rejection);
    }
  return change;
}

void
postil_decision_join (PostilChange *change,
                      PostilChange *more)
{
  g_return_if_fail (change != NULL);
  g_return_if_fail (more != NULL);

  for (guint i = 0; i < postil_change_get_removed (more)->len; i++)
    postil_change_remove (change, postil_change_get_removed (more)->pdata[i]);
  for (guint i = 0; i < postil_change_get_added (more)->len; i++)
    postil_change_add (change, postil_change_get_added (more)->pdata[i]);
  for (guint i = 0; i < postil_change_get_removed_rejections (more)->len; i++)
    postil_change_remove_rejection (change, postil_change_get_removed_rejections (more)->pdata[i]);
  for (guint i = 0; i < postil_change_get_added_rejections (more)->len; i++)
    postil_change_add_rejection (change, postil_change_get_added_rejections (more)->pdata[i]);
  for (guint i = 0; i < postil_change_get_removed_links (more)->len; i++)
    if (!g_ptr_array_find (postil_change_get_removed_links (change), postil_change_get_removed_links (more)->pdata[i], NULL))
      postil_change_remove_link (change, postil_change_get_removed_links (more)->pdata[i]);
  for (guint i = 0; i < postil_change_get_added_links (more)->len; i++)
    postil_change_add_link (change, postil_change_get_added_links (more)->pdata[i]);
}
