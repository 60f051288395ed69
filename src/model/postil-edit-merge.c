/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One passage out of several of the same code: what overlaps is united, and nothing that
 * was said about any of them is lost. As pure as postil-edit.c. The document's thread. */

#include "config.h"

#include "model/postil-edit.h"

#include "model/postil-edit-private.h"
#include "model/postil-time.h"

#include <string.h>

typedef struct
{
  const char *code;
  GHashTable *seen;
  GPtrArray  *absorbed; /* in the order of the text, once sorted */
  GArray     *spans;
} Merge;

static gboolean
absorb_cb (PostilAnnotation *annotation,
           gpointer          user_data)
{
  Merge *merge = user_data;
  const PostilPiece *pieces;
  guint n_pieces;

  if (!g_str_equal (postil_annotation_get_code (annotation), merge->code)
      || !g_hash_table_add (merge->seen, annotation))
    return TRUE;

  g_ptr_array_add (merge->absorbed, annotation);
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    g_array_append_val (merge->spans, pieces[i].span);
  return TRUE;
}

static int
compare_annotations_cb (gconstpointer a,
                        gconstpointer b)
{
  return postil_annotation_compare (*(PostilAnnotation *const *) a,
                                    *(PostilAnnotation *const *) b);
}

/* Grows the spans until nothing of the same code overlaps them that is not in them. */
static void
absorb_all (PostilDocument *document,
            Merge          *merge)
{
  PostilLayer *layer = postil_document_get_layer (document);

  for (guint i = 0; i < merge->spans->len; i++)
    {
      PostilSpan span = g_array_index (merge->spans, PostilSpan, i);

      postil_layer_foreach_overlapping (layer, span, absorb_cb, merge);
    }
  g_ptr_array_sort (merge->absorbed, compare_annotations_cb);
}

static PostilAnnotation *
find_oldest (GPtrArray *annotations)
{
  PostilAnnotation *oldest = g_ptr_array_index (annotations, 0);

  for (guint i = 1; i < annotations->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (annotations, i);

      if (postil_time_compare (postil_annotation_get_created (annotation),
                               postil_annotation_get_created (oldest)) < 0)
        oldest = annotation;
    }

  return oldest;
}

static void
append_paragraph (GString    *note,
                  const char *text)
{
  if (text == NULL)
    return;
  if (note->len > 0)
    g_string_append (note, "\n\n");
  g_string_append (note, text);
}

static gboolean
has_attribute (GArray          *attributes,
               PostilAttribute  attribute,
               gboolean        *is_same)
{
  for (guint i = 0; i < attributes->len; i++)
    {
      PostilAttribute there = g_array_index (attributes, PostilAttribute, i);

      if (g_str_equal (there.name, attribute.name))
        {
          *is_same = g_str_equal (there.value, attribute.value);
          return TRUE;
        }
    }

  return FALSE;
}

/* An attribute has one value: that of the one that was first. Others go to the note. */
static void
join_attributes (PostilAnnotation *annotation,
                 GArray           *attributes,
                 GString          *note)
{
  const PostilAttribute *others;
  guint n_others;

  others = postil_annotation_get_attributes (annotation, &n_others);
  for (guint i = 0; i < n_others; i++)
    {
      g_autofree char *line = NULL;
      gboolean is_same = FALSE;

      if (!has_attribute (attributes, others[i], &is_same))
        {
          g_array_append_val (attributes, others[i]);
          continue;
        }
      line = g_strdup_printf ("%s: %s", others[i].name, others[i].value);
      if (!is_same && strstr (note->str, line) == NULL)
        append_paragraph (note, line);
    }
}

static void
join_notes (GPtrArray *annotations,
            GString   *note)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < annotations->len; i++)
    {
      gpointer text = (gpointer) postil_annotation_get_note (g_ptr_array_index (annotations, i));

      if (text != NULL && g_hash_table_add (said, text))
        append_paragraph (note, text);
    }
}

static PostilAnnotation *
join_annotations (Merge            *merge,
                  PostilAnnotation *oldest,
                  GArray           *pieces,
                  const char       *now)
{
  g_autoptr (GArray) attributes = g_array_new (FALSE, FALSE, sizeof (PostilAttribute));
  g_autoptr (GString) note = g_string_new (NULL);
  PostilAnnotationInit init;

  postil_annotation_to_init (oldest, &init);
  join_notes (merge->absorbed, note);
  join_attributes (oldest, attributes, note);
  for (guint i = 0; i < merge->absorbed->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (merge->absorbed, i);

      if (annotation != oldest)
        join_attributes (annotation, attributes, note);
      init.unsure = init.unsure || postil_annotation_is_unsure (annotation);
      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED)
        init.anchor = POSTIL_ANCHOR_MOVED;
    }
  init.note = note->str;
  init.attributes = (const PostilAttribute *) (gpointer) attributes->data;
  init.n_attributes = attributes->len;
  init.modified = now;
  postil_edit_set_pieces (&init, pieces);

  return postil_annotation_new (&init);
}

static gboolean
is_absorbed (Merge      *merge,
             const char *id)
{
  for (guint i = 0; i < merge->absorbed->len; i++)
    {
      if (g_str_equal (postil_annotation_get_id (g_ptr_array_index (merge->absorbed, i)), id))
        return TRUE;
    }

  return FALSE;
}

/* Makes @link end at @kept where it ended at what is no more. A link that would then tie
 * @kept to itself, or say what another says, is dropped. */
static void
move_link (PostilChange     *change,
           Merge            *merge,
           PostilLink       *link,
           PostilAnnotation *kept,
           GHashTable       *said,
           const char       *now)
{
  const char *kept_id = postil_annotation_get_id (kept);
  g_autoptr (PostilLink) moved = NULL;
  g_autofree char *key = NULL;
  PostilLinkInit init;
  gboolean is_as_it_was;

  postil_link_to_init (link, &init);
  if (is_absorbed (merge, init.from))
    init.from = kept_id;
  if (is_absorbed (merge, init.to))
    init.to = kept_id;
  is_as_it_was = g_str_equal (init.from, postil_link_get_from (link))
                 && g_str_equal (init.to, postil_link_get_to (link));

  key = g_strjoin ("\n", init.from, init.to, init.kind, NULL);
  if (g_str_equal (init.from, init.to) || !g_hash_table_add (said, g_steal_pointer (&key)))
    {
      postil_change_remove_link (change, link);
      return;
    }
  if (is_as_it_was)
    return;

  init.modified = now;
  moved = postil_link_new (&init);
  postil_change_remove_link (change, link);
  postil_change_add_link (change, moved);
}

static void
move_links (PostilDocument   *document,
            PostilChange     *change,
            Merge            *merge,
            PostilAnnotation *kept,
            const char       *now)
{
  PostilLayer *layer = postil_document_get_layer (document);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) kept_links = NULL;

  /* What already is at the kept one is looked at first, so that it stays. */
  kept_links = postil_layer_dup_links_of (layer, postil_annotation_get_id (kept));
  for (guint i = 0; i < kept_links->len; i++)
    {
      g_hash_table_add (seen, g_ptr_array_index (kept_links, i));
      move_link (change, merge, g_ptr_array_index (kept_links, i), kept, said, now);
    }

  for (guint i = 0; i < merge->absorbed->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (merge->absorbed, i);
      g_autoptr (GPtrArray) links = NULL;

      links = postil_layer_dup_links_of (layer, postil_annotation_get_id (annotation));
      for (guint j = 0; j < links->len; j++)
        {
          PostilLink *link = g_ptr_array_index (links, j);

          if (g_hash_table_add (seen, link))
            move_link (change, merge, link, kept, said, now);
        }
    }
}

static PostilChange *
merge_absorbed (PostilDocument *document,
                Merge          *merge,
                char          **new_id)
{
  PostilAnnotation *oldest = find_oldest (merge->absorbed);
  g_autofree char *now = postil_time_dup_now ();
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (PostilAnnotation) joined = NULL;
  PostilChange *change;

  postil_edit_unite (merge->spans);
  pieces = postil_edit_dup_pieces (document, merge->spans);
  joined = join_annotations (merge, oldest, pieces, now);
  if (new_id != NULL)
    *new_id = g_strdup (postil_annotation_get_id (joined));
  if (merge->absorbed->len == 1 && postil_annotation_same_place (oldest, joined))
    return NULL;

  change = postil_change_new (POSTIL_CHANGE_MERGE);
  for (guint i = 0; i < merge->absorbed->len; i++)
    postil_change_remove (change, g_ptr_array_index (merge->absorbed, i));
  postil_change_add (change, joined);
  move_links (document, change, merge, joined, now);
  return change;
}

PostilChange *
postil_edit_merge_tag (PostilDocument  *document,
                       PostilSpan       span,
                       const char      *code,
                       char           **new_id,
                       GError         **error)
{
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GPtrArray) absorbed = NULL;
  g_autoptr (GHashTable) seen = NULL;
  Merge merge;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  spans = postil_edit_copy_spans (&span, 1);
  if (!postil_edit_check_code (document, code, error)
      || !postil_edit_snap (document, spans, error))
    return NULL;

  absorbed = g_ptr_array_new ();
  seen = g_hash_table_new (NULL, NULL);
  merge = (Merge) { code, seen, absorbed, spans };
  absorb_all (document, &merge);
  /* A file may hold passages that do not lie in its text. */
  if (!postil_edit_check_range (document, spans, error))
    return NULL;
  if (absorbed->len == 0)
    return postil_edit_tag (document, &span, 1, code, new_id, error);

  return merge_absorbed (document, &merge, new_id);
}
