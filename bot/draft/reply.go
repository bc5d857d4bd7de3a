package draft

import (
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/ground"
)

// reply is an answer as it grows, sentence by sentence.
type reply struct {
	gate      *ground.Gate
	veil      *Veil
	list      []passage
	unsayable func(text string) (found string, bad bool)
	along     func(bot.Partial)

	text      string // what may be said, with personal data
	begin     int    // into text: what the model has worded begins
	citations []bot.Citation
	numbers   map[string]int // article → number shown
	shown     bool           // somebody was told of it

	gap      string // the strongest break since the last sentence that may be said
	intro    *Cited // a line that introduces a list of which no item came yet
	introGap string // the break before it
	inList   bool   // the last line was an item
	headed   string // the introduction of that list, "" if it has none
	lost     bool   // the sentence before was refused, so that what refers to it would mean something else
	previous Cited  // the sentence before

	sentences []bot.Sentence
	passed    int
	refused   int
	rests     bool // a sentence rests on the article that the rules answer from
}

const (
	mostText = 3500 // bytes of an answer
	// mostRefused sentences, and more than were good, and nothing more is read.
	mostRefused = 4
)

func (r *reply) takeAll(list []Cited) error {
	for _, c := range list {
		if err := r.take(c); err != nil {
			return err
		}
	}
	return nil
}

// end takes the last sentences, and is an error if what was said is not to be trusted.
func (r *reply) end(list []Cited) error {
	if err := r.takeAll(list); err != nil {
		return err
	}
	r.dropIntro()
	switch {
	case len(r.sentences) == 0:
		return bot.ErrModelEmpty
	case r.passed == 0, r.refused > r.passed:
		return errUngated
	}
	return nil
}

// take judges a sentence and, if it is good, adds it to what may be said.
func (r *reply) take(c Cited) error {
	if len(r.sentences) == 0 && strings.Trim(c.Text, ` ."'*`) == nothing {
		return errNothing
	}
	c.Text = plain(c.Text)
	r.gap = stronger(r.gap, c.Break)
	mark, words := item(c)
	newLine := strings.HasPrefix(c.Break, "\n")
	if mark == "" && newLine {
		r.dropIntro()
		r.inList, r.headed = false, ""
	}
	switch {
	case mark == "" && introduces(c.Text):
		r.dropIntro()
		r.intro, r.introGap, r.gap = &c, r.gap, ""
		return nil
	case mark != "":
		return r.takeItem(c, words)
	}
	_, err := r.judged(c, r.judge(c.Text, c, true))
	return err
}

// judged adds a sentence that passed, or notes why it did not. The error is that nothing more needs to be read.
func (r *reply) judged(c Cited, v verdict) (good bool, err error) {
	if v.is == bot.Passed {
		v = r.say(c, v)
	}
	good = v.is == bot.Passed
	r.sentences = append(r.sentences, bot.Sentence{Text: c.Text, Cites: c.Cites, Verdict: v.is, Found: v.found})
	_, r.previous.Text = item(c)
	r.previous.Cites, r.lost = c.Cites, !good
	if good {
		r.passed++
	} else {
		r.refused++
	}
	switch {
	case v.is == bot.Leaked:
		return good, errLeak
	case len(r.text) > mostText:
		return good, errLong
	case r.refused >= mostRefused && r.refused > r.passed:
		return good, errUngated
	}
	return good, nil
}

// say adds a sentence with its citations, unless a rule of the house forbids what then stands there.
func (r *reply) say(c Cited, v verdict) verdict {
	text := r.text
	if text != "" && len(text) > r.begin {
		text += r.gap
	}
	at := len(text)
	text += r.veil.Restore(c.Text)
	if found, bad := r.unsayable(text); bad {
		return verdict{is: bot.Unsayable, found: r.veil.Hide(found)}
	}
	r.text, r.gap = text, ""
	cited := make(map[string]bool)
	for _, f := range v.findings {
		p := r.list[f.N-1]
		r.rests = r.rests || p.first
		if cited[p.Article] {
			continue
		}
		cited[p.Article] = true
		if r.numbers[p.Article] == 0 {
			r.numbers[p.Article] = len(r.numbers) + 1
		}
		r.citations = append(r.citations, bot.Citation{
			N: r.numbers[p.Article], Article: p.Article, Revision: p.Number, Title: p.Title,
			Start: p.Start + f.Span.Start, End: p.Start + f.Span.End, At: at, Len: len(text) - at,
		})
	}
	if r.along != nil {
		r.shown = true
		r.along(bot.Partial{Text: r.text, Citations: append([]bot.Citation(nil), r.citations...)})
	}
	return v
}

func stronger(a, b string) string {
	if len(strings.TrimLeft(b, " ")) > len(strings.TrimLeft(a, " ")) || a == "" {
		return b
	}
	return a
}
