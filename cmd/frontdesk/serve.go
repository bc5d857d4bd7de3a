package main

import (
	"context"
	"fmt"

	"frontdesk/cmd/frontdesk/internal/app"
)

// serveCommand runs the server.
type serveCommand struct {
	app.Config `embed:""`
}

// Help is shown below the options.
func (serveCommand) Help() string {
	return `The widget goes into a page with one tag:

    <script async src="https://desk.example/widget.js" data-site="shop"></script>

Add the first member of the staff with "frontdesk user add"; no default password exists. /healthz tells that the process lives, /readyz that it can work, /metrics is for Prometheus. SIGTERM and Ctrl-C drain the connections before the server stops.`
}

// Run serves until the context ends.
func (c *serveCommand) Run(ctx context.Context, common *common) error {
	log := common.logger()
	a, err := app.New(ctx, c.Config, log)
	if err != nil {
		return err
	}
	fmt.Printf("frontdesk serves %s\n  agents:  %s/agent\n  editors: %s/editor\n", a.URL, a.URL, a.URL)
	log.Info("serving", "url", a.URL, "data", c.Data)
	err = a.Run(ctx)
	if cerr := a.Close(); err == nil {
		err = cerr
	}
	return err
}
