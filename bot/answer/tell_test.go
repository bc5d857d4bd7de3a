package answer

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tells are all expressions that are looked for by their pieces.
func tells() []*tell {
	return append([]*tell{abuse, notAbuse, threat, asking, again, notAgain, condemned, annoyed, notAnnoyed, denial, aboutOthers}, wishes...)
}

// TestTellsMatchAsTheirExpressions compares them with package regexp, on texts that match, on these cut and mended at
// random, and on what customers write.
func TestTellsMatchAsTheirExpressions(t *testing.T) {
	for _, tell := range tells() {
		t.Run(tell.String()[:min(40, len(tell.String()))], func(t *testing.T) {
			re, matches := tell.Regexp(), rapid.StringMatching(tell.String())
			rapid.Check(t, func(t *rapid.T) {
				text := matches.Draw(t, "text")
				words := strings.Fields(text)
				switch rapid.IntRange(0, 3).Draw(t, "how") {
				case 1:
					text = text[:rapid.IntRange(0, len(text)).Draw(t, "cut")]
				case 2:
					text = strings.Join(append(words, rapid.SampledFrom([]string{"refund", "my order", "please"}).Draw(t, "more")), " ")
				case 3:
					text = strings.Join(words[min(1, len(words)):], " ")
				}
				if got, want := tell.MatchString(text), re.MatchString(text); got != want {
					t.Fatalf("%q: %v, and the expression says %v", text, got, want)
				}
			})
		})
	}
}

// TestTellsSpareMostMessages: what customers of a shop ask is told by its pieces to be neither anger nor a wish for a person.
func TestTellsSpareMostMessages(t *testing.T) {
	tried := 0
	for _, text := range questionsOfAShop {
		seen := look(plain(text))
		for _, tell := range tells() {
			if tell.may(&seen) {
				tried++
			}
		}
	}
	if most := len(questionsOfAShop) * len(tells()) / 12; tried > most {
		t.Errorf("%d expressions are tried, want %d at most", tried, most)
	}
}

var questionsOfAShop = []string{
	"can I return an item I opened?", "will my refund go back to my card?", "tracking hasn't moved since monday",
	"I was not at home when the courier came", "which payment methods do you accept?", "how do I wash a down jacket?", "when is the store open and where is it?",
}

func TestPiecesOf(t *testing.T) {
	for expression, want := range map[string]string{
		`abc`:                   "abc",
		`\b(?:cat|dog)s?\b`:     "cat dog",
		`x*(?:not )?(?:a |b )z`: "a z b z",
		`(?:ab)+c`:              "abc",
		`a?b?`:                  "",
		`(?:cat|.)`:             "",
		`(?i:cat)`:              "",
		`\w+`:                   "",
		`[ab]c`:                 "ac bc",
		`cat|a cat|dog`:         "cat dog",
		`\w* times`:             " times",
		`(`:                     "",
	} {
		if got := strings.Join(piecesOf(expression), " "); got != want && strings.ReplaceAll(got, "  ", " ") != want {
			t.Errorf("%s: %q, want %q", expression, got, want)
		}
	}
}
