#!/usr/bin/env python3
"""Whether khung and the peer say the same: compare.py COVERAGE.JSON DUMP.CSV RESULT.JSON. Exits with 1 where they do not."""

import csv
import json
import sys
from pathlib import Path

coverage, dump, result = map(Path, sys.argv[1:])
(programme,) = json.loads(coverage.read_text(encoding="utf-8"))["programmes"]
khung = {(a["module"], a["cell"], a["indicator"] or "") for a in programme["alignments"] if a["counts"]}
with dump.open(encoding="utf-8", newline="") as file:
    peer = {tuple(row) for row in list(csv.reader(file))[1:]}
is_same = khung == peer
print(f"triples: khung {len(khung)}, peer {len(peer)}, of khung alone {len(khung - peer)}, of the peer alone {len(peer - khung)}")
for who, triples in [("khung", khung - peer), ("peer", peer - khung)]:
    for triple in sorted(triples)[:20]:
        print(f"  {who} alone: {' '.join(triple)}")
said = json.loads(result.read_text(encoding="utf-8"))
for status in ("covered", "partial"):
    cells = {cell["cell"] for cell in programme["cells"] if cell["status"] == status}
    differing = sorted(cells ^ set(said[status]))
    is_same = is_same and not differing
    print(f"{status}: khung {len(cells)}, peer {len(said[status])}{', differing: ' if differing else ''}{' '.join(differing)}")
sys.exit(not is_same)
