package bench

import (
	"fmt"
	"strings"
	"testing"
)

var asked = questionsOf([]string{"first?", "second?", "third?"})

// logOf makes a log of lines such as "customer b0 first?" or "bot - Yes."; numbers follow from the place.
func logOf(lines ...string) (log []event) {
	for i, line := range lines {
		from, rest, _ := strings.Cut(line, " ")
		id, text, _ := strings.Cut(rest, " ")
		e := event{Seq: int64(i + 1), Kind: "message", From: from, Text: text}
		if id != "-" {
			e.ID = id
		}
		if text == "queue" || text == "agent" {
			e.Kind, e.Owner, e.Text = "owner", text, ""
		}
		log = append(log, e)
	}
	return log
}

// shown is a talk that was shown the log, with messages that were acknowledged under the numbers given.
func shown(log []event, messages ...message) *talk {
	t := &talk{id: "c", messages: messages}
	var f Faults
	for i := range log {
		t.hear(&log[i], &f)
	}
	if f.Any() {
		panic("a log in order is faultless")
	}
	return t
}

func TestCheck(t *testing.T) {
	whole := []string{"customer b0 first?", "bot - Yes.", "customer b1 second?", "bot - No."}
	two := []message{{question: 0, seq: 1, line: 1}, {question: 1, floor: 1, seq: 3, line: 1}}
	for name, tt := range map[string]struct {
		log      []string
		messages []message
		replies  []reply
		want     Faults
	}{
		"as it should be":               {log: whole, messages: two},
		"what was not acknowledged":     {log: whole[:2], messages: []message{{question: 0, seq: 1}, {question: 1}}},
		"kept but not acknowledged":     {log: whole, messages: []message{{question: 0, seq: 1}, {question: 1}}},
		"not there":                     {log: []string{"customer b0 first?", "bot - Yes.", "bot - No."}, messages: two, want: Faults{Lost: 1}},
		"kept twice":                    {log: append(whole[:4:4], "customer b1 second?"), messages: two, want: Faults{Duplicated: 1}},
		"another text":                  {log: []string{whole[0], whole[1], "customer b1 third?"}, messages: two, want: Faults{Altered: 1}},
		"an id of nobody":               {log: append(whole[:4:4], "customer b7 third?"), messages: two, want: Faults{Altered: 1}},
		"an id that looks like another": {log: append(whole[:4:4], "customer b01 second?"), messages: two, want: Faults{Altered: 1}},
		"another place":                 {log: []string{whole[0], whole[2], whole[1]}, messages: two, want: Faults{OutOfOrder: 1}},
		"before what it followed": {log: []string{"customer b1 second?", "customer b0 first?"},
			messages: []message{{question: 0, seq: 2, line: 1}, {question: 1, floor: 2, seq: 1, line: 1}}, want: Faults{OutOfOrder: 1}},
		"overtaken on one connection": {log: []string{"customer b1 second?", "customer b0 first?"},
			messages: []message{{question: 0, seq: 2, line: 1}, {question: 1, seq: 1, line: 1}}, want: Faults{OutOfOrder: 1}},
		"overtaken after it was refused": {log: []string{"customer b1 second?", "customer b0 first?"},
			messages: []message{{question: 0, seq: 2, line: 1, again: true}, {question: 1, seq: 1, line: 1}}},
		"a wish":                      {log: []string{"customer b0 queue"}, messages: []message{{question: wish, seq: 1}}},
		"a wish that changed nothing": {log: []string{"bot - queue", "customer b1 first?"}, messages: []message{{question: wish, seq: 1}, {question: 0, seq: 2}}},
		"a wish that was lost":        {log: []string{"bot - Yes.", "customer b1 first?"}, messages: []message{{question: wish, seq: 1}, {question: 0, seq: 2}}, want: Faults{Lost: 1}},
		"a reply":                     {log: []string{"agent - Done."}, replies: []reply{{"Done.", 1}}},
		"a reply that was lost":       {log: []string{"agent - Dear."}, replies: []reply{{"Done.", 1}}, want: Faults{Lost: 1}},
		"a reply twice":               {log: []string{"agent - Done.", "agent - Done."}, replies: []reply{{"Done.", 1}}, want: Faults{Duplicated: 1}},
		"a reply at another place":    {log: []string{"bot - Yes.", "agent - Done."}, replies: []reply{{"Done.", 1}}, want: Faults{OutOfOrder: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			log := logOf(tt.log...)
			var f Faults
			shown(log, tt.messages...).check(log, tt.replies, asked, &f)
			said := len(f.Examples)
			f.Examples = nil
			if fmt.Sprint(f) != fmt.Sprint(tt.want) || said > 0 != tt.want.Any() {
				t.Errorf("found %+v with %d examples, want %+v", f, said, tt.want)
			}
		})
	}
}

// What was shown is compared with what is kept, also where nobody was told a number.
func TestCheckShown(t *testing.T) {
	log := logOf("customer b0 first?", "bot - Yes.", "bot - And more.")
	for name, tt := range map[string]struct {
		harm func(log []event) []event
		want Faults
	}{
		"the same":     {func(l []event) []event { return l }, Faults{}},
		"more of it":   {func(l []event) []event { return append(l, event{Seq: 4, Kind: "message", From: "bot"}) }, Faults{}},
		"less of it":   {func(l []event) []event { return l[:2] }, Faults{Lost: 1}},
		"another time": {func(l []event) []event { l[1].At++; return l }, Faults{Altered: 1}},
		"another word": {func(l []event) []event { l[2].Text = "And less."; return l }, Faults{Altered: 1}},
		"a gap":        {func(l []event) []event { l[2].Seq = 4; return l }, Faults{Lost: 1}},
		"a repetition": {func(l []event) []event { return append(l, l[2]) }, Faults{Duplicated: 1}},
	} {
		var f Faults
		shown(log, message{question: 0, seq: 1}).check(tt.harm(append([]event(nil), log...)), nil, asked, &f)
		f.Examples = nil
		if fmt.Sprint(f) != fmt.Sprint(tt.want) {
			t.Errorf("%s: found %+v, want %+v", name, f, tt.want)
		}
	}
}

func TestHear(t *testing.T) {
	for name, tt := range map[string]struct {
		come   []int64
		repeat int64
		held   int64
		want   Faults
	}{
		"in order":             {come: []int64{1, 2, 3}, held: 3},
		"one early":            {come: []int64{1, 3, 2, 4}, held: 4, want: Faults{OutOfOrder: 1}},
		"two early":            {come: []int64{3, 2, 1}, held: 3, want: Faults{OutOfOrder: 2}},
		"one missing":          {come: []int64{1, 3}, held: 1, want: Faults{OutOfOrder: 1}},
		"one twice":            {come: []int64{1, 2, 2, 3}, held: 3, want: Faults{Duplicated: 1}},
		"an early one twice":   {come: []int64{1, 3, 3, 2}, held: 3, want: Faults{OutOfOrder: 1, Duplicated: 1}},
		"asked for once more":  {come: []int64{1, 2, 1, 2, 3}, repeat: 2, held: 3},
		"more than asked for ": {come: []int64{1, 2, 3, 3}, repeat: 2, held: 3, want: Faults{Duplicated: 1}},
	} {
		talk, f := &talk{id: "c", repeat: tt.repeat}, Faults{}
		for _, seq := range tt.come {
			talk.hear(&event{Seq: seq, Kind: "message", Text: fmt.Sprint(seq)}, &f)
		}
		f.Examples = nil
		if talk.held != tt.held || fmt.Sprint(f) != fmt.Sprint(tt.want) {
			t.Errorf("%s: held %d with %+v, want %d with %+v", name, talk.held, f, tt.held, tt.want)
		}
	}
}

// However events come, the chain over what is held is that of the log.
func TestChainDoesNotDependOnTheWay(t *testing.T) {
	log := logOf("customer b0 first?", "bot - Yes.", "customer b1 second?", "bot - No.")
	straight, turned, f := shown(log), &talk{id: "c"}, Faults{}
	for _, i := range []int{3, 0, 2, 1} {
		turned.hear(&log[i], &f)
	}
	if straight.chain != turned.chain || turned.held != 4 {
		t.Errorf("the chain depends on the way: %x and %x with %d held", straight.chain, turned.chain, turned.held)
	}
}

func TestFaultsTellTheFirstFew(t *testing.T) {
	var a, b Faults
	for i := range examples + 5 {
		a.add(lost, "a %d", i)
		b.add(altered, "b %d", i)
	}
	a.join(b)
	if len(a.Examples) != examples || a.Lost != examples+5 || a.Altered != examples+5 || !a.Any() {
		t.Errorf("there are %d examples of %+v", len(a.Examples), a)
	}
}
