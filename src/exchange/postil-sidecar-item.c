/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an item of an annotation page means to Postil: an annotation, a link, or something
 * foreign that is kept and left alone. A value of the wrong type is an error only in an item that
 * Postil would understand. The same drafts always mean the same, so that an item that was
 * kept as text can be read again when it is written. Any thread, one at a time. */

#include "config.h"

#include "exchange/postil-sidecar-item.h"

#include "exchange/postil-sidecar-item-private.h"
#include "model/postil-decision.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
forget_item (PostilItemReader *self)
{
  postil_scratch_reset (&self->scratch);
  self->types = 0;
  self->motivations = 0;
  self->created = NULL;
  self->modified = NULL;
  self->source = NULL;
  self->target_iri = NULL;
  self->fault = NULL;
  self->has_two_codes = FALSE;
  self->has_foreign = FALSE;
  g_array_set_size (self->drafts, 0);
  g_array_set_size (self->bodies, 0);
  g_array_set_size (self->targets, 0);
  g_array_set_size (self->pieces, 0);
  g_array_set_size (self->attributes, 0);
  self->item = (PostilItem) { .kind = POSTIL_ITEM_FOREIGN };
}

/* A body without a purpose serves the annotation's motivation (W3C model, 3.3.5). */
static guint
purposes_of (PostilItemReader *self,
             PostilBodyDraft        *draft)
{
  guint purposes = draft->purposes != 0 ? draft->purposes : self->motivations;

  if (draft->purposes == 0 && (purposes & POSTIL_WORD_CLASSIFYING) != 0)
    purposes |= POSTIL_WORD_TAGGING;
  return purposes;
}

static PostilBodyRole
describing_role (PostilBodyDraft *draft)
{
  if (draft->name == NULL || draft->name[0] == '\0')
    return POSTIL_BODY_OTHER;
  if (strcmp (draft->name, "certainty") == 0 && strcmp (draft->value, "unsure") == 0)
    return POSTIL_BODY_CERTAINTY;
  if (strcmp (draft->name, "anchor") == 0 &&
      (strcmp (draft->value, "moved") == 0 || strcmp (draft->value, "orphan") == 0))
    return POSTIL_BODY_ANCHOR;

  return POSTIL_BODY_ATTRIBUTE;
}

/* The role by itself, not yet regarding what other bodies the item has. */
static PostilBodyRole
role_of (PostilItemReader *self,
         PostilBodyDraft        *draft)
{
  guint purposes = purposes_of (self, draft);

  if ((draft->purposes & POSTIL_WORD_LINKING) != 0 && draft->source != NULL)
    return POSTIL_BODY_LINK;
  if (draft->types != 0 && (draft->types & POSTIL_WORD_TEXTUAL_BODY) == 0)
    return POSTIL_BODY_OTHER;
  if ((purposes & (POSTIL_WORD_TAGGING | POSTIL_WORD_DESCRIBING | POSTIL_WORD_COMMENTING)) == 0)
    return POSTIL_BODY_OTHER;
  if (draft->fault != NULL && self->fault == NULL)
    self->fault = draft->fault;
  if (draft->value == NULL)
    return POSTIL_BODY_OTHER;

  if ((purposes & POSTIL_WORD_TAGGING) != 0)
    return POSTIL_BODY_CODE;
  if ((purposes & POSTIL_WORD_DESCRIBING) != 0)
    return describing_role (draft);
  return POSTIL_BODY_NOTE;
}

/* An annotation has one code and a link one other end: the first ones. What else of these
 * there is stays in the file. */
static void
resolve_bodies (PostilItemReader *self)
{
  guint seen = 0;

  for (guint i = 0; i < self->drafts->len; i++)
    {
      PostilBodyDraft *draft = &g_array_index (self->drafts, PostilBodyDraft, i);
      PostilItemBody body = { .role = role_of (self, draft), .name = draft->name, .value = draft->value };
      guint bit = 1u << body.role;

      if (body.role == POSTIL_BODY_LINK)
        body.value = draft->source;
      if (body.role == POSTIL_BODY_CODE && (seen & bit) != 0)
        self->has_two_codes = TRUE;
      if ((body.role == POSTIL_BODY_CODE || body.role == POSTIL_BODY_LINK) && (seen & bit) != 0)
        body.role = POSTIL_BODY_OTHER;
      seen |= bit;
      self->has_foreign |= body.role == POSTIL_BODY_OTHER;
      g_array_append_val (self->bodies, body);
    }

  self->item.has_foreign = self->has_foreign;
  self->item.bodies = (const PostilItemBody *) self->bodies->data;
  self->item.n_bodies = self->bodies->len;
  self->item.targets = (const PostilItemTarget *) self->targets->data;
  self->item.n_targets = self->targets->len;
}

/* An item must have an id, but one without is still somebody's work. The same text always
 * gets the same id. */
static const char *
make_id (PostilItemReader *self)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guchar *) self->item.start,
                                                      self->item.length);
  g_autofree char *id = g_strdup_printf ("urn:uuid:%.8s-%.4s-5%.3s-8%.3s-%.12s",
                                         sum, sum + 8, sum + 12, sum + 15, sum + 18);

  return postil_scratch_copy (&self->scratch, id, strlen (id));
}

/* Several comments are one note: none may be hidden. */
static void
take_note (PostilItemReader *self,
           const char       *comment)
{
  const char *note = self->item.annotation.note;
  g_autofree char *joined = NULL;

  if (comment[0] == '\0')
    return;
  if (note != NULL)
    {
      joined = g_strconcat (note, "\n\n", comment, NULL);
      comment = postil_scratch_copy (&self->scratch, joined, strlen (joined));
    }
  self->item.annotation.note = comment;
}

static void
take_body (PostilItemReader     *self,
           const PostilItemBody *body)
{
  PostilAnnotationInit *init = &self->item.annotation;
  PostilAttribute attribute = { body->name, body->value };

  switch (body->role)
    {
    case POSTIL_BODY_CODE:
      init->code = body->value;
      break;
    case POSTIL_BODY_NOTE:
      take_note (self, body->value);
      break;
    case POSTIL_BODY_CERTAINTY:
      init->unsure = TRUE;
      break;
    case POSTIL_BODY_ANCHOR:
      if (init->anchor == POSTIL_ANCHOR_FIRM)
        init->anchor = body->value[0] == 'm' ? POSTIL_ANCHOR_MOVED : POSTIL_ANCHOR_ORPHAN;
      break;
    case POSTIL_BODY_ATTRIBUTE:
      g_array_append_val (self->attributes, attribute);
      break;
    case POSTIL_BODY_LINK:
    case POSTIL_BODY_OTHER:
      break;
    }
}

static int
compare_attributes (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (((const PostilAttribute *) a)->name, ((const PostilAttribute *) b)->name);
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b)
{
  PostilSpan left = ((const PostilPiece *) a)->span;
  PostilSpan right = ((const PostilPiece *) b)->span;

  if (left.start != right.start)
    return left.start < right.start ? -1 : 1;
  return left.end < right.end ? -1 : left.end > right.end ? 1 : 0;
}

/* FALSE where a target is not a passage. A quote without a position is to be found again,
 * which is what an orphan is. */
static gboolean
take_targets (PostilItemReader *self)
{
  PostilAnnotationInit *init = &self->item.annotation;

  for (guint i = 0; i < self->targets->len; i++)
    {
      PostilItemTarget *target = &g_array_index (self->targets, PostilItemTarget, i);

      if (!target->has_position && !target->has_quote)
        return FALSE;
      if (!target->has_position)
        init->anchor = POSTIL_ANCHOR_ORPHAN;
      if (target->piece.exact == NULL)
        target->piece.exact = "";
      g_array_append_val (self->pieces, target->piece);
    }

  if (self->pieces->len > 1 && init->anchor != POSTIL_ANCHOR_ORPHAN)
    g_array_sort (self->pieces, compare_pieces);
  init->pieces = (const PostilPiece *) self->pieces->data;
  init->n_pieces = self->pieces->len;
  return init->n_pieces > 0;
}

static void
resolve_annotation (PostilItemReader *self)
{
  PostilItem *item = &self->item;

  for (guint i = 0; i < item->n_bodies; i++)
    take_body (self, &item->bodies[i]);
  if (!take_targets (self))
    return;

  if (item->annotation.code == NULL || item->annotation.code[0] == '\0')
    {
      item->oddity = _("This annotation names no code. It is kept in the file but cannot be shown.");
      return;
    }
  if (self->has_two_codes)
    item->oddity = _("This annotation names several codes. The first one counts; the others are kept in the file.");
  if (item->id == NULL)
    {
      item->oddity = _("This annotation has no id. It gets one when it is edited.");
      item->id = make_id (self);
    }

  if (self->attributes->len > 1)
    g_array_sort (self->attributes, compare_attributes);
  item->annotation.attributes = (const PostilAttribute *) self->attributes->data;
  item->annotation.n_attributes = self->attributes->len;
  item->annotation.id = item->id;
  item->annotation.created = self->created;
  item->annotation.modified = self->modified;
  item->annotation.source = self->source;
  item->kind = POSTIL_ITEM_ANNOTATION;
}

static void
resolve_link (PostilItemReader *self)
{
  PostilItem *item = &self->item;
  const char *kind = "";
  const char *to = NULL;

  for (guint i = 0; i < item->n_bodies; i++)
    {
      if (item->bodies[i].role == POSTIL_BODY_LINK)
        to = item->bodies[i].value;
      else if (item->bodies[i].role == POSTIL_BODY_CODE)
        kind = item->bodies[i].value;
    }
  if (to == NULL || self->target_iri == NULL)
    return;

  if (item->id == NULL)
    {
      item->oddity = _("This link has no id. It gets one when it is edited.");
      item->id = make_id (self);
    }
  item->link = (PostilLinkInit) {
    .id = item->id,
    .from = self->target_iri,
    .to = to,
    .kind = kind,
    .created = self->created,
    .modified = self->modified,
    .source = self->source,
  };
  item->kind = POSTIL_ITEM_LINK;
}

/* Others moderate, too; what Postil turned down says who decided. */
static gboolean
resolve_rejection (PostilItemReader *self)
{
  PostilItem *item = &self->item;
  gboolean is_decided = FALSE;

  if (item->id == NULL)
    return FALSE;
  resolve_annotation (self);
  for (guint i = 0; item->kind == POSTIL_ITEM_ANNOTATION && i < item->annotation.n_attributes; i++)
    is_decided = is_decided || g_str_equal (item->annotation.attributes[i].name, POSTIL_DECISION_DECIDED_BY);
  item->kind = is_decided ? POSTIL_ITEM_REJECTION : POSTIL_ITEM_FOREIGN;
  item->oddity = NULL;
  return is_decided;
}

static gboolean
resolve_item (PostilItemReader  *self,
              GError           **error)
{
  guint motivations = self->motivations;

  if (self->types != 0 && (self->types & POSTIL_WORD_ANNOTATION) == 0)
    return TRUE;

  resolve_bodies (self);
  if (motivations == 0 || (motivations & (POSTIL_WORD_CLASSIFYING | POSTIL_WORD_TAGGING)) != 0)
    resolve_annotation (self);
  else if ((motivations & POSTIL_WORD_LINKING) != 0)
    resolve_link (self);
  else if ((motivations & POSTIL_WORD_MODERATING) == 0 || !resolve_rejection (self))
    return TRUE;

  return self->fault == NULL ||
         postil_json_reader_set_schema_error (&self->fault->place, error, "%s",
                                              _(self->fault->message));
}

PostilItemReader *
postil_item_reader_new (void)
{
  PostilItemReader *self = g_new0 (PostilItemReader, 1);

  postil_scratch_init (&self->scratch);
  self->unescaped = g_string_new (NULL);
  self->drafts = g_array_new (FALSE, FALSE, sizeof (PostilBodyDraft));
  self->bodies = g_array_new (FALSE, FALSE, sizeof (PostilItemBody));
  self->targets = g_array_new (FALSE, FALSE, sizeof (PostilItemTarget));
  self->pieces = g_array_new (FALSE, FALSE, sizeof (PostilPiece));
  self->attributes = g_array_new (FALSE, FALSE, sizeof (PostilAttribute));

  return self;
}

void
postil_item_reader_free (PostilItemReader *self)
{
  g_return_if_fail (self != NULL);

  postil_scratch_clear (&self->scratch);
  g_string_free (self->unescaped, TRUE);
  g_array_unref (self->drafts);
  g_array_unref (self->bodies);
  g_array_unref (self->targets);
  g_array_unref (self->pieces);
  g_array_unref (self->attributes);
  g_free (self);
}

const PostilItem *
postil_item_reader_read (PostilItemReader  *self,
                         PostilJsonReader  *reader,
                         GError           **error)
{
  g_return_val_if_fail (self != NULL && reader != NULL, NULL);

  forget_item (self);
  self->json = reader;
  self->item.start = reader->token_start - (reader->token == POSTIL_JSON_STRING ? 1 : 0);

  if (reader->token == POSTIL_JSON_OBJECT_BEGIN)
    {
      if (!postil_item_reader_read_drafts (self, error))
        return NULL;
      self->item.length = reader->token_start + 1 - self->item.start;
      return resolve_item (self, error) ? &self->item : NULL;
    }

  if (reader->token != POSTIL_JSON_STRING)
    {
      postil_json_reader_set_schema_error (reader, error, _("An item of a page must be an annotation in { }."));
      return NULL;
    }
  self->item.length = reader->token_length + 2;
  return &self->item;
}

const PostilItem *
postil_item_reader_read_text (PostilItemReader  *self,
                              const char        *json,
                              gsize              length,
                              GError           **error)
{
  PostilJsonReader reader;
  const PostilItem *item;

  g_return_val_if_fail (self != NULL && json != NULL, NULL);

  postil_json_reader_init (&reader, json, length);
  if (postil_json_reader_next (&reader) == POSTIL_JSON_ERROR)
    {
      postil_json_reader_set_error (&reader, error);
      return NULL;
    }

  item = postil_item_reader_read (self, &reader, error);
  if (item != NULL && postil_json_reader_next (&reader) != POSTIL_JSON_END)
    {
      postil_json_reader_set_error (&reader, error);
      return NULL;
    }
  return item;
}
