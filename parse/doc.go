// Package parse turns one page of the site into one reading. It reads printed
// labels, never tag names or classes: those are unknown and change. What it does
// not understand it keeps and reports.
//
// A page comes in: an address and the bytes that came from it. A reading goes
// out: a commitment with everything the page prints, in the page's own words. It
// is a pure function: no clock, no network, no database.
//
// Colly has done its part before: it fetched the page. goquery does the first
// step here: it makes the document, and its compiled selectors say what the head
// tells and which elements are not content. The steps are packages of their own,
// each of which can be read alone:
//
//	lines    bytes → the lines of text that a reader sees, with links and graphics
//	outline  lines → the commitment's heading and its labelled sections
//	form     a description → answers to a form's questions, rows of a planning table
//	tables   lines that users add to the tables of outline, form and vocab
//	vocab    a printed value → the value it stands for
//	words    how texts, lists and months are written
//	official OGP's own database: a file → rows, a row → assessments
//
// This package reads the sections into the columns of a commitment.
package parse
