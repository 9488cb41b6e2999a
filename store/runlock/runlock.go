// Package runlock keeps other runs from a database while one is under way.
//
// The path of a database goes in; a lock comes out, or who holds it. The package
// never opens the database.
package runlock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"ogp"
)

// Lock keeps other runs from a database while one is under way. DuckDB's
// own lock lasts as long as the file is open and does not say who holds it;
// this one is taken before anything is fetched, and does.
type Lock struct{ lock *flock.Flock }

// Holder is who holds a run lock. What could not be found out is empty.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"` // UTC
}

// HeldError says that another run holds the database.
type HeldError struct {
	Path string // of the database
	Holder
}

// Error says who holds the database, since when, and what to do.
func (e *HeldError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("another run holds %s: wait until it is done", e.Path)
	}
	return fmt.Sprintf("another run holds %s: %s, process %d on %s, since %s: wait until it is done",
		e.Path, e.Command, e.PID, e.Host, e.Since.Format(time.RFC3339))
}

// Take takes the run lock of the database at path, in the file path.lock
// beside it, or fails with a *HeldError. The operating system drops the lock
// with the process, so that a file left behind by one that died is no obstacle.
func Take(path, command string) (*Lock, error) {
	lock, err := take(path, path+".lock", command)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s: create it, or name another file with --db", filepath.Dir(path))
	case err != nil && !errors.As(err, new(*HeldError)):
		return nil, fmt.Errorf("lock %s.lock: %w", path, ogp.FileFault(err))
	}
	return lock, err
}

func take(path, name, command string) (*Lock, error) {
	for {
		if err := checkOwn(name); err != nil {
			return nil, err
		}
		lock := flock.New(name, flock.SetFlag(os.O_RDWR|os.O_CREATE|ogp.NoFollow), flock.SetPermissions(0o666))
		locked, err := lock.TryLock()
		if err != nil {
			return nil, err
		}
		if !locked {
			return nil, &HeldError{Path: path, Holder: readHolder(name)}
		}
		if !inPlace(lock, name) {
			// Its holder deleted the file between our opening and locking it:
			// what we hold is a file that no other process will open.
			if err := lock.Unlock(); err != nil {
				return nil, err
			}
			continue
		}
		if err := writeHolder(name, command); err != nil {
			return nil, errors.Join(err, lock.Unlock())
		}
		return &Lock{lock}, nil
	}
}

// checkOwn refuses a file that is no lock of ours: it would be overwritten.
func checkOwn(name string) error {
	file, err := ogp.OpenOwn(name)
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxHolder+1))
	var h Holder
	if err == nil && len(text) > 0 && (len(text) > maxHolder || json.Unmarshal(text, &h) != nil || h.PID <= 0) {
		err = errors.New("it is not a lock of ogp: move it away")
	}
	return err
}

// maxHolder is more than a lock says of its holder, in bytes.
const maxHolder = 1 << 16

func inPlace(lock *flock.Flock, name string) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	found, err := os.Stat(name)
	return err == nil && os.SameFile(held, found)
}

// Release ends the lock and deletes its file.
func (l *Lock) Release() error {
	name := l.lock.Path()
	// Deleted while it is held, so that it cannot be another's.
	if err := errors.Join(os.Remove(name), l.lock.Unlock()); err != nil {
		return fmt.Errorf("release %s: %w", name, err)
	}
	return nil
}

func writeHolder(name, command string) error {
	host, err := os.Hostname()
	if err != nil {
		host = "" // says less, locks as well
	}
	text, err := json.Marshal(Holder{PID: os.Getpid(), Host: host, Command: command, Since: time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	file, err := ogp.OpenOwn(name)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(append(text, '\n'), 0)
	return errors.Join(err, file.Truncate(int64(len(text))+1), file.Close())
}

// readHolder is empty where the holder has not written its name yet.
func readHolder(name string) Holder {
	file, err := os.OpenFile(name, os.O_RDONLY|ogp.NoFollow, 0)
	if err != nil {
		return Holder{}
	}
	defer file.Close()
	var h Holder
	if json.NewDecoder(io.LimitReader(file, maxHolder)).Decode(&h) != nil {
		return Holder{}
	}
	return h
}
