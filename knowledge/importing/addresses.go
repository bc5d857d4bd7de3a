package importing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// Fetcher gets web pages. It decides which addresses may be asked at all.
type Fetcher interface {
	// Fetch returns where a page was found after redirects, its Content-Type and its bytes. An error is a sentence
	// for the person who wrote the address.
	Fetch(ctx context.Context, address string) (at, contentType string, body []byte, err error)
}

// MaxAddresses bounds a list of addresses.
const MaxAddresses = 5000

// address is a line of a list.
type address struct {
	line int
	text string
	id   string
}

// addresses fetches the pages that a text file lists, one address a line.
func (r *reading) addresses(file string) error {
	name := filepath.Base(file)
	r.batch.Files++
	raw, err := r.content(entry{name: name, open: func() (io.ReadCloser, error) { return os.Open(file) }})
	if err != nil {
		r.problem(Error, name, 0, "%v", err)
		return nil
	}
	text, f := decode(raw)
	if f != nil {
		r.problem(Error, name, f.line, "%s", f.message)
		return nil
	}
	list, ok := r.listed(name, text)
	switch {
	case !ok:
		return nil
	case len(list) == 0:
		r.skip(name, "empty")
		return nil
	case r.fetch == nil:
		return errors.New("pages cannot be fetched from here; import the addresses with the command line")
	}
	among := make(map[string]string, len(list))
	for _, a := range list {
		among[sameness(a.text)] = a.id
	}
	for i, a := range list {
		r.progress(i, len(list))
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.address(name, a, among)
	}
	r.progress(len(list), len(list))
	return nil
}

// listed returns the addresses of a list; ok is false if it is no list.
func (r *reading) listed(name, text string) (list []address, ok bool) {
	seen := make(map[string]int)
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		u, err := url.Parse(line)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			r.problem(Error, name, i+1, "%.80q is no web address; write one a line, such as https://shop.example/help/returns, and # before remarks", line)
			continue
		}
		if first, again := seen[sameness(line)]; again {
			r.problem(Warning, name, i+1, "the address stands at line %d already; it is fetched once", first)
			continue
		}
		seen[sameness(line)] = i + 1
		if list = append(list, address{line: i + 1, text: line, id: addressID(u)}); len(list) > MaxAddresses {
			r.problem(Error, name, i+1, "there are more than %d addresses; import the list in parts", MaxAddresses)
			return nil, false
		}
	}
	return list, true
}

// address fetches one page and makes an item of it.
func (r *reading) address(file string, a address, among map[string]string) {
	p := place{file: file, line: a.line, label: a.text + ": ", name: a.id, id: a.id}
	at, contentType, body, err := r.fetch.Fetch(r.ctx, a.text)
	if err != nil {
		if r.ctx.Err() == nil {
			p.problem(r, Error, 0, "%v", err)
		}
		return
	}
	if r.unpacked += int64(len(body)); r.unpacked > r.limits.Unpacked {
		p.problem(r, Error, 0, "the pages have more than %d bytes in all; import the list in parts", r.limits.Unpacked)
		return
	}
	base, err := url.Parse(at)
	if err != nil {
		p.problem(r, Error, 0, "it redirects to what is no web address")
		return
	}
	if media, _, _ := mime.ParseMediaType(contentType); media == "text/markdown" || media == "text/plain" {
		r.article(p, body, func(i markup.Include) string { return i.Words() })
		return
	}
	r.page(p, body, contentType, linksFrom(base, among))
}

// linksFrom returns the resolver for the links of a page that was fetched.
func linksFrom(base *url.URL, among map[string]string) func(string) (string, bool) {
	return func(href string) (string, bool) {
		u, err := base.Parse(href)
		if err != nil {
			return "", false
		}
		if id, ok := among[sameness(u.String())]; ok {
			return articleLink(id), true
		}
		return u.String(), onWeb(u)
	}
}

// sameness returns an address without what makes no other page of it: scheme, fragment, a slash at the end.
func sameness(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	out := strings.ToLower(u.Host) + strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		out += "?" + u.RawQuery
	}
	return out
}

// addressID makes an article id of an address: its host and path, which stay the same when other pages are added.
func addressID(u *url.URL) string {
	id := strings.ToLower(u.Host) + strings.TrimSuffix(u.Path, "/")
	for _, ext := range []string{".html", ".htm", ".md", ".php", ".aspx"} {
		id = strings.TrimSuffix(id, ext)
	}
	if u.RawQuery != "" {
		id += "?" + u.RawQuery
	}
	if knowledge.ValidID(id) == nil {
		return id
	}
	sum := sha256.Sum256([]byte(u.String()))
	return strings.ToLower(u.Hostname()) + "/" + hex.EncodeToString(sum[:8])
}
