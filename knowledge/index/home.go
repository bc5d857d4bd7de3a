package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// schemaVersion rises when documents of the search engine change their form.
const schemaVersion = 1

// ErrLocked means that another process uses the directory of the index.
var ErrLocked = errors.New("another process uses this index directory")

// home is the index's directory. It holds the lock, copies named copy-N, and the file CURRENT that
// tells which of them is in use. CURRENT is replaced by an atomic rename after the copy it names is
// complete, so a crash at any moment leaves either the old copy in use or the new one; every other
// copy is a remnant and is swept away.
type home struct {
	dir  string
	lock *os.File
	last int // highest number given to a copy by this process
}

// pointer is the content of CURRENT.
type pointer struct {
	Copy     string `json:"copy"`
	Schema   int    `json:"schema"`
	Analysis int    `json:"analysis"`
}

const (
	currentFile = "CURRENT"
	lockName    = "LOCK"
	copyPrefix  = "copy-"
)

// openHome makes the directory if need be and locks it.
func openHome(dir string) (*home, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the index directory: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, lockName))
	if err != nil {
		return nil, err
	}
	return &home{dir: dir, lock: lock}, nil
}

// current returns the directory of the copy in use. The error says why there is none to use.
func (h *home) current() (string, error) {
	raw, err := os.ReadFile(filepath.Join(h.dir, currentFile))
	if err != nil {
		return "", fmt.Errorf("reading which copy is in use: %w", err)
	}
	var p pointer
	if err := json.Unmarshal(raw, &p); err != nil {
		return "", fmt.Errorf("reading which copy is in use: %w", err)
	}
	if p.Schema != schemaVersion || p.Analysis != analysisVersion {
		return "", fmt.Errorf("the copy has schema %d and analysis %d; needed are %d and %d", p.Schema, p.Analysis, schemaVersion, analysisVersion)
	}
	if !strings.HasPrefix(p.Copy, copyPrefix) || filepath.Base(p.Copy) != p.Copy {
		return "", fmt.Errorf("the name of the copy in use, %.40q, is none", p.Copy)
	}
	dir := filepath.Join(h.dir, p.Copy)
	if _, err := os.Stat(dir); err != nil {
		return "", fmt.Errorf("finding the copy in use: %w", err)
	}
	return dir, nil
}

// next names a directory for a new copy. It does not exist yet, and its name was never given before by
// this process: what is left of a damaged copy may still be writing under the old one.
func (h *home) next() (string, error) {
	names, err := h.copies()
	if err != nil {
		return "", err
	}
	highest := h.last
	for _, n := range names {
		if i, err := strconv.Atoi(strings.TrimPrefix(n, copyPrefix)); err == nil && i > highest {
			highest = i
		}
	}
	h.last = highest + 1
	return filepath.Join(h.dir, fmt.Sprintf("%s%06d", copyPrefix, h.last)), nil
}

// note keeps the number of an existing copy from being given again.
func (h *home) note(copyDir string) {
	if i, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(copyDir), copyPrefix)); err == nil {
		h.last = max(h.last, i)
	}
}

func (h *home) copies() ([]string, error) {
	entries, err := os.ReadDir(h.dir)
	if err != nil {
		return nil, fmt.Errorf("listing the index directory: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), copyPrefix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// use makes a complete copy the one in use.
func (h *home) use(copyDir string) error {
	raw, err := json.Marshal(pointer{filepath.Base(copyDir), schemaVersion, analysisVersion})
	if err != nil {
		return fmt.Errorf("naming the copy in use: %w", err)
	}
	if err := replaceFile(filepath.Join(h.dir, currentFile), append(raw, '\n')); err != nil {
		return fmt.Errorf("naming the copy in use: %w", err)
	}
	return nil
}

// sweep removes all copies but the given one ("" for all).
func (h *home) sweep(keep string) error {
	names, err := h.copies()
	if err != nil {
		return err
	}
	var faults []error
	for _, n := range names {
		if keep == "" || n != filepath.Base(keep) {
			faults = append(faults, os.RemoveAll(filepath.Join(h.dir, n)))
		}
	}
	return errors.Join(faults...)
}

func (h *home) close() error { return h.lock.Close() }

// replaceFile writes a file so that after a crash either its old or its new content is there.
func replaceFile(path string, content []byte) error {
	return rewriteFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// rewriteFile is replaceFile for a content that is written in parts.
func rewriteFile(path string, write func(io.Writer) error) error {
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the renames in a directory last. Some systems cannot do that; they order renames
// by themselves.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if e := d.Close(); err == nil {
		err = e
	}
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrInvalid) {
		return nil
	}
	return err
}
