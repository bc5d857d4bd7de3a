package exam

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// Format says how a file of questions is written.
type Format string

// The formats.
const (
	JSONLines Format = "JSON lines"
	Script    Format = "exam script"
)

// ReadFile reads a file of questions, gzipped if its name ends in .gz. Whether it is JSON lines or an exam script
// is told by the ending .jsonl, .ndjson, .json, .exam or .txt; with another ending it is JSON lines if the first
// thing in it is an object. A file without questions is an error.
func ReadFile(name string) ([]Question, Format, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, "", fmt.Errorf("read the questions: %w", err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, "", fmt.Errorf("read the questions: %s is not gzipped: %w", name, err)
		}
		defer z.Close()
		in, name = z, name[:len(name)-len(".gz")]
	}
	buffered := bufio.NewReader(in)
	format := formatOf(name, buffered)
	read := ReadScript
	if format == JSONLines {
		read = ReadJSONLines
	}
	questions, err := read(buffered)
	if err == nil && len(questions) == 0 {
		err = errors.New("there are no questions in it")
	}
	if err != nil {
		return nil, format, fmt.Errorf("read %s as %s: %w", f.Name(), format, err)
	}
	return questions, format, nil
}

// formatOf looks at a file's name and, if that says nothing, at its beginning.
func formatOf(name string, in *bufio.Reader) Format {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson", ".json":
		return JSONLines
	case ".exam", ".txt":
		return Script
	}
	begin, _ := in.Peek(in.Size()) // what cannot be read is told when the file is read
	text := strings.TrimLeftFunc(strings.TrimPrefix(string(begin), "\ufeff"), unicode.IsSpace)
	if strings.HasPrefix(text, "{") {
		return JSONLines
	}
	return Script
}
