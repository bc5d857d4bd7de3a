package store_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// crowd fills a database with n conversations of eight events, the oldest of which has the word "heirloom" in a message.
func crowd(b *testing.B, db *sqldb.DB, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields(`where is my parcel the order was late refund please exchange size colour account password invoice address change
		cancel subscription broken screen warranty shipping tracking delivery damaged missing return label store pickup gift card payment`)
	text := func() string {
		out := make([]string, 25)
		for i := range out {
			out[i] = words[r.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	for done := 0; done < n; {
		err := db.Write(b.Context(), func(tx *sqldb.Tx) error {
			for range 2000 {
				id, at := fmt.Sprintf("%016x%08d", r.Uint64(), done), int64(1_700_000_000_000+done*60_000)
				status := "resolved"
				if done%20 == 0 {
					status = "open"
				}
				visitor := fmt.Sprint("visitor", done/3)
				if done%3 == 0 {
					if _, err := tx.Exec(`INSERT INTO visitor (id, token_hash, site, created, seen) VALUES ($1, $2, 'shop', $3, $3)`, visitor, visitor, at); err != nil {
						return err
					}
				}
				_, err := tx.Exec(`INSERT INTO conversation (id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent, team, tags)
					VALUES ($1, $2, 'shop', $3, 'bot', '', 3, $4, $5, 'en', '', $6, $6, 0, '', '', 'support', $7)`,
					id, visitor, status, fmt.Sprint("Customer ", done/3), fmt.Sprintf("c%d@shop.example", done/3), at, fmt.Sprint("tag", done%500))
				if err != nil {
					return err
				}
				for seq := 1; seq <= 8; seq++ {
					kind, author, body := "message", []string{"customer", "bot", "agent"}[seq%3], bot.Body{Text: text()}
					if author == "bot" {
						body.Text += " " + text() + " " + text()
						body.Citations = []bot.Citation{{N: 1, Article: fmt.Sprint("article/", done%300), Revision: 1, Title: "How to return something", End: 80}}
					}
					if seq == 1 && done == 0 {
						body.Text += " heirloom"
					}
					if seq == 8 {
						kind, body = "resolved", bot.Body{Cause: []string{"delivery/late", "returns", "billing"}[done%3]}
					}
					j, err := json.Marshal(body)
					if err != nil {
						return err
					}
					if _, err := tx.Exec(`INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
						VALUES ($1, $2, $3, $4, 'x', '', '', $5, 1, $6, '')`, id, seq, kind, author, at, string(j)); err != nil {
						return err
					}
				}
				done++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFind searches 100,000 conversations.
func BenchmarkFind(b *testing.B) {
	db, err := sqldb.Open(b.Context(), b.TempDir()+"/x.db", sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	s, err := store.New(b.Context(), db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil)
	if err != nil {
		b.Fatal(err)
	}
	crowd(b, db, 100_000)
	for _, c := range []struct {
		name string
		find store.Find
	}{
		{"newest", store.Find{}},
		{"tag", store.Find{Tags: "tag7"}},
		{"cause", store.Find{Cause: "delivery"}},
		{"commonWord", store.Find{Text: "refund"}},
		{"twoWords", store.Find{Text: "heir refund"}},
		{"rareWord", store.Find{Text: "heirloom"}},
		{"umlaut", store.Find{Text: "erbstück"}},
		{"customer", store.Find{Customer: "c777@shop.example"}},
		{"oneDay", store.Find{Text: "heirloom", To: time.UnixMilli(1_700_000_000_000 + 86_400_000)}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Find(b.Context(), c.find); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("pagesToTheEnd", func(b *testing.B) {
		for b.Loop() {
			pages := 0
			f := store.Find{Text: "heirloom"}
			for more := true; more; pages++ {
				found, err := s.Find(b.Context(), f)
				if err != nil {
					b.Fatal(err)
				}
				f.Before, more = found.Next, found.Next != ""
			}
			b.ReportMetric(float64(pages), "pages")
		}
	})
	b.Run("causesOf", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.CausesOf(b.Context(), "article/7", 3); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("past", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Past(b.Context(), "visitor7", "x", 50, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
