package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ogp"
)

// writeFile creates a file and lets fill write it through a buffer.
func writeFile(path string, fill func(w *bufio.Writer) error) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	buffer := bufio.NewWriterSize(file, 1<<18)
	if err := fill(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// syncAndHash makes a file durable and returns its size and SHA-256.
func syncAndHash(path string) (size int64, sum string, err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, "", err
	}
	defer file.Close()
	if size, sum, err = hash(file); err != nil {
		return 0, "", err
	}
	return size, sum, file.Sync()
}

func hash(from io.Reader) (size int64, sum string, err error) {
	digest := sha256.New()
	size, err = io.Copy(digest, from)
	return size, hex.EncodeToString(digest.Sum(nil)), err
}

// syncFolders makes the entries of a folder and of all below it durable.
func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return ogp.SyncFolder(path)
	})
}
