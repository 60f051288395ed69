/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands in an item of an annotation page, in whatever order, read in one pass from the
 * pull reader into drafts. What it means can be said only when all of it is known (the
 * motivation may come last), and postil-sidecar-item.c says it. Invariant: there is a draft
 * for each body and a target for each target of the file. Any thread, one at a time. */

#include "config.h"

#include "exchange/postil-sidecar-item-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *text;
  guint       length;
} Word;

#define WORD(text) { text, sizeof text - 1 }

/* The index-th is the bit 1 << index. */
static const Word words[] = {
  WORD ("Annotation"), WORD ("classifying"), WORD ("tagging"), WORD ("describing"),
  WORD ("commenting"), WORD ("linking"), WORD ("TextualBody"), WORD ("TextPositionSelector"),
  WORD ("TextQuoteSelector"), WORD ("moderating"),
};

enum { ITEM_ID, ITEM_TYPE, ITEM_MOTIVATION, ITEM_CREATED, ITEM_MODIFIED, ITEM_BODY, ITEM_TARGET, ITEM_JOURNAL_SOURCE, N_ITEM_KEYS };
static const Word item_keys[] = {
  WORD ("id"), WORD ("type"), WORD ("motivation"), WORD ("created"), WORD ("modified"),
  WORD ("body"), WORD ("target"), WORD ("postil:source"),
};

enum { BODY_TYPE, BODY_PURPOSE, BODY_NAME, BODY_VALUE, BODY_SOURCE, N_BODY_KEYS };
static const Word body_keys[] = {
  WORD ("type"), WORD ("purpose"), WORD ("schema:name"), WORD ("value"), WORD ("source"),
};

enum { TARGET_ID, TARGET_SOURCE, TARGET_SELECTOR, N_TARGET_KEYS };
static const Word target_keys[] = { WORD ("id"), WORD ("source"), WORD ("selector") };

enum { SELECTOR_TYPE, SELECTOR_START, SELECTOR_END, SELECTOR_EXACT, SELECTOR_PREFIX, SELECTOR_SUFFIX, N_SELECTOR_KEYS };
static const Word selector_keys[] = {
  WORD ("type"), WORD ("start"), WORD ("end"), WORD ("exact"), WORD ("prefix"), WORD ("suffix"),
};

typedef struct
{
  guint       types;
  guint64     start;
  guint64     end;
  gboolean    has_start;
  gboolean    has_end;
  const char *strings[3]; /* exact, prefix, suffix */
  PostilItemFault *fault;
} SelectorDraft;

static guint
match (PostilJsonReader *json,
       const Word       *list,
       guint             n)
{
  for (guint i = 0; i < n; i++)
    {
      if (G_UNLIKELY (json->has_escapes))
        {
          if (postil_json_reader_is (json, list[i].text))
            return i;
        }
      else if (json->token_length == list[i].length &&
               memcmp (json->token_start, list[i].text, list[i].length) == 0)
        {
          return i;
        }
    }

  return n;
}

static const char *
keep_string (PostilItemReader *self)
{
  PostilJsonReader *json = self->json;

  if (G_LIKELY (!json->has_escapes))
    return postil_scratch_copy (&self->scratch, json->token_start, json->token_length);

  g_string_truncate (self->unescaped, 0);
  postil_json_reader_append_string (json, self->unescaped);
  return postil_scratch_copy (&self->scratch, self->unescaped->str, self->unescaped->len);
}

static PostilItemFault *
keep_fault (PostilItemReader *self,
            const char       *message)
{
  PostilItemFault *fault = postil_scratch_alloc (&self->scratch, sizeof *fault);

  fault->place = *self->json;
  fault->message = message;
  return fault;
}

static gboolean
skip_value (PostilItemReader  *self,
            GError           **error)
{
  return postil_json_reader_skip (self->json, NULL, NULL) ||
         postil_json_reader_set_error (self->json, error);
}

/* The loops over members and elements end here: rightly, or with the reader's error. */
static gboolean
end_container (PostilItemReader  *self,
               GError           **error)
{
  return self->json->token != POSTIL_JSON_ERROR ||
         postil_json_reader_set_error (self->json, error);
}

/* On a key: finds it in the list (@key gets the length of the list for any other), and
 * moves on to its value. What Postil knows may stand in an object only once; or it could
 * not say which of the two to change. */
static gboolean
begin_member (PostilItemReader  *self,
              const Word        *list,
              guint              n,
              guint             *seen,
              guint             *key,
              GError           **error)
{
  *key = match (self->json, list, n);
  if (*key < n && (*seen & 1u << *key) != 0)
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“%s” stands here a second time in one object."),
                                                list[*key].text);
  *seen |= 1u << *key;

  return postil_json_reader_next (self->json) != POSTIL_JSON_ERROR ||
         postil_json_reader_set_error (self->json, error);
}

static gboolean
read_string (PostilItemReader  *self,
             const char        *key,
             const char       **string,
             GError           **error)
{
  if (self->json->token != POSTIL_JSON_STRING)
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“%s” must be a text in quotes."), key);

  *string = keep_string (self);
  return TRUE;
}

/* A string that only matters in what Postil understands: another type is a fault if it
 * has a @message, and nothing otherwise. */
static gboolean
read_loose_string (PostilItemReader  *self,
                   const char       **string,
                   PostilItemFault            **fault,
                   const char        *message,
                   GError           **error)
{
  if (self->json->token == POSTIL_JSON_STRING)
    {
      *string = keep_string (self);
      return TRUE;
    }
  if (message != NULL && *fault == NULL)
    *fault = keep_fault (self, message);

  return skip_value (self, error);
}

static void
add_word (PostilItemReader *self,
          guint            *mask)
{
  *mask |= 1u << match (self->json, words, G_N_ELEMENTS (words));
}

/* "type", "purpose" and "motivation": a word, or a list of words. */
static gboolean
read_words (PostilItemReader  *self,
            const char        *key,
            guint             *mask,
            GError           **error)
{
  if (self->json->token == POSTIL_JSON_STRING)
    {
      add_word (self, mask);
      return TRUE;
    }

  if (self->json->token == POSTIL_JSON_ARRAY_BEGIN)
    {
      while (postil_json_reader_next (self->json) == POSTIL_JSON_STRING)
        add_word (self, mask);
      if (self->json->token == POSTIL_JSON_ARRAY_END)
        return TRUE;
      if (self->json->token == POSTIL_JSON_ERROR)
        return postil_json_reader_set_error (self->json, error);
    }

  return postil_json_reader_set_schema_error (self->json, error,
                                              _("“%s” must be a text in quotes, or a list of them."), key);
}

static gboolean
read_body_member (PostilItemReader  *self,
                  PostilBodyDraft         *draft,
                  guint              key,
                  GError           **error)
{
  switch (key)
    {
    case BODY_TYPE:
      return read_words (self, "type", &draft->types, error);
    case BODY_PURPOSE:
      return read_words (self, "purpose", &draft->purposes, error);
    case BODY_NAME:
      return read_loose_string (self, &draft->name, NULL, NULL, error);
    case BODY_VALUE:
      return read_loose_string (self, &draft->value, &draft->fault,
                                N_("“value” must be a text in quotes."), error);
    case BODY_SOURCE:
      return read_loose_string (self, &draft->source, NULL, NULL, error);
    default:
      return skip_value (self, error);
    }
}

/* Always adds a draft, so that drafts and the bodies of the file go side by side. */
static gboolean
read_body (PostilItemReader  *self,
           GError           **error)
{
  PostilBodyDraft draft = { 0 };
  guint seen = 0;

  if (self->json->token != POSTIL_JSON_OBJECT_BEGIN)
    {
      draft.types = POSTIL_WORD_OTHER;
      g_array_append_val (self->drafts, draft);
      return skip_value (self, error);
    }

  while (postil_json_reader_next (self->json) == POSTIL_JSON_KEY)
    {
      guint key;

      if (!begin_member (self, body_keys, N_BODY_KEYS, &seen, &key, error) || !read_body_member (self, &draft, key, error))
        return FALSE;
    }

  g_array_append_val (self->drafts, draft);
  return end_container (self, error);
}

static gboolean
read_bodies (PostilItemReader  *self,
             GError           **error)
{
  if (self->json->token != POSTIL_JSON_ARRAY_BEGIN)
    return read_body (self, error);

  while (postil_json_reader_next (self->json) != POSTIL_JSON_ARRAY_END)
    {
      if (!end_container (self, error) || !read_body (self, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_offset (PostilItemReader  *self,
             SelectorDraft     *draft,
             guint64           *offset,
             gboolean          *has_offset,
             GError           **error)
{
  *has_offset = TRUE;
  if (self->json->token == POSTIL_JSON_NUMBER &&
      postil_json_reader_get_uint (self->json, offset) && *offset <= G_MAXUINT32)
    return TRUE;

  if (draft->fault == NULL)
    draft->fault = keep_fault (self, N_("“start” and “end” must be whole numbers from 0 to 4294967295."));
  return skip_value (self, error);
}

static gboolean
read_selector_member (PostilItemReader  *self,
                      SelectorDraft     *draft,
                      guint              key,
                      GError           **error)
{
  switch (key)
    {
    case SELECTOR_TYPE:
      return read_words (self, "type", &draft->types, error);
    case SELECTOR_START:
      return read_offset (self, draft, &draft->start, &draft->has_start, error);
    case SELECTOR_END:
      return read_offset (self, draft, &draft->end, &draft->has_end, error);
    case SELECTOR_EXACT:
    case SELECTOR_PREFIX:
    case SELECTOR_SUFFIX:
      return read_loose_string (self, &draft->strings[key - SELECTOR_EXACT],
                                &draft->fault, N_("“exact”, “prefix” and “suffix” must be texts in quotes."),
                                error);
    default:
      return skip_value (self, error);
    }
}

/* The first selector of a kind counts; others stay as they are in the file. */
static void
take_selector (PostilItemReader *self,
               PostilItemTarget *target,
               SelectorDraft    *draft)
{
  if ((draft->types & (POSTIL_WORD_POSITION | POSTIL_WORD_QUOTE)) == 0)
    return;
  if (draft->fault != NULL)
    {
      if (self->fault == NULL)
        self->fault = draft->fault;
      return;
    }

  if ((draft->types & POSTIL_WORD_POSITION) != 0 && !target->has_position)
    {
      target->has_position = TRUE;
      target->piece.span.start = (guint32) draft->start;
      target->piece.span.end = (guint32) draft->end;
      if (self->fault == NULL && (!draft->has_start || !draft->has_end))
        self->fault = keep_fault (self, N_("This TextPositionSelector lacks its “start” or its “end”."));
    }
  else if ((draft->types & POSTIL_WORD_QUOTE) != 0 && !target->has_quote)
    {
      target->has_quote = TRUE;
      target->piece.exact = draft->strings[0];
      target->piece.prefix = draft->strings[1];
      target->piece.suffix = draft->strings[2];
      if (self->fault == NULL && draft->strings[0] == NULL)
        self->fault = keep_fault (self, N_("This TextQuoteSelector lacks its “exact” quote."));
    }
}

static gboolean
read_selector (PostilItemReader  *self,
               PostilItemTarget  *target,
               GError           **error)
{
  SelectorDraft draft = { 0 };
  guint seen = 0;

  if (self->json->token != POSTIL_JSON_OBJECT_BEGIN)
    return skip_value (self, error);

  while (postil_json_reader_next (self->json) == POSTIL_JSON_KEY)
    {
      guint key;

      if (!begin_member (self, selector_keys, N_SELECTOR_KEYS, &seen, &key, error) || !read_selector_member (self, &draft, key, error))
        return FALSE;
    }
  if (!end_container (self, error))
    return FALSE;

  take_selector (self, target, &draft);
  return TRUE;
}

static gboolean
read_selectors (PostilItemReader  *self,
                PostilItemTarget  *target,
                GError           **error)
{
  if (self->json->token != POSTIL_JSON_ARRAY_BEGIN)
    return read_selector (self, target, error);

  while (postil_json_reader_next (self->json) != POSTIL_JSON_ARRAY_END)
    {
      if (!end_container (self, error) || !read_selector (self, target, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_target_members (PostilItemReader  *self,
                     PostilItemTarget  *target,
                     const char       **id,
                     const char       **source,
                     GError           **error)
{
  guint seen = 0;

  while (postil_json_reader_next (self->json) == POSTIL_JSON_KEY)
    {
      gboolean is_read;
      guint key;

      if (!begin_member (self, target_keys, N_TARGET_KEYS, &seen, &key, error))
        return FALSE;

      if (key == TARGET_ID)
        is_read = read_loose_string (self, id, NULL, NULL, error);
      else if (key == TARGET_SOURCE)
        is_read = read_loose_string (self, source, NULL, NULL, error);
      else if (key == TARGET_SELECTOR)
        is_read = read_selectors (self, target, error);
      else
        is_read = skip_value (self, error);

      if (!is_read)
        return FALSE;
    }

  return end_container (self, error);
}

/* Always adds a target, as with bodies. */
static gboolean
read_target (PostilItemReader  *self,
             GError           **error)
{
  PostilItemTarget target = { 0 };
  const char *id = NULL;
  const char *source = NULL;
  gboolean is_read = TRUE;

  if (self->json->token == POSTIL_JSON_STRING)
    source = keep_string (self);
  else if (self->json->token == POSTIL_JSON_OBJECT_BEGIN)
    is_read = read_target_members (self, &target, &id, &source, error);
  else
    is_read = skip_value (self, error);

  if (self->targets->len == 0 && !target.has_position && !target.has_quote)
    self->target_iri = source != NULL ? source : id;
  else
    self->target_iri = NULL;
  g_array_append_val (self->targets, target);
  return is_read;
}

static gboolean
read_targets (PostilItemReader  *self,
              GError           **error)
{
  if (self->json->token != POSTIL_JSON_ARRAY_BEGIN)
    return read_target (self, error);

  while (postil_json_reader_next (self->json) != POSTIL_JSON_ARRAY_END)
    {
      if (!end_container (self, error) || !read_target (self, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_item_member (PostilItemReader  *self,
                  guint              key,
                  GError           **error)
{
  switch (key)
    {
    case ITEM_ID:
      return read_string (self, "id", &self->item.id, error);
    case ITEM_TYPE:
      return read_words (self, "type", &self->types, error);
    case ITEM_MOTIVATION:
      return read_words (self, "motivation", &self->motivations, error);
    case ITEM_CREATED:
      return read_string (self, "created", &self->created, error);
    case ITEM_MODIFIED:
      return read_string (self, "modified", &self->modified, error);
    case ITEM_BODY:
      return read_bodies (self, error);
    case ITEM_TARGET:
      return read_targets (self, error);
    case ITEM_JOURNAL_SOURCE:
      return read_loose_string (self, &self->source, NULL, NULL, error);
    default:
      self->has_foreign = TRUE;
      return skip_value (self, error);
    }
}

gboolean
postil_item_reader_read_drafts (PostilItemReader  *self,
                                GError           **error)
{
  guint seen = 0;

  while (postil_json_reader_next (self->json) == POSTIL_JSON_KEY)
    {
      guint key;

      if (!begin_member (self, item_keys, N_ITEM_KEYS, &seen, &key, error) ||
          !read_item_member (self, key, error))
        return FALSE;
    }

  return end_container (self, error);
}
