/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_ARTICLE_PROPERTIES (postil_article_properties_get_type ())
G_DECLARE_FINAL_TYPE (PostilArticleProperties, postil_article_properties, POSTIL, ARTICLE_PROPERTIES, AdwWindow)

/* What articles.json knows of an article, to be read and changed. @format: of its file, such
 * as "text/plain; charset=utf-8"; may be NULL. */
GtkWidget *postil_article_properties_new (GtkWindow  *parent,
                                          GFile      *article,
                                          const char *format);

G_END_DECLS
