package mail

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind says what a letter tells.
type Kind string

// The kinds of letters.
const (
	KindReply    Kind = "reply"    // people of the staff wrote, or the bot; Lines are all that the customer has not seen
	KindPromise  Kind = "promise"  // something was promised: Lines say what, Until by when
	KindKept     Kind = "kept"     // the promise was kept
	KindLate     Kind = "late"     // the promise is late
	KindExpired  Kind = "expired"  // nobody took the hand-off in time
	KindResolved Kind = "resolved" // the conversation was marked as resolved
)

func (k Kind) known() bool {
	switch k {
	case KindReply, KindPromise, KindKept, KindLate, KindExpired, KindResolved:
		return true
	}
	return false
}

// Line is one message that a letter quotes.
type Line struct {
	By   string    `json:"by,omitempty"` // name of who said it, "" if it is not to be shown
	Text string    `json:"text"`         // plain text
	At   time.Time `json:"at"`           // when it was said; zero leaves it out
}

// Letter is what a customer is to be told. It says what, and not in which words. Names and texts may
// hold anything: what could harm a header is taken out, and what could harm a page is escaped.
type Letter struct {
	ID           string `json:"id"`           // follows from the cause; the same id is kept once for ever
	Conversation string `json:"conversation"` //
	Visitor      string `json:"visitor"`      // whose browser the link stands for
	Kind         Kind   `json:"kind"`

	To       string `json:"to"`                 // the bare address
	Name     string `json:"name,omitempty"`     // the customer's, for the greeting
	Locale   string `json:"locale,omitempty"`   // BCP 47; German for de and its kin, English for all others
	Zone     string `json:"zone,omitempty"`     // IANA name of the time zone in which times are written; "" is UTC
	Site     string `json:"site,omitempty"`     // name of the website to show, such as "shop.example"
	Question string `json:"question,omitempty"` // what the customer had asked, quoted to remind them

	Lines []Line    `json:"lines,omitempty"`
	Bot   bool      `json:"bot,omitempty"`  // nobody but the bot wrote the lines of a reply
	Until time.Time `json:"until,omitzero"` // of a promise: by when

	First int64 `json:"first,omitempty"` // sequence number of the first event it tells of, 0 if none
	Last  int64 `json:"last,omitempty"`  // of the last one

	Created time.Time `json:"created"`      // when it was decided
	Due     time.Time `json:"due,omitzero"` // not to be sent before; zero is at once
}

// ErrLetter is returned for a letter that nobody should have written: a mistake of the program, and nothing that
// a customer can cause.
var ErrLetter = errors.New("not a letter")

// check finds mistakes of the program.
func (l *Letter) check() error {
	switch {
	case l.ID == "" || len(l.ID) > 200:
		return fmt.Errorf("%w: its id must have 1 to 200 bytes", ErrLetter)
	case l.Conversation == "" || l.Visitor == "":
		return fmt.Errorf("%w: conversation and visitor must be named", ErrLetter)
	case !l.Kind.known():
		return fmt.Errorf("%w: there is no kind %q", ErrLetter, l.Kind)
	case l.Created.IsZero():
		return fmt.Errorf("%w: it must say when it was decided", ErrLetter)
	case l.Kind == KindReply && len(l.Lines) == 0:
		return fmt.Errorf("%w: a reply must quote something", ErrLetter)
	case l.First < 0 || l.Last < l.First:
		return fmt.Errorf("%w: its events end before they begin", ErrLetter)
	}
	return nil
}

// ErrAddress is returned for what cannot be an e-mail address.
var ErrAddress = errors.New("not an e-mail address")

// CheckAddress refuses what mail cannot be sent to: anything but one bare address of at most 254 bytes
// (RFC 5321, section 4.5.3.1). Whether somebody reads it, only the mail tells.
func CheckAddress(address string) error {
	if len(address) > 254 || !utf8.ValidString(address) || strings.ContainsFunc(address, unaddressable) {
		return ErrAddress
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" {
		return ErrAddress
	}
	if at := strings.LastIndexByte(address, '@'); at > 64 || at == len(address)-1 {
		return ErrAddress
	}
	return nil
}

// unaddressable are characters that end an address in a command or a header, or hide in one. Quoted local parts
// may hold some of them; nobody has been seen to have such an address.
func unaddressable(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>()[],;:\"`, r)
}

// oneLine makes a text fit for a header or a name: no line ends, no other control characters, nothing that turns
// the direction of what follows, at most n runes.
func oneLine(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError:
			return ' '
		case turns(r):
			return -1
		}
		return r
	}, s)
	return shortened(strings.Join(strings.Fields(s), " "), n)
}

// manyLines cleans a text of characters that no message needs, and keeps its lines.
func manyLines(s string, n int) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return shortened(strings.Trim(s, "\n"), n)
}

// turns reports whether a character overrides the direction of those around it. The marks that only nudge it
// stay: Hebrew and Arabic need them.
func turns(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

func shortened(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}
