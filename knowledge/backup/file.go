package backup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Create writes a file that appears under its name only when it is whole and on the disk. After an error there is nothing
// of it. A file that exists is replaced only if over is set.
func Create(path string, over bool, fill func(w io.Writer) error) (err error) {
	if err := mayBe(path, over); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".frontdesk-backup-*") // for nobody else to read
	if err != nil {
		return fmt.Errorf("write beside %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // it may be closed already
			_ = os.Remove(f.Name()) // what remains is hidden; the error that led here is the one to tell
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s to the disk: %w", path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("put the file to %s: %w", path, err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("write the name %s to the disk: %w", path, err)
	}
	return nil
}

func mayBe(path string, over bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file; give another name", path)
	case !over:
		return fmt.Errorf("%s exists; give another name, or --over to replace it", path)
	}
	return nil
}

// syncDir makes the names in a directory last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
