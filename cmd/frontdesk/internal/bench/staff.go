package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
)

// hire signs the agents in. One credential may serve several of them, as one person may have several windows open.
func (w *crowd) hire(ctx context.Context) error {
	cookies := make(map[Credential]string)
	for i := range w.Agents {
		who := w.Staff[i%len(w.Staff)]
		if cookies[who] == "" {
			cookie, err := w.signIn(ctx, who)
			if err != nil {
				return fmt.Errorf("sign agent %d of --staff in: %w", i%len(w.Staff)+1, w.notSignedIn(err))
			}
			cookies[who] = cookie
		}
		w.agents = append(w.agents, &agent{crowd: w, number: i, chance: rand.New(rand.NewPCG(w.Seed, 1<<32+uint64(i))), cookie: cookies[who], waiting: make(map[string]bool)})
	}
	return nil
}

// notSignedIn says what to do about a sign-in that failed.
func (w *crowd) notSignedIn(err error) error {
	no, ok := errors.AsType[*refused](err)
	switch advice := adviceOnNetwork(err); {
	case !ok && advice != "":
		return fmt.Errorf("%w. %s", err, advice)
	case !ok:
		return err
	case no.status == http.StatusUnauthorized || no.status == http.StatusForbidden || no.status == http.StatusBadRequest:
		return fmt.Errorf("%w. A link works once and for a while only: make a new one with \"frontdesk user link\"", err)
	}
	return err
}

// signIn returns the cookie of a new session.
func (w *crowd) signIn(ctx context.Context, who Credential) (string, error) {
	path, in := "/api/sign-in/link", map[string]string{"token": who.Link}
	if who.Link == "" {
		path, in = "/api/sign-in", map[string]string{"email": who.Email, "password": who.Password}
	}
	body, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URLs[0]+path, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", refusal(resp)
	}
	for _, k := range resp.Cookies() {
		return k.Name + "=" + k.Value, nil
	}
	return "", errors.New("the desk gave no session")
}
