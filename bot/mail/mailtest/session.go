package mailtest

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"strings"
)

// Bounds of what a client may send.
const (
	maxCommand = 4 << 10
	maxMessage = 4 << 20
)

// session is a client's stay.
type session struct {
	server    *Server
	conn      net.Conn
	in        *bufio.Reader
	encrypted bool
	signedIn  bool
	mail      Message
	begun     bool // MAIL FROM was taken
	over      bool // nothing more is said
}

func (x *session) run() {
	x.meet(Greeting, "", func() { x.say(220, "mailtest ESMTP") })
	for !x.over {
		line, err := x.line(maxCommand)
		if err != nil {
			return
		}
		x.command(strings.TrimRight(line, "\r\n"))
	}
}

// meet does what the script says at a point, or else what a server does that behaves. It reports whether it behaved.
func (x *session) meet(p Point, recipient string, behave func()) bool {
	a := x.act(p, recipient)
	switch {
	case a.hang:
		_, _ = io.Copy(io.Discard, x.in) // until the client has gone, or Close
		x.over = true
	case a.cut:
		x.conn.Close()
		x.over = true
	case a.code != 0:
		x.say(a.code, a.text)
		if a.code == 421 {
			x.over = true
		}
	default:
		behave()
		return true
	}
	return false
}

// act takes the action for a point, and waits if that says so.
func (x *session) act(p Point, recipient string) Action {
	a := x.server.at(p, recipient)
	if a.wait != nil {
		select {
		case <-a.wait:
		case <-x.server.ending:
		}
	}
	return a
}

func (x *session) say(code int, lines ...string) {
	var b bytes.Buffer
	for i, l := range lines {
		mark := "-"
		if i == len(lines)-1 {
			mark = " "
		}
		fmt.Fprintf(&b, "%d%s%s\r\n", code, mark, l)
	}
	if _, err := x.conn.Write(b.Bytes()); err != nil {
		x.over = true
	}
}

func (x *session) line(most int) (string, error) {
	line, err := x.in.ReadString('\n')
	if err == nil && len(line) > most {
		err = fmt.Errorf("a line of %d bytes", len(line))
	}
	return line, err
}

func (x *session) command(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		x.meet(Hello, "", x.hello)
	case "STARTTLS":
		x.startTLS()
	case "AUTH":
		x.meet(Auth, "", func() { x.auth(rest) })
	case "MAIL":
		x.from(rest)
	case "RCPT":
		x.to(rest)
	case "DATA":
		x.data()
	case "RSET":
		x.begun = false
		x.say(250, "OK")
	case "NOOP":
		x.say(250, "OK")
	case "QUIT":
		x.say(221, "bye")
		x.over = true
	default:
		x.say(502, "no such command")
	}
}

func (x *session) hello() {
	lines := []string{"mailtest", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"}
	if x.server.set.StartTLS && !x.encrypted {
		lines = append(lines, "STARTTLS")
	}
	if x.server.set.User != "" {
		lines = append(lines, "AUTH PLAIN")
	}
	x.say(250, lines...)
}

func (x *session) startTLS() {
	if !x.server.set.StartTLS || x.encrypted {
		x.say(502, "no such command")
		return
	}
	x.say(220, "go ahead")
	c := tls.Server(x.conn, x.server.tls)
	if c.Handshake() != nil {
		x.over = true
		return
	}
	x.server.countEncrypted()
	x.conn, x.in, x.encrypted = c, bufio.NewReader(c), true
}

func (x *session) auth(rest string) {
	_, given, _ := strings.Cut(rest, " ")
	want := "\x00" + x.server.set.User + "\x00" + x.server.set.Password
	if x.server.set.User == "" || given != base64.StdEncoding.EncodeToString([]byte(want)) {
		x.say(535, "5.7.8 wrong user or password: "+given) // real servers repeat it too
		return
	}
	x.signedIn = true
	x.say(235, "OK")
}

// path is the address in the angle brackets of a command.
func path(rest, before string) (string, bool) {
	if len(rest) < len(before) || !strings.EqualFold(rest[:len(before)], before) {
		return "", false
	}
	address, _, ok := strings.Cut(rest[len(before):], ">")
	return address, ok
}

func (x *session) from(rest string) {
	address, ok := path(rest, "FROM:<")
	switch {
	case !ok:
		x.say(501, "syntax")
	case x.server.set.User != "" && !x.signedIn:
		x.say(530, "5.7.0 sign in first")
	default:
		if x.meet(From, "", func() { x.say(250, "OK") }) {
			x.mail, x.begun = Message{From: address}, true
		}
	}
}

func (x *session) to(rest string) {
	address, ok := path(rest, "TO:<")
	switch {
	case !ok:
		x.say(501, "syntax")
	case !x.begun:
		x.say(503, "MAIL first")
	default:
		if x.meet(To, address, func() { x.say(250, "OK") }) {
			x.mail.To = append(x.mail.To, address)
		}
	}
}

func (x *session) data() {
	if !x.begun || len(x.mail.To) == 0 {
		x.say(503, "RCPT first")
		return
	}
	if !x.meet(Data, "", func() { x.say(354, "go on") }) {
		return
	}
	var b bytes.Buffer
	for first := true; ; first = false {
		line, err := x.line(maxMessage)
		if err != nil || b.Len() > maxMessage {
			x.over = true
			return
		}
		if first && !x.meet(Body, "", func() {}) {
			x.over = true // nothing that is said amid a message can be understood
			return
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	x.mail.Raw, x.begun = b.Bytes(), false
	x.done()
}

// done keeps the message before it says so, as servers do that lose none.
func (x *session) done() {
	a := x.act(Done, "")
	if a.code == 0 || a.code < 400 {
		x.server.keep(x.mail)
	}
	switch {
	case a.hang:
		_, _ = io.Copy(io.Discard, x.in)
		x.over = true
	case a.cut:
		x.conn.Close()
		x.over = true
	case a.code != 0:
		x.say(a.code, a.text)
		x.over = x.over || a.code == 421
	default:
		x.say(250, "kept")
	}
}
