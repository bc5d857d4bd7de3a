package privacy

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Erase erases everything that is kept of a visitor, and returns how many conversations that were. It may be called again
// at any time, by anybody: what is done already is done. If it fails on the way, the rest is done by [Privacy.Run]. The
// error is ErrNotFound if there is no such visitor.
func (p *Privacy) Erase(ctx context.Context, visitor string) (conversations int, err error) {
	if err := p.begin(ctx, visitor); err != nil {
		return 0, fmt.Errorf("begin to erase a customer: %w", err)
	}
	conversations, err = p.finish(ctx, visitor)
	if err != nil {
		return conversations, fmt.Errorf("erase a customer: %w", err)
	}
	return conversations, nil
}

// begin notes that a visitor is to be erased and voids their tokens, so that nobody comes back as them meanwhile. Who
// the host page vouches for is somebody new from now on.
func (p *Privacy) begin(ctx context.Context, visitor string) error {
	return p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var known bool
		if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM visitor WHERE id = $1)`, visitor).Scan(&known); err != nil {
			return err
		}
		if !known {
			return ErrNotFound
		}
		for _, step := range []struct {
			query string
			args  []any
		}{
			{`INSERT INTO erasure (visitor, who, began, conversations) VALUES ($1, $2, $3, 0) ON CONFLICT (visitor) DO NOTHING`, []any{visitor, audit.Who(ctx), millis(p.Clock())}},
			{`UPDATE visitor SET token_hash = 'void ' || id, subject = '', vouched = '' WHERE id = $1`, []any{visitor}},
			{`DELETE FROM visitor_token WHERE visitor = $1`, []any{visitor}},
			{`DELETE FROM jti WHERE visitor = $1`, []any{visitor}},
		} {
			if _, err := tx.Exec(step.query, step.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// errMore says that a customer under erasure has begun another conversation.
var errMore = errors.New("there is another conversation")

// finish carries out an erasure that was begun.
func (p *Privacy) finish(ctx context.Context, visitor string) (conversations int, err error) {
	var gone []string
	for {
		ids, err := p.conversations(ctx, visitor)
		if err != nil {
			return len(gone), err
		}
		p.announce(ctx, visitor, ids) // before anything is gone: they are to write no more
		for _, id := range ids {
			if err := p.eraseOne(ctx, visitor, id); err != nil {
				return len(gone), err
			}
		}
		gone = append(gone, ids...)
		err = p.last(ctx, visitor, &conversations)
		if err == nil {
			break
		}
		if !errors.Is(err, errMore) {
			return len(gone), err
		}
	}
	p.announce(ctx, visitor, gone)
	// Who read a conversation before it went may have written of it since.
	if err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		for _, id := range gone {
			if err := p.erase(tx, toConversation, id); err != nil {
				return err
			}
		}
		return p.erase(tx, toVisitor, visitor)
	}); err != nil {
		return conversations, err
	}
	p.wipe(ctx)
	return conversations, nil
}

// conversations are those of a visitor.
func (p *Privacy) conversations(ctx context.Context, visitor string) (ids []string, err error) {
	return p.strings(ctx, `SELECT id FROM conversation WHERE visitor = $1 ORDER BY created, id`, visitor)
}

// strings reads one column.
func (p *Privacy) strings(ctx context.Context, query string, args ...any) (out []string, err error) {
	rows, err := p.DB.Read().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("look for what is to go: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("look for what is to go: %w", err)
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// eraseOne erases a conversation in one transaction, with the note that it is gone.
func (p *Privacy) eraseOne(ctx context.Context, visitor, id string) error {
	return p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var known bool
		if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM conversation WHERE id = $1 AND visitor = $2)`, id, visitor).Scan(&known); err != nil || !known {
			return err // somebody else finishes the same erasure
		}
		if err := p.note(tx, kindConversation, id); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE erasure SET conversations = conversations + 1 WHERE visitor = $1`, visitor); err != nil {
			return err
		}
		return p.erase(tx, toConversation, id)
	})
}

// last erases the visitor and ends the erasure, or returns errMore.
func (p *Privacy) last(ctx context.Context, visitor string, conversations *int) error {
	return p.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var who string
		var more bool
		err := tx.QueryRow(`SELECT who, conversations, EXISTS (SELECT 1 FROM conversation WHERE visitor = $1) FROM erasure WHERE visitor = $1`, visitor).Scan(&who, conversations, &more)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil // somebody else has finished it
		case err != nil:
			return err
		case more:
			return errMore
		}
		if err := p.erase(tx, toVisitor, visitor); err != nil {
			return err
		}
		if err := p.note(tx, kindVisitor, visitor); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM erasure WHERE visitor = $1`, visitor); err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{At: p.Clock(), Who: who, What: "customer.erase", Object: Reference(visitor), Detail: count(*conversations, "conversation")})
	})
}

// Finish carries out all erasures that were begun and interrupted.
func (p *Privacy) Finish(ctx context.Context) error {
	begun, err := p.strings(ctx, `SELECT visitor FROM erasure ORDER BY began, visitor`)
	if err != nil {
		return err
	}
	for _, visitor := range begun {
		if _, err := p.finish(ctx, visitor); err != nil {
			return fmt.Errorf("finish erasing a customer: %w", err)
		}
		p.Log.Info("an erasure that was interrupted is finished", "customer", Reference(visitor))
	}
	return nil
}

// wipe has SQLite write its log back into the file and cut it off: until then the log holds what was erased. It is done
// again with the next erasure or sweep if readers are in the way.
func (p *Privacy) wipe(ctx context.Context) {
	if err := p.DB.Checkpoint(ctx); err != nil && ctx.Err() == nil {
		p.Log.Warn("the database's log still holds what was erased; it is overwritten as it is used", "error", err)
	}
}
