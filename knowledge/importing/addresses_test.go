package importing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/importing"
)

// pages is a web of pages by their addresses.
type pages map[string]string

// Fetch implements importing.Fetcher.
func (p pages) Fetch(ctx context.Context, address string) (at, contentType string, body []byte, err error) {
	text, ok := p[address]
	switch {
	case ctx.Err() != nil:
		return "", "", nil, ctx.Err()
	case !ok:
		return "", "", nil, errors.New("the server answers 404 Not Found; check the address")
	case strings.HasPrefix(text, "#"):
		return address, "text/markdown", []byte(text), nil
	}
	return address, "text/html; charset=iso-8859-1", []byte(text), nil
}

func TestAddresses(t *testing.T) {
	web := pages{
		"https://a.example/help/returns.html": `<title>Returns</title><p>Gr` + "\xfc" + `n. <a href="/help/sizes?x=1#top">Sizes</a> <a href="other">Other</a></p>`,
		"https://a.example/help/sizes?x=1":    "# Sizes\n\nMeasure.",
		"http://b.example/":                   strings.Repeat("<div>", 1000),
	}
	list := "\ufeff# pages\nhttps://a.example/help/returns.html\r\n\nhttps://a.example/help/sizes?x=1\n"
	last := -1
	b, err := importing.Read(t.Context(), file(t, "pages.txt", list), importing.Options{Fetch: web, Progress: func(done, _ int) { last = done }})
	if err != nil || len(b.Problems) > 0 || !slices.Equal(ids(b), []string{"a.example/help/returns", "a.example/help/sizes?x=1"}) || last != 2 || b.Source != "pages" {
		t.Fatalf("%v %q %v, progress %d", ids(b), problems(b), err, last)
	}
	if got := b.Items[0]; got.Content.Body != "Grün. [Sizes](article:a.example/help/sizes?x=1) [Other](https://a.example/help/other)" || got.Line != 2 || got.File != "pages.txt" {
		t.Errorf("%+v", got)
	}
	b, err = importing.Read(t.Context(), file(t, "pages.txt", list+"https://a.example/gone\nhttp://b.example/\nftp://x\nhttp://a.example/help/returns.html#again\n"), importing.Options{Fetch: web})
	want := []string{
		"pages.txt:5: error: https://a.example/gone: the server answers 404", "pages.txt:6: error: http://b.example/: at line 1 of the page: elements are nested",
		`pages.txt:7: error: "ftp://x" is no web address`, "pages.txt:8: warning: the address stands at line 2 already",
	}
	if err != nil {
		t.Fatal(err)
	}
	checkProblems(t, "faults", b, 2, want)
	if _, err := importing.Read(t.Context(), file(t, "pages.txt", list), importing.Options{}); err == nil || !strings.Contains(err.Error(), "cannot be fetched from here") {
		t.Errorf("without a fetcher: %v", err)
	}
	b, err = importing.Read(t.Context(), file(t, "pages.txt", strings.Repeat("https://a.example/\n", 10)+"\xff"), importing.Options{Fetch: web})
	if err != nil || b.Errors() != 1 {
		t.Errorf("%q %v", problems(b), err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := importing.Read(ended, file(t, "pages.txt", list), importing.Options{Fetch: web}); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended reading: %v", err)
	}
}
