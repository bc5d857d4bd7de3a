package llm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// guard stands between go-openai and the network. It lets through only answers that may be read, and turns
// everything else into an [Error] before go-openai can quote it.
type guard struct {
	*endpoint
	bytes int64 // the most that the body of an answer may have
	chat  bool  // whether the answer is a stream of events rather than JSON
}

// Do sends a request.
func (g guard) Do(req *http.Request) (*http.Response, error) {
	resp, err := g.http.Do(req)
	if err != nil {
		return nil, g.lost(err)
	}
	if err := g.judge(resp); err != nil {
		resp.Body.Close()
		return nil, err
	}
	resp.Body = &body{ReadCloser: resp.Body, guard: g, left: g.bytes}
	if g.chat {
		resp.Body = newEvents(resp.Body, g)
	}
	return resp, nil
}

// judge returns an error for an answer that must not be read on.
func (g guard) judge(resp *http.Response) error {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return g.refusal(resp)
	}
	if g.chat {
		return g.streaming(resp)
	}
	kind := resp.Header.Get("Content-Type")
	if kind == "" {
		return nil
	}
	media, _, err := mime.ParseMediaType(kind)
	switch {
	case err == nil && (media == "application/json" || strings.HasSuffix(media, "+json")):
		return nil
	case media == "text/html":
		return g.page(resp)
	default:
		e := g.fault(ReasonMalformed, "answers with something other than JSON: check the base URL")
		e.Status = resp.StatusCode
		return e
	}
}

// page is the error of a page for people.
func (g guard) page(resp *http.Response) error {
	e := g.lasting(ReasonPath, "answers with a web page: is the base URL that of its API, and is no sign-in page in between?")
	e.Status = resp.StatusCode
	return e
}

// lost turns an error of the connection into one of ours.
func (g guard) lost(err error) error {
	var (
		ours    *Error
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		timeout net.Error
	)
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return g.timeout("did not answer in time")
	case errors.As(err, &dns):
		e := g.fault(ReasonUnreachable, "cannot be found under this name: check the base URL")
		e.Fix = dns.IsNotFound
		return e
	case errors.As(err, &cert), errors.As(err, &unknown):
		return g.lasting(ReasonUnreachable, "shows a certificate that this machine does not trust: install its authority's certificate, or check the base URL")
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return g.lasting(ReasonUnreachable, "does not speak TLS there: write http:// in the base URL, or another port")
	case errors.Is(err, syscall.ECONNREFUSED):
		return g.fault(ReasonUnreachable, "refuses connections: is it running, and is the port right?")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return g.fault(ReasonUnreachable, "cannot be reached from this machine: check the network and the base URL")
	default:
		return g.fault(ReasonBroken, "broke the connection off")
	}
}

// body is an answer being read: bounded, and with errors of ours.
type body struct {
	io.ReadCloser
	guard guard
	left  int64
}

// Read reads on until there is more than there may be.
func (b *body) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// What was allowed has been read. One byte more tells whether that was all.
		var one [1]byte
		n, err := b.ReadCloser.Read(one[:])
		if n > 0 {
			return 0, b.guard.fault(ReasonMalformed, "sends more than the %d bytes that such an answer can need", b.guard.bytes)
		}
		return 0, b.end(err)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	return n, b.end(err)
}

func (b *body) end(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return b.guard.lost(err)
}
