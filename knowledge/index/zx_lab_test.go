package index

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
)

func TestZX(t *testing.T) {
	e, _ := encoder.New()
	f, _ := os.Open("/work/shared/data/stackfaq/corpus.jsonl")
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<26)
	var revs []knowledge.Revision
	for s.Scan() {
		var a struct{ ID, Question, Answer string }
		json.Unmarshal(s.Bytes(), &a)
		revs = append(revs, knowledge.Revision{Content: knowledge.Content{Title: a.Question, Locale: "en"}, Article: a.ID, Number: 1, Text: a.Answer})
	}
	ix := shopIndex(t, revs, e)
	for _, text := range []string{"I want to have strikethrough text on github, is this possible?", "Can I switch my youtube video with a new one?", "How do I remove the entire content from my inbox in gmail?", "I accidentally created a card in trello, what is the way to get rid of it?", "Can I copy text from gmail but only the raw text?"} {
		s := &search{ctx: t.Context(), books: ix.books.Load(), engine: ix.engine.Load(), query: knowledge.Query{Text: text}, view: ix.learned.Load().whole()}
		s.meaning = ix.meaning(t.Context(), text)
		f := s.find(ix)
		order(f.list, prior[1])
		t.Log(text)
		for _, a := range f.q.terms {
			t.Logf("   term %s known %v class %v weight %.2f short %.2f factor %.2f light %v", a.word, a.known, a.class, a.weight, a.short, a.factor, a.light)
		}
		for _, sc := range f.list[:4] {
			t.Logf("  %.2f %s %q %.2f prox %.2f", sc.share, sc.entry.article, sc.entry.title, sc.option(), sc.proximity)
		}
	}
}
