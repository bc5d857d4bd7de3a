package encoder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/vector"
)

// logged collects what is logged.
type logged struct{ bytes.Buffer }

func (l *logged) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// store opens a store that must be closed by the end of the test.
func store(t testing.TB, path string, e knowledge.Encoder) (*encoder.Store, *logged) {
	t.Helper()
	log := new(logged)
	s := encoder.OpenStore(path, e, log.logger())
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, log
}

// filled makes a file with the vectors of texts and returns its path.
func filled(t testing.TB, texts ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vectors")
	s, _ := store(t, path, newCounting())
	if _, err := s.Encode(t.Context(), texts); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestVectorsOutliveTheStore(t *testing.T) {
	path := filled(t, "a", "bb", "a", "")
	inner := newCounting()
	s, log := store(t, path, inner)
	ask(t, s, "bb", "a", "")
	if inner.total() != 0 || s.Len() != 3 || log.Len() > 0 {
		t.Errorf("asked for %v, %d kept, logged: %s", inner.asked, s.Len(), log)
	}
	ask(t, s, "bb", "new")
	if inner.total() != 1 || s.Len() != 4 {
		t.Errorf("asked for %v, %d kept", inner.asked, s.Len())
	}
}

func TestAVectorIsTheSameFromTheFileAndAnew(t *testing.T) {
	s, _ := store(t, filepath.Join(t.TempDir(), "vectors"), lite(t))
	texts := append(questions(30), "")
	var both [2][][]float32
	for i := range both {
		var err error
		if both[i], err = s.Encode(t.Context(), texts); err != nil {
			t.Fatal(err)
		}
	}
	for i, exact := range encode(t, texts...) {
		fresh, kept := both[0][i], both[1][i]
		for j := range fresh {
			if fresh[j] != kept[j] {
				t.Fatalf("%q: %v anew, %v from the file", texts[i], fresh[j], kept[j])
			}
		}
		length := math.Sqrt(float64(vector.Dot(kept, kept)))
		if texts[i] == "" && length == 0 {
			continue
		}
		if cosine := vector.Dot(kept, exact); cosine < .9999 || math.Abs(length-1) > 1e-5 {
			t.Errorf("%q: cosine %v to the exact vector, length %v", texts[i], cosine, length)
		}
	}
}

func TestAFileOfAnotherModelIsBegunAnew(t *testing.T) {
	for name, harm := range map[string]func(*counting){
		"other name":  func(c *counting) { c.name = "counting/2" },
		"longer name": func(c *counting) { c.name = "counting/1 and more" },
		"short name":  func(c *counting) { c.name = "c" },
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t, "a", "b")
			inner := newCounting()
			harm(inner)
			s, log := store(t, path, inner)
			if s.Len() != 0 || !strings.Contains(log.String(), "another model") {
				t.Errorf("%d vectors of another model, logged: %s", s.Len(), log)
			}
			ask(t, s, "a")
			again, _ := store(t, path, inner)
			ask(t, again, "a")
			if inner.total() != 1 {
				t.Errorf("asked for %v", inner.asked)
			}
		})
	}
}

func TestWhatIsDamagedIsComputedAgain(t *testing.T) {
	const size = 16 + 4 + 3 + 4 // of a record of three dimensions
	for name, c := range map[string]struct {
		harm func([]byte) []byte
		kept int
	}{
		"cut within a record":    {func(b []byte) []byte { return b[:len(b)-5] }, 3},
		"cut between records":    {func(b []byte) []byte { return b[:len(b)-size] }, 3},
		"cut within the header":  {func(b []byte) []byte { return b[:9] }, 0},
		"a number changed":       {func(b []byte) []byte { b[len(b)-6] ^= 4; return b }, 3},
		"a key changed":          {func(b []byte) []byte { b[len(b)-3*size] ^= 1; return b }, 3},
		"zeros at the end":       {func(b []byte) []byte { return append(b, make([]byte, 3*size)...) }, 4},
		"a little at the end":    {func(b []byte) []byte { return append(b, 7) }, 4},
		"empty":                  {func(b []byte) []byte { return nil }, 0},
		"nothing but zeros":      {func(b []byte) []byte { return make([]byte, len(b)) }, 0},
		"another file of course": {func(b []byte) []byte { return bytes.Repeat([]byte("text "), 100) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t, "a", "bb", "ccc", "dddd")
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.harm(data), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, asked := range []int{4 - c.kept, 0} { // the second time all is kept again
				inner := newCounting()
				s, _ := store(t, path, inner)
				ask(t, s, "a", "bb", "ccc", "dddd")
				if inner.total() != asked || s.Len() != 4 {
					t.Errorf("asked for %v, want %d of them; %d kept", inner.asked, asked, s.Len())
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestWhatIsSpoiledWhileOpenIsComputedAgain(t *testing.T) {
	path := filled(t, "a", "bb")
	inner := newCounting()
	s, _ := store(t, path, inner)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-6] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ask(t, s, "a", "bb")
	ask(t, s, "a", "bb")
	if inner.total() != 1 {
		t.Errorf("asked for %v", inner.asked)
	}
}

func TestRetainClearsAwayWhatIsOutOfUse(t *testing.T) {
	var texts []string
	for i := range 100 {
		texts = append(texts, strings.Repeat("x", i))
	}
	path := filled(t, texts...)
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	full := size()
	inner := newCounting()
	s, log := store(t, path, inner)
	if s.Retain(texts[:50]); s.Len() != 100 || size() != full {
		t.Errorf("half is in use, but %d of 100 vectors are left", s.Len())
	}
	if s.Retain(texts[:49]); s.Len() != 49 || size() >= full/2 {
		t.Errorf("%d vectors are left in %d of %d bytes", s.Len(), size(), full)
	}
	ask(t, s, texts[:49]...)
	ask(t, s, "new", texts[60])
	again, _ := store(t, path, inner)
	ask(t, again, texts[:49]...)
	ask(t, again, "new", texts[60])
	if inner.total() != 2 || log.Len() > 0 {
		t.Errorf("asked for %v, logged: %s", inner.asked, log)
	}
	s.Retain(nil)
	if s.Len() != 0 {
		t.Errorf("%d vectors are left of none", s.Len())
	}
	if left, _ := filepath.Glob(path + ".*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestWithoutAFileNothingIsKeptAndAllWorks(t *testing.T) {
	inner := newCounting()
	s, log := store(t, filepath.Join(t.TempDir(), "nowhere", "vectors"), inner)
	ask(t, s, "a", "a")
	ask(t, s, "a")
	s.Retain(nil)
	if inner.total() != 2 || s.Len() != 0 || !strings.Contains(log.String(), "will not be kept") {
		t.Errorf("asked for %v, logged: %s", inner.asked, log)
	}
}

func TestAClosedStoreStillEncodes(t *testing.T) {
	s, _ := store(t, filled(t, "a"), newCounting())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ask(t, s, "a", "b")
}

func TestVectorsThatAreNoneAreRefused(t *testing.T) {
	for name, v := range map[string][]float32{
		"too short":    {1, 2},
		"not a number": {1, float32(math.NaN()), 0},
		"infinite":     {float32(math.Inf(1)), 0, 0},
	} {
		inner := newCounting()
		inner.vector = func(string) []float32 { return v }
		s, _ := store(t, filepath.Join(t.TempDir(), "vectors"), inner)
		if got, err := s.Encode(t.Context(), []string{"a"}); err == nil || s.Len() != 0 {
			t.Errorf("%s: %v, %d kept", name, got, s.Len())
		}
	}
}

// ending is an encoder whose context ends after a number of calls.
type ending struct {
	*counting
	calls  int
	cancel func()
}

func (e *ending) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	if e.calls--; e.calls < 0 {
		e.cancel()
		return nil, ctx.Err()
	}
	return e.counting.Encode(ctx, texts)
}

func TestWhatWasEncodedBeforeTheEndIsKept(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, _ := store(t, filepath.Join(t.TempDir(), "vectors"), &ending{newCounting(), 2, cancel})
	texts := make([]string, 2000)
	for i := range texts {
		texts[i] = fmt.Sprint(i)
	}
	if _, err := s.Encode(ctx, texts); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if s.Len() != 1024 {
		t.Errorf("%d kept, want two parts of 512", s.Len())
	}
}

func TestStoreAtTheSameTime(t *testing.T) {
	s, log := store(t, filepath.Join(t.TempDir(), "vectors"), newCounting())
	var wait sync.WaitGroup
	for g := range 6 {
		wait.Go(func() {
			for i := range 60 {
				text := strings.Repeat("x", (i*(g+1))%23)
				v, err := s.Encode(context.Background(), []string{text, "y"})
				if err != nil || !near(v[0][0], float32(len(text))) {
					t.Errorf("%q: %v, %v", text, v, err)
				}
				if i%20 == 19 {
					s.Retain([]string{"y", text})
				}
			}
		})
	}
	wait.Wait()
	if log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
}

// FuzzOpenStore opens whatever a file may hold.
func FuzzOpenStore(f *testing.F) {
	data, err := os.ReadFile(filled(f, "a", "bb"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:40])
	f.Add([]byte("FDVECTOR"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "vectors")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, _ := store(t, path, newCounting())
		ask(t, s, "a", "bb", "new")
	})
}
