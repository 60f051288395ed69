/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codebook that serves where a folder has none: positions, concerns, concessions and
 * outcomes in political news, as a study would print it in its appendix. It is data that
 * coders and their readers cite, so files have it in English; only its labels are translated
 * for the screen, as long as the code still is the one that is defined here. Constant; any
 * thread. */

#include "config.h"

#include "model/postil-codebook.h"

#include "model/postil-codebook-private.h"

#include <glib/gi18n-lib.h>

static const char *const none[] = { NULL };
static const char *const only_concern[] = { "concern", NULL };
static const char *const only_concession[] = { "concession", NULL };
static const char *const only_outcome[] = { "outcome", NULL };

static const char *const position_examples[] = {
  "“a ground invasion of Rafah is essential for Israel's security” (actor: Benjamin Netanyahu)",
  "“demanding that Israel present a plan that minimizes civilian casualties” "
  "(actor: the White House): a demand is a position, even where it is made for fear of something",
  "“call for a halt to the planned invasion” (actor: Joe Biden): the fears that the same "
  "sentence names as the reason are a concern of their own",
  NULL
};

static const char *const concern_examples[] = {
  "“deep concern over Israel's proposed ground invasion of Rafah” (actor: Joe Biden)",
  "“fears of exacerbating the humanitarian crisis in Gaza and further isolating Israel on the "
  "global stage” (actor: Joe Biden)",
  "“the hospitals will not last another week” in “A doctor warned that the hospitals will not "
  "last another week” (actor: the doctor): a warning, although it is worded as a forecast",
  NULL
};

static const char *const concession_examples[] = {
  "“has agreed to dispatch an Israeli delegation to Washington” (actor: Benjamin Netanyahu)",
  "“has acquiesced to Biden's request to send an Israeli delegation to Washington for talks” "
  "(actor: Benjamin Netanyahu, not Joe Biden, who only asked)",
  "“prepared to put off the vote by a week” in “The minister said that she was prepared to put "
  "off the vote by a week” (actor: the minister): an offer is enough, it need not be taken up",
  NULL
};

static const char *const outcome_examples[] = {
  "“This diplomatic overture could pave the way for de-escalation” (awaited, no actor)",
  "“a diplomatic breakthrough that can avert further conflict in Gaza” (awaited; actor: the world)",
  "“The two governments signed the agreement” (reached; actor: the two governments)",
  NULL
};

static const PostilCode codes[] = {
  {
    .id = "position", .label = NC_("code", "Position"), .key = "1", .color = "#0072B2",
    .definition =
      "What an actor wants, demands, supports, refuses, or holds to be right, wrong or "
      "necessary: a stance on what should or should not be done, or on how a matter is to be "
      "judged.",
    .when =
      "Code when an actor demands, asks for, supports, opposes, rejects or insists on something, "
      "or judges it justified, necessary or wrong. A demand is a position, and so are a condition "
      "and a refusal. Reported speech counts like direct speech; the actor is the one whose "
      "stance it is, not the one who reports it. A denied stance is a stance: “does not support "
      "the plan” is a position against the plan. A group counts as an actor as soon as the "
      "article names it in any way (“key allies”). Mark the smallest stretch that carries the "
      "claim, that is the stance and what it is about, without “he said”.",
    .when_not =
      "Do not code when a feared consequence or a risk is named (a concern), when the actor "
      "moves towards what another wants (a concession), or when something has come about or is "
      "awaited (an outcome). Nor where the author of the article judges in his or her own voice, "
      "or where nobody holds the stance (“the debate goes on”). Stance and reason in one sentence "
      "are two passages: “opposes the invasion” is a position, “because civilians would die” a "
      "concern.",
    .examples = position_examples,
  },
  {
    .id = "concern", .label = NC_("code", "Concern"), .key = "2", .color = "#D55E00",
    .definition =
      "What an actor fears, warns of or is worried about: a harm, a risk or a cost that the "
      "actor sees in what is done, planned or left undone.",
    .when =
      "Code when an actor voices fear, worry, alarm or doubt, or warns of a consequence, with or "
      "without the word “concern”. A warning is a concern also when it is worded as a forecast "
      "(“will lead to famine”) or as a condition (“if this goes on, …”). Reported speech counts "
      "like direct speech. Concern that an actor shows by deeds alone is coded only where the "
      "article says that it is concern. Mark the smallest stretch that carries the claim: what is "
      "feared, with the word of fear where that stands next to it.",
    .when_not =
      "Do not code when the actor says what should be done about it (a position: “must stop” is "
      "a demand, “will cost lives” a fear). Nor where a concern is denied (“is not worried”) or "
      "brushed aside: that is a position of the one who denies it. Nor where the article states "
      "a harm as a fact without anyone being worried about it. A threat (“we will answer with "
      "force”) is a position of the one who threatens.",
    .examples = concern_examples,
  },
  {
    .id = "concession", .label = NC_("code", "Concession"), .key = "3", .color = "#009E73",
    .definition =
      "A step of an actor towards what another actor wants, against the actor's own position or "
      "beyond it: giving in, agreeing to a demand, offering a compromise, holding back.",
    .when =
      "Code when an actor agrees to another's demand or request, gives up or softens a position, "
      "offers to, or announces it. The offer is enough; it need not have been carried out or "
      "accepted. Half a step counts (“some of the prisoners”), and so does a step under "
      "conditions. The actor is the one who gives, not the one who receives. Where the article "
      "lets you see which concern or demand it answers, link it. Mark the smallest stretch that "
      "carries the claim: the giving in and what is given.",
    .when_not =
      "Do not code when an actor agrees with an ally on what both wanted anyway (a position), or "
      "when a concession is demanded (a position of the one who demands), refused (“would not "
      "agree to talks” is a position) or only guessed at by the article. Nor where both sides' "
      "steps have become one result, such as a signed agreement (an outcome). Admitting a fact "
      "(“conceded that mistakes were made”) is a concession only if something follows for what "
      "is wanted or done.",
    .examples = concession_examples,
  },
  {
    .id = "outcome", .label = NC_("code", "Outcome"), .key = "4", .color = "#CC79A7",
    .definition =
      "What came, comes or is expected to come of it: a result, a decision or an effect, whether "
      "reached, failed or still awaited.",
    .when =
      "Code when the article names a result of what the actors did, said or conceded: an "
      "agreement, a vote, a rupture, a change of policy, an effect on people or relations. A "
      "result that is awaited, hoped for or held possible counts (“could pave the way for "
      "de-escalation”), and so does one that did not come about (“the talks ended without an "
      "agreement”). The actor is who brought it about, or who awaits it; none if the article "
      "names nobody. Where it follows from a concession, link it. Mark the smallest stretch that "
      "carries the claim.",
    .when_not =
      "Do not code when what may come is feared or warned of by an actor (a concern), or wanted "
      "by an actor as a demand (a position). Nor when one side alone has given way and nothing "
      "has come of it yet (a concession), or for mere steps on the way: a meeting, a journey or "
      "a phone call is an outcome only if it is presented as what was achieved. Nor for events "
      "that have nothing to do with what the actors want.",
    .examples = outcome_examples,
  },
};

static const PostilAttributeDef actor = {
  .id = "actor",
  .label = NC_("code", "Actor"),
  .definition =
    "Who holds the position, voices the concern, makes the concession, or brings about or awaits "
    "the outcome: a person, a group or an institution. The one whose claim it is, not the one who "
    "passes it on; a spokesperson speaks for the institution. Pronouns and titles are resolved: "
    "“he” and “the president” become “Joe Biden”. One spelling for one actor, in all articles.",
  .kind = POSTIL_ATTRIBUTE_TEXT,
  .choices = none,
  .codes = none,
};

static const PostilLinkDef links[] = {
  {
    .id = "responds-to", .label = NC_("code", "responds to"),
    .definition = "The concession is made in answer to the concern, as far as the article shows.",
    .from_codes = only_concession, .to_codes = only_concern,
  },
  {
    .id = "results-from", .label = NC_("code", "results from"),
    .definition = "The outcome, reached or awaited, follows from the concession, as far as the "
                  "article shows.",
    .from_codes = only_outcome, .to_codes = only_concession,
  },
};

const char *
postil_code_find_shown (const PostilCode *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].id, code->id) && g_str_equal (codes[i].label, code->label)
        && g_str_equal (codes[i].definition, code->definition))
      return g_dpgettext2 (GETTEXT_PACKAGE, "code", codes[i].label);
  return code->label;
}

const char *
postil_attribute_def_find_shown (const PostilAttributeDef *attribute)
{
  if (g_str_equal (actor.id, attribute->id) && g_str_equal (actor.label, attribute->label)
      && g_str_equal (actor.definition, attribute->definition))
    return g_dpgettext2 (GETTEXT_PACKAGE, "code", actor.label);
  return attribute->label;
}

const char *
postil_link_def_find_shown (const PostilLinkDef *link)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    if (g_str_equal (links[i].id, link->id) && g_str_equal (links[i].label, link->label)
        && g_str_equal (links[i].definition, link->definition))
      return g_dpgettext2 (GETTEXT_PACKAGE, "code", links[i].label);
  return link->label;
}

PostilCodebook *
postil_codebook_new_builtin (void)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  PostilCodebook *self;

  postil_codebook_builder_set_label (builder, "Positions and outcomes");
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    postil_codebook_builder_set_code (builder, &codes[i]);
  postil_codebook_builder_set_attribute (builder, &actor);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    postil_codebook_builder_set_link (builder, &links[i]);

  self = postil_codebook_builder_end (builder, NULL);
  g_assert (self != NULL);
  postil_codebook_set_builtin (self);
  return self;
}
