/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables as one workbook, a sheet each. The library writes to a path only: it gets that of a
 * file that exists in memory alone. Any thread. */

#include "config.h"

#include "exchange/postil-workbook.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h> /* memfd_create() */
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <xlsxwriter.h>

#define MAX_CELL_BYTES 32767u /* fewer UTF-16 units than that */
#define NO_TIME 315532800     /* 1980: the same tables give the same bytes */

gboolean
postil_workbook_is_built (void)
{
  return TRUE;
}

/* "_x0041_" would be read as "A"; the underline is written in that form itself. */
static char *
dup_literal (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && out->len < MAX_CELL_BYTES - 16; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (p[0] == '_' && p[1] == 'x')
        g_string_append (out, "_x005F_");
      else if (c == 0xfffe || c == 0xffff)
        g_string_append_printf (out, "_x%04X_", c);
      else
        g_string_append_unichar (out, c);
    }
  return g_strdup (out->str);
}

static void
write_cell (lxw_worksheet *sheet,
            lxw_row_t      row,
            lxw_col_t      column,
            const char    *text,
            gboolean       is_number)
{
  g_autofree char *literal = NULL;

  if (text == NULL || *text == '\0')
    return;
  if (is_number)
    {
      worksheet_write_number (sheet, row, column, g_ascii_strtod (text, NULL), NULL);
      return;
    }
  literal = dup_literal (text);
  worksheet_write_string (sheet, row, column, literal, NULL);
}

static void
write_table (lxw_workbook              *workbook,
             const PostilWorkbookTable *table)
{
  lxw_worksheet *sheet = workbook_add_worksheet (workbook, table->name);

  worksheet_freeze_panes (sheet, 1, 0);
  for (guint c = 0; c < table->n_columns; c++)
    write_cell (sheet, 0, (lxw_col_t) c, table->titles[c], FALSE);
  for (guint r = 0; r < table->n_rows; r++)
    for (guint c = 0; c < table->n_columns; c++)
      write_cell (sheet, r + 1, (lxw_col_t) c, table->cells[(gsize) r * table->n_columns + c],
                  (table->numeric >> c & 1) != 0);
}

static GBytes *
read_all (int      fd,
          GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  off_t place = 0;

  for (;;)
    {
      ssize_t n = pread (fd, buffer, sizeof buffer, place);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          int code = errno;

          g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), _("The workbook could not be written: %s"), g_strerror (code));
          return NULL;
        }
      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
      g_byte_array_append (bytes, buffer, (guint) n);
      place += n;
    }
}

GBytes *
postil_workbook_write (const PostilWorkbookTable  *tables,
                       guint                       n_tables,
                       GError                    **error)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_doc_properties properties = { .created = NO_TIME };
  lxw_workbook *workbook = NULL;
  g_autofree char *path = NULL;
  GBytes *bytes = NULL;
  int fd = memfd_create ("postil.xlsx", MFD_CLOEXEC);

  g_return_val_if_fail (tables != NULL && n_tables > 0, NULL);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), _("The workbook could not be begun: %s"), g_strerror (code));
      return NULL;
    }
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  workbook = workbook_new_opt (path, &options);
  workbook_set_properties (workbook, &properties);
  for (guint i = 0; i < n_tables; i++)
    write_table (workbook, &tables[i]);
  if (workbook_close (workbook) == LXW_NO_ERROR)
    bytes = read_all (fd, error);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("The workbook could not be written."));
  close (fd);
  return bytes;
}
