# Runs the R code of docs/data.md, which reads CSV with the types that the data
# package tells, and looks at what came. Usage: Rscript typed_csv.R EXPORT DOCUMENT
arguments <- commandArgs(trailingOnly = TRUE)
export <- arguments[1]
text <- paste(readLines(arguments[2], encoding = "UTF-8"), collapse = "\n")
blocks <- regmatches(text, gregexpr("(?s)```r\n.*?```", text, perl = TRUE))[[1]]
code <- Filter(function(block) grepl("typed_csv <- ", block), blocks)[[1]]
code <- gsub("```r\n|```", "", sub('"demo/out"', "export", code, fixed = TRUE))
eval(parse(text = code))
stopifnot(
  identical(commitments$potential_impact[!is.na(commitments$potential_impact)], "None"),
  identical(commitments$milestone_count, c(0L, 2L)),
  inherits(commitments$start_month, "Date"), inherits(commitments$last_seen, "POSIXct")
)
for (file in list.files(export, "[.]csv$")) {
  problems <- readr::problems(suppressWarnings(typed_csv(export, sub("[.]csv$", "", file))))
  stopifnot(problems$actual == "embedded null") # the control character that one text has on purpose
}
cat("read\n")
