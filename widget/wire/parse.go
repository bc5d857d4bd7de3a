package wire

import (
	"encoding/json"
	"fmt"
)

// Parse reads a frame of a client into in, which must be zero. It understands what [json.Unmarshal] does. The frames that
// come all the time, with text and whole numbers only, are read without reflection.
func (in *In) Parse(b []byte) error {
	s := scanner{b: b}
	if s.frame(in) {
		return nil
	}
	*in = In{}
	if err := json.Unmarshal(b, in); err != nil {
		return fmt.Errorf("read a frame: %w", err)
	}
	return nil
}

// scanner reads what is simple about a JSON object. Whatever it does not know it leaves to others.
type scanner struct {
	b []byte
	i int
}

// frame reads an object of known names; it reports whether that is all there is.
func (s *scanner) frame(in *In) bool {
	if !s.next('{') {
		return false
	}
	for {
		name, ok := s.text()
		if !ok || !s.next(':') || !s.field(in, name) {
			return false
		}
		if s.next('}') {
			s.blanks()
			return s.i == len(s.b)
		}
		if !s.next(',') {
			return false
		}
	}
}

func (s *scanner) field(in *In, name []byte) bool {
	switch string(name) {
	case "v":
		n, ok := s.number()
		in.V = int(n)
		return ok
	case "after":
		return s.int64(&in.After)
	case "epoch":
		return s.int64(&in.Epoch)
	case "seq":
		return s.int64(&in.Seq)
	case "type":
		kind, ok := s.text()
		in.Type = typeOf(kind)
		return ok
	case "id":
		return s.string(&in.ID)
	case "conversation":
		return s.string(&in.Conversation)
	case "text":
		return s.string(&in.Text)
	case "choice":
		return s.string(&in.Choice)
	case "writing":
		return s.string(&in.Writing)
	}
	return false
}

// typeOf is a type of frame as text, without making a new string for those that come all the time.
func typeOf(kind []byte) string {
	for _, known := range [...]string{TypeSend, TypePing, TypeTyping, TypeSeen, TypeResume} {
		if string(kind) == known {
			return known
		}
	}
	return string(kind)
}

func (s *scanner) string(to *string) bool {
	b, ok := s.text()
	*to = string(b)
	return ok
}

func (s *scanner) int64(to *int64) (ok bool) {
	*to, ok = s.number()
	return ok
}

func (s *scanner) blanks() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\n' || s.b[s.i] == '\t' || s.b[s.i] == '\r') {
		s.i++
	}
}

// next passes over one character, and blanks before it, if it is what comes.
func (s *scanner) next(c byte) bool {
	s.blanks()
	if s.i == len(s.b) || s.b[s.i] != c {
		return false
	}
	s.i++
	return true
}

// text reads a string that is written as it reads: in ASCII, without escapes.
func (s *scanner) text() ([]byte, bool) {
	if !s.next('"') {
		return nil, false
	}
	for from := s.i; s.i < len(s.b); s.i++ {
		switch c := s.b[s.i]; {
		case c == '"':
			s.i++
			return s.b[from : s.i-1], true
		case c < ' ' || c == '\\' || c >= 0x80:
			return nil, false
		}
	}
	return nil, false
}

// number reads a whole number of few digits.
func (s *scanner) number() (n int64, ok bool) {
	s.blanks()
	from := s.i
	for ; s.i < len(s.b) && '0' <= s.b[s.i] && s.b[s.i] <= '9'; s.i++ {
		n = n*10 + int64(s.b[s.i]-'0')
	}
	digits := s.i - from
	return n, digits == 1 || digits > 1 && digits < 18 && s.b[from] != '0'
}
