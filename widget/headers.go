package widget

import (
	"net/http"
	"strings"
)

// What a page may do. Our pages load scripts and styles from this desk and talk to it, and nothing else; Trusted
// Types take away the ways in which a script could turn text into markup.
const (
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "
	dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	noFeatures = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), " +
		"microphone=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()"
)

// secure sets the headers that every answer carries. Those that a page needs differently, it replaces.
func (e *edge) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", dataPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", noFeatures)
		if e.origins.Secure() {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}

// framedBy says which pages may show this one in a frame: none, or those of the listed origins.
func framedBy(h http.Header, origins []string) {
	ancestors := "'none'"
	if len(origins) > 0 {
		ancestors = strings.Join(origins, " ")
		h.Del("X-Frame-Options")                              // it cannot name more than one origin
		h.Del("Cross-Origin-Opener-Policy")                   // it means nothing in a frame
		h.Set("Cross-Origin-Resource-Policy", "cross-origin") // for pages that isolate themselves
	}
	h.Set("Content-Security-Policy", pagePolicy+ancestors)
}
