// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"encoding/binary"
	"image/gif"
	"image/jpeg"
	"image/png"
)

// The sizes of pictures are read from their headers; no pixel is decoded, so that a small file cannot ask for much memory.

func pngSize(b []byte) (w, h int, ok bool) {
	c, err := png.DecodeConfig(bytes.NewReader(b))
	return c.Width, c.Height, err == nil
}

func gifSize(b []byte) (w, h int, ok bool) {
	c, err := gif.DecodeConfig(bytes.NewReader(b))
	return c.Width, c.Height, err == nil
}

func jpegSize(b []byte) (w, h int, ok bool) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if isTurned(b) {
		c.Width, c.Height = c.Height, c.Width
	}
	return c.Width, c.Height, err == nil
}

// isTurned says whether a JPEG's Exif orientation (Exif 2.32, tag 0x0112) lays it on its side, as cameras do; browsers follow it.
func isTurned(b []byte) bool {
	for at := 2; at+4 <= len(b) && b[at] == 0xff; {
		marker, size := b[at+1], int(binary.BigEndian.Uint16(b[at+2:]))
		if marker == 0xda || at+2+size > len(b) || size < 2 {
			return false
		}
		if segment := b[at+4 : at+2+size]; marker == 0xe1 && hasAt(segment, 0, "Exif\x00\x00") {
			return exifOrientation(segment[6:]) >= 5
		}
		at += 2 + size
	}
	return false
}

func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	n := int(order.Uint16(tiff[at:]))
	entries := tiff[at+2:]
	for ; n > 0 && len(entries) >= 12; n-- {
		if order.Uint16(entries) == 0x0112 {
			if v := int(order.Uint16(entries[8:])); v <= 8 {
				return v
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}

// webpSize reads the three headers of RFC 9649, sections 2.5 to 2.7.
func webpSize(b []byte) (w, h int, ok bool) {
	if len(b) < 30 {
		return 0, 0, false
	}
	switch string(b[12:16]) {
	case "VP8 ":
		if b[23] != 0x9d || b[24] != 0x01 || b[25] != 0x2a {
			return 0, 0, false
		}
		return int(binary.LittleEndian.Uint16(b[26:]) & 0x3fff), int(binary.LittleEndian.Uint16(b[28:]) & 0x3fff), true
	case "VP8L":
		if b[20] != 0x2f {
			return 0, 0, false
		}
		bits := binary.LittleEndian.Uint32(b[21:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, true
	case "VP8X":
		uint24 := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
		return uint24(b[24:]) + 1, uint24(b[27:]) + 1, true
	}
	return 0, 0, false
}

// avifSize is the largest of the sizes that the properties of a picture give (ISO/IEC 23008-12, box ispe): a picture made of tiles and a
// thumbnail have smaller ones.
func avifSize(b []byte) (w, h int, ok bool) {
	meta := box(b, "meta")
	if len(meta) < 4 {
		return 0, 0, false
	}
	properties := box(box(meta[4:], "iprp"), "ipco")
	for {
		body, rest := nextBox(properties, "ispe")
		if body == nil {
			return w, h, ok
		}
		if len(body) >= 12 {
			bw, bh := binary.BigEndian.Uint32(body[4:]), binary.BigEndian.Uint32(body[8:])
			if bw > 1<<30 || bh > 1<<30 {
				return 0, 0, false
			}
			if !ok || uint64(bw)*uint64(bh) > uint64(w)*uint64(h) {
				w, h, ok = int(bw), int(bh), true
			}
		}
		properties = rest
	}
}

func box(b []byte, name string) []byte {
	body, _ := nextBox(b, name)
	return body
}

// nextBox finds the next box of a name (ISO/IEC 14496-12, section 4.2) and what comes after it; body is nil when there is none.
func nextBox(b []byte, name string) (body, rest []byte) {
	for len(b) >= 8 {
		size := uint64(binary.BigEndian.Uint32(b))
		head := uint64(8)
		switch {
		case size == 0:
			size = uint64(len(b))
		case size == 1 && len(b) >= 16:
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size < head || size > uint64(len(b)) {
			return nil, nil
		}
		if string(b[4:8]) == name {
			return b[head:size:size], b[size:]
		}
		b = b[size:]
	}
	return nil, nil
}
