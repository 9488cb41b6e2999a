// Package outline finds the commitment on a page and cuts it at its labels.
//
// A page's lines come in; out goes an Outline: the heading, the template, and
// the sections in page order, each with its label, its lines, links and
// graphics. labels.csv has the labels. Which words are labels is decided by
// their order on the whole page: a word such as "Action" within a text is no
// label. The package reads no value, and drops no text: what no label claims is
// a section of its own, or told as left out.
package outline
