package importing

import (
	"io"
	"strings"
	"testing"
)

// A file that breaks the program is a problem of its own, and the others are read.
func TestPoison(t *testing.T) {
	text := func(s string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
	}
	r := newReading(t.Context(), Options{})
	err := r.entries([]entry{
		{name: "a.md", id: "a", open: text("# A\n\nOne.\n")},
		{name: "b.md", id: "b", open: func() (io.ReadCloser, error) { panic("poison") }},
		{name: "c.md", id: "c", open: text("# C\n\nThree.\n")},
	})
	if err != nil || len(r.batch.Items) != 2 || r.batch.Items[1].ID != "c" {
		t.Errorf("read %+v, %v", r.batch.Items, err)
	}
	if p := r.batch.Problems; len(p) != 1 || p[0].File != "b.md" || p[0].Severity != Error || p[0].Article != "" {
		t.Errorf("problems %+v", p)
	}
}
