"""Layout: what each paragraph of a web page's text is, before any word of it is read.

Text copied from a news site holds more than the article: a headline, captions, the agency's credit,
and what the page's buttons said. `label_paragraphs` tells them apart with rules that look at the
paragraph's place, its length and how it ends.
"""

from __future__ import annotations

import re

from newsbook.articles.paragraphs import paragraphs_of
from newsbook.errors import want_text
from newsbook.spans import Span

__all__ = ["LABELS", "dateline", "label_paragraphs"]

#: The labels that `label_paragraphs` gives.
LABELS: tuple[str, ...] = ("HEADLINE", "CAPTION", "BODY", "AGENCY", "LEFTOVER")

_AGENCIES = r"""
    AAP | AFP | ANI | ANSA | AP | APA | BNS | CNA | DPA | EFE | IANS | KUNA | KYODO | NTB | PA | PTI
  | QNA | TASS | TT | UNB | UNI | UPI | WAM | ZUMA | Anadolu (?:\ Agency)? | Antara | Bernama
  | Bloomberg | Interfax | Kyodo (?:\ News)? | Reuters | Xinhua | Yonhap (?:\ News\ Agency)?
  | (?:The\ )? Associated\ Press | Agence\ France-Presse | Press\ Trust\ of\ India
"""

#: A paragraph that is a credit and nothing more: "IANS", "(Reuters)", "— AFP", "By Jane Smith",
#: "With inputs from agencies". It says who supplied the report.
_CREDIT = re.compile(
    rf"""
      [(\[—–-]* \s* (?: (?:Source|Credits?|Agency) \s* : \s* )?
        (?:{_AGENCIES}) (?: \s* [/,&-] \s* (?:{_AGENCIES}) )* \s* [)\].]*
    | [(\[—–-]* \s* (?: With | Inputs | Additional\ reporting | Reporting | Edited )
        \s (?: [\w-]+ \s )? (?: inputs?\ from | from | by ) \b .{{1,120}}
    | [(\[—–-]* \s* With\ (?:agency|agencies|wire) \b .{{0,60}}
    | By \s+ (?: (?: [A-ZÀ-ÖØ-Þ][\w.’'-]*+ | , | & | (?:and|for|of|the|de|da|van|von|der|bin)\b )
                \s*+ ){{1,10}}
    """,
    re.VERBOSE,
)

#: Who took a picture, anywhere in a paragraph: "Pic- NATO", "Photo: AP", "[Getty Images]".
_PICTURE = re.compile(
    r"""
      (?i: \b (?: pic | pics | photo | photos | photograph | picture | image | file\ photo ) )
        \s* (?: [-–—:/|] | (?i:courtesy | credit | by\b | via\b) )
    | (?i: \b file\ (?:photo|picture|image|pic) \b )
    | \b (?: Getty\ Images | Shutterstock | iStock | Unsplash | via\ REUTERS | /\ ?AFP | AP\ Photo )
    """,
    re.VERBOSE,
)

#: What buttons, menus and footers say. The whole paragraph has to be it, or begin with it and be
#: short: a sentence of the article may well contain "share this".
_LEFTOVER = re.compile(
    r"""
    (?: exit\ mobile\ version | skip\ to\ (?:main\ )?content | advertisement | sponsored | ad
      | share\ (?:this|on|via|article|story|now) .* | like\ this | share | tweet | pin\ it
      | print | e-?mail | copy\ link | save | facebook | twitter | x | whatsapp | telegram
      | linkedin | reddit
      | (?:also\ )? read\ (?:also|more|next|full\ story) .* | also\ read .* | see\ also .*
      | more\ (?:from|on|stories) .*
      | related (?:\ (?:articles?|stories|topics?|posts?|news))? :? .*
      | (?:recommended|trending|popular|most\ read|latest\ news|you\ may\ (?:also\ )?like) .*
      | (?:sign\ up|subscribe|log\ ?in|register|download|follow\ us|join\ us|click\ here) .*
      | (?:tags?|topics?|categories|category|filed\ under|keywords) \s* : .*
      | (?:leave\ a|\d+|no|post\ a|add\ a)? \s* (?:comments?|reply) | loading (?:\.\.\.|…)?
      | (?:©|\(c\)|copyright\b) .* | all\ rights\ reserved .*
      | (?:cookie|privacy)\ (?:policy|settings)
      | (?:first\ )? (?:published|updated|posted|last\ (?:updated|modified)) \b [\s:]* .*
      | (?:\d+\s+)? min(?:ute)?s?\ read | \d+\ (?:shares|views) | home | menu | search | close | top
      | next | previous | back\ to\ top | the\ post .* appeared\ first\ on .*
    ) [\s.!»›>→]*
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

#: A button's text is short; a paragraph with more words than this is not one.
_LEFTOVER_WORDS = 14

#: A headline, a caption and a crosshead are short; a paragraph longer than this is body.
_SHORT_WORDS = 30

#: A paragraph that ends like a sentence: a full stop or its like, closing marks allowed behind it.
_ENDS_A_SENTENCE = re.compile(r"[.!?…:][”’\"'»)\]]*\Z")


def label_paragraphs(text: str) -> list[Span]:
    r"""Say what each paragraph is, by rules for news on the web.

    The rules, in the order in which they are asked:

    1. LEFTOVER: it is short and says what a page's buttons and footers say ("Share this").
    2. AGENCY: it is a credit and nothing more ("IANS", "(Reuters)", "By Jane Smith").
    3. CAPTION: it is short and says, at its start or end, who took a picture ("Photo: AP").
    4. HEADLINE: it is short, the first to come this far, and does not end in a full stop.
    5. CAPTION: it is short, before the first body paragraph, and does not end like a sentence.
    6. BODY: everything else.

    Rules see only the surface. A headline that ends in "!" or "?" is still taken for one, if it is
    first; a crosshead between body paragraphs is called BODY; a caption written as a full sentence
    is called BODY unless it names its photographer.

    Returns:
        The paragraphs in order, each with one of `LABELS`.

    Example:
        >>> text = "Rain in Seoul\n\nPark Jin. Photo: AP\n\nSeoul: It rained.\n\nIANS\n\nShare this"
        >>> [span.label for span in label_paragraphs(text)]
        ['HEADLINE', 'CAPTION', 'BODY', 'AGENCY', 'LEFTOVER']
    """
    labelled: list[Span] = []
    seen: set[str] = set()
    want_text(text, "label_paragraphs")
    for paragraph in paragraphs_of(text):
        label = _label(paragraph.of(text), seen)
        seen.add(label)
        labelled.append(paragraph.labelled(label))
    return labelled


def _label(paragraph: str, seen: set[str]) -> str:
    """One paragraph's label, given the labels of those before it."""
    length = len(paragraph.split(None, _SHORT_WORDS))
    short = length <= _SHORT_WORDS
    if length <= _LEFTOVER_WORDS and _LEFTOVER.fullmatch(paragraph):
        return "LEFTOVER"
    if short and _CREDIT.fullmatch(paragraph):
        return "AGENCY"
    if short and (_PICTURE.search(paragraph[-60:]) or _PICTURE.match(paragraph.lstrip("[("))):
        return "CAPTION"
    ends = _ENDS_A_SENTENCE.search(paragraph)
    if short and not seen & {"HEADLINE", "BODY"} and (not ends or ends.group()[0] in "!?"):
        return "HEADLINE"
    if short and "BODY" not in seen and not ends:
        return "CAPTION"
    return "BODY"


_NAME = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*+"
_PLACE = rf"{_NAME}(?:[ ]{_NAME}){{0,3}}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"

#: "Seoul:", "SEOUL (Reuters) —", "WASHINGTON, D.C., Jan. 29 (AP) --", "New Delhi, May 29 (IANS):"
_DATELINE = re.compile(
    rf"""
    (?! (?:Update|Updated|Note|Editor|Breaking|Watch|Live|Exclusive|Opinion|Analysis|Photo) \b )
    (?P<place> {_PLACE} ) (?: /{_PLACE} )? (?: ,[ ]{_PLACE} ){{0,2}}
    (?P<date> ,? [ ] (?: {_MONTH}[ ]\d{{1,2}} | \d{{1,2}}[ ]{_MONTH} ) (?: ,?[ ]\d{{4}} )? )?
    (?P<agency> [ ] \( [^()\n]{{1,40}} \) )?
    (?P<sign> : (?=\s) | [ ]? [—–] | [ ] -{{1,2}} (?=\s) )
    """,
    re.VERBOSE,
)


def dateline(text: str) -> Span | None:
    """Where the first body paragraph says from where it was reported.

    The form is a place, perhaps a date and an agency, then a colon or a dash. Before a mere dash
    the place has to be in capitals, for a sentence may well begin "Yoon — who". A speaker with a
    colon ("Park: We agree.") has the same form and is mistaken for a place.

    Returns:
        The span from the place to the colon or dash, labelled DATELINE, or None.

    Example:
        >>> dateline("SEOUL (Reuters) — It rained.")
        Span(start=0, end=17, label='DATELINE')
        >>> dateline("It rained.") is None
        True
    """
    for paragraph in label_paragraphs(text):
        if paragraph.label == "BODY":
            found = _DATELINE.match(text, paragraph.start, paragraph.end)
            if found is None:
                return None
            certain = found["sign"] == ":" or found["date"] or found["agency"]
            if not certain and not found["place"].isupper():
                return None
            return Span(*found.span(), "DATELINE")
    return None
