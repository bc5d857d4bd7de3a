package exam

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxLine bounds one line of a file of questions, in bytes.
const maxLine = 1 << 20

// ReadJSONLines reads questions, one object {"query":"…","relevant_ids":["…"],"history":["…"]} on each line;
// history may be left out, other keys are ignored, and empty lines are skipped. All faulty lines are told
// together, each with its number.
func ReadJSONLines(in io.Reader) ([]Question, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	var questions []Question
	var faults []error
	number := 0
	for lines.Scan() {
		number++
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		q, err := parseObject(line)
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", number, err))
			continue
		}
		q.Line = number
		questions = append(questions, q)
	}
	if err := lines.Err(); err != nil {
		faults = append(faults, unreadable(number+1, err))
	}
	return questions, joinFaults(faults)
}

// parseObject reads one line.
func parseObject(line []byte) (Question, error) {
	var o struct {
		Query    *string          `json:"query"`
		Relevant *json.RawMessage `json:"relevant_ids"`
		History  []string         `json:"history"`
	}
	if err := json.Unmarshal(line, &o); err != nil {
		return Question{}, fmt.Errorf("not a JSON object with a question (%w); write one complete {…} on each line", err)
	}
	if o.Query == nil {
		return Question{}, errors.New(`"query" is missing; it holds the customer's words`)
	}
	if o.Relevant == nil {
		return Question{}, errors.New(`"relevant_ids" is missing; list the ids of the articles that answer, or [] if none does`)
	}
	ids, err := parseIDs(*o.Relevant)
	q := Question{Query: *o.Query, Relevant: ids}
	if len(o.History) > 0 { // an empty list says the same as none
		q.History = o.History
	}
	return q, err
}

// parseIDs reads a list of ids, which may be written as numbers.
func parseIDs(raw json.RawMessage) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var list []any
	if err := d.Decode(&list); err != nil {
		return nil, errors.New(`"relevant_ids" is not a list of ids such as ["returns-1"]`)
	}
	var ids []string
	for _, v := range list {
		switch v := v.(type) {
		case string:
			ids = append(ids, strings.TrimSpace(v))
		case json.Number:
			ids = append(ids, v.String())
		default:
			return nil, errors.New(`"relevant_ids" is not a list of ids such as ["returns-1"]`)
		}
	}
	return ids, nil
}

// WriteJSONLines writes questions so that ReadJSONLines reads the same ones, but for their groups.
func WriteJSONLines(out io.Writer, questions []Question) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for _, q := range questions {
		if q.Relevant == nil {
			q.Relevant = []string{}
		}
		if err := e.Encode(q); err != nil {
			return fmt.Errorf("write the questions: %w", err)
		}
	}
	return nil
}

// unreadable is the fault of a line that could not be read.
func unreadable(number int, err error) error {
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line %d: the line has more than %d bytes; the rest of the file was not read", number, maxLine)
	}
	return fmt.Errorf("line %d: %w", number, err)
}

// maxFaults bounds how many faults of a file are told at once.
const maxFaults = 20

func joinFaults(faults []error) error {
	if n := len(faults); n > maxFaults {
		faults = append(faults[:maxFaults:maxFaults], fmt.Errorf("… and %d more", n-maxFaults))
	}
	return errors.Join(faults...)
}
