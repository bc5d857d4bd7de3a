package redact

import (
	"strings"

	"frontdesk/knowledge/pattern"
)

var (
	digitRun  = pattern.Of(`\d(?:[ -]{0,2}\d){11,}`)
	ibanStart = pattern.Of(`(?i)[a-z]{2}[ -]?\d{2}`)
)

// cards finds numbers of 12 to 19 digits with a valid check digit, also beside other numbers: "03 25 4111 1111 …".
func cards(text string) (out []span) {
	for _, run := range all(digitRun, text) {
		for start := run.start; start < run.end; start++ {
			if s, ok := cardAt(text, run, start); ok {
				out = append(out, s)
				start = s.end
			}
		}
	}
	return out
}

// cardAt finds the longest card number that begins at a place within a run of digits.
func cardAt(text string, run span, start int) (span, bool) {
	if jcb := strings.HasPrefix(text[start:run.end], "1800"); !jcb && (text[start] < '2' || text[start] > '6') {
		return span{}, false
	}
	for end := min(run.end, start+40); end >= start+12; end-- {
		s := span{start, end}
		if digit(text, end-1) && standsAlone(text, s) {
			d := digitsOf(text[start:end])
			if len(d) >= 13 && len(d) <= 19 && luhn(d) || len(d) == 12 && s == run && luhn(d) {
				return s, true
			}
		}
	}
	return span{}, false
}

// digit reports whether the byte at i is a digit.
func digit(text string, i int) bool { return text[i] >= '0' && text[i] <= '9' }

// luhn checks the last digit of a card number (ISO/IEC 7812-1, annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && strings.Trim(digits, "0") != ""
}

// ibanLengths are the lengths of the IBANs of each country, as registered under ISO 13616.
const ibanLengths = `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22
	GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18
	NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20`

// ibanLength is how many characters the IBAN of a country has, 0 if it has none.
func ibanLength(country string) int {
	i := strings.Index(ibanLengths, country)
	if i < 0 || i+4 > len(ibanLengths) {
		return 0
	}
	return int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
}

// ibans finds account numbers whose check digits are right, with single spaces or hyphens between the groups.
func ibans(text string) (out []span) {
	for _, s := range all(ibanStart, text) {
		want := ibanLength(strings.ToUpper(text[s.start : s.start+2]))
		number := make([]byte, 0, 34)
		end := s.start
		for gap := 0; end < len(text) && len(number) < want; end++ {
			c := text[end]
			switch {
			case c >= 'a' && c <= 'z':
				c -= 'a' - 'A'
			case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			case (c == ' ' || c == '-') && gap == 0:
				gap++
				continue
			default:
				want = 0
			}
			gap = 0
			number = append(number, c)
		}
		if found := (span{s.start, end}); want > 0 && len(number) == want && mod97(number) == 1 && standsAlone(text, found) {
			out = append(out, found)
		}
	}
	return out
}

// mod97 is the remainder that is 1 for a right IBAN (ISO/IEC 7064, MOD 97-10), with the first four characters moved to
// the end and letters read as 10 to 35.
func mod97(iban []byte) (rest int) {
	for i := range iban {
		c := iban[(i+4)%len(iban)]
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest
}
