package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stub runs the command and returns the address that it prints, and further lines of its output.
func stub(t *testing.T, c modelStubCommand) (base string, lines *bufio.Scanner) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := c.serve(ctx, w)
		_ = w.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		_ = r.Close()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	lines = bufio.NewScanner(r)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	_, base, _ = strings.Cut(lines.Text(), "at ")
	return base, lines
}

func TestModelStub(t *testing.T) {
	t.Parallel()
	script := filepath.Join(t.TempDir(), "story")
	if err := os.WriteFile(script, []byte("status 503\nwhen parcel say Lost.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	base, lines := stub(t, modelStubCommand{Listen: "127.0.0.1:0", Step: "echo", Script: script, Slow: time.Microsecond, Verbose: true, Texts: true})
	for _, c := range []struct {
		said string
		want int
		says string
		line string
	}{
		{"hello there", 503, "refused by script", "messages=1 bytes=11 → status 503"},
		{"my parcel", 200, "Lost", "bytes=9 → say Lost."},
		{"hello there", 200, " there", "→ pace 1µs echo"},
	} {
		type answer struct {
			status int
			body   string
			err    error
		}
		came := make(chan answer, 1)
		go func() {
			resp, err := http.Post(base+"/chat/completions", "application/json", strings.NewReader(fmt.Sprintf(`{"model":"m","stream":true,"messages":[{"role":"user","content":%q}]}`, c.said)))
			if err != nil {
				came <- answer{err: err}
				return
			}
			defer resp.Body.Close()
			b, err := io.ReadAll(resp.Body)
			came <- answer{resp.StatusCode, string(b), err}
		}()
		if !lines.Scan() || !strings.Contains(lines.Text(), c.line) {
			t.Errorf("%q: printed %q, want %q", c.said, lines.Text(), c.line)
		}
		if !lines.Scan() || lines.Text() != "  user: "+c.said {
			t.Errorf("%q: printed %q, want the text", c.said, lines.Text())
		}
		if got := <-came; got.err != nil || got.status != c.want || !strings.Contains(got.body, c.says) {
			t.Errorf("%q: got %+v, want %d with %q", c.said, got, c.want, c.says)
		}
	}
}

func TestModelStubTellsNoTextsUnasked(t *testing.T) {
	t.Parallel()
	base, lines := stub(t, modelStubCommand{Listen: "127.0.0.1:0", Step: "quote", Verbose: true})
	go func() {
		for range 2 {
			if resp, err := http.Post(base+"/chat/completions", "application/json", strings.NewReader(`{"model":"m","messages":[{"role":"user","content":"a secret"}]}`)); err == nil {
				resp.Body.Close()
			}
		}
	}()
	for range 2 {
		if !lines.Scan() || strings.Contains(lines.Text(), "secret") || !strings.Contains(lines.Text(), "messages=1 bytes=8 → quote") {
			t.Errorf("printed %q", lines.Text())
		}
	}
}
