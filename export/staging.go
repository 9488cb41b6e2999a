package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/gofrs/flock"

	"ogp"
	"ogp/export/describe"
)

// ErrOccupied marks a target that holds something other than an earlier export:
// replacing it would destroy other files.
var ErrOccupied = errors.New("not an earlier export")

// ErrBusy marks a target that another export is writing at this moment.
var ErrBusy = errors.New("another export is writing this folder")

// staging is the folder beside the target in which an export is made:
//
//	.NAME.staging/lock   held while the export runs; free once its process is dead
//	.NAME.staging/data   the export
//	.NAME.staging/temp   temporary files
//	.NAME.staging/old    the earlier export, for the moment of the swap
type staging struct {
	target string
	root   string
	data   string
	temp   string
	lock   *flock.Flock
}

// Modes of what is created, less what the umask takes away: where a group shares
// its exports, each of its users can replace the folder of another.
const (
	folderMode fs.FileMode = 0o777
	fileMode   fs.FileMode = 0o666
)

// openStaging makes the staging folder of a target, empty, and clears what a
// dead run has left there.
func openStaging(dir string) (*staging, error) {
	target, err := resolve(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(target), folderMode); err != nil {
		return nil, err
	}
	root := workplace(target)
	s := &staging{target: target, root: root, data: filepath.Join(root, "data"), temp: filepath.Join(root, "temp")}
	if err := s.acquire(); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// Workplace is the only folder in which an export to dir writes files, until it
// takes its place.
func Workplace(dir string) (string, error) {
	target, err := resolve(dir)
	if err != nil {
		return "", err
	}
	return workplace(target), nil
}

func workplace(target string) string {
	parent, name := filepath.Split(target)
	return filepath.Join(parent, "."+name+".staging")
}

// resolve is the absolute path of the target. A link to a folder is kept: the
// folder behind it is the target.
func resolve(dir string) (string, error) {
	if dir == "" {
		return "", fmt.Errorf("%w: name a folder to write to", ErrUsage)
	}
	target, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if folder, err := filepath.EvalSymlinks(target); err == nil {
		target = folder
	}
	if filepath.Dir(target) == target {
		return "", fmt.Errorf("%w: %s has no folder beside it to prepare the export in: name a folder below it", ErrUsage, target)
	}
	return target, nil
}

// acquire takes the lock of the staging folder. A lock on a file that its owner
// has removed meanwhile protects nothing, so it is taken again.
func (s *staging) acquire() error {
	const attempts = 100
	for range attempts {
		if err := os.Mkdir(s.root, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := checkStaging(s.root); err != nil {
			return err
		}
		path := filepath.Join(s.root, "lock")
		lock := flock.New(path, flock.SetFlag(os.O_RDWR|os.O_CREATE|ogp.NoFollow), flock.SetPermissions(fileMode))
		held, err := lock.TryLock()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // its owner has just cleared the folder away
		case err != nil:
			return fmt.Errorf("lock %s: %w", path, ogp.FileFault(err))
		case !held:
			return ErrBusy
		case same(lock, path):
			s.lock = lock
			return nil
		}
		_ = lock.Close()
	}
	return ErrBusy
}

// checkStaging refuses a staging folder that holds what no export leaves there: all
// of it would be deleted.
func checkStaging(root string) error {
	if info, err := os.Lstat(root); err != nil || !info.IsDir() {
		return errors.Join(err, fmt.Errorf("%w: %s is not a folder", ErrOccupied, root))
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		folder := slices.Contains([]string{"data", "temp", "old"}, entry.Name())
		if !folder && entry.Name() != "lock" || folder != entry.IsDir() || !folder && !entry.Type().IsRegular() {
			return fmt.Errorf("%w: %s holds %s, which no export has left there: move it away", ErrOccupied, root, entry.Name())
		}
	}
	return nil
}

func same(lock *flock.Flock, path string) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(held, there)
}

// prepare restores what a run killed between the two renames of a swap has left
// aside, clears the rest of it, and makes sure that the target may be replaced.
func (s *staging) prepare() error {
	if _, err := os.Lstat(s.target); errors.Is(err, fs.ErrNotExist) {
		if err := replaceable(s.old()); err != nil {
			return err
		}
		if err := os.Rename(s.old(), s.target); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, dir := range []string{s.data, s.temp, s.old()} {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := replaceable(s.target); err != nil {
		return err
	}
	if err := os.Mkdir(s.data, folderMode); err != nil {
		return err
	}
	return os.Mkdir(s.temp, folderMode)
}

func (s *staging) old() string { return filepath.Join(s.root, "old") }

// close removes the staging folder, but never the only copy of an earlier export,
// which a swap that failed may have left there. The lock goes last: whoever takes it
// next finds either all of a dead run or nothing.
func (s *staging) close() {
	leftover := []string{s.data, s.temp}
	if _, err := os.Lstat(s.target); err == nil {
		leftover = append(leftover, s.old())
	}
	for _, dir := range leftover {
		_ = os.RemoveAll(dir)
	}
	path := filepath.Join(s.root, "lock")
	removed := os.Remove(path) == nil
	_ = s.lock.Close()
	if !removed { // Windows removes no open file
		_ = os.Remove(path)
	}
	_ = os.Remove(s.root)
}

// commit puts the export in the target's place. From then on it is there to
// stay: all files and the folder are on the disk.
func (s *staging) commit() error {
	if err := s.keepMode(); err != nil {
		return err
	}
	if err := syncFolders(s.data); err != nil {
		return err
	}
	// Looked at again: an export takes minutes, and the folder may have been used.
	if err := replaceable(s.target); err != nil {
		return err
	}
	if err := s.swap(); err != nil {
		if errors.Is(err, syscall.EBUSY) {
			return fmt.Errorf("%w: it seems to be a mount point: name a folder inside it", err)
		}
		return err
	}
	return ogp.SyncFolder(filepath.Dir(s.target))
}

// keepMode gives the export the mode of the folder that it replaces.
func (s *staging) keepMode() error {
	info, err := os.Stat(s.target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.Chmod(s.data, info.Mode()&(fs.ModePerm|fs.ModeSetgid|fs.ModeSticky))
}

func (s *staging) swap() error {
	_, err := os.Lstat(s.target)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(s.data, s.target)
	}
	if err != nil {
		return err
	}
	if exchange(s.data, s.target) == nil {
		return nil
	}
	return s.swapInTwo()
}

// swapInTwo puts the old folder aside and the new one in its place. A run that
// is killed in between leaves the old one where prepare finds it.
func (s *staging) swapInTwo() error {
	if err := os.Rename(s.target, s.old()); err != nil {
		return err
	}
	if err := os.Rename(s.data, s.target); err != nil {
		return errors.Join(err, os.Rename(s.old(), s.target))
	}
	return nil
}

// replaceable tells whether the target may be replaced: it is missing, empty,
// or an earlier export without any other file.
func replaceable(target string) error {
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%w: it is a file: name a folder", ErrOccupied)
	}
	known := exported(target)
	return eachEntry(target, func(name string) error {
		inside := func(file string) bool {
			return file == name || strings.HasSuffix(name, "/") && strings.HasPrefix(file, name)
		}
		if slices.ContainsFunc(known, inside) {
			return nil
		}
		return fmt.Errorf("%w: it holds %s: name another folder, or move that away", ErrOccupied, name)
	})
}

// exported lists the files that the export in a folder says it consists of.
func exported(dir string) []string {
	made, err := readMade(dir)
	if err != nil {
		return nil
	}
	return made.Files
}

// readMade is what the data package of the export in a folder tells.
func readMade(dir string) (describe.Made, error) {
	text, err := os.ReadFile(filepath.Join(dir, describe.PackageFile))
	if err != nil {
		return describe.Made{}, fmt.Errorf("%w: %w", ErrNotExport, err)
	}
	made, err := describe.ReadPackage(text)
	if err != nil {
		return describe.Made{}, fmt.Errorf("%w: %w", ErrNotExport, err)
	}
	return made, nil
}

// leftByDesktop reports files that desktops and office programs put into any
// folder they show, and that may be lost.
func leftByDesktop(name string) bool {
	switch name {
	case ".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	}
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~lock.")
}
