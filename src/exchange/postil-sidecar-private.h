/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"
#include "exchange/postil-sidecar-item.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* What the files postil-sidecar-*.c share. */

#define POSTIL_SIDECAR_VERSION 1u

/* How many containers are open around an item: the collection, the page, the list. */
#define POSTIL_SIDECAR_ITEM_DEPTH 3u

/* The white space before an item, and before the end of their list. */
#define POSTIL_SIDECAR_ITEM_SPACE "\n      "
#define POSTIL_SIDECAR_LIST_SPACE "\n    "

/* --- Items, written anew. @source: the article's IRI; NULL leaves it out (in the journal). */

typedef enum
{
  POSTIL_ITEM_FORM_SIDECAR,
  POSTIL_ITEM_FORM_JOURNAL /* every span, even where it means nothing */
} PostilItemForm;

char *postil_sidecar_dup_iri          (const char         *article) G_GNUC_WARN_UNUSED_RESULT;
/* The same for what a consensus turned down. */
void  postil_sidecar_write_rejection (PostilJsonWriter    *writer,
                                      PostilAnnotation    *rejection,
                                      PostilItemForm       form,
                                      const char          *source);
void  postil_sidecar_write_annotation (PostilJsonWriter   *writer,
                                       PostilAnnotation   *annotation,
                                       PostilItemForm      form,
                                       const char         *source);
void  postil_sidecar_write_link       (PostilJsonWriter   *writer,
                                       PostilLink         *link,
                                       PostilItemForm      form);
void  postil_sidecar_write_body       (PostilJsonWriter   *writer,
                                       const PostilItemBody *body);
void  postil_sidecar_write_target     (PostilJsonWriter   *writer,
                                       const PostilPiece  *piece,
                                       gboolean            has_position,
                                       const char         *source);
void  postil_sidecar_write_position   (PostilJsonWriter   *writer,
                                       PostilSpan          span);
void  postil_sidecar_write_quote      (PostilJsonWriter   *writer,
                                       const PostilPiece  *piece);
/* The bodies of an annotation in the order of the file. (element-type PostilItemBody),
 * borrowing from @annotation. */
GArray *postil_sidecar_list_bodies    (PostilAnnotation   *annotation) G_GNUC_WARN_UNUSED_RESULT;

/* --- Items that bear the text that they had in their file: that text, with only those
 * values changed that differ from what the item says now. NULL where the text is no use. */

char *postil_sidecar_edit_annotation  (PostilItemReader   *reader,
                                       PostilAnnotation   *annotation,
                                       const char         *source) G_GNUC_WARN_UNUSED_RESULT;
char *postil_sidecar_edit_link        (PostilItemReader   *reader,
                                       PostilLink         *link) G_GNUC_WARN_UNUSED_RESULT;

/* --- The envelope: the members of the collection and of its page. */

typedef struct _PostilEnvelope PostilEnvelope;

/* @reader stands on the list of items, and is to be left on its end. */
typedef gboolean (*PostilItemsFunc)   (PostilEnvelope     *envelope,
                                       PostilJsonReader   *reader,
                                       gpointer            user_data,
                                       GError            **error);

struct _PostilEnvelope
{
  PostilLayerInfo   info;        /* NULL and 0 where nothing was said */
  gboolean          is_collection;
  gboolean          has_about;
  guint64           total;
  gsize             list_start;  /* where the list of items begins and ends; 0 for none */
  gsize             list_end;
  GStringChunk     *strings;
  /* while it is being read */
  PostilJsonReader *json;
  PostilItemsFunc   read_items;
  gpointer          user_data;
  PostilJsonReader *postponed;   /* at the list, when the article's name was not yet known */
};

void      postil_envelope_init        (PostilEnvelope     *self);
void      postil_envelope_clear       (PostilEnvelope     *self);
/* @read_items is called once the article's name is known; NULL passes over the items. */
gboolean  postil_envelope_read        (PostilEnvelope     *self,
                                       PostilJsonReader   *reader,
                                       PostilItemsFunc     read_items,
                                       gpointer            user_data,
                                       GError            **error);
/* @items: the list of items as JSON; NULL for none. */
void      postil_envelope_write       (GString            *out,
                                       const PostilLayerInfo *info,
                                       guint               total,
                                       const char         *items);
/* The same by changing info->source. FALSE where that is no use. */
gboolean  postil_envelope_edit        (GString            *out,
                                       const PostilLayerInfo *info,
                                       guint               total,
                                       const char         *items);

/* An envelope's source holds, in the place of the items, a list of: null, with the white
 * space before the first item; null, with that between two items; then, for each item that
 * Postil does not understand, [the id of the item before it or null, the item]. */

G_END_DECLS
