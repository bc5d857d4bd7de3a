package main

import (
	"context"
	"log/slog"
	"maps"
	"sync"
)

// modelFaults counts what is logged about a model that fails, in place of printing a line for every question. What has
// no error in it is logged as ever.
type modelFaults struct {
	slog.Handler
	seen *seenFaults // shared by the handlers made of this one
}

type seenFaults struct {
	mu     sync.Mutex
	counts map[string]int
}

func newModelFaults(log slog.Handler) *modelFaults {
	return &modelFaults{log, &seenFaults{counts: make(map[string]int)}}
}

// Enabled implements slog.Handler: faults are counted even if nobody wants to read them.
func (f *modelFaults) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn || f.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (f *modelFaults) Handle(ctx context.Context, r slog.Record) error {
	fault := ""
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "error" {
			fault = a.Value.String()
		}
		return fault == ""
	})
	if fault == "" {
		if !f.Handler.Enabled(ctx, r.Level) {
			return nil
		}
		return f.Handler.Handle(ctx, r)
	}
	f.seen.mu.Lock()
	defer f.seen.mu.Unlock()
	f.seen.counts[fault]++
	return nil
}

// WithAttrs implements slog.Handler.
func (f *modelFaults) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &modelFaults{f.Handler.WithAttrs(attrs), f.seen}
}

// WithGroup implements slog.Handler.
func (f *modelFaults) WithGroup(name string) slog.Handler {
	return &modelFaults{f.Handler.WithGroup(name), f.seen}
}

// counts are how often each fault was logged.
func (f *modelFaults) counts() map[string]int {
	f.seen.mu.Lock()
	defer f.seen.mu.Unlock()
	return maps.Clone(f.seen.counts)
}
