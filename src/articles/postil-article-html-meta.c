/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what a page says of itself. The order of belief: JSON-LD, OpenGraph and the metadata
 * of news sites, Dublin Core, plain metadata, and last what the page shows. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

#define BYLINE_CHARS 100
#define MAX_NAME_WORDS 6u
#define MIN_HEADLINE_SIGNS 6u
#define MAX_HEADLINE_BYTES 400u
#define ENOUGH_LIKENESS 0.4

/* First come, first believed. */
static const struct
{
  const char *name;
  gsize       member;
} names[] = {
  { "og:title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "citation_title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "dc.title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "dc:title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "dcterm:title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "parsely-title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "twitter:title", G_STRUCT_OFFSET (PostilArticleMeta, title) },
  { "article:author", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "dc.creator", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "dc:creator", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "dcterm:creator", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "parsely-author", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "sailthru.author", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "byl", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "byline", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "author", G_STRUCT_OFFSET (PostilArticleMeta, author) },
  { "og:site_name", G_STRUCT_OFFSET (PostilArticleMeta, publisher) },
  { "dc.publisher", G_STRUCT_OFFSET (PostilArticleMeta, publisher) },
  { "publisher", G_STRUCT_OFFSET (PostilArticleMeta, publisher) },
  { "application-name", G_STRUCT_OFFSET (PostilArticleMeta, publisher) },
  { "og:url", G_STRUCT_OFFSET (PostilArticleMeta, url) },
  { "dc.language", G_STRUCT_OFFSET (PostilArticleMeta, language) },
  { "content-language", G_STRUCT_OFFSET (PostilArticleMeta, language) },
  { "og:locale", G_STRUCT_OFFSET (PostilArticleMeta, language) },
};

static const char *const date_names[] = {
  "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
  "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dc:date", "citation_date", "pubdate", "publishdate", "publish-date",
  "date",
};

typedef struct
{
  PostilArticleMeta *meta;
  GHashTable        *values; /* name of a meta element → content */
  xmlNode           *title;  /* of the head */
  xmlNode           *h1;
  guint              n_h1;
  xmlNode           *byline;
  const char        *time;
  const char        *canonical;
  char             **body;
} Facts;

static void
note_meta (Facts   *self,
           xmlNode *node)
{
  static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
  const char *content = postil_xml_get_attribute (node, "content");

  for (guint i = 0; i < G_N_ELEMENTS (keys) && content != NULL && *content != '\0'; i++)
    {
      const char *key = postil_xml_get_attribute (node, keys[i]);
      g_auto (GStrv) words = key != NULL ? g_strsplit_set (key, " \t\n", -1) : NULL;

      /* A property may be several names, separated by spaces. */
      for (guint j = 0; words != NULL && words[j] != NULL && j < 8; j++)
        {
          g_autofree char *folded = g_ascii_strdown (words[j], -1);

          if (*folded != '\0' && !g_hash_table_contains (self->values, folded))
            g_hash_table_insert (self->values, g_steal_pointer (&folded), (gpointer) content);
        }
    }
}

static gboolean
is_byline (xmlNode *node)
{
  static const char *const words[] = { "author", "byline" };
  const char *rel = postil_xml_get_attribute (node, "rel");
  const char *property = postil_xml_get_attribute (node, "itemprop");

  if ((rel != NULL && strcmp (rel, "author") == 0) || (property != NULL && strcmp (property, "author") == 0))
    return TRUE;
  return postil_html_has_word (node, words, G_N_ELEMENTS (words));
}

static void
note_shown (Facts   *self,
            xmlNode *node)
{
  if (postil_xml_is (node, "title") && self->title == NULL && !postil_xml_is (node->parent, "svg"))
    self->title = node;
  else if (postil_xml_is (node, "h1"))
    {
      self->n_h1++;
      if (self->h1 == NULL)
        self->h1 = node;
    }
  else if (postil_xml_is (node, "time") && self->time == NULL)
    self->time = postil_xml_get_attribute (node, "datetime");
  if (self->byline == NULL && is_byline (node))
    {
      g_autofree char *content = postil_xml_dup_content (node);
      glong length = g_utf8_strlen (g_strstrip (content), -1);

      if (length > 2 && length < BYLINE_CHARS)
        self->byline = node;
    }
}

static void
note (Facts   *self,
      xmlNode *node)
{
  const char *type = postil_xml_get_attribute (node, "type");

  if (postil_xml_is (node, "meta"))
    note_meta (self, node);
  else if (postil_xml_is (node, "link"))
    {
      const char *rel = postil_xml_get_attribute (node, "rel");

      if (rel != NULL && strcmp (rel, "canonical") == 0 && self->canonical == NULL)
        self->canonical = postil_xml_get_attribute (node, "href");
    }
  else if (postil_xml_is (node, "script") && type != NULL && strstr (type, "ld+json") != NULL)
    {
      g_autofree char *json = postil_xml_dup_content (node);

      g_autofree char *title = self->title != NULL ? postil_xml_dup_content (self->title) : NULL;

      postil_html_read_json_ld (json, title, self->meta, self->body);
    }
  else
    note_shown (self, node);
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      note (self, child);
}

static void
take_names (Facts *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_hash_table_lookup (self->values, names[i].name);
      char **member = G_STRUCT_MEMBER_P (self->meta, names[i].member);

      if (value != NULL && member == &self->meta->author && strstr (value, "://") != NULL)
        continue;
      postil_article_meta_set (member, value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (date_names); i++)
    postil_article_meta_set_date (&self->meta->date, g_hash_table_lookup (self->values, date_names[i]));
}

static guint
count_words (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += !g_ascii_isspace (*p) && (p == text || g_ascii_isspace (p[-1]));
  return n;
}

/* With words of different elements apart: pages part first and last names by looks only. */
static void
append_apart (xmlNode *node,
              GString *out)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      const char *text = postil_xml_get_text (child);

      if (text != NULL)
        g_string_append (out, text);
      if (child->type != XML_ELEMENT_NODE || postil_xml_is (child, "script") || postil_xml_is (child, "style"))
        continue;
      g_string_append_c (out, ' ');
      append_apart (child, out);
      g_string_append_c (out, ' ');
    }
}

static char *
dup_apart (xmlNode *node)
{
  GString *out = g_string_new (NULL);

  append_apart (node, out);
  return g_string_free (out, FALSE);
}

/* Chinese and Japanese have no spaces: "标题_网站" is parted by less. */
static gboolean
is_without_spaces (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_utf8_get_char (p) >= 0x2e80 && g_utf8_get_char (p) < 0xa000;
  return n >= MIN_HEADLINE_SIGNS;
}

static char *
dup_before (const char *title,
            const char *separator)
{
  const char *last = g_strrstr (title, separator);
  g_autofree char *before = last != NULL ? g_strndup (title, (gsize) (last - title)) : NULL;

  if (before == NULL || (count_words (before) < 3 && !is_without_spaces (before)))
    return NULL;
  return g_steal_pointer (&before);
}

/* "Headline | The Site": what stands before the last separator, if that is a headline. */
static char *
dup_headline (const char *title)
{
  static const char *const separators[] = { " | ", " – ", " — ", " - ", " :: ", " » ", " / " };
  static const char *const narrow[] = { "_", "|", "-", "－", "—" };

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    if (strstr (title, separators[i]) != NULL)
      {
        char *before = dup_before (title, separators[i]);

        return before != NULL ? before : g_strdup (title);
      }
  for (guint i = 0; i < G_N_ELEMENTS (narrow) && is_without_spaces (title); i++)
    if (strstr (title, narrow[i]) != NULL)
      {
        char *before = dup_before (title, narrow[i]);

        return before != NULL ? before : g_strdup (title);
      }
  return g_strdup (title);
}

/* How many of the words of the shorter one stand in the other. */
static double
get_likeness (const char *one,
              const char *other)
{
  g_autofree char *a = g_utf8_strdown (one, -1);
  g_autofree char *b = g_utf8_strdown (other, -1);
  g_auto (GStrv) words = g_str_tokenize_and_fold (a, NULL, NULL);
  g_auto (GStrv) others = g_str_tokenize_and_fold (b, NULL, NULL);
  guint n = g_strv_length (words), n_others = g_strv_length (others), n_same = 0;

  for (guint i = 0; i < n; i++)
    n_same += g_strv_contains ((const char *const *) others, words[i]);
  return MIN (n, n_others) >= 3 ? (double) n_same / MIN (n, n_others) : 0;
}

/* Pages have other titles for search engines than the one that they show; a reader knows that one. */
static void
prefer_shown_title (Facts *self)
{
  g_autofree char *h1 = self->n_h1 == 1 ? dup_apart (self->h1) : NULL;
  g_autofree char *line = NULL;

  postil_article_meta_set (&line, h1);
  if (line == NULL || self->meta->title == NULL || strlen (line) > MAX_HEADLINE_BYTES || get_likeness (line, self->meta->title) < ENOUGH_LIKENESS)
    return;
  g_free (self->meta->title);
  self->meta->title = g_steal_pointer (&line);
}

static void
take_shown_title (Facts *self)
{
  g_autofree char *title = self->title != NULL ? postil_xml_dup_content (self->title) : NULL;
  g_autofree char *h1 = self->h1 != NULL ? postil_xml_dup_content (self->h1) : NULL;
  g_autofree char *headline = NULL;
  g_autofree char *line = NULL;
  g_autofree char *whole = NULL;

  postil_article_meta_set (&line, h1);
  postil_article_meta_set (&whole, title);
  if (whole == NULL || (line != NULL && strstr (whole, line) != NULL && count_words (line) >= 3))
    {
      postil_article_meta_set (&self->meta->title, line);
      return;
    }
  headline = dup_headline (whole);
  postil_article_meta_set (&self->meta->title, headline);
}

/* "By Ann Lee", and "ByAnn Lee" where a page parts them by looks only. */
static void
strip_by (char **author)
{
  static const char *const bys[] = { "by", "by:", "von", "par", "por", "di", "written by", "posted by" };
  g_autofree char *folded = *author != NULL ? g_utf8_strdown (*author, -1) : NULL;

  for (guint i = 0; folded != NULL && i < G_N_ELEMENTS (bys); i++)
    {
      const char *rest = *author + strlen (bys[i]);

      if (g_str_has_prefix (folded, bys[i]) && (*rest == ' ' || g_ascii_isupper (*rest)))
        {
          g_autofree char *old = *author;

          *author = g_strstrip (g_strdup (rest));
          return;
        }
    }
}

/* A byline often goes on with the time: "Ann Lee - Apr 16, 2015 8:02 pm UTC". */
static void
strip_time (char **author)
{
  static const char *const words[] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "january", "february", "march",
    "april", "june", "july", "august", "september", "october", "november", "december", "sept", "mon", "tue", "wed",
    "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "on",
    "at", "last", "published", "posted", "updated", "-", "|", "–", "—", "•", "·", "/", "le", "am", "um", "den", NULL
  };
  g_auto (GStrv) parts = NULL;
  guint n;

  if (*author == NULL || strpbrk (*author, "0123456789") == NULL)
    return;
  (*author)[strcspn (*author, "0123456789")] = '\0';
  parts = g_strsplit (*author, " ", -1);
  for (n = g_strv_length (parts); n > 0; n--)
    {
      g_autofree char *word = g_ascii_strdown (parts[n - 1], -1);

      word[strcspn (word, ".,:")] = '\0';
      if (word[0] != '\0' && !g_strv_contains (words, word))
        break;
      parts[n - 1][0] = '\0';
    }
  g_free (*author);
  *author = g_strjoinv (" ", parts);
  g_strstrip (*author);
  if (n == 0)
    g_clear_pointer (author, g_free);
}

static gboolean
is_same (const char *one,
         const char *other)
{
  g_autofree char *a = one != NULL ? postil_html_dup_letters (one) : NULL;
  g_autofree char *b = other != NULL ? postil_html_dup_letters (other) : NULL;

  return a != NULL && *a != '\0' && g_strcmp0 (a, b) == 0;
}

/* Whether a person or a newsroom can be called so, and not ", USA TODAY", "—" or what somebody is. */
static gboolean
is_name (const char *author)
{
  return (g_ascii_isalnum (*author) || (guint8) *author >= 0xc3) && !g_unichar_ispunct (g_utf8_get_char (author)) &&
         !(g_str_has_suffix (author, ".") && count_words (author) > MAX_NAME_WORDS);
}

/* The site itself, or how somebody logs in there: a byline that is shown knows better. */
static gboolean
is_poor_name (const PostilArticleMeta *meta)
{
  const char *author = meta->author;

  return is_same (author, meta->publisher) || strspn (author, "abcdefghijklmnopqrstuvwxyz.") == strlen (author);
}

static void
take_byline (Facts *self)
{
  PostilArticleMeta *meta = self->meta;
  g_autofree char *content = self->byline != NULL ? dup_apart (self->byline) : NULL;
  g_autofree char *byline = NULL;

  if (meta->author != NULL && !is_name (meta->author))
    g_clear_pointer (&meta->author, g_free);
  postil_article_meta_set (&byline, content);
  strip_time (&byline);
  strip_by (&byline);
  strip_by (&meta->author);
  if (byline == NULL || !is_name (byline))
    return;
  if (meta->author != NULL && is_poor_name (meta) && count_words (byline) > 1)
    g_clear_pointer (&meta->author, g_free);
  postil_article_meta_set (&meta->author, byline);
}

/* "Headline | The Site" where the site says how it is called; a title that is no more than its
 * name is none. */
static void
strip_site (char      **title,
            const char *publisher)
{
  static const char *const separators[] = { " | ", " – ", " — ", " - ", " :: ", " » ", " • " };

  if (*title == NULL || publisher == NULL)
    return;
  if (is_same (*title, publisher))
    g_clear_pointer (title, g_free);
  for (guint i = 0; *title != NULL && i < G_N_ELEMENTS (separators); i++)
    {
      char *last = g_strrstr (*title, separators[i]);

      if (last != NULL && last > *title && is_same (last + strlen (separators[i]), publisher))
        *last = '\0';
    }
}

/* "en_US" and "EN-us" to "en-US"; what is no language tag is left out. */
static void
normalise_language (char **language)
{
  char *p = *language;
  gsize length;

  if (p == NULL)
    return;
  p[strcspn (p, ",; ")] = '\0';
  g_strdelimit (p, "_", '-');
  length = strcspn (p, "-");
  for (gsize i = 0; i < length; i++)
    p[i] = g_ascii_tolower (p[i]);
  if (p[length] == '-' && strlen (p + length) == 3)
    for (char *q = p + length; *q != '\0'; q++)
      *q = g_ascii_toupper (*q);
  if (length < 2 || length > 3 || strspn (p, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-") != strlen (p))
    g_clear_pointer (language, g_free);
}

/* What a page's title ends with is no headline. */
static gboolean
is_site (const Facts *self,
         const char  *name)
{
  g_autofree char *title = self->title != NULL ? postil_xml_dup_content (self->title) : NULL;
  g_autofree char *letters = title != NULL ? postil_html_dup_letters (title) : NULL;
  g_autofree char *own = postil_html_dup_letters (name);

  return letters != NULL && strlen (letters) > 2 * strlen (own) && g_str_has_suffix (letters, own);
}

void
postil_html_read_meta (xmlDoc            *doc,
                       PostilArticleMeta *meta,
                       char             **body)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Facts facts = { .meta = meta, .values = values, .body = body };
  xmlNode *root = xmlDocGetRootElement (doc);

  if (root == NULL)
    return;
  note (&facts, root);
  if (meta->title != NULL && is_site (&facts, meta->title))
    g_clear_pointer (&meta->title, g_free);
  if (facts.canonical != NULL && g_str_has_prefix (facts.canonical, "http"))
    {
      g_clear_pointer (&meta->url, g_free);
      postil_article_meta_set (&meta->url, facts.canonical);
    }
  if (meta->language == NULL)
    postil_article_meta_set (&meta->language, postil_xml_get_attribute (root, "lang"));
  normalise_language (&meta->language);
  take_names (&facts);
  strip_site (&meta->title, meta->publisher);
  take_shown_title (&facts);
  prefer_shown_title (&facts);
  take_byline (&facts);
  postil_article_meta_set_date (&meta->date, facts.time);
  normalise_language (&meta->language);
}
