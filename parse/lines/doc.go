// Package lines turns the bytes of a page into the lines of text that a reader
// sees, in their order, with the links and graphics that stand in them.
//
// A page as fetched or saved comes in; out goes a Document: what the head says,
// and a Stream. The charset is settled here, and so is what is visible: menus,
// scripts, tooltips and text for screen readers never leave this package. It
// knows no label and no field, and what surrounds a text in the markup decides
// nothing but where a line ends.
package lines
