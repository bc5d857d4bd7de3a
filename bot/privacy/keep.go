package privacy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
	articles "frontdesk/knowledge/store"
)

const (
	sweepEvery = 24 * time.Hour
	lookEvery  = time.Minute // for erasures that were interrupted, and whether a day has passed
	atOnce     = 100         // rows that go in one transaction
)

// Run finishes what was interrupted and sweeps once a day, until ctx ends. Only one node does it at a time: ctx is that
// of the lease.
func (p *Privacy) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := p.look(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("what is not to be kept is not all gone; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-p.nudge:
		}
	}
}

// Nudge has Run look at once, as when an erasure was interrupted.
func (p *Privacy) Nudge() {
	select {
	case p.nudge <- struct{}{}:
	default:
	}
}

func (p *Privacy) look(ctx context.Context) error {
	if err := p.Finish(ctx); err != nil {
		return err
	}
	if p.articles { // what an editor has uploaded and not applied may be anything
		if err := articles.New(p.DB).SweepImports(ctx); err != nil {
			return err
		}
	}
	last, err := p.swept(ctx, "", "")
	if err != nil || p.Clock().Sub(last.at) < sweepEvery {
		return err
	}
	_, err = p.Sweep(ctx)
	return err
}

// mark is when something was swept, and up to where.
type mark struct{ before, at time.Time }

func (p *Privacy) swept(ctx context.Context, site string, kind bot.KeepKind) (mark, error) {
	var before, at int64
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT before, at FROM swept WHERE site = $1 AND kind = $2`, site, string(kind))
	if err != nil {
		return mark{}, fmt.Errorf("read when was swept last: %w", err)
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&before, &at); err != nil {
			return mark{}, fmt.Errorf("read when was swept last: %w", err)
		}
	}
	return mark{time.UnixMilli(before), time.UnixMilli(at)}, rows.Err()
}

func (p *Privacy) setSwept(ctx context.Context, site string, kind bot.KeepKind, before time.Time) error {
	return p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO swept (site, kind, before, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (site, kind) DO UPDATE SET before = excluded.before, at = excluded.at`, site, string(kind), millis(before), millis(p.Clock()))
		return err
	})
}

// Swept counts what was taken away.
type Swept map[bot.KeepKind]int

// Sweep takes away what the rules of the house say is not to be kept any longer, in small transactions, each with its
// entry in the audit log. What fails does not keep the rest from being tried.
func (p *Privacy) Sweep(ctx context.Context) (Swept, error) {
	rules, out := p.Keep(), make(Swept)
	sites, err := p.sites(ctx, rules)
	if err != nil {
		return out, err
	}
	var failed []error
	for _, site := range sites {
		for _, kind := range bot.KeepKinds() {
			before, ends := rules.Before(site, kind, p.Clock())
			if !ends {
				continue
			}
			n, err := p.sweep(ctx, site, kind, before)
			out[kind] += n
			if err != nil {
				failed = append(failed, fmt.Errorf("sweep %s of %s: %w", kind, site, err))
			}
			if ctx.Err() != nil {
				return out, ctx.Err()
			}
		}
	}
	orphaned := p.orphans(ctx)
	if slices.ContainsFunc(slices.Collect(maps.Values(out)), func(n int) bool { return n > 0 }) {
		p.wipe(ctx)
	}
	if err := errors.Join(failed...); err != nil {
		return out, errors.Join(err, orphaned)
	}
	// What the rules ask for is done. What went wrong beside it is no reason to do it all again at every look.
	return out, errors.Join(p.setSwept(ctx, "", "", p.Clock()), orphaned)
}

// sites are all that have anything; none if everything is kept for ever.
func (p *Privacy) sites(ctx context.Context, rules bot.Keep) ([]string, error) {
	if rules.All == (bot.KeepDays{}) && len(rules.Sites) == 0 {
		return nil, nil
	}
	known, err := p.strings(ctx, `SELECT site FROM visitor UNION SELECT site FROM conversation`)
	if err != nil {
		return nil, err
	}
	for _, s := range rules.Sites {
		if !slices.Contains(known, s.Site) {
			known = append(known, s.Site)
		}
	}
	slices.Sort(known)
	return known, nil
}

func (p *Privacy) sweep(ctx context.Context, site string, kind bot.KeepKind, before time.Time) (int, error) {
	switch kind {
	case bot.KeepConversations:
		return p.sweepConversations(ctx, site, kind, before, ``)
	case bot.KeepAnonymous:
		return p.sweepConversations(ctx, site, kind, before, ` AND c.email = '' AND EXISTS (SELECT 1 FROM visitor v WHERE v.id = c.visitor AND v.subject = '')`)
	case bot.KeepMail:
		return p.sweepRows(ctx, site, kind, before, "mail", `DELETE FROM mail WHERE id IN (SELECT m.id FROM mail m JOIN conversation c ON c.id = m.conversation
			WHERE c.site = $1 AND m.state <> 'waiting' AND m.ended > 0 AND m.ended < $2 ORDER BY m.ended LIMIT $3)`)
	case bot.KeepQuestions:
		n, err := p.sweepRows(ctx, site, kind, before, "gap_question", `DELETE FROM gap_question WHERE (conversation, seq) IN (SELECT q.conversation, q.seq FROM gap_question q
			WHERE q.site = $1 AND q.at < $2 ORDER BY q.at LIMIT $3)`)
		if err != nil {
			return n, err
		}
		more, err := p.sweepRows(ctx, site, kind, before, "asked", `DELETE FROM asked WHERE (conversation, seq) IN (SELECT a.conversation, a.seq FROM asked a JOIN conversation c ON c.id = a.conversation
			WHERE c.site = $1 AND a.at < $2 ORDER BY a.at LIMIT $3)`)
		return n + more, err
	case bot.KeepTraces:
		return p.sweepTraces(ctx, site, before)
	case bot.KeepVisitors:
		return p.sweepVisitors(ctx, site, before)
	}
	return 0, nil
}

// keepWords are the kinds as the audit log names one of them.
var keepWords = map[bot.KeepKind]string{
	bot.KeepConversations: "conversation", bot.KeepAnonymous: "conversation without an address", bot.KeepMail: "letter", bot.KeepQuestions: "question",
	bot.KeepTraces: "reason of the bot", bot.KeepVisitors: "visitor",
}

// told notes in the audit log how many went, in their transaction.
func (p *Privacy) told(tx *sqldb.Tx, who, site string, kind bot.KeepKind, n int) error {
	words := keepWords[kind]
	if first, rest, ok := strings.Cut(words, " "); ok && n != 1 {
		words = fmt.Sprintf("%d %ss %s", n, first, rest)
	} else if ok {
		words = "1 " + words
	} else {
		words = count(n, words)
	}
	return audit.Append(tx, audit.Entry{At: p.Clock(), Who: who, What: "keep.sweep", Object: site, Detail: words})
}

// quiet is which conversations nobody waits for or owes anything in.
const quiet = `c.site = $1 AND c.status IN ('open', 'resolved') AND c.updated < $2 AND (c.status = 'resolved' OR c.owner = 'bot') AND c.promises = 0 AND c.follow_up = 0
	AND NOT EXISTS (SELECT 1 FROM turn t WHERE t.conversation = c.id)`

// sweepConversations takes whole conversations away, some at a time. What is to go is looked at again inside the
// transaction: somebody may have written meanwhile.
func (p *Privacy) sweepConversations(ctx context.Context, site string, kind bot.KeepKind, before time.Time, also string) (n int, err error) {
	if p.has("mail") {
		also += ` AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.conversation = c.id AND m.state = 'waiting')`
	}
	for {
		ids, err := p.strings(ctx, `SELECT c.id FROM conversation c WHERE `+quiet+also+` ORDER BY c.updated, c.id LIMIT $3`, site, millis(before), atOnce)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		var gone []string
		err = p.DB.Write(ctx, func(tx *sqldb.Tx) error {
			gone = gone[:0]
			for _, id := range ids {
				var still bool
				if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM conversation c WHERE c.id = $3 AND `+quiet+also+`)`, site, millis(before), id).Scan(&still); err != nil {
					return fmt.Errorf("look again whether it is to go: %w", err)
				}
				if !still {
					continue
				}
				if err := p.erase(tx, toConversation, id); err != nil {
					return err
				}
				gone = append(gone, id)
			}
			if len(gone) == 0 {
				return nil
			}
			return p.told(tx, audit.Who(ctx), site, kind, len(gone))
		})
		if err != nil {
			return n, err
		}
		p.announce(ctx, "", gone)
		if n += len(gone); len(gone) < len(ids) || len(ids) < atOnce {
			return n, nil // the rest goes tomorrow
		}
	}
}

// sweepRows takes rows away, some at a time; the query has site, time and how many.
func (p *Privacy) sweepRows(ctx context.Context, site string, kind bot.KeepKind, before time.Time, table, query string) (n int, err error) {
	if !p.has(table) {
		return 0, nil
	}
	for {
		var gone int64
		err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
			if gone, err = tx.Insert(query, site, millis(before), atOnce); err != nil || gone == 0 {
				return err
			}
			return p.told(tx, audit.Who(ctx), site, kind, int(gone))
		})
		if err != nil {
			return n, err
		}
		if n += int(gone); gone < atOnce {
			return n, nil
		}
	}
}

// sweepTraces takes the bot's reasons out of the logs of conversations in which nothing has happened for long. Those that
// were looked at by an earlier sweep are passed over.
func (p *Privacy) sweepTraces(ctx context.Context, site string, before time.Time) (n int, err error) {
	last, err := p.swept(ctx, site, bot.KeepTraces)
	if err != nil {
		return 0, err
	}
	from, after := millis(last.before), ""
	for {
		ids, updated, err := p.between(ctx, site, from, after, millis(before))
		if err != nil {
			return n, err
		}
		if len(ids) == 0 {
			return n, p.setSwept(ctx, site, bot.KeepTraces, before)
		}
		from, after = updated, ids[len(ids)-1]
		var gone int64
		err = p.DB.Write(ctx, func(tx *sqldb.Tx) error {
			gone = 0
			for _, id := range ids {
				some, err := tx.Insert(`UPDATE event SET trace = '' WHERE conversation = $1 AND trace <> ''`, id)
				if err != nil {
					return fmt.Errorf("take the bot's reasons out: %w", err)
				}
				gone += some
			}
			if gone == 0 {
				return nil
			}
			return p.told(tx, audit.Who(ctx), site, bot.KeepTraces, int(gone))
		})
		if err != nil {
			return n, err
		}
		n += int(gone)
	}
}

// between returns some conversations of a site in which something happened last at a time or after it, and before
// another, in their order; and the time of the last of them.
func (p *Privacy) between(ctx context.Context, site string, from int64, after string, before int64) (ids []string, updated int64, err error) {
	rows, err := p.DB.Read().QueryContext(ctx, `SELECT id, updated FROM conversation WHERE site = $1 AND status IN ('open', 'resolved')
		AND updated >= $2 AND (updated > $2 OR id > $3) AND updated < $4 ORDER BY updated, id LIMIT $5`, site, from, after, before, atOnce)
	if err != nil {
		return nil, 0, fmt.Errorf("look for old conversations: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id, &updated); err != nil {
			return nil, 0, fmt.Errorf("look for old conversations: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, updated, rows.Err()
}

// seenLag is how far the stored time of a visit may be behind; see the store of conversations.
const seenLag = 24 * time.Hour

// gone is which visitors have left nothing and were not here for long. Who is blocked as a user of the host page stays:
// they would come back as somebody who is not.
const gone = `v.site = $1 AND v.seen < $2 AND v.created < $2 AND NOT (v.blocked AND v.subject <> '')
	AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.visitor = v.id) AND NOT EXISTS (SELECT 1 FROM visitor_token t WHERE t.visitor = v.id AND t.created >= $2)`

func (p *Privacy) sweepVisitors(ctx context.Context, site string, before time.Time) (n int, err error) {
	after, old := "", millis(before.Add(-seenLag))
	for {
		ids, err := p.strings(ctx, `SELECT v.id FROM visitor v WHERE `+gone+` AND v.id > $3 ORDER BY v.id LIMIT $4`, site, old, after, atOnce)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		after = ids[len(ids)-1]
		went := 0
		err = p.DB.Write(ctx, func(tx *sqldb.Tx) error {
			went = 0
			for _, id := range ids {
				var still bool
				if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM visitor v WHERE v.id = $3 AND `+gone+`)`, site, old, id).Scan(&still); err != nil {
					return fmt.Errorf("look again whether they are to go: %w", err)
				}
				if !still {
					continue
				}
				if err := p.erase(tx, toVisitor, id); err != nil {
					return err
				}
				went++
			}
			if went == 0 {
				return nil
			}
			return p.told(tx, audit.Who(ctx), site, bot.KeepVisitors, went)
		})
		if err != nil {
			return n, err
		}
		n += went
	}
}

// orphans takes away what leads to a conversation that is gone: somebody had read it before, and wrote after.
func (p *Privacy) orphans(ctx context.Context) error {
	for _, h := range p.holdings {
		if h.to != toConversation || h.table == "conversation" || h.table == "event" { // an event goes in only behind another
			continue
		}
		ids, err := p.strings(ctx, `SELECT DISTINCT h.`+h.column+` FROM `+h.table+` h WHERE h.`+h.column+` <> '' AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = h.`+h.column+`)`)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(ids, atOnce) {
			err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
				for _, id := range part {
					var there bool // begun since
					if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM conversation WHERE id = $1)`, id).Scan(&there); err != nil {
						return err
					}
					if there {
						continue
					}
					if err := h.erase(tx, id); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return fmt.Errorf("take away what leads to conversations that are gone: %w", err)
			}
		}
	}
	return nil
}
