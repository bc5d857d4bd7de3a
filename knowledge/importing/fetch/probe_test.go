package fetch_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/knowledge/importing/fetch"
)

func TestProbe(t *testing.T) {
	var asked []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.Path)
		switch {
		case r.URL.Path == "/no-head" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/gone":
			w.WriteHeader(http.StatusGone)
		case r.URL.Path == "/circle":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case r.URL.Path == "/elsewhere":
			http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
		case r.URL.Path == "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case r.URL.Path == "/big":
			w.Header().Set("Content-Length", "99999999999")
		}
	}))
	defer server.Close()
	c := fetch.New(fetch.Options{Private: true, Agent: "test"})
	defer c.Close()
	for path, want := range map[string]int{"/": 200, "/no-head": 200, "/gone": 410, "/elsewhere": 200, "/big": 200} {
		if got, err := c.Probe(t.Context(), server.URL+path); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", path, got, err, want)
		}
	}
	for _, path := range []string{"/circle", "/file"} {
		if got, err := c.Probe(t.Context(), server.URL+path); err == nil {
			t.Errorf("%s: %d", path, got)
		}
	}
	for _, address := range []string{"ftp://shop.example", "https://", "https://a:b@shop.example", "javascript:alert(1)"} {
		if _, err := c.Probe(t.Context(), address); err == nil {
			t.Errorf("%s was asked for", address)
		}
	}
}

// What is inside this network is never asked for, not even by a redirect from outside.
func TestProbeRefuses(t *testing.T) {
	reached := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer server.Close()
	c := fetch.New(fetch.Options{Agent: "test"})
	defer c.Close()
	for _, address := range []string{server.URL, strings.Replace(server.URL, "127.0.0.1", "localhost", 1), strings.Replace(server.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		_, err := c.Probe(t.Context(), address)
		if _, ok := errors.AsType[*fetch.Refused](err); !ok || reached {
			t.Errorf("%s: %v, reached %v", address, err, reached)
		}
	}
}
