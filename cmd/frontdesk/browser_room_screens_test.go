package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"frontdesk/bot/account"
)

// Every page of the editor's room beside the articles and the gaps, empty, filled and with faults, seen by everybody who
// cannot see, cannot use a pointer, or likes the dark.
func TestBrowserRoomScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	p.learned()
	mia.open(p.app.URL + "/editor")
	s.exam(p, mia)
	s.trying(p, mia)
	s.synonyms(p, mia)
	s.neverSay(p, mia)
	noneBut(t, []string{"status of 409"}, mia)
}

// exam shows the page of the exam.
func (s *screens) exam(p *premises, d *document) {
	d.click("[data-test=to-exam]", "")
	d.see("[data-test=exam][data-state=ready]", "")
	s.visit(d, "room-exam-empty")
	d.click("[data-test=exam-form] summary", "")
	d.click("[data-test=exam-add]", "")
	d.see("[data-test=exam-add-fault]", "question")
	d.write("[data-test=exam-question]", opened)
	d.write("[data-test=article-search]", "item I have opened")
	d.click("[data-test=take]", openedTitle)
	d.see("[data-test=chosen]", openedTitle)
	s.visit(d, "room-exam-add")
	d.click("[data-test=exam-add]", "")
	d.see("[data-test=exam-row]", opened)
	d.examine(unknown)
	d.examine("when do I get my zorkmid", "returns/refund-timing")
	d.examine("how long do I have to wait for my money", "returns/refund-timing")
	d.examine("do you sell skis", "returns/opened-item")
	d.click("[data-test=exam-sit]", "")
	d.see("[data-test=exam-results][data-state=ready]", "")
	d.see("[data-test=failing-row]", "do you sell skis")
	s.visit(d, "room-exam-sat")
}

// trying shows the small chat with the bot beside an article.
func (s *screens) trying(p *premises, d *document) {
	d.openArticle(p, openedArticle)
	d.click("[data-test=section-try]", "")
	d.write("[data-test=try-text]", opened)
	d.click("[data-test=try-send]", "")
	d.see("[data-test=reply]", openedAnswer)
	d.write("[data-test=try-text]", unknown)
	d.click("[data-test=try-send]", "")
	d.see("[data-test=handed-over]", "")
	d.click("[data-test=why] summary", "")
	s.visitAt(d, "room-try", "[data-test=try]")
	d.click("[data-test=section-links]", "")
	d.click("[data-test=check-links]", "")
	d.see("[data-test=links][data-state=ready]", "1 link, none to mend, 1 not checked.")
	s.visitAt(d, "room-links", "[data-test=links-done]")
	d.click("[data-test=more-fields] summary", "")
	d.see("[data-test=original-field]", "")
	s.visitAt(d, "room-fields", "[data-test=original-field]")
}

// synonyms shows the page of what means the same.
func (s *screens) synonyms(p *premises, d *document) {
	d.open(p.app.URL + "/editor?synonyms=1")
	d.write("[data-test=synonyms-text]", "wifi, wlan\nwireless\nparcel, package, box")
	d.click("[data-test=synonyms-try]", "")
	d.see("[data-test=problem]", "Line 2")
	s.visit(d, "room-synonyms-problems")
	d.write("[data-test=synonyms-text]", "refund, zorkmid")
	d.click("[data-test=synonyms-try]", "")
	d.see("[data-test=synonyms-outcome][data-state=ready]", "Gets better (1)")
	s.visitAt(d, "room-synonyms", "[data-test=synonyms-outcome]")
}

// neverSay shows the page of what must not be said.
func (s *screens) neverSay(p *premises, d *document) {
	d.click("[data-test=tab-neversay]", "")
	d.see("dialog", "Leave without saving?")
	d.click("[data-test=leave-drop]", "")
	d.see("[data-test=neversay]", "There are no rules.")
	d.click("[data-test=rule-add]", "")
	d.write("[data-test=rule-phrase]", "indoors")
	d.click("[data-test=neversay-try]", "")
	d.see("[data-test=problems]", "no reason is given")
	s.visitAt(d, "room-neversay-problems", "[data-test=problems]")
	d.write("[data-test=rule-reason]", "The insurance pays for nothing that happens indoors")
	d.click("[data-test=neversay-try]", "")
	d.see("[data-test=blocked]", opened)
	s.visitAt(d, "room-neversay", "[data-test=blocked]")
}

// The lists of what there is to do, and an article in each of them.
func TestBrowserCareScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	mia.open(p.app.URL + "/editor")
	mia.click("[data-test=to-care]", "")
	mia.see("[data-test=care][data-state=ready]", "")
	s.visit(mia, "room-care-empty")
	p.neglect(mia)
	mia.open(p.app.URL + "/editor?care=1")
	mia.see("[data-test=care-card-suggestions][data-count='1']", "")
	s.visit(mia, "room-care")
	for _, list := range []struct{ name, words string }{
		{"suggestions", "The deadline is 45 days"}, {"waiting", "Please read this"}, {"scheduled", openedTitle},
		{"twins", "How old must I be to shop?"}, {"links", "no-such-article"}, {"review", "Do you rent boats?"}, {"translations", "Vermietet ihr Boote?"},
	} {
		mia.open(p.app.URL + "/editor?care=" + list.name)
		mia.see("[data-test=care-row]", list.words)
		s.visit(mia, "room-care-"+list.name)
	}
	mia.open(p.app.URL + "/editor?care=suggestions")
	mia.click("[data-test=suggestion-done]", "")
	mia.see("[data-test=suggestion-state]", "")
	s.visit(mia, "room-care-suggestion-done")
	none(t, mia)
}

// neglect leaves something to do for each list.
func (p *premises) neglect(d *document) {
	p.t.Helper()
	must := func(method, path string, body any) {
		p.t.Helper()
		if status, answer := d.calls(method, path, body); status >= 300 {
			p.t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
	}
	article := func(slug, title, body string, more map[string]any) {
		p.t.Helper()
		in := map[string]any{"slug": slug, "title": title, "body": body, "locale": "en"}
		for name, value := range more {
			in[name] = value
		}
		must("POST", "/api/editor/article", in)
		must("POST", "/api/editor/publish", map[string]any{"id": slug, "revision": 1})
	}
	article("boats", "Do you rent boats?", "No, see [the rules](article:no-such-article).", map[string]any{"review": "2026-01-31"})
	article("boote", "Vermietet ihr Boote?", "Nein.", map[string]any{"locale": "de", "original": "boats", "original_revision": 1})
	must("PUT", "/api/editor/article?id=boats", map[string]any{"base": 1, "title": "Do you rent boats?", "locale": "en", "review": "2026-01-31",
		"body": "Not any more, see [the rules](article:no-such-article)."})
	must("POST", "/api/editor/publish", map[string]any{"id": "boats", "revision": 2})
	article("age", "How old must I be to shop?", "You must be 16 years old to shop here.", nil)
	article("age-again", "How old must I be to shop here?", "You must be 18 years old to shop here.", nil)
	must("POST", "/api/editor/schedule", map[string]any{"id": openedArticle, "act": "withdraw", "due": time.Now().Add(48 * time.Hour).UnixMilli()})
	must("PUT", "/api/editor/article?id="+openedArticle, map[string]any{"base": 1, "title": openedTitle, "locale": "en", "body": newRule})
	must("POST", "/api/editor/review", map[string]any{"id": openedArticle, "revision": 2, "note": "Please read this"})
	must("POST", "/api/agent/article-suggestion", map[string]any{"article": "returns/used-item", "revision": 1, "conversation": "", "text": "The deadline is 45 days since March."})
	p.learned()
}

// zipped packs files for an import, as a script of a browser makes them.
func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// drops lets a file fall on the page of imports.
func (d *document) drops(name, file string) {
	d.t.Helper()
	ask[bool](d, `const data = new DataTransfer();
data.items.add(new File([Uint8Array.from(atob(args[1]), (c) => c.charCodeAt(0))], args[0]));
const input = everything('[data-test=import-file]')[0];
input.files = data.files;
input.dispatchEvent(new Event('change', { bubbles: true }));
return true`, name, file)
}

// An import is looked at first: what is wrong, what would change, what the exam says; then it is done, or not at all.
func TestBrowserImport(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	p.learned()
	mia.open(p.app.URL + "/editor")
	mia.examine(opened, openedArticle)
	mia.click("[data-test=to-import]", "")
	mia.see("[data-test=import-drop]", "")
	s.visit(mia, "room-import")

	t.Log("what is wrong is told with its line, and nothing can be imported")
	good := "---\ntitle: Do you rent boats?\n---\nNo, we do not.\n"
	mia.drops("faq.zip", zipped(t, map[string]string{"boats.md": good, "broken.md": "---\ntitle: a: b\n---\nText\n", "photo.bmp": "BM"}))
	mia.see("[data-test=import-problem]", "broken.md")
	requireNo(t, mia, "[data-test=import-apply]", "")
	s.visit(mia, "room-import-problems")

	t.Log("the exam stops what breaks it")
	mia.drops("faq.zip", zipped(t, map[string]string{"boats.md": good, "returns/opened-item.md": "---\ntitle: Bicycles\n---\n" + bicycles + "\n"}))
	mia.see("[data-test=import-exam][data-worse='1']", "")
	s.visit(mia, "room-import-worse")
	mia.click("[data-test=import-apply]", "")
	mia.see("[data-test=gate-dialog]", "Not imported: the exam gets worse")
	s.visit(mia, "room-import-gate")
	mia.click("[data-test=gate-mend]", "")
	mia.seeNot("dialog", "")
	if status, _ := mia.calls(http.MethodGet, "/api/editor/article?id=boats", nil); status != http.StatusNotFound {
		t.Errorf("half of an import that was stopped is there: %d", status)
	}

	t.Log("what is well goes in, and customers get it")
	mia.drops("faq.zip", zipped(t, map[string]string{"boats.md": good}))
	mia.see("[data-test=import-row][data-action=new]", "Do you rent boats?")
	s.visit(mia, "room-import-report")
	mia.click("[data-test=import-apply]", "")
	mia.see("[data-test=import-done]", "")
	s.visit(mia, "room-import-done")
	p.learned()
	p.asks(b, "Olga", "do you rent boats").see(".message.bot .bubble", "No, we do not.")
	noneBut(t, []string{"status of 409", "status of 404"}, mia)
}
