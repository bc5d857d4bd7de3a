package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
	"frontdesk/knowledge/sqldb"
)

// Refused for now: tried again after 30 s, 1 min, 2 min …, whatever stage it was refused at.
func TestRefusedForNow(t *testing.T) {
	for _, at := range []mailtest.Point{mailtest.From, mailtest.To, mailtest.Data, mailtest.Done} {
		t.Run(string(at), func(t *testing.T) {
			s := set(t, mailtest.Config{})
			s.server.Play(at, mailtest.Answer(450, "4.2.0 come back"), mailtest.Answer(450, "4.2.0 come back"))
			s.enqueue(letter(1))
			s.drain()
			for _, wait := range []time.Duration{30 * time.Second, time.Minute} {
				s.counts(Counts{Waiting: 1})
				s.clock.move(wait - time.Millisecond)
				before := s.server.Reached(at)
				s.drain()
				if s.server.Reached(at) != before {
					t.Fatalf("tried again before %v", wait)
				}
				s.clock.move(time.Millisecond)
				s.drain()
			}
			s.counts(Counts{Sent: 1})
			s.arrived(1)
		})
	}
}

// Refused for good, because of the recipient or the content: no other try, and the reason is kept.
func TestRefusedForGood(t *testing.T) {
	for _, at := range []mailtest.Point{mailtest.To, mailtest.Data, mailtest.Done} {
		t.Run(string(at), func(t *testing.T) {
			s := set(t, mailtest.Config{})
			s.server.Play(at, mailtest.Answer(550, "5.1.1 nobody here"))
			s.enqueue(letter(1), letter(2))
			s.drain()
			s.counts(Counts{Failed: 1, Sent: 1})
			if u := s.failure(); u.Reason != "550 5.1.1 nobody here" || u.To != "mia1@example.org" || u.Attempts != 1 || u.Conversation != "conversation-1" || u.Kind != KindReply || !u.At.Equal(began) {
				t.Fatalf("%+v", u)
			}
			if again, err := s.sender.Again(t.Context(), "letter-1"); !again || err != nil {
				t.Fatal(again, err)
			}
			s.drain()
			s.counts(Counts{Sent: 2})
		})
	}
}

// The connection is lost: whoever is on it is tried again, and a copy has the same id.
func TestTheConnectionIsLost(t *testing.T) {
	for at, copies := range map[mailtest.Point]int{
		mailtest.Greeting: 1, mailtest.Hello: 1, mailtest.From: 1, mailtest.To: 1, mailtest.Data: 1, mailtest.Body: 1, mailtest.Done: 2,
	} {
		for name, action := range map[string]mailtest.Action{"cut": mailtest.Cut(), "hang": mailtest.Hang()} {
			t.Run(string(at)+" "+name, func(t *testing.T) {
				s := set(t, mailtest.Config{}, func(c *Config) {
					if name == "hang" {
						c.Timeout = 100 * time.Millisecond // the server never answers, however slow the machine
					}
				})
				s.server.Play(at, action)
				s.enqueue(letter(1))
				s.drain()
				s.counts(Counts{Waiting: 1})
				s.sender.dialer.timeout = 20 * time.Second
				s.clock.move(30 * time.Second)
				s.drain()
				s.counts(Counts{Sent: 1})
				all := s.messages()
				if len(all) != copies {
					t.Fatalf("%d copies, want %d", len(all), copies)
				}
				for _, m := range all {
					if m.Header.Get("Message-Id") != all[0].Header.Get("Message-Id") || m.Text != all[len(all)-1].Text && !strings.Contains(m.Text, "Answer here") {
						t.Error("the copies differ")
					}
				}
			})
		}
	}
}

func TestHangingIsSaidPlainly(t *testing.T) {
	s := set(t, mailtest.Config{}, func(c *Config) { c.Timeout = 100 * time.Millisecond })
	s.server.Play(mailtest.To, mailtest.Hang())
	s.enqueue(letter(1))
	s.clock.move(giveUp)
	s.drain()
	if u := s.failure(); u.Reason != "given up after 3 days: the mail server took too long" {
		t.Fatalf("%+v", u)
	}
}

// A server that ends a session that served well is asked again at once: the letter is not to blame.
func TestTheServerHasHadEnoughOfASession(t *testing.T) {
	for name, action := range map[string]mailtest.Action{"421": mailtest.Answer(421, "too many mails"), "cut": mailtest.Cut()} {
		t.Run(name, func(t *testing.T) {
			s := set(t, mailtest.Config{})
			s.server.Play(mailtest.From, mailtest.OK(), mailtest.OK(), action)
			s.enqueue(letter(1), letter(2), letter(3), letter(4))
			s.drain()
			s.counts(Counts{Sent: 4})
			s.arrived(4)
			if n := s.server.Reached(mailtest.Greeting); n != 2 {
				t.Fatalf("%d sessions", n)
			}
		})
	}
}

// When the server itself cannot be used, one letter finds out, and all wait without harm.
func TestTheServerCannotBeUsed(t *testing.T) {
	for name, play := range map[string]func(*mailtest.Server){
		"421 at once":       func(s *mailtest.Server) { s.Usually(mailtest.Greeting, mailtest.Answer(421, "busy")) },
		"554 at once":       func(s *mailtest.Server) { s.Usually(mailtest.Greeting, mailtest.Answer(554, "go away")) },
		"wrong password":    func(s *mailtest.Server) { s.Usually(mailtest.Auth, mailtest.Answer(535, "5.7.8 wrong: hunter2")) },
		"sender refused":    func(s *mailtest.Server) { s.Usually(mailtest.From, mailtest.Answer(550, "5.7.1 not your address")) },
		"not signed in":     func(s *mailtest.Server) { s.Usually(mailtest.To, mailtest.Answer(530, "5.7.0 sign in first")) },
		"sender for now":    func(s *mailtest.Server) { s.Usually(mailtest.From, mailtest.Answer(451, "4.3.0 later")) },
		"cut at once":       func(s *mailtest.Server) { s.Usually(mailtest.Greeting, mailtest.Cut()) },
		"cut after hello":   func(s *mailtest.Server) { s.Usually(mailtest.Hello, mailtest.Cut()) },
		"cut at the sender": func(s *mailtest.Server) { s.Usually(mailtest.From, mailtest.Cut()) },
	} {
		t.Run(name, func(t *testing.T) {
			s := set(t, mailtest.Config{User: "desk", Password: "hunter2"})
			play(s.server)
			for n := range 20 {
				s.enqueue(letter(n))
			}
			s.drain()
			s.drain() // it is left alone meanwhile
			if n := s.server.Reached(mailtest.Greeting); n != 1 {
				t.Fatalf("%d sessions", n)
			}
			s.clock.move(30 * time.Second)
			s.drain()
			s.clock.move(30 * time.Second) // by now it is left alone for a minute
			s.drain()
			if n := s.server.Reached(mailtest.Greeting); n != 2 {
				t.Fatalf("%d sessions", n)
			}
			s.counts(Counts{Waiting: 20})
			for _, p := range []mailtest.Point{mailtest.Greeting, mailtest.Hello, mailtest.Auth, mailtest.From, mailtest.To} {
				s.server.Usually(p, mailtest.OK())
			}
			s.clock.move(lastRest)
			s.drain()
			s.counts(Counts{Sent: 20})
			if strings.Contains(s.log.String(), "hunter2") {
				t.Errorf("the log tells the password:\n%s", s.log)
			}
		})
	}
}

// Nobody waits for ever: 3 days after it was due a letter is given up, also if it was never its turn.
func TestGivenUpAfterThreeDays(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.server.Usually(mailtest.Greeting, mailtest.Cut())
	fresh := letter(9)
	fresh.Created = began.Add(giveUp)
	s.enqueue(letter(1), letter(2), letter(3))
	s.clock.move(giveUp - time.Minute)
	s.drain()
	s.counts(Counts{Waiting: 3})
	s.clock.move(time.Minute)
	s.enqueue(fresh)
	s.drain()
	s.counts(Counts{Waiting: 1, Failed: 3})
	all, err := s.sender.Failed(t.Context())
	if err != nil || !strings.HasPrefix(all[2].Reason, "given up after 3 days: ") {
		t.Fatalf("%+v, %v", all, err)
	}
}

func TestALetterThatIsAlwaysPutOffIsGivenUp(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.server.For("mia1@example.org", mailtest.Answer(450, "4.2.2 mailbox full"))
	s.enqueue(letter(1))
	for range 3 * 24 * 60 / 5 { // every 5 minutes of 3 days
		s.drain()
		s.clock.move(5 * time.Minute)
	}
	s.counts(Counts{Waiting: 1})
	s.drain()
	if u := s.failure(); u.Reason != "given up after 3 days: 450 4.2.2 mailbox full" || !u.At.Equal(began.Add(giveUp)) {
		t.Fatalf("%+v", u)
	}
	if got := s.server.Reached(mailtest.To); got < 18 || got > 23 { // about 8 while the wait doubles, then one each 6 hours
		t.Fatalf("tried %d times", got)
	}
}

func TestBackoff(t *testing.T) {
	for n, want := range map[int]time.Duration{1: 30 * time.Second, 2: time.Minute, 3: 2 * time.Minute, 10: 256 * time.Minute, 11: 6 * time.Hour, 1000: 6 * time.Hour} {
		if got := backoff(n); got != want {
			t.Errorf("after %d: %v, want %v", n, got, want)
		}
	}
}

// A clock that was wrong for a while leaves no letter behind.
func TestAClockThatJumps(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1))
	s.clock.move(2 * 24 * time.Hour)
	s.server.Play(mailtest.To, mailtest.Answer(450, "later"))
	s.drain()
	s.clock.move(-2 * 24 * time.Hour)
	s.drain()
	s.counts(Counts{Sent: 1})
}

func TestBadRecipientsBlockNobody(t *testing.T) {
	s := set(t, mailtest.Config{}, func(c *Config) { c.AtOnce = 3 })
	s.server.For("mia3@example.org", mailtest.Answer(550, "5.1.1 nobody"))
	s.server.For("mia5@example.org", mailtest.Answer(450, "4.2.2 full"))
	s.server.For("mia7@example.org", mailtest.Cut())
	for n := range 50 {
		s.enqueue(letter(n))
	}
	s.drain()
	s.counts(Counts{Sent: 47, Failed: 1, Waiting: 2})
}

// 2,000 letters over several connections: each arrives once.
func TestManyLetters(t *testing.T) {
	s := set(t, mailtest.Config{}, func(c *Config) { c.AtOnce = 4 })
	all := make([]Letter, 2000)
	for n := range all {
		all[n] = letter(n)
	}
	s.enqueue(all...)
	start := time.Now()
	s.drain()
	t.Logf("2,000 letters in %v over %d sessions", time.Since(start), s.server.Reached(mailtest.Greeting))
	s.counts(Counts{Sent: 2000})
	got := make(map[string]bool)
	for _, m := range s.messages() {
		got[m.To[0]] = true
	}
	if len(got) != 2000 || len(s.messages()) != 2000 {
		t.Fatalf("%d recipients got %d messages", len(got), len(s.messages()))
	}
	if n := s.server.Reached(mailtest.Greeting); n < 2000/mailsEach || n > 2000/mailsEach+8 {
		t.Errorf("%d sessions", n)
	}
}

// Two processes on one outbox: each letter goes out once.
func TestTwoSendersShareAnOutbox(t *testing.T) {
	s := set(t, mailtest.Config{})
	other, err := New(s.db, s.config)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 200 {
		s.enqueue(letter(n))
	}
	done := make(chan error)
	go func() { done <- other.Drain(context.Background()) }()
	s.drain()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	s.counts(Counts{Sent: 200})
	s.arrived(200)
}

// Killed between the server's word and ours: after the restart the letter is sent again under the same id.
func TestKilledInTheMiddle(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1), letter(2))
	s.drainUntilTaken(1)
	s.start()
	s.drain() // nobody else's attempt is taken away
	s.arrived(1)
	s.clock.move(2*s.config.Timeout + firstBackoff)
	s.drain()
	s.counts(Counts{Sent: 2})
	s.arrived(2)
}

// drainUntilTaken takes up letters without an end, as a process does that is killed then.
func (s *theatre) drainUntilTaken(n int) {
	s.t.Helper()
	for range n {
		if t, err := s.sender.take(s.t.Context()); err != nil || t == nil {
			s.t.Fatal(t, err)
		}
	}
	if err := s.db.Close(); err != nil {
		s.t.Fatal(err)
	}
}

func TestRunSendsWhenNudgedAndByItself(t *testing.T) {
	for name, poll := range map[string]time.Duration{"nudged": time.Hour, "by itself": time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			s := set(t, mailtest.Config{}, func(c *Config) { c.Poll = poll })
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- s.sender.Run(ctx) }()
			for n := range 3 {
				kept := s.server.Watch(mailtest.Done)
				s.enqueue(letter(n))
				if name == "nudged" {
					s.sender.Nudge()
					s.sender.Nudge()
				}
				<-kept
			}
			cancel()
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			s.counts(Counts{Sent: 3})
		})
	}
}

// Told to end while the server is slow to answer, Run waits a moment, so that the mail is not sent twice.
func TestStopLetsTheMailArrive(t *testing.T) {
	for _, at := range []mailtest.Point{mailtest.Hello, mailtest.Data, mailtest.Done} {
		t.Run(string(at), func(t *testing.T) {
			s := set(t, mailtest.Config{}, func(c *Config) { c.Grace = time.Minute })
			ctx, cancel := context.WithCancel(t.Context())
			reached, release := s.server.Watch(at), make(chan struct{})
			s.server.Play(at, mailtest.After(release))
			s.enqueue(letter(1), letter(2))
			ended := make(chan error)
			go func() { ended <- s.sender.Run(ctx) }()
			<-reached
			cancel()
			close(release)
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			s.counts(Counts{Sent: 1, Waiting: 1})
			s.arrived(1)
		})
	}
}

// A reply that is taken back while it is on its way was sent all the same.
func TestTakenBackTooLate(t *testing.T) {
	s := set(t, mailtest.Config{})
	reached, release := s.server.Watch(mailtest.Done), make(chan struct{})
	s.server.Play(mailtest.Done, mailtest.After(release))
	s.enqueue(letter(1))
	ended := make(chan error)
	go func() { ended <- s.sender.Drain(context.Background()) }()
	<-reached
	err := s.db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := Withdraw(tx, "conversation-1", 5, began)
		return err
	})
	s.counts(Counts{Withdrawn: 1})
	close(release)
	if err := errors.Join(err, <-ended); err != nil {
		t.Fatal(err)
	}
	s.counts(Counts{Sent: 1})
}

// But not for ever; then the letter is due at once after the restart.
func TestStopDoesNotWaitForAServerThatHangs(t *testing.T) {
	s := set(t, mailtest.Config{}, func(c *Config) { c.Grace = 10 * time.Millisecond; c.Timeout = time.Hour })
	s.server.Play(mailtest.To, mailtest.Hang())
	ctx, cancel := context.WithCancel(t.Context())
	reached := s.server.Watch(mailtest.To)
	s.enqueue(letter(1))
	ended := make(chan error)
	go func() { ended <- s.sender.Run(ctx) }()
	<-reached
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	s.counts(Counts{Waiting: 1})
	s.drain()
	s.counts(Counts{Sent: 1})
}

func TestEncryption(t *testing.T) {
	remote := func(c *Config) { // what is said to 127.0.0.1 is meant for mail.example
		c.URL = strings.Replace(c.URL, "127.0.0.1", "mail.example", 1)
	}
	for name, c := range map[string]struct {
		server    mailtest.Config
		remote    bool
		trusted   bool
		sent      bool
		encrypted bool
	}{
		"STARTTLS":                            {mailtest.Config{StartTLS: true, User: "u", Password: "p"}, true, true, true, true},
		"STARTTLS, unknown authority":         {mailtest.Config{StartTLS: true, User: "u", Password: "p"}, true, false, false, false},
		"no STARTTLS":                         {mailtest.Config{User: "u", Password: "p"}, true, true, false, false},
		"no STARTTLS and no password":         {mailtest.Config{}, true, true, false, false},
		"TLS":                                 {mailtest.Config{TLS: true, User: "u", Password: "p"}, true, true, true, true},
		"TLS, unknown authority":              {mailtest.Config{TLS: true}, true, false, false, false},
		"this machine":                        {mailtest.Config{User: "u", Password: "p"}, false, false, true, false},
		"this machine, STARTTLS, own signing": {mailtest.Config{StartTLS: true, User: "u", Password: "p"}, false, false, true, true},
		"this machine, TLS":                   {mailtest.Config{TLS: true, User: "u", Password: "p"}, false, true, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := set(t, c.server)
			if c.remote {
				remote(&s.config)
				s.config.Dial = toServer(s.server)
			}
			if c.trusted {
				s.config.TLS = trusting(s.server)
			}
			var err error
			if s.sender, err = New(s.db, s.config); err != nil {
				t.Fatal(err)
			}
			s.enqueue(letter(1))
			s.drain()
			want := Counts{Waiting: 1}
			if c.sent {
				want = Counts{Sent: 1}
			}
			s.counts(want)
			if got := s.server.Encrypted() > 0; got != c.encrypted {
				t.Errorf("encrypted: %v", got)
			}
			if !c.sent && s.server.Reached(mailtest.Auth) > 0 {
				t.Error("the password was sent")
			}
		})
	}
}

func TestTheConfigurationIsChecked(t *testing.T) {
	good := Config{URL: "smtp://mail.example", From: "help@shop.example", Links: links(t, time.Now)}
	if _, err := New(nil, good); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Config){
		"begin with smtp://":   func(c *Config) { c.URL = "mail.example" },
		"the sender of mail":   func(c *Config) { c.From = "help" },
		"Shop <help@shop.exam": func(c *Config) { c.From = "help@shop.example\r\nBcc: x@y.z" },
		"answers to mail":      func(c *Config) { c.ReplyTo = "nobody" },
		"links":                func(c *Config) { c.Links = nil },
		"negative":             func(c *Config) { c.Timeout = -1 },
	} {
		c := good
		change(&c)
		if _, err := New(nil, c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	for host, want := range map[string]string{"help.example": "help.example", "10.0.0.1": "[10.0.0.1]", "::1": "[IPv6:::1]"} {
		if got := helloName(host); got != want {
			t.Errorf("%s is called %s", host, got)
		}
	}
}

// A letter that cannot be read back is put aside.
func TestABrokenRow(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1), letter(2))
	s.breakRow("letter-1")
	s.drain()
	s.counts(Counts{Sent: 1, Failed: 1})
	if u := s.failure(); u.ID != "letter-1" {
		t.Fatalf("%+v", u)
	}
}

func TestAClosedOutboxIsAnError(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1))
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.sender.Drain(t.Context()); err == nil {
		t.Fatal("draining a closed outbox works")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.sender.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(fmt.Errorf("run: %w", err))
	}
}
