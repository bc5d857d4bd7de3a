package scripted

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// reached is a server with a client that keeps no connections.
type reached struct {
	*Server
	t      *testing.T
	base   string
	client *http.Client
}

func reach(t *testing.T, c Config) reached {
	t.Helper()
	s := New(c)
	base, stop, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return reached{s, t, base, &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// outcome is an answer, as far as it came.
type outcome struct {
	status int
	header http.Header
	body   []byte
	err    error // of the connection or of reading
}

func (o outcome) vectors(t *testing.T) vectors {
	t.Helper()
	var v vectors
	if err := json.Unmarshal(o.body, &v); err != nil {
		t.Fatalf("%v in %.100s", err, o.body)
	}
	return v
}

func (r reached) post(path, body string) outcome {
	req, err := http.NewRequest(http.MethodPost, r.base+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer k")
	resp, err := r.client.Do(req)
	if err != nil {
		return outcome{err: err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return outcome{resp.StatusCode, resp.Header, b, err}
}

const two = `{"model":"m","input":["red shoes","blue shoes"]}`

func TestAGoodAnswer(t *testing.T) {
	t.Parallel()
	r := reach(t, Config{Dimensions: 16})
	v := r.post("/embeddings", two).vectors(t)
	if len(v.Data) != 2 || v.Model != "m" || v.Usage.TotalTokens != 4 {
		t.Fatalf("got %+v", v)
	}
	for i, d := range v.Data {
		if *d.Index != i || len(d.Embedding) != 16 {
			t.Errorf("vector %d is numbered %d and has %d numbers", i, *d.Index, len(d.Embedding))
		}
	}
	if v := r.post("/embeddings", `{"model":"m","input":"one","dimensions":5}`).vectors(t); len(v.Data) != 1 || len(v.Data[0].Embedding) != 5 {
		t.Errorf("a single text and a length asked for: got %+v", v)
	}
	got := r.Requests()
	if len(got) != 2 || r.Received() != 2 || got[0].Key != "k" || got[0].Step != "ok" || !slices.Equal(got[0].Inputs, []string{"red shoes", "blue shoes"}) || got[1].Dimensions != 5 {
		t.Errorf("remembered %+v", got)
	}
}

func TestTheScriptIsPlayedInOrder(t *testing.T) {
	t.Parallel()
	r := reach(t, Config{})
	r.Play(Embeddings, Status(500), Limited("2"))
	r.Play(Embeddings, Busy("1"), OK())
	r.Usually(Embeddings, Status(418))
	for i, want := range []int{500, 429, 503, 200, 418, 418} {
		if got := r.post("/embeddings", two); got.status != want {
			t.Errorf("request %d: got %d %v, want %d", i, got.status, got.err, want)
		}
	}
}

func TestRequestsAreWatched(t *testing.T) {
	t.Parallel()
	var steps []string
	r := reach(t, Config{Watch: func(q Request) { steps = append(steps, string(q.Route)+" "+q.Step) }})
	r.Play(Embeddings, Status(500))
	r.post("/embeddings", two)
	r.post("/embeddings", two)
	r.Requests() // the server has written what it watched by now
	if want := []string{"/v1/embeddings status 500", "/v1/embeddings ok"}; !slices.Equal(steps, want) {
		t.Errorf("watched %q, want %q", steps, want)
	}
}

func TestDoorsAndMistakes(t *testing.T) {
	t.Parallel()
	r := reach(t, Config{Key: "k", Models: []string{"m"}})
	r.Play(Embeddings, Status(418))
	for _, c := range []struct {
		name, path, body string
		status           int
		says             string
	}{
		{"unknown model", "/embeddings", `{"model":"n","input":"x"}`, 404, "model_not_found"},
		{"another path", "/embedding", two, 404, `"detail"`},
		{"no JSON", "/embeddings", `{`, 400, "not the JSON expected"},
		{"the step is still there", "/embeddings", two, 418, "refused by script"},
		{"no text", "/embeddings", `{"model":"m","input":[]}`, 400, "list of texts"},
		{"an empty text", "/embeddings", `{"model":"m","input":["x",""]}`, 400, "list of texts"},
		{"numbers", "/embeddings", `{"model":"m","input":[[1,2]]}`, 400, "list of texts"},
		{"a length below zero", "/embeddings", `{"model":"m","input":"x","dimensions":-1}`, 400, "dimensions"},
	} {
		if got := r.post(c.path, c.body); got.status != c.status || !strings.Contains(string(got.body), c.says) {
			t.Errorf("%s: got %d %s, want %d with %q", c.name, got.status, got.body, c.status, c.says)
		}
	}
	closed := reach(t, Config{Key: "another"})
	if got := closed.post("/embeddings", two); got.status != 401 || !strings.Contains(string(got.body), "invalid_api_key") {
		t.Errorf("wrong key: got %d %s", got.status, got.body)
	}
}

// Each step must do the harm it is named for, or else the tests that rely on it prove nothing.
func TestStepsDoTheirHarm(t *testing.T) {
	t.Parallel()
	index := func(v vectors) (all []int) {
		for _, d := range v.Data {
			if d.Index == nil {
				all = append(all, -1)
				continue
			}
			all = append(all, *d.Index)
		}
		return all
	}
	for _, c := range []struct {
		step Step
		harm func(t *testing.T, o outcome) bool
	}{
		{Limited("7"), func(_ *testing.T, o outcome) bool { return o.status == 429 && o.header.Get("Retry-After") == "7" }},
		{Limited(""), func(_ *testing.T, o outcome) bool { return o.status == 429 && o.header.Get("Retry-After") == "" }},
		{Busy("7"), func(_ *testing.T, o outcome) bool { return o.status == 503 && o.header.Get("Retry-After") == "7" }},
		{NoCredit(), func(_ *testing.T, o outcome) bool {
			return o.status == 429 && bytes.Contains(o.body, []byte("insufficient_quota"))
		}},
		{Status(400), func(_ *testing.T, o outcome) bool {
			return o.status == 400 && bytes.Contains(o.body, []byte("red shoes"))
		}},
		{Redirect("/x"), func(_ *testing.T, o outcome) bool { return o.status == 307 && o.header.Get("Location") == "/x" }},
		{Page(), func(_ *testing.T, o outcome) bool {
			return strings.HasPrefix(o.header.Get("Content-Type"), "text/html")
		}},
		{Mislabelled("text/plain"), func(t *testing.T, o outcome) bool {
			return o.header.Get("Content-Type") == "text/plain" && len(o.vectors(t).Data) == 2
		}},
		{Garbage(), func(_ *testing.T, o outcome) bool { return o.status == 200 && !json.Valid(o.body) }},
		{NaN(), func(_ *testing.T, o outcome) bool { return o.status == 200 && !json.Valid(o.body) }},
		{Cut(), func(_ *testing.T, o outcome) bool { return o.err != nil && len(o.body) > 0 }},
		{Reset(), func(_ *testing.T, o outcome) bool { return o.err != nil && o.status == 0 }},
		{Endless(), func(_ *testing.T, o outcome) bool { return o.err == nil && len(o.body) == 1<<20 }},
		{Huge(1 << 20), func(_ *testing.T, o outcome) bool { return o.err == nil && len(o.body) == 1<<20 }},
		{Huge(100_000), func(t *testing.T, o outcome) bool { return len(o.body) > 100_000 && len(o.vectors(t).Data) == 2 }},
		{WrongLength(3), func(t *testing.T, o outcome) bool { return len(o.vectors(t).Data[1].Embedding) == 3 }},
		{MixedLengths(), func(t *testing.T, o outcome) bool {
			return len(o.vectors(t).Data[0].Embedding) == 63 && len(o.vectors(t).Data[1].Embedding) == 64
		}},
		{TooFew(), func(t *testing.T, o outcome) bool { return slices.Equal(index(o.vectors(t)), []int{0}) }},
		{TooMany(), func(t *testing.T, o outcome) bool { return slices.Equal(index(o.vectors(t)), []int{0, 1, 2}) }},
		{Shuffled(), func(t *testing.T, o outcome) bool { return slices.Equal(index(o.vectors(t)), []int{1, 0}) }},
		{Doubled(), func(t *testing.T, o outcome) bool { return slices.Equal(index(o.vectors(t)), []int{0, 0}) }},
		{Unnumbered(), func(t *testing.T, o outcome) bool { return slices.Equal(index(o.vectors(t)), []int{-1, -1}) }},
		{Misnumbered(), func(t *testing.T, o outcome) bool { return slices.Equal(index(o.vectors(t)), []int{1, 2}) }},
		{Zeros(), func(t *testing.T, o outcome) bool { return slices.Max(o.vectors(t).Data[0].Embedding) == 0 }},
		{Nulls(), func(_ *testing.T, o outcome) bool { return bytes.Contains(o.body, []byte("[null,null")) }},
		{Overflowing(), func(t *testing.T, o outcome) bool { return o.vectors(t).Data[0].Embedding[0] == 1e300 }},
		{Empty(), func(t *testing.T, o outcome) bool { return len(o.vectors(t).Data[0].Embedding) == 0 }},
	} {
		t.Run(c.step.String(), func(t *testing.T) {
			t.Parallel()
			r := reach(t, Config{})
			r.Play(Embeddings, c.step)
			if o := r.post("/embeddings", two); !c.harm(t, o) {
				t.Errorf("got %d %v %.200s, %v", o.status, o.header, o.body, o.err)
			}
			if got := r.post("/embeddings", two); got.status != 200 {
				t.Errorf("afterwards: %d, %v", got.status, got.err)
			}
		})
	}
}

func TestSlowWaitsBeforeTheOtherStep(t *testing.T) {
	t.Parallel()
	var waited atomic.Int64
	r := reach(t, Config{Sleep: func(_ context.Context, d time.Duration) error { waited.Add(int64(d)); return nil }})
	r.Play(Embeddings, Slow(time.Hour, Slow(time.Minute, Status(500))))
	if got := r.post("/embeddings", two); got.status != 500 || waited.Load() != int64(time.Hour+time.Minute) {
		t.Errorf("got %d after %v", got.status, time.Duration(waited.Load()))
	}
}

func TestStallLastsUntilTheServerStops(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	s.Play(Embeddings, Stall())
	base, stop, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post(base+"/embeddings", "application/json", strings.NewReader(two))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if b, err := io.ReadAll(resp.Body); err == nil || !strings.HasPrefix(string(b), `{"object"`) {
		t.Errorf("got %q, %v; want a beginning that breaks off", b, err)
	}
}

func TestOldRequestsAreForgotten(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	for range 5 * requestsAtLeast {
		s.take(Request{Route: Embeddings})
	}
	if n := len(s.Requests()); n < requestsAtLeast || n > 2*requestsAtLeast || s.Received() != 5*requestsAtLeast {
		t.Errorf("%d of %d are remembered", n, s.Received())
	}
}
