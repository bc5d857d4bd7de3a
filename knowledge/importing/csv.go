package importing

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// columns maps the names that a CSV's header may use to what they mean.
var columns = map[string]string{
	"id": "id", "question": "title", "title": "title", "answer": "body", "body": "body", "phrasings": "phrasings",
	"tags": "tags", "category": "category", "locale": "locale",
	"audience": "audience", "review": "review", "original": "original", "original_revision": "original_revision",
}

// bareWithout are the columns and keys without which a source says nothing about who may read an article and so on.
var bareWithout = map[string]bool{"audience": true, "review": true, "original": true, "original_revision": true}

// csv reads comma- or semicolon-separated values with a header row.
func (r *reading) csv(name string, in *meter) error {
	buffered := bufio.NewReaderSize(in, readAhead)
	head, err := buffered.Peek(readAhead / 2)
	if len(head) == 0 {
		if err != nil && !errors.Is(err, io.EOF) {
			r.problem(Error, name, 1, "the file cannot be read: %v", err)
		}
		return nil
	}
	if message := encoding(head); message != "" {
		r.problem(Error, name, 1, "%s", message)
		return nil
	}
	if bytes.HasPrefix(head, []byte(bom)) {
		if _, err := buffered.Discard(len(bom)); err != nil {
			return err
		}
	}
	reader := csv.NewReader(buffered)
	reader.Comma = separator(head)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		r.csvFault(name, err)
		return nil
	}
	meaning, ok := r.header(name, header)
	if !ok {
		return nil
	}
	for {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		fields, err := reader.Read()
		in.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			r.csvFault(name, err)
			return nil // where one quote is wrong, no row after it can be trusted
		}
		line, _ := reader.FieldPos(0)
		if len(fields) != len(header) {
			r.problem(Error, name, line, "the row has %d fields and the header %d; put fields with separators or line breaks in double quotes", len(fields), len(header))
			continue
		}
		r.addRow(csvRow(meaning, fields, name, line))
	}
}

// separator guesses from the header what separates the fields.
func separator(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// header returns the meaning of each column.
func (r *reading) header(name string, header []string) ([]string, bool) {
	meaning := make([]string, len(header))
	seen := make(map[string]bool)
	for i, column := range header {
		column = strings.ToLower(strings.TrimSpace(column))
		means, known := columns[column]
		switch {
		case !known:
			r.problem(Warning, name, 1, "the column %.40q is not known and left out; known are id, question, answer, phrasings, tags, category, locale, audience, review, original, original_revision", column)
		case seen[means]:
			r.problem(Error, name, 1, "two columns say the %s; remove one", means)
			return nil, false
		}
		meaning[i] = means
		seen[means] = true
	}
	if !seen["title"] {
		r.problem(Error, name, 1, "the first row names no column \"question\" or \"title\"; begin the file with a row such as question,answer")
		return nil, false
	}
	return meaning, true
}

func csvRow(meaning, fields []string, name string, line int) row {
	out := row{file: name, line: line}
	for i, value := range fields {
		switch meaning[i] {
		case "id":
			out.id = value
		case "title":
			out.title = value
		case "body":
			out.body = value
		case "phrasings":
			out.phrasings = split(value, "|")
		case "tags":
			out.tags = split(value, ",")
		case "category":
			out.category = value
		case "locale":
			out.locale = value
		case "audience":
			out.audience = split(value, ",")
		case "review":
			out.review = value
		case "original":
			out.original = value
		case "original_revision":
			out.originalRevision = value
		}
	}
	out.bare = !slices.ContainsFunc(meaning, func(m string) bool { return bareWithout[m] })
	return out
}

// csvFault reports why a CSV cannot be read on.
func (r *reading) csvFault(name string, err error) {
	var at *csv.ParseError
	switch {
	case errors.As(err, &at) && errors.Is(err, csv.ErrQuote):
		r.problem(Error, name, at.StartLine, `a field that begins with a double quote does not end properly; write "" for a quote inside it`)
	case errors.As(err, &at) && errors.Is(err, csv.ErrBareQuote):
		r.problem(Error, name, at.Line, `a double quote stands inside a field without quotes around it; put the field in quotes and write "" for a quote inside it`)
	case errors.Is(err, errLongRow):
		r.problem(Error, name, 0, "a row has more than %d bytes; a double quote may be missing, or split the article", r.limits.File)
	case errors.Is(err, io.EOF):
		r.problem(Error, name, 1, "the file has no rows")
	default:
		r.problem(Error, name, 0, "%s", fmt.Sprintf("the file cannot be read on: %v", err))
	}
}
