package ground

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
)

// change makes a sentence say something else; "" if it has nothing of the kind.
type change struct {
	name string
	make func(string) string
}

// swap replaces the first match of an expression.
func swap(expr, with string) func(string) string {
	re := regexp.MustCompile(expr)
	return func(s string) string {
		at := re.FindStringSubmatchIndex(s)
		if at == nil {
			return ""
		}
		return s[:at[0]] + string(re.ExpandString(nil, with, s, at)) + s[at[1]:]
	}
}

// firstOf is the result of the first change that applies.
func firstOf(list ...func(string) string) func(string) string {
	return func(s string) string {
		for _, f := range list {
			if out := f(s); out != "" && out != s {
				return out
			}
		}
		return ""
	}
}

var changes = []change{
	{"number", firstOf(swap(`\b(\d{1,6})\b`, `7391`))},
	{"number word", firstOf(swap(`\btwo\b`, `seven`), swap(`\bthree\b`, `nine`), swap(`\bfour\b`, `six`))},
	{"unit", firstOf(swap(`(\d|two|three|few) days\b`, `$1 weeks`), swap(`(\d) hours\b`, `$1 days`), swap(`(\d) minutes\b`, `$1 hours`), swap(`(\d) (months|weeks)\b`, `$1 years`), swap(`(\d) ?MB\b`, `${1} GB`), swap(`(\d) ?GB\b`, `${1} MB`), swap(`(\d) ?(%|percent)`, `${1} EUR`))},
	{"negation added", firstOf(swap(`\bcan\b`, `cannot`), swap(`\bmust\b`, `must not`), swap(`\bwill\b`, `will not`), swap(`\b(is|are)\b`, `$1 not`))},
	{"negation dropped", firstOf(swap(`\b(is|are|can|will|must|should|do|does|did|could|would|has|have) not\b`, `$1`), swap(`\bcan't\b|\bcannot\b`, `can`), swap(`\bwon't\b`, `will`), swap(`\b(is|are|do|does|did)n't\b`, `$1`))},
	{"name", swap(`([a-z,] )([A-Z][a-z]{3,})\b`, `${1}Zentrix`)},
	{"limit", firstOf(swap(`\bat least (\d|one|two|three)`, `at most $1`), swap(`\bup to (\d|one|two|three)`, `at least $1`), swap(`\bmore than (\d|one|two|three)`, `less than $1`), swap(`\bless than (\d)`, `more than $1`), swap(`\bmaximum of (\d)`, `minimum of $1`))},
	{"always", firstOf(swap(`\b(can|will|is|are)\b`, `$1 always`))},
	{"guarantee", func(s string) string { return "We guarantee that " + strings.ToLower(s[:1]) + s[1:] }},
	{"can to must", swap(`\bcan\b( [a-z]+)`, `must$1`)},
	{"free", func(s string) string { return strings.TrimRight(s, ".!") + " free of charge." }},
	{"link", func(s string) string { return strings.TrimRight(s, ".!") + ", see evil.example/x." }},
	{"duration added", func(s string) string { return strings.TrimRight(s, ".!") + " within 48 hours." }},
	{"opposite", firstOf(swap(`\bbefore\b`, `after`), swap(`\binclude(s|d)?\b`, `exclude$1`), swap(`\benable\b`, `disable`), swap(`\badd\b`, `remove`), swap(`\bfirst\b`, `last`), swap(`\bopen\b`, `close`))},
}

// passages are parts of a text of at most about 2 kB, cut between paragraphs.
func passages(text string) (out []string) {
	part := ""
	for p := range strings.SplitSeq(text, "\n\n") {
		if len(part)+len(p) > 2000 && part != "" {
			out, part = append(out, part), ""
		}
		if len(p) <= 2500 {
			part += p + "\n\n"
		}
	}
	if part != "" {
		out = append(out, part)
	}
	return out
}

// sayable reports whether a sentence of a source is one that a model might say: no markup, no addresses, no fragment.
func sayable(s string) bool {
	words := strings.Fields(s)
	if len(words) < 5 || len(words) > 40 || len(s) > 300 || strings.ContainsAny(s, "<>`[]{}|\\~*@_=\n\"“") || strings.Contains(s, "http") || strings.Contains(s, "www") {
		return false
	}
	return regexp.MustCompile(`^[A-Z][a-z' ]`).MatchString(s) && regexp.MustCompile(`[a-z0-9)][.!]$`).MatchString(s) && !regexp.MustCompile(`[a-zA-Z]\.[a-zA-Z]`).MatchString(s) && strings.Count(s, "(") == strings.Count(s, ")")
}

// corpusRates checks the sentences of a corpus, as they are and changed.
func corpusRates(t *testing.T, revisions []knowledge.Revision, every int) (verbatim [2]int, by map[string]*[2]int, seconds float64) {
	by = make(map[string]*[2]int)
	n := 0
	var spent time.Duration
	shown := make(map[string]int)
	for _, rev := range revisions {
		for _, text := range passages(rev.Text) {
			g := New([]Source{{N: 1, Title: rev.Title, Text: text, Locale: "en"}}, Options{Locale: "en"})
			for _, seg := range segments(text) {
				s := strings.Join(strings.Fields(text[seg.Start:seg.End]), " ")
				if !sayable(s) {
					continue
				}
				if n++; n%every != 0 {
					continue
				}
				verbatim[1]++
				begin := time.Now()
				f := g.Check(s, []int{1})[0]
				spent += time.Since(begin)
				if f.Verdict != bot.Passed {
					if verbatim[0]++; verbatim[0] < 10 {
						t.Logf("verbatim refused: %s → %s %q", s, f.Verdict, f.Found)
					}
				}
				for _, c := range changes {
					changed := c.make(s)
					if changed == "" || changed == s {
						continue
					}
					k := by[c.name]
					if k == nil {
						k = new([2]int)
						by[c.name] = k
					}
					k[1]++
					begin := time.Now()
					f := g.Check(changed, []int{1})[0]
					spent += time.Since(begin)
					if f.Verdict == bot.Passed {
						k[0]++
						if shown[c.name]++; shown[c.name] <= 4 {
							t.Logf("%s passed: %s | %s", c.name, changed, text[f.Span.Start:f.Span.End])
						}
					}
				}
			}
		}
	}
	all := verbatim[1]
	for _, k := range by {
		all += k[1]
	}
	return verbatim, by, spent.Seconds() / float64(max(1, all))
}

// ceilings are the shares of changed sentences that may be let through. Most of those that are were not changed in meaning:
// "can always cancel at any time", "is not only …". The others have to be 0.
var ceilings = map[string]float64{"always": .02, "can to must": .09, "free": .02, "guarantee": .003, "negation added": .015, "negation dropped": .04, "opposite": .06}

func TestPerturbed(t *testing.T) {
	for _, corpus := range []struct {
		name  string
		file  string
		every int
	}{{"stackfaq", "stackfaq/corpus.jsonl", 2}, {"product help", "dynamics365smb-docs.zip", 40}} {
		t.Run(corpus.name, func(t *testing.T) {
			revisions := importtest.Read(t, importtest.Shared(t, corpus.file))
			verbatim, by, each := corpusRates(t, revisions, corpus.every)
			var names []string
			for n := range by {
				names = append(names, n)
			}
			slices.Sort(names)
			var b strings.Builder
			fmt.Fprintf(&b, "verbatim refused: %d of %d; %.2f ms a check\n", verbatim[0], verbatim[1], 1000*each)
			for _, n := range names {
				fmt.Fprintf(&b, "  %-16s let through %4d of %4d (%.1f %%)\n", n, by[n][0], by[n][1], 100*float64(by[n][0])/float64(by[n][1]))
			}
			t.Log(b.String())
			if verbatim[1] < 500 || 100*verbatim[0] > verbatim[1] {
				t.Errorf("%d of %d sentences are refused as they stand", verbatim[0], verbatim[1])
			}
			for n, k := range by {
				if float64(k[0]) > ceilings[n]*float64(k[1]) {
					t.Errorf("%s: %d of %d let through, at most %.1f %%", n, k[0], k[1], 100*ceilings[n])
				}
			}
		})
	}
}
