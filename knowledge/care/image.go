package care

import (
	"bytes"
	"encoding/binary"
	pictures "image"
	_ "image/gif"  // what DecodeConfig reads
	_ "image/jpeg" //
	_ "image/png"  //
)

// image accepts a picture of a sensible size that ends where its format says. end returns the length of the picture
// at the beginning of data, or -1 if there is no whole one.
func image(data []byte, end func(data []byte) int) error {
	c, _, err := pictures.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return refuse("the image is damaged or only looks like one; save it again")
	}
	if err := size(c.Width, c.Height); err != nil {
		return err
	}
	return endsThere(data, end(data))
}

// endsThere refuses data that goes on after the picture with anything but padding.
func endsThere(data []byte, end int) error {
	if end < 0 || end > len(data) {
		return refuse("the image is damaged or incomplete; save it again")
	}
	if len(bytes.Trim(data[end:], "\x00\n\r ")) > 0 {
		return refuse("the image has something else behind it; save it again with another program")
	}
	return nil
}

func size(width, height int) error {
	if width < 1 || height < 1 {
		return refuse("the image has no size; save it again")
	}
	if int64(width)*int64(height) > MaxPixels {
		return refuse("the image has %d × %d pixels; at most %d million are allowed, make it smaller", width, height, MaxPixels/1_000_000)
	}
	return nil
}

// pngEnd walks the chunks up to the last one. Format: ISO/IEC 15948, 5.3: length, type, data, checksum.
func pngEnd(data []byte) int {
	const signature = 8
	for at := signature; at+12 <= len(data); {
		length := int(binary.BigEndian.Uint32(data[at:]))
		if length > len(data)-at-12 {
			return -1
		}
		next := at + 12 + length
		if string(data[at+4:at+8]) == "IEND" {
			return next
		}
		at = next
	}
	return -1
}

// jpegEnd walks the segments, and within a scan looks for the next marker. Format: ITU-T T.81, annex B.
func jpegEnd(data []byte) int {
	for at := 2; at+2 <= len(data); {
		if data[at] != 0xff {
			return -1
		}
		switch marker := data[at+1]; {
		case marker == 0xff: // a fill byte
			at++
			continue
		case marker == 0xd9:
			return at + 2
		case marker >= 0xd0 && marker <= 0xd8 || marker == 0x01:
			at += 2
			continue
		case marker == 0xda:
			at = afterScan(data, at)
		default:
			at = segmentEnd(data, at)
		}
		if at < 0 {
			return -1
		}
	}
	return -1
}

func segmentEnd(data []byte, at int) int {
	if at+4 > len(data) {
		return -1
	}
	next := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	if next < at+4 || next > len(data) {
		return -1
	}
	return next
}

// afterScan returns where the next marker after the coded data of a scan is.
func afterScan(data []byte, at int) int {
	at = segmentEnd(data, at)
	for ; at >= 0 && at+1 < len(data); at++ {
		if next := data[at+1]; data[at] == 0xff && next != 0x00 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return at
		}
	}
	return -1
}

// gifEnd walks the blocks up to the trailer. Format: GIF89a specification, sections 18 to 27.
func gifEnd(data []byte) int {
	if len(data) < 13 {
		return -1
	}
	at := 13 + palette(data[10])
	for at >= 0 && at < len(data) {
		switch data[at] {
		case 0x3b:
			return at + 1
		case 0x21: // an extension: a label and sub-blocks
			at = subBlocks(data, at+2)
		case 0x2c: // an image: a descriptor, its palette, the size of codes and sub-blocks
			if at+10 > len(data) {
				return -1
			}
			at = subBlocks(data, at+10+palette(data[at+9])+1)
		default:
			return -1
		}
	}
	return -1
}

// palette is the length of a colour table that flags announce.
func palette(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func subBlocks(data []byte, at int) int {
	for at < len(data) {
		length := int(data[at])
		at += 1 + length
		if length == 0 {
			return at
		}
	}
	return -1
}

// webp reads the size of the picture, which the standard library does not. Format: RFC 9649, sections 2.3 to 2.7.
func webp(data []byte) error {
	damaged := refuse("the image is damaged or only looks like one; save it again")
	if len(data) < 30 {
		return damaged
	}
	whole := 8 + int64(binary.LittleEndian.Uint32(data[4:]))
	if whole > int64(len(data)) {
		return damaged
	}
	width, height, ok := webpSize(string(data[12:16]), data[20:])
	if !ok {
		return damaged
	}
	if err := size(width, height); err != nil {
		return err
	}
	return endsThere(data, int(whole))
}

// webpSize reads the size from the first chunk.
func webpSize(chunk string, b []byte) (width, height int, ok bool) {
	switch chunk {
	case "VP8X":
		return 1 + int(b[4]) + int(b[5])<<8 + int(b[6])<<16, 1 + int(b[7]) + int(b[8])<<8 + int(b[9])<<16, true
	case "VP8L":
		bits := binary.LittleEndian.Uint32(b[1:])
		return 1 + int(bits&0x3fff), 1 + int(bits>>14&0x3fff), b[0] == 0x2f
	case "VP8 ":
		return int(binary.LittleEndian.Uint16(b[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(b[8:]) & 0x3fff), b[3] == 0x9d && b[4] == 0x01 && b[5] == 0x2a
	}
	return 0, 0, false
}
