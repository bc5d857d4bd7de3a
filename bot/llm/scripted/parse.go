package scripted

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Parse reads steps separated by commas or line breaks, each a name and, for some, more. For every route:
//
//	ok, slow 200ms, slow 1s status 500, status 500, limited, limited 2, busy 1, no-credit, wrong-key,
//	unknown-model, redirect http://elsewhere/v1, page, mislabelled text/plain, garbage, cut, reset, stall,
//	endless, huge 10000000, empty
//
// For embeddings:
//
//	wrong-length 7, mixed-lengths, too-few, too-many, shuffled, doubled, unnumbered, misnumbered, zeros, nulls,
//	overflowing, nan
//
// For chat, what is said:
//
//	quote, echo, obey, leak, nothing, refuse, tool-calls, say "Some words.", foreign fr,
//	polite, think, markup, uncited, miscited, misplaced, cite-after, mix, repeat 3, invent promise
//
// and how that comes, or does not:
//
//	pace 100ms, whole, letters, split-utf8, unstreamed, bytewise, crlf, comments, unspaced, multiline, tight, odd,
//	stall-after 3, hang-up-after 3, reset-after 3, fail-after 3, garbage-after 3, cut-after 100, end-after 100,
//	mid-word, no-finish, no-done, no-end, finish length, encore "More.", two-voices, no-usage, lying-usage 9, blob 1000,
//	pings 1s, runaway, too-long, no-options
//
// The steps of the second line and of the third list up to blob may be followed by the step that they change, as in
// "pace 100ms stall-after 3 say Hello"; without one that is the good answer. "3 reset" is three of them. Words with
// blanks, commas or quotation marks stand in double quotes.
func Parse(script string) ([]Step, error) {
	spelt, err := spell(script)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, words := range spelt {
		some, err := parseTimes(words)
		if err != nil {
			return nil, err
		}
		steps = append(steps, some...)
	}
	return steps, nil
}

// parseTimes reads a step and how many of it there are.
func parseTimes(words []spelt) ([]Step, error) {
	times := 1
	if n, err := strconv.Atoi(words[0].text); err == nil {
		if n < 1 || n > 1000 || len(words) == 1 {
			return nil, fmt.Errorf("%q is no step: a number before a step repeats it 1 to 1000 times", shown(words))
		}
		times, words = n, words[1:]
	}
	step, err := parseStep(words)
	if err != nil {
		return nil, err
	}
	steps := make([]Step, times)
	for i := range steps {
		steps[i] = step
	}
	return steps, nil
}

// shown writes words as they were.
func shown(words []spelt) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.text
		if w.quoted {
			all[i] = strconv.Quote(w.text)
		}
	}
	return strings.Join(all, " ")
}

func parseStep(words []spelt) (Step, error) {
	name, rest := words[0].text, words[1:]
	wrong := func(wanted string) (Step, error) {
		return Step{}, fmt.Errorf("%q is no step: after %s comes %s", shown(words), name, wanted)
	}
	if step, ok := plain[name]; ok {
		if len(rest) > 0 {
			return wrong("nothing")
		}
		return step(), nil
	}
	if name == "limited" && len(rest) == 0 {
		return Limited(""), nil
	}
	if take, ok := taking[name]; ok {
		if len(rest) != 1 {
			return wrong("one word")
		}
		if step, ok := take(rest[0].text); ok {
			return step, nil
		}
		return wrong("something else")
	}
	change, wanted, ok := changing(name, rest)
	if !ok && wanted == "" {
		return Step{}, fmt.Errorf("%q is no step", name)
	}
	if !ok {
		return wrong(wanted)
	}
	if wanted != "" {
		rest = rest[1:]
	}
	then := OK()
	if len(rest) > 0 {
		var err error
		if then, err = parseStep(rest); err != nil {
			return Step{}, err
		}
	}
	return change(then), nil
}

// changing finds a step that changes another one. wanted says what it needs before that, in words; "" is nothing, or
// that there is no such step.
func changing(name string, rest []spelt) (change func(Step) Step, wanted string, ok bool) {
	if change, ok := wrapping[name]; ok {
		return change, "", true
	}
	arg := ""
	if len(rest) > 0 {
		arg = rest[0].text
	}
	if make, found := pausing[name]; found {
		d, err := time.ParseDuration(arg)
		return func(then Step) Step { return make(d, then) }, "a time such as 200ms", err == nil && d >= 0
	}
	if make, found := counting[name]; found {
		n, err := strconv.Atoi(arg)
		return func(then Step) Step { return make(n, then) }, "a number such as 3", err == nil && n >= 0 && n <= 1<<30
	}
	if make, found := wording[name]; found {
		if name == "invent" {
			return func(then Step) Step { return Invent(arg, then) }, "one of " + strings.Join(Kinds(), ", "), slices.Contains(Kinds(), arg)
		}
		return func(then Step) Step { return make(arg, then) }, "a word", len(rest) > 0
	}
	return nil, "", false
}

// plain are the steps that need no more than their name.
var plain = map[string]func() Step{
	"ok": OK, "no-credit": NoCredit, "wrong-key": WrongKey, "unknown-model": UnknownModel, "page": Page, "garbage": Garbage,
	"cut": Cut, "reset": Reset, "stall": Stall, "endless": Endless, "empty": Empty,
	"nan": NaN, "mixed-lengths": MixedLengths, "too-few": TooFew, "too-many": TooMany, "shuffled": Shuffled, "doubled": Doubled,
	"unnumbered": Unnumbered, "misnumbered": Misnumbered, "zeros": Zeros, "nulls": Nulls, "overflowing": Overflowing,
	"quote": Quote, "echo": Echo, "obey": Obey, "leak": Leak, "nothing": Nothing, "refuse": Refuse, "tool-calls": ToolCalls,
	"runaway": Runaway, "too-long": TooLong, "no-options": NoOptions,
}

// taking are the steps that need one word more.
var taking = map[string]func(string) (Step, bool){
	"limited":     func(s string) (Step, bool) { return Limited(s), true },
	"busy":        func(s string) (Step, bool) { return Busy(s), true },
	"redirect":    func(s string) (Step, bool) { return Redirect(s), true },
	"mislabelled": func(s string) (Step, bool) { return Mislabelled(s), true },
	"say":         func(s string) (Step, bool) { return Say(s), true },
	"foreign":     func(s string) (Step, bool) { return Foreign(s), strange[s] != "" },
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
	"pings": func(s string) (Step, bool) {
		d, err := time.ParseDuration(s)
		return Pings(d), err == nil && d > 0
	},
}

// wrapping are the steps that change another one.
var wrapping = map[string]func(Step) Step{
	"polite": Polite, "think": Think, "markup": Markup, "uncited": Uncited, "miscited": Miscited, "misplaced": Misplaced,
	"cite-after": CiteAfter, "mix": Mix, "whole": Whole, "letters": Letters, "split-utf8": SplitUTF8, "unstreamed": Unstreamed,
	"bytewise": Bytewise, "crlf": CRLF, "comments": Comments, "unspaced": Unspaced, "multiline": Multiline, "tight": Tight, "odd": Odd,
	"mid-word": MidWord, "no-finish": NoFinish, "no-done": NoDone, "no-end": NoEnd, "two-voices": TwoVoices, "no-usage": NoUsage,
}

// pausing are those that need a time before the other step.
var pausing = map[string]func(time.Duration, Step) Step{"slow": Slow, "pace": Pace}

// counting are those that need a number before it.
var counting = map[string]func(int, Step) Step{
	"stall-after": StallAfter, "hang-up-after": HangUpAfter, "reset-after": ResetAfter, "fail-after": FailAfter, "garbage-after": GarbageAfter,
	"cut-after": CutAfter, "end-after": EndAfter, "repeat": Repeat, "lying-usage": LyingUsage, "blob": Blob,
}

// wording are those that need a word before it.
var wording = map[string]func(string, Step) Step{"invent": Invent, "finish": Finish, "encore": Encore}
