package app

import (
	"context"
	"path/filepath"
	"time"

	"frontdesk/knowledge/care"
	"frontdesk/widget"
)

// dueEvery is how often somebody looks whether anything is to be published or withdrawn by itself.
const dueEvery = time.Second

// publishDue carries out what was scheduled, until ctx ends. One node does it for all.
func (a *App) publishDue(ctx context.Context) error {
	ticker := time.NewTicker(dueEvery)
	defer ticker.Stop()
	silent := false
	for {
		err := a.room.RunDue(ctx)
		if err != nil && !silent && ctx.Err() == nil {
			a.log.Error("what is scheduled cannot be carried out; it is tried again", "error", err)
		}
		silent = err != nil
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// ImportAgent is what an import calls itself when it asks for pages, so that robots.txt and firewalls can name it.
const ImportAgent = "frontdesk-import/1 (+help-centre import started by a person)"

// imports is what the editor's room brings articles in with.
func (a *App) imports() widget.Imports {
	return widget.Imports{Articles: a.Corpus.Articles, Writer: a.room, Fetch: a.web, Inspect: care.Take, Dir: filepath.Join(a.config.Data, "uploads")}
}
