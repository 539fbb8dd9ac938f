#!/usr/bin/env python3
"""Makes the seeds of the fuzz targets from the fixtures, tests/fuzz/corpus/TARGET/NAME, and their words, tests/fuzz/words/TARGET.dict.

Packed formats are laid out in parts (`@@@ name`), PDFs unpacked (with pikepdf, where it is installed), so that mutations reach
what lies inside. The words of a format are those that its reader looks for.

usage: tests/fuzz/seeds.py
"""

import hashlib
import io
import pathlib
import re
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent.parent / "fixtures"
# Larger seeds only slow the run.
LARGEST = 192 << 10
TARGETS = {
    ".txt": "text", ".md": "markdown", ".html": "html", ".docx": "docx", ".doc": "doc", ".odt": "odt", ".rtf": "rtf",
    ".xlsx": "sheets", ".xls": "sheets", ".edxml": "edxml", ".eml": "mail", ".zip": "container", ".7z": "container",
    ".png": "image", ".jpg": "image", ".tiff": "image", ".pdf": "pdf",
}
# Where the words of a format stand, under src/read.
READERS = {
    "docx": ["docx", "xml.rs"], "doc": ["doc"], "odt": ["odt", "xml.rs"], "rtf": ["rtf"], "html": ["html", "entity.rs"], "edxml": ["edxml", "xml.rs"],
    "mail": ["mail"], "markdown": ["markdown", "markdown.rs"], "pdf": ["pdf"], "text": ["text.rs", "charset.rs", "list.rs"], "sheets": ["sheet", "sheet.rs"],
    "container": ["container.rs", "zipped.rs"], "image": ["image.rs"],
}
# What a library reads for us.
OF_LIBRARIES = {
    "pdf": "obj endobj stream endstream xref trailer startxref /Type /Page /Pages /Kids /Count /Contents /Resources /Font /Length /Filter /FlateDecode "
    "/LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /DecodeParms /Predictor /ObjStm /XRef /Prev /Root /Type0 /Type1 /Type3 /TrueType /CIDFontType2 "
    "/ToUnicode /Encoding /Differences /Widths /DescendantFonts /XObject /Form /Image /Matrix /BBox /Annots /Sig /ByteRange begincmap beginbfchar beginbfrange "
    "begincodespacerange Tj TJ Tf Td Tm Tr Ts Tz T* BT ET q Q cm Do BI ID EI re f S",
    "sheets": "<row <c <v> <is> <sst <si> <mergeCell sharedStrings.xml workbook.xml sheet1.xml styles.xml",
    "container": r"PK\x03\x04 PK\x01\x02 PK\x05\x06 7z\xbc\xaf\x27\x1c",
    "image": r"IHDR IDAT IEND PLTE tRNS JFIF II*\x00 MM\x00* \xff\xd8 \xff\xc0 \xff\xc4 \xff\xda \xff\xd9",
}
QUERIES = [
    "16/KH-UBND", "kế hoạch số 16 năm 2023", '"hòa giải ở cơ sở" loai:KH', "so:16/KH-UBND tu:2023-01-01 den:02/2023", "nam:2023 huong:di",
    "(a OR b) AND NOT c", "vien-dan:16/KH-UBND", 'duoc-vien-dan:"44/KH-UBND@2023" sort:date', "cchc*", "217 nd-cp", "loai:KH,QĐ,CT coquan:ubnd",
    "state:missing", "tu:ngày 9 tháng 3 năm 2023", '"mở mà không đóng', "((((((a", "NOT", "nghị định 30/2020/NĐ-CP về công tác văn thư",
]


def parts(data):
    """The text parts of a ZIP, each behind a line with its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".txt", ".md", ".html")):
                out.write(b"@@@ " + name.encode() + b"\n" + archive.read(name))
    return out.getvalue()


def unpacked(data):
    """The PDF with its streams unpacked and fonts' programs left out."""
    try:
        import pikepdf
    except ModuleNotFoundError:
        return data
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                for key in ("/FontFile", "/FontFile2", "/FontFile3", "/Metadata"):
                    if key in thing:
                        del thing[key]
        pdf.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, static_id=True)
    return out.getvalue()


def keep(target, data):
    if len(data) <= LARGEST:
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def words():
    """One dictionary a target: its reader's string literals and what a library looks for. Rust and dictionaries write bytes alike."""
    (HERE / "words").mkdir(exist_ok=True)
    read = HERE.parent.parent / "src" / "read"
    for target, places in READERS.items():
        files = [file for place in places for file in ([read / place] if place.endswith(".rs") else sorted((read / place).rglob("*.rs")))]
        found = {word for file in files for word in re.findall(r'"((?:[^"\\\n{}]|\\x[0-9a-fA-F]{2}){2,24})"', file.read_text().split("#[cfg(test)]")[0])}
        found |= set(OF_LIBRARIES.get(target, "").split())
        (HERE / "words" / f"{target}.dict").write_text("".join(f'"{escaped(word)}"\n' for word in sorted(found)))


def escaped(word):
    return "".join(c if c.isascii() else "".join(f"\\x{b:02x}" for b in c.encode()) for c in word)


def main():
    words()
    for path in sorted(FIXTURES.rglob("*.*")):
        target = TARGETS.get(path.suffix)
        if not target or path.parent.name == "sources":
            continue
        data = path.read_bytes()
        keep("any", data[: 64 << 10])
        keep(target, data)
        try:
            if target == "pdf":
                keep(target, unpacked(data))
            elif target in ("docx", "sheets", "container"):
                keep(target, parts(data))
            elif target == "odt":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    keep(target, archive.read("content.xml"))
                    keep(target, archive.read("styles.xml"))
        except Exception:  # A damaged fixture is a seed as it is.
            pass
        if target == "text":
            keep("extract", data)
            for at in range(0, min(len(data), 40_000), 350):
                keep("long", data[at : at + 400])
            # Its lines as runs of each font.
            lines = data.split(b"\n")
            for font in range(32):
                keep("normalise", b"\n".join(bytes([font]) + line for line in lines[:60]))
    for path in sorted((FIXTURES / "formats").glob("*-tcvn3.txt")) + sorted((FIXTURES / "formats").glob("*-vni.txt")):
        for line in path.read_bytes().split(b"\n")[:40]:
            keep("normalise", b"\x02" + line)
            keep("normalise", b"\x04" + line)
    for query in QUERIES:
        keep("query", query.encode())


main()
