/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Three-way merge of two states of one coder's layer. Each thing of the three layers is
 * looked at by its id, and each of its fields by itself. Every choice is made by what the
 * sides say and never by which is which, so that two computers that merge the same two
 * states come to the same file; only the ids of page and collection, where there is no
 * base, are ours.
 *
 * An id that a layer has twice says nothing about which belongs to which; such things are
 * looked at by their whole text, so that both stay. The single annotation or link is
 * merged in postil-merge-item.c. Pure; any thread that owns the layers. */

#include "config.h"

#include "model/postil-merge.h"

#include "model/postil-merge-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EXCERPT_CHARS 60

typedef struct
{
  GHashTable   *twin_ids; /* ids that one of the layers has more than once */
  GHashTable   *by_key;   /* id, or text for twins → index in items */
  GArray       *items;    /* of PostilMergeItem, in the order in which they were met */
  GStringChunk *keys;
} Table;

static Table *
table_new (void)
{
  Table *table = g_new0 (Table, 1);

  table->twin_ids = g_hash_table_new (g_str_hash, g_str_equal);
  table->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  table->items = g_array_new (FALSE, TRUE, sizeof (PostilMergeItem));
  table->keys = g_string_chunk_new (1024);
  return table;
}

static void
table_free (Table *table)
{
  g_hash_table_unref (table->twin_ids);
  g_hash_table_unref (table->by_key);
  g_array_unref (table->items);
  g_string_chunk_free (table->keys);
  g_free (table);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, table_free)

/* Gathering */

typedef const char *(*GetId) (gpointer thing);
typedef char *(*DupText) (gpointer thing);

static const char *
get_annotation_id (gpointer thing)
{
  return postil_annotation_get_id (thing);
}

static const char *
get_link_id (gpointer thing)
{
  return postil_link_get_id (thing);
}

static char *
dup_annotation_text (gpointer thing)
{
  return postil_merge_dup_annotation_text (thing);
}

static char *
dup_link_text (gpointer thing)
{
  return postil_merge_dup_link_text (thing);
}

static void
note_twins (Table     *table,
            GPtrArray *things,
            GetId      get_id)
{
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < things->len; i++)
    {
      gpointer id = (gpointer) get_id (g_ptr_array_index (things, i));

      if (!g_hash_table_add (met, id))
        g_hash_table_add (table->twin_ids, id);
    }
}

static PostilMergeItem *
table_lookup (Table      *table,
              const char *key)
{
  gpointer index;

  if (!g_hash_table_lookup_extended (table->by_key, key, NULL, &index))
    return NULL;
  return &g_array_index (table->items, PostilMergeItem, GPOINTER_TO_UINT (index));
}

static void
enter (Table    *table,
       gpointer  thing,
       guint     side,
       GetId     get_id,
       DupText   dup_text)
{
  const char *key = get_id (thing);
  PostilMergeItem *item;

  if (g_hash_table_contains (table->twin_ids, key))
    {
      g_autofree char *text = dup_text (thing);

      key = g_string_chunk_insert (table->keys, text);
    }

  item = table_lookup (table, key);
  if (item == NULL)
    {
      g_hash_table_insert (table->by_key, (gpointer) key, GUINT_TO_POINTER (table->items->len));
      g_array_set_size (table->items, table->items->len + 1);
      item = &g_array_index (table->items, PostilMergeItem, table->items->len - 1);
    }
  item->sides[side] = thing;
}

static gboolean
append_cb (PostilAnnotation *annotation,
           gpointer          user_data)
{
  g_ptr_array_add (user_data, annotation);
  return TRUE;
}

static GPtrArray *
list_annotations (PostilLayer *layer)
{
  GPtrArray *annotations = g_ptr_array_new ();

  if (layer != NULL)
    postil_layer_foreach (layer, append_cb, annotations);
  return annotations;
}

static GPtrArray *
list_rejections (PostilLayer *layer)
{
  GPtrArray *rejections = g_ptr_array_new ();

  if (layer != NULL)
    g_ptr_array_extend (rejections, postil_layer_get_rejections (layer), NULL, NULL);
  return rejections;
}

static GPtrArray *
list_links (PostilLayer *layer)
{
  GPtrArray *links = g_ptr_array_new ();

  for (guint i = 0; layer != NULL && i < postil_layer_get_n_links (layer); i++)
    g_ptr_array_add (links, postil_layer_get_link (layer, i));
  return links;
}

static Table *
gather (PostilLayer *const  *layers,
        GPtrArray         *(*list) (PostilLayer *layer),
        GetId                get_id,
        DupText              dup_text)
{
  Table *table = table_new ();

  for (guint side = 0; side < POSTIL_MERGE_N_SIDES; side++)
    {
      g_autoptr (GPtrArray) things = list (layers[side]);

      note_twins (table, things, get_id);
    }
  for (guint side = 0; side < POSTIL_MERGE_N_SIDES; side++)
    {
      g_autoptr (GPtrArray) things = list (layers[side]);

      for (guint i = 0; i < things->len; i++)
        enter (table, g_ptr_array_index (things, i), side, get_id, dup_text);
    }

  return table;
}

/* Info */

/* What only one side changed is that side's; else the greater text. */
static int
choose_side (const char *base,
             const char *ours,
             const char *theirs,
             gboolean    has_base)
{
  if (has_base && g_strcmp0 (ours, base) == 0)
    return POSTIL_MERGE_THEIRS;
  if (has_base && g_strcmp0 (theirs, base) == 0)
    return POSTIL_MERGE_OURS;
  return g_strcmp0 (ours, theirs) >= 0 ? POSTIL_MERGE_OURS : POSTIL_MERGE_THEIRS;
}

#define CHOOSE(field)                                                                  \
  (infos[choose_side (infos[0]->field, infos[1]->field, infos[2]->field, has_base)]->field)

static void
report_status (PostilReport          *report,
               const PostilLayerInfo *ours,
               const char            *status)
{
  if (report == NULL || g_strcmp0 (ours->status, status) == 0)
    return;

  postil_report_add (report, NULL, 0, "merged", NULL,
                     _("The state of the article is now “%s”."), status);
}

static PostilLayer *
merge_info (PostilLayer *const *layers,
            PostilReport       *report)
{
  const PostilLayerInfo *infos[POSTIL_MERGE_N_SIDES];
  gboolean has_base = layers[POSTIL_MERGE_BASE] != NULL;
  PostilLayerInfo info;
  guint text_side;

  infos[1] = postil_layer_get_info (layers[POSTIL_MERGE_OURS]);
  infos[2] = postil_layer_get_info (layers[POSTIL_MERGE_THEIRS]);
  infos[0] = has_base ? postil_layer_get_info (layers[POSTIL_MERGE_BASE]) : infos[1];

  info = *infos[0];
  info.coder = CHOOSE (coder);
  info.coder_name = CHOOSE (coder_name);
  info.status = CHOOSE (status);
  info.article = CHOOSE (article);
  info.language = CHOOSE (language);
  info.source = CHOOSE (source);
  info.schema_version = MAX (infos[1]->schema_version, infos[2]->schema_version);
  /* These three describe one text and must stay together. */
  text_side = choose_side (infos[0]->sha256, infos[1]->sha256, infos[2]->sha256, has_base);
  info.sha256 = infos[text_side]->sha256;
  info.size = infos[text_side]->size;
  info.format = g_strcmp0 (infos[1]->sha256, infos[2]->sha256) != 0 ? infos[text_side]->format
                                                                     : CHOOSE (format);
  report_status (report, infos[1], info.status);

  return postil_layer_new (&info);
}

/* Annotations and links */

static void
report_annotation (PostilReport     *report,
                   PostilAnnotation *ours,
                   PostilAnnotation *result)
{
  PostilAnnotation *either = result != NULL ? result : ours;
  const char *id = postil_annotation_get_id (either);
  g_autofree char *excerpt = NULL;

  if (report == NULL)
    return;

  excerpt = postil_annotation_dup_excerpt (either, EXCERPT_CHARS);
  if (result == NULL)
    postil_report_add (report, NULL, 0, "merged", id,
                       _("The annotation of “%s” was removed."), excerpt);
  else if (ours == NULL)
    postil_report_add (report, NULL, 0, "merged", id,
                       _("An annotation of “%s” was added."), excerpt);
  else if (!postil_annotation_equal (ours, result))
    postil_report_add (report, NULL, 0, "merged", id,
                       _("The annotation of “%s” was changed."), excerpt);
}

static void
report_link (PostilReport *report,
             PostilLink   *ours,
             PostilLink   *result)
{
  PostilLink *either = result != NULL ? result : ours;
  const char *id = postil_link_get_id (either);
  const char *kind = postil_link_get_kind (either);

  if (report == NULL)
    return;

  if (result == NULL)
    postil_report_add (report, NULL, 0, "merged", id,
                       _("A link “%s” was removed."), kind);
  else if (ours == NULL)
    postil_report_add (report, NULL, 0, "merged", id,
                       _("A link “%s” was added."), kind);
  else if (!postil_link_equal (ours, result))
    postil_report_add (report, NULL, 0, "merged", id,
                       _("A link “%s” was changed."), kind);
}

static GPtrArray *
merge_links (Table        *table,
             PostilReport *report)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_unref);

  for (guint i = 0; i < table->items->len; i++)
    {
      PostilMergeItem *item = &g_array_index (table->items, PostilMergeItem, i);

      item->result = postil_merge_link (item, report);
      if (item->result != NULL)
        g_ptr_array_add (results, item->result);
      if (item->result != NULL || item->sides[POSTIL_MERGE_OURS] != NULL)
        report_link (report, item->sides[POSTIL_MERGE_OURS], item->result);
    }

  return results;
}

/* A link that one side made or changed uses its ends: where the other side has deleted
 * such an end, not knowing of the link, that was a deletion against an edit. */
static void
keep_end (Table           *annotations,
          PostilMergeItem *link,
          const char      *id)
{
  PostilMergeItem *end = table_lookup (annotations, id);

  if (end == NULL || end->result != NULL)
    return;

  for (guint side = POSTIL_MERGE_OURS; side < POSTIL_MERGE_N_SIDES; side++)
    {
      guint other = side == POSTIL_MERGE_OURS ? POSTIL_MERGE_THEIRS : POSTIL_MERGE_OURS;

      if (end->sides[side] != NULL && link->sides[other] == NULL)
        end->result = postil_annotation_ref (end->sides[side]);
    }
}

static void
keep_ends (Table *annotations,
           Table *links)
{
  for (guint i = 0; i < links->items->len; i++)
    {
      PostilMergeItem *item = &g_array_index (links->items, PostilMergeItem, i);

      if (item->result == NULL)
        continue;
      keep_end (annotations, item, postil_link_get_from (item->result));
      if (!g_str_equal (postil_link_get_from (item->result), postil_link_get_to (item->result)))
        keep_end (annotations, item, postil_link_get_to (item->result));
    }
}

static void
merge_annotations (Table        *table,
                   PostilReport *report)
{
  for (guint i = 0; i < table->items->len; i++)
    {
      PostilMergeItem *item = &g_array_index (table->items, PostilMergeItem, i);

      item->result = postil_merge_annotation (item, report);
    }
}

static GPtrArray *
take_annotations (Table        *table,
                  PostilReport *report)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  for (guint i = 0; i < table->items->len; i++)
    {
      PostilMergeItem *item = &g_array_index (table->items, PostilMergeItem, i);

      if (item->result != NULL)
        g_ptr_array_add (results, item->result);
      if (item->result != NULL || item->sides[POSTIL_MERGE_OURS] != NULL)
        report_annotation (report, item->sides[POSTIL_MERGE_OURS], item->result);
    }

  return results;
}

static int
compare_annotations_cb (gconstpointer a,
                        gconstpointer b)
{
  PostilAnnotation *one = *(PostilAnnotation *const *) a;
  PostilAnnotation *other = *(PostilAnnotation *const *) b;
  int order = postil_annotation_compare (one, other);
  g_autofree char *one_text = NULL;
  g_autofree char *other_text = NULL;

  if (order != 0)
    return order;

  /* Twins at one place: an order of their own, or it would be that of the sides. */
  one_text = postil_merge_dup_annotation_text (one);
  other_text = postil_merge_dup_annotation_text (other);
  return strcmp (one_text, other_text);
}

/* What was turned down is like an annotation that nobody edits. */
static void
merge_rejections (PostilLayer *const *layers,
                  PostilLayer        *result)
{
  g_autoptr (Table) table = gather (layers, list_rejections, get_annotation_id, dup_annotation_text);

  merge_annotations (table, NULL);
  for (guint i = 0; i < table->items->len; i++)
    {
      g_autoptr (PostilAnnotation) merged = g_array_index (table->items, PostilMergeItem, i).result;

      if (merged != NULL)
        postil_layer_add_rejection (result, merged);
    }
}

PostilLayer *
postil_merge_layers (PostilLayer  *base,
                     PostilLayer  *ours,
                     PostilLayer  *theirs,
                     PostilReport *report)
{
  PostilLayer *const layers[POSTIL_MERGE_N_SIDES] = { base, ours, theirs };
  g_autoptr (Table) annotations = NULL;
  g_autoptr (Table) links = NULL;
  g_autoptr (GPtrArray) merged = NULL;
  g_autoptr (GPtrArray) merged_links = NULL;
  PostilLayer *result;

  g_return_val_if_fail (ours != NULL, NULL);
  g_return_val_if_fail (theirs != NULL, NULL);

  annotations = gather (layers, list_annotations, get_annotation_id, dup_annotation_text);
  links = gather (layers, list_links, get_link_id, dup_link_text);
  result = merge_info (layers, report);
  merge_annotations (annotations, report);
  merged_links = merge_links (links, report);
  keep_ends (annotations, links);
  merged = take_annotations (annotations, report);

  g_ptr_array_sort (merged, compare_annotations_cb);
  postil_layer_add_many (result, (PostilAnnotation *const *) merged->pdata, merged->len);
  for (guint i = 0; i < merged_links->len; i++)
    postil_layer_add_link (result, g_ptr_array_index (merged_links, i));
  merge_rejections (layers, result);

  return result;
}
