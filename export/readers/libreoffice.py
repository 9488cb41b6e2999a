"""Lets LibreOffice turn every sheet of ogp.xlsx into CSV, and compares the cells
with those of the CSV files beside it. Usage: libreoffice.py EXPORT TEMP"""

import csv, datetime, os, subprocess, sys

export, temp = sys.argv[1:]
csv.field_size_limit(1 << 30)
EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
subprocess.run(
    ["soffice", "--headless", "-env:UserInstallation=file://" + os.path.join(temp, "profile"),
     "--convert-to", EACH_SHEET, "--outdir", temp, os.path.join(export, "ogp.xlsx")],
    check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.reader(f))


def shown(column, value):
    """The text that the workbook shows for a value of the CSV file."""
    if column.endswith("_month") and value >= "1900-03":
        return datetime.date.fromisoformat(value).strftime("%b %Y")
    if value.endswith("Z") and column in ("first_seen", "last_seen", "last_checked", "withdrawn_at", "changed_at", "not_before", "started_at", "finished_at"):
        return value[:16].replace("T", " ")
    value = value.replace("\r\n", "\n").replace("\v", "\n").replace("\f", "\n")
    return "".join(c for c in value if c >= " " or c in "\t\n")


failed = compared = 0
for name in sorted(os.listdir(export)):
    table, extension = os.path.splitext(name)
    if extension != ".csv":
        continue
    want, got = rows(os.path.join(export, name)), rows(os.path.join(temp, "ogp-" + table + ".csv"))
    if not set(want[0]) <= set(got[0]) or len(want) != len([r for r in got if any(r)]):
        print(f"{table}: {len(got)} rows with the header {got[0][:3]}, want {len(want)}")
        failed += 1
        continue
    for number, (w, g) in enumerate(zip(want[1:], got[1:]), 2):
        shown_in = dict(zip(got[0], g))
        for column, a in zip(want[0], w):
            b = shown_in[column]
            a, compared = shown(column, a), compared + 1
            pointer = b.find('… [continued in sheet "Long text"')
            if a != b and not (pointer > 0 and a.startswith(b[:pointer])):
                print(f"{table}, row {number}, {column}: {b[:80]!r}, want {a[:80]!r}")
                failed += 1
for sheet in ("README", "Overview", "At a glance", "Read", "Data dictionary", "Vocabularies"):
    text = open(os.path.join(temp, f"ogp-{sheet}.csv"), encoding="utf-8").read()
    for broken in ("#NAME?", "#REF!", "#VALUE!", "Err:"):
        if broken in text or len(text) < 100:
            print(f"{sheet}: {broken} or hardly any text")
            failed += 1
print(f"{compared} cells compared")
sys.exit(failed > 0 or compared == 0)
