package index

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// lessonOf opens an index over a directory, waits until it has learnt, and closes it. asked tells whether the corpus was
// asked its own questions, and learnt is what came of them.
func lessonOf(t *testing.T, o Options, synonyms string) (asked bool, learnt *learned, hits []knowledge.Hit) {
	t.Helper()
	o.Poll = 5 * time.Millisecond
	ix, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := language.ParseSynonyms(synonyms)
	if err != nil {
		t.Fatal(err)
	}
	ix.SetSynonyms(parsed)
	go func() { _ = ix.Run(context.Background()) }()
	if err := ix.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := ix.Search(t.Context(), knowledge.Query{Text: "how does subject7 work"})
	if err != nil {
		t.Fatal(err)
	}
	learnt = ix.learned.Load()
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	return ix.asks.Load() > 0, learnt, r.Hits
}

func subjects() *memory {
	m := newMemory()
	for i := range 20 {
		m.publish(article(fmt.Sprint("a", i), fmt.Sprintf("Subject%d", i), fmt.Sprintf("Text about subject%d.", i),
			fmt.Sprintf("how does subject%d work", i), fmt.Sprintf("why is there subject%d", i), fmt.Sprintf("when subject%d is used", i)))
	}
	return m
}

func TestWhatWasLearntIsKept(t *testing.T) {
	t.Run("by words", func(t *testing.T) { keeps(t, nil) })
	t.Run("with meaning", func(t *testing.T) { keeps(t, letters{}) })
}

func keeps(t *testing.T, e knowledge.Encoder) {
	o := Options{Dir: t.TempDir(), Source: subjects(), Exam: []knowledge.Asked{{Text: "why subject3", Articles: []string{"a3"}}}, Encoder: e}
	asked, first, before := lessonOf(t, o, "")
	if !asked {
		t.Fatal("nothing was there, and nothing was asked")
	}
	asked, again, after := lessonOf(t, o, "")
	if asked {
		t.Error("the same articles were asked again")
	}
	for way, r := range first.ranking {
		if back := again.ranking[way]; !slices.Equal(r.weights, back.weights) || !slices.Equal(r.trials, back.trials) {
			t.Errorf("way %d: another ranking came back than was kept", way)
		}
	}
	if !reflect.DeepEqual(first.classifiers, again.classifiers) {
		t.Error("other classifiers came back than were kept")
	}
	if again.lexical == nil || (again.sense == nil || again.gauss == nil) != (e == nil) {
		t.Errorf("the classifiers are %v, %v and %v", again.lexical, again.sense, again.gauss)
	}
	if len(before) == 0 || !reflect.DeepEqual(before, after) {
		t.Errorf("found after the start:\n%+v\nand before:\n%+v", after, before)
	}
	if n := len(again.ranking[byWords].trials); n == 0 {
		t.Error("no trials are kept for the judge to be fitted to")
	}
}

func TestIsAskedAgainWhenAnythingIsOtherwise(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, o *Options, synonyms *string){
		"a changed article": func(_ *testing.T, o *Options, _ *string) {
			o.Source.(*memory).publish(article("a3", "Subject3", "Anew."))
		},
		"a withdrawn one":    func(_ *testing.T, o *Options, _ *string) { o.Source.(*memory).withdraw("a3") },
		"another exam":       func(_ *testing.T, o *Options, _ *string) { o.Exam = []knowledge.Asked{{Text: "why subject3"}} },
		"an encoder":         func(_ *testing.T, o *Options, _ *string) { o.Encoder = letters{} },
		"other synonyms":     func(_ *testing.T, _ *Options, s *string) { *s = "thing, matter" },
		"nothing is kept":    func(t *testing.T, o *Options, _ *string) { remove(t, filepath.Join(o.Dir, lessonFile)) },
		"an empty file":      spoilLesson(func(b []byte) []byte { return nil }),
		"a file cut short":   spoilLesson(func(b []byte) []byte { return b[:len(b)-1] }),
		"a file of garbage":  spoilLesson(func([]byte) []byte { return []byte("garbage") }),
		"one bit flipped":    spoilLesson(func(b []byte) []byte { b[len(b)/2] ^= 1; return b }),
		"a flipped length":   spoilLesson(func(b []byte) []byte { b[len(lessonMagic)+3] ^= 128; return b }),
		"a flipped number":   spoilLesson(func(b []byte) []byte { b[len(b)-9] ^= 1; return b }),
		"a flipped checksum": spoilLesson(func(b []byte) []byte { b[len(b)-1] ^= 1; return b }),
	} {
		t.Run(name, func(t *testing.T) {
			o, synonyms := Options{Dir: t.TempDir(), Source: subjects()}, ""
			lessonOf(t, o, synonyms)
			change(t, &o, &synonyms)
			if asked, _, _ := lessonOf(t, o, synonyms); !asked {
				t.Error("it was not asked again")
			}
			if asked, _, _ := lessonOf(t, o, synonyms); asked {
				t.Error("the new lesson was not kept")
			}
		})
	}
}

func spoilLesson(spoil func([]byte) []byte) func(t *testing.T, o *Options, _ *string) {
	return func(t *testing.T, o *Options, _ *string) {
		path := filepath.Join(o.Dir, lessonFile)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, string(spoil(b)))
	}
}

// letters is an encoder that counts letters.
type letters struct{}

func (letters) Name() string    { return "letters" }
func (letters) Dimensions() int { return 27 }

func (letters) Encode(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		v := make([]float32, 27)
		square := float32(0)
		for _, r := range text {
			at := 26
			if r >= 'a' && r <= 'z' {
				at = int(r - 'a')
			}
			square += 2*v[at] + 1
			v[at]++
		}
		for k := range v {
			v[k] /= float32(math.Sqrt(float64(max(square, 1))))
		}
		out[i] = v
	}
	return out, nil
}

// faint is an encoder that fails for all but titles and phrasings.
type faint struct{ letters }

func (faint) Encode(_ context.Context, texts []string) ([][]float32, error) {
	return nil, fmt.Errorf("%d texts are too many today", len(texts))
}

// TestHalfALessonIsNotKept: what was learnt while the encoder failed for questions is used, and not kept.
func TestHalfALessonIsNotKept(t *testing.T) {
	o := Options{Dir: t.TempDir(), Source: subjects(), Encoder: faint{}, Texts: letters{}, Exam: []knowledge.Asked{{Text: "why subject3", Articles: []string{"a3"}}}}
	lessonOf(t, o, "")
	if asked, _, _ := lessonOf(t, o, ""); !asked {
		t.Error("a lesson was kept that lacks the meanings of questions")
	}
	o.Encoder = letters{}
	if asked, _, _ := lessonOf(t, o, ""); !asked {
		t.Error("a lesson was kept that lacks the meanings of questions")
	}
	if asked, _, _ := lessonOf(t, o, ""); asked {
		t.Error("the whole lesson was not kept")
	}
}
