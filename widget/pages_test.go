package widget

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot/account"
)

func TestHeadersOnEveryAnswer(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.edge.mux.Get("/panics", func(http.ResponseWriter, *http.Request) { panic("x") })
	targets := []string{"/nothing", "/panics", "/api/nothing"}
	for _, row := range matrix {
		targets = append(targets, row.ask)
	}
	for _, target := range targets {
		h := d.do(request("GET", target, "")).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Strict-Transport-Security": "max-age=63072000",
			"Permissions-Policy": noFeatures,
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q", target, name, got)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors ") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
			t.Errorf("%s: policy %q", target, csp)
		}
		if id := h.Get("X-Request-Id"); len(id) < 5 {
			t.Errorf("%s: request id %q", target, id)
		}
		if framed := strings.HasPrefix(target, "/panel"); (h.Get("X-Frame-Options") != "DENY") != framed {
			t.Errorf("%s: X-Frame-Options %q", target, h.Get("X-Frame-Options"))
		}
		if h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s is readable from other sites", target)
		}
	}
	plain := openDesk(t, func(c *Config) { c.PublicURL = "http://localhost:8080" }, nil)
	if got := plain.do(request("GET", "/healthz", "")).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("over http: %q", got)
	}
}

func TestPages(t *testing.T) {
	d := openDesk(t, nil, nil)
	admin := cookie(d.session(d.staff("admin@shop.example", account.Admin)))
	for target, c := range map[string]struct{ file, ancestors string }{
		"/panel?site=shop": {"panel.html", "https://shop.example https://www.shop.example"},
		"/panel?site=club": {"panel.html", "'none'"},
		"/sign-in":         {"signin.html", "'none'"},
		"/agent":           {"agent.html", "'none'"},
		"/editor":          {"editor.html", "'none'"},
		"/settings":        {"settings.html", "'none'"},
		"/continue":        {"continue.html", "'none'"},
	} {
		w := d.want(200, request("GET", target, "", admin), nil)
		if !strings.Contains(w.Body.String(), "content of "+c.file) || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %.40s", target, w.Body)
		}
		if got := w.Header().Get("Content-Security-Policy"); got != pagePolicy+c.ancestors {
			t.Errorf("%s: policy %q", target, got)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: %q", target, got)
		}
	}
	w := d.want(303, request("GET", "/agent", ""), nil)
	if got := w.Header().Get("Location"); got != "/sign-in?next=%2Fagent" {
		t.Errorf("sent to %q", got)
	}
}

func TestAssets(t *testing.T) {
	d := openDesk(t, nil, nil)
	w := d.want(200, request("GET", "/widget.js", ""), nil)
	h := w.Header()
	if h.Get("Cache-Control") != "public, max-age=300" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" || h.Get("Timing-Allow-Origin") != "*" ||
		h.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("loader: %v", h)
	}
	for name, kind := range map[string]string{"panel.js": "text/javascript; charset=utf-8", "staff.css": "text/css; charset=utf-8", "chime.mp3": "audio/mpeg", "odd": "application/octet-stream"} {
		w := d.want(200, request("GET", "/ui/"+name, ""), nil)
		tag := w.Header().Get("ETag")
		if w.Header().Get("Content-Type") != kind || w.Header().Get("Cache-Control") != "no-cache" || len(tag) < 10 || w.Header().Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: %v", name, w.Header())
		}
		for _, have := range []string{tag, `"other", W/` + tag} {
			if again := d.want(304, request("GET", "/ui/"+name, "", header("If-None-Match", have)), nil); again.Body.Len() != 0 {
				t.Errorf("%s: 304 with a body", name)
			}
		}
		d.want(200, request("GET", "/ui/"+name, "", header("If-None-Match", `"other"`)), nil)
		if head := d.want(200, request("HEAD", "/ui/"+name, ""), nil); head.Body.Len() != 0 || head.Header().Get("ETag") != tag {
			t.Errorf("%s: HEAD %v", name, head.Header())
		}
		small := d.want(200, request("GET", "/ui/"+name, "", header("Accept-Encoding", "br, gzip")), nil)
		if text := strings.HasPrefix(kind, "text/"); (small.Header().Get("Content-Encoding") == "gzip") != text {
			t.Errorf("%s: %v", name, small.Header())
		} else if text {
			z, err := gzip.NewReader(small.Body)
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(z); err != nil || string(body) != w.Body.String() || small.Header().Get("ETag") == tag {
				t.Errorf("%s unpacked: %v, %v", name, small.Header(), err)
			}
		}
	}
}

func TestReady(t *testing.T) {
	var problems []Problem
	asked, now := 0, time.Unix(1_000_000, 0)
	d := openDesk(t, func(c *Config) {
		c.Clock = func() time.Time { return now }
		c.Ready = func(ctx context.Context) []Problem {
			asked++
			if ctx.Err() != nil {
				t.Error("the client's leaving counts as a fault")
			}
			return problems
		}
	}, nil)
	if got := d.want(200, request("GET", "/readyz", ""), nil).Body.String(); got != `{"failing":[],"status":"ready"}`+"\n" {
		t.Errorf("ready: %s", got)
	}
	for range 100 {
		d.want(200, request("GET", "/readyz", ""), nil)
	}
	if asked != 1 {
		t.Errorf("the parts were asked %d times within a second", asked)
	}
	now = now.Add(readyFor)
	left, cancel := context.WithCancel(t.Context())
	cancel()
	d.want(200, request("GET", "/readyz", "").WithContext(left), nil)
	now = now.Add(readyFor)
	problems = []Problem{{"database", errors.New("/var/lib/frontdesk: no space left")}, {"index", nil}}
	if got := d.want(503, request("GET", "/readyz", ""), nil).Body.String(); got != `{"failing":["database","index"],"status":"not ready"}`+"\n" {
		t.Errorf("not ready: %s", got)
	}
	if !strings.Contains(d.log.String(), "no space left") {
		t.Error("the reason is not in the log")
	}
	d.want(200, request("GET", "/healthz", ""), nil) // it lives all the same

	// What fails is asked again sooner, and logged as seldom.
	for range 10 {
		d.want(503, request("GET", "/readyz", ""), nil)
	}
	if asked != 3 {
		t.Errorf("the parts were asked %d times within a moment", asked-2)
	}
	now = now.Add(failingFor)
	d.want(503, request("GET", "/readyz", ""), nil)
	problems = nil
	now = now.Add(failingFor)
	d.want(200, request("GET", "/readyz", ""), nil)
	if n := strings.Count(d.log.String(), "no space left"); n != 1 {
		t.Errorf("one fault of less than a second is logged %d times", n)
	}
}

func TestMetrics(t *testing.T) {
	from := func(peer string, headers ...string) func(*http.Request) {
		return func(r *http.Request) {
			r.RemoteAddr = peer
			for i := 0; i < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
		}
	}
	d := openDesk(t, func(c *Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		c.MetricsFrom = []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}
	}, nil)
	d.do(request("GET", "/api/me", ""))
	d.do(request("GET", "/api/nothing/at/all", ""))
	d.do(request("BREW", "/api/me", ""))
	for name, c := range map[string]struct {
		from func(*http.Request)
		want int
	}{
		"this machine":           {from("127.0.0.1:1"), 200},
		"this machine, IPv6":     {from("[::1]:1"), 200},
		"listed network":         {from("198.51.100.9:1"), 200},
		"elsewhere":              {from("192.0.2.1:1"), 404},
		"elsewhere, claims here": {from("192.0.2.1:1", "X-Forwarded-For", "127.0.0.1"), 404},
		"unlisted proxy":         {from("127.0.0.1:1", "X-Forwarded-For", "192.0.2.1"), 404},
		"unlisted proxy, old":    {from("127.0.0.1:1", "X-Real-Ip", "192.0.2.1"), 404},
		"listed proxy":           {from("10.0.0.1:1", "X-Forwarded-For", "192.0.2.1"), 404},
		"listed proxy, for ours": {from("10.0.0.1:1", "X-Forwarded-For", "198.51.100.9"), 200},
	} {
		w := d.do(request("GET", "/metrics", "", c.from))
		if w.Code != c.want {
			t.Errorf("%s: %d; want %d", name, w.Code, c.want)
		}
	}
	text := d.do(request("GET", "/metrics", "", from("127.0.0.1:1"))).Body.String()
	for _, want := range []string{
		`frontdesk_http_requests_total{method="GET",route="/api/me",status="401"} 1`,
		`frontdesk_http_requests_total{method="other",`, `frontdesk_http_request_seconds_count{route="/api/me"}`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "nothing") || strings.Contains(text, "BREW") {
		t.Error("what strangers make up becomes a figure of its own")
	}
	public := openDesk(t, func(c *Config) { c.MetricsPublic = true }, nil)
	public.want(200, request("GET", "/metrics", ""), nil)
}

func TestNewRefuses(t *testing.T) {
	site := []Site{{ID: "shop"}}
	for name, change := range map[string]func(*Config){
		"no address":         func(c *Config) { c.PublicURL = "" },
		"no site":            func(c *Config) { c.Sites = nil },
		"site id with slash": func(c *Config) { c.Sites = []Site{{ID: "a/b"}} },
		"site twice":         func(c *Config) { c.Sites = append(site, site...) },
		"wildcard origin":    func(c *Config) { c.Sites = []Site{{ID: "shop", Origins: []string{"*"}}} },
		"incomplete build":   func(c *Config) { c.Files = fstest.MapFS{"widget.js": {}} },
		"no build":           func(c *Config) { c.Files = nil },
	} {
		c := openDesk(t, nil, nil).edge.Config
		c.Registry = prometheus.NewRegistry()
		change(&c)
		if _, err := New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
