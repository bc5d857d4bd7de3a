package app

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
)

// certificateFiles are the parameters of an address of PostgreSQL that name files, with the variables that stand for
// them, and what the files are.
var certificateFiles = []struct{ parameter, variable, what string }{
	{"sslrootcert", "PGSSLROOTCERT", "the certificates of who vouches for the database server"},
	{"sslcert", "PGSSLCERT", "the certificate of this server"},
	{"sslkey", "PGSSLKEY", "the key of the certificate of this server"},
}

// validCertificates looks at the files that an address of PostgreSQL names. The driver's own words for one that is
// missing could show the address, and with it the password, so they are not told.
func validCertificates(address *url.URL) error {
	query := address.Query()
	for _, f := range certificateFiles {
		from, name := "--store: "+f.parameter, query.Get(f.parameter)
		if name == "" {
			from, name = "the environment variable "+f.variable, os.Getenv(f.variable)
		}
		if name == "" || f.parameter == "sslrootcert" && name == "system" {
			continue
		}
		content, err := os.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s names the file %s, which is not there; put %s there, or correct the path", from, name, f.what)
		case err != nil:
			return fmt.Errorf("%s names the file %s, which cannot be read (%w); let the user that frontdesk runs as read it, or correct the path", from, name, errors.Unwrap(err))
		case !holdsPEM(content):
			return fmt.Errorf("%s names the file %s, which is not in PEM format; put %s there, beginning with -----BEGIN", from, name, f.what)
		}
	}
	return nil
}

func holdsPEM(content []byte) bool {
	block, _ := pem.Decode(bytes.TrimSpace(content))
	return block != nil
}
