package widget

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
)

// write publishes an article for an audience over what is there.
func (s *shelf) write(id string, c knowledge.Content) {
	s.t.Helper()
	a, err := s.Article(s.t.Context(), id)
	if err == nil {
		a, err = s.room.Save(s.t.Context(), id, a.Latest, c, "import")
	}
	if err == nil {
		_, _, err = s.room.Publish(s.t.Context(), editing.Step{ID: id, Revision: a.Latest, Author: "import"})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// Promise P9 with audiences: what is for the staff, or for another site, is on none of the public pages, even while the
// index still believes that it is for all.
func TestOthersArticlesAreNotShown(t *testing.T) {
	d := openDesk(t, nil, nil)
	secret := knowledge.Content{Title: "Returns", Body: "Secret words.", Audience: []string{knowledge.StaffOnly}}
	d.shelf.write("returns", secret)
	secret.Title, secret.Audience = "Size", []string{"club"}
	d.shelf.write("size", secret)
	vote := `{"article":"%","revision":1,"helpful":true}`

	for _, c := range []struct {
		site, id string
		shown    bool
	}{{"shop", "returns", false}, {"club", "returns", false}, {"shop", "size", false}, {"club", "size", true}} {
		base := "/api/site/" + c.site
		status := http.StatusNotFound
		if c.shown {
			status = http.StatusOK
		}
		d.want(status, request("GET", base+"/article?id="+c.id, ""), nil)
		d.want(status, request("GET", base+"/article?id="+c.id+"&revision=1", ""), nil) // which was for all
		if got := d.want(200, request("GET", base+"/search?q="+c.id, ""), nil).Body.String(); strings.Contains(got, `"article":"`+c.id+`"`) != c.shown {
			t.Errorf("%s finds %s: %s", c.site, c.id, got)
		}
		if got := d.want(200, request("GET", base+"/", ""), nil).Body.String(); strings.Contains(got, `"article":"`+c.id+`"`) != c.shown {
			t.Errorf("%s begins with %s: %s", c.site, c.id, got)
		}
		if c.shown {
			status = http.StatusNoContent
		}
		d.want(status, request("POST", base+"/article/helpful", strings.ReplaceAll(vote, "%", c.id)), nil)
	}
	// Nor is it offered beside what may be read.
	d.shelf.add("Returns of size", true)
	if got := d.want(200, request("GET", "/api/site/club/article?id=returns-of-size", ""), nil).Body.String(); strings.Contains(got, `"article":"returns"`) || !strings.Contains(got, `"article":"size"`) {
		t.Errorf("beside it: %s", got)
	}
	agent := cookie(d.session(d.staff("agent@shop.example", account.Agent)))
	if got := d.want(200, request("GET", "/api/staff/article?id=returns", "", agent), nil).Body.String(); !strings.Contains(got, "Secret words.") {
		t.Errorf("the staff reads %s", got)
	}
}

// A suggested reply is what the customer may be told; the articles beside it are for the agent.
func TestSuggestionKeepsStaffsArticlesFromTheReply(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := d.staff("agent@shop.example", account.Agent)
	d.talk.bot = func(q bot.Question) bot.Decision {
		found := []bot.Candidate{{Article: "returns", Revision: 1, Title: "Returns"}}
		if q.Staff {
			found = append([]bot.Candidate{{Article: "size", Revision: 1, Title: "Size"}}, found...)
			return bot.Decision{Kind: bot.Answer, Text: "for agents", Trace: bot.Trace{Confidence: 0.9, Candidates: found}}
		}
		if q.Site != "shop" {
			t.Errorf("asked as of %q", q.Site)
		}
		return bot.Decision{Kind: bot.Answer, Text: "for customers", Trace: bot.Trace{Confidence: 0.6, Candidates: found}}
	}
	d.talk.says(firstTalk, aboutReturns)
	s := d.suggested(firstTalk, agent)
	if s.Text != "for customers" || len(s.Candidates) != 2 || s.Candidates[0].Article != "size" || s.Confidence != 0.9 {
		t.Errorf("suggested %+v", s)
	}
}
