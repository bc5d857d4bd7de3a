package bot_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

// TestReadingGrowsWithTheLog: what is read event by event is what the whole log says, and what was returned before stays
// as it was.
func TestReadingGrowsWithTheLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var log []bot.Event
		var reading bot.Reading
		var returned, copies []bot.Question
		yes := true
		for range rapid.IntRange(1, 25).Draw(t, "events") {
			e := bot.Event{Seq: int64(len(log) + 1)}
			text := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "text")
			switch rapid.IntRange(0, 6).Draw(t, "kind") {
			case 0, 1:
				e.Kind, e.Author.Kind, e.Body = bot.EventMessage, bot.ByCustomer, bot.Body{Text: text, Choice: text}
			case 2, 3:
				e.Kind, e.Author.Kind = bot.EventMessage, bot.ByBot
				e.Body = bot.Body{Text: text, Decision: bot.Answer, Citations: []bot.Citation{{Article: text}}}
			case 4:
				e.Kind, e.Body = bot.EventFeedback, bot.Body{Ref: int64(rapid.IntRange(1, len(log)+1).Draw(t, "ref")), Helpful: &yes}
			case 5:
				e.Kind, e.Body = bot.EventContact, bot.Body{Name: text}
			case 6:
				e.Kind, e.Body.Owner = bot.EventOwner, rapid.SampledFrom([]bot.OwnerKind{bot.OwnerBot, bot.OwnerQueue, bot.OwnerAgent}).Draw(t, "owner")
			}
			log = append(log, e)
			reading.Read(&e)
			got, ok := reading.Question("en")
			want, wanted := bot.ReadQuestion(log, "en")
			if ok != wanted || !reflect.DeepEqual(got, want) {
				t.Fatalf("read %+v, %v; the whole log says %+v, %v", got, ok, want, wanted)
			}
			returned = append(returned, got)
			got.Earlier, got.Names = append([]bot.Exchange(nil), got.Earlier...), append([]string(nil), got.Names...)
			copies = append(copies, got)
			for i := range returned {
				if !reflect.DeepEqual(returned[i], copies[i]) {
					t.Fatalf("what was read at event %d has changed to %+v", i+1, returned[i])
				}
			}
		}
	})
}

// TestReadQuestion: what the bot reacts to, and what it knows of what was said before.
func TestReadQuestion(t *testing.T) {
	no := false
	customer := func(text string) bot.Event {
		return bot.Event{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: text}}
	}
	said := bot.Event{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByBot}, Body: bot.Body{Text: "So.", Decision: bot.Answer}}
	owner := func(o bot.OwnerKind) bot.Event { return bot.Event{Kind: bot.EventOwner, Body: bot.Body{Owner: o}} }
	for name, c := range map[string]struct {
		log     []bot.Event
		text    string
		earlier int
		waiting bool
		unhelpt bool
	}{
		"two messages":             {log: []bot.Event{customer("a"), customer("b")}, text: "a\nb"},
		"after an answer":          {log: []bot.Event{customer("a"), said, customer("b")}, text: "b", earlier: 1},
		"nothing is owed":          {log: []bot.Event{customer("a"), said}, earlier: 1},
		"it did not help":          {log: []bot.Event{customer("a"), said, {Kind: bot.EventFeedback, Body: bot.Body{Ref: 2, Helpful: &no}}, customer("b")}, text: "b", earlier: 1, unhelpt: true},
		"the newest in the queue":  {log: []bot.Event{customer("a"), owner(bot.OwnerQueue), customer("b"), customer("c")}, text: "c", waiting: true},
		"back with the bot":        {log: []bot.Event{customer("a"), said, owner(bot.OwnerQueue), owner(bot.OwnerBot), customer("b")}, text: "b"},
		"verdict before that time": {log: []bot.Event{customer("a"), said, owner(bot.OwnerBot), {Kind: bot.EventFeedback, Body: bot.Body{Ref: 2, Helpful: &no}}, customer("b"), said}, earlier: 1},
	} {
		q, ok := bot.ReadQuestion(numbered(c.log), "")
		unhelpt := len(q.Earlier) > 0 && q.Earlier[0].Helpful != nil
		if q.Text != c.text || ok != (c.text != "") || len(q.Earlier) != c.earlier || q.Waiting != c.waiting || unhelpt != c.unhelpt {
			t.Errorf("%s: %v %+v", name, ok, q)
		}
	}
}
