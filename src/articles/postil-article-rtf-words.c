/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vocabulary of RTF: its control words, and the numbers that it has for charsets. What is
 * not listed does not change the text. Pure functions. */

#include "config.h"

#include "articles/postil-article-rtf-private.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char      *word;
  PostilRtfAction  action;
  gunichar         value;
} Word;

/* Sorted. */
static const Word words[] = {
  { "ansicpg", POSTIL_RTF_PAGE, 0 },        { "author", POSTIL_RTF_AUTHOR, 0 },
  { "bin", POSTIL_RTF_BINARY, 0 },          { "bullet", POSTIL_RTF_CHARACTER, 0x2022 },
  { "cell", POSTIL_RTF_CELL, 0 },           { "colortbl", POSTIL_RTF_SKIPPED, 0 },
  { "column", POSTIL_RTF_PARAGRAPH, 0 },    { "cpg", POSTIL_RTF_FONT_PAGE, 0 },
  { "creatim", POSTIL_RTF_CREATED, 0 },     { "deleted", POSTIL_RTF_DELETED, 0 },
  { "dy", POSTIL_RTF_DAY, 0 },              { "emdash", POSTIL_RTF_CHARACTER, 0x2014 },
  { "emspace", POSTIL_RTF_CHARACTER, ' ' }, { "endash", POSTIL_RTF_CHARACTER, 0x2013 },
  { "enspace", POSTIL_RTF_CHARACTER, ' ' }, { "f", POSTIL_RTF_FONT, 0 },
  { "fcharset", POSTIL_RTF_FONT_CHARSET, 0 }, { "fldinst", POSTIL_RTF_SKIPPED, 0 },
  { "fonttbl", POSTIL_RTF_FONTS, 0 },       { "footer", POSTIL_RTF_SKIPPED, 0 },
  { "footerf", POSTIL_RTF_SKIPPED, 0 },     { "footerl", POSTIL_RTF_SKIPPED, 0 },
  { "footerr", POSTIL_RTF_SKIPPED, 0 },     { "footnote", POSTIL_RTF_NOTE, 0 },
  { "header", POSTIL_RTF_SKIPPED, 0 },      { "headerf", POSTIL_RTF_SKIPPED, 0 },
  { "headerl", POSTIL_RTF_SKIPPED, 0 },     { "headerr", POSTIL_RTF_SKIPPED, 0 },
  { "info", POSTIL_RTF_SKIPPED, 0 },        { "intbl", POSTIL_RTF_IN_TABLE, 0 },
  { "ldblquote", POSTIL_RTF_CHARACTER, 0x201c }, { "line", POSTIL_RTF_LINE, 0 },
  { "listtext", POSTIL_RTF_LABEL, 0 },      { "lquote", POSTIL_RTF_CHARACTER, 0x2018 },
  { "ltrmark", POSTIL_RTF_CHARACTER, 0x200e }, { "mac", POSTIL_RTF_PAGE_IS, 10000 },
  { "mo", POSTIL_RTF_MONTH, 0 },            { "nestcell", POSTIL_RTF_CELL, 0 },
  { "nestrow", POSTIL_RTF_ROW, 0 },         { "nonesttables", POSTIL_RTF_SKIPPED, 0 },
  { "nonshppict", POSTIL_RTF_SKIPPED, 0 },  { "objdata", POSTIL_RTF_SKIPPED, 0 },
  { "page", POSTIL_RTF_PARAGRAPH, 0 },      { "par", POSTIL_RTF_PARAGRAPH, 0 },
  { "pard", POSTIL_RTF_PARD, 0 },           { "pc", POSTIL_RTF_PAGE_IS, 437 },
  { "pca", POSTIL_RTF_PAGE_IS, 850 },       { "pict", POSTIL_RTF_SKIPPED, 0 },
  { "plain", POSTIL_RTF_PLAIN, 0 },         { "pntext", POSTIL_RTF_LABEL, 0 },
  { "qmspace", POSTIL_RTF_CHARACTER, ' ' }, { "rdblquote", POSTIL_RTF_CHARACTER, 0x201d },
  { "row", POSTIL_RTF_ROW, 0 },             { "rquote", POSTIL_RTF_CHARACTER, 0x2019 },
  { "rtlmark", POSTIL_RTF_CHARACTER, 0x200f }, { "rxe", POSTIL_RTF_SKIPPED, 0 },
  { "sect", POSTIL_RTF_PARAGRAPH, 0 },      { "shpinst", POSTIL_RTF_SHAPE, 0 },
  { "shprslt", POSTIL_RTF_SKIPPED, 0 },     { "sp", POSTIL_RTF_SKIPPED, 0 },
  { "stylesheet", POSTIL_RTF_SKIPPED, 0 },  { "tab", POSTIL_RTF_CHARACTER, ' ' },
  { "tc", POSTIL_RTF_SKIPPED, 0 },          { "title", POSTIL_RTF_TITLE, 0 },
  { "trowd", POSTIL_RTF_IN_TABLE, 0 },      { "txe", POSTIL_RTF_SKIPPED, 0 },
  { "u", POSTIL_RTF_UNICODE, 0 },           { "uc", POSTIL_RTF_UNICODE_SKIP, 0 },
  { "ud", POSTIL_RTF_UD, 0 },               { "upr", POSTIL_RTF_UPR, 0 },
  { "v", POSTIL_RTF_HIDDEN, 0 },            { "xe", POSTIL_RTF_SKIPPED, 0 },
  { "yr", POSTIL_RTF_YEAR, 0 },             { "zwj", POSTIL_RTF_CHARACTER, 0x200d },
  { "zwnj", POSTIL_RTF_CHARACTER, 0x200c },
};

static int
compare (const void *word,
         const void *candidate)
{
  return strcmp (word, ((const Word *) candidate)->word);
}

PostilRtfAction
postil_rtf_find_action (const char *word,
                        gunichar   *value)
{
  const Word *found = bsearch (word, words, G_N_ELEMENTS (words), sizeof *words, compare);

  *value = found != NULL ? found->value : 0;
  return found != NULL ? found->action : POSTIL_RTF_IGNORED;
}

const char *
postil_rtf_charset_of_page (guint page)
{
  static const struct
  {
    guint       page;
    const char *charset;
  } pages[] = {
    { 708, "iso-8859-6" }, { 874, "windows-874" }, { 932, "shift_jis" }, { 936, "gb18030" }, { 949, "windows-949" },
    { 950, "windows-950" }, { 1361, "johab" }, { 10000, "macintosh" }, { 10001, "shift_jis" }, { 10006, "x-mac-greek" },
    { 10007, "x-mac-cyrillic" }, { 10029, "x-mac-centraleurroman" }, { 10081, "x-mac-turkish" }, { 20866, "koi8-r" },
    { 54936, "gb18030" }, { 65001, "utf-8" },
  };
  char name[24];

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i].page == page)
      return pages[i].charset;
  if (page >= 1250 && page <= 1258)
    g_snprintf (name, sizeof name, "windows-%u", page);
  else if (page == 437 || (page >= 850 && page <= 869))
    g_snprintf (name, sizeof name, "ibm%u", page);
  else
    return NULL;
  return g_intern_string (name);
}

const char *
postil_rtf_charset_of_font (guint fcharset)
{
  static const struct
  {
    guint fcharset;
    guint page;
  } fonts[] = {
    { 77, 10000 }, { 128, 932 }, { 129, 949 }, { 130, 1361 }, { 134, 936 }, { 136, 950 }, { 161, 1253 }, { 162, 1254 },
    { 163, 1258 }, { 177, 1255 }, { 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 }, { 238, 1250 }, { 254, 437 }, { 255, 850 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fonts); i++)
    if (fonts[i].fcharset == fcharset)
      return postil_rtf_charset_of_page (fonts[i].page);
  return NULL;
}
