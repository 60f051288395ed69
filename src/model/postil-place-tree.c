/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A treap over annotations: a binary search tree by (start, end, id), and a heap by a
 * priority that is scrambled out of the node's slot. The slot has nothing to do with the
 * place, so the tree is O(log n) deep for every order of coming and going, and for a
 * hundred thousand annotations at one place; that is what makes the recursion safe. The
 * same calls give the same tree on every machine.
 *
 * Each node knows how many nodes are below it, for ranks, and how far right the hulls
 * below it reach, for what overlaps a place. Orphans reach nowhere and start at the end of
 * all numbers. Nodes live in one array and name each other by slot; slot 0 is the empty
 * tree and is never written. One thread, the layer's. */

#include "config.h"

#include "model/postil-place-tree.h"

typedef struct
{
  PostilAnnotation *annotation; /* NULL in slot 0 and in free slots */
  guint32           left;       /* in a free slot: the next free slot */
  guint32           right;
  guint32           size;
  guint32           max_end;
  guint32           start;
  guint32           end;
} Node;

struct _PostilPlaceTree
{
  GArray  *nodes;
  guint32  root;
  guint32  free_slot;
};

static Node *
node_at (PostilPlaceTree *self,
         guint32          slot)
{
  return &g_array_index (self->nodes, Node, slot);
}

/* A bijection on 32 bits (the finalizer of MurmurHash3), so no two slots are alike. */
static guint32
priority_of (guint32 slot)
{
  slot ^= slot >> 16;
  slot *= 0x85ebca6bu;
  slot ^= slot >> 13;
  slot *= 0xc2b2ae35u;
  slot ^= slot >> 16;
  return slot;
}

static gboolean
is_orphan (PostilAnnotation *annotation)
{
  return postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN;
}

static void
fill_node (Node             *node,
           PostilAnnotation *annotation)
{
  PostilSpan hull = { G_MAXUINT32, G_MAXUINT32 };
  gboolean is_placed = !is_orphan (annotation);

  if (is_placed)
    hull = postil_annotation_get_hull (annotation);

  *node = (Node) {
    .annotation = annotation,
    .size = 1,
    .start = hull.start,
    .end = hull.end,
    .max_end = is_placed ? hull.end : 0,
  };
}

static void
update_node (PostilPlaceTree *self,
             guint32          slot)
{
  Node *node = node_at (self, slot);
  const Node *left = node_at (self, node->left);
  const Node *right = node_at (self, node->right);

  g_assert (slot != 0);

  node->size = 1 + left->size + right->size;
  node->max_end = node->start == G_MAXUINT32 ? 0 : node->end;
  node->max_end = MAX (node->max_end, MAX (left->max_end, right->max_end));
}

/* The order of @node against @key, which is a node outside of the tree. */
static int
compare_nodes (const Node *node,
               const Node *key)
{
  if (node->start != key->start)
    return node->start < key->start ? -1 : 1;
  if (node->end != key->end)
    return node->end < key->end ? -1 : 1;
  return postil_annotation_compare (node->annotation, key->annotation);
}

/* Splits the tree at @slot into its first @n_left nodes and the rest. */
static void
split (PostilPlaceTree *self,
       guint32          slot,
       guint            n_left,
       guint32         *left,
       guint32         *right)
{
  Node *node;
  guint n_before;

  if (slot == 0)
    {
      *left = 0;
      *right = 0;
      return;
    }

  node = node_at (self, slot);
  n_before = node_at (self, node->left)->size;
  if (n_left <= n_before)
    {
      split (self, node->left, n_left, left, &node->left);
      *right = slot;
    }
  else
    {
      split (self, node->right, n_left - n_before - 1, &node->right, right);
      *left = slot;
    }
  update_node (self, slot);
}

static guint32
join (PostilPlaceTree *self,
      guint32          left,
      guint32          right)
{
  if (left == 0)
    return right;
  if (right == 0)
    return left;

  if (priority_of (left) > priority_of (right))
    {
      node_at (self, left)->right = join (self, node_at (self, left)->right, right);
      update_node (self, left);
      return left;
    }

  node_at (self, right)->left = join (self, left, node_at (self, right)->left);
  update_node (self, right);
  return right;
}

static guint32
pop_and_update (PostilPlaceTree *self,
                GArray          *spine)
{
  guint32 slot = g_array_index (spine, guint32, spine->len - 1);

  g_array_set_size (spine, spine->len - 1);
  update_node (self, slot);
  return slot;
}

/* The nodes from slot 1 on are in order: grows the tree along its right spine. */
static void
build (PostilPlaceTree *self)
{
  g_autoptr (GArray) spine = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 slot = 1; slot < self->nodes->len; slot++)
    {
      guint32 below = 0;

      while (spine->len > 0
             && priority_of (g_array_index (spine, guint32, spine->len - 1)) < priority_of (slot))
        below = pop_and_update (self, spine);
      node_at (self, slot)->left = below;
      if (spine->len > 0)
        node_at (self, g_array_index (spine, guint32, spine->len - 1))->right = slot;
      g_array_append_val (spine, slot);
    }

  while (spine->len > 0)
    self->root = pop_and_update (self, spine);
}

PostilPlaceTree *
postil_place_tree_new_sorted (PostilAnnotation *const *annotations,
                              guint                    n)
{
  PostilPlaceTree *self;

  g_return_val_if_fail (annotations != NULL || n == 0, NULL);

  self = g_new0 (PostilPlaceTree, 1);
  self->nodes = g_array_sized_new (FALSE, TRUE, sizeof (Node), n + 1);
  g_array_set_size (self->nodes, n + 1);
  for (guint i = 0; i < n; i++)
    fill_node (node_at (self, i + 1), annotations[i]);
  build (self);

  return self;
}

void
postil_place_tree_free (PostilPlaceTree *self)
{
  g_return_if_fail (self != NULL);

  for (guint32 slot = 1; slot < self->nodes->len; slot++)
    g_clear_pointer (&node_at (self, slot)->annotation, postil_annotation_unref);
  g_array_unref (self->nodes);
  g_free (self);
}

guint
postil_place_tree_get_n (PostilPlaceTree *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return node_at (self, self->root)->size;
}

PostilAnnotation *
postil_place_tree_get (PostilPlaceTree *self,
                       guint            index)
{
  guint32 slot;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < postil_place_tree_get_n (self), NULL);

  slot = self->root;
  while (TRUE)
    {
      const Node *node = node_at (self, slot);
      guint n_before = node_at (self, node->left)->size;

      if (index == n_before)
        return node->annotation;
      if (index < n_before)
        {
          slot = node->left;
          continue;
        }
      index -= n_before + 1;
      slot = node->right;
    }
}

/* How many nodes stand before @key; with @after_equals, or equal it. */
static guint
rank_of (PostilPlaceTree *self,
         const Node      *key,
         gboolean         after_equals)
{
  guint32 slot = self->root;
  guint rank = 0;

  while (slot != 0)
    {
      const Node *node = node_at (self, slot);
      int order = compare_nodes (node, key);

      if (order < 0 || (order == 0 && after_equals))
        {
          rank += node_at (self, node->left)->size + 1;
          slot = node->right;
        }
      else
        {
          slot = node->left;
        }
    }

  return rank;
}

guint
postil_place_tree_rank (PostilPlaceTree  *self,
                        PostilAnnotation *annotation)
{
  Node key;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (annotation != NULL, 0);

  fill_node (&key, annotation);
  return rank_of (self, &key, FALSE);
}

guint
postil_place_tree_find_from (PostilPlaceTree *self,
                             guint            char_offset)
{
  guint32 slot;
  guint rank = 0;

  g_return_val_if_fail (self != NULL, 0);

  slot = self->root;
  while (slot != 0)
    {
      const Node *node = node_at (self, slot);

      if (node->start < char_offset)
        {
          rank += node_at (self, node->left)->size + 1;
          slot = node->right;
        }
      else
        {
          slot = node->left;
        }
    }

  return rank;
}

static guint32
take_slot (PostilPlaceTree *self)
{
  guint32 slot = self->free_slot;

  if (slot != 0)
    {
      self->free_slot = node_at (self, slot)->left;
      return slot;
    }

  g_array_set_size (self->nodes, self->nodes->len + 1);
  return self->nodes->len - 1;
}

void
postil_place_tree_insert (PostilPlaceTree  *self,
                          PostilAnnotation *annotation)
{
  guint32 slot;
  guint32 left;
  guint32 right;
  guint rank;

  g_return_if_fail (self != NULL);
  g_return_if_fail (annotation != NULL);

  slot = take_slot (self);
  fill_node (node_at (self, slot), postil_annotation_ref (annotation));
  rank = rank_of (self, node_at (self, slot), TRUE);
  split (self, self->root, rank, &left, &right);
  self->root = join (self, join (self, left, slot), right);
}

void
postil_place_tree_remove_at (PostilPlaceTree *self,
                             guint            index)
{
  guint32 left;
  guint32 middle;
  guint32 right;
  Node *node;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < postil_place_tree_get_n (self));

  split (self, self->root, index, &left, &right);
  split (self, right, 1, &middle, &right);
  self->root = join (self, left, right);

  node = node_at (self, middle);
  postil_annotation_unref (node->annotation);
  *node = (Node) { .left = self->free_slot };
  self->free_slot = middle;
}

static gboolean
visit_all (PostilPlaceTree *self,
           guint32          slot,
           PostilPlaceFunc  func,
           gpointer         user_data)
{
  const Node *node = node_at (self, slot);

  return slot == 0
         || (visit_all (self, node->left, func, user_data)
             && func (node->annotation, user_data)
             && visit_all (self, node->right, func, user_data));
}

void
postil_place_tree_foreach (PostilPlaceTree *self,
                           PostilPlaceFunc  func,
                           gpointer         user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  visit_all (self, self->root, func, user_data);
}

static gboolean
visit_overlapping (PostilPlaceTree *self,
                   guint32          slot,
                   PostilSpan       span,
                   PostilPlaceFunc  func,
                   gpointer         user_data)
{
  const Node *node = node_at (self, slot);

  if (slot == 0 || node->max_end <= span.start)
    return TRUE;
  if (!visit_overlapping (self, node->left, span, func, user_data))
    return FALSE;
  if (node->start >= span.end)
    return TRUE;
  if (node->end > span.start
      && postil_annotation_overlaps (node->annotation, span)
      && !func (node->annotation, user_data))
    return FALSE;

  return visit_overlapping (self, node->right, span, func, user_data);
}

void
postil_place_tree_foreach_overlapping (PostilPlaceTree *self,
                                       PostilSpan       span,
                                       PostilPlaceFunc  func,
                                       gpointer         user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  if (postil_span_length (span) > 0)
    visit_overlapping (self, self->root, span, func, user_data);
}
