package actor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"frontdesk/widget/wire"
)

// Editor is a member of the staff in the editor's room.
type Editor struct {
	Staff
	base map[string]Article // newest revision seen, which the next edit is based on
}

// NewEditor returns an editor who has not signed in yet.
func NewEditor(name string) *Editor {
	return &Editor{Staff: Staff{name: name}, base: make(map[string]Article)}
}

// Article is an article as the editor's room shows it.
type Article struct {
	ID        string
	Status    string
	Latest    int
	Published int
	Revision  Content
	Public    *Content `json:"published_revision"`
}

// Content is what an editor writes.
type Content struct {
	Title     string   `json:"title"`
	Body      string   `json:"body"`
	Phrasings []string `json:"phrasings"`
	Tags      []string `json:"tags"`
	Category  string   `json:"category"`
	Locale    string   `json:"locale"`
}

// Create makes a draft and returns its id.
func (e *Editor) Create(ctx context.Context, desk, title, body string) (string, error) {
	var a Article
	err := e.call(ctx, http.MethodPost, desk, "/api/editor/article", Content{Title: title, Body: body, Locale: "en"}, &a)
	if err != nil {
		return "", err
	}
	e.base[a.ID] = a
	return a.ID, nil
}

// Open loads the article.
func (e *Editor) Open(ctx context.Context, desk, id string) (a Article, err error) {
	if err := e.call(ctx, http.MethodGet, desk, "/api/editor/article?id="+url.QueryEscape(id), nil, &a); err != nil {
		return a, err
	}
	e.base[id] = a
	return a, nil
}

// Edit saves another body over the revision that was opened last.
func (e *Editor) Edit(ctx context.Context, desk, id, body string) error {
	a, ok := e.base[id]
	if !ok {
		return fmt.Errorf("%s has not opened %s", e.name, id)
	}
	in := struct {
		Base int `json:"base"`
		Content
	}{a.Latest, a.Revision}
	in.Body = body
	if err := e.call(ctx, http.MethodPut, desk, "/api/editor/article?id="+url.QueryEscape(id), in, &a); err != nil {
		return err
	}
	e.base[id] = a
	return nil
}

// Publish publishes the revision that was opened or saved last.
func (e *Editor) Publish(ctx context.Context, desk, id string) error {
	in := map[string]any{"id": id, "revision": max(1, e.base[id].Latest)}
	return e.call(ctx, http.MethodPost, desk, "/api/editor/publish", in, nil)
}

// Withdraw takes the article back.
func (e *Editor) Withdraw(ctx context.Context, desk, id string) error {
	return e.call(ctx, http.MethodPost, desk, "/api/editor/withdraw", map[string]string{"id": id}, nil)
}

// Schedule has the revision that was opened or saved last published, or the article withdrawn, after a while.
func (e *Editor) Schedule(ctx context.Context, desk, id, act, after string) error {
	wait, err := time.ParseDuration(after)
	if err != nil {
		return err
	}
	in := map[string]any{"id": id, "act": act, "revision": e.base[id].Latest, "due": time.Now().Add(wait).UnixMilli()}
	return e.call(ctx, http.MethodPost, desk, "/api/editor/schedule", in, nil)
}

// seesStatus waits until the article is a draft, published or withdrawn.
func (e *Editor) seesStatus(ctx context.Context, desk, id, status string) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for {
		a, err := e.Open(ctx, desk, id)
		if err != nil || a.Status == status {
			return err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return fmt.Errorf("%s stays %s: %w", id, a.Status, err)
		}
	}
}

// CheckCitations compares the cited bytes of a message with the plain text of the published articles.
func (e *Editor) CheckCitations(ctx context.Context, desk string, m wire.Event) error {
	if len(m.Citations) == 0 {
		return fmt.Errorf("message %d cites nothing", m.Seq)
	}
	for _, c := range m.Citations {
		a, err := e.Open(ctx, desk, c.Article)
		if err != nil {
			return err
		}
		if a.Public == nil || a.Published != c.Revision {
			return fmt.Errorf("%s revision %d is cited, published is %d", c.Article, c.Revision, a.Published)
		}
		var plain struct{ Text string }
		if err := e.call(ctx, http.MethodPost, desk, "/api/editor/preview", map[string]string{"body": a.Public.Body}, &plain); err != nil {
			return err
		}
		n := c.End - c.Start
		if c.Len > 0 { // worded by a model
			n = c.Len
		}
		if n <= 0 || c.End <= c.Start || c.Start < 0 || c.End > len(plain.Text) || c.At < 0 || c.At+n > len(m.Text) {
			return fmt.Errorf("citation %+v lies outside the message or the article", c)
		}
		if said, written := m.Text[c.At:c.At+n], plain.Text[c.Start:c.End]; c.Len == 0 && said != written {
			return fmt.Errorf("the message says %q where %s revision %d has %q", said, c.Article, c.Revision, written)
		}
	}
	return nil
}

// seesGap waits until the list of gaps has one in a state whose example matches, and returns its id.
func (e *Editor) seesGap(ctx context.Context, url, state, pattern string) (string, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 3*Patience)
	defer cancel()
	for {
		var list struct {
			Gaps []struct{ ID, Example, State string }
		}
		if err := e.call(ctx, http.MethodGet, url, "/api/editor/gaps?state=all", nil, &list); err != nil {
			return "", err
		}
		for _, g := range list.Gaps {
			if g.State == state && re.MatchString(g.Example) {
				return g.ID + "\n", nil
			}
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("no gap like %q is %s; there are %+v", pattern, state, list.Gaps)
		case <-time.After(200 * time.Millisecond):
		}
	}
}
