/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A flat row on its way in, before it is placed in a text (postil-row-set.c): where it stood and what it says;
 * and what formats of rows share: ids, paths and times out of what people wrote. Any thread. */

#include "config.h"

#include "exchange/postil-row.h"

#include <stdarg.h>
#include <string.h>

#define MAX_NAME_BYTES 180u /* "….maria-santos.postil.json" must fit behind it */

static void
clear_piece (gpointer data)
{
  PostilRowPiece *piece = data;

  g_clear_pointer (&piece->quote, g_free);
  g_clear_pointer (&piece->before, g_free);
  g_clear_pointer (&piece->after, g_free);
  g_clear_pointer (&piece->hint, g_free);
}

PostilRow *
postil_row_new (const char *file,
                guint       line)
{
  PostilRow *self = g_new0 (PostilRow, 1);

  self->file = g_strdup (file);
  self->line = line;
  self->pieces = g_array_new (FALSE, TRUE, sizeof (PostilRowPiece));
  g_array_set_clear_func (self->pieces, clear_piece);
  self->attributes = g_ptr_array_new_with_free_func (g_free);
  self->links = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
postil_row_free (PostilRow *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->article);
  g_free (self->coder);
  g_free (self->coder_name);
  g_free (self->id);
  g_free (self->code);
  g_free (self->quote);
  g_free (self->before);
  g_free (self->after);
  g_free (self->note);
  g_free (self->created);
  g_free (self->modified);
  g_array_unref (self->pieces);
  g_ptr_array_unref (self->attributes);
  g_ptr_array_unref (self->links);
  g_clear_pointer (&self->link_details, g_hash_table_unref);
  g_free (self);
}

void
postil_row_add_span (PostilRow  *self,
                     PostilSpan  span)
{
  PostilRowPiece piece = { .span = span, .has_span = TRUE };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->pieces, piece);
}

void
postil_row_add_attribute (PostilRow  *self,
                          const char *name,
                          const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  if (value == NULL || value[0] == '\0')
    return;
  g_ptr_array_add (self->attributes, g_strdup (name));
  g_ptr_array_add (self->attributes, g_strdup (value));
}

void
postil_row_add_link (PostilRow  *self,
                     const char *kind,
                     const char *to)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (to != NULL);

  g_ptr_array_add (self->links, g_strdup (kind));
  g_ptr_array_add (self->links, g_strdup (to));
}

static void
link_free (gpointer data)
{
  PostilRowLink *self = data;

  g_free (self->id);
  g_free (self->created);
  g_free (self->modified);
  g_free (self);
}

void
postil_row_add_known_link (PostilRow  *self,
                           const char *kind,
                           const char *to,
                           const char *id,
                           const char *created,
                           const char *modified)
{
  PostilRowLink *details;

  g_return_if_fail (self != NULL);

  if (self->link_details == NULL)
    self->link_details = g_hash_table_new_full (NULL, NULL, NULL, link_free);
  details = g_new0 (PostilRowLink, 1);
  details->id = g_strdup (id);
  details->created = g_strdup (created);
  details->modified = g_strdup (modified);
  g_hash_table_insert (self->link_details, GUINT_TO_POINTER (self->links->len), details);
  postil_row_add_link (self, kind, to);
}

static char *
dup_uuid (const guint8 *digest)
{
  static const char digits[] = "0123456789abcdef";
  char uuid[] = "urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  char *p = uuid + strlen ("urn:uuid:");

  for (guint i = 0; i < 16; i++)
    {
      if (*p == '-')
        p++;
      *p++ = digits[digest[i] >> 4];
      *p++ = digits[digest[i] & 0x0f];
    }
  return g_strdup (uuid);
}

char *
postil_row_dup_derived_id (const char *part,
                           ...)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize n_digest = sizeof digest;
  va_list parts;

  g_return_val_if_fail (part != NULL, NULL);

  va_start (parts, part);
  for (; part != NULL; part = va_arg (parts, const char *))
    g_checksum_update (checksum, (const guchar *) part, (gssize) strlen (part) + 1);
  va_end (parts);
  g_checksum_get_digest (checksum, digest, &n_digest);
  digest[6] = (guint8) ((digest[6] & 0x0f) | 0x50);
  digest[8] = (guint8) ((digest[8] & 0x3f) | 0x80);
  return dup_uuid (digest);
}

/* Without what no file's name may hold, and short enough for any disk. */
static char *
dup_file_name (const char *title)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (title, -1);

  for (const char *p = valid; *p != '\0' && name->len < MAX_NAME_BYTES; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (name->len == 0 && (c == '.' || g_unichar_isspace (c)))
        continue;
      if (!g_unichar_isprint (c) || (c < 0x80 && strchr ("/\\:*?\"<>|", (int) c) != NULL))
        c = g_unichar_isspace (c) ? ' ' : '-';
      g_string_append_unichar (name, c);
    }
  g_strchomp (name->str);
  return g_strdup (name->str[0] != '\0' ? name->str : "article");
}

char *
postil_row_dup_article_path (const char *title,
                             GHashTable *taken)
{
  g_autofree char *name = NULL;
  char *path;
  gsize n;

  g_return_val_if_fail (title != NULL, NULL);

  name = dup_file_name (title);
  n = strlen (name);
  if (n > 4 && g_ascii_strcasecmp (name + n - 4, ".txt") == 0)
    name[n - 4] = '\0';
  path = g_strconcat (name, ".txt", NULL);
  for (guint i = 2; taken != NULL && g_hash_table_contains (taken, path); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s-%u.txt", name, i);
    }
  if (taken != NULL)
    g_hash_table_add (taken, g_strdup (path));
  return path;
}

char *
postil_row_dup_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) in_utc = NULL;
  g_autofree char *seconds = NULL;
  const char *fraction;
  int n_fraction;

  if (text == NULL || text[0] == '\0')
    return NULL;
  time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL)
    return NULL;
  if (g_str_has_suffix (text, "Z"))
    return g_strdup (text);
  in_utc = g_date_time_to_utc (time);
  seconds = g_date_time_format (in_utc, "%Y-%m-%dT%H:%M:%S");
  fraction = strchr (text, '.');
  n_fraction = fraction != NULL ? 1 + (int) strspn (fraction + 1, "0123456789") : 0;
  return g_strdup_printf ("%s%.*sZ", seconds, n_fraction, fraction != NULL ? fraction : "");
}

char *
postil_row_dup_utf8 (GBytes  *bytes,
                     gsize   *length,
                     char   **dialect,
                     GError **error)
{
  g_autoptr (PostilText) text = NULL;
  const char *data;
  gsize n;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  data = g_bytes_get_data (bytes, &n);
  if (n >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      n -= 3;
    }
  if (n == 0 || g_utf8_validate_len (data, n, NULL))
    {
      *length = n;
      return g_strndup (n > 0 ? data : "", n);
    }
  text = postil_text_new_from_bytes (bytes, NULL, error);
  if (text == NULL)
    return NULL;
  if (dialect != NULL && *dialect == NULL)
    *dialect = g_strdup (postil_text_get_charset (text));
  data = postil_text_get_utf8 (text, length);
  return g_strndup (data, *length);
}

/* As UTF-16 without a change: its BOM becomes U+FEFF. */
static char *
dup_from_utf16 (const char *data,
                gsize       n,
                gsize      *length)
{
  const char *charset = (guchar) data[0] == 0xff ? "UTF-16LE" : "UTF-16BE";

  return g_convert (data, (gssize) n, "UTF-8", charset, NULL, length, NULL);
}

char *
postil_row_dup_raw (GBytes  *bytes,
                    gsize   *length,
                    char   **dialect,
                    GError **error)
{
  const char *data;
  char *raw = NULL;
  gsize n;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  data = g_bytes_get_data (bytes, &n);
  if (n >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    raw = dup_from_utf16 (data, n, length);
  if (raw != NULL)
    return raw;
  if (n > 0 && !g_utf8_validate_len (data, n, NULL))
    return postil_row_dup_utf8 (bytes, length, dialect, error);
  *length = n;
  return g_strndup (n > 0 ? data : "", n);
}
