// Package words knows how texts are written, whatever they say: in which charset
// they are, in which form two wordings are the same, how lists are marked, how
// months are given, and what in a text is an e-mail address or a telephone number.
//
// A text comes in; a value or another text goes out. It reads no markup, knows
// no field and no label, and never guesses: what is ambiguous has no value.
package words
