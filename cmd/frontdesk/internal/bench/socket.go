package bench

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"crypto/tls"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// socket is the client's end of a WebSocket (RFC 6455), made to be held ten thousand times: one goroutine reads and
// writes, and an idle one has a buffer of readBuffer bytes.
type socket struct {
	conn net.Conn
	r    *bufio.Reader
}

// Sizes and patience of a socket.
const (
	readBuffer   = 512
	maxMessage   = 4 << 20
	writeTimeout = 15 * time.Second
	frameTimeout = 15 * time.Second // from the first byte of a frame to its last
	dialTimeout  = 20 * time.Second
)

// closed tells how a connection ended by the word of the server.
type closed struct {
	code   int
	reason string
}

func (c *closed) Error() string { return fmt.Sprintf("closed with %d %s", c.code, c.reason) }

// refused is an answer to an HTTP request that says no.
type refused struct {
	status int
	said   string
	retry  time.Duration // after which to come back; 0 if not said
}

func (r *refused) Error() string {
	return fmt.Sprintf("refused with %d %s: %s", r.status, http.StatusText(r.status), r.said)
}

// errQuiet means that nothing came until the time.
var errQuiet = errors.New("nothing came")

// dial opens a WebSocket at an http or https address. receive, if not 0, bounds what the system keeps for a client
// that does not read, in bytes.
func dial(ctx context.Context, address string, header http.Header, receive int) (*socket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	conn, err := connect(ctx, u, receive)
	if err != nil {
		return nil, err
	}
	s := &socket{conn: conn, r: bufio.NewReaderSize(conn, readBuffer)}
	deadline, _ := ctx.Deadline()
	_ = conn.SetDeadline(deadline)
	if err := s.upgrade(u, header); err != nil {
		conn.Close()
		return nil, err
	}
	_ = conn.SetDeadline(time.Time{})
	return s, nil
}

// connect opens the connection below the socket.
func connect(ctx context.Context, u *url.URL, receive int) (net.Conn, error) {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return nil, err
	}
	if t, ok := conn.(*net.TCPConn); ok && receive > 0 {
		_ = t.SetReadBuffer(receive)
	}
	if u.Scheme != "https" {
		return conn, nil
	}
	secure := tls.Client(conn, &tls.Config{ServerName: u.Hostname(), NextProtos: []string{"http/1.1"}})
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// acceptSalt makes the answer to a key (RFC 6455, section 1.3).
const acceptSalt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// upgrade asks for the WebSocket and checks the answer.
func (s *socket) upgrade(u *url.URL, header http.Header) error {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // it never fails
	key := base64.StdEncoding.EncodeToString(raw[:])
	h := header.Clone()
	h.Set("Connection", "Upgrade")
	h.Set("Upgrade", "websocket")
	h.Set("Sec-WebSocket-Version", "13")
	h.Set("Sec-WebSocket-Key", key)
	r := &http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: h, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	if err := r.Write(s.conn); err != nil {
		return err
	}
	resp, err := http.ReadResponse(s.r, r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return refusal(resp)
	}
	sum := sha1.Sum([]byte(key + acceptSalt))
	if resp.Header.Get("Sec-WebSocket-Accept") != base64.StdEncoding.EncodeToString(sum[:]) {
		return errors.New("the server does not speak WebSocket: its answer does not fit the key")
	}
	return nil
}

// refusal reads an answer that says no.
func refusal(resp *http.Response) *refused {
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 300))
	r := &refused{status: resp.StatusCode, said: strings.TrimSpace(string(b))}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
		r.retry = time.Duration(s) * time.Second
	}
	return r
}

// Operations of a frame.
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
)

// wait returns when something has come, or errQuiet when the time has.
func (s *socket) wait(until time.Time) error {
	if s.r.Buffered() > 0 {
		return nil
	}
	_ = s.conn.SetReadDeadline(until)
	return s.peek()
}

func (s *socket) peek() error {
	_, err := s.r.Peek(1)
	if t, ok := errors.AsType[net.Error](err); ok && t.Timeout() {
		return errQuiet
	}
	return err
}

// message appends the message that has begun to come to buf. It is empty if what came was not for us. An end by the
// server's word is a *closed.
func (s *socket) message(buf []byte) ([]byte, error) {
	_ = s.conn.SetReadDeadline(time.Now().Add(frameTimeout))
	for {
		done, out, err := s.frame(buf)
		if buf = out; err != nil || done || len(buf) == 0 {
			return buf, err
		}
	}
}

// frame reads one frame and appends what it says of a message; done says that the message is whole.
func (s *socket) frame(buf []byte) (done bool, out []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(s.r, head[:2]); err != nil {
		return false, buf, err
	}
	final, op, masked, n := head[0]&0x80 != 0, head[0]&0x0f, head[1]&0x80 != 0, uint64(head[1]&0x7f)
	switch n {
	case 126:
		_, err = io.ReadFull(s.r, head[:2])
		n = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(s.r, head[:8])
		n = binary.BigEndian.Uint64(head[:8])
	}
	if err != nil {
		return false, buf, err
	}
	if masked || n > maxMessage || uint64(len(buf))+n > maxMessage {
		return false, buf, fmt.Errorf("a frame of %d bytes is not one of a server", n)
	}
	start := len(buf)
	buf = slices.Grow(buf, int(n))[:start+int(n)]
	if _, err := io.ReadFull(s.r, buf[start:]); err != nil {
		return false, buf, err
	}
	if op < opClose {
		return final, buf, nil
	}
	return false, buf[:start], s.control(op, buf[start:])
}

// control answers a frame that belongs to the connection.
func (s *socket) control(op byte, payload []byte) error {
	switch op {
	case opPing:
		return s.write(opPong, payload)
	case opClose:
		c := &closed{code: 1005} // no code was said
		if len(payload) >= 2 {
			c.code, c.reason = int(binary.BigEndian.Uint16(payload)), string(payload[2:])
		}
		_ = s.write(opClose, payload[:min(2, len(payload))]) // a courtesy; the server may have gone
		return c
	}
	return nil
}

var writeBuffers = sync.Pool{New: func() any { return new([]byte) }}

// write sends one masked frame.
func (s *socket) write(op byte, payload []byte) error {
	pooled := writeBuffers.Get().(*[]byte)
	defer writeBuffers.Put(pooled)
	b := append((*pooled)[:0], 0x80|op)
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n <= 0xffff:
		b = append(b, 0x80|126, byte(n>>8), byte(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	// The mask keeps proxies from taking frames for requests; it is no secret, so any randomness will do.
	var mask [4]byte
	binary.LittleEndian.PutUint32(mask[:], mathrand.Uint32())
	b = append(b, mask[:]...)
	for i, c := range payload {
		b = append(b, c^mask[i&3])
	}
	*pooled = b
	if err := s.conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	_, err := s.conn.Write(b)
	return err
}

// hangUp ends the connection without a word, as a network does that is gone.
func (s *socket) hangUp() {
	if t, ok := s.conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	s.conn.Close()
}

// leave ends the connection as a browser does that goes to another page.
func (s *socket) leave() {
	_ = s.write(opClose, []byte{0x03, 0xe9}) // 1001, going away
	s.conn.Close()
}

// nudge has a reader look up.
func (s *socket) nudge() { _ = s.conn.SetReadDeadline(time.Unix(1, 0)) }
