// Package prose writes for people what a command has found: a commitment, what
// changed, where a value comes from.
//
// Data come in, as the store and the export give them; text goes out, in lines of a
// terminal's usual width. The package reads no database and asks for nothing. What
// acts on a terminal is left to the writer it is given.
package prose
