// Package ogp holds the domain of the importer: what a commitment of the Open
// Government Partnership (OGP) is, which tables it makes, and how a page of
// www.opengovpartnership.org is identified.
//
// The stages live in packages of their own and never import one another; they
// meet in cmd/ogp and cmd/ogp/ingest, and all of them use the types defined here:
//
//	cmd/ogp ──▶ cmd/ogp/ingest ──▶ scrape, parse, store ──▶ ogp
//	        ──▶ export, fixtures ─────────────────────────▶ ogp
//
//	ingest    an import: sources → pages → readings → batches → store
//	scrape    finds and fetches pages (Colly), reads saved ones
//	parse     turns one page into one Reading: a pure function
//	store     keeps every version of every page, derives the tables (DuckDB)
//	export    writes the tables as CSV, Excel, Parquet, JSON Lines and a website
//	fixtures  example pages and the demo site that serves them
//
// Keep the page, derive the rest: pages are slow to get and may change or go;
// every table is a rebuild from them.
//
// The struct Commitment is the schema. Column names, order and types come from
// its fields and their tags, meanings from its doc comments; the DuckDB tables,
// the exports and the data dictionary all follow it.
package ogp
