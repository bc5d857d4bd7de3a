package aid

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

// Commitment is a clause in which an agent commits to something by a time.
type Commitment struct {
	Text  string    `json:"text"`  // the clause, such as "I'll refund it by tomorrow 17:00"
	Due   time.Time `json:"due"`   // in the zone that was given, always after now
	Start int       `json:"start"` // byte offsets of the clause in the text
	End   int       `json:"end"`
}

// EndOfBusiness is the hour of the day, in the zone that was given, that a commitment to a bare day means.
const EndOfBusiness = 17

// Commitments finds in an agent's English or German text what it commits to by a time: "I'll refund it by tomorrow
// 17:00", "Sie erhalten die Antwort bis Freitag". It is meant for offering a promise to be recorded, so that it
// rather leaves one out than makes one up: questions, the past, negations, conditions and what others do are passed
// over, and so are times that cannot come any more.
//
// A day without a time means [EndOfBusiness] of that day, "today" after that hour the end of the day. A time of day
// that is past means the next one; hours up to 6 mean the afternoon unless written otherwise ("05:00", "5 am").
// Working days are Monday to Friday. The locale settles only whether 3/12 is the twelfth of March (en-US) or the
// third of December (all others). A nil zone is UTC.
func Commitments(text string, now time.Time, zone *time.Location, locale string) (out []Commitment) {
	if zone == nil {
		zone = time.UTC
	}
	level := levelled(text)
	calendar := calendar{now: now.In(zone), monthFirst: monthFirst(locale)}
	for _, s := range sentences(text, level) {
		out = append(out, s.commitments(text, level, calendar)...)
	}
	return out
}

func monthFirst(locale string) bool {
	l := strings.ToLower(strings.ReplaceAll(locale, "_", "-"))
	return l == "en-us" || l == "en-ph" || l == "en-pr"
}

// levelled is the text in lower case with plain spaces, each character as many bytes long as it was.
func levelled(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		low := unicode.ToLower(r)
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteByte(text[i])
		case r != '\n' && unicode.IsSpace(r):
			b.WriteString("   "[:size])
		case utf8.RuneLen(low) == size:
			b.WriteRune(low)
		default:
			b.WriteString(text[i : i+size])
		}
	}
	return b.String()
}

// sentence is a part of a text in which a commitment and its time stand together.
type sentence struct{ start, end int }

var (
	// turning words begin a clause that takes back or adds to the one before.
	turning = pattern.Of(`[,–—-]? (?:but|however|although|though|aber|jedoch|allerdings|sondern|obwohl) `)
	ordinal = pattern.Of(`^\.\s+(?:` + monthNames + `)\b`)
)

// sentences takes a text apart. Questions and quoted lines are left out.
func sentences(text, level string) (out []sentence) {
	start := 0
	for i := 0; i <= len(level); i++ {
		if i < len(level) && !endsSentence(text, level, i) {
			continue
		}
		asked := i < len(level) && level[i] == '?'
		if !asked && !strings.HasPrefix(strings.TrimSpace(level[start:i]), ">") {
			end := i
			if i < len(level) && level[i] == '.' {
				end++ // it may belong to a date
			}
			out = append(out, turns(level, start, end)...)
		}
		start = i + 1
	}
	return out
}

// turns parts a sentence where it turns to something else.
func turns(level string, start, end int) (out []sentence) {
	at := start
	for _, t := range turning.FindAllStringIndex(level[start:end], -1) {
		out = append(out, sentence{at, start + t[0]})
		at = start + t[1]
	}
	return append(out, sentence{at, end})
}

// endsSentence tells whether the character at i ends a sentence. A full stop does not after the day in "3. Dezember",
// within "17.00", or where the text goes on in lower case or with a digit ("5 p.m. today", "ca. 3 Stunden").
func endsSentence(text, level string, i int) bool {
	switch level[i] {
	case '\n', '!', '?', ';':
		return true
	case '.':
	default:
		return false
	}
	rest := text[i+1:]
	next := strings.TrimLeft(rest, " \t\u00a0")
	if next == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	if len(next) == len(rest) || unicode.IsLower(r) || unicode.IsDigit(r) {
		return false
	}
	return !ordinal.MatchString(level[i:])
}

// commitments pairs each time in a sentence with the words that commit to it.
func (s sentence) commitments(text, level string, cal calendar) (out []Commitment) {
	part := level[s.start:s.end]
	cues := findCues(part)
	if len(cues) == 0 {
		return nil
	}
	taken := 0 // what was told before does not belong to the next commitment
	for _, m := range findMoments(part, cal.monthFirst) {
		c, ok := committing(part, cues, m)
		if !ok {
			continue
		}
		due, ok := cal.due(m)
		if !ok {
			continue
		}
		start, end := clause(part, c, m, taken)
		taken = m.end
		out = append(out, Commitment{Text: text[s.start+start : s.start+end], Due: due, Start: s.start + start, End: s.start + end})
	}
	return out
}

var (
	clauseEnd = pattern.Of(`[,:()\[\]{}"„“”«»]| (?:and|und|or|oder|so that|damit|because|weil|since|da|–|—|-) `)
	joint     = pattern.Of(`(?: and | und |, (?:and |und |then |dann )?)`)
)

// clause returns where the clause begins and ends that holds both the committing words and the time. Of a second
// commitment after the same words, it begins after the "and".
func clause(part string, c cue, m moment, taken int) (start, end int) {
	start, end = min(c.start, m.start), max(c.end, m.end)
	if start < taken && taken < m.start {
		start = taken
		if j := joint.FindStringIndex(part[taken:m.start]); j != nil {
			start = taken + j[1]
		}
	}
	if stop := clauseEnd.FindStringIndex(part[end:]); stop != nil {
		end += stop[0]
	} else {
		end = len(part)
	}
	for start < end && part[start] == ' ' {
		start++
	}
	trimmed := strings.TrimRightFunc(part[start:end], func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == ',' })
	return start, start + len(trimmed)
}
