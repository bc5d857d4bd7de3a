package gap

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/knowledge/learn"
)

// lite is the built-in encoder.
type lite struct{ *encoder.Lite }

func (l lite) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return l.Encode(ctx, texts)
}

func builtIn(t testing.TB) Embedder {
	t.Helper()
	e, err := encoder.New()
	if err != nil {
		t.Fatal(err)
	}
	return lite{e}
}

func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprint("gap", n) }
}

// grouped returns the gap of each question.
func grouped(t testing.TB, e Embedder, questions []string) []string {
	t.Helper()
	g := NewGrouper(Config{Embedder: e, Languages: []string{"en"}, NewID: counter()})
	var of []string
	// As the questions come in: first all that there are, then a few at a time.
	for rest := questions; len(rest) > 0; {
		n := min(len(rest), 50)
		if len(of) == 0 {
			n = (len(rest) + 1) / 2
		}
		texts := make([]Text, n)
		for i, q := range rest[:n] {
			texts[i] = Text{Text: q, Locale: "en"}
		}
		out, err := g.Add(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		for i := range of {
			if now, gone := out.Merged[of[i]]; gone {
				of[i] = now
			}
		}
		of, rest = append(of, out.Of...), rest[n:]
	}
	return of
}

// needed are the written questions and their needs.
func needed() (questions, needs []string) {
	questions, numbers := development()
	for _, n := range numbers {
		needs = append(needs, fmt.Sprint(n))
	}
	return questions, needs
}

// The measures are what they were when they were chosen, and better than the baselines.
func TestGroupingOfTheWritten(t *testing.T) {
	questions, needs := needed()
	words := compare(needs, grouped(t, nil, questions))
	meaning := compare(needs, grouped(t, builtIn(t), questions))
	plain := compare(needs, leaders(questions, plainThreshold))
	t.Logf("%d questions, leaders by TF-IDF  %v", len(questions), plain)
	t.Logf("%d questions, words              %v", len(questions), words)
	t.Logf("%d questions, words and meaning  %v", len(questions), meaning)
	if words.v < 0.82 || words.rand < 0.36 || meaning.v < 0.87 || meaning.rand < 0.46 {
		t.Error("the grouping is worse than it was")
	}
	if words.rand <= plain.rand || meaning.v <= plain.v || meaning.rand <= words.rand {
		t.Error("what is plainer is as good")
	}
}

// Calibrating finds for the built-in encoder about the measure that was chosen for it, and another for an encoder with other
// cosines, under which it groups about as well.
func TestCalibrate(t *testing.T) {
	e := builtIn(t)
	m, err := Calibrate(t.Context(), e)
	if err != nil || math.Abs(m.Threshold-byMeaning.Threshold) > 0.05 {
		t.Errorf("built-in: %+v, %v; the default is %+v", m, err, byMeaning)
	}
	few := coarse{e}
	own, err := Calibrate(t.Context(), few)
	if err != nil {
		t.Fatal(err)
	}
	questions, needs := needed()
	quality := func(m Measure) quality {
		g := NewGrouper(Config{Embedder: few, Measure: m, Languages: []string{"en"}, NewID: counter()})
		return compare(needs, add(t, g, english(questions...)).Of)
	}
	with, without := quality(own), quality(m)
	t.Logf("calibrated %.2f  %v", own.Threshold, with)
	t.Logf("as it was  %.2f  %v", m.Threshold, without)
	if with.v < 0.85 || with.rand <= without.rand {
		t.Error("calibrating does not help")
	}
	if _, err := Calibrate(t.Context(), topics{fails: true}); err == nil {
		t.Error("an encoder that fails is calibrated")
	}
}

// coarse is an encoder of few numbers, by which everything is more alike.
type coarse struct{ Embedder }

func (c coarse) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors, err := c.Embedder.Embed(ctx, texts)
	for i, v := range vectors {
		few := make([]float32, 32)
		var squares float64
		for k, x := range v {
			few[k%len(few)] += x
		}
		for _, x := range few {
			squares += float64(x) * float64(x)
		}
		for k := range few {
			few[k] /= float32(max(math.Sqrt(squares), 1e-30))
		}
		vectors[i] = few
	}
	return vectors, err
}

// TestGroupingOfLabelled measures on questions of known intents, of which nothing was used to choose the measures.
func TestGroupingOfLabelled(t *testing.T) {
	for _, set := range []string{"curekart", "clinc150", "banking77-oos", "stackfaq"} {
		t.Run(set, func(t *testing.T) {
			questions, needs := labelled(t, set+"/questions.jsonl")
			exact := compare(needs, sameWords(questions))
			plain := compare(needs, leaders(questions, plainThreshold))
			words := compare(needs, grouped(t, nil, questions))
			began := time.Now()
			meaning := compare(needs, grouped(t, builtIn(t), questions))
			t.Logf("%d questions of %d needs", len(questions), len(distinct(needs)))
			t.Logf("the same words      %v", exact)
			t.Logf("leaders by TF-IDF   %v", plain)
			t.Logf("words               %v", words)
			t.Logf("words and meaning   %v (%v)", meaning, time.Since(began).Round(time.Millisecond))
			if words.rand <= plain.rand || meaning.rand <= plain.rand || meaning.v <= plain.v || meaning.v <= exact.v {
				t.Error("a plain baseline is as good")
			}
		})
	}
}

// labelled reads questions that have one right article each, which is what they need.
func labelled(t testing.TB, file string) (questions, needs []string) {
	t.Helper()
	f, err := os.Open(importtest.Shared(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var q struct {
			Query string
			IDs   []string `json:"relevant_ids"`
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		if len(q.IDs) == 1 {
			questions, needs = append(questions, q.Query), append(needs, q.IDs[0])
		}
	}
	return questions, needs
}

// phrasings reads what articles are asked by.
func phrasings(t testing.TB, file string) (out []string) {
	t.Helper()
	f, err := os.Open(importtest.Shared(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := json.NewDecoder(f)
	for lines.More() {
		var article struct{ Phrasings []string }
		if err := lines.Decode(&article); err != nil {
			t.Fatal(err)
		}
		out = append(out, article.Phrasings...)
	}
	return out
}

func distinct(labels []string) map[string]bool {
	out := make(map[string]bool)
	for _, l := range labels {
		out[l] = true
	}
	return out
}

// sameWords is the plainest baseline: questions are one need if they are the same but for case and punctuation.
func sameWords(questions []string) []string {
	out := make([]string, len(questions))
	for i, q := range questions {
		out[i] = read(q, "en", []string{"en"}).key
	}
	return out
}

// plainThreshold is the best cosine for leaders on the written questions.
const plainThreshold = 0.28

// leaders is the other baseline: each question goes to the first question like it, by TF-IDF cosine, or leads a group of
// its own.
func leaders(questions []string, threshold float32) []int {
	l := learn.NewLexicon(questions, mostGrams)
	out := make([]int, len(questions))
	postings := make(map[uint32][]posting)
	cosine := make([]float32, len(questions))
	for i, q := range questions {
		v := l.Vector(q)
		clear(cosine)
		for k, at := range v.At {
			for _, p := range postings[at] {
				cosine[p.leaf] += v.Value[k] * p.value
			}
		}
		best := i
		for lead := range i {
			if cosine[lead] >= threshold && (best == i || cosine[lead] > cosine[best]) {
				best = lead
			}
		}
		if out[i] = best; best == i {
			for k, at := range v.At {
				postings[at] = append(postings[at], posting{int32(i), v.Value[k]})
			}
		}
	}
	return out
}
