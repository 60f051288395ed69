/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/panes/postil-inspector.h"

G_BEGIN_DECLS

/* What the files of the inspector share. */
struct _PostilInspector
{
  GtkWidget       parent_instance;

  PostilDocument *document;
  char           *id;          /* of the annotation that is shown, or NULL */
  char           *shown_note;  /* as it was set, never NULL */
  gboolean        is_note_cut; /* too long to be edited here */
  char          **code_ids;    /* the values of the drop-down's rows */
  PostilCodebook *codebook;    /* the one that code_ids and attribute_fields are of */
  char           *fields_code; /* the code that attribute_fields are for */
  GPtrArray      *attribute_fields; /* (element-type PostilAttributeField) */
  GHashTable     *folder_values; /* attribute → values → how often, in the folder; or NULL */
  gboolean        quiet;       /* we set the controls ourselves */

  GtkStack       *stack;
  GtkGrid        *fields;
  GtkDropDown    *code;
  GtkToggleButton *unsure;
  GtkWidget      *remove;
  GtkTextView    *note;
  GtkWidget      *note_hint;
  GtkListBox     *links;
  GtkLabel       *times;
};

/* postil-inspector.c */
PostilAnnotation *postil_inspector_get_annotation  (PostilInspector *self);
/* Takes @change, which may be NULL. */
void              postil_inspector_take_change     (PostilInspector *self,
                                                    PostilChange    *change);
void              postil_inspector_finish          (PostilInspector *self);
void              postil_inspector_choose          (PostilInspector *self,
                                                    const char      *id);

/* postil-inspector-attributes.c */
void              postil_inspector_show_attributes (PostilInspector  *self,
                                                    PostilAnnotation *annotation,
                                                    gboolean          force);
void              postil_inspector_commit_attributes (PostilInspector *self);

/* postil-inspector-links.c */
void              postil_inspector_show_links      (PostilInspector  *self,
                                                    PostilAnnotation *annotation);
void              postil_inspector_follow_link     (PostilInspector  *self,
                                                    GtkListBoxRow    *row);

G_END_DECLS
