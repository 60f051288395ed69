/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decides which articles are measured. All of them are kept until it is known whether "done"
 * means anything here. Pure. */

#include "config.h"

#include "agreement/postil-coded-intake.h"

#include "model/postil-decision.h"
#include "model/postil-summary.h"

static void
article_free (gpointer data)
{
  PostilIntakeArticle *self = data;

  g_free (self->path);
  postil_text_unref (self->text);
  g_ptr_array_unref (self->layers);
  g_free (self->is_there);
  g_free (self);
}

PostilCodedIntake *
postil_coded_intake_new (PostilCoded *coded,
                         gboolean     includes_unfinished)
{
  PostilCodedIntake *self = NULL;

  g_return_val_if_fail (coded != NULL, NULL);

  self = g_new0 (PostilCodedIntake, 1);
  self->coded = coded;
  self->includes_unfinished = includes_unfinished;
  self->attributes = g_ptr_array_new_with_free_func (g_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  self->measured = g_ptr_array_new_with_free_func (article_free);
  self->waiting = g_ptr_array_new_with_free_func (article_free);
  return self;
}

void
postil_coded_intake_free (PostilCodedIntake *self)
{
  if (self == NULL)
    return;
  postil_coded_free (self->coded);
  g_ptr_array_unref (self->attributes);
  g_ptr_array_unref (self->left_out);
  g_ptr_array_unref (self->measured);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

/* What a consensus says about its decisions is not about the text. */
static void
note_attributes (PostilCodedIntake *self,
                 PostilLayer       *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      guint n = 0;
      const PostilAttribute *attributes = postil_annotation_get_attributes (postil_layer_get_annotation (layer, i), &n);

      for (guint a = 0; a < n; a++)
        if (!postil_decision_is_attribute (attributes[a].name)
            && !g_ptr_array_find_with_equal_func (self->attributes, attributes[a].name, g_str_equal, NULL))
          g_ptr_array_add (self->attributes, g_strdup (attributes[a].name));
    }
}

static PostilLayer *
find_layer (GPtrArray  *layers,
            const char *coder)
{
  for (guint i = 0; i < layers->len; i++)
    if (g_strcmp0 (postil_layer_get_info (layers->pdata[i])->coder, coder) == 0)
      return layers->pdata[i];
  return NULL;
}

/* Numbers from two texts would mean nothing. */
static const char *
find_other_text (PostilCodedIntake *self,
                 PostilText        *text,
                 GPtrArray         *layers)
{
  for (guint i = 0; i < postil_coded_get_n_coders (self->coded); i++)
    {
      const char *coder = postil_coded_get_coder (self->coded, i);
      PostilLayer *layer = find_layer (layers, coder);
      const char *sha256 = layer != NULL ? postil_layer_get_info (layer)->sha256 : NULL;

      if (sha256 != NULL && !g_str_equal (sha256, postil_text_get_sha256 (text)))
        return coder;
    }
  return NULL;
}

const char *
postil_coded_intake_add (PostilCodedIntake *self,
                         const char        *path,
                         PostilText        *text,
                         GPtrArray         *layers)
{
  PostilIntakeArticle *article = NULL;
  const char *other = NULL;
  guint n_layers = 0, n_done = 0;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);
  g_return_val_if_fail (text != NULL && layers != NULL, NULL);

  other = find_other_text (self, text, layers);
  if (other != NULL)
    {
      g_ptr_array_add (self->left_out, g_strdup (path));
      return other;
    }

  article = g_new0 (PostilIntakeArticle, 1);
  article->path = g_strdup (path);
  article->text = postil_text_ref (text);
  article->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  article->is_there = g_new0 (gboolean, postil_coded_get_n_coders (self->coded));
  for (guint i = 0; i < postil_coded_get_n_coders (self->coded); i++)
    {
      const char *coder = postil_coded_get_coder (self->coded, i);
      PostilLayer *layer = find_layer (layers, coder);
      PostilLayerInfo info = { .coder = coder, .article = path };

      g_ptr_array_add (article->layers, layer != NULL ? postil_layer_ref (layer) : postil_layer_new (&info));
      article->is_there[i] = layer != NULL;
      if (layer == NULL)
        continue;
      n_layers++;
      n_done += g_strcmp0 (postil_layer_get_info (layer)->status, POSTIL_STATUS_DONE) == 0;
      note_attributes (self, layer);
    }
  self->marks_done |= n_done > 0;
  article->is_finished = n_done == article->layers->len;
  /* Who has no layer has not begun. */
  if (n_layers == article->layers->len || self->includes_unfinished)
    {
      g_ptr_array_add (self->waiting, article);
      return NULL;
    }
  g_ptr_array_add (self->left_out, g_strdup (path));
  article_free (article);
  return NULL;
}

static void
measure_article (PostilCodedIntake   *self,
                 PostilIntakeArticle *article)
{
  g_autofree PostilLayer **layers = g_new0 (PostilLayer *, article->layers->len);

  for (guint i = 0; i < article->layers->len; i++)
    layers[i] = article->is_there[i] ? article->layers->pdata[i] : NULL;
  postil_coded_add_article (self->coded, article->path, article->text, layers);
}

void
postil_coded_intake_finish (PostilCodedIntake *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->waiting->len; i++)
    {
      PostilIntakeArticle *article = self->waiting->pdata[i];

      if (self->marks_done && !article->is_finished && !self->includes_unfinished)
        {
          g_ptr_array_add (self->left_out, g_strdup (article->path));
          article_free (article);
          continue;
        }
      measure_article (self, article);
      g_ptr_array_add (self->measured, article);
    }
  g_ptr_array_set_free_func (self->waiting, NULL);
  g_ptr_array_set_size (self->waiting, 0);
  g_ptr_array_add (self->attributes, NULL);
}
