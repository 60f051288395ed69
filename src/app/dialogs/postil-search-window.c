/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Search in a folder: what is typed is looked for a moment later, and what is found is listed
 * as it comes. The window stays open while one goes from one place to the next. What was
 * searched for before is offered again. Main thread. */

#include "config.h"

#include "app/dialogs/postil-search-window.h"

#include "app/dialogs/postil-save-table.h"
#include "app/dialogs/postil-search-item.h"
#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "app/postil-searches.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DELAY_MS 200
#define CUT_CONTEXT 30
#define MAX_SAVED_HEIGHT 360

struct _PostilSearchWindow
{
  AdwWindow           parent_instance;

  GSettings          *settings;
  char               *root;
  char               *coder;
  PostilCodebook     *codebook;
  PostilFolderSearch *search;
  guint               delay_source;
  guint               n_articles;

  GtkWidget          *entry;
  GtkWidget          *keep_button;
  GtkWidget          *saved_button;
  GtkWidget          *case_button;
  GtkWidget          *words_button;
  GtkWidget          *regex_button;
  GtkWidget          *where;
  GtkWidget          *code;
  GtkWidget          *actor;
  GtkWidget          *copy_button;
  GtkWidget          *save_button;
  GtkWidget          *status;
  GListStore         *hits;
  GtkWidget          *list;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilSearchWindow, postil_search_window, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static const PostilSearchIn places[] = {
  POSTIL_SEARCH_IN_TEXT | POSTIL_SEARCH_IN_QUOTES | POSTIL_SEARCH_IN_NOTES,
  POSTIL_SEARCH_IN_TEXT,
  POSTIL_SEARCH_IN_QUOTES,
  POSTIL_SEARCH_IN_NOTES,
};

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  postil_choices_set_name (widget, name);
  gtk_widget_set_tooltip_text (widget, name);
}

static void
update_status (PostilSearchWindow *self,
               gboolean            is_last)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hits));
  g_autofree char *text = NULL;

  if (!is_last)
    text = g_strdup_printf (_("%u found; %u articles searched so far…"), n, self->n_articles);
  else if (n >= POSTIL_SEARCH_MAX_HITS)
    text = g_strdup_printf (_("The first %u are shown; say more precisely what you look for"), n);
  else
    text = g_strdup_printf (_("%u found; %u articles searched"), n, self->n_articles);
  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_widget_set_sensitive (self->copy_button, n > 0);
  gtk_widget_set_sensitive (self->save_button, n > 0);
}

static void
hits_cb (GPtrArray *hits,
         guint      n_articles,
         gboolean   is_last,
         gpointer   user_data)
{
  PostilSearchWindow *self = user_data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  while (hits->len > 0)
    {
      g_ptr_array_add (items, postil_search_item_new (g_ptr_array_steal_index (hits, 0)));
    }
  self->n_articles = n_articles;
  if (items->len > 0)
    g_list_store_splice (self->hits, g_list_model_get_n_items (G_LIST_MODEL (self->hits)), 0, items->pdata, items->len);
  update_status (self, is_last);
}

static PostilSearchFlags
get_flags (PostilSearchWindow *self)
{
  PostilSearchFlags flags = POSTIL_SEARCH_PLAIN;

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->case_button)))
    flags |= POSTIL_SEARCH_MATCH_CASE;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->words_button)))
    flags |= POSTIL_SEARCH_WHOLE_WORDS;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->regex_button)))
    flags |= POSTIL_SEARCH_REGEX;
  return flags;
}

/* Borrows from the widgets. */
static PostilSearchQuery
get_query (PostilSearchWindow *self)
{
  guint code = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->code));
  PostilSearchQuery query = {
    .pattern = gtk_editable_get_text (GTK_EDITABLE (self->entry)),
    .flags = get_flags (self),
    .in = places[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->where)), G_N_ELEMENTS (places) - 1)],
    .coder = self->coder,
    .actor = gtk_editable_get_text (GTK_EDITABLE (self->actor)),
  };

  if (code > 0 && code <= postil_codebook_get_n_codes (self->codebook))
    query.code = postil_codebook_get_code (self->codebook, code - 1)->id;
  return query;
}

static gboolean
is_empty (const PostilSearchQuery *query)
{
  return *query->pattern == '\0' && query->code == NULL && *query->actor == '\0';
}

static gboolean
is_kept (PostilSearchWindow *self)
{
  const PostilSearchQuery query = get_query (self);
  g_autoptr (PostilSavedSearch) search = postil_saved_search_new (&query);

  return postil_searches_is_kept (self->settings, search);
}

/* The star says whether what is asked for is kept. */
static void
update_star (PostilSearchWindow *self)
{
  const PostilSearchQuery query = get_query (self);
  gboolean has_star = is_kept (self);

  gtk_button_set_icon_name (GTK_BUTTON (self->keep_button), has_star ? "starred-symbolic" : "non-starred-symbolic");
  set_name (self->keep_button, has_star ? _("Do Not Keep This Search Any More") : _("Keep This Search"));
  gtk_widget_set_sensitive (self->keep_button, !is_empty (&query));
}

static gboolean
search_cb (gpointer user_data)
{
  PostilSearchWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  const PostilSearchQuery query = get_query (self);

  self->delay_source = 0;
  g_clear_pointer (&self->search, postil_folder_search_free);
  g_list_store_remove_all (self->hits);
  self->n_articles = 0;
  gtk_widget_set_sensitive (self->copy_button, FALSE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_label_set_text (GTK_LABEL (self->status), "");
  update_star (self);
  if (is_empty (&query))
    return G_SOURCE_REMOVE;
  self->search = postil_folder_search_start (self->root, &query, hits_cb, self, &error);
  if (self->search == NULL)
    gtk_label_set_text (GTK_LABEL (self->status), error->message);
  return G_SOURCE_REMOVE;
}

static void
search_soon (PostilSearchWindow *self)
{
  g_clear_handle_id (&self->delay_source, g_source_remove);
  self->delay_source = g_timeout_add (DELAY_MS, search_cb, self);
}

static void
remember_search (PostilSearchWindow *self,
                 gboolean            keep)
{
  const PostilSearchQuery query = get_query (self);
  g_autoptr (PostilSavedSearch) search = NULL;

  if (is_empty (&query))
    return;
  search = postil_saved_search_new (&query);
  search->is_kept = keep;
  postil_searches_put (self->settings, search);
}

static void
keep_cb (PostilSearchWindow *self)
{
  remember_search (self, !is_kept (self));
  update_star (self);
}

static guint
find_code (PostilSearchWindow *self,
           const char         *code)
{
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    if (g_str_equal (postil_codebook_get_code (self->codebook, i)->id, code))
      return i + 1;
  return 0;
}

static void
fill_in (PostilSearchWindow      *self,
         const PostilSavedSearch *search)
{
  guint place = 0;

  while (place + 1 < G_N_ELEMENTS (places) && places[place] != search->in)
    place++;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->case_button), (search->flags & POSTIL_SEARCH_MATCH_CASE) != 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->words_button), (search->flags & POSTIL_SEARCH_WHOLE_WORDS) != 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->regex_button), (search->flags & POSTIL_SEARCH_REGEX) != 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->where), place);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->code), find_code (self, search->code));
  gtk_editable_set_text (GTK_EDITABLE (self->actor), search->actor);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), search->pattern);
  gtk_widget_grab_focus (self->entry);
  search_soon (self);
}

static void
saved_cb (PostilSearchWindow *self,
          GtkListBoxRow      *row)
{
  g_autoptr (GPtrArray) searches = postil_searches_read (self->settings);
  guint index = (guint) gtk_list_box_row_get_index (row);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->saved_button));
  if (index < searches->len)
    fill_in (self, g_ptr_array_index (searches, index));
}

static GtkWidget *
new_saved_row (PostilSearchWindow      *self,
               const PostilSavedSearch *search)
{
  g_autofree char *title = postil_saved_search_dup_title (search, self->codebook);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (search->is_kept)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("starred-symbolic"));
  return box;
}

static void
make_saved_cb (GtkMenuButton *button,
               gpointer       user_data)
{
  PostilSearchWindow *self = user_data;
  g_autoptr (GPtrArray) searches = postil_searches_read (self->settings);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  for (guint i = 0; i < searches->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), new_saved_row (self, g_ptr_array_index (searches, i)));
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), gtk_label_new (_("A search from which you open a place, and each that you keep, is listed here.")));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_SAVED_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (button, popover);
}

static void
activate_cb (PostilSearchWindow *self,
             guint               position)
{
  g_autoptr (PostilSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->hits), position);
  const PostilSearchHit *hit = NULL;

  if (item == NULL)
    return;
  remember_search (self, is_kept (self));
  hit = postil_search_item_get_hit (item);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, hit->path, hit->annotation, hit->span.start, hit->span.end);
}

static void
copy_cb (PostilSearchWindow *self)
{
  g_autoptr (GString) table = postil_search_items_to_table (G_LIST_MODEL (self->hits), '\t');

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table->str);
  gtk_label_set_text (GTK_LABEL (self->status), _("Copied as a table: paste it into a spreadsheet"));
}

static void
saved_table_cb (GtkWindow  *parent,
                const char *message)
{
  PostilSearchWindow *self = POSTIL_SEARCH_WINDOW (parent);

  gtk_label_set_text (GTK_LABEL (self->status), message);
}

static void
save_cb (PostilSearchWindow *self)
{
  g_autoptr (GBytes) table = g_string_free_to_bytes (postil_search_items_to_table (G_LIST_MODEL (self->hits), ','));

  /* Translators: the name that a file is given at first */
  postil_save_table (GTK_WINDOW (self), _("found.csv"), table, saved_table_cb);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_ellipsize (GTK_LABEL (label), i == 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_MIDDLE);
      gtk_widget_add_css_class (label, i == 0 ? "body" : "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_item_set_child (list_item, box);
}

static char *
dup_one_line (const char *text)
{
  return g_strdelimit (g_strdup (text), "\n\t", ' ');
}

/* What stands around a place is cut after so many characters: half a word is left out. */
static char *
dup_before (const char *text)
{
  g_autofree char *line = dup_one_line (text);
  const char *space = g_utf8_strlen (line, -1) >= CUT_CONTEXT ? strchr (line, ' ') : NULL;

  return space != NULL ? g_strconcat ("…", space, NULL) : g_steal_pointer (&line);
}

static char *
dup_after (const char *text)
{
  g_autofree char *line = dup_one_line (text);
  char *space = g_utf8_strlen (line, -1) >= CUT_CONTEXT ? strrchr (line, ' ') : NULL;

  if (space == NULL)
    return g_steal_pointer (&line);
  space[1] = '\0';
  return g_strconcat (line, "…", NULL);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item,
         gpointer            user_data)
{
  PostilSearchWindow *self = user_data;
  const PostilSearchHit *hit = postil_search_item_get_hit (gtk_list_item_get_item (list_item));
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *first = gtk_widget_get_first_child (box);
  g_autofree char *before = dup_before (hit->before);
  g_autofree char *match = dup_one_line (hit->match);
  g_autofree char *after = dup_after (hit->after);
  g_autofree char *line = g_strconcat (before, match, after, NULL);
  g_autofree char *path = g_filename_display_name (hit->path);
  g_autofree char *detail = NULL;
  g_autofree char *name = NULL;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  if (hit->code != NULL)
    detail = g_strdup_printf ("%s · %s", path, postil_codebook_show_code (self->codebook, hit->code));
  else
    detail = g_strdup (path);
  bold->start_index = (guint) strlen (before);
  bold->end_index = bold->start_index + (guint) strlen (match);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_text (GTK_LABEL (first), line);
  gtk_label_set_attributes (GTK_LABEL (first), attributes);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), detail);
  name = g_strdup_printf ("%s, %s", line, detail);
  if (gtk_widget_get_parent (box) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_search_window_dispose (GObject *object)
{
  PostilSearchWindow *self = POSTIL_SEARCH_WINDOW (object);

  g_clear_handle_id (&self->delay_source, g_source_remove);
  g_clear_pointer (&self->search, postil_folder_search_free);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->coder, g_free);
  g_clear_object (&self->hits);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (postil_search_window_parent_class)->dispose (object);
}

static void
postil_search_window_class_init (PostilSearchWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = postil_search_window_dispose;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
add_toggle (PostilSearchWindow *self,
            GtkWidget          *box,
            const char         *label,
            const char         *name)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  /* These signs stand as they are in every language. */
  gtk_widget_set_direction (gtk_button_get_child (GTK_BUTTON (button)), GTK_TEXT_DIR_LTR);
  set_name (button, name);
  g_signal_connect_object (button, "toggled", G_CALLBACK (search_soon), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
new_first_row (PostilSearchWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  set_name (self->entry, _("Search the Folder"));
  g_signal_connect_object (self->entry, "search-changed", G_CALLBACK (search_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "stop-search", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->entry);
  self->case_button = add_toggle (self, box, "Aa", _("Match Case"));
  self->words_button = add_toggle (self, box, "“…”", _("Whole Words"));
  self->regex_button = add_toggle (self, box, ".*", _("Regular Expression"));
  self->keep_button = gtk_button_new_from_icon_name ("non-starred-symbolic");
  gtk_widget_set_sensitive (self->keep_button, FALSE);
  set_name (self->keep_button, _("Keep This Search"));
  g_signal_connect_object (self->keep_button, "clicked", G_CALLBACK (keep_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->keep_button);
  self->saved_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->saved_button), "document-open-recent-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->saved_button), make_saved_cb, self, NULL);
  set_name (self->saved_button, _("Kept and Earlier Searches"));
  gtk_box_append (GTK_BOX (box), self->saved_button);
  return box;
}

static GtkWidget *
new_second_row (PostilSearchWindow *self)
{
  const char *const where[] = { _("Everywhere"), _("In the Text"), _("In Quotes"), _("In Notes and Actors"), NULL };
  GtkStringList *codes = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_string_list_append (codes, _("Any Code"));
  for (guint i = 0; i < postil_codebook_get_n_codes (self->codebook); i++)
    gtk_string_list_append (codes, postil_codebook_get_code (self->codebook, i)->shown);
  self->where = gtk_drop_down_new_from_strings (where);
  postil_choices_shorten (GTK_DROP_DOWN (self->where));
  set_name (self->where, _("Where to Search"));
  self->code = gtk_drop_down_new (G_LIST_MODEL (codes), NULL);
  postil_choices_shorten (GTK_DROP_DOWN (self->code));
  set_name (self->code, _("Annotations With This Code"));
  self->actor = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->actor), _("Any actor"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->actor), 6);
  gtk_widget_set_hexpand (self->actor, TRUE);
  set_name (self->actor, _("Annotations With This Actor"));
  g_signal_connect_object (self->where, "notify::selected", G_CALLBACK (search_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->code, "notify::selected", G_CALLBACK (search_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actor, "changed", G_CALLBACK (search_soon), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->where);
  gtk_box_append (GTK_BOX (box), self->code);
  gtk_box_append (GTK_BOX (box), self->actor);
  return box;
}

static GtkWidget *
new_list (PostilSearchWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSingleSelection *selection = NULL;

  self->hits = g_list_store_new (POSTIL_TYPE_SEARCH_ITEM);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->hits)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (selection), g_steal_pointer (&factory));
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "postil-folder");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What Was Found"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
new_last_row (PostilSearchWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->status = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_widget_add_css_class (self->status, "dim-label");
  self->copy_button = gtk_button_new_with_label (_("Copy as a Table"));
  gtk_widget_set_sensitive (self->copy_button, FALSE);
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  self->save_button = gtk_button_new_with_label (_("Save…"));
  set_name (self->save_button, _("Save as a Table"));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (self->copy_button, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->save_button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->status);
  gtk_box_append (GTK_BOX (box), self->copy_button);
  gtk_box_append (GTK_BOX (box), self->save_button);
  return box;
}

static void
postil_search_window_init (PostilSearchWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 560);
  gtk_window_set_title (GTK_WINDOW (self), _("Search the Folder"));
}

GtkWidget *
postil_search_window_new (GtkWindow      *parent,
                          GSettings      *settings,
                          const char     *root,
                          const char     *coder,
                          PostilCodebook *codebook)
{
  PostilSearchWindow *self = NULL;
  GtkWidget *all = NULL;
  GtkWidget *top = NULL;
  GtkWidget *bottom = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent) && G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (root != NULL && coder != NULL && codebook != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_SEARCH_WINDOW, "transient-for", parent, NULL);
  self->settings = g_object_ref (settings);
  self->root = g_strdup (root);
  self->coder = g_strdup (coder);
  self->codebook = postil_codebook_ref (codebook);
  all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (top, "postil-search-rows");
  gtk_box_append (GTK_BOX (top), new_first_row (self));
  gtk_box_append (GTK_BOX (top), new_second_row (self));
  gtk_box_append (GTK_BOX (all), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (all), top);
  gtk_box_append (GTK_BOX (all), new_list (self));
  bottom = new_last_row (self);
  gtk_widget_add_css_class (bottom, "postil-search-rows");
  gtk_box_append (GTK_BOX (all), bottom);
  adw_window_set_content (ADW_WINDOW (self), all);
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);
  return GTK_WIDGET (self);
}
