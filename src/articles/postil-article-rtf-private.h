/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The charset of a number of Windows' code pages, as postil_charset_append() takes it; interned.
 * NULL for one that is not known. */
const char *postil_rtf_charset_of_page (guint       page);
/* The same of the number that \fcharset has; NULL for one that says nothing. */
const char *postil_rtf_charset_of_font (guint       fcharset);

/* What is done with a control word. */
typedef enum
{
  POSTIL_RTF_IGNORED,
  POSTIL_RTF_SKIPPED,     /* a group that is no text */
  POSTIL_RTF_CHARACTER,   /* the value is a code point */
  POSTIL_RTF_PARAGRAPH,
  POSTIL_RTF_LINE,
  POSTIL_RTF_CELL,
  POSTIL_RTF_ROW,
  POSTIL_RTF_IN_TABLE,
  POSTIL_RTF_PARD,
  POSTIL_RTF_PLAIN,
  POSTIL_RTF_HIDDEN,
  POSTIL_RTF_DELETED,
  POSTIL_RTF_UNICODE,
  POSTIL_RTF_UNICODE_SKIP,
  POSTIL_RTF_BINARY,
  POSTIL_RTF_FONT,
  POSTIL_RTF_FONT_CHARSET,
  POSTIL_RTF_PAGE,        /* \ansicpg */
  POSTIL_RTF_PAGE_IS,     /* \mac…: the value is the page */
  POSTIL_RTF_FONT_PAGE,   /* \cpg */
  POSTIL_RTF_FONTS,
  POSTIL_RTF_LABEL,       /* the number of an item, as text */
  POSTIL_RTF_NOTE,
  POSTIL_RTF_SHAPE,       /* a group that is not ignored though it is marked so */
  POSTIL_RTF_UPR,
  POSTIL_RTF_UD,
  POSTIL_RTF_TITLE,
  POSTIL_RTF_AUTHOR,
  POSTIL_RTF_CREATED,
  POSTIL_RTF_YEAR,
  POSTIL_RTF_MONTH,
  POSTIL_RTF_DAY
} PostilRtfAction;

PostilRtfAction postil_rtf_find_action (const char *word,
                                        gunichar   *value);

G_END_DECLS
