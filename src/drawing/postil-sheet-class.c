/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a teacher hands back: a sheet a student, and one of the class. Everything is said in
 * words and numbers, so black and white is enough. */

#include "config.h"

#include "drawing/postil-sheet-private.h"

#include <glib/gi18n-lib.h>

#define MAX_PASSAGES 12u
#define EXCERPT_CHARS 160u
#define SHORT_CHARS 90u /* in the tables of the class */

static char *
dup_percent (gboolean is_defined,
             double   share)
{
  return is_defined ? g_strdup_printf (_("%.0f %%"), 100 * share) : g_strdup ("–");
}

static void
add_number (GPtrArray *cells,
            guint      number)
{
  g_ptr_array_add (cells, g_strdup_printf ("%u", number));
}

static void
add_shares (GPtrArray         *cells,
            const PostilScore *score)
{
  double share = 0;
  gboolean is_defined = postil_score_get_exact (score, &share);

  g_ptr_array_add (cells, dup_percent (is_defined, share));
  is_defined = postil_score_get_overlap (score, &share);
  g_ptr_array_add (cells, dup_percent (is_defined, share));
  is_defined = postil_score_get_partial (score, &share);
  g_ptr_array_add (cells, dup_percent (is_defined, share));
}

static void
add_explanation (PostilSheet *self)
{
  postil_sheet_add_remark (self, _("Exact: passages that have the same characters and code as the key’s. Overlap: those that share at "
                                   "least half of their characters. Partial credit: each as far as it overlaps. All are shares of what "
                                   "the key and the student marked together (F1)."));
}

/* --- A student ------------------------------------------------------------------------- */

static const char *
get_label (PostilClass      *class,
           PostilAnnotation *annotation)
{
  return postil_codebook_show_code (postil_class_get_codebook (class), postil_annotation_get_code (annotation));
}

static void
add_items (PostilSheet       *self,
           PostilClass       *class,
           const PostilScore *score)
{
  const char *const titles[] = { _("Code"), _("Passage"), _("Result"), _("Credit") };
  static const double shares[] = { 0.17, 0.48, 0.23, 0.12 };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < score->items->len; i++)
    {
      const PostilScoreItem *item = &g_array_index (score->items, PostilScoreItem, i);
      PostilAnnotation *shown = item->key != NULL ? item->key : item->passage;

      g_ptr_array_add (cells, g_strdup (get_label (class, shown)));
      g_ptr_array_add (cells, postil_annotation_dup_excerpt (shown, EXCERPT_CHARS));
      g_ptr_array_add (cells, postil_score_item_dup_text (item, postil_class_get_codebook (class)));
      g_ptr_array_add (cells, item->key != NULL ? dup_percent (TRUE, item->credit) : g_strdup (""));
    }
  postil_sheet_add_table (self, titles, shares, G_N_ELEMENTS (shares), (const char *const *) cells->pdata, score->items->len);
}

void
postil_sheet_add_score (PostilSheet *self,
                        PostilClass *class,
                        guint        student)
{
  const PostilScore *score = NULL;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *const titles[] = { _("Found"), _("Borders off"), _("Other code"), _("Missed"), _("Not in the key"), _("Exact"),
                                 _("Overlap"), _("Partial credit") };
  static const double shares[] = { 0.11, 0.13, 0.13, 0.11, 0.14, 0.12, 0.12, 0.14 };

  g_return_if_fail (self != NULL && class != NULL);

  score = postil_class_get_score (class, student);
  g_return_if_fail (score != NULL);

  postil_sheet_add_title (self, postil_class_get_name (class, student));
  for (guint r = 0; r < POSTIL_N_REASONS; r++)
    add_number (cells, score->n_reasons[r]);
  add_shares (cells, score);
  postil_sheet_add_table (self, titles, shares, G_N_ELEMENTS (shares), (const char *const *) cells->pdata, 1);
  postil_sheet_add_heading (self, _("Passage by Passage"));
  if (score->items->len > 0)
    add_items (self, class, score);
  else
    postil_sheet_add_paragraph (self, _("Neither the key nor the student marked anything."));
  add_explanation (self);
}

/* --- The class ------------------------------------------------------------------------- */

static void
add_key (PostilSheet *self,
         PostilClass *class)
{
  const char *const titles[] = { _("Code"), _("Passage"), _("Found"), _("Borders off"), _("Other code"), _("Missed") };
  static const double shares[] = { 0.16, 0.40, 0.10, 0.12, 0.11, 0.11 };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < postil_class_get_n_key_items (class); i++)
    {
      const PostilClassKeyItem *item = postil_class_get_key_item (class, i);

      g_ptr_array_add (cells, g_strdup (get_label (class, item->key)));
      g_ptr_array_add (cells, postil_annotation_dup_excerpt (item->key, SHORT_CHARS));
      for (guint r = 0; r < POSTIL_REASON_EXTRA; r++)
        add_number (cells, item->n_reasons[r]);
    }
  postil_sheet_add_heading (self, _("The Key’s Passages"));
  postil_sheet_add_table (self, titles, shares, G_N_ELEMENTS (shares), (const char *const *) cells->pdata,
                          postil_class_get_n_key_items (class));
}

static void
add_passages (PostilSheet *self,
              PostilClass *class)
{
  const char *const titles[] = { _("Code"), _("Passage"), _("Marked by") };
  static const double shares[] = { 0.18, 0.64, 0.18 };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  PostilText *text = postil_class_get_text (class);
  guint n = 0;

  for (guint i = 0; i < postil_class_get_n_passages (class) && n < MAX_PASSAGES; i++)
    {
      const PostilHeatPassage *passage = postil_class_get_passage (class, i);

      if (!postil_text_contains (text, passage->span))
        continue;
      n++;
      g_ptr_array_add (cells, g_strdup (postil_codebook_show_code (postil_class_get_codebook (class), passage->code)));
      g_ptr_array_add (cells, postil_class_dup_excerpt (class, passage->span, SHORT_CHARS));
      g_ptr_array_add (cells, g_strdup_printf (_("%u of %u"), passage->n, postil_class_get_n_students (class)));
    }
  postil_sheet_add_heading (self, _("Where the Class Agrees"));
  if (n == 0)
    postil_sheet_add_paragraph (self, _("Nothing is marked yet."));
  else
    postil_sheet_add_table (self, titles, shares, G_N_ELEMENTS (shares), (const char *const *) cells->pdata, n);
}

static void
add_scores (PostilSheet *self,
            PostilClass *class)
{
  const char *const titles[] = { _("Student"), _("Found"), _("Borders off"), _("Other code"), _("Missed"), _("Not in the key"),
                                 _("Exact"), _("Overlap"), _("Partial credit") };
  static const double shares[] = { 0.16, 0.09, 0.11, 0.10, 0.10, 0.11, 0.10, 0.12, 0.11 };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < postil_class_get_n_students (class); i++)
    {
      const PostilScore *score = postil_class_get_score (class, i);

      g_ptr_array_add (cells, g_strdup (postil_class_get_name (class, i)));
      for (guint r = 0; r < POSTIL_N_REASONS; r++)
        add_number (cells, score->n_reasons[r]);
      add_shares (cells, score);
    }
  postil_sheet_add_heading (self, _("Scores"));
  postil_sheet_add_table (self, titles, shares, G_N_ELEMENTS (shares), (const char *const *) cells->pdata,
                          postil_class_get_n_students (class));
  add_explanation (self);
}

void
postil_sheet_add_class (PostilSheet *self,
                        PostilClass *class)
{
  g_autofree char *count = NULL;
  guint n = 0;

  g_return_if_fail (self != NULL && class != NULL);

  n = postil_class_get_n_students (class);
  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u student", "%u students", n), n);
  postil_sheet_add_title (self, _("The Class"));
  postil_sheet_add_paragraph (self, count);
  add_passages (self, class);
  if (postil_class_get_key (class) == NULL)
    return;
  add_key (self, class);
  if (n > 0)
    add_scores (self, class);
}

static void
keep_date (const char  *date,
           const char **latest)
{
  if (date != NULL && g_strcmp0 (date, *latest) > 0)
    *latest = date;
}

GBytes *
postil_sheet_write_class (PostilClass       *class,
                          const PostilPaper *paper,
                          const char        *source)
{
  PostilPdf *pdf = NULL;
  const char *date = NULL;
  g_autoptr (PostilSheet) whole = NULL;

  g_return_val_if_fail (class != NULL && paper != NULL && source != NULL, NULL);

  pdf = postil_pdf_new (paper, source);
  whole = postil_sheet_new (paper, source, "");
  postil_sheet_add_class (whole, class);
  postil_pdf_add_sheet (pdf, whole, _("The Class"));
  for (guint i = 0; i < postil_class_get_n_students (class); i++)
    {
      g_autoptr (PostilSheet) sheet = postil_sheet_new (paper, source, postil_class_get_name (class, i));

      keep_date (postil_sheet_find_date (postil_class_get_layer (class, i)), &date);
      if (postil_class_get_score (class, i) == NULL)
        continue;
      postil_sheet_add_score (sheet, class, i);
      postil_pdf_add_sheet (pdf, sheet, postil_class_get_name (class, i));
    }
  return postil_pdf_end (pdf, date);
}

PostilSheet *
postil_sheet_new_class (PostilClass       *class,
                        const PostilPaper *paper,
                        const char        *source)
{
  PostilSheet *sheet = NULL;

  g_return_val_if_fail (class != NULL && paper != NULL && source != NULL, NULL);

  sheet = postil_sheet_new (paper, source, "");
  postil_sheet_add_class (sheet, class);
  for (guint i = 0; i < postil_class_get_n_students (class); i++)
    if (postil_class_get_score (class, i) != NULL)
      {
        postil_sheet_add_page (sheet);
        postil_sheet_add_score (sheet, class, i);
      }
  return sheet;
}
