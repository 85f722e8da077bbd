import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A job that is withdrawn", .timeLimit(.minutes(3)))
struct WithdrawalTests {
  /// A connection that stands when a test wants it, whatever becomes of the task meanwhile.
  private struct SlowTransport: HTTPTransport {
    let isAsked = Gate()
    let stands = Gate()
    let hasLeft = Gate()

    func exchange<Result: Sendable>(
      _ request: HTTPRequest, isolation: isolated (any Actor)?,
      onConnected: () async throws -> Void, receive: (HTTPAnswer) async throws -> Result
    ) async throws -> Result {
      isAsked.open()
      while !stands.hasOpened { try? await Task.sleep(for: .milliseconds(1)) }
      do { try await onConnected() } catch {
        throw TransportError.notSent(error)
      }
      hasLeft.open()
      throw TransportError.notSent(CancellationError())
    }
  }

  @Test("while its request connects is not sent, and costs nothing")
  func connecting() async throws {
    let wire = try RawWire { _ in }
    let (store, transport) = (wire.store, SlowTransport())
    var generation = Generation(
      id: try .new(), request: wire.request(), cost: Cost(amount: 1, basis: .estimate),
      createdAt: Date())
    let owned = try await store.create(generation)
    generation.folder = owned.folder
    let options = LocalStudioOptions(
      environment: wire.environment, directories: Directories(environment: wire.environment),
      demo: { throw CancellationError() })
    let catalog = try ProviderCatalog.make(options, transport: transport)
    let queue = JobQueue(
      transport: transport, prices: .standard, rescue: wire.rescue, rules: .never
    ) { _ in }
    await queue.add([
      JobQueue.QueuedJob(
        owned: owned, generation: generation, provider: try #require(catalog[.azure]))
    ])
    #expect(try await holds { transport.isAsked.hasOpened })
    #expect(await queue.space == StoreSpace.wanted(generation.request.parameters))
    #expect(await queue.withdraw(generation.id))
    transport.stands.open()
    await queue.drain()
    #expect(await queue.space == 0)
    #expect(!transport.hasLeft.hasOpened)
    let ended = try await store.read(generation.id)
    #expect(!ended.state.isJob && ended.state != .unknown)
    #expect(ended.sentAt == nil && ended.cost == .free)
    #expect(ended.error?.mayHaveBeenBilled == false)
  }
}
