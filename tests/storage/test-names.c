/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the names of files say. */

#include "config.h"

#include <string.h>

#include "storage/postil-files.h"

static void
test_coder_names (void)
{
  static const char *const good[] = { "maria", "m", "jonas-2", "a_b", "Мария", "محمد", "陈", "हिन्दी", "é", "consensus", NULL };
  static const char *const bad[] = { "", "a.b", "a b", "a/b", "..", "\xff", "a\n", "😀", "a\xcc", "*", NULL };
  g_autofree char *longest = g_strnfill (64, 'x');
  g_autofree char *too_long = g_strnfill (65, 'x');

  for (guint i = 0; good[i] != NULL; i++)
    g_assert_true (postil_files_is_coder_name (good[i]));
  for (guint i = 0; bad[i] != NULL; i++)
    g_assert_false (postil_files_is_coder_name (bad[i]));
  g_assert_false (postil_files_is_coder_name (NULL));
  g_assert_true (postil_files_is_coder_name (longest));
  g_assert_false (postil_files_is_coder_name (too_long));
}

static void
test_default_coder (void)
{
  g_autofree char *coder = postil_files_dup_default_coder ();

  g_assert_true (postil_files_is_coder_name (coder));
}

static const struct { const char *name, *article, *coder; } sidecars[] = {
  { "rafah.txt.maria.postil.json", "rafah.txt", "maria" },
  { "a.b.c.txt.x.postil.json", "a.b.c.txt", "x" },
  { "README.maria.postil.json", "README", "maria" },
  { "ملف.txt.محمد.postil.json", "ملف.txt", "محمد" },
  { "\xff.txt.m.postil.json", "\xff.txt", "m" },
  { "a (conflict).txt.maria.postil.json", "a (conflict).txt", "maria" },
  { "maria.postil.json", NULL, NULL },
  { ".maria.postil.json", NULL, NULL },
  { ".postil.json", NULL, NULL },
  { "rafah.txt..postil.json", NULL, NULL },
  { "rafah.txt.ma ria.postil.json", NULL, NULL },
  { "rafah.txt.maria.postil.JSON", NULL, NULL },
  { "codebook.json", NULL, NULL },
  { "", NULL, NULL },
};

static void
test_coder_of_name (void)
{
  static const struct { const char *name; const char *coder; } names[] = {
    { "Zoë O'Neill", "Zoë-O-Neill" }, { "  Ana  ", "Ana" }, { "../../etc/passwd", "etc-passwd" }, { "学生 一", "学生-一" },
    { "a.b.postil.json", "a-b-postil-json" }, { "-x_-", "x_" }, { "!!!", "" }, { "", "" }, { "😀 Kim 😀", "Kim" },
    { "محمد علي", "محمد-علي" }, { "%n%s<b>", "n-s-b" }, { "tab\there", "tab-here" },
  };
  g_autofree char *many = g_strnfill (500, 'x');
  g_autofree char *cut = postil_files_dup_coder_for_name (many);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *coder = postil_files_dup_coder_for_name (names[i].name);

      g_assert_cmpstr (coder, ==, names[i].coder);
      g_assert_true (*coder == '\0' || postil_files_is_coder_name (coder));
    }
  g_assert_true (postil_files_is_coder_name (cut));
}

static void
test_sidecar_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sidecars); i++)
    {
      g_autofree char *article = NULL;
      g_autofree char *coder = NULL;
      gboolean is_one = postil_files_parse_sidecar_name (sidecars[i].name, &article, &coder);

      g_assert_cmpint (is_one, ==, sidecars[i].article != NULL);
      g_assert_cmpstr (article, ==, sidecars[i].article);
      g_assert_cmpstr (coder, ==, sidecars[i].coder);
      if (is_one)
        {
          g_autofree char *again = postil_files_dup_sidecar_name (article, coder);

          g_assert_cmpstr (again, ==, sidecars[i].name);
        }
    }
}

static const struct { const char *name, *original; } copies[] = {
  { "rafah.txt.maria.postil (conflicted copy 2026-11-23 101500).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Maria's conflicted copy 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (pc's Conflicted Copy 2026-11-23 (1)).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Marias in Konflikt stehende Kopie 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Copie en conflit de Maria 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Copia en conflicto de Maria 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Cópia em conflito de Maria 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Maria の競合コピー 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Maria 的冲突副本 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (Конфликтующая копия с Maria 2026-11-23).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil (SFConflict maria@example.org 2026-11-23-10-15-00).json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil.sync-conflict-20261123-101500-ABCDEFG.json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil_conflict-20261123-101500.json", "rafah.txt.maria.postil.json" },
  { "a (1).txt.maria.postil (conflicted copy).json", "a (1).txt.maria.postil.json" },
  { "rafah.txt.maria.postil_NAS_Nov-23-1015-2026_Conflict.json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil_maria_conflict_2026-11-23-101500.json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil [conflict].json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil - Conflict 1.json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil.Conflict.json", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil.json (conflicted copy 2026-11-23)", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil.json.conflict1", "rafah.txt.maria.postil.json" },
  { "rafah.txt.maria.postil.conflict2.json", "rafah.txt.maria.postil.json" },
  /* Sidecars of articles that speak of conflicts, and copies of the articles themselves. */
  { "a (frozen conflict).txt.maria.postil.json", NULL },
  { "a (conflicted copy 2026-11-23).txt.maria.postil.json", NULL },
  { "rafah.sync-conflict-20261123-101500-ABCDEFG.txt.maria.postil.json", NULL },
  { "rafah (conflicted copy 2026-11-23).txt", NULL },
  { "codebook (conflicted copy 2026-11-23).json", NULL },
  { "rafah.txt.maria.postil-LAPTOP.json", NULL },
  { "rafah.txt.maria.postil (old).json", NULL },
  { "rafah.txt.maria.postil.json", NULL },
  { "rafah.txt.maria.postil (conflict", NULL },
  { "rafah.txt.maria.postil.json.damaged-20261123", NULL },
  { "rafah.txt.maria.postilconflict.json", NULL },
  { ".postil (conflict).json", NULL },
  { "rafah.txt.maria.postil (conflict \xff).json", NULL },
};

static void
test_conflicted_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *original = NULL;
      gboolean is_one = postil_files_parse_conflicted_name (copies[i].name, &original);

      if (is_one != (copies[i].original != NULL))
        g_test_message ("%s", copies[i].name);
      g_assert_cmpint (is_one, ==, copies[i].original != NULL);
      g_assert_cmpstr (original, ==, copies[i].original);
      g_assert_cmpint (postil_files_parse_conflicted_name (copies[i].name, NULL), ==, is_one);
    }
}

static const struct { const char *path; PostilPlace place; } places[] = {
  { "/srv/maria/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/run/user/1000/doc/8f14e45f/rafah.txt", POSTIL_PLACE_LONE_PORTAL },
  { "/run/user/1000/doc/8f14e45f/folder/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/run/user/1000/doc/8f14e45f/folder/sub/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/run/user/1000/doc/8f14e45f", POSTIL_PLACE_BESIDE },
  { "/run/user/1000/doc", POSTIL_PLACE_BESIDE },
  { "/run/user/1000/documents/8f14e45f/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/run/user/maria/doc/8f14e45f/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/run/flatpak/doc/8f14e45f/rafah.txt", POSTIL_PLACE_LONE_PORTAL },
  { "/run/flatpak/doc/8f14e45f/folder/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/run/user/1000/doc/by-app/org.postil.Postil/8f14e45f/rafah.txt", POSTIL_PLACE_LONE_PORTAL },
  { "/run/user/1000/doc/by-app/org.postil.Postil/8f14e45f/folder/rafah.txt", POSTIL_PLACE_BESIDE },
  { "/srv/maria/run/user/1000/doc/8f14e45f/rafah.txt", POSTIL_PLACE_BESIDE },
  { "", POSTIL_PLACE_BESIDE },
};

static void
test_places (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_cmpint (postil_files_get_place (places[i].path), ==, places[i].place);
}

/* The portal mounts where the runtime folder is, wherever that is. */
static void
test_runtime_places (void)
{
  g_autofree char *alone = g_build_filename (g_get_user_runtime_dir (), "doc", "8f14e45f", "rafah.txt", NULL);
  g_autofree char *below = g_build_filename (g_get_user_runtime_dir (), "doc", "8f14e45f", "folder", "rafah.txt", NULL);

  g_assert_cmpint (postil_files_get_place (alone), ==, POSTIL_PLACE_LONE_PORTAL);
  g_assert_cmpint (postil_files_get_place (below), ==, POSTIL_PLACE_BESIDE);
}

static void
test_charsets (void)
{
  static const struct { const char *format, *charset; } cases[] = {
    { "text/plain; charset=gb18030", "gb18030" }, { "text/plain;charset=\"utf-8\"", "utf-8" },
    { "text/plain; charset=windows-1252; x=y", "windows-1252" }, { "text/plain", NULL },
    { "text/plain; charset=", NULL }, { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *charset = postil_files_dup_charset (cases[i].format);

      g_assert_cmpstr (charset, ==, cases[i].charset);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/names/coders", test_coder_names);
  g_test_add_func ("/names/default-coder", test_default_coder);
  g_test_add_func ("/names/coder-of-names", test_coder_of_name);
  g_test_add_func ("/names/sidecars", test_sidecar_names);
  g_test_add_func ("/names/conflicted", test_conflicted_names);
  g_test_add_func ("/names/places", test_places);
  g_test_add_func ("/names/runtime-places", test_runtime_places);
  g_test_add_func ("/names/charsets", test_charsets);
  return g_test_run ();
}
