/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the dates that documents give: ISO 8601 as it is, and the usual forms of mail and of
 * English text. An order of numbers that could be two dates (04/05/2026) is not guessed at. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "articles/postil-article-private.h"

static gboolean
are_digits (const char *p,
            guint       n)
{
  for (guint i = 0; i < n; i++)
    if (!g_ascii_isdigit (p[i]))
      return FALSE;
  return TRUE;
}

static guint
read_number (const char *p,
             guint       n)
{
  guint number = 0;

  for (guint i = 0; i < n; i++)
    number = number * 10 + (guint) (p[i] - '0');
  return number;
}

static gboolean
is_date (guint year,
         guint month,
         guint day)
{
  return year >= 1000 && year <= 9999 && g_date_valid_dmy ((GDateDay) MIN (day, 99), (GDateMonth) MIN (month, 99), (GDateYear) year);
}

/* "10:00", "10:00:00", "10:00:00.123+01:00", "10:00:00 GMT": all but the fraction. */
static void
append_time (GString    *out,
             const char *p)
{
  guint hour, minute, second = 0;

  while (*p == ' ' || *p == 'T' || *p == 't' || *p == ',')
    p++;
  if (!are_digits (p, 2) || p[2] != ':' || !are_digits (p + 3, 2))
    return;
  hour = read_number (p, 2);
  minute = read_number (p + 3, 2);
  p += 5;
  if (*p == ':' && are_digits (p + 1, 2))
    {
      second = read_number (p + 1, 2);
      p += 3;
    }
  while (*p == '.' || *p == ',' || g_ascii_isdigit (*p))
    p++;
  if (hour > 23 || minute > 59 || second > 60)
    return;
  g_string_append_printf (out, "T%02u:%02u:%02u", hour, minute, second);
  while (*p == ' ')
    p++;
  if (*p == 'Z' || *p == 'z' || g_str_has_prefix (p, "GMT") || g_str_has_prefix (p, "UTC"))
    g_string_append_c (out, 'Z');
  else if ((*p == '+' || *p == '-') && are_digits (p + 1, 2))
    g_string_append_printf (out, "%.3s:%.2s", p, p[3] == ':' && are_digits (p + 4, 2) ? p + 4
                                                 : are_digits (p + 3, 2) ? p + 3 : "00");
}

static char *
dup_iso (const char *p)
{
  GString *out;
  char separator = strlen (p) > 4 ? p[4] : '\0';

  if (!are_digits (p, 4))
    return NULL;
  if (are_digits (p + 4, 4) && !g_ascii_isdigit (p[8]) && is_date (read_number (p, 4), read_number (p + 4, 2), read_number (p + 6, 2)))
    {
      out = g_string_new (NULL);
      g_string_printf (out, "%.4s-%.2s-%.2s", p, p + 4, p + 6);
      append_time (out, p + 8);
      return g_string_free (out, FALSE);
    }
  if ((separator != '-' && separator != '/' && separator != '.') || !are_digits (p + 5, 2))
    return NULL;
  if (separator == '-' && p[7] == '\0' && read_number (p + 5, 2) >= 1 && read_number (p + 5, 2) <= 12)
    return g_strdup (p);
  if (p[7] != separator || !are_digits (p + 8, 2) || !is_date (read_number (p, 4), read_number (p + 5, 2), read_number (p + 8, 2)))
    return NULL;
  out = g_string_new (NULL);
  g_string_printf (out, "%.4s-%.2s-%.2s", p, p + 5, p + 8);
  append_time (out, p + 10);
  return g_string_free (out, FALSE);
}

/* In English also cut off ("Nov.", "Sept"). */
static guint
find_month (const char *word)
{
  static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august",
                                        "september", "october", "november", "december" };
  /* In German, French, Spanish, Italian, Portuguese, Dutch. */
  static const char *const others[12][6] = {
    { "januar", "janvier", "enero", "gennaio", "janeiro", "januari" },
    { "februar", "février", "febrero", "febbraio", "fevereiro", "februari" },
    { "märz", "mars", "marzo", "marzo", "março", "maart" },
    { "april", "avril", "abril", "aprile", "abril", "april" },
    { "mai", "mai", "mayo", "maggio", "maio", "mei" },
    { "juni", "juin", "junio", "giugno", "junho", "juni" },
    { "juli", "juillet", "julio", "luglio", "julho", "juli" },
    { "august", "août", "agosto", "agosto", "agosto", "augustus" },
    { "september", "septembre", "septiembre", "settembre", "setembro", "september" },
    { "oktober", "octobre", "octubre", "ottobre", "outubro", "oktober" },
    { "november", "novembre", "noviembre", "novembre", "novembro", "november" },
    { "dezember", "décembre", "diciembre", "dicembre", "dezembro", "december" },
  };
  g_autofree char *folded = g_utf8_strdown (word, -1);
  gsize length;

  g_strdelimit (folded, ".", '\0');
  length = strlen (folded);
  for (guint i = 0; i < G_N_ELEMENTS (months) && length >= 3; i++)
    {
      if (g_str_has_prefix (months[i], folded) || (i == 8 && strcmp (folded, "sept") == 0))
        return i + 1;
      for (guint j = 0; j < G_N_ELEMENTS (others[i]); j++)
        if (strcmp (others[i][j], folded) == 0)
          return i + 1;
    }
  return 0;
}

/* "Mon, 23 Nov 2026 10:00:00 GMT", "November 23, 2026", "23 November 2026 at 10:00". */
static char *
dup_words (const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, " ,\t\n", -1);
  guint year = 0, month = 0, day = 0;
  const char *time = NULL;
  GString *out;

  for (guint i = 0; words[i] != NULL && i < 16; i++)
    {
      const char *word = words[i];
      gsize n_digits = strspn (word, "0123456789");

      if (n_digits == 4 && word[4] == '\0' && year == 0)
        year = read_number (word, 4);
      else if (n_digits > 0 && n_digits <= 2 && word[n_digits] != ':' && day == 0)
        day = read_number (word, (guint) n_digits);
      else if (n_digits == 2 && word[2] == ':' && time == NULL)
        time = strstr (value, word);
      else if (month == 0)
        month = find_month (word);
    }
  if (!is_date (year, month, day))
    return NULL;
  out = g_string_new (NULL);
  g_string_printf (out, "%04u-%02u-%02u", year, month, day);
  if (time != NULL)
    append_time (out, time);
  return g_string_free (out, FALSE);
}

/* "2018年10月7日", with or without spaces. */
static char *
dup_chinese (const char *value)
{
  static const char *const units[] = { "年", "月", "日" };
  guint numbers[G_N_ELEMENTS (units)];
  const char *p = value;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gsize n = strspn (p, "0123456789");

      if (n == 0 || n > 4)
        return NULL;
      numbers[i] = read_number (p, (guint) n);
      p += n + strspn (p + n, " ");
      if (!g_str_has_prefix (p, units[i]))
        return NULL;
      p += strlen (units[i]);
      p += strspn (p, " ");
    }
  return is_date (numbers[0], numbers[1], numbers[2])
           ? g_strdup_printf ("%04u-%02u-%02u", numbers[0], numbers[1], numbers[2]) : NULL;
}

void
postil_article_meta_set_date (char      **member,
                              const char *value)
{
  g_autofree char *trimmed = NULL;

  g_return_if_fail (member != NULL);

  if (*member != NULL || value == NULL || !g_utf8_validate (value, -1, NULL) || strlen (value) > 100)
    return;
  trimmed = g_strstrip (g_strdup (value));
  *member = dup_iso (trimmed);
  if (*member == NULL)
    *member = dup_words (trimmed);
  if (*member == NULL)
    *member = dup_chinese (trimmed);
}
