/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "base/postil-text.h"
#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* The formats that Postil reads and writes: bytes ↔ model, one format a file, each a const
 * PostilFormat that stands in the registry (postil-format.c). Pure: a reader gets bytes, a
 * writer gives them to a function; storage/ opens the files. */

/* What is known about an article (articles.json); the last three about the file that it was
 * made from. */
typedef enum
{
  POSTIL_RECORD_TITLE,
  POSTIL_RECORD_AUTHOR,
  POSTIL_RECORD_DATE,
  POSTIL_RECORD_PUBLISHER,
  POSTIL_RECORD_LANGUAGE,
  POSTIL_RECORD_URL,
  POSTIL_RECORD_ORIGINAL,
  POSTIL_RECORD_ORIGINAL_FORMAT,
  POSTIL_RECORD_ORIGINAL_SHA256,
  POSTIL_N_RECORD_FIELDS
} PostilRecordField;

typedef struct
{
  char *article; /* its file's name */
  char *fields[POSTIL_N_RECORD_FIELDS];
} PostilArticleRecord;

typedef struct
{
  char           *path;     /* relative to the folder, with '/': "week1/rafah.txt" */
  PostilText     *text;     /* NULL only in imports whose rows join texts that are elsewhere */
  PostilCodebook *codebook; /* what is in force for it; in imports NULL if the set has none */
  GPtrArray      *layers;   /* (element-type PostilLayer) */
  PostilArticleRecord *record; /* what is known about it, or NULL */
} PostilSetArticle;

PostilSetArticle *postil_set_article_new  (const char *path, PostilText *text, PostilCodebook *codebook) G_GNUC_WARN_UNUSED_RESULT;
void              postil_set_article_free (PostilSetArticle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilSetArticle, postil_set_article_free)

typedef enum
{
  POSTIL_FORMAT_READ     = 1 << 0,
  POSTIL_FORMAT_WRITE    = 1 << 1,
  POSTIL_FORMAT_ONE_FILE = 1 << 2, /* writes one file (else a folder of them) */
  POSTIL_FORMAT_CODEBOOK = 1 << 3, /* holds a codebook only */
  POSTIL_FORMAT_OWN_TEXTS = 1 << 4, /* .txt files of a set are left to its reader, which hands
                                    * over the articles with their texts */
  POSTIL_FORMAT_RECORDS = 1 << 5,  /* holds what is known of an article */
  POSTIL_FORMAT_CODES = 1 << 6,    /* holds the codebook, and says itself what not of it */
  POSTIL_FORMAT_MEMBERS = 1 << 7   /* holds members that Postil does not know */
} PostilFormatFlags;

/* Appends to the file @path of the output (NULL: the one file). */
typedef gboolean (*PostilEmitFunc) (const char *path, const char *data, gsize length, gpointer user_data, GError **error);

typedef struct
{
  PostilEmitFunc  emit;
  gpointer        emit_data;
  PostilCodebook *codebook;     /* of the folder: its attributes are the columns */
  gboolean        excel;        /* csv, tsv: a BOM, and cells guarded against formulas */
  const char     *title;        /* the set's name */
  /* Tables: columns for attributes that the codebook lacks, in this order; may be NULL. */
  const char *const *extra_attributes;
  /* Tables: gets a copy of each attribute's name that had no column, so that the caller
   * can write anew with it; may be NULL: then each is a loss. (element-type utf8) */
  GHashTable        *missing_attributes;
  /* Tables: columns for what is known of the articles. */
  gboolean           with_records;
  /* Tables: set where something was known and had no column; may be NULL. */
  gboolean          *missing_records;
} PostilExportOptions;

typedef struct
{
  char   *path;  /* relative to what was named on the command line, with '/' */
  GBytes *bytes;
} PostilImportFile;

/* Hands over one article of the set. (transfer full) FALSE stops with the error. */
typedef gboolean    (*PostilImportedFunc)    (PostilSetArticle *article, gpointer user_data, GError **error);
/* The text of an article that stands in the target folder, or NULL. (transfer full) */
typedef PostilText *(*PostilFindArticleFunc) (const char *path, gpointer user_data);

/* A codebook that comes without an article (one that comes with them is their codebook).
 * @path: of the file that held it. */
typedef void        (*PostilTakeCodebookFunc) (const char *path, PostilCodebook *codebook, gpointer user_data);

/* What the set knows of an article, once or more often. Both are borrowed. */
typedef void        (*PostilTakeRecordFunc)   (const char *path, const PostilArticleRecord *record, gpointer user_data);

typedef struct
{
  PostilImportedFunc     imported;
  PostilFindArticleFunc  find_article;
  PostilTakeCodebookFunc take_codebook; /* may be NULL */
  PostilTakeRecordFunc   take_record;   /* may be NULL */
  gpointer               user_data;
  PostilCodebook        *codebook;    /* of the target folder, or NULL */
  const char            *coder;       /* for formats that do not name one */
  PostilReport          *losses;      /* what the format held that Postil does not */
  PostilReport          *errors;      /* rows and items that could not be taken */
  char                  *dialect;     /* out: (transfer full) what was found, or NULL */
} PostilImportOptions;

typedef struct
{
  const char        *name;         /* "csv" */
  const char        *title;        /* translatable: "Comma-separated table" */
  const char *const *extensions;   /* without the dot, NULL-terminated */
  PostilFormatFlags  flags;
  const char        *cannot_hold;  /* translatable; "" for nothing */

  /* Writing: begin, an article at a time in order of path, end (which frees the state).
   * @losses gets what the format cannot hold, item by item. */
  gpointer (*export_begin)   (const PostilExportOptions *options, GError **error);
  gboolean (*export_article) (gpointer state, PostilSetArticle *article, PostilReport *losses, GError **error);
  gboolean (*export_end)     (gpointer state, PostilReport *losses, GError **error);
  void     (*export_abort)   (gpointer state);

  /* How sure that the files are of this format, 0 (no) to 100. */
  int      (*sniff)          (const PostilImportFile *files, guint n_files);
  /* FALSE where nothing of it could be read at all. */
  gboolean (*import)         (const PostilImportFile *files, guint n_files, PostilImportOptions *options, GError **error);
} PostilFormat;

/* In alphabetical order of name. */
const PostilFormat *const *postil_format_list      (guint *n_formats);
const PostilFormat        *postil_format_lookup    (const char *name);
/* The surest of those that can read, or NULL. */
const PostilFormat        *postil_format_recognise (const PostilImportFile *files, guint n_files);

/* What is lost by what a format has no place for at all, whatever its writer says of the rest:
 * once the codebook, and of each article what is known of it, and what other programs put
 * into its sidecars. */
void                       postil_format_report_codebook (const PostilFormat *self, PostilCodebook *codebook, PostilReport *losses);
void                       postil_format_report_article  (const PostilFormat *self, const PostilSetArticle *article, PostilReport *losses);

/* The formats themselves; each in its own file. */
extern const PostilFormat postil_format_brat;
extern const PostilFormat postil_format_cas;
extern const PostilFormat postil_format_conll;
extern const PostilFormat postil_format_conll_bioes;
extern const PostilFormat postil_format_csv;
extern const PostilFormat postil_format_tsv;
extern const PostilFormat postil_format_doccano;
extern const PostilFormat postil_format_graphml;
extern const PostilFormat postil_format_html;
extern const PostilFormat postil_format_hypothesis;
extern const PostilFormat postil_format_jsonl;
extern const PostilFormat postil_format_labelstudio;
extern const PostilFormat postil_format_markdown;
extern const PostilFormat postil_format_qdc;
extern const PostilFormat postil_format_qdpx;
extern const PostilFormat postil_format_spacy;
extern const PostilFormat postil_format_tei;
extern const PostilFormat postil_format_webanno;
extern const PostilFormat postil_format_webannotation;
extern const PostilFormat postil_format_xlsx;
extern const PostilFormat postil_format_xmi;

G_END_DECLS
