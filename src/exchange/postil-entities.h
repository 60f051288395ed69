/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "base/postil-json-writer.h"
#include "exchange/postil-json-node.h"
#include "exchange/postil-row.h"

G_BEGIN_DECLS

/* What doccano, labelstudio and spacy share: JSON in which a text has entities, each a
 * stretch with a label. What an entity has no room for (ids, notes, attributes, several
 * pieces) stands in a member "postil", which their programs keep beside the text, and is
 * taken back as long as the entities are where it says. */
#define POSTIL_ENTITIES_MEMBER "postil"

/* The way out: a piece of an annotation. */
typedef struct
{
  guint             number; /* from 1 on */
  PostilAnnotation *annotation;
  PostilSpan        span;
  const char       *quote;
} PostilEntity;

/* (element-type PostilEntity) The pieces that have a place, numbered after @n_before; what
 * cannot be written is in the losses. */
GArray *postil_entities_collect        (PostilSetArticle *article,
                                        PostilLayer      *layer,
                                        guint             n_before,
                                        PostilReport     *losses) G_GNUC_WARN_UNUSED_RESULT;
/* The number of the annotation's first piece, or 0. */
guint   postil_entities_find           (GArray           *entities,
                                        const char       *id);
typedef enum
{
  POSTIL_ENTITIES_ATTRIBUTES = 1 << 0,
  POSTIL_ENTITIES_LINKS      = 1 << 1
} PostilEntitiesFlags;

/* The value of the member "postil". @unit: how the file counts. @flags: what the format has
 * no place for. */
void    postil_entities_append_details (PostilJsonWriter *json,
                                        PostilSetArticle *article,
                                        PostilLayer      *layer,
                                        GArray           *entities,
                                        PostilUnit        unit,
                                        PostilEntitiesFlags flags);
guint   postil_entities_get_offset     (PostilText       *text,
                                        guint             char_offset,
                                        PostilUnit        unit);

/* The way in: one document after the other. */
typedef struct _PostilEntityReader PostilEntityReader;

/* @dialects: how the format counts, the usual way first; the quotes and the borders of words
 * decide between them. */
PostilEntityReader *postil_entity_reader_new     (PostilImportOptions *options,
                                                  const PostilDialect *dialects,
                                                  guint                n_dialects) G_GNUC_WARN_UNUSED_RESULT;
void                postil_entity_reader_free    (PostilEntityReader  *self);
void                postil_entity_reader_begin   (PostilEntityReader  *self,
                                                  const char          *file,
                                                  guint                line);
/* What a member "postil" says; may be NULL or nonsense. */
void                postil_entity_reader_take_details (PostilEntityReader *self,
                                                  JsonNode            *details);
/* Members beside the text, but for those in @known (NULL-terminated): what is known of
 * articles (title, author, date, publisher, language, URL) is kept, all else is a loss, each
 * name once in @told. @node may be NULL. */
void                postil_entity_reader_take_members (PostilEntityReader *self,
                                                  JsonNode            *node,
                                                  const char *const   *known,
                                                  GHashTable          *told);
/* For the entities that follow and are not in the details; NULL for none. */
void                postil_entity_reader_set_coder (PostilEntityReader *self,
                                                  const char          *coder,
                                                  const char          *coder_name);
/* @start and @end as they stand in the file. The row is borrowed, to be filled further;
 * NULL where they are no offsets, which is reported. @id, @label, @quote: NULL for none. */
PostilRow          *postil_entity_reader_add     (PostilEntityReader  *self,
                                                  const char          *id,
                                                  JsonNode            *start,
                                                  JsonNode            *end,
                                                  const char          *label,
                                                  const char          *quote);
/* The row of the entity with that id, or NULL. */
PostilRow          *postil_entity_reader_find    (PostilEntityReader  *self,
                                                  const char          *id);
void                postil_entity_reader_link    (PostilEntityReader  *self,
                                                  const char          *from,
                                                  const char          *to,
                                                  const char          *kind);
/* @name: a file's name as the set has it, or NULL; @number: its id in the set, or NULL. */
gboolean            postil_entity_reader_end     (PostilEntityReader  *self,
                                                  const char          *text,
                                                  const char          *name,
                                                  const char          *number,
                                                  GError             **error);
gboolean            postil_entity_reader_finish  (PostilEntityReader  *self,
                                                  GError             **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilEntityReader, postil_entity_reader_free)

/* JSON values that stand one on a line, or in one array. @node is borrowed. FALSE stops. */
typedef gboolean (*PostilJsonValueFunc) (JsonNode *node, guint line, gpointer user_data, GError **error);

/* A bad line or value is in the errors of @options, and the rest goes on. FALSE only where
 * @func failed. */
gboolean    postil_json_values_foreach     (const PostilImportFile *file,
                                            PostilImportOptions    *options,
                                            PostilJsonValueFunc     func,
                                            gpointer                user_data,
                                            GError                **error);
/* Whether the name is that of such a file. */
gboolean    postil_json_values_is_name     (const char             *path);
/* The first one, or NULL: to recognise a file. */
JsonNode   *postil_json_values_dup_first   (GBytes                 *bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
