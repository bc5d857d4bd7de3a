// Package losttest puts a disk that can lose power, fill up and break between SQLite and the files in a directory. It
// is for tests.
//
// kill -9 does not tell whether a write was synced: what was written is in the kernel's memory and outlives the process.
// A power loss tells. A [Disk] notes every write and every sync of the files it watches, and [Disk.Lose] makes the
// picture that a machine could find after a power loss at that moment: everything that was synced, and of what was
// not, nothing, some of it, torn sectors, or all.
//
// [Disk.Break] makes the disk full, read-only or faulty, at once or after some more operations, and [Disk.Heal] takes
// it back.
//
// SQLite's file layers belong to the whole process, and so does the one here: it becomes the default when the first
// directory is watched, passes everything else on as it is, and stays. Tests that use it may run in parallel with
// each other and with others; a database must be opened after [Watch].
package losttest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// Disk is what stands between SQLite and the files in a directory. Its methods may be called from any goroutine.
type Disk struct {
	dir string

	mu      sync.Mutex
	files   map[string]*file
	deleted map[string][]byte // contents of files whose names were taken out of the directory, which was not synced since
	syncs   int
	writes  map[string]int // by file
	fault   Fault
	left    int      // operations until the fault begins
	only    []string // names of the files that it befalls; empty: all
	struck  int
}

// file is one file as the disk has it, and what the kernel would still have to write.
type file struct {
	named    bool     // its name has reached the disk
	synced   []byte   // contents
	done     int      // changes that were synced so far
	unsynced []change // since the last sync
}

// change is one write, or the cutting of the file at a place.
type change struct {
	place int64
	text  []byte
	cut   bool
}

func newDisk(dir string) *Disk {
	return &Disk{dir: dir, files: make(map[string]*file), deleted: make(map[string][]byte), writes: make(map[string]int)}
}

// Syncs tells how many syncs have succeeded.
func (d *Disk) Syncs() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.syncs
}

// Writes tells how many writes to the file of a name there were.
func (d *Disk) Writes(name string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.writes[filepath.Join(d.dir, name)]
}

func (d *Disk) of(path string) *file {
	f := d.files[path]
	if f == nil {
		f = &file{}
		d.files[path] = f
	}
	return f
}

func (d *Disk) note(path string, c change) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.of(path)
	f.unsynced = append(f.unsynced, c)
	if !c.cut {
		d.writes[path]++
	}
}

// noted tells how many changes there were so far: a sync that begins now is sure to cover them.
func (d *Disk) noted(path string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.of(path)
	return f.done + len(f.unsynced)
}

// sync moves a file's first n changes to the disk. SQLite's file layer syncs the directory with the first sync
// of a new journal, so the names in it are safe then, and the deletions.
func (d *Disk) sync(path string, n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.syncs++
	f := d.of(path)
	n = min(max(0, n-f.done), len(f.unsynced)) // another sync may have moved them meanwhile
	for _, c := range f.unsynced[:n] {
		f.synced = c.apply(f.synced)
	}
	f.unsynced, f.done = append([]change(nil), f.unsynced[n:]...), f.done+n
	if !f.named {
		f.named = true
		clear(d.deleted)
	}
}

// remove takes a file away. Without a sync of the directory it may be back after a power loss.
func (d *Disk) remove(path string, dirSynced bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.files[path]; f != nil && f.named && !dirSynced {
		d.deleted[path] = f.synced
	}
	delete(d.files, path)
	if dirSynced {
		clear(d.deleted)
	}
}

func (c change) apply(b []byte) []byte {
	end := c.place + int64(len(c.text))
	if int64(len(b)) < end {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	if c.cut {
		return b[:c.place:c.place]
	}
	copy(b[c.place:], c.text)
	return b
}

// Picture is the contents of a directory after a power loss, by file name.
type Picture map[string][]byte

// Lose makes a picture of what a power loss at this moment could leave. The disk itself goes on.
func (d *Disk) Lose(chance *rand.Rand) Picture {
	d.mu.Lock()
	defer d.mu.Unlock()
	pick := survivors[chance.IntN(len(survivors))]
	out := make(Picture)
	for path, f := range d.files {
		if strings.HasSuffix(path, "-shm") || !f.named && chance.IntN(2) == 0 {
			continue // shared memory is made anew; a new file's name may not have reached the disk
		}
		b := append([]byte(nil), f.synced...)
		for _, c := range pick(f.unsynced, chance) {
			b = c.apply(b)
		}
		out[filepath.Base(path)] = b
	}
	for path, b := range d.deleted {
		if _, anew := d.files[path]; !anew && chance.IntN(2) == 0 {
			out[filepath.Base(path)] = append([]byte(nil), b...)
		}
	}
	return out
}

// survivors are the ways in which unsynced changes survive.
var survivors = []func([]change, *rand.Rand) []change{
	func([]change, *rand.Rand) []change { return nil },
	func(all []change, _ *rand.Rand) []change { return all },
	inOrder,
	anyhow,
}

// inOrder keeps the oldest changes, and of the last of them a part.
func inOrder(all []change, chance *rand.Rand) []change {
	if len(all) == 0 {
		return nil
	}
	kept := append([]change(nil), all[:chance.IntN(len(all)+1)]...)
	if n := len(kept); n > 0 && !kept[n-1].cut {
		kept[n-1].text = kept[n-1].text[:chance.IntN(len(kept[n-1].text)+1)]
	}
	return kept
}

// anyhow keeps any sectors of any changes: the kernel writes in the order that suits it.
func anyhow(all []change, chance *rand.Rand) (kept []change) {
	for _, c := range all {
		if c.cut {
			if chance.IntN(2) == 0 {
				kept = append(kept, c)
			}
			continue
		}
		for at := 0; at < len(c.text); {
			end := min(len(c.text), at+sector-int((c.place+int64(at))%sector))
			if chance.IntN(2) == 0 {
				kept = append(kept, change{place: c.place + int64(at), text: c.text[at:end]})
			}
			at = end
		}
	}
	return kept
}

// Boot writes the picture into a directory, as a machine finds it when it starts again.
func (p Picture) Boot(dir string) error {
	for name, b := range p {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return fmt.Errorf("write what was left: %w", err)
		}
	}
	return nil
}
