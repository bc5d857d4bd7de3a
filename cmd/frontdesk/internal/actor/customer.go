package actor

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"frontdesk/widget/wire"
)

// Customer is a visitor with a browser: it keeps the token and the events of its conversation while
// connections come and go.
type Customer struct {
	*client
	Site         string
	Conversation string // chosen with the first message
	Identity     string // by which the page vouches, "" if it does not

	token   string
	started bool // the server has acknowledged something in the conversation
}

// NewCustomer returns a customer of a site who has not connected yet.
func NewCustomer(name, site string) *Customer {
	return &Customer{client: newClient(name), Site: site, Conversation: rand.Text()}
}

// Connect opens a socket, says hello and takes up the conversation where it was left.
func (c *Customer) Connect(ctx context.Context, url string) error {
	if err := c.open(ctx, url+"/ws/customer", http.Header{"Origin": {url}}); err != nil {
		return err
	}
	if err := c.send(wire.In{Type: wire.TypeHello, Site: c.Site, Token: c.token, Locale: "en", Page: "https://shop.example/help", Identity: c.Identity, Zone: "Europe/Berlin"}); err != nil {
		return err
	}
	if err := c.await(ctx, "the welcome", func() bool { return c.welcome != nil }); err != nil {
		if end, closed := errors.AsType[*Closed](err); closed && !wire.Resumable(end.Code) {
			return &Refused{Code: fmt.Sprint(end.Code), Message: end.Reason}
		}
		return err
	}
	c.mu.Lock()
	c.token = c.welcome.Token
	c.mu.Unlock()
	if c.started {
		return c.follow()
	}
	return nil
}

// follow asks for what is missing and for what is to come.
func (c *Customer) follow() error {
	c.mu.Lock()
	held := int64(len(c.log(c.Conversation).Events))
	c.mu.Unlock()
	return c.send(wire.In{Type: wire.TypeResume, Conversation: c.Conversation, After: held})
}

// Do sends an act about the conversation and returns its number once it is acknowledged. The act's id must
// be set; an act with the same id may be sent again.
func (c *Customer) Do(ctx context.Context, in wire.In) (int64, error) {
	in.Conversation = c.Conversation
	seq, err := c.request(ctx, in)
	if err == nil && !c.started {
		c.started = true
		err = c.follow()
	}
	return seq, err
}

// Say sends a message.
func (c *Customer) Say(ctx context.Context, text string) (int64, error) {
	return c.Do(ctx, wire.In{Type: wire.TypeSend, ID: rand.Text(), Text: text})
}

// NextOfBot waits for the bot's next message after the one it returned last.
func (c *Customer) NextOfBot(ctx context.Context) (e wire.Event, err error) {
	err = c.await(ctx, "a message of the bot", func() bool {
		l := c.log(c.Conversation)
		for _, e = range l.Events[l.read:] {
			l.read = e.Seq
			if e.Kind == "message" && e.From == "bot" {
				return true
			}
		}
		return false
	})
	return e, err
}

// lastOf returns the newest event that fits.
func (c *Customer) lastOf(what string, fits func(wire.Event) bool) (wire.Event, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	events := c.log(c.Conversation).Events
	for i := len(events) - 1; i >= 0; i-- {
		if fits(events[i]) {
			return events[i], nil
		}
	}
	return wire.Event{}, fmt.Errorf("%s has seen no %s", c.name, what)
}

// Holds returns the events that the customer has got so far.
func (c *Customer) Holds() []wire.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]wire.Event(nil), c.log(c.Conversation).Events...)
}

// Drafts returns what the bot was about to say, as the customer was shown it while it grew.
func (c *Customer) Drafts() []wire.Draft {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]wire.Draft(nil), c.drafts...)
}

// Stands returns status and owner of the conversation as the customer was told last; "" if they were told nothing.
func (c *Customer) Stands() (status, owner string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.log(c.Conversation).State; s != nil {
		return s.Status, s.Owner
	}
	return "", ""
}

// Settle waits until the customer holds everything there is.
func (c *Customer) Settle(ctx context.Context) error { return c.settle(ctx) }

// Broken returns what the server did against its promises, such as a gap in the numbers.
func (c *Customer) Broken() []string { return c.broken() }

// Leave drops the connection without a word.
func (c *Customer) Leave() { c.close() }

// proceed opens a link from a mail in a browser that has never been here, and takes up the conversation.
func (c *Customer) proceed(ctx context.Context, url, link string) error {
	_, token, ok := strings.Cut(link, "/continue#")
	if !ok {
		return fmt.Errorf("%q does not lead into a conversation", link)
	}
	var got struct {
		Site         string
		VisitorToken string `json:"visitor_token"`
		Conversation string
	}
	browser := &Staff{name: c.name}
	if err := browser.call(ctx, http.MethodPost, url, "/api/continue", map[string]string{"token": token}, &got); err != nil {
		return err
	}
	c.Leave()
	c.Site, c.token, c.Conversation, c.started = got.Site, got.VisitorToken, got.Conversation, true
	return c.Connect(ctx, url)
}

// Stop has the bot say what is written instead of wording it further. There is no answer to it.
func (c *Customer) Stop() error {
	return c.send(wire.In{Type: wire.TypeStop, Conversation: c.Conversation})
}
