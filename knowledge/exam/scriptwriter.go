package exam

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteScript writes questions as an exam script, from which ReadScript reads the same ones with other line
// numbers. A question whose history is what was just written becomes a follow-up of it.
func WriteScript(out io.Writer, questions []Question) error {
	w := scriptWriter{out: bufio.NewWriter(out)}
	for _, q := range questions {
		w.question(q)
	}
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write the exam: %w", err)
	}
	return nil
}

type scriptWriter struct {
	out   *bufio.Writer // keeps the first error until Flush
	group string
	said  []string // in the conversation that an indented line would go on with
}

func (w *scriptWriter) question(q Question) {
	if group := strings.Join(strings.Fields(q.Group), " "); group != w.group {
		if w.said != nil || w.group != "" {
			fmt.Fprintln(w.out)
		}
		fmt.Fprintln(w.out, strings.TrimSpace("## "+group))
		w.group, w.said = group, nil
	}
	if len(q.History) == 0 || !slices.Equal(q.History, w.said) {
		w.said = nil
		for _, said := range q.History {
			w.line(said, anything)
		}
	}
	expected := []string{nobody}
	if q.Answerable() {
		expected = nil
		for _, id := range q.Relevant {
			expected = append(expected, quoteID(id))
		}
	}
	w.line(q.Query, strings.Join(expected, ", "))
}

// line writes one line, indented if something was said in the conversation before it.
func (w *scriptWriter) line(query, expected string) {
	if len(w.said) > 0 {
		fmt.Fprint(w.out, "  ")
	}
	fmt.Fprintf(w.out, "%s → %s\n", quoteQuestion(query), expected)
	w.said = append(w.said, query)
}

func quoteQuestion(q string) string {
	at, _ := firstArrow(q)
	if at < 0 && isPlain(q) && q[0] != '#' && !endsInHalfArrow(q) {
		return q
	}
	return quote(q)
}

// endsInHalfArrow reports whether the arrow to come could be read together with the end of the text.
func endsInHalfArrow(s string) bool { return strings.HasSuffix(s, "-") || strings.HasSuffix(s, "=") }

func quoteID(id string) string {
	at, _ := firstArrow(id)
	if at < 0 && isPlain(id) && !strings.ContainsAny(id, `,"#`) && id != nobody && id != anything {
		return id
	}
	return quote(id)
}

// isPlain reports whether a text can be read back without quotes, arrows and the like aside.
func isPlain(s string) bool {
	return s != "" && strings.TrimSpace(s) == s && s[0] != '"' && !strings.ContainsAny(s, "\n\r\ufeff")
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}
