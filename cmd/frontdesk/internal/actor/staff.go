package actor

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Staff is a browser in which a member of the staff signs in.
type Staff struct {
	name   string
	cookie string
}

var web = &http.Client{
	Timeout: Patience,
	CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	},
	Transport: &http.Transport{DisableKeepAlives: true}, // nothing is left open when a test ends
}

// SignIn redeems a one-time link.
func (s *Staff) SignIn(ctx context.Context, url, link string) error {
	_, token, ok := strings.Cut(link, "#link=")
	if !ok {
		return fmt.Errorf("%q is not a sign-in link", link)
	}
	return s.call(ctx, http.MethodPost, url, "/api/sign-in/link", map[string]string{"token": token}, nil)
}

// call sends a request as the page would and reads the answer into out, if that is not nil.
func (s *Staff) call(ctx context.Context, method, url, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	resp, err := s.ask(ctx, method, url, path, body, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if r := refusal(resp); r != nil {
		return r
	}
	for _, k := range resp.Cookies() {
		s.cookie = k.Name + "=" + k.Value
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// ask sends a request with the cookie, if there is one, and with more headers.
func (s *Staff) ask(ctx context.Context, method, url, path string, body []byte, more http.Header) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name := range more {
		r.Header.Set(name, more.Get(name))
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	if s.cookie != "" {
		r.Header.Set("Cookie", s.cookie)
	}
	return web.Do(r)
}

// refusal is what an answer with an error says; nil for one without.
func refusal(resp *http.Response) *Refused {
	if resp.StatusCode < 400 {
		return nil
	}
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	var said struct {
		Code, Message string
		RetryAfter    int `json:"retry_after"`
	}
	if json.Unmarshal(b, &said) != nil || said.Code == "" {
		return &Refused{Code: fmt.Sprint(resp.StatusCode), Message: string(b)}
	}
	return &Refused{Code: said.Code, Message: said.Message, Retry: time.Duration(said.RetryAfter) * time.Second}
}
