package redact

import (
	"strings"

	"frontdesk/knowledge/pattern"
)

var (
	phoneLike = pattern.Of(`(?:\+|\(\+?)?\d(?:[ ./()-]{0,3}\d){5,16}(?:[ ]*(?:x|ext\.?|extension|Durchwahl|poste)[ ]*\d{1,6})?`)
	called    = pattern.Of(`(?i)\b(?:phone|telephone|tel|telefon(?:nummer)?|handy(?:nummer)?|mobil(?:e|nummer|telefon)?|cell(?:phone)?|fax|whatsapp|téléphone|tél|portable|rufnummer|call(?: me| us)?|ring(?: me)?|text(?: me)?|reach(?: me)?|erreichbar|erreichen|rückruf|anrufen|number is|nummer ist|numéro est|contact(?: number)?|hotline|teléfono|telefono|telefoon|answering(?: at)?|registered(?: number)?|dial|unter)\b(?:[^\d\n]{0,25}|:?[ >?]*\n[ >?]*)$`)
	// calledAfter is what such a number is called behind it: "416 60 039 office".
	calledAfter = pattern.Of(`(?i)^[ ,-]{0,3}(?:\(\s*)?(?:office|fax|mobile|cell|landline|home|work|privat|dienstlich|büro|handy|mobil|bureau|portable)\b`)
	dateLike    = pattern.Of(`^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{1,2}\.\d{1,2}\.\d{2})(?:[^\d.].*)?$`)
	amount      = pattern.Of(`^\d{1,3}(?:[. ]\d{3})+$`)
	money       = pattern.Of(`(?i)^ ?(?:€|\$|£|eur|usd|chf|euros?|dollars?|francs?|%|kg|km|m²|pcs|stück)`)
	decimal     = pattern.Of(`\d,$`)
	coin        = pattern.Of(`(?i)(?:€|\$|£|eur|usd|chf) ?$`)
	american    = pattern.Of(`^(?:1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}(?:\D.*)?$`)
	pairs       = pattern.Of(`^\d{2}(?:[ .-]\d{2}){3,5}$`)
	grouped     = pattern.Of(`^\(?\d{2,5}\)?(?:[ /-]{1,3}\(?\d{2,5}\)?){2,5}$`)
)

// phones finds phone numbers: those with a + or a leading 0, those in American form, those in groups, and whatever is
// called a phone number.
func phones(text string) (out []span) {
	for _, s := range all(phoneLike, text) {
		if s, ok := phoneWithin(text, s); ok {
			out = append(out, s)
		}
	}
	return out
}

// phoneWithin finds the phone number in a run of digits and separators: all of it or, as after a date, the longest
// part that begins with a 0 or a +.
func phoneWithin(text string, run span) (span, bool) {
	if standsAlone(text, run) && isPhoneAt(text, run) {
		return run, true
	}
	for start := run.start; start < run.end-7; start++ {
		if c := text[start]; c != '0' && c != '+' || start > 0 && digit(text, start-1) {
			continue
		}
		for end := run.end; end > start+7; end-- {
			if s := (span{start, end}); digit(text, end-1) && standsAlone(text, s) && isPhoneAt(text, s) {
				return s, true
			}
		}
	}
	return span{}, false
}

func isPhoneAt(text string, s span) bool {
	return isPhone(text[s.start:s.end], text[max(0, s.start-60):s.start], text[s.end:])
}

func isPhone(number, before, after string) bool {
	main := number
	if i := strings.IndexAny(strings.ToLower(number), "xedp"); i > 0 {
		main = strings.TrimSpace(number[:i])
	}
	digits := digitsOf(main)
	n := len(digits)
	if n > 15 || dateLike.MatchString(main) || ipv4.FindString(main) == main || money.MatchString(after) || coin.MatchString(before) ||
		strings.HasSuffix(before, ".") || decimal.MatchString(before) || strings.HasSuffix(before, "/") || strings.HasSuffix(before, "#") || strings.HasSuffix(before, "-") {
		return false
	}
	switch {
	case strings.HasPrefix(main, "+"), strings.HasPrefix(main, "(+"):
		return n >= 7
	case called.MatchString(before), calledAfter.MatchString(after):
		return true
	case strings.HasPrefix(digits, "00"):
		return n >= 9
	case strings.HasPrefix(digits, "0"):
		return n >= 8 && n <= 13
	case american.MatchString(main):
		return true
	}
	if n == len(main) {
		return n == 10 || n == 11 // whose number it is nobody says, but it is somebody's
	}
	if pairs.MatchString(main) {
		return true
	}
	return n >= 9 && n <= 13 && grouped.MatchString(main) && !amount.MatchString(main)
}
