package chat

import (
	"context"

	"frontdesk/bot"
)

// Events returns up to limit events after the number given.
func (r *Room) Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error) {
	return r.Log.Events(ctx, conversation, after, limit)
}

// Conversation returns the conversation as it is now, or bot.ErrNotFound.
func (r *Room) Conversation(ctx context.Context, id string) (bot.Conversation, error) {
	return r.Log.Conversation(ctx, id)
}

// Forget drops what is remembered of a conversation, for when it was erased.
func (r *Room) Forget(conversation string) { r.memory.forget(conversation) }
