package care

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// Revisions reads what two articles say; *store.Store does.
type Revisions interface {
	Revision(ctx context.Context, id string, number int) (knowledge.Revision, error)
}

// Bounds of what is compared: pairs of articles with the same question, the likest first, so that a corpus that was
// brought in twice is not read from end to end, and pairs that are new at one look; the next look goes on.
const (
	mostPairs = 3000
	mostNew   = 500
)

// twins remembers what pairs of revisions are to each other; revisions do not change.
type twins struct {
	revisions Revisions
	log       *slog.Logger
	known     map[couple]kin
	words     map[string]*glossary // by language
	rows      []Row
	of        map[string]int // the number of the revision of each article that the rows were made of; nil while pairs are left
}

type couple struct {
	a, b   string
	an, bn int
}

type kin struct {
	kinship Kinship
	differ  Difference
}

func newTwins(r Revisions, log *slog.Logger) twins {
	return twins{revisions: r, log: log, known: make(map[couple]kin), words: make(map[string]*glossary)}
}

// find lists contradictions, then duplicates. What is the same corpus as before has the same twins.
func (t *twins) find(ctx context.Context, all []*entry, _ time.Time) ([]Row, error) {
	if t.unchanged(all) {
		return t.rows, nil
	}
	questions := make([]asked, len(all))
	for i, e := range all {
		questions[i] = e.asked
	}
	pairs, err := samePairs(ctx, questions)
	if err != nil {
		return nil, err
	}
	known, fresh := make(map[couple]kin), 0
	var contradictions, duplicates []Row
	for _, p := range pairs[:min(len(pairs), mostPairs)] {
		a, b := all[p.a], all[p.b]
		c := couple{a.id, b.id, a.number, b.number}
		k, ok := t.known[c]
		if !ok {
			if fresh++; fresh > mostNew {
				continue
			}
			k, err = t.kin(ctx, c, p)
		}
		if err != nil && !errors.Is(err, knowledge.ErrNotFound) {
			return nil, err
		}
		known[c] = k
		switch k.kinship {
		case Contradiction:
			contradictions = append(contradictions, contradiction(a, b, k.differ))
		case Duplicate:
			duplicates = append(duplicates, duplicate(a, b))
		}
	}
	t.known, t.rows = known, append(contradictions, duplicates...)
	if t.of = nil; fresh > mostNew {
		return t.rows, nil
	}
	t.of = make(map[string]int, len(all))
	for _, e := range all {
		t.of[e.id] = e.number
	}
	return t.rows, nil
}

func (t *twins) unchanged(all []*entry) bool {
	if t.of == nil || len(t.of) != len(all) {
		return false
	}
	for _, e := range all {
		if t.of[e.id] != e.number {
			return false
		}
	}
	return true
}

// kin compares two articles. Those that break the comparison are no twins.
func (t *twins) kin(ctx context.Context, c couple, p pair) (k kin, err error) {
	defer func() {
		if p := recover(); p != nil {
			t.log.Error("two articles cannot be compared", "one", c.a, "revision", c.an, "other", c.b, "of", c.bn, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			k, err = kin{}, nil
		}
	}()
	a, err := t.revisions.Revision(ctx, c.a, c.an)
	if err != nil {
		return kin{}, err
	}
	b, err := t.revisions.Revision(ctx, c.b, c.bn)
	if err != nil {
		return kin{}, err
	}
	lang := language.Code(a.Locale)
	if t.words[lang] == nil {
		t.words[lang] = newGlossary(a.Locale)
	}
	g := t.words[lang]
	k.kinship, k.differ = compare(g.read(a), g.read(b), p.asA, p.asB)
	return k, nil
}

func contradiction(a, b *entry, d Difference) Row {
	other := b.named()
	return Row{Article: a.named(), Other: &other, At: later(a.at, b.at),
		Why:       fmt.Sprintf("Same question, different numbers: %q says otherwise.", b.title),
		Next:      "Find out which is right, correct the other, or put both together.",
		Sentences: &[2]string{brief(d.One), brief(d.Other)}}
}

func duplicate(a, b *entry) Row {
	other := b.named()
	return Row{Article: a.named(), Other: &other, At: later(a.at, b.at),
		Why:  fmt.Sprintf("It answers the same question as %q and says the same.", b.title),
		Next: "Keep one with the phrasings of both, and withdraw the other."}
}

// brief cuts a long sentence between words.
func brief(s string) string {
	const most = 240
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
