package draft

import (
	"context"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// Sizes of what a model is given to read, in bytes.
const (
	passageFirst = 1500 // of the article that answers
	passageOther = 800  // of each further one
	passagesMost = 5000 // in all
)

const (
	othersMost = 3    // further articles
	othersFrom = 0.05 // share of the probability that they must have
	othersRest = 0.2  // and of what the first has
)

// passage is a part of a published revision that a model is given, by its number.
type passage struct {
	knowledge.Revision
	knowledge.Span
	n     int
	first bool // of the article that the rules answer from
}

func (p passage) text() string { return p.Text[p.Start:p.End] }

// passages are what an answer cites, widened to what stands around it, and then the passages of further candidates. None
// means that the revisions are not those that the answer was made of any more.
func (d *Drafter) passages(ctx context.Context, q bot.Question, decided bot.Decision) []passage {
	var out []passage
	size := 0
	add := func(p passage) {
		if p.End > p.Start && size+p.End-p.Start <= passagesMost {
			p.n = len(out) + 1
			out = append(out, p)
			size += p.End - p.Start
		}
	}
	read := make(map[string]bool)
	for _, c := range decided.Citations {
		if read[c.Article] {
			continue
		}
		read[c.Article] = true
		rev, ok := d.revision(ctx, q, c.Article, c.Revision)
		if !ok {
			return nil
		}
		add(passage{Revision: rev, Span: widen(rev.Text, cited(decided.Citations, c.Article), passageFirst), first: c.Article == decided.Citations[0].Article})
	}
	if len(out) == 0 {
		return nil
	}
	candidates, others := decided.Trace.Candidates, 0
	for _, c := range candidates {
		if others == othersMost || read[c.Article] || c.Score < max(othersFrom, othersRest*candidates[0].Score) {
			continue
		}
		read[c.Article] = true
		rev, ok := d.revision(ctx, q, c.Article, c.Revision)
		if !ok || c.End > len(rev.Text) || c.Start < 0 || language.Code(rev.Locale) != language.Code(out[0].Locale) {
			continue
		}
		add(passage{Revision: rev, Span: widen(rev.Text, knowledge.Span{Start: c.Start, End: c.End}, passageOther)})
		others++
	}
	return out
}

// revision is the published revision of an article if it has this number and may be read by whoever asks.
func (d *Drafter) revision(ctx context.Context, q bot.Question, article string, number int) (knowledge.Revision, bool) {
	rev, err := d.Revisions.PublishedRevision(ctx, article)
	return rev, err == nil && rev.Number == number && rev.MayRead(q.Site, q.Staff)
}

// cited is the part of an article's text from its first citation to its last.
func cited(citations []bot.Citation, article string) knowledge.Span {
	out := knowledge.Span{Start: -1}
	for _, c := range citations {
		if c.Article != article {
			continue
		}
		if out.Start < 0 || c.Start < out.Start {
			out.Start = c.Start
		}
		out.End = max(out.End, c.End)
	}
	return out
}

// widen is a part of a text with the whole of the blocks that it lies in, and then with what follows and goes before
// by blocks, up to some bytes. A part that is longer by itself stays what it is.
func widen(text string, s knowledge.Span, most int) knowledge.Span {
	s.Start, s.End = max(0, s.Start), min(len(text), s.End)
	if s.End <= s.Start {
		s = knowledge.Span{}
	}
	fits := func(t knowledge.Span) bool { return t.End-t.Start <= most }
	if whole := (knowledge.Span{Start: blockStart(text, s.Start), End: blockEnd(text, s.End)}); fits(whole) {
		s = whole
	}
	for after, before := true, true; after || before; {
		if next := (knowledge.Span{Start: s.Start, End: blockEnd(text, min(len(text), s.End+2))}); after && s.End < len(text) && fits(next) {
			s = next
		} else {
			after = false
		}
		if next := (knowledge.Span{Start: blockStart(text, max(0, s.Start-2)), End: s.End}); before && s.Start > 0 && fits(next) {
			s = next
		} else {
			before = false
		}
	}
	return trimmed(text, s)
}

// blockStart is where the block of a text begins that at lies in. Blocks stand between empty lines.
func blockStart(text string, at int) int {
	if i := strings.LastIndex(text[:at], "\n\n"); i >= 0 {
		return i + 2
	}
	return 0
}

func blockEnd(text string, at int) int {
	if i := strings.Index(text[at:], "\n\n"); i >= 0 {
		return at + i
	}
	return len(text)
}

func trimmed(text string, s knowledge.Span) knowledge.Span {
	in := text[s.Start:s.End]
	s.Start += len(in) - len(strings.TrimLeft(in, " \n"))
	s.End = s.Start + len(strings.Trim(in, " \n"))
	return s
}

// source is the passage as the gate reads it.
func (d *Drafter) source(p passage) ground.Source {
	s := ground.Source{N: p.n, Title: p.Title, Text: p.text(), Locale: localeOf(p.Revision)}
	if link := d.Link(p.Article); link != "" {
		s.Links = []string{link}
	}
	return s
}

// localeOf is the language that a revision is written in, as its words tell it where they can: many articles have the
// locale that everything has for which nobody named one.
func localeOf(rev knowledge.Revision) string {
	if code, sure := language.Detect(rev.Title+"\n"+rev.Text, rev.Locale); sure && code != language.Code(rev.Locale) && named[code] != "" {
		return code
	}
	if rev.Locale == "" {
		return knowledge.DefaultLocale
	}
	return rev.Locale
}
