package main

import (
	"os"
	"path/filepath"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/cmd/frontdesk/internal/app"
)

const (
	parking       = "Where can I park?"
	parkingBefore = "There is a car park behind the shop."
	parkingAfter  = "There is a car park in the yard."
)

// A folder is the source of an article: what is written there is published unless it breaks the exam, and the editor's
// room shows it read-only, with the reason if its newest version was refused.
func TestBrowserFolder(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	dir := t.TempDir()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "parking.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("# " + parking + "\n\n" + parkingBefore + "\n")
	p := openPremises(t, func(c *app.Config) { c.CorpusDir = dir })
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	mia.open(p.app.URL + "/editor")
	mia.await("the article of the folder", func() (bool, error) {
		status, _ := mia.calls("GET", "/api/editor/article?id=parking", nil)
		return status == 200, nil
	})
	mia.examine("where can i park my car", "parking")
	mia.openArticle(p, "parking")
	mia.see("[data-test=elsewhere]", "This article is kept in a folder of files.")
	mia.see("[data-test=preview]", parkingBefore)
	requireNo(t, mia, "[data-test=publish]", "")
	requireNo(t, mia, "[data-test=save]", "")
	if !ask[bool](mia, `return found('[data-test=body]', '')[0].readOnly && found('[data-test=title]', '')[0].readOnly`) {
		t.Error("an article of the folder can be typed in")
	}
	s.visit(mia, "room-folder")

	t.Log("the file is changed, and the page and the customers follow")
	write("# " + parking + "\n\n" + parkingAfter + "\n")
	mia.see("[data-test=standing]", "Customers read revision 2.")
	p.learned()
	p.asks(b, "Olga", "where can i park").see(".message.bot .bubble", parkingAfter)

	t.Log("what breaks the exam is refused, with the reason")
	write("# Bicycles\n\n" + bicycles + "\n")
	mia.await("the refusal", func() (bool, error) {
		mia.openArticle(p, "parking")
		return mia.count("[data-test=elsewhere]", "Its newest version there is not published: the exam gets worse") > 0, nil
	})
	s.visit(mia, "room-folder-refused")
	mia.open(p.app.URL + "/editor?care=refused")
	mia.see("[data-test=care-row]", "Bicycles")
	p.asks(b, "Pia", "where can i park").see(".message.bot .bubble", parkingAfter)
	noneBut(t, []string{"status of 404"}, mia)
}
