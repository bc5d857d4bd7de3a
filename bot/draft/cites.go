package draft

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

const (
	citeOpen  = `[\[［【]`
	citeClose = `[\]］】]`
	citeBody  = `[ \t]?(?i:passages?|sources?|n ?=|#|\^)?[ \t]?"?\d{1,4}"?(?:[ \t]?(?:[,;&–-]|and|und)[ \t]?\^?\d{1,4}){0,9}[ \t]?`
	// citeMost is longer than any citation, in bytes.
	citeMost = 128
)

var (
	cite     = pattern.Of(citeOpen + citeBody + citeClose)
	citeTail = pattern.Of(citeOpen + citeBody + citeClose + `[ \t]?$`)
	citeHead = pattern.Of(`^` + citeOpen + citeBody + citeClose)
	// citeBegun is what may still become a citation.
	citeBegun  = pattern.Of(`^` + citeOpen + `[ \t]?(?i:passages?|sources?|p|pa|pas|pass|passa|passag|s|so|sou|sour|sourc|n ?=?|#|\^)?[ \t"0-9,;&–^\x{FFFD}andu-]*$`)
	citeNumber = pattern.Of(`\d+`)
	citeRange  = pattern.Of(`(\d+)[ \t]?[–-][ \t]?(\d+)`)
)

// citations tells whether citations stand at a place, and where the run of them ends; unknown if the text ends before
// that can be told.
func citations(t string, at int, final bool) (end int, state certainty) {
	end = at
	for {
		rest := strings.TrimLeft(t[at:], blank)
		if state == yes {
			rest = strings.TrimLeft(rest, ",; \t")
		}
		if !final && state == yes && rest == "" || !final && mayBe(rest) {
			return 0, unknown
		}
		m := citeHead.FindStringIndex(rest)
		if m == nil {
			return end, state
		}
		at = len(t) - len(rest) + m[1]
		end, state = at, yes
	}
}

// mayBe reports whether a text may be the beginning of a citation.
func mayBe(text string) bool {
	return text != "" && len(text) < citeMost && (!utf8.FullRuneInString(text) || !strings.ContainsAny(text, "]］】\n") && citeBegun.MatchString(text))
}

// uncite takes the citations out of a sentence and returns their numbers. closed reports whether it ended in one.
func uncite(raw string) (text string, cites []int, closed bool) {
	raw = strings.TrimRightFunc(raw, unicode.IsSpace)
	var b strings.Builder
	at := 0
	for _, m := range cite.FindAllStringIndex(raw, -1) {
		b.WriteString(strings.TrimRight(raw[at:m[0]], " \t"))
		at = m[1]
		cites = append(cites, numbers(raw[m[0]:m[1]])...)
		if strings.TrimSpace(b.String()) == "" { // the blank behind one that the sentence begins with
			at += len(raw[at:]) - len(strings.TrimLeft(raw[at:], " \t"))
		}
		closed = at == len(raw)
	}
	b.WriteString(raw[at:])
	text = strings.TrimSpace(b.String())
	if len(cites) > 0 {
		text = tidyStops(text)
	}
	slices.Sort(cites)
	return text, slices.Compact(cites), closed
}

// doubled is a full stop that stood on both sides of a citation.
var doubled = pattern.Of(`([.!?。！？…])[ \t]*\.$`)

// tidyStops takes away what a citation leaves behind: a second full stop, a comma at the end.
func tidyStops(text string) string {
	if !strings.HasSuffix(text, "...") {
		text = doubled.ReplaceAllString(text, "$1")
	}
	return strings.TrimRight(text, " \t,;")
}

// numbers are the numbers of a citation; a range names all between its ends.
func numbers(c string) (out []int) {
	for _, m := range citeRange.FindAllStringSubmatch(c, -1) {
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		for n := from + 1; n < to && n-from < 10; n++ {
			out = append(out, n)
		}
	}
	for _, d := range citeNumber.FindAllString(c, -1) {
		n, _ := strconv.Atoi(d)
		out = append(out, n)
	}
	return out
}
