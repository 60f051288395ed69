/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the command palette, and how well it fits what is typed. The folded words are
 * kept, since ten thousand articles are asked at each key. Immutable. Main thread. */

#include "config.h"

#include "app/dialogs/postil-command-item.h"

/* A title that begins so, a word of it, somewhere in it, only in the detail. */
#define SCORE_START 8u
#define SCORE_WORD 4u
#define SCORE_INSIDE 2u
#define SCORE_DETAIL 1u

struct _PostilCommandItem
{
  GObject   parent_instance;

  char     *title;
  char     *detail;
  char     *keys;
  char     *action_name;
  GVariant *target;
  char     *folded_title;
  char     *folded_detail;
};

G_DEFINE_FINAL_TYPE (PostilCommandItem, postil_command_item, G_TYPE_OBJECT)

static void
postil_command_item_finalize (GObject *object)
{
  PostilCommandItem *self = POSTIL_COMMAND_ITEM (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->keys, g_free);
  g_clear_pointer (&self->action_name, g_free);
  g_clear_pointer (&self->target, g_variant_unref);
  g_clear_pointer (&self->folded_title, g_free);
  g_clear_pointer (&self->folded_detail, g_free);

  G_OBJECT_CLASS (postil_command_item_parent_class)->finalize (object);
}

static void
postil_command_item_class_init (PostilCommandItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_command_item_finalize;
}

static void
postil_command_item_init (PostilCommandItem *self)
{
}

char *
postil_command_item_dup_folded (const char *text)
{
  g_autofree char *decomposed = NULL;
  g_autoptr (GString) bare = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  if (decomposed == NULL)
    return g_strdup (text);

  bare = g_string_new (NULL);
  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (bare, c);
    }

  return g_utf8_casefold (bare->str, (gssize) bare->len);
}

PostilCommandItem *
postil_command_item_new (const char *title,
                         const char *detail,
                         const char *keys,
                         const char *action_name,
                         GVariant   *target)
{
  PostilCommandItem *self = NULL;

  g_return_val_if_fail (title != NULL && detail != NULL && keys != NULL && action_name != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_COMMAND_ITEM, NULL);
  self->title = g_strdup (title);
  self->detail = g_strdup (detail);
  self->keys = g_strdup (keys);
  self->action_name = g_strdup (action_name);
  self->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  self->folded_title = postil_command_item_dup_folded (title);
  self->folded_detail = postil_command_item_dup_folded (detail);

  return self;
}

const char *
postil_command_item_get_title (PostilCommandItem *self)
{
  g_return_val_if_fail (POSTIL_IS_COMMAND_ITEM (self), NULL);

  return self->title;
}

const char *
postil_command_item_get_detail (PostilCommandItem *self)
{
  g_return_val_if_fail (POSTIL_IS_COMMAND_ITEM (self), NULL);

  return self->detail;
}

const char *
postil_command_item_get_keys (PostilCommandItem *self)
{
  g_return_val_if_fail (POSTIL_IS_COMMAND_ITEM (self), NULL);

  return self->keys;
}

const char *
postil_command_item_get_action (PostilCommandItem *self)
{
  g_return_val_if_fail (POSTIL_IS_COMMAND_ITEM (self), NULL);

  return self->action_name;
}

GVariant *
postil_command_item_get_target (PostilCommandItem *self)
{
  g_return_val_if_fail (POSTIL_IS_COMMAND_ITEM (self), NULL);

  return self->target;
}

static guint
score_word (PostilCommandItem *self,
            const char        *word,
            gboolean           is_first)
{
  const char *found = strstr (self->folded_title, word);

  if (found == self->folded_title && is_first)
    return SCORE_START;
  for (; found != NULL; found = strstr (found + 1, word))
    if (found == self->folded_title || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (found))))
      return SCORE_WORD;
  if (strstr (self->folded_title, word) != NULL)
    return SCORE_INSIDE;

  return strstr (self->folded_detail, word) != NULL ? SCORE_DETAIL : 0;
}

guint
postil_command_item_score (PostilCommandItem *self,
                           const char *const *folded_words)
{
  guint sum = 1;

  g_return_val_if_fail (POSTIL_IS_COMMAND_ITEM (self), 0);
  g_return_val_if_fail (folded_words != NULL, 0);

  for (guint i = 0; folded_words[i] != NULL; i++)
    {
      guint score = *folded_words[i] != '\0' ? score_word (self, folded_words[i], i == 0) : SCORE_DETAIL;

      if (score == 0)
        return 0;
      sum += score;
    }

  return sum;
}
