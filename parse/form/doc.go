// Package form reads the forms that governments fill in, which are plain
// text in the descriptions of national pages.
//
// A description comes in; out go the answers to the form's questions, the rows
// of its planning table, and the questions that no line of forms.csv has. The
// description itself is never changed, and a text without a form gives nothing.
package form
