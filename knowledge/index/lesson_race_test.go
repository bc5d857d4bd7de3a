package index

import (
	"fmt"
	"testing"

	"frontdesk/knowledge"
)

// An article that loses its phrasings while the corpus is being learnt must not trip the lesson, which still has the
// numbers of those that there were.
func TestPhrasingsLostDuringLesson(t *testing.T) {
	var corpus []knowledge.Revision
	for i := range 8 {
		corpus = append(corpus, article(fmt.Sprint("a", i), fmt.Sprintf("Subject%d", i), fmt.Sprintf("Text about subject%d.", i),
			fmt.Sprintf("how is subject%d", i), fmt.Sprintf("why subject%d", i), fmt.Sprintf("when subject%d", i)))
	}
	ix := started(t, Options{Source: newMemory(corpus...)})
	if err := ix.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	l, err := ix.newLesson(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range corpus {
		r.Number, r.Phrasings = 2, nil
		if _, err := l.books.publish(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.askItself(t.Context()); err != nil {
		t.Fatal(err)
	}
}
