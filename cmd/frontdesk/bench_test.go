package main_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

// A desk that acknowledges without storing is told by the status, the words and the counts.
func TestBenchTellsOnADeskThatLoses(t *testing.T) {
	t.Parallel()
	desk := httptest.NewServer(http.HandlerFunc(acknowledgeOnly))
	defer desk.Close()
	p := exec.Command(binary(t), "bench", desk.URL, "--customers", "3", "--think", "50ms", "--ramp", "0s", "--duration", "1s", "--patience", "1s", "--json", "-")
	var stderr strings.Builder
	p.Stderr = &stderr
	out, err := p.Output()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != 1 || !strings.Contains(stderr.String(), "the desk broke its word") {
		t.Errorf("it ends with %v and says %s", err, stderr.String())
	}
	var report struct {
		Acked, Lost int64
		Duplicated  int64
		Examples    []string
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("the report is not JSON: %v\n%s", err, out)
	}
	if report.Acked == 0 || report.Lost != report.Acked || report.Duplicated != 0 || len(report.Examples) == 0 {
		t.Errorf("everything was lost, and the report says %+v", report)
	}
}

// acknowledgeOnly is a desk that says yes to everything and keeps nothing.
func acknowledgeOnly(w http.ResponseWriter, r *http.Request) {
	var up websocket.Upgrader
	if r.URL.Path != "/ws/customer" {
		http.NotFound(w, r)
		return
	}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer ws.Close()
	seq := int64(0)
	for {
		var in wire.In
		if ws.ReadJSON(&in) != nil {
			return
		}
		out := wire.Out{V: wire.Version, Conversation: in.Conversation, ID: in.ID}
		switch in.Type {
		case wire.TypeHello:
			out.Type, out.Token, out.Heartbeat = wire.TypeWelcome, "token", wire.HeartbeatMillis
		case wire.TypePing:
			out.Type = wire.TypePong
		case wire.TypeSend:
			seq++
			out.Type, out.Seq = wire.TypeAck, seq
		case wire.TypeResume:
			out.Type = wire.TypeEvents
		default:
			continue
		}
		if ws.WriteJSON(out) != nil {
			return
		}
	}
}
