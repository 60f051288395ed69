/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-scratch.h"
#include "exchange/postil-sidecar-item.h"

G_BEGIN_DECLS

/* What the reader of an item hands to the judge of its meaning; for
 * postil-sidecar-drafts.c and postil-sidecar-item.c only. */

enum
{
  POSTIL_WORD_ANNOTATION = 1 << 0,
  POSTIL_WORD_CLASSIFYING = 1 << 1,
  POSTIL_WORD_TAGGING = 1 << 2,
  POSTIL_WORD_DESCRIBING = 1 << 3,
  POSTIL_WORD_COMMENTING = 1 << 4,
  POSTIL_WORD_LINKING = 1 << 5,
  POSTIL_WORD_TEXTUAL_BODY = 1 << 6,
  POSTIL_WORD_POSITION = 1 << 7,
  POSTIL_WORD_QUOTE = 1 << 8,
  POSTIL_WORD_MODERATING = 1 << 9,
  POSTIL_WORD_OTHER = 1 << 10
};

/* A value of the wrong type, remembered until it is known whether that matters. */
typedef struct
{
  PostilJsonReader place;
  const char      *message; /* to be translated */
} PostilItemFault;

typedef struct
{
  guint            types;
  guint            purposes;
  const char      *name;
  const char      *value;
  const char      *source;
  PostilItemFault *fault;
} PostilBodyDraft;

struct _PostilItemReader
{
  PostilJsonReader *json;
  PostilScratch     scratch;
  GString          *unescaped;

  guint             types;
  guint             motivations;
  const char       *created;
  const char       *modified;
  const char       *source;      /* only in the journal's form */
  const char       *target_iri;  /* of a single target without selectors */
  PostilItemFault  *fault;
  gboolean          has_two_codes;
  gboolean          has_foreign; /* a member that Postil does not know */
  GArray           *drafts;      /* of PostilBodyDraft */
  GArray           *bodies;      /* of PostilItemBody */
  GArray           *targets;     /* of PostilItemTarget */
  GArray           *pieces;      /* of PostilPiece */
  GArray           *attributes;  /* of PostilAttribute */
  PostilItem        item;
};

/* self->json stands on the opening brace of an item; reads to its end. */
gboolean postil_item_reader_read_drafts (PostilItemReader  *self,
                                         GError           **error);

G_END_DECLS
