package mailtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// Message is a mail that the server kept.
type Message struct {
	From   string // of the envelope
	To     []string
	Raw    []byte // as it came over the line, without the dots
	Header mail.Header
	Text   string // the part that is text/plain, decoded, with \n as line ends
	HTML   string // the part that is text/html
}

// Subject returns the subject, decoded.
func (m Message) Subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return m.Header.Get("Subject")
	}
	return s
}

// Parse reads a mail as it goes over the line.
func Parse(raw []byte) (Message, error) {
	m := Message{Raw: raw}
	return m, m.parse()
}

func (m *Message) parse() error {
	read, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return err
	}
	m.Header = read.Header
	kind, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("read the content's type: %w", err)
	}
	if !strings.HasPrefix(kind, "multipart/") {
		body := io.Reader(read.Body)
		if strings.EqualFold(read.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
			body = quotedprintable.NewReader(body)
		}
		return m.part(kind, body)
	}
	parts := multipart.NewReader(read.Body, params["boundary"])
	for {
		p, err := parts.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a part: %w", err)
		}
		kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			return fmt.Errorf("read a part's type: %w", err)
		}
		if err := m.part(kind, p); err != nil {
			return err
		}
	}
}

func (m *Message) part(kind string, body io.Reader) error {
	b, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("read the %s: %w", kind, err)
	}
	text := strings.ReplaceAll(string(b), "\r\n", "\n")
	switch kind {
	case "text/plain":
		m.Text = text
	case "text/html":
		m.HTML = text
	default:
		return fmt.Errorf("there is a part of type %s", kind)
	}
	return nil
}
