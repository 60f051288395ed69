/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Search in a folder: what is typed is looked for a moment later, and what is found is listed
 * as it comes. The window stays open while one goes from one place to the next. What was
 * searched for before is offered again. Main thread. */

#include "config.h"

#include "app/dialogs/postil-search-window.h"

#include "exchange/postil-csv.h"
#include "storage/postil-folder-search.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DELAY_MS 200
#define MAX_SAVED 20u

/* A hit in the list. */
#define POSTIL_TYPE_SEARCH_ITEM (postil_search_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilSearchItem, postil_search_item, POSTIL, SEARCH_ITEM, GObject)

struct _PostilSearchItem
{
  GObject          parent_instance;
  PostilSearchHit *hit;
};

G_DEFINE_FINAL_TYPE (PostilSearchItem, postil_search_item, G_TYPE_OBJECT)

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
  GtkWidget          *saved_button;
  GtkWidget          *case_button;
  GtkWidget          *words_button;
  GtkWidget          *regex_button;
  GtkWidget          *where;
  GtkWidget          *code;
  GtkWidget          *actor;
  GtkWidget          *copy_button;
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
postil_search_item_finalize (GObject *object)
{
  postil_search_hit_free (POSTIL_SEARCH_ITEM (object)->hit);

  G_OBJECT_CLASS (postil_search_item_parent_class)->finalize (object);
}

static void
postil_search_item_class_init (PostilSearchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_search_item_finalize;
}

static void
postil_search_item_init (PostilSearchItem *self)
{
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
      PostilSearchItem *item = g_object_new (POSTIL_TYPE_SEARCH_ITEM, NULL);

      item->hit = g_ptr_array_steal_index (hits, 0);
      g_ptr_array_add (items, item);
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

static gboolean
search_cb (gpointer user_data)
{
  PostilSearchWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  guint code = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->code));
  PostilSearchQuery query = {
    .pattern = gtk_editable_get_text (GTK_EDITABLE (self->entry)),
    .flags = get_flags (self),
    .in = places[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->where)), G_N_ELEMENTS (places) - 1)],
    .coder = self->coder,
    .actor = gtk_editable_get_text (GTK_EDITABLE (self->actor)),
  };

  self->delay_source = 0;
  g_clear_pointer (&self->search, postil_folder_search_free);
  g_list_store_remove_all (self->hits);
  self->n_articles = 0;
  gtk_widget_set_sensitive (self->copy_button, FALSE);
  gtk_label_set_text (GTK_LABEL (self->status), "");
  if (code > 0 && code <= postil_codebook_get_n_codes (self->codebook))
    query.code = postil_codebook_get_code (self->codebook, code - 1)->id;
  if (*query.pattern == '\0' && query.code == NULL && *query.actor == '\0')
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
save_search (PostilSearchWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_auto (GStrv) old = g_settings_get_strv (self->settings, "saved-searches");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) saved = NULL;
  guint n = 1;

  if (*text == '\0')
    return;
  g_strv_builder_add (builder, text);
  for (guint i = 0; old[i] != NULL && n < MAX_SAVED; i++)
    if (!g_str_equal (old[i], text))
      {
        g_strv_builder_add (builder, old[i]);
        n++;
      }
  saved = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "saved-searches", (const char *const *) saved);
}

static void
saved_cb (PostilSearchWindow *self,
          GtkListBoxRow      *row)
{
  GtkWidget *label = gtk_list_box_row_get_child (row);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->saved_button));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_label_get_text (GTK_LABEL (label)));
  gtk_widget_grab_focus (self->entry);
}

static void
make_saved_cb (GtkMenuButton *button,
               gpointer       user_data)
{
  PostilSearchWindow *self = user_data;
  g_auto (GStrv) saved = g_settings_get_strv (self->settings, "saved-searches");
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = gtk_list_box_new ();

  for (guint i = 0; saved[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (saved[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      gtk_list_box_append (GTK_LIST_BOX (list), label);
    }
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), gtk_label_new (_("A search from which you open a place is kept here.")));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_menu_button_set_popover (button, popover);
}

static void
activate_cb (PostilSearchWindow *self,
             guint               position)
{
  g_autoptr (PostilSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->hits), position);

  if (item == NULL)
    return;
  save_search (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item->hit->path, item->hit->annotation, item->hit->span.start,
                 item->hit->span.end);
}

/* As a table that any spreadsheet takes. */
static void
copy_cb (PostilSearchWindow *self)
{
  g_autoptr (GString) table = g_string_new ("article\tannotation\tcode\tstart\tend\tbefore\tmatch\tafter\n");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hits));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PostilSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->hits), i);
      g_autofree char *path = g_filename_display_name (item->hit->path);
      g_autofree char *start = g_strdup_printf ("%u", item->hit->span.start);
      g_autofree char *end = g_strdup_printf ("%u", item->hit->span.end);
      const char *fields[] = { path, item->hit->annotation, item->hit->code, start, end,
                               item->hit->before, item->hit->match, item->hit->after };

      for (guint field = 0; field < G_N_ELEMENTS (fields); field++)
        {
          postil_csv_append_field (table, fields[field], '\t');
          g_string_append_c (table, field + 1 < G_N_ELEMENTS (fields) ? '\t' : '\n');
        }
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table->str);
  gtk_label_set_text (GTK_LABEL (self->status), _("Copied as a table: paste it into a spreadsheet"));
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

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item,
         gpointer            user_data)
{
  PostilSearchWindow *self = user_data;
  PostilSearchItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *first = gtk_widget_get_first_child (box);
  g_autofree char *before = dup_one_line (item->hit->before);
  g_autofree char *match = dup_one_line (item->hit->match);
  g_autofree char *after = dup_one_line (item->hit->after);
  g_autofree char *line = g_strconcat (before, match, after, NULL);
  g_autofree char *path = g_filename_display_name (item->hit->path);
  g_autofree char *detail = NULL;
  g_autofree char *name = NULL;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  if (item->hit->code != NULL)
    detail = g_strdup_printf ("%s · %s", path, postil_codebook_get_code_label (self->codebook, item->hit->code));
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

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (widget, name);
}

static GtkWidget *
add_toggle (PostilSearchWindow *self,
            GtkWidget          *box,
            const char         *label,
            const char         *name)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

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
  self->saved_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->saved_button), "document-open-recent-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->saved_button), make_saved_cb, self, NULL);
  set_name (self->saved_button, _("Earlier Searches"));
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
    gtk_string_list_append (codes, postil_codebook_get_code (self->codebook, i)->label);
  self->where = gtk_drop_down_new_from_strings (where);
  set_name (self->where, _("Where to Search"));
  self->code = gtk_drop_down_new (G_LIST_MODEL (codes), NULL);
  set_name (self->code, _("Annotations With This Code"));
  self->actor = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->actor), _("Any actor"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->actor), 12);
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
  gtk_box_append (GTK_BOX (box), self->status);
  gtk_box_append (GTK_BOX (box), self->copy_button);
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
  gtk_widget_grab_focus (self->entry);
  return GTK_WIDGET (self);
}
