package main

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/knowledge/audit"
)

const (
	openedArticle = "returns/opened-item"
	bicycles      = "Bicycles are for sale in spring."
	why           = "The law changed: opened items are not taken back any more"
)

// What the exam stops a manager lets through with a reason, which the log keeps. An editor cannot, whatever they send.
func TestBrowserOverrule(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	editor := p.signIn(b, "Edwin", account.Editor)
	manager := p.signIn(b, "Mia", account.Manager)
	p.learned()
	editor.examine(opened, openedArticle)

	t.Log("an editor is stopped, and has no way around")
	editor.openArticle(p, openedArticle)
	editor.withdraws()
	editor.see("[data-test=gate-dialog]", "Not withdrawn: the exam gets worse")
	editor.see("[data-test=gate-dialog]", "Only managers and administrators")
	requireNo(t, editor, "[data-test=overrule]", "")
	status, answer := editor.calls(http.MethodPost, "/api/editor/withdraw", map[string]any{"id": openedArticle, "overrule": why})
	if status != http.StatusForbidden {
		t.Errorf("an editor overrules the exam: %d %s", status, answer)
	}
	editor.click("[data-test=gate-mend]", "")
	editor.seeNot("dialog", "")

	t.Log("a manager needs a reason")
	manager.openArticle(p, openedArticle)
	manager.withdraws()
	manager.click("[data-test=overrule] summary", "")
	manager.click("[data-test=overrule-go]", "Withdraw anyway")
	manager.see("[data-test=gate-dialog] .fault", "Write why this is right")
	manager.write("[data-test=overrule-reason]", why)
	s.visit(manager, "room-overrule")
	manager.click("[data-test=overrule-go]", "")
	manager.see("[data-test=standing]", "Withdrawn")
	p.learned()
	panel := p.asks(b, "Olga", opened)
	panel.await("a reaction", func() (bool, error) { return panel.count(".message.bot .bubble", "") > 0, nil })
	requireNo(t, panel, ".message.bot .bubble", openedAnswer)

	t.Log("the log has it, and is whole")
	p.logged("article.overrule", why)
	noneBut(t, []string{"status of 409", "status of 403"}, editor, manager)
}

// logged checks that the audit log is whole and tells of a deed with the reason.
func (p *premises) logged(what, reason string) {
	p.t.Helper()
	if _, _, err := audit.Verify(p.t.Context(), p.app.Corpus.DB, ""); err != nil {
		p.t.Errorf("the log of who did what: %v", err)
	}
	entries, err := audit.List(p.t.Context(), p.app.Corpus.DB, audit.Filter{})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range entries {
		if e.What == what && strings.Contains(e.Detail, reason) {
			return
		}
	}
	p.t.Errorf("the log does not have %q with the reason %q: %+v", what, reason, entries[:min(len(entries), 10)])
}
