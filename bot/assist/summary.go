package assist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/ground"
)

// Talk is a conversation to be summarised.
type Talk struct {
	Log    []bot.Event // its tail is enough; notes in it are not read
	Names  []string    // of the customer, as far as they are known besides
	Locale string      // the reader's; a language that summaries are not written in means English
	Payer  bot.Payer
}

// Summary says what a customer wants, what was tried and what is open.
type Summary struct {
	Text  string  // at most four sentences
	Cites []int64 // numbers of the messages that they rest on, in order
}

// mostSentences is how many sentences a summary has.
const mostSentences = 4

// summing is what the model is told.
const summing = `You summarise a conversation between a customer and a company for the agent who takes it over. ` + asData +
	`Write in %s, in at most four short sentences: what the customer wants, what was tried or answered, and what is open. ` +
	`Say in every sentence who said it, as in "The customer asks ..." or "The bot answered ...", with the words of the passages. ` +
	`One sentence rests on one passage; end each with its number, as in "... [3]." ` +
	`Add nothing, judge nothing, promise nothing. No headings, no lists, no markup.`

// summingTask is the task below the passages.
const summingTask = "What does the customer want, what was tried, and what is open?"

// Summary summarises a conversation. The sources of its sentences are the messages; each sentence tells who said what, so
// that what a customer claims never reads as a fact. The same conversation is not asked about twice. The error is
// ErrNothing if the customer has said nothing, a *Refused if too little of what the model wrote can be used.
func (a *Assist) Summary(ctx context.Context, t Talk) (Summary, error) {
	said := spoken(t.Log)
	if len(said) == 0 {
		return Summary{}, ErrNothing
	}
	code, tongue := tongueOf(t.Locale)
	key := keptKey{t.Log[0].Conversation, said[len(said)-1].seq, code}
	if k, ok := a.summaries.get(key); ok {
		if k.refused != nil {
			return Summary{}, k.refused
		}
		return k.summary, nil
	}
	s, err := a.summarise(ctx, t, said, code, tongue)
	k := keptSummary{key: key, summary: s}
	if err == nil || errors.As(err, &k.refused) {
		a.summaries.put(k)
	}
	return s, err
}

func (a *Assist) summarise(ctx context.Context, t Talk, said []message, code string, tongue tongue) (Summary, error) {
	veil := draft.NewVeil(NamesIn(t.Log, t.Names))
	system := fmt.Sprintf(summing, tongue.name)
	sources, fences, across := make([]ground.Source, len(said)), make([]fence, len(said)), false
	for i, m := range said {
		text := clip(veil.Hide(m.text), m.most())
		fences[i] = fence{i + 1, tongue.speakers[m.by], text}
		sources[i] = ground.Source{N: i + 1, Title: tongue.speakers[m.by], Text: text, Locale: localeOf(m.text, code), Links: addresses(text)}
		across = across || foreignTo(m.text, code)
	}
	p := prompt(system, fenced(fences, summingTask), 260, t.Payer)
	reply, err := a.ask(ctx, p, maxReply)
	if err != nil {
		return Summary{}, err
	}
	gate := ground.New(sources, ground.Options{
		Locale: code, Across: across, Known: append(tongue.words(), veil.Placeholders()...), Secret: system,
	})
	s := keepTrue(cut(reply), gate, veil, said, tongue)
	if s.Text == "" {
		return Summary{}, &Refused{"What the model wrote is not what was said in the conversation. Read the conversation itself."}
	}
	s.Text = veil.Restore(s.Text)
	return s, nil
}

// keepTrue is what of a summary is true to the messages. It is empty if nothing is left of what the customer said.
func keepTrue(sentences []draft.Cited, gate *ground.Gate, veil *draft.Veil, said []message, t tongue) (s Summary) {
	var kept []string
	customers := false
	for _, c := range sentences {
		if len(kept) == mostSentences {
			break
		}
		by, cites := make(map[bot.AuthorKind]bool), []int64(nil)
		for _, f := range gate.Check(c.Text, c.Cites) {
			if f.Verdict == bot.Passed && 0 < f.N && f.N <= len(said) {
				by[said[f.N-1].by] = true
				cites = append(cites, said[f.N-1].seq)
			}
		}
		if len(cites) == 0 || listed(c.Text) || veil.Unknown(c.Text) != "" || !t.tells(c.Text, by) {
			continue
		}
		kept, s.Cites = append(kept, c.Text), append(s.Cites, cites...)
		customers = customers || by[bot.ByCustomer]
	}
	if !customers {
		return Summary{}
	}
	slices.Sort(s.Cites)
	s.Cites = slices.Compact(s.Cites)
	s.Text = strings.Join(kept, " ")
	return s
}

// listed reports whether a sentence is an item of a list.
func listed(sentence string) bool {
	return strings.HasPrefix(sentence, "- ") || strings.HasPrefix(sentence, "* ")
}
