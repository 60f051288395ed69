/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where an article ends within the element that holds it: at a line that says comments, in any
 * language that has many pages; what follows a line such as "related articles" is left out as
 * long as it looks like pointers to other pages; and notes on who owns the text. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#define LINE_CHARS 60u
#define NOTE_CHARS 400u
#define ENOUGH_BEFORE 200u /* characters of running text that stand before an end */
#define TEASER_CHARS 300u

typedef struct
{
  guint    n_all;    /* characters of running text */
  guint    n_before; /* the same, so far */
  gboolean is_over;
} Ends;

/* Whole lines in lower case, without what stands at their ends and is no letter. */
static const char *const comments[] = {
  "add a comment", "comments", "commentaires", "comentarios", "comentários", "commenti", "dodaj komentarz",
  "facebook comments", "hozzászólások", "kommentare", "kommentarer", "komentarze", "komentáře", "komentarzy",
  "laissez un commentaire", "leave a comment", "leave a reply", "leave your comment", "leserkommentare", "lesermeinungen",
  "post a comment", "reacties", "reader comments", "user comments", "yorumlar", "σχόλια", "σχολια",
  "комментарии", "комментарии читателей", "коментарі", "оставить комментарий", "تعليقات", "التعليقات", "תגובות",
  "コメント", "发表评论", "发表留言", "發表評論", "我来说两句", "我要评论", "最新评论", "网友评论", "網友評論", "评论", "評論", "댓글",
};

static const char *const elsewhere[] = {
  "also read", "see also", "related", "related articles", "related content", "related links", "related news", "related posts",
  "related stories", "related topics", "more news", "more stories", "most popular", "most read", "latest news", "recent posts", "recommended",
  "you may also like", "you might also like", "articles liés", "à lire aussi", "lire aussi", "sur le même sujet", "dans la même rubrique",
  "ähnliche", "ähnliche artikel", "ähnliche beiträge", "auch interessant", "das könnte sie auch interessieren", "lesen sie auch", "mehr zum thema", "meistgelesen", "zum thema",
  "weitere artikel", "weitere meldungen", "artículos relacionados", "lea también", "más noticias", "noticias relacionadas", "te puede interesar",
  "leia também", "leia mais", "notícias relacionadas", "veja também", "articoli correlati", "leggi anche", "potrebbe interessarti",
  "gerelateerd", "lees ook", "meer nieuws", "les også", "læs også", "läs också", "lue myös", "czytaj również", "czytaj także", "czytaj też", "czytaj więcej",
  "inne artykuły", "najnowsze", "ostatnie wiadomości", "podobne", "podobne artykuły", "polecamy", "powiązane artykuły", "przeczytaj również", "przeczytaj także",
  "przeczytaj też", "więcej na ten temat", "zobacz również", "zobacz także", "zobacz też", "související články", "čtěte také", "kapcsolódó cikkek",
  "citește și", "ilgili haberler", "διαβάστε ακόμα", "διαβάστε επίσης", "δείτε ακόμη", "σχετικά", "σχετικά άρθρα", "σχετικές ειδήσεις",
  "ещё по теме", "еще по теме", "больше по теме", "главное", "другие новости", "материалы по теме", "новости партнеров", "новости партнёров",
  "новости по теме", "по теме", "последние новости", "похожие новости", "самое читаемое", "смотрите также", "ссылки по теме", "статьи по теме",
  "также по теме", "читайте также", "читати також", "читайте також", "новини по темі", "اقرأ أيضا", "مواضيع ذات صلة", "כתבות נוספות",
  "関連記事", "関連ニュース", "相关新闻", "相关文章", "相关阅读", "相关报道", "相关链接", "延伸阅读", "推荐阅读", "更多新闻", "热点新闻",
  "相關新聞", "相關文章", "相關報導", "延伸閱讀", "更多新聞", "熱門新聞", "관련기사",
};

static const char *const owned[] = {
  "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados",
  "tutti i diritti riservati", "alle rechten voorbehouden", "wszelkie prawa zastrzeżone", "все права защищены", "všechna práva vyhrazena",
  "版权所有", "版權所有", "未经授权", "未經授權", "不得转载", "不得轉載", "無断転載", "무단전재",
};

/* "› Comments (13)" is comments. */
static char *
dup_bare (xmlNode *node)
{
  g_autofree char *line = postil_html_dup_line (node);
  g_autofree char *folded = g_utf8_strdown (line, -1);
  const char *start = folded;
  const char *end = folded + strlen (folded);

  while (*start != '\0' && !g_unichar_isalpha (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (g_unichar_isalpha (g_utf8_get_char (last)) || g_unichar_ismark (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, (gsize) (end - start));
}

static gboolean
is_one_of (const char        *line,
           const char *const *lines,
           gsize              n_lines)
{
  for (gsize i = 0; i < n_lines; i++)
    if (strcmp (line, lines[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_line (PostilHtmlInfo *info)
{
  return info->n_chars <= LINE_CHARS && info->role != POSTIL_HTML_INLINE && info->role != POSTIL_HTML_LINK &&
         info->role != POSTIL_HTML_CELL && info->role != POSTIL_HTML_ROW && info->role != POSTIL_HTML_ITEM;
}

static gboolean
says_owned (xmlNode        *node,
            PostilHtmlInfo *info)
{
  g_autofree char *line = NULL;
  g_autofree char *folded = NULL;

  if (info->has_blocks || info->n_chars > NOTE_CHARS || info->role == POSTIL_HTML_INLINE || info->role == POSTIL_HTML_LINK)
    return FALSE;
  line = postil_html_dup_line (node);
  folded = g_utf8_strdown (line, -1);
  if (g_str_has_prefix (folded, "©") || g_str_has_prefix (folded, "copyright ") || g_str_has_prefix (folded, "(c) "))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    if (strstr (folded, owned[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Short, or mostly links: what leads to other pages. */
static gboolean
is_teaser (PostilHtmlInfo *info)
{
  return info->n_chars < TEASER_CHARS ? info->n_link_chars > 0 || info->role != POSTIL_HTML_PARAGRAPH
                                      : info->n_link_chars * 4 > info->n_chars;
}

/* A heading ends the article; a mere line may be a cell or a button, so that most must be behind. */
static gboolean
are_comments (const Ends           *self,
              const PostilHtmlInfo *info,
              const char           *bare)
{
  if (info->role != POSTIL_HTML_HEADING && (info->n_link_chars > 0 || self->n_before * 2 < self->n_all))
    return FALSE;
  return is_one_of (bare, comments, G_N_ELEMENTS (comments));
}

static void
drop_after_ends (xmlNode *node,
                 Ends    *self)
{
  gboolean is_elsewhere = FALSE;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info = child->type == XML_ELEMENT_NODE ? postil_html_get_info (child) : NULL;
      g_autofree char *bare = NULL;

      if (info == NULL || info->is_dropped || (info->n_chars == 0 && !self->is_over))
        continue;
      is_elsewhere = is_elsewhere && is_teaser (info);
      if (self->is_over || is_elsewhere)
        {
          info->is_dropped = TRUE;
          continue;
        }
      if (self->n_before >= ENOUGH_BEFORE && is_line (info))
        bare = dup_bare (child);
      if (bare != NULL)
        {
          self->is_over = are_comments (self, info, bare);
          is_elsewhere = is_one_of (bare, elsewhere, G_N_ELEMENTS (elsewhere));
        }
      if (self->is_over || is_elsewhere || (self->n_before >= ENOUGH_BEFORE && says_owned (child, info)))
        info->is_dropped = TRUE;
      else if (info->has_blocks)
        drop_after_ends (child, self);
      else
        self->n_before += info->n_paragraph_chars;
    }
}

void
postil_html_drop_after_ends (xmlNode *article)
{
  Ends self = { .n_all = postil_html_get_info (article)->n_paragraph_chars };

  drop_after_ends (article, &self);
}
