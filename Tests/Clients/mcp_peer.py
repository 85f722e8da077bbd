"""One face for the official Python SDK of MCP in its two generations, 1.30 and 2.3.

Results are the JSON objects of the wire (camelCase); a JSON-RPC error is a `Refusal`.
"""

import asyncio
import contextlib
import datetime
import importlib.metadata
import warnings

# Old eras are used on purpose.
warnings.filterwarnings("ignore", category=DeprecationWarning)
warnings.filterwarnings("ignore", message=".*2026-07-28.*")

VERSION = importlib.metadata.version("mcp")
IS_FIRST = VERSION.startswith("1.")


class Refusal(Exception):
  """A JSON-RPC error of the server."""

  def __init__(self, error):
    self.code, self.message, self.data = error.code, error.message, error.data
    super().__init__(f"{error.code} {error.message} {error.data or ''}")


def wire(result):
  return result.model_dump(by_alias=True, mode="json", exclude_none=True)


@contextlib.contextmanager
def refusals():
  """Turns either generation's exception for a JSON-RPC error into a `Refusal`."""
  from mcp.shared import exceptions
  kind = exceptions.McpError if IS_FIRST else exceptions.MCPError
  try:
    yield
  except kind as error:
    raise Refusal(error.error) from None


class Peer:
  """A connected client. `heard` collects the server's notifications as (method, params)."""

  def __init__(self, session, client=None):
    self.session, self.client = session, client
    self.heard = []
    self.protocol = self.server = self.instructions = self.capabilities = None

  @property
  def is_modern(self):
    return self.protocol >= "2026"

  async def tools(self):
    return await self._pages("list_tools", "tools")

  async def resources(self):
    return await self._pages("list_resources", "resources")

  async def templates(self):
    return await self._pages("list_resource_templates", "resourceTemplates")

  async def prompts(self):
    return await self._pages("list_prompts", "prompts")

  async def _pages(self, verb, member):
    found, cursor = [], None
    for _ in range(100):
      with refusals():
        page = wire(await self._page(verb, cursor))
      found += page[member]
      cursor = page.get("nextCursor")
      if cursor is None:
        return found
    raise AssertionError(f"{verb}: more than 100 pages")

  async def _page(self, verb, cursor):
    if IS_FIRST:
      from mcp import types
      params = None if cursor is None else types.PaginatedRequestParams(cursor=cursor)
      return await getattr(self.session, verb)(params=params)
    return await getattr(self.client, verb)(cursor=cursor)

  async def call(self, name, arguments, progress=None, seconds=None):
    """Calls a tool; `progress` is called with (progress, total, message)."""
    async def report(*values):
      progress(*values)
    limit = seconds and (datetime.timedelta(seconds=seconds) if IS_FIRST else seconds)
    target = self.session if IS_FIRST else self.client
    with refusals():
      return wire(await target.call_tool(
        name, arguments, limit, progress_callback=report if progress else None))

  async def call_and_cancel(self, name, arguments, after):
    """Calls a tool and takes the call back after so many seconds, as each generation does it."""
    number = getattr(self.session, "_request_id", None)
    task = asyncio.create_task(self.call(name, arguments))
    await asyncio.sleep(after)
    if task.done():
      return task.result()
    if IS_FIRST:
      from mcp import types
      await self.session.send_notification(types.ClientNotification(types.CancelledNotification(
        params=types.CancelledNotificationParams(requestId=number, reason="changed my mind"))))
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
      return await task
    return None

  async def read(self, uri):
    with refusals():
      if IS_FIRST:
        from pydantic import AnyUrl
        return wire(await self.session.read_resource(AnyUrl(uri)))["contents"]
      return wire(await self.client.read_resource(uri))["contents"]

  async def prompt(self, name, arguments):
    with refusals():
      return wire(await (self.session if IS_FIRST else self.client).get_prompt(name, arguments))

  async def complete(self, reference, argument):
    """Values for an argument `{"name":…, "value":…}` of a prompt or template, `{"type":…}`."""
    if IS_FIRST:
      from mcp import types
    else:
      import mcp_types as types
    kind = {"ref/prompt": types.PromptReference, "ref/resource": types.ResourceTemplateReference}
    target = self.session if IS_FIRST else self.client
    with refusals():
      answer = await target.complete(kind[reference["type"]](**reference), argument)
    return wire(answer)["completion"]

  async def ping(self):
    with refusals():
      await (self.session if IS_FIRST else self.client).send_ping()

  @contextlib.asynccontextmanager
  async def subscribed(self, uri):
    """Listens to changes of one resource and of the list, in the way of the era."""
    if self.is_modern:
      async with self.client.listen(
          resources_list_changed=True, resource_subscriptions=[uri]) as events:
        task = asyncio.create_task(self._collect(events))
        try:
          yield
        finally:
          task.cancel()
    else:
      with refusals():
        if IS_FIRST:
          from pydantic import AnyUrl
          await self.session.subscribe_resource(AnyUrl(uri))
        else:
          await self.client.subscribe_resource(uri)
      yield

  async def _collect(self, events):
    async for event in events:
      self.heard.append((type(event).__name__, getattr(event, "uri", None)))

  async def listen(self, message):
    """The SDK's handler of whatever comes unasked."""
    root = getattr(message, "root", message)
    method = getattr(root, "method", None)
    if method:
      self.heard.append((method, str(getattr(root.params, "uri", "") or "")))


@contextlib.asynccontextmanager
async def connected(url=None, command=None, environment=None, mode="auto", token=None):
  """A connected `Peer`, over HTTP or stdio. The first generation knows the legacy mode only."""
  if IS_FIRST:
    async with _first(url, command, environment, token) as peer:
      yield peer
  else:
    async with _second(url, command, environment, mode, token) as peer:
      yield peer


@contextlib.asynccontextmanager
async def _first(url, command, environment, token):
  from mcp import ClientSession, StdioServerParameters
  from mcp.client.stdio import stdio_client
  from mcp.client.streamable_http import streamablehttp_client
  if url:
    transport = streamablehttp_client(url, headers=_credentials(token))
  else:
    transport = stdio_client(StdioServerParameters(
      command=command[0], args=command[1:], env=environment))
  async with transport as streams:
    peer = Peer(None)
    async with ClientSession(streams[0], streams[1], message_handler=peer.listen) as session:
      peer.session = session
      hello = wire(await session.initialize())
      peer.protocol, peer.server = hello["protocolVersion"], hello["serverInfo"]
      peer.instructions, peer.capabilities = hello.get("instructions"), hello["capabilities"]
      yield peer


@contextlib.asynccontextmanager
async def _second(url, command, environment, mode, token):
  from mcp import Client, StdioServerParameters
  from mcp.client.stdio import stdio_client
  from mcp.client.streamable_http import streamable_http_client
  if url and token:
    import httpx2
    server = streamable_http_client(
      url, http_client=httpx2.AsyncClient(headers=_credentials(token), timeout=300))
  else:
    server = url or stdio_client(StdioServerParameters(
      command=command[0], args=command[1:], env=environment))
  peer = Peer(None)
  # Without its cache every question reaches the server.
  async with Client(server, mode=mode, cache=None, message_handler=peer.listen) as client:
    peer.client, peer.session = client, client.session
    peer.protocol = client.protocol_version
    peer.server = client.server_info and wire(client.server_info)
    peer.instructions = client.instructions
    peer.capabilities = wire(client.server_capabilities)
    yield peer


def _credentials(token):
  return {"Authorization": f"Bearer {token}"} if token else {}
