# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table “only here” of src/DESIGN.md: what each room alone may do."""

import re

from common import Problem, code_only, files, line_of, relative

# Each rule: what is looked for, where it may stand (path prefixes below src/), and the reason.
RULES = [
    (re.compile(r"#\s*include\s*<(gtk|gdk|gsk|adwaita|libadwaita)\b[^>]*>"),
     ["app/"],
     "GTK and libadwaita headers belong in app"),
    (re.compile(r"\b(GTK|GDK|ADW|GLIB)_CHECK_VERSION\b|\b(GTK|ADW)_(MAJOR|MINOR)_VERSION\b"),
     ["app/compat/"],
     "version checks belong in app/compat"),
    (re.compile(r"#\s*include\s*<json-glib/[^>]*>"),
     ["base/postil-json", "exchange/"],
     "json-glib belongs in base/postil-json* and exchange"),
    (re.compile(r"#\s*include\s*<(libxml/[^>]*|archive\.h|archive_entry\.h)>"),
     ["base/", "articles/", "exchange/"],
     "libxml2 and libarchive belong in articles, exchange and their guarded readers in base"),
    (re.compile(r"#\s*include\s*<(poppler[^>]*|glib/poppler[^>]*)>"),
     ["articles/", "exchange/"],
     "poppler belongs in articles and exchange"),
    (re.compile(r"#\s*include\s*<(pango/[^>]*|cairo[^>]*)>"),
     ["drawing/", "app/"],
     "cairo and pango belong in drawing and app"),
    (re.compile(r"(?<![\w>.])(setlocale|exit|_exit|quick_exit|printf|vprintf|puts|putchar|putc|"
                r"g_print|g_vprintf|g_printf|g_set_print_handler)\s*\(|\bstdout\b|"
                r"\bSTDOUT_FILENO\b"),
     ["cli/", "app/main.c"],
     "setlocale, exit and stdout belong in cli and app/main.c"),
    (re.compile(r"(?<![\w>.])(fopen|fdopen|freopen|open|openat|creat|opendir|fopendir|scandir|mkdir|rmdir|"
                r"unlink|unlinkat|rename|renameat|stat|lstat|fstatat|access|link|symlink|truncate|"
                r"ftruncate|tmpfile|mkstemp|mkdtemp|mkostemp|inotify_init|inotify_init1|"
                r"g_fopen|g_open|g_creat|g_mkdir|g_mkdir_with_parents|g_mkdtemp|g_mkdtemp_full|"
                r"g_mkstemp|g_mkstemp_full|g_rmdir|g_unlink|g_remove|g_rename|g_stat|g_lstat|"
                r"g_access|g_chdir|g_file_test|g_file_open_tmp|g_file_read_link|"
                r"g_file_get_contents|g_file_set_contents|g_file_set_contents_full|"
                r"g_dir_open|g_dir_make_tmp|g_mapped_file_new|g_mapped_file_new_from_fd)\s*\("),
     ["storage/"],
     "opening, writing and listing files belongs in storage"),
    (re.compile(r"\b(g_file_(read|load_contents|load_bytes|load_partial_contents|replace|"
                r"replace_contents|append_to|create|create_readwrite|open_readwrite|copy|move|"
                r"delete|trash|make_directory|make_directory_with_parents|make_symbolic_link|"
                r"query_exists|query_info|query_file_type|query_filesystem_info|"
                r"enumerate_children|set_attributes_from_info|set_attribute\w*|monitor|"
                r"monitor_file|monitor_directory|new_tmp|measure_disk_usage)(_async)?)\s*\("),
     ["storage/"],
     "reading, writing, watching and listing files belongs in storage"),
    (re.compile(r"\b(g_file_new_for_path|g_file_new_for_uri|g_file_new_for_commandline_arg|"
                r"g_file_new_build_filename|g_file_parse_name)\s*\("),
     ["storage/", "cli/", "app/"],
     "only storage names files, and cli and app hand it what a person named"),
    (re.compile(r"\b(g_get_user_(data|state|config|cache|runtime)_dir|g_get_home_dir|"
                r"g_get_tmp_dir|g_get_system_data_dirs|g_get_user_special_dir)\s*\("),
     ["storage/"],
     "XDG directories belong in storage"),
    (re.compile(r"\b(archive_read_open_(filename|file|fd|FILE)|archive_write_open_(filename|file|"
                r"fd|FILE)|archive_write_disk_new|xmlReadFile|xmlParseFile|htmlReadFile|"
                r"xmlReaderForFile|xmlSaveFile\w*|xmlNewTextWriterFilename|"
                r"json_parser_load_from_file|json_parser_load_from_mapped_file|"
                r"json_generator_to_file|poppler_document_new_from_file|"
                r"poppler_document_new_from_gfile|gdk_texture_save_to_png|gdk_texture_save_to_tiff|"
                r"cairo_surface_write_to_png|cairo_pdf_surface_create|cairo_svg_surface_create|g_key_file_load_from_file|g_key_file_save_to_file)"
                r"\s*\("),
     ["storage/"],
     "libraries are given bytes, not file names: files belong in storage"),
    (re.compile(r"\b(postil_document_changed|g_signal_emit\w*\s*\(\s*document)\b"),
     ["model/postil-document.c"],
     "only postil_document_apply() emits ::changed"),
]


def check(root):
    src = root / "src"
    for path in files(root, ".c", ".h", under="src"):
        name = relative(src, path)
        text = code_only(path.read_text(encoding="utf-8"))
        for pattern, homes, reason in RULES:
            if any(name.startswith(home) for home in homes):
                continue
            for match in pattern.finditer(text):
                what = " ".join(match.group(0).split()).rstrip("( ")
                yield Problem("src/" + name, line_of(text, match.start()), f"“{what}”: {reason}")
