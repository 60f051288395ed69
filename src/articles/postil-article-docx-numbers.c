/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts the lists of a DOCX as Word does: a paragraph names a list and a level, itself or by
 * its style; the list names an abstract one that has the looks; levels below start again when
 * one above counts on. Not thread-safe. */

#include "config.h"

#include "articles/postil-article-docx-private.h"

#include <stdlib.h>
#include <string.h>

#define N_LEVELS 9u
#define MAX_NUMBER 100000u
#define MAX_STYLES 16u /* that are based on each other */

typedef struct
{
  char    *format; /* "decimal", "bullet"…; NULL: none */
  char    *text;   /* "%1.%2." */
  guint    start;
} Level;

typedef struct
{
  Level    levels[N_LEVELS];
  guint    counts[N_LEVELS];
  gboolean has_counted[N_LEVELS];
} List;

struct _PostilDocxNumbers
{
  GHashTable *abstracts; /* id → xmlNode */
  GHashTable *lists;     /* id → List */
  GHashTable *styles;    /* id → xmlNode */
  xmlNode    *numbering; /* root, or NULL */
};

static void
list_free (List *list)
{
  for (guint i = 0; i < N_LEVELS; i++)
    {
      g_free (list->levels[i].format);
      g_free (list->levels[i].text);
    }
  g_free (list);
}

static const char *
get_value (xmlNode    *node,
           const char *name)
{
  xmlNode *child = postil_xml_get_child (node, name);

  return child != NULL ? postil_xml_get_attribute (child, "val") : NULL;
}

static char *
format_letters (guint number,
                char  first)
{
  /* a … z, aa, bb … as Word has it. */
  guint n = MIN ((number - 1) / 26 + 1, 16);
  char letters[17] = { 0 };

  memset (letters, first + (char) ((number - 1) % 26), n);
  return g_strdup (letters);
}

static char *
format_roman (guint    number,
              gboolean is_upper)
{
  static const struct
  {
    guint       value;
    const char *letters;
  } parts[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
                { 40, "xl" }, { 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" } };
  GString *out = g_string_new (NULL);

  number = MIN (number, 3999);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (; number >= parts[i].value; number -= parts[i].value)
      g_string_append (out, parts[i].letters);
  if (is_upper)
    g_string_ascii_up (out);
  return g_string_free (out, FALSE);
}

char *
postil_article_format_number (guint       number,
                              const char *format)
{
  if (number > 0 && (strcmp (format, "lowerLetter") == 0 || strcmp (format, "a") == 0))
    return format_letters (number, 'a');
  if (number > 0 && (strcmp (format, "upperLetter") == 0 || strcmp (format, "A") == 0))
    return format_letters (number, 'A');
  if (number > 0 && (strcmp (format, "lowerRoman") == 0 || strcmp (format, "i") == 0))
    return format_roman (number, FALSE);
  if (number > 0 && (strcmp (format, "upperRoman") == 0 || strcmp (format, "I") == 0))
    return format_roman (number, TRUE);
  if (strcmp (format, "decimalZero") == 0)
    return g_strdup_printf ("%02u", number);
  return g_strdup_printf ("%u", number);
}

static guint
to_number (const char *value,
           guint       otherwise)
{
  return value != NULL ? (guint) MIN (strtoul (value, NULL, 10), MAX_NUMBER) : otherwise;
}

static void
read_level (List    *list,
            xmlNode *node)
{
  guint index = to_number (postil_xml_get_attribute (node, "ilvl"), N_LEVELS);
  Level *level = &list->levels[MIN (index, N_LEVELS - 1)];
  const char *format = get_value (node, "numFmt"), *text = get_value (node, "lvlText");

  if (index >= N_LEVELS)
    return;
  if (format != NULL)
    {
      g_free (level->format);
      level->format = g_strdup (format);
    }
  if (text != NULL)
    {
      g_free (level->text);
      level->text = g_strdup (text);
    }
  level->start = to_number (get_value (node, "start"), level->start);
}

static void
read_levels (List    *list,
             xmlNode *parent)
{
  for (xmlNode *node = parent != NULL ? parent->children : NULL; node != NULL; node = node->next)
    if (postil_xml_is (node, "lvl"))
      read_level (list, node);
}

static void
read_list (PostilDocxNumbers *self,
           xmlNode           *node)
{
  const char *id = postil_xml_get_attribute (node, "numId");
  const char *abstract = get_value (node, "abstractNumId");
  List *list;

  if (id == NULL || abstract == NULL)
    return;
  list = g_new0 (List, 1);
  for (guint i = 0; i < N_LEVELS; i++)
    list->levels[i].start = 1;
  read_levels (list, g_hash_table_lookup (self->abstracts, abstract));
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (postil_xml_is (child, "lvlOverride"))
      {
        guint index = to_number (postil_xml_get_attribute (child, "ilvl"), N_LEVELS);

        read_levels (list, child);
        if (index < N_LEVELS)
          list->levels[index].start = to_number (get_value (child, "startOverride"), list->levels[index].start);
      }
  g_hash_table_replace (self->lists, g_strdup (id), list);
}

static void
note (GHashTable *table,
      xmlNode    *node,
      const char *name,
      const char *key)
{
  const char *id = postil_xml_is (node, name) ? postil_xml_get_attribute (node, key) : NULL;

  if (id != NULL)
    g_hash_table_replace (table, g_strdup (id), node);
}

PostilDocxNumbers *
postil_docx_numbers_new (xmlDoc *numbering,
                         xmlDoc *styles)
{
  PostilDocxNumbers *self = g_new0 (PostilDocxNumbers, 1);
  xmlNode *root = numbering != NULL ? xmlDocGetRootElement (numbering) : NULL;

  self->abstracts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) list_free);
  for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    note (self->abstracts, node, "abstractNum", "abstractNumId");
  for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    if (postil_xml_is (node, "num"))
      read_list (self, node);
  root = styles != NULL ? xmlDocGetRootElement (styles) : NULL;
  for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    note (self->styles, node, "style", "styleId");
  return self;
}

void
postil_docx_numbers_free (PostilDocxNumbers *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->abstracts);
  g_hash_table_unref (self->styles);
  g_hash_table_unref (self->lists);
  g_free (self);
}

/* The list and level that a paragraph names, or its style, or the one that is based on. */
static List *
find_list (PostilDocxNumbers *self,
           xmlNode           *properties,
           guint             *level,
           gboolean          *is_heading)
{
  const char *style = get_value (properties, "pStyle"), *id = NULL, *depth = NULL;

  for (guint i = 0; i < MAX_STYLES; i++)
    {
      xmlNode *numbers = postil_xml_get_child (properties, "numPr"), *node;

      *is_heading |= get_value (properties, "outlineLvl") != NULL;
      id = get_value (numbers, "numId");
      if (depth == NULL)
        depth = get_value (numbers, "ilvl");
      node = id == NULL && style != NULL ? g_hash_table_lookup (self->styles, style) : NULL;
      if (node == NULL)
        break;
      properties = postil_xml_get_child (node, "pPr");
      style = get_value (node, "basedOn");
    }
  *level = MIN (to_number (depth, 0), N_LEVELS - 1);
  return id != NULL ? g_hash_table_lookup (self->lists, id) : NULL;
}

static void
count (List *list,
       guint level)
{
  for (guint i = 0; i < level; i++)
    if (!list->has_counted[i])
      {
        list->counts[i] = list->levels[i].start;
        list->has_counted[i] = TRUE;
      }
  list->counts[level] = list->has_counted[level] ? list->counts[level] + 1 : list->levels[level].start;
  list->has_counted[level] = TRUE;
  for (guint i = level + 1; i < N_LEVELS; i++)
    list->has_counted[i] = FALSE;
}

static char *
format_label (List *list,
              guint level)
{
  GString *out = g_string_new (NULL);

  for (const char *p = list->levels[level].text; *p != '\0'; p++)
    {
      guint index = *p == '%' && p[1] >= '1' && p[1] <= '9' ? (guint) (p[1] - '1') : N_LEVELS;
      g_autofree char *number = NULL;

      if (index >= N_LEVELS)
        {
          g_string_append_c (out, *p);
          continue;
        }
      number = postil_article_format_number (list->counts[index],
                                             list->levels[index].format != NULL ? list->levels[index].format : "decimal");
      g_string_append (out, number);
      p++;
    }
  return g_string_free (out, FALSE);
}

char *
postil_docx_numbers_next (PostilDocxNumbers *self,
                          xmlNode           *properties,
                          gboolean          *is_list)
{
  guint level = 0;
  gboolean is_heading = FALSE;
  List *list = find_list (self, properties, &level, &is_heading);
  const char *format;

  /* A chapter can have a number without being an item. */
  *is_list = list != NULL && !is_heading;
  if (list == NULL)
    return NULL;
  format = list->levels[level].format;
  if (format == NULL || strcmp (format, "none") == 0 || strcmp (format, "bullet") == 0)
    return NULL;
  count (list, level);
  return list->levels[level].text != NULL ? format_label (list, level) : NULL;
}
