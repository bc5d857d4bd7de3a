package actor

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func (s *Stage) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(s.Dir, name)
}

func (s *Stage) file(name string) (string, error) {
	b, err := os.ReadFile(s.path(name))
	return string(b), err
}

// archive makes a ZIP.
func (s *Stage) archive(args []string) (err error) {
	if len(args) < 2 {
		return errors.New("usage: archive ZIP [NAME=]FILE…")
	}
	f, err := os.Create(s.path(args[0]))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := zip.NewWriter(f)
	for _, a := range args[1:] {
		name, file, other := strings.Cut(a, "=")
		if !other {
			file = name
		}
		text, err := s.file(file)
		if err != nil {
			return err
		}
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
	}
	return z.Close()
}

// bytes writes a file with the bytes that escapes stand for.
func (s *Stage) bytes(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	if err != nil {
		return fmt.Errorf("read the escapes of %q: %w", args[1], err)
	}
	return os.WriteFile(s.path(args[0]), []byte(text), 0o600)
}

// garble overwrites files with what cannot be meant.
func (s *Stage) garble(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: garble DIR")
	}
	n := 0
	err := filepath.WalkDir(s.path(args[0]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		return os.WriteFile(name, []byte("garbled"), 0o600)
	})
	if err == nil && n == 0 {
		err = fmt.Errorf("there is nothing in %s to garble", args[0])
	}
	return err
}
