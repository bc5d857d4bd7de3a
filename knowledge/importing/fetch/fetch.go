// Package fetch gets web pages whose addresses were written down by somebody who is not trusted to know what this
// machine can reach.
//
// Only http and https are spoken. The address that a name stands for is checked where the connection is made, after
// the name was looked up, so that neither a name for an inner machine nor one that changes its mind gets through.
// Redirects stay on their host and are checked again. Time, size and kind of an answer are bounded.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits that Options does not set.
const (
	DefaultTimeout = 20 * time.Second
	DefaultSize    = 4 << 20 // bytes
	maxRedirects   = 5
	maxAddress     = 2048 // bytes
)

// Options of a client.
type Options struct {
	Private bool          // also addresses that are not public, for a site of one's own network
	Timeout time.Duration // for one page, redirects included; 0 means DefaultTimeout
	Size    int64         // bytes of one page after unpacking; 0 means DefaultSize
	Agent   string        // what the client calls itself, so that whoever runs a site can allow or forbid it
}

// Client gets pages. It may be used from any goroutine.
type Client struct {
	http  *http.Client
	size  int64
	agent string
}

// New returns a client. It uses no proxy, since a proxy would reach what the client must not.
func New(o Options) *Client {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Size <= 0 {
		o.Size = DefaultSize
	}
	dialer := &net.Dialer{Timeout: o.Timeout, ControlContext: control(o.Private)}
	return &Client{
		size:  o.Size,
		agent: o.Agent,
		http: &http.Client{
			Timeout:       o.Timeout,
			CheckRedirect: redirect,
			Transport: &http.Transport{
				DialContext: dialer.DialContext, TLSHandshakeTimeout: o.Timeout, ResponseHeaderTimeout: o.Timeout,
				MaxResponseHeaderBytes: 64 << 10, MaxIdleConns: 8, IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
			},
		},
	}
}

// Close ends the connections that are kept open.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Check says what is wrong with an address as it is written, in words for the person who wrote it.
func Check(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case len(address) > maxAddress:
		return nil, fmt.Errorf("the address has %d bytes; at most %d are allowed", len(address), maxAddress)
	case err != nil:
		return nil, errors.New("this is no web address; write one such as https://shop.example/help/returns")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the address begins neither with http:// nor with https://; pages are fetched by these only")
	case u.Hostname() == "":
		return nil, errors.New("the address names no host; write one such as https://shop.example/help/returns")
	case u.User != nil:
		return nil, errors.New("the address contains a user name or password; remove it")
	}
	return u, nil
}

// redirect follows only on the same host, and never from https to http.
func redirect(next *http.Request, via []*http.Request) error {
	first := via[0].URL
	_, err := Check(next.URL.String())
	switch {
	case err != nil:
		return fmt.Errorf("it redirects elsewhere: %w", err)
	case !strings.EqualFold(next.URL.Hostname(), first.Hostname()):
		return fmt.Errorf("it redirects to the host %.80q; if that is right, write the address there", next.URL.Hostname())
	case via[len(via)-1].URL.Scheme == "https" && next.URL.Scheme == "http":
		return errors.New("it redirects from https to http; write the address that it leads to")
	case len(via) > maxRedirects:
		return fmt.Errorf("it redirects more than %d times", maxRedirects)
	}
	return nil
}

// Fetch gets a page. It returns where the page was found after redirects, its Content-Type as the server gave it, and
// its bytes. The error is a sentence for the person who wrote the address.
func (c *Client) Fetch(ctx context.Context, address string) (at, kind string, body []byte, err error) {
	if _, err := Check(address); err != nil {
		return "", "", nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", "", nil, fmt.Errorf("this is no web address: %w", err)
	}
	request.Header.Set("User-Agent", c.agent)
	request.Header.Set("Accept", "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.5")
	response, err := c.http.Do(request)
	if err != nil {
		return "", "", nil, plain(ctx, err)
	}
	defer response.Body.Close()
	kind = response.Header.Get("Content-Type")
	if response.StatusCode != http.StatusOK {
		return "", "", nil, fmt.Errorf("the server answers %d %s; %s", response.StatusCode, http.StatusText(response.StatusCode), advice(response.StatusCode))
	}
	if media, _, err := mime.ParseMediaType(kind); err != nil || !readable[media] {
		return "", "", nil, fmt.Errorf("it is %s and no web page; give the address of a page", said(media))
	}
	body, err = io.ReadAll(io.LimitReader(response.Body, c.size+1))
	switch {
	case int64(len(body)) > c.size:
		return "", "", nil, fmt.Errorf("the page has more than %d bytes; save its main part as a file and import that", c.size)
	case err != nil:
		return "", "", nil, plain(ctx, err)
	}
	return response.Request.URL.String(), kind, body, nil
}

// readable are the kinds of pages that can become articles.
var readable = map[string]bool{"text/html": true, "application/xhtml+xml": true, "text/markdown": true, "text/plain": true}

func said(media string) string {
	if media == "" {
		return "of no declared kind"
	}
	return media
}

func advice(status int) string {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return "the page is not open to everybody; save it as a file and import that"
	case status == http.StatusTooManyRequests || status >= 500:
		return "try again later"
	}
	return "check the address"
}

// plain returns why a page could not be fetched, without the address, which the caller names.
func plain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if refused, ok := errors.AsType[*Refused](err); ok {
		return refused
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return errors.New("the server does not answer in time; try again later")
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok && name.IsNotFound {
		return fmt.Errorf("there is no host %.80q; check the address", name.Name)
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return fmt.Errorf("it cannot be fetched: %w", err)
}
