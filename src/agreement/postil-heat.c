/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sweep over the borders of all layers' passages. Each layer's passages are united first, so
 * that every border that is left is one at which a layer truly comes or goes. Passages of
 * consensus are found from the highest run downwards, as islands come out of falling water.
 * Pure. */

#include "config.h"

#include "agreement/postil-heat.h"

#include <string.h>

#define NONE G_MAXUINT

struct _PostilHeat
{
  GPtrArray *layers; /* (element-type PostilLayer) */
  char      *code;
  GArray    *runs;   /* (element-type PostilHeatRun) */
  guint      peak;
};

/* --- Runs ------------------------------------------------------------------------------ */

typedef struct
{
  guint32 place;
  gint32  step; /* 1 where a layer begins, -1 where it ends */
} Border;

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  return postil_span_compare (*(const PostilSpan *) a, *(const PostilSpan *) b);
}

static int
compare_borders (gconstpointer a,
                 gconstpointer b)
{
  guint32 left = ((const Border *) a)->place;
  guint32 right = ((const Border *) b)->place;

  return (left > right) - (left < right);
}

/* The layer's passages as stretches, which may overlap, by place. */
static void
collect_spans (PostilLayer *layer,
               const char  *code,
               GArray      *spans)
{
  gboolean is_sorted = TRUE;
  guint32 last = 0;

  g_array_set_size (spans, 0);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      guint n_pieces = 0;
      const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN
          || (code != NULL && strcmp (code, postil_annotation_get_code (annotation)) != 0))
        continue;
      for (guint p = 0; p < n_pieces; p++)
        if (pieces[p].span.end > pieces[p].span.start)
          {
            is_sorted = is_sorted && pieces[p].span.start >= last;
            last = pieces[p].span.start;
            g_array_append_val (spans, pieces[p].span);
          }
    }
  if (!is_sorted)
    g_array_sort (spans, compare_spans);
}

/* Those that overlap or touch are one. */
static void
add_borders (GArray *spans,
             GArray *borders)
{
  for (guint i = 0; i < spans->len;)
    {
      PostilSpan united = g_array_index (spans, PostilSpan, i);
      Border begin = { united.start, 1 };
      Border end = { 0, -1 };

      for (i++; i < spans->len && g_array_index (spans, PostilSpan, i).start <= united.end; i++)
        united.end = MAX (united.end, g_array_index (spans, PostilSpan, i).end);
      end.place = united.end;
      g_array_append_val (borders, begin);
      g_array_append_val (borders, end);
    }
}

static void
sweep (PostilHeat *self,
       GArray     *borders)
{
  gint n = 0;

  for (guint i = 0; i < borders->len;)
    {
      PostilHeatRun run = { { g_array_index (borders, Border, i).place, 0 }, 0 };

      for (; i < borders->len && g_array_index (borders, Border, i).place == run.span.start; i++)
        n += g_array_index (borders, Border, i).step;
      if (n <= 0)
        continue;
      run.n = (guint) n;
      run.span.end = g_array_index (borders, Border, i).place;
      self->peak = MAX (self->peak, run.n);
      g_array_append_val (self->runs, run);
    }
}

PostilHeat *
postil_heat_new (PostilLayer *const *layers,
                 guint               n_layers,
                 const char         *code)
{
  PostilHeat *self = NULL;
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  g_autoptr (GArray) borders = g_array_new (FALSE, FALSE, sizeof (Border));

  g_return_val_if_fail (layers != NULL || n_layers == 0, NULL);

  self = g_new0 (PostilHeat, 1);
  self->code = g_strdup (code);
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  self->runs = g_array_new (FALSE, FALSE, sizeof (PostilHeatRun));
  for (guint i = 0; i < n_layers; i++)
    {
      g_ptr_array_add (self->layers, postil_layer_ref (layers[i]));
      collect_spans (layers[i], code, spans);
      add_borders (spans, borders);
    }
  g_array_sort (borders, compare_borders);
  sweep (self, borders);
  return self;
}

void
postil_heat_free (PostilHeat *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->layers);
  g_array_unref (self->runs);
  g_free (self->code);
  g_free (self);
}

guint
postil_heat_get_n_layers (PostilHeat *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->len;
}

const PostilHeatRun *
postil_heat_get_runs (PostilHeat *self,
                      guint      *n_runs)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_runs != NULL, NULL);

  *n_runs = self->runs->len;
  return (const PostilHeatRun *) (gpointer) self->runs->data;
}

guint
postil_heat_find_from (PostilHeat *self,
                       guint       char_offset)
{
  guint low = 0;
  guint high = 0;

  g_return_val_if_fail (self != NULL, 0);

  high = self->runs->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->runs, PostilHeatRun, middle).span.end > char_offset)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

const PostilHeatRun *
postil_heat_find (PostilHeat *self,
                  guint       char_offset)
{
  guint index = 0;
  const PostilHeatRun *run = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  index = postil_heat_find_from (self, char_offset);
  if (index == self->runs->len)
    return NULL;
  run = &g_array_index (self->runs, PostilHeatRun, index);
  return run->span.start <= char_offset ? run : NULL;
}

guint
postil_heat_get_peak (PostilHeat *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->peak;
}

/* --- Who ------------------------------------------------------------------------------- */

typedef struct
{
  const char *code;
  gboolean    is_there;
} Looking;

static gboolean
look_cb (PostilAnnotation *annotation,
         gpointer          user_data)
{
  Looking *looking = user_data;

  looking->is_there = looking->code == NULL || strcmp (looking->code, postil_annotation_get_code (annotation)) == 0;
  return !looking->is_there;
}

GArray *
postil_heat_find_who (PostilHeat *self,
                      PostilSpan  span)
{
  GArray *who = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  who = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->layers->len; i++)
    {
      Looking looking = { self->code, FALSE };

      postil_layer_foreach_overlapping (self->layers->pdata[i], span, look_cb, &looking);
      if (looking.is_there)
        g_array_append_val (who, i);
    }
  return who;
}

/* --- Passages -------------------------------------------------------------------------- */

/* What rose out of the water so far. */
typedef struct
{
  PostilSpan span;
  guint      peak;
} Island;

typedef struct
{
  GArray *runs;
  GArray *islands;   /* (element-type Island); one whose peak is 0 was joined to another */
  guint  *of_run;    /* its island, or NONE while under water */
  gboolean *is_slope; /* below an island, but too low to belong to it */
} Tide;

static int
compare_heights (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  GArray *runs = user_data;
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;
  guint n_left = g_array_index (runs, PostilHeatRun, left).n;
  guint n_right = g_array_index (runs, PostilHeatRun, right).n;

  if (n_left != n_right)
    return n_left > n_right ? -1 : 1;
  return (left > right) - (left < right);
}

static guint
follow (Tide  *self,
        guint  run)
{
  guint island = self->of_run[run];

  /* A joined island's span starts with the number of the one that it was joined to. */
  while (g_array_index (self->islands, Island, island).peak == 0)
    island = g_array_index (self->islands, Island, island).span.start;
  return self->of_run[run] = island;
}

/* The island beside the run on that side; NONE for water or a gap. */
static guint
find_neighbour (Tide     *self,
                guint     run,
                gboolean  before)
{
  const PostilHeatRun *here = &g_array_index (self->runs, PostilHeatRun, run);
  const PostilHeatRun *there = NULL;
  guint other = before ? run - 1 : run + 1;

  if ((before && run == 0) || (!before && other == self->runs->len))
    return NONE;
  there = &g_array_index (self->runs, PostilHeatRun, other);
  if ((before ? there->span.end != here->span.start : here->span.end != there->span.start)
      || self->of_run[other] == NONE)
    return NONE;
  return follow (self, other);
}

static gboolean
is_slope_at (Tide     *self,
             guint     run,
             gboolean  before)
{
  return before ? self->is_slope[run - 1] : self->is_slope[run + 1];
}

static void
join (Tide  *self,
      guint  low,
      guint  high)
{
  Island *from = &g_array_index (self->islands, Island, low);
  Island *to = &g_array_index (self->islands, Island, high);

  to->span.start = MIN (to->span.start, from->span.start);
  to->span.end = MAX (to->span.end, from->span.end);
  from->peak = 0;
  from->span.start = high;
}

/* Gives the run to the island where it is high enough and touches what belongs to it. */
static gboolean
extend (Tide     *self,
        guint     run,
        guint     island,
        gboolean  before)
{
  const PostilHeatRun *here = &g_array_index (self->runs, PostilHeatRun, run);
  Island *to = NULL;

  if (island == NONE || is_slope_at (self, run, before))
    return FALSE;
  to = &g_array_index (self->islands, Island, island);
  if (2 * here->n < to->peak)
    return FALSE;
  to->span.start = MIN (to->span.start, here->span.start);
  to->span.end = MAX (to->span.end, here->span.end);
  self->of_run[run] = island;
  return TRUE;
}

/* A slope of another island, beyond a run that the island reaches by now, is the island's too,
 * as far as it is high enough and not higher ground. */
static void
take_slopes (Tide     *self,
             guint     run,
             guint     island,
             gboolean  before)
{
  guint next = before ? run - 1 : run + 1;
  const PostilHeatRun *there = NULL;

  while (next < self->runs->len && self->is_slope[next])
    {
      Island *to = &g_array_index (self->islands, Island, island);

      there = &g_array_index (self->runs, PostilHeatRun, next);
      if (2 * there->n < to->peak || there->n > to->peak || (before ? there->span.end != to->span.start : to->span.end != there->span.start))
        return;
      to->span.start = MIN (to->span.start, there->span.start);
      to->span.end = MAX (to->span.end, there->span.end);
      self->is_slope[next] = FALSE;
      self->of_run[next] = island;
      next = before ? next - 1 : next + 1;
    }
}

static void
raise_run (Tide  *self,
           guint  run)
{
  const PostilHeatRun *here = &g_array_index (self->runs, PostilHeatRun, run);
  guint left = find_neighbour (self, run, TRUE);
  guint right = find_neighbour (self, run, FALSE);
  gboolean to_left = extend (self, run, left, TRUE);
  gboolean to_right = extend (self, run, right, FALSE);

  if (to_left && to_right && left != right)
    {
      guint high = g_array_index (self->islands, Island, left).peak
                   >= g_array_index (self->islands, Island, right).peak ? left : right;

      join (self, high == left ? right : left, high);
      self->of_run[run] = high;
    }
  else if (left == NONE && right == NONE)
    {
      Island island = { here->span, here->n };

      self->of_run[run] = self->islands->len;
      g_array_append_val (self->islands, island);
    }
  else if (!to_left && !to_right)
    {
      self->of_run[run] = left != NONE ? left : right;
      self->is_slope[run] = TRUE;
    }
  else if (to_left != to_right)
    take_slopes (self, run, self->of_run[run], to_right);
}

static double
average (PostilHeat *self,
         PostilSpan  span)
{
  double total = 0;

  for (guint i = postil_heat_find_from (self, span.start); i < self->runs->len; i++)
    {
      const PostilHeatRun *run = &g_array_index (self->runs, PostilHeatRun, i);

      if (run->span.start >= span.end)
        break;
      total += (double) run->n * (MIN (run->span.end, span.end) - MAX (run->span.start, span.start));
    }
  return total / postil_span_length (span);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  return postil_span_compare (((const PostilHeatPassage *) a)->span, ((const PostilHeatPassage *) b)->span);
}

/* Runs that touch and are as high as each other are one: there is no order among them. */
static GArray *
dup_levels (PostilHeat *self)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (PostilHeatRun));

  for (guint i = 0; i < self->runs->len; i++)
    {
      const PostilHeatRun *run = &g_array_index (self->runs, PostilHeatRun, i);
      PostilHeatRun *last = levels->len > 0 ? &g_array_index (levels, PostilHeatRun, levels->len - 1) : NULL;

      if (last != NULL && last->n == run->n && last->span.end == run->span.start)
        last->span.end = run->span.end;
      else
        g_array_append_val (levels, *run);
    }
  return levels;
}

GArray *
postil_heat_find_passages (PostilHeat *self)
{
  GArray *passages = NULL;
  g_autoptr (GArray) levels = NULL;
  g_autoptr (GArray) islands = g_array_new (FALSE, FALSE, sizeof (Island));
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *of_run = NULL;
  g_autofree gboolean *is_slope = NULL;
  Tide tide = { NULL, islands, NULL, NULL };

  g_return_val_if_fail (self != NULL, NULL);

  passages = g_array_new (FALSE, FALSE, sizeof (PostilHeatPassage));
  levels = dup_levels (self);
  tide.runs = levels;
  tide.of_run = of_run = g_new (guint, levels->len);
  tide.is_slope = is_slope = g_new0 (gboolean, levels->len);
  for (guint i = 0; i < levels->len; i++)
    {
      of_run[i] = NONE;
      g_array_append_val (order, i);
    }
  g_array_sort_with_data (order, compare_heights, levels);
  for (guint i = 0; i < order->len; i++)
    raise_run (&tide, g_array_index (order, guint, i));
  for (guint i = 0; i < islands->len; i++)
    {
      const Island *island = &g_array_index (islands, Island, i);
      PostilHeatPassage passage = { island->span, self->code, island->peak, 0 };

      if (island->peak == 0)
        continue;
      passage.mean = average (self, island->span);
      g_array_append_val (passages, passage);
    }
  g_array_sort (passages, compare_places);
  return passages;
}

int
postil_heat_passage_compare (const PostilHeatPassage *a,
                             const PostilHeatPassage *b)
{
  int order = 0;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->n != b->n)
    return a->n > b->n ? -1 : 1;
  if (a->mean < b->mean || a->mean > b->mean)
    return a->mean > b->mean ? -1 : 1;
  order = postil_span_compare (a->span, b->span);
  return order != 0 ? order : g_strcmp0 (a->code, b->code);
}
