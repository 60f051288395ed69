/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-network.h"

G_BEGIN_DECLS

/* What postil-network.c (which statements count) hands to postil-network-ties.c (what weight
 * ties have). */
typedef struct
{
  const PostilStatement *statement;
  guint                  day;
  guint                  order;
  guint                  level; /* of the qualifier, from 0 */
} PostilNetworkItem;

typedef struct
{
  PostilStatements    *statements;
  PostilNetworkOptions options;
  GArray              *items;  /* (element-type PostilNetworkItem) that count, by day */
  GPtrArray           *words;  /* the levels of a text, in order; borrowed */
  GArray              *values; /* (element-type double) those of a number */
} PostilNetworkMaker;

PostilNetwork *postil_network_maker_make (PostilNetworkMaker *self,
                                          guint               first_item,
                                          guint               end_item,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
