/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A UIMA CAS in memory. Invariant: ids are unique and not 0; types never form a ring that a
 * walk up would not leave. One thread at a time. */

#include "config.h"

#include "exchange/postil-cas.h"

#include <string.h>

#define MAX_ANCESTORS 64u

static void
type_free (gpointer data)
{
  PostilCasType *self = data;

  g_ptr_array_unref (self->features);
  g_free (self);
}

static void
view_free (gpointer data)
{
  PostilCasView *self = data;

  g_array_unref (self->members);
  g_free (self);
}

PostilCas *
postil_cas_new (void)
{
  PostilCas *self = g_new0 (PostilCas, 1);

  postil_scratch_init (&self->scratch);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->types = g_hash_table_new (g_str_hash, g_str_equal);
  self->type_list = g_ptr_array_new_with_free_func (type_free);
  self->structures = g_ptr_array_new ();
  self->by_id = g_hash_table_new (NULL, NULL);
  self->views = g_ptr_array_new_with_free_func (view_free);
  return self;
}

void
postil_cas_free (PostilCas *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->types);
  g_ptr_array_unref (self->type_list);
  g_ptr_array_unref (self->structures);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->views);
  postil_scratch_clear (&self->scratch);
  g_free (self);
}

const char *
postil_cas_copy (PostilCas  *self,
                 const char *text)
{
  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  return postil_scratch_copy (&self->scratch, text, strlen (text));
}

const char *
postil_cas_intern (PostilCas  *self,
                   const char *name)
{
  const char *known;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  known = g_hash_table_lookup (self->names, name);
  if (known != NULL)
    return known;
  known = postil_cas_copy (self, name);
  g_hash_table_add (self->names, (gpointer) known);
  return known;
}

PostilCasType *
postil_cas_add_type (PostilCas  *self,
                     const char *name,
                     const char *super,
                     const char *description)
{
  PostilCasType *type;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  type = g_hash_table_lookup (self->types, name);
  if (type != NULL)
    return type;
  type = g_new0 (PostilCasType, 1);
  type->name = postil_cas_intern (self, name);
  type->super = postil_cas_intern (self, super != NULL && super[0] != '\0' ? super : "uima.cas.TOP");
  type->description = description != NULL && description[0] != '\0' ? postil_cas_copy (self, description) : NULL;
  type->features = g_ptr_array_new ();
  g_ptr_array_add (self->type_list, type);
  g_hash_table_insert (self->types, (gpointer) type->name, type);
  return type;
}

void
postil_cas_add_feature (PostilCas     *self,
                        PostilCasType *type,
                        const char    *name,
                        const char    *range,
                        const char    *element,
                        const char    *description)
{
  PostilCasFeature *feature;

  g_return_if_fail (self != NULL && type != NULL && name != NULL);

  for (guint i = 0; i < type->features->len; i++)
    if (strcmp (((PostilCasFeature *) type->features->pdata[i])->name, name) == 0)
      return;
  feature = postil_scratch_alloc (&self->scratch, sizeof *feature);
  *feature = (PostilCasFeature) {
    .name = postil_cas_intern (self, name),
    .range = postil_cas_intern (self, range != NULL ? range : POSTIL_CAS_STRING),
    .element = element != NULL ? postil_cas_intern (self, element) : NULL,
    .description = description != NULL && description[0] != '\0' ? postil_cas_copy (self, description) : NULL,
  };
  g_ptr_array_add (type->features, feature);
}

PostilCasFs *
postil_cas_add (PostilCas  *self,
                guint32     id,
                const char *type,
                guint       line)
{
  PostilCasFs *fs;

  g_return_val_if_fail (self != NULL && type != NULL, NULL);

  if (id == 0 || g_hash_table_contains (self->by_id, GUINT_TO_POINTER (id)))
    return NULL;
  fs = postil_scratch_alloc (&self->scratch, sizeof *fs);
  *fs = (PostilCasFs) { .id = id, .line = line, .type = postil_cas_intern (self, type) };
  g_ptr_array_add (self->structures, fs);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (id), fs);
  return fs;
}

PostilCasFs *
postil_cas_lookup (PostilCas *self,
                   guint32    id)
{
  g_return_val_if_fail (self != NULL, NULL);

  return id != 0 ? g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id)) : NULL;
}

PostilCasView *
postil_cas_add_view (PostilCas  *self,
                     const char *name,
                     guint32     sofa)
{
  PostilCasView *view;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  view = g_new0 (PostilCasView, 1);
  view->name = postil_cas_intern (self, name);
  view->sofa = sofa;
  view->members = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_ptr_array_add (self->views, view);
  return view;
}

PostilCasValue *
postil_cas_add_value (PostilCas     *self,
                      PostilCasFs   *fs,
                      const char    *name,
                      PostilCasKind  kind)
{
  PostilCasValue *value;

  g_return_val_if_fail (self != NULL && fs != NULL && name != NULL, NULL);

  value = postil_scratch_alloc (&self->scratch, sizeof *value);
  *value = (PostilCasValue) { .name = postil_cas_intern (self, name), .kind = kind };
  if (fs->last != NULL)
    fs->last->next = value;
  else
    fs->values = value;
  fs->last = value;
  return value;
}

void
postil_cas_add_text (PostilCas   *self,
                     PostilCasFs *fs,
                     const char  *name,
                     const char  *text)
{
  if (text != NULL)
    postil_cas_add_value (self, fs, name, POSTIL_CAS_TEXT)->text = postil_cas_copy (self, text);
}

void
postil_cas_add_uint (PostilCas   *self,
                     PostilCasFs *fs,
                     const char  *name,
                     guint        number)
{
  char digits[16];

  g_snprintf (digits, sizeof digits, "%u", number);
  postil_cas_add_text (self, fs, name, digits);
}

void
postil_cas_add_ref (PostilCas   *self,
                    PostilCasFs *fs,
                    const char  *name,
                    guint32      ref)
{
  postil_cas_add_value (self, fs, name, POSTIL_CAS_REF)->ref = ref;
}

PostilCasValue *
postil_cas_find (const PostilCasFs *fs,
                 const char        *name)
{
  g_return_val_if_fail (fs != NULL && name != NULL, NULL);

  for (PostilCasValue *value = fs->values; value != NULL; value = value->next)
    if (strcmp (value->name, name) == 0)
      return value;
  return NULL;
}

const char *
postil_cas_get_text (const PostilCasFs *fs,
                     const char        *name)
{
  const PostilCasValue *value = postil_cas_find (fs, name);

  return value != NULL && (value->kind == POSTIL_CAS_TEXT || value->kind == POSTIL_CAS_RAW) ? value->text : NULL;
}

guint32
postil_cas_get_ref (const PostilCasFs *fs,
                    const char        *name)
{
  const PostilCasValue *value = postil_cas_find (fs, name);

  return value != NULL && value->kind == POSTIL_CAS_REF ? value->ref : 0;
}

gboolean
postil_cas_parse_id (const char *text,
                     guint32    *id)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL))
    return FALSE;
  *id = (guint32) number;
  return TRUE;
}

gboolean
postil_cas_get_uint (const PostilCasFs *fs,
                     const char        *name,
                     guint32           *number)
{
  return postil_cas_parse_id (postil_cas_get_text (fs, name), number);
}

const char *
postil_cas_get_short_name (const char *type)
{
  const char *dot = strrchr (type, '.');

  return dot != NULL && dot[1] != '\0' ? dot + 1 : type;
}

/* What every type system has without saying so. */
static const char *
get_builtin_super (const char *name)
{
  if (strcmp (name, POSTIL_CAS_DOCUMENT) == 0)
    return POSTIL_CAS_ANNOTATION;
  if (strcmp (name, POSTIL_CAS_ANNOTATION) == 0)
    return POSTIL_CAS_ANNOTATION_BASE;
  return NULL;
}

static const char *
get_super (PostilCas  *self,
           const char *name)
{
  const char *builtin = get_builtin_super (name);
  PostilCasType *type = builtin == NULL ? g_hash_table_lookup (self->types, name) : NULL;

  return type != NULL ? type->super : builtin;
}

gboolean
postil_cas_is_a (PostilCas  *self,
                 const char *type,
                 const char *ancestor)
{
  g_return_val_if_fail (self != NULL && ancestor != NULL, FALSE);

  for (guint i = 0; type != NULL && i < MAX_ANCESTORS; i++, type = get_super (self, type))
    if (strcmp (type, ancestor) == 0)
      return TRUE;
  return FALSE;
}

const PostilCasFeature *
postil_cas_get_feature (PostilCas  *self,
                        const char *type,
                        const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; type != NULL && i < MAX_ANCESTORS; i++, type = get_super (self, type))
    {
      PostilCasType *declared = g_hash_table_lookup (self->types, type);

      for (guint j = 0; declared != NULL && j < declared->features->len; j++)
        if (strcmp (((PostilCasFeature *) declared->features->pdata[j])->name, name) == 0)
          return declared->features->pdata[j];
    }
  return NULL;
}

static gboolean
is_primitive (PostilCas  *self,
              const char *range,
              gsize       n)
{
  static const char *const names[] = { "String", "Integer", "Float", "Boolean", "Byte", "Short", "Long", "Double", NULL };
  g_autofree char *name = g_strndup (range, n);

  if (g_str_has_prefix (name, "uima.cas.") && g_strv_contains (names, name + strlen ("uima.cas.")))
    return TRUE;
  return postil_cas_is_a (self, name, POSTIL_CAS_STRING);
}

PostilCasKind
postil_cas_get_kind (PostilCas  *self,
                     const char *range)
{
  gsize n = strlen (range);

  if (n > 2 && strcmp (range + n - 2, "[]") == 0)
    return is_primitive (self, range, n - 2) ? POSTIL_CAS_TEXTS : POSTIL_CAS_REFS;
  if (g_str_has_prefix (range, "uima.cas.") && (g_str_has_suffix (range, "Array") || g_str_has_suffix (range, "List")))
    return strstr (range, "FS") != NULL ? POSTIL_CAS_REFS : POSTIL_CAS_TEXTS;
  return is_primitive (self, range, n) ? POSTIL_CAS_TEXT : POSTIL_CAS_REF;
}

gboolean
postil_cas_is_annotation (PostilCas         *self,
                          const PostilCasFs *fs)
{
  g_return_val_if_fail (self != NULL && fs != NULL, FALSE);

  if (postil_cas_is_a (self, fs->type, POSTIL_CAS_ANNOTATION))
    return TRUE;
  return !g_hash_table_contains (self->types, fs->type) && postil_cas_find (fs, "begin") != NULL
         && postil_cas_find (fs, "end") != NULL;
}
