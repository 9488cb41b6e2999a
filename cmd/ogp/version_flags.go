package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/store"
)

// versionFlags choose one archived version of a page.
type versionFlags struct {
	number   int
	asOf     flags.Moment
	language string
}

func (f *versionFlags) register(set *pflag.FlagSet) {
	set.IntVar(&f.number, "version", 0, "the version with this `number` (default: the newest)")
	set.Var(&f.asOf, "as-of", "the version that stood at the end of this `date` (2026-01-31), or at a time")
	set.StringVar(&f.language, "language", "", "the page in this `language`, such as es (default: English where there is one)")
}

// commitmentNamed is the ID that an argument gives, or that is in the address it is;
// the language is empty unless an address tells it.
func commitmentNamed(arg string) (id, language string) {
	if ref := ogp.ParseURL(arg); ref.Kind == ogp.KindCommitment {
		return ref.ID, ref.Language
	}
	return strings.ToUpper(strings.TrimSpace(arg)), ""
}

// archived is a version of a page, and how many there are.
type archived struct {
	ogp.Version
	page ogp.Page
	of   int
}

// withVersion opens the database and has a chosen version of a page used.
func (a *app) withVersion(ctx context.Context, arg string, f versionFlags, use func(*store.Store, archived) error) error {
	choice := store.VersionChoice{Number: f.number, Language: f.language}
	choice.ID, choice.Language = commitmentNamed(arg)
	if f.language != "" {
		choice.Language = strings.ToLower(f.language)
	}
	var err error
	switch choice.AsOf, err = past("--as-of", f.asOf, a.now()); {
	case err != nil:
		return err
	case f.number < 0 || f.number > 0 && !f.asOf.Last.IsZero():
		return usageError{errors.New("--version takes a number, 1 or more, and no --as-of beside it")}
	}
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		version, page, of, err := s.ArchivedVersion(ctx, choice)
		if errors.Is(err, store.ErrNoVersion) {
			_, _, of, newest := s.ArchivedVersion(ctx, store.VersionChoice{ID: choice.ID})
			if newest != nil {
				return a.unknownID(ctx, s, choice.ID)
			}
			return usageError{fmt.Errorf("the archive has no such version of %s; `ogp page %s` has the newest of %s", choice.ID, choice.ID, count(of, "version"))}
		}
		if err != nil {
			return err
		}
		return use(s, archived{version, page, of})
	})
}
