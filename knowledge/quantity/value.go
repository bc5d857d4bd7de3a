package quantity

import (
	"strconv"
	"strings"
)

// value reads the digits of a number token. Where a single point or comma has three digits behind it, the language
// decides: "1.200" is a thousand and more where fractions have a comma.
func value(digits string, comma bool) (v float64, ok bool) {
	if !strings.ContainsAny(digits, ".,'") {
		return parse(digits)
	}
	if strings.ContainsAny(digits, ":/") {
		return 0, false
	}
	digits = strings.ReplaceAll(digits, "'", "")
	points, commas := strings.Count(digits, "."), strings.Count(digits, ",")
	switch {
	case points > 0 && commas > 0:
		mark, group := ".", ","
		if strings.LastIndexByte(digits, ',') > strings.LastIndexByte(digits, '.') {
			mark, group = ",", "."
		}
		if strings.Count(digits, mark) > 1 || !grouped(digits[:strings.LastIndex(digits, mark)], group) {
			return 0, false
		}
		digits = strings.ReplaceAll(strings.ReplaceAll(digits, group, ""), mark, ".")
	case points+commas > 1:
		sign := "."
		if commas > 0 {
			sign = ","
		}
		if !grouped(digits, sign) {
			return 0, false
		}
		digits = strings.ReplaceAll(digits, sign, "")
	case points+commas == 1:
		at := strings.IndexAny(digits, ".,")
		thousand := len(digits)-at == 4 && at <= 3 && digits[0] != '0' && (digits[at] == '.') == comma
		if thousand {
			digits = digits[:at] + digits[at+1:]
		} else {
			digits = digits[:at] + "." + digits[at+1:]
		}
	}
	return parse(digits)
}

// grouped reports whether the parts between the signs are thousands: three digits each but for the first.
func grouped(digits, sign string) bool {
	parts := strings.Split(digits, sign)
	for _, p := range parts[1:] {
		if len(p) != 3 && len(p) != 2 { // 1,00,000 is written in India
			return false
		}
	}
	return len(parts[0]) > 0 && len(parts[0]) <= 3 && len(parts[len(parts)-1]) == 3
}

func parse(digits string) (float64, bool) {
	if len(digits) > 18 {
		return 0, false // no number that means an amount, and two of them would be rounded to the same
	}
	v, err := strconv.ParseFloat(digits, 64)
	return v, err == nil
}

// atoi is the number that a word of digits is, or -1.
func atoi(s string) int {
	if s == "" || len(s) > 9 {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
