/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* articles.json: what is known about the articles that stand beside it, as a schema.org list.
 * What another program wrote into it stays, to the letter. Any thread. */
#define POSTIL_ARTICLE_LIST_NAME "articles.json"

typedef struct _PostilArticleList PostilArticleList;

const char          *postil_record_field_to_name   (PostilRecordField    field);
/* "title" and "name", "date" and "datePublished" and so on, whatever the case. */
gboolean             postil_record_field_from_name (const char          *name,
                                                    PostilRecordField   *field);
PostilArticleRecord *postil_article_record_new     (const char          *article) G_GNUC_WARN_UNUSED_RESULT;
PostilArticleRecord *postil_article_record_copy    (const PostilArticleRecord *self) G_GNUC_WARN_UNUSED_RESULT;
void                 postil_article_record_free    (PostilArticleRecord *self);
/* White space collapsed. NULL: says nothing of it; "": there is to be none. */
void                 postil_article_record_set     (PostilArticleRecord *self,
                                                    PostilRecordField    field,
                                                    const char          *value);
/* NULL for none. */
const char          *postil_article_record_get     (const PostilArticleRecord *self,
                                                    PostilRecordField    field);
gboolean             postil_article_record_is_empty (const PostilArticleRecord *self);

PostilArticleList   *postil_article_list_new       (void) G_GNUC_WARN_UNUSED_RESULT;
PostilArticleList   *postil_article_list_read      (GBytes              *bytes,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void                 postil_article_list_free      (PostilArticleList   *self);
/* Untouched, it is what was read. */
GBytes              *postil_article_list_write     (PostilArticleList   *self) G_GNUC_WARN_UNUSED_RESULT;
guint                postil_article_list_get_n     (PostilArticleList   *self);
/* The articles that it names, each once. */
char               **postil_article_list_dup_names (PostilArticleList   *self) G_GNUC_WARN_UNUSED_RESULT;
/* NULL where nothing is known of the article. @article: a file name. */
PostilArticleRecord *postil_article_list_dup_record (PostilArticleList  *self,
                                                    const char          *article) G_GNUC_WARN_UNUSED_RESULT;
/* Fields of @record that are NULL stay as they are, so that two writers who know different
 * things both get their way. FALSE where a newer Postil wrote the list. */
gboolean             postil_article_list_put       (PostilArticleList   *self,
                                                    const PostilArticleRecord *record,
                                                    GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilArticleList, postil_article_list_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilArticleRecord, postil_article_record_free)

G_END_DECLS
