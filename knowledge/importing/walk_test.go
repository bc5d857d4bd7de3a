package importing_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/importing"
)

func link(t testing.TB, to, from string) {
	t.Helper()
	if err := os.Symlink(to, from); err != nil {
		t.Fatal(err)
	}
}

// TestWalk walks a volume as it is mounted where a link swaps its contents, with links that lead nowhere good.
func TestWalk(t *testing.T) {
	outside := folder(t, "secret.md", "secret")
	dir := folder(t, "..v1/a.md", "A", "..v1/sub/b.md", "B", "plain.md", "P", ".git/config.md", "x")
	link(t, "..v1", filepath.Join(dir, "..data"))
	link(t, "..data/a.md", filepath.Join(dir, "a.md"))
	link(t, "..data/sub", filepath.Join(dir, "sub"))
	link(t, filepath.Join(outside, "secret.md"), filepath.Join(dir, "secret.md"))
	link(t, outside, filepath.Join(dir, "outside"))
	link(t, "nothing", filepath.Join(dir, "nothing.md"))
	link(t, ".", filepath.Join(dir, "loop"))
	link(t, "..", filepath.Join(dir, "..v1", "sub", "up"))
	top := filepath.Join(t.TempDir(), "current")
	link(t, dir, top)

	names := func(links bool) (out []string) {
		tree, err := importing.Walk(t.Context(), top, links, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range tree.Leaves {
			out = append(out, f.Name)
		}
		return out
	}
	if got := names(false); !slices.Equal(got, []string{"plain.md"}) {
		t.Errorf("without links: %q", got)
	}
	// What "up" leads to is the folder that holds a and sub again, once; the next "up" ends.
	if got := names(true); !slices.Equal(got, []string{"a.md", "plain.md", "sub/b.md", "sub/up/a.md"}) {
		t.Errorf("with links: %q", got)
	}
	b, err := importing.Read(t.Context(), top, importing.Options{Links: true})
	if err != nil || len(b.Items) != 4 {
		t.Errorf("read %v %q %v", ids(b), problems(b), err)
	}
	for _, s := range b.Skips {
		if strings.Contains(s.File, "secret") || s.File == "outside" {
			if s.Reason != "a symbolic link that leads out of the folder" {
				t.Errorf("%+v", s)
			}
		}
	}
	if _, err := importing.Walk(t.Context(), top, true, 3); err == nil || !strings.Contains(err.Error(), "more than 3 files") {
		t.Errorf("too many files: %v", err)
	}
	if _, err := importing.Walk(t.Context(), filepath.Join(top, "not-there"), true, 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := importing.Walk(ctx, top, true, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Whatever cannot be read at all says why, with and without its path.
func TestUnreadable(t *testing.T) {
	for name, want := range map[string]string{"x.docx": "of no known kind", "x.zip": "the ZIP cannot be opened", "x.csv.gz": "the file is not gzipped"} {
		path := file(t, name, "not what it says")
		_, err := importing.Read(t.Context(), path, importing.Options{})
		u, ok := errors.AsType[*importing.Unreadable](err)
		if !ok || !strings.Contains(u.Reason.Error(), want) || strings.Contains(u.Reason.Error(), path) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
