package folder

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// A file that makes the exam worse is refused and kept as a draft, and tried again when something has changed.
func TestRefused(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B")
	d.see()
	d.bad, d.needed = []string{"poison"}, []string{"b"}
	d.files("a.md", "poison", "b.md", "-", "new.md", "more poison", "good.md", "G")
	d.log.take()
	d.see()
	why := "refused: the exam gets worse: “what about poison” was answered rightly from \"other\" and would be answered wrongly from "
	d.want("refused", "a", "A, draft poison, "+why+`"a"`, "b", "B, refused: its file is gone, but without it the exam gets worse: “who needs b”…",
		"new", "draft, draft more poison, "+why+`"new"`, "good", "G")
	d.logs("refused", "article=a", "file=a.md", "article=b", "article=new", "new=1", "refused=3")
	was := d.sittings
	d.see()
	d.logs("nothing new")
	if d.sittings != was {
		t.Error("the exam is sat again although nothing has changed")
	}

	// Another file changes: they are tried again, and what is known is not told again.
	d.files("good.md", "G2")
	d.see()
	d.want("tried again", "a", "A, draft poison, "+why+`"a"`, "good", "G2")
	if got := d.log.take(); strings.Contains(got, "is refused") {
		t.Errorf("told again:\n%s", got)
	}
	if r, err := d.store.Revisions(t.Context(), "a"); err != nil || len(r) != 2 {
		t.Errorf("%d revisions of a %v", len(r), err)
	}

	// The exam changes, and no file does.
	d.bad = nil
	if err := d.store.PutExamQuestion(t.Context(), knowledge.ExamQuestion{ID: "q", Asked: knowledge.Asked{Text: "?"}, At: noon}); err != nil {
		t.Fatal(err)
	}
	d.see()
	d.want("another exam", "a", "poison", "new", "more poison", "b", "B, refused…")

	// The file is back as it was: nothing is refused any more.
	d.files("b.md", "B")
	d.see()
	d.want("mended", "b", "B")
}

// A file may bring its own reason. It counts for that file alone, and only where the exam stops it.
func TestOverrule(t *testing.T) {
	d := open(t)
	d.bad = []string{"poison"}
	d.files("a.md", "---\noverrule: the question is out of date\n---\npoison", "b.md", "poison", "c.md", "---\noverrule: nothing to overrule here\n---\nC")
	d.see()
	d.want("overruled", "a", "poison", "b", "draft…", "c", "C")
	d.logs("overruled", "a file of the folder overrules the exam", `reason="the question is out of date"`)
	d.see()
	d.logs("a second look")
}

// Of many files, those that pass get out, and the exam is not sat for each by itself.
func TestOffenders(t *testing.T) {
	const files, offenders = 120, 3
	for name, blind := range map[string]bool{"the exam says which": false, "the exam does not": true} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.bad, d.blind = []string{"poison"}, blind
			for i := range files {
				text := "good"
				if i%(files/offenders) == 7 {
					text = "poison"
				}
				d.files(fmt.Sprintf("f%03d.md", i), text)
			}
			d.see()
			var published, refused int
			for i := range files {
				switch got := d.stand(fmt.Sprintf("f%03d", i)); {
				case got == "good":
					published++
				case strings.HasPrefix(got, "draft"):
					refused++
				}
			}
			if published != files-offenders || refused != offenders {
				t.Errorf("%d published, %d refused", published, refused)
			}
			if most := 12; !blind && d.sittings > most {
				t.Errorf("%d sittings, want at most %d", d.sittings, most)
			}
			if d.sittings > maxSittings+2*offenders {
				t.Errorf("%d sittings", d.sittings)
			}
			t.Logf("%d sittings", d.sittings)
		})
	}
	// Too many to find them all: it ends, what is not examined is refused with that reason, and the rest is out.
	d := open(t)
	d.bad, d.blind = []string{"poison"}, true
	for i := range files {
		d.files(fmt.Sprintf("f%03d.md", i), []string{"good", "poison"}[i%2])
	}
	d.see()
	if d.sittings > maxSittings+files {
		t.Errorf("%d sittings", d.sittings)
	}
	if got := d.stand("f118"); !strings.HasPrefix(got, "draft, draft good, refused: the exam gets worse with this and other files") {
		t.Errorf("what was not examined by itself: %s", got)
	}
}

// What passes only together goes out together, also beside something that does not.
func TestTogether(t *testing.T) {
	d := open(t)
	d.bad, d.together = []string{"poison"}, []string{"one", "other"}
	d.files("a.md", "the one", "b.md", "the other", "c.md", "poison", "d.md", "D")
	d.see()
	d.want("together", "a", "the one", "b", "the other", "c", "draft…", "d", "D")
}

// An article that was edited while its file was read is tried again.
func TestConflict(t *testing.T) {
	d := open(t, "a.md", "A")
	w := d.Writer
	d.Writer = writeFunc(func(ctx context.Context, b store.Batch) error {
		d.Writer = w
		return fmt.Errorf("save: %w", knowledge.ErrConflict)
	})
	if !d.look(t.Context(), still{}, true) {
		t.Error("no further look is wanted after a conflict")
	}
	d.see()
	d.want("again", "a", "A")
	d.files("a.md", "A2")
	d.Writer = writeFunc(func(ctx context.Context, b store.Batch) error { return fmt.Errorf("the disk is full") })
	d.log.take()
	d.see()
	d.logs("a fault", "the articles of the folder are not up to date", "the disk is full")
	d.see()
	d.logs("the same fault")
	d.Writer = w
	d.see()
	d.want("mended", "a", "A2")
}

type writeFunc func(context.Context, store.Batch) error

func (f writeFunc) Write(ctx context.Context, b store.Batch) error { return f(ctx, b) }
