package mail

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
)

// Refused for now: tried again after 30 s, 1 min, 2 min …, whatever stage it was refused at.
func TestRefusedForNow(t *testing.T) { each(t, testRefusedForNow) }

func testRefusedForNow(t *testing.T) {
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
func TestRefusedForGood(t *testing.T) { each(t, testRefusedForGood) }

func testRefusedForGood(t *testing.T) {
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
func TestTheConnectionIsLost(t *testing.T) { each(t, testTheConnectionIsLost) }

func testTheConnectionIsLost(t *testing.T) {
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

func TestHangingIsSaidPlainly(t *testing.T) { each(t, testHangingIsSaidPlainly) }

func testHangingIsSaidPlainly(t *testing.T) {
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
func TestTheServerHasHadEnoughOfASession(t *testing.T) { each(t, testTheServerHasHadEnoughOfASession) }

func testTheServerHasHadEnoughOfASession(t *testing.T) {
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
