/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-row.h"
#include "exchange/postil-scratch.h"

G_BEGIN_DECLS

/* A UIMA CAS in memory, which xmi, cas and webanno read into, and xmi and cas are written
 * from: feature structures ("annotations" where they have a place), their types, and views
 * (texts). Offsets are UTF-16 units of the text as it stands in the file. */

#define POSTIL_CAS_ANNOTATION "uima.tcas.Annotation"
#define POSTIL_CAS_ANNOTATION_BASE "uima.cas.AnnotationBase"
#define POSTIL_CAS_DOCUMENT "uima.tcas.DocumentAnnotation"
#define POSTIL_CAS_SOFA "uima.cas.Sofa"
#define POSTIL_CAS_STRING "uima.cas.String"
#define POSTIL_CAS_INTEGER "uima.cas.Integer"
#define POSTIL_CAS_BOOLEAN "uima.cas.Boolean"
#define POSTIL_CAS_METADATA "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
#define POSTIL_CAS_METADATA_FIELD "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.MetaDataStringField"
#define POSTIL_CAS_SENTENCE "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
#define POSTIL_CAS_TOKEN "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"

/* What Postil writes: a layer for passages, and one for links, which INCEpTION takes for layers
 * of its own. Each piece of a passage is a feature structure; the first says all about it. */
#define POSTIL_CAS_PASSAGE "webanno.custom.PostilPassage"
#define POSTIL_CAS_LINK "webanno.custom.PostilLink"

typedef enum
{
  POSTIL_CAS_RAW,    /* as an attribute of XML, before its type is looked at */
  POSTIL_CAS_TEXT,   /* strings, numbers and so on as text */
  POSTIL_CAS_TEXTS,
  POSTIL_CAS_REF,
  POSTIL_CAS_REFS
} PostilCasKind;

typedef struct _PostilCasValue PostilCasValue;

/* A feature of a structure. */
struct _PostilCasValue
{
  PostilCasValue     *next;
  const char         *name;
  PostilCasKind       kind;
  guint               n;     /* of texts or refs */
  const char         *text;
  const char *const  *texts;
  guint32             ref;   /* 0 for none */
  const guint32      *refs;
};

typedef struct
{
  guint32         id;
  guint           line;
  const char     *type;
  PostilCasValue *values; /* in order */
  PostilCasValue *last;
} PostilCasFs;

typedef struct
{
  const char *name;
  const char *range;
  const char *element; /* or NULL */
  const char *description;
} PostilCasFeature;

typedef struct
{
  const char *name;
  const char *super;
  const char *description; /* or NULL */
  GPtrArray  *features;    /* (element-type PostilCasFeature) */
} PostilCasType;

typedef struct
{
  const char *name;    /* "_InitialView" */
  guint32     sofa;
  gboolean    has_members;
  GArray     *members; /* (element-type guint32) in order */
} PostilCasView;

typedef struct
{
  PostilScratch  scratch;
  GHashTable    *names;      /* interned */
  GHashTable    *types;      /* name → PostilCasType */
  GPtrArray     *type_list;  /* the same in order */
  GPtrArray     *structures; /* (element-type PostilCasFs) in order */
  GHashTable    *by_id;
  GPtrArray     *views;
} PostilCas;

PostilCas     *postil_cas_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void           postil_cas_free         (PostilCas          *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCas, postil_cas_free)

/* One copy of each name, so that the same name is the same pointer. */
const char    *postil_cas_intern       (PostilCas          *self,
                                        const char         *name);
const char    *postil_cas_copy         (PostilCas          *self,
                                        const char         *text);
/* Returns the one that is there already. */
PostilCasType *postil_cas_add_type     (PostilCas          *self,
                                        const char         *name,
                                        const char         *super,
                                        const char         *description);
void           postil_cas_add_feature  (PostilCas          *self,
                                        PostilCasType      *type,
                                        const char         *name,
                                        const char         *range,
                                        const char         *element,
                                        const char         *description);
/* NULL where @id is 0 or taken. */
PostilCasFs   *postil_cas_add          (PostilCas          *self,
                                        guint32             id,
                                        const char         *type,
                                        guint               line);
PostilCasFs   *postil_cas_lookup       (PostilCas          *self,
                                        guint32             id);
PostilCasView *postil_cas_add_view     (PostilCas          *self,
                                        const char         *name,
                                        guint32             sofa);

PostilCasValue *postil_cas_add_value   (PostilCas          *self,
                                        PostilCasFs        *fs,
                                        const char         *name,
                                        PostilCasKind       kind);
/* Copies @text; NULL adds nothing. */
void           postil_cas_add_text     (PostilCas          *self,
                                        PostilCasFs        *fs,
                                        const char         *name,
                                        const char         *text);
void           postil_cas_add_uint     (PostilCas          *self,
                                        PostilCasFs        *fs,
                                        const char         *name,
                                        guint               number);
void           postil_cas_add_ref      (PostilCas          *self,
                                        PostilCasFs        *fs,
                                        const char         *name,
                                        guint32             ref);

PostilCasValue *postil_cas_find        (const PostilCasFs  *fs,
                                        const char         *name);
/* NULL where there is none, or it is no text. */
const char    *postil_cas_get_text     (const PostilCasFs  *fs,
                                        const char         *name);
guint32        postil_cas_get_ref      (const PostilCasFs  *fs,
                                        const char         *name);
/* FALSE where it is no number, or none is there. */
gboolean       postil_cas_get_uint     (const PostilCasFs  *fs,
                                        const char         *name,
                                        guint32            *number);
gboolean       postil_cas_parse_id     (const char         *text,
                                        guint32            *id);

/* "Passage" of "webanno.custom.Passage". */
const char    *postil_cas_get_short_name (const char       *type);
/* Whether the type is @ancestor, or comes from it. */
gboolean       postil_cas_is_a         (PostilCas          *self,
                                        const char         *type,
                                        const char         *ancestor);
/* The feature as the type or those above it declare it, or NULL. */
const PostilCasFeature *
               postil_cas_get_feature  (PostilCas          *self,
                                        const char         *type,
                                        const char         *name);
/* What values of the range are: TEXT, TEXTS, REF or REFS. */
PostilCasKind  postil_cas_get_kind     (PostilCas          *self,
                                        const char         *range);
/* Whether it has a place in a text; where the type is not declared, by its features. */
gboolean       postil_cas_is_annotation (PostilCas         *self,
                                        const PostilCasFs  *fs);

/* The way in. A TypeSystem.xml adds to the types of @self. */
gboolean       postil_cas_read_types   (PostilCas          *self,
                                        const char         *file,
                                        GBytes             *bytes,
                                        PostilReport       *losses,
                                        GError            **error);
gboolean       postil_cas_read_xmi     (PostilCas          *self,
                                        const char         *file,
                                        GBytes             *bytes,
                                        PostilReport       *losses,
                                        PostilReport       *errors,
                                        GError            **error);
gboolean       postil_cas_read_json    (PostilCas          *self,
                                        const char         *file,
                                        GBytes             *bytes,
                                        PostilReport       *errors,
                                        GError            **error);
gboolean       postil_cas_read_webanno (PostilCas          *self,
                                        const char         *file,
                                        GBytes             *bytes,
                                        PostilReport       *losses,
                                        PostilReport       *errors,
                                        GError            **error);

/* What the files of one import have in common: names of codes and so on, for the codebook. */
typedef struct
{
  PostilImportOptions *options;
  PostilRowSet        *set;
  GPtrArray           *codes;       /* (element-type utf8) in order of their first use */
  GPtrArray           *attributes;
  GPtrArray           *links;
  GHashTable          *known;       /* a letter and the name */
  GHashTable          *booleans;    /* attributes */
} PostilCasImport;

void           postil_cas_import_init  (PostilCasImport     *self,
                                        PostilImportOptions *options);
void           postil_cas_import_clear (PostilCasImport     *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PostilCasImport, postil_cas_import_clear)

/* Hands over what a CAS holds. @article, @coder: as the file's path says, or NULL. */
gboolean       postil_cas_import_take  (PostilCasImport     *self,
                                        PostilCas           *cas,
                                        const char          *file,
                                        const char          *article,
                                        const char          *coder,
                                        GError             **error);
/* Offers the codebook, where the folder has none. */
gboolean       postil_cas_import_end   (PostilCasImport     *self,
                                        GError             **error);

/* The way out: the names that attributes have as features, the same in all files of a set. */
typedef struct
{
  GHashTable *features; /* attribute → feature */
  GHashTable *taken;
  GPtrArray  *order;    /* features */
} PostilCasNames;

void           postil_cas_names_init   (PostilCasNames      *self,
                                        PostilCodebook      *codebook);
void           postil_cas_names_clear  (PostilCasNames      *self);
/* One layer. @is_xml: characters that XML does not hold are replaced, and stand elsewhere. */
PostilCas     *postil_cas_build        (PostilSetArticle    *article,
                                        PostilLayer         *layer,
                                        const char          *path,
                                        PostilCasNames      *names,
                                        gboolean             is_xml,
                                        PostilReport        *losses) G_GNUC_WARN_UNUSED_RESULT;
/* The types that a CAS of Postil has. */
void           postil_cas_add_own_types (PostilCas          *self,
                                        PostilCasNames      *names);
void           postil_cas_write_xmi    (PostilCas           *self,
                                        GString             *out);
void           postil_cas_write_types  (PostilCas           *self,
                                        GString             *out);
void           postil_cas_write_json   (PostilCas           *self,
                                        GString             *out);

/* Files as they come: zips are opened (INCEpTION packs a zip a user into the zip of a project),
 * and what their paths say of article and coder is found. */
typedef struct
{
  char   *path;    /* "project.zip/annotation/a.txt/maria.xmi" */
  GBytes *bytes;
  char   *article; /* or NULL */
  char   *coder;   /* or NULL */
} PostilCasFile;

typedef gboolean (*PostilCasWants) (const char *path);

/* (element-type PostilCasFile) Those that @wants, in order. */
GPtrArray     *postil_cas_files_new    (const PostilImportFile *files,
                                        guint                   n_files,
                                        PostilCasWants          wants,
                                        PostilImportOptions    *options) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it is a zip, a name in which @wants. */
gboolean       postil_cas_zip_holds    (const PostilImportFile *file,
                                        PostilCasWants          wants);
gboolean       postil_cas_has_suffix   (const char             *path,
                                        const char             *suffix);

G_END_DECLS
