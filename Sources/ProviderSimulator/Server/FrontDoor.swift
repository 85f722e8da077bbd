import FoundationEssentials
import Hummingbird

/// Answers whole requests.
protocol Door: Sendable {
  func respond(to request: SimulatedRequest) async throws -> Response
}

/// A simulated service behind its front door.
protocol SimulatedProvider: Sendable {
  /// What a rule of the fault script can see of this request.
  func call(for request: SimulatedRequest) -> SimulatedCall
  /// The service's own answer. `fault` is for services whose streams fail in their own way.
  ///
  /// - Throws: `ClientLeft` when the client leaves meanwhile.
  func answer(to request: SimulatedRequest, fault: Fault?) async throws -> Answer
}

/// Looks up the fault for each request, lets the service answer, and delivers the result.
struct FrontDoor<Service: SimulatedProvider>: Door {
  let service: Service
  let faults: FaultCounter
  let ledger: Ledger

  func respond(to request: SimulatedRequest) async throws -> Response {
    let call = service.call(for: request)
    let rule = await faults.rule(for: call)
    let delivery = AnswerDelivery(
      connection: request.connection, fault: rule?.fault, ledger: ledger)
    let answer = try await self.answer(request, call, rule)
    return try await delivery.response(for: answer, isHead: request.method == "HEAD")
  }

  private func answer(
    _ request: SimulatedRequest, _ call: SimulatedCall, _ rule: FaultRule?
  ) async throws -> Answer {
    guard let rule, !rule.fault.keepsAnswer else {
      return try await service.answer(to: request, fault: rule?.fault)
    }
    if call.isGeneration { await bill(call, rule.billed ?? rule.fault.billsByDefault) }
    return rule.fault.replacement(for: call.service) ?? Answer(type: nil, text: "")
  }

  private func bill(_ call: SimulatedCall, _ isBilled: Bool) async {
    guard isBilled else { return await ledger.refuse() }
    _ = await ledger.accept(
      service: call.service, model: call.model ?? "", prompt: call.prompt ?? "",
      count: call.count)
  }
}

/// Shows the ledger.
struct LedgerDoor: Door {
  let ledger: Ledger

  func respond(to request: SimulatedRequest) async throws -> Response {
    let answer = try await answer(to: request)
    return try await AnswerDelivery(connection: request.connection, fault: nil, ledger: ledger)
      .response(for: answer, isHead: request.method == "HEAD")
  }

  private func answer(to request: SimulatedRequest) async throws -> Answer {
    guard request.path == "/ledger", ["GET", "HEAD"].contains(request.method) else {
      return Answer(status: 404, type: "text/plain", text: "not found\n")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(await ledger.snapshot()), as: UTF8.self)
    return Answer(type: "application/json", text: text + "\n")
  }
}
