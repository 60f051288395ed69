/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads tokens and their tags: BIO, BIOES, BILOU, and the old one in which a passage may begin
 * with I. Where the article is in the folder, the tokens are laid over its text; else a text
 * is put together from them, which the losses say. Any thread. */

#include "config.h"

#include "exchange/postil-conll.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-row.h"

#define SNIFF_LINES 400
#define MAX_GAP 400

typedef struct
{
  char     *word;
  char     *tag;
  guint     line;
  gboolean  ends_sentence;
  PostilSpan span;       /* where it stands in the text */
  gboolean  has_span;
} Token;

typedef struct
{
  PostilRowSet        *set;
  PostilImportOptions *options;
  const char          *file;
  guint                column; /* the tags' */
  guint                word_column;
  guint                n_documents;
  GArray              *tokens; /* of the document */
} Reader;

static void
clear_token (gpointer data)
{
  Token *self = data;

  g_free (self->word);
  g_free (self->tag);
}

static gboolean
is_tag (const char *word)
{
  return strcmp (word, "O") == 0 || (strchr ("BIOESLUM", word[0]) != NULL && word[0] != '\0' && word[1] == '-' && word[2] != '\0');
}

/* Columns stand between tabs or, where there is none, between spaces. */
static GPtrArray *
dup_columns (const char *line,
             gsize       length)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *copy = g_strndup (line, length);
  const char *separators = strchr (copy, '\t') != NULL ? "\t" : " ";
  g_auto (GStrv) parts = NULL;

  g_strchomp (copy);
  parts = g_strsplit (copy, separators, -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (columns, g_strdup (parts[i]));
  return columns;
}

/* "# sent_id = 1": what CoNLL-U says beside the tokens; the token "#" is none. */
static gboolean
is_comment (const char *line,
            gsize       length)
{
  return length > 2 && line[0] == '#' && line[1] == ' ' && g_strstr_len (line, (gssize) length, " = ") != NULL;
}

static gboolean
is_document (const char *line,
             gsize       length)
{
  return length >= strlen ("-DOCSTART-") && memcmp (line, "-DOCSTART-", strlen ("-DOCSTART-")) == 0;
}

typedef gboolean (*LineFunc) (const char *line, gsize length, guint number, gpointer user_data);

static void
foreach_line (const char *data,
              gsize       length,
              LineFunc    func,
              gpointer    user_data)
{
  guint number = 1;

  for (gsize at = 0; at < length; number++)
    {
      const char *lf = memchr (data + at, '\n', length - at);
      gsize n = lf != NULL ? (gsize) (lf - data) - at : length - at;
      gsize shown = n > 0 && data[at + n - 1] == '\r' ? n - 1 : n;

      if (!func (data + at, shown, number, user_data))
        return;
      at += n + 1;
    }
}

/* How many tags each column holds, and how many other words. */
typedef struct
{
  guint n_tags[64];
  guint n_words[64];
  guint n_passages[64]; /* tags but "O" */
  guint n_lines;
  guint n_tokens;       /* lines that do not begin with "#" */
  guint n_numbered;     /* those that begin with a number, counting up from 1 */
  guint number;
} Survey;

/* A comment where tokens have numbers, else perhaps the token "#". */
static gboolean
is_hash_line (const char *line,
              gsize       length)
{
  return length > 1 && line[0] == '#' && (line[1] == ' ' || line[1] == '\t');
}

static void
survey_number (Survey     *self,
               const char *word)
{
  char *end;
  guint64 number = g_ascii_strtoull (word, &end, 10);

  self->n_tokens++;
  if (!g_ascii_isdigit (word[0]) || *end != '\0' || (number != 1 && number != self->number + 1u))
    return;
  self->number = (guint) number;
  self->n_numbered++;
}

/* GermEval, CoNLL-U: "3\tentwirft\tO". */
static guint
find_word_column (const Survey *survey,
                  guint         tag_column)
{
  return tag_column > 1 && survey->n_tokens > 0 && survey->n_numbered * 20 >= survey->n_tokens * 19 ? 1 : 0;
}

static gboolean
survey_line (const char *line,
             gsize       length,
             guint       number,
             gpointer    user_data)
{
  Survey *self = user_data;
  g_autoptr (GPtrArray) columns = NULL;

  if (length == 0 || is_comment (line, length) || is_document (line, length))
    return TRUE;
  columns = dup_columns (line, length);
  if (columns->len > 0 && !is_hash_line (line, length))
    survey_number (self, g_ptr_array_index (columns, 0));
  for (guint i = 1; i < MIN (columns->len, G_N_ELEMENTS (self->n_tags)); i++)
    {
      const char *word = g_ptr_array_index (columns, i);

      if (!is_tag (word))
        self->n_words[i]++;
      else
        self->n_tags[i]++;
      self->n_passages[i] += is_tag (word) && word[1] == '-';
    }
  return ++self->n_lines < SNIFF_LINES;
}

static guint
find_column (const Survey *survey)
{
  guint any = 0;

  for (guint i = G_N_ELEMENTS (survey->n_tags) - 1; i > 0; i--)
    {
      if (survey->n_tags[i] == 0 || survey->n_tags[i] < 20 * survey->n_words[i])
        continue;
      if (survey->n_passages[i] > 0)
        return i;
      any = any == 0 ? i : any;
    }
  return any;
}

/* Lays the tokens over the text, one after the other. */
static void
align (GArray     *tokens,
       PostilText *text)
{
  gsize n_text;
  const char *utf8 = postil_text_get_utf8 (text, &n_text);
  gsize at = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      Token *token = &g_array_index (tokens, Token, i);
      gsize n = strlen (token->word);
      const char *found = memmem (utf8 + at, MIN (n_text - at, n + MAX_GAP), token->word, n);

      if (found == NULL)
        continue;
      at = (gsize) (found - utf8);
      token->span = (PostilSpan) { postil_text_byte_to_char (text, at), postil_text_byte_to_char (text, at + n) };
      token->has_span = TRUE;
      at += n;
    }
}

/* A line a sentence, a space between tokens. */
static char *
dup_text (GArray *tokens)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint at = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      Token *token = &g_array_index (tokens, Token, i);
      guint n = (guint) g_utf8_strlen (token->word, -1);

      token->span = (PostilSpan) { at, at + n };
      token->has_span = TRUE;
      g_string_append (text, token->word);
      g_string_append_c (text, token->ends_sentence || i + 1 == tokens->len ? '\n' : ' ');
      at += n + 1;
    }
  return g_strdup (text->str);
}

static gboolean
begins (const Token *token,
        const Token *before)
{
  if (token->tag[1] == '\0')
    return FALSE;
  if (strchr ("BSU", token->tag[0]) != NULL || before == NULL || before->tag[1] == '\0')
    return TRUE;
  return strchr ("SULE", before->tag[0]) != NULL || strcmp (before->tag + 2, token->tag + 2) != 0;
}

static void
take_passage (Reader     *self,
              guint       first,
              guint       end,
              const char *article,
              const char *coder)
{
  const Token *start = &g_array_index (self->tokens, Token, first);
  const Token *last = &g_array_index (self->tokens, Token, end - 1);
  PostilRow *row = postil_row_new (self->file, start->line);

  row->article = g_strdup (article);
  row->coder = g_strdup (coder);
  row->code = g_strdup (start->tag + 2);
  if (start->has_span && last->has_span)
    postil_row_add_span (row, (PostilSpan) { start->span.start, last->span.end });
  else
    {
      g_autoptr (GString) quote = g_string_new (NULL);

      for (guint i = first; i < end; i++)
        g_string_append_printf (quote, "%s%s", i > first ? " " : "", g_array_index (self->tokens, Token, i).word);
      row->quote = g_strdup (quote->str);
      row->is_anchored = TRUE;
    }
  postil_row_set_take (self->set, row);
}

static void
take_passages (Reader     *self,
               const char *article,
               const char *coder)
{
  for (guint i = 0; i < self->tokens->len;)
    {
      const Token *tokens = &g_array_index (self->tokens, Token, 0);
      guint end = i + 1;

      if (tokens[i].tag[1] == '\0')
        {
          i++;
          continue;
        }
      while (end < self->tokens->len && tokens[end].tag[1] != '\0' && !begins (&tokens[end], &tokens[end - 1]))
        end++;
      take_passage (self, i, end, article, coder);
      i = end;
    }
}

static char *
dup_stem (Reader *self)
{
  const char *name = strrchr (self->file, '/');
  const char *dot = strrchr (name != NULL ? name : self->file, '.');

  return dot != NULL ? g_strndup (self->file, (gsize) (dot - self->file)) : g_strdup (self->file);
}

/* The article that is there: by the file's name; else the first folder is taken for a coder's,
 * as Postil writes it. */
static PostilText *
find_text (Reader     *self,
           const char *stem,
           char      **path,
           char      **coder)
{
  const char *slash = strchr (stem, '/');
  PostilText *text;

  *path = g_strconcat (stem, ".txt", NULL);
  text = self->options->find_article (*path, self->options->user_data);
  if (text != NULL || slash == NULL)
    return text;
  g_free (*path);
  *path = g_strconcat (slash + 1, ".txt", NULL);
  *coder = g_strndup (stem, (gsize) (slash - stem));
  return self->options->find_article (*path, self->options->user_data);
}

static gboolean
make_text (Reader     *self,
           const char *path,
           GError    **error)
{
  g_autofree char *made = dup_text (self->tokens);

  postil_report_add (self->options->losses, self->file, 0, "text", NULL,
                     _("The text of “%s” was put together from its tokens, as there is no such article; its white space is not the original’s."), path);
  return postil_row_set_add_text (self->set, path, made, strlen (made), error);
}

static gboolean
end_document (Reader  *self,
              GError **error)
{
  g_autofree char *name = dup_stem (self);
  g_autofree char *stem = NULL;
  g_autofree char *path = NULL;
  g_autofree char *coder = NULL;
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GError) local_error = NULL;

  if (self->tokens->len == 0)
    return TRUE;
  self->n_documents++;
  stem = self->n_documents > 1 ? g_strdup_printf ("%s-%u", name, self->n_documents) : g_strdup (name);
  text = find_text (self, stem, &path, &coder);
  if (text != NULL)
    align (self->tokens, text);
  else if (!make_text (self, path, &local_error))
    {
      postil_report_add_error (self->options->errors, self->file, 0, local_error);
      g_array_set_size (self->tokens, 0);
      return TRUE;
    }
  take_passages (self, path, coder);
  g_array_set_size (self->tokens, 0);
  return postil_row_set_flush (self->set, error);
}

typedef struct
{
  Reader  *reader;
  GError **error;
  gboolean failed;
} Lines;

static gboolean
read_line (const char *line,
           gsize       length,
           guint       number,
           gpointer    user_data)
{
  Lines *lines = user_data;
  Reader *self = lines->reader;
  g_autoptr (GPtrArray) columns = dup_columns (line, length);
  Token token = { .line = number };

  if (columns->len == 0)
    {
      if (self->tokens->len > 0)
        g_array_index (self->tokens, Token, self->tokens->len - 1).ends_sentence = TRUE;
      return TRUE;
    }
  if (strcmp (g_ptr_array_index (columns, 0), "-DOCSTART-") == 0)
    {
      lines->failed = !end_document (self, lines->error);
      return !lines->failed;
    }
  if (is_comment (line, length) || (self->word_column > 0 && is_hash_line (line, length)))
    return TRUE;
  if (columns->len <= self->column || !is_tag (g_ptr_array_index (columns, self->column)))
    postil_report_add (self->options->errors, self->file, number, "schema", NULL,
                       _("This line has no tag in column %u; its token was read without one."), self->column + 1);
  else
    token.tag = g_strdup (g_ptr_array_index (columns, self->column));
  if (token.tag == NULL)
    token.tag = g_strdup ("O");
  token.word = g_strdup (g_ptr_array_index (columns, MIN (self->word_column, columns->len - 1)));
  g_array_append_val (self->tokens, token);
  return TRUE;
}

static void
report_columns (Reader       *self,
                const Survey *survey)
{
  for (guint i = 1; i < G_N_ELEMENTS (survey->n_tags); i++)
    if (i != self->column && i != self->word_column && survey->n_tags[i] + survey->n_words[i] > 0)
      postil_report_add (self->options->losses, self->file, 0, "column", NULL,
                         _("Column %u was left out; the tags were read from column %u."), i + 1, self->column + 1);
}

/* FALSE only where the rest of the set is not to be read. */
static gboolean
read_file (Reader                 *self,
           const PostilImportFile *file,
           gboolean               *is_read,
           GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *data = NULL;
  Survey survey = { 0 };
  Lines lines = { self, error, FALSE };
  gsize length;

  *is_read = FALSE;
  self->file = file->path;
  self->n_documents = 0;
  data = postil_row_dup_utf8 (file->bytes, &length, NULL, &local_error);
  if (data != NULL)
    foreach_line (data, length, survey_line, &survey);
  self->column = data != NULL ? find_column (&survey) : 0;
  self->word_column = find_word_column (&survey, self->column);
  if (data != NULL && self->column == 0)
    g_set_error_literal (&local_error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("No column of this file holds tags such as “O” and “B-concern”, so it was left out."));
  if (local_error != NULL)
    {
      postil_report_add_error (self->options->errors, file->path, 0, local_error);
      return TRUE;
    }
  *is_read = TRUE;
  report_columns (self, &survey);
  foreach_line (data, length, read_line, &lines);
  return !lines.failed && end_document (self, error);
}

gboolean
postil_conll_import (const PostilImportFile *files,
                     guint                   n_files,
                     PostilImportOptions    *options,
                     GError                **error)
{
  g_autoptr (PostilRowSet) set = NULL;
  g_autoptr (GArray) tokens = NULL;
  Reader reader = { .options = options };
  guint n_read = 0;

  g_return_val_if_fail (options != NULL, FALSE);

  set = postil_row_set_new (options);
  tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  g_array_set_clear_func (tokens, clear_token);
  reader.set = set;
  reader.tokens = tokens;
  for (guint i = 0; i < n_files; i++)
    {
      gboolean is_read;

      if (g_str_has_suffix (files[i].path, ".txt"))
        continue;
      if (!read_file (&reader, &files[i], &is_read, error))
        return FALSE;
      n_read += is_read;
    }
  if (n_read > 0)
    return postil_row_set_finish (set, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("None of the files holds tokens and tags, a token a line."));
  return FALSE;
}

static int
sniff_file (const PostilImportFile *file)
{
  const char *const names[] = { ".conll", ".conll03", ".conll2003", ".bio", ".iob", ".iob2", ".bioes", ".bilou" };
  gsize length;
  const char *data = g_bytes_get_data (file->bytes, &length);
  gboolean is_named = FALSE;
  Survey survey = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    is_named = is_named || g_str_has_suffix (file->path, names[i]);
  if (length < 3 || (!is_named && !is_document (data, length)))
    return 0;
  if (!g_utf8_validate (data, (gssize) MIN (length, 64), NULL) && memchr (data, '\0', MIN (length, 64)) != NULL)
    return 0;
  foreach_line (data, MIN (length, 65536), survey_line, &survey);
  return find_column (&survey) > 0 ? 85 : 0;
}

int
postil_conll_sniff (const PostilImportFile *files,
                    guint                   n_files)
{
  for (guint i = 0; i < n_files; i++)
    if (!g_str_has_suffix (files[i].path, ".txt"))
      {
        int sure = sniff_file (&files[i]);

        if (sure > 0)
          return sure;
      }
  return 0;
}
