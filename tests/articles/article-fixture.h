/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "articles/postil-article.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *content;
  gssize      length; /* -1 for a string */
} FixtureEntry;

/* What is read of @bytes, which must succeed and give the same twice. @meta may be NULL. */
char   *fixture_read        (GBytes             *bytes,
                             const char         *file_name,
                             const char         *expected_kind,
                             PostilArticleMeta **meta);
char   *fixture_read_string (const char         *content,
                             const char         *file_name,
                             const char         *expected_kind,
                             PostilArticleMeta **meta);
/* @bytes must be refused with @code, and with a message that has @words in it. */
void    fixture_refused     (GBytes             *bytes,
                             const char         *file_name,
                             int                 code,
                             const char         *words);
/* A zip of the entries, up to one without a name. */
GBytes *fixture_zip         (const FixtureEntry *entries);
GBytes *fixture_cut         (GBytes             *bytes,
                             gsize               length);

G_END_DECLS
