package hypertext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a line: words that are set alike.
type piece struct {
	text  string
	style style
	href  string
	br    bool // a line break
}

// paragraphs cuts a line where two breaks follow each other.
func paragraphs(line []piece) (out [][]piece) {
	start, breaks, last := 0, 0, 0
	for i, p := range line {
		switch {
		case p.br:
			if breaks++; breaks == 1 {
				last = i
			}
			continue
		case strings.TrimSpace(p.text) == "":
			continue
		case breaks > 1:
			out = append(out, line[start:last])
			start = i
		}
		breaks = 0
	}
	return append(out, line[start:])
}

// flat returns the line with its breaks made blanks.
func flat(line []piece) []piece {
	for i := range line {
		if line[i].br {
			line[i] = piece{text: " ", style: line[i].style, href: line[i].href}
		}
	}
	return line
}

// serialise returns a line as Markdown. Blanks that follow each other become one, and pieces set alike one piece.
func serialise(line []piece, cell bool) string {
	line = tidy(line)
	var b strings.Builder
	for i := 0; i < len(line); {
		if line[i].href == "" {
			writePiece(&b, line, i, cell, false)
			i++
			continue
		}
		end := i
		for end < len(line) && line[end].href == line[i].href {
			end++
		}
		writeLink(&b, line[i:end], cell)
		i = end
	}
	return b.String()
}

// tidy makes one blank of all that follow each other, drops those at the ends of lines, and puts together what is
// set alike. Blanks never end up at the edge of emphasis.
func tidy(line []piece) []piece {
	var out []piece
	blank := true // whether a blank would be one too many
	for _, p := range line {
		if p.br {
			out = trimEnd(out)
			if len(out) > 0 && !out[len(out)-1].br {
				out = append(out, piece{br: true})
			}
			blank = true
			continue
		}
		fields := strings.Fields(p.text)
		first, _ := utf8.DecodeRuneInString(p.text)
		if p.text != "" && unicode.IsSpace(first) && !blank {
			out = append(out, piece{text: " "})
			blank = true
		}
		if len(fields) == 0 {
			continue
		}
		out = append(out, piece{text: strings.Join(fields, " "), style: p.style, href: p.href})
		last, _ := utf8.DecodeLastRuneInString(p.text)
		if blank = unicode.IsSpace(last); blank {
			out = append(out, piece{text: " "})
		}
	}
	for len(out) > 0 && (out[len(out)-1].br || out[len(out)-1].text == " ") {
		out = out[:len(out)-1]
	}
	return merged(out)
}

func trimEnd(line []piece) []piece {
	if n := len(line); n > 0 && !line[n-1].br && line[n-1].text == " " {
		return line[:n-1]
	}
	return line
}

// merged joins neighbours that are set alike, with the blanks between them.
func merged(line []piece) []piece {
	var out []piece
	for i := 0; i < len(line); i++ {
		p := line[i]
		n := len(out)
		alike := func(a, b piece) bool { return !a.br && !b.br && a.style == b.style && a.href == b.href }
		switch {
		case n > 0 && alike(out[n-1], p):
			out[n-1].text += p.text
		case n > 0 && p.text == " " && i+1 < len(line) && (out[n-1].style != 0 || out[n-1].href != "") && alike(out[n-1], line[i+1]):
			out[n-1].text += " " + line[i+1].text
			i++
		case n > 0 && p.text == " " && i+1 < len(line) && out[n-1].href == line[i+1].href:
			p.href = out[n-1].href // the blank between two words of one link
			out = append(out, p)
		default:
			out = append(out, p)
		}
	}
	return out
}

// writeLink writes pieces that lead to the same place.
func writeLink(b *strings.Builder, line []piece, cell bool) {
	b.WriteByte('[')
	for i := range line {
		writePiece(b, line, i, cell, true)
	}
	b.WriteString("](" + destination(line[0].href) + ")")
}

// writePiece writes one piece. Marks that Markdown might not take for marks where they stand are left out.
func writePiece(b *strings.Builder, line []piece, i int, cell, linked bool) {
	p := line[i]
	if p.br {
		b.WriteString("\\\n")
		return
	}
	if p.style&code != 0 && codeFits(p.text, cell) && !strings.HasSuffix(b.String(), "`") && !(i+1 < len(line) && line[i+1].style&code != 0) {
		marks := strings.Repeat("`", longestRun(p.text, '`')+1)
		pad := ""
		if strings.HasPrefix(p.text, "`") || strings.HasSuffix(p.text, "`") {
			pad = " "
		}
		b.WriteString(marks + pad + p.text + pad + marks)
		return
	}
	before, _ := utf8.DecodeLastRuneInString(b.String())
	next := rune(' ')
	if i+1 < len(line) && !line[i+1].br {
		next, _ = utf8.DecodeRuneInString(line[i+1].text)
		if line[i+1].style != 0 {
			next = '*'
		}
	}
	marks := ""
	if (b.Len() == 0 || apart(before)) && apart(next) {
		marks = map[style]string{strong: "**", italic: "*", strong | italic: "***", struck: "~~"}[p.style&^code]
	}
	b.WriteString(marks + escape(p.text, lineStart(b.String()) && marks == "", linked) + marks)
}

// lineStart reports whether what is written next begins a line.
func lineStart(written string) bool { return written == "" || strings.HasSuffix(written, "\n") }

// apart reports whether emphasis can begin or end beside a character.
func apart(c rune) bool {
	return unicode.IsSpace(c) || unicode.IsPunct(c) && !strings.ContainsRune("*_`~\\[]", c)
}

// codeFits reports whether a text can be written between backticks and mean itself.
func codeFits(text string, cell bool) bool {
	return !(cell && strings.Contains(text, "|")) && !strings.Contains(text, ":::") && !strings.Contains(text, "[!") &&
		!strings.Contains(strings.ToLower(text), "<a")
}

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
