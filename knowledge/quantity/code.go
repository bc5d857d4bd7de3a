package quantity

import "strings"

// versions are the words behind which a number is a name.
var versions = listed("version versions release build versión versione versie firmware v")

// code reads what has letters and digits in it, or digits that are no number: X-200, 2.4.1, 24/7, 007.
func (r *Reader) code() (Quantity, bool) {
	first := r.token(0)
	if first.kind == 's' {
		return Quantity{}, false
	}
	if first.kind == 'n' && !r.startsCode(first) {
		return Quantity{}, false
	}
	var b strings.Builder
	digits, letters, n := false, false, 0
	for {
		t := r.token(n)
		switch t.kind {
		case 'n':
			digits = true
		case 'w':
			letters = true
		}
		b.WriteString(t.text)
		n++
		next, sign := r.token(n), 0
		if next.kind == 's' && next.glued && (next.text == dash || next.text == "_" || next.text == "#") {
			sign = 1
			next = r.token(n + 1)
		}
		if !next.glued || next.kind != 'w' && next.kind != 'n' {
			break
		}
		if next.kind == 'w' && t.kind == 'w' && sign == 1 && !digits && !r.codeAhead(n+2) {
			break
		}
		n += sign
	}
	if !digits || !letters && n == 1 && !r.odd(first) {
		return Quantity{}, false
	}
	if first.kind == 'w' && n > 1 && r.token(n-1).kind == 'w' && !digits {
		return Quantity{}, false
	}
	r.at += n
	unit := b.String()
	if len(unit) > 1 && unit[0] == 'v' && unit[1] <= '9' {
		unit = unit[1:]
	}
	return Quantity{Kind: Code, Unit: unit}, true
}

// codeAhead reports whether a digit comes after more words that are joined by hyphens.
func (r *Reader) codeAhead(n int) bool {
	for i := n; i < n+4; i++ {
		t := r.token(i)
		if !t.glued {
			return false
		}
		if t.kind == 'n' {
			return true
		}
	}
	return false
}

// odd reports whether digits are no number.
func (r *Reader) odd(t *token) bool {
	if len(t.text) > 1 && t.text[0] == '0' && t.text[1] >= '0' && t.text[1] <= '9' {
		return true
	}
	if r.at > 0 && versions[r.word(-1)] {
		return true
	}
	if _, ok := value(t.text, r.comma); ok {
		return false
	}
	_, ok := fraction(t.text)
	return !ok
}

// startsCode reports whether a code begins with these digits: not if what is glued to them is their unit or goes on in
// words (30-day, 10-digit), and not if it is the other end of a range.
func (r *Reader) startsCode(t *token) bool {
	if r.odd(t) {
		return true
	}
	next := r.token(1)
	if !next.glued {
		return false
	}
	if next.kind == 'w' {
		w := next.text
		_, unit := r.unitOf(w)
		if (unit || currencies[w] != "" || ordinals[w] || timesWords[w] || w == "am" || w == "pm" || scales[w] != 0 || w == "tägig") && !r.goesOn(2) {
			return false
		}
		return true
	}
	if next.text != dash {
		return false
	}
	after := r.token(2)
	if !after.glued {
		return false
	}
	if after.kind == 'n' {
		third := r.token(3)
		return third.glued && third.text == dash && r.token(4).kind == 'n' && r.token(4).glued
	}
	return after.kind == 'w' && (after.capital && len(after.text) <= 2 || r.codeAhead(3) && len(after.text) <= 3)
}

// goesOn reports whether the token that is n further is glued and has digits, or joins them.
func (r *Reader) goesOn(n int) bool {
	t := r.token(n)
	return t.glued && (t.kind == 'n' || t.kind == 's' && t.text == dash && r.token(n+1).kind == 'n' && r.token(n+1).glued && r.token(n+2).kind == 'w')
}

// phone reads a telephone number, or another row of groups of digits that is no amount.
func (r *Reader) phone() (Quantity, bool) {
	first := r.token(0)
	plus := first.text == "+"
	if first.kind != 'n' && !plus && first.text != "(" || r.at > 0 && first.glued && r.token(-1).kind != 's' {
		return Quantity{}, false
	}
	var b strings.Builder
	groups, n, last, dashed := 0, 0, 0, false
	var sizes [16]int
	for {
		t := r.token(n)
		if t.kind == 0 || n > 0 && t.start-r.token(n-1).end > 1 || t.kind == 'w' {
			break
		}
		if t.kind == 's' && !strings.Contains("+-/().", t.text) || t.text == "+" && n > 0 {
			break
		}
		if t.kind == 'n' {
			if t.spaced || strings.ContainsAny(t.text, ":,") || strings.Count(t.text, ".") == 1 && groups == 0 && !plus {
				if groups == 0 || strings.ContainsAny(t.text, ":,") {
					break
				}
			}
			for i := 0; i < len(t.text); i++ {
				if c := t.text[i]; c >= '0' && c <= '9' {
					b.WriteByte(c)
				}
			}
			if groups < len(sizes) {
				sizes[groups] = len(t.text)
			}
			groups++
			groups += strings.Count(t.text, ".") + strings.Count(t.text, "/")
			last = n + 1
		} else if t.text == dash {
			dashed = true
		}
		n++
	}
	digits := b.String()
	if len(digits) > 20 || len(digits) < 6 || last == 0 {
		return Quantity{}, false
	}
	zero := digits[0] == '0'
	switch {
	case plus:
	case first.text == "(" && groups >= 2:
	case zero && groups >= 2, zero && len(digits) >= 9:
	case len(digits) >= 7 && groups >= 3:
	case groups == 2 && dashed && sizes[0] == 3 && sizes[1] == 4:
	default:
		return Quantity{}, false
	}
	digits = strings.Replace(digits, "+", "", 1)
	if strings.Contains(r.text[first.start:r.token(last-1).end], "(0)") {
		digits = strings.Replace(digits, "0", "", 1)
	}
	r.at += last
	return Quantity{Kind: Phone, Unit: strings.TrimPrefix(digits, "00")}, true
}
