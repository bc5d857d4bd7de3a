package backup

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Kinds of blocks.
const (
	blockHeader = 'H'
	blockTable  = 'T'
	blockRows   = 'R'
	blockEnd    = 'E'
	blockLast   = 'Z'
)

// Bounds of a block's content, in bytes: compressed, and as it was. A row must fit into one block.
const (
	maxBlock   = 256 << 20
	maxContent = 256 << 20
)

// blockWriter writes blocks, each with the hash over everything up to it.
type blockWriter struct {
	w    io.Writer
	zip  *zstd.Encoder
	hash [sha256.Size]byte
	buf  []byte
}

// newBlockWriter writes the first line.
func newBlockWriter(w io.Writer) (*blockWriter, error) {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("start compressing: %w", err)
	}
	if _, err := io.WriteString(w, magic); err != nil {
		return nil, err
	}
	return &blockWriter{w: w, zip: zip, hash: sha256.Sum256([]byte(magic))}, nil
}

// write writes one block.
func (b *blockWriter) write(kind byte, content []byte) error {
	if len(content) > maxContent {
		return fmt.Errorf("a row of %d bytes is more than a backup can hold (%d)", len(content), maxContent)
	}
	b.buf = append(b.buf[:0], kind, 0, 0, 0, 0)
	b.buf = b.zip.EncodeAll(content, b.buf)
	binary.BigEndian.PutUint32(b.buf[1:], uint32(len(b.buf)-5))
	b.hash = chain(b.hash, b.buf)
	b.buf = append(b.buf, b.hash[:]...)
	_, err := b.w.Write(b.buf)
	return err
}

// json writes a block with a value.
func (b *blockWriter) json(kind byte, v any) error {
	content, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write a block %c: %w", kind, err)
	}
	return b.write(kind, content)
}

// chain is the hash of a block, given with kind and length, after a hash.
func chain(before [sha256.Size]byte, block []byte) (out [sha256.Size]byte) {
	h := sha256.New()
	h.Write(before[:])
	h.Write(block)
	h.Sum(out[:0])
	return out
}

// blockReader reads blocks and checks their hashes.
type blockReader struct {
	r     *bufio.Reader
	unzip *zstd.Decoder
	hash  [sha256.Size]byte
	block bytes.Buffer
	out   []byte
	at    int64 // bytes read
}

// newBlockReader reads the first line.
func newBlockReader(r io.Reader) (*blockReader, error) {
	unzip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxContent))
	if err != nil {
		return nil, fmt.Errorf("start decompressing: %w", err)
	}
	b := &blockReader{r: bufio.NewReaderSize(r, 1<<16), unzip: unzip, hash: sha256.Sum256([]byte(magic))}
	first := make([]byte, len(magic))
	n, err := io.ReadFull(b.r, first)
	switch got := string(first[:n]); {
	case err == nil && got == magic:
		b.at = int64(n)
		return b, nil
	case err != nil && !isEnd(err):
		return nil, reading(err)
	case n == 0:
		return nil, fmt.Errorf("%w: it is empty", ErrNoBackup)
	case strings.HasPrefix(magic, got):
		return nil, damaged("it is cut short after %d bytes", n)
	case strings.HasPrefix(got, magic[:len(magic)-2]):
		return nil, ErrNewer
	}
	return nil, ErrNoBackup
}

// read returns the next block. The content is valid until the next call.
func (b *blockReader) read() (kind byte, content []byte, err error) {
	b.block.Reset()
	if err := b.take(5); err != nil {
		return 0, nil, err
	}
	kind = b.block.Bytes()[0]
	length := int64(binary.BigEndian.Uint32(b.block.Bytes()[1:]))
	if length > maxBlock || !strings.ContainsRune("HTREZ", rune(kind)) {
		return 0, nil, damaged("there is no block at byte %d where one should be", b.at-5)
	}
	if err := b.take(length + sha256.Size); err != nil {
		return 0, nil, err
	}
	all := b.block.Bytes()
	body, sum := all[:5+length], all[5+length:]
	if b.hash = chain(b.hash, body); !bytes.Equal(b.hash[:], sum) {
		return 0, nil, damaged("the block that ends at byte %d is not what was written", b.at)
	}
	if b.out, err = b.unzip.DecodeAll(body[5:], b.out[:0]); err != nil {
		return 0, nil, damaged("the block that ends at byte %d cannot be decompressed: %w", b.at, err)
	}
	return kind, b.out, nil
}

// take reads n bytes more of the block. The memory grows with what is there, not with what a length claims.
func (b *blockReader) take(n int64) error {
	read, err := io.CopyN(&b.block, b.r, n)
	b.at += read
	if isEnd(err) {
		return damaged("it is cut short after %d bytes", b.at)
	}
	return reading(err)
}

// ended makes sure that nothing follows.
func (b *blockReader) ended() error {
	switch _, err := b.r.ReadByte(); {
	case err == nil:
		return damaged("something follows its end at byte %d", b.at)
	case errors.Is(err, io.EOF):
		return nil
	default:
		return reading(err)
	}
}

// sum is the hash of the block that was read last, in hex.
func (b *blockReader) sum() string { return hex.EncodeToString(b.hash[:]) }

// close gives back what decompressing needs.
func (b *blockReader) close() { b.unzip.Close() }

func isEnd(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// reading says that a file cannot be read, unless the error says already that it is damaged.
func reading(err error) error {
	if err == nil || errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("read the backup: %w", err)
}
