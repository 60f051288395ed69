/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A CAS as XMI with its type system, or as CAS JSON 0.4: what Postil builds, that is texts and
 * references, no arrays. Pure; any thread. */

#include "config.h"

#include "exchange/postil-cas.h"

#include <string.h>

#include "base/postil-json-writer.h"
#include "base/postil-xml-writer.h"

/* "webanno.custom" of "webanno.custom.Passage". */
static char *
dup_package (const char *type)
{
  const char *dot = strrchr (type, '.');

  return g_strndup (type, dot != NULL ? (gsize) (dot - type) : 0);
}

/* The last part of the package, with a number where two have the same; the order of use. */
static GHashTable *
dup_prefixes (PostilCas *self,
              GPtrArray *packages)
{
  GHashTable *prefixes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->structures->len; i++)
    {
      char *package = dup_package (((PostilCasFs *) self->structures->pdata[i])->type);
      const char *name = postil_cas_get_short_name (package);
      char *prefix;

      if (g_hash_table_contains (prefixes, package))
        {
          g_free (package);
          continue;
        }
      prefix = g_strdup (name);
      for (guint n = 2; g_hash_table_contains (taken, prefix) || strcmp (prefix, "xmi") == 0; n++)
        {
          g_free (prefix);
          prefix = g_strdup_printf ("%s%u", name, n);
        }
      g_hash_table_add (taken, prefix);
      g_hash_table_insert (prefixes, package, prefix);
      g_ptr_array_add (packages, package);
    }
  return prefixes;
}

static void
append_structure (GString           *out,
                  const PostilCasFs *fs,
                  GHashTable        *prefixes)
{
  g_autofree char *package = dup_package (fs->type);

  g_string_append_printf (out, "  <%s:%s xmi:id=\"%u\"", (const char *) g_hash_table_lookup (prefixes, package),
                          postil_cas_get_short_name (fs->type), fs->id);
  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    if (value->kind == POSTIL_CAS_REF)
      g_string_append_printf (out, " %s=\"%u\"", value->name, value->ref);
    else
      postil_xml_append_attribute (out, value->name, value->text);
  g_string_append (out, "/>\n");
}

void
postil_cas_write_xmi (PostilCas *self,
                      GString   *out)
{
  g_autoptr (GPtrArray) packages = g_ptr_array_new ();
  g_autoptr (GHashTable) prefixes = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  prefixes = dup_prefixes (self, packages);
  g_string_append (out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\"");
  for (guint i = 0; i < packages->len; i++)
    {
      g_autofree char *path = g_strdelimit (g_strdup (packages->pdata[i]), ".", '/');

      g_string_append_printf (out, " xmlns:%s=\"http:///%s.ecore\"",
                              (const char *) g_hash_table_lookup (prefixes, packages->pdata[i]), path);
    }
  g_string_append (out, " xmi:version=\"2.0\">\n  <cas:NULL xmi:id=\"0\"/>\n");
  for (guint i = 0; i < self->structures->len; i++)
    append_structure (out, self->structures->pdata[i], prefixes);
  for (guint i = 0; i < self->views->len; i++)
    {
      const PostilCasView *view = self->views->pdata[i];

      g_string_append_printf (out, "  <cas:View sofa=\"%u\" members=\"", view->sofa);
      for (guint j = 0; j < view->members->len; j++)
        g_string_append_printf (out, j > 0 ? " %u" : "%u", g_array_index (view->members, guint32, j));
      g_string_append (out, "\"/>\n");
    }
  g_string_append (out, "</xmi:XMI>\n");
}

static void
append_element (GString    *out,
                const char *indent,
                const char *name,
                const char *text)
{
  g_string_append_printf (out, "%s<%s>", indent, name);
  if (text != NULL)
    postil_xml_append_text (out, text);
  g_string_append_printf (out, "</%s>\n", name);
}

void
postil_cas_write_types (PostilCas *self,
                        GString   *out)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  g_string_append (out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n");
  for (guint i = 0; i < self->type_list->len; i++)
    {
      const PostilCasType *type = self->type_list->pdata[i];

      g_string_append (out, "    <typeDescription>\n");
      append_element (out, "      ", "name", type->name);
      append_element (out, "      ", "description", type->description);
      append_element (out, "      ", "supertypeName", type->super);
      if (type->features->len > 0)
        g_string_append (out, "      <features>\n");
      for (guint j = 0; j < type->features->len; j++)
        {
          const PostilCasFeature *feature = type->features->pdata[j];

          g_string_append (out, "        <featureDescription>\n");
          append_element (out, "          ", "name", feature->name);
          append_element (out, "          ", "description", feature->description);
          append_element (out, "          ", "rangeTypeName", feature->range);
          g_string_append (out, "        </featureDescription>\n");
        }
      if (type->features->len > 0)
        g_string_append (out, "      </features>\n");
      g_string_append (out, "    </typeDescription>\n");
    }
  g_string_append (out, "  </types>\n</typeSystemDescription>\n");
}

static void
write_json_types (PostilCas        *self,
                  PostilJsonWriter *json)
{
  postil_json_writer_key (json, "%TYPES");
  postil_json_writer_begin_object (json);
  for (guint i = 0; i < self->type_list->len; i++)
    {
      const PostilCasType *type = self->type_list->pdata[i];

      postil_json_writer_key (json, type->name);
      postil_json_writer_begin_object (json);
      postil_json_writer_member (json, "%NAME", type->name);
      postil_json_writer_member (json, "%SUPER_TYPE", type->super);
      for (guint j = 0; j < type->features->len; j++)
        {
          const PostilCasFeature *feature = type->features->pdata[j];

          postil_json_writer_key (json, feature->name);
          postil_json_writer_begin_object (json);
          postil_json_writer_member (json, "%NAME", feature->name);
          postil_json_writer_member (json, "%RANGE", feature->range);
          postil_json_writer_end_object (json);
        }
      postil_json_writer_end_object (json);
    }
  postil_json_writer_end_object (json);
}

static gboolean
is_literal (PostilCas            *self,
            const PostilCasFs    *fs,
            const PostilCasValue *value)
{
  const PostilCasFeature *feature;

  if (strcmp (value->name, "begin") == 0 || strcmp (value->name, "end") == 0 || strcmp (value->name, "sofaNum") == 0)
    return TRUE;
  feature = postil_cas_get_feature (self, fs->type, value->name);
  return feature != NULL && (strcmp (feature->range, POSTIL_CAS_BOOLEAN) == 0 || strcmp (feature->range, POSTIL_CAS_INTEGER) == 0);
}

static void
write_json_structure (PostilCas         *self,
                      const PostilCasFs *fs,
                      PostilJsonWriter  *json)
{
  postil_json_writer_begin_object (json);
  postil_json_writer_member_uint (json, "%ID", fs->id);
  postil_json_writer_member (json, "%TYPE", fs->type);
  for (const PostilCasValue *value = fs->values; value != NULL; value = value->next)
    if (value->kind == POSTIL_CAS_REF)
      {
        g_autofree char *key = g_strconcat ("@", value->name, NULL);

        postil_json_writer_member_uint (json, key, value->ref);
      }
    else if (is_literal (self, fs, value))
      {
        postil_json_writer_key (json, value->name);
        postil_json_writer_raw (json, value->text, -1);
      }
    else
      postil_json_writer_member (json, value->name, value->text);
  postil_json_writer_end_object (json);
}

void
postil_cas_write_json (PostilCas *self,
                       GString   *out)
{
  PostilJsonWriter json;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  postil_json_writer_init (&json, out, FALSE);
  postil_json_writer_begin_object (&json);
  write_json_types (self, &json);
  postil_json_writer_key (&json, "%FEATURE_STRUCTURES");
  postil_json_writer_begin_array (&json);
  for (guint i = 0; i < self->structures->len; i++)
    write_json_structure (self, self->structures->pdata[i], &json);
  postil_json_writer_end_array (&json);
  postil_json_writer_key (&json, "%VIEWS");
  postil_json_writer_begin_object (&json);
  for (guint i = 0; i < self->views->len; i++)
    {
      const PostilCasView *view = self->views->pdata[i];

      postil_json_writer_key (&json, view->name);
      postil_json_writer_begin_object (&json);
      postil_json_writer_member_uint (&json, "%SOFA", view->sofa);
      postil_json_writer_key (&json, "%MEMBERS");
      postil_json_writer_begin_array (&json);
      for (guint j = 0; j < view->members->len; j++)
        postil_json_writer_uint (&json, g_array_index (view->members, guint32, j));
      postil_json_writer_end_array (&json);
      postil_json_writer_end_object (&json);
    }
  postil_json_writer_end_object (&json);
  postil_json_writer_end_object (&json);
  g_string_append_c (out, '\n');
}
