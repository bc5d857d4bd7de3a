package bench

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"

	"frontdesk/widget/wire"
)

// notLetIn says why the first customer does not get in at a node, and what to do about it.
func (c *Config) notLetIn(node string, err error) error {
	why := fmt.Errorf("the first customer does not get in at %s: %w", node, err)
	advice := ""
	if no, ok := errors.AsType[*refused](err); ok {
		advice = c.adviceOnRefusal(node, no)
	} else if end, ok := errors.AsType[*closed](err); ok {
		advice = adviceOnClose(end.code)
	} else {
		advice = adviceOnNetwork(err)
	}
	if advice == "" {
		return why
	}
	return fmt.Errorf("%w. %s", why, advice)
}

// adviceOnRefusal is what to do about an HTTP answer that says no.
func (c *Config) adviceOnRefusal(node string, no *refused) string {
	switch no.status {
	case http.StatusForbidden:
		return fmt.Sprintf("The desk may not know the origin %s: name one of its own with --origin, such as its --public-url", c.header(node).Get("Origin"))
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return `It has reached its limits, or does not serve yet. For a load test on one machine start it with "frontdesk serve --unlimited"; else try again later`
	case http.StatusNotFound, http.StatusOK, http.StatusMethodNotAllowed, http.StatusUpgradeRequired:
		return "There is no desk at this address: name the one that \"frontdesk serve\" prints when it starts"
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return "It sends its visitors elsewhere, and this does not follow: name the address to which it sends them"
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return "What stands before the desk does not reach it: see whether the desk runs"
	}
	return ""
}

// adviceOnClose is what to do about a desk that closes instead of greeting.
func adviceOnClose(code int) string {
	switch code {
	case wire.CloseVersion:
		return fmt.Sprintf(`The desk does not speak version %d of the protocol: use the "frontdesk bench" of the same release as the desk`, wire.Version)
	case wire.CloseDraining:
		return "The desk is about to stop: start it again first"
	case wire.CloseOverload, wire.CloseFlood:
		return `It has reached its limits. For a load test on one machine start it with "frontdesk serve --unlimited"; else try again later`
	case wire.CloseBanned:
		return "The desk has blocked this address: lift the block first"
	case wire.CloseProtocol:
		return `It takes what is said here for an error: use the "frontdesk bench" of the same release as the desk`
	}
	return ""
}

// adviceOnNetwork is what to do if there was no answer at all.
func adviceOnNetwork(err error) string {
	_, unknown := errors.AsType[*net.DNSError](err)
	timeout, waits := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return `Nothing listens there: start the desk with "frontdesk serve --unlimited", or name the address that it prints`
	case unknown:
		return "No machine has this name: look for a slip of the pen"
	case errors.Is(err, syscall.EMFILE):
		return "This process may not open more connections: raise the limit with ulimit -n"
	case errors.Is(err, errQuiet) || waits && timeout.Timeout():
		return fmt.Sprintf("Nothing was heard for %v: see whether the desk runs, and whether something between keeps WebSockets out", greetTimeout)
	}
	return ""
}
