package scripted

import (
	"fmt"
	"strings"
)

// Script is what a server is to do, as it is read from text by [ParseScript].
type Script struct {
	lines []scriptLine
}

type scriptLine struct {
	route   Route
	usually bool
	when    string // words that are asked for, in small letters; "" for a line of the queue
	step    Step
}

// routes by their names in scripts.
var routes = map[string]Route{"chat": Chat, "embeddings": Embeddings}

// ParseScript reads a script, one step a line, as [Parse] has them, with the route before it:
//
//	# A story: the first reply breaks off, the second is slow, then all goes well.
//	chat hang-up-after 5
//	chat pace 300ms
//	chat usually quote
//	chat when "my parcel" stall
//	embeddings 2 limited 1
//
// Lines without more are taken in order. When they are used up, a line with "when" is taken each time that the
// question, or a text to embed, has its words, in small or capital letters; else the step of the line with "usually". The route may be left out
// if it is chat. What follows # at the beginning of a line is a comment.
func ParseScript(text string) (Script, error) {
	var s Script
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		some, err := parseLine(line)
		if err != nil {
			return Script{}, fmt.Errorf("line %d: %w", n, err)
		}
		s.lines = append(s.lines, some...)
	}
	return s, nil
}

func parseLine(text string) ([]scriptLine, error) {
	spelt, err := spell(text)
	if err != nil {
		return nil, err
	}
	head := scriptLine{route: Chat}
	var lines []scriptLine
	for i, words := range spelt {
		if i == 0 {
			if words, err = head.read(words); err != nil {
				return nil, err
			}
		}
		steps, err := parseTimes(words)
		if err != nil {
			return nil, err
		}
		for _, step := range steps {
			line := head
			line.step = step
			lines = append(lines, line)
		}
	}
	if (head.usually || head.when != "") && len(lines) > 1 {
		return nil, fmt.Errorf("%q has %d steps; one is wanted", text, len(lines))
	}
	return lines, nil
}

// read takes what stands before a line's step.
func (l *scriptLine) read(words []spelt) (rest []spelt, err error) {
	all := words
	if route, ok := routes[words[0].text]; ok {
		l.route, words = route, words[1:]
	}
	if len(words) > 0 && words[0].text == "usually" {
		l.usually, words = true, words[1:]
	} else if len(words) > 1 && words[0].text == "when" {
		l.when, words = strings.ToLower(words[1].text), words[2:]
		if l.when == "" {
			return nil, fmt.Errorf("%q has no words after \"when\"", shown(all))
		}
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("%q has no step", shown(all))
	}
	return words, nil
}

// Perform makes the server do what a script says, after what it has to do already.
func (s *Server) Perform(script Script) {
	whens := make(map[Route][]scriptLine)
	for _, l := range script.lines {
		switch {
		case l.usually:
			s.Usually(l.route, l.step)
		case l.when != "":
			whens[l.route] = append(whens[l.route], l)
		default:
			s.Play(l.route, l.step)
		}
	}
	for route, lines := range whens {
		s.Choose(route, func(q Request) Step {
			asked := strings.Join(q.Inputs, "\n")
			if q.Route == Chat { // the passages need not be what the customer asks about
				asked = readPrompt(q).question
			}
			asked = strings.ToLower(asked)
			for _, l := range lines {
				if strings.Contains(asked, l.when) {
					return l.step
				}
			}
			return Step{}
		})
	}
}
