package scripted

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// plain are the steps that need no more than their name.
var plain = map[string]func() Step{
	"ok": OK, "no-credit": NoCredit, "wrong-key": WrongKey, "unknown-model": UnknownModel, "page": Page, "garbage": Garbage,
	"cut": Cut, "reset": Reset, "stall": Stall, "endless": Endless, "nan": NaN, "mixed-lengths": MixedLengths, "too-few": TooFew,
	"too-many": TooMany, "shuffled": Shuffled, "doubled": Doubled, "unnumbered": Unnumbered, "misnumbered": Misnumbered,
	"zeros": Zeros, "nulls": Nulls, "overflowing": Overflowing, "empty": Empty,
}

// Parse reads steps separated by commas or line breaks, each a name and, for some, one thing more:
//
//	ok, slow 200ms, slow 1s status 500, status 500, limited, limited 2, busy 1, no-credit, wrong-key,
//	unknown-model, redirect http://elsewhere/v1, page, mislabelled text/plain, garbage, cut, reset, stall,
//	endless, huge 10000000, wrong-length 7, mixed-lengths, too-few, too-many, shuffled, doubled, unnumbered,
//	misnumbered, zeros, nulls, overflowing, empty, nan
//
// "3 reset" is three of them. Dates of "limited" cannot be written here, since they have commas.
func Parse(script string) ([]Step, error) {
	var steps []Step
	for part := range strings.FieldsFuncSeq(script, func(r rune) bool { return r == ',' || r == '\n' }) {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		times := 1
		if n, err := strconv.Atoi(words[0]); err == nil {
			if n < 1 || n > 1000 || len(words) == 1 {
				return nil, fmt.Errorf("%q is no step: a number before a step repeats it 1 to 1000 times", strings.TrimSpace(part))
			}
			times, words = n, words[1:]
		}
		step, err := parseStep(words[0], words[1:])
		if err != nil {
			return nil, err
		}
		for range times {
			steps = append(steps, step)
		}
	}
	return steps, nil
}

func parseStep(name string, rest []string) (Step, error) {
	wrong := func(wanted string) (Step, error) {
		return Step{}, fmt.Errorf("%q is no step: after %s comes %s", strings.Join(append([]string{name}, rest...), " "), name, wanted)
	}
	if step, ok := plain[name]; ok {
		if len(rest) > 0 {
			return wrong("nothing")
		}
		return step(), nil
	}
	if name == "slow" {
		return parseSlow(rest, wrong)
	}
	if name == "limited" && len(rest) == 0 {
		return Limited(""), nil
	}
	if _, known := taking[name]; !known {
		return Step{}, fmt.Errorf("%q is no step", name)
	}
	if len(rest) != 1 {
		return wrong("one word")
	}
	if step, ok := taking[name](rest[0]); ok {
		return step, nil
	}
	return wrong("something else")
}

// taking are the steps that need one word more.
var taking = map[string]func(string) (Step, bool){
	"limited":     func(s string) (Step, bool) { return Limited(s), true },
	"busy":        func(s string) (Step, bool) { return Busy(s), true },
	"redirect":    func(s string) (Step, bool) { return Redirect(s), true },
	"mislabelled": func(s string) (Step, bool) { return Mislabelled(s), true },
	"status": func(s string) (Step, bool) {
		n, err := strconv.Atoi(s)
		return Status(n), err == nil && n >= http.StatusBadRequest && n <= 599
	},
	"huge": func(s string) (Step, bool) {
		n, err := strconv.Atoi(s)
		return Huge(n), err == nil && n > 0 && n <= 1<<30
	},
	"wrong-length": func(s string) (Step, bool) {
		n, err := strconv.Atoi(s)
		return WrongLength(n), err == nil && n > 0 && n <= 1<<16
	},
}

func parseSlow(rest []string, wrong func(string) (Step, error)) (Step, error) {
	if len(rest) == 0 {
		return wrong("a time such as 200ms")
	}
	d, err := time.ParseDuration(rest[0])
	if err != nil || d < 0 {
		return wrong("a time such as 200ms")
	}
	if len(rest) == 1 {
		return Slow(d, OK()), nil
	}
	then, err := parseStep(rest[1], rest[2:])
	if err != nil {
		return Step{}, err
	}
	return Slow(d, then), nil
}
