package index

import "unicode/utf8"

// maxEditRunes bounds the words that editDistance compares; longer ones are told apart by their
// first characters only as "too far".
const maxEditRunes = maxWord

// editDistance counts the insertions, deletions, replacements and swaps of neighbours that turn a
// into b (optimal string alignment distance), or returns limit+1 if it takes more than limit.
func editDistance(a, b string, limit int) int {
	a, b = unlike(a, b)
	var ra, rb [maxEditRunes]rune
	na, nb := runes(a, &ra), runes(b, &rb)
	if na < 0 || nb < 0 || na-nb > limit || nb-na > limit {
		return limit + 1
	}
	var rows [3][maxEditRunes + 1]int
	for j := 0; j <= nb; j++ {
		rows[0][j] = j
	}
	for i := 1; i <= na; i++ {
		row, above, above2 := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		best := i
		for j := 1; j <= nb; j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			d := min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				d = min(d, above2[j-2]+1)
			}
			row[j] = d
			best = min(best, d)
		}
		if best > limit {
			return limit + 1
		}
	}
	return min(rows[na%3][nb], limit+1)
}

// unlike takes off what two words begin and end with alike, as far as that is ASCII: most pairs are decided by the
// few letters that remain.
func unlike(a, b string) (string, string) {
	for a != "" && b != "" && a[0] == b[0] && a[0] < utf8.RuneSelf {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] && a[len(a)-1] < utf8.RuneSelf {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// runes copies the runes of s and returns their number, or -1 if they do not fit.
func runes(s string, into *[maxEditRunes]rune) int {
	n := 0
	for _, r := range s {
		if n == len(into) {
			return -1
		}
		into[n] = r
		n++
	}
	return n
}
