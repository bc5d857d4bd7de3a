package live

import "frontdesk/widget/wire"

// speaks notes the version that the client's last frame was written in. Clients begin in the oldest version that they
// know and go on in the newest that the welcome says is spoken here.
func (c *conn) speaks(version int) { c.version.Store(int32(version)) }

// spoken is the version in which the client is answered: the oldest until it has said anything.
func (c *conn) spoken() int {
	if v := c.version.Load(); v != 0 {
		return int(v)
	}
	return wire.MinVersion
}

// erasedCode is the code by which a customer who was erased is sent away. Version 1 knows no such code; its clients come
// back as strangers.
func (c *conn) erasedCode() int {
	if c.spoken() < 2 {
		return wire.CloseTokenStale
	}
	return wire.CloseErased
}

// sinceAnew is the version since which clients drop what they hold when they are told so.
const sinceAnew = 2

// tooFar answers who wants to resume where the log has nothing, and cannot be told to begin anew. A customer of version 1
// comes back as a stranger and begins a conversation of its own, which is better than one that stands still.
func (c *conn) tooFar(in *wire.In) {
	if in.After > 0 && c.agent == nil {
		c.close(wire.CloseTokenStale, "the conversation does not have that many events")
		return
	}
	c.refuse(in, fault{Code: wire.CodeInvalid, Message: "The conversation does not have that many events."})
}
