/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>

#include "base/postil-error.h"
#include "base/postil-report.h"

static void
test_add (void)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  const PostilReportEntry *entry;

  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
  postil_report_add (report, "a.json", 3, "range", "urn:uuid:1", "%s ends at %d.", "It", 78);
  postil_report_add (report, NULL, 0, "unknown-code", NULL, "100 %% lost.");
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 2);
  entry = postil_report_get_entry (report, 0);
  g_assert_cmpstr (entry->file, ==, "a.json");
  g_assert_cmpuint (entry->line, ==, 3);
  g_assert_cmpstr (entry->kind, ==, "range");
  g_assert_cmpstr (entry->item, ==, "urn:uuid:1");
  g_assert_cmpstr (entry->message, ==, "It ends at 78.");
  entry = postil_report_get_entry (report, 1);
  g_assert_null (entry->file);
  g_assert_null (entry->item);
  g_assert_cmpstr (entry->message, ==, "100 % lost.");
}

static void
test_add_error (void)
{
  static const struct
  {
    PostilError code;
    const char *kind;
  } kinds[] = {
    { POSTIL_ERROR_NOT_TEXT, "encoding" },
    { POSTIL_ERROR_ENCODING, "encoding" },
    { POSTIL_ERROR_TOO_LARGE, "malformed" },
    { POSTIL_ERROR_MALFORMED, "malformed" },
    { POSTIL_ERROR_SCHEMA, "schema" },
    { POSTIL_ERROR_NEWER_VERSION, "newer-version" },
    { POSTIL_ERROR_RANGE, "range" },
    { POSTIL_ERROR_QUOTE_MISMATCH, "quote-mismatch" },
    { POSTIL_ERROR_SELF_OVERLAP, "self-overlap" },
  };
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) disk = NULL;
  guint n_kinds = G_N_ELEMENTS (kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (GError) error = g_error_new (POSTIL_ERROR, kinds[i].code, "100%% %u", i);

      postil_report_add_error (report, "a", i, error);
      g_assert_cmpstr (postil_report_get_entry (report, i)->kind, ==, kinds[i].kind);
      g_assert_cmpstr (postil_report_get_entry (report, i)->message, ==, error->message);
    }
  disk = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Full.");
  postil_report_add_error (report, "a", 0, disk);
  g_assert_cmpstr (postil_report_get_entry (report, n_kinds)->kind, ==, "unreadable");
}

/* Every code has a kind. */
static void
test_all_errors (void)
{
  g_autoptr (PostilReport) report = postil_report_new ();

  for (int code = 0; code <= POSTIL_ERROR_UNDEFINED; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (POSTIL_ERROR, code, "x");

      postil_report_add_error (report, NULL, 0, error);
      g_assert_nonnull (postil_report_get_entry (report, (guint) code)->kind);
    }
}

static void
test_take_all (void)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilReport) other = postil_report_new ();

  postil_report_add (report, "first", 0, "range", NULL, "1");
  postil_report_take_all (report, other, "none");
  postil_report_add (other, NULL, 0, "range", NULL, "2");
  postil_report_add (other, "own", 0, "range", NULL, "3");
  postil_report_take_all (report, other, "given");
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 3);
  g_assert_cmpuint (postil_report_get_n_entries (other), ==, 0);
  g_assert_cmpstr (postil_report_get_entry (report, 0)->file, ==, "first");
  g_assert_cmpstr (postil_report_get_entry (report, 1)->file, ==, "given");
  g_assert_cmpstr (postil_report_get_entry (report, 2)->file, ==, "own");
  g_assert_cmpstr (postil_report_get_entry (report, 2)->message, ==, "3");
  postil_report_add (other, NULL, 0, "range", NULL, "again");
  g_assert_cmpuint (postil_report_get_n_entries (other), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/add", test_add);
  g_test_add_func ("/report/add-error", test_add_error);
  g_test_add_func ("/report/all-errors", test_all_errors);
  g_test_add_func ("/report/take-all", test_take_all);
  return g_test_run ();
}
