// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Bounds of what is read of an old site: a sitemap has at most 50,000 addresses and 50 MB (sitemaps.org, "Sitemap file requirements").
const (
	maxSitemap   = 64 << 20
	maxSitemaps  = 1000
	maxAddresses = 1_000_000
)

// Addresses reads the addresses of a site from a file or an address of the web: one on each line, blank lines and those that begin with # left
// out, or a sitemap, or an index of sitemaps, each of them packed with gzip or not. Sitemaps that an index in a file names are looked for beside it.
func Addresses(ctx context.Context, c *Client, from string) ([]string, error) {
	r := &reader{fetch: func(name string) ([]byte, error) { return readFile(name) }}
	if IsAddress(from) {
		r.fetch = func(name string) ([]byte, error) { return c.get(ctx, name, maxSitemap) }
	}
	if err := r.read(from); err != nil {
		return nil, fmt.Errorf("read the addresses of %s: %w", from, err)
	}
	if len(r.addresses) == 0 {
		return nil, fmt.Errorf("%s names no address; it must be a sitemap, or have an address on each line", from)
	}
	return r.addresses, nil
}

type reader struct {
	fetch     func(name string) ([]byte, error)
	files     int
	addresses []string
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

func readAll(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxSitemap+1))
	if err == nil && len(data) > maxSitemap {
		err = fmt.Errorf("more than %d bytes", maxSitemap)
	}
	return data, err
}

func (r *reader) read(name string) error {
	if r.files++; r.files > maxSitemaps {
		return fmt.Errorf("more than %d sitemaps", maxSitemaps)
	}
	data, err := r.fetch(name)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("unpack %s: %w", name, err)
		}
		if data, err = readAll(unpacked); err != nil {
			return fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")) {
		return r.lines(name, data)
	}
	pages, maps, err := sitemap(data)
	if err != nil {
		return fmt.Errorf("%s is no sitemap: %w", name, err)
	}
	if err := r.add(pages...); err != nil {
		return err
	}
	for _, next := range maps {
		if next, err = beside(name, next); err != nil {
			return err
		}
		if err := r.read(next); err != nil {
			if errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("%w; give the address of the index in place of the file, or put the sitemap beside it", err)
			}
			return err
		}
	}
	return nil
}

// beside is where a sitemap is that an index names: on the same host as the index, or in the folder of its file.
func beside(index, next string) (string, error) {
	to, err := url.Parse(next)
	if err != nil {
		return "", fmt.Errorf("%s names “%s”, which is no address", index, next)
	}
	if !IsAddress(index) {
		return filepath.Join(filepath.Dir(index), filepath.Base(filepath.FromSlash(path.Clean("/"+to.Path)))), nil
	}
	base, err := url.Parse(index)
	if err != nil {
		return "", err
	}
	to = base.ResolveReference(to)
	if to.Hostname() != base.Hostname() || to.Scheme != "http" && to.Scheme != "https" {
		return "", fmt.Errorf("%s names the sitemap of another host, “%s”; give its address, too", index, next)
	}
	return to.String(), nil
}

func (r *reader) add(addresses ...string) error {
	if r.addresses = append(r.addresses, addresses...); len(r.addresses) > maxAddresses {
		return fmt.Errorf("more than %d addresses", maxAddresses)
	}
	return nil
}

func (r *reader) lines(name string, data []byte) error {
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return fmt.Errorf("%s is neither a sitemap nor a list of addresses", name)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			if err := r.add(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// sitemap reads the <loc> of each <url> of a sitemap and of each <sitemap> of an index. Other elements, such as those of images, play no part.
func sitemap(data []byte) (pages, maps []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // addresses are ASCII
	var within []string
	var text strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			within = append(within, t.Name.Local)
			text.Reset()
			if len(within) > 16 {
				return nil, nil, errors.New("its elements are nested too deep")
			}
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			switch strings.Join(within, "/") {
			case "urlset/url/loc":
				pages = append(pages, strings.TrimSpace(text.String()))
			case "sitemapindex/sitemap/loc":
				maps = append(maps, strings.TrimSpace(text.String()))
			}
			within = within[:len(within)-1]
			text.Reset()
		}
	}
	if len(pages)+len(maps) == 0 {
		return nil, nil, errors.New("it names no address")
	}
	return pages, maps, nil
}
