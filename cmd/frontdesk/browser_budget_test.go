package main

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"frontdesk/widget/ui"
)

// What the surfaces may cost: gzipped kilobytes of 1000 bytes, everything a browser loads of ours.
func TestBudgets(t *testing.T) {
	for _, c := range []struct {
		name  string
		limit int
		files []string
	}{
		{"loader", 4_000, []string{"widget.js"}},
		{"panel", 20_000, []string{"panel.html", "panel.js", "panel.css"}},
		{"panel, later", 2_000, []string{"panel.later.js"}},
		{"agent console", 80_000, loads(t, "agent.html")},
		{"editor", 60_000, loads(t, "editor.html")},
		{"settings", 60_000, loads(t, "settings.html")},
		{"continue", 4_000, []string{"continue.html", "continue.js"}},
	} {
		sum := 0
		for _, name := range c.files {
			content, err := fs.ReadFile(ui.Files(), name)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
			w.Write(content)
			w.Close()
			sum += b.Len()
		}
		t.Logf("%-14s %6d of %6d bytes gzipped", c.name, sum, c.limit)
		if sum > c.limit {
			t.Errorf("%s: %d bytes gzipped, allowed are %d", c.name, sum, c.limit)
		}
	}
}

// loads lists a page and the files of ours that it names.
func loads(t *testing.T, page string) []string {
	t.Helper()
	content, err := fs.ReadFile(ui.Files(), page)
	if err != nil {
		t.Fatal(err)
	}
	files := []string{page}
	for _, m := range regexp.MustCompile(`/ui/([^"?]+)`).FindAllSubmatch(content, -1) {
		if name := string(m[1]); !slices.Contains(files, name) {
			files = append(files, name)
		}
	}
	if len(files) < 2 {
		t.Fatalf("%s names no file of ours", page)
	}
	return files
}

// Before the customer shows intent, the widget costs one request; the panel's frame comes with the first
// open.
func TestBrowserBudget(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	shop := b.somebody(t, "Customer")
	var mu sync.Mutex
	var asked []string
	if err := chromedp.Listen(shop.ctx, func(ev any) {
		if sent, ok := ev.(*network.EventRequestWillBeSent); ok && strings.HasPrefix(sent.Request.URL, p.app.URL) {
			mu.Lock()
			defer mu.Unlock()
			asked = append(asked, strings.TrimPrefix(sent.Request.URL, p.app.URL))
		}
	}); err != nil {
		t.Fatal(err)
	}
	shop.open(p.shop)
	shop.see("button", "Open help")
	// A browser that is idle twice has nothing more in store.
	idle := `await new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))); return performance.now()`
	if _, err := chromedp.Run(shop.ctx, chromedp.Evaluate[float64]("(async () => {"+idle+"})()", chromedp.EvalAwaitPromise)); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	if len(asked) != 1 || asked[0] != "/widget.js" {
		t.Errorf("before any intent the desk was asked for %q, want /widget.js alone", asked)
	}
	mu.Unlock()
	if n := shop.count("iframe", ""); n != 0 {
		t.Error("a frame is there before the customer showed intent")
	}
	start := time.Now()
	shop.click("button", "Open help")
	shop.see("iframe[data-ready]", "")
	t.Logf("from the press to a drawn panel: %d ms, including what the test itself takes", time.Since(start).Milliseconds())
}
