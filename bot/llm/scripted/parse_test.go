package scripted

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		script string
		want   string // the steps' names, joined by ", "
	}{
		{"", ""},
		{" , \n ,", ""},
		{"ok", "ok"},
		{"limited 2, reset,ok", "limited 2, reset, ok"},
		{"limited\n2 cut", "limited, cut, cut"},
		{"slow 1s", "slow 1s"},
		{"slow 1s status 500", "slow 1s status 500"},
		{"slow 1s slow 2s page", "slow 1s slow 2s page"},
		{"pace 100ms stall-after 3 say Hello", "pace 100ms stall-after 3 say Hello"},
		{`say "Hello, \"you\".", quote, slow 1s pace 1ms quote`, `say "Hello, \"you\".", quote, slow 1s pace 1ms quote`},
		{`limited "Wed, 21 Oct 2026 07:28:00 GMT"`, `limited "Wed, 21 Oct 2026 07:28:00 GMT"`},
		{"2 invent promise no-end, crlf quote, odd ok", "invent promise no-end, invent promise no-end, crlf quote, odd"},
		{"huge 10, wrong-length 7, mislabelled text/plain, redirect http://h/v1, busy 1", "huge 10, wrong-length 7, mislabelled text/plain, redirect http://h/v1, busy 1"},
	} {
		steps, err := Parse(c.script)
		if err != nil {
			t.Errorf("%q: %v", c.script, err)
		}
		if got := names(steps); got != c.want {
			t.Errorf("%q: got %q, want %q", c.script, got, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"okay":           "is no step",
		"ok twice":       "after ok comes nothing",
		"status":         "after status comes one word",
		"status 200":     "after status comes something else",
		"status 5x":      "after status comes something else",
		"huge -1":        "after huge comes something else",
		"wrong-length 0": "after wrong-length comes something else",
		"slow":           "after slow comes a time",
		"slow -1s":       "after slow comes a time",
		"slow soon":      "after slow comes a time",
		"slow 1s never":  `"never" is no step`,
		"0 ok":           "1 to 1000 times",
		"1001 ok":        "1 to 1000 times",
		"3":              "1 to 1000 times",
		"limited 1 2":    "after limited comes one word",
		"stall-after":    "after stall-after comes a number",
		"cut-after -1":   "after cut-after comes a number",
		"pace":           "after pace comes a time",
		"finish":         "after finish comes a word",
		"invent money":   "after invent comes one of amount, date,",
		"foreign xx":     "after foreign comes something else",
		"crlf crlf boom": `"boom" is no step`,
		`say "no end`:    "does not end",
		`say "\q"`:       "does not end",
	} {
		if _, err := Parse(script); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", script, err, want)
		}
	}
}

// Each step's name must lead back to it: scripts are shown in failures and copied from there.
func TestNamesLeadBack(t *testing.T) {
	t.Parallel()
	steps := []Step{{}, Slow(time.Second, OK()), Slow(time.Second, Stall()), Status(500), Limited(""), Limited("3"), Busy("1"),
		Redirect("http://h/"), Mislabelled("text/plain"), Huge(5), WrongLength(3), Limited("Wed, 21 Oct"), Say("a \"b\", c\n"), Say(""), Say("\xff"),
		Foreign("de"), Pings(time.Second), Invent("nothing known", OK()), Pace(time.Second, Polite(Quote()))}
	for _, kind := range Kinds() {
		steps = append(steps, Invent(kind, Echo()))
	}
	for name := range wrapping {
		steps = append(steps, wrapping[name](OK()), wrapping[name](Whole(Say("x"))))
	}
	for name := range counting {
		steps = append(steps, counting[name](7, OK()), counting[name](7, Obey()))
	}
	for name := range wording {
		steps = append(steps, wording[name]("date", OK()), wording[name]("link", Obey()))
	}
	for _, step := range plain {
		steps = append(steps, step())
	}
	for _, s := range steps {
		back, err := Parse(s.String())
		if err != nil || len(back) != 1 || back[0].String() != s.String() {
			t.Errorf("%q leads to %q, %v", s, names(back), err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("limited 2, 3 reset, slow 200ms status 500")
	f.Add(`say "a, b" , pace 1s invent link cut-after 3 foreign de`)
	f.Add("1000 slow 1h slow 1h stall\nok")
	f.Fuzz(func(t *testing.T, script string) {
		steps, err := Parse(script)
		if err != nil {
			return
		}
		again, err := Parse(names(steps))
		if err != nil || names(again) != names(steps) {
			t.Errorf("%q gives %q, and that gives %q, %v", script, names(steps), names(again), err)
		}
	})
}

func names(steps []Step) string {
	all := make([]string, len(steps))
	for i, s := range steps {
		all[i] = s.String()
	}
	return strings.Join(all, ", ")
}
