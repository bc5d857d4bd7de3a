package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/mail"
	"frontdesk/bot/notice"
	"frontdesk/knowledge/sqldb"
)

// letters makes of what customers have not seen the letters that tell them. Without an SMTP server it makes none.
type letters struct {
	send bool
	zone func(team string) *time.Location
}

// Post puts a letter into the outbox, in the transaction of its cause.
func (l *letters) Post(tx *sqldb.Tx, c bot.Conversation, unseen []bot.Event) error {
	if !l.send || c.Email == "" {
		return nil
	}
	letter, ok := l.letter(c, unseen)
	if !ok {
		return nil
	}
	if err := mail.Enqueue(tx, letter); err != nil {
		return fmt.Errorf("write a letter: %w", err)
	}
	return nil
}

// Withdraw takes back what the customer has read in the chat meanwhile.
func (l *letters) Withdraw(tx *sqldb.Tx, conversation string, seen int64, now time.Time) error {
	_, err := mail.Withdraw(tx, conversation, seen, now)
	return err
}

// letter is what a customer is told about events; ok is false if there is nothing to tell.
func (l *letters) letter(c bot.Conversation, unseen []bot.Event) (out mail.Letter, ok bool) {
	zone, name := l.zone(c.Team), c.Origin.Zone
	if z, err := time.LoadLocation(name); err == nil && name != "" {
		zone = z
	} else {
		name = zone.String()
	}
	out = mail.Letter{Conversation: c.ID, Visitor: c.Visitor, To: c.Email, Name: c.Name, Locale: c.Locale, Zone: name, Site: c.Site}
	for _, e := range unseen {
		text := ""
		switch {
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent:
			text, out.Kind, out.Bot = e.Body.Text, mail.KindReply, false
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByBot && e.Body.Decision == bot.Answer:
			text = e.Body.Text
			if out.Kind != mail.KindReply {
				out.Kind, out.Bot = mail.KindReply, true
			}
		case e.Kind == bot.EventPromise && e.Body.Promise != nil:
			text = notice.Event(e, c.Locale, zone)
			if out.Kind != mail.KindReply {
				out.Kind, out.Until = promised(e.Body.Promise), time.UnixMilli(e.Body.Promise.Due)
			}
		case e.Kind == bot.EventExpired:
			if out.Kind == "" {
				out.Kind = mail.KindExpired
			}
			text = notice.Event(e, c.Locale, zone)
		}
		if text == "" {
			continue
		}
		if out.First == 0 {
			out.First = e.Seq
		}
		out.Last, out.Created = e.Seq, e.At
		out.Lines = append(out.Lines, mail.Line{By: e.Author.Name, Text: text, At: e.At})
	}
	out.ID = fmt.Sprintf("%s-%d", c.ID, out.Last)
	return out, len(out.Lines) > 0
}

func promised(p *bot.Promise) mail.Kind {
	switch p.State {
	case bot.PromiseKept:
		return mail.KindKept
	case bot.PromiseLate:
		return mail.KindLate
	}
	return mail.KindPromise
}

// openMail prepares the outbox, the links that lead back into conversations and, with an SMTP server, the sender.
func openMail(ctx context.Context, c Config, db *sqldb.DB, publicURL string, log *slog.Logger) (*mail.Sender, *mail.Links, error) {
	if err := mail.Migrate(ctx, db); err != nil {
		return nil, nil, err
	}
	key, err := mail.Key(ctx, db, rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	links, err := mail.NewLinks(key, publicURL, time.Now)
	if err != nil || c.SMTP == "" {
		return nil, links, err
	}
	sender, err := mail.New(db, mail.Config{URL: c.SMTP, From: c.MailFrom, ReplyTo: c.MailReplyTo, Links: links, Clock: time.Now, Log: log})
	if err != nil {
		return nil, nil, fmt.Errorf("--smtp: %w", err)
	}
	return sender, links, nil
}
