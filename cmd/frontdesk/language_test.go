package main_test

import (
	"context"
	"os"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
)

// TestScriptsCanFail claims things that are not true. A claim that holds all the same would hold in every
// script.
func TestScriptsCanFail(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := actor.NewStage(binary(t), dir, append(os.Environ(), "HOME="+dir))
	defer s.Close()
	perform(t, t.Context(), s, "serve")
	perform(t, t.Context(), s, "customer bob says hello")
	perform(t, t.Context(), s, "customer bob expect smalltalk")
	perform(t, t.Context(), s, "customer bob asks-for-person")
	perform(t, t.Context(), s, "agent ana signs-in")
	perform(t, t.Context(), s, "agent ana opens bob")
	perform(t, t.Context(), s, "editor edwin signs-in")
	perform(t, t.Context(), s, "socket eve opens customer")
	for _, claim := range []struct {
		refused bool
		words   []string
	}{
		{false, []string{"serve"}},
		{true, []string{"customer", "bob", "says", "hello"}},
		{false, []string{"customer", "bob", "says", " "}},
		{false, []string{"customer", "bob", "expect", "answer"}},
		{false, []string{"customer", "bob", "sees", "message agent"}},
		{false, []string{"customer", "bob", "sees-no", "message bot"}},
		{false, []string{"customer", "bob", "sees-no", "heartbeat"}},
		{false, []string{"customer", "bob", "state", "open agent"}},
		{false, []string{"customer", "bob", "hears-close", "4000"}},
		{false, []string{"customer", "bob", "picks", "1"}},
		{true, []string{"customer", "bob", "reads", "bob"}},
		{false, []string{"customer", "cleo", "reads", "bob"}},
		{false, []string{"customer", "bob", "sings"}},
		{false, []string{"agent", "ana", "sees-waiting", "2"}},
		{false, []string{"agent", "ana", "sees-online", "0"}},
		{false, []string{"agent", "ana", "replies", "not mine"}},
		{false, []string{"agent", "ana", "signs-in", "http://127.0.0.1/sign-in#link=used"}},
		{false, []string{"race", "bob", "ana", "ana"}},
		{false, []string{"editor", "edwin", "publishes", "nothing"}},
		{false, []string{"editor", "edwin", "checks-citations-of", "bob"}},
		{false, []string{"socket", "eve", "hears", "welcome"}},
		{false, []string{"socket", "eve", "opens", "customer", "-origin", "https://evil.example"}},
		{true, []string{"socket", "eve", "opens", "customer"}},
		{false, []string{"searchable", "hello", "nothing"}},
		{false, []string{"http", "GET", "/healthz", "404"}},
		{true, []string{"frontdesk", "version"}},
		{false, []string{"frontdesk", "dance"}},
		{false, []string{"garble", "not-there"}},
		{false, []string{"dance"}},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		if said, err := s.Do(ctx, claim.refused, claim.words[0], claim.words[1:]); err == nil {
			t.Errorf("refused=%v %q holds: %+v", claim.refused, claim.words, said)
		}
		cancel()
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
