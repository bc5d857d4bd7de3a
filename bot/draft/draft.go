package draft

import (
	"context"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/knowledge/language"
)

// mostReply is how many bytes of a reply are read.
const mostReply = 16 << 10

// draft has the model word an answer.
func (d *Drafter) draft(ctx context.Context, q bot.Question, decided bot.Decision, v bot.Voice) bot.Decision {
	list := d.passages(ctx, q, decided)
	if len(list) == 0 {
		return decided
	}
	locale, across := spoken(q, v, list[0])
	veil := NewVeil(q.Names)
	p := d.prompt(q, asked(q, decided), list, v, locale, veil)
	sources := make([]ground.Source, len(list))
	for i, s := range list {
		sources[i] = d.source(s)
	}
	r := &reply{
		veil: veil, list: list, unsayable: d.Unsayable, along: q.Along, numbers: make(map[string]int),
		gate: ground.New(sources, ground.Options{Locale: locale, Across: across, Known: veil.Placeholders(), Names: d.Names(), Secret: p.System}),
	}
	first, last := decided.Citations[0], decided.Citations[len(decided.Citations)-1]
	if !across {
		r.text = decided.Text[:first.At]
	}
	r.begin = len(r.text)
	var cut Sentences
	note, err := d.note(ctx, p, func(piece string) error {
		if r.read += len(piece); r.read > mostReply {
			return errLong
		}
		return r.takeAll(cut.Feed(piece))
	})
	if err == nil {
		err = r.end(cut.End())
	}
	if err == nil && !r.answers(question{decided.Trace.Query, decided.Text[first.At:last.Ends()], across}) {
		err = errUngated
	}
	drafted := decided
	if err == nil {
		drafted.Drafted, drafted.Citations = true, r.citations
		drafted.Text = r.text + decided.Text[last.Ends():]
		if _, bad := d.Unsayable(drafted.Text); bad {
			err = errUngated
		}
	}
	note.Passages, note.Redacted, note.Sentences = spans(list), veil.Counts(), r.sentences
	note.Outcome = outcome(err)
	d.Observe(note)
	if err != nil {
		d.failed(note, err)
		if r.shown {
			q.Along(bot.Partial{})
		}
		drafted = decided
	}
	drafted.Trace.Draft = &note
	return drafted
}

// note asks the model and notes what it took.
func (d *Drafter) note(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Drafting, error) {
	n := bot.Drafting{Model: d.Model.Name(), Purpose: p.Payer.Purpose, Bytes: p.Bytes()}
	began := d.Clock()
	usage, err := d.ask(ctx, p, func(piece string) error {
		if n.First == 0 && piece != "" {
			n.First = max(1, d.Clock().Sub(began).Microseconds())
		}
		return each(piece)
	})
	n.Micros = d.Clock().Sub(began).Microseconds()
	n.Prompt, n.Completion, n.Estimated, n.Cost = usage.Prompt, usage.Completion, usage.Estimated, d.Price(usage)
	return n, err
}

// failed tells the log why a draft is not said, without a word of it.
func (d *Drafter) failed(n bot.Drafting, err error) {
	switch n.Outcome {
	case bot.DraftFailed:
		d.Log.Warn("the model failed, and the answer is given without it", "model", n.Model, "purpose", n.Purpose, "error", err, "took", time.Duration(n.Micros)*time.Microsecond)
	case bot.DraftLeak:
		d.Log.Warn("the model repeated its instructions, and the answer is given without it", "model", n.Model)
	}
}

// asked is what the model is to answer: the words of the customer, unless these were only the choice of an article.
func asked(q bot.Question, decided bot.Decision) string {
	if q.Choice != "" && decided.Trace.Query != "" {
		return decided.Trace.Query
	}
	return q.Text
}

// spoken is the language that an answer is to be in, and whether that is another one than the article's.
func spoken(q bot.Question, v bot.Voice, first passage) (locale string, across bool) {
	locale = localeOf(first.Revision)
	if v.Language != "customer" {
		return locale, false
	}
	code, sure := language.Detect(q.Text, q.Locale)
	if !sure || code == language.Code(locale) {
		return locale, false
	}
	if language.Code(q.Locale) == code && named[bot.Language(q.Locale)] != "" {
		return q.Locale, true
	}
	if named[code] == "" {
		return locale, false
	}
	return code, true
}

func spans(list []passage) []bot.Passage {
	out := make([]bot.Passage, len(list))
	for i, p := range list {
		out[i] = bot.Passage{Article: p.Article, Revision: p.Number, Start: p.Start, End: p.End}
	}
	return out
}
