package audit

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ogp"
	"ogp/cmd/ogp/judge"
)

// Files are where a run's report is written; empty for nowhere.
type Files struct {
	Report  string // JSON
	Metrics string // as Prometheus reads it
	Summary string // Markdown, added to what the file has
}

// Check says of a place for a file that nothing can be written there, so that it is known
// before the run and not hours later.
func (f Files) Check() error {
	for _, file := range []struct{ flag, path string }{{"--report", f.Report}, {"--metrics-file", f.Metrics}} {
		if file.path == "" {
			continue
		}
		if info, err := os.Stat(file.path); err == nil && info.IsDir() {
			return fmt.Errorf("%s %s: it is a folder", file.flag, file.path)
		}
		trial, err := os.CreateTemp(filepath.Dir(file.path), ".ogp-*")
		if err == nil {
			err = errors.Join(trial.Close(), os.Remove(trial.Name()))
		}
		if err != nil {
			return fmt.Errorf("%s %s: no file can be written there: %w", file.flag, file.path, ogp.FileFault(err))
		}
	}
	return add(f.Summary, "")
}

// Write writes the report of a run.
func (f Files) Write(r judge.Result) error {
	text, err := ogp.IndentedJSON(r)
	if err != nil {
		return err
	}
	return errors.Join(writeWhole(f.Report, text+"\n"), writeWhole(f.Metrics, r.Metrics()), add(f.Summary, r.Markdown()+"\n"))
}

// writeWhole writes a file that appears whole or not at all, and that other users may
// read: it is for programs that watch this one.
func writeWhole(path, text string) error {
	if path == "" {
		return nil
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".ogp-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, ogp.FileFault(err))
	}
	_, err = io.WriteString(file, text)
	if err = errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		err = fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(file.Name())))
	}
	return err
}

// add adds a text to a file, which it makes where there is none.
func add(path, text string) error {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("$GITHUB_STEP_SUMMARY %s: nothing can be written there: %w", path, ogp.FileFault(err))
	}
	_, err = io.WriteString(file, text)
	return errors.Join(err, file.Close())
}
