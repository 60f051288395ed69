/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* UIMA's CAS JSON 0.4 into a CAS, by the strict reader alone, so that neither depth nor size
 * of a hostile file costs more than its bytes. Members that are not known are passed over.
 * Any thread. */

#include "config.h"

#include "exchange/postil-cas.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"

typedef struct
{
  PostilCas        *cas;
  PostilJsonReader  json;
  const char       *file;
  PostilReport     *errors;
} Reader;

/* Calls @func for each member of the object that begins here, with its value the current token. */
typedef gboolean (*MemberFunc) (Reader *self, const char *key, gpointer user_data);

static gboolean
skip (Reader *self)
{
  return postil_json_reader_skip (&self->json, NULL, NULL);
}

static gboolean
foreach_member (Reader    *self,
                MemberFunc func,
                gpointer   user_data)
{
  if (self->json.token != POSTIL_JSON_OBJECT_BEGIN)
    return skip (self);
  while (postil_json_reader_next (&self->json) == POSTIL_JSON_KEY)
    {
      g_autofree char *key = postil_json_reader_dup_string (&self->json);

      if (postil_json_reader_next (&self->json) == POSTIL_JSON_ERROR || !func (self, key, user_data))
        return FALSE;
    }
  return self->json.token == POSTIL_JSON_OBJECT_END;
}

static char *
dup_scalar (Reader *self)
{
  switch (self->json.token)
    {
    case POSTIL_JSON_STRING:
      return postil_json_reader_dup_string (&self->json);
    case POSTIL_JSON_NUMBER:
      return g_strndup (self->json.token_start, self->json.token_length);
    case POSTIL_JSON_TRUE:
      return g_strdup ("true");
    case POSTIL_JSON_FALSE:
      return g_strdup ("false");
    case POSTIL_JSON_ERROR:
    case POSTIL_JSON_END:
    case POSTIL_JSON_OBJECT_BEGIN:
    case POSTIL_JSON_OBJECT_END:
    case POSTIL_JSON_ARRAY_BEGIN:
    case POSTIL_JSON_ARRAY_END:
    case POSTIL_JSON_KEY:
    case POSTIL_JSON_NULL:
    default:
      return NULL;
    }
}

static gboolean
get_id (Reader  *self,
        guint32 *id)
{
  guint64 number;

  if (self->json.token != POSTIL_JSON_NUMBER || !postil_json_reader_get_uint (&self->json, &number) || number > G_MAXINT32)
    return FALSE;
  *id = (guint32) number;
  return TRUE;
}

static void
set_string (Reader  *self,
            char   **string)
{
  if (self->json.token == POSTIL_JSON_STRING && *string == NULL)
    *string = postil_json_reader_dup_string (&self->json);
}

typedef struct
{
  char *range;
  char *element;
  char *description;
} Feature;

static gboolean
read_feature_member (Reader     *self,
                     const char *key,
                     gpointer    user_data)
{
  Feature *feature = user_data;

  if (strcmp (key, "%RANGE") == 0)
    set_string (self, &feature->range);
  else if (strcmp (key, "%ELEMENT_TYPE") == 0)
    set_string (self, &feature->element);
  else if (strcmp (key, "%DESCRIPTION") == 0)
    set_string (self, &feature->description);
  return skip (self);
}

typedef struct
{
  char      *super;
  char      *description;
  GPtrArray *names;
  GArray    *features; /* (element-type Feature) */
} Type;

static gboolean
read_type_member (Reader     *self,
                  const char *key,
                  gpointer    user_data)
{
  Type *type = user_data;
  Feature feature = { NULL, NULL, NULL };
  gboolean done;

  if (strcmp (key, "%SUPER_TYPE") == 0)
    set_string (self, &type->super);
  else if (strcmp (key, "%DESCRIPTION") == 0)
    set_string (self, &type->description);
  if (key[0] == '%' || self->json.token != POSTIL_JSON_OBJECT_BEGIN)
    return skip (self);
  done = foreach_member (self, read_feature_member, &feature);
  g_ptr_array_add (type->names, g_strdup (key));
  g_array_append_val (type->features, feature);
  return done;
}

static void
clear_feature (gpointer data)
{
  Feature *feature = data;

  g_free (feature->range);
  g_free (feature->element);
  g_free (feature->description);
}

static gboolean
read_type (Reader     *self,
           const char *key,
           gpointer    user_data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) features = g_array_new (FALSE, FALSE, sizeof (Feature));
  Type type = { NULL, NULL, names, features };
  PostilCasType *declared;
  gboolean done;

  g_array_set_clear_func (features, clear_feature);
  done = foreach_member (self, read_type_member, &type);
  declared = postil_cas_add_type (self->cas, key, type.super, type.description);
  for (guint i = 0; i < features->len; i++)
    {
      const Feature *feature = &g_array_index (features, Feature, i);

      postil_cas_add_feature (self->cas, declared, names->pdata[i], feature->range, feature->element, feature->description);
    }
  g_free (type.super);
  g_free (type.description);
  return done;
}

/* What an array holds: ids, or values. */
static gboolean
read_elements (Reader    *self,
               GArray    *refs,
               GPtrArray *texts)
{
  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return skip (self);
  while (postil_json_reader_next (&self->json) != POSTIL_JSON_ARRAY_END)
    {
      g_autofree char *text = NULL;
      guint32 id = 0;

      if (self->json.token == POSTIL_JSON_ERROR)
        return FALSE;
      get_id (self, &id);
      text = dup_scalar (self);
      g_array_append_val (refs, id);
      g_ptr_array_add (texts, (gpointer) postil_cas_copy (self->cas, text != NULL ? text : ""));
      if (!skip (self))
        return FALSE;
    }
  return TRUE;
}

/* A structure before it is known what it is: its members come in any order. */
typedef struct
{
  PostilCasFs  fs;
  char        *type;
  gboolean     has_id;
} Draft;

static void
add_elements (Reader      *self,
              PostilCasFs *fs,
              GArray      *refs,
              GPtrArray   *texts)
{
  PostilCasValue *value = postil_cas_add_value (self->cas, fs, "%ELEMENTS", POSTIL_CAS_REFS);
  guint32 *ids = postil_scratch_alloc (&self->cas->scratch, refs->len * sizeof (guint32) + 1);
  const char **copies = postil_scratch_alloc (&self->cas->scratch, texts->len * sizeof (char *) + 1);

  /* An empty array has no data. */
  if (refs->len > 0)
    memcpy (ids, refs->data, refs->len * sizeof (guint32));
  if (texts->len > 0)
    memcpy (copies, texts->pdata, texts->len * sizeof (char *));
  value->refs = ids;
  value->texts = copies;
  value->n = refs->len;
}

static gboolean
read_structure_member (Reader     *self,
                       const char *key,
                       gpointer    user_data)
{
  Draft *draft = user_data;
  g_autofree char *text = NULL;
  guint32 ref = 0;

  if (strcmp (key, "%ID") == 0)
    draft->has_id = get_id (self, &draft->fs.id);
  else if (strcmp (key, "%TYPE") == 0)
    set_string (self, &draft->type);
  else if (strcmp (key, "%ELEMENTS") == 0)
    {
      g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GPtrArray) texts = g_ptr_array_new ();

      if (!read_elements (self, refs, texts))
        return FALSE;
      add_elements (self, &draft->fs, refs, texts);
      return TRUE;
    }
  else if (key[0] == '@')
    {
      if (get_id (self, &ref))
        postil_cas_add_ref (self->cas, &draft->fs, key + 1, ref);
    }
  else if (key[0] != '%' && (text = dup_scalar (self)) != NULL)
    postil_cas_add_text (self->cas, &draft->fs, key[0] == '^' || key[0] == '#' ? key + 1 : key, text);
  return skip (self);
}

static gboolean
take_structure (Reader  *self,
                Draft   *draft,
                guint32  id)
{
  g_autofree char *type = g_steal_pointer (&draft->type);
  g_autofree char *item = NULL;
  PostilCasFs *fs = NULL;

  if (draft->has_id)
    id = draft->fs.id;
  item = g_strdup_printf ("%u", id);
  if (type != NULL)
    fs = postil_cas_add (self->cas, id, type, 0);
  if (fs != NULL)
    {
      fs->values = draft->fs.values;
      fs->last = draft->fs.last;
      return TRUE;
    }
  if (type == NULL)
    postil_report_add (self->errors, self->file, 0, "malformed", item,
                       _("The structure %s has no type, so it was left out."), item);
  else
    postil_report_add (self->errors, self->file, 0, id != 0 ? "duplicate-id" : "malformed", item,
                       id != 0 ? _("Another structure has the id %s already, so this one (%s) was left out.")
                               : _("“%s” is no id of a structure, so this one (%s) was left out."), item, type);
  return TRUE;
}

static gboolean
read_structure (Reader     *self,
                const char *key,
                gpointer    user_data)
{
  Draft draft = { .type = NULL };
  guint32 id = 0;

  if (self->json.token != POSTIL_JSON_OBJECT_BEGIN)
    return skip (self);
  if (!foreach_member (self, read_structure_member, &draft))
    {
      g_free (draft.type);
      return FALSE;
    }
  if (key != NULL)
    postil_cas_parse_id (key, &id);
  return take_structure (self, &draft, id);
}

/* An array; older files have an object with the ids as its keys. */
static gboolean
read_structures (Reader *self)
{
  if (self->json.token == POSTIL_JSON_OBJECT_BEGIN)
    return foreach_member (self, read_structure, NULL);
  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return skip (self);
  while (postil_json_reader_next (&self->json) != POSTIL_JSON_ARRAY_END)
    if (self->json.token == POSTIL_JSON_ERROR || !read_structure (self, NULL, NULL))
      return FALSE;
  return TRUE;
}

static gboolean
read_view_member (Reader     *self,
                  const char *key,
                  gpointer    user_data)
{
  PostilCasView *view = user_data;

  if (strcmp (key, "%SOFA") == 0)
    get_id (self, &view->sofa);
  else if (strcmp (key, "%MEMBERS") == 0 && self->json.token == POSTIL_JSON_ARRAY_BEGIN)
    {
      g_autoptr (GPtrArray) texts = g_ptr_array_new ();

      view->has_members = TRUE;
      return read_elements (self, view->members, texts);
    }
  return skip (self);
}

static gboolean
read_view (Reader     *self,
           const char *key,
           gpointer    user_data)
{
  return foreach_member (self, read_view_member, postil_cas_add_view (self->cas, key, 0));
}

static gboolean
read_part (Reader     *self,
           const char *key,
           gpointer    user_data)
{
  gboolean *is_cas = user_data;

  if (strcmp (key, "%TYPES") == 0)
    return foreach_member (self, read_type, NULL);
  if (strcmp (key, "%FEATURE_STRUCTURES") == 0)
    {
      *is_cas = TRUE;
      return read_structures (self);
    }
  if (strcmp (key, "%VIEWS") == 0)
    return foreach_member (self, read_view, NULL);
  return skip (self);
}

/* Features that are arrays refer to a structure that holds the elements. */
static void
resolve (PostilCas      *cas,
         PostilCasFs    *fs,
         PostilCasValue *value)
{
  PostilCasFs *target = value->kind == POSTIL_CAS_REF ? postil_cas_lookup (cas, value->ref) : NULL;
  PostilCasValue *elements = target != NULL ? postil_cas_find (target, "%ELEMENTS") : NULL;

  if (elements == NULL)
    return;
  value->kind = postil_cas_get_kind (cas, target->type) == POSTIL_CAS_TEXTS ? POSTIL_CAS_TEXTS : POSTIL_CAS_REFS;
  value->refs = elements->refs;
  value->texts = elements->texts;
  value->n = elements->n;
}

gboolean
postil_cas_read_json (PostilCas    *self,
                      const char   *file,
                      GBytes       *bytes,
                      PostilReport *errors,
                      GError      **error)
{
  Reader reader = { .cas = self, .file = file, .errors = errors };
  gboolean is_cas = FALSE;
  gsize length;
  const char *data;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  data = g_bytes_get_data (bytes, &length);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  postil_json_reader_init (&reader.json, data != NULL ? data : "", length);
  postil_json_reader_next (&reader.json);
  if (!foreach_member (&reader, read_part, &is_cas) || postil_json_reader_next (&reader.json) != POSTIL_JSON_END)
    return postil_json_reader_set_error (&reader.json, error);
  for (guint i = 0; i < self->structures->len; i++)
    for (PostilCasValue *value = ((PostilCasFs *) self->structures->pdata[i])->values; value != NULL; value = value->next)
      resolve (self, self->structures->pdata[i], value);
  if (is_cas)
    return TRUE;
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("This is no CAS JSON: there are no %FEATURE_STRUCTURES in it."));
  return FALSE;
}
