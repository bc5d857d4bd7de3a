package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience is how long a browser may take for one step. It is long because the machine may be slow; a step
// that works takes milliseconds.
const patience = 30 * time.Second

// look is the time between two looks at a page for something that is awaited.
const look = 15 * time.Millisecond

// missing ends a test that lacks something of the machine: loudly, and as a failure where the machine is
// required to have it (FRONTDESK_REQUIRE=browser).
func missing(t *testing.T, what string) {
	t.Helper()
	if strings.Contains(os.Getenv("FRONTDESK_REQUIRE"), "browser") {
		t.Fatalf("NOT TESTED IN A BROWSER: %s; FRONTDESK_REQUIRE says that it must be", what)
	}
	t.Skipf("NOT TESTED IN A BROWSER: %s", what)
}

// chromium finds the browser of the machine.
func chromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		missing(t, "tests with a browser are left out by -short")
	}
	if os.Getenv("FRONTDESK_BROWSERS") == "later" {
		missing(t, "FRONTDESK_BROWSERS=later says that a later step does")
	}
	// The shell is the same engine without the windows around it, which cost as much as the pages.
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "there is no chromium-headless-shell, chromium, chromium-browser or google-chrome on the PATH")
	return ""
}

// browser is one running Chromium. Everybody in it has cookies and storage of their own.
type browser struct {
	ctx context.Context
}

// startBrowser starts a Chromium with an empty profile; the end of the test ends it.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", "en-GB"),
		// The panel's frame is to have a process of its own, as a desk of another site has.
		chromedp.Flag("site-per-process", true),
		chromedp.WSURLReadTimeout(patience),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // what fails is told by the step that fails
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return &browser{ctx: ctx}
}

// somebody opens an empty window for a person with a name, who shares nothing with the others.
func (b *browser) somebody(t *testing.T, name string) *document {
	t.Helper()
	d := &document{t: t, name: name, heard: &complaints{}}
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(),
		chromedp.WithListener(d.heard.listen(name)))
	t.Cleanup(end)
	d.ctx = ctx
	d.must(nil, chromedp.Do(ctx)) // without a deadline: the window lives as long as the context of its first step
	d.do("open a window", chromedp.EmulateViewport(1280, 800))
	d.must(chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	return d
}

// artifacts is the directory for pictures of the screens, "" if none are wanted.
func artifacts(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("FRONTDESK_ARTIFACTS")
	if dir == "" {
		return ""
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
