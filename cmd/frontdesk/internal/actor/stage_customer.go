package actor

import (
	"context"
	"crypto/rand"
	"fmt"
	"regexp"
	"strconv"

	"frontdesk/widget/wire"
)

// who returns the customer of a name, whom the first mention makes.
func (s *Stage) who(name string) *Customer {
	c := s.customers[name]
	if c == nil {
		c = NewCustomer(name, "main")
		s.customers[name] = c
	}
	return c
}

// there returns the customer with an open connection.
func (s *Stage) there(ctx context.Context, name string) (*Customer, error) {
	c := s.who(name)
	c.mu.Lock()
	fresh := c.ws == nil && c.token == ""
	c.mu.Unlock()
	if fresh {
		return c, c.Connect(ctx, s.Desk.URL)
	}
	return c, nil
}

func (s *Stage) customer(ctx context.Context, name, verb string, args words) (string, error) {
	switch verb {
	case "comes", "reconnects":
		c := s.who(name)
		c.Leave()
		return "", c.Connect(ctx, s.Desk.URL)
	case "at":
		s.who(name).Site = args.at(0)
		return "", nil
	}
	c, err := s.there(ctx, name)
	if err != nil {
		return "", err
	}
	switch verb {
	case "leaves":
		c.Leave()
		return "", nil
	case "expect":
		return c.expect(ctx, args.at(0), args.at(1))
	case "sees":
		return "", c.sees(ctx, c.Conversation, args.at(0))
	case "sees-no":
		return "", c.seesNo(ctx, c.Conversation, args.at(0))
	case "state":
		return "", c.becomes(ctx, c.Conversation, args.at(0))
	case "log":
		if err := c.settle(ctx); err != nil {
			return "", err
		}
		return (&Log{Events: c.Holds()}).lines(), nil
	case "hears-close":
		return "", c.hearsClose(ctx, args.at(0), args.at(1))
	case "reads":
		return "", c.reads(ctx, s.who(args.at(0)).Conversation)
	case "types":
		return "", c.send(wire.In{Type: wire.TypeTyping, Conversation: c.Conversation, Text: args.at(0)})
	case "reads-all":
		if err := c.settle(ctx); err != nil {
			return "", err
		}
		return "", c.send(wire.In{Type: wire.TypeSeen, Conversation: c.Conversation, Seq: int64(len(c.Holds()))})
	case "starts-anew":
		c.Conversation, c.started = rand.Text(), false
		return "", nil
	case "identifies":
		c.Identity = args.at(0)
		c.Leave()
		return "", c.Connect(ctx, s.Desk.URL)
	case "continues":
		return "", c.proceed(ctx, s.Desk.URL, args.at(0))
	case "writes-to":
		_, err := c.request(ctx, wire.In{Type: wire.TypeSend, ID: rand.Text(), Conversation: s.who(args.at(0)).Conversation, Text: args.at(1)})
		return "", err
	}
	in, err := c.frame(verb, args)
	if err != nil {
		return "", err
	}
	seq, err := c.Do(ctx, in)
	if err != nil {
		return "", err
	}
	return fmt.Sprintln(seq), nil
}

// frame makes the frame of a verb that changes something.
func (c *Customer) frame(verb string, args words) (wire.In, error) {
	in := wire.In{ID: rand.Text()}
	switch verb {
	case "says":
		in.Type, in.Text = wire.TypeSend, args.at(0)
		if id := args.at(1); id != "" {
			in.ID = id
		}
	case "picks":
		n, _ := strconv.Atoi(args.at(0))
		e, err := c.lastOf("clarification", func(e wire.Event) bool { return e.Decision == "clarification" })
		if err != nil || n < 1 || n > len(e.Choices) {
			return in, fmt.Errorf("%s cannot pick %q: %d choices, %w", c.name, args.at(0), len(e.Choices), err)
		}
		in.Type, in.Text, in.Choice = wire.TypeSend, e.Choices[n-1].Title, e.Choices[n-1].Article
	case "asks-for-person":
		in.Type = wire.TypePerson
	case "helpful":
		e, err := c.lastOf("answer", func(e wire.Event) bool { return e.From == "bot" })
		if err != nil {
			return in, err
		}
		helpful := args.at(0) == "yes"
		in.Type, in.Seq, in.Helpful = wire.TypeFeedback, e.Seq, &helpful
	case "rates":
		score, err := strconv.Atoi(args.at(0))
		if err != nil {
			return in, err
		}
		in.Type, in.Score, in.Text = wire.TypeRate, score, args.at(1)
	case "leaves-email":
		in.Type, in.Email, in.Name = wire.TypeContact, args.at(0), args.at(1)
	default:
		return in, fmt.Errorf("a customer cannot %q", verb)
	}
	return in, nil
}

// expect waits for the bot's next message.
func (c *Customer) expect(ctx context.Context, kind, pattern string) (string, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return "", err
	}
	e, err := c.NextOfBot(ctx)
	if err != nil {
		return "", err
	}
	if e.Decision != kind || !re.MatchString(Line(e)) {
		return "", fmt.Errorf("%s expects %s %q, but the bot says\n\t%s", c.name, kind, pattern, Line(e))
	}
	return Line(e) + "\n", nil
}

// reads tries to follow somebody's conversation.
func (c *Customer) reads(ctx context.Context, id string) error {
	c.mu.Lock()
	c.loose = nil
	c.mu.Unlock()
	if err := c.send(wire.In{Type: wire.TypeResume, Conversation: id}); err != nil {
		return err
	}
	var o wire.Out
	err := c.await(ctx, "the conversation of somebody else", func() bool {
		if len(c.loose) > 0 {
			o = c.loose[0]
		}
		return len(c.loose) > 0 || len(c.log(id).Events) > 0
	})
	if err == nil && o.Code != "" {
		return refusedBy(o)
	}
	return err
}

// sees waits until an event of the conversation matches.
func (c *client) sees(ctx context.Context, id, pattern string) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	err = c.await(ctx, fmt.Sprintf("an event like %q", pattern), func() bool { return c.log(id).has(re) })
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		err = fmt.Errorf("%w\nthe conversation:\n%s", err, c.log(id).lines())
	}
	return err
}

// seesNo makes sure that no event that there is matches.
func (c *client) seesNo(ctx context.Context, id, pattern string) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	if err := c.settle(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.log(id).has(re) {
		return fmt.Errorf("%s sees what must not be seen, %q:\n%s", c.name, pattern, c.log(id).lines())
	}
	for _, f := range c.frames {
		if re.MatchString(f) {
			return fmt.Errorf("%s got what must not be seen, %q: %s", c.name, pattern, f)
		}
	}
	return nil
}

func (l *Log) has(re *regexp.Regexp) bool {
	for _, e := range l.Events {
		if re.MatchString(Line(e)) {
			return true
		}
	}
	return false
}

// becomes waits until the state matches.
func (c *client) becomes(ctx context.Context, id, pattern string) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	err = c.await(ctx, fmt.Sprintf("the state %q", pattern), func() bool { return re.MatchString(State(c.log(id).State)) })
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		err = fmt.Errorf("%w\nthe state is %q", err, State(c.log(id).State))
	}
	return err
}

// hearsClose waits for the end of the connection and checks its code and the last frame before it.
func (c *client) hearsClose(ctx context.Context, code, pattern string) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	end, err := c.awaitClose(ctx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	last := ""
	if len(c.frames) > 0 {
		last = c.frames[len(c.frames)-1]
	}
	c.mu.Unlock()
	if fmt.Sprint(end.Code) != code || !re.MatchString(last) {
		return fmt.Errorf("%s expects close code %s after %q, got %v%s", c.name, code, pattern, end, c.last())
	}
	return nil
}
