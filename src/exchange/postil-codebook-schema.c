/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* data/schema/codebook.schema.json in C, for `check`: reading a codebook forgives more, since
 * people write them by hand. Any thread. */

#include "config.h"

#include "exchange/postil-codebook-schema.h"

#include <glib/gi18n-lib.h>

#include "exchange/postil-shape.h"

static const PostilShapeMember codebook_members[] = {
  { "@context", POSTIL_MUST_BE_OBJECT, TRUE, NULL },
  { "id", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "type", POSTIL_MUST_BE_OR_HOLD, TRUE, "ConceptScheme" },
  { "prefLabel", POSTIL_MUST_BE_TEXT, TRUE, NULL },
  { "hasTopConcept", POSTIL_MUST_BE_LIST, TRUE, NULL },
  { "schema:additionalProperty", POSTIL_MUST_BE_LIST, FALSE, NULL },
};

static const PostilShapeMember context_members[] = {
  { "@vocab", POSTIL_MUST_BE_WORD, TRUE, "http://www.w3.org/2004/02/skos/core#" },
  { "id", POSTIL_MUST_BE_WORD, TRUE, "@id" },
  { "type", POSTIL_MUST_BE_WORD, TRUE, "@type" },
  { "schema", POSTIL_MUST_BE_WORD, TRUE, "http://schema.org/" },
};

static const PostilShapeMember code_members[] = {
  { "id", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "type", POSTIL_MUST_BE_WORD, TRUE, "Concept" },
  { "prefLabel", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "notation", POSTIL_MUST_BE_TEXT, FALSE, NULL },
  { "schema:color", POSTIL_MUST_BE_COLOUR, FALSE, NULL },
  { "definition", POSTIL_MUST_BE_TEXT, FALSE, NULL },
  { "scopeNote", POSTIL_MUST_BE_TEXTS, FALSE, NULL },
  { "example", POSTIL_MUST_BE_TEXTS, FALSE, NULL },
  { "narrower", POSTIL_MUST_BE_LIST, FALSE, NULL },
};

static const PostilShapeMember property_members[] = {
  { "id", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "prefLabel", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL },
  { "schema:valueReference", POSTIL_MUST_BE_TEXTS, TRUE, NULL },
  { "definition", POSTIL_MUST_BE_TEXT, FALSE, NULL },
  { "schema:domainIncludes", POSTIL_MUST_BE_WORDS, FALSE, NULL },
  { "schema:rangeIncludes", POSTIL_MUST_BE_WORDS, FALSE, NULL },
};

static const PostilShapeMember reference_member = { "schema:valueReference", POSTIL_MUST_BE_SOME_TEXT, TRUE, NULL };

/* Nesting is bounded by the JSON reader's depth. */
static void
check_codes (PostilShape *self,
             guint        codes)
{
  if (codes == 0 || postil_shape_get (self, codes)->type != POSTIL_JSON_ARRAY_BEGIN)
    return;

  for (guint i = codes + 1; i < postil_shape_get (self, codes)->next; i = postil_shape_get (self, i)->next)
    {
      if (postil_shape_get (self, i)->type != POSTIL_JSON_OBJECT_BEGIN)
        {
          postil_shape_complain (self, i, _("A code must be an object, in braces."));
          continue;
        }
      postil_shape_set_item (self, i, "id");
      postil_shape_check (self, i, code_members, G_N_ELEMENTS (code_members));
      check_codes (self, postil_shape_member (self, i, "narrower"));
    }
}

static void
check_properties (PostilShape *self,
                  guint        properties)
{
  if (properties == 0 || postil_shape_get (self, properties)->type != POSTIL_JSON_ARRAY_BEGIN)
    return;

  for (guint i = properties + 1; i < postil_shape_get (self, properties)->next; i = postil_shape_get (self, i)->next)
    {
      guint reference = 0;

      if (postil_shape_get (self, i)->type != POSTIL_JSON_OBJECT_BEGIN)
        {
          postil_shape_complain (self, i, _("An attribute or a kind of link must be an object, in braces."));
          continue;
        }
      postil_shape_set_item (self, i, "id");
      postil_shape_check (self, i, property_members, G_N_ELEMENTS (property_members));
      reference = postil_shape_member (self, i, "schema:valueReference");
      if (reference != 0 && postil_shape_get (self, reference)->type == POSTIL_JSON_STRING
          && !postil_shape_is (self, reference, &reference_member))
        postil_shape_complain (self, reference, _("“%s” must be a text in quotes, and not empty."), reference_member.name);
    }
}

void
postil_codebook_validate (const char   *data,
                          gsize         length,
                          PostilReport *report)
{
  PostilShape shape;

  if (postil_shape_begin (&shape, data, length, report))
    {
      postil_shape_check (&shape, 0, codebook_members, G_N_ELEMENTS (codebook_members));
      postil_shape_check_part (&shape, 0, "@context", context_members, G_N_ELEMENTS (context_members));
      check_codes (&shape, postil_shape_member (&shape, 0, "hasTopConcept"));
      check_properties (&shape, postil_shape_member (&shape, 0, "schema:additionalProperty"));
    }
  postil_shape_end (&shape);
}
