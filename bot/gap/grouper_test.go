package gap

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// topics is an embedder of a few words: a text means the sum of what its words mean, and words that rhyme in the table mean
// the same.
type topics struct{ fails bool }

var synonyms = map[string]string{"parcel": "package", "lost": "gone", "refund": "money", "invoice": "bill", "cost": "price"}

func (e topics) Embed(_ context.Context, texts []string) ([][]float32, error) {
	if e.fails {
		return nil, errors.New("the encoder is down")
	}
	out := make([][]float32, len(texts))
	for i, t := range texts {
		v := make([]float32, 32)
		for w := range strings.FieldsSeq(strings.ToLower(t)) {
			if s := synonyms[w]; s != "" {
				w = s
			}
			h := fnv.New64a()
			h.Write([]byte(w))
			for k, bits := 0, h.Sum64(); k < len(v); k++ {
				v[k] += float32(int(bits>>k&1)*2 - 1)
			}
		}
		var squares float64
		for _, x := range v {
			squares += float64(x) * float64(x)
		}
		for k := range v {
			if squares > 0 {
				v[k] /= float32(math.Sqrt(squares))
			}
		}
		out[i] = v
	}
	return out, nil
}

func english(questions ...string) (out []Text) {
	for _, q := range questions {
		out = append(out, Text{Text: q, Locale: "en"})
	}
	return out
}

func add(t interface {
	Helper()
	Fatal(...any)
}, g *Grouper, texts []Text) Groups {
	t.Helper()
	out, err := g.Add(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func fresh(e Embedder) *Grouper {
	return NewGrouper(Config{Embedder: e, Languages: []string{"en", "de"}, NewID: counter()})
}

// draws some questions of a few words.
func some(t *rapid.T, label string) []Text {
	word := rapid.SampledFrom([]string{"parcel", "package", "lost", "gone", "refund", "money", "invoice", "bill", "cost", "price", "my", "where", "the", "tent", "boots", "waterproof"})
	return rapid.SliceOfN(rapid.Map(rapid.SliceOfN(word, 1, 5), func(words []string) Text {
		return Text{Text: strings.Join(words, " "), Locale: "en"}
	}), 1, 30).Draw(t, label)
}

// The same questions in the same calls give the same gaps.
func TestGroupingIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := fresh(topics{}), fresh(topics{})
		for i := range 3 {
			texts := some(t, fmt.Sprint("call ", i))
			x, y := add(t, a, texts), add(t, b, texts)
			if !slices.Equal(x.Of, y.Of) || !maps.Equal(x.Merged, y.Merged) {
				t.Fatalf("%v and %v", x, y)
			}
		}
	})
}

// What was asked before changes nothing: neither where it is itself, nor where anything else goes.
func TestAskedAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := some(t, "first"), some(t, "second")
		once, often := fresh(topics{}), fresh(topics{})
		before := add(t, once, first)
		if got := add(t, often, append(slices.Clone(first), first...)); !slices.Equal(got.Of, append(slices.Clone(before.Of), before.Of...)) {
			t.Fatalf("twice in one call: %v, want %v", got.Of, before.Of)
		}
		for range 3 {
			if got := add(t, often, first); !slices.Equal(got.Of, before.Of) || len(got.Merged) > 0 {
				t.Fatalf("asked again: %v, want %v", got.Of, before.Of)
			}
		}
		if got, want := add(t, often, second), add(t, once, second); !slices.Equal(got.Of, want.Of) || !maps.Equal(got.Merged, want.Merged) {
			t.Fatalf("then %v, want %v", got, want)
		}
		if often.Len() != once.Len() {
			t.Fatalf("%d different questions, want %d", often.Len(), once.Len())
		}
	})
}

// A gap keeps its id when questions come, unless it turns out to be one with another, and then that is said.
func TestGapsKeepTheirIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := fresh(topics{})
		gapOf := make(map[string]string)
		for i := range 4 {
			texts := some(t, fmt.Sprint("call ", i))
			out := add(t, g, texts)
			for text, id := range gapOf {
				if now, gone := out.Merged[id]; gone {
					gapOf[text] = now
				}
			}
			for k, x := range texts {
				if id, known := gapOf[x.Text]; known && id != out.Of[k] {
					t.Fatalf("%q was in %s and is in %s now", x.Text, id, out.Of[k])
				}
				gapOf[x.Text] = out.Of[k]
			}
			for gone, stays := range out.Merged {
				if _, again := out.Merged[stays]; again || gone == stays {
					t.Fatalf("%s went into %s, which is gone: %v", gone, stays, out.Merged)
				}
			}
		}
		for text, id := range gapOf {
			if got := add(t, g, english(text)); got.Of[0] != id {
				t.Fatalf("%q is in %s, want %s", text, got.Of[0], id)
			}
		}
	})
}

// After joining, no two groups are alike enough any more, and each is where its own members are: the groups are those that
// average linkage gives.
func TestNoTwoGapsAreAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := fresh(topics{})
		add(t, g, some(t, "first"))
		add(t, g, some(t, "second"))
		for _, s := range g.spaces {
			row := make([]float32, len(s.nodes))
			for i := range s.nodes {
				s.likeness(i, row)
				for j, like := range row {
					if i != j && float64(like) > s.measure.Threshold+1e-3 {
						t.Fatalf("%d and %d are alike to %.3f", i, j, like)
					}
				}
			}
		}
	})
}

func TestGroupsByMeaning(t *testing.T) {
	g := fresh(topics{})
	out := add(t, g, english("parcel lost", "package gone", "Parcel, lost!", "invoice price", "bill cost", "tent", "!?"))
	if out.Of[0] != out.Of[1] || out.Of[0] != out.Of[2] || out.Of[3] != out.Of[4] || out.Of[0] == out.Of[3] || out.Of[5] == out.Of[0] || out.Of[6] != "" {
		t.Errorf("%q", out.Of)
	}
	if out = add(t, g, english("where my package gone")); out.Of[0] != "gap1" {
		t.Errorf("a further wording is in %q", out.Of)
	}
}

// With few questions, all of them about one thing, they are one gap nevertheless.
func TestOneNeedAlone(t *testing.T) {
	g := NewGrouper(Config{Embedder: builtIn(t), NewID: counter()})
	of := add(t, g, english("do you rent out tents", "can I hire a tent for a weekend", "tent rental", "rent a tent")).Of
	if len(slices.Compact(of)) != 1 {
		t.Errorf("%q", of)
	}
}

// Languages are kept apart: each needs an article of its own. What the embedder cannot read is grouped by words.
func TestLanguagesApart(t *testing.T) {
	g := NewGrouper(Config{Embedder: topics{}, Understood: []string{"en"}, Languages: []string{"en", "de"}, NewID: counter()})
	of := add(t, g, []Text{
		{"wo bleibt denn mein Paket, ich warte noch immer", "de"}, {"Wo bleibt mein Paket? Ich warte immer noch.", "de"},
		{"paypal", "de"}, {"paypal", "en"},
	}).Of
	if of[0] != of[1] || of[2] == of[3] {
		t.Errorf("%q", of)
	}
}

// What was grouped before the process ended is there again, and goes on.
func TestRestore(t *testing.T) {
	g := fresh(topics{})
	members := []Member{{"old-1", Text{"parcel lost", "en"}}, {"old-2", Text{"invoice price", "en"}}, {"old-1", Text{"package gone", "en"}}}
	if err := g.Restore(t.Context(), members); err != nil {
		t.Fatal(err)
	}
	of := add(t, g, english("package lost", "bill cost", "Parcel lost?", "tent")).Of
	if !slices.Equal(of, []string{"old-1", "old-2", "old-1", "gap1"}) {
		t.Errorf("%q", of)
	}
}

// A gap that was there stays when a bridge makes two one; the one with more questions does.
func TestMerge(t *testing.T) {
	g := NewGrouper(Config{Measure: Measure{Grams: 1, Threshold: 0.25}, Languages: []string{"en"}, NewID: counter()})
	if err := g.Restore(t.Context(), []Member{
		{"small", Text{"torn tent fabric", "en"}}, {"big", Text{"leaking groundsheet seam", "en"}}, {"big", Text{"leaking groundsheet", "en"}},
	}); err != nil {
		t.Fatal(err)
	}
	out := add(t, g, english("torn tent fabric leaking", "torn tent leaking groundsheet seam", "tent fabric leaking groundsheet"))
	if !maps.Equal(out.Merged, map[string]string{"small": "big"}) || !slices.Equal(out.Of, []string{"big", "big", "big"}) {
		t.Errorf("%+v", out)
	}
}

// If the embedder fails, nothing has changed, and the next try goes on.
func TestEmbedderFails(t *testing.T) {
	e := &topics{fails: true}
	g := NewGrouper(Config{Embedder: e, NewID: counter()})
	if _, err := g.Add(t.Context(), english("parcel lost")); err == nil || g.Len() != 0 {
		t.Fatalf("%v, %d known", err, g.Len())
	}
	e.fails = false
	if out, err := g.Add(t.Context(), english("parcel lost")); err != nil || out.Of[0] != "gap1" {
		t.Fatalf("%v, %v", out, err)
	}
	for _, bad := range []Embedder{odd{}, odd{{1}}} {
		if _, err := NewGrouper(Config{Embedder: bad, NewID: counter()}).Add(t.Context(), english("parcel lost")); err == nil {
			t.Error("vectors that do not fit are taken")
		}
	}
}

// odd gives the same vectors whatever it is asked.
type odd [][]float32

func (o odd) Embed(context.Context, []string) ([][]float32, error) { return o, nil }

func FuzzRead(f *testing.F) {
	f.Add("Where's my parcel?", "en")
	f.Add("\xff\x00 ÄÖ 漢字", "zh-Hant")
	f.Fuzz(func(t *testing.T, text, locale string) {
		r := read(text, locale, nil)
		if (r.key == "") != (r.terms == "") {
			t.Errorf("%q has the key %q and the terms %q", text, r.key, r.terms)
		}
		telling(text, locale)
	})
}
