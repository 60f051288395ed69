/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows into layers: groups them by article and coder, has each placed in its text, and hands
 * the articles over in order of path. Invariant: every row that was taken becomes an
 * annotation or an entry of the errors; none is dropped silently. Any thread. */

#include "config.h"

#include "exchange/postil-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/postil-reanchor.h"

struct _PostilRowSet
{
  PostilImportOptions *options;
  GHashTable          *articles; /* path → (element-type PostilRow) */
  GHashTable          *texts;    /* path → Brought */
  PostilCodebook      *codebook; /* that the set brings, or NULL */
  PostilDialect        preferred;
  gboolean             open_units;
  gboolean             open_dialect;
  GHashTable          *dialects; /* names of those that were found */
  GPtrArray           *known;    /* (element-type Known) */
};

/* What is known of a coder's work in an article. */
typedef struct
{
  char *path;
  char *coder;
  char *coder_name;
  char *status;
  char *language;
} Known;

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

/* A text that the set brings. */
typedef struct
{
  PostilText *text;
  char       *raw;
  gsize       n_raw;
} Brought;

/* The layer of one coder while it is being made. */
typedef struct
{
  PostilLayer *layer;
  GPtrArray   *annotations;
  GPtrArray   *links;    /* (element-type Draft) */
  GHashTable  *ids;      /* id → id */
  GHashTable  *link_ids;
} Part;

/* One article while it is being made. */
typedef struct
{
  PostilRowSet *set;
  const char   *path;
  PostilText   *text;
  GHashTable   *parts; /* coder → Part */
  GArray       *spans;
} Build;

static void
brought_free (gpointer data)
{
  Brought *self = data;

  postil_text_unref (self->text);
  g_free (self->raw);
  g_free (self);
}

static void
known_free (gpointer data)
{
  Known *self = data;

  g_free (self->path);
  g_free (self->coder);
  g_free (self->coder_name);
  g_free (self->status);
  g_free (self->language);
  g_free (self);
}

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

PostilRowSet *
postil_row_set_new (PostilImportOptions *options)
{
  PostilRowSet *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (PostilRowSet, 1);
  self->options = options;
  self->articles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, brought_free);
  self->dialects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->known = g_ptr_array_new_with_free_func (known_free);
  return self;
}

void
postil_row_set_free (PostilRowSet *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->articles);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->dialects);
  g_ptr_array_unref (self->known);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_free (self);
}

void
postil_row_set_open_units (PostilRowSet *self)
{
  g_return_if_fail (self != NULL);

  self->open_units = TRUE;
}

void
postil_row_set_set_dialect (PostilRowSet  *self,
                            PostilDialect  preferred)
{
  g_return_if_fail (self != NULL);

  self->preferred = preferred;
  self->open_dialect = TRUE;
}

gboolean
postil_row_set_add_text (PostilRowSet *self,
                         const char   *path,
                         const char   *raw,
                         gsize         n_raw,
                         GError      **error)
{
  g_autoptr (PostilText) text = NULL;
  Brought *brought;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (raw != NULL, FALSE);

  text = postil_text_new_from_utf8 (raw, (gssize) n_raw, error);
  if (text == NULL)
    return FALSE;
  brought = g_new0 (Brought, 1);
  brought->text = g_steal_pointer (&text);
  brought->raw = g_memdup2 (raw, n_raw);
  brought->n_raw = n_raw;
  g_hash_table_insert (self->texts, g_strdup (path), brought);
  return TRUE;
}

gboolean
postil_row_set_has_text (PostilRowSet *self,
                         const char   *path)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return g_hash_table_contains (self->texts, path);
}

void
postil_row_set_set_codebook (PostilRowSet   *self,
                             PostilCodebook *codebook)
{
  g_return_if_fail (self != NULL);

  if (codebook != NULL)
    postil_codebook_ref (codebook);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = codebook;
}

void
postil_row_set_add_layer (PostilRowSet *self,
                          const char   *path,
                          const char   *coder,
                          const char   *coder_name,
                          const char   *status,
                          const char   *language)
{
  Known *known;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (coder != NULL);

  known = g_new0 (Known, 1);
  known->path = g_strdup (path);
  known->coder = g_strdup (coder);
  known->coder_name = g_strdup (coder_name);
  known->status = g_strdup (status);
  known->language = g_strdup (language);
  g_ptr_array_add (self->known, known);
}

void
postil_row_set_take (PostilRowSet *self,
                     PostilRow    *row)
{
  GPtrArray *rows;

  g_return_if_fail (self != NULL);
  g_return_if_fail (row != NULL);

  if (row->article == NULL || row->article[0] == '\0')
    {
      postil_report_add (self->options->errors, row->file, row->line, "no-article", row->id,
                         _("This row names no article, so it was left out."));
      postil_row_free (row);
      return;
    }
  rows = g_hash_table_lookup (self->articles, row->article);
  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_row_free);
      g_hash_table_insert (self->articles, g_strdup (row->article), rows);
    }
  g_ptr_array_add (rows, row);
}

static const char *
get_coder (Build     *build,
           PostilRow *row)
{
  if (row->coder != NULL && row->coder[0] != '\0')
    return row->coder;
  if (build->set->options->coder != NULL)
    return build->set->options->coder;
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
dup_id (Build      *build,
        const char *coder,
        const char *id)
{
  return is_iri (id) ? g_strdup (id)
                     : postil_row_dup_derived_id ("postil-id", build->path, coder, id, NULL);
}

static char *
dup_new_id (Build      *build,
            Part       *part,
            const char *coder,
            PostilRow  *row)
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
choose_id (Build      *build,
           Part       *part,
           const char *coder,
           PostilRow  *row)
{
  g_autofree char *id = NULL;

  if (row->id == NULL || row->id[0] == '\0')
    return dup_new_id (build, part, coder, row);
  id = dup_id (build, coder, row->id);
  if (!g_hash_table_contains (part->ids, id))
    {
      if (strcmp (id, row->id) != 0)
        postil_report_add (build->set->options->losses, row->file, row->line, "id", row->id,
                           _("The id “%s” is not unique in the world, so it became %s."), row->id, id);
      return g_steal_pointer (&id);
    }
  g_free (id);
  id = dup_new_id (build, part, coder, row);
  postil_report_add (build->set->options->errors, row->file, row->line, "duplicate-id", row->id,
                     _("Another row of this article and coder has the id %s already; this one got %s."), row->id, id);
  return g_steal_pointer (&id);
}

static Part *
get_part (Build      *build,
          const char *coder,
          const char *coder_name)
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
check_hint (Build     *build,
            PostilRow *row)
{
  for (guint i = 0; i < row->pieces->len && i < build->spans->len; i++)
    {
      const char *hint = g_array_index (row->pieces, PostilRowPiece, i).hint;

      if (hint != NULL && !postil_dialect_is_quote (build->text, g_array_index (build->spans, PostilSpan, i), hint))
        postil_report_add (build->set->options->losses, row->file, row->line, "name", row->id,
                           _("The passage is called “%s”, which is not its text; the name is not kept."), hint);
    }
}

static PostilPlaceResult
place_by_hint (Build     *build,
               PostilRow *row)
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
place_row (Build             *build,
           PostilRow         *row,
           PostilPlaceResult *result)
{
  PostilImportOptions *options = build->set->options;

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
report_orphan (Build     *build,
               PostilRow *row)
{
  postil_report_add (build->set->options->errors, row->file, row->line, "quote-mismatch", row->id,
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
anchor (Build            *build,
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
anchor_row (Build            *build,
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
  postil_report_add (build->set->options->losses, row->file, row->line, "moved", row->id,
                     _("The quote does not stand in “%s”, but something like it does, %u to %u; it was put there and marked to be checked."),
                     build->path, hull.start, hull.end);
  postil_annotation_unref (made);
  return anchored;
}

static void
draft_links (Build      *build,
             Part       *part,
             const char *coder,
             PostilRow  *row,
             const char *id)
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
          draft->created = postil_row_take_time (row, details->created, build->set->options->losses);
          draft->modified = postil_row_take_time (row, details->modified, build->set->options->losses);
        }
      g_ptr_array_add (part->links, draft);
    }
}

static void
add_row (Build     *build,
         PostilRow *row)
{
  PostilAnnotation *made;
  const char *coder = get_coder (build, row);
  PostilPlaceResult result;
  Part *part;
  char *id;

  if (!place_row (build, row, &result))
    return;
  part = get_part (build, coder, row->coder_name);
  id = choose_id (build, part, coder, row);
  g_hash_table_add (part->ids, id);
  made = postil_row_make_annotation (row, build->text, build->spans, id, result == POSTIL_PLACE_MOVED || row->is_moved,
                                     build->set->options->losses);
  g_ptr_array_add (part->annotations, result == POSTIL_PLACE_NOWHERE ? anchor_row (build, row, made) : made);
  draft_links (build, part, coder, row, id);
}

static void
add_links (Build *build,
           Part  *part)
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
        postil_report_add (build->set->options->errors, draft->file, draft->line, "broken-link", draft->from,
                           _("The link “%s” leads to %s, which is not among the annotations of this article and coder; it was kept as it is."),
                           draft->kind, draft->to);
      link = postil_link_new (&(PostilLinkInit) { .id = id, .from = draft->from, .to = draft->to, .kind = draft->kind,
                                                  .created = draft->created, .modified = draft->modified });
      postil_layer_add_link (part->layer, link);
    }
}

static void
report_dialect (Build         *build,
                GPtrArray     *rows,
                PostilDialect  dialect)
{
  g_autofree char *name = postil_dialect_to_name (dialect);
  PostilRow *row = g_ptr_array_index (rows, 0);

  if (build->set->open_dialect)
    postil_report_add (build->set->options->losses, row->file, 0, "dialect", build->path,
                       _("The offsets in “%s” fit its text only when counted another way than the format says, so they were: %s."),
                       build->path, name);
  g_hash_table_add (build->set->dialects, g_steal_pointer (&name));
}

static gboolean
has_crlf (Brought *brought)
{
  return brought != NULL && brought->n_raw > 0 && memchr (brought->raw, '\r', brought->n_raw) != NULL;
}

/* Where a text has no CRLF, it does not matter how they would count. */
static gboolean
is_preferred (Build         *build,
              Brought       *brought,
              PostilDialect  dialect)
{
  PostilDialect preferred = build->set->preferred;

  if (!has_crlf (brought))
    dialect.crlf_two |= preferred.crlf_two;
  return postil_dialect_equal (dialect, preferred);
}

/* The way of counting under which the article's quotes fit. */
static void
settle_dialect (Build     *build,
                GPtrArray *rows,
                Brought   *brought)
{
  PostilDialect dialect = postil_row_settle_dialect (rows, build->text, brought != NULL ? brought->raw : NULL,
                                                     brought != NULL ? brought->n_raw : 0,
                                                     build->set->preferred, build->set->open_dialect);

  if (!is_preferred (build, brought, dialect))
    report_dialect (build, rows, dialect);
  else if (build->set->open_dialect && (dialect.unit != POSTIL_UNIT_CODE_POINT || has_crlf (brought)))
    g_hash_table_add (build->set->dialects, postil_dialect_to_name (dialect));
}

static gboolean
hand_over (Build    *build,
           gboolean  is_brought,
           GError  **error)
{
  g_autoptr (PostilSetArticle) article = postil_set_article_new (build->path, is_brought ? build->text : NULL, build->set->codebook);
  g_autoptr (GList) coders = g_list_sort (g_hash_table_get_keys (build->parts), (GCompareFunc) strcmp);
  PostilImportOptions *options = build->set->options;

  if (coders == NULL && !is_brought)
    return TRUE;
  for (GList *l = coders; l != NULL; l = l->next)
    {
      Part *part = g_hash_table_lookup (build->parts, l->data);

      postil_layer_add_many (part->layer, (PostilAnnotation *const *) part->annotations->pdata, part->annotations->len);
      add_links (build, part);
      g_ptr_array_add (article->layers, postil_layer_ref (part->layer));
    }
  return options->imported (g_steal_pointer (&article), options->user_data, error);
}

static void
report_missing (PostilRowSet *self,
                const char   *path,
                GPtrArray    *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      PostilRow *row = g_ptr_array_index (rows, i);

      postil_report_add (self->options->errors, row->file, row->line, "no-article", row->id,
                         _("The article “%s” is neither in the folder nor among the files, so this row was left out."), path);
    }
}

static void
apply_known (Build *build)
{
  for (guint i = 0; i < build->set->known->len; i++)
    {
      const Known *known = build->set->known->pdata[i];
      PostilLayerInfo info;
      Part *part;

      if (strcmp (known->path, build->path) != 0)
        continue;
      part = get_part (build, known->coder, known->coder_name);
      info = *postil_layer_get_info (part->layer);
      if (known->coder_name != NULL)
        info.coder_name = known->coder_name;
      if (known->status != NULL)
        info.status = known->status;
      if (known->language != NULL)
        info.language = known->language;
      postil_layer_set_info (part->layer, &info);
    }
}

static gboolean
finish_article (PostilRowSet *self,
                const char   *path,
                GError      **error)
{
  GPtrArray *rows = g_hash_table_lookup (self->articles, path);
  Brought *brought = g_hash_table_lookup (self->texts, path);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GHashTable) parts = NULL;
  g_autoptr (GArray) spans = NULL;
  Build build;

  text = brought != NULL ? postil_text_ref (brought->text) : self->options->find_article (path, self->options->user_data);
  if (text == NULL)
    {
      report_missing (self, path, rows);
      return TRUE;
    }
  parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
  spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  build = (Build) { self, path, text, parts, spans };
  if (rows != NULL && (self->open_units || self->open_dialect))
    settle_dialect (&build, rows, brought);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    add_row (&build, g_ptr_array_index (rows, i));
  apply_known (&build);
  return hand_over (&build, brought != NULL, error);
}

static GList *
dup_paths (PostilRowSet *self)
{
  GList *paths = g_hash_table_get_keys (self->articles);
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!g_hash_table_contains (self->articles, path))
      paths = g_list_prepend (paths, path);
  return g_list_sort (paths, (GCompareFunc) strcmp);
}

static void
name_dialects (PostilRowSet *self)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->dialects), (GCompareFunc) strcmp);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *before = g_steal_pointer (&self->options->dialect);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? "; " : "", (const char *) l->data);
  if (joined->len == 0)
    self->options->dialect = g_steal_pointer (&before);
  else if (before != NULL)
    self->options->dialect = g_strdup_printf ("%s (%s)", before, joined->str);
  else
    self->options->dialect = g_strdup (joined->str);
}

gboolean
postil_row_set_flush (PostilRowSet *self,
                      GError      **error)
{
  g_autoptr (GList) paths = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  paths = dup_paths (self);
  for (GList *l = paths; l != NULL; l = l->next)
    if (!finish_article (self, l->data, error))
      return FALSE;
  g_hash_table_remove_all (self->articles);
  g_hash_table_remove_all (self->texts);
  g_ptr_array_set_size (self->known, 0);
  return TRUE;
}

gboolean
postil_row_set_finish (PostilRowSet *self,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!postil_row_set_flush (self, error))
    return FALSE;
  name_dialects (self);
  return TRUE;
}
