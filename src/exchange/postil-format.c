/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry of exchange formats: to add one, write its file and add its line here.
 * Invariant: the table is in alphabetical order of name. Constant, any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include "exchange/postil-article-list.h"

static const PostilFormat *const formats[] = {
  &postil_format_brat,
  &postil_format_cas,
  &postil_format_conll,
  &postil_format_conll_bioes,
  &postil_format_csv,
  &postil_format_doccano,
  &postil_format_graphml,
  &postil_format_html,
  &postil_format_hypothesis,
  &postil_format_jsonl,
  &postil_format_labelstudio,
  &postil_format_markdown,
  &postil_format_qdc,
  &postil_format_qdpx,
  &postil_format_spacy,
  &postil_format_tei,
  &postil_format_tsv,
  &postil_format_webanno,
  &postil_format_webannotation,
#ifdef HAVE_XLSXWRITER
  &postil_format_xlsx,
#endif
  &postil_format_xmi,
};

const PostilFormat *const *
postil_format_list (guint *n_formats)
{
  g_return_val_if_fail (n_formats != NULL, NULL);

  *n_formats = G_N_ELEMENTS (formats);
  return formats;
}

const PostilFormat *
postil_format_lookup (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i]->name, name) == 0)
      return formats[i];
  return NULL;
}

const PostilFormat *
postil_format_recognise (const PostilImportFile *files,
                         guint                   n_files)
{
  const PostilFormat *surest = NULL;
  int most = 0;

  g_return_val_if_fail (files != NULL || n_files == 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      int sure;

      if ((formats[i]->flags & POSTIL_FORMAT_READ) == 0 || formats[i]->sniff == NULL)
        continue;
      sure = formats[i]->sniff (files, n_files);
      if (sure > most)
        {
          most = sure;
          surest = formats[i];
        }
    }
  return surest;
}

PostilSetArticle *
postil_set_article_new (const char     *path,
                        PostilText     *text,
                        PostilCodebook *codebook)
{
  PostilSetArticle *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PostilSetArticle, 1);
  self->path = g_strdup (path);
  self->text = text != NULL ? postil_text_ref (text) : NULL;
  self->codebook = codebook != NULL ? postil_codebook_ref (codebook) : NULL;
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  return self;
}

void
postil_set_article_free (PostilSetArticle *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_clear_pointer (&self->text, postil_text_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_ptr_array_unref (self->layers);
  g_clear_pointer (&self->record, postil_article_record_free);
  g_free (self);
}
