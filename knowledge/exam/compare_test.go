package exam

import (
	"testing"

	"frontdesk/knowledge"
)

func TestGradeOf(t *testing.T) {
	right := []string{"a", "b"}
	for _, c := range []struct {
		name     string
		v        Verdict
		articles []string
		want     Grade
	}{
		{"right article", Verdict{Decision: Answer, Article: "b"}, right, Correct},
		{"other article", Verdict{Decision: Answer, Article: "x"}, right, Wrong},
		{"answered though there is no answer", Verdict{Decision: Answer, Article: "a"}, nil, Wrong},
		{"left to a person, rightly", Verdict{Decision: Handoff}, nil, Correct},
		{"left to a person though there is an answer", Verdict{Decision: Handoff, Article: "a"}, right, Nothing},
		{"asked back with the right choice", Verdict{Decision: Clarify, Offered: []string{"x", "a"}}, right, Asked},
		{"asked back without it", Verdict{Decision: Clarify, Offered: []string{"x"}}, right, Nothing},
		{"asked back where there is no answer", Verdict{Decision: Clarify, Offered: []string{"x"}}, nil, Asked},
	} {
		if got := GradeOf(c.v, c.articles); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	good, bad := Verdict{Decision: Answer, Article: "a", Ranked: []string{"a"}}, Verdict{Decision: Answer, Article: "x", Ranked: []string{"x", "a"}}
	q := knowledge.ExamQuestion{Asked: knowledge.Asked{Articles: []string{"a"}}}
	c := Compare([]Pair{PairOf(q, good, bad), PairOf(q, bad, good), PairOf(q, good, good), PairOf(q, bad, bad)}, 7)
	if c.Asked != 4 || len(c.Worse) != 1 || len(c.Better) != 1 || c.Was != 2 || c.Is != 2 || c.Took != 7 {
		t.Errorf("compared: %+v", c)
	}
	if p := bad.Place(q.Articles); p != 2 {
		t.Errorf("place %d, want 2", p)
	}
	if p := (Verdict{}).Place(q.Articles); p != 0 {
		t.Errorf("place %d of nothing found, want 0", p)
	}
}
