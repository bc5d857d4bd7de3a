package scripted

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Step is what the server does with one request. The zero Step is [OK].
type Step struct {
	name string
	play func(*exchange) // nil answers well
}

// String returns the step as [Parse] reads it.
func (s Step) String() string {
	if s.name == "" {
		return "ok"
	}
	return s.name
}

// exchange is a request that waits for its answer.
type exchange struct {
	server *Server
	w      http.ResponseWriter
	r      *http.Request
	got    Request
	good   reply
}

// reply is the good answer of a route, which steps may change before it is sent, and the ways to fail that look
// different from route to route.
type reply interface {
	send(x *exchange)
	kind() string                  // the content type
	raw() []byte                   // all of it
	stall(x *exchange)             // begins and is silent until the client has gone
	endless(x *exchange)           // begins and goes on until the client has gone
	huge(x *exchange, padding int) // comes after a number of bytes that nobody asked for
	void()                         // makes it an answer with nothing in it
}

func (s Step) isZero() bool { return s.name == "" && s.play == nil }

// run plays a step.
func (x *exchange) run(s Step) {
	if s.play == nil {
		x.answer()
		return
	}
	s.play(x)
}

// answer sends the good answer, or what a step has made of it.
func (x *exchange) answer() { x.good.send(x) }

// flush sends what was written so far.
func (x *exchange) flush() { _ = http.NewResponseController(x.w).Flush() }

// abort breaks the connection off after what was written so far.
func (x *exchange) abort() {
	x.flush()
	panic(http.ErrAbortHandler)
}

// misfit answers for a step that is not one of the route that was asked.
func (x *exchange) misfit(name string, of Route) {
	writeError(x.w, http.StatusNotImplemented, "the step "+name+" is one of "+string(of), "scripted", "")
}

// another is the name of a step that goes on with another one.
func another(name string, then Step) string {
	if then.String() == "ok" {
		return name
	}
	return name + " " + then.String()
}

// OK answers well.
func OK() Step { return Step{name: "ok"} }

// Slow waits before it takes another step, or until the client has gone.
func Slow(d time.Duration, then Step) Step {
	return Step{another("slow "+d.String(), then), func(x *exchange) {
		if x.server.set.Sleep(x.r.Context(), d) == nil {
			x.run(then)
		}
	}}
}

// Status refuses with a status, in the words of the protocol, and repeats what it was sent.
func Status(code int) Step {
	return Step{"status " + strconv.Itoa(code), func(x *exchange) { x.refuse(code, "", "server_error") }}
}

// Limited refuses with 429. after is the Retry-After header, in seconds or as a date; empty sends none.
func Limited(after string) Step {
	name := "limited"
	if after != "" {
		name += " " + word(after)
	}
	return Step{name, func(x *exchange) { x.refuse(http.StatusTooManyRequests, after, "rate_limit_exceeded") }}
}

// Busy refuses with 503 and a Retry-After header.
func Busy(after string) Step {
	return Step{"busy " + word(after), func(x *exchange) { x.refuse(http.StatusServiceUnavailable, after, "overloaded") }}
}

// NoCredit refuses with 429 for want of money, which waiting does not bring.
func NoCredit() Step {
	return Step{"no-credit", func(x *exchange) { x.refuse(http.StatusTooManyRequests, "", "insufficient_quota") }}
}

// WrongKey refuses with 401.
func WrongKey() Step {
	return Step{"wrong-key", func(x *exchange) { x.refuse(http.StatusUnauthorized, "", "invalid_api_key") }}
}

// UnknownModel refuses with 404 because of the model.
func UnknownModel() Step {
	return Step{"unknown-model", func(x *exchange) { x.refuse(http.StatusNotFound, "", "model_not_found") }}
}

func (x *exchange) refuse(status int, after, code string) {
	if after != "" {
		x.w.Header().Set("Retry-After", after)
	}
	writeError(x.w, status, x.refusal(), "scripted", code)
}

// refusal repeats what was sent.
func (x *exchange) refusal() string {
	return fmt.Sprintf("refused by script; the key was %s and the request was %s", x.got.Key, x.got.Body)
}

// Redirect sends the client elsewhere.
func Redirect(to string) Step {
	return Step{"redirect " + word(to), func(x *exchange) {
		x.w.Header().Set("Location", to)
		x.w.WriteHeader(http.StatusTemporaryRedirect)
	}}
}

// Page answers with a page for people, as a sign-in or a proxy does.
func Page() Step {
	return Step{"page", func(x *exchange) {
		writeRaw(x.w, http.StatusOK, "text/html; charset=utf-8", []byte("<!doctype html><title>Sign in</title><p>"+string(x.got.Body)))
	}}
}

// Mislabelled gives the good answer under another content type.
func Mislabelled(contentType string) Step {
	return Step{"mislabelled " + word(contentType), func(x *exchange) { writeRaw(x.w, http.StatusOK, contentType, x.good.raw()) }}
}

// Garbage answers with what only claims to be JSON.
func Garbage() Step {
	return Step{"garbage", func(x *exchange) {
		writeRaw(x.w, http.StatusOK, "application/json", append([]byte(`{"data": oops `), x.got.Body...))
	}}
}

// Cut sends the first half of the good answer and breaks off.
func Cut() Step {
	return Step{"cut", func(x *exchange) {
		b := x.good.raw()
		x.w.Header().Set("Content-Length", strconv.Itoa(len(b)))
		writeRaw(x.w, http.StatusOK, x.good.kind(), b[:len(b)/2])
		x.abort()
	}}
}

// Reset breaks the connection off without a word.
func Reset() Step {
	return Step{"reset", (*exchange).reset}
}

func (x *exchange) reset() {
	conn, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // this kind of connection cannot be taken over; closing it is the next best
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // closing then sends RST
	}
	_ = conn.Close()
}

// Stall begins an answer and then is silent until the client has gone.
func Stall() Step { return Step{"stall", func(x *exchange) { x.good.stall(x) }} }

// Endless begins an answer and goes on until the client has gone.
func Endless() Step { return Step{"endless", func(x *exchange) { x.good.endless(x) }} }

// Huge gives the good answer after a number of bytes that nobody asked for.
func Huge(padding int) Step {
	return Step{"huge " + strconv.Itoa(padding), func(x *exchange) { x.good.huge(x, padding) }}
}

// Empty gives an answer that is correct and has nothing in it: vectors without numbers, a reply without a word.
func Empty() Step {
	return Step{"empty", func(x *exchange) {
		x.good.void()
		x.answer()
	}}
}
