package main

import (
	"fmt"
	"io"
	"os"
)

// readText reads a file, or standard input if its name is "-", up to one byte beyond a limit, so that the reader of
// the text can say that it is too long. what names it in errors.
func readText(name, what string, limit int64) (string, error) {
	in := os.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", what, err)
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	return string(raw), nil
}
