"""Words for people: what tells a woman from a man, one from many, and somebody from nobody."""

from __future__ import annotations

from newsbook.text.abbreviations import word_set
from newsbook.text.entities.cues import ORG_NOUNS, PERSON_NOUNS
from newsbook.text.entities.gazetteers import gazetteer

__all__ = [
    "BODIES",
    "FEMALE_NOUNS",
    "INDEFINITE",
    "MALE_NOUNS",
    "MEDIA",
    "SAME_OFFICE",
    "SUFFIXES",
    "TEXTS",
    "gender_of_given_name",
    "gender_of_noun",
    "is_human",
    "office",
]

FEMALE_NOUNS = word_set(
    """
    ms ms. mrs mrs. miss madam mme mme. dame lady queen princess baroness duchess sister nun
    congresswoman councilwoman spokeswoman chairwoman businesswoman policewoman saleswoman
    alderwoman assemblywoman saleswoman woman girl mother mom grandmother aunt niece daughter
    wife widow girlfriend actress waitress hostess heroine bride stepmother granddaughter
    fiancée sportswoman freshwoman midwife ballerina
    """
)

MALE_NOUNS = word_set(
    """
    mr mr. sir lord king prince baron duke father fr. rev.-fr brother monk congressman
    councilman spokesman chairman businessman policeman salesman alderman assemblyman fireman
    fisherman man boy dad grandfather uncle nephew son husband widower boyfriend actor waiter
    host groom stepfather grandson fiancé foreman sportsman handyman imam cardinal archbishop
    monsignor pope deacon father-in-law frontman
    """
)

#: Mentions that begin so name nobody in particular.
INDEFINITE = word_set(
    """
    a an another some any many several most few one two three four five six every each no other
    others someone somebody everyone everybody nobody anyone both either neither dozens hundreds
    more
    """
)

SUFFIXES = word_set("jr jr. sr sr. ii iii iv")

#: Writings speak for whoever issued them.
TEXTS = word_set(
    """
    statement post memo letter email e-mail message tweet website report release notice filing
    complaint lawsuit page flyer banner caption text audit warrant transcript obituary note
    poster placard indictment document documents study survey poll sign bulletin log affidavit
    order ruling opinion brief paper
    """
)

#: Nouns that organisations are called by, when their name has been given.
BODIES = (
    word_set(
        """
    company firm agency department commission board council union association group organization
    organisation university college school district hospital airline bank court committee
    ministry administration authority bureau office institute foundation party club team
    newspaper magazine museum church city county state corporation maker retailer chain startup
    nonprofit charity federation league alliance service services utility planemaker insurer
    developer coalition campaign lab sheriff’s outlet store restaurant mission
    """
    )
    | ORG_NOUNS
)

#: Newspapers and agencies: named in a story without being what it is about.
MEDIA = word_set(
    """
    reuters ap afp bloomberg cnn nbc abc cbs fox npr pbs bbc espn times post journal herald
    tribune gazette news press chronicle daily telegraph globe observer examiner inquirer
    courier star sun register sentinel dispatch facebook twitter x instagram youtube tiktok
    linkedin
    """
)

#: Different words for one office.
SAME_OFFICE = {
    "sen": "senator", "rep": "representative", "congressman": "representative",
    "congresswoman": "representative", "lawmaker": "representative", "gov": "governor",
    "lt": "lieutenant", "sgt": "sergeant", "capt": "captain", "col": "colonel", "gen": "general",
    "prof": "professor", "dr": "doctor", "physician": "doctor", "supt": "superintendent",
    "cpl": "corporal", "maj": "major", "cmdr": "commander", "adm": "admiral", "rev": "reverend",
    "councilman": "councilmember", "councilwoman": "councilmember", "councilor": "councilmember",
    "councillor": "councilmember", "attorney": "lawyer", "counsel": "lawyer", "barrister": "lawyer",
    "solicitor": "lawyer", "ceo": "executive", "chairman": "chair", "chairwoman": "chair",
    "chairperson": "chair", "spokesman": "spokesperson", "spokeswoman": "spokesperson",
    "coun": "councilmember", "cllr": "councilmember", "pres": "president", "det": "detective",
    "ofc": "officer", "dep": "deputy", "insp": "inspector", "mom": "mother", "dad": "father",
    "teen": "teenager", "justice": "judge", "legislator": "representative",
    "professor": "professor", "teacher": "teacher", "pm": "minister", "premier": "minister",
    "secretary-general": "chief", "secretary": "secretary",
}  # fmt: skip


def office(word: str) -> str:
    """A noun for a person, with abbreviations and doubles made one.

    Example:
        >>> office("Sen."), office("congresswoman"), office("mayor")
        ('senator', 'representative', 'mayor')
    """
    word = word.lower().rstrip(".")
    return SAME_OFFICE.get(word, word)


def is_human(word: str) -> bool:
    """Whether a noun is, by the lists or its ending, one person: *farmer*, *ornithologist*.

    Example:
        >>> [is_human(word) for word in ("farmer", "defendant", "carabinieri", "table")]
        [True, True, False, False]
    """
    return (
        word in PERSON_NOUNS
        or office(word) in SAME_OFFICE.values()
        or word in _HUMAN
        or word.endswith(("er", "or", "ist", "ian", "ant", "ent", "man", "woman", "eer"))
    )


_HUMAN = word_set(
    "counsel captain orderly chief sheriff coach teen democrat republican conservative liberal "
    "independent native chef guard pilot clerk nurse host skipper head boss cop"
)


def gender_of_noun(word: str) -> str:
    """``f``, ``m`` or nothing, by a title or a noun.

    Example:
        >>> gender_of_noun("Mrs."), gender_of_noun("mayor")
        ('f', '')
    """
    word = word.lower()
    return "f" if word in FEMALE_NOUNS else "m" if word in MALE_NOUNS else ""


def gender_of_given_name(name: str) -> str:
    """``f``, ``m`` or nothing, by whom a given name is mostly given to.

    A name in use for both (Taylor, Jordan, Casey), or on no list, tells nothing, and a title or a
    pronoun in the article outweighs what one tells.

    Example:
        >>> [gender_of_given_name(name) for name in ("Susan", "Jens", "Robin")]
        ['f', 'm', '']
    """
    low = name.lower()
    told = gazetteer()
    return "f" if low in told.women else "m" if low in told.men else ""
