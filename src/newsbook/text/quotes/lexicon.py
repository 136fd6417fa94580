"""Verbs that put words into somebody's mouth, by what they can do.

The table is the lesson's: a line is a verb, and its forms are made by rule. What a verb can do
decides how a step reads it:

- ``report``: takes a clause, with or without *that* (*She warned the road was closed*);
- ``tell``: the same, after somebody who is told;
- ``ask``: takes a question;
- ``weak``: a cue only with quoted words beside it or *that* behind it (*She accepted that …*);
- ``label``: takes a name or a judgement (*He called it “a mess”*), so only quoted words count;
- ``urge``: takes no clause of its own, but quoted words under it are the subject's;
- ``manner``: goes with speech in marks beside it and with nothing else (*“Oh,” he sighed*).
"""

from __future__ import annotations

from newsbook.text.abbreviations import word_set

__all__ = ["CUES", "LEMMAS", "NOUNS_TOO", "PHRASES", "SPEECH_NOUNS", "Form", "forms_of"]

LEMMAS: dict[str, frozenset[str]] = {
    "report": word_set(
        """
        say add argue warn write recall concede insist note explain reply answer announce
        confirm claim acknowledge admit report predict estimate suggest state declare testify
        allege contend maintain assert observe remark comment caution complain stress emphasize
        emphasise indicate reveal disclose deny counter respond retort reiterate repeat
        promise vow pledge boast brag joke quip lament recount point_out propose theorize
        speculate signal hint imply affirm attest certify divulge confess confide clarify go_on
        put_it chime_in tweet post text email retweet advise profess grumble gripe posit muse
        opine proclaim fume rail gush crow thunder vent fret lecture fantasize
        """
    ),
    "weak": word_set(
        """
        begin continue read offer accept allow correct decide remember mention detail forecast
        demand request recommend underscore underline highlight quote cite caption blog
        pronounce rejoin specify relate rule interject elaborate reason swear protest disagree agree
        sum_up finish conclude respond learn marvel snap find determine charge threaten
        tease taunt scold chide admonish rant ramble venture deadpan plead
        gloat exult
        """
    ),
    "tell": word_set("tell inform assure remind notify brief"),
    "ask": word_set("ask inquire enquire wonder question"),
    "label": word_set(
        """
        call describe dub label brand dismiss denounce criticize criticise praise characterize
        characterise refer attribute blast hail deem slam condemn decry tout deride ridicule
        mock accuse blame credit compare liken bill rate term depict portray paint cast consider
        style laud applaud commend tag rip trash lambaste assail attack deplore bemoan peg
        """
    ),
    "urge": word_set(
        """
        urge implore beg encourage exhort invite order instruct plead thank apologize apologise
        congratulate welcome express voice address discuss reject rebuke blame defend
        lash_out call_for speak_of talk_about speak_about talk_of complain_of complain_about
        """
    ),
    "manner": word_set(
        """
        laugh smile sigh shrug nod joke scoff chuckle shout yell whisper mutter murmur cry snap
        bark bellow scream shriek exclaim holler roar grin gasp groan moan sob mumble stammer
        growl hiss sneer wail blurt sing chant intone drawl call_out call_over shoot_back
        fire_back translate think
        """
    ),
}

#: Past tense and participle where they are not made with -ed.
_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "begin": "began begun",
    "swear": "swore sworn", "read": "read", "put": "put", "go": "went gone", "sing": "sang sung",
    "think": "thought", "shoot": "shot", "find": "found",
    "speak": "spoke spoken",
    "cast": "cast",
}  # fmt: skip
#: Verbs that double their last letter.
_DOUBLED = word_set(
    """
    rebut admit quip brag blog beg nod label refer grin sob rap snap hum chat recap rip peg tag
    dub slam sum
    """
)
_NOT_DOUBLED = word_set("label")

#: Forms that are nouns as often: they count only with a quote, *that*, or a person before them.
NOUNS_TOO = word_set(
    """
    report reports claim claims note notes answer answers reply replies comment comments remark
    remarks call calls state states estimate estimates offer offers promise promises demand
    demands post posts text texts tweet tweets email emails joke jokes quote quotes request
    requests question questions order orders rule rules signal signals hint hints forecast
    forecasts blog blogs reason reasons stress counter counters detail details caution laugh
    laughs smile smiles sigh cry cries highlight highlights read reads protest protests vow vows
    pledge pledges praise blame credit bill bills rate rates term terms brand brands brief
    briefs welcome welcomes address addresses shout shouts chant chants whisper voice voices
    charge charges tag tags view views attack attacks find finds champion
    champions regard frame frames pitch pitches lecture lectures venture ventures rant rants
    talk talks
    caption repeat cast style styles blast blasts invite permit ruling reporting meaning wonder
    wonders labels label rejects accounts marvel marvels
    """
)

#: Nouns for what is said: his |claim that it was “stolen”, calls to “lock her up”.
SPEECH_NOUNS = word_set(
    """
    claim claims promise promises pledge pledges vow vows call calls demand demands remark remarks
    comment comments statement statements accusation accusations allegation allegations assertion
    assertions suggestion suggestions warning warnings complaint complaints declaration admission
    insistence contention argument arguments threat threats boast boasts criticism description
    reference references mention charge charges praise assessment characterization denial
    announcement rhetoric talk response reply answer mantra motto question
    """
)

#: Several words that do a cue's work, in small letters.
PHRASES: dict[tuple[str, ...], str] = {
    ("according", "to"): "source",
    ("in", "the", "words", "of"): "source",
    ("as", "told", "by"): "source",
}


class Form(tuple[str, str, str]):
    """A form of a verb: its lemma, what it can do, and which form it is.

    The forms are ``base`` (*say*), ``s`` (*says*), ``past`` (*said*), ``pp`` (*written*), ``ing``.
    """

    __slots__ = ()

    @property
    def lemma(self) -> str:
        """The verb as a dictionary has it."""
        return self[0]

    @property
    def does(self) -> str:
        """What it can do: a key of `LEMMAS`."""
        return self[1]

    @property
    def form(self) -> str:
        """Which form it is."""
        return self[2]


def forms_of(lemma: str) -> dict[str, str]:
    """The forms of a verb, by which form each is.

    Example:
        >>> forms_of("deny")
        {'deny': 'base', 'denies': 's', 'denying': 'ing', 'denied': 'past'}
        >>> forms_of("write")
        {'write': 'base', 'writes': 's', 'writing': 'ing', 'wrote': 'past', 'written': 'pp'}
    """
    y = len(lemma) > 2 and lemma.endswith("y") and lemma[-2] not in "aeiou"
    sibilant = lemma.endswith(("s", "sh", "ch", "x", "z", "o"))
    stem = lemma + lemma[-1] if lemma in _DOUBLED and lemma not in _NOT_DOUBLED else lemma
    forms = {lemma: "base"}
    forms[lemma[:-1] + "ies" if y else lemma + ("es" if sibilant else "s")] = "s"
    cut = stem[:-1] if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")) else stem
    forms[cut + "ing"] = "ing"
    if lemma in _IRREGULAR:
        past, *participle = _IRREGULAR[lemma].split()
        forms[past] = "past"
        forms.update(dict.fromkeys(participle, "pp"))
    else:
        forms[lemma[:-1] + "ied" if y else (stem + "d" if stem.endswith("e") else stem + "ed")] = (
            "past"
        )
    return forms


def _table() -> dict[str, Form]:
    table: dict[str, Form] = {}
    for does, lemmas in LEMMAS.items():
        for lemma in sorted(lemmas):
            head, _, particle = lemma.partition("_")
            if particle:
                continue
            for word, form in forms_of(head).items():
                table.setdefault(word, Form((lemma, does, form)))
    return table


#: Each form of a one-word cue, in small letters.
CUES: dict[str, Form] = _table()

#: Verbs of two words: the forms of the first, and the word after it.
PARTICLES: dict[str, dict[str, Form]] = {}
for _does, _lemmas in LEMMAS.items():
    for _lemma in sorted(_lemmas):
        _head, _, _particle = _lemma.partition("_")
        if _particle:
            for _word, _form in forms_of(_head).items():
                PARTICLES.setdefault(_word, {})[_particle] = Form((_lemma, _does, _form))
