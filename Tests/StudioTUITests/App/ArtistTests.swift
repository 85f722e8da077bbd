import Foundation
import Pictures
import StudioTestSupport
import Synchronization
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Drawing picture files", .timeLimit(.minutes(3)))
struct ArtistTests {
  /// What an artist has answered.
  private final class Answers: Sendable {
    private let list = Mutex<[(request: DrawingRequest, state: DrawingState)]>([])
    func add(_ request: DrawingRequest, _ state: DrawingState) {
      list.withLock { $0.append((request, state)) }
    }
    subscript(request: DrawingRequest) -> [DrawingState] {
      list.withLock { $0.filter { $0.request == request }.map(\.state) }
    }
    var requests: [DrawingRequest] { list.withLock { $0.map(\.request) } }
  }

  private func finish(_ artist: Artist) async throws {
    while artist.isBusy { try await Task.sleep(for: .milliseconds(2)) }
  }

  private func request(_ number: Int, _ fitter: PictureFitter = .kitty) throws -> DrawingRequest {
    DrawingRequest(
      path: "\(try Scene.pictures.get())/\(number).png", box: GridSize(rows: 10, columns: 30),
      fitter: fitter)
  }

  @Test("where there are pixels, symbols come first and pixels after them")
  func symbolsFirst() async throws {
    let answers = Answers()
    let artist = Artist(answer: answers.add)
    let request = try request(1)
    artist.draw([request])
    try await finish(artist)
    let states = answers[request]
    #expect(states.count == 2)
    guard case .sketched(let sketch) = states.first, case .ready(let picture) = states.last
    else { Issue.record("\(states)"); return }
    #expect(sketch.size == picture.size)
    #expect(sketch != picture)
  }

  @Test("of several, all are there as symbols before the first one is made of pixels")
  func sketchesFirst() async throws {
    let answers = Answers()
    let artist = Artist(workers: 1, answer: answers.add)
    let requests = try (1...4).map { try request($0) }
    artist.draw(requests)
    try await finish(artist)
    #expect(answers.requests == requests + requests)
    for request in requests {
      #expect(answers[request].map(\.isFinal) == [false, true])
    }
  }

  @Test("where there are none, one answer comes")
  func symbolsOnly() async throws {
    let answers = Answers()
    let artist = Artist(answer: answers.add)
    let request = try request(1, .symbols)
    artist.draw([request])
    try await finish(artist)
    #expect(answers[request].map(\.isFinal) == [true])
  }

  @Test("a file that is not there is answered with the reason")
  func missing() async throws {
    let answers = Answers()
    let artist = Artist(answer: answers.add)
    let request = DrawingRequest(
      path: "/nowhere/1.png", box: GridSize(rows: 10, columns: 30), fitter: .kitty)
    artist.draw([request])
    try await finish(artist)
    #expect(
      answers[request] == [.failed("Cannot read /nowhere/1.png: No such file or directory.")])
  }

  @Test("what is no longer wanted is not begun; what is wanted at last is made")
  func cancelled() async throws {
    let answers = Answers()
    let artist = Artist(answer: answers.add)
    let crowd = (5..<300).map { number in
      DrawingRequest(
        path: "/nowhere/\(number).png", box: GridSize(rows: 10, columns: 30), fitter: .kitty)
    }
    let wanted = try (1...4).map { try request($0) }
    for start in 0..<200 { artist.draw(wanted + Array(crowd[start...])) }
    artist.draw(wanted)
    try await finish(artist)
    for request in wanted { #expect(answers[request].last?.isFinal == true) }
    #expect(Set(answers.requests).subtracting(wanted).count < crowd.count)
  }
}
