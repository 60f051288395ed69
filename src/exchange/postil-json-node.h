/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "base/postil-report.h"

G_BEGIN_DECLS

/* Looks into foreign JSON, where anything may stand anywhere. All may be given NULL. */
JsonNode   *postil_json_node_get_member    (JsonNode *node, const char *name);
const char *postil_json_node_get_string    (JsonNode *node);
const char *postil_json_node_get_text      (JsonNode *node, const char *name);
guint       postil_json_node_count         (JsonNode *node);
JsonNode   *postil_json_node_get_item      (JsonNode *node, guint index);
/* Where a value may stand alone instead of in an array of one. */
guint       postil_json_node_count_loosely (JsonNode *node);
JsonNode   *postil_json_node_get_loosely   (JsonNode *node, guint index);
/* Members of an object that hold something and are not among @known (NULL-terminated): each
 * name once in @told (element-type utf8, owned) as a loss. */
void        postil_json_node_report_members (JsonNode          *node,
                                            const char *const *known,
                                            const char        *file,
                                            guint              line,
                                            GHashTable        *told,
                                            PostilReport      *losses);
/* A string, or a number as one; NULL for all else. */
char       *postil_json_node_dup_id        (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
