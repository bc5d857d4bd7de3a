package llm

import (
	"context"
	"math"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// nowhere is a network without names.
func nowhere(context.Context, string, string) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "models.invalid", IsNotFound: true}}
}

func contextWithin(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, value string
		want        time.Duration
	}{
		{"Retry-After", "", 0},
		{"Retry-After", "7", 7 * time.Second},
		{"Retry-After", " 7 ", 7 * time.Second},
		{"Retry-After", "0.25", 250 * time.Millisecond},
		{"Retry-After", "-7", 0},
		{"Retry-After", "NaN", 0},
		{"Retry-After", "Inf", 24 * time.Hour},
		{"Retry-After", "99999999999999999999", 24 * time.Hour},
		{"Retry-After", "Sun, 01 Mar 2026 12:01:30 GMT", 90 * time.Second},
		{"Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT", 0},
		{"Retry-After", "tomorrow", 0},
		{"Retry-After-Ms", "1500", 1500 * time.Millisecond},
	} {
		if got := retryAfter(http.Header{c.name: {c.value}}, now); got != c.want {
			t.Errorf("%s: %q: got %v, want %v", c.name, c.value, got, c.want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("7")
	f.Add("Sun, 01 Mar 2026 12:01:30 GMT")
	f.Add("1e308")
	f.Fuzz(func(t *testing.T, value string) {
		for _, name := range []string{"Retry-After", "Retry-After-Ms"} {
			if d := retryAfter(http.Header{name: {value}}, time.Unix(1e9, 0)); d < 0 {
				t.Errorf("%s %q is %v", name, value, d)
			}
		}
	})
}

func TestPausesGrowWithinBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100).Draw(t, "n")
		chance := rapid.Float64Range(0, 0.999999).Draw(t, "chance")
		after := time.Duration(rapid.Int64Range(0, int64(longestPause)).Draw(t, "after"))
		random := func() float64 { return chance }
		own := pause(n, 0, random)
		if own < firstPause/2 || own > longestOwn || n > 0 && own < pause(n-1, 0, func() float64 { return 0 }) {
			t.Errorf("pause %d is %v", n, own)
		}
		if asked := pause(n, after, random); asked < after || asked > after+longestOwn {
			t.Errorf("asked for %v, waits %v", after, asked)
		}
	})
}

func TestBatchesAreWholeAndBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringN(0, 30, -1)).Draw(t, "texts")
		most, bytes := rapid.IntRange(1, 7).Draw(t, "most"), rapid.IntRange(1, 60).Draw(t, "bytes")
		groups := batches(texts, most, bytes)
		if got := slices.Concat(groups...); !slices.Equal(got, texts) {
			t.Fatalf("%q became %q", texts, groups)
		}
		for i, g := range groups {
			if size := len(strings.Join(g, "")); len(g) == 0 || len(g) > most || size > bytes && len(g) > 1 {
				t.Errorf("group %d has %d texts and %d bytes", i, len(g), size)
			}
			if i > 0 && len(groups[i-1]) < most && len(strings.Join(groups[i-1], ""))+len(g[0]) <= bytes {
				t.Errorf("group %d could have taken one more", i-1)
			}
		}
	})
}

func TestClip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "s"), rapid.IntRange(0, 40).Draw(t, "n")
		c := clip(s, n)
		if !strings.HasPrefix(s, c) || len(c) > n || !utf8.ValidString(c) || len(s) > n && len(c) < n-3 {
			t.Errorf("%q to %d bytes is %q", s, n, c)
		}
	})
}

func TestNormalise(t *testing.T) {
	t.Parallel()
	inf := float32(math.Inf(1))
	for _, v := range [][]float32{{float32(math.NaN()), 1}, {inf, 1}, {-inf}, {0, 0, 0}, {1e-30, 0}} {
		if normalise(slices.Clone(v)) == "" {
			t.Errorf("%v is accepted", v)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float32Range(-math.MaxFloat32, math.MaxFloat32), 1, 20).Draw(t, "v")
		was := slices.Clone(v)
		if normalise(v) != "" {
			return
		}
		var sum float64
		for i, x := range v {
			sum += float64(x) * float64(x)
			if x != 0 && (x > 0) != (was[i] > 0) {
				t.Errorf("number %d has another sign", i)
			}
		}
		if math.Abs(sum-1) > 1e-5 {
			t.Errorf("%v has length² %v", was, sum)
		}
	})
}

func TestComplaintsOfSeveralServers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]complaint{
		`{"error":{"message":"m","type":"t","code":"model_not_found"}}`:     {true, "model_not_found"},
		`{"error":{"message":"m","type":"insufficient_quota","code":null}}`: {true, "insufficient_quota"},
		`{"error":{"message":"m","type":"t","code":404}}`:                   {true, "t"},
		`{"error":"input too long","error_type":"validation"}`:              {true, ""},
		`{"object":"error","message":"m","code":40401}`:                     {true, ""},
		`{"detail":"Not Found"}`:                                            {},
		`{"error":null}`:                                                    {},
		`404 page not found`:                                                {},
		``:                                                                  {},
		`[]`:                                                                {},
		`{"error":{"code":"` + strings.Repeat("x", refusalBytes) + `"}}`: {},
	} {
		if got := readComplaint(strings.NewReader(body)); got != want {
			t.Errorf("%.60s: got %+v, want %+v", body, got, want)
		}
	}
}

func FuzzComplaint(f *testing.F) {
	f.Add(`{"error":{"message":"m","type":"t","code":"model_not_found"}}`)
	f.Add(`{"error":[1,{"code":{}}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		if c := readComplaint(strings.NewReader(body)); c.code != "" && !c.spoken {
			t.Errorf("%q has the code %q and yet is none", body, c.code)
		}
	})
}
