"""Requests that a server has to refuse, each with the answers that count as a clear refusal.

`ok` is a set of statuses; 0 in it stands for a connection that is closed without an answer.
`closes` says that the connection must not be used any further. `body` holds for JSON envelopes.
"""

import dataclasses
import json

PICTURES = "/v1/images/generations"
DEPLOYMENT = "/v1/openai/deployments/gpt-image-2/images/generations"
REFUSED = frozenset(range(400, 432))
CLOSED = 0


@dataclasses.dataclass
class Case:
  group: str
  name: str
  data: object
  ok: frozenset
  closes: bool = False
  patience: float = 5.0
  # JSON-RPC: the code that the answer has to carry.
  code: int | None = None


def good_body(**changes):
  return json.dumps({"model": "x/z-image-turbo", "prompt": "abuse", "size": "64x64", **changes}
                    ).encode()


def rest(place):
  """The corpus for a REST port."""
  return [*_paths(place), *_framing(place), *_heads(place), *_json(place), *_types(place),
          *_kinds(place), *_origins(place), *_sizes(place)]


def _paths(place):
  body = good_body()
  targets = [
    "/../../../../etc/passwd", "/studio/v1/../../../../etc/passwd",
    "/studio/v1/generations/../../../../../etc/passwd",
    "/studio/v1/generations/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/studio/v1/generations/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/studio/v1/generations/..%5c..%5cetc%5cpasswd",
    "/studio/v1/generations/%252e%252e%252fetc%252fpasswd",
    "/studio/v1/generations/%c0%ae%c0%ae%c0%afetc", "/studio/v1/generations/%00",
    "/studio/v1/generations/20261121T091500Z-7f3a9c1e%00.json",
    "/studio/v1/generations/20261121T091500Z-7f3a9c1e/images/..%2f..%2fgeneration.json",
    "/studio/v1/generations/%", "/studio/v1/generations/%zz", "/studio/v1/generations/%ff%fe",
    "//etc/passwd", "/studio//v1/generations", "/studio/v1/generations/" + "a" * 5000,
    "/studio/v1/generations?limit=-1", "/studio/v1/generations?limit=99999999999999999999",
    "/studio/v1/generations?limit=abc", "/studio/v1/generations?cursor=%00%ff",
    "/.git/config", "/studio/v1/openapi.json/..;/", "/%2e/%2e/"]
  for target in targets:
    yield Case("path", f"GET {target[:60]}", place.request("GET", target), REFUSED)
  deployments = [
    "..", "%2e%2e", "..%2f..%2fopenai%2fv1", "a%2fb", "gpt-image-2%2f..%2fchat", "%00",
    "gpt-image-2%3fapi-version=1%23", "gpt-image-2%23", "http:%2f%2fevil.example", "%0d%0aX:%20y",
    "gpt-image-2@evil.example", "{deployment-id}", "{{resource}}", "%7B%7Bresource%7D%7D", "",
    ".", "gpt-image-2 ", "%20"]
  for name in deployments:
    target = f"/v1/openai/deployments/{name}/images/generations"
    yield Case("path", f"POST deployment {name!r}",
               place.post(target, json.dumps({"prompt": "abuse"}).encode()), REFUSED)
  yield Case("path", "POST resource in the query",
             place.post(DEPLOYMENT + "?resource=evil&deployment-id=..%2f..", b'{"prompt":1}'),
             REFUSED)
  for method in ("FOO", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "get", "GET\0"):
    yield Case("method", f"{method!r} on the pictures' path",
               place.request(method, PICTURES, ["Content-Type: application/json"], body),
               REFUSED | {501, CLOSED})
  yield Case("method", "GET on the pictures' path", place.request("GET", PICTURES),
             frozenset({405}))
  yield Case("method", "CONNECT", place.request("CONNECT", "evil.example:443"),
             REFUSED | {501, CLOSED})
  yield Case("method", "absolute target of another host",
             place.request("GET", "http://evil.example/studio/v1/generations"), REFUSED)
  yield Case("method", "OPTIONS *", place.request("OPTIONS", "*"), REFUSED | {200, 204, 501})


def _framing(place):
  """Pairs of requests that two readers could cut at different places."""
  hidden = place.request("GET", "/studio/v1/smuggled")
  chunked = b"5\r\nabuse\r\n0\r\n\r\n"
  clean = REFUSED | {501}

  def case(name, lines, body, ok=clean, end="\r\n", **changes):
    head = end.join([f"POST {PICTURES} HTTP/1.1", f"Host: {place.authority}",
                     "Content-Type: application/json", *lines, "", ""]).encode("latin-1")
    return Case("framing", name, head + body, frozenset(ok), closes=True, **changes)

  yield case("Content-Length and Transfer-Encoding",
             ["Content-Length: 5", "Transfer-Encoding: chunked"], chunked + hidden)
  yield case("Transfer-Encoding and Content-Length",
             ["Transfer-Encoding: chunked", "Content-Length: 5"], chunked + hidden)
  yield case("Content-Length twice, different", ["Content-Length: 5", "Content-Length: 6"],
             b"abuse" + hidden)
  yield case("Content-Length twice, the same", ["Content-Length: 5", "Content-Length: 5"],
             b"abuse" + hidden)
  for value in ("5, 5", "5, 6", "+5", "-5", "0x5", "5e0", " ", "5 5", "٥", "18446744073709551617",
                "99999999999999999999999999", "5\t", "5;a", "5.0"):
    # A blank after the number is allowed white space.
    ok = clean | {200} if value == "5\t" else clean
    yield case(f"Content-Length {value!r}",
               [f"Content-Length: {value.encode().decode('latin-1')}"], b"abuse" + hidden, ok)
  yield case("Transfer-Encoding twice", ["Transfer-Encoding: chunked"] * 2, chunked + hidden)
  for value in ("chunked, chunked", "chunked, identity", "identity", "gzip, chunked", "xchunked",
                "chunked;q=1", "\x0bchunked", "chun ked", "identity, chunked", '"chunked"'):
    yield case(f"Transfer-Encoding {value!r}", [f"Transfer-Encoding: {value}"], chunked + hidden)
  yield case("Transfer-Encoding with a blank before the colon",
             ["Transfer-Encoding : chunked", "Content-Length: 5"], b"abuse" + hidden)
  yield case("Transfer-Encoding folded", ["Transfer-Encoding:\r\n chunked"], chunked + hidden)
  yield case("a folded header", ["X-Folded: a\r\n b", "Content-Length: 5"], b"abuse" + hidden)
  yield Case("framing", "Transfer-Encoding in HTTP/1.0", place.request(
    "POST", PICTURES, ["Content-Type: application/json", "Transfer-Encoding: chunked"],
    version="HTTP/1.0") + chunked, clean, closes=True)
  yield case("bare LF between the headers", ["Content-Length: 5"], b"abuse", end="\n",
             ok=clean | {CLOSED})
  yield case("bare CR in a header", ["X-A: b\rContent-Length: 500", "Content-Length: 5"],
             b"abuse" + hidden)
  yield case("bare LF in a header", ["X-A: b\nTransfer-Encoding: chunked", "Content-Length: 5"],
             b"abuse" + hidden)
  yield case("NUL in a header", ["X-A: b\0c", "Content-Length: 5"], b"abuse" + hidden)
  yield case("a header without a colon", ["nonsense", "Content-Length: 5"], b"abuse" + hidden)
  yield case("a header with an empty name", [": value", "Content-Length: 5"], b"abuse" + hidden)
  yield case("a header name with a blank", ["X A: b", "Content-Length: 5"], b"abuse" + hidden)
  yield case("a blank before the first header", [" X: y", "Content-Length: 5"], b"abuse" + hidden)
  for size in ("FFFFFFFFFFFFFFFF", "8000000000000000", "7FFFFFFFFFFFFFFF", "40000000"):
    # A size that no body has: refused as soon as it is read, or when nothing more comes.
    yield case(f"chunk: size {size}", ["Transfer-Encoding: chunked"], size.encode() + b"\r\nabuse",
               patience=20)
  for name, body in (
      ("size over 64 bits", b"FFFFFFFFFFFFFFFFF\r\nabuse\r\n0\r\n\r\n"),
      ("negative size", b"-5\r\nabuse\r\n0\r\n\r\n"), ("size 0x5", b"0x5\r\nabuse\r\n0\r\n\r\n"),
      ("size with a blank", b"5 5\r\nabuse\r\n0\r\n\r\n"), ("no size", b"\r\nabuse\r\n0\r\n\r\n"),
      ("longer than its size", b"2\r\nabuse\r\n0\r\n\r\n"),
      ("ended by a bare LF", b"5\nabuse\n0\n\n"), ("size g", b"g\r\nabuse\r\n0\r\n\r\n"),
      ("a bare LF after the size", b"5\nabuse\r\n0\r\n\r\n"),
      ("a bare CR in the extension", b"5;a\rb\r\nabuse\r\n0\r\n\r\n"),
      ("trailer of 1 MB", b"5\r\nabuse\r\n0\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n"),
      ("trailer with Content-Length", b"5\r\nabuse\r\n0\r\nContent-Length: 50\r\n\r\n")):
    ok = clean | {CLOSED}
    made = case(f"chunk: {name}", ["Transfer-Encoding: chunked"], body + hidden, ok)
    # A trailer is no framing; what follows it is the next request, which has its own answer.
    made.closes = "trailer with" not in name
    yield made

  def endless_extension():
    yield place.request("POST", PICTURES, ["Content-Type: application/json",
                                           "Transfer-Encoding: chunked"]) + b"5;"
    for _ in range(40):
      yield b"a" * 1_000_000
  yield Case("framing", "chunk: extension of 40 MB", endless_extension, clean | {CLOSED},
             closes=True, patience=20)


def _heads(place):
  get = ("GET", "/studio/v1/generations")
  large = REFUSED | {CLOSED}
  yield Case("head", "HTTP/0.9", b"GET /studio/v1/generations\r\n", large, patience=15)
  yield Case("head", "HTTP/0.9 with an empty line", b"GET /\r\n\r\n", large)
  for version in ("HTTP/2.0", "HTTP/1.2", "HTTP/9.9", "HTTP/1", "HTTP/1.1.1", "http/1.1",
                  "HTTP/0.9", "ICY/1.0"):
    yield Case("head", f"version {version}", place.request(*get, version=version),
               large | {200 if version in ("HTTP/1.2",) else 400, 505})
  yield Case("head", "the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 50,
             large | {505})
  yield Case("head", "TLS on a plain port", bytes.fromhex("160301020001000001fc0303") + b"\1" * 512,
             large)
  yield Case("head", "random bytes", bytes(range(256)) * 16, large)
  yield Case("head", "only line ends", b"\r\n" * 5000, large, patience=15)
  yield Case("head", "SSH", b"SSH-2.0-OpenSSH_9.0\r\n", large, patience=15)
  yield Case("head", "a header of 1 MB", place.request(*get, ["X-Large: " + "a" * 1_000_000]),
             large)
  yield Case("head", "a header name of 1 MB", place.request(*get, ["a" * 1_000_000 + ": x"]), large)
  yield Case("head", "10,000 headers",
             place.request(*get, [f"X-{number}: y" for number in range(10_000)]), large)
  yield Case("head", "a URL of 1 MB", place.request("GET", "/" + "a" * 1_000_000), large | {414})
  yield Case("head", "a query of 1 MB",
             place.request("GET", "/studio/v1/generations?q=" + "a" * 1_000_000), large | {414})
  yield Case("head", "a method of 1 MB", place.request("A" * 1_000_000, "/"), large)
  yield Case("head", "a cookie of 1 MB", place.request(*get, ["Cookie: a=" + "b" * 1_000_000]),
             large)
  yield Case("head", "Expect: something", place.request(
    "POST", PICTURES, ["Content-Type: application/json", "Expect: a-miracle"], b'{"prompt":1}'),
    REFUSED)


def _json(place):
  deep = 100_000
  broken = {
    "empty": b"", "blank": b"   ", "truncated": good_body()[:-10], "only a brace": b"{",
    "a comma too many": b'{"model":"m","prompt":"abuse",}', "single quotes": b"{'prompt':'abuse'}",
    "trailing garbage": good_body() + b"x", "two documents": good_body() * 2,
    "a comment": b'/* x */{"prompt":"abuse"}', "NaN": b'{"prompt":"abuse","n":NaN}',
    "Infinity": b'{"prompt":"abuse","n":-Infinity}', "leading zero": b'{"prompt":"abuse","n":01}',
    "hexadecimal": b'{"prompt":"abuse","n":0x10}', "a plus": b'{"prompt":"abuse","n":+1}',
    "a point without digits": b'{"prompt":"abuse","n":1.}',
    "arrays 100,000 deep": b'{"prompt":"abuse","x":' + b"[" * deep + b"]" * deep + b"}",
    "open arrays 100,000 deep": b"[" * deep,
    "objects 100,000 deep": b'{"a":' * deep + b"1" + b"}" * deep,
    "invalid UTF-8": b'{"model":"x/z-image-turbo","prompt":"abuse \xff\xfe"}',
    "overlong UTF-8": b'{"model":"x/z-image-turbo","prompt":"abuse \xc0\xaf"}',
    "a surrogate as UTF-8": b'{"model":"x/z-image-turbo","prompt":"abuse \xed\xa0\x80"}',
    "a lone surrogate": b'{"model":"x/z-image-turbo","prompt":"abuse \\ud800"}',
    "surrogates the wrong way round":
      b'{"model":"x/z-image-turbo","prompt":"abuse \\udc00\\ud800"}',
    "a raw line end in a string": b'{"model":"x/z-image-turbo","prompt":"abuse\n"}',
    "a raw NUL in a string": b'{"model":"x/z-image-turbo","prompt":"abuse\0"}',
    "an unknown escape": b'{"model":"x/z-image-turbo","prompt":"abuse \\x41"}',
    "a member twice":
      b'{"model":"x/z-image-turbo","prompt":"abuse","prompt":"abuse 2","size":"64x64"}',
    "a member twice, once escaped":
      b'{"model":"x/z-image-turbo","prompt":"abuse","\\u0070rompt":"abuse 2","size":"64x64"}',
    "UTF-16": '{"prompt":"abuse"}'.encode("utf-16"),
    "UTF-32": '{"prompt":"abuse"}'.encode("utf-32"),
    "a document that is a string": b'"abuse"',
    "a document that is an array": b'[{"prompt":"abuse"}]',
    "a document that is null": b"null", "a document that is a number": b"1",
  }
  for name, body in broken.items():
    data = place.post(PICTURES, body) if body else place.request(
      "POST", PICTURES, ["Content-Type: application/json", "Content-Length: 0"])
    yield Case("JSON", name, data, REFUSED)
  yield Case("JSON", "a byte order mark", place.post(PICTURES, b"\xef\xbb\xbf" + b'{"prompt":""}'),
             REFUSED)
  yield Case("JSON", "a number of 1 MB",
             place.post(PICTURES, b'{"prompt":"","seed":' + b"1" * 1_000_000 + b"}"), REFUSED)
  yield Case("JSON", "an exponent of 1 MB",
             place.post(PICTURES, b'{"prompt":"","seed":1e' + b"9" * 1_000_000 + b"}"), REFUSED)
  yield Case("JSON", "100,000 members", place.post(PICTURES, json.dumps(
    {"prompt": "", **{f"m{number}": number for number in range(100_000)}}).encode()), REFUSED)
  yield Case("JSON", "a chunked body cut short", [place.request("POST", PICTURES, [
    "Content-Type: application/json", "Transfer-Encoding: chunked"]), b"5\r\n{\"pro", 0.2],
    REFUSED | {CLOSED, 408}, patience=20)


def _types(place):
  wrong = [
    {"prompt": 1}, {"prompt": None}, {"prompt": ["abuse"]}, {"prompt": {"a": 1}}, {"prompt": True},
    {"prompt": ""}, {"model": 1}, {"model": []}, {"model": ""}, {"model": "../../etc/passwd"},
    {"model": "x/z-image-turbo\n"}, {"model": "\u0000"}, {"n": "two"}, {"n": 1.5}, {"n": {}},
    {"size": 64}, {"seed": "seven"}, {"seed": 1e400}]
  for changes in wrong:
    body = good_body(**changes).replace(b"Infinity", b"1e400")
    yield Case("types", f"Ollama {str(changes)[:50]}", place.post(PICTURES, body), REFUSED)
  wrong = [
    {"prompt": 1}, {"prompt": None}, {"n": 0}, {"n": -1}, {"n": 11}, {"n": "2"}, {"n": 10**30},
    {"size": "1x1"}, {"size": 7}, {"size": "99999x99999"}, {"quality": "ultra"},
    {"output_format": "exe"}, {"stream": "yes"}, {"partial_images": 99}, {"background": 1},
    {"output_compression": 101}]
  for changes in wrong:
    body = json.dumps({"prompt": "abuse", **changes}).encode()
    yield Case("types", f"Azure {str(changes)[:50]}", place.post(DEPLOYMENT, body), REFUSED)


def _kinds(place):
  for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
               "text/json", "application/jsonp", "application/xml", "json", "*/*", "a/b/c", "",
               "application/json, text/plain", "application/json; charset=utf-16", "text/html",
               "application/json-patch+json", "\x7f"):
    yield Case("Content-Type", repr(kind), place.post(PICTURES, good_body(), kind=kind or " "),
               REFUSED)
  yield Case("Content-Type", "none", place.post(PICTURES, good_body(), kind=None), REFUSED)
  yield Case("Content-Type", "two of them", place.post(
    PICTURES, good_body(), "Content-Type: text/plain"), REFUSED)
  yield Case("Content-Type", "a body in gzip", place.post(
    PICTURES, b"\x1f\x8b\x08" + b"\0" * 30, "Content-Encoding: gzip"), REFUSED)


def _origins(place):
  get = ("GET", "/studio/v1/generations")
  refused = frozenset({400, 403, 421})
  for origin in ("http://evil.example", "null", "http://localhost.evil.example", "file://",
                 "http://127.0.0.1.evil.example", "http://evil.example#localhost",
                 "http://evil.example/127.0.0.1", "https://localhost@evil.example", "localhost",
                 "http://[::1].evil.example", "", "http://localhost:8080 http://evil.example"):
    for method, path, fields, body in (
        ("POST", PICTURES, ["Content-Type: application/json"], good_body()), (*get, [], b"")):
      yield Case("Origin", f"{method}, Origin {origin!r}", place.request(
        method, path, [*fields, f"Origin: {origin}"], body), refused)
  yield Case("Origin", "two of them", place.request(
    *get, ["Origin: http://localhost", "Origin: http://evil.example"]), refused)
  yield Case("Origin", "a preflight", place.request("OPTIONS", PICTURES, [
    "Origin: http://evil.example", "Access-Control-Request-Method: POST",
    "Access-Control-Request-Headers: content-type"]), refused | {204, 405})
  yield Case("Origin", "Sec-Fetch-Site: cross-site without Origin", place.request(
    *get, ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]), refused | {200})
  for host in ("evil.example", f"evil.example:{place.port}", "localhost.evil.example",
               "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example#127.0.0.1", " ",
               "127.0.0.1 evil.example", "127.0.0.1/evil", "0.0.0.0", "2130706433", "127.1",
               "127.0.0.1:port", "[::1", "127.0.0.1,evil.example"):
    yield Case("Host", repr(host), place.request(*get, host=host), refused)
    yield Case("Host", f"POST, {host!r}", place.request(
      "POST", PICTURES, ["Content-Type: application/json"], good_body(), host=host), refused)
  yield Case("Host", "none", b"GET /studio/v1/generations HTTP/1.1\r\n\r\n", refused)
  yield Case("Host", "two of them", place.request(*get, [f"Host: {place.authority}"]), refused)
  yield Case("Host", "two of them, the second forged", place.request(*get, ["Host: evil.example"]),
             refused)
  yield Case("Host", "none, HTTP/1.0", b"GET /studio/v1/generations HTTP/1.0\r\n\r\n", refused)


def _sizes(place):
  size = 100_000_000
  piece = b" " * 1_000_000
  head = place.request("POST", PICTURES, ["Content-Type: application/json"])[:-2]
  announced = head + f"Content-Length: {size}\r\n\r\n".encode()
  chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"

  def chunks():
    yield chunked
    for _ in range(100):
      yield b"f4240\r\n" + piece + b"\r\n"
    yield b"0\r\n\r\n"

  def announced_body():
    yield announced
    for _ in range(100):
      yield piece
  too_large = frozenset({413})
  yield Case("100 MB", "announced, and the client waits", [announced], too_large, closes=True)
  yield Case("100 MB", "announced with Expect: 100-continue", [
    head + f"Content-Length: {size}\r\nExpect: 100-continue\r\n\r\n".encode()], too_large,
    closes=True)
  yield Case("100 MB", "announced and sent at once", announced_body, too_large, patience=20,
             closes=True)
  yield Case("100 MB", "chunked, sent at once", chunks, too_large, patience=20, closes=True)
  yield Case("100 MB", "announced as 10^18 bytes",
             [head + b"Content-Length: 1000000000000000000\r\n\r\n"], too_large | {400},
             closes=True)


# MCP.

MODERN = "2026-07-28"
META = {"io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": {}}


def mcp(place):
  """The corpus for an MCP port; `place.path` is the endpoint."""
  accept = "Accept: application/json, text/event-stream"

  def post(body, *fields, kind="application/json", accepts=accept):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [*fields, accepts] if accepts else list(fields)
    return place.post(place.path, data, *lines, kind=kind)

  def modern(method, params=None, headers=None, meta=META, **members):
    body = {"jsonrpc": "2.0", "id": 1, "method": method,
            "params": (params or {}) | ({} if meta is None else {"_meta": meta}), **members}
    named = {"MCP-Protocol-Version": MODERN, "Mcp-Method": method}
    if params and ("name" in params or "uri" in params):
      named["Mcp-Name"] = params.get("name") or params.get("uri")
    named.update(headers or {})
    return post(body, *[f"{name}: {value}" for name, value in named.items() if value is not None])

  def case(name, data, ok, code=None, **changes):
    return Case("MCP", name, data, frozenset(ok), code=code, **changes)

  listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
  yield case("a batch", post([listing, listing]), {400}, -32600)
  yield case("an empty batch", post(b"[]"), {400}, -32600)
  yield case("broken JSON", post(b'{"jsonrpc":'), {400}, -32700)
  yield case("an empty body", place.request("POST", place.path, [
    "Content-Type: application/json", accept, "Content-Length: 0"]), {400}, -32700)
  yield case("100,000 deep", post(b"[" * 100_000), {400})
  yield case("invalid UTF-8", post(b'{"jsonrpc":"2.0","id":1,"method":"\xff"}'), {400})
  yield case("a lone surrogate", post(b'{"jsonrpc":"2.0","id":1,"method":"\\ud800"}'), REFUSED)
  yield case("a member twice", post(
    b'{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}'), {400})
  for value in (b"null", b"1", b'"x"', b"true"):
    yield case(f"a body that is {value.decode()}", post(value), {400}, -32600)
  yield case("no jsonrpc", post({"id": 1, "method": "tools/list"}), {400}, -32600)
  yield case("jsonrpc 1.0", post({**listing, "jsonrpc": "1.0"}), {400}, -32600)
  yield case("id null", post({**listing, "id": None}), {400})
  yield case("id an object", post({**listing, "id": {}}), {400})
  yield case("id a fraction", post({**listing, "id": 1.5}), {400})
  yield case("method a number", post({**listing, "method": 1}), {400})
  yield case("params an array", post({**listing, "params": [1]}), {400})
  yield case("params a string", post({**listing, "params": "x"}), {400})

  # The modern era.
  yield case("modern without _meta", modern("tools/list", meta=None), {400}, -32602)
  yield case("modern without a version in _meta", modern(
    "tools/list", meta={"io.modelcontextprotocol/clientCapabilities": {}}), {400}, -32602)
  yield case("modern without capabilities in _meta", modern(
    "tools/list", meta={"io.modelcontextprotocol/protocolVersion": MODERN}), {400}, -32602)
  yield case("modern without Mcp-Method", modern("tools/list", headers={"Mcp-Method": None}), {400},
             -32020)
  yield case("modern with another Mcp-Method", modern(
    "tools/list", headers={"Mcp-Method": "tools/call"}), {400}, -32020)
  yield case("modern with Mcp-Method in capitals", modern(
    "tools/list", headers={"Mcp-Method": "Tools/List"}), {400}, -32020)
  call = {"name": "ollama-create-image", "arguments": {"prompt": ""}}
  yield case("modern without Mcp-Name", modern("tools/call", call, {"Mcp-Name": None}), {400},
             -32020)
  yield case("modern with another Mcp-Name", modern("tools/call", call, {"Mcp-Name": "x"}), {400},
             -32020)
  yield case("modern with a broken Mcp-Name", modern(
    "tools/call", call, {"Mcp-Name": "=?base64?%%%?="}), {400}, -32020)
  later = {**META, "io.modelcontextprotocol/protocolVersion": "2030-01-01"}
  yield case("a later version", modern(
    "tools/list", headers={"MCP-Protocol-Version": "2030-01-01"}, meta=later), {400}, -32022)
  yield case("header and _meta of two versions", modern(
    "tools/list", headers={"MCP-Protocol-Version": "2030-01-01"}), {400})
  for method in ("initialize", "ping", "logging/setLevel", "resources/subscribe",
                 "resources/unsubscribe", "no/such"):
    yield case(f"modern {method}", modern(method), {404}, -32601)
  yield case("modern resources/read, unknown", modern(
    "resources/read", {"uri": "studio://images/none"}), {400}, -32602)
  yield case("modern resources/read, a file", modern(
    "resources/read", {"uri": "file:///etc/passwd"}), {400}, -32602)
  yield case("modern tools/call without a name", modern(
    "tools/call", {"arguments": {}}, {"Mcp-Name": ""}), {400})
  yield case("modern tools/call, arguments a string", modern(
    "tools/call", {"name": "ollama-create-image", "arguments": "abuse"}), {200, 400})
  yield case("modern GET", place.request("GET", place.path, [
    "Accept: text/event-stream", f"MCP-Protocol-Version: {MODERN}"]), {405})
  yield case("modern DELETE", place.request("DELETE", place.path, [
    f"MCP-Protocol-Version: {MODERN}"]), {405})

  # The legacy era.
  version = "MCP-Protocol-Version: 2025-11-25"
  yield case("legacy call without a session", post(listing, version), {400})
  yield case("legacy call of a made-up session", post(
    listing, version, "Mcp-Session-Id: made-up"), {404})
  yield case("a session id of 20 kB", post(
    listing, version, "Mcp-Session-Id: " + "a" * 20_000), {404, 400, 431})
  yield case("a version nobody knows", post(listing, "MCP-Protocol-Version: banana"), {400})
  yield case("legacy DELETE of a made-up session", place.request(
    "DELETE", place.path, [version, "Mcp-Session-Id: made-up"]), {404})
  yield case("legacy GET without a session", place.request(
    "GET", place.path, ["Accept: text/event-stream", version]), {400, 405})

  # Around it.
  yield case("Accept: text/html", post(listing, accepts="Accept: text/html"), {406, 400})
  yield case("Content-Type text/plain", post(listing, kind="text/plain"), {400, 415})
  yield case("no Content-Type", post(listing, kind=None), {400, 415})
  yield case("Origin evil", post(listing, "Origin: http://evil.example"), {403})
  yield case("Host evil", place.request("POST", place.path, [
    "Content-Type: application/json", accept], json.dumps(listing).encode(), host="evil.example"),
    {403, 421})
  yield case("PUT", place.request("PUT", place.path, ["Content-Type: application/json"], b"{}"),
             {405})
  yield case("another path", place.post("/elsewhere", json.dumps(listing).encode(), accept), {404})
