#!/usr/bin/env python3
"""A catalogue of the statements of fixtures/labelled/, thick with evidence: labelled.py OUT.XLSX. Every third title is one too."""

import csv
import random
import sys
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "labelled"
texts = []
for name in ("training", "tune", "test"):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        texts += [row["text"] for row in csv.DictReader(file)]
random.Random(1).shuffle(texts)

with xlsxwriter.Workbook(sys.argv[1], {"constant_memory": True}) as book:
    sheet = book.add_worksheet("Học phần")
    sheet.write_row(0, 0, ["Mã học phần", "Tên học phần", "Số tín chỉ", "Chuẩn đầu ra học phần"])
    row = 0
    while len(texts) > 6:
        row += 1
        title = texts.pop() if row % 3 == 0 else f"Học phần số {row}"
        outcomes = "\n".join(f"CLO{n}: {texts.pop()}" for n in range(1, 6))
        sheet.write_row(row, 0, [f"HP{row:05}", title, 3, outcomes])
