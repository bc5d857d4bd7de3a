package main

import (
	"context"
	"fmt"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/hurry"
)

// serveCommand runs the server.
type serveCommand struct {
	app.Config `embed:""`
}

// Help is shown below the options.
func (serveCommand) Help() string {
	return `The widget goes into a page with one tag:

    <script async src="https://desk.example/widget.js" data-site="shop"></script>

Add the first member of the staff with "frontdesk user add"; no default password exists. /healthz tells that the process lives, /readyz that it can work, /metrics is for Prometheus. SIGTERM and Ctrl-C drain the connections before the server stops.

One server keeps everything in its data directory. Several serve one desk with the same --store, a PostgreSQL database, and the same --bus, NATS servers; each has a data directory of its own, for its search index. Customers and agents may come to any of them. What one has to do for all, such as keeping clocks and carrying out what is scheduled, another takes over within seconds. /readyz says which node does what.`
}

// hurries tells that the process is one server, which nobody eases before its index answers.
func (*serveCommand) hurries() {}

// Run serves until the context ends.
func (c *serveCommand) Run(ctx context.Context, common *common) error {
	log := common.logger()
	a, err := app.New(ctx, c.Config, log)
	if err != nil {
		return err
	}
	a.Eased = hurry.Ease
	fmt.Printf("frontdesk serves %s\n  agents:  %s/agent\n  editors: %s/editor\n", a.URL, a.URL, a.URL)
	log.Info("serving", "url", a.URL, "data", c.Data, "node", a.Node())
	err = a.Run(ctx)
	if cerr := a.Close(); err == nil {
		err = cerr
	}
	return err
}
