"""Runs the Python code of docs/data.md, which reads CSV with the types that the
data package tells, and looks at what came. Usage: typed_csv.py EXPORT DOCUMENT"""

import os, re, sys

export, document = sys.argv[1:]
text = open(document, encoding="utf-8").read()
code = next(c for c in re.findall(r"```python\n(.*?)```", text, re.S) if "def typed_csv" in c)
exec(code.replace('"demo/out"', "export"))
assert commitments["potential_impact"].dropna().tolist() == ["None"], commitments["potential_impact"]
assert commitments["milestone_count"].tolist() == [0, 2]
for table in (name[:-4] for name in os.listdir(export) if name.endswith(".csv")):
    typed_csv(export, table)
