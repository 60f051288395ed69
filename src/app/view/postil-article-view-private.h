/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/view/postil-article-view.h"

G_BEGIN_DECLS

/* What the files of the article view share. A *block* is a paragraph, or a slice of at most
 * BLOCK_CHARS of a long one; what is drawn for it is recorded once, relative to the
 * paragraph's top (which moves while GTK validates what is above), and dropped when
 * something in it changes. */

#define POSTIL_VIEW_BLOCK_CHARS 4096u
#define POSTIL_VIEW_MAX_BLOCKS 256u
#define POSTIL_VIEW_UNDERLINE_RISE 2 /* from the line's bottom into the descenders, as any underline */

/* What is painted once for a code, on demand. */
typedef struct
{
  GdkTexture *badge;
  GBytes     *strip; /* an underline as long as strip_width */
  gsize       strip_stride;
  int         strip_width;
} PostilViewStamps;

/* How one code looks now. */
typedef struct
{
  char             *code;
  PostilCodeStyle   style;
  GtkTextTag       *tag; /* what assistive technology sees; owned by the buffer's table */
  PostilViewStamps  stamps;
  PostilViewStamps  dim_stamps;
} PostilViewLook;

/* A display line: offsets, and where it begins. */
typedef struct
{
  guint start;
  guint end;
  int   left;
  int   y; /* from the paragraph's top */
  int   height;
} PostilViewLine;

typedef struct
{
  int      x;
  int      y;
  int      width;
  int      height;
  gboolean is_start; /* the passage begins (ends) here: rounded */
  gboolean is_end;
} PostilViewBox;

/* A bracket's part in a block, for clicks. */
typedef struct
{
  PostilAnnotation *annotation;
  guint             lane;
  int               y0;
  int               y1;
} PostilViewBracket;

typedef struct
{
  guint64        key; /* first, for the hash table */
  PostilSpan     span;
  GskRenderNode *below;
  GskRenderNode *above;
  GArray        *brackets;
  int            y; /* the paragraph's top in the frame last drawn */
  guint          frame;
} PostilViewBlock;

/* Which level an annotation's underline and which lane its bracket have. */
typedef struct
{
  guint level;
  guint lane;
  guint first_line; /* where the display line begins that the annotation does on */
  guint last_line;
} PostilViewPlace;

typedef struct
{
  int char_width;
  int line_height; /* of the font, without spacing */
  int gap;         /* between lines, where the underlines are */
  int stroke;      /* thickness of an underline */
  int pitch;       /* from one level to the next */
  int lane_pitch;
  int lanes_x;     /* the lane next to the text, widget coordinates */
  int width;       /* that all this is for */
  guint n_lanes;
  guint n_name_rows; /* of the lanes' names */
} PostilViewMetrics;

struct _PostilArticleView
{
  GtkTextView         parent_instance;

  PostilDocument     *document;
  PostilSegmenter    *segmenter;
  gulong              changed_id;
  gulong              cursor_id;

  /* What is shown and how */
  char               *current;
  PostilAnnotation   *current_annotation; /* NULL where the layer has none of that id */
  GPtrArray          *current_links;      /* of the current annotation, borrowed */
  char               *focus_code;
  char               *focus_actor;
  GArray             *matches;            /* of PostilSpan */
  PangoFontDescription *font;
  double              zoom;
  double              line_spacing;
  guint               column_chars;
  gboolean            snap_words;
  GtkCssProvider     *provider;
  gboolean            dark;
  gboolean            high_contrast;
  GHashTable         *looks;              /* code id → PostilViewLook */
  PostilViewMetrics   metrics;

  /* Drawing */
  GHashTable         *blocks;             /* key → PostilViewBlock */
  GPtrArray          *visible;            /* the blocks of this frame */
  guint               frame;
  GArray             *lines;              /* scratch: PostilViewLine */
  GArray             *boxes;              /* scratch: PostilViewBox */
  GPtrArray          *items;              /* scratch: PostilAnnotation */
  GHashTable         *places;             /* annotation id → PostilViewPlace */

  /* Lanes by whom an annotation is of; NULL for all of them together */
  char              **lane_names;
  guint               n_lane_names;
  PostilLaneFunc      lane_func;
  gpointer            lane_data;

  /* Tags */
  guint               tag_source;
  guint               tag_offset;         /* all that start before it are tagged */
  gboolean            tags_follow;        /* or only what is in tagged */
  PostilSpan          tagged;

  /* Selection */
  guint               selection_source;   /* the pause after the keyboard */
  gboolean            quiet;              /* we move the caret ourselves */
  GArray             *grown;              /* selections that shrink goes back to */
  PostilSpan          grown_to;

  /* Pointer */
  gboolean            button_down;
  gboolean            has_pressed;
  guint               n_press;
  double              press_x;
  double              press_y;
  guint               release_source;
  guint               trim_source;
  double              release_x;
  double              release_y;
  GdkModifierType     release_state;
  guint               last_click_offset;
  gboolean            edge_cursor;

  /* Border mode */
  int                 border_edge;        /* 0: not in it */
  guint               border_piece;
  PostilSpan          border_span;        /* as it is shown */
};

/* postil-article-view.c */
void                   postil_article_view_emit_selection_done (PostilArticleView *self, int x, int y);
void                   postil_article_view_emit_span_edited    (PostilArticleView *self, PostilSpan span);
void                   postil_article_view_emit_border_moved   (PostilArticleView *self, int edge,
                                                                gboolean is_begun, const char *word);
void                   postil_article_view_emit_activate       (PostilArticleView *self, const char *id);
void                   postil_article_view_emit_caret_moved    (PostilArticleView *self);
void                   postil_article_view_emit_looks_changed  (PostilArticleView *self);

/* -document.c */
void                   postil_article_view_clear_document      (PostilArticleView *self);
/* The pieces of @annotation as they are shown: those of the current one may be edited. */
guint                  postil_article_view_get_n_pieces        (PostilAnnotation *annotation);
PostilSpan             postil_article_view_get_piece           (PostilArticleView *self, PostilAnnotation *annotation, guint index);
void                   postil_article_view_update_current      (PostilArticleView *self);

/* -looks.c */
void                   postil_view_look_free                   (PostilViewLook *look);
PostilViewLook        *postil_article_view_get_look            (PostilArticleView *self, const char *code_id);
void                   postil_article_view_update_looks        (PostilArticleView *self);
void                   postil_article_view_watch_theme         (PostilArticleView *self);
void                   postil_view_look_drop_stamps            (PostilViewLook *look);

/* -layout.c */
void                   postil_article_view_update_font         (PostilArticleView *self);
void                   postil_article_view_update_metrics      (PostilArticleView *self);
void                   postil_article_view_update_margins      (PostilArticleView *self, int width);
void                   postil_article_view_tag_headings        (GtkTextBuffer *buffer, PostilText *text);

/* -blocks.c */
/* Or a mark that makes what follows run so. */
gboolean               postil_view_is_right_to_left            (gunichar c);
void                   postil_view_block_free                  (PostilViewBlock *block);
void                   postil_article_view_find_visible        (PostilArticleView *self);
void                   postil_article_view_invalidate_span     (PostilArticleView *self, PostilSpan span);
void                   postil_article_view_invalidate_annotation (PostilArticleView *self, PostilAnnotation *annotation);
void                   postil_article_view_invalidate_all      (PostilArticleView *self);
void                   postil_article_view_update_top          (PostilArticleView *self);
/* Also where lines break, and so the lanes. */
void                   postil_article_view_invalidate_layout   (PostilArticleView *self);
/* Fills self->lines with the display lines that the span, which lies in one paragraph, is
 * on. TRUE where it is all left to right. */
gboolean               postil_article_view_measure_lines       (PostilArticleView *self, PostilSpan span);
/* Appends to self->boxes where @span (of @whole) shows in self->lines. */
void                   postil_article_view_append_boxes        (PostilArticleView *self, PostilSpan span, PostilSpan whole, gboolean left_to_right);

/* -places.c */
PostilViewPlace        postil_article_view_get_place           (PostilArticleView *self, PostilAnnotation *annotation);
/* After a change: what overlaps another now gets another place. */
void                   postil_article_view_update_place        (PostilArticleView *self, PostilAnnotation *before, PostilAnnotation *after);

/* -lanes.c */
/* What names in more than one row take from the top. */
int                    postil_article_view_get_names_top       (PostilArticleView *self);
/* How many lanes each of the names has. */
guint                  postil_article_view_get_lanes_each      (PostilArticleView *self);
void                   postil_article_view_choose_named_lanes  (PostilArticleView *self, int width);
/* Which of the names an annotation is of; 0 where there are none. */
guint                  postil_article_view_get_lane_group      (PostilArticleView *self, PostilAnnotation *annotation);
void                   postil_article_view_snapshot_lane_names (PostilArticleView *self, GtkSnapshot *snapshot);

/* -record.c */
void                   postil_article_view_record_block        (PostilArticleView *self, PostilViewBlock *block);

/* -draw.c */
void                   postil_article_view_snapshot_layer      (GtkTextView *text_view, GtkTextViewLayer layer, GtkSnapshot *snapshot);

/* -stamps.c */
/* Whether it is made of bars only. */
gboolean               postil_view_pattern_is_plain            (PostilPattern pattern);
void                   postil_view_stamps_clear                (PostilViewStamps *stamps);
void                   postil_article_view_append_underline    (PostilArticleView *self, GtkSnapshot *snapshot, PostilViewStamps *stamps,
                                                                const PostilCodeStyle *style, int x, int y, int width);
void                   postil_article_view_append_badge        (PostilArticleView *self, GtkSnapshot *snapshot, PostilViewStamps *stamps,
                                                                const PostilCodeStyle *style, int x, int y);

/* -tags.c */
void                   postil_article_view_start_tagging       (PostilArticleView *self);
void                   postil_article_view_stop_tagging        (PostilArticleView *self);
void                   postil_article_view_follow_tags         (PostilArticleView *self);
void                   postil_article_view_retag               (PostilArticleView *self, PostilAnnotation *before, PostilAnnotation *after);

/* -selection.c */
void                   postil_article_view_cursor_moved_cb     (PostilArticleView *self);
void                   postil_article_view_set_range           (PostilArticleView *self, PostilSpan span);
PostilSpan             postil_article_view_trim                (PostilArticleView *self, PostilSpan span);
gboolean               postil_article_view_extend_selection    (GtkTextView *text_view, GtkTextExtendSelection granularity,
                                                                const GtkTextIter *location, GtkTextIter *start, GtkTextIter *end);

/* -pointer.c */
void                   postil_article_view_init_pointer        (PostilArticleView *self);
/* What lies under a place in buffer coordinates, the shortest first. (element-type PostilAnnotation) (transfer container) */
GPtrArray             *postil_article_view_dup_at              (PostilArticleView *self, int x, int y, guint *char_offset);
/* What a release of the button does; @is_drag: something was selected. */
void                   postil_article_view_finish_press        (PostilArticleView *self, double x, double y, guint n_press, GdkModifierType state);

/* -border.c */
void                   postil_article_view_init_border         (PostilArticleView *self);
/* Whether the pointer is on an edge of the current annotation: -1, 1; 0 if not. */
int                    postil_article_view_get_edge_at         (PostilArticleView *self, double x, double y, guint *piece);
void                   postil_article_view_move_border         (PostilArticleView *self, guint char_offset);
gboolean               postil_article_view_border_key          (PostilArticleView *self, guint keyval, GdkModifierType state);

/* -links.c */
void                   postil_article_view_draw_links          (PostilArticleView *self, GtkSnapshot *snapshot);

G_END_DECLS
