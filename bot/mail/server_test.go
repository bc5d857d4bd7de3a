package mail

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
)

// When the server itself cannot be used, one letter finds out, and all wait without harm.
func TestTheServerCannotBeUsed(t *testing.T) { each(t, testTheServerCannotBeUsed) }

func testTheServerCannotBeUsed(t *testing.T) {
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
func TestGivenUpAfterThreeDays(t *testing.T) { each(t, testGivenUpAfterThreeDays) }

func testGivenUpAfterThreeDays(t *testing.T) {
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
	each(t, testALetterThatIsAlwaysPutOffIsGivenUp)
}

func testALetterThatIsAlwaysPutOffIsGivenUp(t *testing.T) {
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
func TestAClockThatJumps(t *testing.T) { each(t, testAClockThatJumps) }

func testAClockThatJumps(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1))
	s.clock.move(2 * 24 * time.Hour)
	s.server.Play(mailtest.To, mailtest.Answer(450, "later"))
	s.drain()
	s.clock.move(-2 * 24 * time.Hour)
	s.drain()
	s.counts(Counts{Sent: 1})
}
