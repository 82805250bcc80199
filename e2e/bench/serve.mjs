// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// A server of a folder that compresses what is worth it and counts every byte that it sends, headers left out.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

// serve answers ask/LANG with the page that own makes, other addresses from the folder. sent counts by address since it was emptied.
export async function serve(folder, own) {
	const sent = new Map();
	const server = createServer(async (request, response) => {
		const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
		let type, body;
		if (own && path.startsWith('/ask/')) [type, body] = [types['.html'], Buffer.from(own(path.slice(5)))];
		else {
			try {
				body = await readFile(join(folder, normalize(path), path.endsWith('/') ? 'index.html' : ''));
				type = types[extname(path.endsWith('/') ? '.html' : path)] ?? 'application/octet-stream';
			} catch {
				return response.writeHead(404).end();
			}
		}
		const headers = { 'content-type': type, 'cache-control': 'max-age=3600' };
		const small = gzipSync(body, { level: 6 });
		if (small.length < body.length) {
			headers['content-encoding'] = 'gzip';
			body = small;
		}
		sent.set(path, (sent.get(path) ?? 0) + body.length);
		response.writeHead(200, headers).end(body);
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	return { address: `http://127.0.0.1:${server.address().port}/`, sent, close: () => server.close() };
}
