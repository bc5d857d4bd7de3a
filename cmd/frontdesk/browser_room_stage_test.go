package main

import (
	"strings"
	"testing"
)

// learned waits until the bot has learnt all that is published.
func (p *premises) learned() {
	p.t.Helper()
	if err := p.app.Corpus.Index.Wait(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	if err := p.app.Corpus.Index.WaitLearned(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// gap waits until the gap is listed and opens it.
func (d *document) gap(words string) {
	d.t.Helper()
	d.click("[data-test=to-gaps]", "")
	d.await("the gap "+words, func() (bool, error) {
		ask[bool](d, `location.reload(); return true`)
		d.see("[data-test=gaps][data-state=ready]", "")
		return d.count("[data-test=gap-link]", words) > 0, nil
	})
	d.click("[data-test=gap-link]", words)
	d.see("[data-test=gap][data-state=ready]", "")
}

// typed returns all that stands in the fields of the page.
func (d *document) typed() string {
	d.t.Helper()
	return ask[string](d, `return everything('input, textarea').map((e) => e.value).join('\n')`)
}

// noneBut fails the test for every complaint of the people that has none of the words: what is refused is answered with
// a status that a browser reports.
func noneBut(t *testing.T, words []string, people ...*document) {
	t.Helper()
	for _, d := range people {
	next:
		for _, text := range d.heard.list() {
			for _, word := range words {
				if strings.Contains(text, word) {
					continue next
				}
			}
			t.Errorf("the browser complained: %s", text)
		}
	}
}
