/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article on paper. Under each passage runs a line in its code's pattern, so that it is
 * told from others without colour; passages on the same words have their lines one below the
 * other. In the margin, beside where a passage begins, stand its code's letter, who it is said
 * of, and the number of its note. Where too much begins on one page, only the letters stand
 * there. A paragraph of the text is one layout; which passages cross a line of it is asked of
 * the layer, in O(log n + k). */

#include "config.h"

#include "drawing/postil-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARGIN_WIDTH 118.0
#define GUTTER 12.0
#define LEADING 1.2     /* room for a first underline */
#define LANE 3.0        /* from one to the next */
#define MAX_LANES 6u
#define ENTRY_HEIGHT 12.5
#define BADGE_STEP 13.0
#define PARAGRAPH_GAP 3.0
#define EXCERPT_CHARS 90u
#define NOTE_INDENT 30.0

/* What stands in the margin. */
typedef struct
{
  guint             page;
  double            y;
  PostilAnnotation *annotation;
  guint             note; /* 0 for none */
} Entry;

typedef struct
{
  PostilSheet    *sheet;
  PostilText     *text;
  PostilLayer    *layer;
  PostilCodebook *codebook;
  guint8         *lanes;   /* one an annotation */
  guint          *notes;   /* likewise: its number, or 0 */
  GArray         *entries; /* of Entry */
  double          width;   /* of the text */

  /* Of the line that is put down: */
  PangoLayoutLine *line;
  PostilSpan       line_span;
  gsize            paragraph_byte; /* where its layout begins */
  double           x;
  double           baseline;
  double           top;
  guint            n_lanes;
  gboolean         measures; /* only how many lanes it needs */
} Print;

static gboolean
has_place (PostilAnnotation *annotation)
{
  return postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN;
}

/* Passages that share words get lanes of their own, as far as there are any. */
static void
assign_lanes (Print *self)
{
  guint ends[MAX_LANES] = { 0 };
  guint n = postil_layer_get_n_annotations (self->layer);
  guint n_notes = 0;

  self->lanes = g_new0 (guint8, n + 1);
  self->notes = g_new0 (guint, n + 1);
  for (guint i = 0; i < n; i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (self->layer, i);
      PostilSpan hull = postil_annotation_get_hull (annotation);
      guint lane = 0;

      if (postil_annotation_get_note (annotation) != NULL)
        self->notes[i] = ++n_notes;
      if (!has_place (annotation))
        continue;
      while (lane + 1 < MAX_LANES && ends[lane] > hull.start)
        lane++;
      ends[lane] = MAX (ends[lane], hull.end);
      self->lanes[i] = (guint8) lane;
    }
}

/* --- A line of the text ---------------------------------------------------------------- */

static void
underline_piece (Print            *self,
                 PostilSpan        span,
                 guint             lane,
                 const PostilLook *look)
{
  guint start = MAX (span.start, self->line_span.start);
  guint end = MIN (span.end, self->line_span.end);
  int *ranges = NULL;
  int n_ranges = 0;

  if (start >= end)
    return;
  pango_layout_line_get_x_ranges (self->line, (int) (postil_text_char_to_byte (self->text, start) - self->paragraph_byte),
                                  (int) (postil_text_char_to_byte (self->text, end) - self->paragraph_byte), &ranges, &n_ranges);
  for (int i = 0; i < n_ranges; i++)
    {
      double x = self->x + (double) ranges[2 * i] / PANGO_SCALE;
      double width = (double) (ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE;

      postil_sheet_put_underline (self->sheet, self->sheet->page, x, self->baseline + 2.6 + LANE * lane, width, look);
    }
  g_free (ranges);
}

static gboolean
mark_cb (PostilAnnotation *annotation,
         gpointer          user_data)
{
  Print *self = user_data;
  guint index = 0;
  guint n_pieces = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  guint start = postil_annotation_get_hull (annotation).start;
  PostilLook look;

  if (!postil_layer_get_index (self->layer, annotation, &index))
    return TRUE;
  self->n_lanes = MAX (self->n_lanes, self->lanes[index] + 1u);
  if (self->measures)
    return TRUE;
  postil_look_get (self->codebook, postil_annotation_get_code (annotation), FALSE, FALSE, &look);
  for (guint i = 0; i < n_pieces; i++)
    underline_piece (self, pieces[i].span, self->lanes[index], &look);
  if (start >= self->line_span.start && start < self->line_span.end)
    {
      Entry entry = { self->sheet->page, self->top, annotation, self->notes[index] };

      g_array_append_val (self->entries, entry);
    }
  return TRUE;
}

static void
put_text_line (Print           *self,
               PangoLayout     *layout,
               PangoLayoutIter *iter,
               gsize            n_bytes)
{
  PostilSheet *sheet = self->sheet;
  PangoRectangle extents;
  int top = 0;
  int bottom = 0;
  double height = 0;

  pango_layout_iter_get_line_extents (iter, NULL, &extents);
  pango_layout_iter_get_line_yrange (iter, &top, &bottom);
  self->line = pango_layout_iter_get_line_readonly (iter);
  self->line_span.start = postil_text_byte_to_char (self->text, self->paragraph_byte + (gsize) self->line->start_index);
  self->line_span.end = postil_text_byte_to_char (self->text, self->paragraph_byte +
                                                  MIN ((gsize) (self->line->start_index + self->line->length), n_bytes));
  self->n_lanes = 0;
  self->measures = TRUE;
  postil_layer_foreach_overlapping (self->layer, self->line_span, mark_cb, self);
  self->measures = FALSE;
  height = LEADING * (bottom - top) / PANGO_SCALE + (self->n_lanes > 1 ? LANE * (self->n_lanes - 1) : 0);
  postil_sheet_need (sheet, height);
  self->top = sheet->y;
  self->baseline = sheet->y + (double) (pango_layout_iter_get_baseline (iter) - top) / PANGO_SCALE;
  self->x = sheet->paper.margin;
  postil_layer_foreach_overlapping (self->layer, self->line_span, mark_cb, self);
  postil_sheet_put_line (sheet, layout, self->line, self->x + (double) extents.x / PANGO_SCALE, self->baseline, &postil_print_black);
  sheet->y += height;
}

static void
put_paragraph (Print      *self,
               const char *text,
               gsize       n_bytes)
{
  g_autoptr (PangoLayout) layout = postil_sheet_new_layout (self->sheet, text, (int) n_bytes, POSTIL_PRINT_ARTICLE, self->width);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    put_text_line (self, layout, iter, n_bytes);
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  self->sheet->y += PARAGRAPH_GAP;
}

static void
put_text (Print *self)
{
  gsize n_bytes = 0;
  const char *text = postil_text_get_utf8 (self->text, &n_bytes);
  gsize start = 0;

  while (start < n_bytes)
    {
      const char *newline = memchr (text + start, '\n', n_bytes - start);
      gsize end = newline != NULL ? (gsize) (newline - text) : n_bytes;

      self->paragraph_byte = start;
      if (end > start)
        put_paragraph (self, text + start, end - start);
      else
        postil_sheet_skip (self->sheet, 6);
      start = end + 1;
    }
}

/* --- The margin ------------------------------------------------------------------------ */

static double
get_margin_x (Print *self)
{
  return self->sheet->paper.margin + self->width + GUTTER;
}

static char *
dup_entry_text (const Entry *entry)
{
  const char *actor = postil_annotation_get_attribute (entry->annotation, "actor");
  g_autoptr (GString) text = g_string_new (NULL);

  if (postil_annotation_is_unsure (entry->annotation))
    g_string_append_c (text, '?');
  if (entry->note > 0)
    g_string_append_printf (text, "%s(%u)", text->len > 0 ? " " : "", entry->note);
  if (actor != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", actor);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
put_entry (Print       *self,
           const Entry *entry,
           double       y)
{
  double x = get_margin_x (self);
  g_autofree char *text = dup_entry_text (entry);
  g_autoptr (PangoLayout) layout = postil_sheet_new_layout (self->sheet, text, -1, POSTIL_PRINT_SMALL, MARGIN_WIDTH - GUTTER - 15);
  PostilLook look;

  postil_look_get (self->codebook, postil_annotation_get_code (entry->annotation), FALSE, FALSE, &look);
  postil_sheet_put_badge (self->sheet, entry->page, x, y + 1, &look);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  /* Beside its letter, whatever the name's script. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  postil_sheet_put_at (self->sheet, layout, entry->page, x + 15, y + 1, &postil_print_black);
}

/* Beside the lines where they begin, the letters alone; what does not fit is counted. */
static void
put_letters (Print *self,
             guint  first,
             guint  end)
{
  guint room = (guint) ((MARGIN_WIDTH - GUTTER) / BADGE_STEP);

  for (guint i = first; i < end;)
    {
      double y = g_array_index (self->entries, Entry, i).y;
      guint n = 0;

      for (; i < end && g_array_index (self->entries, Entry, i).y <= y; i++, n++)
        {
          const Entry *entry = &g_array_index (self->entries, Entry, i);
          PostilLook look;

          if (n >= room)
            continue;
          postil_look_get (self->codebook, postil_annotation_get_code (entry->annotation), FALSE, FALSE, &look);
          postil_sheet_put_badge (self->sheet, entry->page, get_margin_x (self) + BADGE_STEP * n, y + 1, &look);
        }
    }
}

static gboolean
entries_fit (Print *self,
             guint  first,
             guint  end)
{
  double y = 0;

  for (guint i = first; i < end; i++)
    y = MAX (y, g_array_index (self->entries, Entry, i).y) + ENTRY_HEIGHT;
  return y <= postil_sheet_get_bottom (self->sheet) + ENTRY_HEIGHT;
}

static void
put_margin (Print *self)
{
  guint end = 0;

  for (guint first = 0; first < self->entries->len; first = end)
    {
      guint page = g_array_index (self->entries, Entry, first).page;
      double y = 0;

      for (end = first; end < self->entries->len && g_array_index (self->entries, Entry, end).page == page; end++)
        ;
      if (!entries_fit (self, first, end))
        {
          put_letters (self, first, end);
          continue;
        }
      for (guint i = first; i < end; i++)
        {
          y = MAX (y, g_array_index (self->entries, Entry, i).y);
          put_entry (self, &g_array_index (self->entries, Entry, i), y);
          y += ENTRY_HEIGHT;
        }
    }
}

/* --- Legend and notes ------------------------------------------------------------------- */

static void
put_legend_code (Print      *self,
                 const char *code,
                 double     *x)
{
  PostilSheet *sheet = self->sheet;
  const char *label = postil_codebook_show_code (self->codebook, code);
  g_autoptr (PangoLayout) layout = postil_sheet_new_layout (sheet, label, -1, POSTIL_PRINT_SMALL, -1);
  double height = 0;
  double width = postil_sheet_measure (layout, &height);
  PostilLook look;

  if (*x > sheet->paper.margin && *x + 15 + width > sheet->paper.width - sheet->paper.margin)
    {
      *x = sheet->paper.margin;
      sheet->y += 19;
    }
  postil_look_get (self->codebook, code, FALSE, FALSE, &look);
  postil_sheet_put_badge (sheet, sheet->page, *x, sheet->y, &look);
  postil_sheet_put_at (sheet, layout, sheet->page, *x + 15, sheet->y, &postil_print_black);
  postil_sheet_put_underline (sheet, sheet->page, *x + 15, sheet->y + height + 1.5, width, &look);
  *x += 15 + width + 18;
}

/* The codes that are used here, in the codebook's order, then those that it lacks. */
static void
put_legend (Print *self)
{
  double x = self->sheet->paper.margin;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (postil_layer_get_n_annotations (self->layer) == 0)
    {
      postil_sheet_add_remark (self->sheet, _("Nothing is marked in this article."));
      return;
    }
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, i);

      if (postil_layer_count_code (self->layer, code->id) > 0)
        put_legend_code (self, code->id, &x);
      g_hash_table_add (seen, (char *) code->id);
    }
  for (guint i = 0; i < postil_layer_get_n_annotations (self->layer); i++)
    {
      const char *code = postil_annotation_get_code (postil_layer_get_annotation (self->layer, i));

      if (g_hash_table_add (seen, (char *) code))
        put_legend_code (self, code, &x);
    }
  self->sheet->y += 26;
}

static void
put_note (Print            *self,
          PostilAnnotation *annotation,
          guint             number)
{
  g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);
  const char *actor = postil_annotation_get_attribute (annotation, "actor");
  const char *code = postil_codebook_show_code (self->codebook, postil_annotation_get_code (annotation));
  g_autofree char *head = NULL;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  if (actor != NULL)
    /* Translators: an actor, a code and the words that bear it */
    head = g_strdup_printf (_("%s, %s: “%s”"), actor, code, excerpt);
  else
    /* Translators: a code and the words that bear it */
    head = g_strdup_printf (_("%s: “%s”"), code, excerpt);
  label = g_strdup_printf ("(%u)", number);
  text = number > 0 ? g_strdup_printf ("%s\n%s", head, postil_annotation_get_note (annotation)) : g_strdup (head);
  postil_sheet_put_item (self->sheet, number > 0 ? label : "", text, NOTE_INDENT);
}

static void
put_notes (Print *self)
{
  guint n = postil_layer_get_n_annotations (self->layer);
  gboolean has_heading = FALSE;
  gboolean has_orphans = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (self->notes[i] == 0)
        continue;
      if (!has_heading)
        postil_sheet_add_heading (self->sheet, _("Notes"));
      has_heading = TRUE;
      put_note (self, postil_layer_get_annotation (self->layer, i), self->notes[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      if (has_place (postil_layer_get_annotation (self->layer, i)))
        continue;
      if (!has_orphans)
        postil_sheet_add_heading (self->sheet, _("Passages that are no longer found in the text"));
      has_orphans = TRUE;
      put_note (self, postil_layer_get_annotation (self->layer, i), 0);
    }
}

void
postil_sheet_add_article (PostilSheet    *self,
                          PostilText     *text,
                          PostilLayer    *layer,
                          PostilCodebook *codebook)
{
  Print print = { .sheet = self, .text = text, .layer = layer, .codebook = codebook };

  g_return_if_fail (self != NULL && text != NULL && layer != NULL && codebook != NULL);

  print.width = postil_sheet_get_width (self) - MARGIN_WIDTH;
  print.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  assign_lanes (&print);
  put_legend (&print);
  put_text (&print);
  put_margin (&print);
  put_notes (&print);
  g_array_unref (print.entries);
  g_free (print.lanes);
  g_free (print.notes);
}
