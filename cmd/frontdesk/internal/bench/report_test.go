package bench

import (
	"strings"
	"testing"
)

// What is not whole is said: what was broken with an example, or what could not be compared and why.
func TestWrong(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		r     Report
		wants []string
	}{
		"all is well": {Report{Errors: map[string]int64{"frames that are not JSON": 3}}, nil},
		"something lost": {
			Report{Faults: Faults{Lost: 2, Examples: []string{"b0 was acknowledged as 1 of c and is not there", "another"}}},
			[]string{"2 lost, 0 duplicated", "the first: b0 was acknowledged as 1 of c"},
		},
		"not read again": {
			Report{Checked: Checked{Conversations: 97, Unchecked: 3}, Errors: map[string]int64{"not read again: it hangs": 3}},
			[]string{"3 of 100 conversations", "3 × not read again: it hangs"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tt.r.Wrong()
			if tt.r.Whole() != (got == "") || tt.wants == nil && got != "" {
				t.Errorf("whole is %v, and it says %q", tt.r.Whole(), got)
			}
			for _, want := range tt.wants {
				if !strings.Contains(got, want) {
					t.Errorf("it says %q, want %q in it", got, want)
				}
			}
		})
	}
}

// Where everybody is to wait in the queue, agents are there and take nobody.
func TestAgentsStandBy(t *testing.T) {
	t.Parallel()
	for _, queue := range []bool{false, true} {
		w := newCrowd(Config{Customers: 1, Agents: 1, Queue: queue}, "standby")
		w.desires("c")
		a := &agent{crowd: w, waiting: map[string]bool{"c": true}}
		if got, want := a.pick(), map[bool]string{false: "c", true: ""}[queue]; got != want {
			t.Errorf("with the queue %v the agent takes %q, want %q", queue, got, want)
		}
	}
}
