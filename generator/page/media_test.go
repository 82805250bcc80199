// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// picture is an image of 3 by 2 pixels.
func picture() image.Image {
	m := image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black, color.White})
	m.SetColorIndex(1, 1, 1)
	return m
}

func encoded(t *testing.T, encode func(io.Writer) error) []byte {
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, m) })
}

// box makes a box of an ISO media file.
func isoBox(name string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), name...), body...)
}

func ispe(w, h uint32) []byte {
	return isoBox("ispe", binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(make([]byte, 4), w), h))
}

// webp makes the header of a WebP picture.
func webp(kind string, head ...byte) []byte {
	return append([]byte("RIFF\x20\x00\x00\x00WEBP"+kind+"\x10\x00\x00\x00"), append(head, make([]byte, 16)...)...)
}

// lying puts an Exif header that says how a JPEG lies behind its start.
func lying(b []byte, orientation byte) []byte {
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00")
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...)
	return append(append(head, exif...), b[2:]...)
}

func TestCheckMedia(t *testing.T) {
	pngData := pngOf(t, picture())
	jpegData := encoded(t, func(w io.Writer) error { return jpeg.Encode(w, picture(), nil) })
	gifData := encoded(t, func(w io.Writer) error { return gif.Encode(w, picture(), nil) })
	avif := bytes.Join([][]byte{
		isoBox("ftyp", []byte("avif\x00\x00\x00\x00")),
		isoBox("meta", make([]byte, 4), isoBox("hdlr"), isoBox("iprp", isoBox("ipco", ispe(1, 1), ispe(3, 2)))),
	}, nil)
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>`)
	for _, c := range []struct {
		name      string
		data      []byte
		mediaType string // empty: refused
		w, h      int
	}{
		{"a.png", pngData, "image/png", 3, 2},
		{"A.PNG", pngData, "image/png", 3, 2},
		{"folder/a.jpg", jpegData, "image/jpeg", 3, 2},
		{"upright.jpeg", lying(jpegData, 1), "image/jpeg", 3, 2},
		{"on-its-side.jpeg", lying(jpegData, 6), "image/jpeg", 2, 3},
		{"a.gif", gifData, "image/gif", 3, 2},
		{"lossy.webp", webp("VP8 ", 0, 0, 0, 0x9d, 0x01, 0x2a, 3, 0, 2, 0), "image/webp", 3, 2},
		{"lossless.webp", webp("VP8L", 0x2f, 2, 0x40, 0, 0), "image/webp", 3, 2},
		{"extended.webp", webp("VP8X", 0, 0, 0, 0, 2, 0, 0, 1, 0, 0), "image/webp", 3, 2},
		{"a.avif", avif, "image/avif", 3, 2},
		{"a.svg", svg, "image/svg+xml", 3, 2},
		{"a.pdf", []byte("%PDF-1.7\n"), "application/pdf", 0, 0},
		{"a.mp4", isoBox("ftyp", []byte("isom\x00\x00\x00\x00")), "video/mp4", 0, 0},
		{"a.m4a", isoBox("ftyp", []byte("M4A \x00\x00\x00\x00")), "audio/mp4", 0, 0},
		{"a.webm", []byte("\x1a\x45\xdf\xa3\x00"), "video/webm", 0, 0},
		{"a.ogg", []byte("OggS\x00\x02"), "audio/ogg", 0, 0},
		{"a.mp3", []byte("ID3\x04\x00"), "audio/mpeg", 0, 0},
		{"bare.mp3", []byte{0xff, 0xfb, 0x90, 0x64}, "audio/mpeg", 0, 0},
		{"a.wav", []byte("RIFF\x00\x00\x00\x00WAVEfmt "), "audio/wav", 0, 0},
		{"a.flac", []byte("fLaC\x00"), "audio/flac", 0, 0},
		{"a.txt", []byte("Ants.\n"), "text/plain", 0, 0},
		{"a.csv", []byte("ants,3\r\n"), "text/csv", 0, 0},
		{"a.vtt", []byte("WEBVTT\n\n00:00.000 --> 00:01.000\nAnts.\n"), "text/vtt", 0, 0},

		{name: "a.jpg", data: pngData},
		{name: "a.png", data: []byte("<html><script>alert(1)</script>")},
		{name: "short.png", data: pngData[:20]},
		{name: "empty.png"},
		{name: "empty.webp", data: []byte("RIFF\x20\x00\x00\x00WEBPVP8 ")},
		{name: "none.avif", data: isoBox("ftyp", []byte("avif\x00\x00\x00\x00"))},
		{name: "a.txt", data: []byte("binary\x00")},
		{name: "a.csv", data: []byte("latin-1 \xe9")},
		{name: "a.mp4", data: avif},
		{name: "a.html", data: []byte("<p>")},
		{name: "a.htm", data: []byte("<p>")},
		{name: "a.xhtml", data: []byte("<p>")},
		{name: "a.js", data: []byte("alert(1)")},
		{name: "a.mjs", data: []byte("alert(1)")},
		{name: "sw.js", data: []byte("alert(1)")},
		{name: "a.css", data: []byte("p{}")},
		{name: "a.svgz", data: []byte("\x1f\x8b\x08")},
		{name: "a.wasm", data: []byte("\x00asm")},
		{name: "a.json", data: []byte("{}")},
		{name: "a.xml", data: []byte("<a/>")},
		{name: ".htaccess", data: []byte("Options +Indexes")},
		{name: ".png", data: pngData},
		{name: "folder/.hidden.png", data: pngData},
		{name: "CNAME", data: []byte("example.org")},
		{name: "_redirects", data: []byte("/ /a")},
		{name: "_headers", data: []byte("/*")},
		{name: "png", data: pngData},
		{name: "a.png.", data: pngData},
		{name: "a.png.html", data: pngData},
	} {
		m, diags := CheckMedia(c.name, c.data, limits)
		if m.Type != c.mediaType || m.Width != c.w || m.Height != c.h || (m.Data == nil) != (c.mediaType == "") || (len(diags) == 0) != (c.mediaType != "") {
			t.Errorf("%s: %s %d×%d, %d bytes, %v; want %q %d×%d", c.name, m.Type, m.Width, m.Height, len(m.Data), diags, c.mediaType, c.w, c.h)
		}
	}
}

// A small file that claims to be a large picture is refused before a pixel of it is read.
func TestCheckMediaLimits(t *testing.T) {
	lim := limits
	lim.ImageBytes, lim.ImagePixels = 200, 5_999_999
	large := pngOf(t, picture())
	binary.BigEndian.PutUint32(large[16:], 3000)
	binary.BigEndian.PutUint32(large[20:], 2000)
	binary.BigEndian.PutUint32(large[29:], pngSum(large[12:29]))
	for _, c := range []struct {
		name, message string
		data          []byte
	}{
		{"large.png", "“large.png” has 3000 × 2000 pixels, more than 5 million: not published", large},
		{"long.svg", "“long.svg” has 300 bytes, more than 200: not published", []byte(strings.Repeat(" ", 300))},
		{"long.txt", "“long.txt” has 2001 bytes, more than 2000: not published", []byte(strings.Repeat(" ", 2001))},
		{"short.txt", "", []byte(strings.Repeat(" ", 2000))},
	} {
		_, diags := CheckMedia(c.name, c.data, lim)
		got := ""
		if len(diags) > 0 {
			got = diags[0].Message
		}
		if got != c.message {
			t.Errorf("%s: %q, want %q", c.name, got, c.message)
		}
	}
}

// pngSum is the check sum of a PNG chunk: CRC-32 with the polynomial of Annex D, bit by bit.
func pngSum(b []byte) uint32 {
	c := ^uint32(0)
	for _, x := range b {
		c ^= uint32(x)
		for range 8 {
			if c&1 == 1 {
				c = c>>1 ^ 0xedb88320
			} else {
				c >>= 1
			}
		}
	}
	return ^c
}

// testdata/svg holds pictures, each with what is published of it.
func TestCleanSVG(t *testing.T) {
	files, _ := filepath.Glob("testdata/svg/*.txt")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			from, gives := archive.Files[i], &archive.Files[i+1]
			t.Run(from.Name, func(t *testing.T) {
				m, diags := CheckMedia("a.svg", from.Data, limits)
				got := string(m.Data)
				for _, d := range diags {
					got += "! " + string(d.Code) + ": " + d.Message + "\n"
				}
				if *update {
					gives.Data = []byte(got)
				} else if diff := cmp.Diff(string(gives.Data), got); diff != "" {
					t.Error(diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Real pictures keep every element and attribute that draws.
func TestCleanSVGCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpora/decentpatterns/*/*/*.svg")
	if len(files) == 0 {
		t.Skip("the corpora are not here")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, diags := CheckMedia(file, data, limits)
		if len(diags) > 0 || m.Width == 0 || m.Height == 0 {
			t.Errorf("%s: %d×%d %v", file, m.Width, m.Height, diags)
		}
		if before, after := strings.Count(string(data), `="`), strings.Count(string(m.Data), `="`); after != before {
			t.Errorf("%s: %d attributes of %d", file, after, before)
		}
	}
}

// What is published of any SVG is well-formed, has nothing but what the lists allow, and would be published as it is.
func FuzzCleanSVG(f *testing.F) {
	for _, seed := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><path d="M0 0" onload="a()"/></svg>`,
		`<svg xmlns:xlink="http://www.w3.org/1999/xlink"><use href="#a" xlink:href="http://example.org/"/><style>a{fill:url(x)}</style></svg>`,
		`<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:g style="fill:url(&#35;a)"/></x:svg>`,
		`<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		svg, err := cleanSVG(data)
		if err != nil {
			return
		}
		for d := xml.NewDecoder(bytes.NewReader(svg.data)); ; {
			token, err := d.RawToken()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%v in %q", err, svg.data)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if e.Name.Space != "" || !strings.Contains(svgElements, " "+e.Name.Local+" ") {
				t.Errorf("element %v in %q", e.Name, svg.data)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && !isLocalRef(a.Value) && !isInlinePicture(a.Value) {
					t.Errorf("attribute %v in %q", a, svg.data)
				}
			}
		}
		again, err := cleanSVG(svg.data)
		if err != nil || !bytes.Equal(again.data, svg.data) {
			t.Errorf("%q becomes %q (%v)", svg.data, again.data, err)
		}
	})
}

func FuzzMediaSize(f *testing.F) {
	f.Add([]byte("RIFF\x20\x00\x00\x00WEBPVP8X\x10\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x01\x00\x00"))
	f.Add(bytes.Join([][]byte{isoBox("ftyp", []byte("avif\x00\x00\x00\x00")), isoBox("meta", make([]byte, 4), isoBox("iprp", isoBox("ipco", ispe(3, 2))))}, nil))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.png", "a.jpg", "a.gif", "a.webp", "a.avif", "a.mp4", "a.txt"} {
			m, _ := CheckMedia(name, data, limits)
			if m.Width < 0 || m.Height < 0 || m.Height > 0 && m.Width > limits.ImagePixels/m.Height {
				t.Errorf("%s: %d × %d", name, m.Width, m.Height)
			}
		}
	})
}
