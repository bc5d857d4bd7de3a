package mail

import (
	"errors"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
	"frontdesk/knowledge/sqldb"
)

func TestALetterIsKeptWithItsCause(t *testing.T) { each(t, testALetterIsKeptWithItsCause) }

func testALetterIsKeptWithItsCause(t *testing.T) {
	s := set(t, mailtest.Config{})
	boom := errors.New("the cause failed")
	err := s.db.Write(t.Context(), func(tx *sqldb.Tx) error {
		if err := Enqueue(tx, letter(1)); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	s.counts(Counts{})
	s.enqueue(letter(1), letter(1))
	s.enqueue(letter(1))
	s.counts(Counts{Waiting: 1})
	s.drain()
	s.enqueue(letter(1)) // also after it was sent
	s.drain()
	s.counts(Counts{Sent: 1})
	s.arrived(1)
}

func TestALetterWaitsUntilItIsDue(t *testing.T) { each(t, testALetterWaitsUntilItIsDue) }

func testALetterWaitsUntilItIsDue(t *testing.T) {
	s := set(t, mailtest.Config{})
	l := letter(1)
	l.Due = began.Add(10 * time.Minute)
	s.enqueue(l)
	s.clock.move(10*time.Minute - time.Millisecond)
	s.drain()
	s.arrived(0)
	s.clock.move(time.Millisecond)
	s.drain()
	s.arrived(1)
}

func TestMistakesAreRefused(t *testing.T) { each(t, testMistakesAreRefused) }

func testMistakesAreRefused(t *testing.T) {
	s := set(t, mailtest.Config{})
	for name, change := range map[string]func(*Letter){
		"no id": func(l *Letter) { l.ID = "" }, "no conversation": func(l *Letter) { l.Conversation = "" }, "no visitor": func(l *Letter) { l.Visitor = "" },
		"kind": func(l *Letter) { l.Kind = "spam" }, "nothing said": func(l *Letter) { l.Lines = nil }, "no time": func(l *Letter) { l.Created = time.Time{} },
		"backwards": func(l *Letter) { l.Last = 1 },
	} {
		l := letter(1)
		change(&l)
		err := s.db.Write(t.Context(), func(tx *sqldb.Tx) error { return Enqueue(tx, l) })
		if !errors.Is(err, ErrLetter) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.counts(Counts{})
}

// What is no address must not undo the cause, nor go unseen.
func TestABadAddressIsSeen(t *testing.T) { each(t, testABadAddressIsSeen) }

func testABadAddressIsSeen(t *testing.T) {
	s := set(t, mailtest.Config{})
	l := letter(1)
	l.To = "mia@example.org\r\nRCPT TO:<eve@example.org>"
	s.enqueue(l, letter(2))
	s.drain()
	if u := s.failure(); u.ID != "letter-1" || u.Reason != "the address is not an e-mail address" || u.To != "mia@example.org RCPT TO:<eve@example.org>" {
		t.Fatalf("%+v", u)
	}
	s.arrived(1)
	if again, err := s.sender.Again(t.Context(), "letter-1"); again || err != nil {
		t.Fatalf("it is tried again: %v, %v", again, err)
	}
}

// Three replies that the customer has not seen are one mail, when the newest letter tells them all.
func TestUnseenRepliesAreOneMail(t *testing.T) { each(t, testUnseenRepliesAreOneMail) }

func testUnseenRepliesAreOneMail(t *testing.T) {
	s := set(t, mailtest.Config{})
	tell := func(id string, first, last int64) Letter {
		l := letter(1)
		l.ID, l.First, l.Last, l.Lines = id, first, last, nil
		for range last - first + 1 {
			l.Lines = append(l.Lines, Line{By: "Ana", Text: id})
		}
		return l
	}
	notice := letter(1)
	notice.ID, notice.Kind = "notice", KindResolved
	elsewhere := letter(2)
	s.enqueue(notice, elsewhere, tell("a", 5, 5), tell("b", 5, 6), tell("c", 5, 8))
	s.counts(Counts{Waiting: 3, Withdrawn: 2})
	s.enqueue(tell("d", 9, 9)) // tells less than c, so c stays
	s.counts(Counts{Waiting: 4, Withdrawn: 2})
	s.enqueue(tell("c", 5, 8)) // known already: changes nothing
	s.counts(Counts{Waiting: 4, Withdrawn: 2})
	s.drain()
	s.counts(Counts{Sent: 4, Withdrawn: 2})
}

func TestWhatWasSeenIsTakenBack(t *testing.T) { each(t, testWhatWasSeenIsTakenBack) }

func testWhatWasSeenIsTakenBack(t *testing.T) {
	s := set(t, mailtest.Config{})
	later, notice := letter(1), letter(1)
	later.ID, later.First, later.Last = "later", 9, 9
	notice.ID, notice.Kind = "notice", KindExpired
	s.enqueue(letter(1), letter(2), later, notice)
	var n int64
	err := s.db.Write(t.Context(), func(tx *sqldb.Tx) (err error) {
		n, err = Withdraw(tx, "conversation-1", 8, began)
		return err
	})
	if err != nil || n != 1 {
		t.Fatalf("%d taken back, %v", n, err)
	}
	s.counts(Counts{Waiting: 3, Withdrawn: 1})
	s.drain()
	s.arrived(3)
}

// The outbox does not keep what it need not.
func TestASentLetterIsForgotten(t *testing.T) { each(t, testASentLetterIsForgotten) }

func testASentLetterIsForgotten(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1))
	s.drain()
	var body, to string
	if err := s.db.Read().QueryRow(`SELECT letter, recipient FROM mail`).Scan(&body, &to); err != nil || body != "" || to != "" {
		t.Fatalf("%q, %q, %v", body, to, err)
	}
}
