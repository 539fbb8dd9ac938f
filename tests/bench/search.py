#!/usr/bin/env python3
"""What a search costs in a new process, beside Recoll on the same files: least and median of wall time, median of processor time.

usage: search.py FOLDER [PROGRAM] [--keep DIR] [--runs N]
  FOLDER   documents that both can read; `cargo bench --bench archive -- files 20000 FOLDER` makes them
  PROGRAM  the program (default: target/release/congvan)
  --keep   where both indexes are made, or were (default: a temporary folder)
Recoll is left out where `recollindex` and `recollq` are not installed. The index is in the page cache: each query is asked once before.
"""
import argparse, os, shutil, subprocess, sys, tempfile, time

# What is asked, of this program and of Recoll; None where Recoll has no such question.
QUERIES = [
    ("number", ["16/KH-UBND"], '"16/KH-UBND"'),
    ("number, not held", ["9999/KH-UBND"], '"9999/KH-UBND"'),
    ("number, a part", ["ke hoach 16"], "ke hoach 16"),
    ("rare word", ["nạo vét"], "nạo vét"),
    ("frequent, no marks", ["quy dinh"], "quy dinh"),
    ("frequent, marks", ["quy định của"], "quy định của"),
    ("phrase, marks", ['"phòng cháy chữa cháy rừng"'], '"phòng cháy chữa cháy rừng"'),
    ("phrase, no marks", ['"phong chay chua chay rung"'], '"phong chay chua chay rung"'),
    ("phrase, frequent", ['"theo quy dinh"'], '"theo quy dinh"'),
    ("filters", ["loai:KH", "nam:2020", "chuyển đổi số"], None),
    ("facets", ["--facets", "nông thôn mới"], None),
    ("who cites", ["vien-dan:12/KH-UBND"], None),
    ("negation", ['rừng NOT "mùa khô"'], 'rừng -"mùa khô"'),
    ("no hit", ["16/KH-UBMD"], '"16/KH-UBMD"'),
]


def measure(command, runs):
    wall, cpu = [], []
    for _ in range(runs + 1):
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        wall.append((time.perf_counter() - began) * 1e3)
        cpu.append((used.ru_utime + used.ru_stime) * 1e3)
    wall, cpu = sorted(wall[1:]), sorted(cpu[1:])
    return wall[0], wall[runs // 2], cpu[runs // 2]


def size(folder):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(folder) for f in files)


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("folder")
    arguments.add_argument("program", nargs="?", default="target/release/congvan")
    arguments.add_argument("--keep")
    arguments.add_argument("--runs", type=int, default=31)
    told = arguments.parse_args()
    folder, program = os.path.realpath(told.folder), os.path.realpath(told.program)
    work = os.path.realpath(told.keep or tempfile.mkdtemp())
    archive, recoll = os.path.join(work, "archive"), os.path.join(work, "recoll")
    beside = shutil.which("recollindex") and shutil.which("recollq")
    began = time.perf_counter()
    subprocess.run([program, "index", "-q", "--ocr", "off", "--archive", archive, folder], check=True)
    print(f"indexed in {time.perf_counter() - began:.1f} s")
    if beside:
        os.makedirs(os.path.join(recoll, "cache"), exist_ok=True)
        with open(os.path.join(recoll, "recoll.conf"), "w", encoding="utf-8") as conf:
            conf.write(f'topdirs = "{folder}"\nskippedNames =\nskippedPaths =\nindexstemminglanguages =\nnoaspell = 1\npdfocr = 0\n'
                       f"loglevel = 2\ndbdir = {recoll}/x\ncachedir = {recoll}/cache\n")
        began = time.perf_counter()
        subprocess.run(["recollindex", "-c", recoll], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(f"Recoll indexed in {time.perf_counter() - began:.1f} s")
    else:
        print("Recoll is not installed", file=sys.stderr)
    text = size(folder)
    sizes = f"text {text / 1e6:.1f} MB, index {size(os.path.join(archive, 'index')) / text:.2f} of it (no text in it)"
    print(sizes + (f", Recoll's {size(recoll) / text:.2f}" if beside else ""))
    print(f"{'query':20} {'least':>7} {'median':>7} {'cpu':>7}   {'Recoll':>7} {'median':>7} {'cpu':>7}   ratio of least, cpu")
    for name, own, other in [("(--version)", None, None), *QUERIES]:
        command = [program, "--version"] if own is None else [program, "search", "--archive", archive, *own]
        ours = measure(command, told.runs)
        line = f"{name:20} {ours[0]:7.1f} {ours[1]:7.1f} {ours[2]:7.1f}"
        if beside and other:
            theirs = measure(["recollq", "-c", recoll, "-s", "", "-b", "-n", "10", other], told.runs)
            line += f"   {theirs[0]:7.1f} {theirs[1]:7.1f} {theirs[2]:7.1f}   {ours[0] / theirs[0]:.2f} {ours[2] / theirs[2]:.2f}"
        print(line, flush=True)
    if not told.keep:
        shutil.rmtree(work)


main()
