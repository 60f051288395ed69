/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The names that an export to brat uses, and the annotation.conf and visual.conf that declare
 * them. Invariant: two ids never share a name, and the same articles in the same order give
 * the same names. Any thread. */

#include "config.h"

#include "exchange/postil-brat.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_VALUES 500u /* of an attribute: brat offers each in a menu */

static void
naming_init (PostilBratNaming *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);
  self->ids = g_ptr_array_new ();
}

static void
naming_clear (PostilBratNaming *self)
{
  g_ptr_array_unref (self->ids);
  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->names);
}

static char *
dup_name (const char *id)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = id; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_c (name, g_ascii_isalnum (*p) || *p == '-' || *p == '_' ? *p : '_');
  if (name->len == 0 || !g_ascii_isalpha (name->str[0]))
    g_string_prepend (name, "x");
  return g_strdup (name->str);
}

const char *
postil_brat_vocabulary_get_name (PostilBratVocabulary *self,
                                 PostilBratNames       names,
                                 const char           *id)
{
  PostilBratNaming *naming;
  g_autofree char *stem = NULL;
  char *name;
  char *key;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  naming = &self->naming[names];
  name = g_hash_table_lookup (naming->names, id);
  if (name != NULL)
    return name;
  stem = dup_name (id);
  name = g_strdup (stem);
  for (guint n = 2; g_hash_table_contains (naming->taken, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", stem, n);
    }
  key = g_strdup (id);
  g_hash_table_insert (naming->names, key, name);
  g_hash_table_add (naming->taken, name);
  g_ptr_array_add (naming->ids, key);
  return name;
}

PostilBratVocabulary *
postil_brat_vocabulary_new (PostilCodebook *codebook)
{
  PostilBratVocabulary *self = g_new0 (PostilBratVocabulary, 1);

  self->codebook = codebook != NULL ? postil_codebook_ref (codebook) : NULL;
  for (guint i = 0; i < POSTIL_BRAT_N_NAMES; i++)
    naming_init (&self->naming[i]);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  g_hash_table_add (self->naming[POSTIL_BRAT_ATTRIBUTE].taken, (gpointer) POSTIL_BRAT_UNSURE);
  if (codebook == NULL)
    return self;
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ENTITY, postil_codebook_get_code (codebook, i)->id);
  for (guint i = 0; i < postil_codebook_get_n_links (codebook); i++)
    postil_brat_vocabulary_get_name (self, POSTIL_BRAT_RELATION, postil_codebook_get_link (codebook, i)->id);
  for (guint i = 0; i < postil_codebook_get_n_attributes (codebook); i++)
    postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ATTRIBUTE, postil_codebook_get_attribute (codebook, i)->id);
  return self;
}

void
postil_brat_vocabulary_free (PostilBratVocabulary *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < POSTIL_BRAT_N_NAMES; i++)
    naming_clear (&self->naming[i]);
  g_hash_table_unref (self->values);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_free (self);
}

void
postil_brat_vocabulary_add_value (PostilBratVocabulary *self,
                                  const char           *attribute,
                                  const char           *value)
{
  GHashTable *values;

  g_return_if_fail (self != NULL);
  g_return_if_fail (attribute != NULL);
  g_return_if_fail (value != NULL);

  values = g_hash_table_lookup (self->values, attribute);
  if (values == NULL)
    {
      values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->values, g_strdup (attribute), values);
    }
  if (g_hash_table_size (values) < MAX_VALUES && strpbrk (value, ",|:\t") == NULL)
    g_hash_table_add (values, g_strdup (value));
}

static void
append_escaped (GString    *out,
                const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, TRUE);

  g_string_append (out, escaped);
}

/* What the names that had to be changed stand for. */
static void
append_names (PostilBratVocabulary *self,
              GString              *out)
{
  const char *const kinds[] = { "entity", "relation", "attribute" };

  for (guint i = 0; i < POSTIL_BRAT_N_NAMES; i++)
    for (guint j = 0; j < self->naming[i].ids->len; j++)
      {
        const char *id = g_ptr_array_index (self->naming[i].ids, j);
        const char *name = g_hash_table_lookup (self->naming[i].names, id);

        if (strcmp (id, name) == 0)
          continue;
        g_string_append_printf (out, "# Postil %s: %s ", kinds[i], name);
        append_escaped (out, id);
        g_string_append_c (out, '\n');
      }
}

/* brat knows menus only; these attributes take any text. */
static void
append_texts (PostilBratVocabulary *self,
              GString              *out)
{
  PostilBratNaming *naming = &self->naming[POSTIL_BRAT_ATTRIBUTE];

  for (guint i = 0; i < naming->ids->len; i++)
    {
      const char *id = g_ptr_array_index (naming->ids, i);
      const PostilAttributeDef *attribute = self->codebook != NULL ? postil_codebook_lookup_attribute (self->codebook, id) : NULL;

      if (attribute == NULL || attribute->kind == POSTIL_ATTRIBUTE_TEXT)
        g_string_append_printf (out, "# Postil text: %s\n", (const char *) g_hash_table_lookup (naming->names, id));
    }
}

static void
append_entities (PostilBratVocabulary *self,
                 GString              *out)
{
  g_string_append (out, "\n[entities]\n\n");
  for (guint i = 0; i < self->naming[POSTIL_BRAT_ENTITY].ids->len; i++)
    {
      const char *id = g_ptr_array_index (self->naming[POSTIL_BRAT_ENTITY].ids, i);
      const PostilCode *code = self->codebook != NULL ? postil_codebook_lookup_code (self->codebook, id) : NULL;

      for (guint j = 0; code != NULL && j < code->depth; j++)
        g_string_append_c (out, '\t');
      g_string_append_printf (out, "%s\n", postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ENTITY, id));
    }
}

static void
append_types (PostilBratVocabulary *self,
              GString              *out,
              const char *const    *codes)
{
  if (codes == NULL || codes[0] == NULL)
    g_string_append (out, "<ENTITY>");
  for (guint i = 0; codes != NULL && codes[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, '|');
      g_string_append (out, postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ENTITY, codes[i]));
    }
}

static void
append_relations (PostilBratVocabulary *self,
                  GString              *out)
{
  g_string_append (out, "\n[relations]\n\n");
  for (guint i = 0; i < self->naming[POSTIL_BRAT_RELATION].ids->len; i++)
    {
      const char *id = g_ptr_array_index (self->naming[POSTIL_BRAT_RELATION].ids, i);
      const PostilLinkDef *link = self->codebook != NULL ? postil_codebook_lookup_link (self->codebook, id) : NULL;

      g_string_append_printf (out, "%s\tArg1:", postil_brat_vocabulary_get_name (self, POSTIL_BRAT_RELATION, id));
      append_types (self, out, link != NULL ? link->from_codes : NULL);
      g_string_append (out, ", Arg2:");
      append_types (self, out, link != NULL ? link->to_codes : NULL);
      g_string_append_c (out, '\n');
    }
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
append_values (PostilBratVocabulary     *self,
               GString                  *out,
               const char               *id,
               const PostilAttributeDef *attribute)
{
  GHashTable *seen = g_hash_table_lookup (self->values, id);
  g_autofree const char **values = NULL;
  guint n_values = 0;

  if (attribute != NULL && attribute->kind == POSTIL_ATTRIBUTE_CHOICE && attribute->choices[0] != NULL)
    {
      g_autofree char *joined = g_strjoinv ("|", (char **) attribute->choices);

      g_string_append_printf (out, ", Value:%s", joined);
      return;
    }
  if (attribute != NULL && attribute->kind == POSTIL_ATTRIBUTE_BOOLEAN)
    return;
  if (seen != NULL)
    values = (const char **) g_hash_table_get_keys_as_array (seen, &n_values);
  if (n_values > 0)
    qsort (values, n_values, sizeof *values, compare_strings);
  for (guint i = 0; i < n_values; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? ", Value:" : "|", values[i]);
}

static void
append_attributes (PostilBratVocabulary *self,
                   GString              *out)
{
  g_string_append (out, "\n[events]\n\n[attributes]\n\n" POSTIL_BRAT_UNSURE "\tArg:<ENTITY>\n");
  for (guint i = 0; i < self->naming[POSTIL_BRAT_ATTRIBUTE].ids->len; i++)
    {
      const char *id = g_ptr_array_index (self->naming[POSTIL_BRAT_ATTRIBUTE].ids, i);
      const PostilAttributeDef *attribute = self->codebook != NULL ? postil_codebook_lookup_attribute (self->codebook, id) : NULL;

      g_string_append_printf (out, "%s\tArg:", postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ATTRIBUTE, id));
      append_types (self, out, attribute != NULL ? attribute->codes : NULL);
      append_values (self, out, id, attribute);
      g_string_append_c (out, '\n');
    }
}

static void
append_label (GString    *out,
              const char *name,
              const char *label)
{
  g_autofree char *plain = g_strdelimit (g_strdup (label), "|\n\r\t", ' ');

  if (plain[0] != '\0' && strcmp (plain, name) != 0)
    g_string_append_printf (out, "%s | %s\n", name, plain);
}

static void
append_visual (PostilBratVocabulary *self,
               GString              *out)
{
  g_string_append (out, "[labels]\n\n");
  for (guint i = 0; self->codebook != NULL && i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      append_label (out, postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ENTITY, code->id), code->label);
    }
  for (guint i = 0; self->codebook != NULL && i < postil_codebook_get_n_links (self->codebook); i++)
    {
      const PostilLinkDef *link = postil_codebook_get_link (self->codebook, i);

      append_label (out, postil_brat_vocabulary_get_name (self, POSTIL_BRAT_RELATION, link->id), link->label);
    }
  for (guint i = 0; self->codebook != NULL && i < postil_codebook_get_n_attributes (self->codebook); i++)
    {
      const PostilAttributeDef *attribute = postil_codebook_get_attribute (self->codebook, i);

      append_label (out, postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ATTRIBUTE, attribute->id), attribute->label);
    }
  g_string_append (out, "\n[drawing]\n\n");
  for (guint i = 0; self->codebook != NULL && i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      g_string_append_printf (out, "%s\tbgColor:%s\n",
                              postil_brat_vocabulary_get_name (self, POSTIL_BRAT_ENTITY, code->id), code->color);
    }
}

void
postil_brat_vocabulary_write (PostilBratVocabulary *self,
                              const char           *coder,
                              const char           *coder_name,
                              GString              *annotation,
                              GString              *visual)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (coder != NULL);

  g_string_append (annotation, "# Postil coder: ");
  append_escaped (annotation, coder);
  if (coder_name != NULL)
    {
      g_string_append_c (annotation, ' ');
      append_escaped (annotation, coder_name);
    }
  g_string_append_c (annotation, '\n');
  append_names (self, annotation);
  append_texts (self, annotation);
  append_entities (self, annotation);
  append_relations (self, annotation);
  append_attributes (self, annotation);
  append_visual (self, visual);
}

static void
report_code (const PostilCode *code,
             PostilReport     *losses)
{
  if (code->definition[0] != '\0' || code->when[0] != '\0' || code->when_not[0] != '\0' || code->examples[0] != NULL)
    postil_report_add (losses, "annotation.conf", 0, "codebook", code->id,
                       _("The definition, the rules and the examples of the code “%s” are not kept."), code->label);
  if (code->key[0] != '\0')
    postil_report_add (losses, "annotation.conf", 0, "codebook", code->id,
                       _("The key “%s” of the code “%s” is not kept."), code->key, code->label);
}

void
postil_brat_vocabulary_report (PostilBratVocabulary *self,
                               PostilReport         *losses)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (losses != NULL);

  if (self->codebook == NULL)
    return;
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    report_code (postil_codebook_get_code (self->codebook, i), losses);
  for (guint i = 0; i < postil_codebook_get_n_attributes (self->codebook); i++)
    if (postil_codebook_get_attribute (self->codebook, i)->definition[0] != '\0')
      postil_report_add (losses, "annotation.conf", 0, "codebook", postil_codebook_get_attribute (self->codebook, i)->id,
                         _("The definition of the attribute “%s” is not kept."),
                         postil_codebook_get_attribute (self->codebook, i)->label);
  for (guint i = 0; i < postil_codebook_get_n_links (self->codebook); i++)
    if (postil_codebook_get_link (self->codebook, i)->definition[0] != '\0')
      postil_report_add (losses, "annotation.conf", 0, "codebook", postil_codebook_get_link (self->codebook, i)->id,
                         _("The definition of the link “%s” is not kept."),
                         postil_codebook_get_link (self->codebook, i)->label);
}
