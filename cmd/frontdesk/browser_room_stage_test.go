package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
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

// again loads the page until it has so many elements with the words.
func (d *document) again(css, text string, n int) {
	d.t.Helper()
	d.await(fmt.Sprintf("%d of %s with %q", n, css, text), func() (bool, error) {
		ask[bool](d, `location.reload(); return true`)
		d.see("main[data-state=ready]", "")
		return d.count(css, text) == n, nil
	})
}

// gap waits in the list of gaps until the gap is there.
func (d *document) gap(words string) {
	d.t.Helper()
	d.click("[data-test=to-gaps]", "")
	d.again("[data-test=gap-link]", words, 1)
}

// openGap opens a gap of the list, and waits until it has the questions of so many customers.
func (d *document) openGap(words string, customers int) {
	d.t.Helper()
	d.click("[data-test=gap-link]", words)
	d.again("[data-test=gap-example]", "", customers)
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

// openArticle goes to the page of an article.
func (d *document) openArticle(p *premises, id string) {
	d.t.Helper()
	d.open(p.app.URL + "/editor?" + url.Values{"id": {id}}.Encode())
	d.see("main.editor-article[data-state=ready]", "")
}

// finds loads the page again until an element with the words is displayed: what others do is shown by itself, too, but
// it takes its time.
func (d *document) finds(css, text string) {
	d.t.Helper()
	d.await(fmt.Sprintf("find %q in %s", text, css), func() (bool, error) {
		d.do("reload", chromedp.Reload())
		d.see("main.editor-article[data-state=ready]", "")
		return d.count(css, text) > 0, nil
	})
}

// calls asks the server as the page does, and returns the status and the answer.
func (d *document) calls(method, path string, body any) (status int, answer string) {
	d.t.Helper()
	given, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](fmt.Sprintf(`fetch(%q, { method: %q, headers: { 'Content-Type': 'application/json' }, %s })
  .then(async (r) => [String(r.status), await r.text()])`, path, method, carrying(method, given)), chromedp.EvalAwaitPromise))
	if err != nil {
		d.fail("%s %s: %v", method, path, err)
	}
	if status, err = strconv.Atoi(got[0]); err != nil {
		d.t.Fatal(err)
	}
	return status, got[1]
}

func carrying(method string, body []byte) string {
	if method == http.MethodGet || method == http.MethodDelete {
		return ""
	}
	return fmt.Sprintf("body: JSON.stringify(%s)", body)
}

// examine puts a question into the exam and returns its id.
func (d *document) examine(question string, articles ...string) string {
	d.t.Helper()
	status, answer := d.calls(http.MethodPost, "/api/editor/exam", map[string]any{"question": question, "articles": articles})
	var kept struct{ ID string }
	if err := json.Unmarshal([]byte(answer), &kept); status != http.StatusCreated || err != nil {
		d.t.Fatalf("the exam does not take %q: %d %s", question, status, answer)
	}
	return kept.ID
}

// publishes presses the button and confirms it.
func (d *document) publishes() {
	d.t.Helper()
	d.click("[data-test=publish]", "")
	d.click("[data-test=publish-confirm]", "")
}

// withdraws takes the article back.
func (d *document) withdraws() {
	d.t.Helper()
	d.click("[data-test=more-acts]", "")
	d.click("[data-test=withdraw]", "")
	d.click("[data-test=withdraw-confirm]", "")
}

// holdsIn returns what a field holds.
func (d *document) holdsIn(field string) string {
	d.t.Helper()
	return ask[string](d, `return found(args[0], '')[0]?.value ?? ''`, "[data-test="+field+"]")
}

// asks begins a conversation in a new browser.
func (p *premises) asks(b *browser, name, question string) *document {
	p.t.Helper()
	_, panel := p.customer(b, name)
	panel.starts(question)
	return panel
}
