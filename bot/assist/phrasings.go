package assist

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/ground"
	"frontdesk/knowledge"
)

// asking is what the model is told.
const asking = `You know how customers put their questions. ` + asData +
	`Write in %s. Write up to 12 short questions, in the words of ordinary people, that the passage answers; each in other words than the others. ` +
	`Reply with one JSON object and nothing else: {"phrasings": ["..."]}.`

// mostAsked is how many phrasings are suggested at a time.
const mostAsked = 12

// Phrasings are further ways to ask what an article answers. None is there already, none names a fact that the article
// has not, and all are in its language. Whether they lead to the article is for the caller to find out. The error is a
// *Refused if nothing of use came back.
func (a *Assist) Phrasings(ctx context.Context, r knowledge.Revision, payer bot.Payer) ([]string, error) {
	p := prompt(fmt.Sprintf(asking, nameOf(r.Locale)), fenced([]fence{{1, r.Title, clip(r.Text, 4*mostOfSource)}}, "Which questions does the passage answer?"), 400, payer)
	p.JSON = true
	reply, err := a.ask(ctx, p, maxReply)
	if err != nil {
		return nil, err
	}
	var in struct {
		Phrasings []string `json:"phrasings"`
	}
	if err := readObject(reply, &in); err != nil {
		return nil, &Refused{"The model's phrasings have not the form of a list. Try again, or write them yourself."}
	}
	facts := ground.New([]ground.Source{{N: 1, Title: r.Title, Text: r.Text + "\n" + strings.Join(r.Phrasings, "\n"), Locale: r.Locale}},
		ground.Options{Across: true, Secret: p.System})
	own := append([]string{r.Title}, r.Phrasings...)
	known := make(map[string]bool)
	for _, o := range own {
		known[bare(o)] = true
	}
	var out []string
	for _, text := range in.Phrasings {
		text = strings.Join(strings.Fields(text), " ")
		_, bad := failed(facts.Check(text, []int{1}))
		if bad || !plain(text) || len(text) > mostPhrased || known[bare(text)] || foreignTo(text, r.Locale) {
			continue
		}
		out = append(out, text)
	}
	if out = distinct(nil, out, mostAsked); len(out) == 0 {
		return nil, &Refused{"The model found no further way to ask this. Write phrasings as customers put them."}
	}
	return slices.Clip(out), nil
}
