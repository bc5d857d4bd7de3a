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
