package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// BenchmarkChange appends customers' messages to conversations that wait in the queue.
func BenchmarkChange(b *testing.B) {
	for _, conversations := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(conversations), func(b *testing.B) {
			db, err := sqldb.Open(b.Context(), filepath.Join(b.TempDir(), "x.db"), sqldb.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			s, err := store.New(b.Context(), db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, nil)
			if err != nil {
				b.Fatal(err)
			}
			v := bot.Visitor{ID: "v", Site: "shop"}
			if err := s.AddVisitor(b.Context(), v, "h", time.Now()); err != nil {
				b.Fatal(err)
			}
			text := strings.Repeat("where is my parcel? ", 6)
			var n, who atomic.Int64
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				c := fmt.Sprintf("conversation-%08d", who.Add(1)%int64(conversations))
				create := &bot.Conversation{ID: c, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerQueue}, Queued: time.Now(), Reason: bot.ReasonAsked, Epoch: 1}
				for pb.Next() {
					id := fmt.Sprint("m", n.Add(1))
					try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: id, Body: bot.Body{Text: text}}
					if _, err := s.Change(context.Background(), c, create, try, func(c bot.Conversation) (bot.Change, error) {
						return c.Says(id, text, "", bot.Around{}, time.Now())
					}); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
		})
	}
}
