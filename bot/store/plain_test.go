package store_test

import (
	"errors"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
)

// What comes from outside may hold what not every database keeps in a text: it is left out, finds nothing, or is refused,
// and never looks like a fault of the desk.
func TestTextThatNoDatabaseKeeps(t *testing.T) { each(t, testTextThatNoDatabaseKeeps) }

func testTextThatNoDatabaseKeeps(t *testing.T, e engine) {
	s, _ := open(t, e)
	const bad = "x\x00y\xffz"
	create := &bot.Conversation{ID: "conversation-0001", Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1,
		Name: bad, Email: bad, Locale: bad, Origin: bot.Origin{Page: bad, Referrer: bad, Zone: bad}}
	if _, err := s.Change(t.Context(), create.ID, create, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Says("m1", "hello", "", bot.Around{}, time.Now())
	}); err != nil {
		t.Fatal(err)
	}
	c, err := s.Conversation(t.Context(), create.ID)
	if err != nil || c.Name != "xyz" || c.Origin.Page != "xyz" {
		t.Errorf("kept as %q and %q, %v", c.Name, c.Origin.Page, err)
	}
	for name, f := range map[string]store.Find{"text": {Text: bad}, "customer": {Customer: bad}, "cause": {Cause: bad}, "team": {Team: bad}, "site": {Site: bad}} {
		if _, err := s.Find(t.Context(), f); err != nil {
			t.Errorf("find by %s: %v", name, err)
		}
	}
	for name, said := range map[string]bot.Vouched{"subject": {Subject: bad, JTI: "j", Expires: day}, "id of the token": {Subject: "u", JTI: bad, Expires: day}} {
		if _, _, err := s.Vouch(t.Context(), bot.Login{Site: "shop", ID: "n", Token: "t", Said: said}, day); !errors.Is(err, bot.ErrInvalid) {
			t.Errorf("%s: %v, want %v", name, err, bot.ErrInvalid)
		}
	}
}
