package ogp

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// OpenOwn opens a file that the program keeps beside one of the user's, such as a
// lock, or makes it, with the rights that the umask leaves. Another user who may
// write to the folder could have put a link or a pipe there: it follows no link and opens
// nothing but a regular file.
func OpenOwn(name string) (*os.File, error) {
	if err := CheckRegular(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|NoFollow, 0o666)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() { // put there at this very moment
		err = irregular(name)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// CheckRegular fails where a name is not that of a regular file itself: a link to
// one, a folder, a pipe.
func CheckRegular(name string) error {
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return err
	case info.Mode()&os.ModeSymlink != 0:
		return fmt.Errorf("%s is a link: the files beside it would be another's; name the file that it leads to", name)
	case !info.Mode().IsRegular():
		return irregular(name)
	}
	return nil
}

// FileFault is what is wrong with a file, for a message that names the file itself.
func FileFault(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

func irregular(name string) error {
	return fmt.Errorf("%s is not a regular file: move it away or name another", name)
}

// SyncFolder makes the entries of a folder durable. Some systems cannot sync a
// folder, and nothing can be done about it then.
func SyncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	_ = folder.Sync()
	return nil
}
