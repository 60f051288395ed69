/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/view/postil-article-view.h"

G_BEGIN_DECLS

/* A window with an article view and its ruler, for tests and pictures. */
typedef struct
{
  GtkWidget         *window;
  GtkWidget         *scrolled;
  PostilArticleView *view;
  PostilDocument    *document;
} ViewFixture;

PostilDocument *view_fixture_new_document (const char *text);
void            view_fixture_init         (ViewFixture *self, const char *text, int width, int height);
void            view_fixture_clear        (ViewFixture *self);
/* Lets the main loop run until nothing is left to lay out or draw. */
void            view_fixture_settle       (ViewFixture *self);
void            view_fixture_wait_ms      (guint ms);
/* The first of the type in @widget, which may be that itself; NULL if there is none. */
GtkWidget      *view_fixture_find_widget  (GtkWidget *widget, GType type);
/* Tags the @nth (from 0) place of @quote; returns the new id. Aborts if it cannot. */
char           *view_fixture_tag          (PostilDocument *document, const char *quote, guint nth, const char *code);
PostilSpan      view_fixture_find         (PostilDocument *document, const char *quote, guint nth);
GdkTexture     *view_fixture_render       (ViewFixture *self);
void            view_fixture_save_png     (ViewFixture *self, const char *file);

G_END_DECLS
