/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"
#include "storage/postil-folder-search.h"

G_BEGIN_DECLS

/* What was searched for in folders: all of a search but whose annotations. Those that the person
 * keeps stay until they are let go, of the others the last ones. */
typedef struct
{
  gboolean           is_kept;
  char              *pattern;
  PostilSearchFlags  flags;
  PostilSearchIn     in;
  char              *code;   /* "" for any */
  char              *actor;  /* "" for any */
} PostilSavedSearch;

PostilSavedSearch *postil_saved_search_new       (const PostilSearchQuery *query) G_GNUC_WARN_UNUSED_RESULT;
void               postil_saved_search_free      (PostilSavedSearch       *self);
/* The same but for being kept. */
gboolean           postil_saved_search_equal     (const PostilSavedSearch *a,
                                                  const PostilSavedSearch *b);
/* In words: what is looked for and under which conditions. */
char              *postil_saved_search_dup_title (const PostilSavedSearch *self,
                                                  PostilCodebook          *codebook) G_GNUC_WARN_UNUSED_RESULT;

/* Of PostilSavedSearch: the kept ones first, each newest first. */
GPtrArray         *postil_searches_read          (GSettings               *settings) G_GNUC_WARN_UNUSED_RESULT;
/* To the front of its kind; what it is equal to goes. */
void               postil_searches_put           (GSettings               *settings,
                                                  const PostilSavedSearch *search);
/* Whether one like it is kept. */
gboolean           postil_searches_is_kept       (GSettings               *settings,
                                                  const PostilSavedSearch *search);

/* Public for tests. */
#define POSTIL_SEARCHES_MAX_RECENT 15u
#define POSTIL_SEARCHES_MAX_KEPT 100u

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilSavedSearch, postil_saved_search_free)

G_END_DECLS
