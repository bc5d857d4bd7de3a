package mailtest

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// talk says each line and returns the first line of each answer.
func talk(t *testing.T, s *Server, lines ...string) []string {
	t.Helper()
	c, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReader(c)
	answer := func() string {
		first := ""
		for {
			l, err := in.ReadString('\n')
			if err != nil {
				return strings.TrimSpace(first + " EOF")
			}
			if first == "" {
				first = strings.TrimSpace(l)
			}
			if len(l) < 4 || l[3] != '-' {
				return first
			}
		}
	}
	said := []string{answer()}
	for _, l := range lines {
		if _, err := io.WriteString(c, l+"\r\n"); err != nil {
			return append(said, "EOF")
		}
		if strings.HasSuffix(l, "…") { // more of the message follows
			continue
		}
		said = append(said, answer())
	}
	return said
}

func start(t *testing.T, c Config) *Server {
	t.Helper()
	s, err := Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 2 {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return s
}

func TestASession(t *testing.T) {
	s := start(t, Config{})
	got := talk(t, s, "EHLO x", "DATA", "RCPT TO:<b@x>", "MAIL FROM:<a@x> BODY=8BITMIME", "rcpt to:<b@x>", "RCPT TO:<c@x>", "DATA",
		"Subject: =?utf-8?q?h=C3=A9?=\r\nContent-Type: text/plain\r\n\r\n..dot\r\n.", "NOOP", "VRFY x", "RSET", "AUTH PLAIN x", "STARTTLS", "QUIT")
	want := "220 mailtest ESMTP|250-mailtest|503 RCPT first|503 MAIL first|250 OK|250 OK|250 OK|354 go on|250 kept|250 OK|502 no such command|250 OK|535 5.7.8 wrong user or password: x|502 no such command|221 bye"
	if strings.Join(got, "|") != want {
		t.Fatalf("said\n%s\nwant\n%s", strings.Join(got, "|"), want)
	}
	all, err := s.Messages()
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	if m := all[0]; m.From != "a@x" || strings.Join(m.To, " ") != "b@x c@x" || m.Text != ".dot\n" || m.Subject() != "hé" {
		t.Fatalf("%+v", m)
	}
	if s.Reached(Done) != 1 || s.Reached(To) != 2 {
		t.Error("points are counted wrongly")
	}
}

func TestScripts(t *testing.T) {
	s := start(t, Config{})
	s.Play(To, Answer(450, "later"), OK())
	s.For("b@x", Answer(550, "never"))
	s.Usually(Data, Answer(421, "bye"))
	got := talk(t, s, "EHLO x", "MAIL FROM:<a@x>", "RCPT TO:<b@x>", "RCPT TO:<b@x>", "RCPT TO:<b@x>", "DATA", "NOOP")
	if want := "450 later|250 OK|550 never|421 bye|"; !strings.Contains(strings.Join(got, "|"), want) {
		t.Fatalf("said %s", strings.Join(got, "|"))
	}
	s.Play(Greeting, Cut())
	if got := talk(t, s); got[0] != "EOF" {
		t.Fatalf("said %v", got)
	}
	s.Play(Greeting, Answer(554, "no"))
	if got := talk(t, s); got[0] != "554 no" {
		t.Fatalf("said %v", got)
	}
}

// What was kept and what was not, when the connection is lost around the end of a message.
func TestWhatIsKept(t *testing.T) {
	for _, c := range []struct {
		at     Point
		action Action
		answer string
		kept   int
	}{
		{Done, OK(), "250 kept", 1},
		{Done, Cut(), "EOF", 1},
		{Done, Answer(550, "spam"), "550 spam", 0},
		{Done, Answer(250, "queued"), "250 queued", 1},
		{Body, Cut(), "EOF", 0},
		{Body, Answer(421, "no"), "421 no", 0},
	} {
		s := start(t, Config{})
		s.Play(c.at, c.action)
		got := talk(t, s, "EHLO x", "MAIL FROM:<a@x>", "RCPT TO:<b@x>", "DATA", "Content-Type: text/plain\r\n\r\nhello\r\n.")
		all, err := s.Messages()
		if got[len(got)-1] != c.answer || len(all) != c.kept || err != nil {
			t.Errorf("%s %+v: %v, %d kept, %v", c.at, c.action, got, len(all), err)
		}
	}
}

func TestSignIn(t *testing.T) {
	s := start(t, Config{User: "u", Password: "p"})
	got := talk(t, s, "EHLO x", "MAIL FROM:<a@x>", "AUTH PLAIN AHUAcQ==", "AUTH PLAIN AHUAcA==", "MAIL FROM:<a@x>")
	if want := "530 5.7.0 sign in first|535 5.7.8 wrong user or password: AHUAcQ==|235 OK|250 OK"; !strings.HasSuffix(strings.Join(got, "|"), want) {
		t.Fatalf("said %v", got)
	}
	if u := s.URL(); u != "smtp://u:p@"+s.Addr() {
		t.Errorf("url %s", u)
	}
}

// Close ends sessions that hang.
func TestCloseEndsWhatHangs(t *testing.T) {
	s := start(t, Config{})
	s.Play(Greeting, Hang())
	reached := s.Watch(Greeting)
	c, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	<-reached
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Fatal("the session goes on")
	}
}

func TestUnreadableMessages(t *testing.T) {
	for _, raw := range []string{"", "no header", "Subject: x\r\n\r\nno type", "Content-Type: image/png\r\n\r\nx", "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx"} {
		if _, err := Parse([]byte(raw)); err == nil {
			t.Errorf("%q can be read", raw)
		}
	}
	m, err := Parse([]byte("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nSubject: =?x?=\r\n\r\n<p>=C3=A4\r\n"))
	if err != nil || m.HTML != "<p>ä\n" || m.Subject() != "=?x?=" {
		t.Errorf("%+v, %v", m, err)
	}
}
