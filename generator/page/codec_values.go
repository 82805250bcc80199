// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/binary"
	"math"

	"commonplace/generator/source"
)

// list walks over a list whose elements take at least size bytes of numbers, which bounds how many a record can
// claim. Lists with an arena are cut from it.
func list[T any](c *coder, v *[]T, from *arena[T], size int, element func(*coder, *T)) {
	switch c.mode {
	case counting:
		if from != nil {
			from.n += len(*v)
		}
	case numbering:
		c.out = binary.AppendUvarint(c.out, uint64(len(*v)))
	case decoding:
		n := c.length(size)
		switch {
		case n == 0:
			return
		case from == nil:
			*v = make([]T, n)
		case n > len(from.rest):
			c.fail(errInvalid)
			return
		default:
			*v, from.rest = from.rest[:n:n], from.rest[n:]
		}
	}
	for i := range *v {
		element(c, &(*v)[i])
	}
}

// share writes how many elements an arena holds, or allocates it.
func share[T any](c *coder, a *arena[T], size int) {
	switch c.mode {
	case numbering:
		c.out = binary.AppendUvarint(c.out, uint64(a.n))
	case decoding:
		if n := c.length(size); n > 0 {
			a.rest = make([]T, n)
		}
	}
}

// number walks over a small number with a known greatest value.
func number[T ~uint8](c *coder, v *T, greatest T) {
	switch c.mode {
	case numbering:
		c.out = append(c.out, byte(*v))
	case decoding:
		if *v = T(c.byte()); *v > greatest {
			c.fail(errInvalid)
		}
	}
}

func (c *coder) string(v *string) {
	switch c.mode {
	case numbering:
		c.out = binary.AppendUvarint(c.out, uint64(len(*v)))
	case texting:
		c.out = append(c.out, *v...)
	case decoding:
		n := c.uvarint()
		if n > uint64(len(c.text)) {
			c.fail(errShort)
			return
		}
		*v, c.text = c.text[:n], c.text[n:]
	}
}

func (c *coder) bool(v *bool) {
	b := byte(0)
	if *v {
		b = 1
	}
	number(c, &b, 1)
	*v = b == 1
}

func (c *coder) int32(v *int32) {
	n := int(*v)
	c.int(&n)
	if n < math.MinInt32 || n > math.MaxInt32 {
		c.fail(errInvalid)
		return
	}
	*v = int32(n)
}

// int walks over a number of either sign, zigzag-coded.
func (c *coder) int(v *int) {
	switch c.mode {
	case numbering:
		c.out = binary.AppendUvarint(c.out, uint64(*v)<<1^uint64(*v>>63))
	case decoding:
		n := c.uvarint()
		*v = int(n>>1) ^ -int(n&1)
	}
}

func (c *coder) hash(v *source.Hash) {
	switch c.mode {
	case numbering:
		c.out = append(c.out, v[:]...)
	case decoding:
		if len(c.in) < len(v) {
			c.fail(errShort)
			return
		}
		c.in = c.in[copy(v[:], c.in):]
	}
}

// fail keeps the first error and leaves nothing to read, so that the walk comes to its end soon.
func (c *coder) fail(err error) {
	if c.err == nil {
		c.err = err
	}
	c.in, c.text = nil, ""
}

func (c *coder) byte() byte {
	if len(c.in) == 0 {
		c.fail(errShort)
		return 0
	}
	b := c.in[0]
	c.in = c.in[1:]
	return b
}

func (c *coder) uvarint() uint64 {
	if len(c.in) > 0 && c.in[0] < 0x80 {
		n := uint64(c.in[0])
		c.in = c.in[1:]
		return n
	}
	n, size := binary.Uvarint(c.in)
	if size <= 0 {
		c.fail(errShort)
		return 0
	}
	c.in = c.in[size:]
	return n
}

// length reads how many elements follow, each of which takes at least size bytes.
func (c *coder) length(size int) int {
	n := c.uvarint()
	if n > uint64(len(c.in)/size) {
		c.fail(errShort)
		return 0
	}
	return int(n)
}
