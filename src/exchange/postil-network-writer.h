/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"
#include "model/postil-network.h"

G_BEGIN_DECLS

/* Networks as files: GraphML for Gephi, visone, igraph and networkx, and tables. */

typedef struct
{
  const char     *row_variable;    /* "actor" */
  const char     *column_variable; /* in one mode the same */
  PostilCodebook *codebook;        /* whose codes have labels and colours; may be NULL */
} PostilNetworkNames;

/* FALSE where a name holds what XML has no way to write, and U+FFFD stands in its place. */
gboolean postil_network_append_graphml     (GString                  *out,
                                            PostilNetwork            *network,
                                            const PostilNetworkNames *names);
/* A row a node, a column a node, and the weights; with names at the top and the left. */
void     postil_network_append_matrix      (GString                  *out,
                                            PostilNetwork            *network);
/* from,to,weight: a row a tie; with windows behind day,first,last. */
void     postil_network_append_edges_head  (GString                  *out,
                                            gboolean                  with_window);
void     postil_network_append_edges       (GString                  *out,
                                            PostilNetwork            *network,
                                            gboolean                  with_window);
/* "2024-03-18"; "" for 0. */
char    *postil_network_dup_date           (guint                     day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
