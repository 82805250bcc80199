// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package history reads what Git knows of the files of a commons into a Ledger, once, and keeps it by commit.
//
// It is the only package that runs a program, and the only one it runs is git. A ledger holds no e-mail address. Where
// history is missing (no Git, a shallow clone) the ledger says so and holds nothing that could be wrong. To read it asks nothing of the
// network.
//
// It also carries a published site to a branch of an Upstream, which is the only thing here that writes to a repository or asks the network:
// to a bare repository of its own, and with one push to the remote. The site's own repository is only ever read, and no hook of it runs.
package history

import "commonplace/generator/source"

// Ledger is the history of files, an input of linking like the files themselves.
type Ledger struct {
	Commit  string // of HEAD in the repository of the folder the ledger was read for, else of the first source; empty without Git
	Shallow bool   // the clone is cut off: Files is empty
	// Files is sorted by Path: slash paths that begin as those of the folders do.
	Files  []File
	Digest source.Hash // of Shallow and Files: a commit that changes nothing in them changes no output
}

// File is the history of one file that exists at HEAD, renames followed.
type File struct {
	Path        string
	Created     string   // date of the first change, YYYY-MM-DD in the committer's zone
	Updated     string   // date of the last change
	People      []Person // in order of their first change
	FormerPaths []string // newest first
	Changes     int      // commits that touched it, merges left out
}

// Person is someone named by Git, after .mailmap: never with an e-mail address.
type Person struct {
	Name        string
	Role        string // one of the roles below
	First, Last string // dates of the first and the last change that names them so, YYYY-MM-DD
}

// The roles of people in a ledger: that of who made a change, and trailers of its message in lower case.
const (
	RoleAuthor   = "author"
	RoleCoAuthor = "co-authored-by"
	RoleReviewer = "reviewed-by"
	RoleAssisted = "assisted-by" // mostly a program
)
