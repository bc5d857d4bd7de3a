package exam

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words that stand for no article.
const (
	nobody   = "nobody"   // the corpus has no answer
	anything = "anything" // asked for the sake of the next lines only
)

// maxConversation bounds the lines of one conversation, each of which carries those before it.
const maxConversation = 100

// arrows separate a question from what is expected.
var arrows = []string{"→", "->", "=>"}

// ReadScript reads an exam script; the package comment has its grammar. All faulty lines are told together, each
// with its number and what to do.
func ReadScript(in io.Reader) ([]Question, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	var s scriptReader
	for lines.Scan() {
		s.number++
		if err := s.line(strings.TrimPrefix(lines.Text(), "\ufeff")); err != nil {
			s.faults = append(s.faults, fmt.Errorf("line %d: %w", s.number, err))
		}
	}
	if err := lines.Err(); err != nil {
		s.faults = append(s.faults, unreadable(s.number+1, err))
	}
	return s.questions, joinFaults(s.faults)
}

// scriptReader is how far the reading of a script is.
type scriptReader struct {
	questions []Question
	faults    []error
	number    int
	group     string
	said      []string // in the conversation that an indented line goes on with
}

func (s *scriptReader) line(line string) error {
	text := strings.TrimSpace(line)
	switch {
	case !utf8.ValidString(text):
		return errors.New("the text is not valid UTF-8; save the file as UTF-8")
	case strings.HasPrefix(text, "##"):
		s.group, s.said = strings.Join(strings.Fields(strings.TrimLeft(text, "#")), " "), nil
		return nil
	case text == "" || text[0] == '#':
		return nil
	}
	first, _ := utf8.DecodeRuneInString(line)
	indented := unicode.IsSpace(first)
	if !indented {
		s.said = nil // also if the line turns out faulty: what follows is not about the one before
	}
	query, expected, err := cutQuestion(text)
	if err != nil {
		return err
	}
	if indented && s.said == nil {
		return errors.New("the line is indented, but there is no question above it that it could go on with; take the blanks away")
	}
	if len(s.said) == maxConversation {
		return fmt.Errorf("the conversation has more than %d lines; begin another with a line that is not indented", maxConversation)
	}
	ids, asked, err := parseExpected(expected)
	if err != nil {
		return err
	}
	if asked {
		q := Question{Query: query, Relevant: ids, Group: s.group, Line: s.number}
		q.History = append(q.History, s.said...)
		s.questions = append(s.questions, q)
	}
	s.said = append(s.said, query)
	return nil
}

// cutQuestion takes a line apart at its arrow.
func cutQuestion(text string) (query, expected string, err error) {
	if text[0] == '"' {
		if query, rest, err := unquote(text); err == nil {
			rest = strings.TrimSpace(rest)
			for _, a := range arrows {
				if expected, ok := strings.CutPrefix(rest, a); ok {
					return query, strings.TrimSpace(expected), nil
				}
			}
		}
	}
	// Arrows of two characters do not overlap, so the first one found is the first there is.
	at, length := firstArrow(text)
	switch {
	case at < 0:
		return "", "", errors.New("there is no arrow; write: question → id of the article, or: question → nobody")
	case at == 0:
		return "", "", errors.New("there is no question before the arrow")
	}
	query, expected = strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+length:])
	if again, _ := firstArrow(outsideQuotes(expected)); again >= 0 {
		return "", "", errors.New(`there is more than one arrow; put the question in double quotes: "a → b" → id`)
	}
	return query, expected, nil
}

func firstArrow(text string) (at, length int) {
	at = -1
	for _, a := range arrows {
		if i := strings.Index(text, a); i >= 0 && (at < 0 || i < at) {
			at, length = i, len(a)
		}
	}
	return at, length
}

// outsideQuotes cuts a text before its first quote: from there on, ids may contain anything.
func outsideQuotes(text string) string {
	before, _, _ := strings.Cut(text, `"`)
	return before
}

// parseExpected reads what stands after the arrow. asked is false if the question is no part of the exam.
func parseExpected(text string) (ids []string, asked bool, err error) {
	for first := true; ; first = false {
		id, quoted, rest, err := cutID(text)
		if err != nil {
			return nil, false, err
		}
		done := rest == "" || rest[0] == '#'
		switch {
		case !quoted && id == "":
			return nil, false, errors.New("an article id is missing after the arrow or a comma; write nobody if the corpus has no answer")
		case !quoted && (id == nobody || id == anything):
			if !first || !done {
				return nil, false, fmt.Errorf(`%q cannot stand beside articles; if it is an article's id, write it in double quotes`, id)
			}
			return nil, id == nobody, nil
		case id == "":
			return nil, false, errors.New("an article id is empty")
		}
		ids = append(ids, id)
		switch {
		case done:
			return ids, true, nil
		case rest[0] != ',':
			return nil, false, fmt.Errorf("%.40q follows after the id %q; separate ids by commas", rest, id)
		}
		text = strings.TrimSpace(rest[1:])
	}
}

// cutID takes the first id off a list. rest is empty or begins with a comma, a comment, or something faulty.
func cutID(text string) (id string, quoted bool, rest string, err error) {
	if strings.HasPrefix(text, `"`) {
		if id, rest, err = unquote(text); err != nil {
			return "", true, "", err
		}
		return id, true, strings.TrimSpace(rest), nil
	}
	end := len(text)
	if i := strings.IndexByte(text, ','); i >= 0 {
		end = i
	}
	if i := strings.Index(text[:end], " #"); i >= 0 {
		end = i
	}
	if strings.HasPrefix(text, "#") {
		end = 0
	}
	return strings.TrimSpace(text[:end]), false, strings.TrimSpace(text[end:]), nil
}

// escapes are what stands after a backslash in quotes.
var escapes = map[byte]byte{'"': '"', '\\': '\\', 'n': '\n', 'r': '\r', 't': '\t'}

// unquote reads a text in double quotes from the beginning of another.
func unquote(text string) (inside, rest string, err error) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), text[i+1:], nil
		case '\\':
			i++
			if i == len(text) || escapes[text[i]] == 0 {
				return "", "", errors.New(`a backslash in quotes must be followed by \, ", n, r or t; write \\ for the backslash itself`)
			}
			b.WriteByte(escapes[text[i]])
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", errors.New("a double quote is not closed")
}
