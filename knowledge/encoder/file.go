package encoder

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

const (
	fileMagic = "FDVECTOR"
	fileMost  = 500_000 // records that are kept at most: more than any knowledge base has titles and phrasings
)

// file keeps records of one model: a header, then the records, all of the same size. It belongs to one
// goroutine at a time.
type file struct {
	path   string
	header []byte
	size   int // of a record
	open   *os.File
	at     map[key]int64 // where each record begins
	end    int64         // of the last record, where the next will be
	lost   string        // what could not be used when the file was opened, or ""
}

// header names the model, so that vectors of another are never taken for its own.
func header(name string, dimensions int) []byte {
	h := []byte(fileMagic)
	h = binary.LittleEndian.AppendUint32(h, uint32(dimensions))
	h = binary.LittleEndian.AppendUint32(h, uint32(len(name)))
	return append(h, name...)
}

// openFile opens a file or makes it.
func openFile(path, name string, dimensions int) (*file, error) {
	f := &file{path: path, header: header(name, dimensions), size: dimensions + overhead}
	if err := f.reopen(); err != nil {
		return nil, err
	}
	return f, nil
}

// reopen opens the file, finds the records in it, and cuts off what is none.
func (f *file) reopen() error {
	opened, err := os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the file of vectors: %w", err)
	}
	f.open, f.at, f.end = opened, make(map[key]int64), int64(len(f.header))
	if err := f.scan(); err != nil {
		return errors.Join(err, opened.Close())
	}
	return nil
}

// scan reads the file from the start. A file with another header is begun anew. Records have one size, so that
// those behind a damaged one can still be used.
func (f *file) scan() error {
	in := bufio.NewReaderSize(f.open, 1<<16)
	head := make([]byte, len(f.header))
	if n, err := io.ReadFull(in, head); err != nil && !ended(err) {
		return fmt.Errorf("read the file of vectors: %w", err)
	} else if !bytes.Equal(head, f.header) {
		if n > 0 {
			f.lost = "the file is of another model"
		}
		return f.begin()
	}
	r := make(record, f.size)
	damaged := 0
	for len(f.at) < fileMost {
		n, err := io.ReadFull(in, r)
		if err != nil && !ended(err) {
			return fmt.Errorf("read the file of vectors: %w", err)
		}
		if err != nil {
			damaged += min(n, 1)
			break
		}
		if r.whole() {
			f.at[r.key()] = f.end
		} else {
			damaged++
		}
		f.end += int64(f.size)
	}
	if damaged > 0 {
		f.lost = fmt.Sprintf("%d records are damaged", damaged)
	}
	if err := f.open.Truncate(f.end); err != nil {
		return fmt.Errorf("cut off the file of vectors: %w", err)
	}
	return nil
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// begin empties the file.
func (f *file) begin() error {
	if err := f.open.Truncate(0); err != nil {
		return fmt.Errorf("begin the file of vectors: %w", err)
	}
	if _, err := f.open.WriteAt(f.header, 0); err != nil {
		return fmt.Errorf("begin the file of vectors: %w", err)
	}
	return nil
}

// read returns the record of a key, or nil if there is none that can be used.
func (f *file) read(k key) record {
	at, ok := f.at[k]
	if !ok {
		return nil
	}
	r := make(record, f.size)
	if _, err := f.open.ReadAt(r, at); err != nil || !r.whole() || r.key() != k {
		delete(f.at, k)
		return nil
	}
	return r
}

// append writes the records that are new, as long as there is room for more.
func (f *file) append(records []record) error {
	var data []byte
	added := make(map[key]int64)
	for _, r := range records {
		k := r.key()
		if _, ok := added[k]; ok || f.at[k] != 0 || len(f.at)+len(added) >= fileMost {
			continue
		}
		added[k] = f.end + int64(len(data))
		data = append(data, r...)
	}
	if len(data) == 0 {
		return nil
	}
	if _, err := f.open.WriteAt(data, f.end); err != nil {
		return fmt.Errorf("write vectors: %w", err)
	}
	f.end += int64(len(data))
	for k, at := range added {
		f.at[k] = at
	}
	return nil
}

// retain writes the file anew with the records of the keys in use, if these are less than half of it. Records
// that are damaged or doubled count as not in use.
func (f *file) retain(used map[key]bool) error {
	var kept []int64
	for k, at := range f.at {
		if used[k] {
			kept = append(kept, at)
		}
	}
	if all := (f.end - int64(len(f.header))) / int64(f.size); int64(len(kept))*2 >= all {
		return nil
	}
	slices.Sort(kept)
	next := f.path + ".next"
	if err := f.copyTo(next, kept); err != nil {
		return errors.Join(fmt.Errorf("copy vectors: %w", err), removed(next))
	}
	if err := os.Rename(next, f.path); err != nil {
		return errors.Join(fmt.Errorf("replace the file of vectors: %w", err), removed(next))
	}
	old := *f
	if err := f.reopen(); err != nil {
		*f = old // its file has no name any more, but can be used until it is closed
		return err
	}
	if err := old.open.Close(); err != nil {
		return fmt.Errorf("close the old file of vectors: %w", err)
	}
	return nil
}

// copyTo writes a file with the records at the places given.
func (f *file) copyTo(path string, places []int64) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<16)
	_, err = w.Write(f.header)
	r := make(record, f.size)
	for _, at := range places {
		if err != nil {
			break
		}
		if _, err = f.open.ReadAt(r, at); err == nil {
			_, err = w.Write(r)
		}
	}
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = out.Sync() // or else a crash could leave the new name with nothing in it
	}
	return errors.Join(err, out.Close())
}

// removed removes a file that may be there.
func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (f *file) close() error { return f.open.Close() }
