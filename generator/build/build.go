// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package build keeps what has not changed and makes the rest: the cache of facts and bodies, the atomic emit of outputs into
// a folder, the manifest, and the report.
package build
