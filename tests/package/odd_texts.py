"""Texts that tokenisers stumble over, for the tests of the text layer."""

from __future__ import annotations

from hypothesis import strategies as st

from newsbook.spans import Span, are_disjoint, lost_characters

#: By name, so that a failure says which.
ODD: dict[str, str] = {
    "empty": "",
    "one letter": "a",
    "one dot": ".",
    "one space": " ",
    "white space of all sorts": " \t\n\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2003\u2028\u2029\u3000",
    "Korean with emoji": "안녕하세요 👋 저는 박진입니다. 반가워요! 👩‍👩‍👧‍👦🇰🇷",
    "accents typed apart": "Cafe\u0301 Bras\u0131\u0302lia \u0301 naïve\u0308.",
    "right to left": "\u202bقال الرئيس: «نعم».\u202c אמר: “כן”.",
    "invisible": "\ufeffNA\u00adTO\u200b\u200d\u2060 \u200e \ufe0f",
    "control": "a\x00b\x07 \x1b[0m\x7f",
    "only quotes": "\"'``''“”‘’«»„‚‹›\"\"'''",
    "only dots": "." * 50 + " . . . …….",
    "hyphens": "-a- --a-- a---b ‐‑–—− -",
    "CRLF": "One.\r\n\r\nTwo,\r\nthree.\r\n",
    "half flags and tones": "🇰🇷🇺 🏽 👍🏽🏽 \u200d👩\u200d 1️⃣#️⃣*\u20e3",
    "lone surrogate": "a\ud800b “\udfff”",
    "no spaces at all": "他说：“你好。”然后走了" * 5,
    "markup": "<p>AT&amp;T &lt;b&gt; &#39;x&#39; &bogus; &#129;</p>",
    "private and unassigned": "\ue000\U000e0041\U0010ffff\u0378",
}

#: Letters that matter: every mark a rule of the tokeniser or the splitter looks at.
_HARD = (
    "\"'`“”‘’«»„()[]{}.,:;!?…%$€@#&/*+_-‐‑–—−·"
    "nNtTsSdmIUKaébzß019ñПд안中ا"
    " \n\r\t\xa0\u2028\u2029\u200b\u200d\u200e\ufeff\u00ad\u0301\ufe0f\u20e3"
    "👩👍🏽❤🇰🇷\x00\x1f"
)
_PIECES = [
    "n’t", "'s", "’ve", "U.S.", "N.", "Mr. ", "No. 5", "p.m.", "http://", "www.", "a@b.c", "...",
    ".”", "?” ", ". ", "!\" ", "\n\n", "\r\n", " said. ", "Park", "3.5", "''", "``", "’90s", "e.g",
]  # fmt: skip

#: Any Unicode, then the characters and the strings that the rules turn on, close together.
any_text = (
    st.text()
    | st.text(alphabet=_HARD, max_size=40)
    | st.lists(st.sampled_from(_PIECES + list(_HARD)), max_size=25).map("".join)
)


def assert_sound(text: str, spans: list[Span]) -> None:
    """In order, disjoint, inside the text, nothing but white space lost, none at the ends."""
    assert are_disjoint(spans)
    assert not spans or spans[-1].end <= len(text)
    assert lost_characters(text, spans) == []
    for span in spans:
        words = span.of(text)
        assert words == words.strip()
