package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// What one mail holds at most: the rest is behind the link.
const (
	maxName     = 80      // runes
	maxText     = 8 << 10 // runes of one message
	maxQuestion = 500     // runes
	maxLines    = 30      // the newest ones
)

// composer puts letters into words and headers.
type composer struct {
	from    mail.Address
	replyTo *mail.Address // nil: none
	links   *Links
	clock   func() time.Time
}

// content is a letter in words. The templates say where they stand.
type content struct {
	Lang, Subject, Greeting, Intro string
	Asked, Question                string
	Quotes                         []quote
	Until, Earlier                 string
	Open, Link, LinkNote, Why      string
}

type quote struct{ Head, Text string }

// words puts a letter into words.
func (c *composer) words(l *Letter) content {
	w := speak(l.Locale)
	zone, err := time.LoadLocation(l.Zone)
	if err != nil || l.Zone == "Local" {
		zone = time.UTC
	}
	site := oneLine(l.Site, maxName)
	is := content{
		Lang: w.tag, Subject: w.subjectOf(l), Greeting: w.hello, Intro: w.intro[l.Kind],
		Open: w.open[l.Kind == KindReply], Link: c.links.Sign(l.Conversation, l.Visitor), LinkNote: w.link, Why: w.why[false],
	}
	if name := oneLine(l.Name, maxName); name != "" {
		is.Greeting = fmt.Sprintf(w.greeting, name)
	}
	if site != "" {
		is.Why = fmt.Sprintf(w.why[true], site)
	}
	if q := manyLines(l.Question, maxQuestion); q != "" {
		is.Asked, is.Question = w.question, q
	}
	if !l.Until.IsZero() {
		is.Until = fmt.Sprintf(w.until, w.date(l.Until.In(zone)))
	}
	lines := l.Lines
	if over := len(lines) - maxLines; over > 0 {
		is.Earlier, lines = w.earlier(over), lines[over:]
	}
	nobody := firstOf(site, c.from.Name, w.support)
	for _, line := range lines {
		head := firstOf(oneLine(line.By, maxName), nobody)
		if !line.At.IsZero() {
			head += ", " + w.date(line.At.In(zone))
		}
		is.Quotes = append(is.Quotes, quote{head, manyLines(line.Text, maxText)})
	}
	return is
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// compose returns a letter as it goes over the line.
func (c *composer) compose(l *Letter) ([]byte, error) {
	if err := CheckAddress(l.To); err != nil {
		return nil, err
	}
	is := c.words(l)
	var page bytes.Buffer
	if err := htmlPage.Execute(&page, is); err != nil {
		return nil, fmt.Errorf("write the letter's page: %w", err)
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	c.head(m, l, is.Subject)
	m.SetBodyString(gomail.TypeTextPlain, is.text())
	m.AddAlternativeString(gomail.TypeTextHTML, page.String())
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write the letter: %w", err)
	}
	return b.Bytes(), nil
}

// head sets the headers. All mails of a conversation refer to one id that no mail has, by which readers show them as one
// thread without depending on which of them arrived.
func (c *composer) head(m *gomail.Msg, l *Letter, subject string) {
	thread := "<" + c.mark("conversation", l.Conversation) + ">"
	m.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, &c.from)
	m.ToMailAddress(&mail.Address{Name: oneLine(l.Name, maxName), Address: l.To})
	if c.replyTo != nil {
		m.SetAddrHeaderFromMailAddress(gomail.HeaderReplyTo, c.replyTo)
	}
	m.Subject(oneLine(subject, 200))
	m.SetDateWithValue(c.clock())
	m.SetMessageIDWithValue(c.mark("letter", l.ID))
	m.SetGenHeader(gomail.HeaderInReplyTo, thread)
	m.SetGenHeader(gomail.HeaderReferences, thread)
	if l.Kind != KindReply || l.Bot { // what a person wrote is not automatic, though a program carries it (RFC 3834, section 5)
		m.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	// Absence notes would go to a mailbox that nobody may read.
	m.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply")
}

// mark is an id of ours for the world: always the same for the same thing, and telling nothing of it.
func (c *composer) mark(what, id string) string {
	sum := sha256.Sum256([]byte(what + "\x00" + id))
	return hex.EncodeToString(sum[:16]) + c.from.Address[strings.LastIndexByte(c.from.Address, '@'):]
}

// text is the letter for readers without HTML.
func (is content) text() string {
	var b strings.Builder
	paragraph := func(s string) {
		if s != "" {
			b.WriteString(s + "\n\n")
		}
	}
	paragraph(is.Greeting)
	paragraph(is.Intro)
	if is.Question != "" {
		b.WriteString(is.Asked + "\n")
		paragraph(quoted(is.Question))
	}
	paragraph(is.Earlier)
	for _, q := range is.Quotes {
		b.WriteString(q.Head + ":\n")
		paragraph(quoted(q.Text))
	}
	paragraph(is.Until)
	paragraph(is.Open + "\n" + is.Link)
	paragraph(is.LinkNote)
	b.WriteString("-- \n" + is.Why + "\n")
	return b.String()
}

func quoted(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }

// htmlPage loads nothing and has no scripts. Each text finds its own direction, since customers and agents may write in
// other scripts than the sentences around them.
var htmlPage = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:0 auto;padding:1em">
<p dir="auto">{{.Greeting}}</p>
<p>{{.Intro}}</p>
{{with .Question}}<p>{{$.Asked}}</p>
<blockquote dir="auto" style="margin:0 0 1em;padding:0 1em;border-inline-start:3px solid #999;white-space:pre-wrap">{{.}}</blockquote>
{{end}}{{with .Earlier}}<p>{{.}}</p>
{{end}}{{range .Quotes}}<p style="margin:1em 0 .25em"><strong dir="auto">{{.Head}}</strong></p>
<blockquote dir="auto" style="margin:0 0 1em;padding:0 1em;border-inline-start:3px solid #06c;white-space:pre-wrap">{{.Text}}</blockquote>
{{end}}{{with .Until}}<p>{{.}}</p>
{{end}}<p><a href="{{.Link}}">{{.Open}}</a><br>{{.Link}}</p>
<p style="font-size:14px">{{.LinkNote}}</p>
<p style="font-size:14px">{{.Why}}</p>
</body></html>
`))
