/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-class.h"
#include "app/compare/postil-compare-view.h"
#include "app/panes/postil-folder-pane.h"
#include "app/panes/postil-sidebar.h"
#include "app/postil-article-page.h"
#include "app/postil-stopwatch.h"
#include "app/postil-window.h"
#include "storage/postil-copies.h"
#include "storage/postil-store.h"

G_BEGIN_DECLS

/* What the files of the window share. */
struct _PostilWindow
{
  AdwApplicationWindow parent_instance;

  GSettings         *settings;
  GFile             *file;         /* what is open or being opened */
  GFile             *root;         /* the folder that was opened and that @file is in; or NULL */
  char              *coder;        /* asked for with it; NULL for the preferences' one */
  PostilStore       *store;        /* NULL while no article is open */
  PostilStopwatch   *stopwatch;    /* likewise, and where time is not noted */
  GCancellable      *opening;      /* of what is being opened */
  guint              spinner_source;
  GFile             *next_file;    /* to be opened once what is open is saved */
  char              *next_coder;
  gboolean           is_closing;   /* waits for the last save */
  gboolean           is_reopening; /* the same article again: the place is kept */
  guint              kept_place;
  PostilSpan         wanted_span;  /* to be selected then; empty for none */
  char              *wanted_view;  /* of the table of views; or NULL */
  char             **compare_coders; /* to be compared next; or NULL */
  PostilSpan         compare_span; /* likewise, the place; empty for none */
  char              *wanted_child; /* of the folder, to be opened with it if it is there; or NULL */
  char              *wanted_annotation; /* to go to once its article is open */
  GFile             *wanted_article; /* to be opened once its folder is; or NULL */
  gboolean           is_quitting;
  GFile             *values_folder; /* whose attributes' values the sidebar has */
  gboolean           is_focused;   /* nothing but the article is shown */
  gboolean           had_sidebar;  /* before that */
  gboolean           had_folder;
  gint64             wanted_position; /* in the history, to be gone to; -1 for none */
  gboolean           is_reverting; /* a thread undoes a step over many articles */

  PostilBanner      *save_banner;  /* borrowed from the page, or NULL */
  PostilBanner      *outside_banner; /* likewise */
  PostilCopies      *copies;       /* of the open sidecar; NULL where nothing can be merged */
  PostilBanner      *copies_banner; /* borrowed from the page, or NULL */
  PostilBanner      *tour_banner;  /* likewise */
  guint              tour_step;
  AdwToast          *toast;        /* the last one, while it is shown */
  gint64             toast_since_us;
  guint              toast_source; /* it goes as soon as it can */

  AdwToastOverlay   *toasts;
  GtkOverlay        *overlay;
  AdwHeaderBar      *header;
  AdwWindowTitle    *title;
  AdwSplitButton    *open_button;
  GtkMenuButton     *menu_button;
  GtkWidget         *sidebar_button;
  GtkWidget         *folder_button;
  GtkWidget         *find_button;
  GtkStack          *stack;

  /* Made when first wanted. */
  GtkWidget         *live;
  AdwFlap           *flap;
  AdwFlap           *folder_flap;  /* around the stack, once a folder was opened */
  AdwClamp          *folder_slot;
  PostilFolderPane  *folder_pane;  /* while a folder is open; borrowed from the slot */
  GtkWidget         *folder_page;  /* what is shown while none of its articles is; likewise */
  PostilArticlePage *page;
  AdwClamp          *sidebar_slot;
  PostilSidebar     *sidebar;
  guint              sidebar_ticks;
  guint              settle_frames; /* until all is placed once more; 0 where it is */
  gint64             settle_until;  /* from when on they are counted, in µs */
  GtkWidget         *view_buttons; /* in the header bar */
};

/* postil-window.c */
void     postil_window_show_page        (PostilWindow *self,
                                         const char   *name,
                                         GtkWidget    *child);
void     postil_window_update_title     (PostilWindow *self);
void     postil_window_announce         (PostilWindow *self,
                                         const char   *message);
void     postil_window_hide_toast       (PostilWindow *self);
gboolean postil_window_has_article      (PostilWindow *self);

/* postil-window-actions.c */
void     postil_window_init_actions     (PostilWindow *self);
void     postil_window_update_actions   (PostilWindow *self);
void     postil_window_enable_actions   (PostilWindow       *self,
                                         const GActionEntry *list,
                                         guint               n_entries,
                                         gboolean            is_enabled);

/* postil-window-article-actions.c */
void     postil_window_init_article_actions   (PostilWindow *self);
void     postil_window_update_article_actions (PostilWindow *self,
                                               gboolean      has_article);

/* postil-window-open.c */
void     postil_window_open_now         (PostilWindow *self,
                                         GFile        *file,
                                         const char   *coder);
void     postil_window_open_sample      (PostilWindow *self);
void     postil_window_choose_file      (PostilWindow *self,
                                         GtkFileChooserAction action);
void     postil_window_reopen           (PostilWindow *self);
/* Opens in this window where it is free, else in a new one. */
void     postil_window_open_elsewhere   (PostilWindow *self,
                                         GFile        *file);

void     postil_window_finish_opening   (PostilWindow *self);

/* postil-window-tour.c */
#define POSTIL_WINDOW_SAMPLE_NAME "rafah.txt"
void     postil_window_start_tour       (PostilWindow *self);
void     postil_window_advance_tour     (PostilWindow *self,
                                         PostilChange *change);
void     postil_window_end_tour         (PostilWindow *self);

/* postil-window-folder.c */
/* What is to be opened is a folder; a home folder is asked about first. */
void     postil_window_open_folder_now  (PostilWindow *self);
/* Whatever it is. */
void     postil_window_show_folder      (PostilWindow *self);
/* The pane as the open folder, article and coder want it. */
void     postil_window_sync_folder      (PostilWindow *self);
void     postil_window_drop_folder      (PostilWindow *self);
void     postil_window_step_article     (PostilWindow *self,
                                         int           direction,
                                         gboolean      only_not_done);
void     postil_window_show_articles    (PostilWindow *self,
                                         gboolean      to_filter);
void     postil_window_toggle_done      (PostilWindow *self);
void     postil_window_search_folder    (PostilWindow *self);
void     postil_window_show_articles_table (PostilWindow *self);
/* What was found, once its article is open. */
void     postil_window_select_wanted    (PostilWindow *self);

/* The folder that was opened, else the one that the article is in; NULL without an article. */
GFile   *postil_window_dup_root         (PostilWindow *self) G_GNUC_WARN_UNUSED_RESULT;

/* Selects it, in the article of that file, where it is coded. */
void     postil_window_go_to_span       (PostilWindow *self,
                                         GFile        *article,
                                         PostilSpan    span);

/* postil-window-overview.c */
GtkWidget *postil_window_create_overview (PostilWindow *self);
void     postil_window_refresh_overview (PostilWindow *self,
                                         GtkWidget    *view);

/* postil-window-print.c */
void     postil_window_print            (PostilWindow *self);
void     postil_window_save_pdf         (PostilWindow *self);
void     postil_window_save_codebook_pdf (PostilWindow *self);
/* The sheets of a class. Takes it. */
void     postil_window_print_class      (PostilWindow *self,
                                         PostilClass  *class);

/* postil-window-present.c */
/* For the projector: what the window's coder marked; what is compared, where that is on screen. */
void     postil_window_present_article  (PostilWindow *self);

/* postil-window-bytes.c */
/* Asks where to, and writes it there. */
void     postil_window_save_bytes       (PostilWindow *self,
                                         const char   *title,
                                         const char   *name,
                                         GBytes       *bytes);

/* postil-window-import.c */
/* Articles are opened, documents become articles first. (element-type GFile) */
void     postil_window_open_files       (PostilWindow *self,
                                         GListModel   *files);
/* Whether it must become an article first; then that is begun. */
gboolean postil_window_begin_import     (PostilWindow *self,
                                         GFile        *file);
/* Asks which; texts too, which would open as they are. */
void     postil_window_import_documents (PostilWindow *self);
void     postil_window_new_from_clipboard (PostilWindow *self);
void     postil_window_show_properties  (PostilWindow *self);

/* postil-window-exchange.c */
void     postil_window_export           (PostilWindow *self);
void     postil_window_import_annotations (PostilWindow *self);

/* postil-window-pack.c */
/* The article or the folder, with this coder's marks alone, as one file. */
void     postil_window_hand_in          (PostilWindow *self);
/* Into a folder that is chosen. */
void     postil_window_open_pack        (PostilWindow *self);
/* What happened, which stays until it was read. */
void     postil_window_show_message     (PostilWindow *self,
                                         const char   *title,
                                         const char   *body);
/* @message, and what was left out or kept, each with its file. */
char    *postil_window_dup_problems     (const char   *message,
                                         PostilReport *report) G_GNUC_WARN_UNUSED_RESULT;
/* The folder, and the article in it where it is to be the only one, that are handed on. FALSE
 * where there are none. */
gboolean postil_window_get_handed_on    (PostilWindow *self,
                                         char        **folder,
                                         char        **article);

/* postil-window-exercise.c */
/* Whether it is a pack; then it is unpacked beside, and coding begins. */
gboolean postil_window_begin_exercise   (PostilWindow *self,
                                         GFile        *file,
                                         const char   *coder);

/* postil-window-make-exercise.c */
void     postil_window_make_exercise    (PostilWindow *self);

/* postil-window-palette.c */
void     postil_window_show_palette     (PostilWindow *self);

/* postil-window-time.c */
void     postil_window_init_time        (PostilWindow *self);
/* Of the article that was just opened; the last one before it is closed. */
void     postil_window_start_time       (PostilWindow *self);
void     postil_window_stop_time        (PostilWindow *self);

/* postil-window-coder.c */
/* Who codes here, whatever the sidecar says of its creator. */
char    *postil_window_dup_coder        (PostilWindow *self) G_GNUC_WARN_UNUSED_RESULT;
void     postil_window_switch_coder     (PostilWindow *self);

/* postil-window-codebook.c */
/* What attributes were given in the folder, for completion; once a folder. */
void     postil_window_find_values      (PostilWindow *self);
void     postil_window_show_codebook    (PostilWindow *self);
/* The current annotation's words, to its code's examples. */
void     postil_window_add_example      (PostilWindow *self);
/* Undoes or redoes a step over many articles; told when it is done. */
void     postil_window_revert_step      (PostilWindow *self,
                                         const char   *step,
                                         gboolean      redo);
/* Where the last change (the next to redo) is a part of such a step: all of it. FALSE else. */
gboolean postil_window_revert_top       (PostilWindow *self,
                                         gboolean      redo);

/* postil-window-review.c */
/* What was coded with @code (NULL: with any) before its meaning changed. */
void     postil_window_review           (PostilWindow *self,
                                         const char   *code);
void     postil_window_next_review      (PostilWindow *self);
void     postil_window_confirm_code     (PostilWindow *self);
/* In this window, opening the article first where it is another. */
void     postil_window_go_to            (PostilWindow *self,
                                         GFile        *article,
                                         const char   *id);

/* postil-window-history.c */
void     postil_window_show_history     (PostilWindow *self);
/* When a step over many articles on the way is done. */
void     postil_window_go_on_in_history (PostilWindow *self);

/* postil-window-restore.c */
void     postil_window_restore          (PostilWindow *self);

/* postil-window-article.c */
void     postil_window_ensure_workspace (PostilWindow *self);
void     postil_window_show_article     (PostilWindow *self,
                                         PostilStore  *store);
gboolean postil_window_ensure_sidebar   (PostilWindow *self);
void     postil_window_reveal_sidebar   (PostilWindow *self);
void     postil_window_step_pane        (PostilWindow *self,
                                         int           direction);

/* Full screen, with nothing but the article. */
void     postil_window_set_focus_mode   (PostilWindow *self,
                                         gboolean      is_focused);

/* postil-window-views.c */
void     postil_window_init_views       (PostilWindow *self);
/* The buttons in the header bar. */
void     postil_window_ensure_views     (PostilWindow *self);
/* Which are possible now. */
void     postil_window_update_views     (PostilWindow *self);
/* After another article or folder was opened: the view that is chosen is on screen, and looks again. */
void     postil_window_sync_view        (PostilWindow *self);
/* The one to be shown once the next article is open. */
void     postil_window_want_view        (PostilWindow *self,
                                         const char   *name);
/* "code", or another of the table. */
void     postil_window_show_view        (PostilWindow *self,
                                         const char   *name);

/* postil-window-agreement.c */
GtkWidget *postil_window_create_agreement (PostilWindow *self);
void     postil_window_refresh_agreement (PostilWindow *self,
                                         GtkWidget    *view);

/* postil-window-class.c */
GtkWidget *postil_window_create_class   (PostilWindow *self);
void     postil_window_refresh_class    (PostilWindow *self,
                                         GtkWidget    *view);
/* Asks for the folder into which the hand-ins were dropped. */
void     postil_window_collect_hand_ins (PostilWindow *self);
/* The sheets of the class, while that is shown; FALSE else. */
gboolean postil_window_print_shown_class (PostilWindow *self);

/* postil-window-compare.c */
/* The article in the view that compares, these coders, at this place. */
void     postil_window_compare_at       (PostilWindow *self,
                                         GFile        *article,
                                         PostilSpan    span,
                                         const char *const *coders);
GtkWidget *postil_window_create_compare  (PostilWindow *self);
void     postil_window_refresh_compare  (PostilWindow *self,
                                         GtkWidget    *view);
/* NULL while another view is shown. */
PostilCompareView *postil_window_get_shown_compare (PostilWindow *self);

/* postil-window-copies.c */
void     postil_window_watch_copies     (PostilWindow *self);
void     postil_window_merge_copies     (PostilWindow *self);
/* @message and the first things that @report says, a line each. */
char    *postil_window_dup_listed       (const char   *message,
                                         PostilReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* postil-window-save.c */
/* Above the article; borrowed from the page. */
void     postil_window_run_when_saved   (PostilWindow *self,
                                         GTask        *task,
                                         GTaskThreadFunc function);
PostilBanner *postil_window_add_banner  (PostilWindow *self,
                                         const char   *title);
void     postil_window_watch_store      (PostilWindow *self);
void     postil_window_show_report      (PostilWindow *self);
void     postil_window_save             (PostilWindow *self);
void     postil_window_save_copy        (PostilWindow *self);
/* Forgets the open article. What was to be saved is lost. */
void     postil_window_drop_store       (PostilWindow *self);
/* FALSE when it can go at once; else it goes, or another is opened, when all is saved. */
gboolean postil_window_begin_leaving    (PostilWindow *self);
char    *postil_window_dup_save_state   (PostilWindow *self) G_GNUC_WARN_UNUSED_RESULT;

/* postil-window-dnd.c */
void     postil_window_init_drop        (PostilWindow *self);

G_END_DECLS
