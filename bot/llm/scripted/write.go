package scripted

import (
	"encoding/json"
	"net/http"
)

// writeJSON answers with a value. A client that has gone is no fault of the server.
func writeJSON(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // values of ours that cannot be written are a mistake in this package
	}
	writeRaw(w, status, "application/json", b)
}

// writeRaw answers with bytes.
func writeRaw(w http.ResponseWriter, status int, contentType string, b []byte) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = w.Write(b)
}

// writeError refuses in the words of the protocol.
func writeError(w http.ResponseWriter, status int, message, kind, code string) {
	writeRaw(w, status, "application/json", fault(message, kind, code))
}

// fault is an error in the words of the protocol.
func fault(message, kind, code string) []byte {
	type inner struct {
		Message string  `json:"message"`
		Type    string  `json:"type"`
		Param   *string `json:"param"`
		Code    *string `json:"code"`
	}
	e := inner{Message: message, Type: kind}
	if code != "" {
		e.Code = &code
	}
	b, err := json.Marshal(map[string]inner{"error": e})
	if err != nil {
		panic(err) // as in writeJSON
	}
	return b
}
