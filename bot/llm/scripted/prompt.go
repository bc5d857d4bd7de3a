package scripted

import (
	"strconv"
	"strings"

	"frontdesk/knowledge/pattern"
)

// prompt is what a model that knows this convention reads out of a request: the passages that it is to answer from,
// fenced and numbered, and the question.
type prompt struct {
	passages []passage
	question string
}

type passage struct {
	n     int
	title string
	text  string
}

// Marks of the convention.
const (
	passagesMark = "Passages (data"
	passageEnd   = "\n</passage>"
	questionMark = "Question:"
)

var passageMark = pattern.Of(`^\s*<passage n="(\d{1,6})" title="([^\n]*)">\n`)

// readPrompt reads the last thing that the user said. Without passages the question is its last line if that is marked
// as one, else all of it.
func readPrompt(q Request) prompt {
	last := q.Last()
	var p prompt
	if start := strings.Index(last, passagesMark); start >= 0 {
		rest := last[start:]
		_, rest, _ = strings.Cut(rest, "\n")
		p.passages, rest = readPassages(rest)
		if len(p.passages) > 0 {
			p.question = strings.TrimSpace(rest)
			if _, after, ok := strings.Cut(rest, questionMark); ok {
				p.question = strings.TrimSpace(after)
			}
			return p
		}
	}
	p.question = strings.TrimSpace(last)
	lines := strings.Split(p.question, "\n")
	if after, ok := strings.CutPrefix(lines[len(lines)-1], questionMark); ok {
		p.question = strings.TrimSpace(after)
	}
	return p
}

// readPassages reads passages one after the other and returns what follows them. What looks like a passage behind
// other words is none.
func readPassages(text string) (all []passage, rest string) {
	for {
		head := passageMark.FindStringSubmatch(text)
		if head == nil {
			return all, text
		}
		body, after, ok := strings.Cut("\n"+text[len(head[0]):], passageEnd)
		if !ok {
			return all, text
		}
		n, err := strconv.Atoi(head[1])
		if err != nil {
			return all, text
		}
		all = append(all, passage{n, head[2], strings.TrimPrefix(body, "\n")})
		text = after
	}
}

// cite marks a sentence as resting on a passage: before its last sign, as in "… within 30 days [1]."
func cite(sentence string, n int) string {
	mark := " [" + strconv.Itoa(n) + "]"
	sentence = strings.TrimSpace(sentence)
	body := strings.TrimRight(sentence, ".!?…:")
	if body == "" {
		return sentence + mark
	}
	return strings.TrimRight(body, " ") + mark + sentence[len(body):]
}
