"""Reads the workbook (through openpyxl) and the CSV files with pandas and looks
at types and values. Usage: pandas_types.py EXPORT"""

import os, sys
import pandas as pd

export = sys.argv[1]
book = pd.read_excel(os.path.join(export, "ogp.xlsx"), sheet_name=None, engine="openpyxl")
assert list(book)[:5] == ["README", "Overview", "At a glance", "Read", "commitments"], list(book)
assert list(book)[-2:] == ["Data dictionary", "Vocabularies"], list(book)
for table, sheet in book.items():
    path = os.path.join(export, table + ".csv")
    if not os.path.exists(path):
        continue
    plain = pd.read_csv(path)
    assert set(sheet.columns) >= set(plain.columns), table
    assert all(name.endswith(" (looked up)") for name in set(sheet.columns) - set(plain.columns)), table
    assert len(sheet) == len(plain), table
    if "commitment_id" in plain:
        assert sheet["commitment_id"].tolist() == plain["commitment_id"].tolist(), table
commitments, milestones = book["commitments"], book["milestones"]
assert commitments["milestone_count"].dtype == "int64", commitments.dtypes
assert pd.api.types.is_datetime64_any_dtype(commitments["start_month"]), commitments.dtypes
assert pd.api.types.is_datetime64_any_dtype(commitments["last_seen"]), commitments.dtypes
assert commitments["commitment_id"].map(type).eq(str).all()
assert milestones["number"].dtype == "int64"
plain = pd.read_csv(os.path.join(export, "commitments.csv"), parse_dates=["start_month", "end_month", "first_seen", "last_seen"])
for column in ("start_month", "first_seen", "last_seen"):
    assert pd.api.types.is_datetime64_any_dtype(plain[column]), column
row = plain.set_index("commitment_id").loc["MXMEX0009"]
assert len(row["description"]) > 33000 and row["description"].endswith(" End."), len(row["description"])
for table in (plain, commitments):
    assert table.set_index("commitment_id").loc["MXMEX0009", "lead_institution"] == "=cmd|' /C calc'!A0"
long = book["Long text"]
whole = "".join(long[(long["table"] == "commitments") & (long["column"] == "description")].sort_values("part")["text"])
assert whole == row["description"]
print(len(book), "sheets read")
