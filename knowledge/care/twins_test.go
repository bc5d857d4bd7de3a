package care

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
)

// labelled is a pair of the test's set.
type labelled struct {
	kinship Kinship // "" for a harmless one
	pair    [2]knowledge.Revision
}

func labelledPairs(t testing.TB, file string) (out []labelled) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(raw), "\n\n")[1:] {
		label, rest, _ := strings.Cut(strings.TrimSpace(part), "\n")
		l := labelled{kinship: Kinship(label)}
		if label == "harmless" {
			l.kinship = ""
		}
		one, other, ok := strings.Cut(rest, "\n--\n")
		if !ok || label != "harmless" && label != string(Duplicate) && label != string(Contradiction) {
			t.Fatalf("malformed pair %q", part)
		}
		l.pair = [2]knowledge.Revision{revision(fmt.Sprintf("%d-a", len(out)), one), revision(fmt.Sprintf("%d-b", len(out)), other)}
		out = append(out, l)
	}
	return out
}

func revision(id, text string) knowledge.Revision {
	r := knowledge.Revision{Article: id, Number: 1, Content: knowledge.Content{Locale: "en"}}
	var body []string
	for _, line := range strings.Split(text, "\n") {
		switch question, isQuestion := strings.CutPrefix(line, "? "); {
		case strings.HasPrefix(line, "@ "):
			r.Locale = line[2:]
		case isQuestion && r.Title == "":
			r.Title = question
		case isQuestion:
			r.Phrasings = append(r.Phrasings, question)
		default:
			body = append(body, line)
		}
	}
	r.Text = strings.Join(body, "\n")
	r.Body = r.Text
	return r
}

// judge looks for twins among all articles of the set at once, so that articles of different pairs meet too.
func judge(t testing.TB, set []labelled) map[[2]string]Kinship {
	t.Helper()
	s := make(shelf)
	var all []*entry
	for _, l := range set {
		for _, r := range l.pair {
			s[r.Article] = r
			all = append(all, &entry{asked: askedOf(r), number: 1, title: r.Title})
		}
	}
	tw := newTwins(s, slog.New(slog.DiscardHandler))
	rows, err := tw.find(context.Background(), all, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[[2]string]Kinship)
	for _, r := range rows {
		k := Duplicate
		if r.Sentences != nil {
			k = Contradiction
		}
		out[[2]string{r.Article.ID, r.Other.ID}] = k
	}
	return out
}

func TestTwinsOnLabelledPairs(t *testing.T) {
	for _, c := range []struct {
		file              string
		least             int // pairs
		precision, recall float64
	}{
		{"testdata/twins.txt", 40, 0.95, 0.95},
		{"testdata/unseen.txt", 24, 0.89, 0.7},
	} {
		set := labelledPairs(t, c.file)
		precision, recall := measure(t, set)
		if len(set) < c.least || precision < c.precision || recall < c.recall {
			t.Errorf("%s: of %d pairs: precision %.2f, recall %.2f", c.file, len(set), precision, recall)
		}
	}
}

// measure tells how many of the twins found were such, of the kind that was said, and how many of them were found.
func measure(t *testing.T, set []labelled) (precision, recall float64) {
	found := judge(t, set)
	var right, wrong, missed, harmless int
	for i, l := range set {
		key := [2]string{fmt.Sprintf("%d-a", i), fmt.Sprintf("%d-b", i)}
		got := found[key]
		delete(found, key)
		if l.kinship == "" {
			harmless++
		}
		if got == l.kinship {
			if got != "" {
				right++
			}
			continue
		}
		t.Logf("%q / %q: %q, want %q", l.pair[0].Title, l.pair[1].Title, got, l.kinship)
		if got != "" {
			wrong++
		}
		if l.kinship != "" {
			missed++
		}
	}
	for key, k := range found {
		t.Logf("%v: %q, and they are not even a pair", key, k)
		wrong++
	}
	precision, recall = float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("%d pairs, %d of them harmless: precision %.2f, recall %.2f", len(set), harmless, precision, recall)
	return precision, recall
}
