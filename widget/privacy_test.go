package widget

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/desk"
	"frontdesk/bot/privacy"
	"frontdesk/knowledge/audit"
)

// A manager sees what is kept, takes it along as a ZIP and erases it; then it is gone, and the others' is not.
func TestCustomersDataIsExportedAndErased(t *testing.T) {
	d := openDesk(t, nil, nil)
	manager := d.staff("manager@shop.example", account.Manager)
	signed := cookie(d.session(manager))
	d.talk.says(firstTalk, "Where is my bicycle?")
	d.talk.says("talk-of-the-first-two", "It is red.")
	d.talk.as("second")
	d.talk.says("talk-of-the-second", "Where is my bicycle?")

	var data dataView
	d.want(200, request("GET", "/api/agent/customer/data?conversation="+firstTalk, "", signed), &data)
	if data.Reference != privacy.Reference("first") || data.Conversations != 2 || data.Messages != 2 || data.Letters != 0 || data.Erasing {
		t.Errorf("kept: %+v", data)
	}
	w := d.want(200, request("POST", "/api/agent/customer/export", `{"conversation":"`+firstTalk+`"}`, signed), nil)
	if got := w.Header().Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="customer-`+data.Reference+"-") || w.Header().Get("Content-Type") != "application/zip" {
		t.Errorf("the export is %q", got)
	}
	if got := read(t, w.Body.Bytes(), "conversations/001.txt"); !strings.Contains(got, "Where is my bicycle?") {
		t.Errorf("exported %s", got)
	}

	erase := func(confirm string) string {
		return fmt.Sprintf(`{"conversation":%q,"confirm":%q}`, firstTalk, confirm)
	}
	for _, wrong := range []string{"", privacy.Reference("second"), "first"} {
		d.refused(422, "confirm", request("POST", "/api/agent/customer/erase", erase(wrong), signed))
	}
	var gone struct{ Conversations int }
	d.want(200, request("POST", "/api/agent/customer/erase", erase(strings.ToLower(data.Reference)), signed), &gone)
	if gone.Conversations != 2 {
		t.Errorf("erased %d conversations, want 2", gone.Conversations)
	}
	for _, path := range []string{"/api/agent/customer/data?conversation=" + firstTalk, "/api/agent/customer?conversation=" + firstTalk} {
		d.refused(404, "not_found", request("GET", path, "", signed))
	}
	d.refused(404, "not_found", request("POST", "/api/agent/customer/export", `{"conversation":"`+firstTalk+`"}`, signed))
	d.refused(404, "not_found", request("POST", "/api/agent/customer/erase", erase(data.Reference), signed))
	d.want(200, request("GET", "/api/agent/customer/data?conversation=talk-of-the-second", "", signed), &data)
	if data.Conversations != 1 {
		t.Errorf("of the other customer is kept: %+v", data)
	}
	entries, err := audit.List(t.Context(), d.talk.db, audit.Filter{Object: privacy.Reference("first")})
	if err != nil || len(entries) != 2 || entries[0].What != "customer.erase" || entries[1].What != "customer.export" || entries[0].Who != manager.ID {
		t.Errorf("the audit log says %+v, %v", entries, err)
	}
}

// What is gone cannot be written in any more, also by who had it open.
func TestNobodyWritesInWhatIsGone(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := d.staff("agent@shop.example", account.Agent, account.Manager)
	d.talk.says(firstTalk, "Where is my bicycle?")
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonAsked})
	d.talk.takes(agent, firstTalk)
	c, err := d.talk.store.Conversation(t.Context(), firstTalk)
	d.talk.must(err)
	if _, err := d.talk.privacy.Erase(t.Context(), "first"); err != nil {
		t.Fatal(err)
	}
	a := d.talk.act(firstTalk)
	if _, err := d.talk.room.Say(t.Context(), a, "Are you there?", ""); err == nil {
		t.Error("the customer writes on under a name that was erased")
	}
	for name, act := range map[string]func(desk.Act) (int64, error){
		"replies": func(a desk.Act) (int64, error) { return d.talk.desk.Reply(t.Context(), a, "Yes.", 0, nil) },
		"notes":   func(a desk.Act) (int64, error) { return d.talk.desk.Note(t.Context(), a, "Yes.") },
	} {
		acts := d.talk.act(firstTalk)
		if _, err := act(desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: agent.ID, Name: agent.Name}, Supervisor: true, Conversation: firstTalk, ID: acts.ID, Epoch: c.Epoch}); err == nil {
			t.Errorf("the agent %s in a conversation that is gone", name)
		}
	}
	var left int
	if err := d.talk.db.Read().QueryRow(`SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM conversation) + (SELECT count(*) FROM turn)`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows were written after the erasure, %v", left, err)
	}
}

// The rules of what is kept are checked like all settings, with a sentence.
func TestKeepSettings(t *testing.T) {
	d := openDesk(t, nil, nil)
	signed := cookie(d.session(d.staff("manager@shop.example", account.Manager)))
	w := d.want(200, request("GET", "/api/settings/keep", "", signed), nil)
	if !strings.Contains(w.Body.String(), `"value":{"all":{"conversations":0,`) {
		t.Errorf("answered %s", w.Body)
	}
	p := d.refused(400, "invalid", request("PUT", "/api/settings/keep", `{"revision":0,"value":{"all":{"conversations":30,"anonymous":31}}}`, signed))
	if !strings.Contains(p.Message, "cannot be kept for 31 days when conversations go after 30") {
		t.Errorf("refused with %q", p.Message)
	}
	d.refused(400, "invalid", request("PUT", "/api/settings/keep", `{"revision":0,"value":{"all":{"letters":30}}}`, signed))
	d.want(200, request("PUT", "/api/settings/keep", `{"revision":0,"value":{"all":{"conversations":30},"sites":[{"site":"club","days":{"mail":7}}]}}`, signed), nil)
	if k := d.talk.book.Keep(); k.Of("shop").Conversations != 30 || k.Of("club").Mail != 7 || k.Of("club").Conversations != 0 {
		t.Errorf("kept: %+v", k)
	}
}

// read returns a file of a ZIP.
func read(t *testing.T, b []byte, name string) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
