/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which level an annotation's underline has, and which lane its bracket. Two passages that
 * share a character get different levels; two that share a display line, different lanes.
 * They are given out in the order in which the annotations were made, and kept: marking a
 * passage never moves another one's marks. Worked out for the paragraphs of a passage when it is
 * first on screen. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#define MAX_GROUP 600

typedef struct
{
  PostilAnnotation *annotation;
  PostilSpan        hull;
  guint             group; /* whose lanes its bracket is in */
  PostilViewPlace  *place; /* NULL while it has none */
} Member;

static PostilSpan
expand_to_paragraphs (PostilArticleView *self,
                      PostilSpan         span)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter iter;
  PostilSpan result;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int) span.start);
  gtk_text_iter_set_line_offset (&iter, 0);
  result.start = (guint) gtk_text_iter_get_offset (&iter);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int) span.end);
  if (!gtk_text_iter_ends_line (&iter))
    gtk_text_iter_forward_to_line_end (&iter);
  result.end = (guint) gtk_text_iter_get_offset (&iter);

  return result;
}

static gboolean
collect_cb (PostilAnnotation *annotation,
            gpointer          user_data)
{
  GPtrArray *group = user_data;

  g_ptr_array_add (group, annotation);

  return group->len < MAX_GROUP;
}

/* What shares a paragraph with @extent, and what shares one with that: they may have places
 * that must not be given out twice. */
static GPtrArray *
collect_group (PostilArticleView *self,
               PostilSpan         extent)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  GPtrArray *group = g_ptr_array_new ();
  PostilSpan wider = extent;

  postil_layer_foreach_overlapping (layer, extent, collect_cb, group);
  for (guint i = 0; i < group->len; i++)
    {
      PostilSpan hull = postil_annotation_get_hull (g_ptr_array_index (group, i));

      wider.start = MIN (wider.start, hull.start);
      wider.end = MAX (wider.end, hull.end);
    }

  if (wider.start < extent.start || wider.end > extent.end)
    {
      g_ptr_array_set_size (group, 0);
      postil_layer_foreach_overlapping (layer, expand_to_paragraphs (self, wider), collect_cb, group);
    }

  return group;
}

/* Of the lines that were measured for the block that is being recorded. */
static gboolean
find_measured_line (PostilArticleView *self,
                    guint              char_offset,
                    guint             *line_start)
{
  const PostilViewLine *lines = (const PostilViewLine *) self->lines->data;
  guint low = 0;
  guint high = self->lines->len;

  if (high == 0 || char_offset < lines[0].start || char_offset >= lines[high - 1].end)
    return FALSE;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (lines[middle].start <= char_offset)
        low = middle;
      else
        high = middle;
    }
  *line_start = lines[low].start;

  return TRUE;
}

/* Where the display line that holds @char_offset begins. Not its y: in a line of several
 * fonts (Arabic with a Latin full stop) characters of one line have several. GTK is asked only
 * for what lies outside of the block: an answer costs as much as placing all of it. */
static guint
find_display_line (PostilArticleView *self,
                   guint              char_offset)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  guint line_start;

  if (find_measured_line (self, char_offset, &line_start))
    return line_start;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter, (int) char_offset);
  if (!gtk_text_view_starts_display_line (text_view, &iter))
    gtk_text_view_backward_display_line_start (text_view, &iter);

  return (guint) gtk_text_iter_get_offset (&iter);
}

static int
compare_made (gconstpointer a,
              gconstpointer b)
{
  const Member *first = a;
  const Member *second = b;
  int order = g_strcmp0 (postil_annotation_get_created (first->annotation),
                         postil_annotation_get_created (second->annotation));

  return order != 0 ? order : postil_annotation_compare (first->annotation, second->annotation);
}

static guint
lowest_free (guint64 used)
{
  guint level = 0;

  while (level < 63 && (used & ((guint64) 1 << level)) != 0)
    level++;

  return level;
}

static void
place_member (PostilArticleView *self,
              GArray            *members,
              Member            *member)
{
  guint64 levels = 0;
  guint64 lanes = 0;
  guint each = postil_article_view_get_lanes_each (self);
  PostilViewPlace *place = g_new0 (PostilViewPlace, 1);

  place->first_line = find_display_line (self, member->hull.start);
  place->last_line = find_display_line (self, member->hull.end > 0 ? member->hull.end - 1 : 0);
  for (guint i = 0; i < members->len; i++)
    {
      Member *other = &g_array_index (members, Member, i);

      if (other->place == NULL)
        continue;
      if (postil_span_overlaps (member->hull, other->hull))
        levels |= (guint64) 1 << other->place->level;
      if (member->group == other->group
          && place->first_line <= other->place->last_line && other->place->first_line <= place->last_line)
        lanes |= (guint64) 1 << (other->place->lane - (self->n_lane_names > 0 ? member->group * each : 0));
    }

  place->level = lowest_free (levels);
  place->lane = lowest_free (lanes);
  if (self->n_lane_names > 0)
    place->lane = member->group * each + place->lane % each;
  member->place = place;
  g_hash_table_insert (self->places, g_strdup (postil_annotation_get_id (member->annotation)), place);
}

/* Those that show in @extent. To place what is beyond would have GTK lay out what nobody sees. */
static void
place_group (PostilArticleView *self,
             GPtrArray         *group,
             PostilSpan         extent)
{
  g_autoptr (GArray) members = g_array_sized_new (FALSE, TRUE, sizeof (Member), group->len);

  for (guint i = 0; i < group->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (group, i);
      Member member = { .annotation = annotation, .hull = postil_annotation_get_hull (annotation) };

      member.group = postil_article_view_get_lane_group (self, annotation);
      member.place = g_hash_table_lookup (self->places, postil_annotation_get_id (annotation));
      g_array_append_val (members, member);
    }

  g_array_sort (members, compare_made);
  for (guint i = 0; i < members->len; i++)
    {
      Member *member = &g_array_index (members, Member, i);

      /* A foreign file may hold an id twice. */
      if (member->place == NULL)
        member->place = g_hash_table_lookup (self->places,
                                             postil_annotation_get_id (member->annotation));
      if (member->place == NULL && postil_span_overlaps (member->hull, extent))
        place_member (self, members, member);
    }
}

PostilViewPlace
postil_article_view_get_place (PostilArticleView *self,
                               PostilAnnotation  *annotation)
{
  const char *id = postil_annotation_get_id (annotation);
  PostilViewPlace *place = g_hash_table_lookup (self->places, id);
  PostilViewPlace none = { 0, 0, 0, 0 };

  if (place == NULL)
    {
      PostilSpan extent = expand_to_paragraphs (self, postil_annotation_get_hull (annotation));
      g_autoptr (GPtrArray) group = collect_group (self, extent);

      if (!g_ptr_array_find (group, annotation, NULL))
        g_ptr_array_add (group, annotation);
      place_group (self, group, extent);
      place = g_hash_table_lookup (self->places, id);
    }

  return place != NULL ? *place : none;
}

/* Who moved gives its place back and is placed anew among the others, which stay. */
void
postil_article_view_update_place (PostilArticleView *self,
                                  PostilAnnotation  *before,
                                  PostilAnnotation  *after)
{
  if (before == NULL)
    return;
  if (after != NULL && postil_annotation_same_place (before, after))
    return;

  g_hash_table_remove (self->places, postil_annotation_get_id (before));
}
