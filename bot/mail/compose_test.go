package mail

import (
	"errors"
	"net/mail"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
)

func theComposer(t testing.TB) *composer {
	clock := func() time.Time { return began }
	return &composer{from: mail.Address{Name: "Shop Help", Address: "help@shop.example"}, links: links(t, clock), clock: clock}
}

func composed(t testing.TB, c *composer, l Letter) mailtest.Message {
	t.Helper()
	raw, err := c.compose(&l)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mailtest.Parse(raw)
	if err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	return m
}

func has(t *testing.T, where, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("the %s lacks %q:\n%s", where, w, text)
		}
	}
}

func TestAReply(t *testing.T) {
	c := theComposer(t)
	l := letter(1)
	l.Question = "Where is my parcel?"
	l.Lines = []Line{
		{By: "Ana", Text: "It is on its way.\nIt comes tomorrow.", At: began.Add(-2 * time.Minute)},
		{By: "Ben", Text: "If not, tell us <here> & now.", At: began.Add(-time.Minute)},
		{By: "Ana", Text: "Until then."},
	}
	m := composed(t, c, l)
	link := c.links.Sign(l.Conversation, l.Visitor)
	want := `Hello Mia,

Here is what was written while you were away.

You had asked:
> Where is my parcel?

Ana, 22 November 2026, 08:08 (UTC):
> It is on its way.
> It comes tomorrow.

Ben, 22 November 2026, 08:09 (UTC):
> If not, tell us <here> & now.

Ana:
> Until then.

Answer here:
` + link + `

The link is for you only and works for 30 days. What you send to this e-mail address does not reach the conversation; please use the link.

-- 
You get this e-mail because you left your address in the chat on shop.example.
`
	if m.Text != want {
		t.Errorf("the text is\n%s\nwant\n%s", m.Text, want)
	}
	has(t, "page", m.HTML, `<html lang="en">`, "It is on its way.\nIt comes tomorrow.", "If not, tell us &lt;here&gt; &amp; now.", `<a href="`+link+`">Answer here:</a>`, "Where is my parcel?")
	if m.Subject() != "Ana and Ben answered your question" {
		t.Errorf("subject: %q", m.Subject())
	}
	for name, want := range map[string]string{
		"From": `"Shop Help" <help@shop.example>`, "To": `"Mia" <mia1@example.org>`, "Reply-To": "", "Auto-Submitted": "", "Mime-Version": "1.0", "User-Agent": "",
		"Date": "Sun, 22 Nov 2026 08:10:00 +0000", "X-Auto-Response-Suppress": "OOF, AutoReply",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/alternative;") {
		t.Errorf("content is %q", m.Header.Get("Content-Type"))
	}
}

// Nothing is loaded from elsewhere, so that opening the mail tells nobody.
func TestThePageLoadsNothing(t *testing.T) {
	l := letter(1)
	l.Lines[0].Text = `<img src=http://evil.example/x.gif><script>x()</script><a href="javascript:x()">`
	l.Lines[0].By = `"><img src=x onerror=y>`
	page := strings.ToLower(composed(t, theComposer(t), l).HTML)
	for _, bad := range []string{"<img", "<script", "<link", "<iframe", "src=\"", "url(", "@import", "href=\"javascript"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %s:\n%s", bad, page)
		}
	}
	if n := strings.Count(page, "href="); n != 2 { // ours, and the one that is quoted as text
		t.Errorf("the page has %d links:\n%s", n, page)
	}
}

func TestGermanAndNotices(t *testing.T) {
	c := theComposer(t)
	l := letter(1)
	l.Locale, l.Zone, l.Name = "de-AT", "Europe/Vienna", "Jörg Müller"
	l.Lines = []Line{{By: "Änne", Text: "Grüße aus Köln – 5 €", At: time.Date(2026, 3, 1, 12, 5, 0, 0, time.UTC)}}
	m := composed(t, c, l)
	has(t, "text", m.Text, "Guten Tag Jörg Müller,", "Änne, 1. März 2026, 13:05 Uhr (CET):\n> Grüße aus Köln – 5 €", "Hier antworten:\nhttps://", "im Chat auf shop.example")
	has(t, "page", m.HTML, `lang="de"`, "Grüße aus Köln – 5 €")
	if m.Subject() != "Änne hat Ihre Frage beantwortet" {
		t.Errorf("subject: %q", m.Subject())
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != "Jörg Müller" {
		t.Errorf("to: %v, %v", to, err)
	}
	l.Lines = append(l.Lines, Line{By: "Ben"})
	if got := composed(t, c, l).Subject(); got != "Änne und Ben haben Ihre Frage beantwortet" {
		t.Errorf("subject: %q", got)
	}
	l.Kind, l.Until = KindPromise, time.Date(2026, 7, 1, 15, 0, 0, 0, time.UTC)
	m = composed(t, c, l)
	has(t, "text", m.Text, "das haben wir Ihnen zugesagt.", "Bis: 1. Juli 2026, 17:00 Uhr (CEST)", "Zur Unterhaltung:\n")
	if m.Header.Get("Auto-Submitted") != "auto-generated" || m.Subject() != "Was wir Ihnen zugesagt haben" {
		t.Errorf("headers: %v", m.Header)
	}
}

// Every kind has its words in both languages, and notices say that a program wrote them.
func TestEveryKindHasWords(t *testing.T) {
	for _, locale := range []string{"en", "de", "fr", ""} {
		for _, kind := range []Kind{KindReply, KindPromise, KindKept, KindLate, KindExpired, KindResolved} {
			l := letter(1)
			l.Kind, l.Locale, l.Lines, l.Name, l.Site = kind, locale, []Line{{Text: "x"}}, "", ""
			m := composed(t, theComposer(t), l)
			if m.Subject() == "" || strings.Contains(m.Subject()+m.Text, "%") || speak(locale).intro[kind] == "" {
				t.Errorf("%s in %q: %q\n%s", kind, locale, m.Subject(), m.Text)
			}
			if auto := m.Header.Get("Auto-Submitted") != ""; auto != (kind != KindReply) {
				t.Errorf("%s says that it is automatic: %v", kind, auto)
			}
			has(t, "text", m.Text, "Shop Help:\n> x") // nobody is named
		}
	}
}

func TestRightToLeft(t *testing.T) {
	l := letter(1)
	l.Name, l.Lines[0].By, l.Lines[0].Text = "דנה", "ليلى", "مرحبا، طلبك في الطريق.\nשלום"
	m := composed(t, theComposer(t), l)
	has(t, "text", m.Text, "Hello דנה,", "> مرحبا، طلبك في الطريق.\n> שלום")
	has(t, "page", m.HTML, `<blockquote dir="auto"`, "مرحبا، طلبك في الطريق.\nשלום", `<strong dir="auto">ليلى`)
	if m.Subject() != "ليلى answered your question" {
		t.Errorf("subject: %q", m.Subject())
	}
}

func TestOneThreadAndOneIDForEver(t *testing.T) {
	c := theComposer(t)
	a, again := composed(t, c, letter(1)), composed(t, c, letter(1))
	b := letter(2)
	b.Conversation = letter(1).Conversation
	next, other := composed(t, c, b), composed(t, c, letter(3))
	id := a.Header.Get("Message-Id")
	if id != again.Header.Get("Message-Id") || id == next.Header.Get("Message-Id") || !strings.HasSuffix(id, "@shop.example>") || strings.Contains(id, "letter-1") {
		t.Errorf("ids %q, %q, %q", id, again.Header.Get("Message-Id"), next.Header.Get("Message-Id"))
	}
	thread := a.Header.Get("References")
	if thread == "" || thread != a.Header.Get("In-Reply-To") || thread != next.Header.Get("References") || thread == other.Header.Get("References") || thread == id {
		t.Errorf("threads %q, %q, %q", thread, next.Header.Get("References"), other.Header.Get("References"))
	}
}

func TestALongConversationIsShortened(t *testing.T) {
	l := letter(1)
	l.Lines = nil
	for range maxLines + 2 {
		l.Lines = append(l.Lines, Line{By: "Ana", Text: strings.Repeat("ä", maxText+5)})
	}
	m := composed(t, theComposer(t), l)
	has(t, "text", m.Text, "2 earlier messages are in the conversation.", "ä…\n")
	if n := strings.Count(m.Text, "…"); n != maxLines {
		t.Errorf("%d messages are quoted", n)
	}
	for _, line := range strings.Split(string(m.Raw), "\r\n") {
		if len(line) > 998 { // RFC 5322, section 2.1.1
			t.Fatalf("a line has %d bytes", len(line))
		}
	}
}

func TestReplyTo(t *testing.T) {
	c := theComposer(t)
	c.replyTo = &mail.Address{Address: "desk@shop.example"}
	if got := composed(t, c, letter(1)).Header.Get("Reply-To"); got != "<desk@shop.example>" {
		t.Errorf("reply to %q", got)
	}
}

// Cleaned texts are what stands in headers and bodies, whatever the library does after that.
func TestTextsAreCleaned(t *testing.T) {
	for s, want := range map[string]string{
		"Ana": "Ana", " Ana\r\nBcc: eve@example.org ": "Ana Bcc: eve@example.org", "A\x00n\x1ba\u2028b\u0085c": "A n a b c", "x\u202egnp\u2066": "xgnp",
		"\u05d0\u200f!": "\u05d0\u200f!", "a\xffb": "a b", strings.Repeat("ä", 81): strings.Repeat("ä", 79) + "…",
	} {
		if got := oneLine(s, maxName); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{"a\r\nb\rc\u2028d\n": "a\nb\nc\nd", "\x00\x1b[2J\tx": "[2J\tx", "a\xffb": "a\ufffdb"} {
		if got := manyLines(s, 100); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
	l := letter(1)
	l.Name, l.Lines[0].By = "Mia\r\nBcc: eve@example.org", "Ana\u202e\r\nX-Evil: 1"
	m := composed(t, theComposer(t), l)
	to, err := m.Header.AddressList("To")
	if err != nil || to[0].Name != "Mia Bcc: eve@example.org" || m.Subject() != "Ana X-Evil: 1 answered your question" {
		t.Errorf("to %v, subject %q, %v", to, m.Subject(), err)
	}
}

func TestCheckAddress(t *testing.T) {
	for _, good := range []string{"mia@example.org", "m.i+a@sub.example.org", "müller@exämple.de", "a@b", "o'neil@example.org"} {
		if err := CheckAddress(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "mia", "@example.org", "mia@", "Mia <mia@example.org>", "<mia@example.org>", "mia@example.org,eve@example.org", "mia@example.org\r\nBcc: eve@example.org",
		"mia@example.org\n", " mia@example.org", "mia @example.org", "mia@example.org> SIZE=1", `"a b"@example.org`, "mia@exa\u202emple.org", "mia\x00@example.org", "mia@\xff.org", "mia@[127.0.0.1]",
		strings.Repeat("a", 65) + "@example.org", "a@" + strings.Repeat("b.", 126) + "org"} {
		if err := CheckAddress(bad); !errors.Is(err, ErrAddress) {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// No text that a customer or an agent can choose makes a header, a recipient or a part of its own.
func FuzzCompose(f *testing.F) {
	f.Add("Mia\r\nBcc: eve@example.org", "Ana\nX: y\n\n<html>", "hello\r\n.\r\nMAIL FROM:<x>\r\n\r\n--boundary", "shop\r\n\r\nevil", "mia@example.org", "de")
	f.Add("=?utf-8?q?a=0D=0ABcc:x?=", "\u2028Bcc: x", "\x00\x1b[2J", "\u202egnp", "mia@example.org\r\nBcc: x@y.z", "en")
	f.Add(strings.Repeat("ä ", 400), "\"\\", strings.Repeat("x", 5000), "<", "müller@exämple.de", "\xff")
	headers := "Auto-Submitted Content-Type Date From In-Reply-To Message-Id Mime-Version References Subject To X-Auto-Response-Suppress"
	f.Fuzz(func(t *testing.T, name, by, text, site, to, locale string) {
		c := theComposer(t)
		for _, kind := range []Kind{KindReply, KindLate} {
			l := Letter{ID: name + by, Conversation: by, Visitor: text, Kind: kind, To: to, Name: name, Locale: locale, Zone: site, Site: site, Question: text, Lines: []Line{{By: by, Text: text}}}
			raw, err := c.compose(&l)
			if errors.Is(err, ErrAddress) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			m, err := mailtest.Parse(raw)
			if err != nil {
				t.Fatalf("%v\n%q", err, raw)
			}
			for name := range m.Header {
				if !strings.Contains(" "+headers+" ", " "+name+" ") {
					t.Fatalf("there is a header %s:\n%q", name, raw)
				}
			}
			if got, err := m.Header.AddressList("To"); err != nil || len(got) != 1 || got[0].Address != to {
				t.Fatalf("it goes to %v, %v", got, err)
			}
			if strings.ContainsAny(m.Subject(), "\r\n\x00\u202e") {
				t.Fatalf("subject %q", m.Subject())
			}
			if strings.Count(m.HTML, "<a ") != 1 || !strings.Contains(m.Text, c.links.public.String()) {
				t.Fatalf("the parts are\n%s\n%s", m.Text, m.HTML)
			}
		}
	})
}
