package storetest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

func question(id, text string, before, articles []string) knowledge.ExamQuestion {
	return knowledge.ExamQuestion{ID: id, Asked: knowledge.Asked{Text: text, Before: before, Articles: articles}, Author: "mia", At: day}
}

func exams(t *testing.T, s *store.Store, db *sqldb.DB) {
	ctx := t.Context()
	read := must[[]knowledge.ExamQuestion](t)
	if got := read(s.Exam(ctx)); len(got) != 0 {
		t.Errorf("an empty store has the exam %+v", got)
	}
	b := question("b", "Größe?", []string{"shoes", "how big?"}, []string{"size", "ä b"})
	b.At = day.Add(1234567 * time.Nanosecond)
	a := question("a", "Größe?", nil, nil)
	c := question("c", strings.Repeat("ü", 300), []string{"shoes"}, []string{"size"})
	for _, q := range []knowledge.ExamQuestion{b, a, c} {
		if err := s.PutExamQuestion(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	b.At = day.Add(time.Millisecond)
	if got := read(s.Exam(ctx)); !reflect.DeepEqual(got, []knowledge.ExamQuestion{a, c, b}) {
		t.Errorf("the exam is %+v", got)
	}
	if got := must[knowledge.ExamQuestion](t)(s.ExamQuestion(ctx, "b")); !reflect.DeepEqual(got, b) {
		t.Errorf("read %+v, want %+v", got, b)
	}
	for name, c := range map[string]struct{ got, want error }{
		"the same, other answer": {s.PutExamQuestion(ctx, question("d", "Größe?", b.Before, nil)), knowledge.ErrExists},
		"drop none":              {s.DropExamQuestion(ctx, "x", day), knowledge.ErrNotFound},
		"read none":              {second(s.ExamQuestion(ctx, "x")), knowledge.ErrNotFound},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	many := []knowledge.ExamQuestion{question("e", "Größe?", nil, nil), question("f", "new", nil, nil), question("g", "new", nil, nil), question("h", "newer", nil, nil)}
	if added := must[int](t)(s.PutExam(ctx, many, day)); added != 2 {
		t.Errorf("of four questions, two of them kept already, %d were added", added)
	}
	if added, err := s.PutExam(ctx, []knowledge.ExamQuestion{question("i", "newest", nil, nil), question("a", "id taken", nil, nil)}, day); err == nil || len(read(s.Exam(ctx))) != 5 {
		t.Errorf("half of an import was kept: %d %v", added, err)
	}
	if err := s.DropExamQuestion(ctx, "c", day); err != nil {
		t.Fatal(err)
	}
	if got := read(s.Exam(ctx)); len(got) != 4 {
		t.Errorf("after dropping one, there is %+v", got)
	}
	want := []string{"exam.add: " + strings.Repeat("ü", 200) + "…", "exam.drop: " + strings.Repeat("ü", 200) + "…"}
	if got := trail(t, db, "c"); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
	if got := trail(t, db, ""); !slices.Contains(got, "exam.import: 2 questions") {
		t.Errorf("the log says %q", got)
	}
}

// racingExam has many keep the same question at once: one of them does.
func racingExam(t *testing.T, s *store.Store, _ *sqldb.DB) {
	oneOf(t, 8, knowledge.ErrExists, func(i int) error {
		return s.PutExamQuestion(t.Context(), question(string(rune('a'+i)), "same?", nil, nil))
	})
}
