// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"commonplace/generator/history"
	"commonplace/generator/source"
)

// CacheName is the folder beside site.yaml that holds what is kept between runs. Losing it costs time only.
const CacheName = ".commonplace"

// Cache is the folder of kept facts, bodies and states. It belongs to one process at a time.
type Cache struct {
	dir   string
	lock  *lock
	stamp source.Hash
	store *store
}

// program is the identity of the running program: what Go's linker calls it, which is a hash of all that it was made from; where the
// linker was told not to, the digest of its own file. A cache of another program is not used.
var program = sync.OnceValues(func() (source.Hash, error) {
	var d source.Digest
	d.Text("commonplace cache, form 1")
	name, err := os.Executable()
	if err != nil {
		return d.Sum(), fmt.Errorf("find the program's own file: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return d.Sum(), fmt.Errorf("read the program's own file: %w", err)
	}
	defer f.Close()
	head := make([]byte, 32<<10)
	n, err := io.ReadFull(f, head)
	if id := linkedID(head[:n]); len(id) > 0 {
		d.Text(string(id))
		return d.Sum(), nil
	}
	rest, readErr := io.ReadAll(f)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) || readErr != nil {
		return d.Sum(), fmt.Errorf("read the program's own file: %w", errors.Join(err, readErr))
	}
	d.Hash(source.Sum(append(head[:n], rest...)))
	return d.Sum(), nil
})

// linkedID finds the ID that Go's linker puts at the begin of a program: in an ELF file in a note, else in quotes.
func linkedID(head []byte) []byte {
	if _, rest, ok := bytes.Cut(head, []byte("\xff Go build ID: \"")); ok {
		id, _, _ := bytes.Cut(rest, []byte{'"'})
		return id
	}
	const mark = "\x04\x00\x00\x00Go\x00\x00" // a note of type 4 by "Go"; before it stands its length
	at := bytes.Index(head, []byte(mark))
	if at < 4 {
		return nil
	}
	size := int64(binary.LittleEndian.Uint32(head[at-4:]))
	if rest := head[at+len(mark):]; size <= int64(len(rest)) {
		return rest[:size]
	}
	return nil
}

// OpenCache opens the cache of a site. A second process gets a BusyError.
func OpenCache(ctx context.Context, site string) (*Cache, error) {
	dir, err := CacheDir(ctx, site)
	if err != nil {
		return nil, err
	}
	return OpenCacheIn(dir)
}

// CacheDir is the folder of a site's cache, made if need be: in the site folder or, where that can't be written, in the user's cache folder. That
// is also used where Git has a cache in the site folder: what others could propose must not be believed, nor its links be followed. What others
// keep below it must be worth nothing but time.
func CacheDir(ctx context.Context, site string) (string, error) {
	dir := filepath.Join(site, CacheName)
	_, missing := os.Lstat(dir)
	if missing == nil && history.Holds(ctx, site, CacheName) {
		return userCacheDir(site)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return userCacheDir(site)
	}
	return dir, nil
}

func userCacheDir(site string) (string, error) {
	user, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a place for the cache: %w", err)
	}
	dir := filepath.Join(user, "commonplace", "sites", source.Sum([]byte(site)).String()[:32])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the cache folder: %w", err)
	}
	return dir, nil
}

// OpenCacheIn opens the cache in a folder of its own.
func OpenCacheIn(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the cache folder: %w", err)
	}
	stamp, err := program()
	if err != nil {
		return nil, err
	}
	held, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	c := &Cache{dir: dir, lock: held, stamp: stamp}
	if c.store, err = openStore(dir, stamp); err != nil {
		held.release()
		return nil, err
	}
	return c, nil
}

// Close gives the cache free.
func (c *Cache) Close() error {
	err := c.store.close()
	if unlock := c.lock.release(); err == nil {
		err = unlock
	}
	return err
}

// path is a file of the cache.
func (c *Cache) path(name string) string { return filepath.Join(c.dir, name) }

// writeFile replaces a file of the cache in one step. It is not synced: a cache that is lost with the power costs time only, and every
// reader checks what it reads.
func writeFile(name string, data []byte) error {
	temp := name + ".new"
	if err := os.WriteFile(temp, data, 0o644); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	if err := os.Rename(temp, name); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	return nil
}

// readFile reads a file of the cache; what is missing or unreadable is as if it were empty.
func readFile(name string) []byte {
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	b := make([]byte, info.Size())
	if _, err := io.ReadFull(f, b); err != nil {
		return nil
	}
	return b
}
