#!/usr/bin/env python3
"""How well and how fast files are read, beside other programs on the same files in one run.

usage: tests/bench/reading.py [--bin PATH] [--gold DIR] [--base DIR] [--repeats N] [--skip LIST] [PDF_FOLDER…]

Text: words (F1 of the bag) and their order (F1 of three words in a row) against what readers wrote down (GOLD/text), median
over files. Notes: how many of the notes of the gold stand whole in the text, their words in a row from the first to the last.
Speed: pages a CPU second over the PDFs of the folders (default: those beside the gold), recognition off, programs in turn.

Programs that are not installed are left out. SKIP is a file of paths, below the base, that are not opened.
"""

import argparse
import collections
import json
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
SHARED = HERE.parent.parent.parent / "shared"


def words(text):
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").lower()
    return re.findall(r"[^\W_]+", text)


def f1(found, wanted):
    found, wanted = collections.Counter(found), collections.Counter(wanted)
    return 2 * sum((found & wanted).values()) / max(1, sum(found.values()) + sum(wanted.values()))


def in_threes(ws):
    return list(zip(ws, ws[1:], ws[2:]))


def output(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300)
    return done.stdout.decode("utf-8", "replace")


def libreoffice(path):
    with tempfile.TemporaryDirectory() as folder:
        output("soffice", f"-env:UserInstallation=file://{tempfile.gettempdir()}/reading-bench-office", "--headless",
               "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(path))
        made = list(pathlib.Path(folder).iterdir())
        return made[0].read_text(encoding="utf-8-sig", errors="replace") if made else ""


def programs(binary):
    """By kind of file: the name of a program and how it gives the text."""
    ours = ("congvan", lambda p: output(binary, "extract", "--ocr", "off", "--text", str(p)))
    with_ocr = ("congvan", lambda p: output(binary, "extract", "--text", str(p)))
    office = ("LibreOffice", libreoffice, "soffice")
    table = {
        "pdf": [ours, ("pdftotext", lambda p: output("pdftotext", "-q", str(p), "-")),
                ("pdftotext -layout", lambda p: output("pdftotext", "-q", "-layout", str(p), "-"), "pdftotext"),
                ("mutool", lambda p: output("mutool", "draw", "-q", "-F", "txt", str(p)))],
        "docx": [ours, office],
        "doc": [ours, ("antiword", lambda p: output("antiword", "-m", "UTF-8.txt", "-w", "0", str(p))), office],
        "scan": [with_ocr],
    }
    return {kind: [(p[0], p[1]) for p in list_ if p[0] == "congvan" or shutil.which(p[-1] if len(p) > 2 else p[0])]
            for kind, list_ in table.items()}


def is_whole(note, text):
    """Do the note's first and last words stand in the text, in this order and not further apart than a long note?"""
    first, last, text = words(note["starts"]), words(note["ends"]), words(text)
    at = lambda ws, begin: next((i for i in range(begin, len(text)) if text[i:i + len(ws)] == ws), None)
    # The first word of `starts` may be the mark, the last one of either cut within the word.
    first, last = first[1:-1] or first, last[1:] or last
    begin = at(first, 0)
    return begin is not None and at(last, begin) is not None


def texts(binary, gold, base, skip):
    scores = collections.defaultdict(lambda: collections.defaultdict(list))
    notes = collections.defaultdict(lambda: [0, 0])
    for judged in sorted(gold.glob("*.json")):
        value = json.loads(judged.read_text(encoding="utf-8"))
        written = next((p for e in (".txt", ".GOLD.txt") if (p := gold / "text" / (judged.stem + e)).exists()), None)
        if not isinstance(value, dict) or "source" not in value or not written or value.get("partial_until") or value["source"] in skip:
            continue
        path = base / value["source"]
        kind = path.suffix.lower().lstrip(".")
        wanted = words(written.read_text(encoding="utf-8"))
        if kind == "pdf" and len(words(output("pdftotext", "-q", str(path), "-"))) * 4 < len(wanted):
            kind = "scan"
        for name, read in programs(binary).get(kind, []):
            text = read(path)
            found = words(text)
            scores[kind][name].append((f1(found, wanted), f1(in_threes(found), in_threes(wanted)), value["source"]))
            for note in value.get("footnotes", []):
                notes[kind, name][0] += is_whole(note, text)
                notes[kind, name][1] += 1
    print("| files | program | word F1 | in order | lowest | notes whole |\n|---|---|---|---|---|---|")
    for kind, by_name in scores.items():
        for name, rows in by_name.items():
            kept, all_ = notes[kind, name]
            low = min(rows)
            print(f"| {len(rows)} {kind} | {name} | {statistics.median(r[0] for r in rows):.3f} | {statistics.median(r[1] for r in rows):.3f} "
                  f"| {low[0]:.3f} | {f'{kept}/{all_}' if all_ else '–'} |")
    for kind, by_name in scores.items():
        for row in sorted(by_name["congvan"])[:3]:
            print(f"lowest of {kind}: {row[0]:.3f} {row[2]}", file=sys.stderr)


def cpu(work):
    def used():
        u = resource.getrusage(resource.RUSAGE_CHILDREN)
        return u.ru_utime + u.ru_stime
    before = used()
    work()
    return used() - before


def speed(binary, folders, base, skip, repeats):
    pdfs = [p for f in folders for p in sorted(f.rglob("*.pdf")) if str(p.relative_to(base) if p.is_relative_to(base) else p) not in skip]
    count = lambda p: int((re.search(r"^Pages:\s+(\d+)", output("pdfinfo", str(p)), re.M) or [0, 0])[1])
    pages = sum(map(count, pdfs))
    each = lambda *command: lambda: [subprocess.run([*command[:-1], str(p), command[-1]] if command[-1] == "-" else [*command, str(p)], stdin=subprocess.DEVNULL,
                                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for p in pdfs]
    runs = {"congvan": lambda: subprocess.run([binary, "extract", "--ocr", "off", "--text", *map(str, pdfs)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)}
    if shutil.which("pdftotext"):
        runs["pdftotext"] = each("pdftotext", "-q", "-")
        runs["pdftotext -bbox (positions, too)"] = each("pdftotext", "-q", "-bbox", "-")
    if shutil.which("mutool"):
        runs["mutool"] = each("mutool", "draw", "-q", "-F", "txt")
    took = collections.defaultdict(list)
    for _ in range(repeats):
        for name, run in runs.items():
            took[name].append(cpu(run))
    print(f"\n{len(pdfs)} PDFs, {pages} pages, median of {repeats} runs\n\n| program | CPU s | pages a CPU second |\n|---|---|---|")
    for name, seconds in took.items():
        print(f"| {name} | {statistics.median(seconds):.2f} | {pages / statistics.median(seconds):.0f} |")


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--bin", default="target/release/congvan")
    asked.add_argument("--gold", type=pathlib.Path, default=SHARED / "gold")
    asked.add_argument("--base", type=pathlib.Path)
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--skip", type=pathlib.Path)
    asked.add_argument("folders", nargs="*", type=pathlib.Path)
    a = asked.parse_args()
    base = a.base or a.gold.parent
    skip = set(a.skip.read_text(encoding="utf-8").splitlines()) if a.skip else set()
    texts(a.bin, a.gold, base, skip)
    speed(a.bin, a.folders or [base / "corpus"], base, skip, a.repeats)


main()
