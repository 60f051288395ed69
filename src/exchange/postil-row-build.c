/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The layers of one article while they are made out of its rows: places each row in the text, and
 * gives it an id of its own. Invariant: every row becomes an annotation or an entry of the errors.
 * Any thread. */

#include "config.h"

#include "exchange/postil-row-build-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/postil-reanchor.h"

/* A link before all annotations are known. */
typedef struct
{
  char *from;
  char *kind;
  char *to;
  char *file;
  guint line;
  char *id; /* these three may be NULL */
  char *created;
  char *modified;
} Draft;

/* The layer of one coder while it is being made. */
typedef struct
{
  PostilLayer *layer;
  GPtrArray   *annotations;
  GPtrArray   *links;    /* (element-type Draft) */
  GHashTable  *ids;      /* id → id */
  GHashTable  *link_ids;
} Part;

struct _PostilRowBuild
{
  PostilImportOptions *options;
  const char          *path;
  PostilText          *text;
  GHashTable          *parts; /* coder → Part */
  GArray              *spans; /* of the row that is being placed */
};

static void
draft_free (gpointer data)
{
  Draft *self = data;

  g_free (self->from);
  g_free (self->kind);
  g_free (self->to);
  g_free (self->file);
  g_free (self->id);
  g_free (self->created);
  g_free (self->modified);
  g_free (self);
}

static void
part_free (gpointer data)
{
  Part *self = data;

  g_clear_pointer (&self->layer, postil_layer_unref);
  g_ptr_array_unref (self->annotations);
  g_ptr_array_unref (self->links);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->link_ids);
  g_free (self);
}

PostilRowBuild *
postil_row_build_new (PostilImportOptions *options,
                      const char          *path,
                      PostilText          *text)
{
  PostilRowBuild *self;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (PostilRowBuild, 1);
  self->options = options;
  self->path = path;
  self->text = text;
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
  self->spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  return self;
}

void
postil_row_build_free (PostilRowBuild *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->parts);
  g_array_unref (self->spans);
  g_free (self);
}

static const char *
get_coder (PostilRowBuild *build,
           PostilRow      *row)
{
  if (row->coder != NULL && row->coder[0] != '\0')
    return row->coder;
  if (build->options->coder != NULL)
    return build->options->coder;
  return "imported";
}

static gboolean
is_iri (const char *id)
{
  const char *p = id;

  if (!g_ascii_isalpha (*p))
    return FALSE;
  while (g_ascii_isalnum (*p) || *p == '+' || *p == '-' || *p == '.')
    p++;
  if (*p != ':' || p[1] == '\0')
    return FALSE;
  for (; *p != '\0'; p++)
    if ((guchar) *p <= ' ' || strchr ("<>\"{}|\\^`\x7f", *p) != NULL)
      return FALSE;
  return TRUE;
}

/* A foreign id ("12") as one that is unique; the same each time. */
static char *
dup_id (PostilRowBuild *build,
        const char     *coder,
        const char     *id)
{
  return is_iri (id) ? g_strdup (id)
                     : postil_row_dup_derived_id ("postil-id", build->path, coder, id, NULL);
}

static char *
dup_new_id (PostilRowBuild *build,
            Part           *part,
            const char     *coder,
            PostilRow      *row)
{
  g_autoptr (GString) place = g_string_new (NULL);

  for (guint i = 0; i < build->spans->len; i++)
    g_string_append_printf (place, "%u-%u;", g_array_index (build->spans, PostilSpan, i).start,
                            g_array_index (build->spans, PostilSpan, i).end);
  for (guint n = 0;; n++)
    {
      g_autofree char *number = g_strdup_printf ("%u", n);
      g_autofree char *id = postil_row_dup_derived_id ("postil-row", build->path, coder, row->code, place->str,
                                                       row->quote != NULL ? row->quote : "", number, NULL);

      if (!g_hash_table_contains (part->ids, id))
        return g_steal_pointer (&id);
    }
}

static char *
choose_id (PostilRowBuild *build,
           Part           *part,
           const char     *coder,
           PostilRow      *row)
{
  g_autofree char *id = NULL;

  if (row->id == NULL || row->id[0] == '\0')
    return dup_new_id (build, part, coder, row);
  id = dup_id (build, coder, row->id);
  if (!g_hash_table_contains (part->ids, id))
    {
      if (strcmp (id, row->id) != 0)
        postil_report_add (build->options->losses, row->file, row->line, "id", row->id,
                           _("The id “%s” is not unique in the world, so it became %s."), row->id, id);
      return g_steal_pointer (&id);
    }
  g_free (id);
  id = dup_new_id (build, part, coder, row);
  postil_report_add (build->options->errors, row->file, row->line, "duplicate-id", row->id,
                     _("Another row of this article and coder has the id %s already; this one got %s."), row->id, id);
  return g_steal_pointer (&id);
}

static Part *
get_part (PostilRowBuild *build,
          const char     *coder,
          const char     *coder_name)
{
  Part *part = g_hash_table_lookup (build->parts, coder);
  g_autofree char *article = NULL;
  g_autofree char *id = NULL;
  g_autofree char *page_id = NULL;
  gsize n_bytes;

  if (part != NULL)
    return part;
  article = g_path_get_basename (build->path);
  id = postil_row_dup_derived_id ("postil-collection", build->path, coder, NULL);
  page_id = postil_row_dup_derived_id ("postil-page", build->path, coder, NULL);
  postil_text_get_utf8 (build->text, &n_bytes);
  part = g_new0 (Part, 1);
  part->layer = postil_layer_new (&(PostilLayerInfo) {
    .coder = coder,
    .coder_name = coder_name,
    .id = id,
    .page_id = page_id,
    .article = article,
    .sha256 = postil_text_get_sha256 (build->text),
    .size = n_bytes,
    .schema_version = 1,
  });
  part->annotations = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  part->links = g_ptr_array_new_with_free_func (draft_free);
  part->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  part->link_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (build->parts, g_strdup (coder), part);
  return part;
}

static gboolean
has_quote (PostilRow *row)
{
  if (row->quote != NULL && row->quote[0] != '\0')
    return TRUE;
  for (guint i = 0; i < row->pieces->len; i++)
    if (g_array_index (row->pieces, PostilRowPiece, i).quote == NULL
        || g_array_index (row->pieces, PostilRowPiece, i).quote[0] == '\0')
      return FALSE;
  return row->pieces->len > 0;
}

/* A name that some programs give a passage: mostly its text, maybe cut, but one may have
 * changed it. It does not decide about a place that is in the text. */
static void
check_hint (PostilRowBuild *build,
            PostilRow      *row)
{
  for (guint i = 0; i < row->pieces->len && i < build->spans->len; i++)
    {
      const char *hint = g_array_index (row->pieces, PostilRowPiece, i).hint;

      if (hint != NULL && !postil_dialect_is_quote (build->text, g_array_index (build->spans, PostilSpan, i), hint))
        postil_report_add (build->options->losses, row->file, row->line, "name", row->id,
                           _("The passage is called “%s”, which is not its text; the name is not kept."), hint);
    }
}

static PostilPlaceResult
place_by_hint (PostilRowBuild *build,
               PostilRow      *row)
{
  const char *hint = row->pieces->len == 1 ? g_array_index (row->pieces, PostilRowPiece, 0).hint : NULL;
  PostilPlaceResult result;

  if (hint == NULL || row->quote != NULL || g_str_has_suffix (hint, "…") || g_str_has_suffix (hint, "..."))
    return POSTIL_PLACE_NOWHERE;
  row->quote = g_strdup (hint);
  result = postil_row_place (row, build->text, build->spans);
  if (result == POSTIL_PLACE_NOWHERE)
    g_clear_pointer (&row->quote, g_free);
  return result;
}

/* FALSE where nothing can be made of the row; that is then in the errors. */
static gboolean
place_row (PostilRowBuild    *build,
           PostilRow         *row,
           PostilPlaceResult *result)
{
  PostilImportOptions *options = build->options;

  *result = postil_row_place (row, build->text, build->spans);
  if (*result == POSTIL_PLACE_NOWHERE)
    *result = place_by_hint (build, row);
  if (row->code == NULL || row->code[0] == '\0')
    {
      postil_report_add (options->errors, row->file, row->line, "no-code", row->id,
                         _("This row names no code, so it was left out."));
      return FALSE;
    }
  switch (*result)
    {
    case POSTIL_PLACE_EXACT:
      check_hint (build, row);
      return TRUE;
    case POSTIL_PLACE_SPACES:
      postil_report_add (options->losses, row->file, row->line, "quote-space", row->id,
                         _("The quote differs from the text of “%s” at its offsets in white space only; the text's was kept."),
                         build->path);
      return TRUE;
    case POSTIL_PLACE_MOVED:
      postil_report_add (options->losses, row->file, row->line, "moved", row->id,
                         _("The quote does not stand at its offsets in “%s”, but at one other place, %u to %u; it was put there and marked to be checked."),
                         build->path, g_array_index (build->spans, PostilSpan, 0).start,
                         g_array_index (build->spans, PostilSpan, build->spans->len - 1).end);
      return TRUE;
    case POSTIL_PLACE_NOWHERE:
    default:
      break;
    }
  if (!has_quote (row))
    {
      postil_report_add (options->errors, row->file, row->line, "range", row->id,
                         _("This row has no quote, and its offsets are not in the text of “%s”, so it was left out."), build->path);
      return FALSE;
    }
  return TRUE;
}

static void
report_orphan (PostilRowBuild *build,
               PostilRow      *row)
{
  postil_report_add (build->options->errors, row->file, row->line, "quote-mismatch", row->id,
                     _("The quote does not stand at its offsets in “%s”, nor at exactly one other place; it was kept without a place, to be placed by hand."),
                     build->path);
}

static gboolean
claims_place (PostilRow *row)
{
  for (guint i = 0; i < row->pieces->len; i++)
    if (g_array_index (row->pieces, PostilRowPiece, i).has_span)
      return TRUE;
  return FALSE;
}

/* A quote from another version of the text: what is like it, is in a context like its own,
 * and is so but once, is taken, and marked to be checked. NULL where there is none. */
static PostilAnnotation *
anchor (PostilRowBuild   *build,
        PostilAnnotation *orphan)
{
  g_autoptr (PostilLayer) layer = postil_layer_new (&(PostilLayerInfo) { .coder = "x" });
  g_autoptr (GPtrArray) results = NULL;
  const PostilReanchorResult *result;

  postil_layer_add (layer, orphan);
  results = postil_reanchor_find (layer, build->text, NULL, NULL, NULL);
  result = results != NULL && results->len == 1 ? g_ptr_array_index (results, 0) : NULL;
  if (result == NULL || result->state == POSTIL_REANCHOR_ORPHANED || result->spans == NULL)
    return NULL;
  return postil_reanchor_apply (result, build->text, TRUE);
}

/* As it was made, or at the place that was found for it. */
static PostilAnnotation *
anchor_row (PostilRowBuild   *build,
            PostilRow        *row,
            PostilAnnotation *made)
{
  PostilAnnotation *anchored = row->is_anchored && !claims_place (row) ? anchor (build, made) : NULL;
  PostilSpan hull;

  if (anchored == NULL)
    {
      report_orphan (build, row);
      return made;
    }
  hull = postil_annotation_get_hull (anchored);
  postil_report_add (build->options->losses, row->file, row->line, "moved", row->id,
                     _("The quote does not stand in “%s”, but something like it does, %u to %u; it was put there and marked to be checked."),
                     build->path, hull.start, hull.end);
  postil_annotation_unref (made);
  return anchored;
}

static void
draft_links (PostilRowBuild *build,
             Part           *part,
             const char     *coder,
             PostilRow      *row,
             const char     *id)
{
  for (guint i = 0; i + 1 < row->links->len; i += 2)
    {
      const PostilRowLink *details = row->link_details != NULL
                                     ? g_hash_table_lookup (row->link_details, GUINT_TO_POINTER (i)) : NULL;
      Draft *draft = g_new0 (Draft, 1);

      draft->from = g_strdup (id);
      draft->kind = g_strdup (g_ptr_array_index (row->links, i));
      draft->to = dup_id (build, coder, g_ptr_array_index (row->links, i + 1));
      draft->file = g_strdup (row->file);
      draft->line = row->line;
      if (details != NULL)
        {
          draft->id = details->id != NULL && is_iri (details->id) ? g_strdup (details->id) : NULL;
          draft->created = postil_row_take_time (row, details->created, build->options->losses);
          draft->modified = postil_row_take_time (row, details->modified, build->options->losses);
        }
      g_ptr_array_add (part->links, draft);
    }
}

void
postil_row_build_add (PostilRowBuild *build,
                      PostilRow      *row)
{
  PostilAnnotation *made;
  const char *coder;
  PostilPlaceResult result;
  Part *part;
  char *id;

  g_return_if_fail (build != NULL);
  g_return_if_fail (row != NULL);

  coder = get_coder (build, row);
  if (!place_row (build, row, &result))
    return;
  part = get_part (build, coder, row->coder_name);
  id = choose_id (build, part, coder, row);
  g_hash_table_add (part->ids, id);
  made = postil_row_make_annotation (row, build->text, build->spans, id, result == POSTIL_PLACE_MOVED || row->is_moved,
                                     build->options->losses);
  g_ptr_array_add (part->annotations, result == POSTIL_PLACE_NOWHERE ? anchor_row (build, row, made) : made);
  draft_links (build, part, coder, row, id);
}

static void
add_links (PostilRowBuild *build,
           Part           *part)
{
  for (guint i = 0; i < part->links->len; i++)
    {
      const Draft *draft = part->links->pdata[i];
      char *id = draft->id != NULL && !g_hash_table_contains (part->link_ids, draft->id)
                 ? g_strdup (draft->id) : postil_row_dup_derived_id ("postil-link", draft->from, draft->kind, draft->to, NULL);
      g_autoptr (PostilLink) link = NULL;

      if (!g_hash_table_add (part->link_ids, id))
        continue;
      if (!g_hash_table_contains (part->ids, draft->to))
        postil_report_add (build->options->errors, draft->file, draft->line, "broken-link", draft->from,
                           _("The link “%s” leads to %s, which is not among the annotations of this article and coder; it was kept as it is."),
                           draft->kind, draft->to);
      link = postil_link_new (&(PostilLinkInit) { .id = id, .from = draft->from, .to = draft->to, .kind = draft->kind,
                                                  .created = draft->created, .modified = draft->modified });
      postil_layer_add_link (part->layer, link);
    }
}

PostilLayer *
postil_row_build_get_layer (PostilRowBuild *build,
                            const char     *coder,
                            const char     *coder_name)
{
  g_return_val_if_fail (build != NULL, NULL);
  g_return_val_if_fail (coder != NULL, NULL);

  return get_part (build, coder, coder_name)->layer;
}

void
postil_row_build_finish (PostilRowBuild *build,
                         GPtrArray      *layers)
{
  g_autoptr (GList) coders = NULL;

  g_return_if_fail (build != NULL);
  g_return_if_fail (layers != NULL);

  coders = g_list_sort (g_hash_table_get_keys (build->parts), (GCompareFunc) strcmp);
  for (GList *l = coders; l != NULL; l = l->next)
    {
      Part *part = g_hash_table_lookup (build->parts, l->data);

      postil_layer_add_many (part->layer, (PostilAnnotation *const *) part->annotations->pdata, part->annotations->len);
      add_links (build, part);
      g_ptr_array_add (layers, postil_layer_ref (part->layer));
    }
}
