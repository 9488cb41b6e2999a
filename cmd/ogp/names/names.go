// Package names knows what a mistyped name may have meant, and what begun ones may
// become.
//
// A name that a person typed goes in, with those that are known, in a list or in a
// database; an error that suggests the near ones comes out, or what completes it. The
// package decides nothing, and changes nothing.
package names

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp/cmd/ogp/flags"
	"ogp/store/duck"
)

// mostNames is how many known names a message lists, and mostNear how many it suggests.
const (
	mostNames = 60
	mostNear  = 3
)

// nearest are the few known names that a mistyped one may have meant: those it
// begins, and those a few letters away, as cobra finds them for commands.
func nearest(given string, known []string) []string {
	given = strings.TrimLeft(given, "-")
	if given == "" {
		return nil
	}
	names := cobra.Command{SuggestionsMinimumDistance: 1 + len(given)/5}
	for _, name := range known {
		names.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	near := names.SuggestionsFor(given)
	return near[:min(len(near), mostNear)]
}

// UnknownError is a name that is not known; it suggests the near ones and lists all.
type UnknownError struct {
	What, Given string
	Known       []string
}

// Error is the whole sentence.
func (e *UnknownError) Error() string {
	known := e.Known
	all, meant := strings.Join(known[:min(len(known), mostNames)], ", "), "; known"
	if more := len(known) - mostNames; more > 0 {
		all += fmt.Sprintf(" and %d more", more)
	}
	if near := nearest(e.Given, known); len(near) > 0 {
		meant = "; did you mean " + strings.Join(near, " or ") + "? Known"
	}
	return fmt.Sprintf("there is no %s %q%s are %s", e.What, e.Given, meant, all)
}

// Flag says in plain words what is wrong with a flag, and which one may have been meant.
func Flag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	meant := ""
	if errors.As(err, &unknown) {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := nearest(unknown.GetSpecifiedName(), known); len(near) > 0 {
			meant = "; did you mean --" + strings.Join(near, " or --") + "?"
		}
	}
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		err = fmt.Errorf("--%s %q: %w", value.GetFlag().Name, value.GetValue(), flags.Plain(value.Unwrap()))
	}
	return fmt.Errorf("%w%s; `%s --help` lists the flags", err, meant, cmd.CommandPath())
}

// Members are the slugs of members in a database that are named by slug or name.
func Members(ctx context.Context, db *sql.DB, given []string) (slugs []string, err error) {
	if len(given) == 0 {
		return nil, nil
	}
	type member struct{ slug, name string }
	query := duck.SQL("SELECT DISTINCT member_slug, coalesce(member, '') FROM commitments WHERE member_slug IS NOT NULL ORDER BY ALL")
	members, err := duck.Collect(ctx, db, query, func(rows *sql.Rows, m *member) error { return rows.Scan(&m.slug, &m.name) })
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	byName, known := map[string]string{}, []string{}
	for _, m := range members {
		byName[flags.Slug(m.name)], byName[flags.Slug(m.slug)] = m.slug, m.slug
		known = append(known, m.slug)
	}
	for _, name := range given {
		slug, ok := byName[name]
		if !ok {
			return nil, &UnknownError{"member", name, slices.Compact(known)}
		}
		slugs = append(slugs, slug)
	}
	return slugs, nil
}
