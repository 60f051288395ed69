/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds out the charset of bytes that name none. ICU's detector knows the habits of some
 * languages, but takes Korean for Chinese, or Polish for French, when a text is short. So it
 * only adds to a judgement of our own: each charset decodes a sample strictly, and is weighed
 * by how common the characters are that come out. East Asian charsets win by the script alone
 * (kana, Hangul, the most frequent Chinese characters); the others by the letters of their
 * languages. Pure functions, any thread. */

#include "config.h"

#include "base/postil-charset.h"

#include <math.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

#include "base/postil-charset-private.h"

#define SAMPLE_BYTES (8u * 1024u)

/* From these shares of the characters on, an East Asian charset is believed. */
#define ENOUGH_HANGUL 0.85
#define ENOUGH_KANA 0.10
#define ENOUGH_COMMON_HANZI 0.40
#define ODD_SHARE 0.02 /* that a charset loses by characters that no text has */

typedef UConverter Converter;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Converter, ucnv_close)
typedef UCharsetDetector Detector;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Detector, ucsdet_close)

typedef enum
{
  FAMILY_WESTERN,
  FAMILY_CELTIC,
  FAMILY_ESPERANTO, /* and Maltese */
  FAMILY_VIETNAMESE,
  FAMILY_CENTRAL,
  FAMILY_BALTIC,
  FAMILY_TURKISH,
  FAMILY_CYRILLIC,
  FAMILY_GREEK,
  FAMILY_HEBREW,
  FAMILY_ARABIC,
  FAMILY_THAI,
  FAMILY_CHINESE,
  FAMILY_JAPANESE,
  FAMILY_KOREAN
} Family;

/* The prior is a logarithm, for what the letters cannot decide. ICU's detector knows one
 * name for a charset of ISO and its larger brother of Windows. */
static const struct
{
  const char *charset;
  const char *converter;
  Family      family;
  double      prior;
  const char *brother;
} candidates[] = {
  { "windows-1252", "windows-1252", FAMILY_WESTERN, 0, "iso-8859-1" },
  { "iso-8859-15", "iso-8859-15", FAMILY_WESTERN, -3, "iso-8859-1" },
  { "macintosh", "macintosh", FAMILY_WESTERN, -4, NULL },
  { "ibm850", "ibm850", FAMILY_WESTERN, -4.5, NULL },
  { "ibm437", "ibm437", FAMILY_WESTERN, -6, NULL },
  { "ibm860", "ibm860", FAMILY_WESTERN, -7, NULL },
  { "ibm861", "ibm861", FAMILY_WESTERN, -7, NULL },
  { "ibm865", "ibm865", FAMILY_WESTERN, -6.5, NULL },
  { "iso-8859-14", "iso-8859-14", FAMILY_CELTIC, -7, NULL },
  { "iso-8859-3", "iso-8859-3", FAMILY_ESPERANTO, -6, NULL },
  { "windows-1258", "windows-1258", FAMILY_VIETNAMESE, -4, NULL },
  { "windows-1250", "windows-1250", FAMILY_CENTRAL, -1, "iso-8859-2" },
  { "iso-8859-2", "iso-8859-2", FAMILY_CENTRAL, -2, "windows-1250" },
  { "iso-8859-16", "iso-8859-16", FAMILY_CENTRAL, -5, NULL },
  { "ibm852", "ibm852", FAMILY_CENTRAL, -8, NULL },
  { "x-mac-centraleurroman", "x-mac-centraleurroman", FAMILY_CENTRAL, -9, NULL },
  { "windows-1257", "windows-1257", FAMILY_BALTIC, -3, NULL },
  { "iso-8859-13", "iso-8859-13", FAMILY_BALTIC, -4, NULL },
  { "iso-8859-4", "iso-8859-4", FAMILY_BALTIC, -5, NULL },
  { "iso-8859-10", "iso-8859-10", FAMILY_BALTIC, -7, NULL },
  { "ibm775", "ibm775", FAMILY_BALTIC, -8, NULL },
  { "windows-1254", "windows-1254", FAMILY_TURKISH, -2, "iso-8859-9" },
  { "ibm857", "ibm857", FAMILY_TURKISH, -9, NULL },
  { "x-mac-turkish", "x-mac-turkish", FAMILY_TURKISH, -9, NULL },
  { "windows-1251", "windows-1251", FAMILY_CYRILLIC, -1, NULL },
  { "koi8-r", "koi8-r", FAMILY_CYRILLIC, -2, NULL },
  { "koi8-u", "koi8-u", FAMILY_CYRILLIC, -3, "koi8-r" },
  { "iso-8859-5", "iso-8859-5", FAMILY_CYRILLIC, -4, NULL },
  { "ibm866", "ibm866", FAMILY_CYRILLIC, -4, NULL },
  { "x-mac-cyrillic", "x-mac-cyrillic", FAMILY_CYRILLIC, -5, NULL },
  { "ibm855", "ibm855", FAMILY_CYRILLIC, -6, NULL },
  { "ibm1125", "ibm-1125", FAMILY_CYRILLIC, -6, NULL },
  { "windows-1253", "windows-1253", FAMILY_GREEK, -1, "iso-8859-7" },
  { "iso-8859-7", "iso-8859-7", FAMILY_GREEK, -2, "windows-1253" },
  { "ibm737", "ibm737", FAMILY_GREEK, -6, NULL },
  { "ibm869", "ibm869", FAMILY_GREEK, -7, NULL },
  { "x-mac-greek", "x-mac-greek", FAMILY_GREEK, -6, NULL },
  { "windows-1255", "windows-1255", FAMILY_HEBREW, -1, "iso-8859-8" },
  { "ibm862", "ibm862", FAMILY_HEBREW, -6, NULL },
  { "windows-1256", "windows-1256", FAMILY_ARABIC, -1, "iso-8859-6" },
  { "iso-8859-6", "iso-8859-6", FAMILY_ARABIC, -2, "windows-1256" },
  { "windows-874", "windows-874", FAMILY_THAI, -1, NULL },
  { "gb18030", "gb18030", FAMILY_CHINESE, 0, NULL },
  { "big5", "windows-950", FAMILY_CHINESE, 0, NULL },
  { "big5-hkscs", "big5-hkscs", FAMILY_CHINESE, -0.01, NULL },
  { "shift_jis", "shift_jis", FAMILY_JAPANESE, 0, NULL },
  { "euc-jp", "euc-jp", FAMILY_JAPANESE, 0, NULL },
  { "euc-kr", "windows-949", FAMILY_KOREAN, 0, NULL },
};

/* The letters beyond ASCII of a language, the most frequent first, and how many times more
 * marks (quotation marks, dashes) than elsewhere there are to a letter. */
typedef struct
{
  Family      family;
  const char *letters;
  double      marks;
} Language;

static const Language languages[] = {
  { FAMILY_WESTERN, "éïöçñüèáó", 5 }, /* English, with names of others */
  { FAMILY_WESTERN, "üäöß", 1 }, /* German */
  { FAMILY_WESTERN, "éèàêçùîôâûëïœ", 1 }, /* French */
  { FAMILY_WESTERN, "óíáéñúü¿¡", 1 }, /* Spanish */
  { FAMILY_WESTERN, "ãçáéíóêõúâàô", 1 }, /* Portuguese */
  { FAMILY_WESTERN, "èàòùìé", 1 }, /* Italian */
  { FAMILY_WESTERN, "àéèòóíçúïü·", 1 }, /* Catalan */
  { FAMILY_WESTERN, "äåöé", 1 }, /* Swedish, Finnish */
  { FAMILY_WESTERN, "øåæéóô", 1 }, /* Danish, Norwegian */
  { FAMILY_WESTERN, "ëéïöèüê", 1 }, /* Dutch */
  { FAMILY_WESTERN, "ðíáóþéöúýæ", 1 }, /* Icelandic */
  { FAMILY_WESTERN, "äõüöšž", 1 }, /* Estonian */
  { FAMILY_CELTIC, "âŵîŷêôûïáé", 1 }, /* Welsh */
  { FAMILY_ESPERANTO, "ĝŭĉŝĵĥ", 1 },
  { FAMILY_ESPERANTO, "ħżġċàèùòì", 1 },
  /* Its charset has the tones as marks that follow their letter. */
  { FAMILY_VIETNAMESE, "\u0323\u0301\u0300đêưôâơ\u0309ăàá\u0303íóéúèùìò", 1 },
  { FAMILY_CENTRAL, "łęóążśćńź", 1 }, /* Polish */
  { FAMILY_CENTRAL, "íáěéřčýžšůúťďňó", 1 }, /* Czech */
  { FAMILY_CENTRAL, "áíýéčžúšľťôäóňďĺŕ", 1 }, /* Slovak */
  { FAMILY_CENTRAL, "áéőöíóüúű", 1 }, /* Hungarian */
  { FAMILY_CENTRAL, "ăâîşţ", 1 }, /* Romanian */
  { FAMILY_CENTRAL, "ăâîșț", 1 }, /* the same, with its own letters */
  { FAMILY_CENTRAL, "čšžćđ", 1 }, /* Croatian, Slovene */
  { FAMILY_BALTIC, "ėųšįžčūęą", 1 }, /* Lithuanian */
  { FAMILY_BALTIC, "āīēšūņļģķčž", 1 }, /* Latvian */
  { FAMILY_BALTIC, "äõüöšž", 1 }, /* Estonian */
  { FAMILY_TURKISH, "ıüşğçöİâî", 1 }, /* Turkish */
  { FAMILY_CYRILLIC, "оеаинтсрвлкмдпуяызьбгчйхжюшцщэфъё", 1 },
  { FAMILY_CYRILLIC, "оаинвіретслкудмпзяьбгйчхцжїюєшфщґ", 1 },
  { FAMILY_CYRILLIC, "аоиентрсвлдкпмъзуягбчщшжхцйюьф", 1 },
  { FAMILY_CYRILLIC, "аоиенртсвјукдпмлбзгшцжћчђњљхфџ", 1 },
  { FAMILY_GREEK, "αοιετσνηυρπκμλςωίάόέύήθδγφχβξζψώϊϋΐΰ", 1 },
  { FAMILY_HEBREW, "יוהלראתבמשםנדקעחפכטגצסןזךףץ", 1 },
  { FAMILY_ARABIC, "المينورتبةعدفسهكقحجأشصطىخإذضزثءئغظؤآ،", 1 },
  { FAMILY_ARABIC, "اینردهمتوسبلشکزفگعخقجآپحصطچضغءذظثژ،", 1 },
  { FAMILY_THAI, "านรอก่เงม้ยลวดัทสีตะปบคิหแจพชขใไผโซุูืำ็ึถธ์ณศญฟๆษภ", 1 },
};

/* Marks that stand in the text of any language. */
static const char common_marks[] = "“”„‘’‚–—…«»‹›•°§€№· ";

/* The most frequent Chinese characters, in both writings. */
static const char common_hanzi[] =
  "的一是不了在人有我他這这中大來来上國国個个到說说們们為为子和你地出道也時时年得就那要下以生會会"
  "自着著去之過过家學学對对可里裡她后後小心多天而能好都然沒没日於于起還还發发成事只作當当想看文無无"
  "開开手十用主行方又如前所本見见經经頭头面公同三已老從从動动兩两長长知民樣样現现分將将外但身些與与"
  "高意進进把法此實实回二理美點点月明其種种聲声全工己話话兒儿者向情部正名定女問问力機机給给等幾几很"
  "業业最間间新什打便位因重被走電电四第門门相次東东政海口使教西再平真聽听世氣气信北少關关並并內内加"
  "化由卻却代軍军產产入先山五太水萬万市眼體体別别處处總总才場场師师書书比住員员九笑性通目華华報报立"
  "馬马命張张活難难神數数件安表原車车白應应路期叫死常提感金何更反合放做系計计或司利受光王果親亲界及"
  "今京務务制解各任至清物台象記记邊边共風风戰战干接它許许八特覺觉望直服毛林題题建南度統统色字請请交"
  "愛爱讓让認认算論论百吃義义科怎元社術术結结六功指思非流每青管夫連连遠远資资隊队跟帶带花快條条院變变"
  "聯联言權权往展該该領领傳传近留紅红治決决周保達达辦办運运武半候七必城父強强步完革深區区即求品士轉转"
  "量空甚眾众技輕轻程告江語语英基派滿满式李息寫写呢識识極极令黃黄德收臉脸錢钱黨党倒未持取設设始版雙双"
  "歷历越史商千片容研像找友孩站廣广改議议形委早房音火際际則则首單单據据導导影失拿網网香似斯專专石若";

static gboolean
has_high_byte (const char *p,
               const char *end)
{
  for (; p < end; p++)
    if ((guint8) *p >= 0x80)
      return TRUE;
  return FALSE;
}

/* The lines that have bytes beyond ASCII, up to SAMPLE_BYTES. */
static GString *
take_sample (const char *bytes,
             gsize       n_bytes)
{
  GString *sample = g_string_sized_new (SAMPLE_BYTES);
  const char *end = bytes + n_bytes;

  for (const char *p = bytes; p < end && sample->len < SAMPLE_BYTES;)
    {
      const char *line_end = p;

      while (line_end < end && *line_end != '\n' && *line_end != '\r')
        line_end++;
      if (line_end < end)
        line_end++;
      if (has_high_byte (p, line_end))
        g_string_append_len (sample, p, MIN (line_end - p, (gssize) SAMPLE_BYTES));
      p = line_end;
    }
  return sample;
}

static GArray *
decode_latin10 (const char *bytes,
                gsize       n_bytes)
{
  g_autoptr (GString) utf8 = g_string_sized_new (2 * n_bytes);
  GArray *chars = g_array_new (FALSE, FALSE, sizeof (UChar32));

  postil_charset_append_latin10 (utf8, bytes, n_bytes);
  for (const char *p = utf8->str; p < utf8->str + utf8->len; p = g_utf8_next_char (p))
    {
      UChar32 c = (UChar32) g_utf8_get_char (p);

      g_array_append_val (chars, c);
    }
  return chars;
}

/* The sample's characters, or NULL where it is not valid. Its end may be cut. */
static GArray *
decode_sample (const char *converter_name,
               const char *bytes,
               gsize       n_bytes)
{
  g_autoptr (Converter) converter = NULL;
  g_autoptr (GArray) chars = g_array_new (FALSE, FALSE, sizeof (UChar32));
  g_autofree UChar *units = g_new (UChar, n_bytes * 2 + 16);
  UErrorCode status = U_ZERO_ERROR;
  UChar *target = units;

  if (postil_charset_is_latin10 (converter_name))
    return decode_latin10 (bytes, n_bytes);
  converter = ucnv_open (converter_name, &status);
  ucnv_setToUCallBack (converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  ucnv_toUnicode (converter, &target, units + n_bytes * 2 + 16, &bytes, bytes + n_bytes,
                  NULL, FALSE, &status);
  if (U_FAILURE (status))
    return NULL;
  for (gsize i = 0; i < (gsize) (target - units);)
    {
      UChar32 c;

      U16_NEXT (units, i, (gsize) (target - units), c);
      g_array_append_val (chars, c);
    }
  return g_steal_pointer (&chars);
}

static gboolean
contains_char (const char *list,
               UChar32     c)
{
  return g_utf8_strchr (list, -1, (gunichar) c) != NULL;
}

static gboolean
is_odd (UChar32 c)
{
  int8_t type = u_charType (c);

  return type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR || type == U_SURROGATE ||
         (type == U_CONTROL_CHAR && !(c >= '\b' && c <= '\r') && c != 0x1a && c != 0x1b);
}

/* What is counted to judge an East Asian charset. */
typedef struct
{
  guint n_hanzi, n_common_hanzi, n_kana, n_hangul, n_half_kana, n_odd, n_other, n_all;
  guint n_in_words; /* beside an ASCII letter, as an accented letter is */
} Count;

static gboolean
is_ascii_letter (GArray *chars,
                 guint   i)
{
  UChar32 c = i < chars->len ? g_array_index (chars, UChar32, i) : 0;

  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static Count
count_scripts (GArray *chars)
{
  Count count = { 0 };

  for (guint i = 0; i < chars->len && count.n_all < 4000; i++)
    {
      UChar32 c = g_array_index (chars, UChar32, i);

      if (c < 0x80)
        continue;
      count.n_all++;
      if (is_ascii_letter (chars, i - 1) || is_ascii_letter (chars, i + 1))
        count.n_in_words++;
      if (c >= 0x4e00 && c <= 0x9fff)
        {
          count.n_hanzi++;
          count.n_common_hanzi += contains_char (common_hanzi, c) ? 1 : 0;
        }
      else if (c >= 0x3041 && c <= 0x30fe)
        count.n_kana++;
      else if (c >= 0xac00 && c <= 0xd7a3)
        count.n_hangul++;
      else if (c >= 0xff61 && c <= 0xff9f)
        count.n_half_kana++;
      else if (is_odd (c))
        count.n_odd++;
      else if (u_isalpha (c) && !(c >= 0xff00 && c <= 0xffef))
        count.n_other++;
    }
  return count;
}

/* From 0 to 1; 0 where the charset is not believed. */
static double
judge_east_asian (Family  family,
                  GArray *chars)
{
  Count count = count_scripts (chars);
  guint n_letters = count.n_hanzi + count.n_kana + count.n_hangul + count.n_other;
  double share;

  if (n_letters == 0 || (count.n_odd + count.n_half_kana) * 20 > count.n_all ||
      count.n_in_words * 2 > count.n_all)
    return 0;
  switch ((guint) family)
    {
    case FAMILY_KOREAN:
      share = (double) count.n_hangul / n_letters;
      return share >= ENOUGH_HANGUL ? share : 0;
    case FAMILY_JAPANESE:
      share = (double) count.n_kana / n_letters;
      return share >= ENOUGH_KANA && count.n_other * 10 <= n_letters ? 1 : 0;
    default:
      share = (double) count.n_common_hanzi / n_letters;
      return share >= ENOUGH_COMMON_HANZI ? share - (count.n_odd > 0 ? ODD_SHARE : 0) : 0;
    }
}

/* The probability of a letter falls by the same factor from each to the next. */
static double
weight_of_letter (const char *letters,
                  UChar32     c)
{
  UChar32 lower = u_tolower (c);
  glong n_letters = g_utf8_strlen (letters, -1);
  double fall = 4.0 / (double) n_letters;
  const char *place = g_utf8_strchr (letters, -1, (gunichar) c);
  double is_capital = 1;

  if (place == NULL)
    {
      place = g_utf8_strchr (letters, -1, (gunichar) lower);
      is_capital = 0.06;
    }
  if (place == NULL)
    return 1e-4;
  return is_capital * fall * exp (-fall * (double) g_utf8_pointer_to_offset (letters, place));
}

static gboolean
is_latin (UChar32 c)
{
  return u_isalpha (c) && c < 0x250;
}

/* The probability of what is no letter, greater where it stands as marks do: “so”, it’s – . */
static double
weigh_mark (UChar32 before,
            UChar32 c,
            UChar32 after)
{
  gboolean is_placed;

  switch (c)
    {
    case 0x2018: /* ‘ */
    case 0x201a: /* ‚ */
    case 0x201c: /* “ */
    case 0x201e: /* „ */
      if (u_isalpha (before) && u_isalpha (after))
        return 5e-4;
      is_placed = u_isalpha (after) && !u_isalpha (before);
      break;
    case 0xa0:
      return u_isspace (before) && u_isalpha (after) && !is_latin (after) ? 0.002 : 0.12;
    case 0xbc: /* ¼, ½, ¾: œ in other charsets */
    case 0xbd:
    case 0xbe:
      return u_isalpha (before) || u_isalpha (after) ? 1e-5 : 0.002;
    case 0xb6: /* ¶ */
    case 0x20ac: /* € */
      is_placed = !u_isalpha (before) && !u_isalpha (after);
      return is_placed ? 0.02 : 1e-5;
    case 0xa3: /* £ */
    case 0xa5: /* ¥ */
      if (!u_isdigit (after))
        return 0.001;
      is_placed = TRUE;
      break;
    case 0xa4: /* ¤ and ¦¨¯´¸, which are letters in other charsets */
    case 0xa6:
    case 0xa8:
    case 0xaf:
    case 0xb4:
    case 0xb8:
      return 1e-5;
    case 0x2019: /* ’ */
      if (u_isspace (before) && u_isalpha (after))
        return 5e-4;
      is_placed = !u_isspace (before);
      break;
    case 0x201d: /* ” */
      is_placed = !u_isspace (before) && !u_isalpha (after);
      break;
    case 0x2013: /* – */
      if (u_islower (before) && u_islower (after))
        return 0.002;
      G_GNUC_FALLTHROUGH;
    case 0x2014: /* — */
      if (u_isspace (before) && u_islower (after))
        return 0.001;
      is_placed = u_isspace (before) == u_isspace (after);
      break;
    default:
      is_placed = !(u_isalpha (before) && u_isalpha (after));
      if (!contains_char (common_marks, c))
        return (c < 0x100 ? 0.001 : 1e-4) * (is_placed ? 1 : 0.1);
      return is_placed ? 0.02 : 0.002;
    }
  return is_placed ? 0.15 : 0.01;
}

/* The logarithm of how likely the character is between its neighbours. */
static double
weigh_char (const Language *language,
            UChar32         before,
            UChar32         c,
            UChar32         after)
{
  gboolean is_latin_language = language->family <= FAMILY_TURKISH;
  double weight;

  if (is_odd (c))
    return log (1e-7);
  if (!u_isalpha (c) && !contains_char (language->letters, c))
    return log (language->marks * weigh_mark (before, c, after));
  weight = weight_of_letter (language->letters, c) / language->marks;
  /* A letter alone, such as the Ð that was a dash, or one before a digit, as œ that was £. */
  if (is_latin_language && !u_isalpha (before) && (u_isdigit (after) || (!u_isalpha (after) && c > 0x7f && u_isupper (c))))
    weight *= 0.01;
  /* Words of one letter are words of other alphabets. */
  if (language->family >= FAMILY_HEBREW && !u_isalpha (before) && !u_isalpha (after))
    weight *= 0.01;
  if (is_latin_language && language->family != FAMILY_VIETNAMESE && before >= 0x80 && after >= 0x80 &&
      u_isalpha (before) && u_isalpha (after))
    weight *= 0.05;
  if (!is_latin_language && (is_latin (before) || is_latin (after)))
    weight *= 0.01;
  if ((u_isupper (c) && u_islower (before)) || (u_islower (c) && u_isupper (after)))
    weight *= 0.01;
  return log (weight);
}

static double
judge_language (const Language *language,
                GArray         *chars)
{
  double sum = 0;

  for (guint i = 0; i < chars->len; i++)
    {
      UChar32 c = g_array_index (chars, UChar32, i);
      UChar32 before = i > 0 ? g_array_index (chars, UChar32, i - 1) : ' ';
      UChar32 after = i + 1 < chars->len ? g_array_index (chars, UChar32, i + 1) : ' ';

      if (c >= 0x80)
        sum += weigh_char (language, before, c, after);
    }
  return sum;
}

static double
judge_letters (Family  family,
               GArray *chars)
{
  double best = -G_MAXDOUBLE;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (languages[i].family == family)
      best = MAX (best, judge_language (&languages[i], chars));
  return best;
}

/* What ICU's detector adds to a charset: up to 4, by its confidence. */
static double
ask_icu (const UCharsetMatch **matches,
         int32_t               n_matches,
         const char           *converter,
         const char           *brother)
{
  for (int32_t i = 0; i < n_matches; i++)
    {
      UErrorCode status = U_ZERO_ERROR;
      const char *name = ucsdet_getName (matches[i], &status);
      int32_t confidence = ucsdet_getConfidence (matches[i], &status);

      if (U_FAILURE (status))
        continue;
      if (ucnv_compareNames (name, converter) == 0 ||
          (brother != NULL && ucnv_compareNames (name, brother) == 0))
        return confidence / 25.0;
    }
  return 0;
}

static const char *
guess_east_asian (const GString *sample)
{
  const char *best = NULL;
  double best_judgement = 0;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autoptr (GArray) chars = NULL;
      double judgement;

      if (candidates[i].family < FAMILY_CHINESE)
        continue;
      chars = decode_sample (candidates[i].converter, sample->str, sample->len);
      if (chars == NULL)
        continue;
      judgement = judge_east_asian (candidates[i].family, chars) + candidates[i].prior;
      if (judgement > best_judgement)
        {
          best_judgement = judgement;
          best = candidates[i].charset;
        }
    }
  return best;
}

static const char *
guess_by_letters (const GString *sample)
{
  g_autoptr (Detector) detector = NULL;
  const UCharsetMatch **matches;
  UErrorCode status = U_ZERO_ERROR;
  const char *best = "windows-1252";
  double best_judgement = -G_MAXDOUBLE;
  int32_t n_matches = 0;

  detector = ucsdet_open (&status);
  ucsdet_setText (detector, sample->str, (int32_t) sample->len, &status);
  matches = ucsdet_detectAll (detector, &n_matches, &status);
  if (U_FAILURE (status))
    n_matches = 0;
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autoptr (GArray) chars = NULL;
      double judgement;

      if (candidates[i].family >= FAMILY_CHINESE)
        continue;
      chars = decode_sample (candidates[i].converter, sample->str, sample->len);
      if (chars == NULL)
        continue;
      judgement = judge_letters (candidates[i].family, chars) + candidates[i].prior +
                  ask_icu (matches, n_matches, candidates[i].converter, candidates[i].brother);
      if (judgement > best_judgement)
        {
          best_judgement = judgement;
          best = candidates[i].charset;
        }
    }
  return best;
}

const char *
postil_charset_guess (const char *bytes,
                      gsize       n_bytes)
{
  g_autoptr (GString) sample = NULL;
  const char *east_asian;

  g_return_val_if_fail (bytes != NULL || n_bytes == 0, NULL);

  sample = take_sample (bytes, n_bytes);
  east_asian = guess_east_asian (sample);
  return east_asian != NULL ? east_asian : guess_by_letters (sample);
}

static guint
value_of_base64 (char c)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *place = c != '\0' ? strchr (digits, c) : NULL;

  return place != NULL ? (guint) (place - digits) : G_MAXUINT;
}

/* Whether UTF-7 has characters at @p, behind a plus sign, that a text would have: letters of an
 * alphabet, or marks. A telephone number or a sum is none. */
static gboolean
is_shifted (const char *p,
            const char *end)
{
  guint bits = 0, n_bits = 0, n_chars = 0;

  for (; p < end && value_of_base64 (*p) != G_MAXUINT; p++)
    {
      bits = bits << 6 | value_of_base64 (*p);
      n_bits += 6;
      if (n_bits >= 16)
        {
          UChar32 c = (UChar32) (bits >> (n_bits - 16) & 0xffff);

          if (!contains_char (common_marks, c) && !(c >= 0xa0 && c <= 0xff) && !(c >= 0x80 && c < 0x2e80 && u_isalpha (c)) && !(c >= 0x2e80 && contains_char (common_hanzi, c)))
            return FALSE;
          n_bits -= 16;
          n_chars++;
        }
      bits &= 0xffff;
    }
  return n_chars > 0 && n_bits < 6 && (bits & ((1u << n_bits) - 1)) == 0;
}

/* Each plus sign must begin such characters, or be one that stands for itself: "+-". */
static gboolean
is_utf7 (const char *bytes,
         gsize       n_bytes)
{
  const char *end = bytes + n_bytes;
  guint n_shifts = 0;

  for (const char *p = bytes; (p = memchr (p, '+', (gsize) (end - p))) != NULL; p++)
    {
      if (p + 1 < end && p[1] == '-')
        continue;
      if (!is_shifted (p + 1, end))
        return FALSE;
      n_shifts++;
    }
  return n_shifts > 0;
}

/* "~{" and two bytes for each Chinese character, then "~}". */
static gboolean
is_hz (const char *bytes,
       gsize       n_bytes)
{
  const char *end = bytes + n_bytes;
  guint n_shifts = 0;

  for (const char *p = bytes; (p = g_strstr_len (p, end - p, "~{")) != NULL; n_shifts++)
    {
      const char *close = g_strstr_len (p, end - p, "~}");

      if (close == NULL || (close - p) % 2 != 0 || close - p < 4)
        return FALSE;
      for (const char *q = p + 2; q < close; q++)
        if (*q < 0x21 || *q > 0x7e)
          return FALSE;
      p = close;
    }
  return n_shifts > 0;
}

/* Seven-bit text, of which all bytes are ASCII: by the escapes that change its letters, and by
 * what two charsets of e-mail wrote instead. */
const char *
postil_charset_guess_escaped (const char *bytes,
                              gsize       n_bytes)
{
  const char *escape, *end = bytes + n_bytes;

  g_return_val_if_fail (bytes != NULL || n_bytes == 0, NULL);

  escape = n_bytes > 0 ? memchr (bytes, 0x1b, n_bytes) : NULL;
  if (escape != NULL && end - escape >= 4 && escape[1] == '$' && (escape[2] == 'B' || escape[2] == '@'))
    return "iso-2022-jp";
  if (escape != NULL && end - escape >= 4 && escape[1] == '$' && escape[2] == ')' && escape[3] == 'C')
    return "iso-2022-kr";
  if (n_bytes > 0 && is_utf7 (bytes, n_bytes))
    return "utf-7";
  return n_bytes > 0 && is_hz (bytes, n_bytes) ? "hz-gb-2312" : NULL;
}

/* 0 where the sample is no clean text, else 1 more than the ASCII characters in it. */
static guint
judge_wide (const char *converter,
            const char *bytes,
            gsize       n_bytes)
{
  g_autoptr (GArray) chars = decode_sample (converter, bytes, n_bytes);
  guint n_letters = 0, n_ascii = 0, n_odd = 0;

  if (chars == NULL || chars->len == 0)
    return 0;
  for (guint i = 0; i < chars->len; i++)
    {
      UChar32 c = g_array_index (chars, UChar32, i);

      if (c == 0)
        return 0;
      n_odd += is_odd (c);
      n_letters += u_isalpha (c) ? 1 : 0;
      n_ascii += c < 0x80 ? 1 : 0;
    }
  return n_letters * 2 >= chars->len && n_odd * 100 <= chars->len ? n_ascii + 1 : 0;
}

/* There is a NUL in any UTF-32, and in UTF-16 wherever there is a space, digit or line end;
 * bytes without any are not believed to be either. */
const char *
postil_charset_guess_wide (const char *bytes,
                           gsize       n_bytes)
{
  static const char *const charsets[] = { "utf-32le", "utf-32be", "utf-16le", "utf-16be" };
  gsize n_sample = MIN (n_bytes, SAMPLE_BYTES);
  const char *best = NULL;
  guint best_judgement = 0;

  g_return_val_if_fail (bytes != NULL || n_bytes == 0, NULL);

  if (n_bytes % 2 != 0 || memchr (bytes, '\0', n_bytes) == NULL)
    return NULL;
  for (guint i = n_bytes % 4 == 0 ? 0 : 2; i < G_N_ELEMENTS (charsets); i++)
    {
      guint judgement = judge_wide (charsets[i], bytes, n_sample);

      if (judgement > best_judgement)
        {
          best_judgement = judgement;
          best = charsets[i];
        }
    }
  return best;
}
