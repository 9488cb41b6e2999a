// Package lines turns the bytes of a page into the lines of text that a reader
// sees, in their order, with the links and graphics in them.
//
// A page as fetched or saved comes in; out goes a Document: what the head says,
// and a Stream. This package alone decides which charset a page is in and what is
// visible: menus, scripts, tooltips and text for screen readers never leave it.
// It knows no label and no field, and markup tells it where a line ends, never
// what the line means.
package lines
