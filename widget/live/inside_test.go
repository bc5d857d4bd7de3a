package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/wire"
)

func TestLooksExpire(t *testing.T) {
	at := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	k := newLooks()
	ben := func(writing string, writes time.Duration) look {
		l := look{agent: "ben", name: "Ben", until: at.Add(lookHolds), writing: writing}
		if writing != "" {
			l.writes = at.Add(writes)
		}
		return l
	}
	if !k.put("c", "t1", ben(writesReply, writeHolds), at) || k.put("c", "t2", ben("", 0), at) {
		t.Fatal("a second tab of an agent makes a difference, or the first none")
	}
	if k.put("c", "t1", ben("", 0), at) {
		t.Fatal("a sign of life ends the writing")
	}
	if got := k.names("c", "ana", at); got != "Ben (replying)" {
		t.Fatalf("%q", got)
	}
	if k.names("c", "ben", at) != "" {
		t.Fatal("ben sees himself")
	}
	later := at.Add(writeHolds + 1)
	if changed := k.expire(later); !reflect.DeepEqual(changed, []string{"c"}) || k.names("c", "ana", later) != "Ben" {
		t.Fatalf("%v, %q", changed, k.names("c", "ana", later))
	}
	if k.expire(later) != nil {
		t.Fatal("what has expired expires again")
	}
	later = at.Add(lookHolds + 1)
	if changed := k.expire(later); len(changed) != 1 || len(k.at) != 0 {
		t.Fatalf("%v, %v", changed, k.at)
	}
}

// What other nodes hear is what was said.
func TestSignalsCrossNodes(t *testing.T) {
	in := &signal{Kind: signalTypes, From: bot.ByAgent, Agent: "a", Name: "Ana", Tab: "t", Owner: true, Writing: writesNote, Gone: true, Seq: 7, Text: "x"}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := decodeSignal(data); err != nil || !reflect.DeepEqual(out, in) {
		t.Fatalf("%+v, %v", out, err)
	}
}

// Customers see nothing that is for staff, in any kind of event, and every sentence that is for them.
func TestCustomersSeeNothingForStaff(t *testing.T) {
	yes := true
	e := bot.Event{Seq: 3, Author: bot.Author{Kind: bot.ByAgent, ID: "s1", Name: "Ana"}, At: time.UnixMilli(1700000000000), ClientID: "secret-id", Trace: &bot.Trace{Query: "secret"},
		Body: bot.Body{Owner: bot.OwnerAgent, Agent: "Ana", Summary: "secret", Cause: "secret", Team: "secret", From: "secret", Wait: 77, Samples: 77, Tags: "secret", Priority: bot.High,
			Until: 77, Other: "secret", Playbook: &bot.Playbook{ID: "secret"}, Rule: "secret", Mentions: []string{"s1"}, Served: "s1", Undone: true, Helpful: &yes, Original: "secret", Drafted: true,
			Promise: &bot.Promise{ID: "p", Text: "refund", Due: 1, State: bot.PromiseOpen, Agent: "secret"}}}
	for _, kind := range []bot.EventKind{bot.EventMessage, bot.EventNote, bot.EventOwner, bot.EventResolved, bot.EventReopened, bot.EventFeedback, bot.EventRating, bot.EventContact,
		bot.EventLooked, bot.EventWait, bot.EventExpired, bot.EventPromise, bot.EventMerged, bot.EventTags, bot.EventPriority, bot.EventSnooze, bot.EventStep, bot.EventReminder,
		bot.EventBlocked, bot.EventNeverSay, bot.EventFollowUp} {
		e.Kind = kind
		var v, staff wire.Event
		reader{language: "en"}.event(&v, &e, func(string) string { return "secret" })
		line := v.Line
		v.Line = ""
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("secret")) || bytes.Contains(data, []byte("77")) {
			t.Errorf("of %s customers see %s", kind, data)
		}
		if kind.ForStaff() && !reflect.DeepEqual(v, wire.Event{Seq: 3, Kind: "hidden", At: 1700000000000}) {
			t.Errorf("of %s customers see %s", kind, data)
		}
		if (reader{staff: true}).event(&staff, &e, func(id string) string { return "Name of " + id }); staff.Line != "" || staff.Kind != string(kind) || staff.Served != "Name of s1" {
			t.Errorf("of %s staff see %+v", kind, staff)
		}
		if kind == bot.EventPromise && line == "" {
			t.Error("customers are not told of a promise")
		}
	}
}

func TestViewOf(t *testing.T) {
	waits, mine, theirs := bot.Owner{Kind: bot.OwnerQueue}, bot.Owner{Kind: bot.OwnerAgent, Agent: "me"}, bot.Owner{Kind: bot.OwnerAgent, Agent: "her"}
	now := time.Now()
	for want, c := range map[string]bot.Conversation{
		"waiting": {Status: bot.Open, Owner: waits, FollowUp: now}, "mine": {Status: bot.Open, Owner: mine}, "team": {Status: bot.Open, Owner: theirs, Snoozed: now},
		"snoozed": {Status: bot.Open, Owner: mine, Snoozed: now}, "bot": {Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}},
		"closed": {Status: bot.Resolved, Owner: bot.Owner{Kind: bot.OwnerBot}}, "followup": {Status: bot.Resolved, Owner: bot.Owner{Kind: bot.OwnerBot}, FollowUp: now},
	} {
		if got := ViewOf(c, "me"); got != want {
			t.Errorf("%+v is in %s, want %s", c.Owner, got, want)
		}
	}
}

// A clock warns for the last fifth of the opening hours that it has.
func TestWarning(t *testing.T) {
	s := bot.DefaultSettings()
	s.Teams[0].Hours = bot.Hours{Zone: "UTC", Week: []bot.Span{{Day: time.Friday, From: "09:00", To: "17:00"}, {Day: time.Monday, From: "09:00", To: "17:00"}}}
	p, err := bot.NewPlan(s)
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2026, 3, 6, 16, 0, 0, 0, time.UTC)
	monday := time.Date(2026, 3, 9, 13, 0, 0, 0, time.UTC)
	conv := &bot.Conversation{Clocks: bot.Clocks{Began: friday, Asked: friday, First: monday}}
	due, name, warn := clockOf(p, conv)
	if due != monday.UnixMilli() || name != "first" || warn != monday.Add(-time.Hour).UnixMilli() {
		t.Fatalf("due %d %s, warn %v", due, name, time.UnixMilli(warn).UTC())
	}
	conv.Clocks = bot.Clocks{Began: friday.AddDate(0, 0, -7), Asked: monday, Next: monday.Add(10 * time.Minute), Resolve: monday.Add(time.Hour)}
	if _, name, warn := clockOf(p, conv); name != "next" || warn != monday.Add(8*time.Minute).UnixMilli() {
		t.Fatalf("%s, warn %v", name, time.UnixMilli(warn).UTC())
	}
	if due, name, warn := clockOf(p, new(bot.Conversation)); due != 0 || name != "" || warn != 0 {
		t.Fatal("a clock runs that does not")
	}
}

func TestZones(t *testing.T) {
	var z zones
	for name, ok := range map[string]bool{"UTC": true, "": false, "Local": false, "../etc/passwd": false, "Nowhere/City": false, "/etc/localtime": false} {
		if got := z.find(name); (got != nil) != ok {
			t.Errorf("%q is %v", name, got)
		}
	}
	if first, again := z.find("UTC"), z.find("UTC"); first != again || len(z.seen) != 1 {
		t.Error("zones that do not exist are kept, or one that does is not")
	}
}

// What the database could not keep is told as something to be tried again, and not as a fault of ours.
func TestDatabaseAway(t *testing.T) {
	for _, err := range []error{sqldb.ErrUnavailable, sqldb.ErrUnknown, sqldb.ErrClosed, context.DeadlineExceeded} {
		if f := explain(fmt.Errorf("append: %w", err)); f.Code != wire.CodeUnavailable || f.Retry != retryLater {
			t.Errorf("%v: %+v", err, f)
		}
	}
	if f := explain(errors.New("disk on fire")); f.Code != wire.CodeInternal {
		t.Errorf("an unknown error: %+v", f)
	}
}
