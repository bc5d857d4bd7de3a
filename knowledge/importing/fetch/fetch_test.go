package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge/importing/fetch"
)

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "8.8.8.8": true, "2606:2800:220:1::1": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "172.32.0.1": true, "192.168.1.1": false,
		"169.254.169.254": false, "0.0.0.0": false, "0.1.2.3": false, "100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false,
		"192.0.0.8": false, "198.18.0.1": false, "::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "ff02::1": false,
		"::ffff:8.8.8.8": false, "::ffff:127.0.0.1": false, "::7f00:1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false,
	} {
		if got := fetch.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v", address, got)
		}
	}
	if fetch.Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestCheck(t *testing.T) {
	for _, bad := range []string{"", "x", "ftp://a.example/", "file:///etc/passwd", "gopher://a", "http://", "https:///x", "http://me:secret@a.example/", "http://a b/", "javascript:alert(1)", "//a.example/", "https://a.example/" + strings.Repeat("x", 3000)} {
		if _, err := fetch.Check(bad); err == nil {
			t.Errorf("%.40q passes", bad)
		}
	}
	if _, err := fetch.Check("https://a.example:8443/x?y=z"); err != nil {
		t.Error(err)
	}
}

// site is a server with pages of every kind.
func site(t *testing.T) *httptest.Server {
	html := func(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/html; charset=utf-8") }
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) { html(w); fmt.Fprint(w, "<p>", r.UserAgent()) })
	mux.Handle("/moved", http.RedirectHandler("/ok", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/away", http.RedirectHandler("http://elsewhere.invalid/", http.StatusFound))
	mux.Handle("/file", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	mux.Handle("/inner", http.RedirectHandler("http://169.254.169.254/latest", http.StatusFound))
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { html(w); fmt.Fprint(w, strings.Repeat("x", 5000)) })
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		html(w)
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		fmt.Fprint(z, strings.Repeat("x", 10<<20))
	})
	mux.HandleFunc("/picture", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") })
	mux.HandleFunc("/nothing", func(w http.ResponseWriter, _ *http.Request) { w.Header()["Content-Type"] = nil })
	mux.HandleFunc("/secret", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetch(t *testing.T) {
	s := site(t)
	c := fetch.New(fetch.Options{Private: true, Size: 4000, Agent: "frontdesk-test", Timeout: time.Minute})
	defer c.Close()
	for _, path := range []string{"/ok", "/moved"} {
		at, kind, body, err := c.Fetch(t.Context(), s.URL+path)
		if err != nil || at != s.URL+"/ok" || kind != "text/html; charset=utf-8" || string(body) != "<p>frontdesk-test" {
			t.Errorf("%s: %q %q %q %v", path, at, kind, body, err)
		}
	}
	for path, want := range map[string]string{
		"/loop": "redirects more than 5 times", "/away": `redirects to the host "elsewhere.invalid"`, "/file": "redirects elsewhere", "/inner": `redirects to the host "169.254.169.254"`,
		"/big": "more than 4000 bytes", "/bomb": "more than 4000 bytes", "/picture": "it is image/png and no web page", "/nothing": "of no declared kind",
		"/secret": "403 Forbidden; the page is not open to everybody", "/gone": "404 Not Found; check the address",
	} {
		if _, _, _, err := c.Fetch(t.Context(), s.URL+path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, _, err := c.Fetch(ended, s.URL+"/slow"); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended fetch: %v", err)
	}
	impatient := fetch.New(fetch.Options{Private: true, Timeout: time.Millisecond})
	defer impatient.Close()
	if _, _, _, err := impatient.Fetch(t.Context(), s.URL+"/slow"); err == nil || !strings.Contains(err.Error(), "does not answer in time") {
		t.Errorf("a slow server: %v", err)
	}
}

// TestNothingInside asks a server of this machine, by number, by name and in disguise. None may be reached.
func TestNothingInside(t *testing.T) {
	reached := 0
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer s.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	c := fetch.New(fetch.Options{})
	defer c.Close()
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "169.254.169.254", "10.0.0.1"} {
		_, _, _, err := c.Fetch(t.Context(), "http://"+host+":"+port+"/")
		if _, ok := errors.AsType[*fetch.Refused](err); !ok {
			t.Errorf("%s: %v", host, err)
		}
	}
	for _, host := range []string{"2130706433", "0x7f.1", "017700000001"} { // numbers that some resolvers read as 127.0.0.1
		if _, _, _, err := c.Fetch(t.Context(), "http://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s was fetched", host)
		}
	}
	if reached > 0 {
		t.Errorf("the server was reached %d times", reached)
	}
}
