// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"

	"commonplace/generator/build"
	"commonplace/generator/source"
	"commonplace/generator/web"
)

// CheckLinks asks other sites whether the outside links of the commons still lead somewhere. What is learnt is kept beside the cache: good answers for
// days, others until the next time. It takes the time that politeness takes.
func (c *Commons) CheckLinks(ctx context.Context) (*Result, error) {
	return c.checkLinks(ctx, web.Polite())
}

func (c *Commons) checkLinks(ctx context.Context, manners web.Manners) (*Result, error) {
	ask := func(ctx context.Context, file string, links []string) (build.Links, build.Judge, error) {
		known := web.ReadKnown(file)
		var progress func(done, total int)
		if c.options.Progress != nil {
			progress = func(done, total int) { c.options.Progress("ask", done, total) }
		}
		err := c.client().Check(ctx, links, manners, known, progress)
		// What was learnt before it was interrupted need not be asked again.
		if err = errors.Join(err, known.Keep(file, links)); err != nil {
			return build.Links{}, nil, fmt.Errorf("check outside links: %w", err)
		}
		answers := known.All()
		count := build.Links{Links: len(links)}
		for _, link := range links {
			switch answers[link].State {
			case web.Moved:
				count.Moved++
			case web.Broken:
				count.Broken++
			case web.Unsure:
				count.Unsure++
			default:
				count.Fine++
			}
		}
		return count, func(link string) source.Diagnostic { return linkDiagnostic(link, answers[link]) }, nil
	}
	return c.withBuilder(ctx, func(b *build.Builder, ctx context.Context) (*build.Result, error) { return b.CheckLinks(ctx, ask) })
}

func linkDiagnostic(link string, a web.Answer) source.Diagnostic {
	switch a.State {
	case web.Moved:
		return source.Diagnostic{Code: source.CodeOutsideMoved, Message: fmt.Sprintf("“%s” has moved for good", link), Help: "link to “" + a.To + "”"}
	case web.Broken:
		return source.Diagnostic{Code: source.CodeOutsideBroken, Message: fmt.Sprintf("“%s” is broken: %s", link, a.Why),
			Help: "correct the address, or link to a copy in an archive"}
	case web.Unsure:
		return source.Diagnostic{Code: source.CodeOutsideUnsure, Message: fmt.Sprintf("“%s” could not be checked: %s", link, a.Why)}
	}
	return source.Diagnostic{}
}
