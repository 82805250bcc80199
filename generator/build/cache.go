// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

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

// program is the identity of the running program: the digest of its own file. A cache of another program is not used.
var program = sync.OnceValues(func() (source.Hash, error) {
	var d source.Digest
	d.Text("commonplace cache, form 1")
	name, err := os.Executable()
	if err != nil {
		return d.Sum(), fmt.Errorf("find the program's own file: %w", err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return d.Sum(), fmt.Errorf("read the program's own file: %w", err)
	}
	d.Hash(source.Sum(b))
	return d.Sum(), nil
})

// OpenCache opens the cache of a site, making it if need be, in the site folder or, where that can't be written, in the user's
// cache folder. A second process gets a BusyError.
func OpenCache(site string) (*Cache, error) {
	dir := filepath.Join(site, CacheName)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		user, userErr := os.UserCacheDir()
		if userErr != nil {
			return nil, fmt.Errorf("make the cache folder: %w", err)
		}
		dir = filepath.Join(user, "commonplace", "sites", source.Sum([]byte(site)).String()[:32])
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("make the cache folder: %w", err)
		}
	}
	return OpenCacheIn(dir)
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
