package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/knowledge/importing/fetch"
)

// The link check asks for nothing inside this network, and says so instead of calling the address dead.
func TestProberAsksOutsideOnly(t *testing.T) {
	reached := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inside.Close()
	web := fetch.New(fetch.Options{Timeout: linkTimeout})
	defer web.Close()
	if _, asked, err := (prober{web, slog.New(slog.DiscardHandler)}).Probe(t.Context(), inside.URL); asked || err == nil || reached {
		t.Errorf("asked %v, reached %v, %v", asked, reached, err)
	}
	if _, asked, err := (prober{web, slog.New(slog.DiscardHandler)}).Probe(t.Context(), "ftp://example.com"); !asked || err == nil {
		t.Errorf("an address of another kind: asked %v, %v", asked, err)
	}
	if _, asked, err := (prober{web, slog.New(slog.DiscardHandler)}).Probe(t.Context(), "https://Shop.Example/a"); asked || err == nil {
		t.Errorf("a name for examples: asked %v, %v", asked, err)
	}
	own := fetch.New(fetch.Options{Private: true, Timeout: linkTimeout})
	defer own.Close()
	if status, asked, err := (prober{own, slog.New(slog.DiscardHandler)}).Probe(t.Context(), inside.URL); status != 200 || !asked || err != nil {
		t.Errorf("status %d, asked %v, %v", status, asked, err)
	}
}

// An address that breaks the program is not asked for, and harms nobody else.
func TestProberSurvives(t *testing.T) {
	var said strings.Builder
	broken := prober{nil, slog.New(slog.NewTextHandler(&said, nil))} // without a client it breaks
	if _, asked, err := broken.Probe(t.Context(), "https://example.com"); asked || err == nil || !strings.Contains(said.String(), "example.com") {
		t.Errorf("asked %v, %v; the log says %q", asked, err, said.String())
	}
}
