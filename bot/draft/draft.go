package draft

import (
	"context"
	"errors"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/knowledge/language"
)

// mostReply is how many bytes of a reply are read.
const mostReply = 16 << 10

// work is what it takes to word one answer.
type work struct {
	list   []passage
	prompt bot.Prompt
	reply  *reply
	held   question // what the draft is held against
	after  string   // what the rules say behind the article's words
}

// draft has the model word an answer. If the passages are too long for it, it is asked once more with the first alone.
func (d *Drafter) draft(ctx context.Context, q bot.Question, decided bot.Decision, v bot.Voice) bot.Decision {
	list := d.passages(ctx, q, decided)
	if len(list) == 0 {
		return decided
	}
	w := d.prepare(q, decided, list, v)
	note, err := d.write(ctx, w)
	if errors.Is(err, bot.ErrModelWindow) && len(list)+len(q.Earlier) > 1 {
		q.Earlier = nil
		w = d.prepare(q, decided, list[:1], v)
		note, err = d.write(ctx, w)
	}
	drafted := decided
	if err == nil {
		drafted.Drafted, drafted.Text, drafted.Citations = true, w.reply.text+w.after, w.reply.citations
		if _, bad := d.Unsayable(drafted.Text); bad {
			err = errUngated
		}
	}
	note.Passages, note.Redacted, note.Sentences, note.Outcome = spans(w.list), w.reply.veil.Counts(), w.reply.sentences, outcome(err)
	d.Observe(note)
	if err != nil {
		d.failed(note, err)
		if w.reply.shown {
			q.Along(bot.Partial{})
		}
		drafted = decided
	}
	drafted.Trace.Draft = &note
	return drafted
}

// prepare makes the prompt and what its reply is judged by.
func (d *Drafter) prepare(q bot.Question, decided bot.Decision, list []passage, v bot.Voice) *work {
	locale, across := spoken(q, v, list[0])
	veil := NewVeil(q.Names)
	p := d.prompt(q, asked(q, decided), list, v, locale, veil)
	sources := make([]ground.Source, len(list))
	for i, s := range list {
		sources[i] = d.source(s)
	}
	gate := ground.New(sources, ground.Options{Locale: locale, Across: across, Known: veil.Placeholders(), Names: d.Names(), Secret: p.System})
	first, last := decided.Citations[0], decided.Citations[len(decided.Citations)-1]
	w := &work{
		list: list, prompt: p, after: decided.Text[last.Ends():],
		reply: &reply{gate: gate, veil: veil, list: list, unsayable: d.Unsayable, along: q.Along, numbers: make(map[string]int)},
		held:  question{text: decided.Trace.Query, extract: decided.Text[first.At:last.Ends()], across: across},
	}
	if !across {
		w.reply.text = decided.Text[:first.At] // that the article is in another language, if it is
	}
	w.reply.begin = len(w.reply.text)
	return w
}

// write asks the model. The error says why what it writes is not to be said.
func (d *Drafter) write(ctx context.Context, w *work) (bot.Drafting, error) {
	var cut Sentences
	read := 0
	note, err := d.note(ctx, w.prompt, func(piece string) error {
		if read += len(piece); read > mostReply {
			return errLong
		}
		return w.reply.takeAll(cut.Feed(piece))
	})
	if err == nil {
		err = w.reply.end(cut.End())
	}
	if err == nil && !w.reply.answers(w.held) {
		err = errUngated
	}
	return note, err
}

// note asks the model and notes what it took.
func (d *Drafter) note(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Drafting, error) {
	n := bot.Drafting{Model: d.Model.Name(), Purpose: p.Payer.Purpose, Bytes: p.Bytes()}
	began := d.Clock()
	usage, err := d.requests.Ask(ctx, d.Model, p, func(piece string) error {
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
