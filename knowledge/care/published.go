package care

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge"
)

// pastReview lists the articles whose review date has come, the oldest first.
func pastReview(_ context.Context, all []*entry, now time.Time) (out []Row, _ error) {
	today := now.Format(time.DateOnly)
	for _, e := range all {
		if e.review == "" || e.review > today {
			continue
		}
		at, err := time.ParseInLocation(time.DateOnly, e.review, now.Location())
		if err != nil {
			continue // written before such a date was refused
		}
		out = append(out, Row{Article: e.named(), At: at,
			Why:  fmt.Sprintf("Its review was due on %s.", day(at)),
			Next: "Check that it is still true, then publish it with a new review date."})
	}
	slices.SortStableFunc(out, func(a, b Row) int { return a.At.Compare(b.At) })
	return out, nil
}

// Rules of what is rated badly and of what is useless.
const (
	votesFor  = 90 * 24 * time.Hour // that count
	fewVotes  = 5                   // with less nothing is said
	goodShare = 0.5                 // of readers who must be able to be helped

	quietFor    = 90 * 24 * time.Hour // without a quote
	settledFor  = 30 * 24 * time.Hour // published
	fewAnswers  = 100                 // of the desk in that time; with less it is too new to tell
	confidently = 1.96                // standard deviations: 95 % between both bounds
)

// Wilson returns the bounds between which the share of readers lies who are helped, with 95 % confidence, if up of n
// said so. Formula: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22
// (1927). Without votes it may be anything.
func Wilson(up, n int) (lower, upper float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = confidently
	share, votes := float64(up)/float64(n), float64(n)
	middle := share + z*z/(2*votes)
	spread := z * math.Sqrt(share*(1-share)/votes+z*z/(4*votes*votes))
	scale := 1 + z*z/votes
	return max(0, (middle-spread)/scale), min(1, (middle+spread)/scale)
}

// rated lists the articles that fewer than half of the readers find helpful, even if chance was against them: the upper
// of Wilson's bounds lies below. Votes on the published revision count, so that mending an article begins anew.
func (l *Lists) rated(ctx context.Context, all []*entry, now time.Time) (out []Row, err error) {
	tallies, err := l.Votes.Tallies(ctx, votesFor)
	if err != nil {
		return nil, err
	}
	of := make(map[string]Tally, len(tallies))
	for _, t := range tallies {
		of[fmt.Sprintf("%d %s", t.Revision, t.Article)] = t
	}
	net := make(map[string]int)
	for _, e := range all {
		t := of[fmt.Sprintf("%d %s", e.number, e.id)]
		n := t.Up + t.Down
		_, upper := Wilson(t.Up, n)
		if n < fewVotes || upper >= goodShare {
			continue
		}
		net[e.id] = t.Up - t.Down
		out = append(out, Row{Article: e.named(), At: now,
			Why:  fmt.Sprintf("Only %d of %d readers found it helpful in the last 90 days.", t.Up, n),
			Next: "Read what they asked, say it in plainer words or add what is missing, and publish it.",
			Detail: fmt.Sprintf("Listed from %d votes on, when even with bad luck in the votes fewer than half of the readers are helped (at most %.0f %% here).",
				fewVotes, math.Ceil(100*upper))})
	}
	slices.SortStableFunc(out, func(a, b Row) int { return net[a.Article.ID] - net[b.Article.ID] })
	return out, nil
}

// useless lists the articles that were quoted in no answer for a long time, the longest published first. A new desk has
// none, and an article for the staff is never quoted.
func (l *Lists) useless(ctx context.Context, all []*entry, now time.Time) (out []Row, err error) {
	quoted, answers, err := l.Quotes.Quoted(ctx, now.Add(-quietFor))
	if err != nil || answers < fewAnswers {
		return nil, err
	}
	for _, e := range all {
		if quoted[e.id] || now.Sub(e.since) < settledFor || slices.Contains(e.audience, knowledge.StaffOnly) {
			continue
		}
		out = append(out, Row{Article: e.named(), At: e.since,
			Why:  fmt.Sprintf("None of the %d answers of the last 90 days quoted it.", answers),
			Next: "Add the words that customers ask with, put it together with another article, or withdraw it."})
	}
	slices.SortStableFunc(out, func(a, b Row) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.Article.ID, b.Article.ID)
	})
	return out, nil
}

// day is a date as people read it in a sentence.
func day(t time.Time) string { return t.Format("2 January 2006") }
