/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A CAS as rows: annotations are passages, relations and slots links. Invariant: each
 * structure becomes a part of a row, or an entry of the losses or errors. Any thread. */

#include "config.h"

#include "exchange/postil-cas-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define METADATA_PACKAGE "de.tudarmstadt.ukp.dkpro.core.api.metadata.type."
#define SCHEMA_PACKAGE "de.tudarmstadt.ukp.clarin.webanno.api.type."

static const char *const structure_packages[] = {
  "org.dkpro.core.api.xml.type.", "org.dkpro.core.api.pdf.type.", "de.tudarmstadt.ukp.inception.io.", NULL
};

void
postil_cas_import_init (PostilCasImport     *self,
                        PostilImportOptions *options)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (options != NULL);

  *self = (PostilCasImport) {
    .options = options,
    .set = postil_row_set_new (options),
    .codes = g_ptr_array_new (),
    .attributes = g_ptr_array_new (),
    .links = g_ptr_array_new (),
    .known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .booleans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
}

void
postil_cas_import_clear (PostilCasImport *self)
{
  g_clear_pointer (&self->set, postil_row_set_free);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->booleans, g_hash_table_unref);
}

void
postil_cas_know (PostilCasImport *import,
                 char             what,
                 GPtrArray       *list,
                 const char      *name)
{
  g_autofree char *key = g_strdup_printf ("%c%s", what, name);

  if (g_hash_table_contains (import->known, key))
    return;
  g_ptr_array_add (list, key + 1);
  g_hash_table_add (import->known, g_steal_pointer (&key));
}

const char *
postil_cas_get_code (const PostilCasFs  *fs,
                     const char        **feature)
{
  static const char *const features[] = { "value", "label", "category", "identifier" };

  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    {
      const PostilCasValue *value = postil_cas_find (fs, features[i]);
      const char *text = NULL;

      if (value != NULL && value->kind == POSTIL_CAS_TEXT)
        text = value->text;
      else if (value != NULL && value->kind == POSTIL_CAS_TEXTS && value->n > 0)
        text = value->texts[0];
      if (text == NULL || text[0] == '\0')
        continue;
      if (feature != NULL)
        *feature = features[i];
      return text;
    }
  if (feature != NULL)
    *feature = NULL;
  return postil_cas_get_short_name (fs->type);
}

gboolean
postil_cas_is_segment (const PostilCasFs *fs)
{
  return strcmp (fs->type, POSTIL_CAS_TOKEN) == 0 || strcmp (fs->type, POSTIL_CAS_SENTENCE) == 0;
}

static gboolean
has_prefix (const char        *text,
            const char *const *prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* What describes the document or the project's layers. */
static gboolean
is_metadata (PostilCas         *cas,
             const PostilCasFs *fs)
{
  return g_str_has_prefix (fs->type, METADATA_PACKAGE) || g_str_has_prefix (fs->type, SCHEMA_PACKAGE)
         || postil_cas_is_a (cas, fs->type, POSTIL_CAS_DOCUMENT);
}

char *
postil_cas_dup_features (const PostilCasFs *fs)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    {
      if (strcmp (value->name, "sofa") == 0 || strcmp (value->name, "begin") == 0 || strcmp (value->name, "end") == 0)
        continue;
      g_string_append_printf (out, "%s%s=", out->len > 0 ? "; " : "", value->name);
      if (value->kind == POSTIL_CAS_TEXT)
        g_string_append (out, value->text);
      for (guint i = 0; value->kind == POSTIL_CAS_TEXTS && i < value->n; i++)
        g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", value->texts[i]);
      if (value->kind == POSTIL_CAS_REF || value->kind == POSTIL_CAS_REFS)
        g_string_append (out, "…");
    }
  return g_strdup (out->len > 0 ? out->str : "-");
}

static void
add_attributes (PostilCasReading  *self,
                const PostilCasFs *fs,
                const char        *code_feature,
                PostilRow         *row)
{
  PostilCasImport *import = self->import;
  g_autofree char *item = g_strdup_printf ("%u", fs->id);

  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    {
      const PostilCasFeature *feature = postil_cas_get_feature (self->cas, fs->type, value->name);
      gboolean is_code = g_strcmp0 (value->name, code_feature) == 0;

      if (strcmp (value->name, "begin") == 0 || strcmp (value->name, "end") == 0
          || (value->kind != POSTIL_CAS_TEXT && value->kind != POSTIL_CAS_TEXTS) || (is_code && value->kind == POSTIL_CAS_TEXT))
        continue;
      postil_row_add_attribute (row, value->name, value->kind == POSTIL_CAS_TEXT ? value->text : NULL);
      for (guint i = is_code; value->kind == POSTIL_CAS_TEXTS && i < value->n; i++)
        postil_row_add_attribute (row, value->name, value->texts[i]);
      if (is_code && value->n > 1)
        postil_report_add (import->options->losses, self->file, fs->line, "code", item,
                           _("The annotation has %u values in “%s”; the first is its code, the others are attributes."),
                           value->n, value->name);
      if (feature != NULL && strcmp (feature->range, POSTIL_CAS_BOOLEAN) == 0)
        g_hash_table_add (import->booleans, g_strdup (value->name));
      postil_cas_know (import, 'a', import->attributes, value->name);
    }
}

/* The same each time, and for each annotation another one. */
static char *
dup_id (PostilCasReading  *self,
        const PostilCasFs *fs,
        const char        *code,
        PostilSpan         span)
{
  g_autofree char *place = g_strdup_printf ("%u-%u", span.start, span.end);

  for (guint n = 0;; n++)
    {
      g_autofree char *number = g_strdup_printf ("%u", n);
      g_autofree char *id = postil_row_dup_derived_id ("postil-cas", self->path, self->coder != NULL ? self->coder : "",
                                                       fs->type, code, place, number, NULL);

      if (g_hash_table_add (self->keys, g_strdup (id)))
        return g_steal_pointer (&id);
    }
}

/* FALSE for what is no place in the text, which is then listed. */
static gboolean
find_span (PostilCasReading  *self,
           const PostilCasFs *fs,
           PostilSpan        *span)
{
  const char *begin_text = postil_cas_get_text (fs, "begin");
  const char *end_text = postil_cas_get_text (fs, "end");
  g_autofree char *item = g_strdup_printf ("%u", fs->id);
  guint32 begin = G_MAXUINT32;
  guint32 end = G_MAXUINT32;

  if (postil_cas_parse_id (begin_text, &begin) && postil_cas_parse_id (end_text, &end) && begin == end)
    {
      postil_report_add (self->import->options->losses, self->file, fs->line, "empty", item,
                         _("The annotation “%s” marks a point (%u) and no text, and is not kept."),
                         postil_cas_get_code (fs, NULL), begin);
      return FALSE;
    }
  /* A BOM is no part of the article. */
  if (begin == 0 && self->dialect.counts_bom)
    begin = 1;
  if (postil_dialect_to_span (self->counted, self->dialect, begin, end, span))
    return TRUE;
  postil_report_add (self->import->options->errors, self->file, fs->line, "range", item,
                     _("The annotation “%s” says %s to %s, which is no place in the text of “%s”, so it was left out."),
                     postil_cas_get_code (fs, NULL), begin_text != NULL ? begin_text : "?",
                     end_text != NULL ? end_text : "?", self->path);
  return FALSE;
}

/* A piece that goes on with one of our own passages. */
static PostilRow *
find_own (PostilCasReading  *self,
          const PostilCasFs *fs,
          const char        *code)
{
  const char *id = postil_cas_get_text (fs, "id");
  PostilRow *row = NULL;

  if (strcmp (fs->type, POSTIL_CAS_PASSAGE) == 0 && id != NULL && postil_cas_get_text (fs, "piece") != NULL)
    row = g_hash_table_lookup (self->own, id);
  return row != NULL && strcmp (row->code, code) == 0 ? row : NULL;
}

static PostilRow *
make_row (PostilCasReading  *self,
          const PostilCasFs *fs)
{
  const char *feature;
  const char *code = postil_cas_get_code (fs, &feature);
  PostilRow *row = find_own (self, fs, code);
  PostilSpan span;

  if (!find_span (self, fs, &span))
    return NULL;
  if (row == NULL)
    {
      row = postil_row_new (self->file, fs->line);
      row->article = g_strdup (self->path);
      row->coder = g_strdup (self->coder);
      row->coder_name = g_strdup (self->coder_name);
      row->code = g_strdup (code);
      postil_cas_know (self->import, 'c', self->import->codes, code);
      if (strcmp (fs->type, POSTIL_CAS_PASSAGE) == 0)
        postil_cas_read_own (self, fs, row);
      else
        add_attributes (self, fs, feature, row);
      if (row->id == NULL || !g_hash_table_add (self->keys, g_strdup (row->id)))
        {
          g_free (row->id);
          row->id = dup_id (self, fs, code, span);
        }
      if (strcmp (fs->type, POSTIL_CAS_PASSAGE) == 0)
        g_hash_table_insert (self->own, row->id, row);
      g_ptr_array_add (self->all, row);
    }
  postil_row_add_span (row, span);
  g_hash_table_insert (self->rows, (gpointer) fs, row);
  return row;
}

PostilRow *
postil_cas_get_row (PostilCasReading *self,
                    guint32           id)
{
  PostilCasFs *fs = postil_cas_lookup (self->cas, id);
  PostilRow *row = fs != NULL ? g_hash_table_lookup (self->rows, fs) : NULL;

  if (row == NULL && fs != NULL && postil_cas_is_segment (fs) && postil_cas_get_ref (fs, "sofa") == self->view->sofa)
    row = make_row (self, fs);
  return row;
}

/* Where a view does not say what is in it, all that is about its text. */
static void
collect_members (PostilCasReading *self)
{
  if (self->view->has_members)
    for (guint i = 0; i < self->view->members->len; i++)
      {
        PostilCasFs *fs = postil_cas_lookup (self->cas, g_array_index (self->view->members, guint32, i));

        if (fs != NULL && postil_cas_find (fs, "sofa") != NULL)
          g_ptr_array_add (self->members, fs);
      }
  else
    for (guint i = 0; i < self->cas->structures->len; i++)
      if (postil_cas_get_ref (self->cas->structures->pdata[i], "sofa") == self->view->sofa)
        g_ptr_array_add (self->members, self->cas->structures->pdata[i]);
}

static gboolean
is_helper (PostilCas         *cas,
           const PostilCasFs *fs)
{
  return g_str_has_prefix (fs->type, "uima.cas.") || g_str_has_suffix (fs->type, "[]") || is_metadata (cas, fs)
         || postil_cas_is_segment (fs) || has_prefix (fs->type, structure_packages)
         || (g_str_has_suffix (fs->type, "Chain") && postil_cas_find (fs, "first") != NULL);
}

static void
report_unplaced (PostilCasReading  *self,
                 const PostilCasFs *fs)
{
  g_autofree char *item = g_strdup_printf ("%u", fs->id);
  g_autofree char *features = postil_cas_dup_features (fs);

  postil_report_add (self->import->options->losses, self->file, fs->line, "document-code", item,
                     _("“%s” is said of the document as a whole, and is not kept: %s."),
                     postil_cas_get_short_name (fs->type), features);
}

static void
read_members (PostilCasReading *self)
{
  g_autoptr (GPtrArray) later = g_ptr_array_new ();

  for (guint i = 0; i < self->members->len; i++)
    {
      PostilCasFs *fs = self->members->pdata[i];

      if (!g_hash_table_add (self->used, fs) || is_metadata (self->cas, fs))
        continue;
      if (postil_cas_is_segment (fs))
        self->n_segments++;
      else if (has_prefix (fs->type, structure_packages))
        self->n_structure++;
      else if (!postil_cas_is_annotation (self->cas, fs))
        g_hash_table_remove (self->used, fs);
      else if (postil_cas_is_relation (self->cas, fs) || make_row (self, fs) != NULL)
        g_ptr_array_add (later, fs);
    }
  for (guint i = 0; i < later->len; i++)
    postil_cas_read_links (self, later->pdata[i]);
  for (guint i = 0; i < self->members->len; i++)
    if (g_hash_table_add (self->used, self->members->pdata[i]) && !is_helper (self->cas, self->members->pdata[i]))
      report_unplaced (self, self->members->pdata[i]);
}

static void
report_segments (PostilCasReading *self)
{
  if (self->n_segments > 0 && postil_cas_find_field (self->cas, POSTIL_CAS_FIELD_PATH) == NULL)
    postil_report_add (self->import->options->losses, self->file, 0, "segmentation", self->path,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%u token or sentence is not kept; Postil finds words and sentences itself.",
                                    "%u tokens and sentences are not kept; Postil finds words and sentences itself.",
                                    self->n_segments), self->n_segments);
  if (self->n_structure > 0)
    postil_report_add (self->import->options->losses, self->file, 0, "structure", self->path,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%u structure that describes the page or the markup is not kept.",
                                    "%u structures that describe the page or the markup are not kept.",
                                    self->n_structure), self->n_structure);
}

static void
take_rows (PostilCasReading *self)
{
  PostilCasFs *document = postil_cas_find_document (self->cas, self->view);
  const char *language = document != NULL ? postil_cas_get_text (document, "language") : NULL;
  const char *status = postil_cas_find_field (self->cas, POSTIL_CAS_FIELD_STATUS);

  if (language != NULL && (strcmp (language, "x-unspecified") == 0 || language[0] == '\0'))
    language = NULL;
  if (self->coder != NULL && (self->all->len > 0 || postil_cas_find_field (self->cas, POSTIL_CAS_FIELD_CODER) != NULL))
    postil_row_set_add_layer (self->import->set, self->path, self->coder, self->coder_name, status, language);
  for (guint i = 0; i < self->all->len; i++)
    postil_row_set_take (self->import->set, g_steal_pointer (&self->all->pdata[i]));
}

/* FALSE where the text cannot be had, which is then listed. */
static gboolean
read_text (PostilCasReading *self)
{
  g_autofree char *raw = postil_cas_dup_text (self->cas, self->view);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = NULL;

  if (raw == NULL)
    {
      postil_report_add (self->import->options->errors, self->file, 0, "no-text", self->view->name,
                         _("The view “%s” has no text in the file, so it was left out with all that was marked in it."),
                         self->view->name);
      return FALSE;
    }
  text = postil_text_new_from_utf8 (raw, -1, &error);
  if (text == NULL || !postil_row_set_add_text (self->import->set, self->path, raw, strlen (raw), &error))
    {
      postil_report_add_error (self->import->options->errors, self->file, 0, error);
      return FALSE;
    }
  self->counted = postil_dialect_text_new (text, raw, strlen (raw));
  self->dialect = (PostilDialect) {
    .unit = POSTIL_UNIT_UTF16,
    .crlf_two = strchr (raw, '\r') != NULL,
    .counts_bom = g_str_has_prefix (raw, "\xef\xbb\xbf"),
  };
  return TRUE;
}

static void
read_view (PostilCasImport *self,
           PostilCas       *cas,
           PostilCasView   *view,
           const char      *file,
           char            *path,
           char            *who,
           GHashTable      *used)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_row_free);
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) own = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *name = g_strdup (postil_cas_find_field (cas, POSTIL_CAS_FIELD_CODER_NAME));
  g_autoptr (PostilDialectText) counted = NULL;
  PostilCasReading reading = { .import = self, .cas = cas, .file = file, .view = view, .members = members,
                               .path = path, .coder = who, .coder_name = name, .all = all, .rows = rows,
                               .own = own, .keys = keys, .used = used };

  collect_members (&reading);
  if (postil_cas_lookup (cas, view->sofa) != NULL)
    g_hash_table_add (used, postil_cas_lookup (cas, view->sofa));
  if (members->len == 0 && view->sofa == 0)
    return;
  if (!read_text (&reading))
    {
      for (guint i = 0; i < members->len; i++)
        g_hash_table_add (used, members->pdata[i]);
      return;
    }
  counted = reading.counted;
  read_members (&reading);
  report_segments (&reading);
  take_rows (&reading);
}

/* What is in no view, and no part of what is. */
static void
report_rest (PostilCasImport *self,
             PostilCas       *cas,
             const char      *file,
             GHashTable      *used)
{
  for (guint i = 0; i < cas->structures->len; i++)
    {
      PostilCasFs *fs = cas->structures->pdata[i];
      g_autofree char *item = NULL;
      g_autofree char *features = NULL;

      if (g_hash_table_contains (used, fs) || is_helper (cas, fs))
        continue;
      item = g_strdup_printf ("%u", fs->id);
      features = postil_cas_dup_features (fs);
      if (postil_cas_is_annotation (cas, fs))
        postil_report_add (self->options->losses, file, fs->line, "not-indexed", item,
                           _("The annotation “%s” is not in the index of its view, as if it were deleted, and is not kept: %s."),
                           postil_cas_get_code (fs, NULL), features);
      else
        postil_report_add (self->options->losses, file, fs->line, "structure", item,
                           _("“%s” is about no passage, and is not kept: %s."), postil_cas_get_short_name (fs->type), features);
    }
}

/* A CAS without views: one for each text. */
static void
make_views (PostilCas *cas)
{
  if (cas->views->len > 0)
    return;
  for (guint i = 0; i < cas->structures->len; i++)
    {
      PostilCasFs *fs = cas->structures->pdata[i];
      const char *name = postil_cas_get_text (fs, "sofaID");

      if (strcmp (fs->type, POSTIL_CAS_SOFA) == 0)
        postil_cas_add_view (cas, name != NULL ? name : "_InitialView", fs->id);
    }
}

/* Two views may have one text, worked on by two: one article, and a coder each. */
static gboolean
shares_text (PostilCas     *cas,
             PostilCasView *view)
{
  PostilCasView *first = cas->views->pdata[0];
  g_autofree char *text = view != first ? postil_cas_dup_text (cas, view) : NULL;
  g_autofree char *other = view != first ? postil_cas_dup_text (cas, first) : NULL;

  return text != NULL && g_strcmp0 (text, other) == 0;
}

gboolean
postil_cas_import_take (PostilCasImport *self,
                        PostilCas       *cas,
                        const char      *file,
                        const char      *article,
                        const char      *coder,
                        GError         **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (cas != NULL, FALSE);

  make_views (cas);
  for (guint i = 0; i < cas->views->len; i++)
    {
      PostilCasView *view = cas->views->pdata[i];
      gboolean is_shared = shares_text (cas, view);
      g_autofree char *path = postil_cas_dup_path (cas, is_shared ? cas->views->pdata[0] : view, file, article);
      g_autofree char *who = postil_cas_dup_coder (cas, view, coder);

      if (is_shared)
        {
          g_autofree char *before = g_steal_pointer (&who);

          who = before != NULL ? g_strconcat (before, "-", view->name, NULL) : g_strdup (view->name);
        }
      read_view (self, cas, view, file, path, who, used);
    }
  if (cas->views->len == 0)
    postil_report_add (self->options->errors, file, 0, "no-text", NULL, _("There is no text in this file."));
  report_rest (self, cas, file, used);
  return postil_row_set_flush (self->set, error);
}

static PostilCodebook *
make_codebook (PostilCasImport *self,
               GError         **error)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);

  for (guint i = 0; i < self->codes->len; i++)
    postil_codebook_builder_set_code (builder, &(PostilCode) { .id = self->codes->pdata[i] });
  for (guint i = 0; i < self->attributes->len; i++)
    postil_codebook_builder_set_attribute (builder, &(PostilAttributeDef) {
      .id = self->attributes->pdata[i],
      .kind = g_hash_table_contains (self->booleans, self->attributes->pdata[i]) ? POSTIL_ATTRIBUTE_BOOLEAN : POSTIL_ATTRIBUTE_TEXT });
  for (guint i = 0; i < self->links->len; i++)
    postil_codebook_builder_set_link (builder, &(PostilLinkDef) { .id = self->links->pdata[i] });
  return postil_codebook_builder_end (builder, error);
}

/* Whether all that is used is in the codebook that serves without a file. */
static gboolean
is_builtin (PostilCasImport *self)
{
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();

  for (guint i = 0; i < self->codes->len; i++)
    if (postil_codebook_lookup_code (builtin, self->codes->pdata[i]) == NULL)
      return FALSE;
  for (guint i = 0; i < self->attributes->len; i++)
    if (postil_codebook_lookup_attribute (builtin, self->attributes->pdata[i]) == NULL)
      return FALSE;
  for (guint i = 0; i < self->links->len; i++)
    if (postil_codebook_lookup_link (builtin, self->links->pdata[i]) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
postil_cas_import_end (PostilCasImport *self,
                       GError         **error)
{
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->options->take_codebook != NULL && self->options->codebook == NULL && self->codes->len > 0 && !is_builtin (self))
    {
      codebook = make_codebook (self, &local_error);
      if (codebook != NULL)
        self->options->take_codebook (NULL, codebook, self->options->user_data);
      else
        postil_report_add_error (self->options->errors, NULL, 0, local_error);
    }
  return postil_row_set_finish (self->set, error);
}
