/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-article-list.h"
#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* An import and an export in memory, for the tests of single formats. */
typedef struct
{
  GHashTable     *articles; /* path → PostilSetArticle as it was handed over */
  GHashTable     *texts;    /* path → PostilText that stands in the folder */
  GHashTable     *files;    /* path → GBytes: what is imported, or was exported */
  GHashTable     *records;  /* path → PostilArticleRecord that came */
  PostilCodebook *codebook; /* the last that came, or NULL */
  PostilReport   *losses;
  PostilReport   *errors;
  char           *dialect;
  GError         *error;
} ImportFixture;

ImportFixture    *import_fixture_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void              import_fixture_free        (ImportFixture *self);
void              import_fixture_add_text    (ImportFixture *self, const char *path, const char *utf8);
void              import_fixture_add_file    (ImportFixture *self, const char *path, const char *content);
void              import_fixture_add_bytes   (ImportFixture *self, const char *path, GBytes *bytes);
/* Whether it was imported at all; checks what must hold for any import. */
gboolean          import_fixture_run         (ImportFixture *self, const PostilFormat *format, const char *coder);
/* The @index-th layer of the article; fails where there is none. */
PostilLayer      *import_fixture_get_layer   (ImportFixture *self, const char *path, guint index);
/* The first annotation with that quote. */
PostilAnnotation *import_fixture_find        (PostilLayer *layer, const char *quote);
guint             import_fixture_count       (PostilReport *report, const char *kind);
/* The first entry of that kind; fails where there is none. */
const PostilReportEntry *import_fixture_get_entry (PostilReport *report, const char *kind);
/* Into @self->files, which is emptied first. */
void              import_fixture_export      (ImportFixture *self, const PostilFormat *format,
                                              PostilCodebook *codebook, PostilSetArticle *article);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImportFixture, import_fixture_free)

G_END_DECLS
