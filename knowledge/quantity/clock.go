package quantity

import "strings"

// clock reads 9:00, 9 am, 5:30 p.m., 17 Uhr, 17h30, noon, and a range of two of them.
func (r *Reader) clock() (Quantity, bool) {
	from := r.at
	at, _, ok := r.oneClock()
	if !ok {
		return r.openRange()
	}
	q := Quantity{Kind: Clock, Low: at, High: at}
	join := r.word(0)
	if join != dash && !between[join] || alternatives[join] || conjoins[join] && !r.pairedClock(from) {
		return q, true
	}
	here := r.at
	r.at++
	if w := r.word(0); w == "las" || w == "alle" {
		r.at++
	}
	if to, _, ok := r.oneClock(); ok && to > q.Low {
		q.High = to
		return q, true
	}
	r.at = here
	return q, true
}

func (r *Reader) pairedClock(from int) bool {
	for i := from - 1; i >= from-2 && i >= 0; i-- {
		if pairing[r.ts[i].text] {
			return true
		}
	}
	return false
}

// openRange reads "9 to 5 pm" and "9–17 Uhr", where only the second number says that it is a time of day.
func (r *Reader) openRange() (Quantity, bool) {
	h := atoi(r.word(0))
	if join := r.word(1); r.token(0).kind != 'n' || h < 0 || h > 24 || len(r.word(0)) > 2 || join != dash && !between[join] || alternatives[join] {
		return Quantity{}, false
	}
	here := r.at
	if conjoins[r.word(1)] && !r.pairedClock(r.at) {
		return Quantity{}, false
	}
	r.at += 2
	to, half, ok := r.oneClock()
	if !ok || r.durationLike() {
		r.at = here
		return Quantity{}, false
	}
	lo := float64(h * 60)
	if half == 'p' && h < 12 && lo+720 < to {
		lo += 720
	}
	if lo >= to {
		r.at = here
		return Quantity{}, false
	}
	return Quantity{Kind: Clock, Low: lo, High: to}, true
}

// durationLike reports whether the clock just read may as well be a length of time ("2 tot 3 uur").
func (r *Reader) durationLike() bool {
	w := r.word(-1)
	return w == "h" || w == "uur" || w == "hours" || w == "horas" || w == "heures"
}

// oneClock reads one time of day in minutes; half is 'a' or 'p' where the half of the day is named.
func (r *Reader) oneClock() (at float64, half byte, ok bool) {
	t := r.token(0)
	if t.kind == 'w' {
		if v := noons[t.text]; v != 0 {
			r.at++
			return float64(int(v) % 1440), 0, true
		}
		return 0, 0, false
	}
	if t.kind != 'n' || t.spaced {
		return 0, 0, false
	}
	h, m, parted := strings.Cut(t.text, ":")
	dotted := false
	if !parted {
		if h, m, dotted = strings.Cut(t.text, "."); dotted && len(m) != 2 {
			return 0, 0, false
		}
	}
	hours, minutes := atoi(h), 0
	if parted || dotted {
		minutes = atoi(m)
		if len(m) != 2 {
			return 0, 0, false
		}
	}
	if hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || len(h) > 2 {
		return 0, 0, false
	}
	n, half, named := r.named(parted || dotted, hours)
	if !named && !parted {
		return 0, 0, false
	}
	if extra := atoi(r.word(n - 1)); named && !parted && !dotted && n > 2 && extra > 0 && extra < 60 && r.token(n-1).kind == 'n' {
		minutes = extra // 17h30
	}
	r.at += n
	switch {
	case half == 'p' && hours < 12:
		hours += 12
	case half == 'a' && hours == 12:
		hours = 0
	}
	return float64((hours*60 + minutes) % 1440), half, true
}

// named reads what follows the digits of a time of day, and returns how many tokens it has with them.
func (r *Reader) named(exact bool, hours int) (n int, half byte, ok bool) {
	switch w := r.word(1); {
	case (w == "am" || w == "pm") && hours <= 12:
		if w == "am" && r.lang == "de" && !r.token(1).glued {
			break // "um 9:00 am Montag"
		}
		return 2, w[0], true
	case (w == "a" || w == "p") && r.word(2) == "." && r.word(3) == "m" && hours <= 12:
		n = 4
		if r.word(4) == "." && r.token(4).glued {
			n = 5
		}
		return n, w[0], true
	case w == "uhr":
		if next := r.token(2); !exact && next.kind == 'n' && len(next.text) == 2 && next.start == r.token(1).end+1 {
			return 3, 0, true
		}
		return 2, 0, true
	case w == "o" && r.word(3) == "clock":
		return 4, 0, true
	case w == "uur" && (exact || hours < 24 && r.timely()):
		return 2, 0, true
	case w == "h" && r.token(1).glued && r.token(2).glued && len(r.word(2)) == 2 && r.token(2).kind == 'n':
		return 3, 0, true
	case w == "h" && r.token(2).kind == 'n' && len(r.word(2)) == 2 && r.lang == "fr":
		return 3, 0, true
	case (w == "h" || w == "heures") && (exact || hours < 24 && r.timely()):
		return 2, 0, true
	}
	if hours < 24 && (r.word(-1) == "ore" || r.word(-1) == "alle" && r.lang == "it" || r.word(-1) == "las" && r.lang == "es") && !r.unitAhead() {
		return 1, 0, true
	}
	return 1, 0, false
}

func (r *Reader) unitAhead() bool {
	_, ok := r.unitOf(r.word(1))
	return ok && r.word(1) != "h"
}

// timely reports whether a time of day is to be expected here by the word before, and not a length of time.
func (r *Reader) timely() bool {
	switch r.word(-1) {
	case "om", "tot", "vanaf", "voor", "à", "dès", "avant", "entre", "et", "las", "alle", "ore", "dalle":
		return true
	case "de", "a":
		return r.lang == "fr" && (r.word(2) == "à" || r.word(2) == dash)
	}
	return false
}

// weekday reads a day of the week, a range of them, or a word for some of them.
func (r *Reader) weekday() (Quantity, bool) {
	day := float64(weekdays[r.word(0)])
	join := r.word(1)
	joined := join == dash || between[join] && !alternatives[join] && !conjoins[join] || join == "au" || join == "al" || join == "a"
	if day == 0 && joined {
		day = shortDays[r.word(0)]
	}
	if part, ok := weekParts[r.word(0)]; ok {
		r.at++
		return Quantity{Kind: Weekday, Low: part[0], High: part[1]}, true
	}
	if day == 0 {
		return Quantity{}, false
	}
	if joined {
		n := 2
		for w := r.word(n); w == "el" || w == "le" || w == "al"; w = r.word(n) {
			n++
		}
		to := float64(weekdays[r.word(n)])
		if to == 0 {
			to = shortDays[r.word(n)]
		}
		if to > 0 {
			r.at += n + 1
			return Quantity{Kind: Weekday, Low: day, High: to}, true
		}
	}
	if weekdays[r.word(0)] == 0 {
		return Quantity{}, false
	}
	r.at++
	return Quantity{Kind: Weekday, Low: day, High: day}, true
}
