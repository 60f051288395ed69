/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-search.h"

G_BEGIN_DECLS

/* Searching the articles of a folder, and what one coder marked in them: all cores, hits in
 * batches as they come, in no order of the folder. Other coders' files are not opened. */
typedef struct _PostilFolderSearch PostilFolderSearch;

typedef enum
{
  POSTIL_SEARCH_IN_TEXT   = 1 << 0,
  POSTIL_SEARCH_IN_QUOTES = 1 << 1,
  POSTIL_SEARCH_IN_NOTES  = 1 << 2  /* and attributes */
} PostilSearchIn;

/* With a code or an actor only annotations are found; then @pattern may be empty. */
typedef struct
{
  const char        *pattern;
  PostilSearchFlags  flags;
  PostilSearchIn     in;
  const char        *coder;
  const char        *code;   /* NULL for any */
  const char        *actor;  /* a part of an attribute's value, whatever the case; NULL for any */
} PostilSearchQuery;

typedef struct
{
  char       *path;        /* of the article, relative */
  char       *annotation;  /* its id; NULL for a place in the text */
  char       *code;        /* likewise */
  PostilSpan  span;
  char       *before;
  char       *match;
  char       *after;
} PostilSearchHit;

void                postil_search_hit_free     (PostilSearchHit         *hit);

#define POSTIL_SEARCH_MAX_HITS 10000u

/* In the main context that it was started in. @hits: of PostilSearchHit, which may be stolen, in order within an
 * article. @is_last: no more come, all having been looked at or the most hits being there. */
typedef void        (*PostilSearchFunc)        (GPtrArray               *hits,
                                                guint                    n_articles,
                                                gboolean                 is_last,
                                                gpointer                 user_data);

/* Errors: of the pattern. */
PostilFolderSearch *postil_folder_search_start (const char              *root,
                                                const PostilSearchQuery *query,
                                                PostilSearchFunc         func,
                                                gpointer                 user_data,
                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stops it; the function is not called any more. */
void                postil_folder_search_free  (PostilFolderSearch      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFolderSearch, postil_folder_search_free)

G_END_DECLS
