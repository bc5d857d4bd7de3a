package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Probe asks whether there is something at an address and returns the status of the answer. It asks for the head alone,
// and for the page where a server does not know how to answer that; of a page nothing is read. Redirects are followed to
// other hosts too, each connection being checked like the first. The error is a sentence for the person who wrote the
// address; a *Refused says that the address was not asked for.
func (c *Client) Probe(ctx context.Context, address string) (status int, err error) {
	if _, err := Check(address); err != nil {
		return 0, err
	}
	prober := *c.http
	prober.CheckRedirect = anywhere
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		request, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return 0, fmt.Errorf("this is no web address: %w", err)
		}
		request.Header.Set("User-Agent", c.agent)
		response, err := prober.Do(request)
		if err != nil {
			return 0, plain(ctx, err)
		}
		response.Body.Close() // unread: the connection is given up
		if status = response.StatusCode; status < http.StatusBadRequest {
			break
		}
	}
	return status, nil
}

// anywhere follows redirects to any host that is spoken to by http or https.
func anywhere(next *http.Request, via []*http.Request) error {
	if _, err := Check(next.URL.String()); err != nil {
		return fmt.Errorf("it redirects elsewhere: %w", err)
	}
	if len(via) > maxRedirects {
		return errors.New("it redirects in circles")
	}
	return nil
}
