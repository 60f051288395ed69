/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-edit.h"
#include "storage/postil-store.h"

/* A temporary folder with an article, and stores opened and driven as the app does. */

char        *store_fixture_make_article (const char *folder, const char *name, const char *utf8);
/* Opens and waits; NULL with @error. */
PostilStore *store_fixture_open         (const char *path, const char *coder, GError **error);
/* Runs the main context until the state is @state; fails after ten seconds. */
void         store_fixture_wait_state   (PostilStore *store, PostilSaveState state);
gboolean     store_fixture_flush        (PostilStore *store, GError **error);
void         store_fixture_run_for      (guint ms);
/* Tags [start, end) and returns the new id. */
char        *store_fixture_tag          (PostilStore *store, guint start, guint end, const char *code);
void         store_fixture_remove_tree  (const char *path);
