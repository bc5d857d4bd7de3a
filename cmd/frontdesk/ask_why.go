package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"frontdesk/bot"
)

// printWhy prints how sure the bot was, what that was made of, which articles were considered, and by which
// words.
func printWhy(out io.Writer, t bot.Trace) {
	if len(t.Candidates) == 0 {
		fmt.Fprintln(out, "no article was considered")
		return
	}
	fmt.Fprintln(out, sureness(t))
	if len(t.Parts) > 0 {
		fmt.Fprintln(out)
		printParts(out, t)
	}
	fmt.Fprintln(out)
	printCandidates(out, t)
	fmt.Fprintf(out, "\nsearched: %s\n", strings.Join(t.Terms, " "))
	if t.Fuzzy {
		fmt.Fprintln(out, "words that look alike were searched too")
	}
	if t.Model != "" {
		fmt.Fprintf(out, "confidence: %s\n", t.Model)
	}
}

// sureness is the confidence and the threshold in a sentence.
func sureness(t bot.Trace) string {
	if t.Threshold > 1 {
		return inPercent(t.Confidence) + " sure; it never answers by itself"
	}
	sure, from := inPercent(t.Confidence), inPercent(t.Threshold)
	if sure == from && t.Confidence < t.Threshold {
		sure = fmt.Sprintf("%.1f %%", math.Floor(1000*t.Confidence)/10) // or else it would seem to be enough
	}
	return fmt.Sprintf("%s sure; it answers from %s", sure, from)
}

// printParts prints what each input added to the log-odds of the confidence, the largest first.
func printParts(out io.Writer, t bot.Trace) {
	names := slices.SortedFunc(maps.Keys(t.Parts), func(a, b string) int {
		return cmp.Or(cmp.Compare(math.Abs(t.Parts[b]), math.Abs(t.Parts[a])), strings.Compare(a, b))
	})
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ODDS\tVALUE\tINPUT\tMEANING")
	for _, name := range names {
		fmt.Fprintf(w, "%+.2f\t%.3f\t%s\t%s\n", rounded(t.Parts[name], 100), rounded(t.Features[name], 1000), name, inputs[name])
	}
	w.Flush()
	fmt.Fprintln(out, "odds: what the input adds to the log-odds of being right, compared with an average find; +0.7 doubles the odds.")
	fmt.Fprintln(out, "Inputs that say much the same share their effect: then one of them may even pull the other way.")
}

// rounded is x in steps of one part of a unit, and never the zero with a minus.
func rounded(x, parts float64) float64 { return math.Round(x*parts)/parts + 0 }

// printCandidates prints the articles with their shares of the ranking, or with their scores where nothing
// was learnt that would give shares.
func printCandidates(out io.Writer, t bot.Trace) {
	head := "SCORE"
	if t.Model != "" {
		head = "SHARE"
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\tARTICLE\tTITLE\n", head)
	for _, c := range t.Candidates {
		score := fmt.Sprintf("%.3f", c.Score)
		if t.Model != "" {
			score = inPercent(c.Score)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", score, c.Article, c.Title)
	}
	w.Flush()
}

// inPercent never tells what is possible as impossible, nor what is likely as certain.
func inPercent(share float64) string {
	switch {
	case share > 0 && share < 0.005:
		return "under 1 %"
	case share < 1 && share >= 0.995:
		return "over 99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// inputs are the labels of what a confidence is made of, by name. The agent console has the same, with
// explanations.
var inputs = map[string]string{
	"share":        "Best among the articles",
	"margin":       "Lead over the next article",
	"learnt":       "Wording learnt from phrasings",
	"learnt_share": "Wording, against the others",
	"grams":        "Spelled like a known question",
	"grams_lead":   "Spelled unlike the others",
	"sense_share":  "Meaning, against the others",
	"gauss_share":  "Place among the meanings",
	"distance":     "Distance from its topic",
	"meaning":      "Means the same as a known question",
	"meaning_lead": "Means something else than the others",
	"both":         "Spelling and meaning together",
	"vote":         "Vote of the nearest questions",
	"topic":        "Title shared with others",
	"agree":        "Agreement of the rankings",
	"normalised":   "Word search",
	"coverage":     "Words found in the article",
	"nearest":      "Words shared with a known question",
	"proximity":    "Words close together",
	"evidence":     "The passage says what is asked",
	"unknown":      "Words no article knows",
	"length":       "Length of the question",
}
