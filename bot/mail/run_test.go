package mail

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
	"frontdesk/knowledge/sqldb"
)

func TestBadRecipientsBlockNobody(t *testing.T) { each(t, testBadRecipientsBlockNobody) }

func testBadRecipientsBlockNobody(t *testing.T) {
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
func TestManyLetters(t *testing.T) { each(t, testManyLetters) }

func testManyLetters(t *testing.T) {
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
func TestTwoSendersShareAnOutbox(t *testing.T) { each(t, testTwoSendersShareAnOutbox) }

func testTwoSendersShareAnOutbox(t *testing.T) {
	s := set(t, mailtest.Config{})
	other := s.another(s.config)
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
func TestKilledInTheMiddle(t *testing.T) { each(t, testKilledInTheMiddle) }

func testKilledInTheMiddle(t *testing.T) {
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

func TestRunSendsWhenNudgedAndByItself(t *testing.T) { each(t, testRunSendsWhenNudgedAndByItself) }

func testRunSendsWhenNudgedAndByItself(t *testing.T) {
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
func TestStopLetsTheMailArrive(t *testing.T) { each(t, testStopLetsTheMailArrive) }

func testStopLetsTheMailArrive(t *testing.T) {
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
func TestTakenBackTooLate(t *testing.T) { each(t, testTakenBackTooLate) }

func testTakenBackTooLate(t *testing.T) {
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
	each(t, testStopDoesNotWaitForAServerThatHangs)
}

func testStopDoesNotWaitForAServerThatHangs(t *testing.T) {
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
