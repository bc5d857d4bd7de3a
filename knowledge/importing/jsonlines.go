package importing

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// object is one line of a JSON lines file. Other keys are ignored.
type object struct {
	ID        text  `json:"id"`
	Question  text  `json:"question"`
	Title     text  `json:"title"`
	Answer    text  `json:"answer"`
	Body      text  `json:"body"`
	Category  text  `json:"category"`
	Locale    text  `json:"locale"`
	Phrasings texts `json:"phrasings"`
	Tags      texts `json:"tags"`

	Audience         *texts `json:"audience"`
	Review           *text  `json:"review"`
	Original         *text  `json:"original"`
	OriginalRevision *text  `json:"original_revision"`
}

// text is a string that may also be written as a number, as ids often are, or be null.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(raw []byte) error {
	switch {
	case string(raw) == "null":
		return nil
	case raw[0] == '"':
		return json.Unmarshal(raw, (*string)(t))
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		*t = text(raw)
		return nil
	}
	return fmt.Errorf("a text is expected, not %.20s", raw)
}

// texts is a list of strings, or one string to be split.
type texts struct {
	list []string
	one  string
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *texts) UnmarshalJSON(raw []byte) error {
	*t = texts{}
	if raw[0] == '[' {
		var list []text
		err := json.Unmarshal(raw, &list)
		for _, s := range list {
			t.list = append(t.list, string(s))
		}
		return err
	}
	return (*text)(&t.one).UnmarshalJSON(raw)
}

// split returns the list, cutting a single string at the separator.
func (t texts) split(separator string) []string {
	if t.list != nil {
		return t.list
	}
	return split(t.one, separator)
}

// jsonLines reads one JSON object per line.
func (r *reading) jsonLines(name string, in *meter, lines *bufio.Reader) error {
	for number := 1; ; number++ {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		line, err := lines.ReadBytes('\n')
		in.next()
		if number == 1 {
			if message := encoding(line); message != "" {
				r.problem(Error, name, 1, "%s", message)
				return nil
			}
			line = bytes.TrimPrefix(line, []byte(bom))
		}
		switch {
		case errors.Is(err, errLongRow):
			r.problem(Error, name, number, "the line has more than %d bytes; put one object on each line, or split the article", r.limits.File)
			return nil
		case err != nil && !errors.Is(err, io.EOF):
			r.problem(Error, name, number, "the file cannot be read on: %v", err)
			return nil
		}
		if stop := r.jsonLine(name, number, bytes.TrimSpace(line)); stop || err != nil {
			return nil
		}
	}
}

// jsonLine makes an item of one line; stop says that the file is not JSON lines at all.
func (r *reading) jsonLine(name string, number int, line []byte) (stop bool) {
	switch {
	case len(line) == 0:
		return false
	case !utf8.Valid(line):
		r.problem(Error, name, number, "the text is not valid UTF-8; %s", saveAsUTF8)
		return false
	case line[0] == '[' && number == 1:
		r.problem(Error, name, number, "the file is one JSON list and no export of a help centre; write one object on each line, without brackets and commas around them")
		return true
	case line[0] != '{':
		r.problem(Error, name, number, "the line is not a JSON object; write one {…} on each line")
		return false
	}
	var o object
	if err := json.Unmarshal(line, &o); err != nil {
		r.problem(Error, name, number, "the line is not a valid JSON object (%v); write one complete {…} on each line", err)
		return false
	}
	r.addRow(o.row(name, number))
	return false
}

// row returns what the object says.
func (o object) row(name string, number int) row {
	out := row{
		id: string(o.ID), title: first(o.Question, o.Title), body: first(o.Answer, o.Body), category: string(o.Category), locale: string(o.Locale),
		phrasings: o.Phrasings.split("|"), tags: o.Tags.split(","), file: name, line: number,
		bare: o.Audience == nil && o.Review == nil && o.Original == nil && o.OriginalRevision == nil,
	}
	if o.Audience != nil {
		out.audience = o.Audience.split(",")
	}
	for _, v := range []struct {
		from *text
		to   *string
	}{{o.Review, &out.review}, {o.Original, &out.original}, {o.OriginalRevision, &out.originalRevision}} {
		if v.from != nil {
			*v.to = string(*v.from)
		}
	}
	return out
}

func first(a, b text) string {
	if a != "" {
		return string(a)
	}
	return string(b)
}
