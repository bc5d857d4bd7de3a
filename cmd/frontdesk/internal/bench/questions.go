package bench

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// builtin are the questions that customers ask if no others are given. They are answered by the help articles of the
// demo shop; at another desk they show how long it takes to say that nothing is known.
var builtin = []string{
	"can I return an item I opened?",
	"i opened the box, can i still send it back",
	"when do I get my refund?",
	"will my refund go back to my card?",
	"what does delivery cost and how long does it take?",
	"my parcel is late",
	"tracking hasn't moved since monday",
	"my parcel arrived damaged",
	"I was not at home when the courier came",
	"which countries do you deliver to?",
	"can you deliver to a parcel locker?",
	"can I cancel an order that has not been sent yet?",
	"I received the wrong item",
	"an item is missing from my parcel",
	"where can I see the status of my order?",
	"which payment methods do you accept?",
	"my discount code does not work",
	"I have been charged twice",
	"where do I find my invoice?",
	"how do I clean and dry my tent?",
	"how do I wash a down jacket?",
	"how do I care for leather boots?",
	"which boots can be resoled?",
	"can you repair the zip on my jacket?",
	"how long is the guarantee on tents?",
	"how do I check the balance of my gift card?",
	"I have forgotten my password",
	"how do I delete my customer account?",
	"which size do I need in hiking boots?",
	"when is the store open and where is it?",
}

// question is what customers ask, as text and as JSON.
type question struct {
	text string
	json []byte
}

func questionsOf(texts []string) []question {
	out := make([]question, len(texts))
	for i, t := range texts {
		b, err := json.Marshal(t)
		if err != nil {
			panic("text cannot fail to encode: " + err.Error())
		}
		out[i] = question{t, b}
	}
	return out
}

// maxQuestion is the longest text that a desk takes, in bytes.
const maxQuestion = 4096

// Questions reads questions, one a line: JSON objects with a "query", of which the rest is ignored, or plain text.
// Empty lines are skipped.
func Questions(r io.Reader) ([]string, error) {
	var out []string
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		text := string(line)
		if line[0] == '{' {
			var row struct {
				Query string `json:"query"`
			}
			if err := json.Unmarshal(line, &row); err != nil {
				return nil, fmt.Errorf("line %d is not JSON: %w", n, err)
			}
			text = strings.TrimSpace(row.Query)
		}
		switch {
		case text == "":
			return nil, fmt.Errorf(`line %d has no "query"`, n)
		case !utf8.ValidString(text):
			return nil, fmt.Errorf("line %d is not UTF-8", n)
		case len(text) > maxQuestion:
			return nil, fmt.Errorf("line %d has %d bytes, a message has at most %d", n, len(text), maxQuestion)
		}
		out = append(out, text)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, errors.New("there are no questions in it")
	}
	return out, nil
}

// Builtin returns the questions that customers ask if no others are given.
func Builtin() []string { return slices.Clone(builtin) }
