/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layer as a CAS that INCEpTION imports: sentences and tokens, a structure for each piece of
 * a passage, relations for links. Invariant: what the reader gives back is the same layer; what
 * is not written is a loss; the same layer gives the same CAS. Any thread. */

#include "config.h"

#include "exchange/postil-cas-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-json-writer.h"
#include "base/postil-segment.h"

/* INCEpTION refuses these, whatever their case; the others are our own. */
static const char *const reserved[] = {
  "address", "begin", "end", "coveredtext", "booleanvalue", "doublevalue", "bytevalue", "cas", "casimpl", "class",
  "featurevalue", "floatvalue", "longvalue", "lowlevelcas", "printrefs", "sofa", "stringvalue", "type", "typeindexid", "view",
  "value", "note", "unsure", "moved", "id", "created", "modified", "piece", "extra", NULL
};

static const char *
add_name (PostilCasNames *self,
          const char     *attribute)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *lower = NULL;
  const char *known = g_hash_table_lookup (self->features, attribute);
  char *feature;
  gsize n_name;

  if (known != NULL)
    return known;
  for (const char *p = attribute; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_c (name, g_ascii_isalnum (*p) ? *p : '_');
  if (!g_ascii_isalpha (name->str[0]))
    g_string_prepend (name, "a_");
  lower = g_ascii_strdown (name->str, -1);
  if (g_strv_contains (reserved, lower))
    g_string_append_c (name, '_');
  n_name = name->len;
  for (guint i = 2; g_hash_table_contains (self->taken, name->str); i++)
    {
      g_string_truncate (name, n_name);
      g_string_append_printf (name, "_%u", i);
    }
  feature = g_strdup (name->str);
  g_hash_table_add (self->taken, feature);
  g_hash_table_insert (self->features, g_strdup (attribute), feature);
  g_ptr_array_add (self->order, feature);
  return feature;
}

void
postil_cas_names_init (PostilCasNames *self,
                       PostilCodebook *codebook)
{
  g_return_if_fail (self != NULL);

  self->features = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->order = g_ptr_array_new ();
  for (guint i = 0; codebook != NULL && i < postil_codebook_get_n_attributes (codebook); i++)
    add_name (self, postil_codebook_get_attribute (codebook, i)->id);
}

void
postil_cas_names_clear (PostilCasNames *self)
{
  g_clear_pointer (&self->features, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
}

void
postil_cas_add_own_types (PostilCas      *self,
                          PostilCasNames *names)
{
  static const char *const document[] = { "documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri" };
  static const char *const passage[] = { "value", "note", "id", "created", "modified", "piece", "extra" };
  static const char *const link[] = { "value", "id", "created", "modified" };
  PostilCasType *type;

  type = postil_cas_add_type (self, POSTIL_CAS_METADATA, POSTIL_CAS_DOCUMENT, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (document); i++)
    postil_cas_add_feature (self, type, document[i], POSTIL_CAS_STRING, NULL, NULL);
  postil_cas_add_feature (self, type, "isLastSegment", POSTIL_CAS_BOOLEAN, NULL, NULL);
  type = postil_cas_add_type (self, POSTIL_CAS_METADATA_FIELD, POSTIL_CAS_ANNOTATION, NULL);
  postil_cas_add_feature (self, type, "key", POSTIL_CAS_STRING, NULL, NULL);
  postil_cas_add_feature (self, type, "value", POSTIL_CAS_STRING, NULL, NULL);
  type = postil_cas_add_type (self, POSTIL_CAS_SENTENCE, POSTIL_CAS_ANNOTATION, NULL);
  postil_cas_add_feature (self, type, "id", POSTIL_CAS_STRING, NULL, NULL);
  type = postil_cas_add_type (self, POSTIL_CAS_TOKEN, POSTIL_CAS_ANNOTATION, NULL);
  postil_cas_add_feature (self, type, "id", POSTIL_CAS_STRING, NULL, NULL);
  type = postil_cas_add_type (self, POSTIL_CAS_PASSAGE, POSTIL_CAS_ANNOTATION,
                              "A passage that was marked in Postil; value is its code. Pieces of one passage share its id.");
  for (guint i = 0; i < G_N_ELEMENTS (passage); i++)
    postil_cas_add_feature (self, type, passage[i], POSTIL_CAS_STRING, NULL, NULL);
  postil_cas_add_feature (self, type, "unsure", POSTIL_CAS_BOOLEAN, NULL, NULL);
  postil_cas_add_feature (self, type, "moved", POSTIL_CAS_BOOLEAN, NULL, NULL);
  for (guint i = 0; i < names->order->len; i++)
    postil_cas_add_feature (self, type, names->order->pdata[i], POSTIL_CAS_STRING, NULL, NULL);
  type = postil_cas_add_type (self, POSTIL_CAS_LINK, POSTIL_CAS_ANNOTATION, "A tie between two passages; value is its kind.");
  postil_cas_add_feature (self, type, "Governor", POSTIL_CAS_PASSAGE, NULL, NULL);
  postil_cas_add_feature (self, type, "Dependent", POSTIL_CAS_PASSAGE, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (link); i++)
    postil_cas_add_feature (self, type, link[i], POSTIL_CAS_STRING, NULL, NULL);
}

/* A layer while it is built. */
typedef struct
{
  PostilCas        *cas;
  PostilCasView    *view;
  PostilSetArticle *article;
  PostilLayer      *layer;
  const char       *path;
  PostilCasNames   *names;
  gboolean          is_xml;
  PostilReport     *losses;
  guint32           next_id;
  guint32           sofa;
  GHashTable       *ids; /* annotation's id → its first structure */
} Build;

static PostilCasFs *
add_structure (Build      *self,
               const char *type,
               PostilSpan  span)
{
  PostilCasFs *fs = postil_cas_add (self->cas, self->next_id++, type, 0);

  postil_cas_add_ref (self->cas, fs, "sofa", self->sofa);
  postil_cas_add_uint (self->cas, fs, "begin", postil_text_char_to_utf16 (self->article->text, span.start));
  postil_cas_add_uint (self->cas, fs, "end", postil_text_char_to_utf16 (self->article->text, span.end));
  g_array_append_val (self->view->members, fs->id);
  return fs;
}

static PostilSpan
get_whole (Build *self)
{
  return (PostilSpan) { 0, postil_text_get_n_chars (self->article->text) };
}

static void
add_field (Build      *self,
           const char *key,
           const char *value)
{
  PostilCasFs *fs;

  if (value == NULL || value[0] == '\0')
    return;
  fs = add_structure (self, POSTIL_CAS_METADATA_FIELD, get_whole (self));
  postil_cas_add_text (self->cas, fs, "key", key);
  postil_cas_add_text (self->cas, fs, "value", value);
}

/* The text; what XML does not hold becomes a space, and is told apart. */
static void
add_sofa (Build   *self,
          GString *characters)
{
  const char *utf8 = postil_text_get_utf8 (self->article->text, NULL);
  g_autofree char *held = self->is_xml ? postil_cas_dup_xml (utf8, " ") : NULL;
  PostilCasFs *fs = postil_cas_add (self->cas, self->next_id++, POSTIL_CAS_SOFA, 0);
  guint at = 0;

  self->sofa = fs->id;
  postil_cas_add_text (self->cas, fs, "sofaNum", "1");
  postil_cas_add_text (self->cas, fs, "sofaID", "_InitialView");
  postil_cas_add_text (self->cas, fs, "mimeType", "text");
  postil_cas_add_text (self->cas, fs, "sofaString", held != NULL ? held : utf8);
  self->view = postil_cas_add_view (self->cas, "_InitialView", fs->id);
  self->view->has_members = TRUE;
  for (const char *p = utf8; self->is_xml && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 0xfffe || c == 0xffff)
        g_string_append_printf (characters, "%s%u:%x", characters->len > 0 ? " " : "", at, c);
      at += c > 0xffff ? 2 : 1;
    }
}

static void
add_document (Build *self)
{
  const PostilLayerInfo *info = postil_layer_get_info (self->layer);
  g_autoptr (GString) characters = g_string_new (NULL);
  g_autofree char *name = g_path_get_basename (self->path);
  PostilCasFs *fs;

  add_sofa (self, characters);
  fs = add_structure (self, POSTIL_CAS_METADATA, get_whole (self));
  postil_cas_add_text (self->cas, fs, "language", info->language != NULL ? info->language : "x-unspecified");
  postil_cas_add_text (self->cas, fs, "documentTitle", name);
  postil_cas_add_text (self->cas, fs, "documentId", info->coder);
  postil_cas_add_text (self->cas, fs, "documentUri", self->path);
  postil_cas_add_text (self->cas, fs, "isLastSegment", "false");
  add_field (self, POSTIL_CAS_FIELD_PATH, self->path);
  add_field (self, POSTIL_CAS_FIELD_CODER, info->coder);
  add_field (self, POSTIL_CAS_FIELD_CODER_NAME, info->coder_name);
  add_field (self, POSTIL_CAS_FIELD_STATUS, info->status);
  add_field (self, POSTIL_CAS_FIELD_CHARACTERS, characters->str);
}

/* Words, and each other character for itself. */
static void
add_tokens (Build           *self,
            PostilSegmenter *segmenter,
            PostilSpan       sentence)
{
  for (guint at = sentence.start; at < sentence.end;)
    {
      PostilSpan span, token = { at, at + 1 };

      if (g_unichar_isspace (postil_text_get_char (self->article->text, at)))
        {
          at++;
          continue;
        }
      if (postil_segmenter_get_at (segmenter, POSTIL_SEGMENT_WORD, at, &span)
          || postil_segmenter_get_at (segmenter, POSTIL_SEGMENT_GRAPHEME, at, &span))
        token.end = CLAMP (span.end, at + 1, sentence.end);
      add_structure (self, POSTIL_CAS_TOKEN, token);
      at = token.end;
    }
}

static void
add_segments (Build *self)
{
  const PostilLayerInfo *info = postil_layer_get_info (self->layer);
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (self->article->text, info->language);
  PostilSpan sentence;
  guint at = 0;

  while (postil_segmenter_get_next (segmenter, POSTIL_SEGMENT_SENTENCE, at, &sentence) && sentence.start < sentence.end)
    {
      add_structure (self, POSTIL_CAS_SENTENCE, sentence);
      add_tokens (self, segmenter, sentence);
      at = MAX (sentence.end, at + 1);
    }
}

static void
add_boolean (Build       *self,
             PostilCasFs *fs,
             const char  *name,
             gboolean     value)
{
  postil_cas_add_text (self->cas, fs, name, value ? "true" : "false");
}

/* JSON of what has no feature of its own, with nothing in it that XML does not hold. */
static char *
dup_escaped (GString *json)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = json->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0xfffe || c == 0xffff)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }
  return g_strdup (out->str);
}

static gboolean
is_held (Build      *self,
         const char *text)
{
  g_autofree char *held = self->is_xml ? postil_cas_dup_xml (text, "") : NULL;

  return held == NULL || strcmp (held, text) == 0;
}

typedef struct
{
  PostilJsonWriter names, more, exact;
  GString *out[3];
} Extra;

static void
extra_exact (Build      *self,
             Extra      *extra,
             const char *feature,
             const char *text)
{
  if (text != NULL && !is_held (self, text))
    postil_json_writer_member (&extra->exact, feature, text);
}

static void
add_attributes (Build            *self,
                PostilAnnotation *annotation,
                PostilCasFs      *fs,
                Extra            *extra)
{
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      const char *feature = add_name (self->names, attributes[i].name);

      if (i > 0 && strcmp (attributes[i].name, attributes[i - 1].name) == 0)
        {
          postil_json_writer_begin_array (&extra->more);
          postil_json_writer_string (&extra->more, attributes[i].name);
          postil_json_writer_string (&extra->more, attributes[i].value);
          postil_json_writer_end_array (&extra->more);
          continue;
        }
      postil_cas_add_text (self->cas, fs, feature, attributes[i].value);
      extra_exact (self, extra, feature, attributes[i].value);
      if (strcmp (feature, attributes[i].name) != 0)
        postil_json_writer_member (&extra->names, feature, attributes[i].name);
    }
}

static void
add_extra (Build       *self,
           PostilCasFs *fs,
           Extra       *extra)
{
  static const char *const keys[] = { "names", "attributes", "exact" };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  postil_json_writer_end_object (&extra->names);
  postil_json_writer_end_array (&extra->more);
  postil_json_writer_end_object (&extra->exact);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (extra->out[i]->len > 2)
      g_string_append_printf (out, "%s\"%s\":%s", out->len > 0 ? "," : "{", keys[i], extra->out[i]->str);
  if (out->len == 0)
    return;
  g_string_append_c (out, '}');
  escaped = dup_escaped (out);
  postil_cas_add_text (self->cas, fs, "extra", escaped);
}

/* All that is said of the passage, beside its place. */
static void
describe (Build            *self,
          PostilAnnotation *annotation,
          PostilCasFs      *fs)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) more = g_string_new (NULL);
  g_autoptr (GString) exact = g_string_new (NULL);
  Extra extra = { .out = { names, more, exact } };

  postil_json_writer_init (&extra.names, names, TRUE);
  postil_json_writer_init (&extra.more, more, TRUE);
  postil_json_writer_init (&extra.exact, exact, TRUE);
  postil_json_writer_begin_object (&extra.names);
  postil_json_writer_begin_array (&extra.more);
  postil_json_writer_begin_object (&extra.exact);
  postil_cas_add_text (self->cas, fs, "note", postil_annotation_get_note (annotation));
  extra_exact (self, &extra, "value", postil_annotation_get_code (annotation));
  extra_exact (self, &extra, "note", postil_annotation_get_note (annotation));
  add_boolean (self, fs, "unsure", postil_annotation_is_unsure (annotation));
  add_boolean (self, fs, "moved", postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED);
  postil_cas_add_text (self->cas, fs, "created", postil_annotation_get_created (annotation));
  postil_cas_add_text (self->cas, fs, "modified", postil_annotation_get_modified (annotation));
  add_attributes (self, annotation, fs, &extra);
  add_extra (self, fs, &extra);
}

static void
add_annotation (Build            *self,
                PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);
  const PostilPiece *pieces;
  guint n_pieces;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      PostilCasFs *fs = add_structure (self, POSTIL_CAS_PASSAGE, pieces[i].span);
      g_autofree char *piece = n_pieces > 1 ? g_strdup_printf ("%u/%u", i + 1, n_pieces) : NULL;

      postil_cas_add_text (self->cas, fs, "value", postil_annotation_get_code (annotation));
      postil_cas_add_text (self->cas, fs, "id", id);
      postil_cas_add_text (self->cas, fs, "piece", piece);
      if (i > 0)
        {
          add_boolean (self, fs, "unsure", FALSE);
          add_boolean (self, fs, "moved", FALSE);
          continue;
        }
      describe (self, annotation, fs);
      g_hash_table_insert (self->ids, (gpointer) id, fs);
    }
}

static gboolean
can_add (Build            *self,
         PostilAnnotation *annotation)
{
  const char *id = postil_annotation_get_id (annotation);

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    postil_report_add (self->losses, self->path, 0, "orphan", id,
                       _("This passage was not found in its article, and the format has no room for one without a place."));
  else if (postil_annotation_check (annotation, self->article->text) != POSTIL_FIT_OK)
    postil_report_add (self->losses, self->path, 0, "quote-mismatch", id,
                       _("This passage does not stand at its place in the article, so it was not written."));
  else if (g_hash_table_contains (self->ids, id))
    postil_report_add (self->losses, self->path, 0, "duplicate-id", id,
                       _("Another annotation of this article and coder has the same id, so this one was not written."));
  else
    return TRUE;
  return FALSE;
}

/* INCEpTION wants a relation where its second end is. */
static void
add_link (Build      *self,
          PostilLink *link)
{
  PostilCasFs *from = g_hash_table_lookup (self->ids, postil_link_get_from (link));
  PostilCasFs *to = g_hash_table_lookup (self->ids, postil_link_get_to (link));
  const char *kind = postil_link_get_kind (link);
  PostilCasFs *fs;

  if (from == NULL || to == NULL)
    {
      postil_report_add (self->losses, self->path, 0, "broken-link", postil_link_get_id (link),
                         _("The link “%s” begins or ends at an annotation that was not written, so it was not either."), kind);
      return;
    }
  fs = postil_cas_add (self->cas, self->next_id++, POSTIL_CAS_LINK, 0);
  postil_cas_add_ref (self->cas, fs, "sofa", self->sofa);
  postil_cas_add_text (self->cas, fs, "begin", postil_cas_get_text (to, "begin"));
  postil_cas_add_text (self->cas, fs, "end", postil_cas_get_text (to, "end"));
  postil_cas_add_ref (self->cas, fs, "Governor", from->id);
  postil_cas_add_ref (self->cas, fs, "Dependent", to->id);
  postil_cas_add_text (self->cas, fs, "value", kind);
  postil_cas_add_text (self->cas, fs, "id", postil_link_get_id (link));
  postil_cas_add_text (self->cas, fs, "created", postil_link_get_created (link));
  postil_cas_add_text (self->cas, fs, "modified", postil_link_get_modified (link));
  g_array_append_val (self->view->members, fs->id);
  if (!is_held (self, kind))
    postil_report_add (self->losses, self->path, 0, "character", postil_link_get_id (link),
                       _("The kind of a link holds control characters, which XML does not, so they are not kept."));
}

PostilCas *
postil_cas_build (PostilSetArticle *article,
                  PostilLayer      *layer,
                  const char       *path,
                  PostilCasNames   *names,
                  gboolean          is_xml,
                  PostilReport     *losses)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  Build self = { .cas = postil_cas_new (), .article = article, .layer = layer, .path = path, .names = names,
                 .is_xml = is_xml, .losses = losses, .next_id = 1, .ids = ids };

  g_return_val_if_fail (article->text != NULL, self.cas);

  add_document (&self);
  add_segments (&self);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (can_add (&self, annotation))
        add_annotation (&self, annotation);
    }
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    add_link (&self, postil_layer_get_link (layer, i));
  postil_cas_add_own_types (self.cas, names);
  return self.cas;
}
