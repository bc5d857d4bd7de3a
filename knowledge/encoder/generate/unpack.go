package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
)

// original is the model as it is published.
type original struct {
	pieces  []string
	scores  []float64
	tensors map[string]tensor
}

// tensor is a list of numbers in the order of its shape, the last dimension fastest.
type tensor struct {
	shape   []int
	numbers []float32
}

// manifest is the part of model.json that says where the tensors lie.
type manifest struct {
	Groups []struct {
		Paths   []string `json:"paths"`
		Weights []struct {
			Name  string `json:"name"`
			Shape []int  `json:"shape"`
			Type  string `json:"dtype"`
		} `json:"weights"`
	} `json:"weightsManifest"`
}

// unpack reads a package.
func unpack(tgz io.Reader) (*original, error) {
	files, err := contents(tgz)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(files["model.json"], &m); err != nil {
		return nil, fmt.Errorf("read model.json: %w", err)
	}
	o := &original{tensors: make(map[string]tensor)}
	for _, group := range m.Groups {
		var data []byte
		for _, shard := range group.Paths {
			data = append(data, files[shard]...)
		}
		for _, w := range group.Weights {
			size := 4
			for _, n := range w.Shape {
				size *= n
			}
			if size < 0 || size > len(data) {
				return nil, fmt.Errorf("the shards end before %s", w.Name)
			}
			if w.Type == "float32" {
				o.tensors[w.Name] = tensor{w.Shape, numbers(data[:size])}
			}
			data = data[size:]
		}
	}
	return o, o.readVocabulary(files["vocab.json"])
}

// contents returns the files of a package by their names without directories.
func contents(tgz io.Reader) (map[string][]byte, error) {
	plain, err := gzip.NewReader(tgz)
	if err != nil {
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	files := make(map[string][]byte)
	for archive := tar.NewReader(plain); ; {
		entry, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the archive: %w", err)
		}
		if files[path.Base(entry.Name)], err = io.ReadAll(archive); err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name, err)
		}
	}
}

func numbers(data []byte) []float32 {
	list := make([]float32, len(data)/4)
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return list
}

// readVocabulary reads pairs of piece and score. On their way into JSON the scores of pieces that begin with or contain
// a colon were lost ("://" has null, ":30" has 30): as the pieces stand in the order of their scores, each
// gets that of the piece before.
func (o *original) readVocabulary(data []byte) error {
	var pairs [][2]any
	if err := json.Unmarshal(data, &pairs); err != nil {
		return fmt.Errorf("read vocab.json: %w", err)
	}
	last := 0.0
	for i, pair := range pairs {
		piece, ok := pair[0].(string)
		if !ok {
			return fmt.Errorf("read vocab.json: piece %d is not a text", i)
		}
		if score, ok := pair[1].(float64); ok && !strings.Contains(piece, ":") {
			last = score
		}
		o.pieces = append(o.pieces, piece)
		o.scores = append(o.scores, last)
	}
	return nil
}

// find returns the one tensor whose name ends as given and has the shape given.
func (o *original) find(suffix string, shape ...int) ([]float32, error) {
	var found []float32
	for name, t := range o.tensors {
		if !strings.HasSuffix(name, suffix) {
			continue
		}
		size := 1
		for _, n := range shape {
			size *= n
		}
		if found != nil || len(t.numbers) != size {
			return nil, fmt.Errorf("%s is not one tensor of shape %v", suffix, shape)
		}
		found = t.numbers
	}
	if found == nil {
		return nil, fmt.Errorf("there is no tensor %s", suffix)
	}
	return found, nil
}
