package assist

import (
	"context"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/ground"
	"frontdesk/knowledge/pattern"
)

// Said is a sentence of an article.
type Said struct {
	Title  string // of the article
	Text   string
	Locale string
}

// explaining is what the model is told.
const explaining = `Two articles of a company say different things. ` + asData +
	`Explain in exactly two short sentences, in English, what each of them says about what they differ in: the first sentence about passage 1 alone, ` +
	`ending in [1], the second about passage 2 alone, ending in [2]. Begin each with the title of its passage in quotation marks, as in ` +
	`"“Returns” says that ... [1]." Use the words of the passages. Do not say or suggest which one is right, newer or better. No markup.`

// Explain tells in two sentences which of two articles says what about the thing that they differ in. Each sentence rests
// on its own article, and neither says which is right. Anything else is a *Refused.
func (a *Assist) Explain(ctx context.Context, one, other Said, payer bot.Payer) (string, error) {
	p := prompt(explaining, fenced([]fence{{1, one.Title, one.Text}, {2, other.Title, other.Text}}, "What does each passage say?"), 200, payer)
	reply, err := a.ask(ctx, p, maxReply)
	if err != nil {
		return "", err
	}
	sentences := cut(reply)
	refused := &Refused{"What the model wrote is not what the two articles say. Compare the two sentences themselves."}
	if len(sentences) != 2 {
		return "", refused
	}
	across := foreignTo(one.Text, "en") || foreignTo(other.Text, "en")
	var told []string
	for i, of := range [2][2]Said{{one, other}, {other, one}} {
		c, own, another := sentences[i], of[0], of[1]
		gate := ground.New([]ground.Source{{N: i + 1, Title: own.Title, Text: own.Text, Locale: own.Locale}},
			ground.Options{Across: across, Locale: "en", Known: saysWords, Secret: explaining})
		if _, bad := refuses(gate.Check(c.Text, c.Cites)); bad || len(c.Cites) != 1 || judges(c.Text, own) || names(c.Text, another, own) {
			return "", refused
		}
		told = append(told, c.Text)
	}
	return strings.Join(told, " "), nil
}

// saysWords are the words by which it is told what an article says.
var saysWords = strings.Fields("says states tells gives names mentions according article that while whereas according to")

// refuses reports whether any finding forbids a sentence.
func refuses(findings []ground.Finding) (ground.Finding, bool) {
	for _, f := range findings {
		if f.Verdict != bot.Passed {
			return f, true
		}
	}
	return ground.Finding{}, len(findings) == 0
}

// judgement are words that say which of two is right.
var judgement = pattern.Of(`(?i)\b(?:correct(?:ly)?|incorrect(?:ly)?|right(?:ly)?|wrong(?:ly)?|true|false|outdated|obsolete|old(?:er)?|new(?:er|est)?|up[- ]to[- ]date|accurate|inaccurate|mistaken|mistake|error|valid|invalid|reliable|trust(?:ed)?|prefer(?:red)?|better|best|should|superseded?|current(?:ly)?|actual(?:ly)?)\b`)

// judges reports whether a sentence says of an article that it is right or wrong, in a word that is not the article's own.
func judges(sentence string, own Said) bool {
	said := strings.ToLower(own.Title + "\n" + own.Text)
	for _, w := range judgement.FindAllString(strings.ToLower(sentence), -1) {
		if !strings.Contains(said, w) {
			return true
		}
	}
	return false
}

// names reports whether a sentence about one article names the other.
func names(sentence string, other, own Said) bool {
	title := strings.ToLower(strings.TrimSpace(other.Title))
	return title != "" && strings.Contains(strings.ToLower(sentence), title) && !strings.Contains(strings.ToLower(own.Title+"\n"+own.Text), title)
}

// cut cuts a whole reply into sentences.
func cut(reply string) []draft.Cited {
	var s draft.Sentences
	return append(s.Feed(reply), s.End()...)
}
