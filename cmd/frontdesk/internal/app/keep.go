package app

import (
	"context"
	"encoding/json"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

// keep runs the keeper until ctx ends. It looks at once when a conversation has moved, when somebody came or went,
// and when the settings have changed, here or in another process.
func (a *App) keep(ctx context.Context) error {
	nothing := func([]byte) (any, error) { return nil, nil }
	news := func(data []byte) (any, error) {
		n := new(bot.News)
		return n, json.Unmarshal(data, n)
	}
	for _, l := range []struct {
		subject string
		decode  func([]byte) (any, error)
		heard   func(string, any)
	}{
		{chat.SubjectConversation + "*", news, func(_ string, v any) {
			if v.(*bot.News).Moved {
				a.keeper.Nudge()
			}
		}},
		{chat.SubjectDesk, nothing, func(string, any) { a.keeper.Nudge() }},
		{desk.SubjectSettings, nothing, func(string, any) {
			if err := a.Book.Load(ctx); err != nil {
				a.log.Error("new settings not read; the old ones hold", "error", err)
			}
			a.keeper.Nudge()
		}},
	} {
		cancel, err := a.bus.Listen(l.subject, l.decode, l.heard)
		if err != nil {
			return err
		}
		defer cancel()
	}
	return a.keeper.Run(ctx)
}
