package answer

import (
	"fmt"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// BenchmarkTurn is what a turn costs beside the search, with nothing said before and in a long conversation.
func BenchmarkTurn(b *testing.B) {
	s := &scripted{results: map[string]knowledge.Result{}}
	for i, q := range questionsOfAShop {
		s.results[q] = found(hit("tents", .6, .2+float64(i)/10), hit("boots", .3, .3), hit("parcels", .05, .1))
	}
	for _, n := range []int{0, 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := New(Config{Search: s, Revisions: threeArticles()})
			var earlier []bot.Exchange
			for i := range n {
				q := questionsOfAShop[i%len(questionsOfAShop)]
				earlier = append(earlier, bot.Exchange{Question: q, Answer: "It depends.", Kind: bot.Answer, Articles: []string{"tents"}})
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				s.asked = s.asked[:0]
				a.Turn(b.Context(), bot.Question{Text: questionsOfAShop[i%len(questionsOfAShop)], Earlier: earlier})
				i++
			}
		})
	}
}
