// Package lines turns the bytes of a page into the lines of text that a reader
// sees, in their order, with the links and graphics in them.
//
// A page as fetched or saved comes in; out goes a Document: what the head says,
// and a Stream. This package alone decides which charset a page is in and what is
// visible: menus, scripts, tooltips, text for screen readers, forms that ask something
// and readers' comments never leave it; what is there to press is marked. A page with
// more elements or lines than any real one gives what its head says.
// It knows no label and no field, and markup tells it where a line ends, never
// what the line means.
package lines
