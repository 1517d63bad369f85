#!/usr/bin/env python3
"""The audit of one catalogue as a person who knows Python would write it without khung.

Reads a list of modules, holds every statement against khung's rule packs, says which cells of the table for teachers of
general education are covered, and writes a workbook with the evidence. What it does and leaves out: README.md.
"""

import argparse
import csv
import json
import re
import sys
import time
import tomllib
import unicodedata
from collections import defaultdict
from functools import cached_property
from pathlib import Path

import xlsxwriter

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
FRAMEWORK = "vn-tt18-2026"
TABLE = "general"  # the audience general-teacher
LEVELS = ["basic", "proficient", "advanced"]
CODE, TITLE, OUTCOMES = "Mã học phần", "Tên học phần", "Chuẩn đầu ra học phần"

# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

DASHES_AND_QUOTES = dict(zip("‐‑–—−‘’“”", "-----''\"\""))
LETTERS = {
    letter: base
    for letter in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)])
    if (base := unicodedata.normalize("NFD", letter)[0]).isascii()
} | {"đ": "d", "Đ": "D"}
PLAIN = str.maketrans(LETTERS | DASHES_AND_QUOTES)
MARKED = re.compile("[" + "".join(LETTERS) + "]")

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\ufeff]")
BLANKS = re.compile(r"[^\S\n]+")
LETTER = r"[^\W\d_]"
# Words with a second spelling: kỹ for kĩ, and the tone on the last letter of an open oa, oe, uy.
OTHER_SPELLING = re.compile(
    rf"(?<!{LETTER})[hklmst][yỳýỷỹỵ](?!{LETTER})|o[àáảãạèéẻẽẹ](?!{LETTER})|(?<!q)u[ỳýỷỹỵ](?!{LETTER})", re.IGNORECASE
)
SPELLINGS = str.maketrans("yỳýỷỹỵYỲÝỶỸỴ", "iìíỉĩịIÌÍỈĨỊ")
TONES = {
    pair: first + plain
    for vowels, firsts, plain in [
        ("oàáảãạ", "òóỏõọ", "a"),
        ("oèéẻẽẹ", "òóỏõọ", "e"),
        ("uỳýỷỹỵ", "ùúủũụ", "y"),
    ]
    for pair, first in zip((vowels[0] + vowel for vowel in vowels[1:]), firsts)
}


def clean(text):
    """`text` composed, without invisible characters, and with single blanks; line ends stay."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = BLANKS.sub(" ", INVISIBLE.sub("", text))
    return text.replace(" \n", "\n").strip()


def respell(text):
    """`text` in one of the two spellings of Vietnamese."""

    def respelled(match):
        word = match[0]
        tone = TONES.get(word.lower())
        if tone is None:
            return word.translate(SPELLINGS)
        return "".join(new.upper() if old.isupper() else new for old, new in zip(word, tone))

    return OTHER_SPELLING.sub(respelled, text)


NEW_LINE = re.compile(r"[\n•●▪■◦➢✓]")
SENTENCE_END = re.compile(r"[.!?] +(?=\w)")
TITLES = {"TS", "Ths", "ThS", "GS", "PGS", "TP", "Dr", "Mr", "Ms", "vs", "No"}
BULLET = re.compile(r"[-–—+*· ]*(?:o )?\s*(?:\(?\d[\d.]{0,5}(?<!\.)[.)](?= |[^\W\d_])|\(?[a-z]\))?")
LABEL = re.compile(
    r"\s*[\[(]?(?:clo|lo|cđr|cdr|co|mt|plo|pi|slo|ilo|g)\s*\d[\d.]*[\]):.\-– ]*", re.IGNORECASE
)


def at_semicolons(line):
    """The parts of a line between semicolons that stand in no brackets."""
    if ";" not in line:
        return [line]
    parts, start, depth = [], 0, 0
    for at, letter in enumerate(line):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(depth - 1, 0)
        elif letter == ";" and depth == 0:
            parts.append(line[start:at])
            start = at + 1
    return parts + [line[start:]]


def is_abbreviated(before):
    """Whether the full stop after `before` is that of an abbreviation or number."""
    word = re.split(r"[ (]", before)[-1]
    return (
        sum(letter.isalpha() for letter in word) <= 1 or "." in word or word in TITLES or len(before.strip()) < 8
    )


def sentences(line):
    parts, start = [], 0
    for end in SENTENCE_END.finditer(line):
        if line[end.end()].isupper() and not is_abbreviated(line[start : end.start()]):
            parts.append(line[start : end.start() + 1])
            start = end.start() + 2
    return parts + [line[start:]]


def statements(cell):
    """The statements of a cell: its lines, list items and sentences, without bullets, numbers and labels."""
    for line in NEW_LINE.split(clean(cell)):
        for item in at_semicolons(line):
            for sentence in sentences(item):
                text = sentence[BULLET.match(sentence).end() :]
                if label := LABEL.match(text):
                    text = text[label.end() :]
                text = text[BULLET.match(text).end() :].strip().rstrip(".,:").strip()
                is_heading = sentence.rstrip().endswith(":") and len(text.split()) <= 6
                if not is_heading and sum(map(str.isalnum, text)) > 1:
                    yield text


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Text:
    """A text with and without diacritics, and what patterns have said of it."""

    def __init__(self, text):
        self.spelled = respell(clean(text)).replace("\n", " ")
        self.plain = self.spelled.translate(PLAIN)
        self.spelled_lower, self.plain_lower = self.spelled.lower(), self.plain.lower()
        self.is_marked = MARKED.search(self.spelled) is not None
        self.answers = {}

    def has(self, pattern):
        answer = self.answers.get(pattern)
        if answer is None:
            answer = self.answers[pattern] = pattern.find(self) is not None
        return answer


class Pattern:
    """A regular expression, met without diacritics first; a text that has some must agree with them too, so that
    *đạo đức* is not *dao đục*. Compiled when it is first asked."""

    def __init__(self, source):
        self.source = rf"\b(?:{respell(clean(source))})\b"
        self.is_marked = MARKED.search(self.source) is not None
        # Lower case against lower case is faster than ignoring it, but AI is not ai.
        self.is_cased = "(?-i:" in self.source
        if not self.is_cased:
            self.source = re.sub(r"(?<!\\)\w", lambda letter: letter[0].lower(), self.source)
        self.flags = re.IGNORECASE if self.is_cased else 0

    @cached_property
    def plain(self):
        return re.compile(self.source.translate(PLAIN), self.flags | re.ASCII)

    @cached_property
    def spelled(self):
        return re.compile(self.source, self.flags)

    def find(self, text):
        plain = text.plain if self.is_cased else text.plain_lower
        found = self.plain.search(plain)
        if not (self.is_marked and text.is_marked):
            return found
        spelled = text.spelled if self.is_cased else text.spelled_lower
        while found and not self.spelled.match(spelled, found.start()):
            found = self.plain.search(plain, found.start() + 1)
        return found


class Rule:
    def __init__(self, written, patterns):
        self.id, self.weight = written["id"], written["weight"]
        self.serves = [target(key) for key in written["serves"] if key.startswith(TABLE + "/")]
        for part in ("required", "any", "none", "context"):
            setattr(self, part, [patterns[source] for source in written.get(part, [])])

    def fires(self, title, text):
        return (
            all(text.has(pattern) for pattern in self.required)
            and all(text.has(pattern) or title.has(pattern) for pattern in self.context)
            and (not self.any or any(text.has(pattern) for pattern in self.any))
            and not any(text.has(pattern) for pattern in self.none)
        )


def target(key):
    """`general/1.2/basic/3` as component, level and indicator; the last two may be missing."""
    parts = key.split("/")
    level = LEVELS.index(parts[2]) if len(parts) > 2 else None
    return "/".join(parts[:2]), level, key if len(parts) > 3 else ""


class Patterns(dict):
    """Patterns by what rules write, so that rules with the same one share it."""

    def __init__(self, concepts):
        super().__init__()
        self.concepts = concepts

    def __missing__(self, source):
        self[source] = Pattern(self.expanded(source))
        return self[source]

    def expanded(self, source):
        return re.sub(r"(?<!\(\?)(?<!\(\?P)<([A-Za-z0-9-]+)>", lambda name: self.concept(name[1]), source)

    def concept(self, name):
        forms = self.concepts[name]
        if isinstance(forms, list):
            forms = self.concepts[name] = rf"\b(?:{'|'.join(map(self.expanded, forms))})\b"
        return forms


class Rules:
    def __init__(self, folder):
        packs = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
        concepts = [concept for pack in packs for concept in pack.get("concept", [])]
        patterns = Patterns({concept["id"]: concept.get("vi", []) + concept.get("en", []) for concept in concepts})
        rules = [rule for pack in packs for rule in pack.get("rule", [])]
        self.rules = [Rule(rule, patterns) for rule in rules if any(key.startswith(TABLE + "/") for key in rule["serves"])]
        # What many rules require is asked first: its answer is remembered, and most statements fail there.
        uses = defaultdict(int)
        for rule in self.rules:
            for pattern in rule.required + rule.context:
                uses[pattern] += 1
        self.by_first = defaultdict(list)
        for rule in self.rules:
            rule.required.sort(key=uses.__getitem__, reverse=True)
            self.by_first[rule.required[0] if rule.required else None].append(rule)
        self.anywhere, self.lead = [], []
        for verbs in (verbs for pack in packs for verbs in pack.get("verbs", [])):
            level = LEVELS.index(verbs["level"])
            self.anywhere += [(level, patterns[source]) for source in verbs.get("anywhere", [])]
            self.lead += [(level, patterns[source]) for source in verbs.get("lead", [])]
        self.anywhere.sort(key=lambda verb: -verb[0])

    def level_by_verb(self, text):
        for level, pattern in self.anywhere:
            if text.has(pattern):
                return level
        found = [(match.start(), -match.end(), level) for level, verb in self.lead if (match := verb.find(text))]
        return min(found)[2] if found else None

    def links(self, title, text):
        """What a statement evidences, as (component, level, indicator, rule)."""
        hits = [
            rule
            for first, rules in self.by_first.items()
            if first is None or text.has(first)
            for rule in rules
            if rule.fires(title, text)
        ]
        if not hits:
            return []
        verb = self.level_by_verb(text)
        by_component = defaultdict(list)
        for rule in hits:
            for component, level, indicator in rule.serves:
                by_component[component].append((level is not None, level if level is not None else verb, rule, indicator))
        return [
            (component, level, indicator, rule.id)
            for component, links in sorted(by_component.items())
            for level, indicator, rule in settled(links, verb)
        ]


def settled(links, verb):
    """The links of one component: those whose rule tells the level, and of the others those at the surest level. Of several
    rules for one indicator the surest; nothing where neither rule nor verb tells a level."""

    def sureness(link):
        is_told, level, rule, _ = link
        return is_told, level is not None, rule.weight, level == verb, -(level or 0)

    surest = max(links, key=sureness)[1]
    best = {}
    for is_told, level, rule, indicator in links:
        if level is not None and (is_told or level == surest):
            known = best.get((level, indicator))
            if known is None or (-rule.weight, rule.id) < (-known.weight, known.id):
                best[level, indicator] = rule
    return [(level, indicator, rule) for (level, indicator), rule in sorted(best.items(), key=lambda item: item[0])]


# ── in ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_by_pandas(path):
    """The header and the rows of the first sheet, and its name."""
    import pandas

    if path.suffix == ".csv":
        frame, sheet = pandas.read_csv(path, dtype=str, keep_default_na=False), path.stem
    else:
        sheets = pandas.read_excel(path, sheet_name=None, dtype=str, keep_default_na=False, engine="openpyxl")
        sheet, frame = next(iter(sheets.items()))
    return sheet, list(frame.columns), frame.itertuples(index=False, name=None)


def rows_by_calamine(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            sheet, rows = path.stem, list(csv.reader(file))
    else:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(path)
        sheet = book.sheet_names[0]
        rows = book.get_sheet_by_name(sheet).to_python()
    return sheet, rows[0], rows[1:]


READERS = {"pandas": rows_by_pandas, "calamine": rows_by_calamine}


def read(path, reader):
    """Modules as (code, title, [(statement, spreadsheet cell)])."""
    sheet, header, rows = READERS[reader](path)
    code, title, outcomes = (header.index(name) for name in (CODE, TITLE, OUTCOMES))
    modules = []
    for number, row in enumerate(rows, start=2):
        place = f"'{sheet}'!{{}}{number}"
        title_cell, outcome_cell = (place.format(chr(ord("A") + column)) for column in (title, outcomes))
        # A sentence that a cell repeats is one statement.
        said = [(text, outcome_cell) for text in dict.fromkeys(statements(row[outcomes]))]
        name = clean(row[title])
        modules.append((clean(str(row[code])), name, [(name, title_cell), *said]))
    return modules


# ── coverage ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def link(modules, rules):
    """Evidence as (module, title, component, level, indicator, quote, spreadsheet cell, rule)."""
    evidence, titles = [], {}
    for code, title, said in modules:
        # Few titles are met only once.
        title_text = titles.get(title) or titles.setdefault(title, Text(title))
        for quote, place in said:
            text = title_text if quote is title else Text(quote)
            for component, level, indicator, rule in rules.links(title_text, text):
                evidence.append((code, title, component, level, indicator, quote, place, rule))
    return evidence


def cells_of(framework):
    """Each cell of the table with its indicators."""
    cells = {
        f"{component['id']}/{level}": set()
        for component in framework["component"]
        if component["id"].startswith(TABLE + "/")
        for level in LEVELS
    }
    for indicator in framework["indicator"]:
        cell = indicator["id"].rsplit("/", 1)[0]
        if cell in cells:
            cells[cell].add(indicator["id"])
    return cells


def modules_by_cell(evidence):
    """The modules and indicators that serve each cell."""
    by_cell = defaultdict(set)
    for code, _, component, level, indicator, *_ in evidence:
        by_cell[f"{component}/{LEVELS[level]}"].add((code, indicator))
    return by_cell


def status(indicators, evidence, share):
    if not evidence:
        return "uncovered"
    served = {indicator for _, indicator in evidence if indicator}
    enough = not indicators or len(served) / len(indicators) + 1e-9 >= share
    return "covered" if enough else "partial"


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write(path, cells, statuses, by_cell, evidence, modules, names):
    levels_of = defaultdict(set)
    for code, _, component, level, *_ in evidence:
        levels_of[code, component].add(level)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        colours = {"covered": "#C6EFCE", "partial": "#FFEB9C", "uncovered": "#FFC7CE"}
        colours = {name: book.add_format({"bg_color": colour}) for name, colour in colours.items()}

        sheet = book.add_worksheet("Cells")
        sheet.write_row(0, 0, ["Cell", "Component", "Status", "Indicators", "Addressed", "Modules"], bold)
        for row, (cell, indicators) in enumerate(cells.items(), start=1):
            served = {indicator for _, indicator in by_cell[cell] if indicator}
            sheet.write_string(row, 0, cell)
            sheet.write_string(row, 1, names[cell.rsplit("/", 1)[0]])
            sheet.write_string(row, 2, statuses[cell], colours[statuses[cell]])
            sheet.write_number(row, 3, len(indicators))
            sheet.write_number(row, 4, len(served))
            sheet.write_number(row, 5, len({code for code, _ in by_cell[cell]}))

        sheet = book.add_worksheet("Map")
        sheet.freeze_panes(1, 2)
        sheet.write_row(0, 0, ["Module", "Title", *(component.split("/")[1] for component in names)], bold)
        for row, (code, title, _) in enumerate(modules, start=1):
            sheet.write_string(row, 0, code)
            sheet.write_string(row, 1, title)
            for column, component in enumerate(names, start=2):
                if levels := levels_of.get((code, component)):
                    sheet.write_string(row, column, ", ".join(LEVELS[level] for level in sorted(levels)))

        sheet = book.add_worksheet("Evidence")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, ["Module", "Title", "Component", "Level", "Indicator", "Quote", "Where", "Rule"], bold)
        for row, (code, title, component, level, *rest) in enumerate(evidence, start=1):
            for column, text in enumerate([code, title, component, LEVELS[level], *rest]):
                sheet.write_string(row, column, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--in", dest="input", type=Path, required=True, metavar="FILE", help="a catalogue, .xlsx or .csv")
    parser.add_argument("--reader", choices=READERS, default="pandas")
    parser.add_argument("--out", type=Path, default=Path("peer.xlsx"), help="the workbook to write")
    parser.add_argument("--dump", type=Path, metavar="FILE", help="write module, cell and indicator of all evidence as csv")
    parser.add_argument("--mappings", type=Path, default=MAPPINGS, help="khung's mappings/")
    args = parser.parse_args()

    start = time.perf_counter()
    modules = read(args.input, args.reader)
    has_read = time.perf_counter()

    folder = args.mappings / FRAMEWORK
    framework = tomllib.loads((folder / "framework.toml").read_text(encoding="utf-8"))
    policy = tomllib.loads((args.mappings / "policies" / "standard.toml").read_text(encoding="utf-8"))
    evidence = link(modules, Rules(folder / "rules"))
    cells = cells_of(framework)
    by_cell = modules_by_cell(evidence)
    statuses = {
        cell: status(indicators, by_cell[cell], policy["indicator_share"]) for cell, indicators in cells.items()
    }
    has_linked = time.perf_counter()

    names = {c["id"]: c["name"]["vi"] for c in framework["component"] if c["id"].startswith(TABLE + "/")}
    write(args.out, cells, statuses, by_cell, evidence, modules, names)
    end = time.perf_counter()

    triples = sorted({(code, cell, indicator) for cell, said in by_cell.items() for code, indicator in said})
    if args.dump:
        with args.dump.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("module", "cell", "indicator"), *triples])
    result = {
        "seconds": round(end - start, 3),
        "read": round(has_read - start, 3),
        "link": round(has_linked - has_read, 3),
        "write": round(end - has_linked, 3),
        "covered": sorted(cell for cell in cells if statuses[cell] == "covered"),
        "partial": sorted(cell for cell in cells if statuses[cell] == "partial"),
        "pairs": len({triple[:2] for triple in triples}),
    }
    json.dump(result, sys.stdout)
    print()


if __name__ == "__main__":
    main()
