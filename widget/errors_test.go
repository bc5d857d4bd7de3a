package widget

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
)

func TestEveryErrorHasAnAnswer(t *testing.T) {
	for _, row := range faults {
		f, known := faultOf(errors.Join(errors.New("context of the log"), row.err))
		if !known || f.code != row.code || f.status < 400 || strings.Contains(f.message, "context of the log") || !strings.HasSuffix(f.message, ".") {
			t.Errorf("%v: %+v, %v", row.err, f, known)
		}
	}
	if f, known := faultOf(errors.New("disk on fire")); known || f != *errInternal {
		t.Errorf("an unknown error: %+v, %v", f, known)
	}
	if f, _ := faultOf(knowledge.Content{}.Validate()); f.message != "The title is empty; give the article a title." {
		t.Errorf("an explained error: %q", f.message)
	}
}

// A database that is away is told to programs as well: when to try again, and not what happened.
func TestDatabaseAway(t *testing.T) {
	for _, c := range []struct {
		err   error
		after string
	}{{sqldb.ErrUnavailable, "3"}, {sqldb.ErrUnknown, "3"}, {sqldb.ErrClosed, ""}, {context.DeadlineExceeded, ""}} {
		w := httptest.NewRecorder()
		e := &edge{log: slog.New(slog.DiscardHandler)}
		e.fail(w, httptest.NewRequest("GET", "/x", nil), fmt.Errorf("secret: %w", c.err))
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != c.after || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%v: %d, %q, %s", c.err, w.Code, w.Header().Get("Retry-After"), w.Body)
		}
	}
}
