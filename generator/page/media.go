// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// Media is a file that may be published beside the pages.
type Media struct {
	Type          string // media type
	Width, Height int    // of a picture as it is shown; 0 where it does not say
	Data          []byte // what to publish: the file, or an SVG without what could act
}

// otherBytes is how many times as large as a picture a recording or a document may be.
const otherBytes = 10

// A format is a kind of file that is published.
type format struct {
	name, mediaType string
	extensions      string // separated by spaces
	begins          func(data []byte) bool
	size            func(data []byte) (w, h int, ok bool) // of pictures
}

// formats are all kinds that are published. Each is recognised by how it begins, so that no browser can take it for another.
var formats = []format{
	{"PNG image", "image/png", "png", starting("\x89PNG\r\n\x1a\n"), pngSize},
	{"JPEG image", "image/jpeg", "jpg jpeg", starting("\xff\xd8\xff"), jpegSize},
	{"GIF image", "image/gif", "gif", func(b []byte) bool { return hasAt(b, 0, "GIF87a") || hasAt(b, 0, "GIF89a") }, gifSize},
	{"WebP image", "image/webp", "webp", func(b []byte) bool { return hasAt(b, 0, "RIFF") && hasAt(b, 8, "WEBP") }, webpSize},
	{"AVIF image", "image/avif", "avif", func(b []byte) bool { return hasAt(b, 4, "ftypavif") || hasAt(b, 4, "ftypavis") }, avifSize},
	{"SVG image", "image/svg+xml", "svg", func([]byte) bool { return true }, nil},
	{"PDF document", "application/pdf", "pdf", starting("%PDF-"), nil},
	{"MP4 recording", "video/mp4", "mp4 m4v", isMP4, nil},
	{"MP4 recording", "audio/mp4", "m4a", isMP4, nil},
	{"WebM recording", "video/webm", "webm", starting("\x1a\x45\xdf\xa3"), nil},
	{"Ogg recording", "video/ogg", "ogv", starting("OggS\x00"), nil},
	{"Ogg recording", "audio/ogg", "ogg oga opus", starting("OggS\x00"), nil},
	{"MP3 recording", "audio/mpeg", "mp3", func(b []byte) bool { return hasAt(b, 0, "ID3") || len(b) > 2 && b[0] == 0xff && b[1]&0xe6 == 0xe2 }, nil},
	{"WAV recording", "audio/wav", "wav", func(b []byte) bool { return hasAt(b, 0, "RIFF") && hasAt(b, 8, "WAVE") }, nil},
	{"FLAC recording", "audio/flac", "flac", starting("fLaC"), nil},
	{"text", "text/plain", "txt", isText, nil},
	{"table", "text/csv", "csv", isText, nil},
	{"caption file", "text/vtt", "vtt", func(b []byte) bool {
		return isText(b) && starting("WEBVTT")(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	}, nil},
}

// IsMedia says whether files of this name can be published beside the pages: the kinds are few, so that none can act on the site.
func IsMedia(name string) bool {
	_, ok := formatOf(name)
	return ok
}

func formatOf(name string) (format, bool) {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") {
		return format{}, false
	}
	extension := strings.TrimPrefix(strings.ToLower(path.Ext(base)), ".")
	for _, f := range formats {
		if extension != "" && hasWord(f.extensions, extension) {
			return f, true
		}
	}
	return format{}, false
}

func (f *format) isPicture() bool { return strings.HasPrefix(f.mediaType, "image/") }

func (f *format) limit(lim config.Limits) int {
	if f.isPicture() {
		return lim.ImageBytes
	}
	return lim.ImageBytes * otherBytes
}

// MediaLimit is how many bytes of a file of this name are read to see whether it may be published.
func MediaLimit(name string, lim config.Limits) int {
	f, ok := formatOf(name)
	if !ok {
		return lim.ImageBytes
	}
	return f.limit(lim)
}

// CheckMedia says whether a file may be published, and as what. A file that may not has a diagnostic and no Data.
func CheckMedia(name string, data []byte, lim config.Limits) (Media, []source.Diagnostic) {
	base := path.Base(name)
	refuse := func(code source.Code, format string, args ...any) (Media, []source.Diagnostic) {
		message := fmt.Sprintf("“%s” %s: not published", base, fmt.Sprintf(format, args...))
		return Media{}, []source.Diagnostic{{Code: code, Message: message}}
	}
	f, ok := formatOf(name)
	if !ok {
		return refuse(source.CodeMediaRefused, "is of a kind that pages cannot hold")
	}
	picture, limit := f.isPicture(), f.limit(lim)
	switch {
	case len(data) > limit:
		return refuse(source.CodeMediaRefused, "has %d bytes, more than %d", len(data), limit)
	case !f.begins(data):
		return refuse(source.CodeMediaMismatch, "is no %s", f.name)
	case f.mediaType == "image/svg+xml":
		svg, err := cleanSVG(data)
		if err != nil {
			return refuse(source.CodeMediaRefused, "is no SVG that can be shown safely (%v)", err)
		}
		var diags []source.Diagnostic
		if len(svg.dropped) > 0 {
			diags = append(diags, source.Diagnostic{
				Code: source.CodeHTMLRemoved, Message: fmt.Sprintf("“%s”: %s removed from the picture", base, strings.Join(svg.dropped, ", ")),
			})
		}
		return Media{Type: f.mediaType, Width: svg.width, Height: svg.height, Data: svg.data}, diags
	case !picture:
		return Media{Type: f.mediaType, Data: data}, nil
	}
	w, h, ok := f.size(data)
	switch {
	case !ok || w <= 0 || h <= 0:
		return refuse(source.CodeMediaMismatch, "is no %s that can be shown", f.name)
	case w > lim.ImagePixels/h:
		return refuse(source.CodeMediaRefused, "has %d × %d pixels, more than %d million", w, h, lim.ImagePixels/1_000_000)
	}
	return Media{Type: f.mediaType, Width: w, Height: h, Data: data}, nil
}

func starting(mark string) func([]byte) bool {
	return func(b []byte) bool { return hasAt(b, 0, mark) }
}

func hasAt(b []byte, at int, mark string) bool {
	return len(b) >= at+len(mark) && string(b[at:at+len(mark)]) == mark
}

// isMP4 tells ISO base media files other than pictures.
func isMP4(b []byte) bool {
	return hasAt(b, 4, "ftyp") && !hasAt(b, 8, "avif") && !hasAt(b, 8, "avis") && !hasAt(b, 8, "heic") && !hasAt(b, 8, "mif1")
}

// isText tells UTF-8 without control characters, which no browser takes for anything else.
func isText(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
