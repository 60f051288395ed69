/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See postil-shape.h. A validator of any JSON Schema would be a hundred times as slow, and say
 * less of what to do; tests/cli/test_schema.py changes files in every place and compares the
 * verdict with such a validator's. Any thread. */

#include "config.h"

#include "exchange/postil-shape.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_ENTRIES 100u

gboolean
postil_shape_begin (PostilShape  *self,
                    const char   *data,
                    gsize         length,
                    PostilReport *report)
{
  g_return_val_if_fail (self != NULL && report != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  *self = (PostilShape) { postil_json_tape_new (), report, g_string_new (NULL), data, NULL };
  return postil_json_tape_parse (self->tape, data, length)
         && postil_json_tape_get (self->tape, 0)->type == POSTIL_JSON_OBJECT_BEGIN;
}

void
postil_shape_end (PostilShape *self)
{
  g_clear_pointer (&self->tape, postil_json_tape_free);
  g_string_free (self->scratch, TRUE);
  g_clear_pointer (&self->item, g_free);
}

void
postil_shape_set_item (PostilShape *self,
                       guint        object,
                       const char  *name)
{
  guint index = postil_shape_member (self, object, name);

  g_clear_pointer (&self->item, g_free);
  if (index != 0 && postil_shape_get (self, index)->type == POSTIL_JSON_STRING)
    {
      gsize length = 0;
      const char *text = postil_json_tape_get_string (self->tape, index, self->scratch, &length);

      self->item = g_strndup (text, length);
    }
}

const PostilJsonNode *
postil_shape_get (PostilShape *self,
     guint      index)
{
  return postil_json_tape_get (self->tape, index);
}

guint
postil_shape_member (PostilShape  *self,
        guint       index,
        const char *name)
{
  return postil_json_tape_member (self->tape, index, name);
}

gboolean
postil_shape_says (PostilShape  *self,
      guint       index,
      const char *name,
      const char *word)
{
  guint value = postil_shape_member (self, index, name);

  return value != 0 && postil_json_tape_is (self->tape, value, word);
}

void
postil_shape_complain (PostilShape  *self,
          guint       index,
          const char *format,
          ...)
{
  g_autofree char *message = NULL;
  guint line = 1;
  va_list args;

  if (postil_report_get_n_entries (self->report) >= MAX_ENTRIES)
    return;
  for (const char *p = self->data; (p = memchr (p, '\n', (gsize) (postil_shape_get (self, index)->start - p))) != NULL; p++)
    line++;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  postil_report_add (self->report, NULL, line, "schema", self->item, "%s", message);
}

static gboolean
are_all (const char *text,
         gsize       length,
         const char *others,
         gboolean    hex_only)
{
  for (gsize i = 0; i < length; i++)
    if (!(hex_only ? g_ascii_isxdigit (text[i]) : g_ascii_isalnum (text[i]))
        && (text[i] == '\0' || strchr (others, text[i]) == NULL))
      return FALSE;
  return TRUE;
}

/* urn:uuid:8-4-4-4-12 */
static gboolean
is_uuid (const char *text,
         gsize       length)
{
  static const char form[] = "urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  if (length != strlen (form))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (form[i] == 'x' ? !g_ascii_isxdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

/* A name in a relative IRI: no slash, and what is not a letter, digit or one of these encoded. */
static gboolean
is_iri (const char *text,
        gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '%' && i + 2 < length && are_all (text + i + 1, 2, "", TRUE))
        i += 2;
      else if ((guchar) text[i] < 0x80 && !are_all (text + i, 1, "._~-!$&'()*+,;=@", FALSE))
        return FALSE;
    }
  return length > 0;
}

/* 2026-11-23T10:00:00Z, perhaps with a fraction. */
static gboolean
is_time (const char *text,
         gsize       length)
{
  static const char form[] = "dddd-dd-ddTdd:dd:dd";
  gsize n = strlen (form);

  if (length < n + 1 || text[length - 1] != 'Z')
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  if (length == n + 1)
    return TRUE;
  if (text[n] != '.' || length == n + 2)
    return FALSE;
  for (gsize i = n + 1; i < length - 1; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_version (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return length > 0 && text[0] != '0';
}

static gboolean
is_nickname (const char *text,
             gsize       length)
{
  const char *end = text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    if (*p == '.' || *p == '/' || *p == '\\' || g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return length > 0 && g_utf8_strlen (text, (gssize) length) <= 64;
}

static gboolean
is_format (const char *text,
           gsize       length)
{
  gsize i = 0;

  while (i < length && g_ascii_islower (text[i]))
    i++;
  return i > 0 && i < length && text[i] == '/';
}

/* BCP 47, roughly: letters, then subtags. */
static gboolean
is_language (const char *text,
             gsize       length)
{
  gsize start = 0;

  for (gsize i = 0; i <= length; i++)
    {
      gsize n = i - start;

      if (i < length && text[i] != '-')
        {
          if (start == 0 ? !g_ascii_isalpha (text[i]) : !g_ascii_isalnum (text[i]))
            return FALSE;
          continue;
        }
      if (n > 8 || n < (start == 0 ? 2u : 1u))
        return FALSE;
      start = i + 1;
    }
  return TRUE;
}

static gboolean
is_sha256 (const char *text,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return length == 64;
}

gboolean
postil_shape_holds (PostilShape  *self,
       guint       index,
       const char *word)
{
  const PostilJsonNode *node = postil_shape_get (self, index);

  if (node->type != POSTIL_JSON_ARRAY_BEGIN)
    return postil_json_tape_is (self->tape, index, word);
  for (guint i = index + 1; i < node->next; i = postil_shape_get (self, i)->next)
    if (postil_json_tape_is (self->tape, i, word))
      return TRUE;
  return FALSE;
}

static gboolean
is_text_as (PostilShape *self,
            guint      index,
            PostilMust       must)
{
  gsize length = 0;
  const char *text = postil_json_tape_get_string (self->tape, index, self->scratch, &length);

  switch (must)
    {
    case POSTIL_MUST_BE_TEXT:
      return TRUE;
    case POSTIL_MUST_BE_SOME_TEXT:
      return length > 0;
    case POSTIL_MUST_BE_UUID:
      return is_uuid (text, length);
    case POSTIL_MUST_BE_IRI:
      return is_iri (text, length);
    case POSTIL_MUST_BE_TIME:
      return is_time (text, length);
    case POSTIL_MUST_BE_VERSION:
      return is_version (text, length);
    case POSTIL_MUST_BE_NICKNAME:
      return is_nickname (text, length);
    case POSTIL_MUST_BE_FORMAT:
      return is_format (text, length);
    case POSTIL_MUST_BE_LANGUAGE:
      return is_language (text, length);
    case POSTIL_MUST_BE_SHA256:
      return is_sha256 (text, length);
    case POSTIL_MUST_BE_COLOUR:
      return length == 7 && text[0] == '#' && are_all (text + 1, 6, "", TRUE);
    case POSTIL_MUST_BE_TEXTS:
    case POSTIL_MUST_BE_WORDS:
    case POSTIL_MUST_BE_ANYTHING:
    case POSTIL_MUST_BE_WORD:
    case POSTIL_MUST_BE_OR_HOLD:
    case POSTIL_MUST_BE_COUNT:
    case POSTIL_MUST_BE_OFFSET:
    case POSTIL_MUST_BE_ZERO:
    case POSTIL_MUST_BE_OBJECT:
    case POSTIL_MUST_BE_LIST:
      break;
    }
  return FALSE;
}

static gboolean
is_list_of_texts (PostilShape *self,
                  guint        index,
                  gboolean     are_ids)
{
  const PostilJsonNode *list = postil_shape_get (self, index);

  if (list->type != POSTIL_JSON_ARRAY_BEGIN || (are_ids && list->next == index + 1))
    return FALSE;
  for (guint i = index + 1; i < list->next; i = postil_shape_get (self, i)->next)
    if (postil_shape_get (self, i)->type != POSTIL_JSON_STRING || (are_ids && postil_shape_get (self, i)->length == 0))
      return FALSE;
  return TRUE;
}

gboolean
postil_shape_is (PostilShape    *self,
       guint         index,
       const PostilShapeMember *wanted)
{
  const PostilJsonNode *node = postil_shape_get (self, index);

  switch (wanted->must)
    {
    case POSTIL_MUST_BE_ANYTHING:
      return TRUE;
    case POSTIL_MUST_BE_WORD:
      return postil_json_tape_is (self->tape, index, wanted->word);
    case POSTIL_MUST_BE_OR_HOLD:
      return postil_shape_holds (self, index, wanted->word);
    case POSTIL_MUST_BE_OBJECT:
      return node->type == POSTIL_JSON_OBJECT_BEGIN;
    case POSTIL_MUST_BE_LIST:
      return node->type == POSTIL_JSON_ARRAY_BEGIN;
    case POSTIL_MUST_BE_COUNT:
      return node->is_uint;
    case POSTIL_MUST_BE_OFFSET:
      return node->is_uint && node->value <= G_MAXUINT32;
    case POSTIL_MUST_BE_ZERO:
      return node->is_uint && node->value == 0;
    case POSTIL_MUST_BE_TEXTS:
      return node->type == POSTIL_JSON_STRING || is_list_of_texts (self, index, FALSE);
    case POSTIL_MUST_BE_WORDS:
      return is_list_of_texts (self, index, TRUE);
    case POSTIL_MUST_BE_COLOUR:
    case POSTIL_MUST_BE_TEXT:
    case POSTIL_MUST_BE_SOME_TEXT:
    case POSTIL_MUST_BE_UUID:
    case POSTIL_MUST_BE_IRI:
    case POSTIL_MUST_BE_TIME:
    case POSTIL_MUST_BE_VERSION:
    case POSTIL_MUST_BE_NICKNAME:
    case POSTIL_MUST_BE_FORMAT:
    case POSTIL_MUST_BE_LANGUAGE:
    case POSTIL_MUST_BE_SHA256:
      break;
    }
  return node->type == POSTIL_JSON_STRING && is_text_as (self, index, wanted->must);
}

static void
complain_of (PostilShape    *self,
             guint         index,
             const PostilShapeMember *wanted)
{
  switch (wanted->must)
    {
    case POSTIL_MUST_BE_WORD:
    case POSTIL_MUST_BE_OR_HOLD:
      postil_shape_complain (self, index, _("“%s” must be “%s”."), wanted->name, wanted->word);
      break;
    case POSTIL_MUST_BE_UUID:
      postil_shape_complain (self, index, _("“%s” must be a UUID, as in “urn:uuid:8f14e45f-ceea-467e-9aab-2d5f0c0a5b11”."), wanted->name);
      break;
    case POSTIL_MUST_BE_IRI:
      postil_shape_complain (self, index, _("“%s” must be the article’s file name, percent-encoded."), wanted->name);
      break;
    case POSTIL_MUST_BE_TIME:
      postil_shape_complain (self, index, _("“%s” must be a time in UTC, as in “2026-11-23T10:00:00Z”."), wanted->name);
      break;
    case POSTIL_MUST_BE_NICKNAME:
      postil_shape_complain (self, index, _("“%s” must be a coder’s name: at most 64 characters, without spaces, dots and slashes."), wanted->name);
      break;
    case POSTIL_MUST_BE_SHA256:
      postil_shape_complain (self, index, _("“%s” must be a SHA-256 checksum: 64 digits and letters from a to f."), wanted->name);
      break;
    case POSTIL_MUST_BE_COLOUR:
      postil_shape_complain (self, index, _("“%s” must be a colour, as in “#0072B2”."), wanted->name);
      break;
    case POSTIL_MUST_BE_TEXTS:
      postil_shape_complain (self, index, _("“%s” must be a text in quotes, or a list of them."), wanted->name);
      break;
    case POSTIL_MUST_BE_WORDS:
      postil_shape_complain (self, index, _("“%s” must be a list of ids, in brackets."), wanted->name);
      break;
    case POSTIL_MUST_BE_FORMAT:
      postil_shape_complain (self, index, _("“%s” must be a kind of file, as in “text/plain; charset=utf-8”."), wanted->name);
      break;
    case POSTIL_MUST_BE_LANGUAGE:
      postil_shape_complain (self, index, _("“%s” must be a language, as in “en” or “pt-BR”."), wanted->name);
      break;
    case POSTIL_MUST_BE_VERSION:
      postil_shape_complain (self, index, _("“%s” must be a whole number in quotes, as in “1”."), wanted->name);
      break;
    case POSTIL_MUST_BE_COUNT:
    case POSTIL_MUST_BE_OFFSET:
      postil_shape_complain (self, index, _("“%s” must be a whole number from 0."), wanted->name);
      break;
    case POSTIL_MUST_BE_ZERO:
      postil_shape_complain (self, index, _("“%s” must be 0."), wanted->name);
      break;
    case POSTIL_MUST_BE_OBJECT:
      postil_shape_complain (self, index, _("“%s” must be an object, in braces."), wanted->name);
      break;
    case POSTIL_MUST_BE_LIST:
      postil_shape_complain (self, index, _("“%s” must be a list, in brackets."), wanted->name);
      break;
    case POSTIL_MUST_BE_SOME_TEXT:
      postil_shape_complain (self, index, _("“%s” must be a text in quotes, and not empty."), wanted->name);
      break;
    case POSTIL_MUST_BE_TEXT:
    case POSTIL_MUST_BE_ANYTHING:
      postil_shape_complain (self, index, _("“%s” must be a text in quotes."), wanted->name);
      break;
    }
}

void
postil_shape_check (PostilShape    *self,
               guint         object,
               const PostilShapeMember *members,
               guint         n_members)
{
  for (guint i = 0; i < n_members; i++)
    {
      guint value = postil_shape_member (self, object, members[i].name);

      if (value == 0 && members[i].is_required)
        postil_shape_complain (self, object, _("“%s” is missing."), members[i].name);
      else if (value != 0 && !postil_shape_is (self, value, &members[i]))
        complain_of (self, value, &members[i]);
    }
}

void
postil_shape_check_part (PostilShape    *self,
            guint         object,
            const char   *name,
            const PostilShapeMember *members,
            guint         n_members)
{
  guint part = postil_shape_member (self, object, name);

  if (part != 0 && postil_shape_get (self, part)->type == POSTIL_JSON_OBJECT_BEGIN)
    postil_shape_check (self, part, members, n_members);
}
