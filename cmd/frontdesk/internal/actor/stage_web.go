package actor

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// staff returns the browser of a member of the staff, or one that nobody has signed in to.
func (s *Stage) staff(name string) (*Staff, error) {
	if name == "" {
		return &Staff{}, nil
	}
	if a := s.agents[name]; a != nil {
		return &a.Staff, nil
	}
	if e := s.editors[name]; e != nil {
		return &e.Staff, nil
	}
	if m := s.managers[name]; m != nil {
		return m, nil
	}
	return nil, fmt.Errorf("%s has not signed in", name)
}

// http sends a request, checks the status and writes the answer out: status line, sorted headers, body. With -until it
// is sent again until the answer matches.
func (s *Stage) http(ctx context.Context, args []string) (string, error) {
	f := flag.NewFlagSet("http", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	as, origin, body, via := f.String("as", "", ""), f.String("origin", "", ""), f.String("body", "", ""), f.String("via", "", "")
	until := f.String("until", "", "")
	if err := f.Parse(args); err != nil || f.NArg() != 3 {
		return "", fmt.Errorf("usage: http [-as NAME] [-origin O] [-via ADDRESS] [-body JSON] [-until PATTERN] METHOD PATH STATUS (%v)", err)
	}
	pattern, err := regexp.Compile(*until)
	if err != nil {
		return "", err
	}
	who, err := s.staff(*as)
	if err != nil {
		return "", err
	}
	more := http.Header{}
	if *origin != "" {
		more.Set("Origin", *origin)
		more.Set("Sec-Fetch-Site", "cross-site")
	}
	if *via != "" {
		more.Set("X-Forwarded-For", *via)
	}
	for start := time.Now(); ; {
		text, err := s.asked(ctx, who, f.Args(), *body, more)
		if err != nil || pattern.MatchString(text) {
			return text, err
		}
		if time.Since(start) > Patience {
			return text, fmt.Errorf("after %v the answer does not match %s\n%s", Patience, *until, text)
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return text, err
		}
	}
}

// asked sends one request: method, path, status that is wanted.
func (s *Stage) asked(ctx context.Context, who *Staff, request []string, body string, more http.Header) (string, error) {
	resp, err := who.ask(ctx, request[0], s.Desk.URL, request[1], []byte(body), more)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", resp.Status)
	for name, values := range resp.Header {
		for _, v := range values {
			fmt.Fprintf(&out, "%s: %s\n", name, v)
		}
	}
	lines := strings.SplitAfter(out.String(), "\n")
	slices.Sort(lines[1:])
	text := strings.Join(lines, "") + "\n" + string(b)
	if fmt.Sprint(resp.StatusCode) != request[2] {
		return text, fmt.Errorf("%s %s: %s, want %s\n%s", request[0], request[1], resp.Status, request[2], text)
	}
	return text, nil
}

// promptly is how soon the search must follow what an editor does.
const promptly = 2 * time.Second

// searchable waits until the search shows the article, or does not any more.
func (s *Stage) searchable(ctx context.Context, want bool, within time.Duration, args []string) error {
	if len(args) != 2 {
		return errors.New("usage: searchable QUESTION ARTICLE")
	}
	start := time.Now()
	for {
		asked := time.Now()
		var found struct{ Hits []struct{ Article string } }
		err := (&Staff{}).call(ctx, http.MethodGet, s.Desk.URL, "/api/site/main/search?q="+url.QueryEscape(args[0]), nil, &found)
		if err != nil {
			return err
		}
		has := false
		for _, h := range found.Hits {
			has = has || h.Article == args[1]
		}
		switch {
		case has == want:
			return nil
		case asked.Sub(start) > within:
			return fmt.Errorf("after %v the search for %q shows %v", time.Since(start).Round(time.Millisecond), args[0], found.Hits)
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// indexed waits until the search is complete and has learnt from what it holds.
func (s *Stage) indexed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*Patience)
	defer cancel()
	state := "unlearnt"
	for {
		// The figures first: whoever searches all the time is told to wait.
		if s.learned(ctx) {
			var found struct{ State string }
			if err := (&Staff{}).call(ctx, http.MethodGet, s.Desk.URL, "/api/site/main/search?q=index", nil, &found); err != nil {
				return err
			}
			if state = found.State; state == "ready" {
				return nil
			}
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return fmt.Errorf("the search stays %q: %w", state, err)
		}
	}
}

// learned reports whether the server's metrics say that it has learnt from its newest articles.
func (s *Stage) learned(ctx context.Context) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Desk.URL+"/metrics", nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return err == nil && strings.Contains(string(body), "\nfrontdesk_index_learned 1\n")
}

func (s *Stage) socket(ctx context.Context, name, verb string, args words) (string, error) {
	if verb == "opens" {
		return "", s.openSocket(ctx, name, args)
	}
	c := s.sockets[name]
	if c == nil {
		return "", fmt.Errorf("there is no socket %q", name)
	}
	switch verb {
	case "sends":
		return "", c.write(websocket.TextMessage, []byte(args.at(0)))
	case "sends-binary":
		return "", c.write(websocket.BinaryMessage, []byte(args.at(0)))
	case "sends-hex":
		b, err := hex.DecodeString(args.at(0))
		if err != nil {
			return "", err
		}
		return "", c.write(websocket.TextMessage, b)
	case "sends-bytes":
		n, err := strconv.Atoi(args.at(0))
		if err != nil {
			return "", err
		}
		frame, err := json.Marshal(map[string]any{"v": 1, "type": "send", "text": strings.Repeat("x", n)})
		if err != nil {
			return "", err
		}
		return "", c.write(websocket.TextMessage, frame)
	case "hears":
		return s.hears(ctx, name, c, args.at(0))
	case "hears-close":
		return "", c.hearsClose(ctx, args.at(0), args.at(1))
	}
	return "", fmt.Errorf("a socket cannot %q", verb)
}

func (s *Stage) openSocket(ctx context.Context, name string, args words) error {
	f := flag.NewFlagSet("opens", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	origin, as := f.String("origin", s.Desk.URL, ""), f.String("as", "", "")
	if len(args) == 0 {
		return errors.New("usage: socket NAME opens customer|staff [-origin O] [-as STAFF]")
	}
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	who, err := s.staff(*as)
	if err != nil {
		return err
	}
	h := http.Header{}
	if *origin != "" {
		h.Set("Origin", *origin)
	}
	if who.cookie != "" {
		h.Set("Cookie", who.cookie)
	}
	if old := s.sockets[name]; old != nil {
		old.close()
	}
	c := newClient(name)
	s.sockets[name], s.heard[name] = c, 0
	return c.open(ctx, s.Desk.URL+"/ws/"+args[0], h)
}

// hears waits for a frame that matches, after the last one heard, and prints it.
func (s *Stage) hears(ctx context.Context, name string, c *client, pattern string) (frame string, err error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return "", err
	}
	err = c.await(ctx, fmt.Sprintf("a frame like %q", pattern), func() bool {
		for s.heard[name] < len(c.frames) {
			frame = c.frames[s.heard[name]]
			s.heard[name]++
			if re.MatchString(frame) {
				return true
			}
		}
		return false
	})
	return frame + "\n", err
}
