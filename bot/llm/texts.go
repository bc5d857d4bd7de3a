package llm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// textBytes is how much of a text is sent. Tokens have at least one byte, so that it stays below the limit of
	// 8,191 tokens of the larger models; smaller ones cut off the rest themselves.
	textBytes = 8000
	// batchBytes bounds the texts of one request, below the 300,000 tokens that some servers take at most.
	batchBytes = 128 << 10
)

// wordy reports whether a text has words, of which a vector could tell anything.
func wordy(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// clip cuts a text off between two characters so that it has at most the given number of bytes.
func clip(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	for bytes > 0 && !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// batches groups texts, in order, into requests of at most the given number of texts and bytes. A text that
// is too large by itself makes a request of its own.
func batches(texts []string, most, bytes int) [][]string {
	var groups [][]string
	start, size := 0, 0
	for i, t := range texts {
		if i > start && (i-start == most || size+len(t) > bytes) {
			groups = append(groups, texts[start:i])
			start, size = i, 0
		}
		size += len(t)
	}
	if start < len(texts) {
		groups = append(groups, texts[start:])
	}
	return groups
}
