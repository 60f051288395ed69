/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A network as GraphML, as a matrix, and as a list of ties. Numbers are written so that they
 * are read as the same numbers in every locale. Any thread. */

#include "config.h"

#include "exchange/postil-network-writer.h"

#include <string.h>

#include "base/postil-xml-writer.h"
#include "exchange/postil-csv.h"

static void
append_number (GString *out,
               double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.15g", value));
  /* Most numbers are short; those that are not must come back the same. */
  if (g_ascii_strtod (buffer, NULL) < value || g_ascii_strtod (buffer, NULL) > value)
    {
      g_string_truncate (out, out->len - strlen (buffer));
      g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.17g", value));
    }
}

static void
append_key (GString    *out,
            const char *id,
            const char *of,
            const char *type)
{
  g_string_append_printf (out, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", id, of, id, type);
}

static gboolean
append_data (GString    *out,
             const char *key,
             const char *text)
{
  gboolean is_whole;

  g_string_append_printf (out, "      <data key=\"%s\">", key);
  is_whole = postil_xml_append_text (out, text);
  g_string_append (out, "</data>\n");
  return is_whole;
}

static gboolean
append_node (GString                  *out,
             const PostilNetworkNames *names,
             const char               *variable,
             const char               *value,
             guint                     number,
             guint                     frequency)
{
  const PostilCode *code = names->codebook != NULL && strcmp (variable, "code") == 0
                           ? postil_codebook_lookup_code (names->codebook, value) : NULL;
  g_autofree char *count = g_strdup_printf ("%u", frequency);
  gboolean is_whole;

  g_string_append_printf (out, "    <node id=\"n%u\">\n", number);
  is_whole = append_data (out, "value", value);
  is_whole = append_data (out, "name", code != NULL && code->label[0] != '\0' ? code->label : value) && is_whole;
  is_whole = append_data (out, "variable", variable) && is_whole;
  append_data (out, "frequency", count);
  if (code != NULL && code->color[0] != '\0')
    is_whole = append_data (out, "color", code->color) && is_whole;
  g_string_append (out, "    </node>\n");
  return is_whole;
}

gboolean
postil_network_append_graphml (GString                  *out,
                               PostilNetwork            *network,
                               const PostilNetworkNames *names)
{
  guint n_rows;
  gboolean is_whole = TRUE;

  g_return_val_if_fail (out != NULL, FALSE);
  g_return_val_if_fail (network != NULL, FALSE);
  g_return_val_if_fail (names != NULL, FALSE);

  n_rows = network->rows->len;
  g_string_append (out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\""
                        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        " xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns"
                        " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
  append_key (out, "value", "node", "string");
  append_key (out, "name", "node", "string");
  append_key (out, "variable", "node", "string");
  append_key (out, "frequency", "node", "int");
  append_key (out, "color", "node", "string");
  append_key (out, "weight", "edge", "double");
  g_string_append (out, "  <graph id=\"network\" edgedefault=\"undirected\">\n");
  for (guint i = 0; i < n_rows; i++)
    is_whole = append_node (out, names, names->row_variable, network->rows->pdata[i], i + 1,
                            g_array_index (network->row_counts, guint, i)) && is_whole;
  for (guint i = 0; !network->is_one_mode && i < network->columns->len; i++)
    is_whole = append_node (out, names, names->column_variable, network->columns->pdata[i], n_rows + i + 1,
                            g_array_index (network->column_counts, guint, i)) && is_whole;
  for (guint i = 0; i < network->ties->len; i++)
    {
      const PostilTie *tie = &g_array_index (network->ties, PostilTie, i);

      g_string_append_printf (out, "    <edge source=\"n%u\" target=\"n%u\">\n      <data key=\"weight\">", tie->row + 1,
                              (network->is_one_mode ? 0 : n_rows) + tie->column + 1);
      append_number (out, tie->weight);
      g_string_append (out, "</data>\n    </edge>\n");
    }
  g_string_append (out, "  </graph>\n</graphml>\n");
  return is_whole;
}

void
postil_network_append_matrix (GString       *out,
                              PostilNetwork *network)
{
  g_autofree double *weights = NULL;

  g_return_if_fail (out != NULL);
  g_return_if_fail (network != NULL);

  weights = g_new0 (double, network->columns->len + 1);
  for (guint i = 0; i < network->columns->len; i++)
    {
      g_string_append_c (out, ',');
      postil_csv_append_field (out, network->columns->pdata[i], ',');
    }
  g_string_append (out, "\r\n");
  for (guint i = 0; i < network->rows->len; i++)
    {
      postil_csv_append_field (out, network->rows->pdata[i], ',');
      postil_network_fill_row (network, i, weights);
      for (guint j = 0; j < network->columns->len; j++)
        {
          g_string_append_c (out, ',');
          append_number (out, weights[j]);
        }
      g_string_append (out, "\r\n");
    }
}

void
postil_network_append_edges_head (GString *out,
                                  gboolean with_window)
{
  g_return_if_fail (out != NULL);

  g_string_append (out, with_window ? "from,to,weight,day,first,last\r\n" : "from,to,weight\r\n");
}

void
postil_network_append_edges (GString       *out,
                             PostilNetwork *network,
                             gboolean       with_window)
{
  g_autofree char *day = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  g_return_if_fail (out != NULL);
  g_return_if_fail (network != NULL);

  day = postil_network_dup_date (network->day);
  first = postil_network_dup_date (network->first_day);
  last = postil_network_dup_date (network->last_day);
  for (guint i = 0; i < network->ties->len; i++)
    {
      const PostilTie *tie = &g_array_index (network->ties, PostilTie, i);

      postil_csv_append_field (out, network->rows->pdata[tie->row], ',');
      g_string_append_c (out, ',');
      postil_csv_append_field (out, network->columns->pdata[tie->column], ',');
      g_string_append_c (out, ',');
      append_number (out, tie->weight);
      if (with_window)
        g_string_append_printf (out, ",%s,%s,%s", day, first, last);
      g_string_append (out, "\r\n");
    }
}

char *
postil_network_dup_date (guint day)
{
  GDate date;

  if (day == 0)
    return g_strdup ("");
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_strdup_printf ("%04u-%02u-%02u", (guint) g_date_get_year (&date), (guint) g_date_get_month (&date),
                          (guint) g_date_get_day (&date));
}
