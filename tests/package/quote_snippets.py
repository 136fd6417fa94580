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
    Snippet(
        "a plural's apostrophe in single marks",
        "Labour’s [P:Fiona Airdrie] said: ‘It’s a disgrace. The residents’ anger is "
        "justified.’\n\n‘The drivers’ union has had enough,’ said [P:Barry Thwaite].",
        (
            ("‘It’s a", "Fiona Airdrie", "Fiona Airdrie"),
            ("‘The drivers’ union has had enough,’", "Barry Thwaite", "Barry Thwaite"),
        ),
    ),
    Snippet(
        "feet and inches",
        'The snake was 5\' 11" long, and the cage was 30" wide. "It kept coming," said '
        "[P:Juno Pratt].",
        (('"It kept coming,"', "Juno Pratt", "Juno Pratt"),),
    ),
    Snippet(
        "a name that looks like an adverb, and one that looks like a verb",
        '[P:Robb Tully] called. "Everybody knows," [P:Tully] said.\n\n"I do not recall," Attorney '
        "General Will [P:Stroud] told the committee.",
        (('"Everybody', "Tully", "Robb Tully"), ('"I do not', "Stroud", "Stroud")),
    ),
    Snippet(
        "a button between the paragraphs of a speech",
        '"We had nothing," [P:Paloma Reyes] said.\n\nADVERTISEMENT\n\n"The bank said '
        'no.\n\nPhoto by [P:Lisbet Aarons]/Staff\n\n"Then my uncle sold his truck."',
        (
            ('"We had', "Paloma Reyes", "Paloma Reyes"),
            ('"The bank', None, "Paloma Reyes"),
            ('"Then my', None, "Paloma Reyes"),
        ),
    ),
    Snippet(
        "a judgement and a name under the same verb",
        "It was a move that the union called “insulting.” The ship, which sailors called “the "
        "Duchess,” sank.",
        (("“insulting.”", "the union", None),),
        ("“the Duchess,”",),
    ),
    Snippet(
        "a piece inside a noun phrase",
        "The “Fight for $15” movement began in [D:2012]. [P:Al Finch], who wore a “Finch 2020” "
        "cap, said it was “early days.”",
        (("“early", "Al Finch", "Al Finch"),),
        ("“Fight", "“Finch"),
    ),
    Snippet(
        "programmes in marks",
        "Much was said.\n\n[P:Stella Rourke] said on “Meet the Morning” on [D:Sunday] that she was "
        "“ready for a fight.”",
        (("“ready", "Stella Rourke", "Stella Rourke"),),
        ("“Meet",),
    ),
    Snippet(
        "a noun for what is said",
        "His claim that the vote was “stolen” was false.",
        (("“stolen”", None, None),),
    ),
    Snippet(
        "a tag that names a source, then a colon",
        "According to [O:Fox Hill Radio], Sheriff [P:Boyd Lantz] issued a warning to looters: “You "
        "loot, we shoot.”",
        (("“You", "Boyd Lantz", "Boyd Lantz"),),
    ),
    Snippet(
        "a name in the possessive that says something",
        "[O:Ackerley]’s said the canteen was “closed for good.”",
        (("“closed", "Ackerley", "Ackerley"),),
    ),
    Snippet(
        "signed behind a dash",
        "“You can’t eat scenery.” — [P:Dana Wolfe], rancher\n\n“Come in winter.” — [P:Bud Ames]",
        (
            ("“You", "Dana Wolfe", "Dana Wolfe"),
            ("“Come", "Bud Ames", "Bud Ames"),
        ),
    ),
    Snippet(
        "two labels in one sentence, one of them another saying's",
        "[P:Alan Sorrell], who has called climate change “a hoax,” said he would “take a look at” "
        "the accord.",
        (("“a hoax,”", "Alan Sorrell", "Alan Sorrell"), ("“take", "Alan Sorrell", "Alan Sorrell")),
    ),
    Snippet(
        "a headline's words, said below",
        "Waiters ‘knew the menu’\n\nThey came in by the kitchen. “They knew the menu,” said "
        "[P:Joke Peeters].",
        (("‘knew", None, "Joke Peeters"), ("“They", "Joke Peeters", "Joke Peeters")),
    ),
    Snippet(
        "marks that a hasty editor typed",
        "”We never saw it,” said [P:Nadia Voss]. “Nobody told us,“ she said.",
        (("”We", "Nadia Voss", "Nadia Voss"), ("“Nobody told us,“", "she", "Nadia Voss")),
    ),
)
