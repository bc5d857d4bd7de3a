package actor

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"frontdesk/widget/wire"
)

// handle does what an agent does with the conversation on the screen.
func (s *Stage) handle(ctx context.Context, a *Agent, verb string, args words) error {
	switch verb {
	case "goes-away", "is-back":
		return a.send(wire.In{Type: wire.TypeStatus, Status: map[string]string{"goes-away": "away", "is-back": "online"}[verb]})
	case "types":
		return a.send(wire.In{Type: wire.TypeTyping, Conversation: a.at, Writing: "reply"})
	case "sees-row":
		return a.seesRow(ctx, args.at(0), s.who(args.at(1)).Conversation, args.at(2))
	case "assigns":
		to, err := a.person(ctx, args.at(1))
		if err != nil {
			return err
		}
		_, err = a.Do(ctx, wire.In{Type: wire.TypeAssign, ID: rand.Text(), Conversation: s.who(args.at(0)).Conversation, To: to})
		return err
	case "takes-over":
		id := s.who(args.at(0)).Conversation
		if _, err := a.Do(ctx, wire.In{Type: wire.TypeTakeOver, ID: rand.Text(), Conversation: id}); err != nil {
			return err
		}
		return a.Open(ctx, id)
	}
	if strings.HasPrefix(verb, "replies") && !a.Gone() {
		if err := a.Settle(ctx); err != nil { // who replies has read what there is
			return err
		}
	}
	in, err := s.frame(ctx, a, verb, args)
	if err != nil {
		return err
	}
	_, err = a.act(ctx, in)
	return err
}

// frame makes the frame of something that an agent does.
func (s *Stage) frame(ctx context.Context, a *Agent, verb string, args words) (in wire.In, err error) {
	held := int64(len(a.Holds(a.at)))
	switch verb {
	case "replies":
		in = wire.In{Type: wire.TypeSend, Text: args.at(0), After: held}
	case "replies-behind": // as one who has not seen the last events
		in = wire.In{Type: wire.TypeSend, Text: args.at(0), After: held - 1}
	case "replies-anyway":
		in = wire.In{Type: wire.TypeSend, Text: args.at(0), After: held, Confirm: []string{"newer", "never_say"}}
	case "notes":
		in = wire.In{Type: wire.TypeNote, Text: args.at(0)}
	case "resolves":
		in = wire.In{Type: wire.TypeResolve, Cause: args.at(0)}
	case "hands-back":
		in = wire.In{Type: wire.TypeHandBack}
	case "releases":
		in = wire.In{Type: wire.TypeRelease}
	case "transfers-to":
		in = wire.In{Type: wire.TypeTransfer, Text: args.at(1)}
		if team, ok := strings.CutPrefix(args.at(0), "team:"); ok {
			in.Team = team
			return in, nil
		}
		in.To, err = a.person(ctx, args.at(0))
	case "snoozes":
		in = wire.In{Type: wire.TypeSnooze, Until: -1}
		if args.at(0) != "until-answer" {
			var d time.Duration
			d, err = time.ParseDuration(args.at(0))
			in.Until = time.Now().Add(d).UnixMilli()
		}
	case "takes-up":
		in = wire.In{Type: wire.TypeSnooze}
	case "tags":
		in = wire.In{Type: wire.TypeTag, Tags: args}
	case "prioritizes":
		in = wire.In{Type: wire.TypePriority, Priority: args.at(0)}
	case "promises":
		var d time.Duration
		d, err = time.ParseDuration(args.at(1))
		in = wire.In{Type: wire.TypePromise, Text: args.at(0), Until: time.Now().Add(d).UnixMilli()}
	case "keeps", "takes-back":
		in, err = a.promised(verb == "keeps", args.at(0))
	case "merges-into":
		in = wire.In{Type: wire.TypeMerge, Into: args.at(0)}
	case "blocks":
		in = wire.In{Type: wire.TypeBlock, Text: args.at(0)}
	case "unblocks":
		in = wire.In{Type: wire.TypeUnblock, Text: args.at(0)}
	case "ticks":
		in = wire.In{Type: wire.TypeStep, Playbook: args.at(0), Done: true}
		in.Step, err = strconv.Atoi(args.at(1))
	case "follows-up":
		in = wire.In{Type: wire.TypeFollowUp, Text: args.at(0)}
	default:
		err = fmt.Errorf("an agent cannot %q", verb)
	}
	return in, err
}

// promised ends the newest promise on the screen.
func (a *Agent) promised(kept bool, why string) (wire.In, error) {
	events := a.Holds(a.at)
	for i := len(events) - 1; i >= 0; i-- {
		if p := events[i].Promise; p != nil && events[i].Kind == "promise" {
			if kept {
				return wire.In{Type: wire.TypeKept, Promise: p.ID}, nil
			}
			return wire.In{Type: wire.TypeTakeBack, Promise: p.ID, Text: why}, nil
		}
	}
	return wire.In{}, fmt.Errorf("%s sees no promise", a.client.name)
}

// seesRow waits until the overview shows a conversation in a view, with words that match; as JSON.
func (a *Agent) seesRow(ctx context.Context, view, conversation, pattern string) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	seen := ""
	err = a.await(ctx, "a row in "+view, func() bool {
		for _, r := range a.desk.Rows {
			if r.ID == conversation {
				b, _ := json.Marshal(r)
				seen = string(b)
				return r.View == view && re.MatchString(seen)
			}
		}
		return false
	})
	if err != nil {
		return fmt.Errorf("%w\nthe row is %s", err, seen)
	}
	return nil
}

// manager signs somebody in who may change the settings.
func (s *Stage) manager(ctx context.Context, name, verb string, args words) (string, error) {
	m, url := s.managers[name], s.Desk.URL
	if verb == "signs-in" {
		link, err := s.link("manager", name, args.at(0))
		if err != nil {
			return "", err
		}
		m = &Staff{name: name}
		s.managers[name] = m
		return "", m.SignIn(ctx, url, link)
	}
	if m == nil {
		return "", fmt.Errorf("%s has not signed in", name)
	}
	var doc struct {
		Revision int64           `json:"revision"`
		Value    json.RawMessage `json:"value"`
	}
	switch verb {
	case "sets": // a document, from a file of JSON
		body, err := s.file(args.at(1))
		if err != nil {
			return "", err
		}
		body, err = s.people(ctx, m, body)
		if err != nil {
			return "", err
		}
		if err := m.call(ctx, http.MethodGet, url, "/api/settings/"+args.at(0), nil, &doc); err != nil {
			return "", err
		}
		doc.Value = json.RawMessage(body)
		return "", m.call(ctx, http.MethodPut, url, "/api/settings/"+args.at(0), doc, nil)
	case "shows":
		err := m.call(ctx, http.MethodGet, url, "/api/settings/"+args.at(0), nil, &doc)
		return string(doc.Value) + "\n", err
	}
	return "", fmt.Errorf("a manager cannot %q", verb)
}

// people puts staff ids in the place of names such as @ana@ in a document.
func (s *Stage) people(ctx context.Context, m *Staff, body string) (string, error) {
	if !strings.Contains(body, "@") {
		return body, nil
	}
	var list struct {
		People []struct{ ID, Name string }
	}
	if err := m.call(ctx, http.MethodGet, s.Desk.URL, "/api/settings/people", nil, &list); err != nil {
		return "", err
	}
	for _, p := range list.People {
		body = strings.ReplaceAll(body, "@"+strings.ToLower(p.Name)+"@", p.ID)
	}
	return body, nil
}
