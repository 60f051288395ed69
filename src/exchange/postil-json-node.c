/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks into a tree of foreign JSON. Invariant: no node is asked for a value of a type that it
 * does not hold. Any thread. */

#include "config.h"

#include "exchange/postil-json-node.h"

#include <glib/gi18n-lib.h>

JsonNode *
postil_json_node_get_member (JsonNode   *node,
                             const char *name)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), name) : NULL;
}

const char *
postil_json_node_get_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

const char *
postil_json_node_get_text (JsonNode   *node,
                           const char *name)
{
  return postil_json_node_get_string (postil_json_node_get_member (node, name));
}

guint
postil_json_node_count (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

JsonNode *
postil_json_node_get_item (JsonNode *node,
                           guint     index)
{
  return index < postil_json_node_count (node) ? json_array_get_element (json_node_get_array (node), index) : NULL;
}

guint
postil_json_node_count_loosely (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return 0;
  return JSON_NODE_HOLDS_ARRAY (node) ? postil_json_node_count (node) : 1;
}

JsonNode *
postil_json_node_get_loosely (JsonNode *node,
                              guint     index)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? postil_json_node_get_item (node, index) : node;
}

char *
postil_json_node_dup_id (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return NULL;
}

static gboolean
is_empty (JsonNode *node)
{
  const char *text = postil_json_node_get_string (node);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_size (json_node_get_object (node)) == 0;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) == 0;
  return JSON_NODE_HOLDS_NULL (node) || (text != NULL && text[0] == '\0');
}

void
postil_json_node_report_members (JsonNode          *node,
                                 const char *const *known,
                                 const char        *file,
                                 guint              line,
                                 GHashTable        *told,
                                 PostilReport      *losses)
{
  g_autoptr (GList) names = NULL;

  g_return_if_fail (known != NULL);
  g_return_if_fail (told != NULL && losses != NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data) && !is_empty (postil_json_node_get_member (node, l->data))
        && !g_hash_table_contains (told, l->data))
      {
        g_hash_table_add (told, g_strdup (l->data));
        postil_report_add (losses, file, line, "member", NULL,
                           _("Postil does not know the member “%s”, so it was left out."), (const char *) l->data);
      }
}
