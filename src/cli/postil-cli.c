/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands share: options, messages, the bar. Invariant: text from files reaches a
 * terminal only through postil_cli_append_safe(), so that no article can send it an escape
 * sequence. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define PROGRESS_AFTER_US G_USEC_PER_SEC
#define PROGRESS_WIDTH 40
#define PROGRESS_NAME_CHARS 36
#define PROGRESS_NAME_US (100 * 1000)
#define MAX_LISTED 50

static GOptionContext *
make_context (const PostilCliCommand *command)
{
  GOptionContext *context = g_option_context_new (_(command->arguments));
  g_autofree char *name = g_strconcat ("postil-cli ", command->name, NULL);

  g_set_prgname (name);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, command->details);
  return context;
}

static void
add_common_entries (PostilCli      *cli,
                    GOptionContext *context,
                    PostilCliTakes  takes)
{
  const GOptionEntry json[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const GOptionEntry filter[] = {
    { "coder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->coders, N_("Only this coder; may be given again"), N_("NAME") },
    { "code", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->codes, N_("Only this code; may be given again"), N_("ID") },
    G_OPTION_ENTRY_NULL
  };
  const GOptionEntry common[] = {
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &cli->quiet, N_("No progress bar, no summary"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->paths, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  if ((takes & POSTIL_CLI_TAKES_FILTER) != 0)
    g_option_context_add_main_entries (context, filter, GETTEXT_PACKAGE);
  if ((takes & POSTIL_CLI_TAKES_JSON) != 0)
    g_option_context_add_main_entries (context, json, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
}

static gboolean
check_usage (PostilCli              *cli,
             const PostilCliCommand *command,
             PostilCliTakes          takes)
{
  guint n = g_strv_length (cli->paths);

  if (n == 0 && (takes & POSTIL_CLI_TAKES_NONE) == 0)
    postil_cli_complain (cli, _("This command needs %s. See: postil-cli %s --help"), _(command->arguments), command->name);
  else if (n > 0 && (takes & POSTIL_CLI_TAKES_NONE) != 0)
    postil_cli_complain (cli, _("This command takes no “%s”. See: postil-cli %s --help"), cli->paths[0], command->name);
  else if (n > 1 && (takes & POSTIL_CLI_TAKES_MANY) == 0)
    postil_cli_complain (cli, _("This command takes one file only, and “%s” is a second one. See: postil-cli %s --help"), cli->paths[1], command->name);
  else
    return TRUE;
  return FALSE;
}

gboolean
postil_cli_parse (PostilCli              *cli,
                  const PostilCliCommand *command,
                  PostilCliTakes          takes,
                  const GOptionEntry     *entries,
                  int                     argc,
                  char                  **argv)
{
  g_autoptr (GOptionContext) context = make_context (command);
  g_autoptr (GError) error = NULL;

  cli->command = command->name;
  cli->started = g_get_monotonic_time ();
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  add_common_entries (cli, context, takes);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      postil_cli_complain (cli, _("%s. See: postil-cli %s --help"), error->message, command->name);
      return FALSE;
    }
  if (cli->paths == NULL)
    cli->paths = g_new0 (char *, 1);
  cli->shows_progress = !cli->quiet && isatty (STDERR_FILENO);
  return check_usage (cli, command, takes);
}

void
postil_cli_clear (PostilCli *cli)
{
  g_clear_pointer (&cli->coders, g_strfreev);
  g_clear_pointer (&cli->codes, g_strfreev);
  g_clear_pointer (&cli->paths, g_strfreev);
}

void
postil_cli_write (PostilCli  *cli,
                  const char *data,
                  gsize       length)
{
  if (cli->cannot_write || length == 0)
    return;
  if (fwrite (data, 1, length, stdout) != length)
    {
      postil_cli_complain (cli, _("Standard output could not be written to: %s."), g_strerror (errno));
      cli->cannot_write = TRUE;
    }
}

void
postil_cli_write_string (PostilCli *cli,
                         GString   *string)
{
  postil_cli_write (cli, string->str, string->len);
}

int
postil_cli_finish (PostilCli *cli,
                   int        code)
{
  postil_cli_end_progress (cli);
  if (!cli->cannot_write && fflush (stdout) != 0)
    {
      postil_cli_complain (cli, _("Standard output could not be written to: %s."), g_strerror (errno));
      cli->cannot_write = TRUE;
    }
  return cli->cannot_write ? POSTIL_CLI_FAILED : code;
}

void
postil_cli_complain (PostilCli  *cli,
                     const char *format,
                     ...)
{
  g_autoptr (GString) out = g_string_new ("postil-cli: ");
  g_autofree char *message = NULL;
  va_list args;

  if (cli->command != NULL)
    g_string_printf (out, "postil-cli %s: ", cli->command);
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  postil_cli_end_progress (cli);
  postil_cli_append_safe (out, message);
  g_string_append_c (out, '\n');
  fwrite (out->str, 1, out->len, stderr);
}

static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

void
postil_cli_append_safe (GString    *out,
                        const char *text)
{
  const char *end = text + strlen (text);

  while (text < end)
    {
      gsize n_plain = 0;
      gunichar c;

      while (text[n_plain] >= ' ' && text[n_plain] < 0x7f)
        n_plain++;
      g_string_append_len (out, text, (gssize) n_plain);
      text += n_plain;
      if (text == end)
        return;
      c = g_utf8_get_char_validated (text, end - text);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append (out, "\xef\xbf\xbd");
          text++;
          continue;
        }
      if (c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029)
        g_string_append_c (out, ' ');
      else if (is_control (c))
        g_string_append (out, "\xef\xbf\xbd");
      else
        g_string_append_unichar (out, c);
      text = g_utf8_next_char (text);
    }
}

void
postil_cli_append_name (PostilJsonWriter *writer,
                        const char       *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL || g_utf8_validate (text, -1, NULL))
    {
      postil_json_writer_string (writer, text);
      return;
    }
  valid = g_utf8_make_valid (text, -1);
  postil_json_writer_string (writer, valid);
}

void
postil_cli_append_entry (GString                 *out,
                         const PostilReportEntry *entry)
{
  if (entry->file != NULL)
    {
      postil_cli_append_safe (out, entry->file);
      if (entry->line > 0)
        g_string_append_printf (out, ":%u", entry->line);
      g_string_append (out, ": ");
    }
  g_string_append_c (out, '[');
  postil_cli_append_safe (out, entry->kind);
  g_string_append (out, "] ");
  postil_cli_append_safe (out, entry->message);
  if (entry->item != NULL && strstr (entry->message, entry->item) == NULL)
    {
      g_string_append (out, " (");
      postil_cli_append_safe (out, entry->item);
      g_string_append_c (out, ')');
    }
  g_string_append_c (out, '\n');
}

void
postil_cli_list_entries (PostilCli    *cli,
                         PostilReport *report)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = postil_report_get_n_entries (report);

  postil_cli_end_progress (cli);
  for (guint i = 0; i < MIN (n, MAX_LISTED); i++)
    postil_cli_append_entry (out, postil_report_get_entry (report, i));
  if (n > MAX_LISTED)
    g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "… and %u more.\n", "… and %u more.\n", n - MAX_LISTED), n - MAX_LISTED);
  fwrite (out->str, 1, out->len, stderr);
}

void
postil_cli_append_report (PostilJsonWriter *writer,
                          PostilReport     *report)
{
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      postil_json_writer_begin_object (writer);
      postil_json_writer_key (writer, "file");
      postil_cli_append_name (writer, entry->file);
      postil_json_writer_key (writer, "line");
      if (entry->line > 0)
        postil_json_writer_uint (writer, entry->line);
      else
        postil_json_writer_null (writer);
      postil_json_writer_key (writer, "item");
      postil_cli_append_name (writer, entry->item);
      postil_json_writer_member (writer, "what", entry->kind);
      postil_json_writer_key (writer, "message");
      postil_cli_append_name (writer, entry->message);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

void
postil_cli_progress (PostilCli *cli,
                     guint      done,
                     guint      total)
{
  guint percent;
  guint filled;

  if (!cli->shows_progress || total == 0 || g_get_monotonic_time () - cli->started < PROGRESS_AFTER_US)
    return;
  percent = (guint) ((guint64) done * 100 / total);
  if (percent + 1 == cli->percent)
    return;
  cli->percent = percent + 1;
  filled = percent * PROGRESS_WIDTH / 100;
  fprintf (stderr, "\r[%.*s%*s] %3u %%", (int) filled, "########################################",
           (int) (PROGRESS_WIDTH - filled), "", percent);
  fflush (stderr);
}

void
postil_cli_progress_name (PostilCli  *cli,
                          guint       done,
                          guint       total,
                          const char *name)
{
  g_autoptr (GString) shown = NULL;
  gint64 now = g_get_monotonic_time ();

  postil_cli_progress (cli, done, total);
  if (cli->percent == 0 || now - cli->told < PROGRESS_NAME_US)
    return;
  cli->told = now;
  shown = g_string_new (NULL);
  postil_cli_append_safe (shown, name);
  if (g_utf8_strlen (shown->str, -1) > PROGRESS_NAME_CHARS)
    g_string_truncate (shown, (gsize) (g_utf8_offset_to_pointer (shown->str, PROGRESS_NAME_CHARS) - shown->str));
  /* The bar, its brackets and the percentage stay. */
  fprintf (stderr, "\r\033[%dC  %s\033[K", PROGRESS_WIDTH + 8, shown->str);
  fflush (stderr);
}

void
postil_cli_end_progress (PostilCli *cli)
{
  if (cli->percent > 0)
    fputs ("\r\033[K", stderr);
  cli->percent = 0;
}

gboolean
postil_cli_wants_code (PostilCli  *cli,
                       const char *code)
{
  return cli->codes == NULL || g_strv_contains ((const char *const *) cli->codes, code);
}
