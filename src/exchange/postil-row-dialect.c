/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the rows of one article count: found for all of them at once, from the quotes that they
 * bring; then their offsets are turned into those of the article's text. Any thread. */

#include "config.h"

#include "exchange/postil-row.h"

/* Quotes that were never said to be to the letter help as well; where several pieces share
 * one quote, it is not known which of it is whose. */
static GArray *
dup_probes (GPtrArray *rows)
{
  GArray *probes = g_array_new (FALSE, FALSE, sizeof (PostilDialectProbe));

  for (guint i = 0; i < rows->len; i++)
    {
      PostilRow *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < row->pieces->len; j++)
        {
          PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, j);
          PostilDialectProbe probe = { piece->span.start, piece->span.end, piece->quote };

          if (probe.quote == NULL)
            probe.quote = piece->hint != NULL || row->pieces->len > 1 ? piece->hint : row->quote;
          if (piece->has_span && (probe.quote != NULL || row->quote == NULL))
            g_array_append_val (probes, probe);
        }
    }
  return probes;
}

/* An offset that is no place stays one, so that a passage that is then found by its quote is
 * listed as moved. */
static void
convert_row (PostilRow         *row,
             PostilDialectText *text,
             PostilDialect      dialect)
{
  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, i);

      if (piece->has_span
          && !postil_dialect_to_span (text, dialect, piece->span.start, piece->span.end, &piece->span))
        piece->span = (PostilSpan) { G_MAXUINT32, G_MAXUINT32 };
    }
}

static PostilDialect
find_dialect (PostilDialectText *text,
              GArray            *probes,
              PostilDialect      preferred,
              gboolean           is_open)
{
  PostilDialectProbe *data = (PostilDialectProbe *) (gpointer) probes->data;
  PostilDialect utf16 = { .unit = POSTIL_UNIT_UTF16 };

  if (is_open)
    return postil_dialect_find (text, data, probes->len, preferred);
  return postil_dialect_is_better (text, data, probes->len, utf16, preferred) ? utf16 : preferred;
}

PostilDialect
postil_row_settle_dialect (GPtrArray     *rows,
                           PostilText    *text,
                           const char    *raw,
                           gsize          n_raw,
                           PostilDialect  preferred,
                           gboolean       is_open)
{
  g_autoptr (GArray) probes = NULL;
  g_autoptr (PostilDialectText) counted = NULL;
  PostilDialect dialect;

  g_return_val_if_fail (rows != NULL, preferred);
  g_return_val_if_fail (text != NULL, preferred);

  probes = dup_probes (rows);
  if (probes->len == 0)
    return preferred;
  counted = postil_dialect_text_new (text, raw, n_raw);
  dialect = find_dialect (counted, probes, preferred, is_open);
  for (guint i = 0; i < rows->len; i++)
    convert_row (g_ptr_array_index (rows, i), counted, dialect);
  return dialect;
}
