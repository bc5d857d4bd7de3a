package privacy_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/privacy"
	"frontdesk/knowledge/sqldb"
)

// aged fills a desk with customers of two sites, one a day for ten days.
func aged(s *stage) {
	s.article()
	for _, site := range []string{"shop", "club"} {
		for d := 1; d <= 10; d++ {
			id, at := fmt.Sprintf("%s-%02d", site, d), s.now.Add(-time.Duration(d)*day)
			mark := id
			if d%2 == 0 {
				mark = "" // nobody vouches for them
			}
			s.visitor("v-"+id, site, mark, at)
			s.conversation("c-"+id, "v-"+id, site, id, at)
			if d%2 == 0 {
				s.exec(`UPDATE conversation SET email = '', name = '' WHERE id = $1`, "c-"+id)
			}
		}
	}
}

func (s *stage) ids(query string, args ...any) (out []string) {
	s.Helper()
	rows, err := s.db.Read().Query(query, args...)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		s.must(rows.Scan(&id))
		out = append(out, id)
	}
	s.must(rows.Err())
	return out
}

// Each kind goes after its own days, on its site only, and everything else stays.
func TestSweepTakesWhatTheRulesSay(t *testing.T) {
	const conversations, mail, questions, traces = `SELECT id FROM conversation WHERE site = 'shop' ORDER BY id`, `SELECT conversation FROM mail WHERE conversation LIKE 'c-shop%' ORDER BY 1`,
		`SELECT conversation FROM gap_question WHERE site = 'shop' ORDER BY 1`, `SELECT DISTINCT conversation FROM event WHERE trace <> '' AND conversation LIKE 'c-shop%' ORDER BY 1`
	upTo := func(n int) (out []string) {
		for d := 1; d <= n; d++ {
			out = append(out, fmt.Sprintf("c-shop-%02d", d))
		}
		return out
	}
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		for _, c := range []struct {
			name string
			rule bot.KeepDays
			want map[string][]string // what is left of the shop, by query
			took privacy.Swept
		}{
			{"nothing", bot.KeepDays{}, map[string][]string{conversations: upTo(10), mail: upTo(10), questions: upTo(10), traces: upTo(10)}, privacy.Swept{}},
			{"conversations", bot.KeepDays{Conversations: 6}, map[string][]string{conversations: upTo(6), mail: upTo(6), questions: upTo(6), traces: upTo(6)}, privacy.Swept{bot.KeepConversations: 4}},
			{"anonymous", bot.KeepDays{Anonymous: 3}, map[string][]string{conversations: {"c-shop-01", "c-shop-02", "c-shop-03", "c-shop-05", "c-shop-07", "c-shop-09"}}, privacy.Swept{bot.KeepAnonymous: 4}},
			{"mail", bot.KeepDays{Mail: 2}, map[string][]string{conversations: upTo(10), mail: upTo(2), questions: upTo(10)}, privacy.Swept{bot.KeepMail: 8}},
			{"questions", bot.KeepDays{Questions: 5}, map[string][]string{conversations: upTo(10), mail: upTo(10), questions: upTo(5)}, privacy.Swept{bot.KeepQuestions: 10}},
			{"traces", bot.KeepDays{Traces: 1}, map[string][]string{conversations: upTo(10), traces: upTo(1)}, privacy.Swept{bot.KeepTraces: 45}},
			{"visitors", bot.KeepDays{Visitors: 1}, map[string][]string{conversations: upTo(10)}, privacy.Swept{}}, // all have conversations
			{"all", bot.KeepDays{Conversations: 4, Visitors: 4}, map[string][]string{conversations: upTo(4)}, privacy.Swept{bot.KeepConversations: 6, bot.KeepVisitors: 5}},
		} {
			s.clear()
			aged(s)
			club := slices.DeleteFunc(lines(s.dump()), func(row string) bool { return !strings.Contains(row, "club") })
			s.keep = bot.Keep{Sites: []bot.KeepSite{{Site: "shop", Days: c.rule}}}
			took, err := s.Sweep(t.Context())
			s.must(err)
			for kind, n := range took {
				if n != c.took[kind] {
					t.Errorf("%s: took %d %s, want %d", c.name, n, kind, c.took[kind])
				}
			}
			for query, want := range c.want {
				if got := s.ids(query); !slices.Equal(got, want) {
					t.Errorf("%s: %s: %q, want %q", c.name, query, got, want)
				}
			}
			if got := slices.DeleteFunc(lines(s.dump()), func(row string) bool { return !strings.Contains(row, "club") }); !slices.Equal(got, club) {
				t.Errorf("%s: the other site has changed", c.name)
			}
			var want []string
			for _, kind := range bot.KeepKinds() {
				if c.took[kind] > 0 {
					want = append(want, string(kind))
				}
			}
			if told := s.audited(); len(told) < len(want) || len(want) == 0 && len(told) > 0 {
				t.Errorf("%s: the audit log says %q", c.name, told)
			}
			before := lines(s.dump())
			if took, err = s.Sweep(t.Context()); err != nil || sum(took) != 0 {
				t.Errorf("%s: swept again: %v, %v", c.name, took, err)
			}
			if !slices.Equal(lines(s.dump()), before) {
				t.Errorf("%s: sweeping again has changed something", c.name)
			}
		}
	})
}

func sum(s privacy.Swept) (n int) {
	for _, k := range s {
		n += k
	}
	return n
}

func lines(dump map[string][]string) (out []string) {
	for table, rows := range dump {
		if table == "swept" {
			continue
		}
		for _, row := range rows {
			out = append(out, table+": "+row)
		}
	}
	slices.Sort(out)
	return out
}

// What somebody waits for, or is owed, is never swept, however old it is.
func TestSweepLeavesWhatIsOwed(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		old := s.now.Add(-400 * day)
		for id, change := range map[string]string{
			"queued":   `UPDATE conversation SET status = 'open', owner = 'queue' WHERE id = $1`,
			"agent":    `UPDATE conversation SET status = 'open', owner = 'agent', agent = 'a1' WHERE id = $1`,
			"promised": `UPDATE conversation SET promises = 1 WHERE id = $1`,
			"rated":    `UPDATE conversation SET follow_up = 5 WHERE id = $1`,
			"turn":     `INSERT INTO turn (conversation, due, attempts) VALUES ($1, 1, 0)`,
			"letter":   `UPDATE mail SET state = 'waiting', ended = 0 WHERE conversation = $1`,
			"bot":      `UPDATE conversation SET status = 'open' WHERE id = $1`,
			"done":     `UPDATE conversation SET name = 'x' WHERE id = $1`,
		} {
			s.visitor("v-"+id, "shop", "", old)
			s.conversation(id, "v-"+id, "shop", id, old)
			s.exec(change, id)
		}
		s.visitor("blocked", "shop", "blocked", old)
		s.exec(`UPDATE visitor SET blocked = TRUE WHERE id = 'blocked'`)
		s.visitor("other-browser", "shop", "", old)
		s.exec(`UPDATE visitor_token SET created = $1 WHERE visitor = 'other-browser'`, s.now.UnixMilli())
		s.keep = bot.Keep{All: bot.KeepDays{Conversations: 30, Anonymous: 30, Mail: 30, Visitors: 30}}
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.ids(`SELECT id FROM conversation ORDER BY id`); !slices.Equal(got, []string{"agent", "letter", "promised", "queued", "rated", "turn"}) {
			t.Errorf("%q are left", got)
		}
		if got := s.ids(`SELECT id FROM visitor WHERE id NOT LIKE 'v-%' ORDER BY id`); !slices.Equal(got, []string{"blocked", "other-browser"}) {
			t.Errorf("of the visitors without conversations %q are left", got)
		}
		if got := s.ids(`SELECT conversation FROM mail ORDER BY 1`); !slices.Equal(got, []string{"letter"}) {
			t.Errorf("letters of %q are left", got)
		}
	})
}

// More than goes at a time goes too, cut off or not; each part has its entry in the audit log.
func TestSweepGoesOnWhereItWasCutOff(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		const many = 230
		s.must(s.db.Write(t.Context(), func(tx *sqldb.Tx) error {
			for i := range many {
				v, c := fmt.Sprintf("v%03d", i), fmt.Sprintf("c%03d", i)
				if _, err := tx.Exec(`INSERT INTO visitor (id, token_hash, site, created, seen) VALUES ($1, $1, 'shop', 1, 1)`, v); err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO conversation (id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent)
					VALUES ($1, $2, 'shop', 'resolved', 'bot', '', 1, '', '', '', '', 1, $3, 0, '', '')`, c, v, i%7); err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
					VALUES ($1, 1, 'message', 'bot', '', '', '', 1, 1, '{}', '{"q":1}')`, c); err != nil {
					return err
				}
			}
			return nil
		}))
		s.keep = bot.Keep{All: bot.KeepDays{Traces: 1}}
		left := 2
		ctx := sqldb.Guard(t.Context(), func(*sqldb.Tx) error {
			if left--; left == 0 {
				return errCut
			}
			return nil
		})
		if took, err := s.Sweep(ctx); !errors.Is(err, errCut) || took[bot.KeepTraces] != 100 {
			t.Fatalf("took %v, %v; want 100 before the cut", took, err)
		}
		if took, err := s.Sweep(t.Context()); err != nil || took[bot.KeepTraces] != many-100 {
			t.Fatalf("took %v, %v; want the other %d", took, err, many-100)
		}
		s.keep = bot.Keep{All: bot.KeepDays{Conversations: 1, Visitors: 1}}
		if took, err := s.Sweep(t.Context()); err != nil || took[bot.KeepConversations] != many || took[bot.KeepVisitors] != many {
			t.Fatalf("took %v, %v; want all %d", took, err, many)
		}
		told := strings.Join(s.audited(), "\n")
		for _, want := range []string{"system keep.sweep shop: 100 reasons of the bot", "keep.sweep shop: 30 conversations", "keep.sweep shop: 30 visitors"} {
			if !strings.Contains(told, want) {
				t.Errorf("the audit log lacks %q:\n%s", want, told)
			}
		}
		if len(s.told) != 3 || len(s.told[0].Conversations) != 100 || s.told[0].Visitor != "" {
			t.Errorf("announced %d times", len(s.told))
		}
	})
}

// What leads to a conversation that is gone goes with the next sweep.
func TestSweepTakesOrphans(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(testing.TB) *stage) {
		s := fresh(t)
		s.article()
		s.visitor("v1", "shop", "Mark", s.now)
		s.conversation("c1", "v1", "shop", "Mark", s.now)
		_, err := s.Erase(t.Context(), "v1")
		s.must(err)
		s.exec(`INSERT INTO asked (conversation, seq, at, visitor, locale, body, words, outcome, article) VALUES ('c1', 1, 1, 'v1', 'en', 'Late', 'late', '', '')`)
		s.exec(`INSERT INTO reader (conversation, reader, seq, at) VALUES ('c1', '', 4, 1)`)
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.one(`SELECT (SELECT count(*) FROM asked) + (SELECT count(*) FROM reader)`); n != 0 {
			t.Errorf("%d rows are left that lead nowhere", n)
		}
		if n := s.one(`SELECT count(*) FROM measure`); n != 1 {
			t.Errorf("%d figures are left, want 1", n)
		}
	})
}

// Run sweeps at once and then once a day, also over restarts, and finishes what was cut off.
func TestRunSweepsOnceADay(t *testing.T) {
	s := openStage(t, t.TempDir()+"/desk.db")
	s.article()
	s.keep = bot.Keep{All: bot.KeepDays{Conversations: 1}}
	for i := range 3 {
		id := fmt.Sprint(i)
		s.visitor("v"+id, "shop", "", s.now)
		s.conversation("c"+id, "v"+id, "shop", "x", s.now.Add(time.Duration(i)*day-25*time.Hour))
	}
	left := func() int { return s.one(`SELECT count(*) FROM conversation`) }
	look := func() {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		s.Nudge()
		s.Nudge()
		for s.one(`SELECT count(*) FROM swept WHERE site = '' AND at = $1`, s.now.UnixMilli()) == 0 && s.one(`SELECT count(*) FROM swept WHERE at > $1`, s.now.Add(-day).UnixMilli()) == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
		s.must(<-done)
	}
	look()
	if left() != 2 {
		t.Fatalf("%d conversations are left after the first sweep, want 2", left())
	}
	s.now = s.now.Add(23 * time.Hour)
	s.again()
	look()
	if left() != 2 {
		t.Fatal("swept again within a day")
	}
	s.now = s.now.Add(2 * time.Hour)
	look()
	if left() != 1 {
		t.Fatalf("%d conversations are left a day later, want 1", left())
	}
}

// What goes wrong beside the rules of the house is told, and no reason to apply them all again at every look.
func TestAFaultBesideTheRulesIsNotSweptForAgain(t *testing.T) {
	s := openStage(t, t.TempDir()+"/desk.db")
	s.keep = bot.Keep{All: bot.KeepDays{Conversations: 30}}
	s.exec(`DROP TABLE quote_read`)
	if err := privacy.Look(t.Context(), s.Privacy); err == nil || !strings.Contains(err.Error(), "quote_read") {
		t.Fatalf("the fault is not told: %v", err)
	}
	if n := s.one(`SELECT COUNT(*) FROM swept WHERE site = '' AND kind = ''`); n != 1 {
		t.Error("it is not noted that the rules were applied")
	}
	s.must(privacy.Look(t.Context(), s.Privacy))
}
