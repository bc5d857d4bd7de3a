package scripted

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// word writes a word of a step so that Parse reads it as one: in double quotes if it has to be.
func word(s string) string {
	plain := s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r == ',' || r == '"' || r == '#' || unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar
	})
	if plain {
		return s
	}
	return strconv.Quote(s)
}

// spelt is a word of a script.
type spelt struct {
	text   string
	quoted bool
}

// spell cuts a script into steps and those into words. Commas and line breaks end a step, blanks a word, except in
// double quotes, where things are escaped as in Go.
func spell(script string) (steps [][]spelt, err error) {
	var step []spelt
	for script != "" {
		r := script[0]
		switch {
		case r == ',' || r == '\n':
			if len(step) > 0 {
				steps, step = append(steps, step), nil
			}
			script = script[1:]
		case r == '"':
			quoted, err := strconv.QuotedPrefix(script)
			if err != nil {
				return nil, fmt.Errorf("%.40q does not end; a text stands in double quotes, on one line", script)
			}
			text, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, fmt.Errorf("%.40q cannot be read as a text in double quotes: %w", quoted, err)
			}
			step, script = append(step, spelt{text, true}), script[len(quoted):]
		default:
			end := strings.IndexFunc(script, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
			if end < 0 {
				end = len(script)
			}
			if end == 0 {
				script = strings.TrimLeftFunc(script, func(r rune) bool { return r != '\n' && unicode.IsSpace(r) })
				continue
			}
			step, script = append(step, spelt{script[:end], false}), script[end:]
		}
	}
	if len(step) > 0 {
		steps = append(steps, step)
	}
	return steps, nil
}
