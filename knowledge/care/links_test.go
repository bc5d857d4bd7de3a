package care_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/store"
)

func (r *room) Probe(_ context.Context, address string) (int, bool, error) {
	r.probed++
	return r.web(address)
}

const (
	thereID = "0123456789abcdef0123456789abcdef"
	goneID  = "ffffffffffffffffffffffffffffffff"
)

func TestCheck(t *testing.T) {
	r := openRoom(t)
	r.write("returns", knowledge.Content{Title: "Returns", Body: "x"})
	r.write("gone", knowledge.Content{Title: "Gone", Body: "x"})
	if _, err := r.Withdraw(t.Context(), "gone", r.now); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Create(t.Context(), store.Put{ID: "draft", Content: knowledge.Content{Title: "Draft", Locale: "en"}, At: r.now}); err != nil {
		t.Fatal(err)
	}
	if err := r.PutFile(t.Context(), store.File{ID: thereID, Name: "a.png", Type: "image/png", Data: []byte("x"), Size: 1, At: r.now}); err != nil {
		t.Fatal(err)
	}
	r.web = func(address string) (int, bool, error) {
		switch {
		case strings.Contains(address, "inside"):
			return 0, false, errors.New("it leads to 10.0.0.1, which is not a public address")
		case strings.Contains(address, "dead"):
			return 404, true, nil
		case strings.Contains(address, "closed"):
			return 403, true, nil
		case strings.Contains(address, "nobody"):
			return 0, true, errors.New("there is no host \"nobody.example\"")
		}
		return 200, true, nil
	}
	body := "[r](article:returns) [g](article:gone) [d](article:draft) [m](article:missing) ![p](file:" + thereID + "/a.png) [f](file:" + goneID + "/b.pdf) " +
		"[l](/local) ![x](media/x.png) [s](javascript:alert) [e](mailto:a@b.example) https://shop.example/a https://inside.example https://shop.example/dead " +
		"https://closed.example https://nobody.example [again](https://shop.example/a)"
	got, err := r.links.Check(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, c := range got {
		if (c.State == care.LinkOK) != (c.Detail == "") {
			t.Errorf("%+v says too much or too little", c)
		}
		states = append(states, string(c.State))
	}
	if want := "ok withdrawn draft missing ok missing missing missing missing ok ok unchecked dead unchecked dead"; strings.Join(states, " ") != want {
		t.Errorf("states %v, want %s", states, want)
	}
	if r.probed != 5 {
		t.Errorf("%d addresses were asked for", r.probed)
	}
	// What is known is not asked for again, until it may have changed.
	if _, err = r.links.Check(t.Context(), body); err != nil || r.probed != 5 {
		t.Errorf("asked again: %d, %v", r.probed, err)
	}
	r.now = r.now.Add(10 * time.Minute)
	if _, err = r.links.Check(t.Context(), "https://shop.example/dead"); err != nil || r.probed != 6 {
		t.Errorf("not asked again: %d, %v", r.probed, err)
	}
	if _, err = r.links.Check(t.Context(), strings.Repeat("> ", 1000)+"x"); !errors.Is(err, knowledge.ErrInvalid) {
		t.Errorf("a body that cannot be shown: %v", err)
	}

	// Published articles with such links are listed, and those with dead addresses as they were last found.
	r.write("page", knowledge.Content{Title: "Page", Body: body})
	r.want(care.BrokenLinks, `page: It links to the article "gone", which was withdrawn. → gone`, `page: It links to the article "draft", which is not published yet. → draft`,
		`page: It links to the article "missing", which does not exist.`, "page: It shows or links to a file that is not there.",
		"page: It links to an address where nothing was found.", "page: It links to an address where nothing was found.")
	r.write("missing", knowledge.Content{Title: "Found", Body: "x"})
	if got := r.rows(care.BrokenLinks); len(got) != 5 {
		t.Errorf("after publishing what was missing: %q", got)
	}
}

// slowWeb answers never, and counts how many ask at the same time.
type slowWeb struct{ now, most, all atomic.Int32 }

func (s *slowWeb) Probe(ctx context.Context, _ string) (int, bool, error) {
	s.all.Add(1)
	if n := s.now.Add(1); n > s.most.Load() {
		s.most.Store(n)
	}
	defer s.now.Add(-1)
	<-ctx.Done()
	return 0, true, ctx.Err()
}

// However many addresses there are and however slow they answer, a check asks for twenty at most, four at once, for
// eight seconds.
func TestCheckEnds(t *testing.T) {
	r := openRoom(t)
	synctest.Test(t, func(t *testing.T) {
		web := &slowWeb{}
		links := care.NewLinks(r.Store, web, time.Now)
		var body strings.Builder
		for i := range 50 {
			fmt.Fprintf(&body, "https://slow.example/%d\n", i)
		}
		began := time.Now()
		got, err := links.Check(t.Context(), body.String())
		if took := time.Since(began); err != nil || len(got) != 50 || took != 8*time.Second {
			t.Errorf("%d links in %v, %v", len(got), took, err)
		}
		for _, c := range got {
			if c.State != care.LinkUnchecked || c.Detail == "" {
				t.Errorf("%+v", c)
			}
		}
		if web.most.Load() != 4 || web.all.Load() != 4 {
			t.Errorf("%d at once, %d in all", web.most.Load(), web.all.Load())
		}
	})
}

// fastWeb counts what is asked for.
type fastWeb struct {
	mu   sync.Mutex
	seen map[string]int
}

func (f *fastWeb) Probe(_ context.Context, address string) (int, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen[address]++
	return 200, true, nil
}

func TestCheckAsksForTwenty(t *testing.T) {
	r := openRoom(t)
	web := &fastWeb{seen: make(map[string]int)}
	links := care.NewLinks(r.Store, web, time.Now)
	var body strings.Builder
	for i := range 30 {
		fmt.Fprintf(&body, "https://fast.example/%d\n", i)
	}
	got, err := links.Check(t.Context(), body.String())
	if err != nil || len(web.seen) != 20 || got[19].State != care.LinkOK || got[20].State != care.LinkUnchecked {
		t.Errorf("%d asked for, %v", len(web.seen), err)
	}
}
