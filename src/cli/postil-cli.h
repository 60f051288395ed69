/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-json-writer.h"
#include "base/postil-report.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-format.h"
#include "storage/postil-folder.h"

G_BEGIN_DECLS

/* What every command has in common: options, output, problems, the walk over folders. */

enum
{
  POSTIL_CLI_DONE = 0,     /* done */
  POSTIL_CLI_PROBLEMS = 1, /* done, but problems were found */
  POSTIL_CLI_FAILED = 2    /* wrong usage, or nothing could be done */
};

/* Strings of options are as they came, and may not be UTF-8. */
typedef struct
{
  const char  *command;
  gboolean     json;
  gboolean     quiet;
  char       **coders; /* NULL for all */
  char       **codes;
  char       **paths;  /* never NULL after parsing */
  gint64       started;
  gboolean     shows_progress;
  guint        percent;        /* that the bar shows, plus one; 0 without a bar */
  gint64       told;           /* when the bar last had a name */
  gboolean     cannot_write;
} PostilCli;

typedef struct
{
  const char  *name;
  const char  *arguments; /* translatable: "FOLDER…" */
  const char  *summary;   /* translatable: one line */
  const char  *details;   /* translatable: rules and an example, for --help */
  int        (*run) (PostilCli *cli, int argc, char **argv);
} PostilCliCommand;

/* The commands, each in its own file. */
extern const PostilCliCommand postil_cli_agree;
extern const PostilCliCommand postil_cli_assign;
extern const PostilCliCommand postil_cli_chart;
extern const PostilCliCommand postil_cli_check;
extern const PostilCliCommand postil_cli_class;
extern const PostilCliCommand postil_cli_collect;
extern const PostilCliCommand postil_cli_compare;
extern const PostilCliCommand postil_cli_export;
extern const PostilCliCommand postil_cli_formats;
extern const PostilCliCommand postil_cli_import;
extern const PostilCliCommand postil_cli_list;
extern const PostilCliCommand postil_cli_merge;
extern const PostilCliCommand postil_cli_network;
extern const PostilCliCommand postil_cli_pack;
extern const PostilCliCommand postil_cli_pdf;
extern const PostilCliCommand postil_cli_reanchor;
extern const PostilCliCommand postil_cli_stats;
extern const PostilCliCommand postil_cli_text;
extern const PostilCliCommand postil_cli_unpack;

typedef enum
{
  POSTIL_CLI_TAKES_JSON = 1 << 0,
  POSTIL_CLI_TAKES_FILTER = 1 << 1, /* --coder, --code */
  POSTIL_CLI_TAKES_MANY = 1 << 2,   /* more than one path */
  POSTIL_CLI_TAKES_NONE = 1 << 3    /* no path at all */
} PostilCliTakes;

/* Parses the options (common ones, and @entries, which may be NULL) and the paths. FALSE
 * after it has complained; a call for help ends the program. */
gboolean    postil_cli_parse            (PostilCli              *cli,
                                         const PostilCliCommand *command,
                                         PostilCliTakes          takes,
                                         const GOptionEntry     *entries,
                                         int                     argc,
                                         char                  **argv);
void        postil_cli_clear            (PostilCli              *cli);

/* To standard output. */
void        postil_cli_write            (PostilCli              *cli,
                                         const char             *data,
                                         gsize                   length);
void        postil_cli_write_string     (PostilCli              *cli,
                                         GString                *string);
/* A message to standard error, with the command's name before it and one LF after it. */
void        postil_cli_complain         (PostilCli              *cli,
                                         const char             *format,
                                         ...) G_GNUC_PRINTF (2, 3);
/* The exit code: FAILED where standard output could not be written to. */
int         postil_cli_finish           (PostilCli              *cli,
                                         int                     code);

/* @text for a terminal: on one line, control characters and what is not UTF-8 as U+FFFD. */
void        postil_cli_append_safe      (GString                *out,
                                         const char             *text);
/* As a JSON string (or null), made valid UTF-8. */
void        postil_cli_append_name      (PostilJsonWriter       *writer,
                                         const char             *text);
/* "file:line: message (item)" a line. */
void        postil_cli_append_entry     (GString                *out,
                                         const PostilReportEntry *entry);
/* To standard error, at most a screenful. */
void        postil_cli_list_entries     (PostilCli              *cli,
                                         PostilReport           *report);
/* [{"file","line","item","what","message"}] */
void        postil_cli_append_report    (PostilJsonWriter       *writer,
                                         PostilReport           *report);

/* A bar on standard error for work of more than a second, on a terminal. */
void        postil_cli_progress         (PostilCli              *cli,
                                         guint                   done,
                                         guint                   total);
/* The same, with the name of what is being done behind it. */
void        postil_cli_progress_name    (PostilCli              *cli,
                                         guint                   done,
                                         guint                   total,
                                         const char             *name);
void        postil_cli_end_progress     (PostilCli              *cli);
/* Ctrl+C no longer ends the program at once, but is told by postil_cli_is_interrupted(), so that
 * what has begun can be finished; a second one ends it as ever. */
void        postil_cli_catch_interrupt  (void);
/* As it was before. */
void        postil_cli_leave_interrupt  (void);
gboolean    postil_cli_is_interrupted   (void);

/* An article of a folder that was named. Return FALSE to stop. */
typedef struct
{
  const char            *shown;    /* its path: relative to the folder, or with several with it */
  const char            *path;     /* of the file */
  const char            *folder;   /* before the path where several are named; else "" */
  PostilArticleContents *contents;
} PostilCliArticle;
typedef gboolean (*PostilCliArticleFunc) (PostilCliArticle *article, gpointer user_data);

/* Visits all articles of the paths. What cannot be scanned or read is in @problems. FALSE
 * where no path could be scanned at all. */
gboolean    postil_cli_foreach          (PostilCli              *cli,
                                         PostilReadFlags         flags,
                                         PostilReport           *problems,
                                         PostilCliArticleFunc    func,
                                         gpointer                user_data);
/* The path as it is shown of a file in the same folder as the article. */
char       *postil_cli_dup_shown        (PostilCliArticle       *article,
                                         const char             *path) G_GNUC_WARN_UNUSED_RESULT;
/* The layers that were read and asked for, each named after its file, with --code applied;
 * what could not be read is in @problems. */
PostilSetArticle *postil_cli_take_set   (PostilCli              *cli,
                                         PostilCliArticle       *article,
                                         PostilReport           *problems) G_GNUC_WARN_UNUSED_RESULT;
void        postil_cli_add_layer_error  (PostilReport           *problems,
                                         const char             *file,
                                         const GError           *error);
gboolean    postil_cli_wants_code       (PostilCli              *cli,
                                         const char             *code);

/* What is known of the articles, folder by folder. Zero-initialise. */
typedef struct
{
  GFile             *folder;
  PostilArticleList *list;
  GHashTable        *told;   /* set of lists that cannot be read, and are in the report */
} PostilCliRecords;

/* NULL where nothing is; what cannot be read is in @problems. */
PostilArticleRecord *postil_cli_records_dup (PostilCliRecords   *self,
                                             PostilCliArticle   *article,
                                             PostilReport       *problems) G_GNUC_WARN_UNUSED_RESULT;
void        postil_cli_records_clear    (PostilCliRecords       *self);

G_END_DECLS
