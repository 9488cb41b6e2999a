// Package form reads the forms that governments fill in, which are plain
// text in the descriptions of national pages.
//
// A description comes in; out go the answers to the form's questions and the
// rows of its planning table. An answer ends where the next question or heading
// begins, whether forms.csv has it or not; one that it does not have is an answer
// without a field, and told as unknown. The description itself is never changed,
// and a text without a form gives nothing.
package form
