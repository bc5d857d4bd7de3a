package draft

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func cutAt(pieces ...string) (out []Cited) {
	var s Sentences
	for _, p := range pieces {
		out = append(out, s.Feed(p)...)
	}
	return append(out, s.End()...)
}

// shown writes sentences down: the break, the text and what it cites, an asterisk where it is cut off.
func shown(list []Cited) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(strings.NewReplacer("\n", "⏎", " ", "·").Replace(c.Break))
		fmt.Fprintf(&b, "<%s", c.Text)
		for _, n := range c.Cites {
			fmt.Fprintf(&b, "|%d", n)
		}
		if !c.Whole {
			b.WriteString("*")
		}
		b.WriteString(">")
	}
	return b.String()
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"  \n ", ""},
		{"One [1]. Two [2].", "<One.|1>·<Two.|2>"},
		{"One. [1] Two. [2]", "<One.|1>·<Two.|2>"},
		{"One.[1] Two.[2]", "<One.|1>·<Two.|2>"},
		{"One. [1]Two.[2]Three. [3]«Four.»[4] Five", "<One.|1>·<Two.|2>·<Three.|3>·<«Four.»|4>·<Five*>"},
		{"One [1][2]. Two [1, 3]. Three [2;4].", "<One.|1|2>·<Two.|1|3>·<Three.|2|4>"},
		{"One. [1]. Two.", "<One.|1>·<Two.>"},
		{"One. [1] [2]. Two.", "<One.|1|2>·<Two.>"},
		{"One [1-3]. Two 【2】. Three [^4]. Four [passage 5].", "<One.|1|2|3>·<Two.|2>·<Three.|4>·<Four.|5>"},
		{"Refunds take 5 days [1] and returns 30 [2].", "<Refunds take 5 days and returns 30.|1|2>"},
		{"[1] One. [2] Two.", "<One.|1|2>·<Two.>"},
		{"It takes 3.5 days, e.g. Monday to Thursday, i.e. not long [1]. Done.", "<It takes 3.5 days, e.g. Monday to Thursday, i.e. not long.|1>·<Done.>"},
		{"Das ist z. B. Montag [1]. Siehe Nr. 5 oder Abs. 3 [2]. Ende.", "<Das ist z. B. Montag.|1>·<Siehe Nr. 5 oder Abs. 3.|2>·<Ende.>"},
		{"Ab dem 3. Mai gilt das [1]. Am 12. Dezember nicht. Im 2. Stock.", "<Ab dem 3. Mai gilt das.|1>·<Am 12. Dezember nicht.>·<Im 2. Stock.>"},
		{"It ended in 2024. Then came 5. So it was.", "<It ended in 2024.>·<Then came 5.>·<So it was.>"},
		{"See No. 5 by Dr. Smith and J. Brown. Good.", "<See No. 5 by Dr. Smith and J. Brown.>·<Good.>"},
		{"In two days [1]. whatever you do. be quick [2].", "<In two days.|1>·<whatever you do. be quick.|2>"},
		{"Wait... and see. Really?! Yes! It is… Fine", "<Wait... and see.>·<Really?!>·<Yes!>·<It is…>·<Fine*>"},
		{"He said “no.” Then he left. (It was late.) So.", "<He said “no.”>·<Then he left.>·<(It was late.)>·<So.>"},
		{"Go to example.com now. Or www.example.org.", "<Go to example.com now.>·<Or www.example.org.>"},
		{"You need:\n- a label [1]\n- a parcel [1]\n\nThat is all.", "<You need:>⏎<- a label|1>⏎<- a parcel|1>⏎⏎<That is all.>"},
		{"1. Print it [1].\n2. Stick it on [1]. Press hard.\n3. Go", "<1. Print it.|1>⏎<2. Stick it on.|1>·<Press hard.>⏎<3. Go*>"},
		{"One.\n[1]\nTwo.\n[2] Three.", "<One.|1>⏎<Two.>⏎<Three.|2>"},
		{"退货期为30天[1]。退款需要5天。[2]好的！", "<退货期为30天。|1><退款需要5天。|2><好的！>"},
		{"キャンセル可能です【1】。手数料は無料です【2】", "<キャンセル可能です。|1><手数料は無料です|2>"},
		{"Write to [e-mail 1]. [Name 2] is known. [1]", "<Write to [e-mail 1].>·<[Name 2] is known.|1>"},
		{"An end [1", "<An end [1*>"},
		{"An end [1]", "<An end|1>"},
		{"An end [1] that goes on", "<An end that goes on|1*>"},
		{"a\r\nb\r\n\r\nc", "<a>⏎<b>⏎⏎<c*>"},
		{strings.Repeat("x", 2000) + ". Next.", "<" + strings.Repeat("x", 500) + "*>·<Next.>"},
		{strings.Repeat("é", 400) + "! Next.", "<" + strings.Repeat("é", 250) + "*>·<Next.>"},
	} {
		if got := shown(cutAt(c.text)); got != c.want {
			t.Errorf("%q gives\n%s, want\n%s", c.text, got, c.want)
		}
		if got := shown(cutAt(strings.Split(c.text, "")...)); got != c.want {
			t.Errorf("%q letter by letter gives\n%s, want\n%s", c.text, got, c.want)
		}
	}
}

// FuzzSentences: however a reply is cut into pieces, even within a letter, the sentences are the same, and all of its
// letters are in them.
func FuzzSentences(f *testing.F) {
	for _, s := range []string{
		"One [1]. Two. [2][3] 3. Mai\n- item [1, 2]\n\n[4]\nNr. 5", "退货期为30天[1]。退款需要5天。[2]", "a.[1]. b [passage 1", "x. [1], [2]. \u00a0Y", "z. B. (so).\") [1-2]", "1.\n2. [\n[1]",
		strings.Repeat("1234567890", 120) + ". A", strings.Repeat("long. then ", 100), strings.Repeat(" \n", 700) + "A.", "d 3. Mä 3. März",
	} {
		f.Add(s, uint64(7))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if len(text) > 8000 {
			return
		}
		text = strings.ToValidUTF8(text, "")
		whole := cutAt(text)
		var pieces []string
		for rest := text; rest != ""; {
			seed = seed*6364136223846793005 + 1442695040888963407
			n := min(len(rest), 1+int(seed>>33%9))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		if got, want := shown(cutAt(pieces...)), shown(whole); got != want {
			t.Fatalf("%q in pieces %q:\n%s, at once\n%s", text, pieces, got, want)
		}
		for _, c := range whole {
			if len(c.Text) > MaxSentence || c.Text == "" || !slices.IsSorted(c.Cites) {
				t.Fatalf("%q: %d bytes, %v", text, len(c.Text), c.Cites)
			}
		}
	})
}

// TestSentencesLoseNothing: what is put together of sentences comes out as them.
func TestSentencesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentence := rapid.SampledFrom([]string{"It takes two days", "Write to us", "Das kostet 5 Euro", "See Nr. 4 there", "Open from 9.30 to 17.00", "“So be it”"})
		n := rapid.IntRange(1, 6).Draw(t, "n")
		var text, want strings.Builder
		for i := range n {
			s, cite := sentence.Draw(t, "sentence"), rapid.IntRange(1, 20).Draw(t, "cite")
			form := rapid.SampledFrom([]string{"%s [%d].", "%s. [%d]", "%s[%d].", "%s.[%d]", "%s [%d]!"}).Draw(t, "form")
			gap := ""
			if i > 0 {
				gap = rapid.SampledFrom([]string{" ", "\n", "\n\n", "  "}).Draw(t, "gap")
			}
			fmt.Fprintf(&text, gap+form, s, cite)
			fmt.Fprintf(&want, "%s%d;", s, cite)
		}
		var got strings.Builder
		for _, c := range cutAt(text.String()) {
			fmt.Fprintf(&got, "%s%d;", strings.TrimRight(c.Text, ".!"), c.Cites[0])
		}
		if got.String() != want.String() {
			t.Fatalf("%q gives %q, want %q", text.String(), got.String(), want.String())
		}
	})
}
