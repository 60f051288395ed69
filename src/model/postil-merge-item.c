/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The merge of one annotation or one link, field by field: what one side changed is that
 * side's, what both changed is the newer's, and of two that are equally new the one whose
 * text is greater wins and the other is reported. A place is one field, with its quotes;
 * an attribute is one field for each name. Pure; any thread. */

#include "config.h"

#include "model/postil-merge-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EXCERPT_CHARS 60

/* How a field that both sides changed is decided. */
typedef struct
{
  gboolean has_base;
  int      winner;
  gboolean is_contested; /* set when it had to be decided */
} Contest;

static int
choose (Contest    *contest,
        const char *base,
        const char *ours,
        const char *theirs)
{
  if (g_strcmp0 (ours, theirs) == 0)
    return POSTIL_MERGE_OURS;
  if (contest->has_base && g_strcmp0 (ours, base) == 0)
    return POSTIL_MERGE_THEIRS;
  if (contest->has_base && g_strcmp0 (theirs, base) == 0)
    return POSTIL_MERGE_OURS;

  contest->is_contested = TRUE;
  return contest->winner;
}

/* The time that only one side changed, which an undo may have set back; else the later one;
 * of equal instants that were written differently, the greater text. */
static const char *
choose_modified (gboolean    has_base,
                 const char *base,
                 const char *ours,
                 const char *theirs)
{
  int order = postil_time_compare (ours, theirs);

  if (has_base && g_strcmp0 (ours, base) == 0)
    return theirs;
  if (has_base && g_strcmp0 (theirs, base) == 0)
    return ours;
  if (order == 0)
    order = g_strcmp0 (ours, theirs);
  return order >= 0 ? ours : theirs;
}

/* Bytes of the file, which are no field: the side that changed them, else the greater. */
static const char *
choose_source (gboolean    has_base,
               const char *base,
               const char *ours,
               const char *theirs)
{
  if (has_base && g_strcmp0 (ours, base) == 0)
    return theirs;
  if (has_base && g_strcmp0 (theirs, base) == 0)
    return ours;
  return g_strcmp0 (ours, theirs) >= 0 ? ours : theirs;
}

/* Texts that differ where the fields do: each string with its length before it. */

static void
append_string (GString    *text,
               const char *string)
{
  if (string == NULL)
    g_string_append (text, "-;");
  else
    g_string_append_printf (text, "%" G_GSIZE_FORMAT ":%s;", strlen (string), string);
}

static void
append_place (GString          *text,
              PostilAnnotation *annotation)
{
  PostilAnchor anchor = postil_annotation_get_anchor (annotation);
  const PostilPiece *pieces;
  guint n_pieces;

  g_string_append_printf (text, "%d;", (int) anchor);
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      if (anchor != POSTIL_ANCHOR_ORPHAN)
        g_string_append_printf (text, "%u-%u;", pieces[i].span.start, pieces[i].span.end);
      append_string (text, pieces[i].exact);
      append_string (text, pieces[i].prefix);
      append_string (text, pieces[i].suffix);
    }
}

static char *
dup_place (PostilAnnotation *annotation)
{
  GString *text;

  if (annotation == NULL)
    return NULL;

  text = g_string_new (NULL);
  append_place (text, annotation);
  return g_string_free (text, FALSE);
}

/* All values of that name; NULL for none. */
static char *
dup_values (PostilAnnotation *annotation,
            const char       *name)
{
  const PostilAttribute *attributes;
  GString *text = NULL;
  guint n_attributes;

  if (annotation == NULL)
    return NULL;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      if (!g_str_equal (attributes[i].name, name))
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      append_string (text, attributes[i].value);
    }

  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

char *
postil_merge_dup_annotation_text (PostilAnnotation *annotation)
{
  GString *text = g_string_new (NULL);
  const PostilAttribute *attributes;
  guint n_attributes;

  append_string (text, postil_annotation_get_id (annotation));
  append_string (text, postil_annotation_get_code (annotation));
  append_string (text, postil_annotation_get_note (annotation));
  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      append_string (text, attributes[i].name);
      append_string (text, attributes[i].value);
    }
  g_string_append (text, postil_annotation_is_unsure (annotation) ? "1;" : "0;");
  append_place (text, annotation);
  append_string (text, postil_annotation_get_created (annotation));
  append_string (text, postil_annotation_get_modified (annotation));

  return g_string_free (text, FALSE);
}

char *
postil_merge_dup_link_text (PostilLink *link)
{
  GString *text = g_string_new (NULL);

  append_string (text, postil_link_get_id (link));
  append_string (text, postil_link_get_from (link));
  append_string (text, postil_link_get_to (link));
  append_string (text, postil_link_get_kind (link));
  append_string (text, postil_link_get_created (link));
  append_string (text, postil_link_get_modified (link));

  return g_string_free (text, FALSE);
}

/* Annotations */

static void
add_names (GPtrArray        *names,
           PostilAnnotation *annotation)
{
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      if (!g_ptr_array_find_with_equal_func (names, attributes[i].name, g_str_equal, NULL))
        g_ptr_array_add (names, (gpointer) attributes[i].name);
    }
}

static GArray *
merge_attributes (Contest               *contest,
                  const PostilMergeItem *item)
{
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (PostilAttribute));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  add_names (names, item->sides[POSTIL_MERGE_OURS]);
  add_names (names, item->sides[POSTIL_MERGE_THEIRS]);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *base = dup_values (item->sides[POSTIL_MERGE_BASE], name);
      g_autofree char *ours = dup_values (item->sides[POSTIL_MERGE_OURS], name);
      g_autofree char *theirs = dup_values (item->sides[POSTIL_MERGE_THEIRS], name);
      const PostilAttribute *attributes;
      guint n_attributes;

      attributes =
        postil_annotation_get_attributes (item->sides[choose (contest, base, ours, theirs)],
                                          &n_attributes);
      for (guint j = 0; j < n_attributes; j++)
        {
          if (g_str_equal (attributes[j].name, name))
            g_array_append_val (merged, attributes[j]);
        }
    }

  return merged;
}

static int
choose_annotation_winner (const PostilMergeItem *item,
                          gboolean              *is_tie)
{
  PostilAnnotation *ours = item->sides[POSTIL_MERGE_OURS];
  PostilAnnotation *theirs = item->sides[POSTIL_MERGE_THEIRS];
  g_autofree char *ours_text = NULL;
  g_autofree char *theirs_text = NULL;
  int order = postil_time_compare (postil_annotation_get_modified (ours),
                                   postil_annotation_get_modified (theirs));

  *is_tie = order == 0;
  if (order != 0)
    return order > 0 ? POSTIL_MERGE_OURS : POSTIL_MERGE_THEIRS;

  ours_text = postil_merge_dup_annotation_text (ours);
  theirs_text = postil_merge_dup_annotation_text (theirs);
  return strcmp (ours_text, theirs_text) >= 0 ? POSTIL_MERGE_OURS : POSTIL_MERGE_THEIRS;
}

/* What the losing side says, in a line. */
static char *
dup_summary (PostilAnnotation *annotation)
{
  g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);
  GString *summary = g_string_new (postil_annotation_get_code (annotation));
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    g_string_append_printf (summary, ", %s: %s", attributes[i].name, attributes[i].value);
  g_string_append_printf (summary, ", “%s”", excerpt);
  if (postil_annotation_get_note (annotation) != NULL)
    g_string_append_printf (summary, ", %s", postil_annotation_get_note (annotation));

  return g_string_free (summary, FALSE);
}

static void
report_annotation_conflict (PostilReport     *report,
                            PostilAnnotation *kept,
                            PostilAnnotation *lost)
{
  g_autofree char *excerpt = NULL;
  g_autofree char *summary = NULL;

  if (report == NULL)
    return;

  excerpt = postil_annotation_dup_excerpt (kept, EXCERPT_CHARS);
  summary = dup_summary (lost);
  postil_report_add (report, NULL, 0, "conflict", postil_annotation_get_id (kept),
                     _("The annotation of “%s” was changed in two places at the same time; "
                       "where they differ, this version was not kept: %s"),
                     excerpt, summary);
}

static PostilAnnotation *
merge_both (const PostilMergeItem *item,
            PostilReport          *report)
{
  g_autofree char *base_place = dup_place (item->sides[POSTIL_MERGE_BASE]);
  g_autofree char *our_place = dup_place (item->sides[POSTIL_MERGE_OURS]);
  g_autofree char *their_place = dup_place (item->sides[POSTIL_MERGE_THEIRS]);
  g_autoptr (GArray) attributes = NULL;
  PostilAnnotationInit inits[POSTIL_MERGE_N_SIDES] = { 0 };
  PostilAnnotationInit merged;
  PostilAnnotation *result;
  Contest contest = { .has_base = item->sides[POSTIL_MERGE_BASE] != NULL };
  gboolean is_tie;
  int side;

  contest.winner = choose_annotation_winner (item, &is_tie);
  for (guint i = 0; i < POSTIL_MERGE_N_SIDES; i++)
    {
      if (item->sides[i] != NULL)
        postil_annotation_to_init (item->sides[i], &inits[i]);
    }

  merged = inits[POSTIL_MERGE_OURS];
  side = choose (&contest, inits[0].code, inits[1].code, inits[2].code);
  merged.code = inits[side].code;
  side = choose (&contest, inits[0].note, inits[1].note, inits[2].note);
  merged.note = inits[side].note;
  side = choose (&contest, inits[0].created, inits[1].created, inits[2].created);
  merged.created = inits[side].created;
  side = choose (&contest, inits[0].unsure ? "1" : "0", inits[1].unsure ? "1" : "0",
                 inits[2].unsure ? "1" : "0");
  merged.unsure = inits[side].unsure;
  side = choose (&contest, base_place, our_place, their_place);
  merged.pieces = inits[side].pieces;
  merged.n_pieces = inits[side].n_pieces;
  merged.anchor = inits[side].anchor;
  attributes = merge_attributes (&contest, item);
  merged.attributes = (const PostilAttribute *) (gpointer) attributes->data;
  merged.n_attributes = attributes->len;
  merged.modified = choose_modified (contest.has_base, inits[0].modified, inits[1].modified,
                                     inits[2].modified);
  merged.source = choose_source (contest.has_base, inits[0].source, inits[1].source,
                                 inits[2].source);

  result = postil_annotation_new (&merged);
  if (contest.is_contested && is_tie)
    report_annotation_conflict (report, result,
                                item->sides[contest.winner == POSTIL_MERGE_OURS
                                              ? POSTIL_MERGE_THEIRS : POSTIL_MERGE_OURS]);
  return result;
}

/* Only one side has it: kept if it is new or was edited there, or nobody knows. */
static PostilAnnotation *
merge_one (const PostilMergeItem *item,
           PostilAnnotation      *there)
{
  PostilAnnotation *base = item->sides[POSTIL_MERGE_BASE];

  if (there == NULL || (base != NULL && postil_annotation_equal (base, there)))
    return NULL;
  return postil_annotation_ref (there);
}

PostilAnnotation *
postil_merge_annotation (const PostilMergeItem *item,
                         PostilReport          *report)
{
  PostilAnnotation *ours = item->sides[POSTIL_MERGE_OURS];
  PostilAnnotation *theirs = item->sides[POSTIL_MERGE_THEIRS];

  if (ours == NULL || theirs == NULL)
    return merge_one (item, ours != NULL ? ours : theirs);
  /* Nearly all are alike, and then no new one need be made. */
  if (ours == theirs
      || (postil_annotation_equal (ours, theirs)
          && g_strcmp0 (postil_annotation_get_source (ours),
                        postil_annotation_get_source (theirs)) == 0))
    return postil_annotation_ref (ours);
  return merge_both (item, report);
}

/* Links */

static int
choose_link_winner (PostilLink *ours,
                    PostilLink *theirs,
                    gboolean   *is_tie)
{
  g_autofree char *ours_text = NULL;
  g_autofree char *theirs_text = NULL;
  int order = postil_time_compare (postil_link_get_modified (ours),
                                   postil_link_get_modified (theirs));

  *is_tie = order == 0;
  if (order != 0)
    return order > 0 ? POSTIL_MERGE_OURS : POSTIL_MERGE_THEIRS;

  ours_text = postil_merge_dup_link_text (ours);
  theirs_text = postil_merge_dup_link_text (theirs);
  return strcmp (ours_text, theirs_text) >= 0 ? POSTIL_MERGE_OURS : POSTIL_MERGE_THEIRS;
}

static PostilLink *
merge_both_links (const PostilMergeItem *item,
                  PostilReport          *report)
{
  PostilLinkInit inits[POSTIL_MERGE_N_SIDES] = { 0 };
  PostilLinkInit merged;
  Contest contest = { .has_base = item->sides[POSTIL_MERGE_BASE] != NULL };
  gboolean is_tie;
  int lost;

  contest.winner = choose_link_winner (item->sides[POSTIL_MERGE_OURS],
                                       item->sides[POSTIL_MERGE_THEIRS], &is_tie);
  for (guint i = 0; i < POSTIL_MERGE_N_SIDES; i++)
    {
      if (item->sides[i] != NULL)
        postil_link_to_init (item->sides[i], &inits[i]);
    }

  merged = inits[POSTIL_MERGE_OURS];
  merged.from = inits[choose (&contest, inits[0].from, inits[1].from, inits[2].from)].from;
  merged.to = inits[choose (&contest, inits[0].to, inits[1].to, inits[2].to)].to;
  merged.kind = inits[choose (&contest, inits[0].kind, inits[1].kind, inits[2].kind)].kind;
  merged.created =
    inits[choose (&contest, inits[0].created, inits[1].created, inits[2].created)].created;
  merged.modified = choose_modified (contest.has_base, inits[0].modified, inits[1].modified,
                                     inits[2].modified);
  merged.source = choose_source (contest.has_base, inits[0].source, inits[1].source,
                                 inits[2].source);

  if (contest.is_contested && is_tie && report != NULL)
    {
      lost = contest.winner == POSTIL_MERGE_OURS ? POSTIL_MERGE_THEIRS : POSTIL_MERGE_OURS;
      postil_report_add (report, NULL, 0, "conflict", merged.id,
                         _("A link was changed in two places at the same time; where they "
                           "differ, this version was not kept: “%s” from %s to %s"),
                         inits[lost].kind, inits[lost].from, inits[lost].to);
    }
  return postil_link_new (&merged);
}

PostilLink *
postil_merge_link (const PostilMergeItem *item,
                   PostilReport          *report)
{
  PostilLink *base = item->sides[POSTIL_MERGE_BASE];
  PostilLink *ours = item->sides[POSTIL_MERGE_OURS];
  PostilLink *theirs = item->sides[POSTIL_MERGE_THEIRS];
  PostilLink *one = ours != NULL ? ours : theirs;

  if (ours != NULL && theirs != NULL)
    return ours == theirs ? postil_link_ref (ours) : merge_both_links (item, report);
  if (one == NULL || (base != NULL && postil_link_equal (base, one)))
    return NULL;
  return postil_link_ref (one);
}
