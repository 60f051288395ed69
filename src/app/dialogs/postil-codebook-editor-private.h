/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/dialogs/postil-codebook-editor.h"

G_BEGIN_DECLS

/* What the files of the codebook editor share. */

typedef enum
{
  POSTIL_EDITOR_DEFINITION,
  POSTIL_EDITOR_WHEN,
  POSTIL_EDITOR_WHEN_NOT,
  POSTIL_EDITOR_EXAMPLES,
  POSTIL_EDITOR_N_TEXTS
} PostilEditorText;

/* Where a dragged code would go, seen from a row. */
typedef enum
{
  POSTIL_EDITOR_DROP_NONE,
  POSTIL_EDITOR_DROP_BEFORE,
  POSTIL_EDITOR_DROP_INTO,
  POSTIL_EDITOR_DROP_AFTER,
} PostilEditorDrop;

#define POSTIL_TYPE_EDITOR_ROW (postil_editor_row_get_type ())
G_DECLARE_FINAL_TYPE (PostilEditorRow, postil_editor_row, POSTIL, EDITOR_ROW, GtkBox)

struct _PostilCodebookEditor
{
  AdwWindow            parent_instance;

  PostilCodebookDraft *draft;
  PostilCodeUsage     *usage;     /* NULL until it is known */
  GtkStringList       *ids;       /* of the codes in order, then of those that the codebook lacks */
  guint                n_known;
  GtkSingleSelection  *selection;
  char                *shown;     /* the id in the form, or NULL */
  gboolean             quiet;     /* we set the form ourselves */
  gboolean             is_done;
  char                *dragged;   /* the id of the code that is dragged, or NULL */
  PostilEditorRow     *drop_row;  /* weak: that shows where it would go */
  guint                scroll_tick;
  double               scroll_step;

  GtkLabel            *error;
  GtkRevealer         *error_revealer;
  AdwLeaflet          *leaflet;
  GtkListView         *list;
  GtkStack            *details;
  GtkWidget           *back;
  GtkLabel            *summary;
  GtkWidget           *apply;
  GtkWidget           *add;
  GtkWidget           *up;
  GtkWidget           *down;
  GtkWidget           *nest;
  GtkWidget           *unnest;
  GtkEditable         *label;
  GtkEditable         *id;
  GtkEditable         *key;
  AdwActionRow        *color_row;
  GtkWidget           *color;
  GtkTextView         *texts[POSTIL_EDITOR_N_TEXTS];
  AdwPreferencesGroup *definition_group;
  AdwPreferencesGroup *examples_group;
  AdwActionRow        *usage_row;
  GtkWidget           *review;
  GtkLabel            *unknown_label;
  GtkDropDown         *unknown_target;
};

/* postil-codebook-editor.c */
/* After each verb: the list, the form and the summary anew; @error is freed and shown. */
void        postil_codebook_editor_update   (PostilCodebookEditor *self,
                                             const char           *select,
                                             GError               *error);
/* NULL where the selected one is none of the codebook's. */
const PostilCode *postil_codebook_editor_get_code (PostilCodebookEditor *self);
PostilCodebook   *postil_codebook_editor_get_codebook (PostilCodebookEditor *self);
/* The selected id, or NULL. */
const char *postil_codebook_editor_get_id   (PostilCodebookEditor *self);
/* "17 annotations in 4 articles"; of a code as it was before. */
char       *postil_codebook_editor_dup_usage (PostilCodebookEditor *self,
                                             const char           *id) G_GNUC_WARN_UNUSED_RESULT;

/* -form.c */
void        postil_codebook_editor_init_form (PostilCodebookEditor *self);
void        postil_codebook_editor_show_form (PostilCodebookEditor *self);
/* What is in the form becomes the code's. */
gboolean    postil_codebook_editor_take_form (PostilCodebookEditor *self,
                                             GError              **error);
void        postil_codebook_editor_show_contrast (PostilCodebookEditor *self);
void        postil_codebook_editor_commit_form (PostilCodebookEditor *self);
void        postil_codebook_editor_rename_cb (PostilCodebookEditor *self);

/* -list.c */
void        postil_codebook_editor_init_list (PostilCodebookEditor *self);
/* The keyboard goes to the row that is selected. */
void        postil_codebook_editor_focus_row (PostilCodebookEditor *self);

const char *postil_editor_row_get_id        (PostilEditorRow      *row);
void        postil_editor_row_set_drop      (PostilEditorRow      *row,
                                             PostilEditorDrop      drop,
                                             guint                 depth);

/* -drag.c */
void        postil_codebook_editor_init_drag (PostilCodebookEditor *self,
                                             PostilEditorRow      *row);
void        postil_codebook_editor_init_drop (PostilCodebookEditor *self);
void        postil_codebook_editor_end_drag (PostilCodebookEditor *self);

/* -questions.c */
void        postil_codebook_editor_ask_merge (PostilCodebookEditor *self);
void        postil_codebook_editor_ask_split (PostilCodebookEditor *self);
void        postil_codebook_editor_ask_remove (PostilCodebookEditor *self);
/* Labels of all codes but @except, and their ids in the same order. */
GtkStringList *postil_codebook_editor_list_codes (PostilCodebookEditor *self,
                                             const char           *except,
                                             char               ***ids);

G_END_DECLS
