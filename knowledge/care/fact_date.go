package care

import (
	"strconv"
	"strings"
)

// date reads 2026-12-31, 31.12.2026, 12/31/2026, 31 December 2026, December 31st, 2026 and 31. Dezember.
func (r *factReader) date() (fact, bool) {
	if f, ok := writtenDate(r.word(0), r.words.lang.Code() == "en"); ok {
		r.at++
		return f, true
	}
	day, month, next := 0, 0, 0
	if month = months[r.word(0)]; month != 0 {
		day, next = atoi(r.word(1)), 2
	} else {
		day, next = atoi(r.word(0)), 1
		if ordinals[r.word(next)] {
			next++
		}
		if r.word(next) == "of" {
			next++
		}
		if month = months[r.word(next)]; month != 0 {
			next++
		}
	}
	if month == 0 || day < 1 || day > 31 {
		return fact{}, false
	}
	if ordinals[r.word(next)] {
		next++
	}
	f := dated(0, month, day)
	if y := atoi(r.word(next)); y >= 1900 && y < 2200 {
		f.year = float64(y)
		next++
	}
	r.at += next
	return f, true
}

func dated(year, month, day int) fact {
	at := float64(month*100 + day)
	return fact{kind: "date", lo: at, hi: at, year: float64(year)}
}

// writtenDate reads a date in digits. English has the month first unless that cannot be.
func writtenDate(s string, english bool) (fact, bool) {
	if y, rest, ok := strings.Cut(s, "-"); ok {
		m, d, _ := strings.Cut(rest, "-")
		return dated(atoi(y), atoi(m), atoi(d)), true
	}
	sign := "."
	if strings.Contains(s, "/") {
		sign = "/"
	}
	parts := strings.Split(s, sign)
	if len(parts) != 3 {
		return fact{}, false
	}
	day, month, year := atoi(parts[0]), atoi(parts[1]), atoi(parts[2])
	if sign == "/" && english && day <= 12 || month > 12 {
		day, month = month, day
	}
	if day < 1 || day > 31 || month < 1 || month > 12 || len(parts[2]) != 2 && len(parts[2]) != 4 {
		return fact{}, false
	}
	if year < 100 {
		year += 2000
	}
	return dated(year, month, day), true
}

// atoi is the number that a word is, or 0.
func atoi(s string) int {
	if s == "" || s[0] < '0' || s[0] > '9' { // most words, and an error takes long to make
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
