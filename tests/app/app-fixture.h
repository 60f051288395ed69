/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/postil-application.h"

#define APP_FIXTURE_SETTLE_MS 250

/* The app with one window, and a folder with an article that maria, jonas and the teacher have coded. */
typedef struct
{
  PostilApplication *application;
  PostilWindow      *window;
  GSettings         *settings;
  char              *folder;
  char              *article;
} AppFixture;

/* Instead of g_test_run(): in a home of its own. */
int  app_fixture_run_tests    (void);
void app_fixture_init         (AppFixture *fixture);
void app_fixture_open_article (AppFixture *fixture);
/* "win.…" or "app.…"; waits for what it opens. */
void app_fixture_do           (AppFixture *fixture, const char *action);
/* All windows but the one. */
void app_fixture_close_others (AppFixture *fixture);
void app_fixture_clear        (AppFixture *fixture);
