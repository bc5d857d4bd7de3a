package index

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"frontdesk/knowledge"
)

// onDisk builds an index of the corpus in a directory and closes it.
func onDisk(t testing.TB, source Source) string {
	t.Helper()
	dir := t.TempDir()
	ix, err := Open(t.Context(), Options{Dir: dir, Source: source, Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = ix.Run(context.Background()) }()
	ready(t, ix)
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// answers opens the directory, waits until the index is ready, and checks that it answers rightly and
// holds just what it must. It returns the copy in use, and closes the index.
func answers(t testing.TB, dir string, source Source) string {
	t.Helper()
	ix, err := Open(t.Context(), Options{Dir: dir, Source: source, Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = ix.Run(context.Background()) }()
	ready(t, ix)
	if got := find(t, ix, "exchange without a receipt"); len(got) == 0 || got[0] != "no-receipt" {
		t.Errorf("found %v", got)
	}
	e := ix.engine.Load()
	if err := e.audit(ix.books.Load().current()); err != nil {
		t.Error(err)
	}
	used := filepath.Base(e.dir)
	if err := ix.Close(); err != nil {
		t.Error(err)
	}
	copies, err := filepath.Glob(filepath.Join(dir, copyPrefix+"*"))
	if err != nil || len(copies) != 1 || filepath.Base(copies[0]) != used {
		t.Errorf("left behind: %v, in use: %s (%v)", copies, used, err)
	}
	return used
}

func TestReopensWithoutRebuilding(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	dir := onDisk(t, source)
	if used := answers(t, dir, source); used != "copy-000001" {
		t.Errorf("unchanged, but rebuilt as %s", used)
	}
	source.publish(article("kayak", "Kayaks", "Rent one."))
	source.withdraw("invoice")
	if used := answers(t, dir, source); used != "copy-000001" {
		t.Errorf("two changes behind, but rebuilt as %s", used)
	}
}

func TestRebuildsWhatItCannotUse(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, dir string, source *memory){
		"older schema": func(t *testing.T, dir string, _ *memory) {
			write(t, filepath.Join(dir, currentFile), `{"copy":"copy-000001","schema":0,"analysis":1}`)
		},
		"other analysis": func(t *testing.T, dir string, _ *memory) {
			write(t, filepath.Join(dir, currentFile), `{"copy":"copy-000001","schema":1,"analysis":0}`)
		},
		"no CURRENT":         func(t *testing.T, dir string, _ *memory) { remove(t, filepath.Join(dir, currentFile)) },
		"garbage in CURRENT": func(t *testing.T, dir string, _ *memory) { write(t, filepath.Join(dir, currentFile), "\x00\xff") },
		"CURRENT leads outside": func(t *testing.T, dir string, _ *memory) {
			write(t, filepath.Join(dir, currentFile), `{"copy":"copy-../../x","schema":1,"analysis":1}`)
		},
		"no copy":              func(t *testing.T, dir string, _ *memory) { remove(t, filepath.Join(dir, "copy-000001")) },
		"garbage in the seal":  func(t *testing.T, dir string, _ *memory) { write(t, filepath.Join(dir, "copy-000001", sealFile), "{") },
		"the corpus went back": func(t *testing.T, _ string, s *memory) { s.changes = s.changes[:4] },
		"far behind": func(t *testing.T, _ string, s *memory) {
			s.changes = append(s.changes, slices.Repeat([]string{"opened"}, 2000)...)
		},
		"another corpus instead": func(t *testing.T, _ string, s *memory) {
			r := s.published["opened"]
			r.Text += " Changed."
			s.published["opened"] = r
		},
	} {
		t.Run(name, func(t *testing.T) {
			source := newMemory(returnsCorpus()...)
			dir := onDisk(t, source)
			spoil(t, dir, source)
			answers(t, dir, source)
		})
	}
}

// TestDamagedFiles spoils every file of a copy in many ways, after an orderly end and after a crash, and
// expects right answers each time.
func TestDamagedFiles(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	pristine := onDisk(t, source)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, sealed := range []bool{true, false} {
		for _, file := range filesOf(t, pristine) {
			if !sealed && !strings.HasSuffix(file, ".zap") && !strings.HasSuffix(file, "index_meta.json") {
				continue // bbolt guards its own pages only against torn writes
			}
			size := sizeOf(t, filepath.Join(pristine, file))
			damages := map[string]func(b []byte) []byte{
				"removed":   func([]byte) []byte { return nil },
				"emptied":   func(b []byte) []byte { return b[:0] },
				"halved":    func(b []byte) []byte { return b[:len(b)/2] },
				"a bit cut": func(b []byte) []byte { return b[:max(0, len(b)-5)] },
			}
			for range 6 {
				at := rng.IntN(max(1, size))
				damages["flipped at "+string(rune('A'+len(damages)))] = func(b []byte) []byte {
					if at < len(b) {
						b[at] ^= 1 << rng.IntN(8)
					}
					return b
				}
			}
			for _, name := range sortedKeys(damages) {
				dir := t.TempDir()
				copyTree(t, pristine, dir)
				path := filepath.Join(dir, file)
				raw, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				remove(t, path)
				if spoilt := damages[name](raw); name != "removed" {
					write(t, path, string(spoilt))
				}
				if seal := filepath.Join(dir, "copy-000001", sealFile); !sealed {
					_ = os.Remove(seal)
				}
				answers(t, dir, source)
				if t.Failed() {
					t.Fatalf("%s %s, sealed %v", file, name, sealed)
				}
			}
		}
	}
}

// TestDamageWhileOpen scribbles over the segments while they are mapped and searched.
func TestDamageWhileOpen(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	dir := t.TempDir()
	ix := started(t, Options{Dir: dir, Source: source})
	ready(t, ix)
	segments, err := filepath.Glob(filepath.Join(dir, "copy-*", "store", "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("%v, %v", segments, err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for _, path := range segments {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		size := sizeOf(t, path)
		for range 40 {
			if _, err := f.WriteAt([]byte{byte(rng.Uint32())}, int64(rng.IntN(size))); err != nil {
				t.Fatal(err)
			}
			for _, q := range []string{"exchange without a receipt", "gift card code", "open from nine to six"} {
				res, err := ix.Search(t.Context(), knowledge.Query{Text: q})
				if err != nil {
					t.Fatalf("%q: %v", q, err)
				}
				sane(t, q, res)
			}
		}
		_ = f.Close()
	}
}

func TestPanicInASearchLeadsToARebuild(t *testing.T) {
	ix := started(t, Options{Dir: t.TempDir(), Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	first := ix.engine.Load()
	if err := first.guard(func() error { panic("a flipped byte") }); !errors.Is(err, errBroken) {
		t.Fatalf("a panic gives %v", err)
	}
	res, err := ix.Search(t.Context(), knowledge.Query{Text: "exchange without a receipt"})
	if err != nil || len(res.Hits) == 0 || res.Hits[0].Article != "no-receipt" {
		t.Errorf("after the panic: %v, %v", articles(res), err)
	}
	eventually(t, "the new copy", func() bool { e := ix.engine.Load(); return e != nil && e != first })
}

func TestErrorsInTheBackgroundReachTheirEngine(t *testing.T) {
	ix := started(t, Options{Dir: t.TempDir(), Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	first := ix.engine.Load()
	asyncDispatchError(first.storePath(), errors.New("the merger panicked"))
	eventually(t, "the new copy", func() bool { e := ix.engine.Load(); return e != nil && e != first })
	asyncDispatchError("/nowhere", errors.New("nobody's"))
}

// TestCrashAtEveryStep copies the directory at each step of a swap, as a crash would leave it, and opens
// the copy.
func TestCrashAtEveryStep(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	dir := onDisk(t, source)
	ix, err := Open(t.Context(), Options{Dir: dir, Source: source, Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	left := make(map[string]string)
	ix.step = func(step string) {
		left[step] = t.TempDir()
		copyTree(t, dir, left[step])
	}
	go func() { _ = ix.Run(context.Background()) }()
	ready(t, ix)
	first := ix.engine.Load()
	ix.Rebuild()
	eventually(t, "the swap", func() bool { return ix.engine.Load() != first })
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if len(left) != 5 {
		t.Fatalf("steps seen: %v", left)
	}
	for step, remains := range left {
		t.Run(step, func(t *testing.T) { answers(t, remains, source) })
	}
}

func TestDirectoryIsLocked(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	dir := t.TempDir()
	ix := started(t, Options{Dir: dir, Source: source})
	ready(t, ix)
	if _, err := Open(t.Context(), Options{Dir: dir, Source: source}); !errors.Is(err, ErrLocked) {
		t.Errorf("a second opening gives %v", err)
	}
	beside := started(t, Options{Source: source})
	ready(t, beside)
	if got := find(t, beside, "exchange without a receipt"); got[0] != "no-receipt" {
		t.Errorf("in memory: %v", got)
	}
}

func TestUnwritableDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	if _, err := Open(t.Context(), Options{Dir: filepath.Join(file, "index"), Source: newMemory()}); err == nil {
		t.Error("an index was opened inside a file")
	}
	if _, err := Open(t.Context(), Options{}); err == nil {
		t.Error("an index was opened without a source")
	}
}

func TestCloseIsFinal(t *testing.T) {
	ix, err := Open(t.Context(), Options{Dir: t.TempDir(), Source: newMemory(returnsCorpus()...)})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := ix.Run(t.Context()); err == nil {
		t.Error("a closed index runs")
	}
}

func asyncDispatchError(path string, err error) {
	scorch.RegistryAsyncErrorCallbacks[asyncErrors](err, path)
}

func filesOf(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(dir, "copy-000001"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != sealFile {
			name, _ := filepath.Rel(dir, path)
			out = append(out, name)
		}
		return err
	})
	if err != nil || len(out) < 3 {
		t.Fatalf("%v, %v", out, err)
	}
	return out
}

func sizeOf(t testing.TB, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// copyTree copies a directory, also one that is in use: files that vanish meanwhile are left out.
func copyTree(t testing.TB, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(from, path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		}
		raw, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), raw, 0o600)
	})
	if err != nil {
		t.Errorf("copying the directory: %v", err)
	}
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}
