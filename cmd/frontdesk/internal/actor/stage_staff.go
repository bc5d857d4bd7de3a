package actor

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"frontdesk/widget/wire"
)

func (s *Stage) agent(ctx context.Context, name, verb string, args words) (string, error) {
	a := s.agents[name]
	if verb == "signs-in" {
		return "", s.enter(ctx, name, args.at(0))
	}
	if a == nil {
		return "", fmt.Errorf("%s has not signed in", name)
	}
	switch verb {
	case "leaves":
		a.Leave()
		return "", nil
	case "comes":
		return "", a.Connect(ctx, s.Desk.URL)
	case "sees-waiting":
		return "", a.shows(ctx, "waiting", args.at(0), func(*wire.Desk) int { return len(a.rows(wire.ViewWaiting)) })
	case "sees-online":
		return "", a.shows(ctx, "online", args.at(0), func(d *wire.Desk) int { return d.Agents })
	case "opens":
		return "", a.Open(ctx, s.who(args.at(0)).Conversation)
	case "accepts":
		return "", a.Accept(ctx, s.who(args.at(0)).Conversation)
	case "sees":
		return "", a.sees(ctx, a.at, args.at(0))
	case "sees-no":
		return "", a.seesNo(ctx, a.at, args.at(0))
	case "state":
		return "", a.becomes(ctx, a.at, args.at(0))
	case "hears-close":
		return "", a.hearsClose(ctx, args.at(0), args.at(1))
	case "pings-until-close":
		if err := a.send(wire.In{Type: wire.TypePing}); err != nil {
			return "", err
		}
		return "", a.hearsClose(ctx, args.at(0), args.at(1))
	case "log":
		if err := a.settle(ctx); err != nil {
			return "", err
		}
		return (&Log{Events: a.Holds(a.at)}).lines(), nil
	}
	return "", s.handle(ctx, a, verb, args)
}

// enter signs an agent in with a link, or with a new one, and opens the console.
func (s *Stage) enter(ctx context.Context, name, link string) error {
	link, err := s.link("agent", name, link)
	if err != nil {
		return err
	}
	a := NewAgent(name)
	if err := a.SignIn(ctx, s.Desk.URL, link); err != nil {
		return err
	}
	if old := s.agents[name]; old != nil {
		old.Leave()
	}
	s.agents[name] = a
	return a.Connect(ctx, s.Desk.URL)
}

// Agent signs somebody up as an agent and in at the console.
func (s *Stage) Agent(ctx context.Context, name string) (*Agent, error) {
	if err := s.enter(ctx, name, ""); err != nil {
		return nil, err
	}
	return s.agents[name], nil
}

// shows waits until the desk shows a number.
func (a *Agent) shows(ctx context.Context, what, number string, count func(*wire.Desk) int) error {
	n, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	return a.await(ctx, number+" "+what, func() bool { return a.desk != nil && count(a.desk) == n })
}

// race lets two agents accept a conversation at once. Exactly one must win, and the other must be told who.
func (s *Stage) race(ctx context.Context, args []string) (string, error) {
	if len(args) != 3 {
		return "", errors.New("usage: race CUSTOMER AGENT AGENT")
	}
	if args[1] == args[2] {
		return "", errors.New("nobody races against themselves")
	}
	id := s.who(args[0]).Conversation
	var errs [2]error
	var wg sync.WaitGroup
	for i, name := range args[1:] {
		a := s.agents[name]
		if a == nil {
			return "", fmt.Errorf("%s has not signed in", name)
		}
		wg.Go(func() { errs[i] = a.Accept(ctx, id) })
	}
	wg.Wait()
	winner := 0
	if errs[0] != nil {
		winner = 1
	}
	lost, ok := errors.AsType[*Refused](errs[1-winner])
	if errs[winner] != nil || !ok {
		return "", fmt.Errorf("not one winner and one loser: %s: %v; %s: %v", args[1], errs[0], args[2], errs[1])
	}
	s.Setenv("WINNER", args[1+winner])
	s.Setenv("LOSER", args[2-winner])
	return fmt.Sprintf("%s won\n%s lost: %v\n", title(args[1+winner]), args[2-winner], lost), nil
}

func (s *Stage) editor(ctx context.Context, name, verb string, args words) (string, error) {
	e, desk := s.editors[name], s.Desk.URL
	if verb == "signs-in" {
		link, err := s.link("editor", name, args.at(0))
		if err != nil {
			return "", err
		}
		e = NewEditor(name)
		s.editors[name] = e
		return "", e.SignIn(ctx, desk, link)
	}
	if e == nil {
		return "", fmt.Errorf("%s has not signed in", name)
	}
	switch verb {
	case "creates", "edits":
		body, err := s.file(args.at(1))
		if err != nil {
			return "", err
		}
		if verb == "edits" {
			return "", e.Edit(ctx, desk, args.at(0), body)
		}
		id, err := e.Create(ctx, desk, args.at(0), body)
		return id + "\n", err
	case "opens":
		a, err := e.Open(ctx, desk, args.at(0))
		return fmt.Sprintf("%s %s latest %d published %d\n%s\n", a.ID, a.Status, a.Latest, a.Published, a.Revision.Body), err
	case "publishes":
		return "", e.Publish(ctx, desk, args.at(0))
	case "withdraws":
		return "", e.Withdraw(ctx, desk, args.at(0))
	case "schedules":
		return "", e.Schedule(ctx, desk, args.at(0), args.at(1), args.at(2))
	case "sees-status":
		return "", e.seesStatus(ctx, desk, args.at(0), args.at(1))
	case "sees-gap":
		return e.seesGap(ctx, desk, args.at(0), args.at(1))
	case "checks-citations-of":
		m, err := s.who(args.at(0)).lastOf("answer", func(e wire.Event) bool { return e.Decision == "answer" })
		if err != nil {
			return "", err
		}
		return "", e.CheckCitations(ctx, desk, m)
	}
	return "", fmt.Errorf("an editor cannot %q", verb)
}
