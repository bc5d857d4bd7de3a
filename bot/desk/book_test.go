package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

var documents = []string{desk.DocDesk, desk.DocCauses, desk.DocCanned, desk.DocPlaybooks, desk.DocNeverSay}

// What nobody has written yet is valid as it is, and can be written back unchanged.
func TestInitialDocuments(t *testing.T) {
	s, ctx := newStage(t, bot.DefaultSettings()), context.Background()
	for _, name := range documents {
		doc, err := s.book.Get(ctx, name)
		s.must(err)
		if name != desk.DocDesk && doc.Revision != 0 || !json.Valid([]byte(doc.Body)) || doc.Body == "null" {
			t.Errorf("%s: revision %d, %s", name, doc.Revision, doc.Body)
		}
		doc.Author, doc.At = "boss", s.watch.Now()
		if rev, err := s.book.Put(ctx, doc); err != nil || rev != doc.Revision+1 {
			t.Errorf("%s: %d, %v", name, rev, err)
		}
	}
	if len(s.book.Causes()) == 0 || s.book.Plan().Teams[0].ID == "" {
		t.Error("the defaults are empty")
	}
	if _, err := s.book.Get(ctx, "colours"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("%v", err)
	}
	if _, err := s.book.Put(ctx, bot.Setting{Name: "colours", Body: "{}"}); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// Bad documents are refused with a sentence, and everything stays as it was.
func TestBadDocuments(t *testing.T) {
	const limits = `"grace":60,"away":300,"silent":900,"expire":1000,"mail_after":300`
	team := func(more string) string {
		return `{"teams":[{"id":"support","title":"Support"` + more + `}],` + limits + `}`
	}
	week := func(spans string) string { return team(`,"hours":{"zone":"Europe/Berlin","week":[` + spans + `]}`) }
	for name, tc := range map[string]struct{ doc, body string }{
		"hours that overlap":                {desk.DocDesk, week(`{"day":1,"from":"09:00","to":"12:00"},{"day":1,"from":"11:00","to":"17:00"}`)},
		"hours that end before they start":  {desk.DocDesk, week(`{"day":1,"from":"17:00","to":"09:00"}`)},
		"hours of no length":                {desk.DocDesk, week(`{"day":1,"from":"09:00","to":"09:00"}`)},
		"hours of no clock":                 {desk.DocDesk, week(`{"day":1,"from":"9","to":"17:00"}`)},
		"a day that does not exist":         {desk.DocDesk, week(`{"day":7,"from":"09:00","to":"17:00"}`)},
		"a zone that does not exist":        {desk.DocDesk, team(`,"hours":{"zone":"Europe/Bielefeld"}`)},
		"a standard of zero":                {desk.DocDesk, team(`,"standards":{"":{}}`)},
		"a standard of zero, spelled out":   {desk.DocDesk, team(`,"standards":{"urgent":{"first":0,"next":0,"resolve":0}}`)},
		"a standard below zero":             {desk.DocDesk, team(`,"standards":{"":{"first":-1}}`)},
		"a standard of a priority too many": {desk.DocDesk, team(`,"standards":{"extreme":{"first":1}}`)},
		"a team with members twice":         {desk.DocDesk, team(`,"members":[{"agent":"a"},{"agent":"a"}]`)},
		"a capacity below zero":             {desk.DocDesk, team(`,"members":[{"agent":"a","capacity":-1}]`)},
		"a field that does not exist":       {desk.DocDesk, team(`,"colour":"red"`)},
		"a team without a title":            {desk.DocDesk, `{"teams":[{"id":"support","title":" "}],` + limits + `}`},
		"two teams of one name":             {desk.DocDesk, `{"teams":[{"id":"a","title":"A"},{"id":"a","title":"B"}],` + limits + `}`},
		"no team":                           {desk.DocDesk, `{"teams":[],` + limits + `}`},
		"a team with a name of capitals":    {desk.DocDesk, `{"teams":[{"id":"Support","title":"A"}],` + limits + `}`},
		"no grace":                          {desk.DocDesk, `{"teams":[{"id":"a","title":"A"}],"grace":0}`},
		"an expiry before now":              {desk.DocDesk, `{"teams":[{"id":"a","title":"A"}],"expire":-5}`},
		"a route to a missing team":         {desk.DocDesk, `{"teams":[{"id":"a","title":"A"}],"routes":[{"team":"b"}]}`},
		"a route of a strange priority":     {desk.DocDesk, `{"teams":[{"id":"a","title":"A"}],"routes":[{"team":"a","priority":"extreme"}]}`},
		"no JSON":                           {desk.DocDesk, `teams: support`},
		"nothing":                           {desk.DocDesk, ``},
		"two documents":                     {desk.DocDesk, team("") + team("")},
		"a list in place of settings":       {desk.DocDesk, `[]`},
		"null":                              {desk.DocDesk, `null`},
		"a pattern that does not compile":   {desk.DocNeverSay, `[{"id":"a","phrase":"(","pattern":true,"reason":"r","bot":true}]`},
		"a rule that blocks everything":     {desk.DocNeverSay, `[{"id":"a","phrase":".*","pattern":true,"reason":"r","bot":true}]`},
		"a rule that blocks every word":     {desk.DocNeverSay, `[{"id":"a","phrase":"\\w+","pattern":true,"reason":"r","agents":true}]`},
		"a rule without a reason":           {desk.DocNeverSay, `[{"id":"a","phrase":"x","bot":true}]`},
		"a rule for nobody":                 {desk.DocNeverSay, `[{"id":"a","phrase":"x","reason":"r"}]`},
		"a rule with a misspelt field":      {desk.DocNeverSay, `[{"id":"a","phrase":"guarantee","reason":"r","bots":true,"bot":true}]`},
		"two canned replies of one id":      {desk.DocCanned, `[{"id":"a","shortcut":"a","title":"A","text":"x"},{"id":"a","shortcut":"b","title":"B","text":"y"}]`},
		"a canned reply without a text":     {desk.DocCanned, `[{"id":"a","shortcut":"a","title":"A","text":""}]`},
		"a playbook without steps":          {desk.DocPlaybooks, `[{"id":"a","title":"A","steps":[]}]`},
		"a cause without a title":           {desk.DocCauses, `[{"id":"a","title":""}]`},
	} {
		t.Run(name, func(t *testing.T) {
			s, ctx := newStage(t, bot.DefaultSettings()), context.Background()
			now, err := s.book.Get(ctx, tc.doc)
			s.must(err)
			_, err = s.book.Put(ctx, bot.Setting{Name: tc.doc, Revision: now.Revision, Body: tc.body, Author: "boss", At: s.watch.Now()})
			if !errors.Is(err, bot.ErrInvalid) || errors.Is(err, bot.ErrConflict) {
				t.Fatalf("it was taken, or refused with %v", err)
			}
			if said := strings.TrimPrefix(err.Error(), bot.ErrInvalid.Error()+": "); len(said) < 15 || strings.Contains(said, "\n") {
				t.Errorf("it was refused with %q, which tells nobody what to do", said)
			}
			if after, _ := s.book.Get(ctx, tc.doc); after.Revision != now.Revision || after.Body != now.Body {
				t.Error("it was refused and written")
			}
		})
	}
}

// Of two managers who write at the same time, the second is told; every process follows.
func TestDocumentConflict(t *testing.T) {
	s, ctx := newStage(t, bot.DefaultSettings()), context.Background()
	other := s.open()
	t.Cleanup(func() { other.db.Close() })
	read, err := s.book.Get(ctx, desk.DocDesk)
	s.must(err)
	mine, theirs := bot.DefaultSettings(), bot.DefaultSettings()
	mine.Grace, theirs.Grace = 30, 40
	write := func(p *process, settings bot.Settings, revision int64) error {
		body, err := json.Marshal(settings)
		s.must(err)
		_, err = p.book.Put(ctx, bot.Setting{Name: desk.DocDesk, Revision: revision, Body: string(body), Author: "x", At: s.watch.Now()})
		return err
	}
	s.must(write(s.process, mine, read.Revision))
	if err := write(other, theirs, read.Revision); !errors.Is(err, bot.ErrConflict) {
		t.Errorf("%v", err)
	}
	if got := s.book.Plan().Grace; got != 30 {
		t.Errorf("grace is %d", got)
	}
	s.must(other.book.Load(ctx))
	if got := other.book.Plan().Grace; got != 30 {
		t.Errorf("in the other process grace is %d", got)
	}
	s.restart()
	if got := s.book.Plan().Grace; got != 30 {
		t.Errorf("after a restart grace is %d", got)
	}
}

// A team that is deleted while conversations wait for it: they are seen, told, and taken by the first team.
func TestDeletedTeam(t *testing.T) {
	settings := office()
	settings.Teams = append(settings.Teams, bot.Team{ID: "returns", Title: "Returns", Members: []bot.Member{{Agent: "ben"}}})
	settings.Routes = []bot.Route{{Team: "returns"}}
	s, ctx := newStage(t, settings, "ana", "ben"), context.Background()
	s.joins("ana")
	s.asks(c1)
	settings.Teams, settings.Routes = settings.Teams[:1], nil
	s.settle(settings)
	s.look()
	if _, err := s.desk.Readable(ctx, "ana", false, c1); err != nil {
		t.Errorf("ana cannot see it: %v", err)
	}
	s.claims("ana", c1)
	s.replies("ana", c1, "hello")
	s.did(s.desk.Release(ctx, s.by("ana", c1)))
	if c := s.now(c1); c.Team != "support" {
		t.Errorf("it waits for %q", c.Team)
	}
}
