"""Short pieces of news in many styles, each with who says what; chosen before the rules were tuned.

The names in them are marked ``[P:Ada Ray]``; P, O, G, L, N and D stand for the six entity labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsbook.spans import Span

_LABELS = {"P": "PERSON", "O": "ORG", "G": "GPE", "L": "LOC", "N": "NORP", "D": "DATE"}


@dataclass(frozen=True)
class Snippet:
    """A text with its names, and what ought to be found in it.

    Args:
        name: What the snippet is there for.
        marked: The text with its names marked.
        said: For each quoted piece its first words, its speaker's mention, and the full name.
        scare: The first words of each piece that nobody says.
    """

    name: str
    marked: str
    said: tuple[tuple[str, str | None, str | None], ...]
    scare: tuple[str, ...] = ()

    def read(self) -> tuple[str, list[Span]]:
        """The text without the marks, and its names."""
        text = ""
        spans = []
        at = 0
        for match in re.finditer(r"\[([POGLND]):([^\]]+)\]", self.marked):
            text += self.marked[at : match.start()]
            spans.append(Span(len(text), len(text) + len(match[2]), _LABELS[match[1]]))
            text += match[2]
            at = match.end()
        return text + self.marked[at:], spans


SNIPPETS = (
    Snippet(
        "inverted tag with an apposition",
        "“The pump failed twice before lunch,” said [P:Dana Whitlock], a spokeswoman for the "
        "[O:Tulsa Water Authority]. “Nobody was hurt.”",
        (
            ("“The pump", "Dana Whitlock", "Dana Whitlock"),
            ("“Nobody", None, "Dana Whitlock"),
        ),
    ),
    Snippet(
        "age between commas, then a surname",
        "[P:Marcus Bell], 34, said the sirens never sounded. “We looked up and it was there,” "
        "[P:Bell] "
        "said. “It sounded like a train.”",
        (("“We looked", "Bell", "Marcus Bell"), ("“It sounded", None, "Marcus Bell")),
    ),
    Snippet(
        "a relative clause between name and verb",
        "[P:Ruth Okafor], who has taught second grade at [O:Hale Elementary] for 19 years, said, "
        '"I have '
        'never seen the gym this full."',
        (('"I have', "Ruth Okafor", "Ruth Okafor"),),
    ),
    Snippet(
        "tell somebody",
        '"There is no plan B," Sen. [P:Carl Whitaker] told [P:Joan Reyes], the committee\'s '
        "chair, on "
        '[D:Tuesday].\n\n"Then we had better find one," [P:Reyes] replied.',
        (
            ('"There', "Carl Whitaker", "Carl Whitaker"),
            ('"Then', "Reyes", "Joan Reyes"),
        ),
    ),
    Snippet(
        "according to, with a partial quote",
        "The driver was “visibly confused” when he stepped out, according to Trooper [P:Lee "
        "Sandoval] of "
        "the [O:Nevada Highway Patrol].",
        (("“visibly", "Lee Sandoval", "Lee Sandoval"),),
    ),
    Snippet(
        "a pronoun after a name",
        "[P:Angela Pruitt] has run the diner since [D:2004]. “People come for the pie,” she said. "
        "“They "
        "stay because it’s warm.”",
        (("“People", "she", "Angela Pruitt"), ("“They", None, "Angela Pruitt")),
    ),
    Snippet(
        "two people, two pronouns",
        "Mayor [P:Susan Tran] met Police Chief [P:Robert Kelly] on [D:Monday]. “I asked him for "
        "numbers,” "
        "she said. “I gave her all I had,” he said.",
        (
            ("“I asked", "she", "Susan Tran"),
            ("“I gave", "he", "Robert Kelly"),
        ),
    ),
    Snippet(
        "a title that speaks",
        "Sen. [P:Olivia Marsh], [N:D-Ohio], voted no. “This bill helps nobody in [G:Dayton],” the "
        "senator "
        "said.",
        (("“This bill", "the senator", "Olivia Marsh"),),
    ),
    Snippet(
        "a speech over three paragraphs",
        '"We started with two trucks," [P:Hector Ruiz] said. "That was in [D:1998].\n\n"Then my '
        "brother "
        'came up from [G:Laredo], and we had four.\n\n"Now we have 60, and no place to park."',
        (
            ('"We started', "Hector Ruiz", "Hector Ruiz"),
            ('"That was', None, "Hector Ruiz"),
            ('"Then my', None, "Hector Ruiz"),
            ('"Now we', None, "Hector Ruiz"),
        ),
    ),
    Snippet(
        "a quote alone in its paragraph",
        "The superintendent, [P:Paul Nguyen], said the buses would run again on "
        "[D:Thursday].\n\n“The roads "
        "are clear, and the kids are bored.”",
        (("“The roads", None, "Paul Nguyen"),),
    ),
    Snippet(
        "scare quotes and a title",
        "The so-called “snow birds” drive south each winter. [P:Nell Carter] wrote about them in "
        "a book, “The "
        "Long Way Down,” that sold poorly.",
        (),
        ("“snow birds”", "“The Long"),
    ),
    Snippet(
        "a nickname",
        "[P:Anthony “Tony” Russo] has coached here for 30 years. “I’m tired,” [P:Russo] said with "
        "a laugh.",
        (("“I’m", "Russo", "Anthony “Tony” Russo"),),
        ("“Tony”",),
    ),
    Snippet(
        "a spokesman without a name",
        "A spokesman for [O:Granger Foods] said the plant would close. “This was not an easy "
        "decision,” he "
        "said.",
        (("“This was", "he", None),),
    ),
    Snippet(
        "police said",
        "“The suspect fled on foot,” police said in a news release.",
        (("“The suspect", "police", None),),
    ),
    Snippet(
        "a company by its short name",
        "[O:Harlan Energy Corp.] reported a loss. “We remain confident in our strategy,” "
        "[O:Harlan] said in a "
        "statement.",
        (("“We remain", "Harlan", "Harlan Energy Corp."),),
    ),
    Snippet(
        "one sentence, two fragments",
        "[P:Priya Raman], the city’s budget director, called the forecast “a guess” and said "
        "nobody should “bet "
        "the house on it.”",
        (
            ("“a guess”", "Priya Raman", "Priya Raman"),
            ("“bet", "Priya Raman", "Priya Raman"),
        ),
    ),
    Snippet(
        "a tag in the middle of a sentence",
        "“If it rains,” coach [P:Bill Dorsey] said, “we play. If it pours, we play faster.”",
        (
            ("“If it rains", "Bill Dorsey", "Bill Dorsey"),
            ("“we play", "Bill Dorsey", "Bill Dorsey"),
        ),
    ),
    Snippet(
        "the tag after several sentences",
        "“I heard a bang. Then another. I grabbed the dog and ran,” recalled [P:Tina Morales], "
        "61, who lives "
        "across the street.",
        (("“I heard", "Tina Morales", "Tina Morales"),),
    ),
    Snippet(
        "a colon before the quote",
        "[P:George Addison] had one word for the verdict: “Finally.”\n\nHis lawyer, [P:Kim "
        "Salter], put it another "
        "way: “It took nine years.”",
        (
            ("“Finally", "George Addison", "George Addison"),
            ("“It took", "Kim Salter", "Kim Salter"),
        ),
    ),
    Snippet(
        "somebody’s gesture before the quote",
        "[P:Walter Finch] shook his head. “Not in my lifetime.”",
        (("“Not in", None, "Walter Finch"),),
    ),
    Snippet(
        "two who share a surname",
        "[P:Beth Lowell] and her son, [P:Sam Lowell], keep goats. “They ate the wiring,” [P:Beth "
        "Lowell] said. "
        "“Twice,” [P:Sam Lowell] added.",
        (
            ("“They ate", "Beth Lowell", "Beth Lowell"),
            ("“Twice", "Sam Lowell", "Sam Lowell"),
        ),
    ),
    Snippet(
        "a post",
        "“See you in court,” [P:Donna Pike] wrote on [O:Facebook] on [D:Friday]. In a later post, "
        "she called "
        "the mayor “a coward.”",
        (
            ("“See you", "Donna Pike", "Donna Pike"),
            ("“a coward", "she", "Donna Pike"),
        ),
    ),
    Snippet(
        "saying, after a comma",
        "Judge [P:Alan Brandt] denied the motion, saying that the state had shown “next to "
        "nothing.”",
        (("“next to", "Alan Brandt", "Alan Brandt"),),
    ),
    Snippet(
        "asked and answered",
        "Asked whether he would run again, [P:Ortiz] smiled. “Ask my wife,” he said.",
        (("“Ask my", "he", "Ortiz"),),
    ),
    Snippet(
        "single marks inside double ones",
        "“He told me, ‘Get out,’ and I did,” [P:Joyce Lam] testified.",
        (("“He told", "Joyce Lam", "Joyce Lam"),),
    ),
    Snippet(
        "a quote that opens its sentence and is its subject",
        "“Unacceptable” was how Councilwoman [P:Rita Flores] described the delay.",
        (("“Unacceptable”", "Rita Flores", "Rita Flores"),),
    ),
    Snippet(
        "several speakers in a row",
        "“It’s about time,” said [P:Ed Novak].\n\n“It’s too little,” said his neighbor, [P:Gail "
        "Stone].\n\n“It’s a "
        "start,” said [P:Novak], who has lived on [L:Elm Street] since [D:1971].",
        (
            ("“It’s about", "Ed Novak", "Ed Novak"),
            ("“It’s too", "Gail Stone", "Gail Stone"),
            ("“It’s a", "Novak", "Ed Novak"),
        ),
    ),
    Snippet(
        "names in capitals, questions and answers",
        "[P:Lena Ortega] spoke with us about the strike.\n\nQ: Why now?\n\n“Because we had waited "
        "long enough,” [P:Ortega] "
        "said.",
        (("“Because", "Ortega", "Lena Ortega"),),
    ),
)
