/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* data/schema/sidecar.schema.json in C, for `check`. Any thread. */

#include "config.h"

#include "exchange/postil-sidecar-schema.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "exchange/postil-shape.h"

static const PostilShapeMember collection_members[] = {
  { "@context", POSTIL_MUST_BE_OR_HOLD, TRUE, "http://www.w3.org/ns/anno.jsonld" },
  { "id", POSTIL_MUST_BE_UUID, TRUE, NULL },
  { "type", POSTIL_MUST_BE_OR_HOLD, TRUE, "AnnotationCollection" },
  { "label", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "creator", POSTIL_MUST_BE_OBJECT, TRUE, NULL },
  { "generator", POSTIL_MUST_BE_OBJECT, FALSE, NULL },
  { "schema:schemaVersion", POSTIL_MUST_BE_VERSION, TRUE, NULL },
  { "schema:creativeWorkStatus", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "schema:about", POSTIL_MUST_BE_OBJECT, TRUE, NULL },
  { "total", POSTIL_MUST_BE_COUNT, TRUE, NULL },
  { "first", POSTIL_MUST_BE_OBJECT, FALSE, NULL },
};

static const PostilShapeMember creator_members[] = {
  { "type", POSTIL_MUST_BE_WORD, TRUE, "Person" },
  { "nickname", POSTIL_MUST_BE_NICKNAME, TRUE, NULL },
  { "name", POSTIL_MUST_BE_TEXT, FALSE, NULL },
};

static const PostilShapeMember generator_members[] = {
  { "type", POSTIL_MUST_BE_WORD, TRUE, "Software" },
  { "name", POSTIL_MUST_BE_TEXT, TRUE, NULL },
  { "schema:softwareVersion", POSTIL_MUST_BE_TEXT, FALSE, NULL },
};

static const PostilShapeMember article_members[] = {
  { "id", POSTIL_MUST_BE_IRI, TRUE, NULL },
  { "type", POSTIL_MUST_BE_WORD, TRUE, "Text" },
  { "format", POSTIL_MUST_BE_FORMAT, FALSE, NULL },
  { "language", POSTIL_MUST_BE_LANGUAGE, FALSE, NULL },
  { "schema:sha256", POSTIL_MUST_BE_SHA256, TRUE, NULL },
  { "schema:size", POSTIL_MUST_BE_COUNT, TRUE, NULL },
};

static const PostilShapeMember page_members[] = {
  { "id", POSTIL_MUST_BE_UUID, TRUE, NULL },
  { "type", POSTIL_MUST_BE_WORD, TRUE, "AnnotationPage" },
  { "startIndex", POSTIL_MUST_BE_ZERO, TRUE, NULL },
  { "items", POSTIL_MUST_BE_LIST, TRUE, NULL },
};

static const PostilShapeMember item_members[] = {
  { "id", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "type", POSTIL_MUST_BE_OR_HOLD, TRUE, "Annotation" },
  { "target", POSTIL_MUST_BE_ANYTHING, TRUE, NULL },
  { "created", POSTIL_MUST_BE_TEXT, FALSE, NULL },
  { "modified", POSTIL_MUST_BE_TEXT, FALSE, NULL },
};

/* Of a passage or a link, beside those of any item. */
static const PostilShapeMember own_members[] = {
  { "id", POSTIL_MUST_BE_UUID, FALSE, NULL },
  { "created", POSTIL_MUST_BE_TIME, FALSE, NULL },
  { "modified", POSTIL_MUST_BE_TIME, FALSE, NULL },
};

static const PostilShapeMember body_members[] = {
  { "value", POSTIL_MUST_BE_TEXT, TRUE, NULL },
  { "schema:name", POSTIL_MUST_BE_SOME_TEXT, FALSE, NULL },
  { "format", POSTIL_MUST_BE_TEXT, FALSE, NULL },
};

static const PostilShapeMember target_members[] = {
  { "type", POSTIL_MUST_BE_WORD, TRUE, "SpecificResource" },
  { "source", POSTIL_MUST_BE_IRI, TRUE, NULL },
  { "selector", POSTIL_MUST_BE_LIST, TRUE, NULL },
};

static const PostilShapeMember position_members[] = {
  { "start", POSTIL_MUST_BE_OFFSET, TRUE, NULL },
  { "end", POSTIL_MUST_BE_OFFSET, TRUE, NULL },
};

static const PostilShapeMember quote_members[] = {
  { "exact", POSTIL_MUST_BE_TEXT, TRUE, NULL },
  { "prefix", POSTIL_MUST_BE_TEXT, FALSE, NULL },
  { "suffix", POSTIL_MUST_BE_TEXT, FALSE, NULL },
};

/* How many objects of the list @index have a member @name that says @word. */
static guint
count (PostilShape  *self,
       guint       index,
       const char *name,
       const char *word)
{
  const PostilJsonNode *list = postil_shape_get (self, index);
  guint n = 0;

  if (list->type != POSTIL_JSON_ARRAY_BEGIN)
    return 0;
  for (guint i = index + 1; i < list->next; i = postil_shape_get (self, i)->next)
    n += postil_shape_says (self, i, name, word);
  return n;
}

static void
check_selectors (PostilShape *self,
                 guint      selectors,
                 gboolean   is_lost)
{
  guint end = postil_shape_get (self, selectors)->next;
  guint n_positions = count (self, selectors, "type", "TextPositionSelector");

  if (count (self, selectors, "type", "TextQuoteSelector") != 1)
    postil_shape_complain (self, selectors, _("A passage needs one TextQuoteSelector."));
  if (is_lost && n_positions > 0)
    postil_shape_complain (self, selectors, _("A passage that is not in the text has no TextPositionSelector."));
  else if (!is_lost && n_positions != 1)
    postil_shape_complain (self, selectors, _("A passage needs one TextPositionSelector."));
  for (guint i = selectors + 1; i < end; i = postil_shape_get (self, i)->next)
    {
      if (postil_shape_says (self, i, "type", "TextPositionSelector"))
        postil_shape_check (self, i, position_members, G_N_ELEMENTS (position_members));
      else if (postil_shape_says (self, i, "type", "TextQuoteSelector"))
        postil_shape_check (self, i, quote_members, G_N_ELEMENTS (quote_members));
    }
}

static void
check_target (PostilShape *self,
              guint      target,
              gboolean   is_lost)
{
  guint selectors = 0;

  if (postil_shape_get (self, target)->type != POSTIL_JSON_OBJECT_BEGIN)
    {
      postil_shape_complain (self, target, _("“%s” must be an object, in braces."), "target");
      return;
    }
  postil_shape_check (self, target, target_members, G_N_ELEMENTS (target_members));
  selectors = postil_shape_member (self, target, "selector");
  if (selectors != 0 && postil_shape_get (self, selectors)->type == POSTIL_JSON_ARRAY_BEGIN)
    check_selectors (self, selectors, is_lost);
}

static gboolean
is_own_body (PostilShape *self,
             guint      body)
{
  return postil_shape_says (self, body, "type", "TextualBody")
         && (postil_shape_says (self, body, "purpose", "tagging") || postil_shape_says (self, body, "purpose", "describing")
             || postil_shape_says (self, body, "purpose", "commenting"));
}

/* Some text is the code's id. */
static gboolean
is_code (PostilShape *self,
         guint      body)
{
  static const PostilShapeMember value = { "value", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL };
  guint index = 0;

  if (!postil_shape_says (self, body, "type", "TextualBody") || !postil_shape_says (self, body, "purpose", "tagging"))
    return FALSE;
  index = postil_shape_member (self, body, "value");
  return index != 0 && postil_shape_is (self, index, &value);
}

static void
check_bodies (PostilShape *self,
              guint      bodies)
{
  guint end = postil_shape_get (self, bodies)->next;

  for (guint i = bodies + 1; i < end; i = postil_shape_get (self, i)->next)
    if (is_own_body (self, i))
      postil_shape_check (self, i, body_members, G_N_ELEMENTS (body_members));
}

static gboolean
is_orphan (PostilShape *self,
           guint      bodies)
{
  guint end = postil_shape_get (self, bodies)->next;

  for (guint i = bodies + 1; i < end; i = postil_shape_get (self, i)->next)
    if (postil_shape_says (self, i, "purpose", "describing") && postil_shape_says (self, i, "schema:name", "anchor") && postil_shape_says (self, i, "value", "orphan"))
      return TRUE;
  return FALSE;
}

static void
check_passage (PostilShape *self,
               guint      item)
{
  guint bodies = postil_shape_member (self, item, "body");
  guint target = postil_shape_member (self, item, "target");
  gboolean is_lost = FALSE;
  guint n_codes = 0;

  postil_shape_check (self, item, own_members, G_N_ELEMENTS (own_members));
  if (bodies == 0 || postil_shape_get (self, bodies)->type != POSTIL_JSON_ARRAY_BEGIN)
    postil_shape_complain (self, bodies != 0 ? bodies : item, _("“%s” must be a list, in brackets."), "body");
  else
    {
      for (guint i = bodies + 1; i < postil_shape_get (self, bodies)->next; i = postil_shape_get (self, i)->next)
        n_codes += is_code (self, i);
      if (n_codes != 1)
        postil_shape_complain (self, bodies, _("An annotation needs one code: a TextualBody whose “purpose” is “tagging”."));
      check_bodies (self, bodies);
      is_lost = is_orphan (self, bodies);
    }

  if (postil_shape_get (self, target)->type != POSTIL_JSON_ARRAY_BEGIN)
    check_target (self, target, is_lost);
  else
    for (guint i = target + 1; i < postil_shape_get (self, target)->next; i = postil_shape_get (self, i)->next)
      check_target (self, i, is_lost);
}

static gboolean
is_passage (PostilShape *self,
            guint      item)
{
  guint motivation = postil_shape_member (self, item, "motivation");
  guint target = postil_shape_member (self, item, "target");

  if (motivation == 0 || target == 0 || !postil_shape_holds (self, motivation, "classifying"))
    return FALSE;
  if (postil_shape_get (self, target)->type != POSTIL_JSON_ARRAY_BEGIN)
    return postil_shape_member (self, target, "selector") != 0;
  for (guint i = target + 1; i < postil_shape_get (self, target)->next; i = postil_shape_get (self, i)->next)
    if (postil_shape_member (self, i, "selector") != 0)
      return TRUE;
  return FALSE;
}

static guint
count_link_bodies (PostilShape *self,
                   guint      item)
{
  static const PostilShapeMember source = { "source", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL };
  guint bodies = postil_shape_member (self, item, "body");
  guint n = 0;

  if (bodies == 0 || postil_shape_get (self, bodies)->type != POSTIL_JSON_ARRAY_BEGIN)
    return 0;
  for (guint i = bodies + 1; i < postil_shape_get (self, bodies)->next; i = postil_shape_get (self, i)->next)
    {
      guint value = postil_shape_member (self, i, "source");

      n += value != 0 && postil_shape_is (self, value, &source) && postil_shape_says (self, i, "type", "SpecificResource")
           && postil_shape_says (self, i, "purpose", "linking");
    }
  return n;
}

static void
check_link (PostilShape *self,
            guint      item)
{
  static const PostilShapeMember target = { "target", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL };

  postil_shape_check (self, item, own_members, G_N_ELEMENTS (own_members));
  postil_shape_check (self, item, &target, 1);
  if (count_link_bodies (self, item) != 1)
    postil_shape_complain (self, item, _("A link needs one SpecificResource that it leads to."));
  check_bodies (self, postil_shape_member (self, item, "body"));
}

static gboolean
is_link (PostilShape *self,
         guint      item)
{
  guint target = postil_shape_member (self, item, "target");

  return postil_shape_says (self, item, "motivation", "linking") && target != 0
         && postil_shape_get (self, target)->type == POSTIL_JSON_STRING && count_link_bodies (self, item) > 0;
}

static void
check_item (PostilShape *self,
            guint      item)
{
  const PostilJsonNode *node = postil_shape_get (self, item);

  if (node->type == POSTIL_JSON_STRING)
    return;
  if (node->type != POSTIL_JSON_OBJECT_BEGIN)
    {
      postil_shape_complain (self, item, _("An item of the list must be an annotation, in braces."));
      return;
    }

  postil_shape_set_item (self, item, "id");
  postil_shape_check (self, item, item_members, G_N_ELEMENTS (item_members));
  if (is_passage (self, item))
    check_passage (self, item);
  if (is_link (self, item))
    check_link (self, item);
  g_clear_pointer (&self->item, g_free);
}

static void
check_page (PostilShape *self,
            guint      page,
            guint      total)
{
  guint items = postil_shape_member (self, page, "items");
  guint n = 0;

  postil_shape_check (self, page, page_members, G_N_ELEMENTS (page_members));
  if (items == 0 || postil_shape_get (self, items)->type != POSTIL_JSON_ARRAY_BEGIN)
    return;
  for (guint i = items + 1; i < postil_shape_get (self, items)->next; i = postil_shape_get (self, i)->next)
    {
      check_item (self, i);
      n++;
    }
  if (n == 0)
    postil_shape_complain (self, items, _("A page may not be empty: leave “first” out where there is no annotation."));
  else if (total != 0 && postil_shape_get (self, total)->is_uint && postil_shape_get (self, total)->value != n)
    postil_shape_complain (self, total, _("“total” is %u, but the list holds %u."),
                           (guint) MIN (postil_shape_get (self, total)->value, G_MAXUINT), n);
}

static void
check_collection (PostilShape *self)
{
  guint total = postil_shape_member (self, 0, "total");
  guint first = postil_shape_member (self, 0, "first");
  gboolean is_empty = total != 0 && postil_shape_get (self, total)->is_uint && postil_shape_get (self, total)->value == 0;

  postil_shape_check (self, 0, collection_members, G_N_ELEMENTS (collection_members));
  postil_shape_check_part (self, 0, "creator", creator_members, G_N_ELEMENTS (creator_members));
  postil_shape_check_part (self, 0, "generator", generator_members, G_N_ELEMENTS (generator_members));
  postil_shape_check_part (self, 0, "schema:about", article_members, G_N_ELEMENTS (article_members));
  if (first == 0 && !is_empty && total != 0)
    postil_shape_complain (self, 0, _("“%s” is missing."), "first");
  else if (first != 0 && is_empty)
    postil_shape_complain (self, first, _("“first” must be left out where “total” is 0."));
  if (first != 0 && postil_shape_get (self, first)->type == POSTIL_JSON_OBJECT_BEGIN)
    check_page (self, first, total);
}

/* Of what a newer version may hold nothing is known here. */
static gboolean
is_newer (PostilShape *self)
{
  guint version = postil_shape_member (self, 0, "schema:schemaVersion");
  gsize length = 0;
  const char *text = NULL;

  if (version == 0 || postil_shape_get (self, version)->type != POSTIL_JSON_STRING)
    return FALSE;
  text = postil_json_tape_get_string (self->tape, version, self->scratch, &length);
  return length > 0 && strspn (text, "0123456789") >= length && !(length == 1 && text[0] == '1');
}

void
postil_sidecar_validate (const char   *data,
                         gsize         length,
                         PostilReport *report)
{
  PostilShape shape;

  if (postil_shape_begin (&shape, data, length, report) && !is_newer (&shape))
    check_collection (&shape);
  postil_shape_end (&shape);
}
