package widget

import (
	"cmp"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/store"
	"frontdesk/knowledge"
	"frontdesk/widget/wire"
)

// maxPast is how many other conversations of a customer are shown.
const maxPast = 50

// customerView is what is known of a customer. Unverified lists which of name, email and locale nobody vouches for;
// zone, page and referrer never are verified.
type customerView struct {
	Visitor       string            `json:"visitor"`
	Name          string            `json:"name"`
	Email         string            `json:"email"`
	Verified      bool              `json:"verified"` // the host page vouches for who this is
	Unverified    []string          `json:"unverified"`
	Subject       string            `json:"subject"`
	Attributes    map[string]string `json:"attributes"` // from the host page, all verified
	VouchedAt     int64             `json:"vouched_at"` // ms since 1970
	Locale        string            `json:"locale"`
	Zone          string            `json:"zone"`
	Page          string            `json:"page"`
	Referrer      string            `json:"referrer"`
	Blocked       bool              `json:"blocked"`
	Conversations []pastView        `json:"conversations"`
	Ratings       ratingsView       `json:"ratings"`
	Promises      []wire.Promise    `json:"promises"` // of the conversation that was asked about
}

// pastView is another conversation of the same customer.
type pastView struct {
	ID      string `json:"id"`
	Created int64  `json:"created"`
	Updated int64  `json:"updated"`
	Status  string `json:"status"`
	Owner   string `json:"owner"`
	Cause   string `json:"cause"`
	Snippet string `json:"snippet"`
	Rating  int    `json:"rating"` // 0 if none
	Team    string `json:"team"`
}

// ratingsView is how satisfied the customer was so far.
type ratingsView struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
}

// customer answers GET /api/agent/customer?conversation=ID.
func (e *edge) customer(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	c, err := e.readable(r, who)
	if err != nil {
		return err
	}
	visitor, _, err := e.Visitors.VisitorOf(r.Context(), c.Visitor)
	if err != nil {
		return err
	}
	v := viewCustomer(c, visitor)
	past, err := e.History.Past(r.Context(), c.Visitor, c.ID, maxPast, e.sees(who))
	if err != nil {
		return err
	}
	for _, p := range past {
		v.Conversations = append(v.Conversations, viewPast(p))
	}
	if v.Ratings.N, v.Ratings.Mean, err = e.History.Ratings(r.Context(), c.Visitor); err != nil {
		return err
	}
	promises, err := e.History.Promises(r.Context(), c.ID)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	for _, p := range promises {
		v.Promises = append(v.Promises, wire.Promise{ID: p.ID, Text: p.Text, Due: p.Due, State: string(p.State), Late: p.Late, Why: p.Why, Agent: names.of(p.Agent)})
	}
	return writeJSON(w, http.StatusOK, v)
}

// viewCustomer puts together what the customer said and what the host page vouches for, which goes first.
func viewCustomer(c bot.Conversation, visitor bot.Visitor) customerView {
	v := customerView{
		Visitor: c.Visitor, Unverified: []string{}, Attributes: map[string]string{}, Zone: c.Origin.Zone, Page: c.Origin.Page, Referrer: c.Origin.Referrer,
		Blocked: visitor.Blocked, Conversations: []pastView{}, Promises: []wire.Promise{},
	}
	var vouched bot.Vouched
	if visitor.Vouched != nil {
		vouched = *visitor.Vouched
		v.Verified, v.Subject, v.VouchedAt = true, visitor.Subject, bot.Millis(vouched.At)
		if vouched.Attributes != nil {
			v.Attributes = vouched.Attributes
		}
	}
	for _, f := range []struct {
		name          string
		into          *string
		vouched, said string
	}{{"name", &v.Name, vouched.Name, c.Name}, {"email", &v.Email, vouched.Email, c.Email}, {"locale", &v.Locale, vouched.Locale, c.Locale}} {
		*f.into = cmp.Or(f.vouched, f.said)
		if f.vouched == "" && f.said != "" {
			v.Unverified = append(v.Unverified, f.name)
		}
	}
	return v
}

func viewPast(p store.Past) pastView {
	return pastView{ID: p.ID, Created: bot.Millis(p.Created), Updated: bot.Millis(p.Updated), Status: string(p.Status), Owner: string(p.Owner.Kind), Cause: p.Cause,
		Snippet: snippet(p.Snippet, knowledge.Span{}), Rating: p.Score, Team: p.Team}
}
