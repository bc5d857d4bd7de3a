package wire

// Error codes of an error frame. Each has one sentence for people; internals never cross the socket.
const (
	CodeInvalid       = "invalid"        // the frame or a field is wrong; Message says which
	CodeUnknownType   = "unknown_type"   //
	CodeTooLong       = "too_long"       // the text has more than 4096 bytes
	CodeNotFound      = "not_found"      // no such conversation, or not yours
	CodeIDReused      = "id_reused"      // this id was used for another text
	CodeTaken         = "taken"          // somebody else was faster; Message says who
	CodeNotOwner      = "not_owner"      // only the owner may do this
	CodeStale         = "stale"          // the owner changed meanwhile; read the new events
	CodeResolved      = "resolved"       // the conversation is resolved
	CodeRateLimited   = "rate_limited"   // wait RetryAfter milliseconds
	CodeUnavailable   = "unavailable"    // not stored; keep it and retry after RetryAfter
	CodeInternal      = "internal"       // not stored; retry
	CodeHelloExpected = "hello_expected" //
	CodeForbidden     = "forbidden"      // your role does not allow this
	CodeUnknownSite   = "unknown_site"   //
	CodeNewer         = "newer"          // something was written meanwhile; read it, then send with Confirm
	CodeNeverSay      = "never_say"      // a never-say rule is broken; Warning says which; Confirm sends it anyway
	CodePromiseOpen   = "promise_open"   // say first what becomes of the promises
	CodeMerged        = "merged"         // the conversation goes on in Into
	CodeIdentity      = "identity"       // the token by which the page vouches is not valid; the visitor goes on unverified
)

// Close codes: 4000–4499 mean "come back", 4500–4999 mean "stop".
const (
	CloseDraining   = 4000 // the server restarts; come back after retry_after
	CloseSlow       = 4001 // you did not read fast enough
	CloseSilent     = 4002 // no ping within two heartbeats
	CloseTokenStale = 4003 // the visitor token is unknown or expired; come back without it
	CloseFlood      = 4004 // too many frames; come back later
	CloseOverload   = 4005 // too many connections; come back later

	CloseVersion   = 4500 // the protocol is too old or too new: reload the page
	CloseProtocol  = 4501 // the frame was not valid: bad JSON, bad UTF-8, too large, binary
	CloseBanned    = 4502 // you are blocked
	CloseSignedOut = 4503 // the staff session ended
	CloseErased    = 4504 // everything of you was erased at your request; begin anew, without the token
)

// Resumable reports whether a client that was closed with the code should come back.
func Resumable(code int) bool { return code < 4500 }
