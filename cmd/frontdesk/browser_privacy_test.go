package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"frontdesk/bot/account"
)

// reference is what a customer's data is named by in the dialog.
func (d *document) reference() string {
	d.t.Helper()
	_, ref, ok := strings.Cut(ask[string](d, `return found('dialog form label', 'type ')[0].textContent`), "type ")
	if !ok || len(ref) != 9 {
		d.fail("the dialog names no reference: %q", ref)
	}
	return ref
}

// A manager hands a customer's data out and erases it. The customer's open page says so and begins anew, a colleague
// who had the conversation open is told, and nothing of it is there any more.
func TestBrowserCustomerIsErased(t *testing.T) {
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	ben := p.signIn(b, "Ben", account.Agent)
	shop, panel := p.asksForPerson(b, "Noa", unknown)
	ben.click("[data-test=row]", "")
	ben.see("[data-test=message-customer]", unknown)
	requireNo(t, ben, "[data-test=customer-data]", "") // agents may not
	mia.click("[data-test=row]", "")
	mia.see("[data-test=message-customer]", unknown)

	t.Log("everything goes into a file")
	dir := t.TempDir()
	mia.must(chromedp.Call(mia.ctx, cdp.SetDownloadBehavior, cdp.SetDownloadBehaviorParams{Behavior: cdp.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
		BrowserContextID: chromedp.FromContext(mia.ctx).BrowserContextID}))
	mia.click("[data-test=customer-data]", "")
	mia.see("[data-test=data-kept]", "Kept: 1 conversation with")
	mia.click("[data-test=data-export]", "")
	mia.see("[data-test=data-exported]", "in your downloads")
	mia.await("the file", func() (bool, error) {
		files, err := filepath.Glob(filepath.Join(dir, "customer-*.zip"))
		return len(files) == 1, err
	})
	files, _ := filepath.Glob(filepath.Join(dir, "customer-*.zip"))
	if b, err := os.ReadFile(files[0]); err != nil || !strings.HasPrefix(string(b), "PK") || !strings.Contains(filepath.Base(files[0]), mia.reference()) {
		t.Errorf("the file %s: %d bytes, %v", files[0], len(b), err)
	}

	t.Log("only who types the reference erases")
	mia.click("[data-test=data-erase]", "")
	mia.see("[data-test=data-fault]", "as it stands here")
	mia.write("[data-test=data-confirm]", "0000-0000")
	mia.click("[data-test=data-erase]", "")
	mia.see("[data-test=data-fault]", "as it stands here")
	requireNo(t, panel, ".banner", "deleted")
	mia.write("[data-test=data-confirm]", strings.ToLower(mia.reference()))
	mia.click("[data-test=data-erase]", "")
	mia.see("[data-test=notice]", "is erased, with 1 conversation.")
	mia.seeNot("[data-test=row]", "")

	t.Log("who had it open is told")
	panel.see(".banner", "Your conversations were deleted at your request.")
	requireNo(t, panel, ".message", unknown)
	ben.see("[data-test=notice]", "")
	ben.seeNot("[data-test=row]", "")
	if n := count(t, p, "conversation") + count(t, p, "event") + count(t, p, "visitor"); n != 0 {
		t.Errorf("%d rows are left", n)
	}

	requireNo(t, panel, composer, "") // what would be written would go nowhere
	panel.await("the focus on the way out", func() (bool, error) {
		return evaluate[bool](panel, `return said(document.activeElement).includes('Start a new conversation')`)
	})

	t.Log("and begins anew")
	panel.click("button", "Start a new conversation")
	panel = shop.panel()
	panel.say(composer, unknown)
	panel.see(".message.mine .bubble", unknown)
}

// count counts the rows of a table.
func count(t *testing.T, p *premises, table string) (n int) {
	t.Helper()
	if err := p.app.Corpus.DB.Read().QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Every screen about what is kept: the settings with and without rules and faults, the dialog, the customer's page.
func TestBrowserPrivacyScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	_, panel := p.asksForPerson(b, "Noa", unknown)
	mia.click("[data-test=row]", "")
	mia.click("[data-test=customer-data]", "")
	mia.see("[data-test=data-kept]", "Kept: 1 conversation with")
	s.visit(mia, "privacy-dialog")
	mia.click("[data-test=data-erase]", "")
	mia.see("[data-test=data-fault]", "as it stands here")
	s.visit(mia, "privacy-dialog-fault")
	mia.do("turn the telephone", chromedp.EmulateViewport(360, 780))
	mia.see("dialog h2", "This customer’s data")
	mia.do("take a desktop", chromedp.EmulateViewport(1280, 800))
	mia.write("[data-test=data-confirm]", mia.reference())
	mia.click("[data-test=data-erase]", "")
	mia.see("[data-test=notice]", "is erased")
	panel.see(".banner", "deleted")
	s.visit(panel, "privacy-erased")

	mia.manage(p, "keep")
	mia.see("[data-test=keep-says]", "Nothing is deleted by itself.")
	s.visit(mia, "settings-keep")
	mia.scrollTo("[data-test=keep-conversations]", "center") // from under the head, which stays in sight
	mia.write("[data-test=keep-conversations]", "30")
	mia.write("[data-test=keep-questions]", "60")
	mia.see("[data-test=keep-all] .fault", "after 30 days, at the latest")
	mia.write("[data-test=keep-mail]", "soon")
	mia.see("[data-test=keep-all] .fault", "Give a whole number of days")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=fault] .notice", "All sites, E-mail that was sent")
	s.visit(mia, "settings-keep-faults")
	mia.scrollTo("[data-test=keep-mail]", "center")
	mia.write("[data-test=keep-mail]", "90")
	mia.write("[data-test=keep-questions]", "")
	mia.see("[data-test=keep-says]", "conversations, 30 days after something happened in them")
	mia.click("[data-test=keep-add-site]", "")
	mia.write("[data-test=keep-site-0]", "My shop")
	mia.see("[data-test=keep-rules-0] .fault", "lower-case letters")
	mia.write("[data-test=keep-site-0]", "tarnside")
	mia.write("[data-test=keep-0-visitors]", "7")
	requireNo(t, mia, "[data-test=fault] .notice", "") // it was about what is mended by now
	s.visitAt(mia, "settings-keep-site", "[data-test=keep-site-0]")
	mia.saved()
	if k := p.app.Book.Keep(); k.All.Conversations != 30 || k.All.Mail != 90 || k.All.Questions != 0 || k.Of("tarnside").Visitors != 7 || k.Of("tarnside").Mail != 0 {
		t.Errorf("the desk keeps %+v", k)
	}
	mia.click("[data-test=keep-remove-0]", "")
	mia.saved()
	if k := p.app.Book.Keep(); len(k.Sites) != 0 {
		t.Errorf("the desk keeps %+v", k)
	}
}
