// Package official reads OGP's own commitments database, a file that OGP
// publishes beside the site.
//
// A file comes in; out go its rows as given, with the commitment that each is
// of, and what their cells say of the review: official.csv says which column
// tells of which indicator, official_values.csv what a cell means. It opens the
// file once, keeps nothing, and guesses at no cell that the tables do not have.
package official
