package scripted

import "strings"

// plainFrame writes data as a server-sent event, as most servers do.
func plainFrame(data string) string { return "data: " + data + "\n\n" }

// framed makes a step that writes its events in another form.
func framed(name string, then Step, frame func(data string) string) Step {
	return delivered(name, then, func(c *completion) { c.frame = frame })
}

// CRLF ends lines as Windows does, which the format allows.
func CRLF(then Step) Step {
	return framed("crlf", then, func(data string) string { return "data: " + data + "\r\n\r\n" })
}

// Comments writes comments, names and numbers of events between the data, which the format allows.
func Comments(then Step) Step {
	return framed("comments", then, func(data string) string {
		return ": keep-alive\n\nevent: message\nid: 1\nretry: 1000\ndata: " + data + "\n\n"
	})
}

// Unspaced leaves out the blank after the colon, which the format allows.
func Unspaced(then Step) Step {
	return framed("unspaced", then, func(data string) string { return "data:" + data + "\n\n" })
}

// Multiline spreads an event's data over several lines, which the format allows and nobody expects.
func Multiline(then Step) Step {
	return framed("multiline", then, func(data string) string {
		return "data: " + strings.Replace(data, `,"`, ",\ndata: \"", 1) + "\n\n"
	})
}

// Tight leaves out the empty line between events, which the format does not allow and clients that read line by line
// do not notice.
func Tight(then Step) Step {
	return framed("tight", then, func(data string) string { return "data: " + data + "\n" })
}

// Bytewise sends each byte on its own, so that no packet ends where an event or a character does.
func Bytewise(then Step) Step {
	return delivered("bytewise", then, func(c *completion) { c.bytewise = true })
}
