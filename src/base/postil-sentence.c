/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of the borders that ICU finds between sentences are none. Unicode's rules know no
 * abbreviations, and ICU's own lists of them cannot be had from C. Only a period, question
 * or exclamation mark with white space behind it is ever doubted, and never at a line end.
 * Pure functions, any thread. */

#include "config.h"

#include "base/postil-sentence.h"

#include <string.h>
#include <unicode/uchar.h>

/* Lists are words between spaces, without their last period.
 * titles: something always follows. numbers: abbreviations only before a digit. endings: may
 * stand at the end of a sentence too, so the next word decides: starters are the words that
 * in the middle of a sentence are not written with a capital. */
typedef struct
{
  const char *language;
  const char *titles;
  const char *numbers;
  const char *endings;
  const char *starters;
  gboolean    has_ordinals; /* a number with a period is an ordinal, as in "am 3. Oktober" */
} Abbreviations;

static const Abbreviations abbreviations[] = {
  { "en",
    " Mr Mrs Ms Mx Dr Prof Rev Fr Sr St Mt Ft Gen Col Maj Capt Cpt Cmdr Lt Sgt Cpl Pvt Adm Brig "
    "Gov Sen Rep Reps Sens Pres Hon Amb Sec Supt Insp Det Msgr vs v e.g i.e cf viz ca approx ",
    " No Nos no nos p pp Art art Sec sec Fig fig Vol vol Ch ch Para para Jan Feb Mar Apr Jun Jul "
    "Aug Sep Sept Oct Nov Dec ",
    " Inc Ltd Co Corp Bros Jr Sr Esq etc al a.m p.m A.M P.M Ph.D M.D U.S U.K U.N E.U D.C Ave Blvd "
    "Rd dept Dept est Assn Calif Mass Conn Ala Ariz Ark Colo Fla Ga Ill Ind Kan Ky La Md Mich Minn "
    "Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo ",
    " The A An He She It They We You I This That These Those There Then But And Or So If In On At "
    "As For From After Before When While What Who Why How His Her Its Their Our My Your No Not Now "
    "Yet Still However Meanwhile According Some Many Most Both Each All Asked Until Since With "
    "By To ",
    FALSE },
  { "de",
    " Dr Prof Hr Hrn Fr Frl Dipl Ing St Gen Oberst bzw vgl z.B d.h u.a i.d.R z.T v.a o.ä sog ca "
    "evtl ggf inkl exkl zzgl bspw insb Abg Bgm Min Präs ehem geb gest i.A i.V Str str ",
    " Nr Nrn S Abs Art Bd Kap Abb Tab Ziff Jan Feb Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez ",
    " usw etc Co Mio Mrd Tsd u.s.w u.v.m Jh Jhd Jahrh Std Min Sek ",
    " Der Die Das Ein Eine Einer Er Sie Es Wir Ihr Ich Dies Diese Dieser Dieses Doch Aber Und Oder "
    "Wenn Als Im In Am An Auf Aus Bei Mit Nach Von Vor Zu Zum Zur Für Auch Nun So Da Dann Damit "
    "Dabei Danach Darum Dort Heute Gestern Nicht Noch Nur Man Sein Seine Ihre Was Wer Wie Wo Warum "
    "Während Seit Zwar Laut ",
    TRUE },
  { "fr",
    " M MM Mme Mmes Mlle Mlles Dr Pr Me Mgr St Ste Gén Col Cdt Cne c.-à-d p.ex cf env av apr ",
    " no n p pp art Art al chap vol fig janv févr avr juil sept oct nov déc ",
    " etc Cie J.-C S.A ",
    " Le La Les Un Une Des Il Elle Ils Elles On Nous Vous Je Ce Cet Cette Ces Mais Et Ou Donc Or Si "
    "En Dans Sur Pour Par Avec Sans Selon Après Avant Depuis Quand Alors Ainsi Son Sa Ses Leur Leurs "
    "Au Aux Du De Pourtant Cependant ",
    FALSE },
  { "es",
    " Sr Sra Sres Sras Srta Dr Dra Dres Prof Profa Lic Ing Arq D Dña Da Gral Cnel Tte Cap Mons Excmo "
    "Excma Ilmo Ud Uds Vd Vds Sto Sta p.ej cf aprox Gob Dip Sen ",
    " núm núms n.º art arts pág págs p pp cap vol fig ene feb mar abr jun jul ago sept oct nov dic ",
    " etc Cía S.A EE.UU a.C d.C a.m p.m ",
    " El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Lo Yo Nosotros Este Esta Estos Estas Ese Esa "
    "Pero Y O Si No En De Por Para Con Sin Según Tras Cuando Mientras Su Sus Se Al Del Además También "
    "Ya Así Como Desde Entonces ",
    FALSE },
  { "it",
    " Sig Sigg Sig.ra Dott Dott.ssa Prof Prof.ssa Avv Ing Arch On Sen Gen Col Cap Mons S ",
    " n nn art artt p pp pag pagg cap vol fig ",
    " ecc S.p.A a.C d.C ",
    " Il Lo La I Gli Le Un Una Uno Ma E Se In Di Da Per Con Non Si Nel Nella Al Alla Secondo Dopo "
    "Quando Anche Così Questo Questa ",
    FALSE },
  { "pt",
    " Sr Sra Srs Sras Dr Dra Prof Profa Eng Exmo Exma Gen Cel Cap D ",
    " n núm art p pp pág cap vol fig ",
    " etc S.A a.C d.C Ltda Cia ",
    " O A Os As Um Uma Ele Ela Eles Elas Mas E Se Em De No Na Nos Nas Por Para Com Sem Segundo Quando "
    "Este Esta Isso Não Ao Já ",
    FALSE },
  { "nl",
    " dhr mevr mw dr prof ir mr drs ing Dr Prof Mr St bijv d.w.z o.a m.a.w ca resp incl excl vgl ",
    " nr blz art afb ",
    " enz etc jl ",
    " De Het Een Hij Zij Ze Wij We Ik Dit Dat Deze Die Maar En Of Als In Op Aan Bij Met Na Van Voor Om "
    "Ook Nu Zo Er Volgens ",
    FALSE },
  { "pl",
    " prof dr hab inż mgr płk gen kpt por ks św ul np tzn tzw m.in ob ok ",
    " nr str s art ust pkt poz ",
    " itd itp r w ",
    " W Na Z Do To Jak Ale I Nie Po On Ona Oni Ten Ta Te ",
    TRUE },
  { "ru",
    " г гг им т.е т.н ул д кв пр проф акад ген чл см ср ",
    " рис с стр ст п ",
    " т.д т.п др пр руб коп тыс млн млрд г гг в вв ",
    " В На С И Но А Он Она Они Это Как По Не Из К У Я Мы Вы Для При За От До ",
    FALSE },
};

/* Where a word that stands at @p begins: behind white space or an opening mark. */
static const char *
find_word_start (const char *utf8,
                 const char *p)
{
  while (p > utf8)
    {
      const char *before = g_utf8_prev_char (p);
      gunichar c = g_utf8_get_char (before);

      if (!u_isalnum ((UChar32) c) && c != '.' && c != '-' && c != 0xba &&
          u_charType ((UChar32) c) != U_NON_SPACING_MARK)
        break;
      p = before;
    }
  return p;
}

static gboolean
is_listed (const char *list,
           const char *word,
           gsize       n_bytes)
{
  const char *p = list;

  while ((p = strchr (p, ' ')) != NULL && *++p != '\0')
    if (strncmp (p, word, n_bytes) == 0 && p[n_bytes] == ' ')
      return TRUE;
  return FALSE;
}

static gboolean
is_cased (gunichar c)
{
  return u_isupper ((UChar32) c) || u_islower ((UChar32) c);
}

/* "J", and "z" of "z. B.", but not the English "I". */
static gboolean
is_initial (const char *word,
            gsize       n_bytes)
{
  gunichar c = g_utf8_get_char (word);

  return n_bytes == (gsize) (g_utf8_next_char (word) - word) && c != 'I' && is_cased (c);
}

/* "U.S", "N.A.T.O": single letters with periods between them. */
static gboolean
is_dotted (const char *word,
           gsize       n_bytes)
{
  const char *end = word + n_bytes;
  const char *p = word;

  while (p < end && is_cased (g_utf8_get_char (p)))
    {
      p = g_utf8_next_char (p);
      if (p == end)
        return p - word > 2;
      if (*p++ != '.')
        return FALSE;
    }
  return FALSE;
}

static gboolean
is_short_number (const char *word,
                 gsize       n_bytes)
{
  return n_bytes >= 1 && n_bytes <= 2 && g_ascii_isdigit (word[0]) &&
         g_ascii_isdigit (word[n_bytes - 1]);
}

static gboolean
speaks (const Abbreviations *entry,
        const char          *language)
{
  gsize n = strlen (entry->language);

  return language == NULL || (g_ascii_strncasecmp (language, entry->language, n) == 0 &&
                              !g_ascii_isalpha (language[n]));
}

/* What follows the border. */
typedef struct
{
  const char *word;
  gsize       n_bytes;
  gboolean    is_digit;
} Next;

static Next
get_next_word (const char *p,
               const char *end)
{
  Next next = { 0 };

  while (p < end && !u_isalnum ((UChar32) g_utf8_get_char (p)) && *p != '\n')
    p = g_utf8_next_char (p);
  next.word = p;
  next.is_digit = p < end && g_ascii_isdigit (*p);
  while (p < end && u_isalnum ((UChar32) g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  next.n_bytes = (gsize) (p - next.word);
  return next;
}

static gboolean
is_abbreviation (const Abbreviations *entry,
                 const char          *word,
                 gsize                n_bytes,
                 const Next          *next)
{
  gboolean is_starter = is_listed (entry->starters, next->word, next->n_bytes);

  if (is_listed (entry->titles, word, n_bytes))
    return TRUE;
  if (next->is_digit && is_listed (entry->numbers, word, n_bytes))
    return TRUE;
  if (is_starter)
    return FALSE;
  return is_listed (entry->endings, word, n_bytes) || is_initial (word, n_bytes) ||
         is_dotted (word, n_bytes) || (entry->has_ordinals && is_short_number (word, n_bytes));
}

/* Initials and dotted words hold in languages without a list too. */
static gboolean
ends_with_abbreviation (const char *word,
                        gsize       n_bytes,
                        const Next *next,
                        const char *language)
{
  gboolean is_known = FALSE, is_starter = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (abbreviations); i++)
    {
      if (!speaks (&abbreviations[i], language))
        continue;
      is_known = TRUE;
      is_starter |= is_listed (abbreviations[i].starters, next->word, next->n_bytes);
      if ((!is_starter || is_listed (abbreviations[i].titles, word, n_bytes)) &&
          is_abbreviation (&abbreviations[i], word, n_bytes, next))
        return TRUE;
    }
  return !is_known && (is_initial (word, n_bytes) || is_dotted (word, n_bytes));
}

gboolean
postil_sentence_is_border (const char *utf8,
                           gsize       n_bytes,
                           gsize       byte_offset,
                           const char *language)
{
  const char *border, *end, *p, *start;
  gunichar c;
  Next next;

  g_return_val_if_fail (utf8 != NULL, TRUE);
  g_return_val_if_fail (byte_offset <= n_bytes, TRUE);

  if (byte_offset == 0 || byte_offset == n_bytes)
    return TRUE;
  border = utf8 + byte_offset;
  end = utf8 + n_bytes;
  p = border;
  while (p > utf8 && u_isUWhiteSpace ((UChar32) g_utf8_get_char (g_utf8_prev_char (p))))
    {
      p = g_utf8_prev_char (p);
      if (*p == '\n' || g_utf8_get_char (p) == 0x2029 || g_utf8_get_char (p) == 0x2028)
        return TRUE;
    }
  if (p == border || p == utf8)
    return TRUE;

  next = get_next_word (border, end);
  c = g_utf8_get_char (border);
  if (u_islower ((UChar32) c))
    return FALSE;
  if (p[-1] != '.')
    return TRUE;
  p--;
  start = find_word_start (utf8, p);
  return start == p || !ends_with_abbreviation (start, (gsize) (p - start), &next, language);
}
