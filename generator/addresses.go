// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"net/url"
	"strings"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/web"
)

// patience is how long another host may take to connect, and to begin its answer.
const patience = 20 * time.Second

// CheckAddresses finds which addresses of an old site nothing would answer, and what keeps each. from is a file or an address of the web: a list of
// addresses or paths, a sitemap, or an index of sitemaps.
func (c *Commons) CheckAddresses(ctx context.Context, from string) (*Result, error) {
	var named []string
	if u, err := url.Parse(from); err == nil && web.IsAddress(from) {
		named = []string{strings.ToLower(u.Hostname())} // by who calls, not by a page
	}
	list, err := web.Addresses(ctx, c.client(named...), from)
	if err != nil {
		return nil, err
	}
	return c.withBuilder(ctx, func(b *build.Builder, ctx context.Context) (*build.Result, error) { return b.CheckAddresses(ctx, list) })
}

// client asks other sites, and says who asks. It may ask the private hosts of site.yaml, and those given.
func (c *Commons) client(private ...string) *web.Client {
	return web.NewClient("commonplace/"+Version()+" (checks links and addresses)", append(private, c.set.Config.PrivateHosts...), patience)
}
