package exam

import (
	"math"
	"strconv"
)

// Figure is a measured number. It is NaN where it is not defined, such as a share of no questions; JSON has
// null for that, and people read a dash.
type Figure float64

// undefined is the figure of what cannot be measured.
func undefined() Figure { return Figure(math.NaN()) }

// share is part ÷ whole, undefined if the whole is empty.
func share(part, whole int) Figure {
	if whole == 0 {
		return undefined()
	}
	return Figure(float64(part) / float64(whole))
}

// Defined reports whether there is a number.
func (f Figure) Defined() bool { return !math.IsNaN(float64(f)) && !math.IsInf(float64(f), 0) }

// String writes three decimals, or a dash.
func (f Figure) String() string {
	if !f.Defined() {
		return "–"
	}
	return strconv.FormatFloat(float64(f), 'f', 3, 64)
}

// MarshalJSON implements json.Marshaler.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Defined() {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(f), 'g', -1, 64), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (f *Figure) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		*f = undefined()
		return nil
	}
	v, err := strconv.ParseFloat(string(raw), 64)
	*f = Figure(v)
	return err
}
