/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Articles in many languages and charsets: what is guessed must give the text back. */

#include "config.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/postil-error.h"
#include "base/postil-text.h"

typedef struct
{
  const char *language;
  const char *charsets[6]; /* how the article is encoded */
  const char *text;
} Article;

static const Article articles[] = {
  { "en", { "windows-1252" },
    "“It’s not easy,” said Ms. Müller at the café — a £5 cup of coffee. The president voiced "
    "concern on Monday.\n" },
  { "en-apostrophes", { "windows-1252" },
    "Israel’s plan hasn’t changed, the minister’s office said. Nobody’s view was asked.\n" },
  { "en-one-accent", { "windows-1252" },
    "The two met in a café near the station and talked until the evening about the budget.\n" },
  { "en-pounds", { "windows-1252", "iso-8859-1", "macintosh", "ibm850" },
    "The council said the pier had cost £91.6 billion, an increase of £2.5 billion; another £150 million are to come.\n" },
  { "en-spaces", { "windows-1252", "iso-8859-1" },
    "More children leave primary\xc2\xa0school\xc2\xa0than ever before, the council said on Monday.\n" },
  { "fr-oe", { "iso-8859-15" },
    "Les ouvriers mettent en œuvre un programme très ambitieux, a déclaré la présidente, où chacun a sa place.\n" },
  { "el-capital", { "windows-1253", "iso-8859-7" },
    "Η κυρία Άννα Διαμαντοπούλου δήλωσε ότι πρέπει να βρεθεί λύση αποδεκτή από όλους στην περιοχή.\n" },
  { "ru-ya", { "windows-1251" },
    "Православные христиане готовятся к празднованию Рождества Христова. Патриарх Московский и всея Руси Кирилл "
    "возглавит службу в храме Христа Спасителя. Ясная погода сохранится.\n" },
  { "lv", { "windows-1257", "iso-8859-13", "iso-8859-4" },
    "Pilsētas dome vakar vakarā nolēma, ka veco tiltu pilsētas centrā pavasarī nojauks. Jauno tiltu būvēs tajā pašā vietā, "
    "un, kā sacīja mērs, tas būs gatavs ne vēlāk kā pēc diviem gadiem.\n" },
  { "de", { "windows-1252", "iso-8859-1", "macintosh", "ibm850" },
    "Der Bundeskanzler äußerte sich besorgt über die Lage in der Region. Die Außenministerin "
    "sagte am Dienstag, man müsse prüfen, ob eine Lösung möglich sei. Größere Zugeständnisse "
    "schloss sie aus.\n" },
  { "de-quotes", { "windows-1252" },
    "„Wir sind sehr beunruhigt“, sagte der Präsident – und fügte hinzu, daß über Äußerungen "
    "dieser Art zu sprechen sei. Die Opposition hält Übergangslösungen für unmöglich.\n" },
  { "fr", { "windows-1252" },
    "Le président a exprimé sa vive préoccupation à l’égard de la situation. « Nous sommes très "
    "inquiets », a-t-il déclaré à la presse, où l’on s’interrogeait déjà. Ça reste à être "
    "démontré.\n" },
  { "es", { "windows-1252", "iso-8859-1" },
    "El presidente expresó su preocupación por la situación en la región. «¿Qué hará el Gobierno "
    "mañana?», preguntó la oposición. El año próximo habrá elecciones según la ministra.\n" },
  { "pt", { "windows-1252" },
    "O presidente manifestou preocupação com a situação na região. A oposição não está "
    "satisfeita: «É inaceitável», afirmou o líder, que pediu eleições já no próximo mês.\n" },
  { "it", { "windows-1252" },
    "Il presidente ha espresso preoccupazione. «La situazione è più grave di così», ha detto, "
    "perché la città non può aspettare né si sa se ci sarà già una soluzione.\n" },
  { "sv", { "windows-1252" },
    "Presidenten uttryckte oro över läget i området. Utrikesministern sade att man måste hitta "
    "en lösning som går att godta för alla. På måndag träffas de åter.\n" },
  { "da", { "windows-1252" },
    "Præsidenten udtrykte bekymring over situationen i området. Udenrigsministeren sagde, at man "
    "må finde en løsning, som alle kan godtage. På mandag mødes de igen, hvis færgen sejler.\n" },
  { "pl", { "windows-1250", "iso-8859-2", "ibm852", "x-mac-centraleurroman", "utf-7" },
    "Prezydent wyraził zaniepokojenie sytuacją w regionie. Minister spraw zagranicznych "
    "powiedział, że należy znaleźć rozwiązanie, które będzie możliwe do przyjęcia dla "
    "wszystkich. Żaden z nich nie ustąpił.\n" },
  { "cs", { "windows-1250", "iso-8859-2" },
    "Prezident vyjádřil znepokojení nad situací v regionu. Ministr zahraničí řekl, že je třeba "
    "najít řešení, které bude přijatelné pro všechny. Příští týden se sejdou znovu.\n" },
  { "sk", { "windows-1250" },
    "Prezident vyjadril znepokojenie nad situáciou v regióne. Minister zahraničných vecí "
    "povedal, že treba nájsť riešenie, ktoré bude prijateľné pre všetkých. Ďalší týždeň sa "
    "stretnú znova.\n" },
  { "hu", { "windows-1250", "iso-8859-2", "ibm852" },
    "Az elnök aggodalmát fejezte ki a térségben kialakult helyzet miatt. A külügyminiszter azt "
    "mondta, hogy olyan megoldást kell találni, amely mindenki számára elfogadható. Jövő héten "
    "újra találkoznak, és erről is szó lesz; a kérdés eldőlt.\n" },
  { "ro", { "windows-1250", "iso-8859-2" },
    "Preşedintele şi-a exprimat îngrijorarea faţă de situaţia din regiune. Ministrul de externe "
    "a spus că trebuie găsită o soluţie care să fie acceptabilă pentru toţi.\n" },
  { "hr", { "windows-1250" },
    "Predsjednik je izrazio zabrinutost zbog stanja u regiji. Ministar vanjskih poslova rekao je "
    "da će se pronaći rješenje koje će biti prihvatljivo svima. Sljedeći tjedan sastat će se "
    "ponovno, što je već najavljeno; riječ je o žurnoj mjeri.\n" },
  { "lt", { "windows-1257", "iso-8859-13" },
    "Prezidentas išreiškė susirūpinimą dėl padėties regione. Užsienio reikalų ministras sakė, "
    "kad būtina rasti sprendimą, priimtiną visiems. Kitą savaitę jie vėl susitiks.\n" },
  { "tr", { "windows-1254", "iso-8859-9", "ibm857" },
    "Cumhurbaşkanı bölgedeki durumdan duyduğu endişeyi dile getirdi. Dışişleri Bakanı, herkes "
    "için kabul edilebilir bir çözüm bulunması gerektiğini söyledi. İstanbul'da görüşecekler.\n" },
  { "ru", { "windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic" },
    "Президент выразил обеспокоенность ситуацией в регионе. Министр иностранных дел заявил, что "
    "необходимо найти решение, приемлемое для всех сторон. На следующей неделе они встретятся "
    "снова.\n" },
  { "ru-capitals", { "windows-1251", "koi8-r" },
    "ЗАЯВЛЕНИЕ МИНИСТРА. Мы обеспокоены (BBC, 2024). Ни одна из сторон не готова уступить.\n" },
  { "uk", { "windows-1251", "koi8-u", "x-mac-cyrillic" },
    "Президент висловив занепокоєння ситуацією в регіоні. Міністр закордонних справ заявив, що "
    "необхідно знайти рішення, прийнятне для всіх сторін. Її позиція є відомою.\n" },
  { "bg", { "windows-1251" },
    "Президентът изрази загриженост за положението в региона. Министърът на външните работи "
    "заяви, че трябва да се намери решение, приемливо за всички.\n" },
  { "el-old", { "ibm869", "x-mac-greek" },
    "Ο πρόεδρος εξέφρασε την ανησυχία του για την κατάσταση στην περιοχή. Ο υπουργός Εξωτερικών "
    "δήλωσε ότι πρέπει να βρεθεί λύση αποδεκτή από όλους, μετά τις συνομιλίες στη Γενεύη.\n" },
  { "ru-old", { "ibm855" },
    "Президент выразил обеспокоенность ситуацией в регионе. Министр иностранных дел заявил, что "
    "необходимо найти решение, приемлемое для всех сторон.\n" },
  { "uk-old", { "ibm-1125" },
    "Президент висловив занепокоєння ситуацією в регіоні. Міністр закордонних справ заявив, що "
    "необхідно знайти рішення, прийнятне для всіх сторін. Її позиція є відомою.\n" },
  { "vi", { "windows-1258" },
    "Chu\u0309 ti\u0323ch tho\u0309a thuâ\u0323n vơ\u0301i ca\u0301c nươ\u0301c trong vu\u0300ng vê\u0300 như\u0303ng biê\u0323n pha\u0301p mơ\u0301i. "
    "Bô\u0323 trươ\u0309ng Ngoa\u0323i giao cho biê\u0301t ca\u0301c bên se\u0303 gă\u0323p la\u0323i va\u0300o tuâ\u0300n sau.\n" },
  { "et", { "windows-1257", "iso-8859-13", "iso-8859-15", "ibm775" },
    "Peaminister ütles, et šokk oli suur, kuid läbirääkimised jätkuvad. Žürii otsus tehakse teatavaks järgmisel nädalal, "
    "kui režissöör on oma töö lõpetanud ja mõlemad pooled on nõus.\n" },
  { "lt-old", { "ibm775" },
    "Prezidentas išreiškė susirūpinimą dėl padėties regione. Užsienio reikalų ministras pareiškė, kad reikia rasti "
    "visiems priimtiną sprendimą, ir pridūrė, jog šalys vėl susitiks kitą savaitę.\n" },
  { "eo", { "iso-8859-3" },
    "La prezidanto esprimis sian maltrankvilon pri la situacio. Ĉiuj ĵurnaloj skribis, ke ankaŭ la ministro serĉas solvon; "
    "ĝis nun ŝajnas, ke neniu cedos.\n" },
  { "cy", { "iso-8859-14" },
    "Dywedodd y gŵr fod y tŷ wedi'i werthu cyn i'r dŵr gyrraedd; mae'r cŵn yn ôl, a'r tân wedi'i ddiffodd.\n" },
  { "pt-old", { "ibm860" },
    "O presidente manifestou preocupação com a situação na região. A oposição não está satisfeita: é inaceitável, afirmou "
    "o líder, que pediu eleições já no próximo mês.\n" },
  { "is-old", { "ibm861" },
    "Forsetinn lýsti áhyggjum sínum af ástandinu á svæðinu. Utanríkisráðherra sagði að það þyrfti að finna lausn sem allir "
    "gætu sætt sig við.\n" },
  { "da-old", { "ibm865" },
    "Præsidenten gav udtryk for bekymring over situationen i området. Udenrigsministeren sagde, at der må findes en løsning, "
    "som alle kan acceptere; næste år bliver afgørende.\n" },
  { "tr-old", { "x-mac-turkish" },
    "Cumhurbaşkanı bölgedeki durumdan duyduğu kaygıyı dile getirdi. Dışişleri Bakanı, herkesin kabul edeceği bir çözüm "
    "bulunması gerektiğini söyledi; görüşmeler önümüzdeki hafta sürecek.\n" },
  { "en-mac", { "macintosh" },
    "The ten-year-old’s death shook the town, and the council’s report — after a week — said so.\n" },
  { "el", { "windows-1253", "iso-8859-7", "ibm737" },
    "Ο πρόεδρος εξέφρασε την ανησυχία του για την κατάσταση στην περιοχή. Ο υπουργός Εξωτερικών "
    "δήλωσε ότι πρέπει να βρεθεί λύση αποδεκτή από όλους.\n" },
  { "he", { "windows-1255", "ibm862" },
    "הנשיא הביע דאגה מהמצב באזור. שר החוץ אמר כי יש למצוא פתרון שיהיה מקובל על כולם. בשבוע הבא "
    "ייפגשו שוב הצדדים.\n" },
  { "ar", { "windows-1256", "iso-8859-6" },
    "أعرب الرئيس عن قلقه إزاء الوضع في المنطقة. وقال وزير الخارجية إنه يجب إيجاد حل مقبول "
    "للجميع، وأضاف أن الأطراف ستجتمع مرة أخرى الأسبوع المقبل.\n" },
  { "fa", { "windows-1256" },
    "رئيس جمهور از وضعيت منطقه ابراز نگراني کرد. وزير خارجه گفت که بايد راه حلي پيدا شود که "
    "براي همه پذيرفتني باشد. هفته آينده دوباره گفتگو مي کنند.\n" },
  { "th", { "windows-874" },
    "ประธานาธิบดีแสดงความกังวลต่อสถานการณ์ในภูมิภาค รัฐมนตรีต่างประเทศกล่าวว่าต้องหาทางออก"
    "ที่ทุกฝ่ายยอมรับได้\n" },
  { "zh", { "gb2312", "gbk", "gb18030", "hz-gb-2312" },
    "总统对该地区的局势表示严重关切。外交部长说，必须找到一个各方都能接受的解决办法。他们将于"
    "下周再次会晤。记者问他是否会让步，他没有回答。\n" },
  { "zh-mixed", { "gb18030" },
    "新华社北京2月12日电（记者李明）外交部发言人12日表示，中方对拉法地区局势发展高度关注，"
    "呼吁尽快停火。路透社（Reuters）和《纽约时报》均作了报道。\n" },
  { "zh-Hant", { "big5", "gbk" },
    "總統對該地區的局勢表示嚴重關切。外交部長說，必須找到一個各方都能接受的解決辦法。他們將於"
    "下週再次會晤。記者問他是否會讓步，他沒有回答。\n" },
  { "ja", { "shift_jis", "euc-jp", "iso-2022-jp" },
    "大統領はこの地域の情勢について深い懸念を表明した。外務大臣は、すべての当事者が受け入れ"
    "られる解決策を見つけなければならないと述べた。両者は来週再び会談する。\n" },
  { "ja-mixed", { "shift_jis", "euc-jp" },
    "【ワシントン共同】バイデン米大統領は１２日、ラファへの地上侵攻について「確実な計画なしに"
    "進めるべきではない」と述べた。ＮＨＫとBBCが伝えた。\n" },
  { "ko", { "euc-kr", "windows-949" },
    "대통령은 이 지역의 상황에 대해 깊은 우려를 표명했다. 외무장관은 모든 당사자가 받아들일 수 "
    "있는 해결책을 찾아야 한다고 말했다. 양측은 다음 주에 다시 만날 예정이다.\n" },
};

static GBytes *
encode (const char *text,
        const char *charset)
{
  g_autofree UChar *units = g_new (UChar, strlen (text) + 1);
  char *bytes = g_malloc (strlen (text) * 4 + 16);
  UErrorCode status = U_ZERO_ERROR;
  int32_t n_units, n_bytes;
  UConverter *converter;

  u_strFromUTF8 (units, (int32_t) strlen (text) + 1, &n_units, text, -1, &status);
  converter = ucnv_open (charset, &status);
  ucnv_setFromUCallBack (converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  n_bytes = ucnv_fromUChars (converter, bytes, (int32_t) strlen (text) * 4 + 16, units, n_units,
                             &status);
  ucnv_close (converter);
  if (U_FAILURE (status))
    g_error ("%s cannot be written in %s", text, charset);
  return g_bytes_new_take (bytes, (gsize) n_bytes);
}

static void
assert_guess (const Article *article,
              const char    *text,
              const char    *charset)
{
  g_autoptr (GBytes) bytes = encode (text, charset);
  g_autoptr (PostilText) read = NULL;
  g_autoptr (GError) error = NULL;

  read = postil_text_new_from_bytes (bytes, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s in %s: %s", article->language, charset, postil_text_get_charset (read));
  g_assert_cmpstr (postil_text_get_utf8 (read, NULL), ==, text);
  g_assert_true (postil_text_is_charset_detected (read));
}

static void
test_guess (gconstpointer data)
{
  const Article *article = data;

  for (guint i = 0; i < G_N_ELEMENTS (article->charsets) && article->charsets[i] != NULL; i++)
    {
      g_autoptr (GString) longer = g_string_new ("A headline in ASCII\n\n");

      assert_guess (article, article->text, article->charsets[i]);
      for (guint n = 0; n < 10; n++)
        g_string_append (longer, article->text);
      assert_guess (article, longer->str, article->charsets[i]);
    }
}

/* ICU, which writes the other articles for these tests, does not know ISO 8859-16. */
static void
test_latin10 (void)
{
  static const char article[] = "Pre\xba" "edintele \xba" "i-a exprimat \xeengrijorarea fa\xfe\xe3 de situa\xfeia din regiune. Mini\xba" "trii au "
                                "spus c\xe3 \xba" "i ei a\xba" "teapt\xe3 o solu\xfeie, \xee" "n \xa5" "" "s\xe3pt\xe3m\xe2na viitoare\xb5.\n";
  static const char text[] = "Președintele și-a exprimat îngrijorarea față de situația din regiune. Miniștrii au spus că și ei așteaptă o "
                             "soluție, în „săptămâna viitoare”.\n";
  static const char *const charsets[] = { "ISO-8859-16", "latin10", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (article, strlen (article));
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilText) read = postil_text_new_from_bytes (bytes, charsets[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (postil_text_get_charset (read), ==, "iso-8859-16");
      g_assert_cmpstr (postil_text_get_utf8 (read, NULL), ==, text);
    }
}

/* What is named is read with it, and what comes out names it. */
static void
test_named (gconstpointer data)
{
  const Article *article = data;

  for (guint i = 0; i < G_N_ELEMENTS (article->charsets) && article->charsets[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = encode (article->text, article->charsets[i]);
      g_autoptr (PostilText) read = NULL;
      g_autoptr (PostilText) again = NULL;
      g_autoptr (GError) error = NULL;

      read = postil_text_new_from_bytes (bytes, article->charsets[i], &error);
      g_assert_no_error (error);
      g_assert_cmpstr (postil_text_get_utf8 (read, NULL), ==, article->text);
      g_assert_false (postil_text_is_charset_detected (read));
      again = postil_text_new_from_bytes (bytes, postil_text_get_charset (read), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (postil_text_get_utf8 (again, NULL), ==, article->text);
      g_assert_cmpstr (postil_text_get_charset (again), ==, postil_text_get_charset (read));
    }
}

/* Plus signs and tildes that are no UTF-7 and no HZ. */
static void
test_signs (void)
{
  static const char text[] = "Whoever wants to know more may call the office at +49123456 or +491234-5678; 2+3-1 is four, "
                             "C++- is a joke, and a~{b} means nothing.\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) read = postil_text_new_from_bytes (bytes, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (postil_text_get_utf8 (read, NULL), ==, text);
  g_assert_cmpstr (postil_text_get_charset (read), ==, "utf-8");
}

static void
test_wide (void)
{
  static const char *const charsets[] = { "utf-16le", "utf-16be", "utf-32le", "utf-32be" };

  for (guint i = 0; i < G_N_ELEMENTS (articles); i++)
    for (guint k = 0; k < G_N_ELEMENTS (charsets); k++)
      {
        g_autoptr (GBytes) bytes = encode (articles[i].text, charsets[k]);
        g_autoptr (PostilText) named = NULL;
        g_autoptr (PostilText) guessed = NULL;
        g_autoptr (GError) error = NULL;

        named = postil_text_new_from_bytes (bytes, charsets[k], &error);
        g_assert_no_error (error);
        g_assert_cmpstr (postil_text_get_utf8 (named, NULL), ==, articles[i].text);
        g_assert_cmpstr (postil_text_get_charset (named), ==, charsets[k]);
        guessed = postil_text_new_from_bytes (bytes, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (postil_text_get_utf8 (guessed, NULL), ==, articles[i].text);
        g_assert_true (postil_text_is_charset_detected (guessed));
      }
}

static void
test_names (void)
{
  static const struct
  {
    const char *label;
    const char *charset;
  } names[] = {
    { "latin1", "windows-1252" },
    { "ISO-8859-1", "windows-1252" },
    { "cp1252", "windows-1252" },
    { "ascii", "windows-1252" },
    { "UTF8", "utf-8" },
    { "UTF-8", "utf-8" },
    { " utf-8 ", "utf-8" },
    { "GB2312", "gb18030" },
    { "gbk", "gb18030" },
    { "Shift_JIS", "shift_jis" },
    { "EUC-KR", "euc-kr" },
    { "cp949", "euc-kr" },
    { "Big5", "big5" },
    { "KOI8-R", "koi8-r" },
    { "windows-1251", "windows-1251" },
    { "iso-8859-9", "windows-1254" },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("plain", 5);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PostilText) text = NULL;
      g_autoptr (GError) error = NULL;

      text = postil_text_new_from_bytes (bytes, names[i].label, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (postil_text_get_charset (text), ==, names[i].charset);
    }
}

static void
test_unknown_name (void)
{
  static const char *const labels[] = { "", "klingon", "utf-8,swaplfnl", "../x", "%n",
                                        "windows-1252 or so" };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("plain", 5);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (postil_text_new_from_bytes (bytes, labels[i], &error));
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      g_autofree char *guess = g_strconcat ("/charset/guess/", articles[i].language, NULL);
      g_autofree char *named = g_strconcat ("/charset/named/", articles[i].language, NULL);

      g_test_add_data_func (guess, &articles[i], test_guess);
      g_test_add_data_func (named, &articles[i], test_named);
    }
  g_test_add_func ("/charset/latin10", test_latin10);
  g_test_add_func ("/charset/signs", test_signs);
  g_test_add_func ("/charset/wide", test_wide);
  g_test_add_func ("/charset/names", test_names);
  g_test_add_func ("/charset/unknown-name", test_unknown_name);
  return g_test_run ();
}
