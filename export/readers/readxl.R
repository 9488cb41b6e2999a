# Reads the workbook with readxl and looks at types. Usage: Rscript readxl.R EXPORT
export <- commandArgs(trailingOnly = TRUE)[1]
file <- file.path(export, "ogp.xlsx")
sheets <- readxl::excel_sheets(file)
stopifnot(identical(sheets[1:5], c("README", "Overview", "At a glance", "Read", "commitments")))
for (sheet in sheets) suppressMessages(readxl::read_excel(file, sheet = sheet))
commitments <- readxl::read_excel(file, sheet = "commitments")
milestones <- readxl::read_excel(file, sheet = "milestones")
stopifnot(
  is.character(commitments$commitment_id), is.numeric(commitments$milestone_count),
  inherits(commitments$start_month, "POSIXct"), inherits(commitments$last_seen, "POSIXct"),
  is.numeric(milestones$number),
  commitments$lead_institution[commitments$commitment_id == "MXMEX0009"] == "=cmd|' /C calc'!A0"
)
cat(length(sheets), "sheets read\n")
