package folder

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// byNotices is so long a pause between looks that what is seen was told by the system.
const byNotices = time.Hour

// run follows the folder until the test ends.
func (d *desk) run(look time.Duration) {
	d.t.Helper()
	d.Look = look
	d.Quiet, d.Longest = 20*time.Millisecond, 500*time.Millisecond
	ctx, stop := context.WithCancel(d.t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	d.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			d.t.Error(err)
		}
	})
}

// until waits for how an article stands.
func (d *desk) until(when, id, stand string) {
	d.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		if got := d.stand(id); got == stand {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	d.t.Fatalf("%s: %s is %q, want %q; log:\n%s", when, id, d.stand(id), stand, d.log.take())
}

func (d *desk) rename(from, to string) {
	d.t.Helper()
	if err := os.Rename(filepath.Join(d.dir, from), filepath.Join(d.dir, to)); err != nil {
		d.t.Fatal(err)
	}
}

const gone = "withdrawn, not the folder's"

// What the system tells of a folder's files, as people and programs change them.
func TestRun(t *testing.T) {
	d := open(t, "a.md", "A")
	d.run(byNotices)
	d.until("at first", "a", "A")
	d.files("a.md", "A2")
	d.until("written", "a", "A2")
	d.files("one/two/three/deep.md", "D")
	d.until("in new folders", "one/two/three/deep", "D")
	d.files("one/two/three/deep.md", "D2")
	d.until("written there", "one/two/three/deep", "D2")

	// As editors save: beside, then in place.
	d.files("one/.deep.md.tmp", "D3")
	d.rename("one/.deep.md.tmp", "one/two/three/deep.md")
	d.until("put in place", "one/two/three/deep", "D3")

	// A folder is moved, and another takes its place: both are still followed.
	d.rename("one", "moved")
	d.until("moved", "moved/two/three/deep", "D3")
	d.until("moved away", "one/two/three/deep", gone)
	d.files("one/two/three/deep.md", "again")
	d.until("in its place", "one/two/three/deep", "again")
	d.files("moved/two/three/deep.md", "M2")
	d.until("written after the move", "moved/two/three/deep", "M2")
	d.files("one/two/three/deep.md", "again 2")
	d.until("written in its place", "one/two/three/deep", "again 2")
	d.files("one", "-")
	d.until("removed", "one/two/three/deep", gone)

	// The folder itself goes and comes back.
	if err := os.Rename(d.dir, d.dir+".old"); err != nil {
		t.Fatal(err)
	}
	d.files("a.md", "A3", "moved/two/three/deep.md", "M3")
	d.until("another folder in its place", "a", "A3")
	d.files("a.md", "A4")
	d.until("written in that", "a", "A4")
}

// A volume is swapped by a link, within the folder and as the folder itself.
func TestRunSwaps(t *testing.T) {
	d := open(t, "..v1/a.md", "A", "..v1/sub/b.md", "B", "..v2/a.md", "A2", "..v2/sub/b.md", "B2")
	for from, to := range map[string]string{"..data": "..v1", "a.md": "..data/a.md", "sub": "..data/sub"} {
		if err := os.Symlink(to, filepath.Join(d.dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	d.run(byNotices)
	d.until("at first", "sub/b", "B")
	if err := os.Symlink("..v2", filepath.Join(d.dir, "..data_tmp")); err != nil {
		t.Fatal(err)
	}
	d.rename("..data_tmp", "..data")
	d.until("swapped within", "a", "A2")
	d.until("swapped within", "sub/b", "B2")
	d.files("..v2/sub/b.md", "B3")
	d.until("written behind the link", "sub/b", "B3")

	e := open(t)
	checkouts := t.TempDir()
	for _, v := range []string{"1", "2"} {
		if err := os.Mkdir(filepath.Join(checkouts, v), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(checkouts, v, "a.md"), []byte("checkout "+v), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	current := filepath.Join(checkouts, "current")
	if err := os.Symlink("1", current); err != nil {
		t.Fatal(err)
	}
	e.dir, e.Dir = current, current
	e.run(byNotices)
	e.until("at first", "a", "checkout 1")
	if err := os.Symlink("2", current+".new"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(current+".new", current); err != nil {
		t.Fatal(err)
	}
	e.until("swapped", "a", "checkout 2")
	e.files("a.md", "written")
	e.until("written", "a", "written")
}

// Without the system's notices the folder is looked at all the same, and that they are missing is told.
func TestRunWithoutNotices(t *testing.T) {
	d := open(t, "a.md", "A")
	d.Watcher = func() (Watcher, error) { return deaf{}, nil }
	d.run(20 * time.Millisecond)
	d.until("at first", "a", "A")
	d.files("a.md", "A2")
	d.until("written", "a", "A2")
	if got := d.log.take(); strings.Count(got, "not every change of the folder will be noticed at once") != 1 {
		t.Errorf("the log says\n%s", got)
	}
}

// deaf cannot watch.
type deaf struct{ still }

func (deaf) Watch(_, _ []string) error { return os.ErrPermission }

// Files are read after a moment of quiet, or at the latest when the longest wait is over.
func TestSettle(t *testing.T) {
	const quiet, longest, look = 300 * time.Millisecond, 3 * time.Second, 30 * time.Second
	for _, c := range []struct {
		name    string
		again   bool
		every   time.Duration // between changes; 0 for none
		changes int
		took    time.Duration
		quiet   bool
	}{
		{"nothing happens", false, 0, 0, look, true},
		{"one change", false, time.Second, 1, time.Second + quiet, true},
		{"a checkout", false, 100 * time.Millisecond, 10, time.Second + quiet, true},
		{"slow changes", false, time.Second, 3, time.Second + quiet, true},
		{"endless changes", false, 100 * time.Millisecond, 1000, 100*time.Millisecond + longest, false},
		{"one that is known", true, 0, 0, quiet, true},
		{"one that is known, and others", true, 200 * time.Millisecond, 2, 400*time.Millisecond + quiet, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := &Folder{Config: Config{Quiet: quiet, Longest: longest, Look: look}}
			ctx, stop := context.WithCancel(t.Context())
			changes, done := make(chan struct{}, 1), make(chan struct{})
			go func() {
				defer close(done)
				for range c.changes {
					select {
					case <-ctx.Done():
						return
					case <-time.After(c.every):
					}
					select {
					case changes <- struct{}{}:
					default:
					}
				}
			}()
			began := time.Now()
			got := f.settle(ctx, changes, c.again)
			if took := time.Since(began); got != c.quiet || took != c.took {
				t.Errorf("%s: quiet %t after %v, want %t after %v", c.name, got, took, c.quiet, c.took)
			}
			stop()
			<-done
			if f.settle(ctx, changes, false) {
				t.Errorf("%s: quiet after the end", c.name)
			}
		})
	}
	// A watcher that has ended is no reason to spin.
	synctest.Test(t, func(t *testing.T) {
		f := &Folder{Config: Config{Quiet: quiet, Longest: longest, Look: look}}
		changes := make(chan struct{})
		close(changes)
		began := time.Now()
		f.settle(t.Context(), changes, false)
		if took := time.Since(began); took < quiet {
			t.Errorf("after %v", took)
		}
	})
}

func TestNew(t *testing.T) {
	f, err := New(Config{Dir: "docs"})
	if err != nil || !filepath.IsAbs(f.Dir) || f.Quiet != 300*time.Millisecond || f.Longest != 3*time.Second || f.Look != 30*time.Second || f.Watcher == nil {
		t.Errorf("%+v %v", f, err)
	}
}
